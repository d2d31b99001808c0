"""The code of a meeting sheet, what is written on its vouchers, and the parts of members."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danabergulir.domain.meeting import (
    day_of_code,
    key_in,
    line_mark,
    loan_and_member,
    member_key,
    sheet_code,
    sheet_mark,
)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.text(max_size=20))
def test_a_code_names_its_day(day, book):
    """Whatever the book is called; small letters are taken too."""
    code = sheet_code(book, day)
    assert day_of_code(code) == day_of_code(f" {code.lower()} ") == day


@pytest.mark.parametrize("text", ["", "L261301-AAAA", "L260230-AAAA", "L260228-AAA", "P-0001", "Lembar"])
def test_what_is_no_code_names_no_day(text):
    """Nor does a day that is not in the calendar."""
    assert day_of_code(text) is None


def test_codes_of_two_books_differ():
    """So that a sheet of one UPK is not taken into the book of another."""
    assert sheet_code("UPK Melati", date(2026, 3, 5)) != sheet_code("UPK Mawar", date(2026, 3, 5))


@pytest.mark.parametrize("key", ["P-0001", "12/UPK/2024", "K 01"])
def test_a_line_is_known_by_the_memo_of_its_voucher(key):
    """Whatever stands before and behind, and not by that of another sheet."""
    code = sheet_code("UPK", date(2026, 3, 5))
    memo = f"Angsuran pinjaman {key}, {line_mark(code, key)}, bukti luar KW-1"
    assert sheet_mark(code) in memo
    assert key_in(memo, code) == key
    assert key_in(memo, sheet_code("UPK", date(2026, 3, 6))) is None
    assert key_in("lembar dua", code) is None


def test_the_row_of_a_member_names_loan_and_member():
    """A loan of another program may have any number."""
    assert loan_and_member(member_key("12/UPK/2024", 3)) == ("12/UPK/2024", 3)
    assert loan_and_member("12/UPK/2024") == ("12/UPK/2024", None)
