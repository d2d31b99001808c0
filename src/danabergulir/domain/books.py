"""``Books``: the immutable as-of picture of one month that every report is built from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from functools import cached_property
from operator import attrgetter
from typing import Final, NamedTuple

from danabergulir.dates import Month
from danabergulir.domain.accounts import Account, Chart, Role
from danabergulir.domain.answering import NOTHING_YET, AnsweredFor
from danabergulir.domain.assets import FixedAsset
from danabergulir.domain.cash_count import CashCount
from danabergulir.domain.dunning.punctuality import PaymentRecord
from danabergulir.domain.dunning.sanctions import SanctionFile
from danabergulir.domain.dunning.trials import TextSent
from danabergulir.domain.groups import RwHead
from danabergulir.domain.journal import Voucher
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.outcomes import LetGo
from danabergulir.domain.loans.proposal import Proposal
from danabergulir.domain.loans.terms import LoanEntry
from danabergulir.domain.policy.rules import Policy
from danabergulir.domain.reached import GroupReached
from danabergulir.domain.tridaya import NO_TRIDAYA, Tridaya
from danabergulir.money import NIL, Rupiah


@dataclass(frozen=True, slots=True)
class Profile:
    """Who the UPK is, who signs, and how its letterhead looks. ``officers`` maps a post (``Manajer UPK``) to a name.

    ``signers`` are the posts that sign a report on paper, in order. ``logo`` is a picture as ``letterhead.logo_kind``
    takes it, ``colour`` six hexadecimal digits after a ``#``; both are empty where the UPK has none of its own.
    """

    upk: str
    board: str
    kelurahan: str
    kecamatan: str
    city: str
    province: str
    address: str = ""
    officers: Mapping[str, str] = field(default_factory=dict)
    signers: tuple[str, ...] = ()
    logo: bytes = b""
    colour: str = ""


class Movement(NamedTuple):
    """What one account moved in a stretch of time, in whole rupiah (plain integers: they come from SQL sums)."""

    debit: int = 0
    credit: int = 0

    @property
    def net(self) -> int:
        """Return debit less credit."""
        return self.debit - self.credit


STILL: Final = Movement()


@dataclass(frozen=True, slots=True)
class AccountFigures:
    """One account's sums up to the end of the month, by stretch of time.

    ``before_year`` is all before 1 January, ``year_before_month`` from 1 January to the end of last month, ``month``
    the month itself. Opening balances count as carried forward, never as a movement of the month. The entries of a
    year's close are kept apart, so that income and cost still show after it: ``closing_before`` and ``closing_month``
    close an earlier year, ``closing_own`` are those of December that close the year itself. All six add up to the
    balance.
    """

    account: Account
    before_year: Movement = STILL
    year_before_month: Movement = STILL
    month: Movement = STILL
    closing_before: Movement = STILL
    closing_month: Movement = STILL
    closing_own: Movement = STILL

    @property
    def opening_net(self) -> int:
        """Return the balance at the end of last month, debit positive."""
        return self.before_year.net + self.year_before_month.net + self.closing_before.net

    @property
    def debit(self) -> int:
        """Return the month's debits."""
        return self.month.debit + self.closing_month.debit + self.closing_own.debit

    @property
    def credit(self) -> int:
        """Return the month's credits."""
        return self.month.credit + self.closing_month.credit + self.closing_own.credit

    @property
    def net(self) -> int:
        """Return the balance at the end of the month, debit positive."""
        return self.opening_net + self.debit - self.credit

    @property
    def year_to_date(self) -> int:
        """Return what it moved from 1 January to the end of the month without closing entries, debit positive."""
        return self.year_before_month.net + self.month.net


class Scope(IntEnum):
    """Which loans a report looks at; each scope holds those before it."""

    NONE = 0
    LIVING = 1
    """Those that were not settled before the month began."""
    ALL = 2
    """Those, and what the register says of the settled ones."""


NOT_TOLD_APART: Final = "Belum dirinci per KSM"
"""The name on the card of savings that the ledger does not tell apart by KSM."""


