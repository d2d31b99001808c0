"""Money in and out, cash and bank, other entries, and counting the cash box."""

from datetime import date, datetime
from pathlib import Path
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.accounts import AccountClass, Chart, Role
from danabergulir.domain.cash_count import NO_PIECES, CashCount, Pieces
from danabergulir.domain.journal import (
    AccountSheet,
    Booked,
    Event,
    FoundVoucher,
    Posting,
    Transfer,
    Voucher,
    as_events,
    kind_of,
)
from danabergulir.domain.limits import unfit_by_hand
from danabergulir.domain.tridaya import ROLE_OF
from danabergulir.errors import RefusedError, UsageError
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers, vouchers
from danabergulir.ledger.read.accounts import account_lines, balance
from danabergulir.ledger.read.answering.tridaya import paid_for
from danabergulir.money import NIL, Rupiah
from danabergulir.operations.desk import Book, Desk, recording
from danabergulir.operations.limits import Tell, doubted


def cash_in(
    book: Book,
    account: str,
    amount: Rupiah,
    memo: str,
    dated_on: date,
    now: datetime,
    *,
    into: str | None = None,
    party: str = "",
    external_ref: str | None = None,
    insist: Tell | None = None,
) -> Booked:
    """Record money that comes in for ``account``: debit the cash box or ``into``, credit ``account``."""
    with recording(book, now, insist=insist) as desk:
        return _book(
            desk,
            Event.CASH_IN,
            (desk.money_account(into), account),
            amount,
            memo,
            dated_on,
            party=party,
            external_ref=external_ref,
            insisted=insist is not None,
        )


def cash_out(
    book: Book,
    account: str,
    amount: Rupiah,
    memo: str,
    dated_on: date,
    now: datetime,
    *,
    out_of: str | None = None,
    party: str = "",
    external_ref: str | None = None,
    insist: Tell | None = None,
) -> Booked:
    """Record money that goes out for ``account``: debit ``account``, credit the cash box or ``out_of``."""
    with recording(book, now, insist=insist) as desk:
        return _book(
            desk,
            Event.CASH_OUT,
            (account, desk.money_account(out_of)),
            amount,
            memo,
            dated_on,
            party=party,
            external_ref=external_ref,
            insisted=insist is not None,
        )


def deposit(
    book: Book, amount: Rupiah, memo: str, dated_on: date, now: datetime, *, insist: Tell | None = None
) -> Booked:
    """Record cash taken to the bank."""
    with recording(book, now, insist=insist) as desk:
        bank, cash = desk.chart.with_role(Role.BANK).code, desk.chart.with_role(Role.CASH).code
        return _book(desk, Event.DEPOSIT, (bank, cash), amount, memo or "Setor kas ke bank", dated_on)


def withdraw(
    book: Book, amount: Rupiah, memo: str, dated_on: date, now: datetime, *, insist: Tell | None = None
) -> Booked:
    """Record cash fetched from the bank."""
    with recording(book, now, insist=insist) as desk:
        bank, cash = desk.chart.with_role(Role.BANK).code, desk.chart.with_role(Role.CASH).code
        return _book(desk, Event.WITHDRAWAL, (cash, bank), amount, memo or "Tarik tunai dari bank", dated_on)


def enter(
    book: Book,
    debit: str,
    credit: str,
    amount: Rupiah,
    memo: str,
    dated_on: date,
    now: datetime,
    *,
    external_ref: str | None = None,
    insist: Tell | None = None,
) -> Booked:
    """Record an entry between any two accounts but the receivable, which only loans move."""
    with recording(book, now, insist=insist) as desk:
        return _book(
            desk,
            Event.ENTRY,
            (debit, credit),
            amount,
            memo,
            dated_on,
            external_ref=external_ref,
            insisted=insist is not None,
        )


def _book(
    desk: Desk,
    event: Event,
    accounts: tuple[str, str],
    amount: Rupiah,
    memo: str,
    dated_on: date,
    *,
    party: str = "",
    external_ref: str | None = None,
    insisted: bool = False,
) -> Booked:
    desk.refuse_known(external_ref)
    posting = two_account_posting(
        desk.chart, event, accounts, amount, memo, dated_on, party=party, external_ref=external_ref
    )
    desk.check_date(dated_on)
    doubts = unfit(posting, desk.chart, insisted=insisted) + without_card(posting, desk.chart)
    voucher, below = entered(desk, posting)
    (transfer,) = posting.transfers
    return Booked(
        voucher,
        desk.chart[transfer.debit],
        desk.chart[transfer.credit],
        (*desk.on_opening_day(dated_on), *doubts, *below),
    )


def entered(desk: Desk, posting: Posting) -> tuple[Voucher, tuple[str, ...]]:
    """Record an entry by hand, and return it with what to say of income or cost that it brings below nil."""
    voucher = desk.record(posting)
    (move,) = posting.transfers
    lessens = desk.chart[move.debit].account_class is AccountClass.INCOME
    if not lessens and desk.chart[move.credit].account_class is not AccountClass.COST:
        return voucher, ()
    desk.writer.flush()
    return voucher, doubted(desk.connection, desk.chart, voucher.sequence - 1)


def unfit(posting: Posting, chart: Chart, *, insisted: bool, may_insist: bool = True) -> list[str]:
    """Return what to say of an entry by hand between accounts that do not fit, which a person insists on.

    Raises ``RefusedError`` where nobody does.
    """
    (move,) = posting.transfers
    found = unfit_by_hand(chart[move.debit], chart[move.credit], move.amount)
    if found is None:
        return []
    if not insisted:
        raise RefusedError(
            found.why, f"{found.way} {found.unless}, ulangi dengan --tetap." if may_insist else found.way
        )
    return [f"{found.told}; dicatat karena --tetap"]


