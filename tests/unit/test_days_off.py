"""Days off: a due date on one moves to the next working day, counted from the day agreed."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from danabergulir.domain.loans.arrears import position
from danabergulir.domain.loans.penalty import DatedPayment, accrued
from danabergulir.domain.loans.schedule import (
    Agreement,
    AgreementKind,
    Instalment,
    build_schedule,
    on_working_days,
)
from danabergulir.domain.loans.terms import LoanTerms, Paid
from danabergulir.domain.policy.calendar import NO_DAYS_OFF, Calendar, CalendarRules, calendar_of
from danabergulir.domain.policy.choices import PenaltyWay, Shift, Weekday
from danabergulir.domain.policy.lateness import ArrearsRules, PenaltyRules
from danabergulir.frozen import replace
from danabergulir.money import Direction, Rate, Rounding, Rupiah

_LEBARAN = CalendarRules((date(2026, 3, 20), date(2026, 3, 23), date(2026, 3, 24)), shift=Shift.FORWARD)
_TERMS = LoanTerms(Rupiah(3_000_000), 6, Rate.percent("1.5"), date(2026, 1, 20), Rounding(100, Direction.UP))
_SCHEDULE = build_schedule(_TERMS)
"""Six rows of pokok 500,000 and jasa 45,000, due on the 20th from February on."""
_LATEST = date(9999, 12, 31)
_JANUARY = date(2026, 1, 1)


def _calendar(rules: CalendarRules, since: date = _JANUARY) -> Calendar:
    return calendar_of([(since, rules)])


def test_days_off_move_nothing_unless_the_policy_says_so():
    """A list of days off is only a list."""
    assert calendar_of([(_JANUARY, replace(_LEBARAN, shift=Shift.NONE))]) is NO_DAYS_OFF
    assert on_working_days(_SCHEDULE, NO_DAYS_OFF, _LATEST) == _SCHEDULE


def test_a_due_date_on_a_day_off_moves_to_the_next_working_day():
    """Only the dated days are off: from Friday the 20th to Saturday the 21st, and the others stay."""
    moved = on_working_days(_SCHEDULE, _calendar(_LEBARAN), _LATEST)
    assert [line.due_on.isoformat()[5:] for line in moved] == ["02-20", "03-21", "04-20", "05-20", "06-20", "07-20"]
    assert [line.shifted_from for line in moved] == [None, date(2026, 3, 20), None, None, None, None]
    assert [line.agreed_on for line in moved] == [line.due_on for line in _SCHEDULE]


def test_weekdays_on_which_the_upk_is_closed_count_where_the_policy_names_them():
    """Past the weekend and the days off after it: Wednesday the 25th. A Saturday in June becomes a Monday."""
    rules = replace(_LEBARAN, weekdays_off=(Weekday.SATURDAY, Weekday.SUNDAY))
    moved = on_working_days(_SCHEDULE, _calendar(rules), _LATEST)
    assert (moved[1].due_on, moved[4].due_on) == (date(2026, 3, 25), date(2026, 6, 22))


def test_the_line_of_what_was_paid_before_stays():
    """It is dated on the day of the new schedule, whatever day that is."""
    past = Instalment(0, date(2026, 3, 20), Rupiah(500_000), Rupiah(45_000))
    assert on_working_days((past,), _calendar(_LEBARAN), _LATEST) == (past,)


def test_a_list_put_in_force_before_its_days_moves_running_loans():
    """Whether a day is off is decided by the policy of that day; one from April on comes too late for March."""
    in_time, too_late = (calendar_of([(_JANUARY, CalendarRules()), (day, _LEBARAN)]) for day in _first_days(3, 4))
    assert on_working_days(_SCHEDULE, in_time, _LATEST)[1].due_on == date(2026, 3, 21)
    assert on_working_days(_SCHEDULE, too_late, _LATEST) == _SCHEDULE


def test_a_list_that_is_not_in_force_yet_is_not_known():
    """In February the plan still shows the day agreed."""
    coming = calendar_of([(_JANUARY, CalendarRules()), (date(2026, 3, 1), _LEBARAN)])
    assert on_working_days(_SCHEDULE, coming, date(2026, 2, 28)) == _SCHEDULE


def test_a_policy_that_drops_last_years_days_off_leaves_last_year_as_it_was():
    """The list of the year to come need not repeat the one that is over."""
    versions = [(_JANUARY, _LEBARAN), (date(2027, 1, 1), CalendarRules(shift=Shift.FORWARD))]
    assert on_working_days(_SCHEDULE, calendar_of(versions), _LATEST)[1].due_on == date(2026, 3, 21)


def _first_days(*months: int) -> list[date]:
    return [date(2026, month, 1) for month in months]


@pytest.mark.parametrize(("day", "missed", "late"), [(20, 1, 28), (21, 2, 29), (22, 2, 30)])
def test_lateness_counts_from_the_day_moved_to(day, missed, late):
    """On the 20th the second instalment is not due yet; on the 21st it is due and nought days late."""
    moved = on_working_days(_SCHEDULE, _calendar(_LEBARAN), _LATEST)
    at = position(moved, Paid(), date(2026, 3, day), ArrearsRules())
    assert (at.missed_count, at.days_late) == (missed, late)
    first_paid = position(moved, Paid(Rupiah(500_000), Rupiah(45_000)), date(2026, 3, day), ArrearsRules())
    assert first_paid.days_late == max(day - 21, 0)


def test_denda_counts_from_the_day_moved_to():
    """Five days after the 21st are five days of denda, not six."""
    moved = Agreement(
        1, _TERMS.disbursed_on, AgreementKind.CONTRACT, on_working_days(_SCHEDULE, _calendar(_LEBARAN), _LATEST)
    )
    paid = [DatedPayment(date(2026, 2, 20), Paid(Rupiah(500_000), Rupiah(45_000)))]
    rules = PenaltyRules(PenaltyWay.PER_DAY, amount=Rupiah(1_000))
    assert accrued([moved], paid, date(2026, 3, 21), rules) == Rupiah(0)
    assert accrued([moved], paid, date(2026, 3, 26), rules) == Rupiah(5_000)


_calendars = st.lists(st.tuples(st.dates(date(2014, 1, 1), date(2030, 1, 1)), strategies.calendars), max_size=3).map(
    lambda versions: calendar_of([(date(2000, 1, 1), CalendarRules()), *sorted(versions, key=lambda item: item[0])])
)


@given(strategies.loan_terms(), _calendars, st.dates(date(2014, 1, 1), date(2040, 1, 1)))
def test_a_due_date_only_ever_moves_on_to_a_working_day(terms, calendar, known_on):
    """None moves back, none stays on a day off, none overtakes another, and the amounts stay."""
    agreed = build_schedule(terms)
    moved = on_working_days(agreed, calendar, known_on)
    assert [line.agreed_on for line in moved] == [line.due_on for line in agreed]
    assert all(calendar.working_day(line.due_on, known_on) == line.due_on >= line.agreed_on for line in moved)
    assert all(earlier.due_on <= later.due_on for earlier, later in pairwise(moved))
    assert [replace(line, due_on=line.agreed_on, shifted_from=None) for line in moved] == list(agreed)
    assert on_working_days(moved, calendar, known_on) == moved


@given(strategies.loan_terms(), _calendars, st.dates(date(2015, 1, 1), date(2030, 1, 1)), st.integers(0, 3000))
def test_what_was_due_on_a_day_depends_on_nothing_decided_after_it(terms, calendar, day, later):
    """Seen on the day itself or years later, the same instalments had fallen due by it."""
    agreed = build_schedule(terms)
    then, now = (on_working_days(agreed, calendar, seen_on) for seen_on in (day, day + timedelta(later)))
    assert [line for line in then if line.due_on <= day] == [line for line in now if line.due_on <= day]


@given(_calendars, st.dates(date(2015, 1, 1), date(2030, 1, 1)))
def test_what_may_move_beyond_a_day_was_agreed_after_its_last_working_day(calendar, day):
    """Days off in a row up to a day push what they held past it; nothing before them does."""
    last = calendar.last_working_day(day, _LATEST)
    assert calendar.working_day(last, _LATEST) == last <= day
    assert all(calendar.working_day(last + timedelta(days), _LATEST) > day for days in range(1, (day - last).days + 1))
