"""The lists of vouchers (U-1, U-2, U-2a) and the running books of cash and bank (U-3, U-4)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.accounts import Account, Role, label
from danabergulir.domain.books import Books
from danabergulir.domain.cash_count import CashCount
from danabergulir.domain.entries import AccountFigures
from danabergulir.domain.journal import Event, Posting, Transfer, Voucher, VoucherKind
from danabergulir.frozen import Struct, replace
from danabergulir.money import NIL, Rupiah, format_difference, format_rupiah, total
from danabergulir.reports import origins
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.sheet import Column, Kind, Row, Section, Style, rows_of
from danabergulir.reports.model.table import rows_with_closing, rows_with_total, rupiah, total_row
from danabergulir.reports.origins.figure import Figure


class VoucherLine(Struct, frozen=True):
    """A voucher in a list; ``reversed_by`` is the one that took it back in the month, empty where none did."""

    voucher: Voucher
    reversed_by: str

    @property
    def told(self) -> str:
        """Return what the voucher is for, and by which one it was taken back in the month."""
        memo = self.voucher.posting.memo
        return f"{memo} (dibatalkan {self.reversed_by})" if self.reversed_by else memo


class _Side(VoucherLine, frozen=True):
    """One account of a transfer of the voucher."""

    account: Account
    move: Transfer

    @property
    def debit(self) -> Rupiah:
        return self.move.amount if self.move.debit == self.account.code else NIL

    @property
    def credit(self) -> Rupiah:
        return self.move.amount if self.move.credit == self.account.code else NIL

    def made_of(self, amount: Rupiah) -> Figure:
        """Return the amount of this side as the voucher has it; nil on the other side."""
        return origins.vouchers.of_voucher(self.voucher, [self.move] if amount else [])


DATE: Final = Column("tanggal", "Tanggal", Kind.DATE, identifies=True, of=lambda line: line.voucher.posting.dated_on)
VOUCHER: Final = Column("bukti", "No. Transaksi", identifies=True, of=lambda line: line.voucher.number)
MEMO: Final = Column("keterangan", "Keterangan", of=lambda line: line.told)
"""Columns that every list of vouchers has."""


def party(title: str) -> Column:
    """Return the column of who paid or was paid, under the title that the list gives them."""
    return Column("pihak", title, of=lambda line: line.voucher.posting.party)


_ACCOUNT: Final = Column("akun", "Akun", of=lambda line: label(line.account))
_TRANSFERS: Final = (
    DATE,
    VOUCHER,
    party("Pihak"),
    _ACCOUNT,
    rupiah("debit", "Debet", of=lambda line: line.debit, origin=lambda line: line.made_of(line.debit)),
    rupiah("kredit", "Kredit", of=lambda line: line.credit, origin=lambda line: line.made_of(line.credit)),
    MEMO,
)


def receipts_list(books: Books) -> Content:
    """Return ``uang-masuk`` (U-1): the month's receipts, one row per account on the other side of the money.

    One that was taken back says so and is left out of the last total.
    """
    return Content(_one_sided(books, VoucherKind.RECEIPT, "Terima Dari", "Tidak ada uang masuk bulan ini."))


def payments_list(books: Books) -> Content:
    """Return ``uang-keluar`` (U-2): the month's payments, one row per account on the other side of the money.

    One that was taken back says so and is left out of the last total.
    """
    return Content(_one_sided(books, VoucherKind.PAYMENT, "Dibayarkan Kepada", "Tidak ada uang keluar bulan ini."))


def transfers_list(books: Books) -> Content:
    """Return ``pindah-buku`` (U-2a): a debit row and a credit row per transfer, their totals apart.

    Both accounts are shown, money too, so that the two totals are equal. The entries of a year's close stand apart.
    """
    moved, closing = (
        [
            _Side(line.voucher, line.reversed_by, books.chart[code], move)
            for line in of_kind(books, VoucherKind.TRANSFER)
            if (line.voucher.posting.event is Event.YEAR_CLOSE) is closes
            for move in line.voucher.posting.transfers
            for code in (move.debit, move.credit)
        ]
        for closes in (False, True)
    )
    section = Section(
        _TRANSFERS,
        rows_with_closing(_TRANSFERS, moved, closing),
        empty_note="Tidak ada pindah buku bulan ini.",
    )
    merged = ", ".join(f"{item.number} ({item.posting.corrects})" for item in books.corrections)
    return Content(
        section,
        notes=(f"Pembetulan pembagian setoran sudah termasuk dalam bukti setorannya: {merged}.",) if merged else (),
    )


def cash_book(books: Books) -> Content:
    """Return ``buku-kas`` (U-3): the account with the role kas."""
    return Content(running_book(books, Role.CASH), notes=(_counted(books.cash_count),))


def bank_book(books: Books) -> Content:
    """Return ``buku-bank`` (U-4): the account with the role bank, and below it the savings bank where it is used."""
    savings_bank = [item for item in books.figures_with(Role.SAVINGS_BANK) if is_used(item)]
    return Content(
        running_book(books, Role.BANK), more=tuple(running_book(books, Role.SAVINGS_BANK) for _ in savings_bank)
    )


class _BookLine(Struct, frozen=True):
    """A line of a running book, in rupiah: what came in and went out, and the balance after it."""

    dated_on: date | None
    story: str
    number: str
    debit: Rupiah
    credit: Rupiah
    balance: Rupiah
    origin: Callable[[str], Figure]
    """What its debit, credit or balance is made of."""


_BOOK: Final = (
    Column("tanggal", "Tanggal", Kind.DATE, identifies=True, of=lambda line: line.dated_on),
    Column("uraian", "Uraian", identifies=True, of=lambda line: line.story),
    Column("bukti", "No. Bukti", of=lambda line: line.number),
    rupiah("debit", "Debet", "Transaksi", of=lambda line: line.debit, origin=lambda line: line.origin("debit")),
    rupiah("kredit", "Kredit", "Transaksi", of=lambda line: line.credit, origin=lambda line: line.origin("credit")),
    rupiah("saldo", "Debet", "Saldo", of=lambda line: line.balance, origin=lambda line: line.origin("balance")),
)


def running_book(books: Books, role: Role) -> Section:
    """Return the month of the account with ``role``: Saldo Awal, a row per voucher with the running balance, JUMLAH.

    Saldo Awal is the balance at the end of last month; the last row holds both sums and the closing balance. Raises
    ``NotFoundError`` when no account has the role.
    """
    account = books.chart.with_role(role)
    figures = books.by_code[account.code]
    balance = Rupiah(figures.opening_net)
    lines = [
        _BookLine(
            None,
            "Saldo Awal",
            "",
            NIL,
            NIL,
            balance=balance,
            origin=lambda name: origins.vouchers.carried_forward(figures, name),
        )
    ]
    moved: list[Voucher] = []
    for voucher in books.vouchers:
        posting = voucher.posting
        debit, credit = _in_and_out(posting, account)
        if debit or credit:
            balance += debit - credit
            moved.append(voucher)
            told = partial(_running, figures, moved, len(moved))
            lines.append(
                _BookLine(
                    posting.dated_on, _story(posting), voucher.number, debit, credit, balance=balance, origin=told
                )
            )
    debits, credits_ = total([line.debit for line in lines]), total([line.credit for line in lines])
    last = _BookLine(
        None,
        "JUMLAH",
        "",
        debits,
        credits_,
        balance=balance,
        origin=lambda name: origins.vouchers.whole_book(figures, moved, name),
    )
    table = (*rows_of(_BOOK, lines), *rows_of(_BOOK, [last], Style.TOTAL))
    return Section(_BOOK, table, title=label(account), numbered=True)


def _running(figures: AccountFigures, vouchers: Sequence[Voucher], place: int, name: str) -> Figure:
    return origins.vouchers.running(figures, vouchers, place, name)


def _counted(count: CashCount | None) -> str:
    if count is None:
        return "Kas opname: kas belum dihitung bulan ini."
    return (
        f"Kas opname {format_form(count.dated_on)}: dihitung {format_rupiah(count.counted)}, "
        f"menurut buku {format_rupiah(count.booked)}, {format_difference(count.difference)}. {count.story}"
    ).rstrip()


def is_used(item: AccountFigures) -> bool:
    """Return whether an account had a balance or moved up to the end of the month."""
    return any((item.opening_net, item.debit, item.credit))


def _one_sided(books: Books, kind: VoucherKind, party_title: str, empty_note: str) -> Section:
    """Return the vouchers by which money came in, or went out, with their sum; those taken back come off it."""
    came_in = kind is VoucherKind.RECEIPT
    columns = (
        DATE,
        VOUCHER,
        party(party_title),
        _ACCOUNT,
        rupiah(
            "jumlah",
            "Jumlah",
            of=lambda line: line.move.amount,
            origin=lambda line: line.made_of(line.move.amount),
        ),
        MEMO,
    )
    lines = [
        _Side(line.voucher, line.reversed_by, books.chart[move.credit if came_in else move.debit], move)
        for line in of_kind(books, kind)
        for move in line.voucher.posting.transfers
    ]
    return Section(columns, rows_less_reversed(columns, lines, label_under="akun"), empty_note=empty_note)


def rows_less_reversed(columns: Sequence[Column], lines: Sequence[VoucherLine], *, label_under: str) -> tuple[Row, ...]:
    """Return the lines and their total; above it, where some were taken back, all of them and those that come off."""
    if not any(line.reversed_by for line in lines):
        return rows_with_total(columns, lines, label_under=label_under)
    listed = rows_of(columns, lines)
    back = [row for row, line in zip(listed, lines, strict=True) if line.reversed_by]
    kept = [row for row, line in zip(listed, lines, strict=True) if not line.reversed_by]
    summed = {column.key for column in columns if column.kind is Kind.RUPIAH}
    every, undone, left = (
        total_row(columns, some, summed=summed, label_under=label_under, label=word)
        for some, word in ((listed, "Termasuk yang dibatalkan"), (back, "Dibatalkan"), (kept, "JUMLAH"))
    )
    return (*listed, replace(every, style=Style.SUBTOTAL), replace(undone, style=Style.SUBTOTAL), left)


def of_kind(books: Books, kind: VoucherKind) -> Iterator[VoucherLine]:
    """Yield the month's vouchers of one kind, oldest first."""
    for voucher in books.vouchers:
        if voucher.posting.kind is kind:
            yield VoucherLine(voucher, books.reversed_by.get(voucher.number, ""))


def _in_and_out(posting: Posting, account: Account) -> tuple[Rupiah, Rupiah]:
    """Return what a voucher puts into an account and takes out of it: one receipt is one line of the cash book."""
    return (
        total([move.amount for move in posting.transfers if move.debit == account.code]),
        total([move.amount for move in posting.transfers if move.credit == account.code]),
    )


def _story(posting: Posting) -> str:
    """Return the memo, and the party where the memo does not name it."""
    if not posting.party or posting.party in posting.memo:
        return posting.memo
    return f"{posting.memo} ({posting.party})"
