"""The compulsory savings that go with the instalments of a loan: what each asks for, and what is behind.

They are no part of the debt: nobody is late by them, and no class goes by them. They are asked for with the principal,
at the percentage of the day it comes in; so what was repaid under an earlier rule keeps that one, and what was repaid
before the ledger was opened asks for nothing.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import accumulate, pairwise
from typing import Final

from danabergulir.domain.loans.schedule import Instalment, unpaid_of
from danabergulir.domain.policy.lending import SavingsRules
from danabergulir.frozen import Struct, replace
from danabergulir.money import NIL, Rupiah, total


class SavingsStretch(Struct, frozen=True):
    """Days under one rule; ``repaid_before`` is the principal that had been repaid when they began, in rupiah."""

    rules: SavingsRules
    starts_on: date
    repaid_before: Rupiah = NIL


class SavingPlan(Struct, frozen=True):
    """The savings of one loan: the rules over time, oldest first (none where no board asked), and what came in."""

    stretches: tuple[SavingsStretch, ...] = ()
    received: Rupiah = NIL

    def asked(self, schedule: Sequence[Instalment], repaid: Rupiah) -> Rupiah:
        """Return the savings that go with ``repaid``, all principal that was repaid, in rupiah."""
        if not self.stretches:
            return NIL
        starts = [stretch.repaid_before for stretch in self.stretches]
        ends = [*starts[1:], max(repaid, starts[-1])]
        return total(
            [
                _with(stretch.rules, schedule, end) - _with(stretch.rules, schedule, start)
                for stretch, start, end in zip(self.stretches, starts, ends, strict=True)
            ]
        )

    def short(self, schedule: Sequence[Instalment], repaid: Rupiah) -> Rupiah:
        """Return what is missing of the savings that go with ``repaid``, in rupiah."""
        return max(self.asked(schedule, repaid) - self.received, NIL)

    def agreed(self, schedule: Sequence[Instalment]) -> tuple[Rupiah, ...]:
        """Return the savings that each instalment asks for, in rupiah."""
        repaid = accumulate((line.principal for line in schedule), initial=NIL)
        asked = [self.asked(schedule, principal) for principal in repaid]
        asked[:1] = [NIL] if asked else []
        return tuple(after - before for before, after in pairwise(asked))

    def unpaid(self, schedule: Sequence[Instalment]) -> tuple[Rupiah, ...]:
        """Return what is missing of the savings of each instalment, what came in laid over the oldest first."""
        if not self.stretches:
            return (NIL,) * len(schedule)
        return tuple(unpaid_of(self.agreed(schedule), self.received))

    def behind(self, schedule: Sequence[Instalment], as_of: date, since: date = date.min) -> Rupiah:
        """Return what is missing of the savings of the instalments due from ``since`` to a day, in rupiah."""
        if not self.stretches:
            return NIL
        unpaid = zip(schedule, self.unpaid(schedule), strict=True)
        return total([amount for line, amount in unpaid if since <= line.due_on <= as_of])

    def on(self, day: date) -> "SavingPlan":
        """Return the plan by the rules of a day, without those that begin later."""
        return replace(self, stretches=tuple(item for item in self.stretches if item.starts_on <= day))

    def after(self, principal: Rupiah, saved: Rupiah, received_on: date) -> "SavingPlan":
        """Return the plan once principal and savings came in on a day."""
        stretches = tuple(
            replace(item, repaid_before=item.repaid_before + principal) if item.starts_on > received_on else item
            for item in self.stretches
        )
        return SavingPlan(stretches, self.received + saved)


NO_SAVING: Final = SavingPlan()


def agreed_savings(schedule: Sequence[Instalment], rules: SavingsRules) -> tuple[Rupiah, ...]:
    """Return the savings that each instalment of a new loan asks for under the rules of its day, in rupiah."""
    return tuple(rules.with_receipt(line.principal) for line in schedule)


def _with(rules: SavingsRules, schedule: Sequence[Instalment], repaid: Rupiah) -> Rupiah:
    """Return the savings under one rule on ``repaid``, laid over the instalments, each rounded by itself."""
    unpaid = unpaid_of((line.principal for line in schedule), repaid)
    covered = Counter(line.principal - left for line, left in zip(schedule, unpaid, strict=True))
    return total([rules.with_receipt(amount) * times for amount, times in covered.items()])  # most are the same
