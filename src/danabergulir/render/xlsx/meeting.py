"""The meeting sheet as a workbook to fill in on a phone or a laptop: what is asked is locked, what is brought open.

The bytes depend on the sheet alone. Nothing in it is needed to read it back but plain cells: sums are for the eye.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Final, TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from danabergulir.domain.letterhead import Profile
from danabergulir.domain.meeting import (
    AS_ASKED,
    CODE_LABEL,
    COUNTED_LABEL,
    DAY_LABEL,
    LINES_LABEL,
    MINUTES_LABEL,
    SHEET_NAME,
    WRITTEN_IN,
    MeetingSheet,
    SheetField,
)
from danabergulir.money import Rupiah
from danabergulir.render.screen.text import printable
from danabergulir.reports.model.paper import signers, upk_named
from danabergulir.reports.papers.meeting_sheet import SheetRow, columns_of, how_to_fill, rows_of, sums_of

_A4: Final = 9
_VALUES: Final = 4
"""The column in which the facts above the table stand, behind their labels."""
_WHOLE: Final = '[$-421]#,##0_);[$-421](#,##0);"-"_)'
_DAY: Final = "dd-mm-yyyy"
_WIDTHS: Final[Mapping[SheetField, int]] = {
    SheetField.NUMBER: 5,
    SheetField.RW: 5,
    SheetField.NAME: 26,
    SheetField.CODE: 10,
    SheetField.DUE_ON: 11,
}
_WIDTH: Final = 12
_PEN: Final = 4
_SheetCell: TypeAlias = "str | int | date | Rupiah | None"


class _SheetLooks:
    """The formats of one workbook."""

    def __init__(self, workbook: Workbook) -> None:
        line: Mapping[str, object] = {"border": 1, "border_color": "#808080", "valign": "vcenter"}
        make = workbook.add_format
        self.plain: Format = make({})
        self.title: Format = make({"bold": True, "font_size": 14})
        self.bold: Format = make({"bold": True})
        self.head: Format = make({**line, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#D9D9D9"})
        self.open_head: Format = make({**line, "bold": True, "text_wrap": True, "align": "center", "border": 2})
        self.text: Format = make({**line, "bg_color": "#F2F2F2", "text_wrap": True, "align": "left"})
        self.group: Format = make({**line, "bg_color": "#F2F2F2", "text_wrap": True, "align": "left", "bold": True})
        self.money: Format = make({**line, "bg_color": "#F2F2F2", "num_format": _WHOLE})
        self.day: Format = make({**line, "bg_color": "#F2F2F2", "num_format": _DAY, "align": "left"})
        self.open_money: Format = make({**line, "num_format": _WHOLE, "locked": False})
        self.open_text: Format = make({**line, "num_format": "@", "locked": False})
        self.open_day: Format = make({**line, "num_format": _DAY, "align": "left", "locked": False})
        self.sum: Format = make({**line, "bold": True, "num_format": _WHOLE, "top": 2})


def render(sheet: MeetingSheet, profile: Profile) -> bytes:
    """Return the workbook of a meeting sheet."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as workbook:
        made = datetime.combine(sheet.day, time(), tzinfo=UTC)
        workbook.set_properties({"title": f"Lembar rapat {sheet.code}", "created": made})
        page = workbook.add_worksheet(SHEET_NAME)
        looks = _SheetLooks(workbook)
        top = _facts(page, looks, sheet, profile)
        columns = columns_of(sheet)
        _heads(page, looks, top, columns)
        rows = rows_of(sheet)
        for at, row in enumerate(rows, top + 1):
            _line(page, looks, at, row, columns)
            page.write_formula(
                at, columns.index(SheetField.MONEY), _money(rows, at - top - 1, top + 1, columns), looks.money, 0
            )
        below = top + 1 + len(rows)
        _sums(page, looks, (top + 1, below), sheet, columns)
        _signatures(page, looks, below + 2, profile, columns)
        _set_up(page, top, below, columns)
    return content.getvalue()


def _facts(page: Worksheet, looks: _SheetLooks, sheet: MeetingSheet, profile: Profile) -> int:
    """Write what stands above the table and return the row of its headings."""
    page.write_string(0, 0, f"LEMBAR RAPAT {printable(upk_named(profile), 'utf-8').upper()}", looks.title)
    facts: Sequence[tuple[str, _SheetCell, Format]] = (
        (CODE_LABEL, sheet.code, looks.bold),
        (DAY_LABEL, sheet.day, looks.open_day),
        (MINUTES_LABEL, None, looks.open_text),
        (COUNTED_LABEL, None, looks.open_money),
        (LINES_LABEL, len(sheet.lines), looks.plain),
    )
    for at, (label, value, look) in enumerate(facts, 1):
        page.write_string(at, 0, label, looks.plain)
        _put(page, at, _VALUES, value, look)
    for at, words in enumerate(how_to_fill(), len(facts) + 1):
        page.write_string(at, 0, words, looks.plain)
    return len(facts) + len(how_to_fill()) + 1


