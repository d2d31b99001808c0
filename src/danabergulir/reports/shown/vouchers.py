"""What is shown of the books between the monthly reports: journal, one account, one voucher, a cash count."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Final

from danabergulir.dates import format_form, format_long
from danabergulir.domain.accounts import AccountClass, Chart, label
from danabergulir.domain.cash_count import CashCount
from danabergulir.domain.journal import (
    AccountLine,
    AccountSheet,
    Booked,
    Component,
    Event,
    FoundVoucher,
    Posting,
    Reversed,
    Voucher,
    VoucherKind,
    corrected,
)
from danabergulir.domain.loans.outcomes import Amended
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah, format_count, format_difference, format_rupiah, total
from danabergulir.reports.model.sheet import Column, Kind, Report, Section, Style, rows_of
from danabergulir.reports.model.table import rows_with_closing, rows_with_total, rupiah


class Side(Struct, frozen=True):
    """One account of a posting on one side, in rupiah; the other side is nil."""

    account: str
    debit: Rupiah
    credit: Rupiah


class _Entry(Side, frozen=True):
    """A line of the journal."""

    voucher: Voucher


_VOUCHER: Final = Column("bukti", "No. Bukti", identifies=True, of=lambda line: line.voucher.number)
_DATE: Final = Column("tanggal", "Tanggal", Kind.DATE, identifies=True, of=lambda line: line.voucher.posting.dated_on)
_SIDES: Final = (
    rupiah("debit", "Debet", of=lambda side: side.debit),
    rupiah("kredit", "Kredit", of=lambda side: side.credit),
)
_MEMO: Final = Column("keterangan", "Keterangan", of=lambda line: line.voucher.posting.memo)
_PARTY: Final = Column("pihak", "Pihak", of=lambda line: line.voucher.posting.party)
_JOURNAL: Final = (
    _DATE,
    _VOUCHER,
    Column("akun", "Akun", of=lambda line: line.account),
    *_SIDES,
    _MEMO,
    _PARTY,
)


def journal(vouchers: Iterable[Voucher], chart: Chart) -> Section:
    """Return the vouchers line by line, each account once per voucher and side, and both totals.

    The entries of a year's close stand apart.
    """
    moved: list[_Entry] = []
    closing: list[_Entry] = []
    for voucher in vouchers:
        posting = voucher.posting
        (closing if posting.event is Event.YEAR_CLOSE else moved).extend(
            _Entry(side.account, side.debit, side.credit, voucher) for side in sides(posting, chart)
        )
    return Section(
        _JOURNAL,
        rows_with_closing(_JOURNAL, moved, closing),
        empty_note="Tidak ada jurnal pada masa itu.",
    )


def sides(posting: Posting, chart: Chart) -> Iterator[Side]:
    """Yield the sides of a posting, each account once on a side, its debits first."""
    sums: dict[tuple[str, bool], Rupiah] = {}
    for move in posting.transfers:
        for code, debits in ((move.debit, True), (move.credit, False)):
            sums[code, debits] = sums.get((code, debits), NIL) + move.amount
    for (code, debits), amount in sorted(sums.items(), key=lambda item: not item[0][1]):
        yield Side(label(chart[code]), amount if debits else NIL, NIL if debits else amount)


class _Balanced(Struct, frozen=True):
    """A line of an account's ledger with the balance after it; what was carried forward and the sums have no day."""

    memo: str
    debit: Rupiah
    credit: Rupiah
    balance: Rupiah
    line: AccountLine | None = None


_LEDGER: Final = (
    Column("tanggal", "Tanggal", Kind.DATE, identifies=True, of=lambda item: item.line and item.line.dated_on),
    Column("uraian", "Uraian", identifies=True, of=lambda item: item.memo),
    Column("bukti", "No. Bukti", of=lambda item: item.line.voucher if item.line else ""),
    Column("lawan", "Akun Lawan", of=lambda item: item.line.opposite if item.line else ""),
    *_SIDES,
    rupiah("saldo", "Saldo", of=lambda item: item.balance),
)
_DEBIT_CLASSES: Final = (AccountClass.ASSET, AccountClass.COST)


