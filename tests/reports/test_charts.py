"""The lengths of bars and the marks of an axis."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danabergulir.money import Rupiah
from danabergulir.reports.papers.charts import FULL, Axis, length

amounts = st.lists(st.integers(0, 10**14).map(Rupiah), max_size=12)


@given(amounts)
def test_the_axis_reaches_every_amount_with_few_marks(found):
    """The largest bar takes more than half of the room, none more than all of it, and the last mark is the top."""
    axis = Axis.over(found)
    lengths = [axis.length(amount) for amount in found]

    assert all(0 <= item <= FULL for item in lengths)
    if any(found):
        assert 1 <= len(axis.marks) <= 4
        assert axis.marks[-1][0] == FULL
        assert max(lengths) >= FULL // 2
    else:
        assert axis.marks == ()


@pytest.mark.parametrize(
    ("most", "marks"),
    [
        (841_744_200, [(500, "500 juta"), (1000, "1 miliar")]),
        (250_000_000, [(333, "100 juta"), (666, "200 juta"), (1000, "300 juta")]),
        (7_000, [(250, "2 ribu"), (500, "4 ribu"), (750, "6 ribu"), (1000, "8 ribu")]),
        (3, [(333, "1"), (666, "2"), (1000, "3")]),
        (1_500_000_000, [(333, "500 juta"), (666, "1 miliar"), (1000, "1,5 miliar")]),
    ],
)
def test_the_marks_are_round_amounts(most, marks):
    """One, two or five of a unit each, in words that are short enough for an axis."""
    assert list(Axis.over([Rupiah(most)]).marks) == marks


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(1, 3, 333), (5, 4, 1000), (-1, 4, 0), (0, 0, 0), (4, 4, 1000)]
)
def test_a_part_is_never_longer_than_the_whole(part, whole, expected):
    """What lies outside is cut, and of nothing there is no part."""
    assert length(part, whole) == expected
