"""Reading a table that a person made: any usual delimiter, any column order, every fault with its line number.

A CSV file is read line by line, so that its size never fills the memory. A sheet of a workbook comes as ``Cells``.
"""

import csv
import hashlib
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import IO, Final, TypeVar

from danabergulir.errors import FaultyDataError, Finding, UsageError, perhaps
from danabergulir.files import file_digest
from danabergulir.frozen import Struct, field
from danabergulir.text import quoted

LONGEST_LINE: Final = 100_000
"""Characters; a longer line is no line of a register."""

MOST_FINDINGS: Final = 1_000
"""Findings kept; the rest are only counted."""

_FEW: Final = 20
_SEARCHED: Final = 40
"""Lines among which the names of the columns are looked for: a person writes a title above them."""

_Value = TypeVar("_Value")


class Faults(Struct):
    """The findings of one import while it runs. ``errors`` counts all of them, also those not kept."""

    check: str
    findings: list[Finding] = field(default_factory=list)
    errors: int = 0

    @property
    def few(self) -> bool:
        """Return whether there are still so few that each may cost a look at whole registers."""
        return self.errors < _FEW

    def error(self, line: int | None, message: str, hint: str = "", *, subject: str = "") -> None:
        """Note what makes the import impossible."""
        self.errors += 1
        if self.errors <= MOST_FINDINGS:
            self.findings.append(Finding(self.check, subject, message, hint, line))

    def warning(self, line: int | None, message: str, *, subject: str = "") -> None:
        """Note what is worth a look and stops nothing."""
        if len(self.findings) < 2 * MOST_FINDINGS:
            self.findings.append(Finding(self.check, subject, message, "", line, "peringatan"))

    def raise_if_any(self) -> None:
        """Raise ``FaultyDataError`` when there was an error; warnings alone raise nothing."""
        if self.errors:
            raise FaultyDataError(
                f"{self.errors} kesalahan, tidak ada yang dicatat",
                "Perbaiki baris yang disebut, lalu ulangi perintah ini.",
                self.findings,
            )


class CsvLine(Struct, frozen=True):
    """One line of the file: its number (the header is 1) and its cells by column name, blanks stripped."""

    number: int
    cells: dict[str, str]
    faults: Faults

    def text(self, column: str) -> str:
        """Return the cell, empty when the column is missing."""
        return self.cells.get(column, "")

    def read(self, column: str, parse: Callable[[str], _Value], default: _Value) -> _Value:
        """Return the cell as ``parse`` reads it, or ``default`` when it is empty; a fault is noted."""
        word = self.text(column)
        if not word:
            return default
        try:
            return parse(word)
        except UsageError as error:
            self.faults.error(self.number, f"{column}: {error.message}", error.hint)
            return default

    def require(self, *columns: str) -> bool:
        """Return whether the cells are filled; each empty one is noted."""
        empty = [column for column in columns if not self.text(column)]
        for column in empty:
            self.faults.error(self.number, f"{column}: belum diisi")
        return not empty


class Cells(Struct, frozen=True):
    """A table that is no CSV file: its name, its column names, and its rows of text, each with its number."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


Table = Path | Cells
"""Where the lines of an import come from."""


class _UnreadableError(Exception):
    """A line that is no line of a CSV file."""


def digest_of(path: Table) -> str:
    """Return the SHA-256 of a file's bytes, by which it is known again. Raises ``UsageError``."""
    if isinstance(path, Cells):
        return hashlib.sha256(repr((path.header, path.rows)).encode("utf-8", "surrogatepass")).hexdigest()
    try:
        return file_digest(path)
    except OSError as error:
        raise _unread(path, error) from None


def read_lines(path: Table, required: Sequence[str], optional: Sequence[str], faults: Faults) -> Iterator[CsvLine]:
    """Yield the lines of a table; empty lines are passed over.

    Lines above the names of the columns, such as a title, are passed over. A record in quotation marks may run over
    several lines and has the number of its first. Raises ``UsageError`` for a
    file that cannot be opened, and ``FaultyDataError`` when the file or its header cannot be used at all; unknown
    columns are a finding.
    """
    if isinstance(path, Cells):
        yield from _lines_of_cells(path, required, optional, faults)
        return
    csv.field_size_limit(LONGEST_LINE)  # of the whole process: a library may have lifted it
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _lines(file, path, required, optional, faults)
    except OSError as error:
        raise _unread(path, error) from None
    except UnicodeDecodeError:
        raise FaultyDataError(
            f"tulisan dalam file bukan UTF-8: {path.name}", "Simpan lagi dari Excel atau LibreOffice sebagai CSV UTF-8."
        ) from None


