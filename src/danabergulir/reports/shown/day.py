"""What is shown of a day: its vouchers by what they are, the cash box, its last count and what may be behind it."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from danabergulir.dates import format_form, format_long
from danabergulir.domain.accounts import Role, label
from danabergulir.domain.day import Day, money_moved
from danabergulir.domain.journal import Event, Voucher
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah, format_difference, total
from danabergulir.reports.model.sheet import Column, Report, Row, Section, Style, rows_of
from danabergulir.reports.model.table import rupiah


class Part(StrEnum):
    """The parts of a day, as they stand one below the other."""

    RECEIPTS = "Setoran KSM"
    MONEY_IN = "Uang masuk lain"
    MONEY_OUT = "Uang keluar"
    BANK = "Kas dan bank"
    ENTRIES = "Jurnal"
    TAKEN_BACK = "Dibatalkan"
    CASH = "Kas"
    COUNT = "Hitungan kas"
    WHY = "Mungkin sebabnya"


_PARTS: Final = {
    Event.REPAYMENT: Part.RECEIPTS,
    Event.SETTLEMENT: Part.RECEIPTS,
    Event.RECOVERY: Part.RECEIPTS,
    Event.SAVINGS_IN: Part.RECEIPTS,
    Event.CASH_IN: Part.MONEY_IN,
    Event.CASH_OUT: Part.MONEY_OUT,
    Event.DISBURSEMENT: Part.MONEY_OUT,
    Event.REFUND: Part.MONEY_OUT,
    Event.SAVINGS_OUT: Part.MONEY_OUT,
    Event.DEPOSIT: Part.BANK,
    Event.WITHDRAWAL: Part.BANK,
}
"""What is none of these moves no money between the UPK and anybody else."""


class _DayLine(Struct, frozen=True):
    part: Part
    text: str
    voucher: str
    amount: Rupiah


_COLUMNS: Final = (
    Column("bagian", "Bagian", identifies=True, of=lambda line: line.part),
    Column("uraian", "Uraian", identifies=True, of=lambda line: line.text),
    Column("bukti", "No. Bukti", of=lambda line: line.voucher),
    rupiah("jumlah", "Jumlah", of=lambda line: line.amount),
)


def day_page(day: Day) -> Report:
    """Return a day on one page."""
    return Report(
        name="hari",
        title="CATATAN SATU HARI",
        period=f"{day.dated_on:%Y-%m}",
        as_of=day.dated_on,
        section=Section(_COLUMNS, tuple(_rows(day))),
        date_line=format_long(day.dated_on),
        head={"Nama UPK": day.upk},
        notes=tuple(_notes(day)),
    )


def _rows(day: Day) -> Iterator[Row]:
    vouchers = sorted(day.vouchers, key=lambda voucher: (_ksm(voucher), voucher.sequence))
    lines = [_line(day, voucher) for voucher in vouchers if not voucher.posting.reverses]
    for part in Part:
        listed = [line for line in lines if line.part is part]
        yield from rows_of(_COLUMNS, listed)
        if part in (Part.RECEIPTS, Part.MONEY_IN, Part.MONEY_OUT) and listed:
            summed = _DayLine(part, "JUMLAH", "", total([line.amount for line in listed]))
            yield from rows_of(_COLUMNS, [summed], Style.SUBTOTAL)
    yield from rows_of(_COLUMNS, (*_taken_back(day), *_cash(day), *_count(day)))


def _ksm(voucher: Voucher) -> str:
    return voucher.posting.transfers[0].ksm or ""


def _line(day: Day, voucher: Voucher) -> _DayLine:
    posting = voucher.posting
    part = _PARTS.get(posting.event, Part.ENTRIES)
    text = posting.memo
    if part is not Part.BANK and posting.party:
        known = " ".join(filter(None, (_ksm(voucher), posting.party)))
        text = f"{known}: {posting.memo}"
    cash = day.chart.with_role(Role.CASH).code
    money = {code for move in posting.transfers for code in (move.debit, move.credit) if day.chart[code].holds_money}
    if part in (Part.RECEIPTS, Part.MONEY_IN, Part.MONEY_OUT) and cash not in money:
        text += "".join(f" ({label(day.chart[code])})" for code in sorted(money))
    back = day.undone_later.get(voucher.number)
    if back:
        text += f" (dibatalkan {back.number} tanggal {format_form(back.posting.dated_on)})"
    return _DayLine(part, text, voucher.number, posting.amount)


def _taken_back(day: Day) -> Iterator[_DayLine]:
    for number, wrong in day.taken_back.items():
        on = "" if wrong.posting.dated_on == day.dated_on else f" tanggal {format_form(wrong.posting.dated_on)}"
        yield _DayLine(Part.TAKEN_BACK, f"{wrong.number}{on}: {wrong.posting.memo}", number, wrong.posting.amount)


def _cash(day: Day) -> Iterator[_DayLine]:
    """Yield how the cash box came to what the book expects in it."""
    cash = frozenset({day.chart.with_role(Role.CASH).code})
    moved = [money_moved(voucher, cash) for voucher in day.vouchers]
    came, went = ([amount for amount in moved if (amount > NIL) is into] for into in (True, False))
    yield _DayLine(Part.CASH, "Kas pada awal hari", "", day.cash_before)
    yield _DayLine(Part.CASH, "Uang masuk kas", "", total(came))
    yield _DayLine(Part.CASH, "Uang keluar dari kas", "", -total(went))
    yield _DayLine(Part.CASH, "Kas menurut buku", "", day.cash_after)


def _count(day: Day) -> Iterator[_DayLine]:
    if day.count is None:
        return
    counted_on = format_form(day.count.dated_on)
    yield _DayLine(Part.COUNT, f"Dihitung pada {counted_on}", "", day.count.counted)
    yield _DayLine(Part.COUNT, "Menurut buku pada hari itu", "", day.count.booked)
    yield _DayLine(Part.COUNT, "Selisih", "", day.count.difference)
    for item in day.explained:
        yield _DayLine(Part.WHY, f"{item.move.text}: {item.guess}", item.move.voucher, item.move.amount)


def _notes(day: Day) -> Iterator[str]:
    counted = f"danabergulir kas hitung JUMLAH --tanggal {day.dated_on.isoformat()}"
    if day.count is None or day.count.dated_on < day.dated_on:
        yield f"Kas hari ini belum dihitung. Hitung dengan: {counted}"
        return
    if not day.count.difference:
        yield "Uang di kas sama dengan buku."
        return
    told = format_difference(day.count.difference)
    yield f"Hitungan kas {told}. " + (
        "Lihat bukti yang disebut di atas. Bila memang salah: danabergulir betulkan BUKTI"
        if day.explained
        else f"Tidak ada bukti yang menjelaskannya. Hitung sekali lagi: {counted}"
    )
