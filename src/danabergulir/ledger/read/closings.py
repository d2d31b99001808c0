"""Reading closes: those in force, those opened again, and the figures they keep."""

import json
from collections.abc import Collection
from datetime import date

from sqlalchemy import func, or_
from sqlmodel import Session, SQLModel, col, select

from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.closing import Closing, ClosingKind, PastClosing
from danabergulir.domain.journal import FIRST_LINK, Event
from danabergulir.ledger.file import digests
from danabergulir.ledger.file.chain import plain
from danabergulir.ledger.tables.closings import ClosingRow, ReopeningRow
from danabergulir.ledger.tables.journal import TransferRow, VoucherRow
from danabergulir.money import Rupiah

_v = SQLModel.metadata.tables[VoucherRow.__tablename__].c
_t = SQLModel.metadata.tables[TransferRow.__tablename__].c


def closings(session: Session) -> list[Closing]:
    """Return the closes in force, in the order they were made; those opened again are left out."""
    return [past.closing for past in history(session) if past.reopened_on is None]


def history(session: Session) -> list[PastClosing]:
    """Return every close ever made, in that order, those opened again with their reason."""
    reopened = {row.closing: row for row in session.exec(select(ReopeningRow))}
    found = []
    for row in session.exec(select(ClosingRow).order_by(col(ClosingRow.id))):
        assert row.id is not None
        again = reopened.get(row.id)
        past = PastClosing(_closing(row), row.recorded_at)
        found.append(
            past if again is None else PastClosing(past.closing, row.recorded_at, again.dated_on, again.reason)
        )
    return found


def locked_to(session: Session) -> date | None:
    """Return the last day that is closed; nothing may be dated on or before it. None while nothing is closed."""
    return max((closing.locked_to for closing in closings(session)), default=None)


def _closing(row: ClosingRow) -> Closing:
    assert row.id is not None
    figures = json.loads(row.figures)
    return Closing(
        ClosingKind(row.kind),
        row.period,
        row.dated_on,
        row.sequence,
        row.head,
        figures["akun"],
        figures["pinjaman"],
        row.id,
    )


def close_now(session: Session, kind: ClosingKind, period: str, last_on: date, chart: Chart) -> Closing:
    """Return the close of a period with the figures and registers as they stand now; it is not recorded."""
    newest = session.connection().execute(select(_v.sequence, _v.digest).order_by(_v.sequence.desc()).limit(1)).first()
    sequence, head = newest or (0, FIRST_LINK)
    accounts, loans = figures_at(session, last_on, sequence, chart)
    registers = digests.digests(plain(session))
    return Closing(kind, period, last_on, sequence, head, accounts, loans, registers=registers)


def figures_at(session: Session, last_on: date, sequence: int, chart: Chart) -> tuple[dict[str, int], dict[str, int]]:
    """Return the balances by account and by loan (principal) at the end of a day, nil ones left out.

    Only vouchers up to ``sequence`` count: what is recorded later never changes what a close says.
    """
    known = (_t.dated_on <= last_on, _t.voucher <= sequence)
    receivable = chart.with_role(Role.RECEIVABLE).code
    accounts: dict[str, int] = {}
    loans: dict[str, int] = {}
    for side, sign in ((_t.debit, 1), (_t.credit, -1)):
        query = select(side, _t.loan, func.sum(_t.amount)).where(*known).group_by(side, _t.loan)
        for code, loan, amount in session.connection().execute(query):
            accounts[code] = accounts.get(code, 0) + sign * amount
            if code == receivable and loan:
                loans[loan] = loans.get(loan, 0) + sign * amount
    return _without_nil(accounts), _without_nil(loans)


def _without_nil(sums: dict[str, int]) -> dict[str, int]:
    return {key: sums[key] for key in sorted(sums) if sums[key]}


def open_results(session: Session, last_on: date, codes: Collection[str]) -> dict[str, int]:
    """Return what these income and cost accounts still carry at the end of a day, debit positive, nil left out.

    Closes of earlier years count whenever they are dated: a year is sometimes closed months after its end.
    """
    carried = or_(_t.dated_on <= last_on, _v.event == Event.YEAR_CLOSE.value)
    sums: dict[str, int] = {}
    for side, sign in ((_t.debit, 1), (_t.credit, -1)):
        query = (
            select(side, func.sum(_t.amount))
            .join_from(VoucherRow, TransferRow, _t.voucher == _v.sequence)
            .where(carried, side.in_(codes))
            .group_by(side)
        )
        for code, amount in session.connection().execute(query):
            sums[code] = sums.get(code, 0) + sign * amount
    return _without_nil(sums)


def depreciation_booked(session: Session, last_on: date, account: str) -> Rupiah:
    """Return what closes have booked as depreciation on ``account`` by the end of a day, in rupiah."""
    sides = [
        session.scalar(
            select(func.sum(_t.amount))
            .join_from(VoucherRow, TransferRow, _t.voucher == _v.sequence)
            .where(_v.event == Event.DEPRECIATION.value, side == account, _t.dated_on <= last_on)
        )
        or 0
        for side in (_t.credit, _t.debit)
    ]
    return Rupiah(sides[0] - sides[1])


def year_close_vouchers(session: Session, after: int) -> list[str]:
    """Return the numbers of the vouchers of year closes later than sequence ``after`` that nothing takes back."""
    taken_back = select(_v.reverses).where(_v.reverses.is_not(None))
    query = (
        select(_v.number)
        .where(
            _v.event == Event.YEAR_CLOSE.value,
            _v.sequence > after,
            _v.reverses.is_(None),
            _v.number.not_in(taken_back),
        )
        .order_by(_v.sequence)
    )
    return list(session.scalars(query))
