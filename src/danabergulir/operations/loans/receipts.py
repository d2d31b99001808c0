"""Receiving repayments, and taking vouchers back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import accumulate
from typing import Final

from danabergulir.dates import END_OF_TIME, format_form
from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.closing import refuse_reversal
from danabergulir.domain.journal import Component, Event, Posting, Transfer, Voucher, VoucherKind, kind_of, reverse
from danabergulir.domain.loans.allocation import Allocation, allocate, pay_off_amount
from danabergulir.domain.loans.arrears import LoanPosition, position
from danabergulir.domain.loans.penalty import DatedPayment, PenaltyCase
from danabergulir.domain.loans.plausibility import EarlierReceipt
from danabergulir.domain.loans.repaid import asked_for
from danabergulir.domain.loans.saving_plan import NO_SAVING, SavingPlan
from danabergulir.domain.loans.schedule import Agreement, AgreementKind, Instalment, still_owed
from danabergulir.domain.loans.terms import Loan, Paid
from danabergulir.domain.policy.choices import RecoveredTo
from danabergulir.domain.policy.rules import Policy
from danabergulir.errors import RefusedError, UsageError
from danabergulir.ledger.read import loans, owed, registers, savings, vouchers
from danabergulir.ledger.read.loans import agreements
from danabergulir.money import NIL, Rupiah, format_count, format_rupiah, total
from danabergulir.operations.desk import Book, Desk, recording, refuse_known_reference
from danabergulir.operations.loans.disbursement import find_loan
from danabergulir.operations.loans.doubts import receipt_warnings, receipts_of, refuse_beyond
from danabergulir.operations.loans.penalties import penalty_case

Typed = Mapping[Component, Rupiah]
"""The components that a person typed by hand."""

_ROLES: Final = {
    Component.PENALTY: Role.PENALTY_INCOME,
    Component.JASA: Role.JASA_INCOME,
    Component.TITIPAN: Role.TITIPAN,
    Component.PRINCIPAL: Role.RECEIVABLE,
    Component.SAVINGS: Role.SAVINGS,
}
_RECOVERED_TO: Final = {RecoveredTo.RESERVE: Role.RESERVE, RecoveredTo.INCOME: Role.PENALTY_INCOME}


@dataclass(frozen=True, slots=True)
class Debt:
    """What receiving a repayment needs to know of a loan: agreement, all receipts so far, principal still owed.

    ``written_off`` is what is still owed off the balance sheet, ``saving`` are the compulsory savings that go with it;
    ``repaid_on`` is the day on which the principal was repaid, None while some is outstanding.
    """

    loan: Loan
    agreement: Agreement
    paid: Paid
    outstanding: Rupiah
    written_off: Rupiah
    penalties: PenaltyCase
    saving: SavingPlan = NO_SAVING
    repaid_on: date | None = None

    @property
    def schedule(self) -> tuple[Instalment, ...]:
        """Return the schedule in force, as far as it is asked for."""
        return asked_for(self.agreement.lines, self.repaid_on)

    @property
    def is_lent(self) -> bool:
        """Return whether the money went out: not so once the disbursement was taken back."""
        return bool(self.outstanding or self.paid.principal)

    def penalty_on(self, day: date) -> Rupiah:
        """Return the denda that may be collected on a day."""
        return self.penalties.card(day).owed

    def after(self, allocation: Allocation, received_on: date) -> "Debt":
        """Return the debt once ``allocation`` is received."""
        received = Paid(allocation.principal, allocation.jasa, allocation.titipan, allocation.penalty)
        return replace(
            self,
            paid=self.paid + received,
            outstanding=self.outstanding - allocation.principal,
            written_off=self.written_off - allocation.recovery,
            penalties=self.penalties.after(DatedPayment(received_on, received)),
            saving=self.saving.after(allocation.principal, allocation.savings, received_on),
            repaid_on=received_on if allocation.principal == self.outstanding > NIL else self.repaid_on,
        )


def debt_of(desk: Desk, loan: Loan) -> Debt:
    """Return the debt of a loan after everything recorded so far, whatever its date."""
    figures = loans.loan_figures(desk.session, desk.chart, END_OF_TIME, loan.number)
    agreement = registers.agreements(desk.session, END_OF_TIME, [loan.number])[loan.number]
    return Debt(
        loan,
        agreement,
        loan.paid_before + figures.received,
        figures.outstanding,
        figures.written_off - figures.recovered,
        penalty_case(desk.session, desk.chart, loan, END_OF_TIME),
        owed.saving_plans(desk.session, desk.chart, [loan], END_OF_TIME).get(loan.number, NO_SAVING),
        owed.repaid_since(desk.session, desk.chart, loan, END_OF_TIME),
    )


def laid_out(debt: Debt, amount: Rupiah, typed: Typed, received_on: date, policy: Policy) -> Allocation:
    """Return how a receipt is split: as typed by hand, else by the policy's order; all is recovery once written off.

    Raises ``UsageError`` when the typed components do not add up, ``RefusedError`` when the loan owes less.
    """
    if debt.written_off and not debt.outstanding:
        return _recovery(debt, amount, typed, received_on)
    if typed:
        written = total(list(typed.values()))
        if written != amount:
            raise UsageError(
                f"jumlah bagiannya {format_rupiah(written)}, padahal setorannya {format_rupiah(amount)}",
                "Pokok, jasa, titipan, denda dan tabungan harus sama dengan jumlah setoran.",
            )
        allocation = Allocation(
            typed.get(Component.PENALTY, NIL),
            typed.get(Component.JASA, NIL),
            typed.get(Component.TITIPAN, NIL),
            typed.get(Component.PRINCIPAL, NIL),
            typed.get(Component.SAVINGS, NIL),
        )
        refuse_beyond(debt.loan.number, debt.schedule, debt.paid, debt.outstanding, typed)
        return allocation
    penalty = debt.penalty_on(received_on)
    most = pay_off_amount(debt.schedule, debt.paid) + penalty if debt.is_lent else NIL
    saving = debt.saving.on(received_on)
    most += saving.short(debt.schedule, debt.paid.principal + debt.outstanding)
    if amount > most:
        raise RefusedError(
            f"setoran {format_rupiah(amount)} lebih besar daripada seluruh kewajiban pinjaman "
            f"{debt.loan.number}, {format_rupiah(most)}",
            f"Untuk melunasi: danabergulir terima {debt.loan.number} {format_count(most.value)}"
            if most
            else "Pinjaman ini tidak punya kewajiban lagi. Periksa nomor pinjamannya.",
        )
    return allocate(amount, debt.schedule, debt.paid, received_on, policy.allocation.order, penalty, saving)


def _recovery(debt: Debt, amount: Rupiah, typed: Typed, received_on: date) -> Allocation:
    number, since = debt.loan.number, debt.agreement.starts_on
    if typed:
        raise RefusedError(
            f"pinjaman {number} sudah dihapus buku, setorannya tidak dibagi atas pokok dan jasa",
            "Tulis jumlahnya saja, tanpa bagian-bagiannya.",
        )
    if received_on < since:
        raise RefusedError(
            f"pinjaman {number} sudah dihapus buku pada {format_form(since)}, "
            f"setoran {format_form(received_on)} tidak dapat disisipkan sebelumnya",
            "Isi --tanggal sesudah hapus buku, atau batalkan dulu hapus bukunya.",
        )
    if amount > debt.written_off:
        raise RefusedError(
            f"setoran {format_rupiah(amount)} lebih besar daripada sisa pinjaman {number} yang dihapus buku, "
            f"{format_rupiah(debt.written_off)}",
            f"Untuk melunasi: danabergulir terima {number} {format_count(debt.written_off.value)}",
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
    recovered_to: RecoveredTo = RecoveredTo.RESERVE,
) -> Posting:
    """Return the posting of a receipt: the money account is debited, each component's own account credited."""
    roles = _ROLES | {Component.RECOVERY: _RECOVERED_TO[recovered_to]}
    transfers = tuple(
        Transfer(money_account, chart.with_role(roles[component]).code, amount, component, loan.number, loan.ksm.code)
        for component, amount in allocation.parts()
    )
    event = Event.RECOVERY if allocation.recovery else Event.REPAYMENT
    return Posting(
        kind_of(transfers, chart),
        event,
        received_on,
        memo or usual_memo(event, loan.number),
        transfers,
        loan.ksm.name,
        loan.number,
        external_ref,
    )


