"""Reports as one workbook: a sheet per report, real numbers and dates, sums that a reader can follow, ready to print.

The bytes depend on the reports alone: no clock, no temporary file, no name of the machine.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from fractions import Fraction
from io import BytesIO
from itertools import accumulate, groupby, takewhile
from math import ceil
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from danabergulir.frozen import Struct, field
from danabergulir.money import Rupiah, format_percent
from danabergulir.render.page import lies
from danabergulir.render.screen.page import shown
from danabergulir.render.screen.text import printable
from danabergulir.render.xlsx import charts
from danabergulir.render.xlsx import sums as xlsx_sums
from danabergulir.render.xlsx.measures import length, lines_of, widths_of
from danabergulir.reports.model.sheet import Cell, Column, Report, Row, Section, Style

_A4: Final = 9
_PORTRAIT: Final = 120  # characters that stand side by side on upright A4, made a quarter smaller
_LANDSCAPE: Final = 215  # the same of A4 on its side, made a third smaller: 7 points, the least that is read easily
_NOTE: Final = 110  # characters that make a line of a note which is easily read
_PEN: Final = 4  # lines between a post and the name of who signs
_BY_HAND: Final = "(....................)"
_LINE, _TITLE, _TALLEST = 15, 21, 405  # points: a line of a cell, one of the title, the most that a row may have
# Indonesian separators (421) where the spreadsheet can, its own country's where not; room for a bracket at the right.
_WHOLE: Final = '[$-421]#,##0_);[$-421](#,##0);"-"_)'
_PERCENT: Final = "[$-421]#,##0.00_)"
_GREY: Final = "#E7EDF2"
_TABS: Final = {"U-": "#3A7D44", "LU-": "#2F6690"}  # by form code: the books, and the reports to the assembly
_LOOKS: Final[Mapping[Style, Mapping[str, object]]] = {
    Style.HEADING: {"bold": True, "bg_color": "#F4F6F8"},
    Style.ITEM: {"border": 1, "border_color": "#BFBFBF", "valign": "top"},
    Style.PART: {"bold": True, "border": 1, "valign": "top"},
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
        charts.draw(workbook, [page.written() for page in pages])
    return content.getvalue()


class _Looks(Struct, frozen=True):
    """The cell formats of one workbook, each made once."""

    workbook: Workbook
    made: dict[tuple[tuple[str, object], ...], Format] = field(default_factory=dict)

    def of(self, look: Mapping[str, object], **more: object) -> Format:
        asked = (*look.items(), *more.items())
        if asked not in self.made:
            wanted = {**look, **more}
            key = tuple(sorted(wanted.items()))
            if key not in self.made:
                self.made[key] = self.workbook.add_format(wanted)
            self.made[asked] = self.made[key]
        return self.made[asked]


class _Page(Struct, frozen=True):
    """The sheet of one report. What writes returns the row below what it wrote."""

    report: Report
    sheet: Worksheet
    looks: _Looks
    widths: tuple[int, ...]

    @classmethod
    def of(cls, report: Report, looks: _Looks) -> "_Page":
        return cls(report, looks.workbook.add_worksheet(report.name), looks, widths_of(report))

    @property
    def lies(self) -> bool:
        """Return whether it is printed landscape."""
        return lies(self.report.form_code) or sum(self.widths) > _PORTRAIT

    @property
    def across(self) -> int:
        """Return over how many pages side by side a line is printed; heads alone need no second page."""
        return ceil(sum(self.widths) / _LANDSCAPE) if self.report.section.rows else 1

    @property
    def named(self) -> int:
        """Return how many leading columns say what a line is about."""
        return len(list(takewhile(lambda column: column.identifies, self.report.section.columns)))

    def written(self) -> charts.Written:
        """Write the whole sheet and return where its tables stand."""
        for index, width in enumerate(self.widths):
            self.sheet.set_column(index, index, width)
        tables = self.report.tables
        row = band = self._heading()
        heads: list[tuple[int, int]] = []
        for section in tables:
            head = self._titled(row, section)
            below = self._numbers(self._column_heads(head, section.columns), section)
            heads.append((head, below))
            row = self._notes(self._rows(below, section), section.notes) + 1
        row = self._signatures(self._notes(row - 1, self.report.notes))
        self._print_setup(row, max(zip(tables, heads, strict=True), key=lambda item: len(item[0].rows))[1])
        # Codes and RW are texts on purpose; Excel would put a green mark on each.
        self.sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, row, len(self.widths) - 1)})
        # Above several tables no single head is right for all.
        self.sheet.freeze_panes(heads[0][1] if len(tables) == 1 else band, self.named if self.lies else 0)
        return charts.Written(self.report, self.sheet, heads[0][1], row, len(self.widths))

    def _text(self, row: int, column: int, text: str, look: Format) -> None:
        """Write ``text`` as text, whatever it looks like, without what moves or breaks a line."""
        self.sheet.write_string(row, column, printable(text, "utf-8"), look)

    def _height(self, row: int, lines: int, points: int = _LINE) -> None:
        """Make room for lines of text, which not every spreadsheet does by itself, and none in merged cells."""
        if (lines, points) != (1, _LINE):
            self.sheet.set_row(row, min(lines * points, _TALLEST))

    def _line(self, row: int, text: str, look: Mapping[str, object], points: int = _LINE) -> None:
        """Write a line over the whole table, or over the names that every page repeats, broken where it is longer."""
        taken = self.widths[: self.named] if self.across > 1 and self.named else self.widths
        lines = lines_of(text, sum(taken) * _LINE // points)
        if lines == 1:
            self._text(row, 0, text, self.looks.of(look))
        else:
            self._merged(row, 0, row, len(taken) - 1, text, self.looks.of(look, text_wrap=True, valign="top"))
        self._height(row, lines, points)

    def _heading(self) -> int:
        """Write the head band with the form code at the right, the title and the date line."""
        band = [f"{label} : {value}" for label, value in self.report.head.items()]
        for row, text in enumerate(band):
            self._line(row, text, {})
        title = len(band)
        self._line(title, self.report.title.upper(), {"bold": True, "font_size": 14}, _TITLE)
        self._line(title + 1, self.report.date_line, {})
        if self.report.form_code:
            # In the upper corner, or below where a long name needs the room; the date line is short.
            room = sum(self.widths) - self.widths[-1]
            row = next((row for row, text in enumerate(band) if length(text) <= room), title + 1)
            right = self.looks.of({"bold": True, "align": "right"})
            self._text(row, max(len(self.widths) - 1, 1), self.report.form_code, right)
        return title + 2

    def _titled(self, row: int, section: Section) -> int:
        if not section.title:
            return row
        self._text(row, 0, section.title, self.looks.of({"bold": True}))
        return row + 1

    def _column_heads(self, row: int, columns: Sequence[Column]) -> int:
        """Write the headings; an upper one stands over the columns that share it, the others take both lines.

        Where lines go on beside the page it stands over each column, for a page may end between them.
        """
        look = self.looks.of(_HEAD)
        last = row + any(column.group for column in columns)
        upper = lower = 1
        for group, members in groupby(enumerate(columns), key=lambda item: item[1].group):
            shared = [index for index, _ in members]
            for indexes in [shared] if self.across == 1 else [[index] for index in shared]:
                if group:
                    self._merged(row, indexes[0], row, indexes[-1], group, look)
                    upper = max(upper, lines_of(group, sum(self.widths[index] for index in indexes)))
            for index in shared:
                self._merged(last if group else row, index, last, index, columns[index].title, look)
        for column, width in zip(columns, self.widths, strict=False):
            lines = lines_of(column.title, width)
            lower = max(lower, lines if column.group or last == row else lines - upper)
        if last > row:
            self._height(row, upper)
        self._height(last, lower)
        return last + 1

    def _numbers(self, row: int, section: Section) -> int:
        """Write the numbers of the columns below their headings, by which readers quote them; as text, never added."""
        if not section.numbered:
            return row
        look = self.looks.of(_HEAD, bold=False)
        for column, _ in enumerate(section.columns):
            self._text(row, column, str(column + 1), look)
        return row + 1

    def _merged(self, top: int, left: int, bottom: int, right: int, text: str, look: Format) -> None:
        if (top, left) != (bottom, right):
            self.sheet.merge_range(top, left, bottom, right, "", look)
        self._text(top, left, text, look)

    def _rows(self, row: int, section: Section) -> int:
        if not section.rows:
            self._text(row, 0, section.empty_note, self.looks.of({"italic": True}))
            return row + 1
        for at, line in enumerate(section.rows):
            if line.style is Style.HEADING:
                self._banner(row + at, line)
                continue
            for column, cell in enumerate(line.cells):
                self._cell(row + at, column, cell, line.style, xlsx_sums.formula(section.rows, at, column, row))
            texts = [(cell, self.widths[column]) for column, cell in enumerate(line.cells) if isinstance(cell, str)]
            self._height(row + at, max((lines_of(text, width) for text, width in texts), default=1))
        return row + len(section.rows)

    def _banner(self, row: int, line: Row) -> None:
        look = self.looks.of(_LOOKS[Style.HEADING])
        self._text(row, 0, "  ".join(filter(None, map(shown, line.cells))), look)
        for column in range(1, len(line.cells)):
            self.sheet.write_blank(row, column, None, look)

    def _cell(self, row: int, column: int, cell: Cell, style: Style, formula: str) -> None:
        look = _LOOKS[style]
        match cell:
            case None | "":
                self.sheet.write_blank(row, column, None, self.looks.of(look))
            case str():
                self._text(row, column, cell, self.looks.of(look, text_wrap=True))
            case Rupiah() | int():
                figure, whole = cell.value if isinstance(cell, Rupiah) else cell, self.looks.of(look, num_format=_WHOLE)
                if formula:
                    # Readers that do not work out formulas show the value that is kept beside it.
                    self.sheet.write_formula(row, column, formula, whole, figure)
                else:
                    self.sheet.write_number(row, column, figure, whole)
            case Fraction():
                # The printed decimals, read as a float only here: a workbook knows no other numbers.
                percent = float(format_percent(cell).replace(",", "."))
                self.sheet.write_number(row, column, percent, self.looks.of(look, num_format=_PERCENT))
            case date():
                dated = self.looks.of(look, num_format="dd-mm-yyyy", align="left")
                self.sheet.write_datetime(row, column, cell, dated)

    def _notes(self, row: int, notes: Sequence[str]) -> int:
        """Write the notes below a blank row, each over as many columns as make a line."""
        if not notes:
            return row
        left = self.named if self.across > 1 else 0  # else the names would take half a note with them to each page
        sums = list(accumulate(self.widths[left:]))
        last = max((at for at, width in enumerate(sums) if width <= _NOTE), default=0)
        look = self.looks.of({"text_wrap": True, "valign": "top"})
        for at, note in enumerate(notes, start=row + 1):
            self._merged(at, left, at, left + last, note, look)
            self._height(at, lines_of(note, sums[last]))
        return row + 1 + len(notes)

    def _signatures(self, row: int) -> int:
        """Write who signs, side by side, with room for a pen between the post and the name."""
        signers = self.report.signers
        for place, (post, name) in enumerate(signers):
            column = place * len(self.widths) // len(signers)
            self._text(row + 1, column, post, self.looks.of({}))
            self._text(row + 1 + _PEN, column, name or _BY_HAND, self.looks.of({"bold": True}))
        return row + 2 + _PEN if signers else row

    def _print_setup(self, row: int, head: tuple[int, int]) -> None:
        """Set A4 with the column heads ``head`` on every page, and the names too where lines go on beside it."""
        if self.lies:
            self.sheet.set_landscape()
        self.sheet.set_paper(_A4)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.75)
        self.sheet.fit_to_pages(self.across, 0)
        self.sheet.repeat_rows(head[0], head[1] - 1)
        if self.across > 1:
            self.sheet.print_across()
            if self.named:
                self.sheet.repeat_columns(0, self.named - 1)
        self.sheet.print_area(0, 0, row - 1, max(len(self.widths) - 1, 1))
        chain = self.report.footer.replace("&", "&&")
        self.sheet.set_footer(f"&L&8{chain}&R&8Halaman &P dari &N", {"scale_with_doc": False})
        colour = next((colour for code, colour in _TABS.items() if self.report.form_code.startswith(code)), None)
        if colour:
            self.sheet.set_tab_color(colour)
