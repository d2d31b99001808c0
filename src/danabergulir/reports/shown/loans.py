"""What is shown of loans between the monthly reports: list, facts, schedule, loan card, receipt."""

from collections.abc import Sequence
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.accounts import label
from danabergulir.domain.loans.arrears import definition
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.outcomes import Disbursed, Received, Refunded
from danabergulir.domain.loans.saving_plan import NO_SAVING
from danabergulir.domain.loans.schedule import Instalment, still_owed
from danabergulir.domain.loans.terms import LoanState
from danabergulir.money import Rupiah, format_count, format_rupiah, total
from danabergulir.reports.model.moved_days import moved_column, moved_notes, moved_words
from danabergulir.reports.model.sheet import Column, Kind, Section, rows_of
from danabergulir.reports.model.table import KSM_NAME, RW, count, rupiah
from danabergulir.reports.shown.schedule import DUE, NUMBER, Planned, planned, rounding_rule, with_savings

BEHIND_SAVINGS: Final = rupiah(
    "tunggakan_tabungan", "Tabungan wajib yang tertinggal", of=lambda line: line.savings_behind
)


def _class_name(book: LoanBook) -> str:
    return book.collectability.name if book.is_open else ""


_LIST: Final = (
    Column("nomor", "Nomor", identifies=True, of=lambda book: book.loan.number),
    KSM_NAME,
    RW,
    Column("tanggal_cair", "Cair", Kind.DATE, of=lambda book: book.loan.terms.disbursed_on),
    rupiah("pokok", "Pokok", of=lambda book: book.loan.terms.principal),
    count("tenor", "Jangka Waktu", of=lambda book: book.loan.terms.term),
    rupiah("saldo_pokok", "Saldo", of=lambda book: book.outstanding),
    rupiah("tunggakan_pokok", "Pokok", "Tunggakan", of=lambda book: book.position.arrears_principal),
    rupiah("tunggakan_jasa", "Jasa", "Tunggakan", of=lambda book: book.position.arrears_jasa),
    Column("kelas", "Kelas", of=_class_name),
    Column("status", "Status", of=lambda book: book.state),
)


def loan_list(books: Sequence[LoanBook]) -> Section:
    """Return one line per loan; only a running loan has a class."""
    owed = format_rupiah(total([book.outstanding for book in books]))
    return Section(
        _LIST,
        rows_of(_LIST, books),
        notes=(f"{len(books)} pinjaman, saldo pokok seluruhnya {owed}.",) if books else (),
        empty_note="Tidak ada pinjaman.",
    )


_FACTS: Final = (
    Column("nomor", "No. Pinjaman", of=lambda book: book.loan.number),
    Column("ksm", "KSM", of=lambda book: book.ksm.name),
    Column("kode_ksm", "Kode KSM", of=lambda book: book.ksm.code),
    Column("rw", "RW", of=lambda book: book.ksm.rw),
    Column("rt", "RT", of=lambda book: book.ksm.rt),
    Column("pinjaman_ke", "Pinjaman ke", Kind.COUNT, of=lambda book: book.cycle),
    Column("tanggal_cair", "Tanggal cair", Kind.DATE, of=lambda book: book.loan.terms.disbursed_on),
    rupiah("pokok", "Pokok", of=lambda book: book.loan.terms.principal),
    count("tenor", "Jangka waktu (kali)", of=lambda book: book.loan.terms.term),
    Column("frekuensi", "Angsuran", of=lambda book: book.loan.terms.frequency),
    Column("jasa_persen", "Jasa (% sebulan)", Kind.PERCENT, of=lambda book: book.loan.terms.jasa_rate.per_month * 100),
    Column(
        "titipan_persen",
        "Titipan (% sebulan)",
        Kind.PERCENT,
        of=lambda book: book.loan.terms.titipan_rate.per_month * 100,
    ),
    Column("metode", "Cara hitung jasa", of=lambda book: book.loan.terms.method),
    Column("berita_acara", "Berita acara", of=lambda book: book.loan.decision),
    Column("jatuh_tempo_akhir", "Jatuh tempo terakhir", Kind.DATE, of=lambda book: book.matures_on),
    Column("per", "Keadaan pada", Kind.DATE, of=lambda book: book.as_of),
    Column("status", "Status", of=lambda book: book.state),
    rupiah("bayar_pokok", "Pokok terbayar", of=lambda book: book.paid.principal),
    rupiah("bayar_jasa", "Jasa terbayar", of=lambda book: book.paid.jasa),
    rupiah("bayar_titipan", "Titipan terbayar", of=lambda book: book.paid.titipan),
    rupiah("saldo_pokok", "Saldo pokok", of=lambda book: book.outstanding),
    rupiah("tunggakan_pokok", "Tunggakan pokok", of=lambda book: book.position.arrears_principal),
    rupiah("tunggakan_jasa", "Tunggakan jasa", of=lambda book: book.position.arrears_jasa),
    rupiah("tunggakan_titipan", "Tunggakan titipan", of=lambda book: book.position.arrears_titipan),
    count("kali_menunggak", "Kali menunggak", of=lambda book: book.position.missed_count),
    count("hari_menunggak", "Hari menunggak", of=lambda book: book.position.days_late),
    Column("menunggak_sejak", "Menunggak sejak", Kind.DATE, of=lambda book: book.position.late_since),
    Column("kelas", "Kelas", of=_class_name),
)


