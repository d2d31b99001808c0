"""Reading vouchers, one by one or by loan and date; rows come only where a report lists rows."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlmodel import Session

from danabergulir.domain.journal import FIRST_LINK, Component, Event, Posting, Transfer, Voucher, VoucherKind
from danabergulir.errors import NotFoundError
from danabergulir.ledger.read.sql import TRANSFER, rows, t, v
from danabergulir.money import Rupiah


def head(session: Session, as_of: date) -> str:
    """Return the digest of the newest voucher dated on or before ``as_of``; without one, the first link."""
    query = select(v.digest).where(v.dated_on <= as_of).order_by(v.sequence.desc())
    return session.scalar(query.limit(1)) or FIRST_LINK


def newest(session: Session) -> int:
    """Return the sequence of the voucher recorded last, 0 before the first."""
    return session.scalar(select(func.max(v.sequence))) or 0


def dated_between(session: Session, first: date, last: date) -> list[Voucher]:
    """Return the vouchers dated from ``first`` to ``last`` by date and sequence, opening balances left out."""
    return _vouchers(
        session,
        [v.dated_on.between(first, last), v.kind != VoucherKind.OPENING.value],
    )


def of_loan(session: Session, loan: str, as_of: date) -> list[Voucher]:
    """Return the vouchers of one loan up to ``as_of``, in the order of date and sequence."""
    return _vouchers(session, [v.loan == loan, v.dated_on <= as_of])


def find(session: Session, number: str) -> Voucher:
    """Return the voucher with that number. Raises ``NotFoundError``."""
    found = _vouchers(session, [v.number == number.strip().upper()])
    if not found:
        raise NotFoundError(
            f'tidak ada bukti nomor "{number}"',
            "Lihat nomornya: danabergulir jurnal-umum --dari TANGGAL --sampai TANGGAL",
        )
    return found[0]


def reversal_of(session: Session, number: str) -> str | None:
    """Return the number of the voucher that takes ``number`` back, if one does."""
    return session.scalar(select(v.number).where(v.reverses == number))


def external_refs(session: Session) -> dict[str, str]:
    """Return the treasurer's own voucher numbers in use, each with the number it was recorded under."""
    query = select(v.external_ref, v.number).where(v.external_ref.is_not(None))
    return {reference: number for reference, number in rows(session, query) if reference}


def _vouchers(session: Session, conditions: Sequence[ColumnElement[bool]]) -> list[Voucher]:
    moves = (t.debit, t.credit, t.amount, t.component, t.loan.label("of_loan"), t.ksm)
    query = (
        select(*v, *moves)
        .join(TRANSFER, t.voucher == v.sequence)
        .where(*conditions)
        .order_by(v.dated_on, v.sequence, t.id)
    )
    return [voucher_of(list(rows)) for _, rows in groupby(rows(session, query), key=lambda row: row.sequence)]


def voucher_of(rows: Sequence[Row[Any]]) -> Voucher:
    """Return the voucher of joined rows, one per transfer."""
    transfers = tuple(
        Transfer(
            row.debit,
            row.credit,
            Rupiah(row.amount),
            Component(row.component) if row.component else None,
            row.of_loan,
            row.ksm,
        )
        for row in rows
    )
    first = rows[0]
    posting = Posting(
        VoucherKind(first.kind),
        Event(first.event),
        first.dated_on,
        first.memo,
        transfers,
        first.party,
        first.loan,
        first.external_ref,
        first.reverses,
    )
    return Voucher(first.number, first.sequence, first.recorded_at, posting, first.digest)
