"""A report is made of no more than it needs, and says the same."""

from danabergulir.operations.month import monthly_books, monthly_reports
from danabergulir.reports.month.catalog import CATALOG


def test_a_report_says_the_same_whether_all_is_read_or_what_it_needs(demonstration):
    """Each report by itself, of less than the whole books, equals the one in the month's set."""
    whole = monthly_books(demonstration.ledger, demonstration.month)
    alone = [monthly_reports(demonstration.ledger, demonstration.month, [entry.name]) for entry in CATALOG]

    assert whole.loans
    assert alone == [[entry.report(whole)] for entry in CATALOG]


def test_the_balance_sheet_reads_no_loan(demonstration):
    """A fund that has lent for many years waits for sums only."""
    books = monthly_books(demonstration.ledger, demonstration.month, loans=False)

    assert books.loans == ()
    assert [entry.name for entry in CATALOG if entry.name == "neraca" and entry.reads_loans] == []
