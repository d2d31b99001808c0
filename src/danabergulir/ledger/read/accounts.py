"""Sums of the journal by account, made by SQL."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from sqlite3 import Connection
from typing import Final

from danabergulir.dates import Month
from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.closing import closes_own_year
from danabergulir.domain.entries import STILL, AccountFigures, Movement
from danabergulir.domain.journal import AccountLine, Component, Event, VoucherKind
from danabergulir.frozen import replace
from danabergulir.ledger.read.sql import rows, value
from danabergulir.ledger.read.vouchers import TOLD_BY, wrong_way
from danabergulir.money import NIL, Rupiah

_MOVED: Final = """
    SELECT debit, credit,
           sum(amount) AS to_date,
           coalesce(sum(amount) FILTER (WHERE dated_on >= :year_first), 0) AS in_year,
           coalesce(sum(amount) FILTER (WHERE dated_on >= :first), 0) AS in_month
    FROM transfer WHERE dated_on <= :last GROUP BY debit, credit
"""
_CARRYING: Final = f"""
    SELECT v.event, t.debit, t.credit, t.dated_on, sum(t.amount) AS amount
    FROM voucher AS v JOIN transfer AS t ON t.voucher = v.sequence
    WHERE v.event IN ('{Event.OPENING}', '{Event.YEAR_CLOSE}') AND t.dated_on <= :last
    GROUP BY v.event, t.debit, t.credit, t.dated_on
"""  # noqa: S608 - the words of an enumeration
"""The few transfers of opening balances and year closes; named outright, for an index has these two alone."""


def account_figures(connection: Connection, chart: Chart, month: Month) -> tuple[AccountFigures, ...]:
    """Return every account's movements up to the end of ``month``, by stretch of time.

    A correction moves no more than the receipt would have with the right parts.
    """
    year_first, first, last = month.year_first_on, month.first_on, month.last_on
    sums = _Sums(chart)
    for row in rows(connection, _MOVED, year_first=year_first, first=first, last=last):
        sums.add("before_year", row.debit, row.credit, row.to_date - row.in_year)
        sums.add("year_before_month", row.debit, row.credit, row.in_year - row.in_month)
        sums.add("month", row.debit, row.credit, row.in_month)
    for event, debit, credit, dated_on, amount in rows(connection, _CARRYING, last=last):
        sums.add(_by_date(dated_on, month), debit, credit, -amount)
        sums.add(stretch_of(event, dated_on, month), debit, credit, amount)
    for move in wrong_way(connection, last):
        stretch = _by_date(move.dated_on, month)
        sums.add(stretch, move.debit, move.credit, -move.amount)
        sums.add(stretch, move.credit, move.debit, -move.amount)
    return sums.figures()


def _by_date(dated_on: date, month: Month) -> str:
    if dated_on < month.year_first_on:
        return "before_year"
    return "month" if dated_on >= month.first_on else "year_before_month"


def stretch_of(event: str, dated_on: date, month: Month) -> str:
    """Return in which stretch of ``AccountFigures`` an entry counts.

    Opening balances are carried forward, never moved in the month; the entries of a year's close are kept apart.
    """
    by_date = _by_date(dated_on, month)
    if event == Event.OPENING:
        return "year_before_month" if by_date == "month" else by_date
    if event != Event.YEAR_CLOSE:
        return by_date
    if by_date != "month":
        return "closing_before"
    return "closing_own" if closes_own_year(dated_on) else "closing_month"


class _Sums:
    """Debits and credits by account and stretch, while they are gathered."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self._sums: dict[tuple[str, str], tuple[int, int]] = {}

    def add(self, stretch: str, debit: str, credit: str, amount: int) -> None:
        for account, as_debit, as_credit in ((debit, amount, 0), (credit, 0, amount)):
            known_debit, known_credit = self._sums.get((account, stretch), (0, 0))
            self._sums[account, stretch] = (known_debit + as_debit, known_credit + as_credit)

    def figures(self) -> tuple[AccountFigures, ...]:
        stretches = ("before_year", "year_before_month", "month", "closing_before", "closing_month", "closing_own")
        return tuple(
            AccountFigures(
                account,
                *(
                    Movement(*self._sums[account.code, stretch]) if (account.code, stretch) in self._sums else STILL
                    for stretch in stretches
                ),
            )
            for account in self._chart.accounts
        )


_BALANCE: Final = """
    SELECT coalesce((SELECT sum(amount) FROM transfer WHERE debit = :code AND dated_on <= :day), 0)
         - coalesce((SELECT sum(amount) FROM transfer WHERE credit = :code AND dated_on <= :day), 0)
"""


