"""What is recorded beside the journal: cash counts, imported files, reminders sent, slips decided about."""

from collections import defaultdict
from datetime import date, timedelta
from sqlite3 import Connection

from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.cash_count import CashCount
from danabergulir.domain.dunning.reminders import ReminderKind, Said, SaidThing, known_recipient
from danabergulir.domain.slips import Review, Reviews
from danabergulir.ledger.read.sql import one, rows, value
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


def imported_at(connection: Connection, kind: str, digest: str) -> str | None:
    """Return when a file with that SHA-256 was imported; None when it never was."""
    statement = "SELECT recorded_at FROM import_file WHERE kind = :kind AND digest = :digest"
    found: str | None = value(connection, statement, kind=kind, digest=digest)
    return found


def reviews(connection: Connection) -> Reviews:
    """Return the newest decision about each slip by its code, however old the slip is."""
    query = "SELECT code, dated_on, minutes, reason FROM review ORDER BY id"
    return {found.code: Review(*found) for found in rows(connection, query)}


def latest(connection: Connection, chart: Chart, first: date, last: date) -> CashCount | None:
    """Return the last count from ``first`` to ``last``, of a day counted twice the later one; or None."""
    statement = """
        SELECT dated_on, counted, booked, memo FROM cash_count
        WHERE dated_on BETWEEN :first AND :last ORDER BY dated_on DESC, id DESC LIMIT 1
    """
    row = one(connection, statement, first=first, last=last)
    if row is None:
        return None
    return CashCount(chart.with_role(Role.CASH), row.dated_on, Rupiah(row.counted), Rupiah(row.booked), row.memo)