def loan_facts(book: LoanBook) -> Section:
    """Return what was agreed on one loan and where it stands, as a record of one row."""
    columns = (*_FACTS, BEHIND_SAVINGS) if book.savings_behind else _FACTS
    return Section(columns, rows_of(columns, [book]), notes=(*repaid_notes(book), definition(book.policy.arrears)))


class _Laid(Planned, frozen=True):
    """An instalment with what is ``left`` of it at the date of ``book``, and what is ``short`` of its savings."""

    left: Instalment
    short: Rupiah
    book: LoanBook

    @property
    def to_pay(self) -> Rupiah:
        """Return what is still to be paid, the savings with it."""
        return self.left.amount + self.short


def _status(laid: _Laid) -> str:
    line, left, book = laid.line, laid.left, laid.book
    if not left.amount:
        if laid.short:
            return "tabungan tertinggal" if line.due_on <= book.as_of else "dibayar sebagian"
        return "lunas"
    if book.state is LoanState.CANCELLED:
        return "batal"
    if line.due_on <= book.as_of:
        return "menunggak" if line.due_on < book.as_of else "jatuh tempo hari ini"
    return "dibayar sebagian" if left.amount < line.amount else "belum jatuh tempo"


_PAID: Final = (
    rupiah("dibayar", "Dibayar", of=lambda laid: laid.amount - laid.to_pay),
    rupiah("sisa", "Sisa", of=lambda laid: laid.to_pay),
    Column("status", "Status", of=_status),
)


def paid_schedule(book: LoanBook, schedule: Sequence[Instalment], notes: Sequence[str] = ()) -> Section:
    """Return the schedule with what is paid and what is left of each line at the date of ``book``, notes below it.

    Where the board asks for compulsory savings they are part of each instalment.
    """
    saving, moved = book.saving if book.owes else NO_SAVING, moved_column(schedule)
    asked, left, missing = saving.agreed(schedule), still_owed(schedule, book.paid), saving.unpaid(schedule)
    lines = [
        _Laid(item.line, item.saved, item.balance, still, short, book)
        for item, still, short in zip(planned(schedule, asked), left, missing, strict=True)
    ]
    columns = (NUMBER, DUE, *with_savings(asked), *_PAID, *moved)
    told = ("Setoran menutup angsuran tertua lebih dulu.", *moved_notes(moved), *repaid_notes(book), *notes)
    return Section(columns, rows_of(columns, lines), notes=told)


def repaid_notes(book: LoanBook) -> tuple[str, ...]:
    """Return what is said of a loan whose principal is repaid while jasa stayed owed; nothing of any other."""
    if book.repaid_on is None or not book.owes:
        return ()
    left = format_rupiah(book.position.arrears)
    since = f"Pokok sudah kembali semua pada {format_form(book.repaid_on)}"
    return (f"{since}; jasa sampai hari itu masih ditagih, {left}. Jasa sesudahnya tidak ditagih.",)


