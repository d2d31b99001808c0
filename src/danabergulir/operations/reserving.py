"""The reserve against loans that may not be repaid: what is needed of it and booked, and bringing it there."""

from datetime import date, datetime
from pathlib import Path

from danabergulir.dates import format_long
from danabergulir.domain.accounts import Role
from danabergulir.domain.closing import Adjusted
from danabergulir.domain.fund.reserve import Reserve, needed_reserve, written_up
from danabergulir.domain.journal import Event, Posting, Voucher, VoucherKind
from danabergulir.domain.loans.book import Scope
from danabergulir.ledger.file import store
from danabergulir.ledger.read import accounts, closings, registers, vouchers
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.money import Rupiah
from danabergulir.operations.desk import Desk, recording


def reserve_at(path: Path, as_of: date) -> Reserve:
    """Return the reserve needed and booked at the end of a day."""
    with store.reading(path) as connection:
        return reserve_on(connection, as_of)


def reserve_on(connection: store.Connection, as_of: date) -> Reserve:
    """Return the reserve needed and booked at the end of a day, by that day's policy and chart."""
    account = registers.chart(connection, as_of).with_role(Role.RESERVE)
    classes = registers.policy(connection, as_of).classes
    needed = needed_reserve(loan_books_of(connection, as_of, scope=Scope.LIVING), classes)
    return Reserve(needed, -accounts.balance(connection, account.code, as_of))


def adjust_reserve(path: Path, as_of: date, now: datetime) -> Adjusted:
    """Book the reserve up, or release it, to what the classes ask for on a day. Raises ``RefusedError``."""
    with recording(path, now, may_insist=False) as desk:
        desk.check_date(as_of)
        return adjust(desk, as_of)


def adjust(desk: Desk, as_of: date) -> Adjusted:
    """Book the reserve up, or release it, in the open transaction; a later adjustment gives up what it held of that."""
    found = reserve_on(desk.connection, as_of)
    if not found.missing:
        return Adjusted(as_of, found, None)
    memo = _memo(as_of)
    later_on = closings.next_reserve_adjustment(desk.connection, as_of)
    voucher = _move_reserve(desk, found.missing, as_of, memo)
    taken_off = _move_reserve(desk, -found.missing, later_on, _given_up_memo(voucher)) if later_on else None
    return Adjusted(as_of, found, voucher, taken_off)


def given_up_for(connection: store.Connection, adjustment: Voucher) -> str | None:
    """Return the number of the voucher by which a later adjustment gave up what this one booked, while it stands."""
    return vouchers.standing(connection, Event.RESERVE, _given_up_memo(adjustment))


def _memo(as_of: date) -> str:
    return f"Penyesuaian cadangan risiko pinjaman per {format_long(as_of)}"


def _given_up_memo(adjustment: Voucher) -> str:
    whose = f"{_memo(adjustment.posting.dated_on)} ({adjustment.number})"
    return f"{whose}, dibukukan balik: sudah termasuk dalam penyesuaian hari ini"


def _move_reserve(desk: Desk, amount: Rupiah, day: date, memo: str) -> Voucher:
    transfer = written_up(Role.RESERVE_COST, Role.RESERVE, amount, desk.chart)
    return desk.record(Posting(VoucherKind.TRANSFER, Event.RESERVE, day, memo, (transfer,)))
