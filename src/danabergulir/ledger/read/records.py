"""What is recorded beside the journal: cash counts, imported files, reminders sent, slips decided about."""

from collections import defaultdict
from datetime import date, timedelta
from sqlite3 import Connection
from typing import Any, Final

from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.answering import folded_number
from danabergulir.domain.cash_count import CashCount
from danabergulir.domain.dunning.reminders import ReminderKind, Said, SaidThing, known_recipient
from danabergulir.domain.slips import Review, Reviews
from danabergulir.ledger.read.sql import rows, value
from danabergulir.money import Rupiah


def said_near(connection: Connection, as_of: date, days: int) -> Said:
    """Return what was said less than ``days`` days before or after a day, by the recipient."""
    statement = """
        SELECT recipient, loan, kind, about AS about_on FROM reminder WHERE dated_on > :after AND dated_on < :before
    """
    found: defaultdict[str, set[SaidThing]] = defaultdict(set)
    for row in rows(connection, statement, after=as_of - timedelta(days), before=as_of + timedelta(days)):
        found[known_recipient(row.recipient)].add((row.loan, ReminderKind(row.kind), row.about_on))
    return {recipient: frozenset(things) for recipient, things in found.items()}


def sentences_said(connection: Connection) -> set[tuple[str, date]]:
    """Return the instalments, by loan and due date, that the board's sentence was said about."""
    found = rows(connection, "SELECT loan, about AS about_on FROM reminder WHERE sentence = 1")
    return {(row.loan, row.about_on) for row in found}


def imported_at(connection: Connection, kind: str, digest: str) -> str | None:
    """Return when a file with that SHA-256 was imported; None when it never was."""
    statement = "SELECT recorded_at FROM import_file WHERE kind = :kind AND digest = :digest"
    found: str | None = value(connection, statement, kind=kind, digest=digest)
    return found


def undone_of_import(connection: Connection, recorded_at: str) -> list[tuple[str, str]]:
    """Return the vouchers of the file imported then that were taken back, each with the number of what did."""
    statement = """
        SELECT v.number, r.number FROM imported_voucher AS i JOIN voucher AS v ON v.sequence = i.voucher
        JOIN voucher AS r ON r.reverses = v.number WHERE i.recorded_at = :moment ORDER BY v.sequence
    """
    return [(number, by) for number, by in rows(connection, statement, moment=recorded_at)]


def reviews(connection: Connection) -> Reviews:
    """Return the newest decision about each slip by its code, however old the slip is."""
    query = "SELECT code, dated_on, minutes, reason FROM review ORDER BY id"
    found = list(rows(connection, query))
    asked = "SELECT DISTINCT number FROM minutes"
    known = {folded_number(row.number) for row in rows(connection, asked)} if found else set()
    return {
        row.code: Review(
            row.code, row.dated_on, row.minutes, row.reason, registered=folded_number(row.minutes) in known
        )
        for row in found
    }


_COUNTS: Final = """
    WITH counted AS (
        SELECT dated_on, counted, booked, memo, recorded_at FROM cash_count
        WHERE dated_on BETWEEN :first AND :last AND id IN (SELECT max(id) FROM cash_count GROUP BY dated_on)
    ), moved AS (
        SELECT dated_on AS day, amount FROM transfer
        WHERE debit = :cash AND dated_on <= :last AND EXISTS (SELECT 1 FROM counted)
        UNION ALL SELECT dated_on, -amount FROM transfer
        WHERE credit = :cash AND dated_on <= :last AND EXISTS (SELECT 1 FROM counted)
        UNION ALL SELECT dated_on, 0 FROM counted
    ), running AS (SELECT day, sum(sum(amount)) OVER (ORDER BY day) AS balance FROM moved GROUP BY day)
    SELECT dated_on AS counted_on, counted, booked, memo, recorded_at, balance
    FROM counted JOIN running ON day = dated_on
    ORDER BY dated_on
"""
_SINCE: Final = """
    SELECT number, sum(iif(debit = :cash, amount, -amount)) AS moved
    FROM voucher JOIN transfer ON voucher = sequence
    WHERE (debit = :cash OR credit = :cash) AND transfer.dated_on <= :day AND recorded_at >= :recorded_at
    GROUP BY sequence HAVING moved <> 0 ORDER BY sequence DESC
"""


def counts(connection: Connection, chart: Chart, first: date, last: date) -> list[CashCount]:
    """Return the last count of each day from ``first`` to ``last``, oldest first, beside the book as it stands."""
    account = chart.with_role(Role.CASH)
    return [
        CashCount(
            account,
            row.counted_on,
            Rupiah(row.counted),
            Rupiah(row.balance),
            row.memo,
            booked_then=Rupiah(row.booked),
            since=_since(connection, account.code, row) if row.balance != row.booked else (),
        )
        for row in list(rows(connection, _COUNTS, cash=account.code, first=first, last=last))
    ]


def _since(connection: Connection, cash: str, count: Any) -> tuple[str, ...]:
    """Return the newest vouchers of a day counted, or of one before it, that together are the change since then."""
    left, found = count.balance - count.booked, []
    for number, moved in rows(connection, _SINCE, cash=cash, day=count.counted_on, recorded_at=count.recorded_at):
        found.append(number)
        left -= moved
        if not left:
            return tuple(reversed(found))
    return ()


def latest(connection: Connection, chart: Chart, first: date, last: date) -> CashCount | None:
    """Return the last count from ``first`` to ``last``, of a day counted twice the later one; or None."""
    newest = value(
        connection,
        "SELECT max(dated_on) FROM cash_count WHERE dated_on BETWEEN :first AND :last",
        first=first,
        last=last,
    )
    if newest is None:
        return None
    day = date.fromisoformat(newest)
    (found,) = counts(connection, chart, day, day)
    return found
