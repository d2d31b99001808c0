"""Opening a workbook with care: what kind of file it really is, and its sheets as plain cells.

Nothing in it is run and nothing is fetched: only the values that were saved are read.
"""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from danabergulir.errors import FaultyDataError, UsageError
from danabergulir.frozen import Struct, replace
from danabergulir.operations.imports.once import Tell, silent
from danabergulir.operations.imports.workbook import apart
from danabergulir.operations.imports.workbook.bounds import (
    BROKEN,
    LARGEST_FILE,
    MOST_COLUMNS,
    MOST_ROWS,
    PASSWORD,
    Extent,
    Spans,
    cell_name,
    check_packed,
    refuse_unknown,
    unusable,
)
from danabergulir.operations.imports.workbook.cells import Raw, clean
from danabergulir.operations.imports.workbook.html_table import read_html
from danabergulir.operations.imports.workbook.old_bounds import check_old
from danabergulir.text import quoted

ENDINGS: Final = (".xlsx", ".xls", ".ods")
NOTHING_WRONG: Final[Mapping[tuple[int, int], str]] = {}
_PATIENCE: Final = 120
"""Seconds; a workbook within the bounds is read in one."""
_WAYS: Final[Mapping[str, type[datetime] | type[date] | type[time]]] = {
    "datetime": datetime,
    "date": date,
    "time": time,
}
_PACKED, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Sheet(Struct, frozen=True):
    """One sheet from its first cell on: rows of cells, merged ranges, and whether it is hidden.

    ``filled`` are the cells of a merged range behind its first one, which have its value here; ``unknown`` names those
    with a formula and without a value.
    """

    name: str
    rows: tuple[tuple[Raw, ...], ...]
    spans: Spans = ()
    hidden: bool = False
    filled: frozenset[tuple[int, int]] = frozenset()
    unknown: frozenset[str] = frozenset()

    def at(self, row: int, column: int) -> Raw:
        """Return a cell counted from nought; beyond the last one there is nothing."""
        line = self.rows[row] if 0 <= row < len(self.rows) else ()
        return line[column] if 0 <= column < len(line) else None

    def text(self, row: int, column: int) -> str:
        """Return a cell as one line of text."""
        return clean(self.at(row, column))

    @property
    def width(self) -> int:
        """Return how many columns there are."""
        return max(map(len, self.rows), default=0)


