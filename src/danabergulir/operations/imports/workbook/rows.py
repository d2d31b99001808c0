"""The rows of a list: which of them are data, totals or notes, and what their cells say."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from danabergulir.frozen import Struct, replace
from danabergulir.operations.imports.workbook.asking import Asker, Question, Record, written_in
from danabergulir.operations.imports.workbook.bounds import cell_name
from danabergulir.operations.imports.workbook.cells import (
    EMPTY,
    Reading,
    clean,
    is_ditto,
    is_paid_off,
    read_amount,
    read_digits,
    settle_dates,
    shown,
)
from danabergulir.operations.imports.workbook.fields import AMOUNTS, DATES, PARTS, SUMMED, Way
from danabergulir.operations.imports.workbook.headings import Heading, ListKind, folded
from danabergulir.operations.imports.workbook.layout.body import Body, settled_columns, sort_rows
from danabergulir.operations.imports.workbook.layout.shares import as_one_loan, shared_note
from danabergulir.operations.imports.workbook.layout.yearless import ANY_TIME, Span, read_dates
from danabergulir.operations.imports.workbook.scales import in_one_unit, scale_note, scale_of_loans, scale_of_titles
from danabergulir.operations.imports.workbook.sheets import Sheet


class Total(Struct, frozen=True):
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


class Listed(Struct, frozen=True):
    """What a sheet was read as: its headings, its rows as records, its totals, and the rows left out."""

    sheet: Sheet
    heading: Heading | None
    content: ListKind
    records: tuple[Record, ...] = ()
    totals: tuple[Total, ...] = ()
    left_out: tuple[str, ...] = ()
    note: str = ""


def together(sheet: Sheet, heading: Heading | None, tables: Sequence[Listed]) -> Listed:
    """Return several tables of one sheet as one list, with the ``heading`` over all of them, or over the first ones."""
    if len(tables) == 1:
        return tables[0]
    if heading is not None:
        over = [item.heading for item in tables if item.heading and item.heading.first_row == heading.first_row]
        heading = replace(heading, columns={at: name for of in over for at, name in of.columns.items()})
    return replace(
        tables[0],
        sheet=sheet,
        heading=heading or tables[0].heading,
        records=tuple(record for item in tables for record in item.records),
        totals=tuple(total for item in tables for total in item.totals),
        left_out=tuple(line for item in tables for line in item.left_out),
    )


_SIGNED: Final = {
    *((ListKind.BALANCES, name) for name in ("debit", "kredit", "saldo")),
    *((ListKind.RECEIPTS, name) for name in (*PARTS, "jumlah")),
    (ListKind.ENTRIES, "jumlah"),
}


def read_list(
    sheet: Sheet,
    heading: Heading,
    asker: Asker,
    span: Span = ANY_TIME,
    scale: int | None = None,
) -> Listed:
    """Return the rows of a list; cells that only a person can read are asked.

    ``span`` is the time that the sheet can be about, ``scale`` what its amounts are multiplied by where that is known
    already.
    """
    columns = {name: column for column, name in settled_columns(sheet, heading).items() if name}
    body = Body(sheet, heading, columns)
    sort_rows(body)
    body.scale = _scale_of(body, asker) if scale is None else scale
    rows = [row for row, _ in body.data]
    dates = {
        name: dict(
            zip(
                rows,
                settle_dates(read_dates(sheet, columns[name], rows, name, asker, span), span.latest, span.months),
                strict=True,
            )
        )
        for name in columns
        if name in DATES
    }
    records = list(_records(body, dates, asker))
    if heading.content is ListKind.LOANS and body.scale == 1:
        records = in_one_unit(records, asker)
    totals = list(_totals(body, records, asker))
    records, shared = as_one_loan(records)
    known = replace(heading, columns={at: name for name, at in columns.items()})
    return Listed(
        sheet,
        known,
        heading.content,
        tuple(records),
        tuple(totals),
        left_out=tuple(body.left_out),
        note="; ".join(filter(None, (scale_note(body.scale), shared_note(shared)))),
    )


def _scale_of(body: Body, asker: Asker) -> int:
    """Return what the amounts of a list are multiplied by: as its titles say, or a person of very small loans."""
    known = scale_of_titles(body.sheet, body.heading)
    if known > 1 or body.heading.content is not ListKind.LOANS or "pokok" not in body.columns:
        return known
    return scale_of_loans([body.sheet.at(row, body.columns["pokok"]) for row, _ in body.data], asker)


def _read_cell(
    body: Body, row: int, name: str, dates: Mapping[str, Mapping[int, Reading]], before: Record | None
) -> Reading:
    """Return a cell of a row as its column is read; a ditto mark is what the row ``before`` has there."""
    column = body.columns[name]
    raw = body.sheet.at(row, column)
    if is_ditto(raw):
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


_OF_REPAYING: Final = frozenset({"saldo", "pokok_terbayar", "jasa_terbayar"})


def _records(body: Body, dates: Mapping[str, Mapping[int, Reading]], asker: Asker) -> Iterator[Record]:
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
            elif name in _OF_REPAYING and is_paid_off(sheet.at(row, column)):
                values["status"] = "lunas"
        if section and not values.get("rw"):
            values["rw"] = read_digits(section, 2).text
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


def _is_weekly(body: Body, row: int, asker: Asker) -> bool:
    """Return whether a term is counted in weeks, by its cell, the answer given about it, or its heading."""
    column = body.columns["tenor"]
    raw = body.sheet.at(row, column)
    words = asker.answer(body.sheet.name, cell_name(row, column), written_in("tenor", raw)) or clean(raw)
    if re.search("[a-z]", folded(words)):
        return re.search("minggu|mgg", folded(words)) is not None
    return bool(words) and re.search(r"\b(minggu|mgg)", folded(body.heading.titles.get(column, ""))) is not None


def _follows(body: Body, row: int) -> bool:
    """Return whether a row without a KSM belongs to the one above: a member, not an amount of its own."""
    return body.has(row, "anggota") or body.heading.content is ListKind.MEMBERS


def _parted(record: Record, body: Body, row: int) -> Iterator[Record]:
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
    written = values.pop("rt_rw", "")
    both = re.findall(r"\d{1,3}", written)
    if len(both) == 2:  # noqa: PLR2004 - RT and RW
        values["rt"], values["rw"] = f"{int(both[0]):03d}", f"{int(both[1]):02d}"
    elif written and not values.get("rw"):
        values["rw"] = read_digits(written, 2).text


def _totals(body: Body, records: list[Record], asker: Asker) -> Iterator[Total]:
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
