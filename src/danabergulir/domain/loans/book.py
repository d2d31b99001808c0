"""One loan as the books show it at a date."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from danabergulir.domain.loans.arrears import LoanPosition, position
from danabergulir.domain.loans.collectability import class_of
from danabergulir.domain.loans.rescheduling import missed_before_counts
from danabergulir.domain.loans.schedule import Agreement, Instalment
from danabergulir.domain.loans.terms import Loan, LoanState, Paid
from danabergulir.domain.policy.rules import CollectabilityClass, Policy
from danabergulir.money import NIL, Rupiah


@dataclass(frozen=True)
class LoanBook:
    """One loan as of the report date: the contract, what was paid by the end of last month and of this one.

    ``outstanding`` and ``outstanding_before`` come from the journal (rupiah of principal); ``schedule`` is the agreed
    one. ``cycle`` says the how-manieth loan of the KSM it is; ``missed_before`` the missed count before a rescheduling.
    ``written_off`` is principal off the balance sheet and still owed, ``recovered`` what came back of it;
    ``write_off`` is the agreement it was written off by, ``rescheduled`` whether an agreement put off an earlier one.
    """

    loan: Loan
    schedule: tuple[Instalment, ...]
    outstanding: Rupiah
    outstanding_before: Rupiah
    paid: Paid
    paid_before_month: Paid
    as_of: date
    policy: Policy
    cycle: int = 1
    missed_before: int = 0
    written_off: Rupiah = NIL
    recovered: Rupiah = NIL
    write_off: Agreement | None = None
    rescheduled: bool = False

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
    def collectability(self) -> CollectabilityClass:
        """Return the class it falls in."""
        return class_of(self.rated_missed_count, self.policy.classes)

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
    def state(self) -> LoanState:
        """Return the state at the report date."""
        if self.loan.terms.disbursed_on > self.as_of:
            return LoanState.NOT_YET
        if self.is_open:
            return LoanState.RESCHEDULED if self.rescheduled else LoanState.RUNNING
        if self.written_off:
            return LoanState.WRITTEN_OFF
        return LoanState.PAID_OFF if self.paid.principal else LoanState.CANCELLED
