"""What one receipt did to its loan: which instalments it went into, and where the loan stood after it."""

from collections.abc import Iterable, Sequence
from datetime import date

from danabergulir.domain.journal import Component, Posting, Voucher, corrected
from danabergulir.domain.loans.arrears import LoanPosition, position
from danabergulir.domain.loans.repaid import asked_for, repaid_day
from danabergulir.domain.loans.schedule import Instalment, still_owed
from danabergulir.domain.loans.terms import NOTHING_PAID, Loan, Paid, paid_of
from danabergulir.domain.policy.lateness import ArrearsRules
from danabergulir.frozen import Struct, replace
from danabergulir.money import NIL, Rupiah, total


class TouchedInstalment(Struct, frozen=True):
    """An instalment that a receipt went into: whether something had come in before, and whether it is paid now."""

    number: int
    begun_before: bool
    finished: bool


class ReceiptEffect(Struct, frozen=True):
    """Where a loan stood once a receipt was written down, in rupiah, counting what is dated up to its day.

    ``written_off`` is what was still owed off the balance sheet; ``before`` is what had been paid without it, ``paid``
    with it.
    """

    instalments: tuple[TouchedInstalment, ...]
    outstanding: Rupiah
    written_off: Rupiah
    position: LoanPosition
    before: Paid = NOTHING_PAID
    paid: Paid = NOTHING_PAID


def receipt_effect(
    receipt: Voucher, loan: Loan, schedule: Sequence[Instalment], vouchers: Iterable[Voucher], rules: ArrearsRules
) -> ReceiptEffect:
    """Return what ``receipt`` did. Of the ``vouchers`` of the loan those dated or recorded after it do not count.

    So the payer's copy says the same whenever it is printed.
    """
    day = receipt.posting.dated_on
    earlier = [item for item in vouchers if item.sequence < receipt.sequence and item.posting.dated_on <= day]
    return _effect(receipt, loan, schedule, earlier, rules)


def corrected_effect(
    receipt: Voucher, loan: Loan, schedule: Sequence[Instalment], vouchers: Sequence[Voucher], rules: ArrearsRules
) -> ReceiptEffect:
    """Return what a receipt that was split anew does as it counts now, with all that is dated before it.

    Of its own day those count that were recorded before it, and what takes one of them back; each with its corrections,
    of whatever day.
    """
    corrections: dict[str, list[Posting]] = {}
    for item in vouchers:
        if item.posting.corrects:
            corrections.setdefault(item.posting.corrects, []).append(item.posting)
    counting = [
        replace(item, posting=corrected(item.posting, corrections.get(item.number, ())))
        for item in vouchers
        if not item.posting.corrects
    ]
    day = receipt.posting.dated_on
    known = {item.number for item in counting if (item.posting.dated_on, item.sequence) < (day, receipt.sequence)}
    earlier = [
        item
        for item in counting
        if item.number in known or (item.posting.reverses in known and item.posting.dated_on <= day)
    ]
    right = next(item for item in counting if item.number == receipt.number)
    return _effect(right, loan, schedule, earlier, rules)


def _effect(
    receipt: Voucher, loan: Loan, schedule: Sequence[Instalment], earlier: Sequence[Voucher], rules: ArrearsRules
) -> ReceiptEffect:
    day = receipt.posting.dated_on
    before = loan.paid_before + _paid(earlier)
    paid = before + _paid([receipt])
    by_day = (*earlier, receipt)
    written_off = _sum(by_day, Component.WRITE_OFF)
    return ReceiptEffect(
        tuple(_touched(schedule, before, paid)),
        loan.terms.principal - paid.principal - written_off,
        written_off - _sum(by_day, Component.RECOVERY),
        position(asked_for(schedule, _repaid_day(loan, by_day, day)), paid, day, rules),
        before,
        paid,
    )


def _repaid_day(loan: Loan, vouchers: Iterable[Voucher], as_of: date) -> date | None:
    """Return the day since which the principal is repaid by the vouchers up to a day; None while it is not."""
    by_date = sorted(vouchers, key=lambda item: item.posting.dated_on)
    paid = [(item.posting.dated_on, _sum([item], Component.PRINCIPAL)) for item in by_date]
    return repaid_day(loan.terms.principal, [(paid[0][0] if paid else as_of, loan.paid_before.principal), *paid])


def _touched(schedule: Sequence[Instalment], before: Paid, after: Paid) -> Iterable[TouchedInstalment]:
    for line, left, still in zip(schedule, still_owed(schedule, before), still_owed(schedule, after), strict=True):
        if left != still and line.number:
            yield TouchedInstalment(line.number, begun_before=left != line, finished=not still.amount)


def _paid(vouchers: Iterable[Voucher]) -> Paid:
    return sum((paid_of(voucher.posting.parts) for voucher in vouchers), NOTHING_PAID)


def _sum(vouchers: Iterable[Voucher], component: Component) -> Rupiah:
    """Return what a component comes to; what is taken back counts below nil."""
    return total([voucher.posting.parts.get(component, NIL) for voucher in vouchers])
