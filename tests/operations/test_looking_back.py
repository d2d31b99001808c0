"""The months looked back on: each is what a report of its last day says, however the loans changed since."""

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from danabergulir.dates import Month
from danabergulir.domain.fund.measures import measured
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import books as reader
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.ledger.read.periods.months import month_ends
from danabergulir.money import Rupiah, format_rupiah
from danabergulir.operations import month as operations_month
from danabergulir.operations.loans.endings import reschedule, write_off
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from danabergulir.operations.month import front_and_board, monthly_books, monthly_set
from danabergulir.operations.witness.receipts import board_line
from danabergulir.reports.model.sheet import Report, Style
from danabergulir.reports.month.cashbooks import payments_list, receipts_list
from danabergulir.reports.month.portfolio import loan_progress
from danabergulir.reports.papers.cover import cover
from operations.lent_ledger import NOW, NUMBER, lend


def _months(path, month):
    with store.reading(path) as connection:
        return month_ends(connection, reader.books(connection, month))


def _open_loans(path, day):
    with store.reading(path) as connection:
        return _figures(book for book in loan_books_of(connection, day) if book.is_open)


def _figures(loans):
    """Which loan of its KSM it is no month asks for."""
    return tuple(replace(book, cycle=0) for book in loans)


def _total(report: Report, key: str) -> Rupiah:
    at = [column.key for column in report.section.columns].index(key)
    return next((row.cells[at] for row in report.section.rows if row.style is Style.TOTAL), Rupiah(0))


def test_each_month_end_is_what_a_report_of_that_day_says(demonstration):
    """Twelve months of the demonstration, every loan with its balance, payments and schedule."""
    months = _months(demonstration.ledger, demonstration.month)

    assert [end.month for end in months] == [demonstration.month.shifted(back) for back in range(-11, 1)]
    assert [_figures(end.loans) for end in months] == [
        _open_loans(demonstration.ledger, end.month.last_on) for end in months
    ]


@pytest.mark.parametrize("back", [-3, 0])
def test_the_money_of_a_month_is_that_of_its_reports(demonstration, back):
    """Money in as U-1, out as U-2, and pokok as the loan progress says."""
    end = _months(demonstration.ledger, demonstration.month)[back - 1]
    books = monthly_books(demonstration.ledger, end.month)

    assert (end.received, end.spent, end.repaid) == (
        _total(receipts_list(books), "jumlah"),
        _total(payments_list(books), "jumlah"),
        _total(loan_progress(books), "real_pokok_bulan_ini"),
    )


def test_a_month_keeps_the_schedule_it_had(tmp_path):
    """Paid, late, a receipt taken back, a new schedule, then written off: every month shows what was known then."""
    path = lend(tmp_path / "upk.db")
    receive(path, NUMBER, Rupiah(118_000), date(2023, 2, 10), NOW)
    late = receive(path, NUMBER, Rupiah(50_000), date(2023, 4, 2), NOW)
    reverse_voucher(path, late.voucher.number, "milik KSM lain", date(2023, 5, 2), NOW)
    reschedule(path, NUMBER, 10, date(2023, 5, 20), NOW, decision="8/BA/2023")
    write_off(path, NUMBER, date(2023, 9, 30), NOW, decision="9/BA/2023")

    months = _months(path, Month(2023, 10))

    assert [_figures(end.loans) for end in months] == [_open_loans(path, end.month.last_on) for end in months]
    assert [(str(end.month), end.outstanding.value, end.arrears.value, end.repaid.value) for end in months] == [
        ("2022-12", 0, 0, 0),
        ("2023-01", 1_200_000, 0, 0),
        ("2023-02", 1_100_000, 0, 100_000),
        ("2023-03", 1_100_000, 100_000, 0),
        ("2023-04", 1_068_000, 168_000, 32_000),
        ("2023-05", 1_100_000, 0, -32_000),
        ("2023-06", 1_100_000, 110_000, 0),
        ("2023-07", 1_100_000, 220_000, 0),
        ("2023-08", 1_100_000, 330_000, 0),
        ("2023-09", 0, 0, 0),
        ("2023-10", 0, 0, 0),
    ]


def test_the_cover_compares_with_the_report_of_the_month_before(demonstration):
    """The indicators set against this month's are those that the month before was reported with."""
    path, month = demonstration.ledger, demonstration.month
    books = monthly_books(path, month)
    expected = cover(books, _months(path, month), (), measured(monthly_books(path, month.shifted(-1))))

    with store.reading(path) as connection:
        shown, *_ = front_and_board(connection, books, ())

    assert shown == expected


def test_the_first_month_of_a_ledger_is_compared_with_nothing(tmp_path):
    """The month of the opening balances looks back on itself alone."""
    path = lend(tmp_path / "upk.db")
    books = monthly_books(path, Month(2022, 12))

    with store.reading(path) as connection:
        shown, *_ = front_and_board(connection, books, ())

    assert [tile["before"] for tile in shown.words["tiles"]] == [""] * 5
    assert [len(slot["lengths"]) for slot in shown.words["money"]["months"]] == [0] * 11 + [2]
    assert shown.words["money"]["legend"][0] == f"Uang masuk {format_rupiah(Rupiah(50_000_000))}"


def test_the_set_of_a_month_has_a_cover_and_a_sheet_for_the_notice_board(demonstration):
    """A set of named reports is those reports alone."""
    whole = monthly_set(demonstration.ledger, demonstration.month)
    some = monthly_set(demonstration.ledger, demonstration.month, ["neraca"])

    assert whole.cover is not None
    assert (whole.cover.form, some.cover, some.apart) == ("sampul", None, ())
    assert f"papan-informasi-{demonstration.month}" in [paper.file_name for paper in whole.apart]


def test_a_set_is_made_from_one_picture_of_the_ledger(demonstration, monkeypatch):
    """Nobody records anything before the last paper of a set is made, though two connections read for it."""
    tried = []

    def try_to_record(*words):
        other = sqlite3.connect(demonstration.ledger, timeout=0, isolation_level=None)
        with closing(other), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("CREATE TABLE meanwhile (word)")
        tried.append(words)
        return board_line(*words)

    monkeypatch.setattr(operations_month, "board_line", try_to_record)

    monthly_set(demonstration.ledger, demonstration.month)

    assert tried == [(demonstration.ledger, demonstration.month)]
