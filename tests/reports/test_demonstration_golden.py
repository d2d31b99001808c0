"""Every report of the catalog on the demonstration ledger, on the screen and as CSV and JSON, kept as golden files."""

import pytest

from danabergulir.operations.month import monthly_books
from danabergulir.reports.month.catalog import CATALOG, ON_REQUEST, find
from reports.written_out import WRITTEN_OUT


@pytest.fixture(scope="module")
def books(demonstration):
    """Return the books of the demonstration's last month."""
    return monthly_books(demonstration.ledger, demonstration.month)


@pytest.mark.parametrize("ending", WRITTEN_OUT)
@pytest.mark.parametrize("name", [entry.name for entry in (*CATALOG, *ON_REQUEST)])
def test_report_on_the_demonstration_is_as_agreed(books, golden, name, ending):
    """Each report of the demonstration's last month is letter for letter the one that was looked through."""
    golden(WRITTEN_OUT[ending](find(name).report(books)), f"demonstrasi/{name}.{ending}")