@dataclass(frozen=True, slots=True)
class SavingsFigures:
    """What a KSM has saved, in rupiah: carried forward, put in and taken out in the month."""

    ksm: str
    name: str
    rw: str
    opening: Rupiah = NIL
    deposited: Rupiah = NIL
    withdrawn: Rupiah = NIL

    @property
    def balance(self) -> Rupiah:
        """Return what is saved at the end of the month."""
        return self.opening + self.deposited - self.withdrawn


@dataclass(frozen=True)
class Books:
    """Everything a monthly report needs, as of ``as_of``, and nothing dated after it.

    ``loans`` hold every loan disbursed (or paid on) by then that anything is told of, in the order of their numbers,
    where no report asked for less; of the others, ``settled`` before, only the register tells. ``vouchers`` are the
    month's, in the order of date and sequence, opening balances left out; ``corrections`` are merged into the ones that
    they correct. ``head`` is the digest of the newest voucher;
    ``control_total`` is what the opening balances say of all loans together. ``proposals`` are all made by then;
    ``sanctions`` hold a file for each loan that a letter or anything else was written about. ``payments`` say, by the
    loan's number, how the loans were paid since the year began, where a report asks for that. ``cash_count`` is the
    last count of the cash box in the month. ``is_over`` is False for a month that was still running when it was asked
    for: its figures may change. ``taken_back`` are the vouchers of earlier months that one of this month takes back;
    ``let_go`` is what the month's decisions let go of loans. ``rw_heads`` are the heads of the RW on the last day, by
    the number of the RW. ``tridaya`` are the funds for social aid and neighbourhood works, and what they pay for;
    ``reached`` the KSM that have borrowed, where all loans are asked for. ``answered_for`` is what the
    board decided in the month, and what was written down beside the money; ``texts_sent`` are those of all trials.
    """

    profile: Profile
    policy: Policy
    chart: Chart
    month: Month
    as_of: date
    opened_on: date
    figures: tuple[AccountFigures, ...]
    loans: tuple[LoanBook, ...]
    vouchers: tuple[Voucher, ...]
    savings: tuple[SavingsFigures, ...] = ()
    head: str = ""
    control_total: Rupiah | None = None
    assets: tuple[FixedAsset, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    sanctions: tuple[SanctionFile, ...] = ()
    payments: Mapping[str, PaymentRecord] = field(default_factory=dict)
    cash_count: CashCount | None = None
    corrections: tuple[Voucher, ...] = ()
    is_over: bool = True
    taken_back: tuple[Voucher, ...] = ()
    let_go: tuple[LetGo, ...] = ()
    settled: tuple[LoanEntry, ...] = ()
    rw_heads: Mapping[str, RwHead] = field(default_factory=dict)
    tridaya: Tridaya = NO_TRIDAYA
    reached: tuple[GroupReached, ...] = ()
    answered_for: AnsweredFor = NOTHING_YET
    texts_sent: tuple[TextSent, ...] = ()

    @cached_property
    def by_code(self) -> dict[str, AccountFigures]:
        """Return the figures by account code."""
        return {item.account.code: item for item in self.figures}

    @cached_property
    def reversed_by(self) -> dict[str, str]:
        """Return the vouchers that were taken back in the month, each with the number of the one that did."""
        return {item.posting.reverses: item.number for item in self.vouchers if item.posting.reverses}

    @cached_property
    def sanction_files(self) -> dict[str, SanctionFile]:
        """Return the files of loans under sanction by the loan's number."""
        return {item.loan: item for item in self.sanctions}

    def figures_with(self, role: Role) -> tuple[AccountFigures, ...]:
        """Return the figures of every account with the role."""
        return tuple(item for item in self.figures if role in item.account.roles)

    @cached_property
    def register(self) -> tuple[LoanEntry, ...]:
        """Return a line for every loan, the newest first."""
        lines = (*(book.entry for book in self.loans), *self.settled)
        return tuple(sorted(lines, key=attrgetter("order"), reverse=True))

    @cached_property
    def open_loans(self) -> tuple[LoanBook, ...]:
        """Return the loans with principal outstanding."""
        return tuple(book for book in self.loans if book.is_open)

    @cached_property
    def owing_loans(self) -> tuple[LoanBook, ...]:
        """Return the loans that are not paid off: with principal outstanding, or repaid while jasa stayed owed."""
        return tuple(book for book in self.loans if book.owes)
