"""What is recorded beside the journal: cash counts, imported files, reminders sent, slips decided about."""

from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import Session
from sqlmodel import select as entities

from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.cash_count import CashCount
from danabergulir.domain.dunning.reminders import ReminderKind, Said, SaidThing
from danabergulir.domain.slips import Review, Reviews
from danabergulir.ledger.read.sql import columns_of, rows
from danabergulir.ledger.tables.records import CashCountRow, ImportRow, ReviewRow
from danabergulir.ledger.tables.reminders import ReminderRow
from danabergulir.money import Rupiah


def said_near(session: Session, as_of: date, days: int) -> Said:
    """Return what was said less than ``days`` days before or after a day, by the recipient."""
    said, distance = columns_of(ReminderRow), timedelta(days)
    query = select(said.recipient, said.loan, said.kind, said.about).where(
        said.dated_on > as_of - distance, said.dated_on < as_of + distance
    )
    found: defaultdict[str, set[SaidThing]] = defaultdict(set)
    for row in rows(session, query):
        found[row.recipient].add((row.loan, ReminderKind(row.kind), row.about))
    return {recipient: frozenset(things) for recipient, things in found.items()}


def imported_at(session: Session, kind: str, digest: str) -> str | None:
    """Return when a file with that SHA-256 was imported; None when it never was."""
    row = session.exec(entities(ImportRow).where(ImportRow.kind == kind, ImportRow.digest == digest)).first()
    return row.recorded_at if row else None


def reviews(session: Session) -> Reviews:
    """Return the newest decision about each slip by its code, however old the slip is."""
    row = columns_of(ReviewRow)
    query = select(row.code, row.dated_on, row.minutes, row.reason).order_by(row.id)
    return {found.code: Review(*found) for found in rows(session, query)}


def latest(session: Session, chart: Chart, first: date, last: date) -> CashCount | None:
    """Return the last count from ``first`` to ``last``, of a day counted twice the later one; or None."""
    count = columns_of(CashCountRow)
    query = (
        select(*count)
        .where(count.dated_on.between(first, last))
        .order_by(count.dated_on.desc(), count.id.desc())
        .limit(1)
    )
    for row in rows(session, query):
        return CashCount(chart.with_role(Role.CASH), row.dated_on, Rupiah(row.counted), Rupiah(row.booked), row.memo)
    return None
