"""A report is made of no more than it needs, and says the same."""

from datetime import date
from tempfile import TemporaryDirectory

from hypothesis import given, settings

from danabergulir.dates import Month
from danabergulir.domain.loans.book import Scope
from danabergulir.ledger.file import store
from danabergulir.ledger.read.living import living
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.operations.month import monthly_books, monthly_reports
from danabergulir.reports.month.catalog import CATALOG
from model.comparing import fetch
from model.drawing_books import books
from model.driver import Driver
from thorough import THOROUGH


def test_a_report_says_the_same_whether_all_is_read_or_what_it_needs(demonstration):
    """Each report by itself, of less than the whole books, equals the one in the month's set."""
    whole = monthly_books(demonstration.ledger, demonstration.month)
    alone = [monthly_reports(demonstration.ledger, demonstration.month, [entry.name]) for entry in CATALOG]

    assert whole.loans
    assert alone == [[entry.report(whole)] for entry in CATALOG]


def test_the_balance_sheet_reads_no_loan(demonstration):
    """A fund that has lent for many years waits for sums only."""
    books = monthly_books(demonstration.ledger, demonstration.month, scope=Scope.NONE)

    assert books.loans == ()
    assert [entry.name for entry in CATALOG if entry.name == "neraca" and entry.scope] == []


@given(books(least=10, most=30))
@settings(max_examples=20 if THOROUGH else 8)
def test_no_report_misses_a_loan_that_it_does_not_read(book):
    """In any book: with loans settled, taken back, written off, repaid while their jasa is not."""
    with TemporaryDirectory() as folder:
        driver = Driver(folder, book.opening, book.policy)
        for step in book.steps:
            driver.record(step)
        for day in book.days:
            whole = monthly_books(driver.path, Month.of(day))
            for entry in CATALOG:
                assert monthly_reports(driver.path, Month.of(day), [entry.name]) == [entry.report(whole)], repr(book)
            assert set(whole.register) == _every_entry(driver.path, whole.as_of), repr(book)


def _every_entry(path, as_of):
    with store.reading(path) as connection:
        return {loan.entry for loan in loan_books_of(connection, as_of)}


def test_the_register_says_of_a_settled_loan_what_its_card_says(demonstration):
    """Most loans come from SQL as lines of the register, the newest first, each loan once."""
    books = monthly_books(demonstration.ledger, demonstration.month)
    lines = books.register

    assert len(books.settled) > 20
    assert len(lines) == len(books.loans) + len(books.settled) == 53
    assert set(lines) == _every_entry(demonstration.ledger, books.as_of)
    assert [line.order for line in lines] == sorted((line.order for line in lines), reverse=True)


def test_most_loans_are_left_to_sql_in_a_month(demonstration):
    """Those settled before it are never made into values."""
    first, last = date(2023, 1, 1), date(2023, 1, 31)
    with store.reading(demonstration.ledger) as connection:
        found = living(connection, monthly_books(demonstration.ledger, Month(2023, 1)).chart, first, last)
    ((every,),) = fetch(demonstration.ledger, "SELECT count(*) FROM loan")

    assert 24 <= len(found) < every == 53
