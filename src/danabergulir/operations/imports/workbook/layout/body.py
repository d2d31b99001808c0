"""The rows of one list: which of them are data, totals or notes."""

import re
from collections.abc import Mapping
from typing import Final

from danabergulir.frozen import Struct, field
from danabergulir.operations.imports.workbook.cells import Raw, Reading, read_amount, shown
from danabergulir.operations.imports.workbook.fields import SUMMED
from danabergulir.operations.imports.workbook.headings import ARREARS, Heading, ListKind, folded
from danabergulir.operations.imports.workbook.layout.tables import repeats
from danabergulir.operations.imports.workbook.scales import in_rupiah
from danabergulir.operations.imports.workbook.sheets import Sheet

_SUM: Final = r"(sub |grand )?(jumlah|jml|total|totals)"
_TOTAL: Final = re.compile(
    rf"{_SUM}( (total|seluruh(nya)?|semua|akhir|rw \d+))?( rw \d+)?|{_SUM} (ksm|kelompok|rw|rt|dusun|lingkungan)( .+)?"
)
_PART: Final = re.compile(rf"{_SUM} (aktiva|pasiva|pendapatan|biaya)|laba( rugi)?( tahun)? berjalan")
"""Beside debits and credits, the sum of a part of the accounts, or the running result, which is in such a sum."""
_RW: Final = re.compile(r"(?:no |nomor )?rw (\d{1,3}|[ivx]+)")
_SIGNATURE: Final = re.compile(
    r"(mengetahui|menyetujui|dibuat|disetujui|diperiksa|catatan|keterangan|ket|koordinator|bendahara|manajer|manager"
    r"|pengawas|sekretaris|lurah|pembuku|kasir|ketua upk|upk|bkm|lkm)\b.*|.* \d{1,2} [a-z]+ \d{4}"
)
_OWNERS: Final[Mapping[ListKind, tuple[str, ...]]] = {
    ListKind.BALANCES: ("akun_kode", "akun"),
    ListKind.ENTRIES: ("akun",),
    ListKind.RECEIPTS: ("ksm", "nomor"),
    ListKind.SANCTIONS: ("ksm", "nomor_pinjaman"),
    ListKind.CARD: ("tanggal",),
    ListKind.HEADS: ("rw",),
    ListKind.ASSETS: ("barang",),
}
"""The columns that say whom a row is about, where it is not the KSM."""
_FACTS: Final[Mapping[ListKind, tuple[str, ...]]] = {
    ListKind.BALANCES: ("debit", "kredit", "saldo"),
    ListKind.LOANS: ("pokok",),
    ListKind.GROUPS: ("rw", "rt_rw", "ketua", "kode"),
    ListKind.RECEIPTS: ("pokok", "jasa", "jumlah"),
    ListKind.ENTRIES: ("jumlah", "masuk", "keluar"),
    ListKind.SAVINGS: ("jumlah",),
    ListKind.MEMBERS: ("anggota",),
    ListKind.SANCTIONS: ("tingkat",),
    ListKind.CARD: ("tanggal",),
    ListKind.HEADS: ("ketua",),
    ListKind.ASSETS: ("harga",),
}
"""The columns of which one is filled in every row of data."""
_OF_AMOUNTS: Final = {ListKind.BALANCES, ListKind.LOANS, ListKind.RECEIPTS, ListKind.ENTRIES, ListKind.SAVINGS}
_LARGE_PERCENT: Final = 100


class Body(Struct):
    """The rows of one list while they are sorted."""

    sheet: Sheet
    heading: Heading
    columns: Mapping[str, int]
    data: list[tuple[int, str]] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    owners: set[str] = field(default_factory=set)
    """Whom the data so far is about, as names are compared."""
    scale: int = 1
    """What every amount is multiplied by: 1.000 on a sheet in thousands of rupiah."""

    def amount(self, raw: Raw, *, signed: bool = False) -> Reading:
        """Return an amount of the list in rupiah."""
        return in_rupiah(raw, self.scale, read_amount(raw, signed=signed), signed=signed)

    def has(self, row: int, *names: str) -> bool:
        """Return whether one of the columns is filled in a row by a cell of its own."""
        return any(
            self.sheet.text(row, self.columns[name]) and (row, self.columns[name]) not in self.sheet.filled
            for name in names
            if name in self.columns
        )

    def is_sums(self, row: int) -> bool:
        """Return whether a row holds amounts and nothing else: sums without a word."""
        filled = [cell for cell in self.sheet.rows[row] if cell is not None]
        summed = [column for name, column in self.columns.items() if name in SUMMED and self.sheet.text(row, column)]
        return len(filled) == len(summed)

    def has_amount(self, row: int, *names: str) -> bool:
        """Return whether one of the columns holds what can be an amount."""
        cells = [self.sheet.at(row, self.columns[name]) for name in names if name in self.columns]
        return any(cell is not None and not read_amount(cell).problem for cell in cells)

    def owner(self, row: int) -> str:
        """Return whom a row is about."""
        names = _OWNERS.get(self.heading.content, ("ksm",))
        return next((text for name in names if (text := self._text(row, name))), "")

    def _text(self, row: int, name: str) -> str:
        return self.sheet.text(row, self.columns[name]) if name in self.columns else ""


