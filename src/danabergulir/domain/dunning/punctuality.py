"""Who paid every instalment on time in a stretch of days: what the fund thanks a KSM for.

A loan was paid on time when it was behind at the end of no day of the stretch, by the one definition of being behind
(``arrears``). That can begin on a due date, and on a day on which money is paid back. What was taken back since was
never paid, and an end of the loan that was taken back never ended it.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from danabergulir.dates import days_after
from danabergulir.domain.loans.arrears import is_behind
from danabergulir.domain.loans.repaid import asked_for, repaid_day
from danabergulir.domain.loans.schedule import Agreement, AgreementKind, Instalment, without_ends_taken_back
from danabergulir.domain.loans.terms import NOTHING_PAID, Loan, Paid
from danabergulir.frozen import Struct


class PaidBy(NamedTuple):
    """What had been paid on a loan by the end of a day, since the ledger was opened."""

    on: date
    paid: Paid


class PaymentRecord(Struct, frozen=True, dict=True):
    """How one loan was paid in a stretch of days: every version of its schedule, and what had been paid by which day.

    A receipt that was taken back is in none of them. ``payments`` begin with the day before the stretch; each day on
    which something moved follows.
    """

    loan: str
    agreements: tuple[Agreement, ...]
    payments: tuple[PaidBy, ...]

    @property
    def paid(self) -> Paid:
        """Return what was paid in the stretch."""
        return self.payments[-1].paid - self.payments[0].paid

    def due(self, until: date) -> tuple[Instalment, ...]:
        """Return the instalments that fell due in the stretch up to ``until``, by the agreement of the day before."""
        since, is_alone = self.payments[0].on, len(self._standing) == 1  # as of nearly every loan
        return tuple(
            [
                line
                for version in self._standing
                for line in version.lines
                if since < line.due_on <= until and line.number and line.amount
                if is_alone or self._agreement(days_after(line.due_on, -1)) is version
            ]
        )

    def is_punctual(self, loan: Loan, until: date) -> bool:
        """Return whether the loan was paid on time up to ``until``; never when rescheduled or written off."""
        kinds = [version.kind for version in self._standing]
        if any(kind.puts_off for kind in kinds) or kinds[-1] is AgreementKind.WRITTEN_OFF:
            return False
        paid = self._paid_in_all(loan)
        if paid[0].paid.principal >= loan.terms.principal:
            return True  # repaid before the stretch: what jasa it still owes is an old matter
        return not any(self._is_behind(loan, paid, day) for day in self._days_to_look_at(until))

    def was_paid(self, loan: Loan, due_on: date, by: date) -> bool:
        """Return whether everything due up to ``due_on`` was paid by the end of ``by``, as it had been agreed then.

        What was put off or written off in the meantime was not paid.
        """
        agreed, now = self._agreement(days_after(due_on, -1)), self._agreement(by)
        if now.kind.puts_off or now.kind is AgreementKind.WRITTEN_OFF:
            now = agreed
        paid = self._paid_in_all(loan)
        return not self._is_behind(loan, paid, by, [line for line in now.lines if line.due_on <= due_on])

    def _days_to_look_at(self, until: date) -> Iterator[date]:
        yield self.payments[0].on
        yield from (line.due_on for line in self.due(until))
        for (_, before), (day, after) in pairwise(self.payments):
            if after.principal < before.principal or after.jasa < before.jasa or after.titipan < before.titipan:
                yield day

    def _paid_in_all(self, loan: Loan) -> Sequence[PaidBy]:
        """Return what had been paid by which day, before the ledger was opened too, which of few loans is anything."""
        if loan.paid_before == NOTHING_PAID:
            return self.payments
        return [PaidBy(item.on, loan.paid_before + item.paid) for item in self.payments]

    def _is_behind(
        self, loan: Loan, paid: Sequence[PaidBy], day: date, lines: Sequence[Instalment] | None = None
    ) -> bool:
        """Return whether anything due by a day is unpaid; ``paid`` tells what was paid, before the opening too.

        What is due is that of the agreement in force, or of these ``lines``.
        """
        count = bisect_right(paid, day, key=attrgetter("on"))
        now, principal, repaid_on = paid[count - 1].paid, loan.terms.principal, None
        if now.principal >= principal:
            by_then = paid[:count]
            moved = [(item.on, item.paid.principal - before.paid.principal) for before, item in pairwise(by_then)]
            repaid_on = repaid_day(principal, [(by_then[0].on, by_then[0].paid.principal), *moved])
        return is_behind(asked_for(self._agreement(day).lines if lines is None else lines, repaid_on), now, day)

    def _agreement(self, day: date) -> Agreement:
        if len(self._standing) == 1:  # as of nearly every loan
            return self._standing[0]
        return next((item for item in reversed(self._standing) if item.starts_on <= day), self._standing[0])

    @cached_property
    def _standing(self) -> tuple[Agreement, ...]:
        return without_ends_taken_back(self.agreements)


def day_before_year(as_of: date, opened_on: date) -> date:
    """Return the day before the part of a day's year that the ledger knows: its first days may lie before the ledger.

    What was paid before the opening day has no dates.
    """
    return max(days_after(as_of.replace(month=1, day=1), -1), opened_on)