_DISBURSED: Final = (
    Column("bukti", "No. Bukti", of=lambda paid_out: paid_out.voucher.number),
    Column("pinjaman", "No. Pinjaman", of=lambda paid_out: paid_out.loan.number),
    Column("ksm", "KSM", of=lambda paid_out: paid_out.loan.ksm.name),
    Column("tanggal", "Tanggal cair", Kind.DATE, of=lambda paid_out: paid_out.loan.terms.disbursed_on),
    rupiah("pokok", "Pokok", of=lambda paid_out: paid_out.loan.terms.principal),
    count("tenor", "Jangka waktu (kali)", of=lambda paid_out: paid_out.loan.terms.term),
    rupiah("angsuran", "Angsuran", of=lambda paid_out: paid_out.schedule[0].amount + paid_out.savings[0]),
    rupiah(
        "angsuran_terakhir",
        "Angsuran terakhir",
        of=lambda paid_out: paid_out.schedule[-1].amount + paid_out.savings[-1],
    ),
    rupiah("total_jasa", "Seluruh jasa", of=lambda paid_out: total([line.jasa for line in paid_out.schedule])),
    Column("jatuh_tempo_pertama", "Jatuh tempo pertama", Kind.DATE, of=lambda paid_out: paid_out.schedule[0].due_on),
    Column("jatuh_tempo_akhir", "Jatuh tempo terakhir", Kind.DATE, of=lambda paid_out: paid_out.schedule[-1].due_on),
    Column("kode_ksm", "Kode KSM", of=lambda paid_out: paid_out.loan.ksm.code),
)
_SAVINGS_WITH_IT: Final = rupiah("tabungan", "Termasuk tabungan wajib", of=lambda paid_out: paid_out.savings[0])


def disbursement(paid_out: Disbursed) -> Section:
    """Return a loan just paid out, as a record of one row; the instalments with their compulsory savings."""
    columns = (*_DISBURSED, _SAVINGS_WITH_IT) if any(paid_out.savings) else _DISBURSED
    notes = [rounding_rule(paid_out.loan.terms)]
    moved = [f"ke-{line.number} {_due(line)}" for line in paid_out.schedule if line.shifted_from]
    if moved:
        notes.append(f"Angsuran yang jatuh temponya pindah: {', '.join(moved)}.")
    return Section(columns, rows_of(columns, [paid_out]), notes=tuple(notes))


def _due(line: Instalment) -> str:
    return format_form(line.due_on) + moved_words(line)


_ON_LOAN: Final = (
    Column("bukti", "No. Bukti", of=lambda done: done.voucher.number),
    Column("pinjaman", "No. Pinjaman", of=lambda done: done.loan.number),
    Column("ksm", "KSM", of=lambda done: done.loan.ksm.name),
    Column("tanggal", "Tanggal", Kind.DATE, of=lambda done: done.voucher.posting.dated_on),
)
_OUTSTANDING: Final = rupiah("saldo_pokok", "Saldo pokok", of=lambda done: done.outstanding)
_NEXT_DUE: Final = Column(
    "jatuh_tempo_berikut", "Jatuh tempo berikut", Kind.DATE, of=lambda done: done.coming and done.coming.due_on
)
_REFUND: Final = (
    *_ON_LOAN,
    rupiah("jumlah", "Jumlah dikembalikan", of=lambda done: done.allocation.amount),
    rupiah("denda", "Dari denda", of=lambda done: done.allocation.penalty),
    rupiah("jasa", "Dari jasa", of=lambda done: done.allocation.jasa),
    rupiah("titipan", "Dari titipan", of=lambda done: done.allocation.titipan),
    rupiah("pokok", "Dari pokok", of=lambda done: done.allocation.principal),
    Column("dari", "Dibayar dari", of=lambda done: label(done.paid_from)),
    _OUTSTANDING,
    _NEXT_DUE,
    rupiah("angsuran_berikut", "Angsuran berikut", of=lambda done: done.coming and done.coming.amount),
    Column("keterangan", "Keterangan", of=lambda done: done.voucher.posting.memo),
)


