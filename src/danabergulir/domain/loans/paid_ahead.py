"""What was received too much on a loan, and may be paid back: what came last in its order goes back first."""

from collections.abc import Iterator, Sequence
from datetime import date

from danabergulir.domain.journal import Component
from danabergulir.domain.loans.allocation import Allocation, allocation_of
from danabergulir.domain.loans.penalty import PenaltyCard
from danabergulir.domain.loans.schedule import Instalment, still_owed
from danabergulir.domain.loans.terms import Paid
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah, total

_Parts = tuple[tuple[Component, Rupiah], ...]


class PaidAhead(Struct, frozen=True):
    """What was paid beyond what is due, and then what was ``due``, part by part as it goes back, in rupiah.

    ``behind`` is what is due and unpaid: so much of what is ahead stays.
    """

    ahead: _Parts
    due: _Parts
    behind: Rupiah

    @property
    def most(self) -> Rupiah:
        """Return how much was received too much."""
        return max(total([amount for _, amount in self.ahead]) - self.behind, NIL)

    def last(self, amount: Rupiah) -> Allocation:
        """Return the parts of an amount that is paid back; less than it where not so much was paid."""
        got, left = dict.fromkeys(Component, NIL), amount
        for component, paid in (*self.ahead, *self.due):
            share = min(left, paid)
            got[component] += share
            left -= share
        return allocation_of(got)


def paid_ahead(
    schedule: Sequence[Instalment],
    paid: Paid,
    as_of: date,
    order: Sequence[Component],
    penalty: PenaltyCard,
    *,
    repaid: bool,
) -> PaidAhead:
    """Return what was paid on a loan beyond what is due on a day: a receipt undone, which is laid out in ``order``.

    First what the schedule never asks; then the instalments paid ahead, the last one first; then denda beyond what
    arose. Of a loan whose principal is ``repaid`` no instalment is ahead. Savings are none of it.
    """
    left = still_owed(schedule, paid)
    covered = list(zip(schedule, left, strict=True))
    coming = [] if repaid else [lines for lines in covered if lines[0].due_on > as_of]
    due = covered[: len(covered) - len(coming)]
    asked = sum((Paid(line.principal, line.jasa, line.titipan) for line in schedule), Paid())
    denda = min(max(penalty.received + penalty.waived - penalty.accrued, NIL), penalty.received)
    turns = list(reversed(order))
    beyond = {
        Component.JASA: paid.jasa - asked.jasa,
        Component.TITIPAN: paid.titipan - asked.titipan,
        Component.PRINCIPAL: paid.principal - asked.principal,
    }
    ahead = [*beyond.items(), *(part for lines in reversed(coming) for part in _covered([lines], turns))]
    ahead.append((Component.PENALTY, denda))
    rest = [*_covered(due, turns), (Component.PENALTY, penalty.received - denda)]
    behind = total([unpaid.amount for _, unpaid in due]) + penalty.owed
    return PaidAhead(_some(ahead), _some(rest), behind)


def _covered(
    lines: Sequence[tuple[Instalment, Instalment]], turns: Sequence[Component]
) -> Iterator[tuple[Component, Rupiah]]:
    """Yield what is paid of lines, each beside what is left of it: component by component, the last line first."""
    for component in turns:
        for line, unpaid in reversed(lines):
            match component:
                case Component.PRINCIPAL:
                    yield component, line.principal - unpaid.principal
                case Component.JASA:
                    yield component, line.jasa - unpaid.jasa
                case Component.TITIPAN:
                    yield component, line.titipan - unpaid.titipan


def _some(parts: Sequence[tuple[Component, Rupiah]]) -> _Parts:
    return tuple((component, amount) for component, amount in parts if amount > NIL)
