"""What the board decided and by which minutes, who received its reports, who complained, and which KSM were visited."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from danabergulir.dates import Month, format_form
from danabergulir.domain.groups import KSM
from danabergulir.frozen import Struct, replace


class Minutes(Struct, frozen=True):
    """Minutes of the board: number, day of the meeting, subject, who was there, and what it decided by number.

    ``about`` names what was recorded without the number of its minutes: ``P-0001``, ``G-001``.
    """

    number: str
    held_on: date
    subject: str
    present: str = ""
    about: tuple[str, ...] = ()


class BoardAct(Struct, frozen=True):
    """Something that only a decision of the board lets happen, with the number of its minutes; empty where none is.

    ``subject`` is the number of the loan, activity or voucher.
    """

    dated_on: date
    what: str
    subject: str
    minutes: str


class ActState(StrEnum):
    """Whether an act names its minutes, and whether those are in the register."""

    WRITTEN_DOWN = "tercatat"
    NOT_IN_REGISTER = "belum di daftar"
    WITHOUT = "tanpa berita acara"


class ReportReceived(Struct, frozen=True):
    """That the set of a month was received: on which day, by which office and person, with which head of the chain."""

    month: Month
    dated_on: date
    office: str
    name: str = ""
    head: str = ""
    remark: str = ""


class ComplaintAnswer(Struct, frozen=True):
    """An answer to a complaint."""

    dated_on: date
    text: str


class Complaint(Struct, frozen=True):
    """A complaint; ``person`` and ``contact`` are empty of somebody who did not say, and stand on no public paper."""

    number: str
    dated_on: date
    text: str
    person: str = ""
    contact: str = ""
    answers: tuple[ComplaintAnswer, ...] = ()

    @property
    def answered_on(self) -> date | None:
        """Return the day of the last answer."""
        return self.answers[-1].dated_on if self.answers else None

    @property
    def answer(self) -> str:
        """Return the answer; of several each with its day, for none takes the place of an earlier one."""
        if len(self.answers) == 1:
            return self.answers[0].text
        return "; ".join(f"{format_form(item.dated_on)}: {item.text}" for item in self.answers)


class Visit(Struct, frozen=True):
    """A visit to a KSM, late or not, and what was seen."""

    dated_on: date
    ksm: KSM
    visitor: str
    text: str


class AnsweredFor(Struct, frozen=True):
    """What a month has to show: its acts of the board, and what was written down in it.

    ``minutes`` are all in the register by its end, each with the day on which they were written down. ``complaints``
    are those made in the month, answered in it or still open at its end.
    """

    acts: tuple[BoardAct, ...] = ()
    minutes: tuple[tuple[date, Minutes], ...] = ()
    received: tuple[ReportReceived, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    visits: tuple[Visit, ...] = ()

    def state(self, act: BoardAct) -> ActState:
        """Return how an act stands."""
        if not act.minutes.strip():
            return ActState.WITHOUT
        known = {folded_number(minutes.number) for _, minutes in self.minutes}
        return ActState.WRITTEN_DOWN if folded_number(act.minutes) in known else ActState.NOT_IN_REGISTER

    @property
    def without(self) -> tuple[BoardAct, ...]:
        """Return the acts that name no minutes."""
        return tuple(act for act in self.acts if self.state(act) is ActState.WITHOUT)

    @property
    def unregistered(self) -> tuple[str, ...]:
        """Return the minutes that acts name and that nobody has written down, by act."""
        missing = [act.minutes.strip() for act in self.acts if self.state(act) is ActState.NOT_IN_REGISTER]
        return tuple({folded_number(number): number for number in missing}.values())


NOTHING_YET = AnsweredFor()


def folded_number(number: str) -> str:
    """Return what tells one number of minutes from another: case and blanks do not."""
    return "".join(number.split()).casefold()


def too_late(minutes: Minutes, acts: Iterable[BoardAct]) -> list[BoardAct]:
    """Return the acts of minutes that were done before the meeting that decided them."""
    return [act for act in acts if act.dated_on < minutes.held_on]


def decided_later(acts: Iterable[BoardAct], minutes: Iterable[Minutes]) -> tuple[BoardAct, ...]:
    """Return acts, those without minutes with the number of the ones that say what they are about."""
    by_subject = {subject.casefold(): item.number for item in minutes for subject in item.about}
    return tuple(
        act if act.minutes.strip() else replace(act, minutes=by_subject.get(act.subject.casefold(), "")) for act in acts
    )


DAYS_TO_ANSWER = 14
"""Within how many days a complaint is answered, as the notice board promises; ours, for no source has a number."""
