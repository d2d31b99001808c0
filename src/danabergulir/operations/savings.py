"""Savings of the KSM: put in, taken out, and used to pay arrears."""

from datetime import date, datetime
from pathlib import Path

from danabergulir.dates import END_OF_TIME, format_form
from danabergulir.domain.accounts import Role
from danabergulir.domain.groups import KSM
from danabergulir.domain.journal import (
    Component,
    Event,
    Posting,
    Split,
    Transfer,
    Voucher,
    VoucherKind,
    component_accounts,
    kind_of,
)
from danabergulir.domain.loans.allocation import Allocation
from danabergulir.domain.loans.arrears import position
from danabergulir.domain.loans.layout import Receipt
from danabergulir.domain.savings import CardBalance, Saved, SavingsCard, SavingsList, Used
from danabergulir.errors import RefusedError
from danabergulir.ledger.file import store
from danabergulir.ledger.read import accounts as account_sums
from danabergulir.ledger.read import loans, registers, savings
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.money import NIL, Rupiah, format_rupiah, total
from danabergulir.operations.desk import NO_MINUTES, Book, Desk, recording
from danabergulir.operations.limits import Tell
from danabergulir.operations.loans.corrections import put_right
from danabergulir.operations.loans.disbursement import find_loan
from danabergulir.operations.loans.layout import added, asked_on, life_of, reach


def usual_memo(event: Event, ksm: str) -> str:
    """Return what is written on the voucher of savings put in or taken out of which nothing else is said."""
    return f"{'Tabungan' if event is Event.SAVINGS_IN else 'Pengambilan tabungan'} KSM {ksm}"


def save(
    book: Book,
    words: str,
    amount: Rupiah,
    dated_on: date,
    now: datetime,
    *,
    into: str | None = None,
    memo: str = "",
    external_ref: str | None = None,
) -> Saved:
    """Take in savings of a KSM, into the savings bank account (where there is none, the cash box) or the one named."""
    with recording(book, now) as desk:
        desk.check_date(dated_on)
        ksm = registers.find_ksm(desk.connection, words, dated_on)
        desk.refuse_known(external_ref)
        transfer = Transfer(_money(desk, into), _account(desk), amount, Component.SAVINGS, ksm=ksm.code)
        return _record(
            desk=desk,
            ksm=ksm,
            event=Event.SAVINGS_IN,
            dated_on=dated_on,
            memo=memo or usual_memo(Event.SAVINGS_IN, ksm.code),
            transfer=transfer,
            external_ref=external_ref,
        )


def withdraw(
    book: Book,
    words: str,
    amount: Rupiah,
    dated_on: date,
    now: datetime,
    *,
    out_of: str | None = None,
    memo: str = "",
    external_ref: str | None = None,
    insist: Tell | None = None,
) -> Saved:
    """Pay savings back to a KSM.

    Raises ``RefusedError`` for more than its card holds, and while it has an open loan where the policy locks savings.
    """
    with recording(book, now, insist=insist) as desk:
        desk.check_date(dated_on)
        ksm = registers.find_ksm(desk.connection, words, dated_on)
        desk.refuse_known(external_ref)
        if desk.policy(dated_on).savings.locked:
            _refuse_while_borrowing(desk, ksm, dated_on)
        transfer = Transfer(_account(desk), _money(desk, out_of), amount, Component.SAVINGS, ksm=ksm.code)
        memo = memo or usual_memo(Event.SAVINGS_OUT, ksm.code)
        return _record(
            desk=desk,
            ksm=ksm,
            event=Event.SAVINGS_OUT,
            dated_on=dated_on,
            memo=memo,
            transfer=transfer,
            external_ref=external_ref,
        )


