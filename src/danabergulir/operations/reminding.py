"""Reminders of a day: what is to be said to whom, and writing down what was shown or sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from danabergulir.domain.loan import same_rw
from danabergulir.domain.reminders import EVERYONE, TREASURER, Reminder, Said, reminders, unsaid
from danabergulir.ledger import registers, sanctions, store
from danabergulir.ledger import reminders as notes
from danabergulir.ledger.loan_sums import loan_books_of
from danabergulir.operations.desk import recording


@dataclass(frozen=True, slots=True)
class Round:
    """What was not yet shown on a day, the name of the UPK that signs it, and what was ``said`` to whom by message."""

    as_of: date
    upk: str
    reminders: tuple[Reminder, ...]
    said: Said

    @property
    def for_treasurer(self) -> tuple[Reminder, ...]:
        """Return what the treasurer was not told by message either."""
        return unsaid(self.reminders, self.said.get(TREASURER, ()))


def round_of(path: Path, as_of: date, days_ahead: int, *, rw: str | None = None, again: bool = False) -> Round:
    """Return what is to be said on a day, of one RW or of all; nothing is written down.

    What was shown within the policy's days is left out, unless ``again``.
    """
    with store.reading(path) as session:
        files = sanctions.sanction_files(session, registers.chart(session, as_of), as_of)
        found = reminders(loan_books_of(session, as_of), files, as_of, days_ahead)
        days = registers.policy(session, as_of).reminding.apart_days
        said = {} if again else notes.said_near(session, as_of, days)
        upk = registers.profile(session, as_of).upk
    shown = [item for item in unsaid(found, said.get(EVERYONE, ())) if rw is None or same_rw(item.ksm.rw, rw)]
    return Round(as_of, upk, tuple(shown), said)


def write_down(path: Path, shown: Sequence[Reminder], as_of: date, now: datetime, *, recipient: str = EVERYONE) -> None:
    """Write down that reminders were shown on a day, or sent to a recipient, all in one transaction.

    A closed month does not forbid it: nothing of the books changes. Raises ``LedgerUnusableError``.
    """
    with recording(path, now) as desk:
        desk.writer.add_reminders(shown, as_of, recipient)
