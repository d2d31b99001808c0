"""The whole journal and all schedules row by row: what an export reads is never held in memory together."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlmodel import Session, SQLModel

from danabergulir.domain.journal import FIRST_LINK, Voucher
from danabergulir.domain.loans.schedule import AgreementKind, Instalment, on_working_days
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.sql import TRANSFER, VOUCHER, t, v
from danabergulir.ledger.read.vouchers import voucher_of
from danabergulir.ledger.tables.loans import InstalmentRow, ScheduleRow
from danabergulir.money import Rupiah

_AT_ONCE = 2_000
"""Rows fetched from SQLite together."""


def by_date(session: Session, first: date, last: date) -> Iterator[Voucher]:
    """Yield the vouchers dated from ``first`` to ``last`` by date and sequence, opening balances among them."""
    for _, rows in groupby(_rows(session, _joined(first, last).order_by(v.dated_on, v.sequence, t.id)), _sequence):
        yield voucher_of(list(rows))


def by_sequence(session: Session, first: date, last: date) -> Iterator[tuple[str, Voucher]]:
    """Yield the vouchers dated from ``first`` to ``last`` in the order of the chain, each after its previous digest.

    The voucher before may be dated outside those days; then only its digest is known.
    """
    before = VOUCHER.alias()
    digest_before = select(before.c.digest).where(before.c.sequence == v.sequence - 1).scalar_subquery()
    query = _joined(first, last, digest_before.label("digest_before")).order_by(v.sequence, t.id)
    for _, rows in groupby(_rows(session, query), _sequence):
        voucher = list(rows)
        yield voucher[0].digest_before or FIRST_LINK, voucher_of(voucher)


def _joined(first: date, last: date, *more: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    moves = (t.debit, t.credit, t.amount, t.component, t.loan.label("of_loan"), t.ksm)
    joined = select(*v, *moves, *more).join(TRANSFER, t.voucher == v.sequence)
    return joined.where(v.dated_on.between(first, last))


def _rows(session: Session, query: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    return iter(session.connection().execute(query.execution_options(yield_per=_AT_ONCE)))


def _sequence(row: Any) -> int:
    number = row.sequence
    assert isinstance(number, int)
    return number


class Head(NamedTuple):
    """The newest voucher of a day, and its digest: what a report of that day prints at its foot."""

    sequence: int
    number: str
    dated_on: date
    digest: str


def head(session: Session, as_of: date) -> Head | None:
    """Return the newest voucher dated on or before ``as_of``, or None while nothing is recorded."""
    query = select(v.sequence, v.number, v.dated_on, v.digest).where(v.dated_on <= as_of)
    row = session.connection().execute(query.order_by(v.sequence.desc()).limit(1)).first()
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


def turnovers(session: Session, first: date, last: date) -> dict[str, Turnover]:
    """Return what every account in use carried into ``first`` and moved until ``last``, by date alone."""
    inside = t.dated_on.between(first, last)
    query = (
        select(t.debit, t.credit, func.sum(t.amount).filter(~inside), func.sum(t.amount).filter(inside))
        .where(t.dated_on <= last)
        .group_by(t.debit, t.credit)
    )
    found: dict[str, Turnover] = {}
    for debit, credit, before, within in session.connection().execute(query):
        carried, moved = before or 0, within or 0
        one, other = found.get(debit, Turnover()), found.get(credit, Turnover())
        found[debit] = one._replace(carried=one.carried + carried, debit=one.debit + moved)
        found[credit] = other._replace(carried=other.carried - carried, credit=other.credit + moved)
    return found


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """One line of one version of a loan's schedule."""

    loan: str
    version: int
    starts_on: date
    kind: AgreementKind
    line: Instalment


def schedule_lines(session: Session, as_of: date) -> Iterator[ScheduleLine]:
    """Yield every version of every schedule in force by ``as_of``, line by line; the first version always counts."""
    agreed = SQLModel.metadata.tables[ScheduleRow.__tablename__].c
    line = SQLModel.metadata.tables[InstalmentRow.__tablename__].c
    query = (
        select(
            agreed.loan,
            agreed.version,
            agreed.dated_on,
            agreed.kind,
            line.number,
            line.due_on,
            line.principal,
            line.jasa,
            line.titipan,
        )
        .where(line.loan == agreed.loan, line.version == agreed.version)
        .where(or_(agreed.version == 1, agreed.dated_on <= as_of))
        .order_by(agreed.loan, agreed.version, line.number)
    )
    days_off = registers.calendar(session)
    for loan, version, starts_on, kind, number, due_on, principal, jasa, titipan in _rows(session, query):
        instalment = Instalment(number, due_on, Rupiah(principal), Rupiah(jasa), Rupiah(titipan))
        (known,) = on_working_days((instalment,), days_off, as_of)
        yield ScheduleLine(loan, version, starts_on, AgreementKind(kind), known)
