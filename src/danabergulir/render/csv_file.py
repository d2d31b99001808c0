"""A section as CSV for a spreadsheet: ``;``, UTF-8 with BOM, CRLF, plain integers, ISO dates, decimal comma."""

import csv
import io
import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Final, TextIO

from danabergulir.money import Rupiah, format_percent
from danabergulir.reports.model.sheet import Cell, Section
from danabergulir.text import may_be_formula

# Lone surrogates come from badly decoded input and cannot be written as UTF-8, so they go the way of the controls.
# What turns the direction of writing makes a row say what it does not hold.
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def render(section: Section, *, delimiter: str = ";") -> str:
    """Return ``section`` as CSV text without a BOM: a header row of column keys, CRLF line ends.

    Rupiah and counts are plain integers, dates ISO, percentages have a decimal comma and two decimals, None is empty.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([column.key for column in section.columns])
    writer.writerows([_plain(cell) for cell in row.cells] for row in section.data)
    return text.getvalue()


def write_more(section: Section, out: TextIO) -> None:
    """Write the rows of a section alone to ``out``, below a header that ``write_stream`` wrote, and at once."""
    _, _, lines = render(section).partition("\r\n")
    out.flush()
    out.buffer.write(lines.encode())
    out.buffer.flush()


def write(section: Section, path: Path, *, delimiter: str = ";") -> None:
    """Write ``section`` to ``path`` as UTF-8 with BOM. Raises ``OSError``."""
    path.write_bytes(_encoded(section, delimiter))


def write_stream(section: Section, out: TextIO, *, delimiter: str = ";") -> None:
    """Write the bytes of ``write`` to ``out``, a text stream over bytes such as ``sys.stdout``.

    The bytes go below the text layer, which on Windows would turn CRLF into CR CR LF and change the encoding.
    """
    out.flush()
    out.buffer.write(_encoded(section, delimiter))
    out.buffer.flush()


def _encoded(section: Section, delimiter: str) -> bytes:
    return render(section, delimiter=delimiter).encode("utf-8-sig")


def _plain(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return _harmless(cell)
        case Rupiah():
            return str(cell.value)
        case Fraction():
            return format_percent(cell)
        case date():
            return cell.isoformat()
        case int():
            return str(cell)


def _harmless(text: str) -> str:
    """Return ``text`` so that no spreadsheet runs it: OWASP's quote before a formula sign, controls as spaces."""
    quote = "'" if may_be_formula(text) or _CONTROL.match(text) else ""
    return quote + _CONTROL.sub(" ", text)
