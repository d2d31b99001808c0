"""Reports as one workbook: a sheet per report, real numbers and dates, sums that a reader can follow, ready to print.

The bytes depend on the reports alone: no clock, no temporary file, no name of the machine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from fractions import Fraction
from io import BytesIO
from itertools import groupby, takewhile
from typing import Final

from rich.cells import cell_len
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from danabergulir.money import Rupiah, format_percent
from danabergulir.render import xlsx_charts
from danabergulir.render.terminal import shown
from danabergulir.render.wrapping import printable, wrapped
from danabergulir.reports.sheet import Cell, Column, Report, Row, Section, Style

_A4: Final = 9
_PORTRAIT: Final = 120  # characters that stand side by side on upright A4, made a quarter smaller
_LYING: Final = frozenset({"U-1", "U-2", "U-2a", "LU-02"})  # forms that treasurers know as landscape
_NARROWEST, _WIDEST_TEXT, _NOTE = 8, 40, 110  # characters: a column, a text before it wraps, a line of a note
_LINE: Final = 15  # points
_WHOLE: Final = '#,##0;(#,##0);"-"'  # the spreadsheet puts in the separators of its own country
_GREY: Final = "#E7EDF2"
_LOOKS: Final[Mapping[Style, Mapping[str, object]]] = {
    Style.HEADING: {"bold": True, "bg_color": "#F4F6F8"},
    Style.ITEM: {"border": 1, "border_color": "#BFBFBF", "valign": "top"},
    Style.SUBTOTAL: {"bold": True, "border": 1, "valign": "top"},
    Style.TOTAL: {"bold": True, "border": 1, "bottom": 6, "bg_color": _GREY, "valign": "top"},
}
_HEAD: Final[Mapping[str, object]] = {
    "bold": True,
    "border": 1,
    "bg_color": _GREY,
    "align": "center",
    "valign": "vcenter",
    "text_wrap": True,
}


def render(reports: Sequence[Report]) -> bytes:
    """Return the reports as an XLSX workbook, a sheet each, named and ordered as they are given.

    A rupiah total that is the sum of the lines right above it is a formula that carries this sum; every other figure
    is a plain number. Percentages have two decimals. On the sheet of the summary stand charts of what the others hold.
    """
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as workbook:
        # The day of the report, not the day it was written, which would change the bytes.
        made = datetime.combine(reports[0].as_of, time(), tzinfo=UTC)
        workbook.set_properties({"title": f"Laporan {reports[0].period}", "created": made})
        looks = _Looks(workbook)
        # A report asked for twice has one sheet, for no two sheets may have one name.
        pages = [_Page.of(report, looks) for report in {report.name: report for report in reports}.values()]
        xlsx_charts.draw(workbook, [page.written() for page in pages])
    return content.getvalue()


@dataclass(frozen=True, slots=True)
class _Looks:
    """The cell formats of one workbook, each made once."""

    workbook: Workbook
    made: dict[tuple[tuple[str, object], ...], Format] = field(default_factory=dict)

    def of(self, look: Mapping[str, object], **more: object) -> Format:
        wanted = {**look, **more}
        key = tuple(sorted(wanted.items()))
        if key not in self.made:
            self.made[key] = self.workbook.add_format(wanted)
        return self.made[key]


@dataclass(frozen=True, slots=True)
class _Page:
    """The sheet of one report. What writes returns the row below what it wrote."""

    report: Report
    sheet: Worksheet
    looks: _Looks
    widths: tuple[int, ...]

    @classmethod
    def of(cls, report: Report, looks: _Looks) -> "_Page":
        return cls(report, looks.workbook.add_worksheet(report.name), looks, _widths(report))

    @property
    def lies(self) -> bool:
        """Return whether it is printed landscape."""
        return self.report.form_code in _LYING or sum(self.widths) > _PORTRAIT

    def written(self) -> xlsx_charts.Written:
        """Write the whole sheet and return where its tables stand."""
        for index, width in enumerate(self.widths):
            self.sheet.set_column(index, index, width)
        tables = (self.report.section, *self.report.more)
        row = band = self._heading()
        heads: list[tuple[int, int]] = []
        for section in tables:
            head = self._titled(row, section)
            below = self._column_heads(head, section.columns)
            heads.append((head, below))
            row = self._notes(self._rows(below, section), section.notes) + 1
        row = self._notes(row - 1, self.report.notes)
        self._print_setup(row, max(zip(tables, heads, strict=True), key=lambda item: len(item[0].rows))[1])
        named = list(takewhile(lambda column: column.identifies, self.report.section.columns))
        # Above several tables no single head is right for all.
        self.sheet.freeze_panes(heads[0][1] if len(tables) == 1 else band, len(named) if self.lies else 0)
        return xlsx_charts.Written(self.report, self.sheet, heads[0][1], row, len(self.widths))

    def _text(self, row: int, column: int, text: str, look: Format) -> None:
        """Write ``text`` as text, whatever it looks like, without what moves or breaks a line."""
        self.sheet.write_string(row, column, printable(text, "utf-8"), look)

    def _heading(self) -> int:
        """Write the head band with the form code at the right, the title and the date line."""
        if self.report.form_code:
            right = self.looks.of({"bold": True, "align": "right"})
            self._text(0, max(len(self.widths) - 1, 1), self.report.form_code, right)
        for row, (label, value) in enumerate(self.report.head.items()):
            self._text(row, 0, f"{label} : {value}", self.looks.of({}))
        row = max(len(self.report.head), bool(self.report.form_code))
        self._text(row, 0, self.report.title.upper(), self.looks.of({"bold": True, "font_size": 14}))
        self._text(row + 1, 0, self.report.date_line, self.looks.of({}))
        return row + 2

    def _titled(self, row: int, section: Section) -> int:
        if not section.title:
            return row
        self._text(row, 0, section.title, self.looks.of({"bold": True}))
        return row + 1

    def _column_heads(self, row: int, columns: Sequence[Column]) -> int:
        """Write the headings; an upper one stands over the columns that share it, the others take both lines."""
        look = self.looks.of(_HEAD)
        last = row + any(column.group for column in columns)
        for group, members in groupby(enumerate(columns), key=lambda item: item[1].group):
            shared = list(members)
            if group:
                self._merged(row, shared[0][0], row, shared[-1][0], group, look)
            for index, column in shared:
                self._merged(last if group else row, index, last, index, column.title, look)
        tallest = max(len(wrapped(column.title, self.widths[at] - 1)) for at, column in enumerate(columns))
        self.sheet.set_row(last, tallest * _LINE)
        return last + 1

    def _merged(self, top: int, left: int, bottom: int, right: int, text: str, look: Format) -> None:
        if (top, left) != (bottom, right):
            self.sheet.merge_range(top, left, bottom, right, "", look)
        self._text(top, left, text, look)

    def _rows(self, row: int, section: Section) -> int:
        if not section.rows:
            self._text(row, 0, section.empty_note, self.looks.of({"italic": True}))
            return row + 1
        items = 0  # how many lines stand right above
        for at, line in enumerate(section.rows):
            if line.style is Style.HEADING:
                self._across(row + at, line)
            else:
                above = section.rows[at - items : at] if line.style is not Style.ITEM else ()
                for column, cell in enumerate(line.cells):
                    summed = _is_sum(cell, [other.cells[column] for other in above])
                    formula = f"=SUM({xl_range(row + at - items, column, row + at - 1, column)})" if summed else ""
                    self._cell(row + at, column, cell, line.style, formula)
            items = items + 1 if line.style is Style.ITEM else 0
        return row + len(section.rows)

    def _across(self, row: int, line: Row) -> None:
        look = self.looks.of(_LOOKS[Style.HEADING])
        self._text(row, 0, "  ".join(filter(None, map(shown, line.cells))), look)
        for column in range(1, len(line.cells)):
            self.sheet.write_blank(row, column, None, look)

    def _cell(self, row: int, column: int, cell: Cell, style: Style, formula: str) -> None:
        look = _LOOKS[style]
        match cell:
            case None:
                self.sheet.write_blank(row, column, None, self.looks.of(look))
            case str():
                self._text(row, column, cell, self.looks.of(look, text_wrap=True))
            case Rupiah() if formula:
                # Readers that do not work out formulas show the value that is kept beside it.
                self.sheet.write_formula(row, column, formula, self.looks.of(look, num_format=_WHOLE), cell.value)
            case Rupiah():
                self.sheet.write_number(row, column, cell.value, self.looks.of(look, num_format=_WHOLE))
            case Fraction():
                # The printed decimals, read as a float only here: a workbook knows no other numbers.
                percent = float(format_percent(cell).replace(",", "."))
                self.sheet.write_number(row, column, percent, self.looks.of(look, num_format="#,##0.00"))
            case date():
                dated = self.looks.of(look, num_format="dd-mm-yyyy", align="left")
                self.sheet.write_datetime(row, column, cell, dated)
            case int():
                self.sheet.write_number(row, column, cell, self.looks.of(look, num_format=_WHOLE))

    def _notes(self, row: int, notes: Sequence[str]) -> int:
        """Write the notes below a blank row, each over as many columns as make a line that is easily read."""
        if not notes:
            return row
        widths = [sum(self.widths[: count + 1]) for count in range(len(self.widths))]
        last = max((at for at, width in enumerate(widths) if width <= _NOTE), default=0)
        look = self.looks.of({"text_wrap": True, "valign": "top"})
        for at, note in enumerate(notes, start=row + 1):
            self._merged(at, 0, at, last, note, look)
            # No spreadsheet finds the height of merged cells by itself.
            self.sheet.set_row(at, len(wrapped(printable(note, "utf-8"), max(widths[last] - 2, 1))) * _LINE)
        return row + 1 + len(notes)

    def _print_setup(self, row: int, head: tuple[int, int]) -> None:
        """Set A4, one page wide, with the column heads ``head`` on every page."""
        if self.lies:
            self.sheet.set_landscape()
        self.sheet.set_paper(_A4)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.75)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(head[0], head[1] - 1)
        self.sheet.print_area(0, 0, row - 1, max(len(self.widths) - 1, 1))
        chain = self.report.footer.replace("&", "&&")
        self.sheet.set_footer(f"&L&8{chain}&R&8Halaman &P dari &N")


def _is_sum(cell: Cell, above: Sequence[Cell]) -> bool:
    """Return whether ``cell`` is an amount that the amounts ``above`` make up."""
    amounts = [other.value for other in above if isinstance(other, Rupiah)]
    # Anything else up there, a percentage say, would be added in by the spreadsheet too.
    only_amounts = all(other is None or isinstance(other, Rupiah) for other in above)
    return isinstance(cell, Rupiah) and bool(amounts) and only_amounts and sum(amounts) == cell.value


def _widths(report: Report) -> tuple[int, ...]:
    """Return the width in characters of every column of the sheet, which the tables below each other share."""
    tables = (report.section, *report.more)
    widths = [_NARROWEST] * max(len(table.columns) for table in tables)
    for table in tables:
        lines = [row.cells for row in table.rows if row.style is not Style.HEADING]
        for at, column in enumerate(table.columns):
            title = max(map(cell_len, column.title.split()), default=0)
            cells = max((_room(line[at]) for line in lines), default=0)
            widths[at] = max(widths[at], title + 2, cells + 2)
    return tuple(widths)


def _room(cell: Cell) -> int:
    width = cell_len(shown(cell))
    return min(width, _WIDEST_TEXT) if isinstance(cell, str) else width
