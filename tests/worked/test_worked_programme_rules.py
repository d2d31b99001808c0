"""Rules of the programme's own papers: training book, standard procedure, payment order, chart of accounts."""

from datetime import date
from fractions import Fraction

import pytest

from danabergulir.domain.accounts import URBAN_CHART, AccountClass, Chart, Role
from danabergulir.domain.loans.allocation import allocate
from danabergulir.domain.loans.collectability import class_of, reserve
from danabergulir.domain.loans.indicators import Grade, grade_high, grade_low
from danabergulir.domain.loans.schedule import build_schedule
from danabergulir.domain.loans.terms import LoanTerms, Paid
from danabergulir.domain.policy.lateness import DEFAULT_CLASSES
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.money import Direction, Rate, Rounding, Rupiah, total
from worked.figures import cases

_CASES = cases("programme_rules")
_UP_TO_100 = Rounding(100, Direction.UP)


def test_the_training_book_reserves_2_950_000():
    """Each class's reserve and their sum are those of the programme's example."""
    case = _CASES["p2kp-training-reserve-jan"]
    reserves = [
        reserve(Rupiah(balance), item.reserve_percent)
        for balance, item in zip(case["inputs"]["saldo"].values(), DEFAULT_CLASSES, strict=True)
    ]
    assert [item.reserve_percent for item in DEFAULT_CLASSES] == list(case["inputs"]["rates_pct"].values())
    assert [amount.value for amount in reserves] == list(case["expected"]["cadangan"].values())
    assert total(reserves).value == case["expected"]["total"] == 2_950_000


def test_the_training_classes_are_reached_by_their_missed_counts():
    """Loans with 0, 2, 4, 7 and 10 missed instalments carry the same reserve through their class."""
    case = _CASES["p2kp-training-reserve-jan"]
    reserves = [
        reserve(Rupiah(balance), class_of(missed, DEFAULT_CLASSES).reserve_percent)
        for missed, balance in zip((0, 2, 4, 7, 10), case["inputs"]["saldo"].values(), strict=True)
    ]
    assert total(reserves).value == case["expected"]["total"]


def test_a_part_payment_settles_jasa_before_principal():
    """Three payments, each on the due date of its instalment, are split as in Jendi."""
    case = _CASES["jendi-payment-order"]
    figures = case["inputs"]
    loan = figures["example_loan"]
    disbursed_on, rate = date(2018, 1, 10), Rate.percent(loan["jasa_pct"])
    schedule = build_schedule(LoanTerms(Rupiah(loan["plafon"]), loan["tenor"], rate, disbursed_on, _UP_TO_100))
    assert (schedule[0].principal.value, schedule[0].jasa.value) == tuple(figures["angsuran"].values())
    paid, actual = Paid(), []
    for line, amount in zip(schedule, figures["payments"], strict=False):
        got = allocate(Rupiah(amount), schedule, paid, line.due_on, DEFAULT_POLICY.allocation.order)
        actual.append({"jasa": got.jasa.value, "pokok": got.principal.value})
        paid += Paid(got.principal, got.jasa)
    assert actual == case["expected"]


@pytest.mark.parametrize("name", ["LAR", "PAR", "CCr", "ROI", "RR"])
def test_the_bands_are_those_of_the_standard_procedure(name):
    """Inside each band and just beyond its printed limits the grade is the procedure's."""
    expected = _CASES["pob-2013-formulas"]["expected"]
    band = getattr(DEFAULT_POLICY.performance, name.lower())
    grade = grade_low if name in ("LAR", "PAR") else grade_high
    lower, upper = (Fraction(limit) for limit in expected["minimum"][name].split("-"))
    assert {band.satisfactory, band.minimum} == {lower, upper}
    little = Fraction(1, 1000)
    inside = [grade(percent, band) for percent in (lower + little, upper - little)]
    outside = [grade(percent, band) for percent in (lower - little, upper + little)]
    assert inside == [Grade.MINIMUM, Grade.MINIMUM]
    best_first = [Grade.SATISFACTORY, Grade.HELD]
    assert outside == (best_first if expected["memuaskan"][name].startswith("<") else best_first[::-1])


def test_the_first_class_has_no_arrears_and_the_risk_starts_at_three():
    """Class 1 is a loan without a missed instalment; three missed ones are at risk."""
    assert class_of(0, DEFAULT_CLASSES).number == 1
    assert class_of(1, DEFAULT_CLASSES).number == 2
    assert ">= 3" in _CASES["pob-2013-formulas"]["inputs"]["LAR"]
    assert DEFAULT_POLICY.risk.missed_from == 3


def test_a_flat_year_of_a_rural_program_comes_out():
    """Twelve million at twelve percent a year is a million and 120,000 a month."""
    case = _CASES["new-siupk-flat-12m"]
    figures, expected = case["inputs"], case["expected"]
    rate = Rate.percent(Fraction(figures["jasa_pct_per_year"], 12))
    terms = LoanTerms(Rupiah(figures["plafon"]), figures["tenor"], rate, date(2024, 1, 1), _UP_TO_100)
    schedule = build_schedule(terms)
    assert {line.principal.value for line in schedule} == {expected["pokok"]}
    assert {line.jasa.value for line in schedule} == {expected["jasa"]}
    assert {line.amount.value for line in schedule} == {expected["angsuran"]}
    assert total([line.jasa for line in schedule]).value == expected["total_jasa"]


def test_every_account_of_a_real_urban_chart_is_in_the_built_in_one():
    """The codes of UPK-BKM Lestari, Kudu, are ours, in the class their first digit says."""
    chart = Chart(URBAN_CHART)
    class_of_digit = dict(zip("12345", AccountClass, strict=True))
    for code in _CASES["kudu-chart-of-accounts"]["expected"]:
        assert chart[code].account_class is class_of_digit[code[0]]
    assert chart.with_role(Role.RECEIVABLE).code == "11030"
    assert chart.with_role(Role.SAVINGS_BANK).code == "11022"
