"""The papers of one loan or proposal, from what was asked for to the card that is kept while it is paid back."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from danabergulir.domain.groups import KSM
from danabergulir.domain.journal import Event
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.loans.eligibility import Check
from danabergulir.domain.loans.proposal import Proposal
from danabergulir.domain.loans.terms import Loan, LoanState, LoanTerms
from danabergulir.errors import NotFoundError
from danabergulir.frozen import Struct, replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import agreements, proposals, registers, vouchers
from danabergulir.ledger.read.finding import heads
from danabergulir.operations.groups import present_members
from danabergulir.operations.loans.disbursement import LoanCard, loan_card
from danabergulir.operations.loans.proposals import assess, reached_by, wish_of
from danabergulir.operations.loans.simulation import terms_of
from danabergulir.reports.model.frame import tied_to
from danabergulir.reports.model.paper import Paper
from danabergulir.reports.papers import agreement, cards, proposal_papers
from danabergulir.reports.papers.borrowers import Borrowers, BorrowingMember
from danabergulir.reports.shown import loan_card as loan_cards


class Dossier(Struct, frozen=True):
    """The papers that there are of a loan or proposal, in the order in which they arise.

    ``remarks`` say which there are not, and what whoever prints them must know.
    """

    number: str
    papers: tuple[Paper, ...]
    remarks: tuple[str, ...]


def issuer(path: Path, as_of: date) -> tuple[Profile, str]:
    """Return who the UPK is on a day, and the head of the chain up to that day: what every card carries."""
    with store.reading(path) as connection:
        return registers.profile(connection, as_of), heads.shown(connection, as_of)


def dossier(path: Path, number: str, as_of: date) -> Dossier:
    """Return the papers of the loan or proposal with that number, as of a day. Raises ``NotFoundError``.

    Each paper speaks of the day it is about: the proposal, the decision, the disbursement; only the card and the plan
    of instalments change as the loan is paid back.
    """
    with store.reading(path) as connection:
        proposal, loan = _found(connection, number, as_of)
        papers = list(_sheets(connection, proposal))
        if loan is not None:
            papers += _signed_at_disbursement(connection, loan, proposal)
    card = None if loan is None else loan_card(path, loan.number, as_of)
    if card is not None:
        papers += _kept_while_running(card, *issuer(path, as_of))
    known_as = next(item.number for item in (loan, proposal) if item is not None)
    return Dossier(known_as, tuple(papers), tuple(_remarks(proposal, card)))


def _remarks(proposal: Proposal | None, card: LoanCard | None) -> Iterator[str]:
    if proposal is None:
        yield "Lembar pengajuan dan putusan tidak ada: pinjaman ini dicairkan tanpa pengajuan."
    elif proposal.decision is None:
        yield "Lembar putusan belum ada: pengajuan ini belum diputuskan."
    if card is None:
        if proposal is not None and (proposal.decision is None or proposal.decision.approved):
            yield "Surat perjanjian, pernyataan, jadwal, dan kartu dibuat sesudah pinjaman cair."
    elif card.book.state is LoanState.CANCELLED:
        yield "Perhatikan: pencairan pinjaman ini sudah dibatalkan."
    elif not _has_instalments(card):
        yield "Jadwal angsuran tidak ada: pinjaman ini tidak mempunyai angsuran lagi."


def _found(connection: store.Connection, number: str, as_of: date) -> tuple[Proposal | None, Loan | None]:
    """Return the proposal made and the loan paid out under a number by that day, at least one of them."""
    proposal = None
    with suppress(NotFoundError):
        proposal = proposals.find_proposal(connection, number, as_of)
    loan = registers.loan_or_none(connection, number, as_of)
    if proposal is not None and proposal.proposed_on > as_of:
        proposal = None
    if loan is not None and loan.terms.disbursed_on > as_of:
        loan = None
    if proposal is None and loan is None:
        raise proposals.neither_loan_nor_proposal(connection, number)
    return proposal, loan


def _sheets(connection: store.Connection, proposal: Proposal | None) -> Iterator[Paper]:
    """Yield the sheet of a proposal and that of the decision on it, with the check list of their days."""
    if proposal is None:
        return
    asked, decision = _as_on(connection, proposal, proposal.proposed_on), proposal.decision
    borrowers = _borrowers(connection, asked.ksm, asked.number, asked.proposed_on)
    terms, checks = _judged(connection, asked, asked.proposed_on)
    reached = reached_by(connection, asked, asked.proposed_on)
    yield proposal_papers.proposal_sheet(borrowers, asked, terms, checks, reached)
    if decision is not None:
        on = decision.dated_on
        decided = _as_on(connection, proposal, on)
        judged = _judged(connection, decided, on)
        yield proposal_papers.decision_sheet(registers.profile(connection, on), decided, decision, *judged)


def _as_on(connection: store.Connection, proposal: Proposal, day: date) -> Proposal:
    """Return a proposal with its KSM as it was on a day, so that a new chair does not sign old papers."""
    return replace(proposal, ksm=registers.all_ksm(connection, day)[proposal.ksm.code])


def _judged(connection: store.Connection, proposal: Proposal, as_of: date) -> tuple[LoanTerms, tuple[Check, ...]]:
    """Return the terms that a proposal had on a day and its check list then, whatever loans were made since."""
    terms = terms_of(wish_of(proposal), as_of, registers.policy(connection, as_of))
    checks = assess(connection, proposal.ksm, terms, as_of, as_of, number=proposal.number, shares=proposal.amounts)
    return terms, checks


def _signed_at_disbursement(connection: store.Connection, loan: Loan, proposal: Proposal | None) -> Iterator[Paper]:
    on = loan.terms.disbursed_on
    ksm = registers.all_ksm(connection, on)[loan.ksm.code]
    borrowers = _borrowers(connection, ksm, loan.number, on)
    contract = agreements.versions_of(connection, loan.number, on)[0]
    paid_out = next(
        (item for item in vouchers.of_loan(connection, loan.number, on) if item.posting.event is Event.DISBURSEMENT),
        None,
    )
    bound = agreement.Bound(
        borrowers,
        loan,
        contract.lines,
        purpose=proposal.purpose if proposal else "",
        decided_on=proposal.decision.dated_on if proposal and proposal.decision else None,
        policy=registers.policy(connection, on),
        footer=f"Bukti {paid_out.number}. {tied_to(paid_out.digest)}" if paid_out else "",
    )
    yield agreement.agreement_paper(bound)
    yield agreement.liability_paper(bound)


def _borrowers(connection: store.Connection, ksm: KSM, number: str, as_of: date) -> Borrowers:
    """Return a KSM with its members of that day, and everybody else who has a part of the loan."""
    shares = dict(proposals.loan_shares(connection, number))
    present = {member.number for member in present_members(connection, ksm, as_of)}
    known = registers.members(connection, as_of, ksm.code)
    parts = tuple(
        BorrowingMember(member, shares.get(member.number))
        for member in known
        if member.number in present | shares.keys()
    )
    return Borrowers(registers.profile(connection, as_of), ksm, parts, as_of)


def _has_instalments(card: LoanCard) -> bool:
    """Return whether the schedule in force has lines, beside the one that stands for all that was paid before."""
    return card.schedule[-1].number > 0


def _kept_while_running(card: LoanCard, profile: Profile, head: str) -> Iterator[Paper]:
    number = card.book.loan.number
    if _has_instalments(card):
        yield cards.card_paper(cards.instalment_plan(card.book, card.agreement), number, profile, head)
    yield cards.card_paper(loan_cards.loan_card(card.book, card.schedule, card.vouchers), number, profile, head)