@dataclass(frozen=True, slots=True)
class Received:
    """A receipt as recorded, and where the loan stands after it on that day.

    ``coming`` is what is left of the next instalment after that day, None when nothing is to come; ``penalty_left`` the
    denda still owed, ``written_off_left`` what is still owed of a loan written off; ``repeated`` a receipt of the same
    amount that stands within days of it. ``coming_savings`` are the compulsory savings of that instalment,
    ``savings_behind`` those missing of what is due.
    """

    voucher: Voucher
    loan: Loan
    allocation: Allocation
    outstanding: Rupiah
    position: LoanPosition
    coming: Instalment | None
    warnings: tuple[str, ...]
    penalty_left: Rupiah = NIL
    written_off_left: Rupiah = NIL
    repeated: EarlierReceipt | None = None
    coming_savings: Rupiah = NIL
    savings_behind: Rupiah = NIL


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
    trial: bool = False,
) -> Received:
    """Receive a repayment on a loan, named by its number or its KSM, into the cash box or the account named.

    With ``trial`` nothing is recorded: what is doubtful about it can be told first.

    Raises ``RefusedError`` for a day before the disbursement, for more than is owed, and for an ``external_ref`` that
    is already recorded; ``UsageError`` for typed parts that make no sense.
    """
    with recording(book, now, trial=trial) as desk:
        desk.check_date(received_on)
        loan = find_loan(desk.session, words, max(received_on, now.date()))
        if received_on < loan.terms.disbursed_on:
            raise RefusedError(
                f"setoran {format_form(received_on)} lebih dulu daripada pencairan pinjaman {loan.number}, "
                f"{format_form(loan.terms.disbursed_on)}",
                "Periksa --tanggal dan nomor pinjamannya.",
            )
        if external_ref:
            refuse_known_reference(vouchers.external_refs(desk.session), external_ref)
        policy, debt = desk.policy(received_on), debt_of(desk, loan)
        allocation = laid_out(debt, amount, typed or {}, received_on, policy)
        posting = receipt_posting(
            desk.chart,
            loan,
            allocation,
            received_on,
            desk.money_account(into),
            memo=memo,
            external_ref=external_ref,
            recovered_to=policy.write_off.recovered_to,
        )
        earlier = receipts_of(desk.session, loan.number)
        doubts, repeated = receipt_warnings(
            loan.terms, debt.schedule, debt.paid, received_on, allocation, earlier, by_hand=bool(typed)
        )
        voucher = desk.record(posting)
        figures = loans.loan_figures(desk.session, desk.chart, received_on, loan.number)
        paid = loan.paid_before + figures.received
        left = debt.after(allocation, received_on)
        where = position(left.schedule, paid, received_on, policy.arrears)
        coming = next(
            (line for line in still_owed(left.schedule, paid) if line.due_on > received_on and line.amount), None
        )
        plan = left.saving.on(received_on)
        saving = dict(zip((line.number for line in left.schedule), plan.unpaid(left.schedule), strict=True))
        return Received(
            voucher,
            loan,
            allocation,
            figures.outstanding,
            where,
            coming,
            (*desk.on_opening_day(received_on), *doubts),
            left.penalty_on(received_on),
            left.written_off,
            repeated,
            saving[coming.number] if coming else NIL,
            plan.behind(left.schedule, received_on),
        )


