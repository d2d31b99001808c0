"""Bringing the reserve to what the classes ask for."""

from datetime import date
from fractions import Fraction

import pytest

from danabergulir.domain.fund.reserve import Reserve
from danabergulir.domain.journal import Event, VoucherKind
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.errors import RefusedError
from danabergulir.frozen import replace
from danabergulir.money import NIL, Rupiah
from danabergulir.operations.loans.receipts import receive
from danabergulir.operations.policy.in_force import set_policy
from danabergulir.operations.reserving import adjust_reserve, reserve_at
from operations.lent_ledger import NOW, NUMBER, lend

JANUARY, JUNE = date(2023, 1, 31), date(2023, 6, 30)


@pytest.fixture
def lent(tmp_path):
    """Return a ledger with one loan of Rp1,200,000 of 10 January 2023, nothing paid yet."""
    return lend(tmp_path / "upk.db")


def test_the_reserve_is_booked_up_as_a_cost(lent):
    """One percent while the loan is on schedule, on a transfer voucher of that day."""
    posting = adjust_reserve(lent, JANUARY, NOW).voucher.posting
    (transfer,) = posting.transfers
    assert (transfer.debit, transfer.credit, transfer.amount) == ("51080", "12010", Rupiah(12_000))
    assert (posting.kind, posting.event, posting.dated_on) == (VoucherKind.TRANSFER, Event.RESERVE, JANUARY)


def test_only_the_difference_is_booked(lent):
    """Five missed instalments ask for fifteen percent; one percent is there."""
    adjust_reserve(lent, JANUARY, NOW)
    adjusted = adjust_reserve(lent, JUNE, NOW)
    assert adjusted.found == Reserve(Rupiah(180_000), Rupiah(12_000))
    assert adjusted.voucher.posting.amount == Rupiah(168_000)
    assert reserve_at(lent, JUNE).missing == NIL


def test_a_reserve_that_is_too_high_is_released(lent):
    """The group pays all it owes: the cost is given back."""
    adjust_reserve(lent, JUNE, NOW)
    receive(lent, NUMBER, Rupiah(5 * 118_000), date(2023, 7, 1), NOW)
    (transfer,) = adjust_reserve(lent, date(2023, 7, 5), NOW).voucher.posting.transfers
    assert (transfer.debit, transfer.credit, transfer.amount) == ("12010", "51080", Rupiah(173_000))


def test_a_reserve_that_fits_is_left_alone(lent):
    """Nothing is recorded the second time."""
    adjust_reserve(lent, JANUARY, NOW)
    assert adjust_reserve(lent, JANUARY, NOW).voucher is None


def test_what_is_dated_later_changes_nothing(lent):
    """The reserve of January is the same whatever June brought."""
    before = reserve_at(lent, JANUARY)
    adjust_reserve(lent, JUNE, NOW)
    assert reserve_at(lent, JANUARY) == before


def test_the_classes_of_the_day_count(lent):
    """From February on the first class asks for two percent."""
    first, *others = DEFAULT_POLICY.classes
    stricter = replace(DEFAULT_POLICY, classes=(replace(first, reserve_percent=Fraction(2)), *others))
    set_policy(lent, stricter, date(2023, 2, 1), NOW)
    needed = [reserve_at(lent, day).needed for day in (JANUARY, date(2023, 2, 1))]
    assert needed == [Rupiah(12_000), Rupiah(24_000)]


def test_the_reserve_is_not_booked_on_a_day_to_come(lent):
    """The date is checked like any other."""
    with pytest.raises(RefusedError, match="belum tiba"):
        adjust_reserve(lent, date(2025, 1, 1), NOW)
