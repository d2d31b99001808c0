"""What settles a loan before its time, and the schedule that is left."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from danabergulir.dates import Frequency
from danabergulir.domain.loans.allocation import pay_off_amount
from danabergulir.domain.loans.arrears import position
from danabergulir.domain.loans.schedule import Agreement, AgreementKind, build_schedule, on_working_days
from danabergulir.domain.loans.settlement import closed_schedule, paid_line, running_month_end, settlement
from danabergulir.domain.loans.terms import LoanTerms, Paid
from danabergulir.domain.policy.calendar import CalendarRules, calendar_of
from danabergulir.domain.policy.choices import MissedComponent, RunningMonth, SettlementJasa, Shift
from danabergulir.domain.policy.lateness import ArrearsRules
from danabergulir.frozen import replace
from danabergulir.money import NIL, Direction, Rate, Rounding, Rupiah, total

_TERMS = LoanTerms(
    Rupiah(12_000_000),
    12,
    Rate.percent("1.45"),
    date(2023, 1, 10),
    Rounding(100, Direction.UP),
    titipan_rate=Rate.percent("0.05"),
)
_SCHEDULE = build_schedule(_TERMS)
"""Twelve rows of pokok 1,000,000, jasa 174,000 and titipan 6,000, due on the 10th from February on."""
_TWO_PAID = Paid(Rupiah(2_000_000), Rupiah(348_000), Rupiah(12_000))


@pytest.mark.parametrize(
    ("rule", "jasa", "titipan"),
    [
        (SettlementJasa.RUNNING_MONTH, 2 * 174_000, 2 * 6_000),
        (SettlementJasa.ALL, 10 * 174_000, 10 * 6_000),
        (SettlementJasa.NONE, 0, 0),
    ],
)
def test_the_policy_says_how_much_jasa_a_settlement_owes(rule, jasa, titipan):
    """Two rows are paid; on 2 May the third is overdue and the fourth is due within the month that runs to the 10th."""
    actual = settlement(_SCHEDULE, _TWO_PAID, Rupiah(10_000_000), date(2023, 5, 10), rule)
    assert (actual.principal.value, actual.jasa.value, actual.titipan.value) == (10_000_000, jasa, titipan)


@pytest.mark.parametrize(("on", "rows"), [(date(2023, 4, 9), 0), (date(2023, 4, 10), 1), (date(2023, 6, 11), 3)])
def test_the_policy_lets_no_jasa_go_that_is_due(on, rows):
    """Two rows are paid: what fell due since, by the day itself too, is owed where the policy asks for no jasa."""
    actual = settlement(_SCHEDULE, _TWO_PAID, Rupiah(10_000_000), on, SettlementJasa.NONE, due_by=on)
    assert (actual.jasa.value, actual.titipan.value) == (rows * 174_000, rows * 6_000)


def test_jasa_paid_ahead_is_not_given_back():
    """Whoever paid five rows in March owes no jasa in April, and gets none back."""
    ahead = Paid(Rupiah(5_000_000), Rupiah(870_000), Rupiah(30_000))
    actual = settlement(_SCHEDULE, ahead, Rupiah(7_000_000), date(2023, 4, 10), SettlementJasa.RUNNING_MONTH)
    assert actual.amount == Rupiah(7_000_000)


def test_a_day_off_lets_nobody_off_the_jasa_of_the_month():
    """Agreed for 31 May and due on 1 June: settled in May, the jasa of May is owed all the same."""
    terms = replace(_TERMS, disbursed_on=date(2023, 1, 31))
    rules = CalendarRules((date(2023, 5, 31),), shift=Shift.FORWARD)
    moved = on_working_days(build_schedule(terms), calendar_of([(date(2023, 1, 1), rules)]), date(2023, 5, 2))
    assert moved[3].due_on == date(2023, 6, 1)
    owed = settlement(moved, _TWO_PAID, Rupiah(10_000_000), date(2023, 5, 31), SettlementJasa.RUNNING_MONTH)
    assert owed.jasa.value == 2 * 174_000


@given(strategies.schedules_partly_paid(), strategies.days, st.sampled_from(SettlementJasa))
def test_a_settlement_is_never_more_than_paying_everything(case, day, rule):
    """With all jasa it is exactly the pay-off amount; with less it is never more, and pokok is always whole."""
    schedule, paid = case
    left = total([line.principal for line in schedule]) - paid.principal
    actual = settlement(schedule, paid, left, day, rule)
    assert actual.principal == left
    assert actual.amount <= pay_off_amount(schedule, paid)
    if rule is SettlementJasa.ALL:
        assert actual.amount == pay_off_amount(schedule, paid)


@given(strategies.schedules_partly_paid(), strategies.days, strategies.days)
def test_after_a_settlement_nothing_falls_due(case, closed_on, as_of):
    """The closed schedule is paid on every day, by whatever was paid."""
    _, paid = case
    rules = ArrearsRules(component=MissedComponent.PRINCIPAL_OR_JASA)
    stand = position(closed_schedule(paid, closed_on), paid, as_of, rules)
    assert (stand.arrears, stand.missed_count) == (NIL, 0)


def _terms(borrowed_on: date, **changes) -> LoanTerms:
    rounding = Rounding(100, Direction.UP)
    return LoanTerms(Rupiah(12_000_000), 12, Rate.percent("1.5"), borrowed_on, rounding, **changes)


def _months(terms: LoanTerms, settled_on: date, month: RunningMonth = RunningMonth.LOAN) -> int:
    """Return how many instalments' jasa a settlement with nothing paid asks for."""
    lines = build_schedule(terms)
    contract = Agreement(1, terms.disbursed_on, AgreementKind.CONTRACT, lines)
    to = running_month_end(terms, contract, settled_on, month)
    asked = settlement(lines, Paid(), terms.principal, to, SettlementJasa.RUNNING_MONTH)
    return asked.jasa.value // lines[0].jasa.value


