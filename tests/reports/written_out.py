"""A report as it is shown and written, form by form, for golden files."""

import io
from collections.abc import Callable, Mapping

from danabergulir.render import csv_file, json_file
from danabergulir.render.screen.page import render_report
from danabergulir.reports.model.sheet import Report


def _screen(report: Report) -> str:
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
    render_report(report, out, width=100)
    out.flush()
    return out.buffer.getvalue().decode("utf-8")


WRITTEN_OUT: Mapping[str, Callable[[Report], str]] = {
    "txt": _screen,
    "csv": lambda report: csv_file.render(report.section),
    "json": lambda report: json_file.render_reports([report]),
}
"""The text of a report by the ending of its file."""
