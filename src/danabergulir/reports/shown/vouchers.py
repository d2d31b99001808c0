"""What is shown of the books between the monthly reports: journal, one account, one voucher, a cash count."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, Protocol

from danabergulir.dates import Month, format_form, format_long
from danabergulir.domain.accounts import Account, AccountClass, Chart, label
from danabergulir.domain.cash_count import CashCount
from danabergulir.domain.journal import Event, Posting, Voucher, VoucherKind, corrected
from danabergulir.money import NIL, Rupiah, format_count, format_difference, format_rupiah
from danabergulir.reports.model.sheet import Cell, Column, Kind, Report, Row, Section, Style, rows
from danabergulir.reports.model.table import rows_with_closing, rows_with_total, rupiah

_DATE: Final = Column("tanggal", "Tanggal", Kind.DATE, identifies=True)
_VOUCHER: Final = Column("bukti", "No. Bukti", identifies=True)
_ACCOUNT: Final = Column("akun", "Akun")
_SIDES: Final = (rupiah("debit", "Debet"), rupiah("kredit", "Kredit"))
_MEMO: Final = Column("keterangan", "Keterangan")
_JOURNAL: Final = (_DATE, _VOUCHER, _ACCOUNT, *_SIDES, _MEMO, Column("pihak", "Pihak"))


def journal(vouchers: Iterable[Voucher], chart: Chart) -> Section:
    """Return the vouchers line by line, each account once per voucher and side, and both totals.

    The entries of a year's close stand apart.
    """
    moved: list[tuple[Cell, ...]] = []
    closing: list[tuple[Cell, ...]] = []
    for voucher in vouchers:
        posting = voucher.posting
        (closing if posting.event is Event.YEAR_CLOSE else moved).extend(
            (posting.dated_on, voucher.number, account, debit, credit, posting.memo, posting.party)
            for account, debit, credit in sides(posting, chart)
        )
    return Section(
        _JOURNAL,
        rows_with_closing(_JOURNAL, moved, closing, label_under="akun"),
        empty_note="Tidak ada jurnal pada masa itu.",
    )


def sides(posting: Posting, chart: Chart) -> Iterator[tuple[str, Rupiah, Rupiah]]:
    """Yield account, debit and credit of a posting, each account once on a side, its debits first."""
    sums: dict[tuple[str, bool], Rupiah] = {}
    for move in posting.transfers:
        for code, debits in ((move.debit, True), (move.credit, False)):
            sums[code, debits] = sums.get((code, debits), NIL) + move.amount
    for (code, debits), amount in sorted(sums.items(), key=lambda item: not item[0][1]):
        yield label(chart[code]), amount if debits else NIL, NIL if debits else amount


_LEDGER: Final = (
    _DATE,
    Column("uraian", "Uraian", identifies=True),
    Column("bukti", "No. Bukti"),
    Column("lawan", "Akun Lawan"),
    *_SIDES,
    rupiah("saldo", "Saldo"),
)
_DEBIT_CLASSES: Final = (AccountClass.ASSET, AccountClass.COST)


class LedgerLine(Protocol):
    """One transfer as one account sees it."""

    @property
    def dated_on(self) -> date:
        """Return its day."""

    @property
    def voucher(self) -> str:
        """Return the number of its voucher."""

    @property
    def memo(self) -> str:
        """Return what it is for."""

    @property
    def opposite(self) -> str:
        """Return the code of the other account."""

    @property
    def debit(self) -> Rupiah:
        """Return what it puts in."""

    @property
    def credit(self) -> Rupiah:
        """Return what it takes out."""


def account_ledger(account: Account, opening: Rupiah, lines: Iterable[LedgerLine]) -> Section:
    """Return one account line by line with its running balance, carried forward first and the sums last.

    ``opening`` is debit positive. The balance has the sign its class is read with: debts, capital and income grow by
    credits.
    """
    sign = 1 if account.account_class in _DEBIT_CLASSES else -1
    balance, debits, credits_ = opening, NIL, NIL
    table = [Row((None, "Saldo Awal", "", "", NIL, NIL, balance * sign))]
    for line in lines:
        balance, debits, credits_ = balance + line.debit - line.credit, debits + line.debit, credits_ + line.credit
        table.append(
            Row((line.dated_on, line.memo, line.voucher, line.opposite, line.debit, line.credit, balance * sign))
        )
    table.append(Row((None, "JUMLAH", "", "", debits, credits_, balance * sign), Style.TOTAL))
    return Section(_LEDGER, tuple(table), title=label(account))


TITLES: Final = {
    VoucherKind.RECEIPT: "BUKTI KAS MASUK",
    VoucherKind.PAYMENT: "BUKTI KAS KELUAR",
    VoucherKind.TRANSFER: "BUKTI PINDAH BUKU",
    VoucherKind.OPENING: "BUKTI SALDO AWAL",
}
"""What each kind of voucher is called, on screen and on paper."""
_LINES: Final = (Column("akun", "Akun", identifies=True), *_SIDES)


def voucher_page(
    voucher: Voucher, chart: Chart, reversed_by: str | None, corrections: Sequence[Voucher] = ()
) -> Report:
    """Return one voucher: what it says, its accounts, and what takes back or corrects what.

    Below it stand the parts that ``corrections`` leave it.
    """
    posting = voucher.posting
    facts = {
        "No. Bukti": voucher.number,
        "Kejadian": posting.event,
        "Pihak": posting.party,
        "No. Pinjaman": posting.loan or "",
        "Bukti Luar": posting.external_ref or "",
        "Dicatat": moment(voucher.recorded_at),
        "Membatalkan": posting.reverses or "",
        "Dibatalkan oleh": reversed_by or "",
        "Membetulkan": posting.corrects or "",
        "Dibetulkan oleh": ", ".join(item.number for item in corrections),
    }
    right = corrected(posting, [item.posting for item in corrections])
    return Report(
        name="bukti",
        title=TITLES[posting.kind],
        period=f"{posting.dated_on:%Y-%m}",
        as_of=posting.dated_on,
        section=_page_lines(posting, chart),
        more=(_page_lines(right, chart, "Sesudah dibetulkan"),) if corrections else (),
        date_line=format_long(posting.dated_on),
        head={name: value for name, value in facts.items() if value},
        notes=(f"Keterangan: {posting.memo}",),
    )


def _page_lines(posting: Posting, chart: Chart, title: str = "") -> Section:
    lines = list(sides(posting, chart))
    return Section(_LINES, rows_with_total(_LINES, lines, label_under="akun"), title=title)


def moment(recorded_at: str) -> str:
    """Return the moment of recording to the minute: ``21-11-2026 08:00``."""
    day, _, time = recorded_at.partition("T")
    return f"{format_form(date.fromisoformat(day))} {time[:5]}"


_BOOKED: Final = (
    _VOUCHER,
    _DATE,
    Column("debit", "Debet"),
    Column("kredit", "Kredit"),
    rupiah("jumlah", "Jumlah"),
    _MEMO,
    Column("pihak", "Pihak"),
)


def booked(voucher: Voucher, debit: Account, credit: Account) -> Section:
    """Return a voucher between two accounts, as a record of one row."""
    posting = voucher.posting
    facts = (voucher.number, posting.dated_on, label(debit), label(credit), posting.amount, posting.memo, posting.party)
    return Section(_BOOKED, rows([facts]))


_REVERSED: Final = (_VOUCHER, _DATE, Column("membatalkan", "Membatalkan"), rupiah("jumlah", "Jumlah"), _MEMO)


def reversal(voucher: Voucher) -> Section:
    """Return a voucher that takes another back, as a record of one row."""
    posting = voucher.posting
    return Section(
        _REVERSED, rows([(voucher.number, posting.dated_on, posting.reverses, posting.amount, posting.memo)])
    )


_FEW: Final = 4
"""Months named one by one."""


def reversal_remarks(months: Sequence[Month], counted_on: date | None) -> Iterator[str]:
    """Yield which months' reports change by a reversal, and the later count of the cash box that it speaks against."""
    names = [month.long_name for month in months]
    if names:
        told = f"{names[0]} sampai {names[-1]}" if len(names) > _FEW else ", ".join(names)
        yield f"Laporan yang berubah: {told}."
    if counted_on is not None:
        yield f"Kas sudah dihitung pada {format_form(counted_on)}; bandingkan lagi dengan buku: danabergulir kas hitung"