def account_ledger(sheet: AccountSheet) -> Section:
    """Return one account line by line with its running balance, carried forward first and the sums last.

    The balance has the sign its class is read with: debts, capital and income grow by credits.
    """
    sign = 1 if sheet.account.account_class in _DEBIT_CLASSES else -1
    balance = sheet.opening
    listed = [_Balanced("Saldo Awal", NIL, NIL, balance * sign)]
    for line in sheet.lines:
        balance += line.debit - line.credit
        listed.append(_Balanced(line.memo, line.debit, line.credit, balance * sign, line))
    debits, credits_ = total([line.debit for line in sheet.lines]), total([line.credit for line in sheet.lines])
    sums = _Balanced("JUMLAH", debits, credits_, balance * sign)
    table = (*rows_of(_LEDGER, listed), *rows_of(_LEDGER, [sums], Style.TOTAL))
    return Section(_LEDGER, table, title=label(sheet.account))


TITLES: Final = {
    VoucherKind.RECEIPT: "BUKTI KAS MASUK",
    VoucherKind.PAYMENT: "BUKTI KAS KELUAR",
    VoucherKind.TRANSFER: "BUKTI PINDAH BUKU",
    VoucherKind.OPENING: "BUKTI SALDO AWAL",
}
"""What each kind of voucher is called, on screen and on paper."""
_LINES: Final = (Column("akun", "Akun", identifies=True, of=lambda side: side.account), *_SIDES)


def voucher_page(found: FoundVoucher) -> Report:
    """Return one voucher: what it says, its accounts, and what takes back or corrects what.

    Below it stand the parts that its corrections leave it.
    """
    voucher, posting = found.voucher, found.voucher.posting
    facts = {
        "No. Bukti": voucher.number,
        "Kejadian": posting.event,
        "Pihak": posting.party,
        "No. Pinjaman": posting.loan or "",
        "No. Kegiatan": found.activity,
        "Izin Melebihi": found.permit,
        "Bukti Luar": posting.external_ref or "",
        "Dicatat": moment(voucher.recorded_at),
        "Membatalkan": posting.reverses or "",
        "Dibatalkan oleh": found.reversed_by or "",
        "Membetulkan": posting.corrects or "",
        "Dibetulkan oleh": ", ".join(item.number for item in found.corrections),
    }
    right = corrected(posting, [item.posting for item in found.corrections])
    return Report(
        name="bukti",
        title=TITLES[posting.kind],
        period=f"{posting.dated_on:%Y-%m}",
        as_of=posting.dated_on,
        section=_page_lines(posting, found.chart),
        more=(_page_lines(right, found.chart, "Sesudah dibetulkan"),) if found.corrections else (),
        date_line=format_long(posting.dated_on),
        head={name: value for name, value in facts.items() if value},
        notes=(f"Keterangan: {posting.memo}",),
    )


def _page_lines(posting: Posting, chart: Chart, title: str = "") -> Section:
    return Section(_LINES, rows_with_total(_LINES, sides(posting, chart), label_under="akun"), title=title)


def moment(recorded_at: str) -> str:
    """Return the moment of recording to the minute: ``21-11-2026 08:00``."""
    day, _, time = recorded_at.partition("T")
    return f"{format_form(date.fromisoformat(day))} {time[:5]}"


_BOOKED: Final = (
    _VOUCHER,
    _DATE,
    Column("debit", "Debet", of=lambda found: label(found.debit)),
    Column("kredit", "Kredit", of=lambda found: label(found.credit)),
    rupiah("jumlah", "Jumlah", of=lambda found: found.voucher.posting.amount),
    _MEMO,
    _PARTY,
)


def booked(found: Booked) -> Section:
    """Return a voucher between two accounts, as a record of one row."""
    return Section(_BOOKED, rows_of(_BOOKED, [found]))


_REVERSED: Final = (
    _VOUCHER,
    _DATE,
    Column("membatalkan", "Membatalkan", of=lambda found: found.voucher.posting.reverses),
    rupiah("jumlah", "Jumlah", of=lambda found: found.voucher.posting.amount),
    _MEMO,
)


def reversal(found: Reversed) -> Section:
    """Return a voucher that takes another back, as a record of one row."""
    return Section(_REVERSED, rows_of(_REVERSED, [found]))


_PARTS: Final = (Component.PRINCIPAL, Component.JASA, Component.TITIPAN, Component.PENALTY, Component.SAVINGS)


def _part_of(component: Component, found: Amended) -> Rupiah | None:
    return found.part(component) or None


