"""Which loans a report is about that lists none of the settled ones; SQL alone looks at those."""

from datetime import date
from sqlite3 import Connection
from typing import Final

from danabergulir.domain.accounts import Chart
from danabergulir.domain.journal import Component
from danabergulir.ledger.read.loan_moves import OF_PRINCIPAL, RECEIVED, own
from danabergulir.ledger.read.sql import rows

_LIVING: Final = f"""
    WITH newest AS (
        SELECT loan, max(version) AS version FROM schedule WHERE version = 1 OR dated_on <= :last GROUP BY loan
    ), asked AS (
        SELECT loan, sum(jasa) AS jasa, sum(titipan) AS titipan
        FROM newest JOIN instalment USING (loan, version) GROUP BY loan
    ), moved AS (
        SELECT loan, max(dated_on) AS moved_on,
               sum({RECEIVED}) FILTER (WHERE component IN {OF_PRINCIPAL}) AS lent,
               sum(amount) FILTER (WHERE component = '{Component.WRITE_OFF}') AS written_off,
               sum({RECEIVED}) FILTER (WHERE component = '{Component.JASA}') AS jasa,
               sum({RECEIVED}) FILTER (WHERE component = '{Component.TITIPAN}') AS titipan
        FROM transfer WHERE loan IS NOT NULL AND dated_on <= :last GROUP BY loan
    )
    SELECT number FROM loan LEFT JOIN moved ON moved.loan = number LEFT JOIN asked ON asked.loan = number
    WHERE moved_on >= :first OR lent <> 0 OR written_off > 0
       OR asked.jasa > jasa_paid_before + coalesce(moved.jasa, 0)
       OR asked.titipan > titipan_paid_before + coalesce(moved.titipan, 0)
"""  # noqa: S608 - the words of an enumeration


def living(connection: Connection, chart: Chart, first: date, last: date) -> list[str]:
    """Return the numbers of the loans that were not settled before the day ``first``, as of the day ``last``.

    Among them are all that moved from ``first`` on, that were written off, or of whose jasa or titipan something is
    unpaid.
    """
    return [number for (number,) in rows(connection, _LIVING, first=first, last=last, own=own(chart))]
