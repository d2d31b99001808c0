"""The chain of vouchers, worked out again from the rows: what SQLite calls sound may still have been changed."""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from json import JSONEncoder
from operator import itemgetter
from typing import Any, Final

from sqlmodel import Session

from danabergulir.domain.journal import FIRST_LINK, Event, VoucherKind
from danabergulir.domain.loan import Component

_VOUCHERS: Final = """
    SELECT sequence, number, kind, year, serial, event, dated_on, recorded_at, party, memo, loan, external_ref,
           reverses, digest
    FROM voucher ORDER BY sequence
"""
_MOVES: Final = "SELECT voucher, debit, credit, amount, component, loan, ksm FROM transfer ORDER BY voucher, id"
_KINDS: Final = frozenset(map(str, VoucherKind))
_EVENTS: Final = frozenset(map(str, Event))
_ODD: Final = f"""
    SELECT voucher FROM transfer
    WHERE amount <= 0 OR debit = credit OR component NOT IN ({", ".join(f"'{word}'" for word in Component)})
    UNION
    SELECT sequence FROM voucher JOIN transfer ON voucher = sequence WHERE transfer.dated_on <> voucher.dated_on
"""  # noqa: S608 - the words of an enumeration
_encode: Final = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

_Row = tuple[Any, ...]


def plain(session: Session) -> sqlite3.Connection:
    """Return the connection to SQLite that the session works on, within its transaction."""
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, sqlite3.Connection)
    return connection


def first_broken(session: Session) -> str | None:
    """Return the number of the first voucher that cannot be trusted, or None when the whole chain holds.

    From that voucher on nothing is proved. What is gone from the end of the chain shows only against a closing or a
    printed report.
    """
    return first_broken_in(plain(session))


def first_broken_in(connection: sqlite3.Connection) -> str | None:
    """Return what ``first_broken`` returns, for an open file that may be any copy of a ledger."""
    try:
        return _first_broken(connection)
    except sqlite3.OperationalError as error:
        if "decode to UTF-8" not in str(error):
            raise
    usual = connection.text_factory
    connection.text_factory = lambda content: content.decode("utf-8", "surrogateescape")  # to name where it stands
    try:
        return _first_broken(connection)
    finally:
        connection.text_factory = usual


def _first_broken(connection: sqlite3.Connection) -> str | None:
    previous = FIRST_LINK
    odd = {sequence for (sequence,) in connection.execute(_ODD)}
    for voucher, moves in _with_moves(connection):
        sequence, number, stored = voucher[0], voucher[1], voucher[13]
        if sequence in odd or stored != _digest(voucher, moves, previous):
            return str(number)
        previous = stored
    return None


def _with_moves(connection: sqlite3.Connection) -> Iterator[tuple[_Row, list[_Row]]]:
    """Yield each voucher with its transfers; a transfer without a voucher is left to the foreign keys."""
    groups = groupby(connection.execute(_MOVES), key=itemgetter(0))
    sequence, moves = next(groups, (None, iter(())))
    for voucher in connection.execute(_VOUCHERS):
        while sequence is not None and sequence < voucher[0]:
            sequence, moves = next(groups, (None, iter(())))
        yield voucher, list(moves) if sequence == voucher[0] else []


def _digest(voucher: Sequence[Any], moves: Sequence[Sequence[Any]], previous: str) -> str | None:
    """Return the digest that the rows of one voucher ask for; None when no voucher can look like that.

    The content is that of ``voucher_digest``, without a value made of every row: this is done for all there are. The
    year and the serial stand in the file twice; both must say the same, as must the dates of the transfers.
    """
    _, number, kind, year, serial, event, dated_on, recorded_at, party, memo, loan, reference, reverses, _ = voucher
    if not (
        number == f"{kind}-{year}-{serial:04d}" and kind in _KINDS and event in _EVENTS and _is_day(dated_on) and moves
    ):
        return None
    content = [previous, number, kind, event, dated_on, recorded_at, party, memo, loan, reference, reverses]
    try:
        line = _encode([*content, [move[1:] for move in moves]]).encode("utf-8")
    except UnicodeEncodeError:  # a broken letter
        return None
    return hashlib.sha256(line).hexdigest()


@lru_cache(maxsize=1_000)
def _is_day(text: str) -> bool:
    """Return whether the calendar has that day."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
