"""Sanctions: the level of the ladder a late loan has reached, what became of its letters, and which one is due next.

What is written down is that a letter went out and what was seen, promised or withdrawn since. Whether a sanction still
runs is worked out from the loan's payments as of a day and never stored, so that a receipt taken back brings it back.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from itertools import zip_longest
from typing import Final

from danabergulir.dates import days_after
from danabergulir.domain.loans.arrears import LoanPosition, position
from danabergulir.domain.loans.repaid import asked_for
from danabergulir.domain.loans.schedule import Agreement, AgreementKind
from danabergulir.domain.loans.terms import NOTHING_PAID, Paid
from danabergulir.domain.policy.ladder import SanctionLevel
from danabergulir.domain.policy.lateness import ArrearsRules
from danabergulir.domain.policy.rules import Policy
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah


class SanctionState(StrEnum):
    """Where a sanction stands: found due, handed over, its arrears paid, followed by the next letter, withdrawn."""

    PROPOSED = "diusulkan"
    ISSUED = "terbit"
    FULFILLED = "dipenuhi"
    REPLACED = "naik"
    WITHDRAWN = "dicabut"


class EventKind(StrEnum):
    """What is written down about a late loan between the letters; a withdrawal ends the sanction it names."""

    VISIT = "kunjungan"
    PROMISE = "janji-bayar"
    PART_PAYMENT = "bayar-sebagian"
    CAUSE = "sebab"
    NOTE = "catatan"
    WITHDRAWAL = "cabut"


class Cause(StrEnum):
    """Why a KSM does not pay, as the recaps of Jakarta's PPMK count it; force majeure is ours."""

    UNWILLING = "enggan"
    BANKRUPT = "usaha-bangkrut"
    MOVED = "pindah"
    DIED = "meninggal"
    MISUSED = "penyalahgunaan"
    FORCE_MAJEURE = "keadaan-memaksa"


class Sanction(Struct, frozen=True):
    """A letter as it went out: to whom, with which arrears (rupiah) and how late the loan was on that day.

    ``number`` is ours (``S-0001``), ``letter`` stands on the paper; ``recipients`` begin with the KSM.
    """

    number: str
    letter: str
    loan: str
    ksm: str
    level: int
    name: str
    dated_on: date
    answer_by: date
    recipients: tuple[str, ...]
    principal: Rupiah
    jasa: Rupiah
    titipan: Rupiah
    missed_count: int
    days_late: int
    late_since: date | None

    @property
    def arrears(self) -> Rupiah:
        """Return the arrears that caused it: pokok, jasa and titipan."""
        return self.principal + self.jasa + self.titipan


class SanctionEvent(Struct, frozen=True):
    """What was seen, promised or decided about a late loan. ``sanction`` is the number of the one running then.

    ``promised_amount`` is in rupiah; of a part payment it is what the KSM says it has paid, which books nothing.
    """

    loan: str
    dated_on: date
    kind: EventKind
    text: str = ""
    sanction: str | None = None
    promised_on: date | None = None
    promised_amount: Rupiah | None = None
    cause: Cause | None = None


class DayEnd(Struct, frozen=True):
    """Where the money of one loan stood at the end of a day on which it moved, in rupiah since the beginning.

    ``written_off`` is principal off the balance sheet, ``recovered`` what came back of it.
    """

    on: date
    outstanding: Rupiah = NIL
    paid: Paid = NOTHING_PAID
    written_off: Rupiah = NIL
    recovered: Rupiah = NIL

    @property
    def is_cancelled(self) -> bool:
        """Return whether the loan was taken back by then: nothing of it is lent, repaid or written off."""
        return self.outstanding <= NIL and not self.paid.principal and not self.written_off

    @property
    def received(self) -> Rupiah:
        """Return all that was paid towards the debt; denda is not part of it."""
        return self.paid.principal + self.paid.jasa + self.paid.titipan + self.recovered


class Standing(Struct, frozen=True):
    """A sanction as of a day: its state, since when, and what was received since the letter went out (rupiah).

    ``paid_since`` is the day since which its arrears have been paid, None while they are not. ``unfounded`` says why
    nothing was behind when it went out, as the books show it now, if so it is: a receipt of before was written down
    later, or the loan was taken back. Then it is withdrawn, whether or not that was written down, on ``withdrawn_on``.
    """

    sanction: Sanction
    state: SanctionState
    since: date
    recovered: Rupiah
    paid_since: date | None = None
    unfounded: str = ""
    withdrawn_on: date | None = None

    @property
    def to_withdraw(self) -> bool:
        """Return whether the KSM still has to be told that the letter is withdrawn, for there was no cause for it."""
        return bool(self.unfounded) and self.withdrawn_on is None

    @property
    def is_running(self) -> bool:
        """Return whether the KSM still has to answer it."""
        return self.state is SanctionState.ISSUED

    @property
    def waits_until(self) -> date:
        """Return the last day on which nothing further is due: the days to answer, again after a withdrawal."""
        if self.state is SanctionState.WITHDRAWN:
            return days_after(self.since, (self.sanction.answer_by - self.sanction.dated_on).days)
        return self.sanction.answer_by

    @property
    def paid_in_time(self) -> bool:
        """Return whether its arrears were paid within the days to answer."""
        return self.paid_since is not None and self.paid_since <= self.sanction.answer_by


