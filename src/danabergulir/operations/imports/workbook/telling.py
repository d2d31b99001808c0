"""What was understood of a workbook, shown before anything is recorded."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from danabergulir.money import Rupiah, format_count
from danabergulir.operations.imports.workbook.bounds import cell_place, column_letters
from danabergulir.operations.imports.workbook.fields import AMOUNTS, DATES, label
from danabergulir.operations.imports.workbook.headings import ListKind
from danabergulir.operations.imports.workbook.rows import Listed
from danabergulir.operations.imports.workbook.understanding import Understanding
from danabergulir.reports.model.checked import CheckedColumn, CheckedSheet
from danabergulir.reports.model.sheet import Cell, Column, Kind, Section, rows_of
from danabergulir.text import first_few

_CONTENTS: Final = {
    ListKind.BALANCES: "saldo akun",
    ListKind.LOANS: "daftar pinjaman",
    ListKind.RECEIPTS: "angsuran",
    ListKind.GROUPS: "daftar KSM",
    ListKind.MEMBERS: "anggota KSM",
    ListKind.SAVINGS: "tabungan KSM",
    ListKind.SANCTIONS: "surat teguran",
    ListKind.HEADS: "ketua RW",
    ListKind.ASSETS: "inventaris",
    ListKind.ENTRIES: "uang masuk dan keluar",
    ListKind.BANK: "mutasi bank",
    ListKind.CASH_BOOK: "buku kas",
    ListKind.CARD: "kartu pinjaman",
    ListKind.NOTHING: "tidak dipakai",
}


def _heading_row(item: Listed) -> int | None:
    return item.heading.last_row + 1 if item.heading and item.content is not ListKind.NOTHING else None


def _totals(item: Listed) -> str:
    if not item.totals:
        return ""
    wrong = [total for total in item.totals if not total.agrees]
    if not wrong:
        return f"cocok ({len(item.totals)})"
    first = wrong[0]
    return f"{first.title}: tertulis {format_count(first.written)}, dijumlah {format_count(first.summed)}"


_SHEETS: Final = (
    Column("lembar", "Lembar", identifies=True, of=lambda item: item.sheet.name),
    Column("isi", "Isi", of=lambda item: _CONTENTS[item.content] + (f": {item.note}" if item.note else "")),
    Column("judul", "Baris Judul", Kind.COUNT, of=_heading_row),
    Column("baris", "Baris", Kind.COUNT, of=lambda item: len({record.row for record in item.records}) or None),
    Column("jumlah", "Baris Jumlah", of=_totals),
)


class _ReadColumn(NamedTuple):
    """What one column is read as; ``sheets`` stand beside the first column of those that are alike."""

    sheets: str
    letters: str
    title: str
    field: str


_SHOWN: Final = 3
_COLUMNS: Final = (
    Column("lembar", "Lembar", identifies=True, of=lambda line: line.sheets),
    Column("kolom", "Kolom", of=lambda line: line.letters),
    Column("judul", "Judul", of=lambda line: line.title),
    Column("dibaca", "Dibaca Sebagai", of=lambda line: line.field),
)


def sheets_section(known: Understanding) -> Section:
    """Return what each sheet is, how many rows were taken from it, and whether its totals agree."""
    return Section(_SHEETS, rows_of(_SHEETS, known.sheets), notes=tuple(_notes(known)))


def _notes(known: Understanding) -> Iterator[str]:
    yield from known.book.notes
    for item in known.sheets:
        if item.left_out:
            yield f'Lembar "{item.sheet.name}", tidak dipakai: {first_few(item.left_out, _SHOWN, "; ")}'
    yield from known.plan.notes


def columns_section(known: Understanding) -> Section:
    """Return what each column of the sheets in use is read as; sheets with the same columns stand together."""
    alike: dict[tuple[tuple[str, str, str], ...], list[str]] = {}
    for item in known.sheets:
        if item.heading is not None and item.content is not ListKind.NOTHING:
            columns = tuple(
                (column_letters(at), title, label(item.heading.columns.get(at, "")))
                for at, title in item.heading.titles.items()
            )
            alike.setdefault(columns, []).append(item.sheet.name)
    lines = [
        _ReadColumn(_together(names) if place == 0 else "", *column)
        for columns, names in alike.items()
        for place, column in enumerate(columns)
    ]
    return Section(_COLUMNS, rows_of(_COLUMNS, lines))


def _together(names: list[str]) -> str:
    return names[0] + (f" (dan {len(names) - 1} lembar lain)" if len(names) > 1 else "")


def checked_sheets(known: Understanding) -> tuple[CheckedSheet, ...]:
    """Return every sheet that was read beside what its cells were read as, with the doubts that are open."""
    why = {question.key: question.why for question in known.questions}
    return tuple(
        _checked(item, known, why)
        for item in known.sheets
        if item.heading is not None and item.content is not ListKind.NOTHING
    )


def _checked(item: Listed, known: Understanding, why: Mapping[tuple[str, str], str]) -> CheckedSheet:
    assert item.heading is not None, item.sheet.name
    sheet = item.sheet
    read: defaultdict[int, dict[int, Cell]] = defaultdict(dict)
    doubts = {}
    for (name, cell), (text, doubtful) in known.readings.items():
        if name == sheet.name:
            row, column = cell_place(cell)
            read[column][row] = _value(item.heading.columns.get(column, ""), text)
            if doubtful:
                doubts[row, column] = why.get((name, cell), "sudah dijawab")
    columns = [
        CheckedColumn(label(item.heading.columns.get(column, "")), column, read[column]) for column in sorted(read)
    ]
    return CheckedSheet(sheet.name, sheet.rows, item.heading.last_row, tuple(columns), doubts)


def _value(name: str, text: str) -> Cell:
    if name in DATES and text:
        return date.fromisoformat(text)
    if name in AMOUNTS and text.removeprefix("-").isdigit():
        return Rupiah(int(text))
    return text or None
