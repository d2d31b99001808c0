"""The monthly report and the arrears list: the books of a date, handed to the builders."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from danabergulir.dates import Month, format_form
from danabergulir.domain.books import Books
from danabergulir.domain.loan import same_rw
from danabergulir.errors import RefusedError
from danabergulir.ledger import registers, store
from danabergulir.ledger.loan_sums import loan_books_of
from danabergulir.reports.paper import MonthSet
from danabergulir.reports.portfolio import arrears_section
from danabergulir.reports.sheet import Report, Section


def monthly_books(path: Path, month: Month) -> Books:
    """Return the books of a month. Raises ``RefusedError`` for a month before the ledger was opened."""
    with store.reading(path) as session:
        opened_on = registers.opened_on(session)
        if month.last_on < opened_on:
            raise RefusedError(
                f"{month.long_name} sebelum saldo awal buku ({format_form(opened_on)})",
                f"Laporan pertama yang dapat dibuat: danabergulir laporan {Month.of(opened_on)}",
            )
        from danabergulir.ledger import reader  # noqa: PLC0415 - a month needs every reader, the arrears list two

        return reader.books(session, month)


def monthly_reports(path: Path, month: Month, names: Sequence[str] = ()) -> list[Report]:
    """Return the reports of a month, the named ones or all, in the catalog's order."""
    from danabergulir.reports import catalog  # noqa: PLC0415 - every builder there is, which only the set needs

    entries = [catalog.find(name) for name in names] or list(catalog.CATALOG)
    books = monthly_books(path, month)
    return [entry.builder(books) for entry in entries]


def monthly_set(path: Path, month: Month, names: Sequence[str] = ()) -> MonthSet:
    """Return what a month leaves in its folder: the named reports, or all of them with the papers that go along."""
    if names:
        return MonthSet(monthly_reports(path, month, names))
    return MonthSet(monthly_reports(path, month))


def arrears_list(path: Path, as_of: date, rw: str | None = None) -> Section:
    """Return the arrears list of a day, of one RW or of all."""
    with store.reading(path) as session:
        books = loan_books_of(session, as_of)
        policy = registers.policy(session, as_of)
    shown = [book for book in books if rw is None or same_rw(book.loan.ksm.rw, rw)]
    return arrears_section(shown, policy)
