"""Reading vouchers, one by one or by loan and date; rows come only where a report lists rows."""

from collections.abc import Collection, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from sqlite3 import Connection
from typing import Any, Final

from danabergulir.domain.journal import FIRST_LINK, Component, Event, Posting, Transfer, Voucher, VoucherKind
from danabergulir.errors import NotFoundError
from danabergulir.ledger.read.sql import Value, one, rows, value
from danabergulir.money import Rupiah

JOINED: Final = """
    SELECT v.*, t.debit, t.credit, t.amount, t.component, t.loan AS of_loan, t.ksm
    FROM voucher AS v JOIN transfer AS t ON t.voucher = v.sequence
"""
"""Vouchers ``v`` with their transfers ``t``, a row for each transfer: what ``voucher_of`` takes."""


def head(connection: Connection, as_of: date) -> str:
    """Return the digest of the newest voucher dated on or before ``as_of``; without one, the first link."""
    statement = "SELECT digest FROM voucher WHERE dated_on <= :day ORDER BY sequence DESC LIMIT 1"
    return value(connection, statement, day=as_of) or FIRST_LINK


def dated_between(connection: Connection, first: date, last: date) -> list[Voucher]:
    """Return the vouchers dated from ``first`` to ``last`` by date and sequence, opening balances left out."""
    where = "v.dated_on BETWEEN :first AND :last AND v.kind <> :opening"
    return _vouchers(connection, where, first=first, last=last, opening=VoucherKind.OPENING)


def of_loan(connection: Connection, loan: str, as_of: date) -> list[Voucher]:
    """Return the vouchers of one loan up to ``as_of``, in the order of date and sequence."""
    return _vouchers(connection, "v.loan = :loan AND v.dated_on <= :day", loan=loan, day=as_of)


def find(connection: Connection, number: str) -> Voucher:
    """Return the voucher with that number. Raises ``NotFoundError``."""
    found = _vouchers(connection, "v.number = :number", number=number.strip().upper())
    if not found:
        raise NotFoundError(
            f'tidak ada bukti nomor "{number}"',
            "Lihat nomornya: danabergulir jurnal-umum --dari TANGGAL --sampai TANGGAL",
        )
    return found[0]


def reversal_of(connection: Connection, number: str) -> str | None:
    """Return the number of the voucher that takes ``number`` back, if one does."""
    found: str | None = value(connection, "SELECT number FROM voucher WHERE reverses = :number", number=number)
    return found


_RECORDED_SINCE: Final = """
    SELECT count(*) AS vouchers, max(dated_on) AS last_on FROM voucher AS v
    WHERE event IN (SELECT value FROM json_each(:events)) AND dated_on >= :first
      AND NOT EXISTS (SELECT 1 FROM voucher WHERE reverses = v.number)
"""


def recorded_since(connection: Connection, events: Collection[Event], first: date) -> tuple[int, date] | None:
    """Return how many vouchers of these events are dated from ``first`` on, and the last day; None without any.

    Those that were taken back do not count.
    """
    count, last = one(connection, _RECORDED_SINCE, events=events, first=first)
    return (count, last) if count else None


def external_refs(connection: Connection) -> dict[str, str]:
    """Return the treasurer's own voucher numbers in use, each with the number it was recorded under."""
    statement = "SELECT external_ref, number FROM voucher WHERE external_ref IS NOT NULL"
    return {reference: number for reference, number in rows(connection, statement) if reference}


def _vouchers(connection: Connection, where: str, **values: Value) -> list[Voucher]:
    found = rows(connection, f"{JOINED} WHERE {where} ORDER BY v.dated_on, v.sequence, t.id", **values)
    return [voucher_of(list(transfers)) for _, transfers in groupby(found, key=attrgetter("sequence"))]


def voucher_of(rows: Sequence[Any]) -> Voucher:
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
