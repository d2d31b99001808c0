"""What stands beside the summary: charts that the spreadsheet draws from the other sheets, and links to these."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from danabergulir.frozen import Struct
from danabergulir.money import Rupiah
from danabergulir.reports.model.sheet import Report, Style

_STROKES: Final = (("solid", "circle"), ("dash", "square"), ("round_dot", "triangle"))
"""How lines are told apart on paper without colours: their strokes, and the marks on them."""
_HATCHED: Final = "wide_upward_diagonal"
_BLUE, _GREEN, _RED = "#2F6690", "#3A7D44", "#B23A48"
_WIDE, _HIGH = 8, 15  # columns of the usual width and rows that a chart takes on the sheet
_LISTED: Final = 60  # characters of the longest lines of the list of sheets
_GRID: Final = {"visible": True, "line": {"color": "#D9D9D9"}}
_PIXELS: Final = {"width": 500, "height": 285}

_Place = list[str | int]
"""The sheet, then first row, first column, last row, last column, from 0."""


class Written(Struct, frozen=True):
    """A report on its sheet: ``first`` is the row of the first line of its main table, ``below`` the first free row.

    ``columns`` is how many columns its tables take. All count from 0.
    """

    report: Report
    sheet: Worksheet
    first: int
    below: int
    columns: int

    def lines(self, key: str, style: Style) -> _Place:
        """Return where the lines of this style stand in the column ``key``; there must be some."""
        at = [number for number, row in enumerate(self.report.section.rows) if row.style is style]
        column = self._column(key)
        return [self.report.name, self.first + at[0], column, self.first + at[-1], column]

    def amounts(self, key: str, style: Style) -> list[int]:
        """Return what the lines of this style hold in the column ``key``."""
        column = self._column(key)
        cells = [row.cells[column] for row in self.report.section.rows if row.style is style]
        return [cell.value for cell in cells if isinstance(cell, Rupiah)]

    def _column(self, key: str) -> int:
        return [column.key for column in self.report.section.columns].index(key)


def draw(workbook: Workbook, pages: Sequence[Written]) -> None:
    """Draw on the summary's sheet, right of its table, what the other sheets have figures for, and list the sheets.

    The loans by class, money in and out, the months of a year, the arrears by RW. Without a summary nothing is drawn or
    listed.
    """
    by_name = {page.report.name: page for page in pages}
    summary = by_name.get("ringkasan") or by_name.get("ringkasan-tahun")
    if summary is None:
        return
    charts = list(_charts(workbook, by_name))
    for number, chart in enumerate(charts):
        summary.sheet.insert_chart(number * _HIGH, summary.columns + 1, chart)
    if charts:
        right = summary.columns + _WIDE
        below = max(summary.below, len(charts) * _HIGH)
        summary.sheet.print_area(0, 0, below - 1, right)
        summary.sheet.set_landscape()
        summary.sheet.fit_to_pages(1, 1)
    if len(pages) > 1:
        _list(workbook, summary.sheet, [page.report for page in pages], right + 2 if charts else summary.columns + 1)


def _list(workbook: Workbook, sheet: Worksheet, reports: Sequence[Report], column: int) -> None:
    """Write a link to every sheet, right of what is printed."""
    sheet.set_column(column, column, _LISTED)
    sheet.write_string(0, column, "Daftar isi", workbook.add_format({"bold": True}))
    for row, report in enumerate(reports, start=1):
        sheet.write_url(row, column, f"internal:'{report.name}'!A1", string=f"{report.name} - {report.title}")


def _charts(workbook: Workbook, pages: Mapping[str, Written]) -> Iterator[Chart]:
    classes, regions = pages.get("kolektibilitas"), pages.get("rekap-rw")
    if classes and any(classes.amounts("saldo_pokok", Style.ITEM)):
        yield _by(workbook, "Saldo pinjaman per kelas (Rp)", classes, ("nama", "saldo_pokok"), _BLUE)
    money = [
        (word, pages[name], colour)
        for word, name, colour in (("Uang masuk", "uang-masuk", _GREEN), ("Uang keluar", "uang-keluar", _RED))
        if name in pages and any(pages[name].amounts("jumlah", Style.TOTAL))
    ]
    if money:
        totals = [amount for _, page, _ in money for amount in page.amounts("jumlah", Style.TOTAL)]
        chart = _columns(workbook, "Uang masuk dan uang keluar bulan ini (Rp)", totals)
        for word, page, colour in money:
            values = page.lines("jumlah", Style.TOTAL)
            look = {"fill": {"color": colour}}
            if page is money[-1][1] and money[1:]:
                look = {"pattern": {"pattern": _HATCHED, "fg_color": colour, "bg_color": "#FFFFFF"}}
            chart.add_series({"name": word, "values": values, "border": {"color": colour}, **look})
        chart.set_x_axis({"visible": False})
        yield chart
    months = pages.get("kinerja-bulanan")
    if months and any(months.amounts("saldo_pokok", Style.ITEM)):
        yield _by_month(workbook, months)
        yield _by(workbook, "Saldo pinjaman akhir bulan (Rp)", months, ("bulan", "saldo_pokok"), _BLUE)
    if regions and any(regions.amounts("tunggakan", Style.ITEM)):
        yield _by(workbook, "Tunggakan pokok per RW (Rp)", regions, ("rw", "tunggakan"), _RED)


def _by_month(workbook: Workbook, page: Written) -> Chart:
    """Return a chart of the shares at risk month by month."""
    chart = workbook.add_chart({"type": "line"})
    assert chart is not None, "the kind of chart is known"
    chart.set_title({"name": "Pinjaman bermasalah per bulan (%)", "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom"})
    known = (("LAR", "lar", _GREEN), ("PAR", "par", _BLUE), ("PAR30", "par30", _RED))
    for (word, key, colour), (stroke, mark) in zip(known, _STROKES, strict=True):
        categories, values = (page.lines(name, Style.ITEM) for name in ("bulan", key))
        line = {"color": colour, "dash_type": stroke}
        marker = {"type": mark, "fill": {"color": colour}, "border": {"color": colour}}
        chart.add_series({"name": word, "categories": categories, "values": values, "line": line, "marker": marker})
    chart.set_y_axis({"num_format": "[$-421]#,##0", "min": 0, "major_gridlines": _GRID})
    chart.set_size(_PIXELS)
    return chart


def _by(workbook: Workbook, title: str, page: Written, keys: tuple[str, str], colour: str) -> Chart:
    """Return a chart of one column of a table, ``keys`` being the words below and the amounts."""
    categories, values = (page.lines(key, Style.ITEM) for key in keys)
    chart = _columns(workbook, title, page.amounts(keys[1], Style.ITEM))
    chart.add_series({"name": title, "categories": categories, "values": values, "fill": {"color": colour}})
    chart.set_legend({"none": True})
    return chart


def _columns(workbook: Workbook, title: str, amounts: Sequence[int]) -> Chart:
    """Return an empty chart for ``amounts``, whose columns start at nil so that their lengths can be compared."""
    chart = workbook.add_chart({"type": "column"})
    assert chart is not None, "the kind of chart is known"
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom"})
    start = {} if min(amounts) < 0 else {"min": 0}
    chart.set_y_axis({"num_format": "[$-421]#,##0", "major_gridlines": _GRID, **start})
    chart.set_size(_PIXELS)
    return chart