def reverse_voucher(book: Book, number: str, reason: str, dated_on: date, now: datetime) -> Voucher:
    """Take a voucher back by a new one; the old one stays. Raises ``RefusedError`` where that makes no sense."""
    if not reason.strip():
        raise UsageError("alasan belum diisi", 'Tulis sebabnya: --alasan "salah jumlah"')
    with recording(book, now) as desk:
        desk.check_date(dated_on)
        victim = vouchers.find(desk.session, number)
        already = vouchers.reversal_of(desk.session, victim.number)
        if already:
            raise RefusedError(
                f"bukti {victim.number} sudah dibatalkan oleh {already}", f"Lihat: danabergulir bukti {already}"
            )
        if victim.posting.reverses:
            raise RefusedError(
                f"bukti {victim.number} sendiri adalah pembatalan {victim.posting.reverses}",
                "Catat lagi kejadian yang benar dengan bukti baru.",
            )
        refuse_reversal(victim)
        if victim.posting.kind is VoucherKind.OPENING:
            raise RefusedError("saldo awal tidak dapat dibatalkan", "Perbaiki dengan: danabergulir jurnal")
        if dated_on < victim.posting.dated_on:
            raise RefusedError(
                f"tanggal pembatalan {format_form(dated_on)} sebelum tanggal bukti, "
                f"{format_form(victim.posting.dated_on)}",
                "Isi --tanggal dengan hari yang sama atau sesudahnya.",
            )
        if victim.posting.event is Event.DISBURSEMENT:
            _refuse_while_repaid(desk, victim)
        restore_agreement(desk, victim, dated_on)
        voucher = desk.record(reverse(victim, dated_on, reason.strip()))
        _refuse_overdrawn_cards(desk, victim)
        return voucher


