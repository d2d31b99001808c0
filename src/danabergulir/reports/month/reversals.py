"""Vouchers that were taken back in the month: by which voucher, when, and why."""

from typing import Final

from danabergulir.domain.books import Books
from danabergulir.domain.journal import Voucher, reason_of
from danabergulir.reports.model.frame import framed
from danabergulir.reports.model.sheet import Cell, Column, Kind, Report, Section
from danabergulir.reports.model.table import rows_with_total, rupiah
from danabergulir.reports.month.cashbooks import DATE

_COLUMNS: Final = (
    Column("bukti", "Bukti yang Dibatalkan", identifies=True),
    DATE,
    rupiah("jumlah", "Jumlah"),
    Column("pihak", "Pihak"),
    Column("dibatalkan_oleh", "Dibatalkan Oleh", identifies=True),
    Column("tanggal_batal", "Tanggal Batal", Kind.DATE),
    Column("alasan", "Alasan"),
)


def reversal_list(books: Books) -> Report:
    """Return ``pembatalan``: every voucher that was taken back in the month, of whichever month it is.

    What is taken back after the month shows in the month in which that is done: a report knows nothing of later days.
    """
    known = {item.number: item for item in (*books.taken_back, *books.vouchers)}
    lines = [_line(known[item.posting.reverses], item) for item in books.vouchers if item.posting.reverses is not None]
    return framed(
        books,
        name="pembatalan",
        title="DAFTAR PEMBATALAN BUKTI",
        section=Section(
            _COLUMNS,
            rows_with_total(_COLUMNS, lines, label_under="bukti"),
            empty_note="Tidak ada bukti yang dibatalkan bulan ini.",
        ),
        notes=("Bukti bulan lalu yang dibatalkan bulan ini juga masuk daftar ini.",),
    )


def _line(taken_back: Voucher, reversal: Voucher) -> tuple[Cell, ...]:
    posting = taken_back.posting
    return (
        taken_back.number,
        posting.dated_on,
        posting.amount,
        posting.party,
        reversal.number,
        reversal.posting.dated_on,
        reason_of(reversal.posting),
    )
