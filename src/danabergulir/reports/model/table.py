"""What tables share: the columns that say whose loan it is, total rows, and things with their number."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from danabergulir.money import Rupiah, total
from danabergulir.reports import origins
from danabergulir.reports.model.sheet import Cell, Column, Kind, Of, OriginOf, Row, RowsSummed, Style, empty, rows_of
from danabergulir.reports.origins.figure import Figure

LOAN: Final = Column("pinjaman", "No. Pinjaman", identifies=True, of=lambda line: line.loan.number)
"""Lists whatever has a ``loan``."""
KSM_NAME: Final = Column("ksm", "KSM", identifies=True, of=lambda line: line.ksm.name)
RW: Final = Column("rw", "RW", of=lambda line: line.ksm.rw)
RT: Final = Column("rt", "RT", of=lambda line: line.ksm.rt)
KSM_CODE: Final = Column("kode_ksm", "Kode KSM", of=lambda line: line.ksm.code)
"""These four list whatever has a ``ksm``: a loan, a proposal, a line about one."""

BEHIND_SAVINGS: Final = Column(
    "tunggakan_tabungan",
    "Tabungan Wajib Tertinggal",
    Kind.RUPIAH,
    of=lambda line: line.savings_behind,
    origin=lambda thing: origins.loans.savings_behind(thing),
)
"""Shown where the board asks for savings with each instalment: they are no part of the debt and of its arrears."""


def rupiah(key: str, title: str, group: str = "", *, of: Of = empty, origin: OriginOf | None = None) -> Column:
    """Return a column of rupiah."""
    return Column(key, title, Kind.RUPIAH, group=group, of=of, origin=origin)


def count(key: str, title: str, group: str = "", *, of: Of = empty, origin: OriginOf | None = None) -> Column:
    """Return a column of whole numbers."""
    return Column(key, title, Kind.COUNT, group=group, of=of, origin=origin)


def rows_with_total(
    columns: Sequence[Column],
    things: Iterable[Any],
    *,
    label_under: str,
    label: str = "JUMLAH",
    also: Collection[str] = (),
    apart: Collection[str] = (),
) -> tuple[Row, ...]:
    """Return a row per thing and a total row below them; no rows at all where there is nothing to list.

    The total sums the rupiah columns but those whose keys are ``apart``, and those whose keys are in ``also``;
    ``label`` stands under ``label_under``.
    """
    found = rows_of(columns, things)
    if not found:
        return ()
    summed = {column.key for column in columns if column.kind is Kind.RUPIAH}.union(also).difference(apart)
    return (*found, total_row(columns, found, summed=summed, label_under=label_under, label=label))


def rows_with_closing(columns: Sequence[Column], things: Iterable[Any], closing: Sequence[Any]) -> tuple[Row, ...]:
    """Return a list of vouchers with its total, and below it, apart, the entries of a year's close with theirs."""
    moved = rows_with_total(columns, things, label_under="akun")
    if not closing:
        return moved
    heading = row_under(columns, {columns[0].key: "TUTUP BUKU TAHUN"}, Style.HEADING)
    return (*moved, heading, *rows_with_total(columns, closing, label_under="akun", label="JUMLAH TUTUP BUKU"))


def total_row(
    columns: Sequence[Column],
    listed: Sequence[Row],
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
        values = [row.cells[index] for row in listed]
        if column.kind is Kind.RUPIAH:
            return total([value for value in values if isinstance(value, Rupiah)])
        return sum(value for value in values if isinstance(value, int))

    return Row(
        tuple(cell(index, column) for index, column in enumerate(columns)), Style.TOTAL, RowsSummed(tuple(listed))
    )


def kept(columns: Sequence[Column], keys: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns with these keys, in the order of the keys."""
    by_key = {column.key: column for column in columns}
    return tuple(by_key[key] for key in keys)


def row_under(columns: Sequence[Column], cells: Mapping[str, Cell], style: Style, thing: Any = None) -> Row:
    """Return a row with ``cells`` under the columns of these keys, and nothing under the others."""
    return Row(tuple(cells.get(column.key) for column in columns), style, thing)


class Numbered(NamedTuple):
    """A thing with its place in a list, from 1."""

    number: int
    thing: Any


def numbered(things: Iterable[Any]) -> list[Numbered]:
    """Return things in their order, each with its number."""
    return [Numbered(number, thing) for number, thing in enumerate(things, start=1)]


def _place(line: Numbered) -> Figure:
    return Figure("Nomor urut", line.number, rule="Nomor urut dalam daftar ini.")


NUMBER: Final = Column("no", "No.", Kind.COUNT, identifies=True, of=lambda line: line.number, origin=_place)
"""Lists numbered things."""