def assign(path: Path, words: str, amount: Rupiah, dated_on: date, now: datetime) -> Saved:
    """Put savings that the opening balances do not tell apart by KSM onto the card of one.

    Both transfers pass the technical account of the opening balances, for a transfer has two accounts. Raises
    ``RefusedError`` for more than is there.
    """
    with recording(path, now) as desk:
        desk.check_date(dated_on)
        ksm = registers.find_ksm(desk.connection, words, dated_on)
        account, between = _account(desk), desk.chart.with_role(Role.OPENING).code
        left = min(savings.card_balances(desk.connection, account, day).get("", NIL) for day in (dated_on, END_OF_TIME))
        if amount > left:
            raise RefusedError(
                f"{format_rupiah(amount)} lebih besar daripada tabungan yang belum dirinci, {format_rupiah(left)}",
                "Lihat: danabergulir tabungan daftar",
            )
        transfers = (
            Transfer(account, between, amount),
            Transfer(between, account, amount, Component.SAVINGS, ksm=ksm.code),
        )
        memo = f"Rincian saldo awal tabungan KSM {ksm.code}"
        voucher = desk.record(Posting(VoucherKind.TRANSFER, Event.ENTRY, dated_on, memo, transfers, ksm.name))
        return Saved(voucher, ksm, amount, _balance(desk, ksm, dated_on))


def _record(
    desk: Desk, ksm: KSM, event: Event, dated_on: date, memo: str, transfer: Transfer, external_ref: str | None
) -> Saved:
    kind = kind_of([transfer], desk.chart)
    posting = Posting(kind, event, dated_on, memo, (transfer,), ksm.name, external_ref=external_ref)
    voucher = desk.record(posting)
    return Saved(voucher, ksm, transfer.amount, _balance(desk, ksm, dated_on), tuple(desk.on_opening_day(dated_on)))


def use_for_arrears(
    book: Book,
    words: str,
    amount: Rupiah,
    minutes: str,
    dated_on: date,
    now: datetime,
    *,
    loan_number: str | None = None,
    move_money: bool = False,
    memo: str = "",
    external_ref: str | None = None,
    insist: Tell | None = None,
) -> Used:
    """Pay arrears of a KSM from its savings, by the decision of its meeting (number ``minutes``).

    ``loan_number`` names the loan where it has several. The money itself stays on the savings bank account, unless
    ``move_money`` books it to the bank. Raises ``RefusedError`` for more than the card holds and for more than is
    overdue.
    """
    with recording(book, now, insist=insist) as desk:
        desk.check_date(dated_on)
        ksm = registers.find_ksm(desk.connection, words, dated_on)
        loan = find_loan(desk.connection, loan_number or ksm.code, dated_on)
        desk.refuse_known(external_ref)
        policy, life = desk.policy(dated_on), life_of(desk, loan)
        layout, receipt = life.layout(dated_on), Receipt(dated_on, amount, Split.RULE, from_savings=True)
        reach(life, layout, receipt, Allocation(principal=amount))
        overdue = position(*layout.before, dated_on, policy.arrears).arrears if layout.is_lent else NIL
        if amount > overdue:
            raise RefusedError(
                f"{format_rupiah(amount)} lebih besar daripada tunggakan pinjaman {loan.number}, "
                f"{format_rupiah(overdue)}",
                "Tabungan hanya dipakai untuk tunggakan. Lihat: danabergulir tunggakan",
            )
        allocation = added(life, layout, receipt)
        accounts = component_accounts(desk.chart)
        transfers = tuple(
            Transfer(_account(desk), accounts[component][0], part, component, loan.number, ksm.code)
            for component, part in allocation.parts()
        )
        decided = f", BA {minutes.strip()}" if minutes.strip() else ""
        told = f", {memo}" if memo else ""
        voucher = desk.record(
            Posting(
                kind=VoucherKind.TRANSFER,
                event=Event.SAVINGS_USED,
                dated_on=dated_on,
                memo=f"Tunggakan pinjaman {loan.number} dari tabungan{decided}{told}",
                transfers=transfers,
                party=ksm.name,
                loan=loan.number,
                external_ref=external_ref,
                split=Split.RULE,
            )
        )
        layout.cause = voucher.number
        corrected = put_right(desk, life, layout, dated_on)
        moved = _move_to_bank(desk, amount, dated_on, voucher) if move_money else None
        figures = loans.loan_figures(desk.connection, desk.chart, dated_on, loan.number)
        paid = loan.paid_before + figures.received
        left = position(asked_on(desk, life, dated_on), paid, dated_on, policy.arrears).arrears
        return Used(
            voucher=voucher,
            ksm=ksm,
            allocation=allocation,
            balance=_balance(desk, ksm, dated_on),
            outstanding=figures.outstanding,
            arrears=left,
            moved=moved,
            savings_bank=next(iter(desk.chart.all_with(Role.SAVINGS_BANK)), None),
            warnings=(*desk.on_opening_day(dated_on), *[NO_MINUTES] * (not minutes.strip())),
            corrected=corrected,
        )


