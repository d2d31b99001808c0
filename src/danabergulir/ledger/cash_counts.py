"""Reading the counts of the cash box."""

from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.cash_count import CashCount
from danabergulir.ledger.query import columns_of, rows
from danabergulir.ledger.tables.records import CashCountRow
from danabergulir.money import Rupiah


def latest(session: Session, chart: Chart, first: date, last: date) -> CashCount | None:
    """Return the last count from ``first`` to ``last``, of a day counted twice the later one; or None."""
    count = columns_of(CashCountRow)
    query = (
        select(*count)
        .where(count.dated_on.between(first, last))
        .order_by(count.dated_on.desc(), count.id.desc())
        .limit(1)
    )
    for row in rows(session, query):
        return CashCount(chart.with_role(Role.CASH), row.dated_on, Rupiah(row.counted), Rupiah(row.booked), row.memo)
    return None
