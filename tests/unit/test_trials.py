"""Two texts tried: how KSM are drawn, and how far the shares that paid may be off."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danabergulir.domain.dunning.trials import (
    FEWEST_KSM,
    Response,
    TwoWordings,
    Wording,
    difference,
    draw,
    percent_paid,
    student,
    variance,
)

TEXTS = TwoWordings(Wording.PLAIN, Wording.PLAN)
codes = st.lists(st.from_regex(r"[A-Z]{1,3}-[0-9]{2}", fullmatch=True), unique=True, max_size=40)
heads = st.text("0123456789abcdef", min_size=64, max_size=64)
responses = st.lists(st.builds(Response, st.sampled_from("ABCDEFGH"), st.booleans()), min_size=2, max_size=40).filter(
    lambda some: len({item.ksm for item in some}) > 1
)


@given(codes, heads)
def test_both_texts_get_as_many_ksm_and_the_draw_can_be_made_again(ksm, head):
    """Whoever has the head of the chain comes to the same draw, in whatever order the KSM are named."""
    drawn = list(draw(TEXTS, ksm, [], head))
    counts = Counter(one.text for one in drawn)
    assert abs(counts[Wording.PLAIN] - counts[Wording.PLAN]) <= 1
    assert sorted(one.ksm for one in drawn) == sorted(ksm)
    assert list(draw(TEXTS, reversed(ksm), [], head)) == drawn


@given(codes, heads, st.integers(0, 9))
def test_those_drawn_before_count(ksm, head, ahead):
    """A text that is ahead waits until the other has caught up."""
    drawn = list(draw(TEXTS, ksm, [Wording.PLAN] * ahead, head))
    assert all(one.text is Wording.PLAIN for one in drawn[:ahead])


def test_another_head_draws_otherwise():
    """Nobody can know the draw before the chain stands there."""
    ksm = [f"K-{number:02}" for number in range(24)]
    assert len({tuple(sorted(draw(TEXTS, ksm, [], head * 64))) for head in "abcd"}) == 4


def _each(*paid):
    """Return one response of each of as many KSM."""
    return [Response(f"K-{number}", bool(item)) for number, item in enumerate(paid)]


def test_with_one_message_each_the_variance_is_that_of_a_share():
    """p(1-p)/(n-1): three of four paid, 75 percent, variance 0.75 x 0.25 / 3 of the share."""
    found = _each(1, 1, 1, 0)
    assert percent_paid(found) == 75
    assert variance(found) == Fraction(75 * 25, 3)


def test_messages_of_one_ksm_hang_together():
    """Worked by hand: KSM A paid 2 of 2, B 0 of 1, C 1 of 1: share 3/4, deviations 1/2, -3/4, 1/4.

    Their squares come to 7/8; times 3/2, over 4 squared: 21/256 of the share squared.
    """
    found = [Response(ksm, paid=ksm != "B") for ksm in "AABC"]
    assert variance(found) == Fraction(21, 256) * 100**2


@given(responses, st.integers(2, 5))
def test_more_messages_to_the_same_ksm_tell_no_more(found, times):
    """Every KSM answering each further message in the same way leaves share and variance as they were."""
    assert variance(found * times) == variance(found)
    assert percent_paid(found * times) == percent_paid(found)


@given(responses, responses)
def test_the_interval_reaches_no_further_than_a_hundredth_beyond_what_it_has_to(group, other):
    """Half of it is Student's t times the root of both variances, rounded up."""
    found = difference(group, other)
    degrees = sum(len({item.ksm for item in some}) for some in (group, other)) - 2
    square = student(degrees) ** 2 * (variance(group) + variance(other))
    assert found.margin**2 >= square
    assert not found.margin or (found.margin - Fraction(1, 100)) ** 2 < square
    assert found.value == percent_paid(group) - percent_paid(other)
    assert (found.value, found.margin) == (-difference(other, group).value, difference(other, group).margin)


@pytest.mark.parametrize(
    ("degrees", "value"), [(1, "12.706"), (2, "4.303"), (10, "2.228"), (22, "2.074"), (30, "2.042"), (400, "2.042")]
)
def test_the_table_is_students(degrees, value):
    """Two-sided 95 percent; beyond the table the interval is a little too wide, never too narrow."""
    assert student(degrees) == Fraction(value)


def test_nothing_is_concluded_from_few_ksm_or_from_an_interval_with_nought_in_it():
    """All against none is plain with ten KSM each, and not with nine; a small difference needs many more."""
    assert difference(_each(*[1] * FEWEST_KSM), _each(*[0] * FEWEST_KSM)).concludes
    assert not difference(_each(*[1] * (FEWEST_KSM - 1)), _each(*[0] * FEWEST_KSM)).concludes
    assert not difference(_each(*[1] * 7, *[0] * 5), _each(*[1] * 6, *[0] * 6)).concludes
    assert not difference(_each(*[1] * 20), _each(*[1] * 20)).concludes


def test_without_two_ksm_in_each_group_there_is_no_interval():
    """One KSM alone tells nothing of how KSM differ; without any there is no difference either."""
    assert difference(_each(1), _each(0, 1)).margin is None
    assert difference([], _each(0, 1)) is None
