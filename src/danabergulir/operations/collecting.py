"""Receiving repayments, and taking vouchers back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.allocation import Allocation, allocate, pay_off_amount
from danabergulir.domain.arrears import LoanPosition, position
from danabergulir.domain.journal import Component, Event, Posting, Transfer, Voucher, VoucherKind, kind_of, reverse
from danabergulir.domain.loan import Loan, Paid
from danabergulir.domain.plausibility import receipt_doubts
from danabergulir.domain.policy import Policy
from danabergulir.domain.schedule import Instalment, still_owed
from danabergulir.errors import RefusedError, UsageError
from danabergulir.ledger import reader, registers
from danabergulir.money import NIL, Rupiah, format_rupiah, total
from danabergulir.operations.desk import Desk, recording
from danabergulir.operations.lending import find_loan

Typed = Mapping[Component, Rupiah]
"""The components that a person typed by hand."""

END_OF_TIME: Final = date(9999, 12, 31)

_ROLES: Final = {
    Component.PENALTY: Role.PENALTY_INCOME,
    Component.JASA: Role.JASA_INCOME,
    Component.TITIPAN: Role.TITIPAN,
    Component.PRINCIPAL: Role.RECEIVABLE,
    Component.SAVINGS: Role.SAVINGS,
}


@dataclass(frozen=True, slots=True)
class Debt:
    """What receiving a repayment needs to know of a loan: contract, all receipts so far, principal still owed."""

    loan: Loan
    schedule: tuple[Instalment, ...]
    paid: Paid
    outstanding: Rupiah

    def after(self, allocation: Allocation) -> "Debt":
        """Return the debt once ``allocation`` is received."""
        received = Paid(allocation.principal, allocation.jasa, allocation.titipan, allocation.penalty)
        return replace(self, paid=self.paid + received, outstanding=self.outstanding - allocation.principal)


def debt_of(desk: Desk, loan: Loan) -> Debt:
    """Return the debt of a loan after everything recorded so far, whatever its date."""
    figures = reader.loan_figures(desk.session, desk.chart, END_OF_TIME, loan.number)
    agreement = registers.agreements(desk.session, END_OF_TIME, [loan.number])[loan.number]
    return Debt(loan, agreement.lines, loan.paid_before + figures.received, figures.outstanding)


def laid_out(debt: Debt, amount: Rupiah, typed: Typed, received_on: date, policy: Policy) -> Allocation:
    """Return how a receipt is split: as typed by hand, else by the policy's order.

    Raises ``UsageError`` when the typed components do not add up, ``RefusedError`` when the loan owes less.
    """
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
        if allocation.principal > debt.outstanding:
            raise RefusedError(
                f"pokok {format_rupiah(allocation.principal)} lebih besar daripada saldo pinjaman "
                f"{debt.loan.number}, {format_rupiah(debt.outstanding)}",
                f"Isi pokok paling banyak {format_rupiah(debt.outstanding)}.",
            )
        return allocation
    owed = pay_off_amount(debt.schedule, debt.paid) if debt.outstanding or debt.paid.principal else NIL
    if amount > owed:
        raise RefusedError(
            f"setoran {format_rupiah(amount)} lebih besar daripada seluruh kewajiban pinjaman "
            f"{debt.loan.number}, {format_rupiah(owed)}",
            f"Untuk melunasi: terima {debt.loan.number} {owed.value}"
            if owed
            else "Pinjaman ini tidak punya kewajiban lagi. Periksa nomor pinjamannya.",
        )
    return allocate(amount, debt.schedule, debt.paid, received_on, policy.allocation.order)


def receipt_posting(
    chart: Chart,
    loan: Loan,
    allocation: Allocation,
    received_on: date,
    money_account: str,
    *,
    memo: str = "",
    external_ref: str | None = None,
) -> Posting:
    """Return the posting of a receipt: the money account is debited, each component's own account credited."""
    transfers = tuple(
        Transfer(money_account, chart.with_role(_ROLES[component]).code, amount, component, loan.number, loan.ksm.code)
        for component, amount in allocation.parts()
    )
    return Posting(
        kind_of(transfers, chart),
        Event.REPAYMENT,
        received_on,
        memo or f"Angsuran pinjaman {loan.number}",
        transfers,
        loan.ksm.name,
        loan.number,
        external_ref,
    )


