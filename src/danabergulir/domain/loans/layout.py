"""The order of events, not of entry: every receipt is split as of its own date, whenever it was written down.

Within a day what was typed comes first, then what follows the policy, in the order of recording. What follows the
policy on one day is laid over the debt as if it had come in one sum, so that its order changes no total; what was paid
out of savings so as well, after all that was handed over, for it pays neither denda nor savings. What was paid back
comes last: it leaves the loan as if so much less had been received.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from operator import attrgetter

from danabergulir.domain.journal import Split
from danabergulir.domain.loans.allocation import NOTHING, Allocation, allocate, pay_off_amount
from danabergulir.domain.loans.arrears import position
from danabergulir.domain.loans.paid_ahead import PaidAhead, paid_ahead
from danabergulir.domain.loans.penalty import DatedPayment, PenaltyCard, PenaltyCase
from danabergulir.domain.loans.repaid import asked_for
from danabergulir.domain.loans.saving_plan import NO_SAVING, SavingPlan
from danabergulir.domain.loans.schedule import Instalment
from danabergulir.domain.loans.terms import Paid
from danabergulir.domain.policy.choices import PenaltyWay
from danabergulir.domain.policy.rules import Policy
from danabergulir.frozen import Struct, field, replace
from danabergulir.money import NIL, Rupiah, total


class Receipt(Struct, frozen=True):
    """A receipt as it counts: its parts with all corrections, and the day from which it is taken back, if it is.

    ``split`` is TYPED for all whose parts stay as they are. Of one paid out of savings (``from_savings``) neither denda
    nor savings are taken. Of a refund (``paid_back``) the parts are below nil. ``number`` and ``sequence`` are those of
    its voucher; what is not yet recorded comes last.
    """

    dated_on: date
    amount: Rupiah
    split: Split
    parts: Allocation = NOTHING
    number: str = ""
    sequence: int = 1 << 62
    from_savings: bool = False
    paid_back: bool = False
    reversed_on: date | None = None


class Debt(Struct, frozen=True):
    """What a loan owes, before any receipt: the schedule in force, the principal on the books, what denda follows from.

    ``paid_before`` was paid before the ledger was opened, and is the one payment of ``penalties``. ``waived`` is the
    denda let go, by day; ``saving`` are the compulsory savings that go with it. ``policy`` returns the rules in force
    on a day. ``repaid_on`` is the day from which nothing is outstanding, where that is so from the beginning.
    """

    schedule: tuple[Instalment, ...]
    principal: Rupiah
    paid_before: Paid
    penalties: PenaltyCase
    policy: Callable[[date], Policy]
    waived: tuple[tuple[date, Rupiah], ...] = ()
    saving: SavingPlan = NO_SAVING
    repaid_on: date | None = None


class TooMuchError(Exception):
    """A receipt is more than the loan owed on its day. ``most`` is what it owed, of pokok where that was typed.

    A refund is more than was paid ahead, which is ``most``; or it was taken back, and there is no room for it.
    """

    def __init__(self, receipt: Receipt, most: Rupiah) -> None:
        super().__init__(receipt.number)
        self.receipt = receipt
        self.most = most


class PaidBackError(Exception):
    """More was paid back of a loan than was paid ahead on it: by the ``refund`` of that number, where that is known."""

    def __init__(self, refund: str = "") -> None:
        super().__init__(refund)
        self.refund = refund


class Change(Struct, frozen=True):
    """A receipt whose split is to be another one, because of the voucher ``cause``."""

    receipt: Receipt
    right: Allocation
    cause: str


_LATER, _SAVED, _LAST = 1, 2, 3
"""The turns after what was typed: of receipts that follow the policy, of savings used, and of what was paid back."""
_BY_RULE = frozenset({_LATER, _SAVED})


class _Event(Struct, frozen=True):
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
    by_rule = _SAVED if receipt.from_savings else _LATER
    turn = _LAST if receipt.paid_back else by_rule if receipt.split is Split.RULE else 0
    if receipt.reversed_on == receipt.dated_on and turn not in _BY_RULE:
        return
    yield _Event(receipt.dated_on, turn, receipt.sequence, receipt)
    if receipt.reversed_on is not None and receipt.reversed_on > receipt.dated_on:
        yield _Event(receipt.reversed_on, 0, receipt.sequence, receipt, back=True)


class Layout(Struct, dict=True):
    """The receipts of one loan laid over its debt, day by day; ``add`` what comes in, in the order of its dates.

    Receipts before ``since`` stay as they are booked. Call ``finish`` at the end; ``changes`` then says of which
    receipts the split is another one. ``cause`` is the voucher to blame: set it after each ``add``. ``before`` is the
    schedule and what was paid on it when the last addition came.
    """

    debt: Debt
    receipts: Iterable[Receipt]
    since: date
    cause: str = ""
    changes: list[Change] = field(default_factory=list)

    def __post_init__(self) -> None:
        events = [event for receipt in self.receipts for event in _events(receipt)]
        self._waiting = sorted(events, key=attrgetter("order"), reverse=True)
        self._pays_back = any(event.receipt.paid_back for event in events)
        self._right: dict[str, Allocation] = {}
        self._payments = list(self.debt.penalties.payments)
        self.paid = self._booked = self.debt.paid_before
        self._saving = self.debt.saving
        self._repaid_on = self.debt.repaid_on
        self._pool: _Pool | None = None
        self.before = (self.schedule, self.paid)

    @property
    def schedule(self) -> tuple[Instalment, ...]:
        """Return the schedule as far as it is asked for, after all that is laid out so far."""
        return asked_for(self.debt.schedule, self._repaid_on)

    @property
    def is_lent(self) -> bool:
        """Return whether the money went out: not so once the disbursement was taken back."""
        return bool(self.outstanding or self.paid.principal)

    @property
    def outstanding(self) -> Rupiah:
        """Return the principal on the books after all that is laid out so far."""
        return self.debt.principal - (self.paid - self.debt.paid_before).principal

    @property
    def spoken_for(self) -> Paid:
        """Return what is paid so far, and the typed parts of what comes later."""
        later = [item.receipt.parts for item in self._waiting if not (item.turn or item.back)]
        return sum((parts.paid for parts in later), self.paid)

    @property
    def is_over(self) -> bool:
        """Return whether all that came in is laid out."""
        return not self._waiting

    def penalty_left(self, day: date) -> Rupiah:
        """Return the denda that somebody may still type on a day: what arose by then, and nobody typed later."""
        payments, days = list(self._payments), {day}
        for item in self._waiting:
            if item.receipt.reversed_on == item.receipt.dated_on:
                continue
            paid = self._of(item).paid
            if item.turn:  # laid out anew, whatever denda it took
                paid = replace(paid, penalty=NIL)
            elif paid.penalty:
                days.add(item.day)
            payments.append(DatedPayment(item.day, paid))
        return min(self.penalties(on, [item for item in payments if item.paid_on <= on]).owed for on in days)

    def reach(self, receipt: Receipt) -> None:
        """Lay out all that comes before a receipt that is to be recorded.

        Raises ``TooMuchError`` where one of them is more than is owed.
        """
        self._go_to(next(iter(_events(receipt))).order)
        self.before = (self.schedule, self.paid)

    def add(self, receipt: Receipt) -> Allocation:
        """Return the right split of a receipt that is to be recorded.

        Raises ``TooMuchError`` for more than is owed, by this receipt or an earlier one.
        """
        self.reach(receipt)
        return self._lay(next(iter(_events(receipt))))

    def pay_back(self, refund: Receipt) -> Allocation:
        """Return the parts of a refund that is to be recorded, below nil.

        Raises ``TooMuchError`` for more than was paid ahead on its day.
        """
        self.reach(refund)
        ahead = self._ahead(refund.dated_on)
        if refund.amount > ahead.most:
            raise TooMuchError(refund, ahead.most)
        parts = ahead.last(refund.amount).negative()
        self._pays_back = True
        self._count(refund.dated_on, parts)
        return parts

    def finish(self) -> None:
        """Lay out all that came in after the last addition. Raises ``TooMuchError`` and ``PaidBackError``."""
        self._go_to((date.max, _LAST, 1 << 62))

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
            if event.receipt.reversed_on != event.receipt.dated_on:
                booked = event.receipt.parts.paid
                self._booked = self._booked - booked if event.back else self._booked + booked

    def _of(self, event: _Event) -> Allocation:
        parts = self._right.get(event.receipt.number, event.receipt.parts)
        return parts.negative() if event.back else parts

    def _lay(self, event: _Event) -> Allocation:
        """Return the right parts of an event and count them."""
        if event.turn in _BY_RULE:
            return self._by_rule(event.receipt)
        receipt = event.receipt
        if event.turn == _LAST and receipt.split is Split.RULE:
            ahead = self._ahead(event.day)
            if receipt.amount > ahead.most and receipt.reversed_on is None:
                raise PaidBackError(receipt.number)
            self._right[receipt.number] = ahead.last(receipt.amount).negative()
        parts = self._of(event)
        if parts.principal > self.outstanding:
            raise TooMuchError(event.receipt, self.outstanding)
        if receipt.number and not event.back:
            self._refuse_pushed_beyond(receipt)
        self._count(event.day, parts)
        paid = self.paid
        unpaid = event.turn == _LAST and parts.amount != -receipt.amount
        if unpaid or (self._pays_back and min(paid.principal, paid.jasa, paid.titipan, paid.penalty) < NIL):
            raise PaidBackError
        return parts

    def _refuse_pushed_beyond(self, receipt: Receipt) -> None:
        """Raise ``TooMuchError`` for typed jasa or titipan that an earlier entry pushes beyond what is ever asked.

        What was beyond it already, as in a book that was taken over, stays.
        """
        lines, parts = self.debt.schedule, receipt.parts
        for asked, typed, paid, booked in (
            ([line.jasa for line in lines], parts.jasa, self.paid.jasa, self._booked.jasa),
            ([line.titipan for line in lines], parts.titipan, self.paid.titipan, self._booked.titipan),
        ):
            most = total(asked)
            if typed and max(paid + typed - most, NIL) > max(booked + typed - most, NIL):
                raise TooMuchError(receipt, max(most - paid, NIL))

    def _ahead(self, day: date) -> PaidAhead:
        order, denda = self.debt.policy(day).allocation.order, PenaltyCard()
        if self.debt.penalties.rules.way is not PenaltyWay.NONE:
            denda = self.penalties(day)
        return paid_ahead(self.schedule, self.paid, day, order, denda, repaid=self.outstanding <= NIL)

    def _by_rule(self, receipt: Receipt) -> Allocation:
        """Return the right parts of a receipt; what is taken back on the same day leaves its place to the next."""
        day, policy = receipt.dated_on, self.debt.policy(receipt.dated_on)
        pool = self._pool
        if pool is None or (pool.day, pool.from_savings) != (day, receipt.from_savings):
            pool = _Pool(
                day,
                self.schedule,
                self.paid,
                self.outstanding,
                self._saving.on(day),
                from_savings=receipt.from_savings,
            )
        saving = NO_SAVING if receipt.from_savings else pool.saving
        penalty = NIL if receipt.from_savings else self.penalties(day).owed + pool.parts.penalty
        left, repaid = pool.outstanding, pool.paid.principal
        owed = pay_off_amount(pool.schedule, pool.paid) + penalty if left or repaid else NIL
        owed += saving.short(pool.schedule, repaid + left)
        if pool.amount + receipt.amount > owed and receipt.reversed_on == day:
            return receipt.parts  # it counts for nothing, however large it was
        if receipt.from_savings and receipt.reversed_on is None:  # savings pay what is due, and nothing ahead
            owed = min(owed, position(pool.schedule, pool.paid, day, policy.arrears).arrears)
        if pool.amount + receipt.amount > owed:
            raise TooMuchError(receipt, max(owed - pool.amount, NIL))
        whole = allocate(
            pool.amount + receipt.amount,
            pool.schedule,
            pool.paid,
            day,
            policy.allocation.order,
            penalty=penalty,
            saving=saving,
        )
        parts = whole.less(pool.parts)
        if receipt.number:  # those not yet recorded have none to be told apart by
            self._right[receipt.number] = parts
        if receipt.reversed_on != day:
            self._count(day, parts)
            pool = replace(pool, amount=pool.amount + receipt.amount, parts=whole)
        self._pool = pool
        return parts

    def _count(self, day: date, parts: Allocation) -> None:
        self.paid += parts.paid
        self._payments.append(DatedPayment(day, parts.paid))
        self._saving = self._saving.after(parts.principal, parts.savings, day)
        self._repaid_on = (self._repaid_on or day) if self.outstanding <= NIL else None

    def penalties(self, day: date, payments: Sequence[DatedPayment] | None = None) -> PenaltyCard:
        """Return the denda of the loan on a day, after all that is laid out so far or after these payments."""
        debt = self.debt
        waived = tuple(item for item in debt.waived if item[0] <= day)
        paid = tuple(self._payments if payments is None else payments)
        return replace(debt.penalties, payments=paid, waived=waived).card(day)


class _Pool(Struct, frozen=True):
    """What follows the policy on one day: how the loan stood before it, and what came in so far, in one sum."""

    day: date
    schedule: tuple[Instalment, ...]
    paid: Paid
    outstanding: Rupiah
    saving: SavingPlan
    amount: Rupiah = NIL
    parts: Allocation = NOTHING
    from_savings: bool = False
