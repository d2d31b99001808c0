"""Whole small books, drawn at random, made again from their audit packages: the same heads and the same reports."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from danabergulir.dates import Month, Year
from danabergulir.ledger.file import seals, store
from danabergulir.operations.audit import package
from danabergulir.operations.audit.examination import check_ledger
from danabergulir.operations.audit.package_check import check
from danabergulir.operations.audit.package_import import take_in
from every_report import every_report
from ledger.small_ledger import fetch
from model.beginnings import OPENED_ON
from model.drawing_books import books
from model.driver import Driver
from model.numbered import drawn

_LATER = date(2035, 12, 31)
_ROWS = ("voucher", "transfer", "ksm", "loan", "schedule", "instalment", "closing", "reopening", "policy", "account")


def _recorded(book, folder):
    driver = Driver(folder, book.opening, book.policy)
    for step in book.steps:
        driver.record(step)
    return driver.path


def _newest(path):
    with store.reading(path) as connection:
        return seals.newest(connection)


def _last(path):
    (entered,) = fetch(path, "SELECT max(dated_on) FROM voucher")[0]
    return max(date.fromisoformat(entered or str(OPENED_ON)), OPENED_ON)


def _months(path):
    month, last = Month.of(OPENED_ON), Month.of(_last(path))
    while month <= last:
        yield month
        month = month.shifted(1)


def _is_the_same(path, again, book):
    assert _newest(again) == _newest(path), repr(book)
    months = list(_months(path))
    years = sorted({Year(month.year) for month in months[1:]})
    assert every_report(again, months, years) == every_report(path, months, years), repr(book)
    for table in _ROWS:
        assert fetch(again, f"SELECT * FROM {table}") == fetch(path, f"SELECT * FROM {table}"), (table, book)


@drawn(books(), 6)
def test_a_package_with_all_of_a_book_makes_the_same_book(book):
    """With private data and without; and a package that is made of the new book has the same bytes."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        path = _recorded(book, name)
        for full in (False, True):
            first = package.write(path, OPENED_ON, _LATER, folder / f"satu-{full}", full=full)
            assert first.findings == (), f"{first.findings}\n{book!r}"
            again = take_in(folder / f"{full}.db", [first.folder]).path
            _is_the_same(path, again, book)
            second = package.write(again, OPENED_ON, _LATER, folder / f"dua-{full}", full=full).folder
            assert {file.name: file.read_bytes() for file in first.folder.iterdir()} == {
                file.name: file.read_bytes() for file in second.iterdir()
            }, repr(book)


@drawn(books(), 5)
def test_the_months_of_a_book_make_the_same_book(book):
    """Each package holds what the one before does not; together, in any order, they are the whole book."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        path = _recorded(book, name)
        folders = []
        for month in _months(path):
            last = month.last_on if month < Month.of(_last(path)) else _LATER
            first = max(month.first_on, OPENED_ON)
            written = package.write(path, first, last, folder / str(month), continued=month != Month.of(OPENED_ON))
            assert [item for item in written.findings if item.severity == "galat"] == [], repr(book)
            folders.append(written.folder)
        assert check(*folders) == [], f"{check(*folders)}\n{book!r}"
        again = take_in(folder / "lagi.db", folders[::-1]).path
        _is_the_same(path, again, book)


@drawn(books(), 5)
def test_a_package_of_a_day_is_the_same_however_much_came_after(book):
    """It proves itself, and says of its days what the ledger said that had nothing after them."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        path = _recorded(book, name)
        for number, end in enumerate({day - timedelta(days=day.day // 2) for day in book.days}):
            if end < OPENED_ON:
                continue
            written = package.write(path, OPENED_ON, end, folder / f"paket-{number}")
            assert written.findings == (), f"{written.findings}\n{end}\n{book!r}"
            again = take_in(folder / f"{number}.db", [written.folder]).path
            second = package.write(again, OPENED_ON, end, folder / f"lagi-{number}").folder
            assert {file.name: file.read_bytes() for file in written.folder.iterdir()} == {
                file.name: file.read_bytes() for file in second.iterdir()
            }, f"{end}\n{book!r}"
            wrong = [item for item in check_ledger(again, max(end, OPENED_ON)).checks if item.result == "salah"]
            assert [item.name for item in wrong if item.name.startswith("Rantai")] == [], repr(book)
