"""LU-04: the register of every loan ever made, newest first, and the register of the groups' savings."""

from typing import Final

from danabergulir.domain.books import Books
from danabergulir.domain.loans.terms import LoanState, number_order
from danabergulir.money import NIL
from danabergulir.reports.model.frame import framed
from danabergulir.reports.model.sheet import Column, Kind, Report, Section, rows
from danabergulir.reports.model.table import KSM_CODE, LENT, RW, count, rows_with_total, rupiah, total_row

_LOANS: Final = (
    Column("no", "No.", Kind.COUNT, identifies=True),
    Column("ksm", "Data KSM", identifies=True),
    Column("kode_ksm", "No. KSM"),
    Column("pinjaman", "No. Pinjaman"),
    Column("tanggal_cair", "Tanggal Realisasi", Kind.DATE),
    count("pinjaman_ke", "Pinjaman Ke"),
    rupiah("pokok", "Pinjaman Pokok"),
    Column("jasa_persen", "Jasa (% per bulan)", Kind.PERCENT),
    count("tenor", "Jangka Waktu (angsuran)"),
    Column("frekuensi", "Frekuensi"),
    Column("status", "Status"),
    rupiah("saldo_pokok", "Saldo Pokok"),
)


def loan_register(books: Books) -> Report:
    """Return every loan in the order of disbursement, newest first.

    One not paid out yet has no date of it; one cancelled has no principal either, so the total is what went out.
    """
    newest_first = sorted(
        books.loans, key=lambda book: (book.loan.terms.disbursed_on, number_order(book.loan.number)), reverse=True
    )
    lines = [
        (
            number,
            book.loan.ksm.name,
            book.loan.ksm.code,
            book.loan.number,
            book.loan.terms.disbursed_on if book.state in LENT else None,
            book.cycle,
            NIL if book.state is LoanState.CANCELLED else book.loan.terms.principal,
            book.loan.terms.jasa_rate.per_month * 100,
            book.loan.terms.term,
            book.loan.terms.frequency.value,
            book.state.value,
            book.outstanding,
        )
        for number, book in enumerate(newest_first, start=1)
    ]
    return framed(
        books,
        name="register-pinjaman",
        title="REGISTER PERGULIRAN PINJAMAN",
        form_code="LU-04",
        section=Section(
            _LOANS,
            rows_with_total(_LOANS, lines, label_under="ksm", label="TOTAL"),
            empty_note="Belum ada pinjaman.",
        ),
    )


_SAVINGS: Final = (
    Column("no", "No.", Kind.COUNT, identifies=True),
    Column("ksm", "Data Penabung", identifies=True),
    rupiah("debit", "Debet", "Mutasi"),
    rupiah("kredit", "Kredit", "Mutasi"),
    rupiah("saldo", "Saldo"),
    KSM_CODE,
    RW,
)


def savings_register(books: Books) -> Report:
    """Return what each group has saved: debit is what was taken out, credit what was carried forward and put in."""
    lines = [
        (number, card.name, card.withdrawn, card.opening + card.deposited, card.balance, card.ksm, card.rw)
        for number, card in enumerate(books.savings, start=1)
    ]
    below = (total_row(_SAVINGS, lines, summed=("saldo",), label_under="ksm", label="TOTAL"),) if lines else ()
    return framed(
        books,
        name="register-tabungan",
        title="REGISTER TABUNGAN",
        form_code="LU-04",
        section=Section(_SAVINGS, (*rows(lines), *below), empty_note="Belum ada tabungan."),
        notes=("Debet = diambil bulan ini. Kredit = saldo bulan lalu ditambah setoran bulan ini.",),
    )
