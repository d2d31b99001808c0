"""What stays owed once the principal is repaid."""

from datetime import date

import pytest
from hypothesis import given

import strategies
from danabergulir.domain.loans.arrears import position
from danabergulir.domain.loans.repaid import asked_for, repaid_day
from danabergulir.domain.loans.terms import Paid
from danabergulir.domain.policy.lateness import ArrearsRules
from danabergulir.money import NIL, Rupiah, total

_DAYS = [date(2023, month, 10) for month in range(1, 6)]


@pytest.mark.parametrize(
    ("amounts", "day"),
    [
        ((), None),
        ((40, 59), None),
        ((40, 60), 1),
        ((40, 60, 0), 1),
        ((100, -40), None),
        ((100, -40, 40), 2),
        ((100, -100, 50, 50), 3),
    ],
)
def test_the_day_is_the_last_on_which_nothing_was_left(amounts, day):
    """Of a principal of 100: a receipt taken back makes it outstanding again."""
    payments = [(paid_on, Rupiah(amount)) for paid_on, amount in zip(_DAYS, amounts, strict=False)]
    assert repaid_day(Rupiah(100), payments) == (None if day is None else _DAYS[day])


@given(strategies.schedules_partly_paid(), strategies.days, strategies.days)
def test_after_that_day_no_more_jasa_is_asked_for(case, repaid_on, later):
    """What is behind on a later day is what was behind on the day itself."""
    schedule, paid = case
    principal = total([line.principal for line in schedule])
    all_paid = Paid(principal, paid.jasa, paid.titipan)
    asked = asked_for(schedule, repaid_on)
    then = position(asked, all_paid, repaid_on, ArrearsRules())
    now = position(asked, all_paid, max(later, repaid_on), ArrearsRules())
    assert (now.arrears_jasa, now.arrears_titipan) == (then.arrears_jasa, then.arrears_titipan)
    assert then.arrears_jasa == position(schedule, all_paid, repaid_on, ArrearsRules()).arrears_jasa
    assert now.arrears_principal == NIL
    assert total([line.principal for line in asked]) == principal