def _put(page: Worksheet, row: int, column: int, value: _SheetCell, look: Format) -> None:
    match value:
        case None:
            page.write_blank(row, column, None, look)
        case Rupiah():
            page.write_number(row, column, value.value, look)
        case int():
            page.write_number(row, column, value, look)
        case date():
            page.write_datetime(row, column, value, look)
        case str():
            page.write_string(row, column, printable(value, "utf-8"), look)


def _heads(page: Worksheet, looks: _SheetLooks, row: int, columns: Sequence[SheetField]) -> None:
    for at, field in enumerate(columns):
        page.set_column(at, at, _WIDTHS.get(field, _WIDTH))
        page.write_string(row, at, field, looks.open_head if field in WRITTEN_IN else looks.head)
    page.set_row(row, 32)


def _line(page: Worksheet, looks: _SheetLooks, at: int, row: SheetRow, columns: Sequence[SheetField]) -> None:
    text = looks.text if row.is_member else looks.group
    for column, field in enumerate(columns):
        if field in WRITTEN_IN:
            is_open = field in row.open_fields
            blank = looks.open_text if field is SheetField.OWN_NUMBER else looks.open_money
            _put(page, at, column, None, blank if is_open else looks.text)
            continue
        value = row.cells.get(field)
        look = looks.money if isinstance(value, Rupiah) else looks.day if isinstance(value, date) else text
        _put(page, at, column, value, look)
    page.set_row(at, 20)


def _money(rows: Sequence[SheetRow], place: int, first: int, columns: Sequence[SheetField]) -> str:
    """Return the formula of the money of a line: its own cells, and where they are empty those of its members."""
    at = first + place
    paid, asked, voluntary, money = (
        columns.index(field) for field in (SheetField.PAID, SheetField.ASKED, SheetField.VOLUNTARY, SheetField.MONEY)
    )
    cell = xl_rowcol_to_cell(at, paid)
    marks = ",".join(f'{cell}="{mark}"' for mark in AS_ASKED)
    own = f"IF(OR({marks}),{xl_rowcol_to_cell(at, asked)},N({cell}))+N({xl_rowcol_to_cell(at, voluntary)})"
    members = rows[place].members
    if not members:
        return f"={own}"
    return f"=IF({own}=0,SUM({xl_range(at + 1, money, at + members, money)}),{own})"


def _sums(
    page: Worksheet, looks: _SheetLooks, lines: tuple[int, int], sheet: MeetingSheet, columns: Sequence[SheetField]
) -> None:
    """Write the sums of the lines; those of members, whose number is a text, are in the lines of their KSM already."""
    first, below = lines
    numbers = xl_range(first, columns.index(SheetField.NUMBER), below - 1, columns.index(SheetField.NUMBER))
    sums = sums_of(sheet)
    for column, field in enumerate(columns):
        if field is SheetField.NAME:
            page.write_string(below, column, "JUMLAH", looks.sum)
        elif field in sums or field is SheetField.MONEY:
            added = xl_range(first, column, below - 1, column)
            known = sums[field].value if field in sums else 0
            page.write_formula(below, column, f'=SUMIF({numbers},">0",{added})', looks.sum, known)
        else:
            page.write_blank(below, column, None, looks.sum)


def _signatures(page: Worksheet, looks: _SheetLooks, row: int, profile: Profile, columns: Sequence[SheetField]) -> None:
    """Write who signs below the columns that say nothing of who pays what."""
    signing = signers(profile)
    free = [columns.index(SheetField.NAME), *range(columns.index(SheetField.DUE_ON), columns.index(SheetField.PAID))]
    for place, (post, name) in enumerate(signing):
        column = free[place * len(free) // len(signing)]
        page.write_string(row, column, printable(post, "utf-8"), looks.plain)
        page.write_string(row + _PEN, column, printable(name, "utf-8") or "(....................)", looks.bold)


def _set_up(page: Worksheet, top: int, below: int, columns: Sequence[SheetField]) -> None:
    """Set A4 on its side with the headings on every page; what is asked is locked, without a password."""
    page.set_landscape()
    page.set_paper(_A4)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.freeze_panes(top + 1, columns.index(SheetField.NAME) + 1)
    page.ignore_errors({"number_stored_as_text": xl_range(0, 0, below, len(columns) - 1)})
    page.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
