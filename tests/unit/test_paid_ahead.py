"""What was received too much on a loan, and how it goes back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danabergulir.domain.loans.allocation import Allocation, allocate
from danabergulir.domain.loans.paid_ahead import PaidAhead, paid_ahead
from danabergulir.domain.loans.penalty import PenaltyCard
from danabergulir.domain.loans.schedule import build_schedule
from danabergulir.domain.loans.terms import Paid
from danabergulir.domain.policy.lending import RECEIPT_ORDER
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.money import Rupiah
from operations.lent_ledger import TERMS

_SCHEDULE = build_schedule(TERMS)
"""Twelve lines of pokok 100,000 and jasa 18,000, due on the 10th from February 2023 on."""
_ORDER = DEFAULT_POLICY.allocation.order
_MARCH = date(2023, 3, 15)
_NO_DENDA = PenaltyCard()


def _paid(principal: int, jasa: int, denda: int = 0) -> Paid:
    return Paid(Rupiah(principal), Rupiah(jasa), penalty=Rupiah(denda))


def _ahead(paid: Paid, card: PenaltyCard = _NO_DENDA, *, repaid: bool = False) -> PaidAhead:
    return paid_ahead(_SCHEDULE, paid, _MARCH, _ORDER, card, repaid=repaid)


@pytest.mark.parametrize(
    ("paid", "most"),
    [
        (_paid(400_000, 72_000), 236_000),
        (_paid(214_000, 54_000), 32_000),
        (_paid(200_000, 36_000), 0),
        (_paid(100_000, 18_000), 0),
        (_paid(300_000, 18_000), 82_000),
        (_paid(0, 0), 0),
    ],
    ids=["two lines ahead", "part of a line", "what is due", "less", "pokok ahead and jasa behind", "nothing"],
)
def test_only_what_was_paid_beyond_what_is_due_was_too_much(paid, most):
    """In the middle of March two lines are due; what is behind stays."""
    assert _ahead(paid).most == Rupiah(most)


def test_the_last_line_paid_ahead_goes_back_first():
    """Its pokok, then its jasa, then the line before it."""
    ahead = _ahead(_paid(400_000, 72_000))
    assert ahead.last(Rupiah(118_000)) == Allocation(principal=Rupiah(100_000), jasa=Rupiah(18_000))
    assert ahead.last(Rupiah(110_000)) == Allocation(principal=Rupiah(100_000), jasa=Rupiah(10_000))
    assert ahead.last(Rupiah(150_000)) == Allocation(principal=Rupiah(132_000), jasa=Rupiah(18_000))


def test_of_a_loan_that_is_repaid_only_jasa_that_was_never_asked_is_too_much():
    """All twelve lines paid while three of them ask for jasa: that of nine, and no pokok."""
    asked = [
        line if line.number <= 3 else type(line)(line.number, line.due_on, line.principal, Rupiah(0))
        for line in _SCHEDULE
    ]
    ahead = paid_ahead(asked, _paid(1_200_000, 216_000), _MARCH, _ORDER, _NO_DENDA, repaid=True)
    assert ahead.most == Rupiah(162_000)
    assert ahead.last(ahead.most) == Allocation(jasa=Rupiah(162_000))


def test_denda_beyond_what_arose_goes_back_last():
    """Of 5,000 received 2,000 arose; what is owed of denda stays instead."""
    card = PenaltyCard(accrued=Rupiah(2_000), received=Rupiah(5_000))
    ahead = _ahead(_paid(300_000, 54_000, 5_000), card)
    assert ahead.most == Rupiah(121_000)
    assert ahead.last(Rupiah(119_000)) == Allocation(Rupiah(1_000), Rupiah(18_000), principal=Rupiah(100_000))
    owing = PenaltyCard(accrued=Rupiah(4_000))
    assert _ahead(_paid(300_000, 54_000), owing).most == Rupiah(114_000)


@given(st.integers(1, 1_415_999), st.data(), st.permutations(RECEIPT_ORDER))
def test_what_goes_back_leaves_the_loan_as_if_less_had_come(amount, data, order):
    """In whichever order the board lays receipts out, and whatever is due."""
    back = data.draw(st.integers(1, amount))
    day = data.draw(st.sampled_from([line.due_on for line in _SCHEDULE]))

    def laid(rupiah: int) -> Allocation:
        return allocate(Rupiah(rupiah), _SCHEDULE, Paid(), day, order)

    whole = laid(amount)
    paid = Paid(whole.principal, whole.jasa, whole.titipan)
    ahead = paid_ahead(_SCHEDULE, paid, day, order, _NO_DENDA, repaid=False)
    assert whole.less(ahead.last(Rupiah(back))) == laid(amount - back)
