"""The programme's indicators, their grades, and portfolio at risk by days."""

from fractions import Fraction
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danabergulir.domain.loans.indicators import (
    NOT_COMPUTABLE,
    Exposure,
    Grade,
    YearFigures,
    grade_high,
    grade_low,
    indicators,
)
from danabergulir.domain.policy.lateness import RiskRules
from danabergulir.domain.policy.rules import DEFAULT_POLICY, PerformanceRules
from danabergulir.domain.policy.values import Band
from danabergulir.frozen import replace
from danabergulir.money import NIL, Rupiah

_YEAR = YearFigures(Rupiah(1_250), Rupiah(1_000), NIL, Rupiah(10_000), 6)
_LOW, _HIGH = Band(Fraction(10), Fraction(20)), Band(Fraction(90), Fraction(80))
_LITTLE = Fraction(1, 10**9)


def _of(loans, year=_YEAR, policy=DEFAULT_POLICY):
    return {item.name: item for item in indicators(loans, year, policy)}


_KSM = count(1)


def _loan(outstanding: int, arrears: int = 0, missed: int = 0, days: int = 0, ksm: str = "") -> Exposure:
    """Return a loan of a KSM of its own, or of the one named."""
    return Exposure(Rupiah(outstanding), Rupiah(arrears), missed, days, ksm or f"K{next(_KSM)}")


@pytest.mark.parametrize(
    ("percent", "grade"),
    [
        (Fraction(10), Grade.SATISFACTORY),
        (10 + _LITTLE, Grade.MINIMUM),
        (20 - _LITTLE, Grade.MINIMUM),
        (Fraction(20), Grade.HELD),
    ],
)
def test_where_low_is_good_the_second_limit_is_held(percent, grade):
    """Exactly ten is satisfactory, exactly twenty is held; the exact fraction counts."""
    assert grade_low(percent, _LOW) is grade


@pytest.mark.parametrize(
    ("percent", "grade"),
    [
        (Fraction(90), Grade.SATISFACTORY),
        (90 - _LITTLE, Grade.MINIMUM),
        (Fraction(80), Grade.MINIMUM),
        (80 - _LITTLE, Grade.HELD),
    ],
)
def test_where_high_is_good_a_limit_takes_the_better_grade(percent, grade):
    """Exactly ninety is satisfactory and exactly eighty is enough."""
    assert grade_high(percent, _HIGH) is grade


def test_the_indicators_come_in_the_order_of_the_form():
    """Five of the programme, then four by days."""
    assert list(_of([_loan(1)])) == ["LAR", "PAR", "RR", "CCr", "ROI", "PAR1", "PAR30", "PAR60", "PAR90"]


def test_exactly_three_missed_is_at_risk():
    """Groups are counted for LAR, whole balances for PAR, and only their arrears for RR."""
    found = _of([_loan(700, 70, missed=2), _loan(300, 120, missed=3)])
    assert (found["LAR"].numerator, found["LAR"].denominator) == (1, 2)
    assert (found["PAR"].numerator, found["PAR"].denominator) == (300, 1_000)
    assert (found["RR"].numerator, found["RR"].denominator) == (880, 1_000)
    assert found["RR"].percent == 88


def test_the_threshold_of_risk_is_the_policys():
    """From two on, both loans are at risk, and the formula says so."""
    found = _of(
        [_loan(700, 70, missed=2), _loan(300, 120, missed=3)], policy=replace(DEFAULT_POLICY, risk=RiskRules(2))
    )
    assert found["LAR"].percent == 100
    assert "menunggak 2 kali" in found["LAR"].formula


def test_result_indicators_use_the_figures_since_january():
    """Half a year's profit of 250 counts double against a capital of 10,000."""
    found = _of([])
    assert (found["CCr"].percent, found["CCr"].category) == (125, "memuaskan")
    assert (found["ROI"].percent, found["ROI"].category) == (5, "minimum")
    assert "12/6" in found["ROI"].formula


def test_excepted_accounts_are_named_in_the_formula():
    """Whoever reads the ratio sees what was left out."""
    policy = replace(DEFAULT_POLICY, performance=PerformanceRules(ccr_except=("51050", "51060")))
    found = _of([], replace(_YEAR, cost_excepted=Rupiah(200)), policy)
    assert found["CCr"].denominator == 800
    assert found["CCr"].formula.endswith("(tanpa akun 51050, 51060)")


def test_a_loss_is_a_negative_return():
    """It is graded held, never nought."""
    found = _of([], replace(_YEAR, cost=Rupiah(2_250)))
    assert (found["ROI"].percent, found["ROI"].category) == (-20, "penundaan")


@pytest.mark.parametrize("value", [0, -500])
def test_nothing_to_measure_against_cannot_be_computed(value):
    """Costs or capital of nought or below give no percentage and no grade: a loss over less than nothing is no gain."""
    year = YearFigures(Rupiah(100), Rupiah(value), NIL, Rupiah(value), 12)
    found = _of([], year)
    for name in ("LAR", "PAR", "RR", "CCr", "ROI"):
        assert (found[name].percent, found[name].category) == (None, NOT_COMPUTABLE)


@pytest.mark.parametrize(
    ("days", "late_in"),
    [
        (0, []),
        (1, ["PAR1"]),
        (30, ["PAR1"]),
        (31, ["PAR1", "PAR30"]),
        (61, ["PAR1", "PAR30", "PAR60"]),
        (90, ["PAR1", "PAR30", "PAR60"]),
        (91, ["PAR1", "PAR30", "PAR60", "PAR90"]),
    ],
)
def test_par_by_days_counts_loans_later_than_the_limit(days, late_in):
    """Exactly thirty days is not in PAR30; these four carry no grade."""
    found = _of([_loan(100, days=days), _loan(300)])
    by_days = {name: found[name] for name in ("PAR1", "PAR30", "PAR60", "PAR90")}
    assert [name for name, item in by_days.items() if item.percent == 25] == late_in
    assert {item.category for item in by_days.values()} == {""}


_exposures = st.builds(
    lambda outstanding, part, missed, days: _loan(outstanding, outstanding * part // 100, missed, days),
    st.integers(1, 10**9),
    st.integers(0, 100),
    st.integers(0, 12),
    st.integers(0, 400),
)


@given(st.lists(_exposures, min_size=1, max_size=30))
def test_shares_of_a_portfolio_lie_between_nought_and_a_hundred(loans):
    """No share is negative or more than the whole, and a longer delay never has more at risk."""
    found = _of(loans)
    for name in ("LAR", "PAR", "RR", "PAR1", "PAR30", "PAR60", "PAR90"):
        assert 0 <= found[name].percent <= 100
    assert found["PAR1"].percent >= found["PAR30"].percent >= found["PAR60"].percent >= found["PAR90"].percent
    assert found["RR"].percent >= 100 - found["PAR"].percent


def test_a_ksm_with_two_loans_is_one_and_counts_by_its_worst():
    """LAR counts groups: one of two is at risk, whichever of its loans is late; PAR counts the balances of loans."""
    found = _of([_loan(600, ksm="A"), _loan(100, missed=4, ksm="A"), _loan(300, ksm="B")])
    assert (found["LAR"].numerator, found["LAR"].denominator) == (1, 2)
    assert (found["PAR"].numerator, found["PAR"].denominator) == (100, 1_000)
