"""``Books``: the immutable as-of picture of one month that every report is built from."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeVar, cast

from danabergulir.dates import Month
from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.answering import NOTHING_YET, AnsweredFor
from danabergulir.domain.assets import FixedAsset
from danabergulir.domain.cash_count import CashCount
from danabergulir.domain.dunning.punctuality import PaymentRecord
from danabergulir.domain.dunning.sanctions import SanctionFile
from danabergulir.domain.dunning.trials import TextSent
from danabergulir.domain.entries import AccountFigures, SavingsFigures
from danabergulir.domain.groups import RwHead
from danabergulir.domain.journal import Voucher
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.outcomes import LetGo
from danabergulir.domain.loans.proposal import Proposal
from danabergulir.domain.loans.terms import LoanEntry
from danabergulir.domain.policy.rules import Policy
from danabergulir.domain.reached import GroupReached
from danabergulir.domain.tridaya import NO_TRIDAYA, Tridaya
from danabergulir.frozen import Struct, field
from danabergulir.money import Rupiah

Made = TypeVar("Made")


class Books(Struct, frozen=True, dict=True):
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

    def once(self, make: "Callable[[Books], Made]") -> Made:
        """Return what ``make`` makes of these books; it is made but once, for all reports that read it."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("Made", self._made[make])

    @cached_property
    def _made(self) -> "dict[Callable[[Books], Any], Any]":
        return {}

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
