"""The journal of a cash box, and a statement as a bank hands it out: what came in and went out, day by day.

A bank writes signed amounts, ``DB`` and ``CR``, ``.00``, apostrophes and two-digit years.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from danabergulir.frozen import replace
from danabergulir.operations.imports.workbook.asking import Asker, Record
from danabergulir.operations.imports.workbook.cells import (
    EMPTY,
    NO_SUCH_DAY,
    Raw,
    Reading,
    clean,
    read_amount,
    read_date,
    settle_dates,
)
from danabergulir.operations.imports.workbook.headings import Heading, ListKind, find_heading, folded, speaks_of
from danabergulir.operations.imports.workbook.layout.yearless import ANY_TIME, Span, read_dates
from danabergulir.operations.imports.workbook.peta import EMPTY_PETA
from danabergulir.operations.imports.workbook.rows import Listed
from danabergulir.operations.imports.workbook.scales import in_rupiah, scale_note, scale_of_titles
from danabergulir.operations.imports.workbook.sheets import Sheet

_QUOTES: Final = "'`\u2018\u2019"
_SIDE: Final = re.compile(r"\s*(db|dr|d|cr|kr|k)\.?$", re.IGNORECASE)
_WITH_SEN: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})*\.[0-9]{2}|[0-9]+\.[0-9]{2}|[0-9]{1,3}(?:,[0-9]{3})+")
_WHOLE: Final = re.compile(r"[0-9]{1,3}|0")
_AMOUNTS: Final = ("jumlah", "masuk", "keluar", "saldo")
_OUT: Final = frozenset({"db", "dr", "d", "debet", "debit", "keluar"})


_OF_CASH, _OF_A_BANK = r"\bkas\b|\bu-?3\b|\bcash\b|tunai", r"rekening|koran|\bbank\b|statement|giro|\bu-?4\b"
_OF_ANOTHER: Final = r"buku besar|inventaris|harta|jurnal|tabungan|simpanan|piutang|pinjaman|memorial|\bu-?5\b"


def find_money_book(sheet: Sheet, asker: Asker, *, alone: bool) -> Heading | None:
    """Return the headings of the journal of a cash box or of a bank; None for neither, and while that is asked."""
    bank = find_heading(sheet, (ListKind.BANK,))
    if bank is None:
        return None
    content = _content_of(sheet, bank, asker, alone=alone)
    if content is ListKind.CASH_BOOK:
        return find_heading(sheet, (ListKind.CASH_BOOK,))
    return bank if content is ListKind.BANK else None


def _content_of(sheet: Sheet, bank: Heading, asker: Asker, *, alone: bool) -> ListKind | None:
    """Return what a journal of money is of: as its name and titles say, else as its balances or a person say.

    Only a bank has its credit as money in, and a file of one sheet is what a bank hands out.
    """
    of_cash, of_a_bank, of_another = (
        speaks_of(sheet, bank.last_row + 1, words) for words in (_OF_CASH, _OF_A_BANK, _OF_ANOTHER)
    )
    if of_cash != of_a_bank:
        return ListKind.CASH_BOOK if of_cash else ListKind.BANK
    if not of_cash and (alone or speaks_of(sheet, bank.last_row + 1, "mutasi")):
        return ListKind.BANK
    if not {"masuk", "keluar", "saldo"} <= set(bank.columns.values()) or (of_another and not of_cash):
        return None
    signs = _signs(_read(sheet, bank, Asker(EMPTY_PETA)).records)
    if not of_cash and any(signs) and not _is_turned(signs):
        return ListKind.BANK
    columns = {name: column for column, name in bank.columns.items() if name}
    place = Record(ListKind.NOTHING, sheet, bank.last_row, {}, {**columns, "isi": columns["keterangan"]})
    why = "lembar ini buku kas atau rekening bank? Tulis kas, bank, atau kosong bila tidak dipakai"
    answer = asker.check(place, "isi", why, ("kas", "bank"))
    if answer and answer not in _ANSWERS:
        asker.ask_again(place, "isi", why)
    return _ANSWERS.get(answer or "")


_ANSWERS: Final = {"kas": ListKind.CASH_BOOK, "bank": ListKind.BANK}


def read_money_book(sheet: Sheet, heading: Heading, asker: Asker, since: date) -> Listed:
    """Return the movements of a journal: the day, the words, and what came in or went out, as the balances prove.

    A day without its year lies after ``since``.
    """
    listed = _read(sheet, heading, asker, Span(since=since))
    signs = _signs(listed.records)
    usual = -1 if _is_turned(signs) else 1
    records = [
        replace(item, values={**item.values, "jumlah": str((sign or usual) * int(item.get("jumlah")))})
        for item, sign in zip(listed.records, signs, strict=True)
    ]
    forward = tuple(_told_row(sheet, item.row) for item in records if _brings_forward(sheet, item.row))
    kept = tuple(item for item in records if item.get("tanggal") and not _brings_forward(sheet, item.row))
    return replace(listed, records=kept, left_out=(*forward, *listed.left_out))


def _told_row(sheet: Sheet, row: int) -> str:
    return f"baris {row + 1}: {' '.join(clean(cell) for cell in sheet.rows[row])[:60].strip()}"


def _read(sheet: Sheet, heading: Heading, asker: Asker, span: Span = ANY_TIME) -> Listed:
    columns = {name: column for column, name in heading.columns.items() if name}
    columns = {**columns, **_side_column(sheet, heading)}
    rows = [row for row in range(heading.last_row + 1, len(sheet.rows)) if _may_move(sheet, row, columns)]
    written = settle_dates(read_dates(sheet, columns["tanggal"], rows, "tanggal", asker, span))
    rows, days = _dated(sheet, rows, written)
    scale = scale_of_titles(sheet, heading)
    amounts = {
        name: _amounts([sheet.at(row, columns[name]) for row in rows], scale) for name in _AMOUNTS if name in columns
    }
    records = []
    for place, row in enumerate(rows):
        values: dict[str, str] = {}
        for name, read in (("tanggal", days[place]), *((name, amounts[name][place]) for name in amounts)):
            values[name], _ = asker.take(sheet, row, columns[name], name, read)
        values["keterangan"] = sheet.text(row, columns["keterangan"]).lstrip(_QUOTES)
        values["bukti_luar"] = sheet.text(row, columns["bukti_luar"]).lstrip(_QUOTES) if "bukti_luar" in columns else ""
        side = folded(sheet.text(row, columns["sisi"])) if "sisi" in columns else ""
        values["jumlah"] = _signed(values, side)
        records.append(Record(heading.content, sheet, row, values, columns))
    taken = {heading.last_row, *rows}
    left = [row for row in range(heading.first_row, len(sheet.rows)) if row not in taken and any(sheet.rows[row])]
    left_out = tuple(_told_row(sheet, row) for row in left)
    titles = {at: heading.titles.get(at, "(tanpa judul)") for at in sorted({*heading.titles, *columns.values()})}
    told = replace(heading, columns={at: name for name, at in columns.items()}, titles=titles)
    return Listed(sheet, told, heading.content, tuple(records), left_out=left_out, note=scale_note(scale))


def _side_column(sheet: Sheet, heading: Heading) -> dict[str, int]:
    """Return the column that says nothing but ``DB`` and ``CR``, which banks give no heading."""
    for column in range(sheet.width):
        words = {folded(sheet.text(row, column)) for row in range(heading.last_row + 1, len(sheet.rows))} - {""}
        if words and words <= {"db", "cr", "dr", "kr", "d", "k", "c"} and not heading.columns.get(column):
            return {"sisi": column}
    return {}


_SUMS: Final = re.compile(r"((sub|grand) )?(total|jumlah|jml|mutasi)\b.*")


def _may_move(sheet: Sheet, row: int, columns: Mapping[str, int]) -> bool:
    """Return whether a row holds an amount that may have moved, or brings a balance forward; sums do neither."""
    if _brings_forward(sheet, row):
        return True
    told = any(sheet.text(row, columns[name]) for name in _AMOUNTS[:3] if name in columns)
    without_day = read_date(sheet.at(row, columns["tanggal"])) is None
    words = folded(sheet.text(row, columns["keterangan"]))
    return told and not (without_day and (not re.search("[a-z]", words) or _SUMS.fullmatch(words)))


_FORWARD: Final = re.compile(
    r"(saldo|sisa)( kas| bank)? (awal|lalu|pindahan|sebelumnya|(bulan|tahun) lalu|bulan sebelumnya)\b.*|pindahan\b.*"
)


def _brings_forward(sheet: Sheet, row: int) -> bool:
    """Return whether a row only brings the balance forward: no money moved."""
    return any(isinstance(cell, str) and _FORWARD.fullmatch(folded(cell)) for cell in sheet.rows[row])


def _dated(sheet: Sheet, rows: list[int], days: list[Reading]) -> tuple[list[int], list[Reading]]:
    """Return the rows of the movements with their days, one without a day that of the row above it.

    Words in the column of the days stand above or below the movements.
    """
    both: list[tuple[int, Reading]] = []
    for row, day in zip(rows, days, strict=True):
        if _brings_forward(sheet, row):
            both.append((row, EMPTY))
        elif day.text or day.problem == NO_SUCH_DAY:
            both.append((row, day))
        elif not day.problem:
            above = next((known.text for _, known in reversed(both) if known.text), "")
            if above:
                both.append((row, Reading(above, "tanggal kosong; dibaca sama dengan baris di atasnya")))
    return [row for row, _ in both], [day for _, day in both]


def _amounts(cells: Sequence[Raw], scale: int) -> list[Reading]:
    """Return the amounts of a column in rupiah; one in which all are written with sen behind a point is read that way.

    ``scale`` is what they are multiplied by.
    """
    words = [_SIDE.sub("", clean(cell).lstrip(_QUOTES)).strip(" +-()") for cell in cells if isinstance(cell, str)]
    words = [word.removeprefix("Rp").removeprefix("IDR").strip() for word in words if word.strip()]
    foreign = any(_WITH_SEN.fullmatch(word) for word in words) and all(
        _WITH_SEN.fullmatch(word) or _WHOLE.fullmatch(word) for word in words
    )
    read = [_amount(cell, foreign=foreign) for cell in cells]
    if scale == 1:
        return read
    bare = [_SIDE.sub("", cell) if isinstance(cell, str) else cell for cell in cells]
    return [in_rupiah(cell, scale, item, signed=True) for cell, item in zip(bare, read, strict=True)]


def _amount(cell: Raw, *, foreign: bool) -> Reading:
    if not foreign or not isinstance(cell, str):
        return read_amount(cell, signed=True)
    word = clean(cell).lstrip(_QUOTES).replace("IDR", "").strip()
    whole, point, sen = word.rpartition(".") if re.search(r"\.[0-9]{2}(?![0-9])", word) else (word, "", "")
    plain = (whole if point else word).replace(",", "")
    behind = re.sub(r"^[0-9]{2}", "", sen)
    read = read_amount(f"{plain}{behind}", signed=True) if plain else EMPTY
    if point and sen[:2] != "00":
        return replace(read, doubt="bukan rupiah bulat, sennya tidak dipakai")
    return read


def _signed(values: Mapping[str, str], side: str) -> str:
    """Return what came in, below nil what went out."""
    if values.get("jumlah"):
        amount = int(values["jumlah"])
        return str(-abs(amount)) if side in _OUT else str(amount)
    return str(abs(int(values.get("masuk") or 0)) - abs(int(values.get("keluar") or 0)))


def _signs(records: Sequence[Record]) -> list[int]:
    """Return by what each movement is multiplied, as the running balance proves, newest first or last; else nought.

    A bank writes a deposit as its credit, a treasurer's own book as a debit; the balance alone tells them apart.
    """
    moved, left = [], []
    for item in records:
        amount, brought = int(item.get("jumlah")), _brings_forward(item.sheet, item.row)
        moved.append(0 if brought else amount)
        left.append(int(item.get("saldo") or (abs(amount) if brought else 0)))
    steps = [after - before for before, after in pairwise(left)]
    forward = [NOTHING_PROVED, *(_proved(step, amount) for step, amount in zip(steps, moved[1:], strict=True))]
    backward = [*(_proved(-step, amount) for step, amount in zip(steps, moved[:-1], strict=True)), NOTHING_PROVED]
    return max(forward, backward, key=lambda signs: sum(map(abs, signs)))[: len(records)]


def _is_turned(signs: Sequence[int]) -> bool:
    """Return whether most movements that the balances prove went the other way than their column says."""
    return sum(1 for sign in signs if sign < 0) > sum(1 for sign in signs if sign > 0)


NOTHING_PROVED: Final = 0


def _proved(step: int, amount: int) -> int:
    """Return 1 where a balance moved by an amount, -1 where it moved the other way, else nought."""
    if not amount or abs(step) != abs(amount):
        return NOTHING_PROVED
    return 1 if step == amount else -1
