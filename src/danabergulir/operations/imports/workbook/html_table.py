"""Tables in HTML, which many web programs write under the name of a workbook."""

from html.parser import HTMLParser
from typing import Final

from danabergulir.operations.imports.workbook.bounds import MOST_COLUMNS, MOST_ROWS, Spans, unusable

_MOST_TABLES: Final = 200


class _Tables(HTMLParser):
    """Gathers every table of a page, nested ones by themselves, without running or fetching anything of it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[_Grid] = []
        self._open: list[_Grid] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style"}:
            self._silent += 1
        elif tag == "table":
            self._open.append(_Grid())
        elif self._open and tag == "tr":
            self._open[-1].begin_row()
        elif self._open and tag in {"td", "th"}:
            given = dict(attrs)
            self._open[-1].begin_cell(_number(given.get("rowspan")), _number(given.get("colspan")))
        elif self._open and tag in {"br", "p", "div"}:
            self._open[-1].text += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._silent = max(self._silent - 1, 0)
        elif self._open and tag in {"td", "th", "tr"}:
            self._open[-1].end_cell()
        elif self._open and tag == "table":
            grid = self._open.pop()
            grid.end_cell()
            if len(self.done) < _MOST_TABLES:
                self.done.append(grid)

    def handle_data(self, data: str) -> None:
        if self._open and not self._silent:
            self._open[-1].text += data

    def close(self) -> None:
        super().close()
        while self._open:
            self.handle_endtag("table")


def _number(word: str | None) -> int:
    return int(word) if word and word.isdigit() and len(word) <= 5 else 1  # noqa: PLR2004 - no table spans so many


class _Grid:
    """One table while it is read: its cells by row and column, and those that span several."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], str] = {}
        self.spans: list[tuple[int, int, int, int]] = []
        self.text = ""
        self._row = -1
        self._column = 0
        self._taken: set[tuple[int, int]] = set()
        self._cell: tuple[int, int, int] | None = None

    def begin_row(self) -> None:
        self.end_cell()
        self._row, self._column = self._row + 1, 0
        if self._row >= MOST_ROWS:
            raise unusable("tabel HTML terlalu panjang", "Ambil sebagian saja dari program asalnya.")

    def begin_cell(self, rows: int, columns: int) -> None:
        self.end_cell()
        if self._row < 0:
            self.begin_row()
        while (self._row, self._column) in self._taken:
            self._column += 1
        if self._column >= MOST_COLUMNS:
            raise unusable("tabel HTML terlalu lebar", "Ambil sebagian saja dari program asalnya.")
        rows, columns = min(rows, 1000), min(columns, MOST_COLUMNS - self._column)
        self._cell, self.text = (self._row, self._column, columns), ""
        if rows > 1 or columns > 1:
            self.spans.append((self._row, self._column, self._row + rows - 1, self._column + columns - 1))
            self._taken |= {
                (self._row + down, self._column + across) for down in range(1, rows) for across in range(columns)
            }

    def end_cell(self) -> None:
        if self._cell is not None:
            row, column, width = self._cell
            text = " ".join(self.text.split())
            if text:
                self.cells[row, column] = text
            self._column, self._cell = column + width, None
        self.text = ""


def read_html(page: str) -> list[tuple[list[list[str]], Spans]]:
    """Return the cells and spans of every table of a page that holds something."""
    parser = _Tables()
    parser.feed(page)
    parser.close()
    tables = []
    for grid in parser.done:
        if grid.cells:
            height, width = (max(place[side] for place in grid.cells) + 1 for side in (0, 1))
            rows = [[grid.cells.get((row, column), "") for column in range(width)] for row in range(height)]
            tables.append((rows, tuple(grid.spans)))
    return tables
