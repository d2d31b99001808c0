"""The KSM that are stuck at the end of a year, RW by RW: why, and what was done about it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import partial
from typing import Final, NamedTuple

from danabergulir.dates import format_form
from danabergulir.domain.dunning.sanctions import EventKind, SanctionFile
from danabergulir.domain.fund.year import YearBooks
from danabergulir.frozen import replace
from danabergulir.money import NIL, format_rupiah
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.origin_of import of_cell
from danabergulir.reports.model.sheet import Cell, Column, Row, Section, Style, rows_of
from danabergulir.reports.model.table import row_under
from danabergulir.reports.month.portfolio import arrears_section
from danabergulir.reports.origins.figure import Figure

_FOLLOWED_UP: Final = {
    EventKind.VISIT: "kunjungan",
    EventKind.PART_PAYMENT: "kali mengaku bayar sebagian",
    EventKind.NOTE: "catatan",
}


class _StuckLine(NamedTuple):
    """A row of the arrears list with what is on file about its loan."""

    row: Row
    cause: str
    done: str


_ON_FILE: Final = (
    Column("sebab", "Sebab", of=lambda line: line.cause),
    Column("tindakan", "Yang Sudah Dilakukan", of=lambda line: line.done),
)


def stuck_groups(year: YearBooks) -> Content:
    """Return the arrears list of the last day by RW, with the cause and what was done for each loan."""
    books = year.books
    found = arrears_section(books.loans, books.policy)
    keys = [column.key for column in found.columns]
    known = [
        replace(column, of=partial(_cell, at), origin=partial(_told, column, at))
        for at, column in enumerate(found.columns)
    ]
    told = keys.index("kelas") + 1
    columns = (*known[:told], *_ON_FILE, *known[told:])
    by_rw: defaultdict[str, list[_StuckLine]] = defaultdict(list)
    for row in found.data:
        cells = dict(zip(keys, row.cells, strict=True))
        by_rw[str(cells["rw"])].append(_line(row, books.sanction_files.get(str(cells["pinjaman"])), year))
    rows = [row for rw in sorted(by_rw) for row in _of_rw(columns, rw, by_rw[rw], year)]
    totals = [_StuckLine(row, "", "") for row in found.rows if row.style is Style.TOTAL]
    return Content(
        Section(
            columns,
            (*rows, *rows_of(columns, totals, Style.TOTAL)),
            notes=(*found.notes, "Sebab = yang terakhir dicatat untuk pinjaman itu."),
            empty_note=found.empty_note,
        )
    )


def _cell(at: int, line: _StuckLine) -> Cell:
    return line.row.cells[at]


def _told(column: Column, at: int, line: _StuckLine) -> Figure:
    return of_cell(column, line.row, at)


def _line(row: Row, file: SanctionFile | None, year: YearBooks) -> _StuckLine:
    if file is None:
        return _StuckLine(row, "belum dicatat", "belum ada")
    cause = file.cause(year.books.as_of)
    return _StuckLine(
        row,
        cause.value.replace("-", " ") if cause else "belum dicatat",
        "; ".join(_done(file, year)) or "belum ada",
    )


def _of_rw(columns: tuple[Column, ...], rw: str, lines: list[_StuckLine], year: YearBooks) -> tuple[Row, ...]:
    head = year.books.rw_heads.get(rw)
    words = f"RW {rw}{f' (Ketua RW: {head.name})' if head else ''}"
    return (row_under(columns, {columns[0].key: words}, Style.HEADING), *rows_of(columns, lines))


def _done(file: SanctionFile, year: YearBooks) -> Iterator[str]:
    """Yield the letters, the follow-up and the newest promise that are on file by the last day."""
    as_of = year.books.as_of
    letters = [item for item in file.standings(as_of) if not item.unfounded]
    if letters:
        last = letters[-1]
        yield (
            f"{len(letters)} surat, terakhir {last.sanction.name} {format_form(last.sanction.dated_on)} "
            f"({last.state.value})"
        )
    events = [item for item in file.events if item.dated_on <= as_of]
    counts = Counter(item.kind for item in events)
    for kind, words in _FOLLOWED_UP.items():
        if counts[kind]:
            last_on = max(item.dated_on for item in events if item.kind is kind)
            yield f"{counts[kind]} {words}, terakhir {format_form(last_on)}"
    promise = file.promise(as_of)
    if promise:
        paid = f"baru dibayar {format_rupiah(promise.paid)}" if promise.paid > NIL else "belum dibayar"
        kept = "ditepati" if promise.paid >= promise.amount else paid
        yield f"janji {format_form(promise.promised_on)} {format_rupiah(promise.amount)}, {kept}"
