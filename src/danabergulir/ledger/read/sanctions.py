"""Reading sanctions: the letters that went out, what was written down since, and the money of those loans by day."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from danabergulir.domain.accounts import Chart
from danabergulir.domain.dunning.sanctions import Cause, DayEnd, EventKind, Sanction, SanctionEvent, SanctionFile
from danabergulir.domain.loans.terms import Paid, number_order
from danabergulir.ledger.read.loans import agreements_of, component_accounts, figures_of
from danabergulir.ledger.read.sql import columns_of, rows, t
from danabergulir.ledger.tables.loans import LoanRow
from danabergulir.ledger.tables.sanctions import SanctionEventRow, SanctionRow
from danabergulir.money import Rupiah


def sanction_files(session: Session, chart: Chart, as_of: date) -> dict[str, SanctionFile]:
    """Return the file of every loan that a letter or an event dated by ``as_of`` is about, by the loan's number.

    Nothing dated later is in them.
    """
    letters: defaultdict[str, list[Sanction]] = defaultdict(list)
    sent, told = columns_of(SanctionRow), columns_of(SanctionEventRow)
    for row in rows(session, columns(*sent).where(sent.dated_on <= as_of).order_by(sent.dated_on, sent.number)):
        letters[row.loan].append(_sanction(row))
    events: defaultdict[str, list[SanctionEvent]] = defaultdict(list)
    for entry in rows(session, columns(*told).where(told.dated_on <= as_of).order_by(told.dated_on, told.id)):
        events[entry.loan].append(_event(entry))
    numbers = sorted({*letters, *events}, key=number_order)
    if not numbers:
        return {}
    versions = agreements_of(session, numbers, as_of)
    day_ends = _day_ends(session, chart, numbers, as_of)
    return {
        number: SanctionFile(number, tuple(letters[number]), tuple(events[number]), versions[number], day_ends[number])
        for number in numbers
    }


def all_sanctions(session: Session) -> list[Sanction]:
    """Return every letter ever sent, in the order of their numbers."""
    return [_sanction(row) for row in session.exec(select(SanctionRow).order_by(col(SanctionRow.number)))]


def withdrawn(session: Session) -> dict[str, date]:
    """Return the day on which each withdrawn sanction was withdrawn, by its number."""
    query = select(SanctionEventRow).where(SanctionEventRow.kind == EventKind.WITHDRAWAL.value)
    return {row.sanction: row.dated_on for row in session.exec(query) if row.sanction}


def _sanction(row: SanctionRow) -> Sanction:
    return Sanction(
        row.number,
        row.letter,
        row.loan,
        row.ksm,
        row.level,
        row.name,
        row.dated_on,
        row.answer_by,
        tuple(json.loads(row.recipients)),
        Rupiah(row.principal),
        Rupiah(row.jasa),
        Rupiah(row.titipan),
        row.missed_count,
        row.days_late,
        row.late_since,
    )


def _event(row: SanctionEventRow) -> SanctionEvent:
    return SanctionEvent(
        row.loan,
        row.dated_on,
        EventKind(row.kind),
        row.text,
        row.sanction,
        row.promised_on,
        None if row.promised_amount is None else Rupiah(row.promised_amount),
        Cause(row.cause) if row.cause else None,
    )


def _day_ends(
    session: Session, chart: Chart, numbers: Collection[str], as_of: date
) -> Mapping[str, tuple[DayEnd, ...]]:
    """Return where the money of each loan stood at the end of every day on which it moved by ``as_of``."""
    paid_before = {
        row.number: Paid(
            Rupiah(row.principal_paid_before), Rupiah(row.jasa_paid_before), Rupiah(row.titipan_paid_before)
        )
        for row in session.exec(select(LoanRow).where(col(LoanRow.number).in_(numbers)))
    }
    query = (
        columns(t.loan, t.dated_on, t.component, t.debit, func.sum(t.amount))
        .where(t.loan.in_(numbers), t.dated_on <= as_of)
        .group_by(t.loan, t.dated_on, t.component, t.debit)
        .order_by(t.loan, t.dated_on)
    )
    accounts = component_accounts(chart)
    sums: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    ends: defaultdict[str, dict[date, DayEnd]] = defaultdict(dict)
    for loan, dated_on, component, debit, amount in rows(session, query):
        # a transfer that debits its component's own account lends, or takes a receipt back
        sums[loan][component] += -amount if debit == accounts.get(component) else amount
        ends[loan][dated_on] = _day_end(dated_on, sums[loan], paid_before[loan])
    return defaultdict(tuple, {loan: tuple(by_day.values()) for loan, by_day in ends.items()})


def _day_end(day: date, sums: Mapping[str, int], paid_before: Paid) -> DayEnd:
    now = figures_of(sums)
    return DayEnd(day, now.outstanding, paid_before + now.received, now.written_off, now.recovered)
