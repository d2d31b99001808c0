"""The reports of a year, and the set for the citizens' meeting: the books of its months, handed to the builders."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from danabergulir.dates import END_OF_TIME, Month, Year, format_form
from danabergulir.domain.fund.year import YearBooks
from danabergulir.errors import RefusedError
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.periods.years import year_books
from danabergulir.reports.model.paper import MonthSet
from danabergulir.reports.model.sheet import Report
from danabergulir.reports.papers.meeting_minutes import meeting_minutes
from danabergulir.reports.papers.year_cover import year_charts, year_cover
from danabergulir.reports.year import catalog


def yearly_books(path: Path, year: Year, *, today: date = END_OF_TIME) -> YearBooks:
    """Return the picture of a year as of its last day; as of the running month where ``today`` is no later than that.

    Raises ``RefusedError`` for a year before the ledger was opened.
    """
    with store.reading(path) as connection:
        return year_books_of(connection, year, today=today)


def year_books_of(connection: store.Connection, year: Year, *, today: date) -> YearBooks:
    """Return the picture of a year as ``yearly_books``, from an open ledger. Raises ``RefusedError``."""
    opened_on = registers.opened_on(connection)
    if year.last_on < opened_on:
        raise RefusedError(
            f"tahun {year} sebelum saldo awal buku ({format_form(opened_on)})",
            f"Laporan tahun pertama yang dapat dibuat: danabergulir laporan {opened_on.year}",
        )
    first = max(year.months[0], Month.of(opened_on))
    last = max(first, min(year.months[-1], Month.of(today)))
    found = year_books(connection, year, last)
    return replace(found, books=replace(found.books, is_over=last.last_on < today))


def yearly_reports(path: Path, year: Year, names: Sequence[str] = (), *, today: date = END_OF_TIME) -> list[Report]:
    """Return the reports of a year, the named ones or all, in the catalog's order."""
    entries = [catalog.find(name) for name in names] or list(catalog.CATALOG)
    books = yearly_books(path, year, today=today)
    return [entry.report(books) for entry in entries]


def yearly_set(
    path: Path, year: Year, names: Sequence[str] = (), *, on_paper: bool = True, today: date = END_OF_TIME
) -> MonthSet:
    """Return what a year leaves in its folder: the named reports, or all, ``on_paper`` with what goes along.

    That is the cover, the charts of its months, and the minutes of the citizens' meeting to be filled in.
    """
    entries = [catalog.find(name) for name in names] or list(catalog.CATALOG)
    books = yearly_books(path, year, today=today)
    reports = [entry.report(books) for entry in entries]
    if names or not on_paper:
        return MonthSet(reports)
    return MonthSet(reports, year_cover(books, reports), year_charts(books), (meeting_minutes(books),))
