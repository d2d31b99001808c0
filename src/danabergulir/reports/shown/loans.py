"""What is shown of loans between the monthly reports: list, facts, schedule, loan card, receipt."""

from collections.abc import Sequence
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.journal import Voucher
from danabergulir.domain.loans.allocation import Allocation
from danabergulir.domain.loans.arrears import LoanPosition, definition
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.saving_plan import NO_SAVING
from danabergulir.domain.loans.schedule import Instalment, still_owed
from danabergulir.domain.loans.terms import Loan, LoanState
from danabergulir.money import NIL, Rupiah, format_rupiah, total
from danabergulir.reports.model.moved_days import moved_cell, moved_column, moved_notes, moved_words
from danabergulir.reports.model.sheet import Cell, Column, Kind, Row, Section, rows
from danabergulir.reports.model.table import KSM_CODE, KSM_NAME, RW, count, rupiah
from danabergulir.reports.shown.schedule import DUE, NUMBER, PARTS, agreed_cells, rounding_rule, with_savings

BEHIND_SAVINGS: Final = rupiah("tunggakan_tabungan", "Tabungan wajib yang tertinggal")
_LIST: Final = (
    Column("nomor", "Nomor", identifies=True),
    KSM_NAME,
    RW,
    Column("tanggal_cair", "Cair", Kind.DATE),
    rupiah("pokok", "Pokok"),
    count("tenor", "Tenor"),
    rupiah("saldo_pokok", "Saldo"),
    rupiah("tunggakan_pokok", "Pokok", "Tunggakan"),
    rupiah("tunggakan_jasa", "Jasa", "Tunggakan"),
    Column("kelas", "Kelas"),
    Column("status", "Status"),
)


def loan_list(books: Sequence[LoanBook]) -> Section:
    """Return one line per loan; only a running loan has a class."""
    owed = format_rupiah(total([book.outstanding for book in books]))
    return Section(
        _LIST,
        rows(
            (
                book.loan.number,
                book.loan.ksm.name,
                book.loan.ksm.rw,
                book.loan.terms.disbursed_on,
                book.loan.terms.principal,
                book.loan.terms.term,
                book.outstanding,
                book.position.arrears_principal,
                book.position.arrears_jasa,
                _class_name(book),
                book.state,
            )
            for book in books
        ),
        notes=(f"{len(books)} pinjaman, saldo pokok seluruhnya {owed}.",) if books else (),
        empty_note="Tidak ada pinjaman.",
    )


def _class_name(book: LoanBook) -> str:
    return book.collectability.name if book.is_open else ""


_FACTS: Final = (
    Column("nomor", "No. Pinjaman"),
    Column("ksm", "KSM"),
    Column("kode_ksm", "Kode KSM"),
    Column("rw", "RW"),
    Column("rt", "RT"),
    Column("pinjaman_ke", "Pinjaman ke", Kind.COUNT),
    Column("tanggal_cair", "Tanggal cair", Kind.DATE),
    rupiah("pokok", "Pokok"),
    count("tenor", "Jangka waktu (kali)"),
    Column("frekuensi", "Angsuran"),
    Column("jasa_persen", "Jasa (% sebulan)", Kind.PERCENT),
    Column("titipan_persen", "Titipan (% sebulan)", Kind.PERCENT),
    Column("metode", "Cara hitung jasa"),
    Column("berita_acara", "Berita acara"),
    Column("jatuh_tempo_akhir", "Jatuh tempo terakhir", Kind.DATE),
    Column("per", "Keadaan pada", Kind.DATE),
    Column("status", "Status"),
    rupiah("bayar_pokok", "Pokok terbayar"),
    rupiah("bayar_jasa", "Jasa terbayar"),
    rupiah("bayar_titipan", "Titipan terbayar"),
    rupiah("saldo_pokok", "Saldo pokok"),
    rupiah("tunggakan_pokok", "Tunggakan pokok"),
    rupiah("tunggakan_jasa", "Tunggakan jasa"),
    rupiah("tunggakan_titipan", "Tunggakan titipan"),
    count("kali_menunggak", "Kali menunggak"),
    count("hari_menunggak", "Hari menunggak"),
    Column("menunggak_sejak", "Menunggak sejak", Kind.DATE),
    Column("kelas", "Kelas"),
)


