"""What was understood of a workbook, as a TOML file that a person can read and correct: the ``peta``."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from danabergulir.errors import UsageError
from danabergulir.frozen import Struct, field, replace
from danabergulir.operations.imports.workbook.bounds import cell_place, column_letters
from danabergulir.operations.imports.workbook.headings import ListKind

NOTHING_WORDS: Final = frozenset({"-", "kosong"})
"""Answers that say: there is nothing in that cell."""


class SheetMap(Struct, frozen=True):
    """What a sheet holds, in which rows its headings stand (from nought), and what its columns are."""

    content: ListKind
    first_row: int = 0
    last_row: int = -1
    columns: Mapping[int, str] = field(default_factory=dict)


class Peta(Struct, frozen=True):
    """Sheets by name, values that stand for a whole workbook, and answers by sheet and cell.

    An answer is what is written in the cell, so that it no longer counts once the cell was changed, and how to read it.
    """

    sheets: Mapping[str, SheetMap] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    def answered(self, answers: Mapping[tuple[str, str], tuple[str, str]]) -> "Peta":
        """Return the peta with more answers; those without a sheet are values for the whole workbook."""
        constants = {cell: read for (sheet, cell), (_, read) in answers.items() if not sheet}
        cells = {place: answer for place, answer in answers.items() if place[0]}
        return replace(self, constants={**self.constants, **constants}, answers={**self.answers, **cells})

    def without(self, place: tuple[str, str]) -> "Peta":
        """Return the peta without the answer about one place; without a sheet it is a value for the whole workbook."""
        constants = {name: value for name, value in self.constants.items() if ("", name) != place}
        return replace(
            self, constants=constants, answers={at: read for at, read in self.answers.items() if at != place}
        )


EMPTY_PETA: Final = Peta()
CONSTANTS: Final = ("rw", "tenor", "tanpa_angsuran", "dari_tunggakan", "jasa_terbayar", "umur_bulan", "ribuan")
"""What can be said once for a whole workbook."""


def read_peta(path: Path) -> Peta:
    """Return the peta in a file. Raises ``UsageError`` naming the key that cannot be used."""
    try:
        with path.open("rb") as file:
            content = tomllib.load(file)
    except FileNotFoundError:
        raise UsageError(f"file tidak ada: {path}", "Buat dulu dengan --simpan-peta.") from None
    except OSError:
        raise UsageError(f"file tidak dapat dibaca: {path}", "Periksa nama file dan izinnya.") from None
    except (ValueError, RecursionError):  # no TOML, no UTF-8, brackets within brackets without end
        raise _faulty(path.name, "bukan TOML") from None
    unknown = set(content) - {"isian", "lembar", "jawaban"}
    if unknown:
        raise _faulty(min(unknown)[:40], "kunci tidak dikenal")
    sheets: dict[str, SheetMap] = {}
    for item in _tables(content, "lembar"):
        sheets[_text(item, "nama", "lembar")] = _sheet_map(item)
    constants = content.get("isian", {})
    if not isinstance(constants, dict) or any(name not in CONSTANTS for name in constants):
        raise _faulty("isian", f"hanya {', '.join(CONSTANTS)} yang dikenal")
    answers = {}
    for item in _tables(content, "jawaban"):
        read = _text(item, "dibaca", "jawaban")
        if read:
            place = _text(item, "lembar", "jawaban"), _text(item, "sel", "jawaban").upper()
            answers[place] = _text(item, "tertulis", "jawaban"), read
    return Peta(sheets, {name: str(value) for name, value in constants.items() if str(value)}, answers)


def _faulty(key: str, why: str) -> UsageError:
    return UsageError(f"--peta: {key}: {why}", "Bandingkan dengan peta baru: --simpan-peta")


def _tables(content: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = content.get(name, [])
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise _faulty(name, f"tulis sebagai [[{name}]]")
    return found


def _text(item: Mapping[str, Any], key: str, table: str) -> str:
    value = item.get(key, "")
    if not isinstance(value, str | int | float) or (key in {"nama", "lembar", "sel"} and value == ""):
        raise _faulty(f"{table}.{key}", "belum diisi")
    return str(value)


def _sheet_map(item: Mapping[str, Any]) -> SheetMap:
    word = _text(item, "isi", "lembar")
    if word not in [content.value for content in ListKind]:
        raise _faulty(f"lembar.isi {word[:40]}", f"pilih: {', '.join(ListKind)}")
    first = item.get("judul", 1)
    last = item.get("judul_akhir", first)
    columns = item.get("kolom", {})
    if type(first) is not int or type(last) is not int or not 1 <= first <= last:
        raise _faulty("lembar.judul", "tulis nomor baris judul kolom")
    if not isinstance(columns, dict) or not all(isinstance(value, str) for value in columns.values()):
        raise _faulty("lembar.kolom", 'tulis huruf kolom = "isian"')
    try:
        placed = {cell_place(f"{letters}1")[1]: name for letters, name in columns.items() if letters.isalpha()}
    except ValueError:
        raise _faulty("lembar.kolom", "huruf kolom tidak dikenal") from None
    return SheetMap(ListKind(word), first - 1, last - 1, placed)


_HEAD: Final = """\
# Peta buku kerja: cara program ini membaca lembar dan kolomnya. Pakai lagi dengan --peta.
# Ubah isi lembar, nama isian kolom, atau jawaban di bawah ini bila salah.
# "dibaca" yang kosong belum dijawab; "kosong" berarti sel itu tidak berisi.
"""


def peta_text(peta: Peta, open_questions: Mapping[tuple[str, str], tuple[str, str]]) -> str:
    """Return the file: what is known, and below it each open question (what is written, and what is asked)."""
    lines = [_HEAD]
    constants = {name: peta.constants.get(name, "") for name in CONSTANTS if name in peta.constants}
    asked = {cell: words for (sheet, cell), (_, words) in open_questions.items() if not sheet}
    if constants or asked:
        lines.append("[isian]")
        lines += [f"{name} = {_quoted(value)}" for name, value in constants.items()]
        for name, words in asked.items():
            lines += [f"# {words}", f'{name} = ""']
        lines.append("")
    for name, known in peta.sheets.items():
        lines += ["[[lembar]]", f"nama = {_quoted(name)}", f"isi = {_quoted(known.content.value)}"]
        if known.columns:
            lines += [f"judul = {known.first_row + 1}", f"judul_akhir = {known.last_row + 1}"]
            pairs = ", ".join(f"{column_letters(at)} = {_quoted(name)}" for at, name in sorted(known.columns.items()))
            lines.append(f"kolom = {{ {pairs} }}")
        lines.append("")
    for (sheet, cell), (written, read) in peta.answers.items():
        lines += _answer(sheet, cell, written, read)
    for (sheet, cell), (written, words) in open_questions.items():
        if sheet:
            lines += [f"# {words}", *_answer(sheet, cell, written, "")]
    return "\n".join(lines)


def _answer(sheet: str, cell: str, written: str, read: str) -> list[str]:
    pairs = (("lembar", sheet), ("sel", cell), ("tertulis", written), ("dibaca", read))
    return ["[[jawaban]]", *(f"{name} = {_quoted(value)}" for name, value in pairs), ""]


def _quoted(text: str) -> str:
    """Return a TOML string, which escapes as JSON does."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
