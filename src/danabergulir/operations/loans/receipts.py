"""Receiving repayments, and taking vouchers back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

from danabergulir.dates import END_OF_TIME, Month, format_form, months_through
from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.closing import refuse_reversal
from danabergulir.domain.journal import (
    ROLES_OF,
    Component,
    Event,
    Posting,
    Reversed,
    Split,
    Transfer,
    Voucher,
    VoucherKind,
    kind_of,
    reverse,
)
from danabergulir.domain.loans.allocation import NOTHING, Allocation, allocation_of, pay_off_amount
from danabergulir.domain.loans.arrears import position
from danabergulir.domain.loans.layout import Layout, Receipt
from danabergulir.domain.loans.outcomes import Received
from danabergulir.domain.loans.saving_plan import NO_SAVING
from danabergulir.domain.loans.schedule import AgreementKind, Instalment, still_agreed, still_owed
from danabergulir.domain.loans.terms import NOTHING_PAID, Loan, Paid
from danabergulir.domain.policy.choices import RecoveredTo
from danabergulir.errors import RefusedError, UsageError
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import loans, owed, records, registers, vouchers
from danabergulir.ledger.read.agreements import versions_of
from danabergulir.money import NIL, Rupiah, format_count, format_rupiah, total
from danabergulir.operations.desk import Book, Desk, recording
from danabergulir.operations.limits import Tell
from danabergulir.operations.loans.afterwards import unfounded_letters
from danabergulir.operations.loans.corrections import lay_out_again, put_right
from danabergulir.operations.loans.disbursement import find_loan, kept_with, owing_together
from danabergulir.operations.loans.doubts import receipt_warnings, receipts_of
from danabergulir.operations.loans.layout import LAID_OUT, LoanLife, added, asked_on, life_of, reach
from danabergulir.operations.reserving import given_up_for

Typed = Mapping[Component, Rupiah]
"""The components that a person typed by hand."""

_RECOVERED_TO: Final = {RecoveredTo.RESERVE: Role.RESERVE, RecoveredTo.INCOME: Role.PENALTY_INCOME}


def laid_out(life: LoanLife, layout: Layout, amount: Rupiah, typed: Typed, received_on: date) -> Allocation:
    """Return how a receipt is split: as typed by hand, else by the policy's order; all is recovery once written off.

    It is then part of ``layout``. Raises ``UsageError`` when the typed components do not add up, ``RefusedError`` when
    the loan owes less on that day, or when its contract was changed later.
    """
    receipt = Receipt(received_on, amount, Split.RULE)
    if life.written_off and received_on >= life.agreement.starts_on:
        reach(life, layout, receipt, NOTHING)
        return _recovery(life, amount, typed, received_on)
    if typed:
        written = total(list(typed.values()))
        if written != amount:
            raise UsageError(
                f"jumlah bagiannya {format_rupiah(written)}, padahal setorannya {format_rupiah(amount)}",
                "Pokok, jasa, titipan, denda dan tabungan harus sama dengan jumlah setoran.",
            )
        receipt = replace(receipt, split=Split.TYPED, parts=allocation_of(typed))
    allocation = added(life, layout, receipt)
    assert allocation.amount == amount, (receipt, allocation)
    return allocation


def _recovery(life: LoanLife, amount: Rupiah, typed: Typed, received_on: date) -> Allocation:
    number = life.loan.number
    if typed:
        raise RefusedError(
            f"pinjaman {number} sudah dihapus buku, setorannya tidak dibagi atas pokok dan jasa",
            "Tulis jumlahnya saja, tanpa bagian-bagiannya.",
        )
    if amount > life.written_off:
        raise RefusedError(
            f"setoran {format_rupiah(amount)} lebih besar daripada sisa pinjaman {number} yang dihapus buku, "
            f"{format_rupiah(life.written_off)}",
            f"Untuk melunasi: danabergulir terima {number} {format_count(life.written_off.value)} "
            f"--tanggal {received_on.isoformat()}",
        )
    return Allocation(recovery=amount)


def usual_memo(event: Event, number: str) -> str:
    """Return what is written on the voucher of a receipt of which nothing else is said."""
    recovered = f"Pemulihan pinjaman {number} yang dihapus buku"
    return recovered if event is Event.RECOVERY else f"Angsuran pinjaman {number}"


def receipt_posting(
    chart: Chart,
    loan: Loan,
    allocation: Allocation,
    received_on: date,
    money_account: str,
    *,
    memo: str = "",
    external_ref: str | None = None,
    split: Split | None = None,
    recovered_to: RecoveredTo = RecoveredTo.RESERVE,
) -> Posting:
    """Return the posting of a receipt: the money account is debited, each component's own account credited."""
    roles = {part: usual for part, (usual, *_) in ROLES_OF.items()} | {Component.RECOVERY: _RECOVERED_TO[recovered_to]}
    transfers = tuple(
        Transfer(money_account, chart.with_role(roles[component]).code, amount, component, loan.number, loan.ksm.code)
        for component, amount in allocation.parts()
    )
    event = Event.RECOVERY if allocation.recovery else Event.REPAYMENT
    return Posting(
        kind=kind_of(transfers, chart),
        event=event,
        dated_on=received_on,
        memo=memo or usual_memo(event, loan.number),
        transfers=transfers,
        party=loan.ksm.name,
        loan=loan.number,
        external_ref=external_ref,
        split=split,
    )


