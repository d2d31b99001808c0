"""A loan card, U-7B: the facts of one loan above a table of what was paid on it."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Final

from danabergulir.dates import format_form
from danabergulir.frozen import replace
from danabergulir.operations.imports.workbook.asking import Asker, Record
from danabergulir.operations.imports.workbook.cells import EMPTY, read_date, settle_dates, shown
from danabergulir.operations.imports.workbook.fields import AMOUNTS, DATES, Way
from danabergulir.operations.imports.workbook.headings import Heading, ListKind, find_heading, folded
from danabergulir.operations.imports.workbook.layout.yearless import Span
from danabergulir.operations.imports.workbook.rows import Listed, read_list
from danabergulir.operations.imports.workbook.scales import in_rupiah, scale_of_loans, scale_of_titles
from danabergulir.operations.imports.workbook.sheets import Sheet

_FACTS: Final = (
    ("ksm", r"(nama )?(ksm|kelompok)( ksm)?|nama"),
    ("kode", r"kode( ksm)?"),
    ("rw", r"rw"),
    ("rt", r"rt"),
    ("rt_rw", r"rt rw"),
    ("ketua", r"(nama )?ketua( ksm| kelompok)?"),
    ("jumlah_anggota", r"(jml|jumlah) anggota"),
    ("pokok", r"(besar|jumlah|nilai) pinjaman|pinjaman|plafon|pokok pinjaman"),
    ("tenor", r"jangka waktu.*|tenor|jw"),
    ("jasa_persen", r"(bunga|jasa)( pinjaman)?( %)?( per)?( bulan| tahun| thn)?"),
    ("nomor", r"(no|nomor) (pinjaman|perjanjian|register|kontrak).*"),
    ("tanggal_cair", r"(tanggal|tgl) (cair|pencairan|realisasi)( pinjaman)?|realisasi|pencairan"),
    ("tanggal_akad", r"(tanggal|tgl) (akad|pinjaman|pinjam)( pinjaman)?"),
)  # fmt: skip
_ENOUGH: Final = 2


def _facts(sheet: Sheet, last_row: int) -> Iterator[tuple[str, int, int, str]]:
    """Yield the facts above the table: field, place of its value, and a value within the cell of the label."""
    for row in range(last_row):
        for column in range(len(sheet.rows[row])):
            text = sheet.text(row, column)
            if not text or (row, column) in sheet.filled:
                continue
            title, colon, inside = text.partition(":")
            name = next((name for name, pattern in _FACTS if re.fullmatch(pattern, folded(title))), None)
            if name is None:
                continue
            if colon and inside.strip():
                yield name, row, column, inside.strip()
                continue
            for right in range(column + 1, len(sheet.rows[row])):
                if (row, right) not in sheet.filled and sheet.text(row, right).strip(" :"):
                    yield name, row, right, ""
                    break


def read_card(sheet: Sheet, asker: Asker, opened_on: date) -> Listed | None:
    """Return a card as its loan and the payments on it; None for a sheet that is no card.

    A card in the form of the programme has a line for each instalment, and what was paid shows in ``SALDO - Realisasi``
    alone; on any other card a line is a payment.
    """
    heading = find_heading(sheet, (ListKind.CARD,))
    if heading is None:
        return None
    facts: dict[str, tuple[int, int, str]] = {}
    for name, row, column, inside in _facts(sheet, heading.first_row):
        facts.setdefault(name, (row, column, inside))
    if "pokok" not in facts or len(facts) < _ENOUGH:
        return None
    row, column, inside = facts["pokok"]
    scale = scale_of_titles(sheet, heading)
    if scale == 1:
        scale = scale_of_loans([inside or sheet.at(row, column)], asker)
    span = Span(since=_lent_on(sheet, facts), until=opened_on)
    lines = read_list(sheet, replace(heading, content=ListKind.CARD), asker, span, scale)
    values, columns, answered = _loan_values(sheet, facts, heading, asker, opened_on, scale)
    loan = Record(ListKind.LOANS, sheet, facts["pokok"][0], values, columns, answered)
    payments = [record for record in lines.records if record.get("tanggal")]
    if not values.get("tanggal_cair") and payments and not int(payments[0].get("pokok") or 0):
        values["tanggal_cair"] = payments[0].get("tanggal")
    if "realisasi" in folded(heading.titles.get(heading.column("saldo") or -1, "")):
        later, left_out = _take_balances(values, payments, asker, opened_on)
        lines, payments = replace(lines, left_out=(*lines.left_out, *left_out)), []
    else:
        later = []
    paid = [
        replace(
            record,
            content=ListKind.RECEIPTS,
            values={**record.values, "ksm": values["ksm"], "nomor": loan.get("nomor")},
        )
        for record in (*payments, *later)
        if any(int(record.get(part) or 0) for part in ("pokok", "jasa")) and not _is_disbursement(record, loan)
    ]
    if payments:
        _check_balance(values, payments, paid, asker, opened_on)
    return replace(lines, content=ListKind.CARD, records=(loan, *paid))


def _lent_on(sheet: Sheet, facts: dict[str, tuple[int, int, str]]) -> date | None:
    """Return the day on which the loan of a card was paid out, as its head says; None where it does not."""
    found = facts.get("tanggal_cair") or facts.get("tanggal_akad")
    read = read_date((found[2] or sheet.at(found[0], found[1])) if found else None)
    return read.day if read else None


def _is_disbursement(record: Record, loan: Record) -> bool:
    """Return whether the first line repeats the loan itself, as some cards do."""
    same_day = record.get("tanggal") == loan.get("tanggal_cair")
    return same_day and record.get("pokok") == loan.get("pokok") and record.get("saldo") in {"", loan.get("pokok")}


def _loan_values(
    sheet: Sheet, facts: dict[str, tuple[int, int, str]], heading: Heading, asker: Asker, opened_on: date, scale: int
) -> tuple[dict[str, str], dict[str, int], frozenset[str]]:
    values: dict[str, str] = {}
    columns: dict[str, int] = {}
    answered = set()
    if "tanggal_akad" in facts:
        facts.setdefault("tanggal_cair", facts["tanggal_akad"])
    for name, (row, column, inside) in facts.items():
        if name == "tanggal_akad":
            continue
        raw = inside or sheet.at(row, column)
        raw = raw.strip(" :") if isinstance(raw, str) else raw
        yearly = "tahun" in " ".join(sheet.text(row, at).casefold() for at in range(column + 1))
        if name in DATES:
            (read,) = settle_dates([read_date(raw)], opened_on)
        else:
            read = Way(name, yearly=yearly).read(raw) if raw else EMPTY
            read = in_rupiah(raw, scale, read) if name in AMOUNTS and scale > 1 else read
        values[name], is_answer = asker.take(sheet, row, column, name, read)
        columns[name] = column
        if is_answer:
            answered.add(name)
    both = re.findall(r"\d{1,3}", values.pop("rt_rw", ""))
    if len(both) == 2:  # noqa: PLR2004 - RT and RW
        values["rt"], values["rw"] = f"{int(both[0]):03d}", f"{int(both[1]):02d}"
    values["ksm"] = values.get("ksm") or _name(sheet, heading)
    return values, columns, frozenset(answered)


def _name(sheet: Sheet, heading: Heading) -> str:
    """Return the name of the KSM: the line below the title, else that of the sheet."""
    for row in range(heading.first_row):
        texts = [sheet.text(row, column) for column in range(len(sheet.rows[row]))]
        if any(folded(text).startswith("kartu pinjaman") for text in texts):
            below = [sheet.text(row + 1, column) for column in range(len(sheet.rows[row + 1]))]
            alone = list(dict.fromkeys(text for text in below if text))
            if len(alone) == 1 and ":" not in alone[0]:
                return alone[0]
    return sheet.name.strip()


def _take_balances(
    values: dict[str, str], lines: list[Record], asker: Asker, opened_on: date
) -> tuple[list[Record], list[str]]:
    """Take what is left from the balance at the opening; return what was paid after it, and what is told of the rest.

    A card that lists every instalment to come states what is left now, whatever the day of its line. Where such a card
    goes down on a day after the opening, only a person can say whether that is so already.
    """
    known = [line for line in lines if line.get("saldo")]
    until = opened_on.isoformat()
    before = [line for line in known if line.get("tanggal") <= until]
    falls = [
        (line, _fall(earlier, line, "saldo"), _fall(earlier, line, "saldo_jasa"))
        for earlier, line in pairwise(known)
        if line.get("tanggal") > until
    ]
    paid = [
        replace(line, values={**line.values, "pokok": str(principal), "jasa": str(jasa)})
        for line, principal, jasa in falls
        if principal or jasa
    ]
    whole = sum(int(line.get("pokok") or 0) for line in lines) == int(values.get("pokok") or 0)
    at, left_out = (before or known)[-1:], []
    if whole and not paid:
        at = known[-1:]
    elif whole and before and _is_planned(lines):
        by_then, now = before[-1].get("saldo"), known[-1].get("saldo")
        why = (
            f"tanggalnya sesudah {format_form(opened_on)}, waktu sisanya {shown(int(by_then))}; "
            f"tulis saldo pokok pada {format_form(opened_on)}"
        )
        answer = asker.check(known[-1], "saldo", why, (by_then, now))
        if answer != by_then:
            at, paid = [replace(known[-1], values={**known[-1].values, "saldo": answer or now})], []
    else:
        rest = [line for line in lines if line.get("tanggal") > until and line not in [known for known, *_ in falls]]
        left_out = [f"baris {line.row + 1}: SALDO - Realisasi kosong, jadi belum dibayar" for line in rest]
    if at:
        values["saldo"] = at[0].get("saldo")
        first, last = known[0].get("saldo_jasa"), at[0].get("saldo_jasa")
        if first and last:
            values["jasa_terbayar"] = str(int(first) - int(last))
    return paid, left_out


def _fall(earlier: Record, line: Record, name: str) -> int:
    """Return by how much a balance has gone down on a line, in rupiah."""
    if not (earlier.get(name) and line.get(name)):
        return 0
    return max(int(earlier.get(name)) - int(line.get(name)), 0)


_MONTHLY: Final = range(27, 33)
"""Days from one line to the next of a card that lists the instalments to come."""


def _is_planned(lines: list[Record]) -> bool:
    """Return whether the lines follow each other by months, as instalments do and payments may."""
    days = [date.fromisoformat(line.get("tanggal")) for line in lines]
    return all((later - day).days in _MONTHLY for day, later in pairwise(days))


def _check_balance(
    values: dict[str, str], lines: list[Record], paid: list[Record], asker: Asker, opened_on: date
) -> None:
    """Ask where the balance that the card states at the opening is not the loan less what was paid by then."""
    until = opened_on.isoformat()
    known = [line for line in lines if line.get("saldo") and line.get("tanggal") <= until]
    principal = int(values.get("pokok") or 0)
    left = principal - sum(int(line.get("pokok") or 0) for line in paid if line.get("tanggal") <= until)
    if known and int(known[-1].get("saldo")) != left:
        written = known[-1].get("saldo")
        why = f"padahal pinjaman dikurangi angsurannya {shown(left)}"
        answer = asker.check(known[-1], "saldo", why, (str(left), written))
        if answer is not None and answer != str(left):
            values["pokok_terbayar"] = str(principal - int(answer or 0))
