"""Due dates of a loan's terms and the arithmetic of what has been paid."""

from datetime import date

import pytest

from danabergulir.dates import Frequency
from danabergulir.domain.loans.terms import NOTHING_PAID, LoanTerms, Paid, number_order
from danabergulir.money import Direction, Rate, Rounding, Rupiah


def _terms(**others) -> LoanTerms:
    return LoanTerms(Rupiah(1_000_000), 10, Rate.percent(1), date(2023, 1, 31), Rounding(100, Direction.UP), **others)


@pytest.mark.parametrize(
    ("first_due_on", "frequency", "third"),
    [
        (None, Frequency.MONTHLY, date(2023, 4, 30)),
        (date(2023, 2, 28), Frequency.MONTHLY, date(2023, 4, 30)),
        (date(2023, 2, 27), Frequency.MONTHLY, date(2023, 4, 27)),
        (date(2023, 3, 31), Frequency.MONTHLY, date(2023, 5, 31)),
        (None, Frequency.WEEKLY, date(2023, 2, 21)),
        (date(2023, 2, 10), Frequency.WEEKLY, date(2023, 2, 24)),
        (None, Frequency.FORTNIGHTLY, date(2023, 3, 14)),
    ],
)
def test_the_anchor_is_the_disbursement_or_the_agreed_first_due_date(first_due_on, frequency, third):
    """An agreed first date one period on is the usual one and keeps the day of disbursement."""
    assert _terms(first_due_on=first_due_on, frequency=frequency).due_on(3) == third


def test_numbers_from_elsewhere_are_sorted_as_numbers():
    """However they are padded; what they begin with comes first, and ours stay as they are."""
    given = ["10", "2", "1", "P-0010", "P-0002", "SPK/10/2023", "SPK/9/2023", "", "1" * 5000]
    assert sorted(given, key=number_order) == [
        *("", "1", "2", "10", "1" * 5000),
        *("P-0002", "P-0010", "SPK/9/2023", "SPK/10/2023"),
    ]


def test_payments_add_up_by_component():
    """Adding and taking away leave each component by itself."""
    one = Paid(Rupiah(1), Rupiah(2), Rupiah(3), Rupiah(4))
    other = Paid(Rupiah(10), Rupiah(20), Rupiah(30), Rupiah(40))
    assert one + other == Paid(Rupiah(11), Rupiah(22), Rupiah(33), Rupiah(44))
    assert one + other - other == one
    assert one + NOTHING_PAID == one
