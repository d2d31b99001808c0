"""How much a workbook holds and what is wrong with it, found out in little memory before it is opened.

A reader of workbooks lays every sheet out whole, from its first cell to its last: a file of a few kilobytes can ask for
all the memory there is. So what it would lay out is counted first, part by part, and reading stops at the limit.
"""

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Final
from xml.parsers import expat

from danabergulir.errors import FaultyDataError
from danabergulir.frozen import Struct, field
from danabergulir.text import quoted

LARGEST_FILE: Final = 20_000_000
"""Bytes; a treasurer's workbook of ten years has less than one million."""
LARGEST_INSIDE: Final = 100_000_000
"""Bytes of all parts of a packed workbook once unpacked."""
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 500
_MOST_CELLS: Final = 500_000  # laid out, on one sheet; twice as many in the whole workbook
_MOST_LETTERS: Final = 20_000_000
_CHUNK: Final = 65_536

ERROR: Final = "#REF!"
"""Stands for an error of a formula where the file does not spell it."""

Spans = tuple[tuple[int, int, int, int], ...]
"""Merged cells: first row, first column, last row, last column, counted from nought."""


def unusable(message: str, hint: str) -> FaultyDataError:
    """Return the error of a file that is not taken."""
    return FaultyDataError(message, hint)


def _too_much(what: str) -> FaultyDataError:
    return unusable(
        f"isi file terlalu banyak: {what}", "Simpan lembar yang dipakai saja sebagai buku kerja baru, lalu ulangi."
    )


class Extent(Struct):
    """How far one sheet reaches, and the cells in it that need a sentence."""

    name: str
    rows: int = 0
    columns: int = 0
    letters: int = 0
    unknown: list[str] = field(default_factory=list)
    wrong: dict[tuple[int, int], str] = field(default_factory=dict)
    """Formulas that came to an error, which no reader tells from an empty cell."""
    spans: list[tuple[int, int, int, int]] = field(default_factory=list)

    def add(self, row: int, column: int, letters: int = 0) -> None:
        """Take in a filled cell, counted from nought. Raises ``FaultyDataError`` beyond the limits."""
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)
        self.letters += letters
        where = f"lembar {quoted(self.name)}"
        if self.rows > MOST_ROWS:
            raise _too_much(f"{where} lebih dari {MOST_ROWS:,} baris".replace(",", "."))
        if self.columns > MOST_COLUMNS:
            raise _too_much(f"{where} lebih dari {MOST_COLUMNS} kolom")
        if self.rows * self.columns > _MOST_CELLS:
            raise _too_much(f"{where} {self.rows} baris kali {self.columns} kolom")
        if self.letters > _MOST_LETTERS:
            raise _too_much(f"{where} berisi tulisan yang terlalu panjang")


def check_all(extents: list[Extent]) -> Mapping[str, Extent]:
    """Return the sheets by their names. Raises ``FaultyDataError`` where together they are too much."""
    if sum(item.rows * item.columns for item in extents) > 2 * _MOST_CELLS:
        raise _too_much("semua lembar bersama-sama")
    return {item.name: item for item in extents}


def refuse_unknown(extents: Iterable[Extent]) -> None:
    """Raise ``FaultyDataError`` where formulas stand without a value."""
    for item in extents:
        if item.unknown:
            cells = ", ".join(item.unknown[:3]) + (", ..." if len(item.unknown) > 3 else "")  # noqa: PLR2004 - a line
            raise unusable(
                f"rumus tanpa nilai pada lembar {quoted(item.name)}: sel {cells}",
                "Buka di Excel atau LibreOffice, simpan sekali lagi supaya rumusnya dihitung, lalu ulangi.",
            )


MACROS: Final = (
    "file berisi makro, yang tidak dibaca program ini",
    "Simpan sebagai Buku Kerja Excel (.xlsx) tanpa makro, lalu ulangi.",
)
PASSWORD: Final = (
    "file terkunci kata sandi",
    "Buka di Excel, hapus kata sandinya (Simpan Sebagai, Alat, Opsi Umum), lalu ulangi.",
)
LINKS: Final = (
    "file mengambil angka dari file lain",
    "Di Excel pilih Data, Edit Tautan, Putuskan Tautan supaya tinggal angkanya, simpan, lalu ulangi.",
)
BROKEN: Final = (
    "file rusak atau bukan buku kerja",
    "Buka di Excel atau LibreOffice, simpan lagi sebagai .xlsx, lalu ulangi.",
)


