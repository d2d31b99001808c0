"""Which vouchers were recorded from which lines of a sheet.

A line is known by the mark on its vouchers: the code of the sheet and what the line is about.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from danabergulir.domain.journal import Event, Voucher, in_place_of
from danabergulir.domain.meeting import SheetField, key_in, sheet_mark
from danabergulir.ledger.read import vouchers
from danabergulir.operations.desk import Desk
from danabergulir.operations.imports.meeting.filled import FilledLine, FilledSheet

EVENTS: Final[Mapping[SheetField, frozenset[Event]]] = {
    SheetField.VOLUNTARY: frozenset({Event.SAVINGS_IN}),
    SheetField.PAID: frozenset({Event.REPAYMENT, Event.RECOVERY}),
    SheetField.FROM_SAVINGS: frozenset({Event.SAVINGS_USED}),
}
"""What each amount of a line is recorded as, in this order: savings pay what the money of the evening left unpaid."""


def known_vouchers(
    desk: Desk, sheet: FilledSheet
) -> tuple[Mapping[tuple[str, SheetField], Sequence[Voucher]], Mapping[str, str]]:
    """Return the vouchers of a sheet by line and amount, and which of them were taken back by what.

    One that was put right goes on in the voucher in its place, whatever that one's memo says: on the line of the loan
    or KSM that it is of, where the sheet says so too, else on the line of the one that was wrong.
    """
    found = vouchers.marked(desk.connection, sheet_mark(sheet.code))
    taken_back = vouchers.reversals(desk.connection, [voucher.number for voucher in found])
    known: defaultdict[tuple[str, SheetField], list[Voucher]] = defaultdict(list)
    seen: set[str] = set()
    for marked in found:
        left = [(marked, key_in(marked.posting.memo, sheet.code))]
        for voucher, key in left:
            column = next((part for part, events in EVENTS.items() if voucher.posting.event in events), None)
            if key is None or column is None or voucher.number in seen:
                continue
            seen.add(voucher.number)
            known[key, column].append(voucher)
            if voucher.number in taken_back:
                instead = vouchers.marked(desk.connection, in_place_of("", voucher.number).strip())
                taken_back |= vouchers.reversals(desk.connection, [item.number for item in instead])
                left += [(item, _line_now(sheet, item, column, key)) for item in instead]
    return known, taken_back


def _line_now(sheet: FilledSheet, voucher: Voucher, column: SheetField, before: str) -> str:
    """Return the line on which the sheet has a voucher that stands in the place of one of the line ``before``."""
    fitting = [line.key for line in sheet.lines if column in line.amounts and _is_of(line, voucher)]
    return before if before in fitting or not fitting else fitting[0]


def _is_of(line: FilledLine, voucher: Voucher) -> bool:
    posting = voucher.posting
    return line.key == posting.loan if posting.loan else line.ksm == posting.transfers[0].ksm
