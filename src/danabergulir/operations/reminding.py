"""Reminders of a day: what is to be said, and writing down what was shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from danabergulir.domain.loan import same_rw
from danabergulir.domain.reminders import Reminder, reminders, unsaid
from danabergulir.ledger import registers, sanctions, store
from danabergulir.ledger import reminders as notes
from danabergulir.ledger.loan_sums import loan_books_of
from danabergulir.operations.desk import recording


@dataclass(frozen=True, slots=True)
class Round:
    """The reminders of a day, and the name of the UPK that signs them."""

    as_of: date
    upk: str
    reminders: tuple[Reminder, ...]


def round_of(path: Path, as_of: date, days_ahead: int, *, rw: str | None = None, again: bool = False) -> Round:
    """Return what is to be said on a day, of one RW or of all; nothing is written down.

    What was said within the policy's days is left out, unless ``again``.
    """
    with store.reading(path) as session:
        files = sanctions.sanction_files(session, registers.chart(session, as_of), as_of)
        found = reminders(loan_books_of(session, as_of), files, as_of, days_ahead)
        days = registers.policy(session, as_of).reminding.apart_days
        said = frozenset() if again else notes.said_near(session, as_of, days)
        upk = registers.profile(session, as_of).upk
    shown = [item for item in unsaid(found, said) if rw is None or same_rw(item.ksm.rw, rw)]
    return Round(as_of, upk, tuple(shown))


def write_down(path: Path, shown: Sequence[Reminder], as_of: date, now: datetime) -> None:
    """Write down that reminders were shown on a day, all in one transaction.

    A closed month does not forbid it: nothing of the books changes. Raises ``LedgerUnusableError``.
    """
    with recording(path, now) as desk:
        desk.writer.add_reminders(shown, as_of)
