"""Vouchers that were taken back in the month: by which voucher, when, and why."""

from typing import Final, NamedTuple

from danabergulir.dates import format_long
from danabergulir.domain.books import Books
from danabergulir.domain.journal import Voucher, reason_of
from danabergulir.reports import origins
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.sheet import Column, Kind, Section
from danabergulir.reports.model.table import rows_with_total, rupiah
from danabergulir.reports.month.cashbooks import DATE, party
from danabergulir.reports.origins.figure import Figure, sum_of


class TakenBack(NamedTuple):
    """A voucher, and the one that took it back."""

    voucher: Voucher
    reversal: Voucher


_COLUMNS: Final = (
    Column("bukti", "Bukti yang Dibatalkan", identifies=True, of=lambda line: line.voucher.number),
    DATE,
    rupiah("jumlah", "Jumlah", of=lambda line: line.voucher.posting.amount, origin=lambda line: _whole(line.voucher)),
    party("Pihak"),
    Column("dibatalkan_oleh", "Dibatalkan Oleh", identifies=True, of=lambda line: line.reversal.number),
    Column("tanggal_batal", "Tanggal Batal", Kind.DATE, of=lambda line: line.reversal.posting.dated_on),
    Column("alasan", "Alasan", of=lambda line: reason_of(line.reversal.posting)),
)


def _whole(voucher: Voucher) -> Figure:
    return origins.vouchers.of_voucher(voucher, voucher.posting.transfers)


def taken_back(books: Books) -> list[TakenBack]:
    """Return every voucher that was taken back in the month, of whichever month it is."""
    known = {item.number: item for item in (*books.taken_back, *books.vouchers)}
    return [
        TakenBack(known[item.posting.reverses], item) for item in books.vouchers if item.posting.reverses is not None
    ]


def amounts_taken_back(books: Books) -> Figure:
    """Return what the amounts of the vouchers that were taken back in the month come to."""
    return sum_of("Bukti yang dibatalkan", [_whole(item.voucher) for item in taken_back(books)])


def reversal_list(books: Books) -> Content:
    """Return ``pembatalan``: every voucher that was taken back in the month, of whichever month it is.

    What is taken back after the month shows in the month in which that is done: a report knows nothing of later days.
    """
    lines = taken_back(books)
    return Content(
        Section(
            _COLUMNS,
            rows_with_total(_COLUMNS, lines, label_under="bukti"),
            empty_note="Tidak ada bukti yang dibatalkan bulan ini.",
        ),
        notes=(
            (
                f"Daftar ini memuat pembatalan yang bertanggal sampai {format_long(books.as_of)}. Bukti bulan ini yang "
                "dibatalkan sesudahnya masuk daftar bulan pembatalannya, dan laporan bulan ini tetap menghitungnya."
            ),
            "Bukti bulan lalu yang dibatalkan bulan ini juga masuk daftar ini.",
        ),
    )
