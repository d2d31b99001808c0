"""The monthly report and the arrears list: the books of a date, handed to the builders."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from danabergulir.dates import Month, format_form
from danabergulir.domain.books import Books
from danabergulir.domain.loan import same_rw
from danabergulir.domain.punctuality import day_before_year
from danabergulir.errors import RefusedError
from danabergulir.ledger import registers, store
from danabergulir.ledger.loan_sums import loan_books_of
from danabergulir.reports.paper import MonthSet
from danabergulir.reports.portfolio import arrears_section
from danabergulir.reports.sheet import Report, Section


def monthly_books(path: Path, month: Month, *, payments: bool = True, loans: bool = True) -> Books:
    """Return the books of a month; what only reports on loans or on paying on time need may be left unread.

    Raises ``RefusedError`` for a month before the ledger was opened.
    """
    with store.reading(path) as session:
        return _books(session, month, payments=payments, loans=loans)


def _books(session: store.Session, month: Month, *, payments: bool = True, loans: bool = True) -> Books:
    opened_on = registers.opened_on(session)
    if month.last_on < opened_on:
        raise RefusedError(
            f"{month.long_name} sebelum saldo awal buku ({format_form(opened_on)})",
            f"Laporan pertama yang dapat dibuat: danabergulir laporan {Month.of(opened_on)}",
        )
    from danabergulir.ledger import punctuality, reader  # noqa: PLC0415 - the arrears list needs few readers

    books = reader.books(session, month, None if loans else ())
    if not payments:
        return books
    since = day_before_year(books.as_of, opened_on)
    return replace(books, payments=punctuality.payment_records(session, books.chart, since, books.as_of))


def monthly_reports(path: Path, month: Month, names: Sequence[str] = ()) -> list[Report]:
    """Return the reports of a month, the named ones or all, in the catalog's order."""
    from danabergulir.reports import catalog  # noqa: PLC0415 - every builder there is, which only the set needs

    entries = [catalog.find(name) for name in names] or list(catalog.CATALOG)
    books = monthly_books(
        path,
        month,
        payments=any(entry.reads_payments for entry in entries),
        loans=any(entry.reads_loans for entry in entries),
    )
    return [entry.builder(books) for entry in entries]


def monthly_set(path: Path, month: Month, names: Sequence[str] = (), *, on_paper: bool = True) -> MonthSet:
    """Return what a month leaves in its folder: the named reports, or all, ``on_paper`` with what goes along."""
    if names or not on_paper:
        return MonthSet(monthly_reports(path, month, names))
    from danabergulir.operations import sanction_letters  # noqa: PLC0415 - letters and every builder, for the set only
    from danabergulir.operations.letter_templates import own_folder  # noqa: PLC0415
    from danabergulir.operations.looking_back import cover_and_board  # noqa: PLC0415
    from danabergulir.reports import catalog  # noqa: PLC0415
    from danabergulir.reports.papers.forwarding_letter import forwarding_letter  # noqa: PLC0415

    # One picture of the ledger for all of them: whoever records something meanwhile is in none.
    with store.reading(path) as session:
        books = _books(session, month)
        reports = [entry.builder(books) for entry in catalog.CATALOG]
        cover, board = cover_and_board(session, books, reports)
        letters = sanction_letters.drafts(session, books, own_folder(path, None))
    return MonthSet(reports, cover, (forwarding_letter(books, reports), board, *letters))


def arrears_list(path: Path, as_of: date, rw: str | None = None) -> Section:
    """Return the arrears list of a day, of one RW or of all."""
    with store.reading(path) as session:
        books = loan_books_of(session, as_of)
        policy = registers.policy(session, as_of)
    shown = [book for book in books if rw is None or same_rw(book.loan.ksm.rw, rw)]
    return arrears_section(shown, policy)
