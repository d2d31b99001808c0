"""What the counter asks of the ledger: the numbers of the loans, and the sums of what came in on a day."""

from datetime import date
from sqlite3 import Connection
from typing import Final

from danabergulir.domain.accounts import Chart
from danabergulir.domain.journal import VoucherKind
from danabergulir.domain.till.taken import Taken
from danabergulir.ledger.read.sql import rows
from danabergulir.money import Rupiah


def loan_numbers(connection: Connection) -> dict[str, str]:
    """Return the number of every loan with the code of its KSM."""
    return dict(rows(connection, "SELECT number, ksm FROM loan ORDER BY number"))


_TAKEN: Final = """
    SELECT t.debit, sum(t.amount) AS amount, count(DISTINCT v.sequence) AS vouchers
    FROM voucher AS v JOIN transfer AS t ON t.voucher = v.sequence
    WHERE v.dated_on = :day AND v.kind = :kind AND v.reverses IS NULL
      AND NOT EXISTS (SELECT 1 FROM voucher WHERE reverses = v.number)
    GROUP BY t.debit ORDER BY t.debit
"""


def taken_on(connection: Connection, chart: Chart, day: date) -> tuple[Taken, ...]:
    """Return what came into each money account on a day; what was taken back does not count."""
    sums = rows(connection, _TAKEN, day=day, kind=VoucherKind.RECEIPT)
    return tuple(Taken(chart[code], Rupiah(amount), count) for code, amount, count in sums)
