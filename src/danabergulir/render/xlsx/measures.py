"""How wide the columns of a sheet are, and into how many lines a text breaks there.

A column is measured in digits of the workbook's usual font. What a spreadsheet makes of a text depends on the fonts of
its machine, and some leave a row as high as the file says; the estimates rather give too much room than too little.
"""

import re
from functools import lru_cache
from typing import Final

from danabergulir.render.screen.page import shown
from danabergulir.render.screen.text import places, printable, wrapped
from danabergulir.reports.model.sheet import Cell, Report, Style

_NARROWEST, _WIDEST_TEXT = 8, 40  # digits: a column, and a text before it breaks
_BROAD, _SLIM = re.compile("[A-Zmw]"), re.compile("[fijlrt .,:;()/-]")  # letters broader and slimmer than a digit
_GAP: Final = 2  # digits that a column is wider than what it holds


def widths_of(report: Report) -> tuple[int, ...]:
    """Return the width in digits of every column of the sheet, which the tables below each other share."""
    tables = report.tables
    widths = [_NARROWEST] * max(len(table.columns) for table in tables)
    for table in tables:
        lines = [row.cells for row in table.rows if row.style is not Style.HEADING]
        for at, column in enumerate(table.columns):
            title = max(map(length, column.title.split()), default=0)
            cells = max((_room(line[at]) for line in lines), default=0)
            widths[at] = max(widths[at], title + _GAP, cells + _GAP)
    return tuple(widths)


@lru_cache(maxsize=16_384)  # most cells say what others say, too, and each is measured twice
def length(text: str) -> int:
    """Return how wide ``text`` is in digits."""
    return places(text) + len(_BROAD.findall(text)) // 4 - len(_SLIM.findall(text)) // 3


def lines_of(text: str, width: int) -> int:
    """Return into how many lines ``text`` breaks in ``width`` digits."""
    wide = length(text)
    if wide < width:
        return 1
    clean = printable(text, "utf-8")
    return len(wrapped(clean, max((width - 1) * places(clean) // wide, 1)))


def _room(cell: Cell) -> int:
    return min(length(cell), _WIDEST_TEXT) if isinstance(cell, str) else places(shown(cell))
