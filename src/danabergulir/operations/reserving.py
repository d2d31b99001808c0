"""Bringing the reserve in the books to what the classes of the loans ask for."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from danabergulir.dates import format_long
from danabergulir.domain.accounts import Role
from danabergulir.domain.journal import Event, Posting, Voucher, VoucherKind
from danabergulir.domain.reserve import Reserve, needed_reserve, written_up
from danabergulir.ledger import account_sums, registers, store
from danabergulir.ledger.loan_sums import loan_books_of
from danabergulir.operations.desk import Desk, recording


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The reserve as it was found, and the voucher that put it right; None where there was nothing to do."""

    found: Reserve
    voucher: Voucher | None


def reserve_at(path: Path, as_of: date) -> Reserve:
    """Return the reserve needed and booked at the end of a day."""
    with store.reading(path) as session:
        return reserve_on(session, as_of)


def reserve_on(session: store.Session, as_of: date) -> Reserve:
    """Return the reserve needed and booked at the end of a day, by that day's policy and chart."""
    account = registers.chart(session, as_of).with_role(Role.RESERVE)
    classes = registers.policy(session, as_of).classes
    needed = needed_reserve(loan_books_of(session, as_of), classes)
    return Reserve(needed, -account_sums.balance(session, account.code, as_of))


def adjust_reserve(path: Path, as_of: date, now: datetime) -> Adjusted:
    """Book the reserve up, or release it, to what the classes ask for on a day. Raises ``RefusedError``."""
    with recording(path, now) as desk:
        desk.check_date(as_of)
        return adjust(desk, as_of)


def adjust(desk: Desk, as_of: date) -> Adjusted:
    """Book the reserve up, or release it, in the open transaction."""
    found = reserve_on(desk.session, as_of)
    if not found.missing:
        return Adjusted(found, None)
    transfer = written_up(Role.RESERVE_COST, Role.RESERVE, found.missing, desk.chart)
    memo = f"Penyesuaian cadangan risiko pinjaman per {format_long(as_of)}"
    return Adjusted(found, desk.record(Posting(VoucherKind.TRANSFER, Event.RESERVE, as_of, memo, (transfer,))))