def without_card(posting: Posting, chart: Chart) -> list[str]:
    """Return what is doubtful about an entry by hand on an account that cards stand beside."""
    (move,) = posting.transfers
    debit, credit = chart[move.debit], chart[move.credit]
    if Role.SAVINGS in credit.roles:
        return ["tabungan ini belum dirinci per KSM; dengan nama KSM: danabergulir tabungan setor KSM JUMLAH"]
    if Role.SAVINGS in debit.roles:
        return ["tabungan ini tidak diambil dari kartu KSM; dengan nama KSM: danabergulir tabungan ambil KSM JUMLAH"]
    if not debit.roles.isdisjoint(ROLE_OF.values()):
        spent = f"uang ini keluar dari {debit.code} {debit.name} tanpa kegiatan"
        way = "untuk kegiatan: danabergulir kegiatan bayar NOMOR JUMLAH. Bila bukan, catat keputusannya"
        return [f"{spent}; {way}: danabergulir ba catat NOMOR PERIHAL --untuk BUKTI"]
    if Role.TITIPAN in credit.roles and debit.holds_money:
        return ["titipan ini tidak masuk ke kartu pinjaman; titipan dari angsuran: danabergulir terima KSM JUMLAH"]
    return []


_ONLY_OTHERWISE: Final = {
    Role.RECEIVABLE: "Pakai: danabergulir pinjaman cairkan, atau danabergulir terima.",
    Role.OPENING: "Akun ini hanya untuk saldo awal: danabergulir impor saldo-awal, danabergulir impor pinjaman.",
}
"""Accounts that no entry may name, and what moves them instead."""


def two_account_posting(
    chart: Chart,
    event: Event,
    codes: tuple[str, str],
    amount: Rupiah,
    memo: str,
    dated_on: date,
    *,
    party: str = "",
    external_ref: str | None = None,
) -> Posting:
    """Return the posting of one amount between two accounts, debit and credit.

    Raises ``NotFoundError`` for an unknown account, ``UsageError`` for one account on both sides or no description,
    and ``RefusedError`` for an account that only loans or the opening balances may move.
    """
    accounts = [chart.find(code) for code in codes]
    if accounts[0].code == accounts[1].code:
        raise UsageError(f"akun debit dan kredit sama: {accounts[0].code}", "Pilih dua akun yang berbeda.")
    for account in accounts:
        for role, way in _ONLY_OTHERWISE.items():
            if role in account.roles:
                raise RefusedError(f"akun {account.code} {account.name} tidak dicatat langsung", way)
    if not memo.strip():
        raise UsageError("keterangan belum diisi", "Tulis untuk apa uang itu.")
    transfers = (Transfer(accounts[0].code, accounts[1].code, amount),)
    return Posting(
        kind_of(transfers, chart), event, dated_on, memo.strip(), transfers, party, external_ref=external_ref
    )


def count_cash(
    book: Book, counted: Rupiah, memo: str, dated_on: date, now: datetime, *, pieces: Pieces = NO_PIECES
) -> CashCount:
    """Write down a count of the cash box at the end of a day, and return it beside the book's balance.

    Raises ``UsageError`` where the ``pieces`` do not come to what was counted; they are not kept.
    """
    pieces.check(counted)
    with recording(book, now) as desk:
        desk.check_date(dated_on)
        account = desk.chart.with_role(Role.CASH)
        booked = balance(desk.connection, account.code, dated_on)
        desk.writer.count_cash(counted, booked, dated_on, memo)
        opposite = next(iter(desk.chart.all_with(Role.CASH_DIFFERENCE)), None)
        return CashCount(account, dated_on, counted, booked, memo, opposite)


def book_difference(book: Book, count: CashCount, now: datetime) -> Booked:
    """Record the voucher that brings the book to what was counted, on the account for differences, which there is."""
    assert count.difference_account is not None, count
    account, found = count.difference_account.code, count.difference
    memo = f"Selisih kas, dihitung {format_form(count.dated_on)}"
    if found > NIL:
        return cash_in(book, account, found, memo, count.dated_on, now)
    return cash_out(book, account, -found, memo, count.dated_on, now)


def show_voucher(path: Path, number: str, as_of: date) -> FoundVoucher:
    """Return a voucher by its number. Raises ``NotFoundError``."""
    with store.reading(path) as connection:
        voucher = vouchers.find(connection, number)
        activity, permit = paid_for(connection, voucher.sequence) or ("", "")
        return FoundVoucher(
            voucher,
            registers.chart(connection, as_of),
            vouchers.reversal_of(connection, voucher.number),
            tuple(vouchers.corrections_of(connection, voucher.number)),
            activity,
            permit,
        )


def general_journal(path: Path, first: date, last: date) -> tuple[list[Voucher], Chart]:
    """Return the vouchers of a stretch of days, corrections merged into theirs, and the chart of their accounts."""
    with store.reading(path) as connection:
        return as_events(vouchers.dated_between(connection, first, last)), registers.chart(connection, last)


def account_sheet(path: Path, code: str, first: date, last: date) -> AccountSheet:
    """Return the ledger of one account; opening balances count as carried forward. Raises ``NotFoundError``."""
    with store.reading(path) as connection:
        account = registers.chart(connection, last).find(code)
        lines = tuple(account_lines(connection, account.code, first, last))
        closing = balance(connection, account.code, last)
        moved = sum(line.debit.value - line.credit.value for line in lines)
        return AccountSheet(account, closing - Rupiah(moved), lines)
