"""U-1 and U-2 in the wide form: a line per voucher, its accounts side by side."""

from datetime import date

from danabergulir.money import Rupiah
from danabergulir.reports.model.sheet import Style
from danabergulir.reports.month.cashbooks import receipts_list
from danabergulir.reports.month.wide_books import wide_payments, wide_receipts
from reports.small_books import books, move, posting
from reports.table_reading import lines_of

JANUARY = date(2023, 1, 31)
BOOKS = books(
    "2023-01",
    posting(date(2023, 1, 20), move("11010", "11030", 100_000), move("11010", "41010", 18_000)),
    posting(date(2023, 1, 25), move("11021", "41020", 7_000)),
    posting(JANUARY, move("51010", "11010", 40_000)),
)


def test_a_receipt_is_one_line_with_its_parts_side_by_side():
    """An account that a voucher did not touch stays empty; debits come before credits."""
    section = wide_receipts(BOOKS).section

    keys = [column.key for column in section.columns]
    assert keys[3:-1] == ["debet_11010", "debet_11021", "kredit_11030", "kredit_41010", "kredit_41020"]
    assert lines_of(section, *keys[3:-1]) == [
        (118_000, None, 100_000, 18_000, None),
        (None, 7_000, None, None, 7_000),
        (118_000, 7_000, 100_000, 18_000, 7_000),
    ]


def test_the_sums_of_the_wide_form_are_those_of_the_list():
    """Debits and credits both come to the total of U-1."""
    wide, listed = (report.section.rows[-1] for report in (wide_receipts(BOOKS), receipts_list(BOOKS)))

    assert (wide.style, listed.style) == (Style.TOTAL, Style.TOTAL)
    sums = [cell.value for cell in wide.cells if isinstance(cell, Rupiah)]
    (total,) = [cell.value for cell in listed.cells if isinstance(cell, Rupiah)]
    assert (sum(sums[:2]), sum(sums[2:])) == (total, total)


def test_payments_have_a_form_of_their_own():
    """U-2 shows what the money was spent on."""
    section = wide_payments(BOOKS).section

    assert lines_of(section, "debet_51010", "kredit_11010") == [(40_000, 40_000)] * 2


def test_a_month_without_receipts_says_so():
    """There is a note in the place of the table."""
    section = wide_receipts(books("2023-01")).section

    assert (section.rows, section.empty_note) == ((), "Tidak ada uang masuk bulan ini.")
