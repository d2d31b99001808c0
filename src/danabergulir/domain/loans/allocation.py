"""A receipt laid over what a loan owes: by the policy's order, oldest instalment first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from danabergulir.domain.journal import Component
from danabergulir.domain.loans.saving_plan import NO_SAVING, SavingPlan
from danabergulir.domain.loans.schedule import Instalment, still_owed
from danabergulir.domain.loans.terms import Paid
from danabergulir.money import NIL, Rupiah, total


@dataclass(frozen=True, slots=True)
class Allocation:
    """How a receipt was laid out, in rupiah; the parts sum to it. ``recovery`` comes back of a loan written off."""

    penalty: Rupiah = NIL
    jasa: Rupiah = NIL
    titipan: Rupiah = NIL
    principal: Rupiah = NIL
    savings: Rupiah = NIL
    recovery: Rupiah = NIL

    @property
    def amount(self) -> Rupiah:
        """Return the whole receipt."""
        return total([amount for _, amount in self.parts()])

    @property
    def paid(self) -> Paid:
        """Return what of it pays the loan off."""
        return Paid(self.principal, self.jasa, self.titipan, self.penalty)

    def less(self, other: "Allocation") -> "Allocation":
        """Return each part without the other's."""
        return Allocation(*(getattr(self, name) - getattr(other, name) for name in Allocation.__slots__))

    def negative(self) -> "Allocation":
        """Return what takes it back."""
        return NOTHING.less(self)

    def parts(self) -> tuple[tuple[Component, Rupiah], ...]:
        """Return the components that got something, in the order they are printed."""
        every = (
            (Component.PENALTY, self.penalty),
            (Component.JASA, self.jasa),
            (Component.TITIPAN, self.titipan),
            (Component.PRINCIPAL, self.principal),
            (Component.SAVINGS, self.savings),
            (Component.RECOVERY, self.recovery),
        )
        return tuple((component, amount) for component, amount in every if amount)


NOTHING: Final = Allocation()


def allocation_of(parts: Mapping[Component, Rupiah]) -> Allocation:
    """Return the allocation of which each component got what ``parts`` say."""
    return Allocation(
        parts.get(Component.PENALTY, NIL),
        parts.get(Component.JASA, NIL),
        parts.get(Component.TITIPAN, NIL),
        parts.get(Component.PRINCIPAL, NIL),
        parts.get(Component.SAVINGS, NIL),
        parts.get(Component.RECOVERY, NIL),
    )


@dataclass(frozen=True, slots=True)
class _Owed:
    """What is still unpaid of one instalment."""

    due_on: date
    parts: dict[Component, Rupiah]


_SAVING: Final = (_Owed(date.max, {}), Component.SAVINGS)
"""The turn of the compulsory savings: owed to nobody, and last."""

_OWED = (Component.PENALTY, Component.JASA, Component.TITIPAN, Component.PRINCIPAL)


def pay_off_amount(schedule: Sequence[Instalment], paid: Paid) -> Rupiah:
    """Return what settles the whole schedule: all unpaid pokok, jasa and titipan."""
    return total([amount for owed in _unpaid(schedule, paid) for amount in owed.parts.values()])


def allocate(
    amount: Rupiah,
    schedule: Sequence[Instalment],
    paid: Paid,
    received_on: date,
    order: Sequence[Component],
    penalty: Rupiah = NIL,
    saving: SavingPlan = NO_SAVING,
) -> Allocation:
    """Return ``amount`` laid over what is owed; the caller has made sure it is no more than the pay-off amount.

    ``penalty`` is the denda owed on that day; it belongs to what is due. The compulsory savings that go with the pokok
    repaid, what is missing of earlier ones among them, are taken once what is due is paid, and again after each coming
    instalment; ``saving`` says how much.

    What is due by ``received_on`` comes first, component by component in ``order``, the oldest instalment first within
    each (Jendi, Selogiri, Wonogiri: jasa first, then overdue principal). Money beyond that settles the coming
    instalments one after the other, each in the same order, never principal alone.
    """
    unpaid = _unpaid(schedule, paid)
    owed_order = [component for component in order if component in _OWED]
    due = [_Owed(received_on, {Component.PENALTY: penalty}), *(owed for owed in unpaid if owed.due_on <= received_on)]
    coming = [owed for owed in unpaid if owed.due_on > received_on]
    turns = [(owed, component) for component in owed_order for owed in due] + [_SAVING]
    turns += [turn for owed in coming for turn in (*((owed, component) for component in owed_order), _SAVING)]
    got = dict.fromkeys((*_OWED, Component.SAVINGS), NIL)
    left = amount
    for owed, component in turns:
        asked = (
            max(saving.short(schedule, paid.principal + got[Component.PRINCIPAL]) - got[component], NIL)
            if component is Component.SAVINGS
            else owed.parts.get(component, NIL)
        )
        share = min(left, asked)
        got[component] += share
        left -= share
    assert left == NIL, f"{left} is more than the loan owes"
    return Allocation(*(got[component] for component in (*_OWED, Component.SAVINGS)))


def _unpaid(schedule: Sequence[Instalment], paid: Paid) -> list[_Owed]:
    return [
        _Owed(
            line.due_on,
            {Component.JASA: line.jasa, Component.TITIPAN: line.titipan, Component.PRINCIPAL: line.principal},
        )
        for line in still_owed(schedule, paid)
    ]
