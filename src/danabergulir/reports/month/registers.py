"""LU-04: the register of every loan ever made, newest first, and the register of the groups' savings."""

from datetime import date
from typing import Final

from danabergulir.domain.books import Books
from danabergulir.domain.loans.terms import LENT, LoanEntry, LoanState
from danabergulir.money import NIL, Rupiah
from danabergulir.reports import origins
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.sheet import Column, Kind, Section
from danabergulir.reports.model.table import NUMBER, count, numbered, rows_with_total, rupiah

_LOANS: Final = (
    NUMBER,
    Column("ksm", "Data KSM", identifies=True, of=lambda line: line.thing.ksm.name),
    Column("kode_ksm", "No. KSM", of=lambda line: line.thing.ksm.code),
    Column("pinjaman", "No. Pinjaman", of=lambda line: line.thing.number),
    Column("tanggal_cair", "Tanggal Realisasi", Kind.DATE, of=lambda line: _paid_out_on(line.thing)),
    count(
        "pinjaman_ke",
        "Pinjaman Ke",
        of=lambda line: line.thing.cycle,
        origin=lambda line: origins.register.cycle(line.thing),
    ),
    rupiah(
        "pokok",
        "Pinjaman Pokok",
        of=lambda line: _lent(line.thing),
        origin=lambda line: origins.register.lent(line.thing),
    ),
    Column(
        "jasa_persen",
        "Jasa (% sebulan)",
        Kind.PERCENT,
        of=lambda line: line.thing.jasa_rate.in_percent,
        origin=lambda line: origins.register.rate(line.thing),
    ),
    count(
        "tenor",
        "Jangka Waktu (angsuran)",
        of=lambda line: line.thing.term,
        origin=lambda line: origins.register.term(line.thing),
    ),
    Column("frekuensi", "Frekuensi", of=lambda line: line.thing.frequency.value),
    Column("status", "Status", of=lambda line: line.thing.state.value),
    rupiah(
        "saldo_pokok",
        "Saldo Pokok",
        of=lambda line: line.thing.outstanding,
        origin=lambda line: origins.register.outstanding(line.thing),
    ),
)


def _paid_out_on(entry: LoanEntry) -> date | None:
    return entry.disbursed_on if entry.state in LENT else None


def _lent(entry: LoanEntry) -> Rupiah:
    return NIL if entry.state is LoanState.CANCELLED else entry.principal


def loan_register(books: Books) -> Content:
    """Return every loan in the order of disbursement, newest first.

    One not paid out yet has no date of it; one cancelled has no principal either, so the total is what went out.
    """
    return Content(
        Section(
            _LOANS,
            rows_with_total(_LOANS, numbered(books.register), label_under="ksm", label="TOTAL"),
            empty_note="Belum ada pinjaman.",
        )
    )


_SAVINGS: Final = (
    NUMBER,
    Column("ksm", "Data Penabung", identifies=True, of=lambda line: line.thing.name),
    rupiah(
        "debit",
        "Debet",
        "Mutasi",
        of=lambda line: line.thing.withdrawn,
        origin=lambda line: origins.savings.withdrawn(line.thing),
    ),
    rupiah(
        "kredit",
        "Kredit",
        "Mutasi",
        of=lambda line: line.thing.opening + line.thing.deposited,
        origin=lambda line: origins.savings.carried_and_deposited(line.thing),
    ),
    rupiah(
        "saldo", "Saldo", of=lambda line: line.thing.balance, origin=lambda line: origins.savings.balance(line.thing)
    ),
    Column("kode_ksm", "Kode KSM", of=lambda line: line.thing.ksm),
    Column("rw", "RW", of=lambda line: line.thing.rw),
)


def savings_register(books: Books) -> Content:
    """Return what each group has saved: debit is what was taken out, credit what was carried forward and put in."""
    table = rows_with_total(
        _SAVINGS, numbered(books.savings), label_under="ksm", label="TOTAL", apart=("debit", "kredit")
    )
    return Content(
        Section(_SAVINGS, table, empty_note="Belum ada tabungan."),
        notes=("Debet = diambil bulan ini. Kredit = saldo bulan lalu ditambah setoran bulan ini.",),
    )
