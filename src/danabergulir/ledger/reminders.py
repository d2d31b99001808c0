"""Reading which reminders were shown or sent."""

from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy import select as columns
from sqlmodel import Session

from danabergulir.domain.reminders import ReminderKind, Said, SaidThing
from danabergulir.ledger.query import columns_of, rows
from danabergulir.ledger.tables.reminders import ReminderRow


def said_near(session: Session, as_of: date, days: int) -> Said:
    """Return what was said less than ``days`` days before or after a day, by the recipient."""
    said, distance = columns_of(ReminderRow), timedelta(days)
    query = columns(said.recipient, said.loan, said.kind, said.about).where(
        said.dated_on > as_of - distance, said.dated_on < as_of + distance
    )
    found: defaultdict[str, set[SaidThing]] = defaultdict(set)
    for row in rows(session, query):
        found[row.recipient].add((row.loan, ReminderKind(row.kind), row.about))
    return {recipient: frozenset(things) for recipient, things in found.items()}
