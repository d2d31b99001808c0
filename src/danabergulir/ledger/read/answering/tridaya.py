"""The funds for social aid and neighbourhood works with their activities, and the sources of the capital."""

from datetime import date
from sqlite3 import Connection
from typing import Final

from danabergulir.domain.accounts import Chart
from danabergulir.domain.tridaya import (
    ROLE_OF,
    Activity,
    ActivityKept,
    Fund,
    FundKept,
    FundMove,
    FundSource,
    SourceKind,
    Tridaya,
)
from danabergulir.ledger.read.sql import one, rows
from danabergulir.money import Rupiah

_MOVES: Final = """
    SELECT v.dated_on, v.number, v.memo, sum(iif(t.credit = :code, t.amount, -t.amount)) AS amount,
        coalesce(p.activity, '') AS activity, coalesce(v.reverses, '') AS takes_back
    FROM transfer AS t JOIN voucher AS v ON v.sequence = t.voucher
    LEFT JOIN voucher AS wrong ON wrong.number = v.reverses
    LEFT JOIN activity_payment AS p ON p.voucher = coalesce(wrong.sequence, v.sequence)
    WHERE (t.credit = :code OR t.debit = :code) AND t.dated_on <= :day
    GROUP BY v.sequence HAVING amount <> 0 ORDER BY v.dated_on, v.sequence
"""
"""What each voucher moved; what takes one back is for the activity of that one."""
_NEWEST: Final = """
    SELECT *, (SELECT min(dated_on) FROM {table} WHERE number = t.number) AS since_on FROM {table} AS t
    WHERE id IN (SELECT max(id) FROM {table} WHERE dated_on <= :day GROUP BY number) ORDER BY number
"""
"""Versions are dated in the order in which they are recorded."""


def tridaya(connection: Connection, chart: Chart, as_of: date) -> Tridaya:
    """Return both funds and their activities as they stood on a day."""
    funds = tuple(
        FundKept(fund, account, fund_moves(connection, account.code, as_of))
        for fund in Fund
        for account in chart.all_with(ROLE_OF[fund])
    )
    paid = [move for fund in funds for move in fund.paid_out]
    return Tridaya(
        funds,
        tuple(
            ActivityKept(item, tuple(move for move in paid if move.activity == item.number))
            for item in activities(connection, as_of)
        ),
    )


def fund_moves(connection: Connection, code: str, as_of: date) -> tuple[FundMove, ...]:
    """Return what moved the account of a fund up to a day, oldest first."""
    return tuple(FundMove(*row) for row in rows(connection, _MOVES, code=code, day=as_of))


def activities(connection: Connection, as_of: date) -> list[Activity]:
    """Return the activities decided by that day, in the order of their numbers."""
    return [
        Activity(
            number=row.number,
            name=row.name,
            fund=Fund(row.fund),
            rw=row.rw,
            recipients=row.recipients,
            budget=Rupiah(row.budget),
            minutes=row.minutes,
            decided_on=row.since_on,
        )
        for row in rows(connection, _NEWEST.format(table="activity"), day=as_of)
    ]


def sources(connection: Connection, as_of: date) -> list[FundSource]:
    """Return the sources of capital written down by that day, in the order of their numbers."""
    return [
        FundSource(
            number=row.number,
            account=row.account,
            kind=SourceKind(row.kind),
            programme=row.programme,
            document=row.document,
            received_on=row.received_on,
            amount=Rupiah(row.amount),
        )
        for row in rows(connection, _NEWEST.format(table="fund_source"), day=as_of)
    ]


def paid_for(connection: Connection, sequence: int) -> tuple[str, str] | None:
    """Return the activity that a voucher pays for, and the minutes by which it may go too far; None where for none."""
    row = one(
        connection, "SELECT activity, override FROM activity_payment WHERE voucher = :sequence", sequence=sequence
    )
    return None if row is None else (row.activity, row.override)


def let_too_far(connection: Connection, after: int) -> frozenset[str]:
    """Return the accounts of the funds out of which vouchers after that sequence pay too much, as minutes let them."""
    statement = """
        SELECT DISTINCT debit FROM activity_payment AS p CROSS JOIN transfer AS t ON t.voucher = p.voucher
        WHERE p.voucher > :after AND override <> ''
    """
    return frozenset(row.debit for row in rows(connection, statement, after=after))
