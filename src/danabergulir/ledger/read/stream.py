"""The whole journal and all schedules row by row: what an export reads is never held in memory together."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter
from sqlite3 import Connection
from typing import Final, NamedTuple

from danabergulir.domain.journal import FIRST_LINK, Voucher
from danabergulir.ledger.read.sql import one, rows
from danabergulir.ledger.read.vouchers import JOINED, voucher_of

_BY_DATE: Final = f"{JOINED} WHERE v.dated_on BETWEEN :first AND :last ORDER BY v.dated_on, v.sequence, t.id"
_BY_SEQUENCE: Final = """
    SELECT v.*, t.debit, t.credit, t.amount, t.component, t.loan AS of_loan, t.ksm,
           (SELECT digest FROM voucher WHERE sequence = v.sequence - 1) AS digest_before
    FROM voucher AS v JOIN transfer AS t ON t.voucher = v.sequence
    WHERE v.dated_on BETWEEN :first AND :last ORDER BY v.sequence, t.id
"""


def by_date(connection: Connection, first: date, last: date) -> Iterator[Voucher]:
    """Yield the vouchers dated from ``first`` to ``last`` by date and sequence, opening balances among them."""
    for _, transfers in groupby(rows(connection, _BY_DATE, first=first, last=last), attrgetter("sequence")):
        yield voucher_of(list(transfers))


def by_sequence(connection: Connection, first: date, last: date) -> Iterator[tuple[str, Voucher]]:
    """Yield the vouchers dated from ``first`` to ``last`` in the order of the chain, each after its previous digest.

    The voucher before may be dated outside those days; then only its digest is known.
    """
    for _, transfers in groupby(rows(connection, _BY_SEQUENCE, first=first, last=last), attrgetter("sequence")):
        voucher = list(transfers)
        yield voucher[0].digest_before or FIRST_LINK, voucher_of(voucher)


class Head(NamedTuple):
    """The newest voucher of a day, and its digest: what a report of that day prints at its foot."""

    sequence: int
    number: str
    dated_on: date
    digest: str


def head(connection: Connection, as_of: date) -> Head | None:
    """Return the newest voucher dated on or before ``as_of``, or None while nothing is recorded."""
    statement = """
        SELECT sequence, number, dated_on, digest FROM voucher WHERE +dated_on <= :day ORDER BY sequence DESC LIMIT 1
    """
    row = one(connection, statement, day=as_of)
    return None if row is None else Head(*row)


class Turnover(NamedTuple):
    """One account over a stretch of days, in whole rupiah: carried forward (debit positive), debits, credits."""

    carried: int = 0
    debit: int = 0
    credit: int = 0

    @property
    def balance(self) -> int:
        """Return the balance at the end, debit positive."""
        return self.carried + self.debit - self.credit


_TURNOVERS: Final = """
    SELECT debit, credit,
           coalesce(sum(amount) FILTER (WHERE dated_on < :first), 0) AS carried,
           coalesce(sum(amount) FILTER (WHERE dated_on >= :first), 0) AS moved
    FROM transfer WHERE dated_on <= :last GROUP BY debit, credit
"""


def turnovers(connection: Connection, first: date, last: date) -> dict[str, Turnover]:
    """Return what every account in use carried into ``first`` and moved until ``last``, by date alone."""
    found: dict[str, Turnover] = {}
    for debit, credit, carried, moved in rows(connection, _TURNOVERS, first=first, last=last):
        one, other = found.get(debit, Turnover()), found.get(credit, Turnover())
        found[debit] = one._replace(carried=one.carried + carried, debit=one.debit + moved)
        found[credit] = other._replace(carried=other.carried - carried, credit=other.credit + moved)
    return found