def loan_facts(book: LoanBook) -> Section:
    """Return what was agreed on one loan and where it stands, as a record of one row."""
    loan, terms, stand = book.loan, book.loan.terms, book.position
    facts: tuple[Cell, ...] = (
        loan.number,
        loan.ksm.name,
        loan.ksm.code,
        loan.ksm.rw,
        loan.ksm.rt,
        book.cycle,
        terms.disbursed_on,
        terms.principal,
        terms.term,
        terms.frequency,
        terms.jasa_rate.per_month * 100,
        terms.titipan_rate.per_month * 100,
        terms.method,
        loan.decision,
        book.matures_on,
        book.as_of,
        book.state,
        book.paid.principal,
        book.paid.jasa,
        book.paid.titipan,
        book.outstanding,
        stand.arrears_principal,
        stand.arrears_jasa,
        stand.arrears_titipan,
        stand.missed_count,
        stand.days_late,
        stand.late_since,
        _class_name(book),
    )
    columns: tuple[Column, ...] = _FACTS
    if book.savings_behind:
        columns, facts = (*columns, BEHIND_SAVINGS), (*facts, book.savings_behind)
    return Section(columns, (Row(facts),), notes=(*repaid_notes(book), definition(book.policy.arrears)))


_PAID: Final = (
    rupiah("dibayar", "Dibayar"),
    rupiah("sisa", "Sisa"),
    Column("status", "Status"),
)


def paid_schedule(book: LoanBook, schedule: Sequence[Instalment], notes: Sequence[str] = ()) -> Section:
    """Return the schedule with what is paid and what is left of each line at the date of ``book``, notes below it.

    Where the board asks for compulsory savings they are part of each instalment.
    """
    saving, moved = book.saving if book.owes else NO_SAVING, moved_column(schedule)
    asked, missing = saving.agreed(schedule), saving.unpaid(schedule)
    parts = with_savings(PARTS, asked)
    lines = [
        (
            *agreed_cells(line, saved, shown=any(asked)),
            line.amount + saved - left.amount - short,
            left.amount + short,
            _line_status(line, left, book) if left.amount or not short else _savings_status(line, book),
            *moved_cell(moved, line),
        )
        for line, left, saved, short in zip(schedule, still_owed(schedule, book.paid), asked, missing, strict=True)
    ]
    told = ("Setoran menutup angsuran tertua lebih dulu.", *moved_notes(moved), *repaid_notes(book), *notes)
    return Section((NUMBER, DUE, *parts, *_PAID, *moved), rows(lines), notes=told)


def repaid_notes(book: LoanBook) -> tuple[str, ...]:
    """Return what is said of a loan whose principal is repaid while jasa stayed owed; nothing of any other."""
    if book.repaid_on is None or not book.owes:
        return ()
    left = format_rupiah(book.position.arrears)
    since = f"Pokok sudah kembali semua pada {format_form(book.repaid_on)}"
    return (f"{since}; jasa sampai hari itu masih ditagih, {left}. Jasa sesudahnya tidak ditagih.",)


def _savings_status(line: Instalment, book: LoanBook) -> str:
    return "tabungan tertinggal" if line.due_on <= book.as_of else "dibayar sebagian"


def _line_status(line: Instalment, left: Instalment, book: LoanBook) -> str:
    if not left.amount:
        return "lunas"
    if book.state is LoanState.CANCELLED:
        return "batal"
    if line.due_on <= book.as_of:
        return "menunggak" if line.due_on < book.as_of else "jatuh tempo hari ini"
    return "dibayar sebagian" if left.amount < line.amount else "belum jatuh tempo"


_DISBURSED: Final = (
    Column("bukti", "No. Bukti"),
    Column("pinjaman", "No. Pinjaman"),
    Column("ksm", "KSM"),
    Column("tanggal", "Tanggal cair", Kind.DATE),
    rupiah("pokok", "Pokok"),
    count("tenor", "Jangka waktu (kali)"),
    rupiah("angsuran", "Angsuran"),
    rupiah("angsuran_terakhir", "Angsuran terakhir"),
    rupiah("total_jasa", "Seluruh jasa"),
    Column("jatuh_tempo_pertama", "Jatuh tempo pertama", Kind.DATE),
    Column("jatuh_tempo_akhir", "Jatuh tempo terakhir", Kind.DATE),
    KSM_CODE,
)


