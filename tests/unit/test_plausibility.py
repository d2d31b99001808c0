"""Figures that can be right and often are not."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danabergulir.dates import Frequency
from danabergulir.domain.journal import Component
from danabergulir.domain.loans.plausibility import (
    EarlierReceipt,
    beyond_schedule,
    jasa_doubt,
    repeated_receipt,
    repetition_doubt,
    small_receipt_doubt,
    still_near,
)
from danabergulir.domain.loans.schedule import build_schedule, still_owed
from danabergulir.domain.loans.terms import NOTHING_PAID, LoanTerms, Paid
from danabergulir.money import NIL, Direction, Rate, Rounding, Rupiah

_TERMS = LoanTerms(Rupiah(12_000_000), 12, Rate.percent("1.5"), date(2025, 1, 5), Rounding(100, Direction.UP))
_SCHEDULE = build_schedule(_TERMS)  # 1,000,000 and 180,000 on the 5th


@pytest.mark.parametrize(
    ("percent", "plausible"),
    [("0", True), ("0.015", False), ("0.099999", False), ("0.1", True), ("1.5", True), ("9.99", True), ("10", False)],
)
def test_jasa_is_doubted_below_a_tenth_of_a_percent_and_from_ten_on(percent, plausible):
    """0,015 is 1,5 percent written as a share; no jasa at all is meant."""
    assert (jasa_doubt(Fraction(percent)) is None) is plausible


def test_jasa_and_titipan_beyond_the_schedule_are_both_named():
    """Twelve times 180,000 are asked, no titipan; what is left of each comes back."""
    paid = Paid(Rupiah(1_000_000), Rupiah(180_000))
    more = {Component.JASA: Rupiah(1_980_001), Component.TITIPAN: Rupiah(1), Component.PRINCIPAL: Rupiah(99_000_000)}

    assert beyond_schedule(_SCHEDULE, paid, more) == {Component.JASA: Rupiah(1_980_000), Component.TITIPAN: NIL}
    assert beyond_schedule(_SCHEDULE, paid, {Component.JASA: Rupiah(1_980_000)}) == {}


@pytest.mark.parametrize(
    ("amount", "paid", "doubted"),
    [
        (118_000, NOTHING_PAID, False),
        (117_999, NOTHING_PAID, True),
        (1_180, NOTHING_PAID, True),
        (20_000, Paid(Rupiah(980_000), Rupiah(180_000)), False),
        (20_001, Paid(Rupiah(980_000), Rupiah(180_000)), True),
        (1_180, Paid(Rupiah(12_000_000), Rupiah(2_160_000)), False),
    ],
    ids=["a tenth", "less", "three noughts lost", "the rest of it", "more than the rest", "nothing asked any more"],
)
def test_a_receipt_under_a_tenth_of_the_instalment_is_doubted(amount, paid, doubted):
    """The instalment is the oldest that is not paid whole."""
    assert (small_receipt_doubt(Rupiah(amount), _SCHEDULE, still_owed(_SCHEDULE, paid)) is not None) is doubted


@pytest.mark.parametrize(
    ("frequency", "days", "doubted"),
    [
        (Frequency.MONTHLY, 0, True),
        (Frequency.MONTHLY, 7, True),
        (Frequency.MONTHLY, -7, True),
        (Frequency.MONTHLY, 8, False),
        (Frequency.WEEKLY, 3, True),
        (Frequency.WEEKLY, 7, False),
        (Frequency.FORTNIGHTLY, 14, False),
    ],
)
def test_the_same_amount_within_days_is_doubted(frequency, days, doubted):
    """A week is too long where an instalment falls due every week."""
    earlier = EarlierReceipt(date(2025, 3, 10), Rupiah(1_180_000), "BKM-2025-0001")
    again = date.fromordinal(earlier.dated_on.toordinal() + days)

    assert repeated_receipt(Rupiah(1_180_000), again, [earlier], frequency) == (earlier if doubted else None)
    assert repeated_receipt(Rupiah(1_180_001), again, [earlier], frequency) is None


@given(st.lists(st.integers(0, 40), max_size=9), st.integers(0, 20), st.integers(0, 20), st.sampled_from(Frequency))
def test_what_is_near_is_all_that_a_later_receipt_may_repeat(days, day, later, frequency):
    """An import of many receipts on a loan holds no older one."""
    first = date(2025, 3, 1)
    earlier = [EarlierReceipt(first + timedelta(number), Rupiah(9), str(number)) for number in days]
    near = still_near(earlier, first + timedelta(day))
    then = first + timedelta(day + later)

    assert repeated_receipt(Rupiah(9), then, near, frequency) == repeated_receipt(Rupiah(9), then, earlier, frequency)
    assert all(item.dated_on >= first + timedelta(day - 7) for item in near)


def test_a_repeated_receipt_is_told_with_what_is_paid_already():
    """Where it stands and how it was laid out."""
    parts = ((Component.JASA, Rupiah(180_000)), (Component.PRINCIPAL, Rupiah(1_000_000)))
    earlier = EarlierReceipt(date(2025, 3, 10), Rupiah(1_180_000), "BKM-2025-0001", parts)

    assert repetition_doubt(date(2025, 3, 12), earlier) == (
        "setoran Rp1.180.000 yang sama sudah dicatat 10-03-2025 pada BKM-2025-0001 (jasa Rp180.000, pokok Rp1.000.000)"
    )
    assert repetition_doubt(date(2025, 3, 10), earlier).startswith("setoran kedua pada hari yang sama, 10-03-2025: ")
