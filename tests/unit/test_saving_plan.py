"""The compulsory savings that go with the instalments of a loan."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

import strategies
from danabergulir.domain.loans.saving_plan import NO_SAVING, SavingPlan, SavingsStretch, agreed_savings
from danabergulir.domain.loans.schedule import build_schedule
from danabergulir.domain.loans.terms import LoanTerms
from danabergulir.domain.policy.lending import SavingsRules
from danabergulir.money import NIL, Direction, Rate, Rounding, Rupiah, total

_LENT_ON = date(2023, 1, 10)
_SCHEDULE = build_schedule(LoanTerms(Rupiah(3_000_000), 6, Rate.percent("1.5"), _LENT_ON, Rounding(100, Direction.UP)))
_FIVE = SavingsRules(percent_of_receipt=Fraction(5))
_TEN = SavingsRules(percent_of_receipt=Fraction(10))
_PLAN = SavingPlan((SavingsStretch(_FIVE, _LENT_ON),))


def _values(amounts) -> list[int]:
    return [amount.value for amount in amounts]


def test_each_instalment_asks_for_its_share():
    """Five percent of 500,000."""
    assert _values(_PLAN.agreed(_SCHEDULE)) == [25_000] * 6
    assert _values(agreed_savings(_SCHEDULE, _FIVE)) == [25_000] * 6


def test_where_no_board_asks_nothing_is_missing():
    """Not on any day."""
    assert NO_SAVING.short(_SCHEDULE, Rupiah(3_000_000)) == NIL
    assert NO_SAVING.behind(_SCHEDULE, date.max) == NIL


def test_what_came_in_covers_the_oldest_instalment_first():
    """30,000 of 25,000 each."""
    plan = _PLAN.after(Rupiah(1_000_000), Rupiah(30_000), date(2023, 3, 10))
    assert _values(plan.unpaid(_SCHEDULE)) == [0, 20_000, 25_000, 25_000, 25_000, 25_000]
    assert plan.behind(_SCHEDULE, date(2023, 3, 10)) == Rupiah(20_000)
    assert plan.behind(_SCHEDULE, date(2023, 3, 9)) == NIL


def test_a_new_rule_asks_nothing_of_what_was_repaid_before_it():
    """Two instalments at five percent, saved in full; from the third on it is ten."""
    plan = SavingPlan((SavingsStretch(_FIVE, _LENT_ON), SavingsStretch(_TEN, date(2023, 3, 15), Rupiah(1_000_000))))
    plan = plan.after(NIL, Rupiah(50_000), date(2023, 3, 10))
    assert plan.short(_SCHEDULE, Rupiah(1_000_000)) == NIL
    assert plan.short(_SCHEDULE, Rupiah(1_500_000)) == Rupiah(50_000)
    assert plan.behind(_SCHEDULE, date(2023, 4, 10)) == Rupiah(50_000)


def test_what_was_short_under_an_earlier_rule_stays_short():
    """Nothing was saved with the first two instalments."""
    plan = SavingPlan((SavingsStretch(_FIVE, _LENT_ON), SavingsStretch(_TEN, date(2023, 3, 15), Rupiah(1_000_000))))
    assert plan.short(_SCHEDULE, Rupiah(1_000_000)) == Rupiah(50_000)
    assert plan.on(date(2023, 3, 14)).short(_SCHEDULE, Rupiah(1_500_000)) == Rupiah(75_000)


def test_what_was_repaid_before_the_ledger_asks_for_nothing():
    """A loan taken over with two instalments paid."""
    plan = SavingPlan((SavingsStretch(_FIVE, _LENT_ON, Rupiah(1_000_000)),))
    assert _values(plan.agreed(_SCHEDULE)) == [0, 0, 25_000, 25_000, 25_000, 25_000]


@given(strategies.loan_terms(), st.integers(0, 100), st.integers(0, 10**9))
def test_the_parts_come_to_the_whole(terms, percent, saved):
    """What is missing of the instalments together is what is missing of the loan."""
    schedule = build_schedule(terms)
    plan = SavingPlan((SavingsStretch(SavingsRules(percent_of_receipt=Fraction(percent)), _LENT_ON),), Rupiah(saved))
    assert total(list(plan.unpaid(schedule))) == plan.short(schedule, terms.principal)
    assert plan.behind(schedule, date.max) == plan.short(schedule, terms.principal)
