"""Which totals of a table a workbook can work out itself, and by which formula.

A total gets a formula only where the formula comes to the figure of the report; the others stay plain numbers.
"""

from collections.abc import Sequence
from itertools import dropwhile, groupby

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from danabergulir.money import Rupiah
from danabergulir.reports.model.sheet import Cell, Row, Style

_SUMMING = frozenset({Style.PART, Style.SUBTOTAL, Style.TOTAL})


def formula(rows: Sequence[Row], at: int, column: int, first: int) -> str:
    """Return the formula of the cell in line ``at`` of ``rows``, empty for a plain figure.

    ``first`` is the row of the sheet, from 0, that holds the first of ``rows``. A total is the sum of the lines since
    the total before it, headings between them or not; a total right below two subtotals is what the second leaves of
    the first, as a profit is, and one below sums of parts the sum of the lines of all of them.
    """
    figure = _number(rows[at].cells[column]) if rows[at].style in _SUMMING else None
    if figure is None:
        return ""
    totals = [number for number in range(at) if rows[number].style in _SUMMING]
    since = range(totals[-1] + 1 if totals else 0, at)
    lines = list(dropwhile(lambda number: rows[number].style is Style.HEADING, since))
    if lines:
        cells = [rows[number].cells[column] for number in lines if rows[number].style is Style.ITEM]
        return f"=SUM({xl_range(first + lines[0], column, first + at - 1, column)})" if _sum(cells) == figure else ""
    if totals and rows[totals[-1]].style is Style.PART:
        runs = [run for item, run in _runs(rows[:at]) if item]
        cells = [rows[number].cells[column] for run in runs for number in run]
        ranges = ",".join(xl_range(first + run[0], column, first + run[-1], column) for run in runs)
        return f"=SUM({ranges})" if _sum(cells) == figure else ""
    if [rows[number].style for number in totals] == [Style.SUBTOTAL, Style.SUBTOTAL] and rows[at].style is Style.TOTAL:
        gained, spent = (_number(rows[number].cells[column]) for number in totals)
        if gained is not None and spent is not None and gained - spent == figure:
            return "=" + "-".join(xl_rowcol_to_cell(first + number, column) for number in totals)
    return ""


def _runs(rows: Sequence[Row]) -> list[tuple[bool, list[int]]]:
    """Return the numbers of ``rows``, those of lines together and those of others together."""
    numbered = groupby(range(len(rows)), key=lambda number: rows[number].style is Style.ITEM)
    return [(is_line, list(run)) for is_line, run in numbered]


def _sum(cells: Sequence[Cell]) -> int | None:
    """Return what a spreadsheet adds up; None where ``cells`` hold no amount, or anything but amounts and blanks."""
    numbers = [_number(cell) for cell in cells if cell is not None]
    amounts = [number for number in numbers if number is not None]
    return sum(amounts) if amounts and len(amounts) == len(numbers) else None


def _number(cell: Cell) -> int | None:
    """Return the amount or the count in ``cell``; percentages and dates do not add up to anything."""
    match cell:
        case Rupiah():
            return cell.value
        case int():
            return cell
        case _:
            return None
