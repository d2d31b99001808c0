"""Due dates, months, and how dates are read and printed."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from danabergulir.dates import (
    DayOrder,
    Frequency,
    Month,
    Year,
    days_after,
    format_form,
    format_long,
    months_through,
    nth_due,
    parse_date,
    parse_typed_date,
    roman_month,
    whole_months_between,
)
from danabergulir.errors import UsageError

_months = st.builds(Month, st.integers(1960, 2100), st.integers(1, 12))


@pytest.mark.parametrize("text", ["2023-01-31", "31-01-2023", "31/01/2023", "31/1/2023", "2023-1-31", " 2023-01-31 "])
def test_a_date_is_read_in_three_orders(text):
    """Year first, or day first with dashes or strokes."""
    assert parse_date(text) == date(2023, 1, 31)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5 Jan 2023", date(2023, 1, 5)),
        ("5 Januari 2023", date(2023, 1, 5)),
        ("05/01/23", date(2023, 1, 5)),
        ("5-Agt-23", date(2023, 8, 5)),
        ("17 agustus 2022", date(2022, 8, 17)),
        ("1 Juni 2023", date(2023, 6, 1)),
        ("1 Jun. 98", date(1998, 6, 1)),
        ("10 Nopember 2023", date(2023, 11, 10)),
        ("5-Dec-22", date(2022, 12, 5)),
    ],
)
def test_a_date_is_read_as_people_write_it(text, day):
    """The month by its name, whole or short, and the year in two digits."""
    assert parse_date(text) == day


@pytest.mark.parametrize("text", ["5 Ju 2023", "5 Janu ari 2023", "5 Jam 2023", "5Jan2023", "Jan 2023", "5/Jan/2023"])
def test_a_month_that_is_not_one_name_is_refused(text):
    """``Ju`` is June or July."""
    with pytest.raises(UsageError):
        parse_date(text)


def test_the_month_comes_first_only_where_that_is_said():
    """An English spreadsheet writes 3 January as 01/03/2017."""
    assert parse_date("01/03/2017") == date(2017, 3, 1)
    assert parse_date("01/03/2017", DayOrder.MONTH_FIRST) == date(2017, 1, 3)
    assert parse_date("2017-01-03", DayOrder.MONTH_FIRST) == date(2017, 1, 3)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("hari ini", date(2026, 3, 30)),
        (" Kemarin ", date(2026, 3, 29)),
        ("30", date(2026, 3, 30)),
        ("5", date(2026, 3, 5)),
        ("31", date(2026, 1, 31)),
        ("5/1", date(2026, 1, 5)),
        ("5-04", date(2025, 4, 5)),
        ("29/2", date(2024, 2, 29)),
        ("31-01-2023", date(2023, 1, 31)),
    ],
)
def test_a_day_typed_in_short_is_the_nearest_that_has_come(text, day):
    """On 30 March 2026 the 31st is that of January, for February has none."""
    assert parse_typed_date(text, date(2026, 3, 30)) == day


@pytest.mark.parametrize("text", ["0", "32", "31/2", "5/13", "besok", ""])
def test_a_day_in_short_that_never_comes_is_refused(text):
    """No month has a 32nd, and what has not come is not guessed."""
    with pytest.raises(UsageError):
        parse_typed_date(text, date(2026, 3, 30))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023/01/31",
        "31-01/2023",
        "31.01.2023",
        "20230131",
        "2023-01",
        "kemarin",
        "2023-01-31T00:00",
        "2023 -01-31",
        "31-01 -2023",
        "\u0662\u0660\u0662\u0663-\u0660\u0661-\u0663\u0661",
        "\uff13\uff11-\uff10\uff11-\uff12\uff10\uff12\uff13",
        "NaN",
        "1" * 60,
        "-2023-01-31",
    ],
)
def test_a_date_in_another_form_is_refused(text):
    """Points, half a date, words, other scripts' digits and blanks inside are refused."""
    with pytest.raises(UsageError) as caught:
        parse_date(text)
    assert "31/01/2023" in caught.value.hint
    assert len(caught.value.message) < 100


