"""Schedules, due dates and effective rates that other programs and text books print come out to the last unit.

Cases of the same collection that do not apply, each because its source follows another convention:

* FLAT-05, ROUND-09 B, ROUND-11: principal is divided anew over what is left; ours is rounded once.
* FLAT-07, DEP-05: seasonal shares and balloons; ours has equal parts.
* FLAT-03: its fee on principal and jasa together is left out; principal and jasa are run.
* ROUND-07: ties to even, and the last row takes a remainder of jasa; ours takes a half up and only the rest of pokok.
* DEP-03, GRACE-11, ANN-23: the days of each period are counted; ours has equal periods.
* GRACE-05: jasa is forgiven in the grace month; ours is collected.
* GRACE-07, ANN-17, ANN-21: the annuity is worked out anew on each balance; ours once.
* ANN-11, ANN-15, ANN-19: paid in advance, term from a fixed amount, remainder in the first row.
* EIR-01 to EIR-13, EIR-17, EIR-21, EIR-23: nominal or equal-period rates; ours goes by dates on a 365-day year.
"""

from datetime import date
from fractions import Fraction

import pytest

from danabergulir.dates import Frequency, nth_due
from danabergulir.domain.loans.schedule import Instalment, build_schedule, effective_annual_percent, on_working_days
from danabergulir.domain.loans.terms import LoanTerms
from danabergulir.domain.policy.calendar import CalendarRules, calendar_of
from danabergulir.domain.policy.choices import Method, RoundedPart, Shift, Weekday
from danabergulir.money import NIL, Direction, Rate, Rounding, Rupiah, total
from worked.figures import cases, whole

_SCHEDULES = cases("peer_schedules")
_TOTALS = cases("peer_loan_totals")
_DUE_DATES = cases("peer_due_dates")
_RATES = cases("peer_effective_rate")
_ANY_DAY = date(2024, 1, 31)
_NEAREST_UNIT = Rounding(1, Direction.NEAREST)


def _terms(figures, decimals) -> LoanTerms:
    per_month = Fraction(figures["rate_percent"]) / (12 if figures["per"] == "year" else 1)
    return LoanTerms(
        Rupiah(whole(figures["principal"], decimals)),
        figures["term"],
        Rate.percent(per_month),
        date.fromisoformat(figures["disbursed"]),
        Rounding(whole(figures["step"], decimals), Direction(figures["direction"])),
        method=Method(figures["method"]),
        rounded_part=RoundedPart(figures["part"]),
        grace=figures["grace"],
    )


@pytest.mark.parametrize("case_id", _SCHEDULES)
def test_a_published_schedule_comes_out_row_by_row(case_id):
    """Number, due date, principal and jasa of every printed row are ours too."""
    case = _SCHEDULES[case_id]
    schedule = build_schedule(_terms(case["terms"], case["decimals"]))
    actual = {line.number: (line.due_on.isoformat(), line.principal.value, line.jasa.value) for line in schedule}
    for row in case["rows"]:
        expected = (row["due"], whole(row["principal"], case["decimals"]), whole(row["jasa"], case["decimals"]))
        assert actual[row["no"]] == expected
    assert len(schedule) == case["rows"][-1]["no"]


def test_a_flat_rupiah_loan_has_the_totals_of_the_text_book():
    """Nine million at one percent over a year costs 1,080,000 and is repaid with 840,000 a month (FLAT-09)."""
    case = _TOTALS["FLAT-09-idr"]
    schedule = build_schedule(LoanTerms(Rupiah(9_000_000), 12, Rate.percent(1), _ANY_DAY, _NEAREST_UNIT))
    assert {line.amount.value for line in schedule} == {case["expected"]["installment"]}
    assert total([line.jasa for line in schedule]).value == case["expected"]["total_interest"]
    assert total([line.amount for line in schedule]).value == case["expected"]["total_due"]


def test_principal_at_the_end_is_a_grace_up_to_the_last_instalment():
    """A loan paid back at once carries jasa every month and all principal in the last (FLAT-11)."""
    expected = _TOTALS["FLAT-11-bullet"]["expected"]
    schedule = build_schedule(LoanTerms(Rupiah(400_000), 4, Rate.percent(4), _ANY_DAY, _NEAREST_UNIT, grace=3))
    assert [line.jasa.value for line in schedule] == [expected["interest_each_month"]] * 4
    assert [line.principal.value for line in schedule] == [0, 0, 0, expected["principal_month_4"]]
    assert total([line.jasa for line in schedule]).value == expected["total_interest"]


def _annuity(figures, decimals) -> tuple[Instalment, ...]:
    per_month = Fraction(figures["annual_rate_pct"]) / 12
    principal = Rupiah(whole(figures["principal"], decimals))
    terms = LoanTerms(
        principal, figures["months"], Rate.percent(per_month), _ANY_DAY, _NEAREST_UNIT, method=Method.ANNUITY
    )
    return build_schedule(terms)


@pytest.mark.parametrize("case_id", ["ANN-05", "ANN-08", "ANN-10"])
def test_the_level_instalment_is_the_one_of_the_spreadsheets(case_id):
    """The instalment of an annuity agrees with PMT to eight decimals, or to all that are printed."""
    case = _TOTALS[case_id]
    printed = case["expected"]["installment"]
    decimals = 8 if printed.denominator > 100 else 2
    instalment = _annuity(case["inputs"], decimals)[0].amount
    assert instalment == _NEAREST_UNIT.round(printed * 10**decimals)


