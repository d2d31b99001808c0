"""The chain of vouchers, worked out again from the rows: what SQLite calls sound may still have been changed."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlmodel import Session

from danabergulir.domain.journal import FIRST_LINK, Component, Event, Posting, Transfer, VoucherKind, voucher_digest
from danabergulir.money import Rupiah

_ROWS: Final = """
    SELECT v.sequence, v.number, v.kind, v.year, v.serial, v.event, v.dated_on, v.recorded_at, v.party, v.memo, v.loan,
           v.external_ref, v.reverses, v.digest,
           t.dated_on, t.debit, t.credit, t.amount, t.component, t.loan, t.ksm
    FROM voucher AS v LEFT JOIN transfer AS t ON t.voucher = v.sequence
    ORDER BY v.sequence, t.id
"""


def first_broken(session: Session) -> str | None:
    """Return the number of the first voucher that cannot be trusted, or None when the whole chain holds.

    From that voucher on nothing is proved. What is gone from the end of the chain shows only against a closing or a
    printed report.
    """
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, sqlite3.Connection)
    return first_broken_in(connection)


def first_broken_in(connection: sqlite3.Connection) -> str | None:
    """Return what ``first_broken`` returns, for an open file that may be any copy of a ledger."""
    try:
        return _first_broken(connection.execute(_ROWS))
    except sqlite3.OperationalError as error:
        if "decode to UTF-8" not in str(error):
            raise
    usual = connection.text_factory
    connection.text_factory = lambda content: content.decode("utf-8", "surrogateescape")  # to name where it stands
    try:
        return _first_broken(connection.execute(_ROWS))
    finally:
        connection.text_factory = usual


def _first_broken(rows: Iterable[Sequence[Any]]) -> str | None:
    previous = FIRST_LINK
    for _, moves in groupby(rows, key=itemgetter(0)):
        voucher = list(moves)
        number, stored = voucher[0][1], voucher[0][13]
        if stored != _digest(voucher, previous):
            return str(number)
        previous = stored
    return None


def _digest(rows: Sequence[Sequence[Any]], previous: str) -> str | None:
    """Return the digest that the rows of one voucher ask for; None when no voucher can look like that.

    The year, the serial and the dates of the transfers stand in the file twice; both must say the same.
    """
    _, number, kind, year, serial, event, dated_on, recorded_at, party, memo, loan, reference, reverses, *_ = rows[0]
    if number != f"{kind}-{year}-{serial:04d}" or any(row[14] != dated_on for row in rows):
        return None
    try:
        transfers = tuple(_transfer(*row[15:]) for row in rows)
        posting = Posting(
            VoucherKind(kind),
            Event(event),
            date.fromisoformat(dated_on),
            memo,
            transfers,
            party,
            loan,
            reference,
            reverses,
        )
        return voucher_digest(number, recorded_at, posting, previous)
    except ValueError:  # a word that the program does not know, a day that no calendar has, a broken letter
        return None


def _transfer(
    debit: str, credit: str, amount: int, component: str | None, loan: str | None, ksm: str | None
) -> Transfer:
    if amount <= 0 or debit == credit:
        raise ValueError(amount)
    return Transfer(debit, credit, Rupiah(amount), Component(component) if component else None, loan, ksm)