def _unread(path: Path, error: OSError) -> UsageError:
    if isinstance(error, FileNotFoundError):
        return UsageError(f"file tidak ada: {path}", "Periksa nama dan foldernya.")
    return UsageError(f"file tidak dapat dibaca: {path}", "Periksa nama file dan izinnya.")


def _lines(
    file: IO[str], path: Path, required: Sequence[str], optional: Sequence[str], faults: Faults
) -> Iterator[CsvLine]:
    number = 1
    try:
        physical = _bounded(file)
        above, physical = _split_at_header(physical, required, optional)
        if not above:
            raise FaultyDataError(f"file kosong: {path.name}", f"Baris pertama berisi nama kolom: {';'.join(required)}")
        number = len(above)
        delimiter = _delimiter(above[-1])
        header = _header(_cells_of(above[-1]), required, optional, faults, number)
        reader = csv.reader(physical, delimiter=delimiter)
        while True:
            number = reader.line_num + len(above) + 1  # the reader has not seen the header and what is above it
            cells = next(reader, None)
            if cells is None:
                return
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                problem = f"ada {len(cells)} kolom, seharusnya {len(header)}"
                faults.error(number, problem, "Periksa tanda pemisah kolom dan tanda kutip.")
                continue
            yield CsvLine(number, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}, faults)
    except (_UnreadableError, csv.Error) as error:
        own = isinstance(error, _UnreadableError)
        reason = str(error) if own else "tanda kutip tidak ditutup, atau isi satu sel terlalu panjang"
        raise FaultyDataError(
            f"baris {number} bukan baris CSV: {reason}", "Simpan lagi dari Excel atau LibreOffice sebagai CSV UTF-8."
        ) from None


def _split_at_header(
    physical: Iterator[str], required: Sequence[str], optional: Sequence[str]
) -> tuple[list[str], Iterator[str]]:
    """Return the lines up to the names of the columns, and those below; no line where all are empty.

    Where none of the first lines names all that are required, the one that names most is to be judged.
    """
    lines: list[str] = []
    named: list[int] = []
    for line in islice(physical, _SEARCHED):
        cells = {_folded(cell) for cell in _cells_of(line)}
        lines.append(line)
        named.append(-1 if cells <= {""} else len(cells & {*required, *optional}))
        if cells.issuperset(required):
            return lines, physical
    if max(named, default=-1) < 0:
        return [], physical
    best = named.index(max(named)) + 1
    return lines[:best], chain(lines[best:], physical)


def _delimiter(line: str) -> str:
    return max(";,\t", key=line.count)


def _cells_of(line: str) -> list[str]:
    return next(csv.reader([line], delimiter=_delimiter(line)), [])


def _folded(name: str) -> str:
    return name.strip().casefold()


def _lines_of_cells(
    table: Cells, required: Sequence[str], optional: Sequence[str], faults: Faults
) -> Iterator[CsvLine]:
    header = _header(table.header, required, optional, faults)
    for number, cells in table.rows:
        if any(cell.strip() for cell in cells):
            yield CsvLine(number, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}, faults)


def _bounded(file: IO[str]) -> Iterator[str]:
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise _UnreadableError(f"lebih dari {LONGEST_LINE} huruf")
        if "\0" in line:
            raise _UnreadableError("berisi tanda yang bukan tulisan")
        yield line


def _header(
    cells: Sequence[str], required: Sequence[str], optional: Sequence[str], faults: Faults, line: int = 1
) -> list[str]:
    header = [_folded(cell) for cell in cells]
    for position, name in enumerate(header, start=1):
        if not name:
            faults.error(line, f"kolom ke-{position} tidak bernama", "Hapus kolom kosong itu.")
        elif name not in required and name not in optional:
            columns = [*required, *optional]
            near = perhaps(name, zip(columns, columns, strict=True))
            known = f"{near}Kolom yang dikenal: {', '.join(columns)}"
            faults.error(line, f"kolom tidak dikenal: {quoted(name)}", known)
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        faults.error(line, f"kolom {quoted(name)} ada lebih dari satu")
    for name in required:
        if name not in header:
            faults.error(line, f'kolom "{name}" belum ada')
    faults.raise_if_any()
    return header
