"""A receipt laid over what a loan owes: by the policy's order, oldest instalment first."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate, chain
from typing import Final

from danabergulir.domain.journal import Component
from danabergulir.domain.loans.saving_plan import NO_SAVING, SavingPlan
from danabergulir.domain.loans.schedule import Instalment, still_owed, unpaid_parts
from danabergulir.domain.loans.terms import Paid
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah, total


class Allocation(Struct, frozen=True):
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
        return Allocation(*(getattr(self, name) - getattr(other, name) or NIL for name in Allocation.__struct_fields__))

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


class _Owed(Struct, frozen=True):
    """What is still unpaid of one instalment; ``pokok_to_here`` is that of it and of all before it."""

    due_on: date
    parts: dict[Component, Rupiah]
    pokok_to_here: Rupiah = NIL


_OWED = (Component.PENALTY, Component.JASA, Component.TITIPAN, Component.PRINCIPAL)


def pay_off_amount(schedule: Sequence[Instalment], paid: Paid) -> Rupiah:
    """Return what settles the whole schedule: all unpaid pokok, jasa and titipan."""
    return total([part for line in unpaid_parts(schedule, paid) for part in line])


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

    ``penalty`` is the denda owed on that day; it belongs to what is due. The compulsory savings have the place that the
    order gives them, among what is due and again in each coming instalment; ``saving`` says how much. After the pokok
    they are those that go with the pokok repaid, before it those of the instalments themselves; what is missing of
    earlier ones is among them.

    What is due by ``received_on`` comes first, component by component in ``order``, the oldest instalment first within
    each (Jendi, Selogiri, Wonogiri: jasa first, then overdue principal). Money beyond that settles the coming
    instalments one after the other, each in the same order, never principal alone.
    """
    unpaid = _unpaid(schedule, paid)
    due = [_Owed(received_on, {Component.PENALTY: penalty}), *(owed for owed in unpaid if owed.due_on <= received_on)]
    coming = [owed for owed in unpaid if owed.due_on > received_on]
    turns = chain(
        ((owed, part) for part in order for owed in (due[-1:] if part is Component.SAVINGS else due)),
        ((owed, part) for owed in coming for part in order),
    )
    with_pokok = order.index(Component.SAVINGS) > order.index(Component.PRINCIPAL)
    got = dict.fromkeys((*_OWED, Component.SAVINGS), NIL)
    left = amount
    for owed, component in turns:
        if not left:
            break
        asked = owed.parts.get(component, NIL)
        if component is Component.SAVINGS:
            repaid = paid.principal + (got[Component.PRINCIPAL] if with_pokok else owed.pokok_to_here)
            asked = max(saving.short(schedule, repaid) - got[component], NIL)
        if asked:
            share = min(left, asked)
            got[component] += share
            left -= share
    assert left == NIL, f"{left} is more than the loan owes"
    return Allocation(*(got[component] for component in (*_OWED, Component.SAVINGS)))


def _unpaid(schedule: Sequence[Instalment], paid: Paid) -> list[_Owed]:
    left = still_owed(schedule, paid)
    return [
        _Owed(
            line.due_on,
            {Component.JASA: line.jasa, Component.TITIPAN: line.titipan, Component.PRINCIPAL: line.principal},
            pokok_to_here,
        )
        for line, pokok_to_here in zip(left, accumulate(line.principal for line in left), strict=True)
    ]
