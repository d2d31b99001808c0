"""The life of loans: every version of its schedule, and what was received on which day."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import CompoundSelect, and_, func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, SQLModel

from danabergulir.dates import END_OF_TIME
from danabergulir.domain.accounts import Chart
from danabergulir.domain.loan import Component, Loan, Paid
from danabergulir.domain.penalty import DatedPayment
from danabergulir.domain.schedule import Agreement, AgreementKind, Instalment
from danabergulir.ledger.loan_sums import component_accounts
from danabergulir.ledger.query import columns_of, rows
from danabergulir.ledger.tables.loans import ScheduleRow
from danabergulir.money import NIL, Rupiah


def agreements(session: Session, loan: str, as_of: date) -> tuple[Agreement, ...]:
    """Return the versions of a loan's schedule that were in force by ``as_of``, oldest first; never without the first.

    Each starts no earlier than the one before it.
    """
    return agreements_of(session, [loan], as_of)[loan]


def agreements_of(
    session: Session, loans: Collection[str] | CompoundSelect[tuple[str]], as_of: date
) -> Mapping[str, tuple[Agreement, ...]]:
    """Return the versions of each loan's schedule in force by ``as_of``, oldest first; never without the first.

    ``loans`` are their numbers, or the query that finds these.
    """
    head = SQLModel.metadata.tables["schedule"].c
    line = SQLModel.metadata.tables["instalment"].c
    lines: defaultdict[tuple[str, int], list[Instalment]] = defaultdict(list)
    for loan, version, number, due_on, principal, jasa, titipan in rows(
        session, columns(*line).where(line.loan.in_(loans)).order_by(line.loan, line.version, line.number)
    ):
        lines[loan, version].append(Instalment(number, due_on, Rupiah(principal), Rupiah(jasa), Rupiah(titipan)))
    found: defaultdict[str, tuple[Agreement, ...]] = defaultdict(tuple)
    in_force = or_(head.version == 1, head.dated_on <= as_of)
    query = columns(*head).where(head.loan.in_(loans), in_force).order_by(head.loan, head.version)
    for row in rows(session, query):
        agreed = tuple(lines[row.loan, row.version])
        kind = AgreementKind(row.kind)
        found[row.loan] += (Agreement(row.version, row.dated_on, kind, agreed, row.decision, row.missed_before),)
    return found


def agreement_known(session: Session, loan: str, dated_on: date, recorded_at: str) -> Agreement:
    """Return the version of a loan's schedule that a voucher of that day met when it was recorded.

    Of versions that start on its own day those count that were recorded before it.
    """
    head = columns_of(ScheduleRow)
    same_day = and_(head.dated_on == dated_on, head.recorded_at < recorded_at)
    known = or_(head.version == 1, head.dated_on < dated_on, same_day)
    version = session.scalar(columns(func.max(head.version)).where(head.loan == loan, known))
    return next(item for item in agreements(session, loan, END_OF_TIME) if item.version == version)


def payments(session: Session, chart: Chart, loan: Loan, as_of: date) -> tuple[DatedPayment, ...]:
    """Return what was received on a loan on each day by ``as_of``, oldest first, reversals negative on their own day.

    What an imported loan had paid before the ledger was opened stands first, on the day of its disbursement.
    """
    parts = (Component.PRINCIPAL, Component.JASA, Component.TITIPAN, Component.PENALTY)
    moved = SQLModel.metadata.tables["transfer"].c
    query = (
        columns(moved.dated_on, moved.component, moved.debit, func.sum(moved.amount))
        .where(moved.loan == loan.number, moved.dated_on <= as_of, moved.component.in_([part.value for part in parts]))
        .group_by(moved.dated_on, moved.component, moved.debit)
        .order_by(moved.dated_on)
    )
    accounts = component_accounts(chart)
    by_day: dict[date, dict[str, Rupiah]] = {}
    for dated_on, component, debit, amount in rows(session, query):
        # a transfer that debits its component's own account takes a receipt back
        signed = Rupiah(-amount if debit == accounts.get(component) else amount)
        of_day = by_day.setdefault(dated_on, {})
        of_day[component] = of_day.get(component, NIL) + signed
    return (
        DatedPayment(loan.terms.disbursed_on, loan.paid_before),
        *(DatedPayment(day, Paid(*(of_day.get(part.value, NIL) for part in parts))) for day, of_day in by_day.items()),
    )
