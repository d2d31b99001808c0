"""The register of loans written off: off the balance sheet, and still owed."""

from typing import Final

from danabergulir.domain.books import Books
from danabergulir.domain.loans.terms import number_order
from danabergulir.domain.policy.choices import RecoveredTo
from danabergulir.reports.model.frame import framed
from danabergulir.reports.model.sheet import Column, Kind, Report, Section
from danabergulir.reports.model.table import KSM_CODE, KSM_NAME, LOAN, RW, rows_with_total, rupiah

_WRITE_OFFS: Final = (
    LOAN,
    KSM_NAME,
    RW,
    Column("tanggal", "Tanggal Hapus Buku", Kind.DATE),
    Column("berita_acara", "Berita Acara"),
    rupiah("dihapus", "Dihapus Buku"),
    rupiah("kembali", "Sudah Kembali"),
    rupiah("masih_terutang", "Masih Terutang"),
    KSM_CODE,
)
_BACK: Final = {
    RecoveredTo.RESERVE: "Uang yang kembali menambah cadangan risiko pinjaman.",
    RecoveredTo.INCOME: "Uang yang kembali dicatat sebagai pendapatan lain dari pinjaman.",
}


def write_off_register(books: Books) -> Report:
    """Return every loan written off by the report date, the oldest decision first, fully recovered ones too."""
    known = [(book.write_off, book) for book in books.loans if book.write_off is not None]
    lines = [
        (
            book.loan.number,
            book.loan.ksm.name,
            book.loan.ksm.rw,
            decided.starts_on,
            decided.decision,
            book.written_off,
            book.recovered,
            book.written_off - book.recovered,
            book.loan.ksm.code,
        )
        for decided, book in sorted(known, key=lambda item: (item[0].starts_on, number_order(item[1].loan.number)))
    ]
    return framed(
        books,
        name="register-hapus-buku",
        title="REGISTER PINJAMAN HAPUS BUKU",
        section=Section(
            _WRITE_OFFS,
            rows_with_total(_WRITE_OFFS, lines, label_under="ksm"),
            empty_note="Tidak ada pinjaman yang dihapus buku.",
        ),
        notes=(
            (
                "Pinjaman yang dihapus buku tidak ada lagi di neraca, tunggakan, kelas, dan indikator, "
                "tetapi tetap menjadi utang KSM."
            ),
            _BACK[books.policy.write_off.recovered_to],
        ),
    )
