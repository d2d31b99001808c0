"""The figures of a report and those of a sheet, in reading order, so that the two can be compared."""

from datetime import date, datetime
from fractions import Fraction

from danabergulir.money import Rupiah, format_percent


def figures_of_report(report):
    """Return every amount, count, percentage and date of a report as a workbook has it."""
    cells = [cell for section in report.tables for row in section.rows for cell in row.cells]
    return [figure for figure in map(_figure, cells) if figure is not None]


def figures_of_sheet(sheet):
    """Return every number and date of a sheet."""
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    return [cell for cell in cells if isinstance(cell, int | float | datetime)]


def _figure(cell):
    match cell:
        case Rupiah():
            return cell.value
        case Fraction():
            return float(format_percent(cell).replace(",", "."))
        case date():
            return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - workbooks know no zones
        case int():
            return cell
        case _:
            return None
