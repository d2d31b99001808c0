"""Portfolio at risk, reserves, the programme's indicators and exact shares, from published definitions and rates.

Cases of the same collection that do not apply: UPK-05 (a points system of another programme); PROV-01 (a table of
days; classes here go by missed count); PAR>180 of PAR-01 (the report stops at ninety days).
"""

from fractions import Fraction

import pytest

from danabergulir.domain.loans.collectability import class_of, reserve
from danabergulir.domain.loans.indicators import (
    NOT_COMPUTABLE,
    Exposure,
    Indicator,
    YearFigures,
    grade_high,
    grade_low,
    indicators,
)
from danabergulir.domain.policy.lateness import DEFAULT_CLASSES, CollectabilityClass
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.money import NIL, Rupiah, format_percent, split, total
from worked.figures import cases

_PORTFOLIO = cases("peer_portfolio")
_SHARES = cases("peer_shares")
_NO_FIGURES = YearFigures(NIL, NIL, NIL, NIL, 12)


def _by_name(loans, year=_NO_FIGURES) -> dict[str, Indicator]:
    return {item.name: item for item in indicators(loans, year, DEFAULT_POLICY)}


@pytest.mark.parametrize(
    ("name", "sign"), [("PAR1", "PAR>0"), ("PAR30", "PAR>30"), ("PAR60", "PAR>60"), ("PAR90", "PAR>90")]
)
def test_portfolio_at_risk_by_days_takes_the_whole_balance_of_late_loans(name, sign):
    """A loan late by exactly the limit is not yet at risk; a day more and its whole balance is (PAR-01)."""
    case = _PORTFOLIO["PAR-01-boundaries"]
    loans = [
        Exposure(Rupiah(loan["outstanding_principal"]), NIL, 0, loan["oldest_days_late"], str(number))
        for number, loan in enumerate(case["inputs"]["loans"])
    ]
    actual = _by_name(loans)[name]
    assert actual.numerator == case["expected"]["at_risk"][sign]
    assert actual.denominator == case["expected"]["gross_portfolio"]
    assert actual.percent == case["expected"]["ratio_pct"][sign]


def test_a_portfolio_without_loans_has_no_ratio():
    """Nothing lent is neither nought percent nor an error (PAR-03)."""
    actual = _by_name([])
    assert actual["PAR30"].percent is _PORTFOLIO["PAR-03-empty"]["expected"]["PAR30_pct"] is None
    assert actual["PAR"].category == NOT_COMPUTABLE


def test_reserves_follow_the_limits_of_a_policy_with_three_classes():
    """Months 3, 4, 5 and 6 in arrears fall into three classes with their own rates (PROV-03)."""
    case = _PORTFOLIO["PROV-03-ckpn-idr"]
    classes = [
        CollectabilityClass(number, name, first, Fraction(percent))
        for number, (name, first, _, percent) in enumerate(case["inputs"]["classes_months_in_arrears"], start=1)
    ]
    reserves = [
        reserve(Rupiah(loan["outstanding_principal"]), class_of(loan["months"], classes).reserve_percent)
        for loan in case["inputs"]["loans"]
    ]
    assert [amount.value for amount in reserves] == case["expected"]["provision"]
    assert total(reserves).value == case["expected"]["total"]


def test_the_default_rates_are_the_five_of_a_bank():
    """1, 5, 15, 50 and 100 percent of the balances of five classes (PROV-05)."""
    case = _PORTFOLIO["PROV-05-bri-unit"]
    reserves = {
        name: reserve(Rupiah(case["inputs"]["outstanding"][name]), item.reserve_percent).value
        for item in DEFAULT_CLASSES
        for name in [item.name.lower()]
    }
    assert reserves == case["expected"]["provision"]
    assert sum(reserves.values()) == case["expected"]["total"]


def test_the_five_indicators_come_out_as_the_programme_defines_them():
    """Groups with a balance, whole balances at risk, arrears of those at risk, cost coverage, return (UPK-01)."""
    case = _PORTFOLIO["UPK-01-indicators"]
    figures, expected = case["inputs"], case["expected"]
    loans = [
        Exposure(
            Rupiah(group["outstanding_principal"]),
            Rupiah(group["arrears"]),
            group["installments_missed"],
            0,
            str(number),
        )
        for number, group in enumerate(figures["groups"])
        if group["outstanding_principal"]
    ]
    year = YearFigures(
        Rupiah(figures["income_jan_to_month"]),
        Rupiah(figures["cost_jan_to_month"]),
        NIL,
        Rupiah(figures["total_capital"]),
        figures["month"],
    )
    actual = _by_name(loans, year)
    for name in ("LAR", "PAR", "RR", "CCr", "ROI"):
        assert actual[name].percent == expected[f"{name}_pct"]
        assert actual[name].category == expected["grades"][name].split(" ")[0]