def test_the_jasa_of_a_stretch_is_the_one_of_cumipmt():
    """Jasa of the fourth to sixth instalment together agrees with CUMIPMT (ANN-13)."""
    case = _TOTALS["ANN-13-cumipmt"]
    schedule = _annuity(case["inputs"], 6)
    jasa = total([line.jasa for line in schedule[3:6]])
    assert Rounding(10_000, Direction.NEAREST).round(jasa).value == whole(
        case["expected"]["interest_periods_4_to_6"], 6
    )


def test_the_base_is_rounded_once_and_the_last_takes_the_rest():
    """A thousand in six parts is five times 167 and 165 (ROUND-09 A)."""
    expected = _TOTALS["ROUND-09-two-conventions"]["expected"]
    schedule = build_schedule(LoanTerms(Rupiah(1000), 6, Rate.percent(0), _ANY_DAY, _NEAREST_UNIT))
    assert [line.principal.value for line in schedule] == expected["A_principal"]


def test_jasa_is_worked_out_on_the_loan_and_not_on_one_instalment():
    """Twelve million at 1.5 percent carries 180,000 a month, not the 15,000 of a faulty loan card (REAL-15)."""
    case = _TOTALS["REAL-15-card-interest-trap"]
    figures = case["inputs"]
    rate = Rate.percent(figures["jasa_pct_per_month"])
    terms = LoanTerms(Rupiah(figures["principal"]), figures["months"], rate, _ANY_DAY, _NEAREST_UNIT)
    first = build_schedule(terms)[0]
    assert first.jasa.value == case["expected"]["right_jasa_per_month"]
    assert first.amount.value == case["expected"]["right_installment"]


@pytest.mark.parametrize("case_id", ["DATE-01-31", "DATE-03-28", "DATE-15-biweekly", "DATE-17-plain-month"])
def test_due_dates_keep_the_day_they_started_from(case_id):
    """A short month shortens only itself; a fortnight is fourteen days."""
    case = _DUE_DATES[case_id]
    frequency = Frequency.FORTNIGHTLY if case["inputs"]["every"] == "14 days" else Frequency.MONTHLY
    start = date.fromisoformat(case["inputs"]["start"])
    expected = case["expected"]["due_dates"]
    assert [nth_due(start, n, frequency).isoformat() for n in range(1, len(expected) + 1)] == expected


@pytest.mark.parametrize("case_id", ["DATE-05-same-day", "DATE-07-end-of-month"])
def test_an_agreed_first_due_date_is_the_anchor_of_the_others(case_id):
    """From the 17th they all fall on the 17th; from a month's end they all fall on a month's end."""
    case = _DUE_DATES[case_id]
    expected = case["expected"]
    first_due = date.fromisoformat(expected["first"])
    terms = LoanTerms(Rupiah(1_200_000), 12, Rate.percent(1), date(2022, 10, 1), _NEAREST_UNIT, first_due_on=first_due)
    due = [line.due_on.isoformat() for line in build_schedule(terms)]
    assert (due[0], due[1], due[-1]) == (expected["first"], expected["second"], expected["last"])


@pytest.mark.parametrize("case_id", ["DATE-09-saturday", "DATE-11-holiday", "DATE-13-no-drift"])
def test_days_off_move_a_due_date_and_never_the_ones_after_it(case_id):
    """Weekends and a listed holiday move to the next working day, each from the day agreed."""
    case = _DUE_DATES[case_id]
    inputs, expected = case["inputs"], case["expected"]["due_dates"]
    holidays = tuple(date.fromisoformat(day) for day in inputs["holidays"])
    rules = CalendarRules(holidays, tuple(Weekday(word) for word in inputs["weekend"]), Shift.FORWARD)
    start = date.fromisoformat(inputs["start"])
    schedule = build_schedule(LoanTerms(Rupiah(1_200_000), len(expected), Rate.percent(1), start, _NEAREST_UNIT))
    moved = on_working_days(schedule, calendar_of([(start, rules)]), start)
    assert [line.due_on.isoformat() for line in moved] == expected


def test_the_effective_rate_is_the_xirr_of_the_spreadsheet():
    """The cash flows of the spreadsheet's own example give its rate (EIR-15)."""
    case = _RATES["EIR-15-xirr"]
    paid_out, *paid_back = case["inputs"]["cashflows"]
    schedule = [
        Instalment(number, date.fromisoformat(flow["date"]), Rupiah(flow["amount"]), NIL)
        for number, flow in enumerate(paid_back, start=1)
    ]
    actual = effective_annual_percent(Rupiah(-paid_out["amount"]), date.fromisoformat(paid_out["date"]), schedule)
    assert actual == Fraction(round(case["expected"]["xirr"] * 10_000), 100)


def test_the_effective_rate_of_a_flat_loan_goes_by_its_dates():
    """Ten months at 1.5 percent flat from 31 January cost 36.64 percent a year (EIR-19)."""
    case = _RATES["EIR-19-flat-by-dates"]
    figures = case["inputs"]
    disbursed_on = date.fromisoformat(figures["disbursed"])
    rate = Rate.percent(figures["flat_monthly_pct"])
    principal = Rupiah(figures["principal"])
    schedule = build_schedule(LoanTerms(principal, figures["months"], rate, disbursed_on, _NEAREST_UNIT))
    assert [line.due_on.isoformat() for line in schedule] == figures["due_dates"]
    assert {line.amount.value for line in schedule} == {figures["installment"]}
    actual = effective_annual_percent(principal, disbursed_on, schedule)
    assert actual == Fraction(round(case["expected"]["xirr_pct"] * 100), 100)
