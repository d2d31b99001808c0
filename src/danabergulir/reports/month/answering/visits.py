"""Who looks after each RW: its head, and the visits of the month to its KSM, late or not."""

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Final

from danabergulir.dates import Month
from danabergulir.domain.answering import Visit
from danabergulir.domain.books import Books
from danabergulir.domain.dunning.sanctions import EventKind
from danabergulir.domain.fund.by_rw import RwFigures
from danabergulir.reports import origins
from danabergulir.reports.model.sheet import Column, Kind, Section, rows_of
from danabergulir.reports.model.table import count

_VISITS: Final = (
    Column("tanggal", "Tanggal", Kind.DATE, identifies=True, of=lambda visit: visit.dated_on),
    Column("rw", "RW", identifies=True, of=lambda visit: visit.ksm.rw),
    Column("ksm", "KSM", identifies=True, of=lambda visit: visit.ksm.name),
    Column("oleh", "Oleh", of=lambda visit: visit.visitor),
    Column("keterangan", "Keterangan", of=lambda visit: visit.text),
)


def care_columns(figures: Iterable[RwFigures], books: Books) -> tuple[Column, ...]:
    """Return the columns that name the head of each RW and count its visits; none that would be empty."""
    heads, visits = books.rw_heads, books.once(month_visits)
    columns = []
    if any(item.rw in heads for item in figures):
        head = Column("ketua_rw", "Ketua RW", of=lambda line: heads[line.rw].name if line.rw in heads else "")
        columns.append(head)
    if visits:
        visited = count(
            "kunjungan",
            "Kunjungan",
            of=lambda line: len(_to(line, visits)),
            origin=lambda line: origins.rw.visited(_to(line, visits)),
        )
        columns.append(visited)
    return tuple(columns)


def _to(line: RwFigures, visits: Sequence[Visit]) -> list[Visit]:
    """Return the visits to an RW; all of them for the line of the whole."""
    whole = line.rw == WHOLE
    return [visit for visit in visits if whole or visit.ksm.rw == line.rw]


WHOLE: Final = "JUMLAH"
"""The name of the line that sums all RW."""


def visits_table(books: Books) -> tuple[Section, ...]:
    """Return the visits of the month; none where nobody was visited."""
    rows = rows_of(_VISITS, books.once(month_visits))
    return (Section(_VISITS, rows, title="Kunjungan Bulan Ini"),) if rows else ()


def month_visits(books: Books) -> list[Visit]:
    """Return the visits of the month, those about a late loan among them, by day."""
    found = [*books.answered_for.visits, *_about_letters(books)]
    return sorted(found, key=attrgetter("dated_on"))


def _about_letters(books: Books) -> Iterator[Visit]:
    found = [
        (file.loan, event)
        for file in books.sanctions
        for event in file.events
        if event.kind is EventKind.VISIT and Month.of(event.dated_on) == books.month
    ]
    visited = {loan for loan, _ in found}
    groups = {entry.number: entry.ksm for entry in books.register if entry.number in visited}
    return (Visit(event.dated_on, groups[loan], "", event.text) for loan, event in found if loan in groups)
