"""Sums of the journal by account, made by SQL."""

from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlmodel import Session

from danabergulir.dates import Month
from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.books import STILL, AccountFigures, Movement
from danabergulir.domain.closing import closes_own_year
from danabergulir.domain.journal import AccountLine, Component, Event, VoucherKind
from danabergulir.ledger.read.sql import TRANSFER, rows, t, v
from danabergulir.money import NIL, Rupiah


def account_figures(session: Session, chart: Chart, month: Month) -> tuple[AccountFigures, ...]:
    """Return every account's movements up to the end of ``month``, by stretch of time."""
    year_first, first, last = month.year_first_on, month.first_on, month.last_on
    query = (
        select(
            t.debit,
            t.credit,
            func.sum(t.amount).filter(t.dated_on < year_first),
            func.sum(t.amount).filter(t.dated_on >= year_first, t.dated_on < first),
            func.sum(t.amount).filter(t.dated_on >= first),
        )
        .where(t.dated_on <= last)
        .group_by(t.debit, t.credit)
    )
    sums = _Sums(chart)
    for debit, credit, before_year, before_month, in_month in rows(session, query):
        for stretch, amount in (("before_year", before_year), ("year_before_month", before_month), ("month", in_month)):
            sums.add(stretch, debit, credit, amount or 0)
    for event, debit, credit, dated_on, amount in rows(session, _carrying(last)):
        stretch = "before_year" if dated_on < year_first else "month" if dated_on >= first else "year_before_month"
        if event == Event.OPENING:
            if stretch == "month":
                sums.add("month", debit, credit, -amount)
                sums.add("year_before_month", debit, credit, amount)
        else:
            sums.add(stretch, debit, credit, -amount)
            own = "closing_own" if closes_own_year(dated_on) else "closing_month"
            sums.add(own if stretch == "month" else "closing_before", debit, credit, amount)
    return sums.figures()


def _carrying(last: date) -> Select[*tuple[Any, ...]]:
    """Return the query for the few transfers of opening balances and year closes."""
    return (
        select(v.event, t.debit, t.credit, t.dated_on, func.sum(t.amount))
        .join(TRANSFER, t.voucher == v.sequence)
        .where(v.event.in_((Event.OPENING.value, Event.YEAR_CLOSE.value)), t.dated_on <= last)
        .group_by(v.event, t.debit, t.credit, t.dated_on)
    )


class _Sums:
    """Debits and credits by account and stretch, while they are gathered."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self._sums: dict[tuple[str, str], tuple[int, int]] = {}

    def add(self, stretch: str, debit: str, credit: str, amount: int) -> None:
        for account, as_debit, as_credit in ((debit, amount, 0), (credit, 0, amount)):
            known_debit, known_credit = self._sums.get((account, stretch), (0, 0))
            self._sums[account, stretch] = (known_debit + as_debit, known_credit + as_credit)

    def figures(self) -> tuple[AccountFigures, ...]:
        stretches = ("before_year", "year_before_month", "month", "closing_before", "closing_month", "closing_own")
        return tuple(
            AccountFigures(
                account,
                *(
                    Movement(*self._sums[account.code, stretch]) if (account.code, stretch) in self._sums else STILL
                    for stretch in stretches
                ),
            )
            for account in self._chart.accounts
        )


def balance(session: Session, code: str, as_of: date) -> Rupiah:
    """Return one account's balance at the end of ``as_of``, debit positive."""
    sides = [
        session.scalar(select(func.sum(t.amount)).where(side == code, t.dated_on <= as_of)) or 0
        for side in (t.debit, t.credit)
    ]
    return Rupiah(sides[0] - sides[1])


def has_postings(session: Session, code: str) -> bool:
    """Return whether anything was ever booked on the account."""
    found = select(t.id).where(or_(t.debit == code, t.credit == code)).limit(1)
    return session.scalar(found) is not None


def control_total(session: Session, chart: Chart, as_of: date) -> Rupiah | None:
    """Return what the opening balances say of all loans together, in rupiah; None while they say nothing."""
    (receivable,) = chart.all_with(Role.RECEIVABLE)
    query = select(func.sum(t.amount)).where(
        t.component == Component.OPENING.value, t.debit == receivable.code, t.loan.is_(None), t.dated_on <= as_of
    )
    amount = session.scalar(query)
    return None if amount is None else Rupiah(amount)


def untold_receivable(session: Session, chart: Chart) -> Rupiah | None:
    """Return what the opening balances hold on the receivable beside the loan cards; None before they are imported."""
    untold = (t.component == Component.OPENING.value, t.loan.is_(None))
    if session.scalar(select(t.id).where(*untold).limit(1)) is None:
        return None
    receivable = chart.with_role(Role.RECEIVABLE).code
    sides = [
        session.scalar(select(func.sum(t.amount)).where(*untold, side == receivable)) or 0
        for side in (t.debit, t.credit)
    ]
    return Rupiah(sides[0] - sides[1])


def account_lines(session: Session, code: str, first: date, last: date) -> list[AccountLine]:
    """Return one account's transfers from ``first`` to ``last``, oldest first, opening balances left out."""
    query = (
        select(t.dated_on, v.number, v.memo, t.debit, t.credit, t.amount)
        .join(TRANSFER, t.voucher == v.sequence)
        .where(
            or_(t.debit == code, t.credit == code),
            t.dated_on.between(first, last),
            v.kind != VoucherKind.OPENING.value,
        )
        .order_by(t.dated_on, t.voucher, t.id)
    )
    return [
        AccountLine(row.dated_on, row.number, row.memo, row.credit, Rupiah(row.amount), NIL)
        if row.debit == code
        else AccountLine(row.dated_on, row.number, row.memo, row.debit, NIL, Rupiah(row.amount))
        for row in rows(session, query)
    ]
