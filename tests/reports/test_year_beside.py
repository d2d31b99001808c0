"""A table beside the same table of a year before: rows that belong together, and rows that only one year has."""

from fractions import Fraction

from danabergulir.dates import Month
from danabergulir.money import Rupiah
from danabergulir.reports.model.sheet import Column, Kind, Row, Section, Style
from danabergulir.reports.year.beside import LAST_YEAR, beside_last_year

_COLUMNS = (
    Column("kode", "Kode", identifies=True),
    Column("jumlah", "Jumlah", Kind.RUPIAH),
    Column("banyaknya", "Banyaknya", Kind.COUNT),
    Column("persen", "Persen", Kind.PERCENT),
)


def _row(code, amount, count, percent, style=Style.ITEM):
    return Row((code, Rupiah(amount), count, Fraction(percent)), style)


def _heading(words):
    return Row((words, None, None, None), Style.HEADING)


def _beside(now, before, **options):
    found = beside_last_year(
        Section(_COLUMNS, tuple(now)),
        None if before is None else Section(_COLUMNS, tuple(before)),
        Month(2021, 12),
        "jumlah",
        {LAST_YEAR: "Tahun 2021"},
        behind="jumlah",
        **options,
    )
    return [row.cells for row in found.rows]


def test_rows_of_one_name_stand_on_one_line():
    """The new column is right of the one it is compared with."""
    assert _beside([_row("A", 3, 1, 50)], [_row("A", 2, 4, 60)]) == [("A", Rupiah(3), Rupiah(2), 1, Fraction(50))]


def test_a_row_that_is_gone_stands_at_the_end_of_its_part():
    """It has no figure this year; what it counted last year is not told as this year's."""
    now = [_heading("AKTIVA"), _row("A", 3, 1, 50), _row("", 3, 1, 50, Style.TOTAL), _heading("PASIVA")]
    before = [_heading("AKTIVA"), _row("B", 2, 4, 60), _row("", 2, 4, 60, Style.TOTAL), _heading("PASIVA")]

    assert _beside(now, before)[1:4] == [
        ("A", Rupiah(3), None, 1, Fraction(50)),
        ("B", Rupiah(0), Rupiah(2), None, None),
        ("", Rupiah(3), Rupiah(2), 1, Fraction(50)),
    ]


def test_a_row_that_changes_its_name_every_year_is_told_as_one():
    """The result of the running year carries the year in its code."""
    found = _beside([_row("LABA-2022", 3, 1, 1)], [_row("LABA-2021", 2, 1, 1)], same={"LABA-2021": "LABA-2022"})

    assert [row[:3] for row in found] == [("LABA-2022", Rupiah(3), Rupiah(2))]


def test_without_a_year_before_the_column_is_empty():
    """The ledger was opened in the year."""
    assert _beside([_row("A", 3, 1, 50)], None) == [("A", Rupiah(3), None, 1, Fraction(50))]