def titles_of(sheet: Sheet, row: int, height: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the parts of each column's heading from top to bottom, those above several columns for each of them."""
    above: dict[int, str] = {}
    for column in range(sheet.width):
        parts = []
        for level in range(row, row + height):
            text = sheet.text(level, column)
            if text:
                above[level] = text
            elif level < row + height - 1 and sheet.text(row + height - 1, column) and above.get(level):
                text = above[level]  # a heading over several columns that were not merged
            parts.append(text)
        if any(parts):
            yield column, tuple(part for part in parts if part)


class Workbook(Struct, frozen=True):
    """A file read: its sheets in order, and what to say about it."""

    name: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()


def is_workbook(path: Path) -> bool:
    """Return whether a file is to be read as a workbook and not as CSV: by its ending, or by its first bytes."""
    try:
        with path.open("rb") as file:
            first = file.read(8)
    except OSError:
        return False  # whoever opens it next tells what is wrong
    return path.suffix.casefold() in {*ENDINGS, ".xlsm", ".html", ".htm"} or first.startswith((_PACKED, _OLD))


def read_workbook(path: Path, tell: Tell = silent, *, unknown: bool = False) -> Workbook:
    """Return the workbook in a file; ``unknown`` says that formulas without a value are taken.

    Raises ``UsageError`` for a file that cannot be opened, and ``FaultyDataError`` with a sentence for one that is
    locked, too large, damaged, or whose figures are not all in it.
    """
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise UsageError(f"ini folder, bukan file: {path}", "Tunjuk file buku kerjanya.")
        if size > LARGEST_FILE:
            raise unusable(
                f"file terlalu besar: {size // 1_000_000} MB, paling besar {LARGEST_FILE // 1_000_000} MB",
                "Simpan lembar yang dipakai saja sebagai buku kerja baru, lalu ulangi.",
            )
        with path.open("rb") as file:
            first = file.read(8)
        tell(f"Memeriksa {path.name}", 0, None)
        if first.startswith(_PACKED):
            return _read(path, check_packed(path), tell, unknown=unknown)
        if first.startswith(_OLD):
            return _read(path, check_old(path), tell, unknown=unknown)
        return _text(path)
    except FileNotFoundError:
        raise UsageError(f"file tidak ada: {path}", "Periksa nama dan foldernya.") from None
    except PermissionError:
        raise UsageError(f"file tidak dapat dibaca: {path}", "Periksa nama file dan izinnya.") from None


def _read(path: Path, extents: Mapping[str, Extent], tell: Tell, *, unknown: bool) -> Workbook:
    if not unknown:
        refuse_unknown(extents.values())
    tell(f"Membaca {path.name}", 0, None)
    try:
        read = _read_apart(path)
    except _UnreadableWorkbookError as error:
        raise unusable(*(PASSWORD if error.locked else BROKEN)) from None
    sheets = []
    for item in read:
        extent = extents.get(item.name, Extent(item.name))
        spans = extent.spans if item.spans is None else [(top, left, last, end) for top, left, last, end in item.spans]
        sheet = _sheet(item.name, item.rows, tuple(spans), hidden=item.hidden, wrong=extent.wrong)
        sheets.append(replace(sheet, unknown=frozenset(extent.unknown)))
    if not any(sheet.rows for sheet in sheets):
        raise unusable(f"buku kerja kosong: {path.name}", "Periksa apakah filenya benar.")
    return Workbook(path.name, tuple(sheets))


class _RawSheet(Struct, frozen=True):
    """A sheet as the reader finds it: cells from the first one on, merged ranges (None is not told), and its state."""

    name: str
    rows: Sequence[Sequence[Any]]
    spans: Sequence[Sequence[int]] | None
    hidden: bool


class _UnreadableWorkbookError(Exception):
    """A file of which no sheets can be read; ``locked`` where it asks for a password."""

    def __init__(self, *, locked: bool) -> None:
        super().__init__(locked)
        self.locked = locked


def _read_apart(path: Path) -> list[_RawSheet]:
    """Return the sheets of a workbook. Raises ``_UnreadableWorkbookError``, whatever happens to the other process."""
    try:
        done = subprocess.run(  # noqa: S603 - this very program
            [sys.executable, "-m", apart.__name__, str(path.resolve())],
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
        )
    except subprocess.TimeoutExpired:
        raise _UnreadableWorkbookError(locked=False) from None
    if done.returncode != 0:
        raise _UnreadableWorkbookError(locked=done.returncode == apart.LOCKED)
    return [_RawSheet(**sheet) for sheet in json.loads(done.stdout, object_hook=_from_json)]


def _from_json(known: dict[str, Any]) -> Any:
    for name, way in _WAYS.items():
        if name in known:
            return way.fromisoformat(known[name])
    return timedelta(seconds=known["seconds"]) if "seconds" in known else known


def _sheet(
    name: str,
    rows: Sequence[Sequence[Raw]],
    spans: Spans,
    *,
    hidden: bool = False,
    wrong: Mapping[tuple[int, int], str] = NOTHING_WRONG,
) -> Sheet:
    """Return a sheet whose merged cells all have the value of the first one, without empty rows at the end.

    A formula that came to an error reads as the error and not as an empty cell.
    """
    cells = [[None if cell == "" else cell for cell in row] for row in rows]
    for (row, column), error in wrong.items():
        cells += [[] for _ in range(row + 1 - len(cells))]
        cells[row] += [None] * (column + 1 - len(cells[row]))
        cells[row][column] = error
    while cells and not any(cell is not None for cell in cells[-1]):
        cells.pop()
    filled = set()
    for top, left, bottom, right in spans:
        value = cells[top][left] if top < len(cells) and left < len(cells[top]) else None
        for row in range(top, min(bottom, len(cells) - 1) + 1):
            for column in range(left, min(right, MOST_COLUMNS) + 1):
                if (row, column) != (top, left):
                    cells[row] += [None] * (column + 1 - len(cells[row]))
                    cells[row][column] = value
                    filled.add((row, column))
    return Sheet(name, tuple(map(tuple, cells)), spans, hidden, frozenset(filled))


_NO_TABLE: Final = "Simpan dari Excel atau LibreOffice sebagai .xlsx, lalu ulangi."


def _text(path: Path) -> Workbook:
    """Return the tables of a text file under whatever name: HTML, or CSV."""
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        page = content.decode("utf-16", "replace")
    elif b"\0" in content[:4096]:
        raise unusable(f"file bukan buku kerja: {path.name}", _NO_TABLE)
    else:
        try:
            page = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            page = content.decode("cp1252", "replace")
    ending = path.suffix.casefold() or path.name
    start = page[:4096].lstrip()
    if "urn:schemas-microsoft-com:office:spreadsheet" in page[:4096]:
        raise unusable(f"{path.name} adalah tabel XML Excel 2003, yang tidak dibaca program ini", _NO_TABLE)
    if start.startswith("<"):
        tables = read_html(page)
        if not tables:
            raise unusable(f"tidak ada tabel dalam {path.name}", _NO_TABLE)
        sheets = [_sheet(f"Tabel {number}", rows, spans) for number, (rows, spans) in enumerate(tables, 1)]
        return Workbook(
            path.name, tuple(sheets), (f"file {ending} ini sebenarnya tabel HTML; dibaca sebagai tabel itu",)
        )
    if not start:
        raise unusable(f"file kosong: {path.name}", "Periksa apakah filenya benar.")
    notes = () if ending in {".csv", ".txt"} else (f"file {ending} ini teks biasa; dibaca sebagai CSV",)
    return Workbook(path.name, (_csv_sheet(page, path.stem),), notes)


def _csv_sheet(page: str, name: str) -> Sheet:
    lines = page.splitlines()[:20]
    delimiter = max(";,\t", key=lambda mark: sum(line.count(mark) for line in lines))
    rows: list[list[Raw]] = []
    try:
        for row in csv.reader(io.StringIO(page, newline=""), delimiter=delimiter):
            rows.append([*row[:MOST_COLUMNS]])
            if len(rows) > MOST_ROWS:
                raise unusable(f"lebih dari {MOST_ROWS} baris", "Bagi filenya menjadi beberapa bagian.")
    except csv.Error:
        raise unusable(*BROKEN) from None
    return _sheet(name, rows, ())


def chosen_sheet(book: Workbook, name: str | None) -> Sheet:
    """Return the sheet of that name; without one the only sheet that holds something, or the first one shown.

    Raises ``FaultyDataError`` for no such sheet and where several could be meant.
    """
    named = [sheet for sheet in book.sheets if name is not None and _same(sheet.name, name)]
    shown = [sheet for sheet in book.sheets if sheet.rows and not sheet.hidden]
    if named:
        return named[0]
    listed = ", ".join(quoted(sheet.name) for sheet in book.sheets[:10])
    if name is not None:
        raise UsageError(f"tidak ada lembar {quoted(name)}", f"Lembar yang ada: {listed}")
    if len(shown) == 1:
        return shown[0]
    raise FaultyDataError(f"ada {len(shown)} lembar yang berisi", f"Pilih dengan --lembar. Lembar yang ada: {listed}")


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def place_words(sheet: str, row: int, column: int) -> str:
    """Return where a cell stands, in words: ``lembar "Pinjaman" sel D7``."""
    return f"lembar {quoted(sheet)} sel {cell_name(row, column)}"
