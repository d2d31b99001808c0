"""Receipts, denda, reversals and longer terms, as other programs work them out.

Parts of the same collection that do not apply: charges with a due date of their own (PAY-05, PAY-07, PAY-09 and
PAY-11 are run with the fee as titipan of its instalment and the penalty as denda owed that day); two bases of denda at
once (of PAY-19 each is run by itself); jasa worked out anew when money comes early (PAY-27, PAY-29), because a flat
contract is kept; the write-off of one member's share (PAY-33), because a group answers jointly. In PAY-21 money paid
ahead goes to pokok alone; here it settles the coming instalment, its jasa first.
"""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from danabergulir.domain.journal import Component
from danabergulir.domain.loans.allocation import Allocation, allocate
from danabergulir.domain.loans.penalty import accrued
from danabergulir.domain.loans.rescheduling import OverdueJasa, rescheduled
from danabergulir.domain.loans.schedule import Agreement, AgreementKind, Instalment, build_schedule
from danabergulir.domain.loans.terms import LoanTerms, Paid
from danabergulir.domain.policy.choices import PenaltyBase, PenaltyWay
from danabergulir.domain.policy.lateness import PenaltyRules
from danabergulir.domain.policy.lending import RECEIPT_ORDER
from danabergulir.money import NIL, NO_RATE, Direction, Rate, Rounding, Rupiah
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from operations.lent_ledger import NOW, NUMBER, lend, picture
from worked.figures import cases

_CASES = cases("peer_payments")
_ROUNDING = Rounding(1, Direction.NEAREST)
_FEES_FIRST = (Component.PENALTY, Component.TITIPAN, Component.JASA, Component.PRINCIPAL, Component.SAVINGS)


def _flat(case) -> LoanTerms:
    inputs = case["inputs"]
    rate = Rate.percent(Fraction(inputs["annual_rate_pct"], 12))
    return LoanTerms(
        Rupiah(inputs["principal"]), inputs["months"], rate, date.fromisoformat(inputs["disbursed"]), _ROUNDING
    )


def _with_grace(case) -> tuple[Instalment, ...]:
    """Return 1,000 over six monthly rows at 3 percent, the first without pokok."""
    inputs = case["inputs"]
    terms = LoanTerms(
        Rupiah(inputs["principal"]),
        inputs["installments"],
        Rate.percent(inputs["monthly_rate_pct"]),
        date.fromisoformat(inputs["disbursed"]),
        _ROUNDING,
        grace=inputs["grace_installments"],
    )
    return build_schedule(terms)


def _denda(lines: tuple[Instalment, ...], as_of: str, percent, base: PenaltyBase) -> Rupiah:
    rules = PenaltyRules(PenaltyWay.PER_DAY, percent=Fraction(percent), base=base)
    contract = Agreement(1, date(2006, 1, 1), AgreementKind.CONTRACT, lines)
    return accrued([contract], (), date.fromisoformat(as_of), rules)


@pytest.mark.parametrize(
    "name", ["PAY-01-exact", "PAY-03-over", "PAY-05-fee-first", "PAY-07-penalty-fee", "PAY-09-early-future-penalty"]
)
def test_a_payment_is_laid_out_as_in_the_source(name):
    """Denda and fee that are due come first, then pokok; what is over goes to the next instalment."""
    case = _CASES[name]
    payment, expected = case["inputs"]["payment"], case["expected"]["allocation"]
    due = [charge for charge in case["inputs"]["charges"] if charge["due"] <= payment["date"]]
    penalty = sum(charge["amount"] for charge in due if charge["kind"] == "penalty")
    fee = sum(charge["amount"] for charge in due if charge["kind"] == "fee")
    first, *others = build_schedule(_flat(case))
    schedule = [Instalment(1, first.due_on, first.principal, first.jasa, Rupiah(fee)), *others]
    paid_on = date.fromisoformat(payment["date"])
    actual = allocate(Rupiah(payment["amount"]), schedule, Paid(), paid_on, _FEES_FIRST, Rupiah(penalty))
    assert actual == Allocation(
        Rupiah(expected["penalty"]),
        Rupiah(expected["interest"]),
        Rupiah(expected["fees"]),
        Rupiah(expected["principal"]),
    )


def test_a_reversed_payment_leaves_everything_as_it_was(tmp_path):
    """After the reversal the whole 3,090 of pokok and jasa and no charge is paid (PAY-11).

    The fee of 50 and the penalty of 100 are denda here: no schedule asks a fee, so none could be titipan.
    """
    case = _CASES["PAY-11-reversal"]
    totals, payment = case["expected"], case["inputs"]["payment"]
    path = lend(tmp_path / "upk.db", terms=_flat(case))
    paid_on = date.fromisoformat(payment["date"])
    before = picture(path, paid_on)
    parts = {
        Component.PRINCIPAL: Rupiah(1_000),
        Component.JASA: Rupiah(30),
        Component.TITIPAN: NIL,
        Component.PENALTY: Rupiah(50 + 100),
    }
    got = receive(path, NUMBER, Rupiah(payment["amount"]), paid_on, NOW, typed=parts)
    during = picture(path, paid_on)
    assert during.loan.paid == Paid(*parts.values())
    assert during.control == totals["totals_after_payment"]["Principal due"] - 1_000
    reverse_voucher(path, got.voucher.number, "salah catat", paid_on, NOW)
    after = picture(path, paid_on)
    assert after == before
    assert sum(line.amount.value for line in after.loan.schedule) == totals["totals_after_reversal"]["Due"] - 50 - 100


