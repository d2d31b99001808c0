"""Ending a loan before its time: what settles it, and the schedule that remains."""

from collections.abc import Sequence
from datetime import date
from itertools import count

from danabergulir.dates import Frequency, Month, nth_due
from danabergulir.domain.loans.allocation import Allocation
from danabergulir.domain.loans.schedule import Agreement, AgreementKind, Instalment
from danabergulir.domain.loans.terms import LoanTerms, Paid
from danabergulir.domain.policy.choices import RunningMonth, SettlementJasa
from danabergulir.money import NIL, Rupiah, total


def settlement(
    schedule: Sequence[Instalment],
    paid: Paid,
    outstanding: Rupiah,
    running_to: date,
    rule: SettlementJasa,
    *,
    due_by: date | None = None,
) -> Allocation:
    """Return what settles a loan: all pokok, and jasa and titipan as far as the policy asks.

    To the end of the running month, the day ``running_to`` (our default, no urban rule was found), all of it, or none
    that is not due by the day ``due_by``. What is due is let go by a decision alone, as is common for old debts: then
    there is no such day. What was paid ahead of that is not taken off the pokok, but it may be paid back (``earned``).
    The month goes by the days agreed: a day off lets nobody off a month's jasa.
    """
    match rule:
        case SettlementJasa.RUNNING_MONTH:
            counted = [line for line in schedule if line.agreed_on <= running_to]
        case SettlementJasa.ALL:
            counted = list(schedule)
        case SettlementJasa.NONE:
            counted = [line for line in schedule if due_by is not None and line.due_on <= due_by]
    jasa = max(total([line.jasa for line in counted]) - paid.jasa, NIL)
    titipan = max(total([line.titipan for line in counted]) - paid.titipan, NIL)
    return Allocation(jasa=jasa, titipan=titipan, principal=outstanding)


def running_month_end(terms: LoanTerms, agreement: Agreement, settled_on: date, month: RunningMonth) -> date:
    """Return the last day of the month that is running on ``settled_on``: of the calendar, or of the loan itself.

    A month of the loan runs from one due date to the next, the first one from the disbursement (or the day of the
    agreement in force), whose own day opens it. A due date that moved off a day off ends its month on the day that it
    moved to, and the jasa counted is that of the day agreed. Loans repaid weekly or fortnightly have the same months
    from that day on. So what was borrowed on the 1st and settled on the 31st owes a month, and on the 1st of the next
    no second one.
    """
    if month is RunningMonth.CALENDAR:
        return Month.of(settled_on).last_on
    starts_on = agreement.starts_on
    if agreement.kind is AgreementKind.RESTORED:  # the day on which an end was taken back begins no month
        first = agreement.lines[0]  # of a new schedule it stands for what was paid before, on the day of agreeing
        starts_on = terms.disbursed_on if first.number else first.agreed_on
    if settled_on <= starts_on:
        return settled_on
    if terms.frequency is Frequency.MONTHLY:
        ahead = [line.agreed_on for line in agreement.lines if line.number and line.due_on >= settled_on]
        return ahead[0] if ahead else settled_on
    ends = (nth_due(starts_on, number) for number in count(1))
    return next(end for end in ends if end >= settled_on)


def earned(schedule: Sequence[Instalment], paid: Paid, running_to: date, rule: SettlementJasa) -> Paid:
    """Return what was paid on a loan that is settled without the jasa and titipan paid ahead of the running month.

    So much of that was received too much; where the policy asks for all of it nothing was.
    """
    counted = [line for line in schedule if rule is SettlementJasa.ALL or line.agreed_on <= running_to]
    return Paid(
        paid.principal,
        min(paid.jasa, total([line.jasa for line in counted])),
        min(paid.titipan, total([line.titipan for line in counted])),
        paid.penalty,
    )


def closed_schedule(paid: Paid, closed_on: date) -> tuple[Instalment, ...]:
    """Return the schedule of a loan that has nothing more to fall due: one line, all of it paid."""
    return (paid_line(paid, closed_on),)


def paid_line(paid: Paid, on: date) -> Instalment:
    """Return the line that stands for all that was paid under earlier versions of a schedule: number nought."""
    return Instalment(0, on, paid.principal, paid.jasa, paid.titipan)