def _refuse_overdrawn_cards(desk: Desk, victim: Voucher) -> None:
    """Raise ``RefusedError`` when savings that were put in by the voucher have been taken out since."""
    accounts = {account.code for account in desk.chart.all_with(Role.SAVINGS)}
    for move in victim.posting.transfers:
        if move.credit in accounts and move.ksm:
            lines = savings.card_lines(desk.session, move.credit, move.ksm, END_OF_TIME)
            if min(accumulate(line.deposited.value - line.withdrawn.value for line in lines)) < 0:
                raise RefusedError(
                    f"tabungan KSM {move.ksm} dari bukti {victim.number} sudah dipakai",
                    f"Batalkan dulu pengambilannya. Lihat: danabergulir tabungan kartu {move.ksm}",
                )


def _refuse_while_repaid(desk: Desk, disbursement: Voucher) -> None:
    assert disbursement.posting.loan is not None
    loan = registers.find_loan(desk.session, disbursement.posting.loan, desk.now.date())
    debt = debt_of(desk, loan)
    if debt.paid != loan.paid_before or debt.agreement.kind is AgreementKind.WRITTEN_OFF:
        raise RefusedError(
            f"pinjaman {loan.number} sudah punya setoran atau dihapus buku, pencairannya tidak dapat dibatalkan",
            f"Batalkan dulu semua itu. Lihat: danabergulir pinjaman kartu {loan.number}",
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
    former, newest = agreements(desk.session, number, END_OF_TIME)[-2:]
    if newest.kind is not kind:
        raise RefusedError(
            f"pinjaman {number} sudah dijadwal ulang sesudah {victim.number}, tidak dapat dibatalkan lagi",
            f"Lihat: danabergulir pinjaman jadwal {number}",
        )
    if loans.loan_figures(desk.session, desk.chart, END_OF_TIME, number).recovered > NIL:
        raise RefusedError(
            f"pinjaman {number} sudah dibayar lagi sesudah hapus buku, {victim.number} tidak dapat dibatalkan",
            f"Batalkan dulu setorannya. Lihat: danabergulir pinjaman kartu {number}",
        )
    desk.writer.add_schedule(
        number,
        newest.version + 1,
        dated_on,
        AgreementKind.RESTORED.value,
        former.lines,
        former.decision,
        former.missed_before,
    )