def refund(done: Refunded) -> Section:
    """Return what was paid back of a loan and where the loan stands after it, as a record of one row."""
    return Section(_REFUND, rows_of(_REFUND, [done]))


_RECEIPT: Final = (
    *_ON_LOAN,
    rupiah("jumlah", "Jumlah diterima", of=lambda got: got.allocation.amount),
    rupiah("denda", "Untuk denda", of=lambda got: got.allocation.penalty),
    rupiah("jasa", "Untuk jasa", of=lambda got: got.allocation.jasa),
    rupiah("titipan", "Untuk titipan", of=lambda got: got.allocation.titipan),
    rupiah("pokok", "Untuk pokok", of=lambda got: got.allocation.principal),
    rupiah("tabungan", "Untuk tabungan", of=lambda got: got.allocation.savings),
    _OUTSTANDING,
    rupiah("tunggakan_pokok", "Tunggakan pokok", of=lambda got: got.position.arrears_principal),
    rupiah("tunggakan_jasa", "Tunggakan jasa", of=lambda got: got.position.arrears_jasa),
    rupiah("tunggakan_titipan", "Tunggakan titipan", of=lambda got: got.position.arrears_titipan),
    count("kali_menunggak", "Kali menunggak", of=lambda got: got.position.missed_count),
    _NEXT_DUE,
    rupiah(
        "angsuran_berikut", "Angsuran berikut", of=lambda got: got.coming and got.coming.amount + got.coming_savings
    ),
)
_COMING_SAVINGS: Final = rupiah("tabungan_berikut", "Termasuk tabungan wajib", of=lambda got: got.coming_savings)
_PENALTY_LEFT: Final = rupiah("sisa_denda", "Denda yang belum dibayar", of=lambda got: got.penalty_left)
_RECOVERED: Final = (
    rupiah("pemulihan", "Pemulihan hapus buku", of=lambda got: got.allocation.recovery),
    rupiah("sisa_hapus_buku", "Masih terutang", of=lambda got: got.written_off_left),
)


def receipt(got: Received) -> Section:
    """Return a receipt and where the loan stands after it, as a record of one row; what there is none of is left out.

    The compulsory savings of the next instalment are part of what is to be paid.
    """
    columns = (
        *_RECEIPT,
        *([_COMING_SAVINGS] if got.coming_savings else []),
        *([BEHIND_SAVINGS] if got.savings_behind else []),
        *([_PENALTY_LEFT] if got.penalty_left else []),
        *(_RECOVERED if got.allocation.recovery else ()),
    )
    coming = got.coming
    notes = (f"Angsuran berikut jatuh tempo {_due(coming)}.",) if coming and coming.shifted_from else ()
    return Section(columns, rows_of(columns, [got]), notes=notes)


def receipt_in_a_line(got: Received) -> str:
    """Return a receipt in one line: its voucher, who paid how much for what, and where the loan stands after it."""
    parts = ", ".join(f"{part} {format_count(amount.value)}" for part, amount in got.allocation.parts())
    number, name = got.voucher.number, got.loan.ksm.name
    said = f"{number}  {name} ({got.loan.number})  {format_rupiah(got.allocation.amount)}: {parts}."
    if got.allocation.recovery:
        return f"{said} Masih terutang {format_rupiah(got.written_off_left)}."
    return f"{said} Saldo {format_count(got.outstanding.value)}; {_after(got)}."


def _after(got: Received) -> str:
    behind = got.position.arrears + got.penalty_left + got.savings_behind
    if behind:
        return f"masih harus dibayar {format_count(behind.value)}"
    if got.coming is None:
        return "lunas" if not got.outstanding else "tidak ada angsuran lagi"
    return (
        f"berikut {format_count((got.coming.amount + got.coming_savings).value)} pada {format_form(got.coming.due_on)}"
    )
