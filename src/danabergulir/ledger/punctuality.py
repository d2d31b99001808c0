"""Reading how the loans were paid in a stretch of days."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import case, func, union
from sqlalchemy import select as columns
from sqlmodel import Session, SQLModel

from danabergulir.domain.accounts import Chart
from danabergulir.domain.loan import NOTHING_PAID, Component, Paid
from danabergulir.domain.punctuality import PaidBy, PaymentRecord
from danabergulir.ledger.loan_history import agreements_of
from danabergulir.ledger.loan_sums import component_accounts
from danabergulir.ledger.query import rows, t
from danabergulir.money import Rupiah

_PARTS = (Component.PRINCIPAL.value, Component.JASA.value, Component.TITIPAN.value)


def payment_records(session: Session, chart: Chart, since: date, until: date) -> dict[str, PaymentRecord]:
    """Return, by number, how each loan was paid from the day after ``since`` that fell due or moved by ``until``."""
    line = SQLModel.metadata.tables["instalment"].c
    lived = union(
        columns(line.loan).where(line.due_on > since, line.due_on <= until),
        columns(t.loan).where(t.loan.is_not(None), t.dated_on > since, t.dated_on <= until),
    )
    day = case((t.dated_on <= since, since), else_=t.dated_on).label("day")
    query = (
        columns(t.loan, day, t.component, t.debit, func.sum(t.amount))
        .where(t.loan.in_(lived), t.component.in_(_PARTS), t.dated_on <= until)
        .group_by(t.loan, day, t.component, t.debit)
        .order_by(t.loan, day)
    )
    accounts = component_accounts(chart)
    payments: defaultdict[str, tuple[PaidBy, ...]] = defaultdict(lambda: (PaidBy(since, NOTHING_PAID),))
    for loan, of_loan in groupby(rows(session, query), lambda row: row[0]):
        payments[loan] = tuple(_payments(of_loan, since, accounts))
    return {
        loan: PaymentRecord(loan, versions, payments[loan])
        for loan, versions in agreements_of(session, lived, until).items()
    }


def _payments(moves: Iterable[Any], since: date, accounts: dict[str, str]) -> Iterator[PaidBy]:
    """Yield what had been paid by the end of ``since`` and of each day of a loan's moves."""
    paid = dict.fromkeys(_PARTS, 0)
    first = True
    for day, of_day in groupby(moves, lambda row: row[1]):
        if first and day > since:
            yield PaidBy(since, NOTHING_PAID)
        first = False
        for _, _, component, debit, amount in of_day:
            # a transfer that debits its component's own account takes a receipt back
            paid[component] += -amount if debit == accounts.get(component) else amount
        yield PaidBy(day, Paid(*(Rupiah(paid[part]) for part in _PARTS)))