_AMENDED: Final = (
    _VOUCHER,
    Column("menggantikan", "Menggantikan", of=lambda found: found.wrong.number),
    Column("pembatalan", "Dibatalkan dengan", of=lambda found: found.reversal.voucher.number),
    _DATE,
    Column("pihak", "Pihak", of=lambda found: found.voucher.posting.party),
    Column("pinjaman", "No. Pinjaman", of=lambda found: found.voucher.posting.loan or ""),
    Column("debit", "Debet", of=lambda found: found.sides[0]),
    Column("kredit", "Kredit", of=lambda found: found.sides[1]),
    rupiah("jumlah_semula", "Jumlah semula", of=lambda found: found.wrong.posting.amount),
    rupiah("jumlah", "Jumlah", of=lambda found: found.voucher.posting.amount),
    *(rupiah(component.value, component.value.capitalize(), of=partial(_part_of, component)) for component in _PARTS),
    rupiah("saldo_pokok", "Saldo pokok", of=lambda found: found.outstanding),
    _MEMO,
)


def amended(found: Amended) -> Section:
    """Return a voucher that stands in the place of a wrong one, as a record of one row."""
    return Section(_AMENDED, rows_of(_AMENDED, [found]))


_FEW: Final = 4
"""Months named one by one."""


def reversal_remarks(found: Reversed | Amended) -> Iterator[str]:
    """Yield what else is taken back, which months' reports change, and the later cash count that it speaks against."""
    back = found.reversal if isinstance(found, Amended) else found
    if back.along is not None:
        of_loan = back.voucher.posting.loan is not None
        what, whence = ("Tabungan wajib", "pencairan") if of_loan else ("Yang dibukukan balik", "penyesuaian")
        taken_back, amount = back.along.posting.reverses, format_rupiah(back.along.posting.amount)
        yield f"{what} {amount} dari {whence} itu ({taken_back}) ikut dibatalkan dengan {back.along.number}."
    for item in found.carried if isinstance(found, Amended) else ():
        day, loan = format_form(item.voucher.posting.dated_on), item.voucher.posting.loan
        yield (
            f"Setoran {item.wrong.number} tanggal {day} dicatat lagi pada {loan} sebagai {item.voucher.number} "
            f"({item.wrong.number} dibatalkan dengan {item.reversal.number})."
        )
    names = [month.long_name for month in found.months]
    if names:
        told = f"{names[0]} sampai {names[-1]}" if len(names) > _FEW else ", ".join(names)
        yield f"Laporan yang berubah: {told}."
    if found.counted_on is not None:
        yield (
            f"Kas sudah dihitung pada {format_form(found.counted_on)}; bandingkan lagi dengan buku: danabergulir kas "
            f"hitung JUMLAH --tanggal {found.counted_on.isoformat()}"
        )


def in_a_line(voucher: Voucher) -> str:
    """Return what to know a voucher by: ``BKM-2026-0001 tanggal 05-02-2026, Rp345.000, Angsuran pinjaman P-0001``."""
    posting = voucher.posting
    return f"{voucher.number} tanggal {format_form(posting.dated_on)}, {format_rupiah(posting.amount)}, {posting.memo}"


_COUNT: Final = (
    Column("akun", "Akun", of=lambda count: label(count.account)),
    Column("tanggal", "Tanggal", Kind.DATE, identifies=True, of=lambda count: count.dated_on),
    rupiah("menurut_buku", "Menurut buku", of=lambda count: count.booked),
    rupiah("dihitung", "Dihitung", of=lambda count: count.counted),
    rupiah("selisih", "Selisih", of=lambda count: count.difference),
    Column("hasil", "Hasil", of=lambda count: format_difference(count.difference)),
)


def cash_count(count: CashCount) -> Section:
    """Return a count of the cash box beside the book, as a record of one row, and what to do about a difference."""
    account = count.difference_account
    recipe = () if account or not count.difference else (_NO_ACCOUNT,)
    notes = (_what_to_do(count), *recipe)
    return Section(_COUNT, rows_of(_COUNT, [count]), notes=notes)


_NO_ACCOUNT: Final = (
    "Akun untuk selisih kas belum ada. Buat satu kali: "
    'danabergulir akun tambah KODE "Selisih Kas" --golongan biaya --peran selisih_kas'
)


def _what_to_do(count: CashCount) -> str:
    difference, account = count.difference, count.difference_account
    if not difference:
        return "Uang di kas sama dengan buku."
    amount = max(difference, -difference)
    missing, command = ("masuk", "kas masuk") if difference > NIL else ("keluar", "kas keluar")
    return (
        f"Hitung sekali lagi, lalu cari uang {missing} yang belum dicatat. Bila tetap tidak ketemu, catat selisih "
        f"{format_rupiah(amount)} itu dengan persetujuan pengurus: "
        f'danabergulir {command} {account.code if account else "AKUN"} {format_count(amount.value)} "Selisih kas" '
        f"--tanggal {count.dated_on.isoformat()}"
    )