def check_packed(path: Path) -> Mapping[str, Extent]:
    """Check an ``.xlsx`` or ``.ods`` file and return what its sheets hold, by their names.

    Raises ``FaultyDataError`` with a sentence for everything that is not taken.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            if "encrypted-package" in names or any(part.flag_bits & 1 for part in parts):
                raise unusable(*PASSWORD)
            if len(parts) != len(names):
                raise unusable(*BROKEN)
            if sum(part.file_size for part in parts) > LARGEST_INSIDE:
                raise _too_much("sesudah dibuka lebih dari 100 MB")
            if any(name.endswith("vbaProject.bin") or name.startswith(("xl/macrosheets", "Basic/")) for name in names):
                raise unusable(*MACROS)
            if any(name.startswith("xl/externalLinks/") for name in names):
                raise unusable(*LINKS)
            if "xl/workbook.xml" in names:
                return check_all(_sheets_of_xlsx(packed, names))
            if "content.xml" in names:
                return check_all(_sheets_of_ods(packed, names))
    except (zipfile.BadZipFile, expat.ExpatError, NotImplementedError, EOFError, LookupError, OSError, ValueError):
        raise unusable(*BROKEN) from None
    raise unusable(*BROKEN)


def _parse(
    source: IO[bytes], start: Callable[..., None], end: Callable[[str], None], text: Callable[[str], None]
) -> None:
    """Read one part of a workbook piece by piece; a document type, which no spreadsheet writes, is refused."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise unusable(*BROKEN)

    parser.StartElementHandler = lambda name, given: start(name.rpartition(":")[2], given)
    parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    while piece := source.read(_CHUNK):
        parser.Parse(piece)
    parser.Parse(b"", True)  # noqa: FBT003 - expat takes it by place


def _part(packed: zipfile.ZipFile, name: str) -> IO[bytes]:
    """Return one part of a packed workbook to read from; it is bytes, so no encoding is left open."""
    reader = packed.open
    return reader(name)


def _attributes(packed: zipfile.ZipFile, part: str, element: str) -> Iterator[Mapping[str, str]]:
    found: list[dict[str, str]] = []

    def start(name: str, given: dict[str, str]) -> None:
        if name == element:
            found.append({key.rpartition(":")[2]: value for key, value in given.items()})

    with _part(packed, part) as source:
        _parse(source, start, lambda _: None, lambda _: None)
    yield from found


def _has(packed: zipfile.ZipFile, part: str, element: str) -> bool:
    return next(_attributes(packed, part, element), None) is not None


def _sheets_of_xlsx(packed: zipfile.ZipFile, names: set[str]) -> list[Extent]:
    targets = {
        item["Id"]: item["Target"].removeprefix("/xl/")
        for item in _attributes(packed, "xl/_rels/workbook.xml.rels", "Relationship")
    }
    strings = _lengths(packed) if "xl/sharedStrings.xml" in names else []
    extents = []
    for sheet in _attributes(packed, "xl/workbook.xml", "sheet"):
        part = f"xl/{targets.get(sheet.get('id', ''), '')}"
        if part in names:
            extents.append(_extent_of_xlsx(packed, part, sheet.get("name", ""), strings))
    return extents


def _lengths(packed: zipfile.ZipFile) -> list[int]:
    """Return how long each shared text is: a cell names it by its place, and every cell gets a copy."""
    lengths: list[int] = []

    def start(name: str, _: object) -> None:
        if name == "si":
            lengths.append(0)

    def text(piece: str) -> None:
        if lengths:
            lengths[-1] += len(piece)

    with _part(packed, "xl/sharedStrings.xml") as source:
        _parse(source, start, lambda _: None, text)
    return lengths


def cell_place(reference: str) -> tuple[int, int]:
    """Return row and column of ``B5``, counted from nought. Raises ``ValueError`` for no reference."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return int(reference[len(letters) :]) - 1, column - 1


def column_letters(column: int) -> str:
    """Return the letters of a column counted from nought: ``A``, ``AB``."""
    letters, left = "", column + 1
    while left:
        left, place = divmod(left - 1, 26)
        letters = chr(65 + place) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return ``B5`` for row 4 and column 1, counted from nought."""
    return f"{column_letters(column)}{row + 1}"