class Promise(Struct, frozen=True):
    """The newest promise to pay, as of a day: what was promised, and what was paid since it was made, in rupiah."""

    made_on: date
    promised_on: date
    amount: Rupiah
    paid: Rupiah
    is_broken: bool


_NOT_BEHIND: Final = "sebabnya hilang, pada tanggal surat tidak ada tunggakan menurut setoran yang dicatat kemudian"
_NEVER_LENT: Final = "sebabnya hilang, pencairan pinjamannya dibatalkan"
"""Why a letter is withdrawn that no arrears stand behind any more."""

_ANY_READING: Final = ArrearsRules()
"""How missed instalments are counted changes nothing about what is unpaid."""


class SanctionFile(Struct, frozen=True):
    """All there is about one loan under sanction: its letters and events by date, its agreements, its money by day."""

    loan: str
    sanctions: tuple[Sanction, ...] = ()
    events: tuple[SanctionEvent, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    day_ends: tuple[DayEnd, ...] = ()

    def day_end(self, day: date) -> DayEnd:
        """Return where its money stood at the end of ``day``."""
        return next((end for end in reversed(self.day_ends) if end.on <= day), DayEnd(day))

    def _letter_day_end(self, day: date) -> DayEnd:
        """Return where its money stood on the day of a letter, which of a loan taken over may be before its first day.

        Then it stood as on that one, for no earlier day is known.
        """
        return self.day_end(day) if not self.day_ends or self.day_ends[0].on <= day else self.day_ends[0]

    def unpaid(self, sanction: Sanction, day: date) -> Rupiah:
        """Return what is left, at the end of ``day``, of the arrears of the letter's own day, in rupiah.

        All money received since counts towards them, whatever the policy's order of allocation made of it: who pays
        what was behind has answered the letter. By the agreement in force on ``day``, so that what was agreed afresh is
        no longer due from before. To write a loan off pays nothing and asks nothing more: by the agreement before it,
        until all that was written off has come back. Nothing is unpaid of a loan that was taken back.
        """
        end, then = self._letter_day_end(day), self._letter_day_end(sanction.dated_on)
        agreement = self._agreement(day)
        if end.is_cancelled:
            return NIL
        if agreement.kind is AgreementKind.WRITTEN_OFF:
            lines = self.agreements[self.agreements.index(agreement) - 1].lines
            most = end.written_off - end.recovered
        else:
            lines, most = asked_for(agreement.lines, self._repaid_on(day)), None
        behind = position(lines, then.paid, sanction.dated_on, _ANY_READING).arrears
        left = max(behind - (end.received - then.received), NIL) if behind else NIL
        return left if most is None else max(min(left, most), NIL)

    def _repaid_on(self, day: date) -> date | None:
        """Return the day since which, up to ``day``, no principal is outstanding; None while some is."""
        since = None
        for end in self.day_ends:
            if end.on <= day:
                since = (since or end.on) if end.outstanding <= NIL else None
        return since

    def _unfounded(self, sanction: Sanction, as_of: date) -> str:
        """Return why nothing was behind on the day of a letter, before any money of that day; nothing where it was."""
        if self.day_ends and self._letter_day_end(as_of).is_cancelled:
            return _NEVER_LENT
        eve = days_after(sanction.dated_on, -1)
        end, agreement = self._letter_day_end(eve), self._agreement(eve)
        if not sanction.arrears or agreement.kind is AgreementKind.WRITTEN_OFF:
            return ""
        lines = asked_for(agreement.lines, self._repaid_on(eve))
        return "" if position(lines, end.paid, sanction.dated_on, _ANY_READING).arrears else _NOT_BEHIND

    def _agreement(self, day: date) -> Agreement:
        return next((item for item in reversed(self.agreements) if item.starts_on <= day), self.agreements[0])

    def paid_since(self, sanction: Sanction, until: date) -> date | None:
        """Return the day since which, up to ``until``, the arrears of a letter have been paid; None while they are not.

        A receipt taken back starts it anew.
        """
        moved = {end.on for end in self.day_ends} | {item.starts_on for item in self.agreements}
        since = None
        for day in sorted({sanction.dated_on, *(day for day in moved if sanction.dated_on < day <= until)}):
            if self.unpaid(sanction, day) > NIL:
                since = None
            elif since is None:
                since = day
        return since

    def _recovered(self, sanction: Sanction, until: date) -> Rupiah:
        """Return what was received since a letter went out; what came on its own day shows against its figure."""
        same_day = max(sanction.arrears - self.unpaid(sanction, sanction.dated_on), NIL)
        later = self._letter_day_end(until).received - self._letter_day_end(sanction.dated_on).received
        return max(same_day + later, NIL)

    def standings(self, as_of: date) -> tuple[Standing, ...]:
        """Return every letter that had gone out by ``as_of`` with its state on that day, in the order they went out.

        Only the last one can be running: an earlier one was paid by the day of the next, or replaced by it.
        """
        known = [item for item in self.sanctions if item.dated_on <= as_of]
        withdrawn = {
            event.sanction: event.dated_on
            for event in self.events
            if event.kind is EventKind.WITHDRAWAL and event.dated_on <= as_of
        }
        return tuple(
            self._standing(item, following, withdrawn.get(item.number), as_of)
            for item, following in zip_longest(known, known[1:])
        )

    def _standing(
        self, sanction: Sanction, following: Sanction | None, withdrawn_on: date | None, as_of: date
    ) -> Standing:
        until = following.dated_on if following else as_of
        paid_since = self.paid_since(sanction, until)
        unfounded = self._unfounded(sanction, as_of)
        if unfounded:
            since = withdrawn_on or sanction.dated_on
            return Standing(
                sanction,
                SanctionState.WITHDRAWN,
                since,
                NIL,
                sanction.dated_on,
                unfounded=unfounded,
                withdrawn_on=withdrawn_on,
            )
        if paid_since is not None and (withdrawn_on is None or paid_since < withdrawn_on):
            state, since = SanctionState.FULFILLED, paid_since
        elif withdrawn_on is not None:
            state, since = SanctionState.WITHDRAWN, withdrawn_on
        elif following is not None:
            state, since = SanctionState.REPLACED, following.dated_on
        else:
            return Standing(sanction, SanctionState.ISSUED, sanction.dated_on, self._recovered(sanction, as_of))
        return Standing(sanction, state, since, self._recovered(sanction, since), paid_since, withdrawn_on=withdrawn_on)

    def last(self, as_of: date) -> Standing | None:
        """Return how its last letter stands on a day; None while there is none."""
        found = self.standings(as_of)
        return found[-1] if found else None

    def running(self, as_of: date) -> Standing | None:
        """Return the sanction that runs on a day; None without one."""
        last = self.last(as_of)
        return last if last and last.is_running else None

    def promise(self, as_of: date) -> Promise | None:
        """Return the newest promise made by ``as_of``. It is broken once its day is over and less was paid since."""
        made = [event for event in self.events if event.kind is EventKind.PROMISE and event.dated_on <= as_of]
        if not made:
            return None
        promised_on, amount = made[-1].promised_on, made[-1].promised_amount
        assert promised_on is not None, made[-1]
        assert amount is not None, made[-1]
        paid = max(self.day_end(as_of).received - self.day_end(made[-1].dated_on).received, NIL)
        return Promise(made[-1].dated_on, promised_on, amount, paid, as_of > promised_on and paid < amount)

    def cause(self, as_of: date) -> Cause | None:
        """Return why the KSM does not pay, as last written down by ``as_of``; None while nobody has."""
        return next((item.cause for item in reversed(self.events) if item.cause and item.dated_on <= as_of), None)


def reached_level(
    position: LoanPosition, matures_on: date, as_of: date, ladder: Sequence[SanctionLevel]
) -> SanctionLevel | None:
    """Return the highest level whose conditions the loan meets at ``as_of``, or None.

    A level is met when both its missed count and its days late are reached, or when the loan is so many days past its
    last due date. A loan of which no instalment counts as missed has reached no level, whatever jasa it owes.
    """
    if not position.is_behind or position.late_since is None:
        return None
    days_past_maturity = (as_of - matures_on).days
    met = [
        level
        for level in ladder
        if (position.missed_count >= level.missed_from and position.days_late >= level.days_from)
        or (level.past_maturity_days and days_past_maturity >= level.past_maturity_days)
    ]
    return met[-1] if met else None


def level_due(reached: SanctionLevel, policy: Policy) -> SanctionLevel:
    """Return the level to propose for a loan without a running sanction.

    Levels are climbed one at a time, from the first, unless the policy allows going straight to the level reached.
    """
    return reached if policy.climbing.may_jump else policy.ladder[0]


def next_level(reached: SanctionLevel, policy: Policy, last: Standing | None, as_of: date) -> SanctionLevel | None:
    """Return the level to propose for a loan whose ``last`` letter stands as given; None while nothing is due.

    A letter whose arrears were paid starts the ladder anew. Otherwise the next level comes once the days to answer are
    over; after a withdrawal the same level, or a lower one where the loan has come down to it.
    """
    if last is None or last.paid_since is not None:
        return level_due(reached, policy)
    if as_of <= last.waits_until:
        return None
    below = last.sanction.level
    if last.state is SanctionState.WITHDRAWN:
        below = min(below, reached.number) - 1
    above = [level for level in policy.ladder if below < level.number <= reached.number]
    if not above:
        return None
    return above[-1] if policy.climbing.may_jump else above[0]


def grounds(position: LoanPosition, matures_on: date, as_of: date, level: SanctionLevel) -> str:
    """Return why the level is reached, in the words of the sanction list."""
    if position.missed_count >= level.missed_from and position.days_late >= level.days_from:
        return f"menunggak {position.missed_count} kali, {position.days_late} hari"
    return f"lewat {(as_of - matures_on).days} hari dari jatuh tempo terakhir"
