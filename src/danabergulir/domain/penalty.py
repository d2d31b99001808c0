"""Denda: what a late loan owes beside its schedule, worked out from the contract and the days the money came.

Off unless the policy says otherwise. Denda is income when it is received; until then it is a memorandum figure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from danabergulir.dates import days_after
from danabergulir.domain.policy import PenaltyBase, PenaltyRules, PenaltyWay
from danabergulir.domain.schedule import Instalment
from danabergulir.money import NIL, WHOLE_RUPIAH, Rupiah, total


@dataclass(frozen=True, slots=True)
class DatedPayment:
    """Pokok and jasa received on a day, in rupiah; negative where a receipt was taken back."""

    paid_on: date
    principal: Rupiah
    jasa: Rupiah


def accrued(
    schedule: Sequence[Instalment], payments: Sequence[DatedPayment], as_of: date, rules: PenaltyRules
) -> Rupiah:
    """Return the denda that has arisen by ``as_of``, in rupiah, rounded once per instalment and capped per instalment.

    Per instalment: once, when it is unpaid after the days of tolerance. Per day: for each day after the due date on
    which it is unpaid, once the tolerance is over (then counted from the due date).
    """
    if rules.way is PenaltyWay.NONE:
        return NIL
    return total([_of_instalment(index, schedule, payments, as_of, rules) for index in range(len(schedule))])


def _of_instalment(
    index: int, schedule: Sequence[Instalment], payments: Sequence[DatedPayment], as_of: date, rules: PenaltyRules
) -> Rupiah:
    line = schedule[index]
    exact = Fraction(0)
    for first, last, left in _unpaid_stretches(index, schedule, payments, as_of):
        late_from = max((first - line.due_on).days, 0)
        late_to = (last - line.due_on).days
        if late_to <= rules.tolerance_days:
            continue
        base = _base(index, schedule, payments, last, left, rules.base)
        if rules.way is PenaltyWay.PER_INSTALMENT:
            exact = max(exact, _charge(base, rules))
        else:
            exact += (late_to - late_from) * _charge(base, rules)
    amount = WHOLE_RUPIAH.round(exact)
    return min(amount, rules.ceiling) if rules.ceiling else amount


def _unpaid_stretches(
    index: int, schedule: Sequence[Instalment], payments: Sequence[DatedPayment], as_of: date
) -> Iterator[tuple[date, date, tuple[Rupiah, Rupiah]]]:
    """Yield the stretches of days after the due date on which something of the instalment was unpaid, and how much."""
    line = schedule[index]
    days = sorted({line.due_on, *(pay.paid_on for pay in payments if line.due_on < pay.paid_on < as_of), as_of})
    for first, last in pairwise(days):
        left = _left(index, schedule, payments, first)
        if line.due_on <= first < as_of and any(left):
            yield first, last, left


def _left(
    index: int, schedule: Sequence[Instalment], payments: Sequence[DatedPayment], on: date
) -> tuple[Rupiah, Rupiah]:
    """Return pokok and jasa of an instalment still unpaid at the end of a day, payments laid oldest first."""
    upto, received = schedule[: index + 1], [pay for pay in payments if pay.paid_on <= on]
    principal = total([line.principal for line in upto]) - total([pay.principal for pay in received])
    jasa = total([line.jasa for line in upto]) - total([pay.jasa for pay in received])
    line = schedule[index]
    return min(max(principal, NIL), line.principal), min(max(jasa, NIL), line.jasa)


def _base(
    index: int,
    schedule: Sequence[Instalment],
    payments: Sequence[DatedPayment],
    on: date,
    left: tuple[Rupiah, Rupiah],
    base: PenaltyBase,
) -> Rupiah:
    """Return what a percentage is taken of. Bases of the whole loan count once, with its oldest late instalment."""
    match base:
        case PenaltyBase.OVERDUE_PRINCIPAL:
            return left[0]
        case PenaltyBase.OVERDUE:
            return left[0] + left[1]
        case _:
            eve = days_after(on, -1)
            if any(any(_left(earlier, schedule, payments, eve)) for earlier in range(index)):
                return NIL
            whole = total([line.principal for line in schedule])
            if base is PenaltyBase.LOAN:
                return whole
            return whole - total([pay.principal for pay in payments if pay.paid_on < on])


def _charge(base: Rupiah, rules: PenaltyRules) -> Fraction:
    percent = rules.percent * base.value / 100
    return percent + (rules.amount.value if base else 0)