def receive(
    book: Book,
    words: str,
    amount: Rupiah,
    received_on: date,
    now: datetime,
    *,
    typed: Typed | None = None,
    into: str | None = None,
    memo: str = "",
    external_ref: str | None = None,
    since: date | None = None,
    by_hand: bool = True,
    trial: bool = False,
) -> Received:
    """Receive a repayment on a loan, named by its number or its KSM, into the cash box or the account named.

    ``since`` is an earlier day from which the loan's receipts are to be laid out anew as well, where the same act took
    one back that day. The ``typed`` parts are doubted where a person wrote them ``by_hand``. With ``trial`` nothing is
    recorded: what is doubtful about it can be told first.

    Raises ``RefusedError`` for a day before the disbursement, for more than is owed, and for an ``external_ref`` that
    is already recorded; ``UsageError`` for typed parts that make no sense.
    """
    with recording(book, now, trial=trial, may_insist=False) as desk:
        desk.check_date(received_on)
        loan = find_loan(desk.connection, words, received_on, now.date())
        refuse_before_disbursement(loan, received_on)
        desk.refuse_known(external_ref)
        life = life_of(desk, loan)
        changes_on = min(since or received_on, received_on)
        layout, policy = life.layout(changes_on), desk.policy(received_on)
        allocation = laid_out(life, layout, amount, typed or {}, received_on)
        posting = receipt_posting(
            desk.chart,
            loan,
            allocation,
            received_on,
            desk.money_account(into),
            memo=memo,
            external_ref=external_ref,
            recovered_to=policy.write_off.recovered_to,
            split=None if allocation.recovery else Split.TYPED if typed else Split.RULE,
        )
        earlier = receipts_of(life.vouchers)
        asked, before = asked_on(desk, life, received_on), layout.before[1]
        doubts, repeated = receipt_warnings(
            loan.terms,
            asked,
            before,
            received_on,
            allocation,
            earlier,
            by_hand=bool(typed) and by_hand,
            bears_denda=life.bears_denda,
        )
        voucher = desk.record(posting)
        layout.cause = voucher.number
        corrected = put_right(desk, life, layout, changes_on)
        figures = loans.loan_figures(desk.connection, desk.chart, received_on, loan.number)
        paid = loan.paid_before + figures.received
        schedule = asked_on(desk, life, received_on)
        where = position(schedule, paid, received_on, policy.arrears)
        coming = next((line for line in still_owed(schedule, paid) if line.due_on > received_on and line.amount), None)
        plan = owed.saving_plans(desk.connection, desk.chart, [loan], received_on).get(loan.number, NO_SAVING)
        saving = dict(zip((line.number for line in schedule), plan.unpaid(schedule), strict=True))
        return Received(
            voucher=voucher,
            loan=loan,
            allocation=allocation,
            outstanding=figures.outstanding,
            position=where,
            coming=coming,
            warnings=(*desk.on_opening_day(received_on), *doubts, *_saved_alone(allocation, asked, before)),
            penalty_left=loans.penalty_case(desk.connection, desk.chart, loan, received_on).card(received_on).owed,
            written_off_left=life.written_off - allocation.recovery,
            repeated=repeated,
            coming_savings=saving[coming.number] if coming else NIL,
            savings_behind=plan.behind(schedule, received_on),
            corrected=corrected,
        )