def settled_columns(sheet: Sheet, heading: Heading) -> dict[int, str]:
    """Return the field of each column, told by its cells where the heading alone can mislead."""
    columns = dict(heading.columns)
    for column, name in heading.columns.items():
        cells = [sheet.at(row, column) for row in range(heading.last_row + 1, len(sheet.rows))]
        filled = [cell for cell in cells if cell is not None]
        if name == "jumlah_anggota" and filled and not any(re.search(r"\d", shown(cell)) for cell in filled):
            columns[column] = "anggota" if heading.content is ListKind.LOANS else ""
        if name.endswith("_persen"):
            amounts = [read_amount(cell).text for cell in filled]
            if filled and sum(1 for text in amounts if text and int(text) > _LARGE_PERCENT) * 2 > len(filled):
                columns[column] = ""  # jasa in rupiah
    if heading.content is ListKind.LOANS and not _PAID.intersection(columns.values()):
        for column, title in heading.titles.items():
            if not columns.get(column):
                columns[column] = next((name for name, pattern in ARREARS if re.fullmatch(pattern, folded(title))), "")
    return columns


_PAID: Final = frozenset({"saldo", "pokok_terbayar", "pokok_lalu", "pokok_bulan_ini"})
"""What says how much of the principal was paid."""


def sort_rows(body: Body) -> None:
    """Sort the rows below the headings into data, totals and what is left out."""
    sheet = body.sheet
    section, after_total, gap = "", False, False
    facts = _FACTS.get(body.heading.content, ("ksm",))
    below_heading = body.heading.last_row + 1
    for row in range(below_heading, len(sheet.rows)):
        texts = [(column, sheet.text(row, column)) for column in range(len(sheet.rows[row]))]
        texts = [(column, text) for column, text in texts if text and (row, column) not in sheet.filled]
        if not texts:
            gap = gap or not any(sheet.text(row, column) for column in range(len(sheet.rows[row])))
            continue
        words = [folded(text) for _, text in texts]
        letters = [word for word in words if re.search("[a-z]", word)]
        if repeats(sheet, body.heading, row):
            below_heading, after_total, gap = row + 1, False, False
            continue
        if _is_numbering(sheet, row, row == below_heading):
            continue
        heading_of_rw = _RW.fullmatch(letters[0]) if len(texts) == 1 and letters else None
        owner = body.owner(row)
        if letters and _is_part(body, row, letters[0]):
            body.left_out.append(_as_told(row, texts))
        elif letters and _is_total(body, letters[0]) and not body.has(row, "tanggal_cair", "akun_kode"):
            body.totals.append(row)
            after_total = True
        elif heading_of_rw:
            section = heading_of_rw[1]
        elif not owner and body.has(row, *facts) and body.is_sums(row):
            body.totals.append(row)
            after_total = True
        elif _is_data(body, row, words, after_total=after_total, closed=after_total or gap):
            body.data.append((row, section))
            body.owners.add(folded(owner))
        else:
            body.left_out.append(_as_told(row, texts))


def _is_part(body: Body, row: int, words: str) -> bool:
    """Return whether a row sums a part of the accounts of a trial balance; the total below counts none of them."""
    sides = {"debit", "kredit"} <= set(body.columns) and not body.has(row, "akun_kode")
    return sides and bool(_PART.fullmatch(words))


def _is_total(body: Body, words: str) -> bool:
    """Return whether words stand before a sum: of everything, of an RW, or of a KSM that stands above."""
    of_whom = re.fullmatch(rf"{_SUM} (.+)", words)
    return bool(_TOTAL.fullmatch(words)) or (of_whom is not None and of_whom[3] in body.owners)


def _is_data(body: Body, row: int, words: list[str], *, after_total: bool, closed: bool) -> bool:
    """Return whether a row is one of the list; ``closed`` says that it stands below a total or an empty row.

    Words in the column of the amounts are none, for signatures stand there; a KSM may have no amount, having no loan.
    """
    content, facts = body.heading.content, _FACTS.get(body.heading.content, ("ksm",))
    owner = body.owner(row)
    if body.has(row, *facts):
        named = bool(owner) and not (closed if content is ListKind.BALANCES else after_total)
        return named or content not in _OF_AMOUNTS or body.has_amount(row, *facts)
    if content in {ListKind.LOANS, ListKind.MEMBERS} and body.data and body.has(row, "anggota"):
        return True
    named = content in {ListKind.LOANS, ListKind.GROUPS} and bool(owner) and not closed
    return named and not any(_SIGNATURE.fullmatch(word) for word in words)


def _as_told(row: int, texts: list[tuple[int, str]]) -> str:
    words = re.sub(r"\d{10,}", "...", " ".join(text for _, text in texts))  # a NIK or telephone is nobody's business
    return f"baris {row + 1}: {words[:60]}"


def _is_numbering(sheet: Sheet, row: int, first: bool) -> bool:  # noqa: FBT001 - said where it is called
    """Return whether a row only numbers the columns, as the forms do below their headings."""
    cells = [sheet.text(row, column) for column in range(len(sheet.rows[row]))]
    numbers = [cell.strip("()") for cell in cells if cell]
    expected = [str(number) for number in range(1, len(numbers) + 1)]
    return first and len(numbers) >= 3 and numbers == expected  # noqa: PLR2004 - fewer may be data
