"""Where things stand on a sheet that came back: its columns by their headings, and the facts above them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from danabergulir.domain.meeting import CODE_LABEL, SheetField, day_of_code
from danabergulir.errors import FaultyDataError, Finding
from danabergulir.frozen import Struct
from danabergulir.operations.imports.workbook.bounds import cell_name
from danabergulir.operations.imports.workbook.cells import Raw
from danabergulir.operations.imports.workbook.headings import folded
from danabergulir.operations.imports.workbook.sheets import Sheet, Workbook, place_words
from danabergulir.text import quoted

_SEARCHED: Final = 60
_ENOUGH: Final = 5
"""Headings of a sheet in one row that make it the row of the headings."""
_NEEDED: Final = (SheetField.CODE, SheetField.LOAN, SheetField.ASKED, SheetField.PAID)
_USED: Final = (SheetField.VOLUNTARY, SheetField.FROM_SAVINGS, SheetField.OWN_NUMBER)
_KNOWN: Final[Mapping[str, SheetField]] = {folded(name): name for name in SheetField}
_MAKE_ANEW: Final = "Buat lembar baru: danabergulir lembar --ke lembar.xlsx, lalu salin isinya."


class Laid(Struct, frozen=True):
    """A sheet with a code: the row of its headings, and the column of each."""

    sheet: Sheet
    code: str
    head: int
    columns: Mapping[SheetField, int]

    def place(self, row: int, field: SheetField) -> str:
        """Return where a cell stands, in words."""
        return place_words(self.sheet.name, row, self.columns[field])

    def cell(self, row: int, field: SheetField) -> Raw:
        """Return a cell of a column; nothing where the column is gone."""
        return self.sheet.at(row, self.columns[field]) if field in self.columns else None

    def text(self, row: int, field: SheetField) -> str:
        """Return a cell of a column as one line of text."""
        return self.sheet.text(row, self.columns[field]) if field in self.columns else ""

    def is_unknown(self, row: int, field: SheetField) -> bool:
        """Return whether a cell holds a formula whose value was not saved."""
        return field in self.columns and cell_name(row, self.columns[field]) in self.sheet.unknown

    def _label(self, label: str) -> tuple[int, int] | None:
        cells = ((row, column) for row in range(self.head) for column in range(self.sheet.width))
        return next((at for at in cells if folded(self.sheet.at(*at)) == folded(label)), None)

    def fact(self, label: str) -> tuple[int, int] | None:
        """Return the first filled cell at the right of a label above the headings; None where there is none."""
        at = self._label(label)
        if at is None:
            return None
        row, first = at
        return next(
            ((row, column) for column in range(first + 1, self.sheet.width) if self.sheet.text(row, column)), None
        )

    def place_of_fact(self, label: str) -> str:
        """Return where the fact behind a label is to be written, in words: below the code, as it was printed."""
        at, code = self._label(label), self.fact(CODE_LABEL)
        if at is None:
            return f"lembar {quoted(self.sheet.name)}"
        return place_words(self.sheet.name, at[0], code[1] if code else at[1] + 1)


def the_sheet(book: Workbook) -> Laid:
    """Return the one sheet of a workbook that has a code and the headings of a meeting sheet.

    Raises ``FaultyDataError`` for none, for several, and for a column that is missing or stands there twice.
    """
    coded = [(sheet, code) for sheet in book.sheets if not sheet.hidden and (code := _code(sheet))]
    if not coded:
        raise FaultyDataError(
            f"tidak ada kode lembar dalam {quoted(book.name)}; ini bukan lembar rapat dari program ini", _MAKE_ANEW
        )
    if len(coded) > 1:
        names = ", ".join(quoted(sheet.name) for sheet, _ in coded)
        raise FaultyDataError(
            f"ada {len(coded)} lembar berkode dalam satu file: {names}", "Hapus yang tidak dipakai, lalu ulangi."
        )
    sheet, code = coded[0]
    head, columns = _headings(sheet)
    return Laid(sheet, code, head, columns)


def _code(sheet: Sheet) -> str:
    """Return the code that stands above the headings, in capitals; empty where there is none."""
    rows = sheet.rows[:_SEARCHED]
    texts = (str(cell).strip().upper() for row in rows for cell in row if isinstance(cell, str))
    return next((text for text in texts if day_of_code(text)), "")


def _headings(sheet: Sheet) -> tuple[int, dict[SheetField, int]]:
    found = [
        (row, [(at, field) for at, cell in enumerate(sheet.rows[row]) if (field := _KNOWN.get(folded(cell)))])
        for row in range(min(_SEARCHED, len(sheet.rows)))
    ]
    head, named = max(found, key=lambda item: len(item[1]))
    if len(named) < _ENOUGH:
        raise FaultyDataError(f"judul kolom lembar {quoted(sheet.name)} tidak ditemukan", _MAKE_ANEW)
    columns: dict[SheetField, int] = {}
    findings: list[Finding] = []
    for at, field in named:
        if field in columns:
            first = cell_name(head, columns[field])
            message = f"kolom {quoted(field)} ada dua kali, juga di {first}"
            findings.append(Finding("lembar", place_words(sheet.name, head, at), message, "Hapus salah satunya"))
        columns.setdefault(field, at)
    missing = [field for field in _NEEDED if field not in columns]
    findings += [
        Finding(
            "lembar", f"lembar {quoted(sheet.name)} baris {head + 1}", f"kolom {quoted(field)} tidak ada", _GIVE_BACK
        )
        for field in missing
    ]
    if findings:
        raise FaultyDataError("kolom lembar berubah, tidak ada yang dicatat", _MAKE_ANEW, findings)
    return head, columns


_GIVE_BACK: Final = "Tulis lagi judulnya di atas kolomnya"


def moved_columns(laid: Laid) -> list[str]:
    """Return what to say of columns that were moved, added or removed: they are read by their headings."""
    by_place = sorted(laid.columns, key=lambda field: laid.columns[field])
    said = [
        f"kolom {quoted(field)} dipindah ke {cell_name(laid.head, laid.columns[field])}; dibaca menurut judulnya"
        for field in _out_of_order(by_place)
    ]
    said += [f"kolom {quoted(field)} tidak ada lagi; dibaca kosong" for field in _USED if field not in laid.columns]
    places = set(laid.columns.values())
    strange = [at for at in range(laid.sheet.width) if at not in places and laid.sheet.text(laid.head, at)]
    said += [f"kolom {quoted(laid.sheet.text(laid.head, at))} tidak dikenal; tidak dibaca" for at in strange]
    return said


def _out_of_order(fields: Sequence[SheetField]) -> list[SheetField]:
    """Return the columns without which the others stand in their old order, as few as can be."""
    order = {field: place for place, field in enumerate(SheetField)}
    longest: list[list[SheetField]] = []
    for field in fields:
        before = [run for run in longest if order[run[-1]] < order[field]]
        longest.append([*max(before, key=_length, default=[]), field])
    kept = set(max(longest, key=_length, default=[]))
    return [field for field in fields if field not in kept]


def _length(run: Iterable[SheetField]) -> int:
    return sum(1 for _ in run)
