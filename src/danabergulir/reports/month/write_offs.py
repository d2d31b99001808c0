"""The register of loans written off: off the balance sheet, and still owed."""

from typing import Final

from danabergulir.domain.books import Books
from danabergulir.domain.loans.terms import number_order
from danabergulir.domain.policy.choices import RecoveredTo
from danabergulir.reports import origins
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.sheet import Column, Kind, Section
from danabergulir.reports.model.table import KSM_CODE, KSM_NAME, LOAN, RW, rows_with_total, rupiah

_WRITE_OFFS: Final = (
    LOAN,
    KSM_NAME,
    RW,
    Column("tanggal", "Tanggal Hapus Buku", Kind.DATE, of=lambda book: book.write_off.starts_on),
    Column("berita_acara", "Berita Acara", of=lambda book: book.write_off.decision),
    rupiah(
        "dihapus",
        "Dihapus Buku",
        of=lambda book: book.written_off,
        origin=lambda thing: origins.loans.written_off(thing),
    ),
    rupiah(
        "kembali", "Sudah Kembali", of=lambda book: book.recovered, origin=lambda thing: origins.loans.recovered(thing)
    ),
    rupiah(
        "masih_terutang",
        "Masih Terutang",
        of=lambda book: book.written_off - book.recovered,
        origin=lambda thing: origins.rw.still_lost(thing),
    ),
    KSM_CODE,
)
_BACK: Final = {
    RecoveredTo.RESERVE: "Uang yang kembali menambah cadangan risiko pinjaman.",
    RecoveredTo.INCOME: "Uang yang kembali dicatat sebagai pendapatan lain dari pinjaman.",
}


def write_off_register(books: Books) -> Content:
    """Return every loan written off by the report date, the oldest decision first, fully recovered ones too."""
    known = [(book.write_off.starts_on, book) for book in books.loans if book.write_off is not None]
    oldest_first = sorted(known, key=lambda item: (item[0], number_order(item[1].loan.number)))
    return Content(
        Section(
            _WRITE_OFFS,
            rows_with_total(_WRITE_OFFS, [book for _, book in oldest_first], label_under="ksm"),
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
