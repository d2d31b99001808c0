"""U-1 and U-2 in the wide form that some UPK keep: a line per voucher and a column per account, debits first."""

from collections.abc import Iterable

from danabergulir.domain.accounts import Account
from danabergulir.domain.books import Books
from danabergulir.domain.journal import Transfer, VoucherKind
from danabergulir.money import Rupiah, total
from danabergulir.reports import origins
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.sheet import Column, Section
from danabergulir.reports.model.table import rupiah
from danabergulir.reports.month.cashbooks import DATE, MEMO, VOUCHER, VoucherLine, of_kind, party, rows_less_reversed


def wide_receipts(books: Books) -> Content:
    """Return ``uang-masuk-lebar`` (U-1): the month's receipts, each once."""
    return Content(_wide(books, VoucherKind.RECEIPT, "Terima Dari", "Tidak ada uang masuk bulan ini."))


def wide_payments(books: Books) -> Content:
    """Return ``uang-keluar-lebar`` (U-2): the month's payments, each once."""
    return Content(_wide(books, VoucherKind.PAYMENT, "Dibayarkan Kepada", "Tidak ada uang keluar bulan ini."))


def _wide(books: Books, kind: VoucherKind, party_title: str, empty_note: str) -> Section:
    lines = list(of_kind(books, kind))
    moves = [move for line in lines for move in line.voucher.posting.transfers]
    whom = party(party_title)
    columns = (
        DATE,
        VOUCHER,
        whom,
        *(_debits(books.chart[code]) for code in sorted({move.debit for move in moves})),
        *(_credits(books.chart[code]) for code in sorted({move.credit for move in moves})),
        MEMO,
    )
    return Section(columns, rows_less_reversed(columns, lines, label_under=whom.key), empty_note=empty_note)


def _debits(account: Account) -> Column:
    return rupiah(
        f"debet_{account.code}",
        f"{account.code} {account.name}",
        "Debet",
        of=lambda line: _sum(_on(line, "debit", account)),
        origin=lambda line: origins.vouchers.of_voucher(line.voucher, _on(line, "debit", account)),
    )


def _credits(account: Account) -> Column:
    return rupiah(
        f"kredit_{account.code}",
        f"{account.code} {account.name}",
        "Kredit",
        of=lambda line: _sum(_on(line, "credit", account)),
        origin=lambda line: origins.vouchers.of_voucher(line.voucher, _on(line, "credit", account)),
    )


def _on(line: VoucherLine, side: str, account: Account) -> list[Transfer]:
    return [move for move in line.voucher.posting.transfers if getattr(move, side) == account.code]


def _sum(moves: Iterable[Transfer]) -> Rupiah | None:
    """Return what one voucher moved on one side of an account; None where it did not touch it."""
    amounts = [move.amount for move in moves]
    return total(amounts) if amounts else None
