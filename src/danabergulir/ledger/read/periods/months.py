"""The last twelve month ends: the loans as they stood on each, and the money that moved in each month."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from operator import itemgetter
from sqlite3 import Connection
from typing import Final

from danabergulir.dates import Month, months_through
from danabergulir.domain.books import Books
from danabergulir.domain.fund.history import MONTHS_LOOKED_BACK, MonthEnd
from danabergulir.domain.journal import Component, VoucherKind
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.schedule import Agreement
from danabergulir.domain.loans.terms import Loan
from danabergulir.domain.policy.rules import Policy
from danabergulir.ledger.read import agreements, registers
from danabergulir.ledger.read.loan_moves import OF_PRINCIPAL, RECEIVED, own
from danabergulir.ledger.read.loans import LoanFigures, figures_of, loan_book
from danabergulir.money import NIL, Rupiah, total

_MOVES: Final = f"""
    SELECT loan,
           CASE WHEN dated_on < :first OR component = '{Component.OPENING}' THEN '' ELSE substr(dated_on, 1, 7) END,
           component, sum({RECEIVED})
    FROM transfer
    WHERE dated_on <= :last AND loan IN (
        SELECT loan FROM transfer
        WHERE loan IS NOT NULL AND dated_on < :first
          AND component IN {OF_PRINCIPAL}
        GROUP BY loan HAVING sum({RECEIVED}) <> 0
        UNION SELECT loan FROM transfer WHERE loan IS NOT NULL AND dated_on BETWEEN :first AND :last
    )
    GROUP BY 1, 2, 3 ORDER BY 1, 2
"""  # noqa: S608 - our own words
"""Of each loan that had a balance before the first month or moved since: its sums before it, then month by month."""
_MONEY: Final = """
    SELECT substr(v.dated_on, 1, 7), v.kind, sum(t.amount)
    FROM voucher AS v JOIN transfer AS t ON t.voucher = v.sequence
    WHERE v.dated_on BETWEEN :first AND :last AND v.kind IN (:receipt, :payment)
    AND NOT EXISTS (SELECT 1 FROM voucher AS back WHERE back.reverses = v.number AND back.dated_on <= :last)
    GROUP BY 1, 2
"""
"""A voucher that was taken back brought no money and took none away."""


def month_ends(connection: Connection, books: Books) -> tuple[MonthEnd, ...]:
    """Return the month of ``books`` and the eleven before it, oldest first; none from before the ledger was opened."""
    first = max(books.month.shifted(1 - MONTHS_LOOKED_BACK), Month.of(books.opened_on))
    months = tuple(months_through(first, books.month))
    money = _money(connection, first, books.month)
    standing = _figures(connection, books, months)
    newest = agreements.in_force(connection, standing, books.as_of)
    changed = {number for number, agreement in newest.items() if agreement.version > 1}
    known = {loan.number: loan for loan in registers.loans_numbered(connection, standing, books.as_of)}
    ends = []
    for at, month in enumerate(months, start=1):
        last_on = month.last_on
        policy = registers.policy(connection, last_on)
        in_force = newest | agreements.in_force(connection, changed, last_on)
        figures = {number: (of_loan[at], of_loan[at - 1]) for number, of_loan in standing.items()}
        ends.append(
            MonthEnd(
                month,
                books.open_loans
                if month == books.month
                else tuple(_open_loans(known, figures, in_force, last_on, policy)),
                total([now.received.principal - before.received.principal for now, before in figures.values()]),
                money.get((str(month), VoucherKind.RECEIPT.value), NIL),
                money.get((str(month), VoucherKind.PAYMENT.value), NIL),
            )
        )
    return tuple(ends)


def _money(connection: Connection, first: Month, last: Month) -> dict[tuple[str, str], Rupiah]:
    """Return what the receipts and the payments of each month come to."""
    bounds = {
        "first": first.first_on.isoformat(),
        "last": last.last_on.isoformat(),
        "receipt": VoucherKind.RECEIPT.value,
        "payment": VoucherKind.PAYMENT.value,
    }
    return {(month, kind): Rupiah(amount) for month, kind, amount in connection.execute(_MONEY, bounds)}


def _figures(connection: Connection, books: Books, months: tuple[Month, ...]) -> dict[str, tuple[LoanFigures, ...]]:
    """Return of each loan that lived in these months its figures before them, then at the end of each."""
    bounds = {"first": months[0].first_on.isoformat(), "last": months[-1].last_on.isoformat(), "own": own(books.chart)}
    names = ["", *map(str, months)]
    found = {}
    for loan, moves in groupby(connection.execute(_MOVES, bounds), itemgetter(0)):
        sums: dict[str, int] = {}
        by_month = {name: list(some) for name, some in groupby(moves, itemgetter(1))}
        standing: list[LoanFigures] = []
        for name in names:
            for _, _, component, amount in by_month.get(name, ()):
                sums[component] = sums.get(component, 0) + amount
            standing.append(figures_of(sums) if name in by_month or not standing else standing[-1])
        found[loan] = tuple(standing)
    return found


def _open_loans(
    known: Mapping[str, Loan],
    figures: Mapping[str, tuple[LoanFigures, LoanFigures]],
    in_force: Mapping[str, Agreement],
    as_of: date,
    policy: Policy,
) -> Iterable[LoanBook]:
    """Yield the loans with a balance at the end of a day, in the order of their numbers."""
    for number, (now, before) in figures.items():
        if now.outstanding > NIL:
            yield loan_book(known[number], in_force.get(number), now, before, as_of=as_of, policy=policy)
