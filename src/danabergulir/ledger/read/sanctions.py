"""Reading sanctions: the letters that went out, what was written down since, and the money of those loans by day."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from sqlite3 import Connection
from typing import Any, Final

from danabergulir.domain.accounts import Chart
from danabergulir.domain.dunning.sanctions import Cause, DayEnd, EventKind, Sanction, SanctionEvent, SanctionFile
from danabergulir.domain.loans.schedule import without_ends_taken_back
from danabergulir.domain.loans.terms import Paid, number_order
from danabergulir.ledger.read.agreements import versions
from danabergulir.ledger.read.loan_moves import MOVED_ON, RECEIVED, own
from danabergulir.ledger.read.loans import figures_of
from danabergulir.ledger.read.sql import rows
from danabergulir.money import Rupiah

_LETTERS: Final = "SELECT *, answer_by AS answer_by_on FROM sanction"
_KNOWN: Final = "WHERE dated_on <= :day AND (:only IS NULL OR loan = :only) ORDER BY dated_on"
_SENT: Final = f"{_LETTERS} {_KNOWN}, number"
_TOLD: Final = f"SELECT * FROM sanction_event {_KNOWN}, id"  # noqa: S608 - our own words


def sanction_files(
    connection: Connection, chart: Chart, as_of: date, only: str | None = None
) -> dict[str, SanctionFile]:
    """Return the file of every loan that a letter or an event dated by ``as_of`` is about, by the loan's number.

    Nothing dated later is in them, and nothing that was taken back by then: a receipt, the loan, its end. ``only`` is
    the number of the one loan that is asked for.
    """
    letters: defaultdict[str, list[Sanction]] = defaultdict(list)
    for row in rows(connection, _SENT, day=as_of, only=only):
        letters[row.loan].append(_sanction(row))
    events: defaultdict[str, list[SanctionEvent]] = defaultdict(list)
    for entry in rows(connection, _TOLD, day=as_of, only=only):
        events[entry.loan].append(_event(entry))
    numbers = sorted({*letters, *events}, key=number_order)
    if not numbers:
        return {}
    agreed = versions(connection, numbers, as_of)
    day_ends = _day_ends(connection, chart, numbers, as_of)
    return {
        number: SanctionFile(
            number,
            tuple(letters[number]),
            tuple(events[number]),
            without_ends_taken_back(agreed[number]),
            day_ends[number],
        )
        for number in numbers
    }


def all_sanctions(connection: Connection) -> list[Sanction]:
    """Return every letter ever sent, in the order of their numbers."""
    return [_sanction(row) for row in rows(connection, f"{_LETTERS} ORDER BY number")]


def withdrawn(connection: Connection) -> dict[str, date]:
    """Return the day on which each withdrawn sanction was withdrawn, by its number."""
    statement = "SELECT sanction, dated_on FROM sanction_event WHERE kind = :kind AND sanction IS NOT NULL"
    return dict(rows(connection, statement, kind=EventKind.WITHDRAWAL))


def _sanction(row: Any) -> Sanction:
    return Sanction(
        number=row.number,
        letter=row.letter,
        loan=row.loan,
        ksm=row.ksm,
        level=row.level,
        name=row.name,
        dated_on=row.dated_on,
        answer_by=row.answer_by_on,
        recipients=tuple(json.loads(row.recipients)),
        principal=Rupiah(row.principal),
        jasa=Rupiah(row.jasa),
        titipan=Rupiah(row.titipan),
        missed_count=row.missed_count,
        days_late=row.days_late,
        late_since=date.fromisoformat(row.late_since) if row.late_since else None,
    )


def _event(row: Any) -> SanctionEvent:
    return SanctionEvent(
        loan=row.loan,
        dated_on=row.dated_on,
        kind=EventKind(row.kind),
        text=row.text,
        sanction=row.sanction,
        promised_on=row.promised_on,
        promised_amount=None if row.promised_amount is None else Rupiah(row.promised_amount),
        cause=Cause(row.cause) if row.cause else None,
    )


_PAID_BEFORE: Final = """
    SELECT number, principal_paid_before, jasa_paid_before, titipan_paid_before FROM loan
    WHERE number IN (SELECT value FROM json_each(:numbers))
"""
_MOVES: Final = f"""
    SELECT loan, {MOVED_ON} AS moved_on, component, sum({RECEIVED}) AS amount FROM transfer
    WHERE loan IN (SELECT value FROM json_each(:numbers)) AND dated_on <= :day
    GROUP BY loan, moved_on, component ORDER BY loan, moved_on
"""  # noqa: S608 - our own words


def _day_ends(
    connection: Connection, chart: Chart, numbers: Collection[str], as_of: date
) -> Mapping[str, tuple[DayEnd, ...]]:
    """Return where the money of each loan stood at the end of every day on which it moved by ``as_of``.

    What was taken back by then never moved.
    """
    paid_before = {
        number: Paid(*map(Rupiah, parts)) for number, *parts in rows(connection, _PAID_BEFORE, numbers=numbers)
    }
    sums: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    ends: defaultdict[str, dict[date, DayEnd]] = defaultdict(dict)
    for loan, moved_on, component, amount in rows(connection, _MOVES, own=own(chart), numbers=numbers, day=as_of):
        sums[loan][component] += amount
        ends[loan][moved_on] = _day_end(moved_on, sums[loan], paid_before[loan])
    return defaultdict(tuple, {loan: tuple(by_day.values()) for loan, by_day in ends.items()})


def _day_end(day: date, sums: Mapping[str, int], paid_before: Paid) -> DayEnd:
    now = figures_of(sums)
    return DayEnd(day, now.outstanding, paid_before + now.received, now.written_off, now.recovered)