@pytest.mark.parametrize("text", ["2023-02-29", "31-04-2023", "2023-13-01", "00-01-2023", "0000-01-01"])
def test_a_day_that_is_not_in_the_calendar_is_refused(text):
    """There is no 29 February in 2023."""
    with pytest.raises(UsageError) as caught:
        parse_date(text)
    assert "tidak ada di kalender" in caught.value.message


@pytest.mark.parametrize(("text", "accepted"), [("1949-12-31", False), ("1950-01-01", True), ("2200-12-31", True)])
def test_a_year_out_of_reach_is_refused(text, accepted):
    """A slip such as 0223 or 1923 does not become a loan's date."""
    if accepted:
        assert parse_date(text).isoformat() == text
        return
    with pytest.raises(UsageError, match="di luar jangkauan"):
        parse_date(text)


@given(strategies.days)
def test_a_printed_date_is_read_back(day):
    """The form on paper and the ISO form are both understood."""
    assert parse_date(format_form(day)) == parse_date(day.isoformat()) == day


def test_dates_are_printed_in_indonesian():
    """Letters write the month out, forms use dashes."""
    assert format_long(date(2023, 1, 31)) == "31 Januari 2023"
    assert format_long(date(2023, 8, 1)) == "1 Agustus 2023"
    assert format_form(date(2023, 8, 1)) == "01-08-2023"


def test_letters_number_months_in_roman_numerals():
    """January is I and December XII."""
    assert [roman_month(date(2026, month, 15)) for month in range(1, 13)] == [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        (date(2023, 1, 31), ["2023-02-28", "2023-03-31", "2023-04-30", "2023-05-31"]),
        (date(2023, 12, 30), ["2024-01-30", "2024-02-29", "2024-03-30", "2024-04-30"]),
        (date(2024, 2, 29), ["2024-03-29", "2024-04-29", "2024-05-29", "2024-06-29"]),
    ],
)
def test_monthly_due_dates_come_from_the_anchor(anchor, expected):
    """A short month clamps its own date and no other."""
    assert [nth_due(anchor, number).isoformat() for number in range(1, 5)] == expected


def test_weeks_and_fortnights_keep_the_day_of_the_week():
    """Seven and fourteen days, across the end of a year."""
    anchor = date(2023, 12, 27)
    assert nth_due(anchor, 1, Frequency.WEEKLY) == date(2024, 1, 3)
    assert nth_due(anchor, 3, Frequency.FORTNIGHTLY) == date(2024, 2, 7)


@given(strategies.days, st.sampled_from(Frequency))
def test_due_dates_rise_strictly(anchor, frequency):
    """No two instalments fall on one day and none before the anchor; what comes back is a plain date."""
    dates = [nth_due(anchor, number, frequency) for number in range(40)]
    assert dates[0] == anchor
    assert all(earlier < later for earlier, later in pairwise(dates))
    assert {type(day) for day in dates} == {date}


@given(strategies.days, st.integers(0, 120))
def test_a_monthly_due_date_lies_in_its_month_on_the_anchors_day_or_the_last(anchor, number):
    """The n-th due date is n months on, on the same day where the month has one."""
    due = nth_due(anchor, number)
    month = Month.of(anchor).shifted(number)
    assert Month.of(due) == month
    assert due.day == min(anchor.day, month.last_on.day)


@pytest.mark.parametrize("frequency", list(Frequency))
def test_a_frequency_says_how_often_a_year(frequency):
    """Twelve months, 52 weeks or 26 fortnights."""
    assert frequency.per_year == {"bulanan": 12, "mingguan": 52, "dua-mingguan": 26}[frequency.value]


