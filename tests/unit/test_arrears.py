"""How late a loan is at a date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from danabergulir.domain.loans.arrears import definition, position
from danabergulir.domain.loans.schedule import build_schedule
from danabergulir.domain.loans.terms import LoanTerms, Paid
from danabergulir.domain.policy.choices import MissedComponent, MissedRule
from danabergulir.domain.policy.lateness import ArrearsRules
from danabergulir.money import NIL, Direction, Rate, Rounding, Rupiah

_RULES = ArrearsRules()
_TERMS = LoanTerms(Rupiah(12_000_000), 12, Rate.percent("1.5"), date(2023, 1, 31), Rounding(100, Direction.UP))
_SCHEDULE = build_schedule(_TERMS)
"""Twelve rows of pokok 1,000,000 and jasa 180,000, due at the end of each month from 28 February on."""


def _at(as_of: date, principal: int = 0, jasa: int = 0, rules: ArrearsRules = _RULES):
    return position(_SCHEDULE, Paid(Rupiah(principal), Rupiah(jasa)), as_of, rules)


def test_nothing_is_late_before_the_first_due_date():
    """A new loan owes nothing yet."""
    at = _at(date(2023, 2, 27))
    assert (at.arrears, at.missed_count, at.days_late, at.late_since, at.is_behind) == (NIL, 0, 0, None, False)


def test_an_instalment_due_today_is_due_and_nought_days_late():
    """It counts as missed on its due date; the days start the day after."""
    at = _at(date(2023, 2, 28))
    assert (at.arrears_principal, at.arrears_jasa) == (Rupiah(1_000_000), Rupiah(180_000))
    assert (at.missed_count, at.days_late, at.late_since) == (1, 0, date(2023, 2, 28))
    assert _at(date(2023, 3, 1)).days_late == 1


def test_a_part_paid_instalment_still_counts():
    """One rupiah short is missed, and the clock does not start anew."""
    at = _at(date(2023, 3, 31), principal=999_999, jasa=360_000)
    assert (at.missed_count, at.late_since, at.arrears) == (2, date(2023, 2, 28), Rupiah(1_000_001))
    assert _at(date(2023, 3, 31), principal=1_000_000).missed_count == 1


def test_payments_are_laid_over_the_oldest_first():
    """A million and a half settles February and half of March."""
    at = _at(date(2023, 4, 30), principal=1_500_000)
    assert (at.missed_count, at.late_since) == (2, date(2023, 3, 31))


def test_money_paid_ahead_is_never_a_negative_arrear():
    """Paying the whole loan at once leaves nothing behind and nothing below nought."""
    at = _at(date(2023, 2, 28), principal=12_000_000, jasa=2_160_000)
    assert (at.arrears, at.missed_count, at.due.principal) == (NIL, 0, Rupiah(1_000_000))


def test_counting_goes_on_after_the_last_instalment():
    """A year past maturity all twelve are missed and the days still run."""
    at = _at(date(2025, 1, 31))
    assert (at.missed_count, at.days_late) == (12, 703)


def test_unpaid_jasa_alone_counts_only_where_the_policy_says_so():
    """With pokok paid the loan is behind with jasa; whether it is late is a reading."""
    strict = ArrearsRules(component=MissedComponent.PRINCIPAL_OR_JASA)
    plain, counted = (_at(date(2023, 4, 1), principal=2_000_000, rules=rules) for rules in (_RULES, strict))
    assert (plain.missed_count, plain.late_since, plain.is_behind) == (0, None, True)
    assert (counted.missed_count, counted.late_since, counted.days_late) == (2, date(2023, 2, 28), 32)


@pytest.mark.parametrize(
    ("missed", "expected"),
    [
        (MissedRule.UNFINISHED, 3),
        (MissedRule.WORTH, 2),
        (MissedRule.WORTH_UP, 3),
        (MissedRule.WORTH_NEAREST, 3),
        (MissedRule.MONTHS, 2),
    ],
)
def test_five_readings_count_a_loan_differently(missed, expected):
    """Half of February paid, 30 April: three unfinished, 2.5 worth, two whole months since 28 February."""
    assert _at(date(2023, 4, 30), principal=500_000, rules=ArrearsRules(missed=missed)).missed_count == expected


@pytest.mark.parametrize("missed", [MissedRule.WORTH, MissedRule.WORTH_UP, MissedRule.WORTH_NEAREST])
def test_nothing_behind_is_no_instalment_however_it_is_rounded(missed):
    """Rounding up makes nothing of nothing, and one rupiah is an instalment only there."""
    rules = ArrearsRules(missed=missed)
    assert _at(date(2023, 3, 31), principal=2_000_000, rules=rules).missed_count == 0
    one_rupiah = _at(date(2023, 3, 31), principal=1_999_999, rules=rules).missed_count
    assert one_rupiah == (1 if missed is MissedRule.WORTH_UP else 0)


def test_worth_of_instalments_needs_principal_to_divide_by():
    """A grace row is not the measure; the first row with principal is."""
    terms = LoanTerms(Rupiah(900_000), 4, Rate.percent(1), date(2023, 1, 1), Rounding(100, Direction.UP), grace=1)
    at = position(build_schedule(terms), Paid(), date(2023, 3, 1), ArrearsRules(missed=MissedRule.WORTH))
    assert (at.arrears_principal, at.missed_count) == (Rupiah(300_000), 1)


@pytest.mark.parametrize("missed", list(MissedRule))
@pytest.mark.parametrize("component", list(MissedComponent))
def test_every_reading_is_told_under_its_tables(missed, component):
    """The definition names what is counted and what makes an instalment count."""
    text = definition(ArrearsRules(missed, component))
    assert text.startswith("Kali menunggak = ")
    assert ("pokok atau jasanya" in text) == (component is MissedComponent.PRINCIPAL_OR_JASA)


@st.composite
def _situations(draw):
    """Draw a schedule partly paid, a date from before it to after it, and the rules."""
    schedule, paid = draw(strategies.schedules_partly_paid())
    first, last = schedule[0].due_on - timedelta(days=40), schedule[-1].due_on + timedelta(days=400)
    return schedule, paid, draw(st.dates(first, last)), draw(strategies.arrears_rules)


@given(_situations())
def test_arrears_are_never_negative_and_never_more_than_what_is_due(situation):
    """Each component lies between nothing and all that has fallen due."""
    schedule, paid, as_of, rules = situation
    at = position(schedule, paid, as_of, rules)
    assert NIL <= at.arrears_principal <= at.due.principal
    assert NIL <= at.arrears_jasa <= at.due.jasa
    assert NIL <= at.arrears_titipan <= at.due.titipan
    assert at.missed_count >= 0
    assert (at.late_since is None) or at.days_late == (as_of - at.late_since).days >= 0


@given(_situations(), st.integers(0, 10**9), st.integers(0, 10**8))
def test_paying_more_never_makes_a_loan_later(situation, principal, jasa):
    """Arrears, missed count and days fall or stay."""
    schedule, paid, as_of, rules = situation
    before = position(schedule, paid, as_of, rules)
    after = position(schedule, paid + Paid(Rupiah(principal), Rupiah(jasa)), as_of, rules)
    assert after.arrears_principal <= before.arrears_principal
    assert after.arrears_jasa <= before.arrears_jasa
    assert after.missed_count <= before.missed_count
    assert after.days_late <= before.days_late


@given(_situations(), st.integers(0, 400))
def test_waiting_never_makes_a_loan_less_late(situation, days):
    """Without a payment arrears, missed count and days rise or stay."""
    schedule, paid, as_of, rules = situation
    now, later = (position(schedule, paid, day, rules) for day in (as_of, as_of + timedelta(days=days)))
    assert later.arrears_principal >= now.arrears_principal
    assert later.arrears_jasa >= now.arrears_jasa
    assert later.missed_count >= now.missed_count
    assert later.days_late >= now.days_late


@given(_situations())
def test_principal_arrears_mean_a_missed_instalment_and_the_other_way_round(situation):
    """With the default reading one cannot be without the other."""
    schedule, paid, as_of, _ = situation
    at = position(schedule, paid, as_of, _RULES)
    assert bool(at.arrears_principal) == bool(at.missed_count) == (at.late_since is not None)
