"""How a table fits the page: its columns together are never wider than the room between the margins."""

import pytest

from danabergulir.operations.month import monthly_reports
from danabergulir.render.pdf.table import LYING, UPRIGHT, fitted


@pytest.mark.parametrize("room", [UPRIGHT, LYING, 700, 640])
def test_no_report_is_wider_than_the_page(demonstration, room):
    """Every part of every table of the demonstration month, to a hundredth of a point."""
    wider = [
        (report.name, part.size)
        for report in monthly_reports(demonstration.ledger, demonstration.month)
        for section in report.tables
        for part in fitted(section, room).parts
        if sum(part.widths) * part.size > room + 0.01
    ]

    assert wider == []
