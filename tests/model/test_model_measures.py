"""The model's lateness, classes, reserve, indicators and shares against the published figures."""

from datetime import date
from fractions import Fraction

import pytest

from model.books import largest_remainder
from model.indicators import DAYS_LATE, Standing, cost_coverage, grade, indicators, percent, return_on_investment
from model.lateness import (
    DEFAULT_CLASSES,
    LoanClass,
    arrears,
    class_of,
    days_late,
    oldest_unpaid,
    reserve,
    times_missed,
)
from model.schedules import Row, Terms, add_months, schedule
from model.worked_cases import case, day, two_places

LATE_ROWS = [
    Row(1, date(2006, 2, 1), 0, 30),
    *(Row(n, add_months(date(2006, 2, 1), n - 1), 200, 30) for n in range(2, 7)),
]


# Lateness, classes, reserve ------------------------------------------------------------------------------------------


def test_peer_days_late():
    rows = LATE_ROWS
    assert days_late(rows, {"jasa": 10}, date(2006, 2, 5), "pokok_atau_jasa") == 4  # DPD-07
    assert days_late(rows, {}, date(2006, 3, 10), "pokok_atau_jasa") == 37  # DPD-09
    assert arrears(rows, {}, date(2006, 3, 1))["jasa"] == 60  # DPD-11
    assert arrears(rows, {"jasa": 10}, date(2006, 3, 1))["jasa"] == 50
    two = [Row(1, date(2026, 6, 15), 100_000, 0), Row(2, date(2026, 8, 15), 600_000, 15_000)]  # DPD-13
    assert arrears(two, {}, date(2026, 7, 28))["pokok"] == 100_000
    assert days_late(two, {}, date(2026, 7, 28)) == 43
    four = [
        Row(n, day(text), 250, 0) for n, text in enumerate(("2024-01-01", "2024-01-31", "2024-03-01", "2024-03-31"))
    ]
    assert (arrears(four, {}, date(2024, 3, 5))["pokok"], days_late(four, {}, date(2024, 3, 5))) == (750, 64)  # DPD-05


@pytest.mark.parametrize("rounding", ["round", "ceil", "floor"])
def test_worth_of_instalments_by_three_roundings(rounding):
    one = case("peer_lateness", "PROV-07-month-rounding")
    rows = [Row(number, date(2023, number, 1), 1_000_000, 0) for number in range(1, 13)]
    direction = {"round": "terdekat", "ceil": "atas", "floor": "bawah"}[rounding]
    for overdue, expected in zip(one["inputs"]["overdue_principal"], one["expected"][rounding], strict=True):
        paid = {"pokok": 12_000_000 - overdue}
        assert times_missed(rows, paid, date(2023, 12, 31), "setara_angsuran", rounding=direction) == expected


def upk_loans():
    """The 24 loans of a real UPK at the end of 2022 as (rows, paid, case row)."""
    for loan in case("upk_a", "REAL-05-arrears-dec")["inputs"]["loans"]:
        terms = Terms(
            loan["principal"], loan["months"], Fraction("1.45"), day(loan["disbursed"]), deposit_rate=Fraction("0.05")
        )
        yield schedule(terms), {"pokok": loan["principal_paid"]}, loan


END_2022 = date(2022, 12, 31)


def test_arrears_of_a_real_upk():
    late = []
    for rows, paid, loan in upk_loans():
        owed = arrears(rows, paid, END_2022)["pokok"]
        if owed:
            late.append(
                {
                    "loan": loan["loan"],
                    "outstanding": loan["principal"] - loan["principal_paid"],
                    "arrears": owed,
                    "installments_missed": times_missed(rows, paid, END_2022),
                    "oldest_unpaid_due": oldest_unpaid(rows, paid, END_2022).isoformat(),
                    "days_late": days_late(rows, paid, END_2022),
                }
            )
    assert late == case("upk_a", "REAL-05-arrears-dec")["expected"]["loans_in_arrears"]
    assert sum(one["arrears"] for one in late) == 44_700_600  # upk-a-arrears-2022-12-31


def test_ratios_of_a_real_upk():
    one = case("upk_a", "upk-a-ratios-2022")
    standings = [
        Standing(
            str(loan["loan"]),
            loan["principal"] - loan["principal_paid"],
            arrears(rows, paid, END_2022)["pokok"],
            times_missed(rows, paid, END_2022),
            days_late(rows, paid, END_2022),
        )
        for rows, paid, loan in upk_loans()
    ]
    given = one["inputs"]
    found = indicators(standings, given["pendapatan"], given["biaya"], given["modal_awal"], 12)
    expected = one["expected"]
    for name, printed in expected["reading_B_3_or_more_instalments_not_fully_paid"].items():
        if name.endswith("_pct"):
            assert two_places(found[name.removesuffix("_pct")][2]) == float(printed)
    assert two_places(found["CCr"][2]) == float(expected["CCr_pct"])
    assert two_places(found["ROI"][2]) == float(expected["ROI_pct"])
    assert [found[name][3] for name in ("LAR", "PAR", "RR", "CCr", "ROI")] == [*["memuaskan"] * 4, "minimum"]


