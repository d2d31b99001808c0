"""Straight-line depreciation: exact over a life, and what a close books of it."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danabergulir.dates import Month
from danabergulir.domain.assets import FixedAsset, depreciated_to, depreciation_due
from danabergulir.frozen import replace
from danabergulir.money import NIL, Rupiah, total

LAPTOP = FixedAsset("INV-001", "Laptop", date(2023, 1, 10), Rupiah(1_000_000), 3)


@st.composite
def assets(draw) -> FixedAsset:
    """Draw an asset of any price, life and age, gone or not, with something written down before or nothing."""
    cost = draw(st.integers(1, 10**9))
    bought = Month(draw(st.integers(2015, 2030)), draw(st.integers(1, 12)))
    gone = draw(st.none() | st.integers(0, 200).map(lambda later: bought.shifted(later).last_on))
    before = Rupiah(draw(st.just(0) | st.integers(0, cost)))
    return FixedAsset("INV-001", "Barang", bought.last_on, Rupiah(cost), draw(st.integers(0, 120)), 1, "", before, gone)


months = st.builds(Month, st.integers(2014, 2045), st.integers(1, 12))


@pytest.mark.parametrize(
    ("month", "expected"),
    [("2022-12", 0), ("2023-01", 0), ("2023-02", 333_333), ("2023-03", 666_666), ("2023-04", 1_000_000)],
)
def test_the_month_after_buying_is_the_first(month, expected):
    """Shares are rounded down and the last one brings the sum to the cost."""
    assert depreciated_to(LAPTOP, Month.parse(month)) == Rupiah(expected)


def test_an_asset_is_not_written_down_after_its_life():
    """Years later it stands at the same figure."""
    assert depreciated_to(LAPTOP, Month(2030, 12)) == LAPTOP.cost


def test_the_month_before_going_is_the_last():
    """Sold in March: February is the last share."""
    sold = replace(LAPTOP, gone_on=date(2023, 3, 5))
    assert depreciated_to(sold, Month(2030, 12)) == Rupiah(333_333)


def test_without_a_life_nothing_is_written_down():
    """Land keeps its cost, whatever the month."""
    assert depreciated_to(replace(LAPTOP, life_months=0), Month(2040, 1)) == NIL


def test_what_was_written_down_before_the_ledger_is_never_taken_back():
    """The straight line goes on only where it rises above what the old books said."""
    faster = replace(LAPTOP, depreciated_before=Rupiah(500_000))
    assert [depreciated_to(faster, Month(2023, number)) for number in (2, 3)] == [Rupiah(500_000), Rupiah(666_666)]


@given(assets(), months)
def test_written_down_never_falls_and_stays_between_nil_and_the_cost(asset, month):
    """Month after month."""
    now, then = depreciated_to(asset, month), depreciated_to(asset, month.shifted(1))
    assert NIL <= asset.depreciated_before <= now <= then <= asset.cost


@given(assets().map(lambda asset: replace(asset, gone_on=None)).filter(lambda asset: asset.life_months))
def test_the_monthly_shares_of_a_whole_life_add_up_to_the_cost(asset):
    """To the rupiah."""
    bought = Month.of(asset.bought_on)
    ends = [depreciated_to(asset, bought.shifted(number)) for number in range(asset.life_months + 1)]
    shares = [later - earlier for earlier, later in pairwise(ends)]
    assert asset.depreciated_before + total(shares) == asset.cost


@given(st.lists(assets(), max_size=4), months, st.integers(1, 24))
def test_a_close_after_skipped_months_books_what_they_would_have_booked(held, month, later):
    """So an asset registered late is caught up with, and closing a month again books nothing twice."""
    one_by_one = NIL
    for number in range(later + 1):
        one_by_one += depreciation_due(held, month.shifted(number), one_by_one)
    last = month.shifted(later)
    assert depreciation_due(held, last, NIL) == one_by_one
    assert depreciation_due(held, last, one_by_one) == NIL


def test_a_life_that_is_lengthened_gives_some_of_it_back():
    """The next close books the difference the other way."""
    longer = replace(LAPTOP, life_months=10)
    assert depreciation_due([longer], Month(2023, 3), Rupiah(333_333)) == Rupiah(200_000 - 333_333)
