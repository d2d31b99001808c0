"""Reading which reminders were shown."""

from datetime import date, timedelta

from sqlalchemy import select as columns
from sqlmodel import Session

from danabergulir.domain.reminders import ReminderKind, SaidThing
from danabergulir.ledger.query import columns_of, rows
from danabergulir.ledger.tables.reminders import ReminderRow


def said_near(session: Session, as_of: date, days: int) -> frozenset[SaidThing]:
    """Return what was said less than ``days`` days before or after a day."""
    said, distance = columns_of(ReminderRow), timedelta(days)
    query = columns(said.loan, said.kind, said.about).where(
        said.dated_on > as_of - distance, said.dated_on < as_of + distance
    )
    return frozenset((row.loan, ReminderKind(row.kind), row.about) for row in rows(session, query))
