"""The lists of vouchers (U-1, U-2, U-2a) and the running books of cash and bank (U-3, U-4)."""

from collections.abc import Iterator, Sequence
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.accounts import Account, Role, label
from danabergulir.domain.books import AccountFigures, Books
from danabergulir.domain.cash_count import CashCount
from danabergulir.domain.journal import Event, Posting, VoucherKind
from danabergulir.money import NIL, Rupiah, format_difference, format_rupiah, total
from danabergulir.reports.model.frame import framed
from danabergulir.reports.model.sheet import Cell, Column, Kind, Report, Row, Section, Style, rows
from danabergulir.reports.model.table import rows_with_closing, rows_with_total, rupiah, total_row

DATE: Final = Column("tanggal", "Tanggal", Kind.DATE, identifies=True)
VOUCHER: Final = Column("bukti", "No. Transaksi", identifies=True)
MEMO: Final = Column("keterangan", "Keterangan")
"""Columns that every list of vouchers has."""

_ACCOUNT: Final = Column("akun", "Akun")
_TRANSFERS: Final = (
    DATE,
    VOUCHER,
    Column("pihak", "Pihak"),
    _ACCOUNT,
    rupiah("debit", "Debet"),
    rupiah("kredit", "Kredit"),
    MEMO,
)
_BOOK: Final = (
    DATE,
    Column("uraian", "Uraian", identifies=True),
    Column("bukti", "No. Bukti"),
    rupiah("debit", "Debet", "Transaksi"),
    rupiah("kredit", "Kredit", "Transaksi"),
    rupiah("saldo", "Debet", "Saldo"),
)


def receipts_list(books: Books) -> Report:
    """Return ``uang-masuk`` (U-1): the month's receipts, one row per account on the other side of the money.

    One that was taken back says so and is left out of the last total.
    """
    section = _one_sided(books, VoucherKind.RECEIPT, "Terima Dari", "Tidak ada uang masuk bulan ini.")
    return framed(books, name="uang-masuk", title="CATATAN UANG MASUK", section=section, form_code="U-1")


def payments_list(books: Books) -> Report:
    """Return ``uang-keluar`` (U-2): the month's payments, one row per account on the other side of the money.

    One that was taken back says so and is left out of the last total.
    """
    section = _one_sided(books, VoucherKind.PAYMENT, "Dibayarkan Kepada", "Tidak ada uang keluar bulan ini.")
    return framed(books, name="uang-keluar", title="CATATAN UANG KELUAR", section=section, form_code="U-2")


def transfers_list(books: Books) -> Report:
    """Return ``pindah-buku`` (U-2a): a debit row and a credit row per transfer, their totals apart.

    Both accounts are shown, money too, so that the two totals are equal. The entries of a year's close stand apart.
    """
    postings = list(of_kind(books, VoucherKind.TRANSFER))
    moved, closing = (
        [
            (
                posting.dated_on,
                number,
                posting.party,
                label(books.chart[code]),
                debit,
                credit,
                told(books, number, posting),
            )
            for number, posting in postings
            if (posting.event is Event.YEAR_CLOSE) is closes
            for move in posting.transfers
            for code, debit, credit in ((move.debit, move.amount, NIL), (move.credit, NIL, move.amount))
        ]
        for closes in (False, True)
    )
    section = Section(
        _TRANSFERS,
        rows_with_closing(_TRANSFERS, moved, closing, label_under="akun"),
        empty_note="Tidak ada pindah buku bulan ini.",
    )
    merged = ", ".join(f"{item.number} ({item.posting.corrects})" for item in books.corrections)
    return framed(
        books,
        name="pindah-buku",
        title="CATATAN PEMINDAH BUKUAN",
        section=section,
        form_code="U-2a",
        notes=[f"Pembetulan pembagian setoran sudah termasuk dalam bukti setorannya: {merged}."] if merged else [],
    )


def cash_book(books: Books) -> Report:
    """Return ``buku-kas`` (U-3): the account with the role kas."""
    return framed(
        books,
        name="buku-kas",
        title="BUKU KAS",
        section=running_book(books, Role.CASH),
        form_code="U-3",
        notes=[_counted(books.cash_count)],
    )


