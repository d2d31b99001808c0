"""The order of events, not of entry: every receipt is split as of its own date, whenever it was written down.

Within a day what was typed comes first, then what follows the policy, in the order of recording. What follows the
policy on one day is laid over the debt as if it had come in one sum, so that its order changes no total.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from typing import Final

from danabergulir.domain.journal import Split
from danabergulir.domain.loans.allocation import NO_SAVINGS, NOTHING, Allocation, allocate, pay_off_amount
from danabergulir.domain.loans.penalty import DatedPayment, PenaltyCard, PenaltyCase
from danabergulir.domain.loans.schedule import Instalment
from danabergulir.domain.loans.terms import Paid
from danabergulir.domain.policy.rules import Policy
from danabergulir.money import NIL, Rupiah


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as it counts: its parts with all corrections, and the day from which it is taken back, if it is.

    ``split`` is TYPED for all whose parts stay as they are. Of one paid out of savings (``from_savings``) neither denda
    nor savings are taken. ``number`` and ``sequence`` are those of its voucher; what is not yet recorded comes last.
    """

    dated_on: date
    amount: Rupiah
    split: Split
    parts: Allocation = NOTHING
    number: str = ""
    sequence: int = 1 << 62
    from_savings: bool = False
    reversed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Debt:
    """What a loan owes, before any receipt: the schedule in force, the principal on the books, what denda follows from.

    ``paid_before`` was paid before the ledger was opened, and is the one payment of ``penalties``. ``waived`` is the
    denda let go, by day. ``policy`` returns the rules in force on a day.
    """

    schedule: tuple[Instalment, ...]
    principal: Rupiah
    paid_before: Paid
    penalties: PenaltyCase
    policy: Callable[[date], Policy]
    waived: tuple[tuple[date, Rupiah], ...] = ()


class TooMuchError(Exception):
    """A receipt is more than the loan owed on its day. ``most`` is what it owed, of pokok where that was typed."""

    def __init__(self, receipt: Receipt, most: Rupiah) -> None:
        super().__init__(receipt.number)
        self.receipt = receipt
        self.most = most


@dataclass(frozen=True, slots=True)
class Change:
    """A receipt whose split is to be another one, because of the voucher ``cause``."""

    receipt: Receipt
    right: Allocation
    cause: str


_LATER: Final = 1
"""The turn of receipts that follow the policy, after all else of the day."""


@dataclass(frozen=True, slots=True)
class _Event:
    """A receipt on the day it came in, or on the day it was taken back."""

    day: date
    turn: int
    sequence: int
    receipt: Receipt
    back: bool = False

    @property
    def order(self) -> tuple[date, int, int]:
        """Return its place in the life of the loan."""
        return self.day, self.turn, self.sequence


def _events(receipt: Receipt) -> Iterable[_Event]:
    """Yield what a receipt does to its loan; one that was typed and taken back on its own day does nothing."""
    turn = _LATER if receipt.split is Split.RULE else 0
    if receipt.reversed_on == receipt.dated_on and turn != _LATER:
        return
    yield _Event(receipt.dated_on, turn, receipt.sequence, receipt)
    if receipt.reversed_on is not None and receipt.reversed_on > receipt.dated_on:
        yield _Event(receipt.reversed_on, 0, receipt.sequence, receipt, back=True)


@dataclass
class Layout:
    """The receipts of one loan laid over its debt, day by day; ``add`` what comes in, in the order of its dates.

    Receipts before ``since`` stay as they are booked. Call ``finish`` at the end; ``changes`` then says of which
    receipts the split is another one. ``cause`` is the voucher to blame: set it after each ``add``.
    """

    debt: Debt
    receipts: Iterable[Receipt]
    since: date
    cause: str = ""
    changes: list[Change] = field(default_factory=list)

    def __post_init__(self) -> None:
        events = (event for receipt in self.receipts for event in _events(receipt))
        self._waiting = sorted(events, key=attrgetter("order"), reverse=True)
        self._right: dict[str, Allocation] = {}
        self._payments = list(self.debt.penalties.payments)
        self._paid = self.debt.paid_before
        self._pool_day: date | None = None
        self._pool = NIL
        self._pool_before = self._paid
        self._pool_parts = NOTHING

    def add(self, receipt: Receipt) -> Allocation:
        """Return the right split of a receipt that is to be recorded.

        Raises ``TooMuchError`` for more than is owed, by this receipt or an earlier one.
        """
        event = next(iter(_events(receipt)))
        self._go_to(event.order)
        return self._lay(event)

    def finish(self) -> None:
        """Lay out all that came in after the last addition. Raises ``TooMuchError``."""
        self._go_to((date.max, _LATER, 1 << 62))

    def penalty_left(self, day: date) -> Rupiah:
        """Return the denda still owed on a day, of which all was laid out."""
        return self._penalties(day).owed

    def _go_to(self, order: tuple[date, int, int]) -> None:
        while self._waiting and self._waiting[-1].order <= order:
            event = self._waiting.pop()
            if event.day < self.since:
                if event.receipt.reversed_on != event.receipt.dated_on:
                    self._count(event.day, self._of(event))
            else:
                right = self._lay(event)
                if not event.back and right != event.receipt.parts:
                    self.changes.append(Change(event.receipt, right, self.cause))

    def _of(self, event: _Event) -> Allocation:
        parts = self._right.get(event.receipt.number, event.receipt.parts)
        return parts.negative() if event.back else parts

    def _lay(self, event: _Event) -> Allocation:
        """Return the right parts of an event and count them."""
        if event.turn == _LATER:
            return self._by_rule(event.receipt)
        parts, left = self._of(event), self._outstanding(self._paid)
        if parts.principal > left:
            raise TooMuchError(event.receipt, left)
        self._count(event.day, parts)
        return parts

    def _by_rule(self, receipt: Receipt) -> Allocation:
        """Return the right parts of a receipt; what is taken back on the same day leaves its place to the next."""
        day = receipt.dated_on
        if self._pool_day != day:
            self._pool_day, self._pool, self._pool_before, self._pool_parts = day, NIL, self._paid, NOTHING
        policy = self.debt.policy(day)
        savings = NO_SAVINGS if receipt.from_savings else policy.savings
        penalty = NIL if receipt.from_savings else self._penalties(day).owed + self._pool_parts.penalty
        left = self._outstanding(self._pool_before)
        owed = (
            pay_off_amount(self.debt.schedule, self._pool_before) + penalty
            if left or self._pool_before.principal
            else NIL
        )
        owed += savings.with_receipt(left)
        if self._pool + receipt.amount > owed:
            raise TooMuchError(receipt, max(owed - self._pool, NIL))
        whole = allocate(
            self._pool + receipt.amount,
            self.debt.schedule,
            self._pool_before,
            day,
            policy.allocation.order,
            penalty,
            savings,
        )
        parts = whole.less(self._pool_parts)
        self._right[receipt.number] = parts
        if receipt.reversed_on != day:
            self._pool, self._pool_parts = self._pool + receipt.amount, whole
            self._count(day, parts)
        return parts

    def _count(self, day: date, parts: Allocation) -> None:
        paid = Paid(parts.principal, parts.jasa, parts.titipan, parts.penalty)
        self._paid += paid
        self._payments.append(DatedPayment(day, paid))

    def _outstanding(self, paid: Paid) -> Rupiah:
        return self.debt.principal - (paid - self.debt.paid_before).principal

    def _penalties(self, day: date) -> PenaltyCard:
        debt = self.debt
        waived = sum((amount for on, amount in debt.waived if on <= day), NIL)
        return replace(debt.penalties, payments=tuple(self._payments), waived=waived).card(day)
