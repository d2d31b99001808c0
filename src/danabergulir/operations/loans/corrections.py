"""Receipts laid out anew: a correction is recorded for each one whose parts are to be other ones."""

from datetime import date

from danabergulir.dates import format_form
from danabergulir.domain.journal import (
    Component,
    Voucher,
    component_accounts,
    correction,
)
from danabergulir.domain.loans.layout import Change, Layout
from danabergulir.ledger.read import registers
from danabergulir.money import NIL, format_number
from danabergulir.operations.desk import Desk
from danabergulir.operations.loans.afterwards import to_look_at
from danabergulir.operations.loans.layout import LoanLife, life_of, refusals


def _told(receipt: Voucher, back: Voucher | None, made: Voucher, change: Change) -> str:
    """Return in a line what a correction does to the parts of a receipt, or of a refund; ``back`` took it back."""
    before, after = change.receipt.parts, change.right
    if change.receipt.paid_back:
        before, after = before.negative(), after.negative()
    was, now = dict(before.parts()), dict(after.parts())
    parts = [
        f"{part} {format_number(was.get(part, NIL).value)} menjadi {format_number(now.get(part, NIL).value)}"
        for part in Component
        if was.get(part, NIL) != now.get(part, NIL)
    ]
    day, dated_on = receipt.posting.dated_on, made.posting.dated_on
    late = f", tanggal {format_form(dated_on)} karena {format_form(day)} sudah ditutup" if dated_on != day else ""
    which = f"{receipt.number} tanggal {format_form(day)}"
    done = f"(sudah dibatalkan {back.number}) dibagi ulang bersama pembatalannya" if back else "dibagi ulang"
    return f"{which} {done}: {', '.join(parts)} ({made.number}{late})"


def put_right(desk: Desk, life: LoanLife, layout: Layout, entered_on: date) -> tuple[str, ...]:
    """Lay out what came in after the last entry and record a correction for every receipt that this changes.

    A correction is dated on its receipt's day, or on the first open day where that is closed. Raises ``RefusedError``
    where a later receipt would come to more than is owed. ``entered_on`` is the day of the entry that caused it. What
    changed is returned in words, a line for each receipt.
    """
    with refusals(life, entered_on, layout):
        layout.finish()
    by_number = {item.number: item for item in life.vouchers}
    accounts = {component: codes[0] for component, codes in component_accounts(desk.chart).items() if codes}
    done = []
    for change in layout.changes:
        receipt, right = by_number[change.receipt.number], dict(change.right.parts())
        back = life.reversals.get(receipt.number)
        for voucher, sign in ((receipt, 1), (back, -1)):
            if voucher is None:
                continue
            was = life.as_it_counts(voucher).parts
            difference = {
                part: right.get(part, NIL) * sign - was.get(part, NIL) for part in Component if {part} & {*right, *was}
            }
            day = max(voucher.posting.dated_on, desk.first_open_on)
            posting = correction(voucher, difference, accounts, day, change.cause)
            if posting is not None:
                made = desk.record(posting)
                if voucher is receipt:
                    done.append(_told(receipt, back, made, change))
    return (*done, *to_look_at(desk, life.loan, entered_on))


def lay_out_again(desk: Desk, number: str, since: date, cause: str) -> tuple[str, ...]:
    """Record a correction for every receipt on a loan from the day ``since`` on whose parts are to be other ones.

    ``cause`` is the voucher by which they are. Raises ``RefusedError`` as ``put_right``.
    """
    life = life_of(desk, registers.loan_numbered(desk.connection, number, desk.now.date()))
    layout = life.layout(since)
    layout.cause = cause
    return put_right(desk, life, layout, since)
