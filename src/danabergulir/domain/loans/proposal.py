"""A loan asked for, and what the board decided."""

from datetime import date
from enum import StrEnum
from fractions import Fraction

from danabergulir.dates import Frequency
from danabergulir.domain.groups import KSM
from danabergulir.domain.loans.eligibility import Check
from danabergulir.domain.loans.member_shares import Shares
from danabergulir.domain.loans.terms import LoanTerms
from danabergulir.domain.policy.choices import Method
from danabergulir.domain.reached import GroupReached
from danabergulir.frozen import Struct
from danabergulir.money import Rupiah


class ProposalState(StrEnum):
    """The state of a proposal, derived: asked for, granted, turned down, or paid out."""

    PROPOSED = "diajukan"
    GRANTED = "diputuskan"
    REJECTED = "ditolak"
    DISBURSED = "cair"


class Decision(Struct, frozen=True):
    """The board's decision; ``minutes`` is the number of the berita acara, ``override`` sets rules aside."""

    dated_on: date
    approved: bool
    minutes: str
    override: bool = False
    note: str = ""


class Proposal(Struct, frozen=True):
    """A loan asked for; what is None follows the policy on the day it is paid out. ``number`` becomes the loan's.

    ``shares`` maps a member's number to that member's part in rupiah; it is empty or sums to the principal.
    ``override`` is the number of the minutes that let it be asked for against a sanction.
    """

    number: str
    ksm: KSM
    proposed_on: date
    principal: Rupiah
    term: int
    jasa_percent: Fraction | None = None
    titipan_percent: Fraction | None = None
    method: Method | None = None
    frequency: Frequency | None = None
    grace: int = 0
    purpose: str = ""
    shares: Shares = ()
    decision: Decision | None = None
    disbursed: bool = False
    override: str = ""

    @property
    def amounts(self) -> tuple[Rupiah, ...]:
        """Return the members' parts in rupiah; empty when none were written down."""
        return tuple(amount for _, amount in self.shares)

    @property
    def state(self) -> ProposalState:
        """Return where the proposal stands."""
        if self.disbursed:
            return ProposalState.DISBURSED
        if self.decision is None:
            return ProposalState.PROPOSED
        return ProposalState.GRANTED if self.decision.approved else ProposalState.REJECTED


class Assessed(Struct, frozen=True):
    """A proposal with the terms it would have on a day, whom it would reach, and its check list on that day."""

    proposal: Proposal
    terms: LoanTerms
    reached: GroupReached
    checks: tuple[Check, ...]
    as_of: date


class Decided(Struct, frozen=True):
    """A proposal with its decision, and what the rules have against it."""

    proposal: Proposal
    decision: Decision
    warnings: tuple[str, ...]


def decision_word(decision: Decision) -> str:
    """Return ``disetujui`` or ``ditolak``."""
    return "disetujui" if decision.approved else "ditolak"