@pytest.mark.parametrize("index", range(4))
def test_return_is_carried_to_a_full_year(index):
    """The same profit gives another return by month; December needs no factor (UPK-03)."""
    case = _PORTFOLIO["UPK-03-roi-annualise"]
    profit, capital = Rupiah(case["inputs"]["profit_jan_to_month"]), Rupiah(case["inputs"]["total_capital"])
    year = YearFigures(profit, NIL, NIL, capital, case["inputs"]["months"][index])
    assert _by_name([], year)["ROI"].percent == case["expected"]["ROI_pct"][index]


def test_return_on_the_capital_of_a_real_upk_by_the_month_of_the_report():
    """Three months' profit on its real capital are 4.89 percent a year (REAL-14)."""
    case = _PORTFOLIO["REAL-14-roi"]
    figures = case["inputs"]
    year = YearFigures(Rupiah(figures["profit_to_month"]), NIL, NIL, Rupiah(figures["capital"]), figures["month"])
    assert round(_by_name([], year)["ROI"].percent, 2) == case["expected"]["ROI_pct"]


def test_a_printed_ratio_comes_from_its_parts():
    """98.35 percent is printed where a real worksheet shows 138 (UPK-07)."""
    case = _PORTFOLIO["UPK-07-worksheet-error"]
    year = YearFigures(Rupiah(case["inputs"]["numerator"]), Rupiah(case["inputs"]["denominator"]), NIL, NIL, 12)
    percent = _by_name([], year)["CCr"].percent
    assert round(percent, 2) == case["expected"]["true_ratio_pct"]
    assert format_percent(percent) == "98,35"


def test_the_reserve_uses_the_rate_that_is_printed():
    """Half a percent of the healthy loans, not ten times as much (REAL-10)."""
    case = _PORTFOLIO["REAL-10-printed-rate-vs-used"]
    actual = reserve(Rupiah(case["inputs"]["lancar"]), Fraction(case["inputs"]["printed_rate_pct"]))
    assert actual.value == case["expected"]["right_reserve_lancar"]


@pytest.mark.parametrize(
    ("name", "band", "grade"),
    [
        ("LAR_and_PAR", DEFAULT_POLICY.performance.lar, grade_low),
        ("LAR_and_PAR", DEFAULT_POLICY.performance.par, grade_low),
        ("CCr", DEFAULT_POLICY.performance.ccr, grade_high),
        ("ROI", DEFAULT_POLICY.performance.roi, grade_high),
    ],
)
def test_exactly_a_limit_takes_the_grade_of_the_working_program(name, band, grade):
    """The limits themselves and a hundredth beside them are graded as a working program does (REAL-12)."""
    case = _PORTFOLIO["REAL-12-grades"]
    actual = [grade(Fraction(percent), band) for percent in case["inputs"][name]]
    assert actual == case["expected"][name]


def test_cost_coverage_leaves_out_the_excepted_accounts():
    """Costs of two accounts are taken off before the ratio is made (REAL-13)."""
    case = _PORTFOLIO["REAL-13-ccr-excludes"]
    figures = case["inputs"]
    income, cost = Rupiah(figures["income"]), Rupiah(figures["cost_total"])
    excepted = Rupiah(figures["account_51050"] + figures["account_51060"])
    assert _by_name([], YearFigures(income, cost, excepted, NIL, 12))["CCr"].percent == case["expected"]["CCr_pct"]
    all_costs = _by_name([], YearFigures(income, cost, NIL, NIL, 12))["CCr"].percent
    assert round(all_costs, 2) == case["expected"]["CCr_pct_if_not_excluded"]


def test_member_shares_add_up_to_the_loan():
    """Three equal shares of ten million do not lose a cent, as they do elsewhere (ROUND-13)."""
    case = _SHARES["ROUND-13-TRAP-split"]
    shares = split(Rupiah(case["inputs"]["principal"]), [1] * case["inputs"]["members"])
    assert [share.value for share in shares] == [3_333_334, 3_333_333, 3_333_333]


def test_shares_go_by_the_largest_remainder():
    """Ties go to the first; the sum is always exact (UPK-11)."""
    case = _SHARES["UPK-11-largest-remainder"]
    figures, expected = case["inputs"], case["expected"]
    equal = split(Rupiah(figures["amount"]), [1] * figures["equal_members"])
    weighted = split(Rupiah(figures["and_weighted"]["amount"]), figures["and_weighted"]["weights"])
    assert [share.value for share in equal] == expected["equal"]
    assert [share.value for share in weighted] == expected["weighted"]


def test_a_profit_that_divides_evenly_is_shared_as_allocated():
    """Shares that add up to the profit come out as they are (UPK-09)."""
    case = _SHARES["UPK-09-profit-split"]
    shares = split(Rupiah(case["inputs"]["profit"]), case["inputs"]["allocations"])
    assert [share.value for share in shares] == case["inputs"]["allocations"]
    assert total(shares).value == case["expected"]["sum"]


def test_the_profit_of_a_real_upk_is_shared_ten_thirty_sixty():
    """Environment, social and capital get what the real books show (REAL-11)."""
    case = _SHARES["REAL-11-profit-split"]
    shares = split(Rupiah(case["expected"]["sum"]), case["expected"]["shares_pct"])
    assert [share.value for share in shares] == list(case["inputs"]["allocations"].values())