def _move_to_bank(desk: Desk, amount: Rupiah, dated_on: date, used: Voucher) -> Voucher:
    bank, savings_bank = desk.chart.with_role(Role.BANK).code, desk.chart.with_role(Role.SAVINGS_BANK).code
    memo = f"Tabungan yang dipakai pada {used.number} dipindah ke bank"
    transfers = (Transfer(bank, savings_bank, amount),)
    return desk.record(Posting(VoucherKind.TRANSFER, Event.ENTRY, dated_on, memo, transfers, used.posting.party))


def _account(desk: Desk) -> str:
    return desk.chart.with_role(Role.SAVINGS).code


def _money(desk: Desk, code: str | None) -> str:
    banks = desk.chart.all_with(Role.SAVINGS_BANK)
    return banks[0].code if code is None and banks else desk.money_account(code)


def _balance(desk: Desk, ksm: KSM, as_of: date) -> Rupiah:
    lines = savings.card_lines(desk.connection, _account(desk), ksm.code, as_of)
    return total([line.deposited - line.withdrawn for line in lines])


def _refuse_while_borrowing(desk: Desk, ksm: KSM, dated_on: date) -> None:
    for book in loan_books_of(desk.connection, dated_on, ksm.code):
        if book.owes:
            left = f"saldo {format_rupiah(book.outstanding)}"
            if not book.is_open:
                left = f"jasa yang belum dibayar {format_rupiah(book.position.arrears)}"
            free_on = _unlocked_on(desk, ksm, dated_on)
            raise RefusedError(
                f"tabungan KSM {ksm.code} terkunci: pinjaman {book.loan.number} belum lunas pada "
                f"{format_form(dated_on)}, {left}",
                f"Tanggal paling awal: --tanggal {free_on.isoformat()}"
                if free_on
                else f"Untuk membayar tunggakan: danabergulir tabungan pakai {ksm.code} JUMLAH --ba NOMOR "
                f"--tanggal {dated_on.isoformat()}",
            )


def _unlocked_on(desk: Desk, ksm: KSM, since: date) -> date | None:
    """Return the first day from one on, by today, on which no loan of a KSM is unpaid; None where there is none."""
    known = registers.loans(desk.connection, desk.now.date(), ksm.code)
    lives = [life_of(desk, loan) for loan in known]
    moved = {day for life in lives for day in (*life.days, life.agreement.starts_on)}
    return next(
        (
            day
            for day in sorted(moved)
            if since < day <= desk.now.date()
            and not any(book.owes for book in loan_books_of(desk.connection, day, ksm.code))
        ),
        None,
    )


def savings_card(path: Path, words: str, first: date | None, as_of: date) -> SavingsCard:
    """Return a KSM's card from a day (None: from its beginning) to another. Raises ``NotFoundError``."""
    with store.reading(path) as connection:
        ksm = registers.find_ksm(connection, words, as_of)
        account = registers.chart(connection, as_of).with_role(Role.SAVINGS)
        lines = savings.card_lines(connection, account.code, ksm.code, as_of)
        before = [line for line in lines if first is not None and line.dated_on < first]
        opening = total([line.deposited - line.withdrawn for line in before])
        return SavingsCard(ksm, opening, tuple(lines[len(before) :]), as_of)


def list_savings(path: Path, as_of: date) -> SavingsList:
    """Return what every KSM has saved on a day, in the order of their codes."""
    with store.reading(path) as connection:
        chart, groups = registers.chart(connection, as_of), registers.all_ksm(connection, as_of)
        account = chart.with_role(Role.SAVINGS)
        balances = savings.card_balances(connection, account.code, as_of)
        banks = chart.all_with(Role.SAVINGS_BANK)
        return SavingsList(
            tuple(CardBalance(groups.get(code), balance) for code, balance in balances.items() if code or balance),
            -account_sums.balance(connection, account.code, as_of),
            account_sums.balance(connection, banks[0].code, as_of) if banks else None,
        )
