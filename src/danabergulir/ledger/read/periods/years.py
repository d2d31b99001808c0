"""The year for the citizens' meeting: the books of its last month, of the year before, and the months between."""

from collections.abc import Iterable
from sqlite3 import Connection
from typing import Final

from danabergulir.dates import Month, Year
from danabergulir.domain.books import Books
from danabergulir.domain.closing import ClosingKind
from danabergulir.domain.fund.year import MoneyYear, MonthOfYear, ResultPart, YearBooks, YearResult
from danabergulir.domain.journal import Event
from danabergulir.domain.loans.book import LoanBook
from danabergulir.frozen import replace
from danabergulir.ledger.read import accounts, closings, registers
from danabergulir.ledger.read.answering.tridaya import sources
from danabergulir.ledger.read.books import books as month_books
from danabergulir.ledger.read.let_go import let_go
from danabergulir.ledger.read.loans import told_books
from danabergulir.ledger.read.periods.flows import money_moved
from danabergulir.ledger.read.periods.months import month_ends
from danabergulir.ledger.read.sql import rows
from danabergulir.money import Rupiah


def year_books(connection: Connection, year: Year, last: Month) -> YearBooks:
    """Return the picture of a year whose last month is ``last``: December, or the running one."""
    books = month_books(connection, last, payments=True)
    december = year.before.months[-1]
    before = month_books(connection, december, payments=True) if december.last_on >= books.opened_on else None
    lived = _lived(connection, books, year)
    lent = {book.loan.number: book.loan for book in lived}
    decided = tuple(let_go(connection, books.chart, lent, year.first_on, books.as_of))
    return YearBooks(
        year=year,
        books=replace(books, let_go=decided),
        before=before,
        months=tuple(_months(connection, books, year)),
        lived=lived,
        lived_before=_lived(connection, before, year.before) if before else (),
        money=money_moved(connection, books.chart, year.first_on, books.as_of),
        money_before=_money_before(connection, before, year.before),
        result=_result(connection, year),
        sources=tuple(sources(connection, books.as_of)),
    )


def _lived(connection: Connection, books: Books, year: Year) -> tuple[LoanBook, ...]:
    told, _ = told_books(connection, books.chart, books.policy, books.as_of, year.first_on, {})
    return told


def _months(connection: Connection, books: Books, year: Year) -> Iterable[MonthOfYear]:
    for end in month_ends(connection, books):
        if end.month in year.months:
            last_on = end.month.last_on
            yield MonthOfYear(
                end,
                replace(
                    books,
                    month=end.month,
                    as_of=last_on,
                    policy=registers.policy(connection, last_on),
                    figures=accounts.account_figures(connection, books.chart, end.month),
                    loans=end.loans,
                ),
            )


def _money_before(connection: Connection, before: Books | None, year: Year) -> MoneyYear | None:
    """Return the money of the year before; None where the ledger was opened with its last day."""
    if before is None or before.as_of <= before.opened_on:
        return None
    return money_moved(connection, before.chart, year.first_on, before.as_of)


_CLOSED: Final = """
    SELECT v.number, v.dated_on, v.memo, t.debit, t.credit, t.amount
    FROM voucher AS v JOIN transfer AS t ON t.voucher = v.sequence
    WHERE v.event = :year_close AND v.sequence > :after AND v.sequence <= :until AND v.reverses IS NULL
      AND NOT EXISTS (SELECT 1 FROM voucher WHERE reverses = v.number)
    ORDER BY v.sequence, t.id
"""


def _result(connection: Connection, year: Year) -> YearResult | None:
    """Return the result of a year as its close in force moved and divided it; None while there is none."""
    of_years = [item for item in closings.closings(connection) if item.kind is ClosingKind.YEAR]
    closed = next((item for item in of_years if item.period == str(year)), None)
    if closed is None:
        return None
    after = max((item.sequence for item in of_years if item.sequence < closed.sequence), default=0)
    moves = list(rows(connection, _CLOSED, year_close=Event.YEAR_CLOSE, after=after, until=closed.sequence))
    chart = registers.chart(connection, moves[0].dated_on if moves else year.last_on)
    result_codes = {account.code for account in chart.accounts if account.account_class.is_result}
    shared = [row for row in moves if row.debit not in result_codes and row.credit not in result_codes]
    gained = sum(row.amount for row in moves if row.debit in result_codes)
    lost = sum(row.amount for row in moves if row.credit in result_codes)
    # the names that the meeting gave the parts stand in the memo only; a part of nil has moved nothing
    names = shared[0].memo.partition(": ")[2].split(", ") if shared else []
    named = len(names) == len(shared)
    return YearResult(
        profit=Rupiah(gained - lost),
        parts=tuple(
            ResultPart(names[at] if named else chart[row.credit].name, chart[row.credit], Rupiah(row.amount))
            for at, row in enumerate(shared)
        ),
        dated_on=moves[0].dated_on if moves else None,
        vouchers=tuple(dict.fromkeys(row.number for row in moves)),
        head=closed.head,
    )