def _saved_alone(allocation: Allocation, schedule: Sequence[Instalment], paid: Paid) -> tuple[str, ...]:
    """Return what to know of money on a loan that asks for nothing but its compulsory savings any more."""
    if allocation.savings != allocation.amount or pay_off_amount(schedule, paid):
        return ()
    saved = format_rupiah(allocation.savings)
    return (f"pinjaman ini tidak punya pokok dan jasa yang harus dibayar lagi: {saved} masuk tabungan KSM",)


def refuse_before_disbursement(loan: Loan, received_on: date) -> None:
    """Raise ``RefusedError`` for a receipt of a day before its loan was paid out."""
    if received_on < loan.terms.disbursed_on:
        raise RefusedError(
            f"setoran {format_form(received_on)} lebih dulu daripada pencairan pinjaman {loan.number}, "
            f"{format_form(loan.terms.disbursed_on)}",
            "Periksa tanggal dan nomor pinjamannya.",
        )


def last_voucher(path: Path) -> Voucher:
    """Return the voucher recorded last that can still be taken back. Raises ``NotFoundError``."""
    with store.reading(path) as connection:
        return vouchers.last_standing(connection)


def reverse_voucher(
    book: Book,
    number: str,
    reason: str,
    dated_on: date | None,
    now: datetime,
    *,
    lay_out: bool = True,
    by_hand: str = "",
    insist: Tell | None = None,
) -> Reversed:
    """Take a voucher back by a new one; the old one stays.

    A receipt is taken back with its corrections, a loan paid out with the compulsory savings that stayed behind, an
    adjustment of the reserve with what a later one gave up for it.

    Without a date it is that of the voucher while its day is open, else today. ``lay_out`` is False where the same act
    records another receipt on that loan, which lays the others out; ``by_hand`` is the command that records the right
    one, where it has to be recorded by itself. Raises ``RefusedError`` where taking it back makes no sense.
    """
    if not reason.strip():
        raise UsageError("alasan belum diisi", 'Tulis sebabnya: --alasan "salah jumlah"')
    with recording(book, now, insist=insist) as desk:
        victim = vouchers.find(desk.connection, number)
        already = vouchers.reversal_of(desk.connection, victim.number)
        if already:
            raise RefusedError(
                f"bukti {victim.number} sudah dibatalkan oleh {already}", f"Lihat: danabergulir bukti {already}"
            )
        if victim.posting.reverses:
            instead = vouchers.replacement_of(desk.connection, victim.posting.reverses)
            raise RefusedError(
                f"bukti {victim.number} sendiri adalah pembatalan {victim.posting.reverses}"
                + (f", yang sudah diganti {instead}" if instead else ""),
                f"Betulkan penggantinya: danabergulir betulkan {instead}"
                if instead
                else "Catat lagi kejadian yang benar dengan bukti baru.",
            )
        refuse_reversal(victim)
        if victim.posting.kind is VoucherKind.OPENING:
            raise RefusedError("saldo awal tidak dapat dibatalkan", "Perbaiki dengan: danabergulir jurnal")
        is_open = desk.locked_to is None or victim.posting.dated_on > desk.locked_to
        back_on = dated_on or (victim.posting.dated_on if is_open else now.date())
        desk.check_date(back_on)
        if back_on < victim.posting.dated_on:
            raise RefusedError(
                f"tanggal pembatalan {format_form(back_on)} sebelum tanggal bukti, "
                f"{format_form(victim.posting.dated_on)}",
                "Isi --tanggal dengan hari yang sama atau sesudahnya.",
            )
        lent = victim.posting.loan if victim.posting.event is Event.DISBURSEMENT else None
        along = given_up_for(desk.connection, victim) if victim.posting.event is Event.RESERVE else None
        if lent is not None:
            _refuse_while_repaid(desk, lent, victim.number)
            along = kept_with(desk.connection, lent)
        together = _owing_together(desk, victim)
        restore_agreement(desk, victim, back_on)
        loan = victim.posting.loan if victim.posting.event in LAID_OUT else None
        insisted: tuple[str, ...] = ()
        if loan is not None:
            life = life_of(desk, registers.loan_numbered(desk.connection, loan, now.date()))
            victim = replace(victim, posting=life.as_it_counts(victim))
            insisted = life.refuse_counted(victim, back_on, insisted=insist is not None, instead=by_hand)
            life.refuse_before_change(back_on, allocation_of(victim.posting.parts))
            life.refuse_uncovering(victim, back_on, replaced=not lay_out)
        voucher = desk.record(reverse(victim, back_on, reason.strip()))
        with_it = None if along is None else _take_along(desk, along, back_on, reason.strip())
        again = () if loan is None or not lay_out else lay_out_again(desk, loan, back_on, voucher.number)
        if lent is not None:
            again = tuple(unfounded_letters(desk, lent, victim.posting.dated_on))
        months = tuple(months_through(Month.of(back_on), Month.of(now.date())))
        came_together = tuple(text for text in _owing_together(desk, victim) if text not in together)
        counted_on = _counted_later(desk, voucher.posting)
        return Reversed(voucher, months, counted_on, again, (*insisted, *came_together), with_it)