@pytest.mark.parametrize(
    ("name", "rate", "base"),
    [
        ("PAY-13-late8", "on_initial_amount", PenaltyBase.LOAN),
        ("PAY-15-fee-eats-all", "on_outstanding_principal", PenaltyBase.BALANCE),
        ("PAY-17-overdue-principal", "on_overdue_principal", PenaltyBase.OVERDUE_PRINCIPAL),
    ],
)
def test_denda_per_day_and_what_the_payment_settles_of_the_due_instalments(name, rate, base):
    """Denda first, then overdue jasa and pokok; what the source hands back as change settles coming instalments."""
    case = _CASES[name]
    payment, expected = case["inputs"]["payment"], case["expected"]
    lines = _with_grace(case)
    owed = _denda(lines, payment["date"], case["inputs"]["late_fee_per_day_pct"][rate], base)
    paid_on = date.fromisoformat(payment["date"])
    due = [line for line in lines if line.due_on <= paid_on]
    amount = Rupiah(payment["amount"] - expected["left_over"])
    actual = allocate(amount, due, Paid(), paid_on, RECEIPT_ORDER, owed)
    assert actual == Allocation(
        Rupiah(expected["late_fee_paid"]),
        Rupiah(expected["interest_paid"]),
        principal=Rupiah(expected["principal_paid"]),
    )


def test_denda_on_two_bases_is_the_sum_of_each_by_itself():
    """20.8 and 36.8 are 57.6, printed as 58; each by itself rounds to 21 and 37 (PAY-19)."""
    case = _CASES["PAY-19-fee-two-bases"]
    rates, lines = case["inputs"]["late_fee_per_day_pct"], _with_grace(case)
    loan = _denda(lines, case["inputs"]["as_of"], rates["on_initial_amount"], PenaltyBase.LOAN)
    balance = _denda(lines, case["inputs"]["as_of"], rates["on_outstanding_principal"], PenaltyBase.BALANCE)
    assert (loan, balance) == (Rupiah(21), Rupiah(37))
    assert (loan + balance).value == case["expected"]["late_fee_installment_1"]


def test_denda_of_the_first_instalment_runs_to_the_due_date_of_the_second():
    """28 days of 0.3 percent of 1,000 are 84, and the jasa of two rows 60 (PAY-21)."""
    case = _CASES["PAY-21-paid-split"]
    payment, expected = case["inputs"]["payment"], case["expected"]
    percent = case["inputs"]["late_fee_per_day_pct_on_initial_amount"]
    lines, paid_on = _with_grace(case), date.fromisoformat(payment["date"])
    owed = _denda(lines, payment["date"], percent, PenaltyBase.LOAN)
    assert owed.value == expected["late_fee_paid"]
    actual = allocate(Rupiah(payment["amount"]), lines, Paid(), paid_on, RECEIPT_ORDER, owed)
    coming = 30
    assert actual.jasa.value == expected["interest_paid"] + coming
    assert actual.principal.value == expected["principal_paid"] - coming


def test_within_the_days_of_tolerance_there_is_no_denda():
    """Five days late with five days of tolerance is free; the sixth is not (PAY-23)."""
    case = _CASES["PAY-23-fee-grace"]
    inputs = case["inputs"]
    due_on, as_of = date.fromisoformat(inputs["due"]), date.fromisoformat(inputs["as_of"])
    rules = PenaltyRules(
        PenaltyWay.PER_DAY, percent=Fraction(inputs["rates_per_day_pct"]), tolerance_days=inputs["late_fee_grace_days"]
    )
    contract = Agreement(1, date(2006, 1, 1), AgreementKind.CONTRACT, (Instalment(1, due_on, Rupiah(200), NIL),))
    assert accrued([contract], (), as_of, rules).value == case["expected"]["late_fee"]
    assert accrued([contract], (), as_of + timedelta(1), rules) == Rupiah(12)


def test_denda_once_per_missed_instalment():
    """One and a half percent of each missed row of pokok, however long it is late (PAY-25)."""
    case = _CASES["PAY-25-overdue-fee"]
    lines = build_schedule(_flat(case))
    rules = PenaltyRules(PenaltyWay.PER_INSTALMENT, percent=Fraction(3, 2))
    contract = Agreement(1, date.fromisoformat(case["inputs"]["disbursed"]), AgreementKind.CONTRACT, lines)
    expected = [(row["principal"], row["interest"]) for row in case["expected"]["schedule"]]
    assert [(line.principal.value, line.jasa.value) for line in lines] == expected
    sums = [accrued([contract], (), line.due_on + timedelta(1), rules).value for line in lines]
    assert sums == [15, 30, 45]
    assert sums[-1] == sum(row["penalty"] for row in case["expected"]["schedule"])
    assert accrued([contract], (), date.fromisoformat(case["inputs"]["as_of"]), rules).value == sums[-1]


def test_a_longer_term_spreads_what_is_left():
    """Of 3,000 one instalment is paid; 2,000 go over four more rows, to the same due dates (PAY-31)."""
    case = _CASES["PAY-31-extend"]
    first, *others = case["expected"]["schedule"]
    agreed_on = date.fromisoformat(first["due_date"])
    terms = LoanTerms(Rupiah(2_000), 4, NO_RATE, agreed_on, _ROUNDING)
    done, *lines = rescheduled(terms, Paid(Rupiah(1_000)), NIL, NIL, OverdueJasa.WAIVED)
    assert (done.principal.value, done.due_on) == (first["principal"], agreed_on)
    assert [(line.due_on.isoformat(), line.principal.value) for line in lines] == [
        (row["due_date"], row["principal"]) for row in others
    ]
