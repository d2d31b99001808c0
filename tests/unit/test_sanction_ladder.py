"""Which level of the ladder a late loan has reached."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danabergulir.domain.dunning.sanctions import grounds, level_due, reached_level
from danabergulir.domain.loans.arrears import LoanPosition
from danabergulir.domain.loans.terms import Paid
from danabergulir.domain.policy.choices import Block
from danabergulir.domain.policy.ladder import DEFAULT_LADDER, LadderRules
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.frozen import replace
from danabergulir.money import NIL, Rupiah

_AS_OF = date(2023, 6, 30)
_MATURES_ON = date(2023, 12, 31)


def _late(missed: int, days: int) -> LoanPosition:
    late_since = _AS_OF - timedelta(days=days)
    return LoanPosition(Paid(), Rupiah(1_000), NIL, NIL, missed, days, late_since)


_ON_TIME = LoanPosition(Paid(), NIL, NIL, NIL, 0, 0, None)


def _reached(position: LoanPosition, matures_on: date = _MATURES_ON) -> int | None:
    level = reached_level(position, matures_on, _AS_OF, DEFAULT_LADDER)
    return level.number if level else None


@pytest.mark.parametrize(
    ("missed", "days", "level"),
    [
        (1, 13, None),
        (1, 14, 1),
        (1, 400, 1),
        (2, 29, 1),
        (2, 30, 2),
        (3, 59, 2),
        (3, 60, 3),
        (5, 150, 3),
        (6, 150, 4),
        (8, 240, 4),
        (9, 270, 5),
    ],
)
def test_both_the_missed_count_and_the_days_must_hold(missed, days, level):
    """Most groups pay some days late: a missed instalment alone writes no letter."""
    assert _reached(_late(missed, days)) == level


def test_a_loan_that_owes_nothing_overdue_has_reached_no_level():
    """However long past its last due date."""
    assert _reached(_ON_TIME) is None
    assert _reached(_ON_TIME, matures_on=date(2020, 1, 1)) is None


@pytest.mark.parametrize(("days_past", "level"), [(89, 1), (90, 5)])
def test_ninety_days_past_the_last_due_date_is_the_last_level(days_past, level):
    """One missed instalment is enough by then."""
    assert _reached(_late(1, days_past), _AS_OF - timedelta(days=days_past)) == level


def test_jasa_alone_past_the_last_due_date_reaches_no_level():
    """All of the pokok is repaid by then: there is nothing to put off or to write off."""
    jasa_alone = replace(_ON_TIME, arrears_jasa=Rupiah(54_000))
    assert _reached(jasa_alone, matures_on=date(2023, 1, 1)) is None


def test_the_ladder_is_climbed_from_its_first_rung():
    """Unless the policy allows going straight to the level reached."""
    reached = DEFAULT_LADDER[2]
    jumping = replace(DEFAULT_POLICY, climbing=LadderRules(may_jump=True))
    assert level_due(reached, DEFAULT_POLICY) == DEFAULT_LADDER[0]
    assert level_due(reached, jumping) == reached


def test_the_grounds_name_what_was_reached():
    """Missed count and days, or the days past the last due date."""
    assert grounds(_late(3, 61), _MATURES_ON, _AS_OF, DEFAULT_LADDER[2]) == "menunggak 3 kali, 61 hari"
    matured = _AS_OF - timedelta(days=95)
    assert grounds(_late(1, 95), matured, _AS_OF, DEFAULT_LADDER[4]) == "lewat 95 hari dari jatuh tempo terakhir"


def test_the_default_ladder_blocks_lending_from_its_third_level():
    """First the group, at the end its RW."""
    assert [level.block for level in DEFAULT_LADDER] == [Block.NONE, Block.NONE, Block.KSM, Block.KSM, Block.RW]


@given(st.integers(0, 20), st.integers(0, 600), st.integers(0, 5), st.integers(0, 200))
def test_a_later_loan_never_stands_lower_on_the_ladder(missed, days, more_missed, more_days):
    """More missed and more days reach the same level or a higher one."""
    before = _reached(_late(missed, days)) or 0
    after = _reached(_late(missed + more_missed, days + more_days)) or 0
    assert after >= before
