"""Every report of a ledger as bytes: what two ledgers that are the same have to say alike."""

from collections.abc import Iterable
from pathlib import Path

from danabergulir.dates import Month, Year
from danabergulir.operations.month import monthly_set
from danabergulir.operations.year import yearly_reports
from danabergulir.render import csv_file, json_file


def every_report(path: Path, months: Iterable[Month], years: Iterable[Year] = ()) -> dict[tuple[str, str], str]:
    """Return each report of each month and year by period and name, with the papers of the month."""
    said = {}
    for month in months:
        each = monthly_set(path, month)
        said |= {(str(month), item.name): _bytes(item) for item in each.reports}
        said[str(month), "kertas"] = repr((each.cover, each.apart))
    for year in years:
        said |= {(str(year), item.name): _bytes(item) for item in yearly_reports(path, year)}
    return said


def _bytes(report):
    return csv_file.render(report.section) + json_file.render_reports([report])
