"""Reading proposals with their decisions, member shares of loans and receipts, saving habits, and denda let go."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from danabergulir.dates import Frequency, Month
from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.journal import Event
from danabergulir.domain.loans.member_shares import ReceiptShare
from danabergulir.domain.loans.proposal import Decision, Proposal
from danabergulir.domain.loans.terms import number_order
from danabergulir.domain.policy.choices import Method
from danabergulir.errors import NotFoundError, perhaps
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.sql import columns_of, rows
from danabergulir.ledger.tables.journal import TransferRow, VoucherRow
from danabergulir.ledger.tables.loans import LoanRow
from danabergulir.ledger.tables.proposals import DecisionRow, LoanShareRow, ProposalRow, ReceiptShareRow
from danabergulir.ledger.tables.records import PenaltyWaiverRow
from danabergulir.money import Rupiah


def all_proposals(session: Session, as_of: date) -> list[Proposal]:
    """Return every proposal made by that day, decided or paid out by then or not, in the order of their numbers."""
    made = columns_of(ProposalRow)
    asked = rows(session, columns(*made).where(made.dated_on <= as_of))
    return list(_proposals(session, sorted(asked, key=lambda row: number_order(row.number)), as_of))


def find_proposal(session: Session, number: str, as_of: date) -> Proposal:
    """Return the proposal with that number. Raises ``NotFoundError``."""
    row = session.get(ProposalRow, number.strip().upper())
    if row is None:
        known = list(session.exec(select(ProposalRow.number)))
        raise NotFoundError(
            f'tidak ada pengajuan nomor "{number[:40]}"',
            f"{perhaps(number, zip(known, known, strict=True))}Lihat daftarnya: danabergulir pinjaman pengajuan",
        )
    (proposal,) = _proposals(session, [row], as_of)
    return proposal


def numbers_in_use(session: Session) -> list[str]:
    """Return the number of every proposal and every loan; one that is both stands twice."""
    return [*session.exec(select(ProposalRow.number)), *session.exec(select(LoanRow.number))]


def neither_loan_nor_proposal(session: Session, number: str) -> NotFoundError:
    """Return the error for a number under which nothing was asked for or paid out, with the numbers near it."""
    known = numbers_in_use(session)
    return NotFoundError(
        f'tidak ada pinjaman atau pengajuan nomor "{number[:40]}"',
        f"{perhaps(number, zip(known, known, strict=True))}"
        "Lihat daftarnya: danabergulir pinjaman daftar, atau danabergulir pinjaman pengajuan",
    )


def _proposals(session: Session, asked: Sequence[Any], as_of: date) -> Iterable[Proposal]:
    if not asked:
        return
    groups = registers.all_ksm(session, as_of)
    decisions = {row.number: row for row in session.exec(select(DecisionRow).where(col(DecisionRow.dated_on) <= as_of))}
    disbursed = set(session.exec(select(LoanRow.number).where(col(LoanRow.disbursed_on) <= as_of)))
    for row in asked:
        decision = decisions.get(row.number)
        yield Proposal(
            row.number,
            groups[row.ksm],
            row.dated_on,
            Rupiah(row.principal),
            row.term,
            None if row.jasa_percent is None else Fraction(row.jasa_percent),
            None if row.titipan_percent is None else Fraction(row.titipan_percent),
            None if row.method is None else Method(row.method),
            None if row.frequency is None else Frequency(row.frequency),
            row.grace,
            row.purpose,
            loan_shares(session, row.number),
            None if decision is None else _decision(decision),
            row.number in disbursed,
            row.override,
        )


def _decision(row: DecisionRow) -> Decision:
    return Decision(row.dated_on, bool(row.approved), row.minutes, bool(row.override), row.note)


def loan_shares(session: Session, number: str) -> tuple[tuple[int, Rupiah], ...]:
    """Return each member's number and share of a loan or proposal, in rupiah; empty when none were written down."""
    shares = session.exec(select(LoanShareRow).where(LoanShareRow.number == number).order_by(col(LoanShareRow.member)))
    return tuple((row.member, Rupiah(row.amount)) for row in shares)


def receipt_shares(session: Session, loan: str, as_of: date) -> list[ReceiptShare]:
    """Return who paid what of a loan's receipts up to that day, oldest first; receipts taken back are left out."""
    reversal = aliased(VoucherRow)
    query = (
        select(ReceiptShareRow)
        .join(VoucherRow, col(VoucherRow.number) == ReceiptShareRow.voucher)
        .outerjoin(reversal, (col(reversal.reverses) == VoucherRow.number) & (col(reversal.dated_on) <= as_of))
        .where(VoucherRow.loan == loan, col(VoucherRow.dated_on) <= as_of, col(reversal.number).is_(None))
        .order_by(col(VoucherRow.dated_on), col(ReceiptShareRow.id))
    )
    return [ReceiptShare(row.voucher, row.member, Rupiah(row.amount), row.carried) for row in session.exec(query)]


def months_saved(session: Session, chart: Chart, ksm: str, as_of: date) -> frozenset[Month]:
    """Return the months in which a KSM put savings in, up to that day; deposits taken back do not count."""
    reversal = aliased(VoucherRow)
    accounts = [account.code for account in chart.all_with(Role.SAVINGS)]
    query = (
        select(col(TransferRow.dated_on))
        .join(VoucherRow, col(VoucherRow.sequence) == TransferRow.voucher)
        .outerjoin(reversal, col(reversal.reverses) == VoucherRow.number)
        .where(TransferRow.ksm == ksm, col(TransferRow.credit).in_(accounts), col(TransferRow.dated_on) <= as_of)
        .where(col(VoucherRow.reverses).is_(None), col(reversal.number).is_(None))
        .where(VoucherRow.event != Event.OPENING.value)
    )
    return frozenset(Month.of(dated_on) for dated_on in session.exec(query))


def penalty_waived(session: Session, loan: str, as_of: date) -> Rupiah:
    """Return the denda let go on a loan by that day, in rupiah."""
    query = select(func.sum(PenaltyWaiverRow.amount)).where(
        PenaltyWaiverRow.loan == loan, col(PenaltyWaiverRow.dated_on) <= as_of
    )
    return Rupiah(session.exec(query).one() or 0)
