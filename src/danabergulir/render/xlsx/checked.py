"""A workbook of the treasurer's own beside what it was read as: her cells at the left, ours at the right."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from danabergulir.money import Rupiah
from danabergulir.render.screen.text import printable
from danabergulir.reports.model.checked import CheckedSheet

_MADE: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed day: the same workbook gives the same bytes
_LONGEST_NAME: Final = 31
_WIDTH: Final = 14
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def render(sheets: Sequence[CheckedSheet]) -> bytes:
    """Return the sheets as an XLSX workbook; cells in doubt are marked on both sides, with the reason as a comment."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True, "nan_inf_to_errors": True}) as workbook:
        workbook.set_properties({"created": _MADE})
        looks = {
            "tanggal": workbook.add_format({"num_format": "dd-mm-yyyy"}),
            "uang": workbook.add_format({"num_format": "#,##0"}),
            "judul": workbook.add_format({"bold": True, "bg_color": "#E7EDF2"}),
            "ragu": workbook.add_format({"bg_color": "#FFE08A"}),
            "ragu tanggal": workbook.add_format({"bg_color": "#FFE08A", "num_format": "dd-mm-yyyy"}),
            "ragu uang": workbook.add_format({"bg_color": "#FFE08A", "num_format": "#,##0"}),
        }
        taken: set[str] = set()
        for sheet in sheets:
            _write(workbook.add_worksheet(_free_name(sheet.name, taken)), sheet, looks)
    return content.getvalue()


def _free_name(name: str, taken: set[str]) -> str:
    """Return a name that a spreadsheet takes and that no sheet has yet."""
    plain = " ".join(printable(name, "utf-8").translate(_FORBIDDEN).split()) or "Lembar"
    free, number = plain[:_LONGEST_NAME], 1
    while free.casefold() in taken:
        number += 1
        free = f"{plain[: _LONGEST_NAME - 4]} {number}"
    taken.add(free.casefold())
    return free


def _write(page: Worksheet, sheet: CheckedSheet, looks: dict[str, Format]) -> None:
    width = max(map(len, sheet.originals), default=0)
    for row, cells in enumerate(sheet.originals):
        for column, cell in enumerate(cells):
            _put(page, (row, column), cell, looks, doubt=sheet.doubts.get((row, column)))
    for place, read in enumerate(sheet.columns, width + 1):
        page.write_string(sheet.heading_row, place, f"dibaca: {read.title}", looks["judul"])
        for row, value in read.values.items():
            _put(page, (row, place), value, looks, doubt=sheet.doubts.get((row, read.origin)))
    page.set_column(0, width + len(sheet.columns), _WIDTH)
    page.freeze_panes(sheet.heading_row + 1, 0)


def _put(
    page: Worksheet, at: tuple[int, int], cell: object, looks: dict[str, Format], *, doubt: str | None = None
) -> None:
    """Write one cell as what it is, and why it is in doubt; text is never a formula."""
    kind = "tanggal" if isinstance(cell, date) else "uang" if isinstance(cell, int | float | Rupiah) else ""
    look = looks.get(f"ragu {kind}".strip() if doubt else kind)
    if isinstance(cell, Rupiah):
        page.write_number(*at, cell.value, look)
    elif isinstance(cell, datetime):
        page.write_datetime(*at, cell.replace(tzinfo=None), look)
    elif isinstance(cell, date):
        page.write_datetime(*at, cell, look)
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        page.write_number(*at, cell, look)
    elif cell is not None or doubt:
        page.write_string(*at, "" if cell is None else printable(str(cell), "utf-8"), look)
    if doubt:
        page.write_comment(*at, doubt)
