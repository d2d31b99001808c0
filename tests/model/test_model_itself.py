"""The model's schedules, receipts and late fees against the published figures, and what must hold for any loan."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.allocation import PARTS, allocate, open_rows, still_asked
from model.late_fees import FeeMeter, FeeRule
from model.lateness import arrears
from model.schedules import (
    DAYS_PER_INSTALMENT,
    Row,
    Terms,
    add_months,
    annuity,
    due_date,
    effective_rate,
    loan_rate,
    saved_with,
    schedule,
)
from model.worked_cases import case, cases, day

# Schedules and due dates ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", cases("peer_schedules"), ids=lambda one: one["id"])
def test_peer_schedule(one):
    scale = 10 ** one["decimals"]
    terms = one["terms"]
    rows = schedule(
        Terms(
            principal=terms["principal"] * scale,
            term=terms["term"],
            rate=Fraction(terms["rate_percent"]) / (12 if terms["per"] == "year" else 1),
            disbursed=day(terms["disbursed"]),
            method=terms["method"],
            grace=terms["grace"],
            step=int(Decimal(terms["step"]) * scale),
            direction=terms["direction"],
            part=terms["part"],
        )
    )
    for expected in one["rows"]:
        row = rows[expected["no"] - 1]
        assert row.due == day(expected["due"])
        assert row.principal == Decimal(expected["principal"]) * scale
        assert row.jasa == Decimal(expected["jasa"]) * scale
    assert sum(row.principal for row in rows) == terms["principal"] * scale


@pytest.mark.parametrize("identity", ["DATE-01-31", "DATE-03-28", "DATE-17-plain-month"])
def test_monthly_due_dates(identity):
    one = case("peer_due_dates", identity)
    expected = [day(text) for text in one["expected"]["due_dates"]]
    terms = Terms(12, len(expected), Fraction(0), day(one["inputs"]["start"]))
    assert [due_date(terms, number) for number in range(1, len(expected) + 1)] == expected


def test_biweekly_due_dates():
    one = case("peer_due_dates", "DATE-15-biweekly")
    terms = Terms(12, 6, Fraction(0), day(one["inputs"]["start"]), frequency="dua-mingguan")
    assert [row.due.isoformat() for row in schedule(terms)] == one["expected"]["due_dates"]


def test_due_dates_from_a_given_first_one():
    expected = case("peer_due_dates", "DATE-05-same-day")["expected"]
    terms = Terms(12, 12, Fraction(0), date(2022, 9, 1), first_due=day(expected["first"]))
    rows = schedule(terms)
    assert [rows[place].due.isoformat() for place in (0, 1, 11)] == list(expected.values())


def test_due_date_on_a_day_off_moves_on():
    off = frozenset({date(2026, 3, 20), date(2026, 3, 21)})
    terms = Terms(12, 3, Fraction(0), date(2026, 1, 20), days_off=off)
    assert [row.due for row in schedule(terms)] == [date(2026, 2, 20), date(2026, 3, 22), date(2026, 4, 20)]


def test_instalments_of_a_real_upk():
    for loan in case("upk_a", "REAL-01-installments")["expected"]["rows"]:
        rows = schedule(
            Terms(
                loan["principal"],
                loan["months"],
                Fraction("1.45"),
                day(loan["disbursed"]),
                deposit_rate=Fraction("0.05"),
            )
        )
        first, last = rows[0], rows[-1]
        assert (first.principal, last.principal) == (loan["installment_principal"], loan["last_principal"])
        assert (first.jasa, first.deposit) == (loan["jasa_1_45_pct"], loan["bop_0_05_pct"])


def test_totals_of_flat_loans():
    one = case("peer_loan_totals", "FLAT-09-idr")["expected"]
    rows = schedule(Terms(9_000_000, 12, Fraction(1), date(2023, 1, 1)))
    assert sum(row.jasa for row in rows) == one["total_interest"]
    assert {row.principal + row.jasa for row in rows} == {one["installment"]}
    trap = case("peer_loan_totals", "REAL-15-card-interest-trap")["expected"]
    assert schedule(Terms(12_000_000, 12, Fraction("1.5"), date(2023, 1, 1)))[0].jasa == trap["right_jasa_per_month"]
    siupk = case("programme_rules", "new-siupk-flat-12m")["expected"]
    rows = schedule(Terms(12_000_000, 12, Fraction(1), date(2023, 1, 1)))
    assert (rows[0].principal, rows[0].jasa) == (siupk["pokok"], siupk["jasa"])


@pytest.mark.parametrize(
    ("principal", "yearly", "term", "payment"),
    [(200_000, "7.5", 180, 1854.0247200054619), (10_000, "8", 10, 1037.03), (5_000, "6", 15, 346.82)],
)
def test_annuity_payments_of_spreadsheets(principal, yearly, term, payment):
    assert float(annuity(principal, Fraction(yearly) / 1200, term)) == pytest.approx(payment, abs=0.006)


def test_effective_rates():
    xirr = case("peer_effective_rate", "EIR-15-xirr")
    flows = [(day(flow["date"]), flow["amount"]) for flow in xirr["inputs"]["cashflows"]]
    assert effective_rate(flows) == pytest.approx(float(xirr["expected"]["xirr"]), abs=1e-6)
    flat = case("peer_effective_rate", "EIR-19-flat-by-dates")
    rows = schedule(Terms(10_000_000, 10, Fraction("1.5"), day(flat["inputs"]["disbursed"])))
    rate = loan_rate(10_000_000, day(flat["inputs"]["disbursed"]), rows)
    assert rate * 100 == pytest.approx(float(flat["expected"]["xirr_pct"]), abs=1e-3)


# Receipts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("identity", ["PAY-01-exact", "PAY-03-over"])
def test_peer_receipts_without_charges(identity):
    one = case("peer_payments", identity)
    rows = schedule(Terms(3000, 3, Fraction(0), date(2023, 1, 1)))
    payment = one["inputs"]["payment"]
    parts, left = allocate(payment["amount"], day(payment["date"]), rows, {})
    assert (parts["pokok"], parts["jasa"], left) == (one["expected"]["allocation"]["principal"], 0, 0)


def test_a_penalty_is_paid_first():
    one = case("peer_payments", "PAY-09-early-future-penalty")["expected"]["allocation"]
    rows = schedule(Terms(3000, 3, Fraction(0), date(2023, 1, 1)))
    parts, _ = allocate(500, date(2023, 1, 15), rows, {}, fee_owed=50)
    assert (parts["denda"], parts["pokok"]) == (one["penalty"], one["principal"])


def test_part_payments_of_jendi():
    one = case("programme_rules", "jendi-payment-order")
    rows = schedule(Terms(1_500_000, 12, Fraction("1.5"), date(2023, 1, 1)))
    paid = dict.fromkeys(PARTS, 0)
    for number, (amount, expected) in enumerate(zip(one["inputs"]["payments"], one["expected"], strict=True), 1):
        # Each example stands on its own instalment: what the one before left open is not asked again here.
        paid |= {"jasa": (number - 1) * 22_500, "pokok": (number - 1) * 125_000}
        parts, left = allocate(amount, rows[number - 1].due, rows, paid)
        assert (parts["jasa"], parts["pokok"], left) == (expected["jasa"], expected["pokok"], 0)


def test_a_group_that_lets_principal_slip():
    one = case("upk_a", "upk-a-partpay")
    rows = schedule(Terms(36_000_000, 12, Fraction("1.5"), date(2022, 4, 1)))
    paid = dict.fromkeys(PARTS, 0)
    for receipt, expected in zip(one["inputs"]["cash_received"], one["expected"]["split"], strict=True):
        slip = expected["jasa_incl_bop"] - 540_000  # the source's own slip of Rp200, typed by hand
        parts, left = allocate(receipt["total"] - slip, day(receipt["tgl"]), rows, paid)
        assert (parts["pokok"], parts["jasa"], left) == (expected["pokok"], 540_000, 0)
        for part in PARTS:
            paid[part] += parts[part]
    end = date(2022, 12, 31)
    assert paid["pokok"] == one["expected"]["total_pokok"]
    assert arrears(rows, paid, end)["pokok"] == one["expected"]["tunggakan_pokok_2022_12_31"]


# Late fees -----------------------------------------------------------------------------------------------------------


def fee(rule, rows, principal, start, end):
    """What an unpaid loan has been charged by a day."""
    meter = FeeMeter(metered_to=start)
    meter.run(end, rule, rows, {}, principal, principal)
    return meter.total()


LATE_ROWS = [
    Row(1, date(2006, 2, 1), 0, 30),
    *(Row(n, add_months(date(2006, 2, 1), n - 1), 200, 30) for n in range(2, 7)),
]


def test_peer_late_fees():
    start = date(2006, 1, 1)
    late = case("peer_payments", "PAY-13-late8")["expected"]["late_fee_paid"]
    on_loan = FeeRule("per_hari", percent=Fraction("0.3"), base="pokok_pinjaman", component="keduanya")
    assert fee(on_loan, LATE_ROWS, 1000, start, date(2006, 2, 9)) == late
    overdue = case("peer_payments", "PAY-17-overdue-principal")["expected"]["late_fee_paid"]
    on_overdue = FeeRule("per_hari", percent=Fraction("0.3"))
    assert fee(on_overdue, LATE_ROWS, 1000, start, date(2006, 3, 9)) == overdue
    tolerant = FeeRule("per_hari", percent=Fraction(1), tolerance=5, component="keduanya")
    assert fee(tolerant, LATE_ROWS, 1000, start, date(2006, 2, 6)) == 0
    charged = FeeRule("per_hari", rupiah=1, tolerance=5, component="keduanya", charge_tolerance=True)
    assert fee(charged, LATE_ROWS, 1000, start, date(2006, 2, 8)) == 7
    once = FeeRule("per_angsuran", percent=Fraction("1.5"))
    rows = schedule(Terms(3000, 3, Fraction(1), date(2023, 1, 1), step=1))
    assert fee(once, rows, 3000, date(2023, 1, 1), date(2023, 5, 1)) == 45  # 15 for each of three, PAY-25


@pytest.mark.parametrize("base", ["tunggakan_pokok", "saldo_pokok", "pokok_pinjaman", "tunggakan_pokok_dan_jasa"])
def test_a_fee_in_rupiah_does_not_depend_on_the_base(base):
    rows = schedule(Terms(1_200_000, 12, Fraction("1.5"), date(2023, 1, 10)))
    rule = FeeRule("per_angsuran", rupiah=10_000, base=base)
    assert fee(rule, rows, 1_200_000, date(2023, 1, 10), date(2023, 6, 11)) == 50_000


# Properties ----------------------------------------------------------------------------------------------------------


@st.composite
def any_terms(draw):
    """The terms of any loan a fund may lend."""
    term = draw(st.integers(1, 30))
    return Terms(
        principal=draw(st.integers(1, 300_000)) * draw(st.sampled_from([1, 100, 1000])),
        term=term,
        rate=Fraction(draw(st.integers(0, 300)), 100),
        disbursed=date(2020, 1, 1) + timedelta(days=draw(st.integers(0, 2000))),
        deposit_rate=Fraction(draw(st.integers(0, 20)), 100),
        method=draw(st.sampled_from(["flat", "menurun", "anuitas"])),
        frequency=draw(st.sampled_from(["bulanan", *DAYS_PER_INSTALMENT])),
        grace=draw(st.integers(0, term - 1)),
        step=draw(st.sampled_from([1, 100, 500, 1000])),
        direction=draw(st.sampled_from(["atas", "bawah", "terdekat"])),
        part=draw(st.sampled_from(["komponen", "angsuran"])),
        saving_percent=Fraction(draw(st.sampled_from([0, 5]))),
    )


@given(any_terms())
@settings(max_examples=100, deadline=None)
def test_a_schedule_adds_up_and_has_no_negative_row(terms):
    rows = schedule(terms)
    assert sum(row.principal for row in rows) == terms.principal
    assert all(min(row.principal, row.jasa, row.deposit, row.saving) >= 0 for row in rows)
    assert [row.due for row in rows] == sorted({row.due for row in rows})


@given(any_terms(), st.lists(st.tuples(st.integers(0, 900), st.integers(1, 20_000_000)), max_size=6))
@settings(max_examples=100, deadline=None)
def test_receipts_of_any_days_fill_the_schedule_and_no_more(terms, receipts):
    rows, paid = schedule(terms), dict.fromkeys(PARTS, 0)
    for offset, amount in sorted(receipts):
        when = terms.disbursed + timedelta(days=offset)
        room = still_asked(rows, paid)
        parts, left = allocate(
            amount, when, rows, paid, saving=lambda repaid: saved_with(rows, repaid, terms.saving_percent)
        )
        assert sum(parts.values()) + left == amount
        assert left == max(0, amount - room)
        for part in PARTS:
            paid[part] += parts[part]
    for part in PARTS:
        assert paid[part] + sum(unpaid[part] for _, unpaid in open_rows(rows, paid)) == sum(
            row.asked(part) for row in rows
        )


@given(any_terms(), st.integers(0, 400), st.integers(1, 9_000_000), st.integers(1, 9_000_000))
@settings(max_examples=60, deadline=None)
def test_two_receipts_of_a_day_come_to_the_same_as_one(terms, offset, first, second):
    rows, when = schedule(terms), terms.disbursed + timedelta(days=offset)
    together, _ = allocate(first + second, when, rows, {})
    one, _ = allocate(first, when, rows, {})
    other, _ = allocate(second, when, rows, one)
    assert {part: one[part] + other[part] for part in PARTS} == {part: together[part] for part in PARTS}
