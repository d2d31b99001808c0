"""Which loans anything is still told of, and what the register says of the settled ones; SQL alone looks at those."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter
from sqlite3 import Connection
from typing import Any, Final

from danabergulir.dates import Frequency
from danabergulir.domain.accounts import Chart
from danabergulir.domain.journal import Component, Event
from danabergulir.domain.loans.terms import LoanEntry, LoanState, number_order
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.loan_moves import OF_PRINCIPAL, RECEIVED, own
from danabergulir.ledger.read.sql import rows
from danabergulir.money import Rupiah

_STANDING: Final = f"""
    WITH newest AS (
        SELECT loan, max(version) AS version FROM schedule WHERE version = 1 OR dated_on <= :last GROUP BY loan
    ), agreed AS MATERIALIZED (
        SELECT loan, version, sum(jasa) AS jasa, sum(titipan) AS titipan FROM instalment GROUP BY loan, version
    ), asked AS (
        SELECT loan, jasa, titipan FROM newest JOIN agreed USING (loan, version)
    ), sums AS MATERIALIZED (
        SELECT loan, component, debit, sum(amount) AS amount
        FROM transfer WHERE loan IS NOT NULL AND dated_on <= :last GROUP BY loan, component, debit
    ), moved AS (
        SELECT loan,
               sum({RECEIVED}) FILTER (WHERE component IN {OF_PRINCIPAL}) AS lent,
               sum(amount) FILTER (WHERE component IN ('{Component.WRITE_OFF}', '{Component.RECOVERY}')) AS lost,
               sum({RECEIVED}) FILTER (WHERE component = '{Component.PRINCIPAL}') AS principal,
               sum({RECEIVED}) FILTER (WHERE component = '{Component.JASA}') AS jasa,
               sum({RECEIVED}) FILTER (WHERE component = '{Component.TITIPAN}') AS titipan
        FROM sums GROUP BY loan
    ), moved_since AS (
        SELECT transfer.loan FROM voucher JOIN transfer ON voucher = sequence
        WHERE voucher.dated_on BETWEEN :first AND :last
    ), standing AS (
        SELECT loan.*, principal_paid_before + coalesce(moved.principal, 0) AS repaid,
               disbursed_on >= :first OR number IN moved_since OR lent <> 0 OR lost > 0
               OR asked.jasa > jasa_paid_before + coalesce(moved.jasa, 0)
               OR asked.titipan > titipan_paid_before + coalesce(moved.titipan, 0) AS lives
        FROM loan LEFT JOIN moved ON moved.loan = number LEFT JOIN asked ON asked.loan = number
    )
"""  # noqa: S608 - the words of enumerations
"""Each loan with what was repaid of it; it ``lives`` unless it was settled before ``first``, as of the day ``last``.

Every loan lives that moved from ``first`` on, that was written off, or of whose jasa or titipan something is unpaid.
Sums by account come first: the index of the loans has them in order, and few are left to tell what they mean.
"""
_LIVING: Final = f"{_STANDING} SELECT number FROM standing WHERE lives"  # noqa: S608 - our own words
_REGISTER: Final = f"""
    {_STANDING}
    SELECT number, ksm, disbursed_on, principal, jasa_rate, term, frequency, repaid,
           coalesce(lives, 0) OR number IN (SELECT value FROM json_each(:told)) AS is_told
    FROM standing ORDER BY ksm, disbursed_on
"""  # noqa: S608 - our own words
_TOLD: Final = """
    SELECT loan FROM sanction WHERE dated_on <= :last UNION SELECT loan FROM sanction_event WHERE dated_on <= :last
    UNION SELECT loan FROM schedule WHERE version > 1 AND dated_on BETWEEN :first AND :last
    UNION SELECT loan FROM penalty_waiver WHERE dated_on BETWEEN :first AND :last
"""
"""The loans of which a month tells something although they may have been settled before it."""


_TAKEN_BACK: Final = f"""
    SELECT lent.loan FROM voucher AS back JOIN voucher AS lent ON lent.number = back.reverses
    WHERE back.sequence IN (SELECT sequence FROM voucher WHERE reverses IS NOT NULL)
      AND lent.event = '{Event.DISBURSEMENT}' AND back.dated_on <= :last
"""  # noqa: S608 - the word of an enumeration
"""The loans whose disbursement was taken back; an index lists the few vouchers that take one back."""


def counted(connection: Connection, found: Iterable[Any], last: date) -> Iterator[tuple[Any, int]]:
    """Yield the rows of loans, which come by KSM, each with the how-manieth loan of its KSM it is, by a day.

    They are counted by the day of disbursement, then the number. What was taken back leaves its place to the next one.
    """
    taken_back = {loan for (loan,) in rows(connection, _TAKEN_BACK, last=last)}
    for _, of_group in groupby(found, key=attrgetter("ksm")):
        place = 1
        for row in sorted(of_group, key=lambda row: (row.disbursed_on, number_order(row.number))):
            yield row, place
            place += row.number not in taken_back


def living(connection: Connection, chart: Chart, first: date, last: date) -> list[str]:
    """Return the numbers of the loans that were not settled before the day ``first``, as of the day ``last``."""
    return [number for (number,) in rows(connection, _LIVING, first=first, last=last, own=own(chart))]


def told_and_settled(
    connection: Connection, chart: Chart, first: date, last: date, also: Collection[str]
) -> tuple[dict[str, int], list[LoanEntry]]:
    """Return which loan of its KSM each is that is told of, by number, and the register's lines of all others.

    Told of are those that live, ``also`` these, and those with a letter or a decision.
    """
    told = [*also, *(loan for (loan,) in rows(connection, _TOLD, first=first, last=last))]
    found = rows(connection, _REGISTER, first=first, last=last, own=own(chart), told=told)
    groups = registers.all_ksm(connection, last)
    cycles: dict[str, int] = {}
    settled = []
    for row, cycle in counted(connection, found, last):
        if row.is_told:
            cycles[row.number] = cycle
        else:
            settled.append(
                LoanEntry(
                    number=row.number,
                    ksm=groups[row.ksm],
                    disbursed_on=row.disbursed_on,
                    cycle=cycle,
                    principal=Rupiah(row.principal),
                    jasa_rate=registers.rate(row.jasa_rate),
                    term=row.term,
                    frequency=Frequency(row.frequency),
                    state=LoanState.PAID_OFF if row.repaid else LoanState.CANCELLED,
                    repaid=Rupiah(row.repaid),
                )
            )
    return cycles, settled