@dataclass(frozen=True, slots=True)
class Received:
    """A receipt as recorded, and where the loan stands after it on that day.

    ``coming`` is what is left of the next instalment after that day, None when nothing is to come.
    """

    voucher: Voucher
    loan: Loan
    allocation: Allocation
    outstanding: Rupiah
    position: LoanPosition
    coming: Instalment | None
    warnings: tuple[str, ...]


def receive(
    path: Path,
    words: str,
    amount: Rupiah,
    received_on: date,
    now: datetime,
    *,
    typed: Typed | None = None,
    into: str | None = None,
    memo: str = "",
    external_ref: str | None = None,
) -> Received:
    """Receive a repayment on a loan, named by its number or its KSM, into the cash box or the account named.

    Raises ``RefusedError`` for a day before the disbursement, for more than is owed, and for an ``external_ref`` that
    is already recorded.
    """
    with recording(path, now) as desk:
        desk.check_date(received_on)
        loan = find_loan(desk.session, words, max(received_on, now.date()))
        if received_on < loan.terms.disbursed_on:
            raise RefusedError(
                f"setoran {format_form(received_on)} lebih dulu daripada pencairan pinjaman {loan.number}, "
                f"{format_form(loan.terms.disbursed_on)}",
                "Periksa --tanggal dan nomor pinjamannya.",
            )
        if external_ref:
            refuse_known_reference(reader.external_refs(desk.session), external_ref)
        policy, debt = desk.policy(received_on), debt_of(desk, loan)
        allocation = laid_out(debt, amount, typed or {}, received_on, policy)
        posting = receipt_posting(
            desk.chart, loan, allocation, received_on, desk.money_account(into), memo=memo, external_ref=external_ref
        )
        earlier = reader.loan_vouchers(desk.session, loan.number, received_on)
        again = any(
            item.posting.event is Event.REPAYMENT
            and item.posting.dated_on == received_on
            and reader.reversal_of(desk.session, item.number) is None
            for item in earlier
        )
        doubts = receipt_doubts(
            loan.terms, debt.schedule, received_on, allocation if typed else Allocation(), again_on_day=again
        )
        voucher = desk.record(posting)
        figures = reader.loan_figures(desk.session, desk.chart, received_on, loan.number)
        paid = loan.paid_before + figures.received
        where = position(debt.schedule, paid, received_on, policy.arrears)
        coming = next(
            (line for line in still_owed(debt.schedule, paid) if line.due_on > received_on and line.amount), None
        )
        return Received(voucher, loan, allocation, figures.outstanding, where, coming, tuple(doubts))


def refuse_known_reference(known: Mapping[str, str], reference: str) -> None:
    """Raise ``RefusedError`` when the treasurer's own number is already recorded."""
    if reference in known:
        raise RefusedError(
            f'nomor bukti luar "{reference}" sudah dicatat pada {known[reference]}; tidak dicatat dua kali',
            f"Lihat catatannya: danabergulir bukti {known[reference]}",
        )


def reverse_voucher(path: Path, number: str, reason: str, dated_on: date, now: datetime) -> Voucher:
    """Take a voucher back by a new one; the old one stays. Raises ``RefusedError`` where that makes no sense."""
    if not reason.strip():
        raise UsageError("alasan belum diisi", 'Tulis sebabnya: --alasan "salah jumlah"')
    with recording(path, now) as desk:
        desk.check_date(dated_on)
        victim = reader.find_voucher(desk.session, number)
        already = reader.reversal_of(desk.session, victim.number)
        if already:
            raise RefusedError(f"bukti {victim.number} sudah dibatalkan oleh {already}", f"Lihat: bukti {already}")
        if victim.posting.reverses:
            raise RefusedError(
                f"bukti {victim.number} sendiri adalah pembatalan {victim.posting.reverses}",
                "Catat lagi kejadian yang benar dengan bukti baru.",
            )
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
        return desk.record(reverse(victim, dated_on, reason.strip()))


def _refuse_while_repaid(desk: Desk, disbursement: Voucher) -> None:
    assert disbursement.posting.loan is not None
    loan = registers.find_loan(desk.session, disbursement.posting.loan, desk.now.date())
    if debt_of(desk, loan).paid != loan.paid_before:
        raise RefusedError(
            f"pinjaman {loan.number} sudah punya setoran, pencairannya tidak dapat dibatalkan",
            f"Batalkan dulu setorannya. Lihat: danabergulir pinjaman kartu {loan.number}",
        )
