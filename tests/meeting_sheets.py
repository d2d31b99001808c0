"""A meeting sheet as somebody fills it in: cells found by their headings, as an eye finds them."""

import io
from collections.abc import Mapping
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from danabergulir.domain.meeting import DAY_LABEL, SheetField, loan_and_member

PAID, VOLUNTARY, FROM_SAVINGS, OWN_NUMBER = (
    SheetField.PAID,
    SheetField.VOLUNTARY,
    SheetField.FROM_SAVINGS,
    SheetField.OWN_NUMBER,
)


def head_of(page: Worksheet) -> int:
    """Return the row of the headings."""
    return next(row for row in range(1, page.max_row + 1) if page.cell(row, 1).value == SheetField.NUMBER)


def columns_of(page: Worksheet) -> dict[str, int]:
    """Return the column of each heading."""
    return {cell.value: cell.column for cell in page[head_of(page)] if cell.value}


def rows_of(page: Worksheet) -> dict[str, int]:
    """Return the row of each line and member by what it is about."""
    columns = columns_of(page)
    found = {}
    for row in range(head_of(page) + 1, page.max_row + 1):
        code = page.cell(row, columns[SheetField.CODE]).value
        if code:
            loan = page.cell(row, columns[SheetField.LOAN]).value
            found[code if loan == "-" else loan] = row
    return found


def asked_of(path: Path) -> dict[str, int]:
    """Return what each line of a sheet asks for, members left out."""
    page = openpyxl.load_workbook(path).active
    column = columns_of(page)[SheetField.ASKED]
    return {key: page.cell(row, column).value for key, row in rows_of(page).items() if loan_and_member(key)[1] is None}


def label_cell(page: Worksheet, label: str):
    """Return the cell behind a label above the table."""
    row = next(row for row in range(1, head_of(page)) if page.cell(row, 1).value == label)
    return page.cell(row, 5)


def fill(path: Path, into: Path, written: Mapping[str, Mapping[SheetField, object]], **facts: object) -> Path:
    """Write a sheet with these cells filled in; ``facts`` are by label, blanks as underscores."""
    book = openpyxl.load_workbook(path)
    page = book.active
    columns, rows = columns_of(page), rows_of(page)
    for key, cells in written.items():
        for field, value in cells.items():
            page.cell(rows[key], columns[field]).value = value
    for label, value in facts.items():
        label_cell(page, label.replace("_", " ")).value = value
    book.save(into)
    return into


def rearranged(path: Path, order: list[int]) -> Path:
    """Save a sheet with its lines in another order, as sorting the whole table leaves them; sums are not kept."""
    book = openpyxl.load_workbook(path)
    page = book.active
    first = head_of(page) + 1
    lines = [[cell.value for cell in page[row]] for row in sorted(rows_of(page).values())]
    for place, line in enumerate(order):
        for column, value in enumerate(lines[line][:-1], 1):
            page.cell(first + place, column).value = value
    book.save(path)
    return path


def content_of(path: Path) -> list[list[object]]:
    """Return every cell of a sheet, row by row."""
    page = openpyxl.load_workbook(io.BytesIO(path.read_bytes())).active
    return [list(row) for row in page.iter_rows(values_only=True)]


DAY = DAY_LABEL.replace(" ", "_")
