"""Every report of a year that was led to its end, on the screen and as CSV and JSON, kept as golden files."""

import io

import pytest

from danabergulir.dates import Year
from danabergulir.operations.year import yearly_books
from danabergulir.render import csv_file, json_file
from danabergulir.render.screen.page import render_report
from danabergulir.reports.year.catalog import CATALOG, find


@pytest.fixture(scope="module")
def year(closed_year):
    """Return the picture of the closed year."""
    return yearly_books(closed_year, Year(2022))


def _screen(report):
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
    render_report(report, out, width=100)
    out.flush()
    return out.buffer.getvalue().decode("utf-8")


RENDERERS = {
    "txt": _screen,
    "csv": lambda report: csv_file.render(report.section),
    "json": lambda report: json_file.render_reports([report]),
}


@pytest.mark.parametrize("ending", RENDERERS)
@pytest.mark.parametrize("name", [entry.name for entry in CATALOG])
def test_report_of_the_year_is_as_agreed(year, golden, name, ending):
    """Each report of the year is letter for letter the one that was looked through."""
    golden(RENDERERS[ending](find(name).report(year)), f"tahun/{name}.{ending}")
