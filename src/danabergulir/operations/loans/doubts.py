"""What is doubtful about a receipt: parts that no schedule asks are refused, the rest is told before it is recorded."""

from collections.abc import Mapping, Sequence
from datetime import date

from danabergulir.domain.journal import Component, Event, Voucher, as_events
from danabergulir.domain.loans.allocation import Allocation
from danabergulir.domain.loans.plausibility import (
    EarlierReceipt,
    beyond_schedule,
    large_receipt_doubt,
    receipt_doubts,
    repeated_receipt,
    repetition_doubt,
    small_receipt_doubt,
    typed_penalty_doubt,
)
from danabergulir.domain.loans.schedule import Instalment, still_owed
from danabergulir.domain.loans.terms import LoanTerms, Paid
from danabergulir.errors import RefusedError, UsageError
from danabergulir.money import NIL, Rupiah, format_rupiah


def refuse_beyond(
    number: str,
    schedule: Sequence[Instalment],
    paid: Paid,
    outstanding: Rupiah,
    typed: Mapping[Component, Rupiah],
    *,
    penalty: Rupiah | None = None,
    way: str = "",
) -> None:
    """Raise for typed parts beyond what a loan still owes, all of them named; ``way`` is another way out than less.

    Pokok beyond the balance is ``RefusedError``; jasa or titipan that the schedule never asks is a slip of the pen:
    ``UsageError``. So is denda beyond the ``penalty`` that is owed; None where no rule asks for any.
    """
    slips = dict(beyond_schedule(schedule, paid, typed))
    if penalty is not None and typed.get(Component.PENALTY, NIL) > penalty:
        slips[Component.PENALTY] = penalty
    too_much = [
        f"{part} {format_rupiah(typed[part])} lebih besar daripada {part} pinjaman {number} yang "
        f"{'sudah timbul' if part is Component.PENALTY else 'masih akan ditagih'}, {format_rupiah(left)}"
        for part, left in slips.items()
    ]
    limits = [
        f"{part} paling banyak {format_rupiah(left)}" if left or part is not Component.PENALTY else f"tanpa {part}"
        for part, left in slips.items()
    ]
    principal = typed.get(Component.PRINCIPAL, NIL)
    if principal > outstanding:
        wrong = (
            f"pokok {format_rupiah(principal)} lebih besar daripada saldo pinjaman {number}, "
            f"{format_rupiah(outstanding)}"
        )
        limits = [f"pokok paling banyak {format_rupiah(outstanding)}", *limits]
        raise RefusedError("; ".join([wrong, *too_much]), way or f"Isi {', '.join(limits)}.")
    if too_much:
        raise UsageError("; ".join(too_much), f"Isi {', '.join(limits)}.")


def receipts_of(vouchers: Sequence[Voucher]) -> list[EarlierReceipt]:
    """Return the repayments among all that is recorded of a loan that stand, whatever their date."""
    known = as_events(vouchers)
    taken_back = {voucher.posting.reverses for voucher in known}
    return [
        EarlierReceipt(
            voucher.posting.dated_on,
            voucher.posting.amount,
            voucher.number,
            tuple((move.component, move.amount) for move in voucher.posting.transfers if move.component),
        )
        for voucher in known
        if voucher.posting.event is Event.REPAYMENT and voucher.number not in taken_back
    ]


def receipt_warnings(
    terms: LoanTerms,
    schedule: Sequence[Instalment],
    paid: Paid,
    received_on: date,
    allocation: Allocation,
    earlier: Sequence[EarlierReceipt],
    *,
    by_hand: bool,
    bears_denda: bool,
) -> tuple[list[str], EarlierReceipt | None]:
    """Return the doubts about a receipt, and the one that stands already where it seems to be the same.

    ``schedule`` and ``paid`` are as they stood before it; ``earlier`` are the loan's other receipts; ``bears_denda``
    says whether some rule asks for denda.
    """
    repeated = repeated_receipt(allocation.amount, received_on, earlier, terms.frequency)
    again = repeated is None and any(item.dated_on == received_on for item in earlier)
    typed = allocation if by_hand else Allocation()
    doubts = list(receipt_doubts(terms, schedule, received_on, typed, again_on_day=again))
    doubts += [typed_penalty_doubt(typed.penalty)] if typed.penalty and not bears_denda else []
    unpaid = still_owed(schedule, paid)
    small = small_receipt_doubt(allocation.amount, schedule, unpaid)
    large = large_receipt_doubt(allocation.amount, schedule, unpaid, received_on)
    doubts += [doubt for doubt in (small, large) if doubt]
    doubts += [repetition_doubt(received_on, repeated)] if repeated else []
    return doubts, repeated
