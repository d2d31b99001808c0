"""The class of a loan and the reserve it asks for."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from danabergulir.dates import Frequency, nth_due
from danabergulir.domain.loans.collectability import class_of, definition, reserve
from danabergulir.domain.policy.lateness import DEFAULT_CLASSES, CollectabilityClass
from danabergulir.frozen import replace
from danabergulir.money import NIL, Rupiah


@pytest.mark.parametrize(
    ("missed", "number"), [(0, 1), (1, 2), (2, 2), (3, 3), (5, 3), (6, 4), (8, 4), (9, 5), (120, 5)]
)
def test_the_default_limits_are_0_1_3_6_and_9(missed, number):
    """Each limit belongs to the worse class."""
    assert class_of(missed, DEFAULT_CLASSES).number == number


@given(strategies.policies, st.integers(0, 1200), st.integers(0, 1200))
def test_a_later_loan_is_never_in_a_better_class(policy, one, other):
    """Every missed count has a class, and classes rise with it."""
    low, high = sorted((one, other))
    assert class_of(low, policy.classes).number <= class_of(high, policy.classes).number


def test_a_reserve_is_rounded_to_the_nearest_rupiah():
    """Half a rupiah goes up."""
    assert reserve(Rupiah(50), Fraction(1)) == Rupiah(1)
    assert reserve(Rupiah(49), Fraction(1)) == NIL
    assert reserve(Rupiah(17_440_001), Fraction(1, 2)) == Rupiah(87_200)


@given(strategies.amounts, strategies.percents(100))
def test_a_reserve_lies_between_nothing_and_the_balance(balance, percent):
    """No class asks for more than the loan is worth; all of it at a hundred percent."""
    assert NIL <= reserve(balance, percent) <= balance
    assert reserve(balance, Fraction(100)) == balance


def test_the_limits_in_force_are_told_under_the_report():
    """A class of one count, of several, and the open one are worded apart."""
    classes = (
        CollectabilityClass(1, "Lancar", 0, Fraction(1)),
        CollectabilityClass(2, "Ragu", 1, Fraction(50)),
        CollectabilityClass(3, "Macet", 4, Fraction(100)),
    )
    assert definition(classes) == (
        "Kelas menurut kali menunggak: Lancar 0 kali; Ragu 1-3 kali; Macet 4 kali ke atas. "
        "Cadangan risiko dihitung dari seluruh saldo pokok."
    )


@pytest.mark.parametrize(
    ("frequency", "missed", "name"),
    [
        (Frequency.WEEKLY, 9, "Dalam Perhatian Khusus"),
        (Frequency.WEEKLY, 13, "Kurang Lancar"),
        (Frequency.WEEKLY, 39, "Macet"),
        (Frequency.FORTNIGHTLY, 6, "Dalam Perhatian Khusus"),
        (Frequency.FORTNIGHTLY, 20, "Macet"),
        (Frequency.MONTHLY, 9, "Macet"),
    ],
)
def test_weeks_are_not_counted_as_months(frequency, missed, name):
    """Nine missed weeks are two months late, which is far from lost."""
    assert class_of(missed, DEFAULT_CLASSES, frequency=frequency).name == name


@pytest.mark.parametrize("frequency", Frequency)
def test_without_limits_of_their_own_all_loans_go_by_the_missed_count(frequency):
    """So a policy reads that was stored before there were any."""
    classes = [replace(item, weekly_from=None, fortnightly_from=None, days_from=None) for item in DEFAULT_CLASSES]
    assert class_of(9, classes, frequency=frequency, days_late=0).name == "Macet"


@pytest.mark.parametrize(("days", "number"), [(59, 2), (60, 3)])
def test_a_class_may_ask_for_days_late_as_well(days, number):
    """Both have to be reached, as on the ladder of sanctions."""
    third = replace(DEFAULT_CLASSES[2], days_from=60)
    assert class_of(3, [*DEFAULT_CLASSES[:2], third, *DEFAULT_CLASSES[3:]], days_late=days).number == number


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 20))
def test_the_days_of_the_default_classes_hold_back_no_monthly_loan(lent_on, missed):
    """On the day on which so many instalments in a row are missed the oldest is late by enough days."""
    days = (nth_due(lent_on, missed) - nth_due(lent_on, 1)).days
    assert class_of(missed, DEFAULT_CLASSES, days_late=days) == class_of(missed, DEFAULT_CLASSES)
