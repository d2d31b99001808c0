"""The monthly report and the arrears list: the books of a date, handed to the builders."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from danabergulir.dates import END_OF_TIME, Month, format_form
from danabergulir.domain.books import Books
from danabergulir.domain.entries import AccountFigures
from danabergulir.domain.fund.history import MonthEnd
from danabergulir.domain.fund.measures import measured
from danabergulir.domain.groups import same_rw
from danabergulir.domain.loans.book import Scope
from danabergulir.domain.loans.indicators import Indicator
from danabergulir.domain.policy.rules import Policy
from danabergulir.errors import RefusedError
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import accounts, registers
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.ledger.read.periods.months import month_ends
from danabergulir.operations.witness.receipts import board_line
from danabergulir.reports.model.paper import MonthSet, Paper
from danabergulir.reports.model.sheet import Report, Section
from danabergulir.reports.month.portfolio import arrears_section
from danabergulir.reports.papers.charts import rw_charts
from danabergulir.reports.papers.cover import cover
from danabergulir.reports.papers.notice_board import notice_board


def monthly_books(
    path: Path, month: Month, *, payments: bool = True, scope: Scope = Scope.ALL, today: date = END_OF_TIME
) -> Books:
    """Return the books of a month; what only reports on loans or on paying on time need may be left unread.

    They say that a month is not over that ends on ``today`` or later. Raises ``RefusedError`` for a month before the
    ledger was opened.
    """
    with store.reading(path) as connection:
        return books_of(connection, month, payments=payments, scope=scope, today=today)


def books_of(
    connection: store.Connection, month: Month, *, today: date, payments: bool = True, scope: Scope = Scope.ALL
) -> Books:
    """Return the books of a month as ``monthly_books``, from an open ledger. Raises ``RefusedError``."""
    check_opened(connection, month)
    from danabergulir.ledger.read.books import books as read_books  # noqa: PLC0415 - the arrears list needs few readers

    return replace(read_books(connection, month, scope, payments=payments), is_over=month.last_on < today)


def check_opened(connection: store.Connection, month: Month) -> None:
    """Raise ``RefusedError`` for a month before the ledger was opened."""
    opened_on = registers.opened_on(connection)
    if month.last_on < opened_on:
        raise RefusedError(
            f"{month.long_name} sebelum saldo awal buku ({format_form(opened_on)})",
            f"Laporan pertama yang dapat dibuat: danabergulir laporan {Month.of(opened_on)}",
        )


def monthly_reports(path: Path, month: Month, names: Sequence[str] = (), *, today: date = END_OF_TIME) -> list[Report]:
    """Return the reports of a month, the named ones or all, in the catalog's order."""
    from danabergulir.reports.month import catalog  # noqa: PLC0415 - every builder there is, which only the set needs

    entries = [catalog.find(name) for name in names] or list(catalog.CATALOG)
    books = monthly_books(
        path,
        month,
        payments=any(entry.reads_payments for entry in entries),
        scope=max(entry.scope for entry in entries),
        today=today,
    )
    return [entry.report(books) for entry in entries]


def monthly_set(
    path: Path, month: Month, names: Sequence[str] = (), *, on_paper: bool = True, today: date = END_OF_TIME
) -> MonthSet:
    """Return what a month leaves in its folder: the named reports, or all, ``on_paper`` with what goes along."""
    if names or not on_paper:
        return MonthSet(monthly_reports(path, month, names, today=today))
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - threads, letters and every builder, for the set only

    # One picture of the ledger for all of them: whoever records something meanwhile is in none.
    with store.reading(path) as connection, ThreadPoolExecutor(max_workers=1) as beside:
        check_opened(connection, month)
        # a second of work for 4,700 receipts; as long as this connection reads, nobody can write in between
        line = beside.submit(board_line, path, month)
        from danabergulir.operations.dunning import letters as sanction_letters  # noqa: PLC0415
        from danabergulir.reports.month import catalog  # noqa: PLC0415
        from danabergulir.reports.papers.forwarding_letter import forwarding_letter  # noqa: PLC0415

        books = books_of(connection, month, today=today)
        reports = [entry.report(books) for entry in catalog.CATALOG]
        letters = sanction_letters.drafts(connection, books, sanction_letters.own_folder(path, None))
        cover, charts, board = front_and_board(connection, books, reports, line.result)
    return MonthSet(reports, cover, charts, (forwarding_letter(books, reports), board, *letters))


def arrears_list(path: Path, as_of: date, rw: str | None = None) -> Section:
    """Return the arrears list of a day, of one RW or of all."""
    with store.reading(path) as connection:
        books = loan_books_of(connection, as_of, scope=Scope.LIVING)
        policy = registers.policy(connection, as_of)
    shown = [book for book in books if rw is None or same_rw(book.loan.ksm.rw, rw)]
    return arrears_section(shown, policy)


def front_and_board(
    connection: store.Connection, books: Books, reports: Sequence[Report], witness: Callable[[], str] = str
) -> tuple[Paper, Paper | None, Paper]:
    """Return the cover of a month's ``reports``, the charts of its RW, and the sheet for the notice board.

    ``witness`` returns what ``board_line`` says; it is asked last.
    """
    before = books.month.shifted(-1)
    months = month_ends(connection, books)
    policy = registers.policy(connection, before.last_on)
    figures = accounts.account_figures(connection, books.chart, before)
    earlier = _indicators_before(books, months, policy, figures)
    front, charts = cover(books, months, reports, earlier), rw_charts(books, months)
    return front, charts, notice_board(books, months, witness())


def _indicators_before(
    books: Books, months: Sequence[MonthEnd], policy: Policy, figures: tuple[AccountFigures, ...]
) -> tuple[Indicator, ...]:
    """Return the indicators at the end of the month before; none for the first month of a ledger."""
    if len(months) == 1:
        return ()
    earlier = months[-2]
    # as much of the books of that month as the indicators look at
    return measured(
        replace(
            books,
            month=earlier.month,
            as_of=earlier.month.last_on,
            policy=policy,
            figures=figures,
            loans=earlier.loans,
        )
    )
