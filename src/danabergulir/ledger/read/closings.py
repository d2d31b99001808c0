"""Reading closes: those in force, those opened again, and the figures they keep."""

import json
from collections.abc import Collection
from datetime import date
from sqlite3 import Connection
from typing import Any, Final

from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.closing import Closing, ClosingKind, PastClosing
from danabergulir.domain.journal import FIRST_LINK, Event
from danabergulir.ledger.file import digests
from danabergulir.ledger.read.sql import one, rows, value
from danabergulir.money import Rupiah

_CLOSINGS: Final = """
    SELECT c.*, r.dated_on AS reopened_on, r.reason, lower(hex(s.head)) AS seal
    FROM closing AS c LEFT JOIN reopening AS r ON r.closing = c.id
    LEFT JOIN seal AS s ON s.table_name = 'closing' AND s.row_key = CAST(c.id AS TEXT)
      AND s.seq > (SELECT sealed_to FROM identity)
    ORDER BY c.id
"""


def closings(connection: Connection) -> list[Closing]:
    """Return the closes in force, in the order they were made; those opened again are left out."""
    return [past.closing for past in history(connection) if past.reopened_on is None]


def history(connection: Connection) -> list[PastClosing]:
    """Return every close ever made, in that order, those opened again with their reason."""
    return [
        PastClosing(_closing(row), row.recorded_at)
        if row.reopened_on is None
        else PastClosing(_closing(row), row.recorded_at, row.reopened_on, row.reason)
        for row in rows(connection, _CLOSINGS)
    ]


def locked_to(connection: Connection) -> date | None:
    """Return the last day that is closed; nothing may be dated on or before it. None while nothing is closed."""
    statement = """
        SELECT max(dated_on) AS locked_on FROM closing AS c
        WHERE NOT EXISTS (SELECT 1 FROM reopening WHERE closing = c.id)
    """
    found: date | None = value(connection, statement)
    return found


def _closing(row: Any) -> Closing:
    figures = json.loads(row.figures)
    return Closing(
        ClosingKind(row.kind),
        row.period,
        row.dated_on,
        row.sequence,
        row.head,
        accounts=figures["akun"],
        loans=figures["pinjaman"],
        id=row.id,
        seal=row.seal,
    )


def close_now(connection: Connection, kind: ClosingKind, period: str, last_on: date, chart: Chart) -> Closing:
    """Return the close of a period with the figures and registers as they stand now; it is not recorded."""
    newest = one(connection, "SELECT sequence, digest FROM voucher ORDER BY sequence DESC LIMIT 1")
    sequence, head = newest or (0, FIRST_LINK)
    accounts, loans = figures_at(connection, last_on, sequence, chart)
    return Closing(
        kind, period, last_on, sequence, head, accounts=accounts, loans=loans, registers=digests.digests(connection)
    )


_FIGURES: Final = """
    SELECT code, loan, sum(amount) AS amount FROM (
        SELECT debit AS code, loan, amount FROM transfer WHERE dated_on <= :day AND voucher <= :sequence
        UNION ALL
        SELECT credit, loan, -amount FROM transfer WHERE dated_on <= :day AND voucher <= :sequence
    ) GROUP BY code, loan
"""


def figures_at(
    connection: Connection, last_on: date, sequence: int, chart: Chart
) -> tuple[dict[str, int], dict[str, int]]:
    """Return the balances by account and by loan (principal) at the end of a day, nil ones left out.

    Only vouchers up to ``sequence`` count: what is recorded later never changes what a close says.
    """
    receivable = chart.with_role(Role.RECEIVABLE).code
    accounts: dict[str, int] = {}
    loans: dict[str, int] = {}
    for code, loan, amount in rows(connection, _FIGURES, day=last_on, sequence=sequence):
        accounts[code] = accounts.get(code, 0) + amount
        if code == receivable and loan:
            loans[loan] = amount
    return _without_nil(accounts), _without_nil(loans)


def _without_nil(sums: dict[str, int]) -> dict[str, int]:
    return {key: sums[key] for key in sorted(sums) if sums[key]}


