"""One loan as the books show it at a date."""

from collections.abc import Iterable
from datetime import date
from enum import IntEnum
from functools import cached_property

from danabergulir.dates import Frequency
from danabergulir.domain.groups import KSM
from danabergulir.domain.loans.arrears import LoanPosition, position
from danabergulir.domain.loans.collectability import class_of
from danabergulir.domain.loans.rescheduling import missed_before_counts
from danabergulir.domain.loans.saving_plan import NO_SAVING, SavingPlan
from danabergulir.domain.loans.schedule import Agreement, Instalment
from danabergulir.domain.loans.terms import Loan, LoanEntry, LoanState, Paid
from danabergulir.domain.policy.choices import MissedRule
from danabergulir.domain.policy.lateness import CollectabilityClass
from danabergulir.domain.policy.rules import Policy
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah


class Scope(IntEnum):
    """Which loans a report looks at; each scope holds those before it."""

    NONE = 0
    LIVING = 1
    """Those that were not settled before the month began."""
    ALL = 2
    """Those, and what the register says of the settled ones."""


class LoanBook(Struct, frozen=True, dict=True):
    """One loan as of the report date: the contract, what was paid by the end of last month and of this one.

    ``outstanding`` and ``outstanding_before`` come from the journal (rupiah of principal); ``schedule`` is the agreed
    one, as far as it is asked for: ``repaid_on`` is the day on which the principal was repaid while jasa stayed owed.
    ``cycle`` says the how-manieth loan of the KSM it is, where that is read; ``missed_before`` the missed count before
    a rescheduling.
    ``written_off`` is principal off the balance sheet and still owed, ``recovered`` what came back of it;
    ``write_off`` is the agreement it was written off by; ``saving`` are the compulsory savings that go with it,
    ``rescheduled`` says whether an agreement put off an earlier one.
    """

    loan: Loan
    schedule: tuple[Instalment, ...]
    outstanding: Rupiah
    outstanding_before: Rupiah
    paid: Paid
    paid_before_month: Paid
    as_of: date
    policy: Policy
    cycle: int = 0
    missed_before: int = 0
    written_off: Rupiah = NIL
    recovered: Rupiah = NIL
    write_off: Agreement | None = None
    repaid_on: date | None = None
    saving: SavingPlan = NO_SAVING
    rescheduled: bool = False

    @property
    def ksm(self) -> KSM:
        """Return the borrower."""
        return self.loan.ksm

    @cached_property
    def position(self) -> LoanPosition:
        """Return how late it is at the report date."""
        return position(self.schedule, self.paid, self.as_of, self.policy.arrears)

    @cached_property
    def rated_missed_count(self) -> int:
        """Return the missed count that its class and the risk of the portfolio go by.

        That of the day; once rescheduled, at least that of before until the loan has proved itself.
        """
        missed, proving = self.position.missed_count, self.policy.rescheduling.proving
        if self.missed_before > missed and missed_before_counts(self.schedule, self.paid, proving):
            return self.missed_before
        return missed

    @property
    def keeps_old_class(self) -> bool:
        """Return whether class and risk still go by the missed count of before a rescheduling, not by the day's."""
        return self.rated_missed_count != self.position.missed_count

    @cached_property
    def collectability(self) -> CollectabilityClass:
        """Return the class it falls in: that of the day, or that of before a rescheduling where it still counts."""
        stand, classes = self.position, self.policy.classes
        # A count in months says nothing about how often the loan is repaid.
        in_months = self.policy.arrears.missed is MissedRule.MONTHS
        frequency = Frequency.MONTHLY if in_months else self.loan.terms.frequency
        now = class_of(stand.missed_count, classes, frequency=frequency, days_late=stand.days_late)
        if self.rated_missed_count == stand.missed_count:
            return now
        before = class_of(self.rated_missed_count, classes, frequency=frequency)
        return max(now, before, key=lambda item: item.number)

    @property
    def matures_on(self) -> date:
        """Return its last due date: of the schedule in force, or of the contract once nothing falls due any more."""
        if self.schedule and self.schedule[-1].number:
            return self.schedule[-1].due_on
        return self.loan.terms.due_on(self.loan.terms.term)

    @property
    def is_open(self) -> bool:
        """Return whether principal is outstanding at the report date."""
        return self.outstanding > NIL

    @property
    def owes(self) -> bool:
        """Return whether the loan is not paid off: principal is outstanding, or jasa stayed owed when it was repaid."""
        return self.is_open or (self.repaid_on is not None and self.position.is_behind)

    @property
    def savings_behind(self) -> Rupiah:
        """Return the compulsory savings that should have come with what is due and did not, in rupiah."""
        return self.savings_missing(date.min, self.as_of)

    def savings_missing(self, first: date, last: date) -> Rupiah:
        """Return what is missing of the compulsory savings of the instalments due on these days, in rupiah."""
        return self.saving.behind(self.schedule, last, first)

    @property
    def state(self) -> LoanState:
        """Return the state at the report date."""
        if self.loan.terms.disbursed_on > self.as_of:
            return LoanState.NOT_YET
        if self.owes:
            return LoanState.RESCHEDULED if self.rescheduled else LoanState.RUNNING
        if self.written_off:
            return LoanState.WRITTEN_OFF
        return LoanState.PAID_OFF if self.paid.principal else LoanState.CANCELLED

    @property
    def entry(self) -> LoanEntry:
        """Return its line of the register."""
        terms = self.loan.terms
        return LoanEntry(
            number=self.loan.number,
            ksm=self.ksm,
            disbursed_on=terms.disbursed_on,
            cycle=self.cycle,
            principal=terms.principal,
            jasa_rate=terms.jasa_rate,
            term=terms.term,
            frequency=terms.frequency,
            state=self.state,
            repaid=self.paid.principal,
            outstanding=self.outstanding,
        )


class OfLoan(Struct, frozen=True):
    """Something that is told of one loan, as the books show it."""

    book: LoanBook

    @property
    def loan(self) -> Loan:
        """Return the contract."""
        return self.book.loan

    @property
    def ksm(self) -> KSM:
        """Return the borrower."""
        return self.book.loan.ksm


def group_count(loans: Iterable[LoanBook | LoanEntry]) -> int:
    """Return how many KSM these loans were made to."""
    return len({loan.ksm.code for loan in loans})