def in_a_line(voucher: Voucher) -> str:
    """Return what to know a voucher by: ``BKM-2026-0001 tanggal 05-02-2026, Rp345.000, Angsuran pinjaman P-0001``."""
    posting = voucher.posting
    return f"{voucher.number} tanggal {format_form(posting.dated_on)}, {format_rupiah(posting.amount)}, {posting.memo}"


_COUNT: Final = (
    _ACCOUNT,
    _DATE,
    rupiah("menurut_buku", "Menurut buku"),
    rupiah("dihitung", "Dihitung"),
    rupiah("selisih", "Selisih"),
    Column("hasil", "Hasil"),
)


def cash_count(count: CashCount) -> Section:
    """Return a count of the cash box beside the book, as a record of one row, and what to do about a difference."""
    difference = count.difference
    facts: Sequence[Cell] = (
        label(count.account),
        count.dated_on,
        count.booked,
        count.counted,
        difference,
        format_difference(difference),
    )
    return Section(_COUNT, rows([facts]), notes=(_what_to_do(difference, count.difference_account),))


def _what_to_do(difference: Rupiah, account: Account | None) -> str:
    if not difference:
        return "Uang di kas sama dengan buku."
    amount = max(difference, -difference)
    missing, command = ("masuk", "kas masuk") if difference > NIL else ("keluar", "kas keluar")
    return (
        f"Hitung sekali lagi, lalu cari uang {missing} yang belum dicatat. Bila tetap tidak ketemu, catat selisih "
        f"{format_rupiah(amount)} itu dengan persetujuan pengurus: "
        f'danabergulir {command} {account.code if account else "AKUN"} {format_count(amount.value)} "Selisih kas"'
    )
