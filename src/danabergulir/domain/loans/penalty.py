"""Denda: what a late loan owes beside its schedule, worked out from the contract and the days the money came.

Off unless the policy says otherwise. Denda is income when it is received; until then it is a memorandum figure.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

from danabergulir.domain.groups import KSM
from danabergulir.domain.loans.repaid import asked_for, repaid_day
from danabergulir.domain.loans.schedule import Agreement, Instalment, still_owed
from danabergulir.domain.loans.terms import Loan, Paid
from danabergulir.domain.policy.choices import PenaltyBase, PenaltyComponent, PenaltyWay
from danabergulir.domain.policy.lateness import PenaltyRules
from danabergulir.frozen import Struct, replace
from danabergulir.money import NIL, WHOLE_RUPIAH, Rupiah, total


class DatedPayment(Struct, frozen=True):
    """What was received on a day; negative where a receipt was taken back."""

    paid_on: date
    paid: Paid


class PenaltyCard(Struct, frozen=True):
    """The denda of one loan at a date, in rupiah: what arose, what was received of it, what the board let go."""

    accrued: Rupiah = NIL
    received: Rupiah = NIL
    waived: Rupiah = NIL

    @property
    def owed(self) -> Rupiah:
        """Return what may still be collected, never below nil."""
        return max(self.accrued - self.received - self.waived, NIL)


class LoanPenalty(Struct, frozen=True):
    """One loan and its denda."""

    loan: Loan
    card: PenaltyCard

    @property
    def ksm(self) -> KSM:
        """Return the borrower."""
        return self.loan.ksm


class Waiver(Struct, frozen=True):
    """A decision of the board to let denda of a day go, and so much of it as there was on that day, in rupiah."""

    dated_on: date
    decided: Rupiah
    amount: Rupiah


class PenaltyCase(Struct, frozen=True):
    """All that the denda of one loan follows from: its rules, agreements, dated payments, and what was let go by day.

    What was let go is as decided; it never counts for more than the denda of its day, which later entries may lower.
    """

    rules: PenaltyRules
    agreements: tuple[Agreement, ...] = ()
    payments: tuple[DatedPayment, ...] = ()
    waived: tuple[tuple[date, Rupiah], ...] = ()

    def card(self, as_of: date) -> PenaltyCard:
        """Return the denda that has arisen by ``as_of``, beside all that was received and waived, of any date."""
        received = total([payment.paid.penalty for payment in self.payments])
        waived = total([waiver.amount for waiver in self.waivers])
        return PenaltyCard(accrued(self.agreements, self.payments, as_of, self.rules), received, waived)

    @property
    def waivers(self) -> tuple[Waiver, ...]:
        """Return each decision with what it lets go: the denda of its day, neither paid by then nor let go before."""
        found: list[Waiver] = []
        for day, decided in self.waived:
            paid = total([payment.paid.penalty for payment in self.payments if payment.paid_on <= day])
            arisen = accrued(self.agreements, self.payments, day, self.rules)
            left = PenaltyCard(arisen, paid, total([earlier.amount for earlier in found])).owed
            found.append(Waiver(day, decided, min(decided, left)))
        return tuple(found)


def accrued(
    agreements: Sequence[Agreement], payments: Sequence[DatedPayment], as_of: date, rules: PenaltyRules
) -> Rupiah:
    """Return the denda that has arisen by ``as_of``, in rupiah, rounded and capped once per instalment.

    Every late instalment counts by itself, whatever the percentage is taken of; the fixed amount never depends on that.
    Per instalment: once, on what is unpaid of it when the days of tolerance are over. Per day: for every day since the
    due date (or since the tolerance was over, as the policy says) on which some of it was unpaid; paid within the
    tolerance, it owes none. ``agreements`` are the versions of the schedule, oldest first; each counts from its first
    day to that of the next.
    """
    if rules.way is PenaltyWay.NONE:
        return NIL
    late: dict[tuple[int, date], list[_Late]] = defaultdict(list)
    for line, stretch in _late_stretches(agreements, payments, as_of, rules):
        late[line.number, line.due_on].append(stretch)
    return total([_charged(stretches, rules) for stretches in late.values()])


class _Late(Struct, frozen=True):
    """Some days on end on which one instalment was unpaid by the same amount; ``days_late`` at the end of them."""

    days: int
    days_late: int
    base: Rupiah


def _late_stretches(
    agreements: Sequence[Agreement], payments: Sequence[DatedPayment], as_of: date, rules: PenaltyRules
) -> Iterator[tuple[Instalment, _Late]]:
    """Yield every late instalment with each stretch of days between two events, oldest instalment first."""
    base = rules.base
    starts = [agreement.starts_on for agreement in agreements]
    dues = [line.due_on for agreement in agreements for line in agreement.lines]
    events = {*starts, *dues, *(payment.paid_on for payment in payments), as_of}
    for first, last in pairwise(sorted(day for day in events if starts[0] <= day <= as_of)):
        agreed = [agreement for agreement in agreements if agreement.starts_on <= first][-1].lines
        known = [payment for payment in payments if payment.paid_on <= first]
        paid = sum((payment.paid for payment in known), Paid())
        principal = total([line.principal for line in agreed])
        lines = asked_for(agreed, repaid_day(principal, [(item.paid_on, item.paid.principal) for item in known]))
        unpaid = still_owed(lines, paid)
        counted = (_counted(line, rules.component) for line in unpaid)
        late = [line for line in counted if line.due_on <= first and (line.principal or line.jasa)]
        for line in late:
            match base:
                case PenaltyBase.OVERDUE_PRINCIPAL:
                    amount = line.jasa if rules.component is PenaltyComponent.JASA else line.principal
                case PenaltyBase.OVERDUE:
                    amount = line.principal + line.jasa
                case PenaltyBase.LOAN | PenaltyBase.BALANCE:
                    whole = lines if base is PenaltyBase.LOAN else unpaid
                    amount = total([each.principal for each in whole])
            yield line, _Late((last - first).days, (last - line.due_on).days, amount)


def _counted(line: Instalment, component: PenaltyComponent) -> Instalment:
    """Return what is unpaid of a line without the part that denda does not look at."""
    match component:
        case PenaltyComponent.PRINCIPAL:
            return replace(line, jasa=NIL)
        case PenaltyComponent.JASA:
            return replace(line, principal=NIL)
        case PenaltyComponent.BOTH:
            return line


def _charged(stretches: Sequence[_Late], rules: PenaltyRules) -> Rupiah:
    beyond = [stretch for stretch in stretches if stretch.days_late > rules.tolerance_days]
    if rules.way is PenaltyWay.PER_INSTALMENT:
        exact = max((_rate(stretch.base, rules) for stretch in beyond), default=Fraction(0))
    else:
        exact = sum(
            (_days(stretch, rules) * _rate(stretch.base, rules) for stretch in stretches if beyond), Fraction(0)
        )
    amount = WHOLE_RUPIAH.round(exact)
    return min(amount, rules.ceiling) if rules.ceiling else amount


def _days(stretch: _Late, rules: PenaltyRules) -> int:
    """Return how many days of a stretch are charged."""
    if rules.tolerance_charged:
        return stretch.days
    return min(stretch.days, max(stretch.days_late - rules.tolerance_days, 0))


def _rate(base: Rupiah, rules: PenaltyRules) -> Fraction:
    """Return the denda on a base, for one day or for one instalment."""
    return rules.percent * base.value / 100 + rules.amount.value