def _take_along(desk: Desk, number: str, back_on: date, reason: str) -> Voucher:
    voucher = vouchers.find(desk.connection, number)
    return desk.record(reverse(voucher, max(back_on, voucher.posting.dated_on), reason))


def _owing_together(desk: Desk, victim: Voucher) -> tuple[str, ...]:
    number = victim.posting.loan
    return () if number is None else owing_together(desk.connection, number, desk.now.date())


def _counted_later(desk: Desk, posting: Posting) -> date | None:
    """Return the day of the newest count of the cash box on a posting's day or later, where the posting moves it."""
    cash = desk.chart.with_role(Role.CASH).code
    if not any(cash in {move.debit, move.credit} for move in posting.transfers):
        return None
    count = records.latest(desk.connection, desk.chart, posting.dated_on, desk.now.date())
    return None if count is None else count.dated_on


def _refuse_while_repaid(desk: Desk, number: str, paid_out_by: str) -> None:
    figures = loans.loan_figures(desk.connection, desk.chart, END_OF_TIME, number)
    versions = versions_of(desk.connection, number, END_OF_TIME)
    if figures.received != NOTHING_PAID or versions[-1].kind is AgreementKind.WRITTEN_OFF:
        first = f"Batalkan dulu semua itu. Lihat: danabergulir pinjaman kartu {number}"
        with_receipts = (
            "Bila jumlah, tanggal, atau KSM-nya yang salah, betulkan bersama setorannya: danabergulir betulkan "
            f'{paid_out_by} --alasan "...", dengan --jumlah, --tanggal, atau --ksm yang benar. Bila pinjaman itu tidak '
            f"ada: batalkan dulu setorannya. Lihat: danabergulir pinjaman kartu {number}"
        )
        raise RefusedError(
            f"pinjaman {number} sudah punya setoran atau dihapus buku, pencairannya tidak dapat dibatalkan",
            with_receipts if still_agreed(versions).version == 1 else first,
        )


_ENDED_BY: Final = {Event.SETTLEMENT: AgreementKind.SETTLED, Event.WRITE_OFF: AgreementKind.WRITTEN_OFF}


def restore_agreement(desk: Desk, victim: Voucher, dated_on: date) -> None:
    """Put the former agreement in force again from the day on which a settlement or write-off is taken back.

    Other vouchers end no agreement. Raises ``RefusedError`` when something was built on the end of the loan.
    """
    kind, number = _ENDED_BY.get(victim.posting.event), victim.posting.loan
    if kind is None:
        return
    assert number is not None, victim.number
    former, newest = versions_of(desk.connection, number, END_OF_TIME)[-2:]
    if newest.kind is not kind:
        raise RefusedError(
            f"pinjaman {number} sudah dijadwal ulang sesudah {victim.number}, tidak dapat dibatalkan lagi",
            f"Lihat: danabergulir pinjaman jadwal {number}",
        )
    if loans.loan_figures(desk.connection, desk.chart, END_OF_TIME, number).recovered > NIL:
        raise RefusedError(
            f"pinjaman {number} sudah dibayar lagi sesudah hapus buku, {victim.number} tidak dapat dibatalkan",
            f"Batalkan dulu setorannya. Lihat: danabergulir pinjaman kartu {number}",
        )
    restored = replace(former, version=newest.version + 1, starts_on=dated_on, kind=AgreementKind.RESTORED)
    desk.writer.add_schedule(number, restored)