def test_classes_and_reserves_of_a_real_upk():
    one = case("upk_a", "REAL-07-lu02-dec")["expected"]
    rates = (Fraction("0.5"), Fraction("0.5"), Fraction(10), Fraction(50), Fraction(100))
    local = [
        LoanClass(n, "", start, rate) for n, (start, rate) in enumerate(zip((0, 2, 3, 6, 9), rates, strict=True), 1)
    ]
    for classes, expected in (
        (local, one["classes"]),
        (DEFAULT_CLASSES, one["classes_if_one_missed_is_perhatian_khusus"]),
    ):
        balances = [0] * 5
        for rows, paid, loan in upk_loans():
            number = class_of(times_missed(rows, paid, END_2022), days_late(rows, paid, END_2022), classes).number
            balances[number - 1] += loan["principal"] - loan["principal_paid"]
        assert balances == list(expected.values())
    assert (
        sum(reserve(balance, rate) for balance, rate in zip(one["classes"].values(), rates, strict=True))
        == one["reserve"]
    )


def test_class_limits_of_a_real_upk():
    one = case("upk_a", "upk-a-kolek-rule")
    short = {"Lancar": "lancar", "Dalam Perhatian Khusus": "DPK", "Kurang Lancar": "KL", "Diragukan": "D", "Macet": "M"}
    found = [short[class_of(count, 0).name] for count in one["inputs"]["test_counts"]]
    assert found == one["expected"]["original"]


def test_training_reserve():
    one = case("programme_rules", "p2kp-training-reserve-jan")
    found = [
        reserve(balance, rate)
        for balance, rate in zip(one["inputs"]["saldo"].values(), (1, 5, 15, 50, 100), strict=True)
    ]
    assert found == list(one["expected"]["cadangan"].values())
    assert sum(found) == one["expected"]["total"]
    assert reserve(883_564_400, Fraction("0.5")) == 4_417_822  # REAL-10
    bank = case("peer_portfolio", "PROV-05-bri-unit")
    rates = bank["inputs"]["rates_pct"]
    assert {name: reserve(balance, rates[name]) for name, balance in bank["inputs"]["outstanding"].items()} == bank[
        "expected"
    ]["provision"]


# Indicators and shares -----------------------------------------------------------------------------------------------


def test_constructed_indicators_of_the_programme():
    one = case("peer_portfolio", "UPK-01-indicators")
    given, expected = one["inputs"], one["expected"]
    standings = [
        Standing(group["ksm"], group["outstanding_principal"], group["arrears"], group["installments_missed"], 0)
        for group in given["groups"]
    ]
    found = indicators(
        standings, given["income_jan_to_month"], given["cost_jan_to_month"], given["total_capital"], given["month"]
    )
    for name in ("LAR", "PAR", "RR", "CCr", "ROI"):
        assert two_places(found[name][2]) == float(expected[f"{name}_pct"])
        assert found[name][3] == expected["grades"][name].split()[0]


def test_par_by_days_and_nothing_to_divide():
    one = case("peer_portfolio", "PAR-01-boundaries")
    loans = one["inputs"]["loans"]
    standings = [Standing(loan["id"], loan["outstanding_principal"], 0, 0, loan["oldest_days_late"]) for loan in loans]
    found = indicators(standings, 0, 0, 0, 1)
    for ours, theirs in {"PAR1": "PAR>0", "PAR30": "PAR>30", "PAR60": "PAR>60", "PAR90": "PAR>90"}.items():
        assert found[ours][0] == one["expected"]["at_risk"][theirs]
        assert two_places(found[ours][2]) == float(one["expected"]["ratio_pct"][theirs])
    assert set(DAYS_LATE) <= set(found)
    empty = indicators([], 0, 0, 0, 1)
    assert {empty[name][2] for name in empty} == {None}
    assert empty["LAR"][3] == "tidak dapat dihitung"


def test_grades_and_single_ratios():
    one = case("peer_portfolio", "REAL-12-grades")
    for name, key in (("LAR", "LAR_and_PAR"), ("PAR", "LAR_and_PAR"), ("CCr", "CCr"), ("ROI", "ROI")):
        assert [grade(name, Fraction(value)) for value in one["inputs"][key]] == one["expected"][key]
    months = case("peer_portfolio", "UPK-03-roi-annualise")
    found = [percent(*return_on_investment(2_400_000, 60_000_000, month)) for month in months["inputs"]["months"]]
    assert found == [Fraction(value) for value in months["expected"]["ROI_pct"]]
    assert two_places(percent(*return_on_investment(10_500_000, 859_548_616, 3))) == 4.89  # REAL-14
    assert percent(*cost_coverage(20_000_000, 18_000_000, 2_000_000)) == 125  # REAL-13


def test_shares_of_a_profit():
    one = case("upk_a", "upk-a-labarugi-2022")
    expected = one["expected"]
    found = largest_remainder(expected["laba_bersih"], list(one["inputs"]["split_pct"].values()))
    assert found == [expected["UPL"], expected["UPS"], expected["modal_dari_laba"]]
    shares = case("peer_shares", "UPK-11-largest-remainder")["expected"]
    assert largest_remainder(1_000_000, [1, 1, 1]) == shares["equal"]
    assert largest_remainder(100, [1, 1, 1, 4]) == shares["weighted"]