_RESULTS: Final = f"""
    WITH moved AS MATERIALIZED (
        SELECT debit, credit, sum(amount) AS amount FROM transfer WHERE dated_on <= :day GROUP BY debit, credit
        UNION ALL
        SELECT t.debit, t.credit, t.amount FROM voucher AS v JOIN transfer AS t ON t.voucher = v.sequence
        WHERE v.event = '{Event.YEAR_CLOSE}' AND t.dated_on > :day
    )
    SELECT code, sum(amount) AS amount FROM (
        SELECT debit AS code, amount FROM moved UNION ALL SELECT credit, -amount FROM moved
    ) WHERE code IN (SELECT value FROM json_each(:codes)) GROUP BY code
"""  # noqa: S608 - a word of an enumeration
"""By pair of accounts first, as an index has them in order; the event is named outright, for an index has it."""


def open_results(connection: Connection, last_on: date, codes: Collection[str]) -> dict[str, int]:
    """Return what these income and cost accounts still carry at the end of a day, debit positive, nil left out.

    Closes of earlier years count whenever they are dated: a year is sometimes closed months after its end.
    """
    return _without_nil(dict(rows(connection, _RESULTS, day=last_on, codes=codes)))


_TAKEN_BACK: Final = """
    WITH later AS (
        SELECT v.sequence, victim.dated_on, victim.reverses
        FROM voucher AS v JOIN voucher AS victim ON victim.number = coalesce(v.reverses, v.corrects)
        WHERE v.dated_on > :last_on AND v.event <> :year_close
    ), codes AS (SELECT value FROM json_each(:codes))
    SELECT coalesce(sum(t.amount * ((t.debit IN codes) - (t.credit IN codes))), 0)
    FROM later AS v JOIN transfer AS t ON t.voucher = v.sequence LEFT JOIN voucher AS first ON first.number = v.reverses
    WHERE coalesce(first.dated_on, v.dated_on) BETWEEN :first_on AND :last_on
"""


def taken_back_later(connection: Connection, first_on: date, last_on: date, codes: Collection[str]) -> Rupiah:
    """Return how much less was earned than the books say at the end of these days, by what was taken back after them.

    That is what reversals and corrections of their vouchers, dated later, move on these income and cost accounts.
    """
    gone = value(connection, _TAKEN_BACK, first_on=first_on, last_on=last_on, codes=codes, year_close=Event.YEAR_CLOSE)
    return Rupiah(gone)


def open_years(connection: Connection, chart: Chart, opened_on: date, last: int) -> list[int]:
    """Return the years up to ``last`` whose result is still to be closed, the oldest first: that is their order."""
    codes = [account.code for account in chart.accounts if account.account_class.is_result]
    closed = [int(item.period) for item in closings(connection) if item.kind is ClosingKind.YEAR]
    first = max([opened_on.year, *(year + 1 for year in closed)])
    return [year for year in range(first, last + 1) if open_results(connection, date(year, 12, 31), codes)]


_DEPRECIATED: Final = """
    SELECT coalesce(sum(CASE WHEN t.credit = :account THEN t.amount ELSE -t.amount END), 0)
    FROM transfer AS t JOIN voucher AS v ON t.voucher = v.sequence
    WHERE v.event = :depreciation AND (t.credit = :account OR t.debit = :account) AND t.dated_on <= :day
"""


def depreciation_booked(connection: Connection, last_on: date, account: str) -> Rupiah:
    """Return what closes have booked as depreciation on ``account`` by the end of a day, in rupiah."""
    booked = value(connection, _DEPRECIATED, account=account, depreciation=Event.DEPRECIATION, day=last_on)
    return Rupiah(booked)


_NEXT_ADJUSTMENT: Final = """
    SELECT min(dated_on) AS dated_on FROM voucher AS v
    WHERE event = :reserve AND dated_on > :day AND reverses IS NULL
      AND NOT EXISTS (SELECT 1 FROM voucher WHERE reverses = v.number)
"""


def next_reserve_adjustment(connection: Connection, day: date) -> date | None:
    """Return the day of the first adjustment of the reserve after a day, None where there is none."""
    found: date | None = value(connection, _NEXT_ADJUSTMENT, reserve=Event.RESERVE, day=day)
    return found


_YEAR_CLOSES: Final = """
    SELECT number FROM voucher AS v
    WHERE event = :year_close AND sequence > :after AND reverses IS NULL
      AND NOT EXISTS (SELECT 1 FROM voucher WHERE reverses = v.number)
    ORDER BY sequence
"""


def year_close_vouchers(connection: Connection, after: int) -> list[str]:
    """Return the numbers of the vouchers of year closes later than sequence ``after`` that nothing takes back."""
    found = rows(connection, _YEAR_CLOSES, year_close=Event.YEAR_CLOSE, after=after)
    return [number for (number,) in found]
