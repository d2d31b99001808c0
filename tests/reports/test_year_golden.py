"""Every report of a year that was led to its end, on the screen and as CSV and JSON, kept as golden files."""

import pytest

from danabergulir.dates import Year
from danabergulir.operations.year import yearly_books
from danabergulir.reports.year.catalog import CATALOG, find
from reports.written_out import WRITTEN_OUT


@pytest.fixture(scope="module")
def year(closed_year):
    """Return the picture of the closed year."""
    return yearly_books(closed_year, Year(2022))


@pytest.mark.parametrize("ending", WRITTEN_OUT)
@pytest.mark.parametrize("name", [entry.name for entry in CATALOG])
def test_report_of_the_year_is_as_agreed(year, golden, name, ending):
    """Each report of the year is letter for letter the one that was looked through."""
    golden(WRITTEN_OUT[ending](find(name).report(year)), f"tahun/{name}.{ending}")
