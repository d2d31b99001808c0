"""Ending a loan before its time: what settles it, and the schedule that remains."""

from collections.abc import Sequence
from datetime import date

from danabergulir.dates import Month
from danabergulir.domain.loans.allocation import Allocation
from danabergulir.domain.loans.schedule import Instalment
from danabergulir.domain.loans.terms import Paid
from danabergulir.domain.policy.choices import SettlementJasa
from danabergulir.money import NIL, Rupiah, total


def settlement(
    schedule: Sequence[Instalment], paid: Paid, outstanding: Rupiah, settled_on: date, rule: SettlementJasa
) -> Allocation:
    """Return what settles a loan on a day: all pokok, and jasa and titipan as far as the policy asks.

    To the end of the running month (our default, no urban rule was found), all of it, or none: then overdue jasa is
    let go too, as is common for old debts. What was paid ahead is not given back. The month goes by the days agreed: a
    day off lets nobody off a month's jasa.
    """
    match rule:
        case SettlementJasa.RUNNING_MONTH:
            counted = [line for line in schedule if line.agreed_on <= Month.of(settled_on).last_on]
        case SettlementJasa.ALL:
            counted = list(schedule)
        case SettlementJasa.NONE:
            counted = []
    jasa = max(total([line.jasa for line in counted]) - paid.jasa, NIL)
    titipan = max(total([line.titipan for line in counted]) - paid.titipan, NIL)
    return Allocation(jasa=jasa, titipan=titipan, principal=outstanding)


def closed_schedule(paid: Paid, closed_on: date) -> tuple[Instalment, ...]:
    """Return the schedule of a loan that has nothing more to fall due: one line, all of it paid."""
    return (paid_line(paid, closed_on),)


def paid_line(paid: Paid, on: date) -> Instalment:
    """Return the line that stands for all that was paid under earlier versions of a schedule: number nought."""
    return Instalment(0, on, paid.principal, paid.jasa, paid.titipan)
