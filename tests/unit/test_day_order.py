"""Dates of a file with day and month exchanged, as an English spreadsheet writes them."""

from datetime import date, datetime

import pytest
import xlsxwriter

from danabergulir.dates import DayOrder
from danabergulir.errors import FaultyDataError
from danabergulir.operations.imports.day_order import refuse_two_readings, two_readings
from danabergulir.operations.imports.source import COLUMNS, table_of

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
        ("01/03/2016", "01/12/2016", "01/01/2016"),
    ],
    ids=[
        "one month",
        "rises only so",
        "newest first",
        "no thirteenth month",
        "in the future otherwise",
        "one month unsorted",
    ],
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
        ("05/03/2016", "05/12/2015", "05/01/2016"),
        ("05/03/2016", "10/12/2016", "05/01/2016"),
    ],
    ids=[
        "empty",
        "iso",
        "one row",
        "monthly",
        "monthly back",
        "rises",
        "a thirteenth day",
        "named",
        "unreadable",
        "one day of several years",
        "two days unsorted",
    ],
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


def test_dates_typed_as_text_in_a_workbook_are_asked_about_as_in_any_file(tmp_path):
    """A date cell says which day it is; what is typed in numbers does not."""
    rows = [("01/03/2016", "keluar", 5000), ("01/12/2016", "keluar", 5000), ("01/01/2016", "keluar", 5000)]
    with xlsxwriter.Workbook(tmp_path / "isi.xlsx", {"default_date_format": "dd/mm/yyyy"}) as book:
        typed, cells = book.add_worksheet("teks"), book.add_worksheet("sel")
        for sheet in (typed, cells):
            sheet.write_row(0, 0, ("tanggal", "jenis", "jumlah"))
        for place, row in enumerate(rows, 1):
            typed.write_row(place, 0, row)
            cells.write_datetime(place, 0, datetime.strptime(row[0], "%d/%m/%Y"))  # noqa: DTZ007 - a cell has no zone
            cells.write_row(place, 1, row[1:])
    asked = [
        two_readings(table_of(tmp_path / "isi.xlsx", "transaksi", sheet), COLUMNS["transaksi"], "tanggal", _TODAY)
        for sheet in ("teks", "sel")
    ]

    assert [found is not None for found in asked] == [True, False]