def disbursement(loan: Loan, voucher: Voucher, schedule: Sequence[Instalment], savings: Sequence[Rupiah]) -> Section:
    """Return a loan just paid out, as a record of one row; the instalments with their compulsory ``savings``."""
    facts: tuple[Cell, ...] = (
        voucher.number,
        loan.number,
        loan.ksm.name,
        loan.terms.disbursed_on,
        loan.terms.principal,
        loan.terms.term,
        schedule[0].amount + savings[0],
        schedule[-1].amount + savings[-1],
        total([line.jasa for line in schedule]),
        schedule[0].due_on,
        schedule[-1].due_on,
        loan.ksm.code,
    )
    columns: tuple[Column, ...] = _DISBURSED
    if any(savings):
        columns, facts = (*columns, rupiah("tabungan", "Termasuk tabungan wajib")), (*facts, savings[0])
    notes = [rounding_rule(loan.terms)]
    moved = [f"ke-{line.number} {_due(line)}" for line in schedule if line.shifted_from]
    if moved:
        notes.append(f"Angsuran yang jatuh temponya pindah: {', '.join(moved)}.")
    return Section(columns, (Row(facts),), notes=tuple(notes))


def _due(line: Instalment) -> str:
    return format_form(line.due_on) + moved_words(line)


_RECEIPT: Final = (
    Column("bukti", "No. Bukti"),
    Column("pinjaman", "No. Pinjaman"),
    Column("ksm", "KSM"),
    Column("tanggal", "Tanggal", Kind.DATE),
    rupiah("jumlah", "Jumlah diterima"),
    rupiah("denda", "Untuk denda"),
    rupiah("jasa", "Untuk jasa"),
    rupiah("titipan", "Untuk titipan"),
    rupiah("pokok", "Untuk pokok"),
    rupiah("tabungan", "Untuk tabungan"),
    rupiah("saldo_pokok", "Saldo pokok"),
    rupiah("tunggakan_pokok", "Tunggakan pokok"),
    rupiah("tunggakan_jasa", "Tunggakan jasa"),
    rupiah("tunggakan_titipan", "Tunggakan titipan"),
    count("kali_menunggak", "Kali menunggak"),
    Column("jatuh_tempo_berikut", "Jatuh tempo berikut", Kind.DATE),
    rupiah("angsuran_berikut", "Angsuran berikut"),
)


def receipt(
    loan: Loan,
    voucher: Voucher,
    allocation: Allocation,
    outstanding: Rupiah,
    position: LoanPosition,
    coming: Instalment | None,
    penalty_left: Rupiah = NIL,
    written_off_left: Rupiah = NIL,
    coming_savings: Rupiah = NIL,
    savings_behind: Rupiah = NIL,
) -> Section:
    """Return a receipt and where the loan stands after it, as a record of one row.

    ``coming`` is what is left of the next instalment, None when nothing is to come; its ``coming_savings`` are part of
    what is to be paid. ``penalty_left`` is the denda still owed, ``written_off_left`` what is still owed of a loan
    written off, ``savings_behind`` the compulsory savings missing of what is due; each is shown where there is any.
    """
    facts: tuple[Cell, ...] = (
        voucher.number,
        loan.number,
        loan.ksm.name,
        voucher.posting.dated_on,
        allocation.amount,
        allocation.penalty,
        allocation.jasa,
        allocation.titipan,
        allocation.principal,
        allocation.savings,
        outstanding,
        position.arrears_principal,
        position.arrears_jasa,
        position.arrears_titipan,
        position.missed_count,
        coming.due_on if coming else None,
        coming.amount + coming_savings if coming else None,
    )
    columns: tuple[Column, ...] = _RECEIPT
    if coming_savings:
        columns, facts = (*columns, rupiah("tabungan_berikut", "Termasuk tabungan wajib")), (*facts, coming_savings)
    if savings_behind:
        columns, facts = (*columns, BEHIND_SAVINGS), (*facts, savings_behind)
    if penalty_left:
        columns, facts = (*columns, rupiah("sisa_denda", "Denda yang belum dibayar")), (*facts, penalty_left)
    if allocation.recovery:
        columns = (*columns, rupiah("pemulihan", "Pemulihan hapus buku"), rupiah("sisa_hapus_buku", "Masih terutang"))
        facts = (*facts, allocation.recovery, written_off_left)
    notes = (f"Angsuran berikut jatuh tempo {_due(coming)}.",) if coming and coming.shifted_from else ()
    return Section(columns, (Row(facts),), notes=notes)