@pytest.mark.parametrize(
    ("borrowed_on", "settled_on", "of_the_loan", "of_the_calendar"),
    [
        (date(2023, 1, 1), date(2023, 1, 31), 1, 0),
        (date(2023, 1, 1), date(2023, 2, 1), 1, 1),
        (date(2023, 1, 1), date(2023, 2, 2), 2, 1),
        (date(2023, 1, 31), date(2023, 2, 1), 1, 1),
        (date(2023, 1, 31), date(2023, 2, 28), 1, 1),
        (date(2023, 1, 5), date(2023, 1, 5), 0, 0),
        (date(2023, 1, 5), date(2024, 6, 1), 12, 12),
    ],
)
def test_the_running_month_is_the_loan_s_own_or_the_calendar_s(borrowed_on, settled_on, of_the_loan, of_the_calendar):
    """A month of the loan runs from due date to due date: a month of money is a month of jasa, and no more."""
    terms = _terms(borrowed_on)
    assert _months(terms, settled_on) == of_the_loan
    assert _months(terms, settled_on, RunningMonth.CALENDAR) == of_the_calendar


def test_a_loan_repaid_weekly_has_months_from_the_day_it_was_borrowed():
    """Borrowed on 2 January and settled on 20 January: the month runs to 2 February, with four weekly due dates."""
    assert _months(_terms(date(2023, 1, 2), frequency=Frequency.WEEKLY), date(2023, 1, 20)) == 4


def test_an_end_that_was_taken_back_begins_no_month():
    """A weekly loan of 2 January has months from that day, one put off on 18 April from that one, restored or not."""
    terms = _terms(date(2023, 1, 2), frequency=Frequency.WEEKLY)
    again = replace(terms, disbursed_on=date(2023, 4, 18))
    contract = Agreement(1, terms.disbursed_on, AgreementKind.CONTRACT, build_schedule(terms))
    lines = (paid_line(Paid(Rupiah(500_000)), again.disbursed_on), *build_schedule(again))
    put_off = Agreement(2, again.disbursed_on, AgreementKind.RESCHEDULED, lines)
    for agreed, end in ((contract, date(2023, 6, 2)), (put_off, date(2023, 5, 18))):
        restored = replace(agreed, version=4, starts_on=date(2023, 5, 9), kind=AgreementKind.RESTORED)
        for version in (agreed, restored):
            assert running_month_end(terms, version, date(2023, 5, 15), RunningMonth.LOAN) == end