def bank_book(books: Books) -> Report:
    """Return ``buku-bank`` (U-4): the account with the role bank, and below it the savings bank where it is used."""
    savings_bank = [item for item in books.figures_with(Role.SAVINGS_BANK) if is_used(item)]
    return framed(
        books,
        name="buku-bank",
        title="BUKU BANK",
        section=running_book(books, Role.BANK),
        form_code="U-4",
        more=[running_book(books, Role.SAVINGS_BANK) for _ in savings_bank],
    )


def running_book(books: Books, role: Role) -> Section:
    """Return the month of the account with ``role``: Saldo Awal, a row per voucher with the running balance, JUMLAH.

    Saldo Awal is the balance at the end of last month; the last row holds both sums and the closing balance. Raises
    ``NotFoundError`` when no account has the role.
    """
    account = books.chart.with_role(role)
    balance = Rupiah(books.by_code[account.code].opening_net)
    debits = credits_ = NIL
    table = [Row((None, "Saldo Awal", "", NIL, NIL, balance))]
    for voucher in books.vouchers:
        posting = voucher.posting
        debit, credit = _sides(posting, account)
        if not debit and not credit:
            continue
        balance, debits, credits_ = balance + debit - credit, debits + debit, credits_ + credit
        table.append(Row((posting.dated_on, _story(posting), voucher.number, debit, credit, balance)))
    table.append(Row((None, "JUMLAH", "", debits, credits_, balance), Style.TOTAL))
    return Section(_BOOK, tuple(table), title=label(account), numbered=True)


def _counted(count: CashCount | None) -> str:
    if count is None:
        return "Kas opname: kas belum dihitung bulan ini."
    return (
        f"Kas opname {format_form(count.dated_on)}: dihitung {format_rupiah(count.counted)}, "
        f"menurut buku {format_rupiah(count.booked)}, {format_difference(count.difference)}."
    )


def is_used(item: AccountFigures) -> bool:
    """Return whether an account had a balance or moved up to the end of the month."""
    return any((item.opening_net, item.debit, item.credit))


def _one_sided(books: Books, kind: VoucherKind, party_title: str, empty_note: str) -> Section:
    """Return the vouchers by which money came in, or went out, with their sum; those taken back come off it."""
    columns = (DATE, VOUCHER, Column("pihak", party_title), _ACCOUNT, rupiah("jumlah", "Jumlah"), MEMO)
    lines = [
        (
            posting.dated_on,
            number,
            posting.party,
            label(books.chart[move.credit if kind is VoucherKind.RECEIPT else move.debit]),
            move.amount,
            told(books, number, posting),
        )
        for number, posting in of_kind(books, kind)
        for move in posting.transfers
    ]
    return Section(columns, rows_less_reversed(books, columns, lines, label_under="akun"), empty_note=empty_note)


def told(books: Books, number: str, posting: Posting) -> str:
    """Return what a voucher is for, and by which one it was taken back in the month."""
    back = books.reversed_by.get(number)
    return f"{posting.memo} (dibatalkan {back})" if back else posting.memo


def rows_less_reversed(
    books: Books, columns: Sequence[Column], lines: Sequence[Sequence[Cell]], *, label_under: str
) -> tuple[Row, ...]:
    """Return the lines and their total; above it, where some were taken back, all of them and those that come off.

    The voucher's number stands in the second column.
    """
    back = [line for line in lines if line[1] in books.reversed_by]
    if not back:
        return rows_with_total(columns, lines, label_under=label_under)
    summed = {column.key for column in columns if column.kind is Kind.RUPIAH}
    kept = [line for line in lines if line[1] not in books.reversed_by]
    more = [(lines, "Termasuk yang dibatalkan"), (back, "Dibatalkan")]
    return (
        *rows(lines),
        *(
            Row(total_row(columns, some, summed=summed, label_under=label_under, label=label).cells, Style.SUBTOTAL)
            for some, label in more
        ),
        total_row(columns, kept, summed=summed, label_under=label_under),
    )


def of_kind(books: Books, kind: VoucherKind) -> Iterator[tuple[str, Posting]]:
    """Yield the number and the posting of the month's vouchers of one kind, oldest first."""
    return ((voucher.number, voucher.posting) for voucher in books.vouchers if voucher.posting.kind is kind)


def _sides(posting: Posting, account: Account) -> tuple[Rupiah, Rupiah]:
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
