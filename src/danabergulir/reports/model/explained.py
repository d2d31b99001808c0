"""A figure that somebody asks about: found in its report by the key of its row and the name of its column."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from danabergulir.domain.groups import same_rw
from danabergulir.errors import NotFoundError, UsageError, perhaps
from danabergulir.frozen import Struct
from danabergulir.money import Rupiah, total
from danabergulir.reports.model.origin_of import of_cell, row_name
from danabergulir.reports.model.sheet import Cell, Column, Kind, Report, Row, Section, Style
from danabergulir.reports.origins.figure import Figure, sum_of
from danabergulir.reports.origins.unfolded import Unfolded
from danabergulir.text import quoted

TOTAL: Final = "TOTAL"
"""What a person writes for the last total row of a report."""
_ALSO: Final = ("bukti", "pinjaman", "nomor", "kode_ksm", "ksm", "rw")
"""Columns by which a row may be named as well as by those that identify it, the likeliest first."""


class AskedFigure(Struct, frozen=True):
    """A figure of a report that was asked for: the key of its row, its column and what it is made of."""

    key: str
    column: Column
    cell: Cell
    origin: Figure


class ExplainedFigure(Struct, frozen=True):
    """A figure of a report that was asked for, unfolded."""

    report: Report
    asked: AskedFigure
    unfolded: Unfolded


class Reason(Struct, frozen=True):
    """Why something is as it is: what is asked about, sentences to read out, and the figures, unfolded.

    ``key`` is the number or code of it, ``facts`` say what it is, by label.
    """

    kind: str
    key: str
    title: str
    as_of: date
    facts: Mapping[str, str]
    sentences: tuple[str, ...]
    figures: tuple[Unfolded, ...]


def asked(report: Report, key: str, column: str, usual: str = "") -> AskedFigure:
    """Return the figure of the row that ``key`` names, under ``column`` or under the one that is meant without it.

    ``usual`` is the column that is meant where a row has several figures. Raises ``UsageError`` and ``NotFoundError``.
    """
    for section in report.tables:
        rows = _rows(section, key)
        if rows:
            return _figure(report, section, rows, key, column, usual)
    known = dict.fromkeys(_key(section, row) for section in report.tables for row in _lines(section))
    near = perhaps(key, zip(known, known, strict=True)) or f"Kuncinya antara lain: {', '.join(list(known)[:6])}. "
    raise NotFoundError(
        f"tidak ada baris {quoted(key)} dalam laporan {report.name} {report.period}",
        f"{near}Lihat barisnya: danabergulir laporan {report.period} --hanya {report.name}",
    )


def _lines(section: Section) -> list[Row]:
    return [row for row in section.rows if row.style is not Style.HEADING]


def _rows(section: Section, words: str) -> list[Row]:
    """Return the rows that a key names: the one with that place among several, where the key ends in ``/2``."""
    key, _, place = words.strip().rpartition("/")
    if key and place.isdecimal():
        several = _named(section, key)
        return several[int(place) - 1 : int(place)] if int(place) else []
    return _named(section, words.strip())


def _named(section: Section, key: str) -> list[Row]:
    wanted, lines = key.casefold(), _lines(section)
    if wanted == TOTAL.casefold():
        return [row for row in lines if row.style is Style.TOTAL][-1:]
    identifying = [place for place, column in enumerate(section.columns) if column.identifies]
    keys = [column.key for column in section.columns]
    for place in dict.fromkeys([*identifying, *(keys.index(name) for name in _ALSO if name in keys)]):
        found = [row for row in lines if _is_named(section.columns[place], row.cells[place], wanted)]
        if found:
            return found
    return []


def _is_named(column: Column, cell: Cell, wanted: str) -> bool:
    if column.key == "rw" and isinstance(cell, str):
        return same_rw(cell, wanted)
    if isinstance(cell, str) and wanted in (cell.casefold().partition(" (")[0], cell.casefold().partition(":")[0]):
        return bool(wanted)
    return str(cell).casefold() == wanted if isinstance(cell, str | int | date) and cell != "" else False


def _key(section: Section, row: Row) -> str:
    """Return what a row is asked for by."""
    if row.style is Style.TOTAL:
        return TOTAL
    keys = [column.key for column in section.columns]
    for place, column in enumerate(section.columns):
        if column.identifies and column.kind is not Kind.DATE and row.cells[place] not in (None, ""):
            return str(row.cells[place])
    return str(row.cells[keys.index("bukti")]) if "bukti" in keys else str(row.cells[0])


def _figure(report: Report, section: Section, rows: Sequence[Row], key: str, name: str, usual: str) -> AskedFigure:
    column = _column(report, section, rows[0], key, name, usual)
    place = section.columns.index(column)
    told = [row for row in rows if row.cells[place] is not None]
    if not told:
        raise NotFoundError(
            f"kolom {column.key} pada baris {quoted(key)} kosong",
            f"Lihat barisnya: danabergulir laporan {report.period} --hanya {report.name}",
        )
    if len(told) == 1:
        return AskedFigure(key, column, told[0].cells[place], of_cell(column, told[0], place))
    amounts = [row.cells[place] for row in told]
    keys = [item.key for item in section.columns]
    if "bukti" in keys and column.kind is Kind.RUPIAH and len({row.cells[keys.index("bukti")] for row in told}) == 1:
        parts = [of_cell(column, row, place).named(row_name(row)) for row in told]
        whole = sum_of(f"Jumlah {key}", parts, formula="jumlah baris bukti itu")
        return AskedFigure(key, column, total([item for item in amounts if isinstance(item, Rupiah)]), whole)
    choices = ", ".join(f"{key}/{number}" for number, _ in enumerate(told, start=1))
    raise UsageError(f"ada {len(told)} baris {quoted(key)} dalam laporan {report.name}", f"Pilih salah satu: {choices}")


def _column(report: Report, section: Section, row: Row, key: str, name: str, usual: str) -> Column:
    figures_of = [column for column in section.columns if (column.is_figure or column.origin) and not column.identifies]
    numbers = [column for column in section.columns if column.is_figure or column.origin]
    wanted = name.strip().casefold()
    if wanted:
        found = next((column for column in numbers if wanted in (column.key, column.title.casefold())), None)
        if found is None:
            near = perhaps(name, [(column.key, column.key) for column in numbers])
            raise UsageError(
                f"laporan {report.name} tidak punya kolom angka {quoted(name)}",
                near or f"Pilih: {', '.join(column.key for column in numbers)}",
            )
        return found
    filled = [column for column in figures_of if row.cells[section.columns.index(column)] is not None]
    meant = [column for column in figures_of if column.key == usual] or filled
    if len(meant) == 1:
        return meant[0]
    if not meant:
        raise UsageError(
            f"baris {quoted(key)} dalam laporan {report.name} tidak punya angka",
            f"Lihat barisnya: danabergulir laporan {report.period} --hanya {report.name}",
        )
    raise UsageError(
        f"baris {quoted(key)} punya {len(meant)} angka",
        f"Pilih dengan --kolom: {', '.join(column.key for column in meant)}",
    )
