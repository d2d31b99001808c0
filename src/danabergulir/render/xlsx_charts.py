"""The charts on the summary's sheet, drawn by the spreadsheet from the cells of the other sheets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from danabergulir.money import Rupiah
from danabergulir.reports.sheet import Report, Style

_BLUE, _GREEN, _RED = "#2F6690", "#3A7D44", "#B23A48"
_WIDE, _HIGH = 8, 15  # columns of the usual width and rows that a chart takes on the sheet
_PIXELS: Final = {"width": 500, "height": 285}

_Place = list[str | int]
"""The sheet, then first row, first column, last row, last column, from 0."""


@dataclass(frozen=True, slots=True)
class Written:
    """A report on its sheet: ``first`` is the row of the first line of its main table, ``below`` the first free row.

    ``columns`` is how many columns its tables take. All count from 0.
    """

    report: Report
    sheet: Worksheet
    first: int
    below: int
    columns: int

    def lines(self, key: str, *styles: Style) -> _Place | None:
        """Return where the lines of these styles stand in the column ``key``; None without such lines."""
        at = [number for number, row in enumerate(self.report.section.rows) if row.style in styles]
        if not at:
            return None
        column = self._column(key)
        return [self.report.name, self.first + at[0], column, self.first + at[-1], column]

    def has_amounts(self, key: str) -> bool:
        """Return whether any line of the column ``key`` holds an amount other than nil."""
        column = self._column(key)
        return any(isinstance(row.cells[column], Rupiah) and row.cells[column] for row in self.report.section.rows)

    def _column(self, key: str) -> int:
        return [column.key for column in self.report.section.columns].index(key)


def draw(workbook: Workbook, pages: Sequence[Written]) -> None:
    """Draw on the summary's sheet, right of its table, what the other sheets have figures for.

    The loans by class, money in and out, the arrears by RW. Without a summary nothing is drawn.
    """
    by_name = {page.report.name: page for page in pages}
    summary = by_name.get("ringkasan")
    if summary is None:
        return
    charts = list(_charts(workbook, by_name))
    for number, chart in enumerate(charts):
        summary.sheet.insert_chart(number * _HIGH, summary.columns + 1, chart)
    if charts:
        below = max(summary.below, len(charts) * _HIGH)
        summary.sheet.print_area(0, 0, below - 1, summary.columns + _WIDE)


def _charts(workbook: Workbook, pages: Mapping[str, Written]) -> Iterator[Chart]:
    classes, regions = pages.get("kolektibilitas"), pages.get("rekap-rw")
    if classes and classes.has_amounts("saldo_pokok"):
        yield _by(workbook, "Saldo pinjaman per kelas (Rp)", classes, ("nama", "saldo_pokok"), _BLUE)
    money = [
        (word, place, colour)
        for word, name, colour in (("Uang masuk", "uang-masuk", _GREEN), ("Uang keluar", "uang-keluar", _RED))
        if name in pages and pages[name].has_amounts("jumlah") and (place := pages[name].lines("jumlah", Style.TOTAL))
    ]
    if money:
        chart = _columns(workbook, "Uang masuk dan uang keluar bulan ini (Rp)")
        for word, place, colour in money:
            chart.add_series({"name": word, "values": place, "fill": {"color": colour}})
        chart.set_x_axis({"visible": False})
        yield chart
    if regions and regions.has_amounts("tunggakan"):
        yield _by(workbook, "Tunggakan pokok per RW (Rp)", regions, ("rw", "tunggakan"), _RED)


def _by(workbook: Workbook, title: str, page: Written, keys: tuple[str, str], colour: str) -> Chart:
    """Return a chart of one column of a table, ``keys`` being the words below and the amounts."""
    categories, values = (page.lines(key, Style.ITEM) for key in keys)
    chart = _columns(workbook, title)
    chart.add_series({"name": title, "categories": categories, "values": values, "fill": {"color": colour}})
    chart.set_legend({"none": True})
    return chart


def _columns(workbook: Workbook, title: str) -> Chart:
    chart = workbook.add_chart({"type": "column"})
    assert chart is not None, "the kind of chart is known"
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    chart.set_size(_PIXELS)
    return chart
