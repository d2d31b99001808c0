"""Every report of the catalog on the demonstration ledger, on the screen and as CSV and JSON, kept as golden files."""

import io

import pytest

from danabergulir.operations.month import monthly_books
from danabergulir.render import csv_file, json_file
from danabergulir.render.screen.page import render_report
from danabergulir.reports.month.catalog import CATALOG, ON_REQUEST, find


@pytest.fixture(scope="module")
def books(demonstration):
    """Return the books of the demonstration's last month."""
    return monthly_books(demonstration.ledger, demonstration.month)


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
@pytest.mark.parametrize("name", [entry.name for entry in (*CATALOG, *ON_REQUEST)])
def test_report_on_the_demonstration_is_as_agreed(books, golden, name, ending):
    """Each report of the demonstration's last month is letter for letter the one that was looked through."""
    golden(RENDERERS[ending](find(name).report(books)), f"demonstrasi/{name}.{ending}")
