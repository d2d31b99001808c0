"""Holding a loan against the lending rules, and the running series of numbers that proposals and loans share."""

from collections.abc import Sequence
from datetime import date
from re import fullmatch

from danabergulir.dates import Month
from danabergulir.domain.books import LoanBook
from danabergulir.domain.eligibility import Applicant, Check, check_list, months_running
from danabergulir.domain.lending_blocks import blocks_on
from danabergulir.domain.loan import KSM, LoanTerms
from danabergulir.domain.proposal import Proposal
from danabergulir.errors import RefusedError
from danabergulir.ledger import proposals, registers, sanctions, store
from danabergulir.ledger.loan_sums import loan_books_of
from danabergulir.money import Rupiah
from danabergulir.operations.registering import membership
from danabergulir.operations.simulating import Wish


def assess(
    session: store.Session,
    ksm: KSM,
    terms: LoanTerms,
    as_of: date,
    today: date,
    *,
    number: str = "",
    shares: Sequence[Rupiah] = (),
) -> tuple[Check, ...]:
    """Return the check list of a loan as of a day, by the policy, the members, the arrears and sanctions of that day.

    Other loans open ``today`` count as well: one that was made meanwhile is still one too many. ``number`` is that of
    the loan itself, which is never in its own way.
    """
    on_the_day = _others(session, ksm, as_of, number)
    by_now = _others(session, ksm, today, number) if today > as_of else on_the_day
    saved = proposals.months_saved(session, registers.chart(session, as_of), ksm.code, as_of)
    applicant = Applicant(
        ksm.code,
        membership(session, ksm, as_of),
        on_the_day,
        tuple(book for book in by_now if book.is_open),
        months_running(saved, Month.of(as_of)),
    )
    rules = registers.policy(session, as_of).lending
    return (*check_list(terms, shares, applicant, rules), *blocked(session, ksm, as_of))


def blocked(session: store.Session, ksm: KSM, as_of: date) -> tuple[Check, ...]:
    """Return the sanctions that hold back new loans to a KSM on a day, each as a broken rule; none where none does."""
    files = sanctions.sanction_files(session, registers.chart(session, as_of), as_of)
    if not files:
        return ()
    held = blocks_on(ksm, loan_books_of(session, as_of), files, registers.policy(session, as_of), as_of)
    return tuple(block.check for block in held)


def _others(session: store.Session, ksm: KSM, as_of: date, number: str) -> tuple[LoanBook, ...]:
    return tuple(book for book in loan_books_of(session, as_of, ksm.code) if book.loan.number != number)


def wish_of(proposal: Proposal) -> Wish:
    """Return the terms asked for in a proposal, open where they follow the policy."""
    return Wish(
        proposal.principal,
        proposal.term,
        proposal.jasa_percent,
        proposal.titipan_percent,
        proposal.method,
        proposal.frequency,
        proposal.grace,
    )


def refuse(checks: Sequence[Check], way_out: str) -> None:
    """Raise ``RefusedError`` naming these rules with value and limit, when there are any."""
    if checks:
        raise RefusedError("; ".join(check.message for check in checks), way_out)


def with_set_aside(note: str, checks: Sequence[Check]) -> str:
    """Return ``note`` followed by the rules that were set aside, so that whoever reads it later knows which."""
    told = f"Dikesampingkan: {'; '.join(check.message for check in checks)}" if checks else ""
    return ". ".join(part for part in (note.strip().rstrip("."), told) if part)


def next_number(session: store.Session) -> str:
    """Return the next number of a loan or proposal, ``P-0001`` onwards."""
    matches = (fullmatch(r"P-(\d{4,})", number) for number in proposals.numbers_in_use(session))
    return f"P-{1 + max((int(match[1]) for match in matches if match), default=0):04d}"
