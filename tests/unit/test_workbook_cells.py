"""What one cell of a workbook says, and what is doubtful about it."""

from datetime import date, datetime

import pytest

from danabergulir.operations.imports.workbook.cells import (
    read_amount,
    read_count,
    read_date,
    read_digits,
    read_nik,
    read_percent,
    settle_dates,
)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        (1_250_000, "1250000"),
        (1_250_000.0, "1250000"),
        (1_249_999.9999999, "1250000"),
        ("1250000", "1250000"),
        ("1.250.000", "1250000"),
        ("Rp1.250.000", "1250000"),
        ("Rp. 1.250.000,-", "1250000"),
        ("  Rp 1.250.000,- ", "1250000"),
        ("1.250.000,00", "1250000"),
        ("'1.250.000", "1250000"),
        ("1,5jt", "1500000"),
        ("500rb", "500000"),
        ("-", "0"),
        ("Rp -", "0"),
        (0, "0"),
        ("", ""),
        (None, ""),
        ("1.250.000 CR", "1250000"),
    ],
)
def test_an_amount_is_read_without_doubt(cell, amount):
    """Whatever a treasurer writes for the same rupiah."""
    read = read_amount(cell)

    assert (read.text, read.doubt, read.problem) == (amount, "", "")


@pytest.mark.parametrize(
    "cell",
    [
        -500_000,
        "-500.000",
        "(500.000)",
        "Rp (500.000)",
        "(Rp 500.000)",
        "500.000-",
        "\u2212500.000",
        "500.000 DB",
        "Rp -500.000,-",
    ],
)
def test_a_minus_in_any_form_is_one_where_the_column_has_signs(cell):
    """Brackets, a minus on either side, a typographic one, and the DB of a bank; elsewhere it is a doubt."""
    assert read_amount(cell, signed=True).text == "-500000"
    assert read_amount(cell).text == "500000"
    assert read_amount(cell).doubt == "angka negatif dibaca tanpa tanda kurang"


@pytest.mark.parametrize(
    ("cell", "amount"),
    [("1,250,000", "1250000"), ("1,250,000.00", "1250000"), ("1250000.00", "1250000"), (208_333.33, "208333")],
)
def test_an_amount_in_the_english_way_or_with_sen_is_doubtful(cell, amount):
    """It is read, but somebody has to say so."""
    read = read_amount(cell)

    assert read.text == amount
    assert read.doubt


@pytest.mark.parametrize("cell", ["lima juta", "1.25", "12,34,56", date(2025, 1, 1), True, "#REF!", 10**14])
def test_what_is_no_amount_is_not_read(cell):
    """No guess is made."""
    assert read_amount(cell).problem


@pytest.mark.parametrize(
    ("cell", "percent"),
    [(0.015, "1.5"), (0.0125, "1.25"), (1.5, "1.5"), ("1,5", "1.5"), ("1.5 %", "1.5"), ("1,5% per bulan", "1.5"),
     ("0,015", "1.5"),
     (0.02, "2"), (1, "1"), ("18% / tahun", "1.5"), ("", "")],
)  # fmt: skip
def test_jasa_is_percent_per_month(cell, percent):
    """A percent cell holds the hundredth part."""
    read = read_percent(cell)

    assert (read.text, read.doubt) == (percent, "")


def test_jasa_per_year_is_told_by_the_heading_and_doubtful_without():
    """Eighteen percent is 1,5 a month under the heading of the form; nobody asks it per month."""
    assert read_percent(18, yearly=True).text == "1.5"
    assert read_percent(0.18, yearly=True).text == "1.5"
    assert read_percent(18).others == ("18",)
    assert read_percent(18).doubt == "18 % dibaca sebagai persen per tahun"


@pytest.mark.parametrize(
    ("cell", "count"),
    [(12.0, "12"), ("12 bulan", "12"), ("10 x", "10"), ("10 kali", "10"), ("1 tahun", "12"), ("-", "")],
)
def test_a_count_may_name_what_it_counts(cell, count):
    """Months, times and years."""
    assert read_count(cell).text == count


@pytest.mark.parametrize("cell", [5, "5", "05", "005", "RW 05", "rw.5"])
def test_an_rw_is_written_in_one_way(cell):
    """As the letters write it."""
    assert read_digits(cell, 2).text == "05"


def test_a_nik_in_a_number_cell_has_lost_its_last_digit():
    """It is left out, with a doubt that does not repeat it."""
    assert read_nik(3273010101800001.0).text == ""
    assert "3273" not in read_nik(3273010101800001.0).doubt
    assert read_nik("'3273010101800001").text == "3273010101800001"


@pytest.mark.parametrize(
    "cell",
    [
        date(2026, 1, 5),
        datetime(2026, 1, 5, 0, 0),  # noqa: DTZ001 - as a spreadsheet holds it
        46027,
        46027.0,
        "46027",
        "2026-01-05",
        "2026-01-05 00:00:00",
        "05/01/2026",
        "5/1/26",
        "05-01-2026",
        "05.01.2026",
        "5 Jan 2026",
        "5-Jan-26",
        "05 Januari 2026",
        "Senin, 5 Januari 2026",
        "'05/01/2026",
    ],
)
def test_a_date_in_any_form_is_the_same_day(cell):
    """Cells, serials and texts, with Indonesian and English months; alone in its column none is in doubt."""
    (read,) = settle_dates([read_date(cell)])

    assert (read.text, read.doubt) == ("2026-01-05", "")


@pytest.mark.parametrize(
    "cell", ["31/02/2026", "2026-13-01", "besok", "99", "5 Foo 2026", "1/1/1800", date(1900, 1, 5)]
)
def test_what_is_no_date_is_not_read(cell):
    """Nor is a year in which there was no fund."""
    (read,) = settle_dates([read_date(cell)])

    assert read.problem


def test_date_cells_among_texts_of_late_days_may_be_exchanged():
    """An English spreadsheet takes 03/01 for 1 March and leaves 15/01 as text: both readings are offered."""
    cells = [date(2025, 3, 1), "15/01/2025", date(2025, 5, 5), "28/02/2025"]
    found = settle_dates([read_date(cell) for cell in cells])

    assert [(read.text, read.others) for read in found] == [
        ("2025-01-03", ("2025-03-01",)),
        ("2025-01-15", ()),
        ("2025-05-05", ()),
        ("2025-02-28", ()),
    ]
    assert found[0].doubt == "hari dan bulan mungkin tertukar"


def test_texts_with_the_month_first_make_the_others_doubtful():
    """01/15/2025 can be read in one way only; what stands beside it in two."""
    found = settle_dates([read_date("01/15/2025"), read_date("01/03/2025")])

    assert [(read.text, bool(read.doubt), read.others) for read in found] == [
        ("2025-01-15", False, ()),
        ("2025-03-01", True, ("2025-01-03",)),
    ]


def test_a_day_that_has_not_come_is_doubtful_where_the_exchanged_one_has():
    """A loan paid out after the opening day is less likely than a day and a month exchanged."""
    found = settle_dates([read_date("02/11/2026"), read_date("11/02/2025")], date(2026, 5, 31))

    assert [(read.text, read.others) for read in found] == [("2026-02-11", ("2026-11-02",)), ("2025-02-11", ())]


@pytest.mark.parametrize("cell", [float("inf"), float("-inf"), float("nan")])
def test_a_number_without_end_is_read_as_nothing(cell):
    """A spreadsheet rounds the largest number there is beyond itself."""
    assert read_amount(cell).problem == "jumlah uang terlalu besar"
    assert read_percent(cell).problem
    assert read_count(cell).problem
    assert read_nik(cell).text
