"""The CSV files of an audit package: harmless in any spreadsheet, and yet every text can be had back exactly.

UTF-8 with BOM (spreadsheets need it, CSV readers skip it), CRLF, texts in double quotes. A text that a spreadsheet
could take for a formula gets an apostrophe in front, and so does one that starts with an apostrophe: whoever removes
exactly one leading apostrophe has the text as recorded. Other CSV files of the program may also turn controls into
blanks; here that would break the digests, so they stay as they are, within the double quotes.
"""

import csv
import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from errno import EINVAL
from operator import getitem
from pathlib import Path
from stat import S_ISREG
from typing import Any, Final, Self

from danabergulir.reports.exports.audit_schema import Field, FieldType, Table, Value
from danabergulir.text import may_be_formula

_APOSTROPHE: Final = "'"
_YES_NO: Final = {True: "ya", False: "tidak"}
_READ_YES_NO: Final = {word: value for value, word in _YES_NO.items()}
_BOM: Final = b"\xef\xbb\xbf"
_REMEMBERED: Final = 2_000
"""Different cells of a column that are remembered at most; of long texts that is a little memory still."""
_PLAIN: Final = re.compile(r"-?[0-9][0-9:.,T+-]{0,63}")

Read = tuple[Any, ...]
"""A line as read: each cell is of the type that its column says, and present unless the column is optional."""


def shielded(text: str) -> str:
    """Return ``text`` with an apostrophe in front where a spreadsheet could run it or the apostrophe is its own."""
    risky = may_be_formula(text) or not text[:1].isprintable() or text.startswith(_APOSTROPHE)
    return _APOSTROPHE + text if risky else text


def bare(text: str) -> str:
    """Return the text that ``shielded`` was given."""
    return text.removeprefix(_APOSTROPHE)


def _cell(field: Field, value: Value) -> str | int:
    match value:
        case None:
            return ""
        case bool():
            return _YES_NO[value]
        case int():
            return value
        case date():
            return value.isoformat()
        case "":
            return _APOSTROPHE if field.nullable else ""
        case str():
            return shielded(value) if field.type is FieldType.TEXT else value


def _value(field: Field, cell: str) -> Value:
    """Return what a cell holds. Raises ``ValueError``."""
    if not cell:
        if not field.optional:
            raise ValueError(f"kolom {field.name} kosong")
        return None if field.nullable or field.type is not FieldType.TEXT else ""
    try:
        match field.type:
            case FieldType.TEXT:
                return bare(cell)
            case FieldType.WHOLE:
                return int(_ascii(cell))
            case FieldType.DAY:
                return date.fromisoformat(_ascii(cell))
            case FieldType.YES_NO:
                return _READ_YES_NO[cell]
            case FieldType.MOMENT:
                datetime.fromisoformat(_ascii(cell))
            case FieldType.DECIMAL:
                float(_ascii(cell).replace(",", "."))
    except (KeyError, ValueError):
        raise ValueError(f"kolom {field.name} tidak dapat dibaca") from None
    return cell


def _ascii(cell: str) -> str:
    """Return a number or a day of plain digits. Raises ``ValueError`` for what only reads like one."""
    if not _PLAIN.fullmatch(cell):
        raise ValueError(cell)
    return cell


class TableFile:
    """One table while it is written: lines go straight to the file; what is said about it is counted on the way."""

    def __init__(self, table: Table, folder: Path, delimiter: str) -> None:
        self.table = table
        self.rows = 0
        self.size = 0
        self.totals = dict.fromkeys(table.summed, 0)
        self._hash = hashlib.sha256()
        self._file = (folder / file_name(table)).open("wb")
        self._writer = csv.writer(self, delimiter=delimiter, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")

    def __enter__(self) -> Self:
        self._put(_BOM)
        self._writer.writerow([field.name for field in self.table.fields])
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, text: str) -> None:
        """Take a line from the CSV writer."""
        self._put(text.encode("utf-8"))

    def _put(self, content: bytes) -> None:
        self._hash.update(content)
        self.size += len(content)
        self._file.write(content)

    def add(self, thing: object) -> None:
        """Write the line of one thing."""
        values = [(field, field.of(thing)) for field in self.table.fields]
        self._writer.writerow([_cell(field, value) for field, value in values])
        self.rows += 1
        for field, value in values:
            if field.summed:
                assert isinstance(value, int), (field.name, value)
                self.totals[field.name] += value

    @property
    def sha256(self) -> str:
        """Return the SHA-256 (hex) of the bytes written so far."""
        return self._hash.hexdigest()


def file_name(table: Table) -> str:
    """Return the name of a table's file in the folder of the package."""
    return f"{table.name}.csv"


def own_file(folder: Path, name: str) -> Path:
    """Return the path of a file that lies in the folder itself. Raises ``OSError``, also for a link and a pipe."""
    path = folder / name
    if not S_ISREG(path.lstat().st_mode):
        raise OSError(EINVAL, "no file of its own", str(path))
    return path


def read(folder: Path, table: Table, delimiter: str) -> Iterator[Read]:
    """Yield the lines of a table as recorded.

    Raises ``ValueError`` naming what cannot be read, and ``OSError`` when there is no such file.
    """
    with own_file(folder, file_name(table)).open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, delimiter=delimiter, strict=True)
        try:
            if next(rows, None) != [field.name for field in table.fields]:
                raise ValueError("baris judul berbeda")
            columns = [_Cells(field) for field in table.fields]
            for number, row in enumerate(rows, start=2):
                yield _line(columns, row, number)
        except csv.Error:
            raise ValueError(f"baris {rows.line_num} bukan CSV yang benar") from None
        except UnicodeDecodeError:
            raise ValueError("isi bukan UTF-8") from None


class _Cells(dict[str, Value]):
    """What the cells of a column hold: most say what an earlier one said, and reading is most of a check's work."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._field = field

    def __missing__(self, cell: str) -> Value:
        value = _value(self._field, cell)
        if len(self) < _REMEMBERED:
            self[cell] = value
        return value


def _line(columns: Sequence[_Cells], row: Sequence[str], number: int) -> Read:
    if len(row) != len(columns):
        raise ValueError(f"baris {number}: ada {len(row)} kolom, seharusnya {len(columns)}")
    try:
        return tuple(map(getitem, columns, row))
    except ValueError as error:
        raise ValueError(f"baris {number}: {error}") from None
