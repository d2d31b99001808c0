"""The rows of a list: which of them are data, totals or notes, and what their cells say."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from danabergulir.dates import Month
from danabergulir.operations.imports.workbook.asking import Asker, Question, Record, written_in
from danabergulir.operations.imports.workbook.bounds import cell_name
from danabergulir.operations.imports.workbook.cells import (
    EMPTY,
    Raw,
    Reading,
    clean,
    is_ditto,
    read_amount,
    read_date,
    settle_dates,
    shown,
)
from danabergulir.operations.imports.workbook.fields import AMOUNTS, DATES, SUMMED, Way
from danabergulir.operations.imports.workbook.headings import ARREARS, Heading, ListKind, folded
from danabergulir.operations.imports.workbook.scales import in_rupiah, scale_note, scale_of_loans, scale_of_titles
from danabergulir.operations.imports.workbook.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Total:
    """What a totals row says of one column, and what the rows above come to."""

    row: int
    name: str
    title: str
    written: int
    summed: int

    @property
    def agrees(self) -> bool:
        """Return whether it is the sum."""
        return self.written == self.summed


@dataclass(frozen=True)
class Listed:
    """What a sheet was read as: its headings, its rows as records, its totals, and the rows left out."""

    sheet: Sheet
    heading: Heading | None
    content: ListKind
    records: tuple[Record, ...] = ()
    totals: tuple[Total, ...] = ()
    left_out: tuple[str, ...] = ()
    note: str = ""


_TOTAL: Final = re.compile(
    r"(sub |grand )?(jumlah|jml|total|totals)( (total|seluruh(nya)?|semua|akhir|rw \d+))?( rw \d+)?"
)
_RW: Final = re.compile(r"rw (\d{1,3})")
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
_SIGNED: Final = {(ListKind.BALANCES, "debit"), (ListKind.BALANCES, "kredit"), (ListKind.BALANCES, "saldo"),
                  (ListKind.ENTRIES, "jumlah")}  # fmt: skip
_LARGE_PERCENT: Final = 100


@dataclass
class _Body:
    """The rows of one list while they are sorted."""

    sheet: Sheet
    heading: Heading
    columns: Mapping[str, int]
    data: list[tuple[int, str]] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
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


def read_list(
    sheet: Sheet,
    heading: Heading,
    asker: Asker,
    latest: date | None = None,
    month: Month | None = None,
    scale: int | None = None,
) -> Listed:
    """Return the rows of a list; cells that only a person can read are asked.

    ``latest`` is the day after which no date of it is likely, ``month`` the one that the sheet is about, ``scale`` what
    its amounts are multiplied by where that is known already.
    """
    columns = {name: column for column, name in _settled_columns(sheet, heading).items() if name}
    body = _Body(sheet, heading, columns)
    _sort_rows(body)
    body.scale = _scale_of(body, asker) if scale is None else scale
    dates = {
        name: dict(
            zip(
                [row for row, _ in body.data],
                settle_dates([read_date(sheet.at(row, columns[name])) for row, _ in body.data], latest, month),
                strict=True,
            )
        )
        for name in columns
        if name in DATES
    }
    records = list(_records(body, dates, asker))
    totals = list(_totals(body, records, asker))
    known = replace(heading, columns={at: name for name, at in columns.items()})
    return Listed(
        sheet,
        known,
        heading.content,
        tuple(records),
        tuple(totals),
        left_out=tuple(body.left_out),
        note=scale_note(body.scale),
    )


def _scale_of(body: _Body, asker: Asker) -> int:
    """Return what the amounts of a list are multiplied by: as its titles say, or a person of very small loans."""
    known = scale_of_titles(body.sheet, body.heading)
    if known > 1 or body.heading.content is not ListKind.LOANS or "pokok" not in body.columns:
        return known
    return scale_of_loans([body.sheet.at(row, body.columns["pokok"]) for row, _ in body.data], asker)


def _settled_columns(sheet: Sheet, heading: Heading) -> dict[int, str]:
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


def _sort_rows(body: _Body) -> None:
    """Sort the rows below the headings into data, totals and what is left out."""
    sheet = body.sheet
    section, after_total, gap = "", False, False
    facts = _FACTS.get(body.heading.content, ("ksm",))
    for row in range(body.heading.last_row + 1, len(sheet.rows)):
        texts = [(column, sheet.text(row, column)) for column in range(len(sheet.rows[row]))]
        texts = [(column, text) for column, text in texts if text and (row, column) not in sheet.filled]
        if not texts:
            gap = gap or not any(sheet.text(row, column) for column in range(len(sheet.rows[row])))
            continue
        words = [folded(text) for _, text in texts]
        letters = [word for word in words if re.search("[a-z]", word)]
        if _is_numbering(sheet, row, row == body.heading.last_row + 1):
            continue
        heading_of_rw = _RW.fullmatch(letters[0]) if len(texts) == 1 and letters else None
        owner = body.owner(row)
        if letters and _TOTAL.fullmatch(letters[0]) and not body.has(row, "tanggal_cair", "akun_kode"):
            body.totals.append(row)
            after_total = True
        elif heading_of_rw:
            section = heading_of_rw[1]
        elif not owner and body.has(row, *facts) and body.is_sums(row):
            body.totals.append(row)
            after_total = True
        elif _is_data(body, row, words, after_total=after_total, closed=after_total or gap):
            body.data.append((row, section))
        else:
            body.left_out.append(_as_told(row, texts))


def _is_data(body: _Body, row: int, words: list[str], *, after_total: bool, closed: bool) -> bool:
    """Return whether a row is one of the list; ``closed`` says that it stands below a total or an empty row.

    Words in the column of the amounts are none, for signatures stand there; a KSM may have no amount, having no loan.
    """
    content, facts = body.heading.content, _FACTS.get(body.heading.content, ("ksm",))
    owner = body.owner(row)
    if body.has(row, *facts):
        named = bool(owner) and not after_total
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


def _read_cell(
    body: _Body, row: int, name: str, dates: Mapping[str, Mapping[int, Reading]], before: Record | None
) -> Reading:
    """Return a cell of a row as its column is read; a ditto mark is what the row ``before`` has there."""
    column = body.columns[name]
    raw = body.sheet.at(row, column)
    if is_ditto(raw) and name not in AMOUNTS:
        return _from_above(before, name)
    signed = (body.heading.content, name) in _SIGNED
    if name in AMOUNTS and body.scale > 1:
        return body.amount(raw, signed=signed)
    if name not in DATES:
        return Way(name, signed, column in body.heading.yearly).read(raw)
    read = dates[name][row]
    if name == "tanggal" and not read.text and not read.problem and before is not None:
        above = before.get("tanggal")
        return Reading(above, "tanggal kosong; dibaca sama dengan baris di atasnya") if above else EMPTY
    return read


def _records(body: _Body, dates: Mapping[str, Mapping[int, Reading]], asker: Asker) -> Iterator[Record]:
    """Yield the records of a list: one for each row of data, and another for a member that stands in it."""
    sheet, heading = body.sheet, body.heading
    before: Record | None = None
    for row, section in body.data:
        values: dict[str, str] = {}
        answered = set()
        continued = not body.has(row, "ksm") and "ksm" in body.columns and before is not None
        for name, column in body.columns.items():
            own = (row, column) not in sheet.filled
            if not own and (name in AMOUNTS or name in {"anggota", "nik", "nomor", "jumlah_anggota"}):
                continue
            read = _read_cell(body, row, name, dates, before)
            values[name], is_answer = asker.take(sheet, row, column, name, read)
            if is_answer:
                answered.add(name)
        if section and not values.get("rw"):
            values["rw"] = f"{int(section):02d}"
        _split_rt_rw(values)
        if "tenor" in values and _is_weekly(body, row, asker):
            values["frekuensi"] = "mingguan"
        if continued and before is not None and not values.get("ksm"):
            values["ksm"] = before.get("ksm") if _follows(body, row) else ""
            if values["ksm"] and not values.get("rw"):
                values["rw"] = before.get("rw")
        record = Record(heading.content, sheet, row, values, body.columns, frozenset(answered))
        before = record
        yield from _parted(record, body, row)


def _from_above(before: Record | None, name: str) -> Reading:
    if before is None or not before.get(name):
        return Reading(problem="tidak ada isi di baris atasnya yang dapat diulang")
    return Reading(before.get(name))


def _is_weekly(body: _Body, row: int, asker: Asker) -> bool:
    """Return whether a term is counted in weeks, by its cell, the answer given about it, or its heading."""
    column = body.columns["tenor"]
    raw = body.sheet.at(row, column)
    words = asker.answer(body.sheet.name, cell_name(row, column), written_in("tenor", raw)) or clean(raw)
    if re.search("[a-z]", folded(words)):
        return re.search("minggu|mgg", folded(words)) is not None
    return bool(words) and re.search(r"\b(minggu|mgg)", folded(body.heading.titles.get(column, ""))) is not None


def _follows(body: _Body, row: int) -> bool:
    """Return whether a row without a KSM belongs to the one above: a member, not an amount of its own."""
    return body.has(row, "anggota") or body.heading.content is ListKind.MEMBERS


def _parted(record: Record, body: _Body, row: int) -> Iterator[Record]:
    """Yield a row as what it is: a loan, a KSM without one, a member, or both in one row."""
    if record.content is not ListKind.LOANS:
        yield record
        return
    has_loan = bool(record.get("pokok")) and record.get("pokok") != "0"
    if has_loan or body.has(row, "ksm"):
        yield record if has_loan else replace(record, content=ListKind.GROUPS)
    if record.get("anggota"):
        names = ("ksm", "rw", "anggota", "jenis_kelamin", "nik", "miskin", "usaha", "omset")
        yield replace(record, content=ListKind.MEMBERS, values={name: record.get(name) for name in names})


def _split_rt_rw(values: dict[str, str]) -> None:
    both = re.findall(r"\d{1,3}", values.pop("rt_rw", ""))
    if len(both) == 2:  # noqa: PLR2004 - RT and RW
        values["rt"], values["rw"] = f"{int(both[0]):03d}", f"{int(both[1]):02d}"


def _totals(body: _Body, records: list[Record], asker: Asker) -> Iterator[Total]:
    """Yield what each totals row says beside the sum of the rows since the last one, or of all above it.

    One that does not agree is asked about, unless a cell of its column still is.
    """
    sheet = body.sheet
    asked = {question.name for question in asker.questions.values() if question.sheet == sheet.name}
    for name, column in body.columns.items():
        if name not in SUMMED or name in asked:
            continue
        amounts = {record.row: record.amount(name) or 0 for record in records if name in record.values}
        title, since = body.heading.titles.get(column, name), -1
        for row in body.totals:
            raw = sheet.at(row, column)
            read = body.amount(raw, signed=True) if name in AMOUNTS else read_amount(raw, signed=True)
            if (row, column) in sheet.filled or not read.text or read.problem:
                continue
            below, whole = (sum(amounts[at] for at in amounts if start < at < row) for start in (since, -1))
            total = Total(row, name, title, int(read.text), whole if int(read.text) == whole else below)
            since = row
            if not total.agrees:
                _doubt_total(sheet, row, column, total, asker)
            yield total


def _doubt_total(sheet: Sheet, row: int, column: int, total: Total, asker: Asker) -> None:
    place, written = (sheet.name, cell_name(row, column)), written_in(total.name, sheet.at(row, column))
    asker.readings[place] = str(total.summed), True
    if asker.answer(*place, written) is None:
        why = f"jumlah barisnya {shown(total.summed)}"
        asker.ask(Question(*place, total.name, written, why, (str(total.summed),)))
