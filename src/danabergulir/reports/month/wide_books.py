"""U-1 and U-2 in the wide form that some UPK keep: a line per voucher and a column per account, debits first."""

from collections.abc import Sequence
from typing import Final

from danabergulir.domain.books import Books
from danabergulir.domain.journal import Transfer, VoucherKind
from danabergulir.money import total
from danabergulir.reports.model.frame import framed
from danabergulir.reports.model.sheet import Cell, Column, Report, Section
from danabergulir.reports.model.table import rupiah
from danabergulir.reports.month.cashbooks import DATE, MEMO, VOUCHER, of_kind, rows_less_reversed, told

_PARTY: Final = "pihak"


def wide_receipts(books: Books) -> Report:
    """Return ``uang-masuk-lebar`` (U-1): the month's receipts, each once."""
    section = _wide(books, VoucherKind.RECEIPT, "Terima Dari", "Tidak ada uang masuk bulan ini.")
    return framed(books, name="uang-masuk-lebar", title="CATATAN UANG MASUK PER AKUN", section=section, form_code="U-1")


def wide_payments(books: Books) -> Report:
    """Return ``uang-keluar-lebar`` (U-2): the month's payments, each once."""
    section = _wide(books, VoucherKind.PAYMENT, "Dibayarkan Kepada", "Tidak ada uang keluar bulan ini.")
    return framed(
        books, name="uang-keluar-lebar", title="CATATAN UANG KELUAR PER AKUN", section=section, form_code="U-2"
    )


def _wide(books: Books, kind: VoucherKind, party_title: str, empty_note: str) -> Section:
    found = list(of_kind(books, kind))
    moves = [move for _, posting in found for move in posting.transfers]
    debits, credits_ = sorted({move.debit for move in moves}), sorted({move.credit for move in moves})
    columns = (
        DATE,
        VOUCHER,
        Column(_PARTY, party_title),
        *(rupiah(f"debet_{code}", _titled(books, code), "Debet") for code in debits),
        *(rupiah(f"kredit_{code}", _titled(books, code), "Kredit") for code in credits_),
        MEMO,
    )
    lines: list[tuple[Cell, ...]] = [
        (
            posting.dated_on,
            number,
            posting.party,
            *(_sum(posting.transfers, debit=code) for code in debits),
            *(_sum(posting.transfers, credit=code) for code in credits_),
            told(books, number, posting),
        )
        for number, posting in found
    ]
    return Section(columns, rows_less_reversed(books, columns, lines, label_under=_PARTY), empty_note=empty_note)


def _titled(books: Books, code: str) -> str:
    return f"{code} {books.chart[code].name}"


def _sum(moves: Sequence[Transfer], *, debit: str = "", credit: str = "") -> Cell:
    """Return what one voucher moved on one side of an account; None where it did not touch it."""
    touching = [move.amount for move in moves if debit in {"", move.debit} and credit in {"", move.credit}]
    return total(touching) if touching else None
