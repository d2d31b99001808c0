"""Reading the schedules of loans: every version that was agreed, with its lines on working days."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from sqlite3 import Connection
from typing import Any, Final

from danabergulir.dates import END_OF_TIME
from danabergulir.domain.journal import Voucher
from danabergulir.domain.loans.schedule import Agreement, AgreementKind, Instalment, on_working_days
from danabergulir.frozen import Struct
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.sql import rows
from danabergulir.money import Rupiah

_VERSIONS: Final = """
    SELECT * FROM schedule
    WHERE loan IN (SELECT value FROM json_each(:loans)) AND (version = 1 OR dated_on <= :day) ORDER BY loan, version
"""
_VERSION_LINES: Final = """
    SELECT * FROM instalment WHERE loan IN (SELECT value FROM json_each(:loans)) ORDER BY loan, version, number
"""


def versions(connection: Connection, loans: Collection[str], as_of: date) -> Mapping[str, tuple[Agreement, ...]]:
    """Return the versions of each loan's schedule in force by ``as_of``, oldest first; never without the first.

    Due dates on days off, as known on that day, stand on the next working day.
    """
    lines: defaultdict[tuple[str, int], list[Instalment]] = defaultdict(list)
    for row in rows(connection, _VERSION_LINES, loans=loans):
        lines[row.loan, row.version].append(_instalment(row))
    days_off = registers.calendar(connection)
    found: defaultdict[str, tuple[Agreement, ...]] = defaultdict(tuple)
    for row in rows(connection, _VERSIONS, loans=loans, day=as_of):
        kind = AgreementKind(row.kind)
        put_off = kind.puts_off or any(earlier.rescheduled for earlier in found[row.loan])
        found[row.loan] += (
            Agreement(
                version=row.version,
                starts_on=row.dated_on,
                kind=kind,
                lines=on_working_days(lines[row.loan, row.version], days_off, as_of),
                decision=row.decision,
                missed_before=row.missed_before,
                rescheduled=put_off,
            ),
        )
    return found


def in_force(connection: Connection, loans: Collection[str], as_of: date) -> dict[str, Agreement]:
    """Return of each loan the version of its schedule in force on a day; before the first one, the first."""
    return {loan: of_loan[-1] for loan, of_loan in versions(connection, loans, as_of).items()}


def versions_of(connection: Connection, loan: str, as_of: date) -> tuple[Agreement, ...]:
    """Return the versions of one loan's schedule that were in force by ``as_of``, oldest first.

    The last one is in force. A later version may start before an end of the loan that was taken back on its own day:
    that has never been, and is followed by what took it back.
    """
    return versions(connection, [loan], as_of)[loan]


_ENTERED: Final = """
    SELECT s.version, coalesce(
        CASE WHEN e.seq > (SELECT sealed_to FROM identity)
        THEN (SELECT CAST(row_key AS INTEGER) FROM seal WHERE +table_name = 'voucher' AND seq < e.seq
              ORDER BY seq DESC LIMIT 1)
        ELSE (SELECT max(sequence) FROM voucher WHERE loan = s.loan AND recorded_at <= s.recorded_at) END, 0) AS last
    FROM schedule AS s
    LEFT JOIN seal AS e ON e.table_name = 'schedule' AND e.row_key = json_array(s.loan, s.version)
    WHERE s.loan = :loan AND s.version > 1
"""
"""The order of entry is that of the chain; of rows that an older program recorded only the times are known."""


def entered_before(connection: Connection, loan: str) -> Mapping[int, int]:
    """Return the sequence of the last voucher that was entered before each later version of a schedule; 0 for none.

    Of a version from before every row was in the chain it is the last one of that loan.
    """
    return dict(rows(connection, _ENTERED, loan=loan))


def agreement_known(connection: Connection, loan: str, voucher: Voucher) -> Agreement:
    """Return the version of a loan's schedule that a voucher met when it was entered.

    Of versions that start on its own day those count that were entered before it.
    """
    day, before = voucher.posting.dated_on, entered_before(connection, loan)
    met = [
        item
        for item in versions_of(connection, loan, END_OF_TIME)
        if item.version == 1 or (item.starts_on, before[item.version]) < (day, voucher.sequence)
    ]
    return met[-1]


class ScheduleLine(Struct, frozen=True):
    """One line of one version of a loan's schedule."""

    loan: str
    version: int
    starts_on: date
    kind: AgreementKind
    line: Instalment


_SCHEDULES: Final = """
    SELECT agreed.dated_on, agreed.kind, line.*
    FROM schedule AS agreed JOIN instalment AS line ON line.loan = agreed.loan AND line.version = agreed.version
    WHERE agreed.version = 1 OR agreed.dated_on <= :day ORDER BY agreed.loan, agreed.version, line.number
"""


def schedule_lines(connection: Connection, as_of: date) -> Iterator[ScheduleLine]:
    """Yield every version of every schedule in force by ``as_of``, line by line; the first version always counts."""
    days_off = registers.calendar(connection)
    for row in rows(connection, _SCHEDULES, day=as_of):
        (known,) = on_working_days((_instalment(row),), days_off, as_of)
        yield ScheduleLine(row.loan, row.version, row.dated_on, AgreementKind(row.kind), known)


def _instalment(row: Any) -> Instalment:
    return Instalment(row.number, row.due_on, Rupiah(row.principal), Rupiah(row.jasa), Rupiah(row.titipan))
