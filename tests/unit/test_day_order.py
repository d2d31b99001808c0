"""Dates of a file with day and month exchanged, as an English spreadsheet writes them."""

from datetime import date

import pytest

from danabergulir.dates import DayOrder
from danabergulir.errors import FaultyDataError
from danabergulir.operations.imports.day_order import refuse_two_readings, two_readings

_TODAY = date(2017, 6, 30)


def _found(tmp_path, *days: str):
    """Return both readings of a file with these dates, one a row."""
    file = tmp_path / "isi.csv"
    file.write_text("tanggal;jumlah\n" + "".join(f"{day};1\n" for day in days), encoding="utf-8")
    return two_readings(file, ("tanggal", "jumlah"), "tanggal", _TODAY)


@pytest.mark.parametrize(
    "days",
    [
        ("01/03/2017", "01/05/2017", "01/12/2017"),
        ("01/03/2017", "01/05/2017", "02/04/2017"),
        ("02/04/17", "01-05-17", "01/03/2017"),
        ("01/03/2017", "01/13/2017"),
        ("01/11/2017",),
    ],
    ids=["one month", "rises only so", "newest first", "no thirteenth month", "in the future otherwise"],
)
def test_a_file_whose_order_says_month_first_is_asked_about(tmp_path, days):
    """3, 5 and 12 January, not 1 March, May and December."""
    assert _found(tmp_path, *days) is not None


@pytest.mark.parametrize(
    "days",
    [
        (),
        ("2017-01-03", "2017-01-05"),
        ("01/03/2017",),
        ("05/01/2017", "05/02/2017", "05/03/2017"),
        ("05/03/2017", "05/02/2017", "05/01/2017"),
        ("03/01/2017", "05/01/2017", "01/02/2017"),
        ("01/03/2017", "13/03/2017", "01/02/2017"),
        ("5 Jan 2017", "3 Feb 2017"),
        ("apa", "01/03/2017"),
    ],
    ids=["empty", "iso", "one row", "monthly", "monthly back", "rises", "a thirteenth day", "named", "unreadable"],
)
def test_a_file_in_the_usual_order_is_not_asked_about(tmp_path, days):
    """A day above twelve settles it, and so does an order that fits as well."""
    assert _found(tmp_path, *days) is None


def test_both_readings_are_shown_with_first_and_last_date(tmp_path):
    """Without a terminal the refusal names the option that says which."""
    found = _found(tmp_path, "01/03/2017", "01/05/2017", "01/12/2017")

    assert found.day_first == "01-03-2017 sampai 01-12-2017"
    assert found.month_first == "03-01-2017 sampai 12-01-2017"
    with pytest.raises(FaultyDataError) as refused:
        refuse_two_readings(found)
    assert all(f"--urutan-tanggal {order}" in refused.value.hint for order in DayOrder)
    refuse_two_readings(None)
