"""What the tables about loans share: the columns that say whose loan it is, and the total row."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Final

from danabergulir.domain.loans.terms import LoanState
from danabergulir.money import Rupiah, total
from danabergulir.reports.model.sheet import Cell, Column, Kind, Row, Section, Style, rows

LOAN: Final = Column("pinjaman", "No. Pinjaman", identifies=True)
KSM_NAME: Final = Column("ksm", "KSM", identifies=True)
RW: Final = Column("rw", "RW")
RT: Final = Column("rt", "RT")
KSM_CODE: Final = Column("kode_ksm", "Kode KSM")

BEHIND_SAVINGS: Final = Column("tunggakan_tabungan", "Tabungan Wajib Tertinggal", Kind.RUPIAH)
"""Shown where the board asks for savings with each instalment: they are no part of the debt and of its arrears."""

LENT: Final = (LoanState.RUNNING, LoanState.RESCHEDULED, LoanState.PAID_OFF, LoanState.WRITTEN_OFF)
"""The states of a loan whose money went out: neither waiting for it nor cancelled."""


Of = Callable[[Any], Cell]


def _empty(_: object) -> None:
    return None


def rupiah(key: str, title: str, group: str = "", *, of: Of = _empty) -> Column:
    """Return a column of rupiah."""
    return Column(key, title, Kind.RUPIAH, group=group, of=of)


def count(key: str, title: str, group: str = "", *, of: Of = _empty) -> Column:
    """Return a column of whole numbers."""
    return Column(key, title, Kind.COUNT, group=group, of=of)


def rows_with_total(
    columns: Sequence[Column],
    lines: Sequence[Sequence[Cell]],
    *,
    label_under: str,
    label: str = "JUMLAH",
    also: Collection[str] = (),
) -> tuple[Row, ...]:
    """Return the lines and a total row below them; no rows at all where there are no lines.

    The total sums the rupiah columns and those whose keys are in ``also``; ``label`` stands under ``label_under``.
    """
    if not lines:
        return ()
    summed = {column.key for column in columns if column.kind is Kind.RUPIAH} | set(also)
    return (*rows(lines), total_row(columns, lines, summed=summed, label_under=label_under, label=label))


def rows_with_closing(
    columns: Sequence[Column], lines: Sequence[Sequence[Cell]], closing: Sequence[Sequence[Cell]], *, label_under: str
) -> tuple[Row, ...]:
    """Return a list of vouchers with its total, and below it, apart, the entries of a year's close with theirs."""
    if not closing:
        return rows_with_total(columns, lines, label_under=label_under)
    heading = Row(("TUTUP BUKU TAHUN", *(None for _ in columns[1:])), Style.HEADING)
    return (
        *rows_with_total(columns, lines, label_under=label_under),
        heading,
        *rows_with_total(columns, closing, label_under=label_under, label="JUMLAH TUTUP BUKU"),
    )


def total_row(
    columns: Sequence[Column],
    lines: Sequence[Sequence[Cell]],
    *,
    summed: Collection[str],
    label_under: str,
    label: str = "JUMLAH",
) -> Row:
    """Return the row that sums the rupiah or count columns whose keys are in ``summed``; the other cells are empty."""

    def cell(index: int, column: Column) -> Cell:
        if column.key == label_under:
            return label
        if column.key not in summed:
            return None
        values = [line[index] for line in lines]
        if column.kind is Kind.RUPIAH:
            return total([value for value in values if isinstance(value, Rupiah)])
        return sum(value for value in values if isinstance(value, int))

    return Row(tuple(cell(index, column) for index, column in enumerate(columns)), Style.TOTAL)


def sanction_table(
    columns: tuple[Column, ...], lines: Iterable[tuple[Cell, ...]], none: str, kept: Sequence[str]
) -> Section:
    """Return a table of the columns whose keys are ``kept``, in that order; of all where none are named."""
    at = [[column.key for column in columns].index(key) for key in kept] or range(len(columns))
    return Section(
        tuple(columns[index] for index in at), rows([line[index] for index in at] for line in lines), empty_note=none
    )