@given(strategies.days, st.integers(-400, 400))
def test_days_after_counts_days(day, count):
    """Forward and backward, over leap days."""
    assert days_after(day, count) == day + timedelta(days=count)


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        (date(2023, 1, 31), date(2023, 2, 27), 0),
        (date(2023, 1, 31), date(2023, 2, 28), 1),
        (date(2023, 1, 31), date(2023, 3, 30), 1),
        (date(2023, 1, 31), date(2023, 3, 31), 2),
        (date(2023, 5, 10), date(2023, 5, 10), 0),
        (date(2022, 12, 10), date(2023, 12, 9), 11),
    ],
)
def test_whole_months_are_counted_as_due_dates_are(earlier, later, expected):
    """31 January to 28 February is a whole month."""
    assert whole_months_between(earlier, later) == expected


@given(strategies.days, st.integers(0, 60))
def test_a_due_date_is_whole_months_away_from_its_anchor(anchor, number):
    """Counting months and stepping by months agree; the day before is a month less."""
    due = nth_due(anchor, number)
    assert whole_months_between(anchor, due) == number
    if number:
        assert whole_months_between(anchor, due - timedelta(days=1)) == number - 1


def test_a_month_is_read_and_printed_with_its_year_first():
    """The name is for headings."""
    month = Month.parse(" 2023-01 ")
    assert month == Month(2023, 1)
    assert (str(month), month.long_name) == ("2023-01", "Januari 2023")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023",
        "2023-1",
        "2023-13",
        "2023-00",
        "01-2023",
        "2023/01",
        "Januari 2023",
        "2023-01-01",
        "2023 -01",
        "\u0662\u0660\u0662\u0663-\u0660\u0661",
        "1949-12",
        "2201-01",
        "9999-12",
        "0000-01",
        "2" * 60,
    ],
)
def test_a_month_in_another_form_is_refused(text):
    """Only a year within reach and a month from 01 to 12 are understood."""
    with pytest.raises(UsageError) as caught:
        Month.parse(text)
    assert "2023-01" in caught.value.hint
    assert len(caught.value.message) < 100


def test_a_month_knows_its_days():
    """First and last day, a leap February, and 1 January of its year."""
    month = Month(2024, 2)
    assert (month.first_on, month.last_on) == (date(2024, 2, 1), date(2024, 2, 29))
    assert month.year_first_on == date(2024, 1, 1)
    assert Month.of(date(2024, 2, 29)) == month


@given(_months, st.integers(-300, 300))
def test_shifting_a_month_there_and_back_changes_nothing(month, count):
    """Months step over the ends of years and keep their order."""
    shifted = month.shifted(count)
    assert shifted.shifted(-count) == month
    assert (shifted > month) == (count > 0)
    assert 1 <= shifted.number <= 12


@given(_months)
def test_the_next_month_starts_the_day_after_the_last(month):
    """There is no gap between months."""
    assert month.shifted(1).first_on == month.last_on + timedelta(days=1)


def test_a_stretch_of_months_holds_both_ends():
    """November to February is four months; backwards there is none."""
    names = [str(month) for month in months_through(Month(2022, 11), Month(2023, 2))]
    assert names == ["2022-11", "2022-12", "2023-01", "2023-02"]
    assert list(months_through(Month(2023, 2), Month(2022, 11))) == []


def test_a_year_is_its_twelve_months():
    """From 1 January to 31 December."""
    year = Year.parse(" 2023 ")

    assert (str(year), year.first_on, year.last_on) == ("2023", date(2023, 1, 1), date(2023, 12, 31))
    assert (len(year.months), year.before) == (12, Year(2022))


@pytest.mark.parametrize("text", ["23", "20233", "1949", "2201", "2023-01", "dua", ""])
def test_what_is_no_year_is_refused(text):
    """The hint shows how a year and a month are written."""
    with pytest.raises(UsageError) as refusal:
        Year.parse(text)

    assert refusal.value.hint == "Tulis tahun, misalnya 2023, atau bulan, misalnya 2023-01."