def balance(connection: Connection, code: str, as_of: date) -> Rupiah:
    """Return one account's balance at the end of ``as_of``, debit positive."""
    return Rupiah(value(connection, _BALANCE, code=code, day=as_of))


_HIGHEST: Final = """
    WITH moved AS (
        SELECT dated_on, amount FROM transfer WHERE debit = :code
        UNION ALL SELECT dated_on, -amount FROM transfer WHERE credit = :code
        UNION ALL SELECT :day, 0
    ), daily AS (SELECT max(dated_on, :day) AS day, sum(amount) AS amount FROM moved GROUP BY 1)
    SELECT max(balance) FROM (SELECT sum(amount) OVER (ORDER BY day) AS balance FROM daily)
"""


def highest_from(connection: Connection, code: str, day: date) -> Rupiah:
    """Return the highest balance of one account at the end of ``day`` and of every later one, debit positive."""
    return Rupiah(value(connection, _HIGHEST, code=code, day=day))


def has_postings(connection: Connection, code: str) -> bool:
    """Return whether anything was ever booked on the account."""
    statement = "SELECT 1 FROM transfer WHERE debit = :code OR credit = :code LIMIT 1"
    return value(connection, statement, code=code) is not None


def control_total(connection: Connection, chart: Chart, as_of: date) -> Rupiah | None:
    """Return what the opening balances say of all loans together, in rupiah; None while they say nothing."""
    (receivable,) = chart.all_with(Role.RECEIVABLE)
    statement = """
        SELECT sum(amount) FROM transfer
        WHERE component = :opening AND debit = :receivable AND loan IS NULL AND dated_on <= :day
    """
    amount = value(connection, statement, opening=Component.OPENING, receivable=receivable.code, day=as_of)
    return None if amount is None else Rupiah(amount)


_UNTOLD: Final = """
    SELECT count(*) AS lines,
           coalesce(sum(amount) FILTER (WHERE debit = :receivable), 0)
           - coalesce(sum(amount) FILTER (WHERE credit = :receivable), 0) AS amount
    FROM transfer WHERE component = :opening AND loan IS NULL
"""


def untold_receivable(connection: Connection, chart: Chart) -> Rupiah | None:
    """Return what the opening balances hold on the receivable beside the loan cards; None before they are imported."""
    receivable = chart.with_role(Role.RECEIVABLE).code
    ((lines, amount),) = rows(connection, _UNTOLD, receivable=receivable, opening=Component.OPENING)
    return Rupiah(amount) if lines else None


_LINES: Final = f"""
    SELECT t.dated_on, told.number, told.memo, v.corrects, t.debit, t.credit, t.amount
    FROM transfer AS t JOIN voucher AS v ON t.voucher = v.sequence JOIN voucher AS told ON told.sequence = {TOLD_BY}
    WHERE (t.debit = :code OR t.credit = :code) AND t.dated_on BETWEEN :first AND :last AND v.kind <> :opening
    ORDER BY t.dated_on, told.sequence, t.id
"""  # noqa: S608 - our own words


def account_lines(connection: Connection, code: str, first: date, last: date) -> list[AccountLine]:
    """Return one account's transfers from ``first`` to ``last``, oldest first, opening balances left out.

    A correction of the same day is merged into the voucher that it corrects.
    """
    moves = rows(connection, _LINES, code=code, first=first, last=last, opening=VoucherKind.OPENING)
    found: list[AccountLine] = []
    for number, of_voucher in groupby(moves, key=lambda row: row.number):
        told = list(of_voucher)
        lines = [
            AccountLine(row.dated_on, number, row.memo, row.credit, Rupiah(row.amount), NIL)
            if row.debit == code
            else AccountLine(row.dated_on, number, row.memo, row.debit, NIL, Rupiah(row.amount))
            for row in told
        ]
        found += _merged(lines) if any(row.corrects == number for row in told) else lines
    return found


def _merged(lines: Iterable[AccountLine]) -> Iterator[AccountLine]:
    """Yield a line for each account opposite, with what its lines come to."""
    sums: dict[str, AccountLine] = {}
    for line in lines:
        known = sums.get(line.opposite, replace(line, debit=NIL, credit=NIL))
        moved = known.debit - known.credit + line.debit - line.credit
        sums[line.opposite] = replace(known, debit=max(moved, NIL), credit=max(-moved, NIL))
    return (line for line in sums.values() if line.debit or line.credit)
