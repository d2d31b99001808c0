"""What a receipt was split into: the instalments that it went into, part by part."""

from collections.abc import Mapping, Sequence
from typing import Final

from danabergulir.domain.journal import Component, Voucher
from danabergulir.domain.loans.schedule import Instalment, still_owed
from danabergulir.domain.loans.terms import Paid
from danabergulir.money import NIL, Rupiah, format_rupiah
from danabergulir.reports.origins.figure import Figure, in_rupiah, sum_of
from danabergulir.reports.origins.loans import row_name

_FIELDS: Final = {Component.PRINCIPAL: "principal", Component.JASA: "jasa", Component.TITIPAN: "titipan"}


def split(
    receipt: Voucher, parts: Mapping[Component, Rupiah], schedule: Sequence[Instalment], before: Paid, after: Paid
) -> Figure:
    """Return a receipt as the sum of its parts, each as the sum of what it covered of each instalment."""
    posting = receipt.posting
    told = [_part(component, amount, schedule, before, after) for component, amount in parts.items() if amount]
    whole = sum_of(f"{receipt.number} {posting.memo}", told)
    return Figure(
        whole.words, whole.value, whole.relation, whole.made_of, voucher=receipt.number, dated_on=posting.dated_on
    )


def _part(component: Component, amount: Rupiah, schedule: Sequence[Instalment], before: Paid, after: Paid) -> Figure:
    words = component.replace("_", " ").capitalize()
    name = _FIELDS.get(component)
    if name is None:
        return Figure(words, amount)
    covered = [
        Figure(f"{row_name(line)}{'' if getattr(still, name) else ', lunas'}", taken, dated_on=line.due_on)
        for line, left, still in zip(schedule, still_owed(schedule, before), still_owed(schedule, after), strict=True)
        if (taken := getattr(left, name) - getattr(still, name))
    ]
    found = sum_of(words, covered)
    return found if in_rupiah(found) == amount else Figure(words, amount)


def owed_before(due: Paid, paid: Paid) -> str:
    """Return in words what was due and unpaid before a receipt came in."""
    left = {name: max(getattr(due, name) - getattr(paid, name), NIL) for name in _FIELDS.values()}
    told = [f"{part} {format_rupiah(left[name])}" for part, name in _FIELDS.items() if left[name]]
    return ", ".join(told) if told else "tidak ada"