class _XlsxCells(Struct):
    """Follows the cells of one sheet of an ``.xlsx`` file."""

    extent: Extent
    strings: list[int]
    row: int = -1
    column: int = -1
    kind: str = ""
    inside: str = ""
    value: str = ""
    has_value: bool = False
    has_formula: bool = False

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """Begin an element."""
        if name == "row":
            self.row, self.column = int(given.get("r", self.row + 2)) - 1, -1
        elif name == "c":
            self.row, self.column = cell_place(given["r"]) if "r" in given else (self.row, self.column + 1)
            self.kind, self.value = given.get("t", ""), ""
            self.has_value = self.has_formula = False
        elif name == "f":
            self.has_formula = True
        self.inside = name

    def text(self, piece: str) -> None:
        """Take in text; only the number of a shared text is kept."""
        if self.inside in {"v", "t"} and piece:
            self.has_value = True
            if self.kind in {"s", "e"}:
                self.value = (self.value + piece)[:12]
            else:
                self.extent.letters += len(piece)

    def end(self, name: str) -> None:
        """End an element."""
        self.inside = ""
        if name != "c":
            return
        if self.has_value and self.kind == "e":
            self.extent.wrong[self.row, self.column] = self.value
        if self.has_value:
            shared = int(self.value) if self.kind == "s" and self.value.strip().isdigit() else -1
            self.extent.add(self.row, self.column, self.strings[shared] if 0 <= shared < len(self.strings) else 0)
        elif self.has_formula and self.kind != "str":  # a formula may well come to an empty text
            self.extent.unknown.append(cell_name(self.row, self.column))


def _extent_of_xlsx(packed: zipfile.ZipFile, part: str, name: str, strings: list[int]) -> Extent:
    cells = _XlsxCells(Extent(name), strings)
    with _part(packed, part) as source:
        _parse(source, cells.start, cells.end, cells.text)
    return cells.extent


class _OdsCells(Struct):
    """Follows the sheets of an ``.ods`` file."""

    extents: list[Extent] = field(default_factory=list)
    row: int = 0
    rows: int = 1
    column: int = 0
    given: Mapping[str, str] = field(default_factory=dict)
    letters: int = 0
    depth: int = 0

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """Begin an element."""
        plain = {key.rpartition(":")[2]: value for key, value in given.items()}
        if name == "table":
            self.extents.append(Extent(plain.get("name", "")))
            self.row = 0
        elif name == "table-row":
            self.rows, self.column = int(plain.get("number-rows-repeated", 1)), 0
        elif name in {"table-cell", "covered-table-cell"}:
            self.given, self.letters, self.depth = {**given, **plain}, 0, 1
        elif name == "table-source":
            raise unusable(*LINKS)

    def text(self, piece: str) -> None:
        """Take in text."""
        if self.depth:
            self.letters += len(piece)

    def end(self, name: str) -> None:
        """End an element."""
        if name == "table-row":
            self.row += self.rows
        elif name in {"table-cell", "covered-table-cell"} and self.extents:
            self.depth = 0
            again, extent = int(self.given.get("number-columns-repeated", 1)), self.extents[-1]
            formula = self.given.get("formula", "")
            if self.given.get("calcext:value-type") == "error":
                extent.wrong[self.row, self.column] = ERROR
            if "file:" in formula or "http:" in formula or "https:" in formula:
                raise unusable(*LINKS)
            if "value-type" in self.given or self.letters:
                extent.add(self.row + self.rows - 1, self.column + again - 1, self.letters * again * self.rows)
            elif formula:
                extent.unknown.append(cell_name(self.row, self.column))
            down, across = (int(self.given.get(f"number-{way}-spanned", 1)) for way in ("rows", "columns"))
            if (down > 1 or across > 1) and down <= MOST_ROWS and across <= MOST_COLUMNS:
                extent.spans.append((self.row, self.column, self.row + down - 1, self.column + across - 1))
            self.column += again


def _sheets_of_ods(packed: zipfile.ZipFile, names: set[str]) -> list[Extent]:
    if "META-INF/manifest.xml" in names and _has(packed, "META-INF/manifest.xml", "encryption-data"):
        raise unusable(*PASSWORD)
    cells = _OdsCells()
    with _part(packed, "content.xml") as source:
        _parse(source, cells.start, cells.end, cells.text)
    return cells.extents
