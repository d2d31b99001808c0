"""A receipt laid over what a loan owes."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from danabergulir.domain.journal import Component
from danabergulir.domain.loans.allocation import Allocation, allocate, pay_off_amount
from danabergulir.domain.loans.saving_plan import SavingPlan, SavingsStretch
from danabergulir.domain.loans.schedule import build_schedule
from danabergulir.domain.loans.terms import LoanTerms, Paid
from danabergulir.domain.policy.lending import RECEIPT_ORDER, SavingsRules
from danabergulir.money import NIL, Direction, Rate, Rounding, Rupiah, total

_SCHEDULE = build_schedule(
    LoanTerms(
        Rupiah(12_000_000),
        12,
        Rate.percent("1.45"),
        date(2023, 1, 10),
        Rounding(100, Direction.UP),
        titipan_rate=Rate.percent("0.05"),
    )
)
"""Twelve rows of pokok 1,000,000, jasa 174,000 and titipan 6,000, due on the 10th from February on."""


def _split(amount: int, received_on: date, paid: Paid | None = None, order=RECEIPT_ORDER) -> tuple[int, int, int]:
    got = allocate(Rupiah(amount), _SCHEDULE, paid or Paid(), received_on, order)
    return got.principal.value, got.jasa.value, got.titipan.value


def test_a_full_instalment_settles_its_row():
    """1,180,000 on the due date is pokok, jasa and titipan of the first row."""
    assert _split(1_180_000, date(2023, 2, 10)) == (1_000_000, 174_000, 6_000)


def test_jasa_is_paid_before_principal():
    """A part payment settles jasa and titipan and leaves principal short."""
    assert _split(500_000, date(2023, 2, 10)) == (320_000, 174_000, 6_000)


def test_all_overdue_jasa_comes_before_any_principal():
    """Three rows are due: their jasa first, the oldest row first."""
    assert _split(600_000, date(2023, 4, 20)) == (60_000, 522_000, 18_000)


def test_the_order_is_the_policys():
    """With pokok first, jasa waits until all due principal is paid."""
    pokok_first = (Component.PRINCIPAL, Component.JASA, Component.TITIPAN, Component.PENALTY, Component.SAVINGS)
    assert _split(1_100_000, date(2023, 2, 10), order=pokok_first) == (1_000_000, 100_000, 0)


def test_money_beyond_what_is_due_settles_the_coming_row_whole():
    """Two instalments at once are two rows, not one row and a million more of principal."""
    assert _split(2_360_000, date(2023, 2, 10)) == (2_000_000, 348_000, 12_000)
    assert _split(1_280_000, date(2023, 2, 10)) == (1_000_000, 274_000, 6_000)


def test_what_was_paid_before_is_not_paid_twice():
    """A row begun in principal still wants its jasa first."""
    paid = Paid(Rupiah(400_000), Rupiah(174_000), Rupiah(6_000))
    assert _split(600_000, date(2023, 2, 25), paid) == (600_000, 0, 0)


def test_principal_paid_by_hand_leaves_its_jasa_owed():
    """Components are laid over the rows each by itself."""
    assert _split(180_000, date(2023, 2, 10), Paid(Rupiah(1_000_000))) == (0, 174_000, 6_000)


def test_more_than_the_loan_owes_is_a_mistake_of_the_caller():
    """The pay-off amount itself is taken to the last rupiah."""
    owed = pay_off_amount(_SCHEDULE, Paid())
    assert owed == Rupiah(12 * 1_180_000)
    assert _split(owed.value, date(2023, 2, 10)) == (12_000_000, 12 * 174_000, 12 * 6_000)
    with pytest.raises(AssertionError):
        _split(owed.value + 1, date(2023, 2, 10))


def test_an_allocation_lists_its_parts_in_printed_order():
    """Only components that got something are listed."""
    got = Allocation(principal=Rupiah(7), jasa=Rupiah(5), savings=Rupiah(2), penalty=Rupiah(1))
    assert got.amount == Rupiah(15)
    assert got.parts() == (
        (Component.PENALTY, Rupiah(1)),
        (Component.JASA, Rupiah(5)),
        (Component.PRINCIPAL, Rupiah(7)),
        (Component.SAVINGS, Rupiah(2)),
    )


@st.composite
def _receipts(draw, orders=strategies.receipt_orders):
    """Draw a schedule partly paid, a receipt of at most what is owed, its day and the order."""
    schedule, paid = draw(strategies.schedules_partly_paid())
    owed = pay_off_amount(schedule, paid).value
    amount = Rupiah(draw(st.one_of(st.just(owed), st.integers(0, owed))))
    first, last = schedule[0].due_on, schedule[-1].due_on
    return schedule, paid, amount, draw(st.dates(first, last)), draw(orders)


@given(_receipts())
def test_an_allocation_sums_to_the_receipt_and_never_overpays_a_component(receipt):
    """Nothing is lost and no component gets more than it still owes."""
    schedule, paid, amount, received_on, order = receipt
    got = allocate(amount, schedule, paid, received_on, order)
    assert got.amount == amount
    assert NIL <= got.principal <= total([line.principal for line in schedule]) - paid.principal
    assert NIL <= got.jasa <= total([line.jasa for line in schedule]) - paid.jasa
    assert NIL <= got.titipan <= total([line.titipan for line in schedule]) - paid.titipan


@given(_receipts(strategies.jasa_first_orders))
def test_coming_principal_is_never_paid_before_its_jasa(receipt):
    """Principal beyond what is due is only taken when the jasa of that row and all before it is paid."""
    schedule, paid, amount, received_on, order = receipt
    got = allocate(amount, schedule, paid, received_on, order)
    covered = paid.principal + got.principal
    if not got.principal:
        return
    principal = jasa = NIL
    for line in schedule:
        if principal >= covered:
            break
        principal, jasa = principal + line.principal, jasa + line.jasa
        if line.due_on > received_on:
            assert paid.jasa + got.jasa >= jasa


@given(_receipts())
def test_nothing_coming_is_paid_while_something_is_due(receipt):
    """Either all that is due is settled or no component runs ahead of the date."""
    schedule, paid, amount, received_on, order = receipt
    got = allocate(amount, schedule, paid, received_on, order)
    for part in ("principal", "jasa", "titipan"):
        due = total([getattr(line, part) for line in schedule if line.due_on <= received_on])
        before, after = getattr(paid, part), getattr(paid, part) + getattr(got, part)
        if after > max(due, before):
            assert all(
                getattr(paid, other) + getattr(got, other)
                >= total([getattr(line, other) for line in schedule if line.due_on <= received_on])
                for other in ("principal", "jasa", "titipan")
            )


@given(_receipts(), st.data())
def test_two_receipts_of_a_day_are_one(receipt, data):
    """Splitting a payment in two on the same day changes nothing."""
    schedule, paid, amount, received_on, order = receipt
    first = Rupiah(data.draw(st.integers(0, amount.value)))
    one = allocate(first, schedule, paid, received_on, order)
    then = allocate(amount - first, schedule, paid + Paid(one.principal, one.jasa, one.titipan), received_on, order)
    whole = allocate(amount, schedule, paid, received_on, order)
    assert (one.principal + then.principal, one.jasa + then.jasa) == (whole.principal, whole.jasa)


@given(strategies.schedules_partly_paid())
def test_the_pay_off_amount_settles_everything(drawn):
    """After paying it nothing is owed."""
    schedule, paid = drawn
    got = allocate(pay_off_amount(schedule, paid), schedule, paid, schedule[0].due_on, RECEIPT_ORDER)
    assert pay_off_amount(schedule, paid + Paid(got.principal, got.jasa, got.titipan)) == NIL


def test_compulsory_savings_come_after_what_is_due_and_before_the_next_instalment():
    """Five percent of the pokok received is saved once the due instalment is whole; the rest goes to the next one."""
    due = _SCHEDULE[0]
    rules = SavingsRules(percent_of_receipt=Fraction(5))
    saved = rules.with_receipt(due.principal)
    exact, more = (
        allocate(
            amount, _SCHEDULE, Paid(), due.due_on, RECEIPT_ORDER, saving=SavingPlan((SavingsStretch(rules, date.min),))
        )
        for amount in (due.amount, due.amount + saved + Rupiah(1_000))
    )
    assert (exact.principal, exact.savings) == (due.principal, NIL)
    assert (more.principal, more.savings, more.jasa) == (due.principal, saved, due.jasa + Rupiah(1_000))


def test_parts_of_which_nothing_is_left_are_the_one_nil():
    """An import holds what each of its receipts paid, and nearly all of these parts are nil."""
    left = Allocation(jasa=Rupiah(9), principal=Rupiah(5)).less(Allocation(jasa=Rupiah(9), principal=Rupiah(2)))

    assert left == Allocation(principal=Rupiah(3))
    assert all(getattr(left, part) is NIL for part in ("penalty", "jasa", "titipan", "savings", "recovery"))
