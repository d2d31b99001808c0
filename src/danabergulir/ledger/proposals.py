"""Reading proposals with their decisions, member shares, and denda let go."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from sqlmodel import Session, col, func, select

from danabergulir.dates import Frequency
from danabergulir.domain.loan import Method
from danabergulir.domain.proposal import Decision, Proposal
from danabergulir.errors import NotFoundError
from danabergulir.ledger import registers
from danabergulir.ledger.tables import DecisionRow, LoanRow, LoanShareRow, PenaltyWaiverRow, ProposalRow
from danabergulir.money import Rupiah


def all_proposals(session: Session, as_of: date) -> list[Proposal]:
    """Return every proposal made by that day, decided or paid out by then or not, in the order of their numbers."""
    rows = session.exec(select(ProposalRow).where(col(ProposalRow.dated_on) <= as_of).order_by(col(ProposalRow.number)))
    return list(_proposals(session, rows, as_of))


def find_proposal(session: Session, number: str, as_of: date) -> Proposal:
    """Return the proposal with that number. Raises ``NotFoundError``."""
    row = session.get(ProposalRow, number.strip().upper())
    if row is None:
        raise NotFoundError(f'tidak ada pengajuan nomor "{number}"', "Lihat daftarnya: danabergulir pinjaman daftar")
    (proposal,) = _proposals(session, [row], as_of)
    return proposal


def _proposals(session: Session, rows: Iterable[ProposalRow], as_of: date) -> Iterable[Proposal]:
    groups = registers.all_ksm(session, as_of)
    decisions = {row.number: row for row in session.exec(select(DecisionRow).where(col(DecisionRow.dated_on) <= as_of))}
    disbursed = set(session.exec(select(LoanRow.number).where(col(LoanRow.disbursed_on) <= as_of)))
    for row in rows:
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
        )


def _decision(row: DecisionRow) -> Decision:
    return Decision(row.dated_on, bool(row.approved), row.minutes, bool(row.override), row.note)


def loan_shares(session: Session, number: str) -> tuple[tuple[int, Rupiah], ...]:
    """Return each member's number and share of a loan or proposal, in rupiah; empty when none were written down."""
    rows = session.exec(select(LoanShareRow).where(LoanShareRow.number == number).order_by(col(LoanShareRow.member)))
    return tuple((row.member, Rupiah(row.amount)) for row in rows)


def penalty_waived(session: Session, loan: str, as_of: date) -> Rupiah:
    """Return the denda let go on a loan by that day, in rupiah."""
    query = select(func.sum(PenaltyWaiverRow.amount)).where(
        PenaltyWaiverRow.loan == loan, col(PenaltyWaiverRow.dated_on) <= as_of
    )
    return Rupiah(session.exec(query).one() or 0)
