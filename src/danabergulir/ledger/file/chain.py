"""The chain of vouchers, worked out again from the rows: what SQLite calls sound may still have been changed."""

import hashlib
import sqlite3
from json import JSONEncoder
from typing import Final

from danabergulir.domain.journal import FIRST_LINK, Component, Event, Split, VoucherKind

_VOUCHERS: Final = """
    SELECT sequence, number, digest,
           json_array(number, kind, event, dated_on, recorded_at, party, memo, loan, external_ref, reverses),
           (SELECT json_group_array(json_array(debit, credit, amount, component, loan, ksm))
            FROM transfer WHERE voucher = sequence),
           CASE WHEN corrects IS NOT NULL OR split IS NOT NULL
                THEN ',' || json_quote(corrects) || ',' || json_quote(split) ELSE '' END
    FROM (SELECT {columns} FROM voucher) ORDER BY sequence
"""
_VOUCHER: Final = """
    SELECT number, kind, event, dated_on, recorded_at, party, memo, loan, external_ref, reverses, corrects, split
    FROM (SELECT {columns} FROM voucher) WHERE sequence = ?
"""
_MOVES: Final = "SELECT debit, credit, amount, component, loan, ksm FROM transfer WHERE voucher = ? ORDER BY id"


def _listed(words: type[VoucherKind] | type[Event] | type[Component] | type[Split]) -> str:
    return ", ".join(f"'{word}'" for word in words)


_ODD: Final = f"""
    SELECT sequence FROM (SELECT {{columns}} FROM voucher)
    WHERE number <> printf('%s-%d-%04d', kind, year, serial) OR date(dated_on) IS NOT dated_on
       OR kind NOT IN ({_listed(VoucherKind)}) OR event NOT IN ({_listed(Event)}) OR split NOT IN ({_listed(Split)})
       OR (event = '{Event.CORRECTION}') <> (corrects IS NOT NULL)
    UNION
    SELECT voucher FROM transfer LEFT JOIN voucher ON sequence = voucher
    WHERE amount <= 0 OR debit = credit OR component NOT IN ({_listed(Component)})
       OR transfer.dated_on <> voucher.dated_on
"""  # noqa: S608 - the words of enumerations
"""Vouchers that the program cannot have recorded, whatever their digest says: a word that it does not know, a day that
no calendar has, a number or a date that stands in the file twice and differs."""
_NO_MOVES: Final = "[]"
"""The moves of a voucher without transfers, which the program cannot have recorded either."""

_NEWER: Final = ("corrects", "split")
"""Columns that vouchers of older schemas have not got; copies of those are looked through too."""

_encode: Final = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def first_broken(connection: sqlite3.Connection) -> str | None:
    """Return the number of the first voucher that cannot be trusted, or None when the whole chain holds.

    The file may be any copy of a ledger. From that voucher on nothing is proved. What is gone from the end of the chain
    shows only against a closing or a printed report.
    """
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


def content_of(connection: sqlite3.Connection, sequence: int) -> str:
    """Return what the digest of a voucher is made of, as its rows are now."""
    found = connection.execute("SELECT digest FROM voucher WHERE sequence = ?", (sequence - 1,)).fetchone()
    return _content(connection, _VOUCHER.format(columns="*"), sequence, found[0] if found else FIRST_LINK)


def _first_broken(connection: sqlite3.Connection) -> str | None:
    """Return the first voucher whose digest is not the one its rows ask for.

    SQLite writes the content that ``voucher_digest`` hashes, three times as fast as rows can be handed over. Where it
    should spell a letter otherwise than Python does, the voucher is looked at again before it is called broken.
    """
    previous = FIRST_LINK
    known = {name for _, name, *_ in connection.execute("PRAGMA table_info(voucher)")}
    columns = ", ".join(["*", *(f"NULL AS {name}" for name in _NEWER if name not in known)])
    odd = {sequence for (sequence,) in connection.execute(_ODD.format(columns=columns))}
    one = _VOUCHER.format(columns=columns)
    for sequence, number, stored, voucher, moves, more in connection.execute(_VOUCHERS.format(columns=columns)):
        line = f'["{previous}",{voucher[1:-1]},{moves}{more}]'
        if (
            moves == _NO_MOVES
            or sequence in odd
            or (stored != _hash(line) and stored != _hash(_content(connection, one, sequence, previous)))
        ):
            return str(number)
        previous = stored
    return None


def _content(connection: sqlite3.Connection, query: str, sequence: int, previous: str) -> str:
    """Return the content of one voucher as ``voucher_digest`` hashes it."""
    *voucher, corrects, split = connection.execute(query, (sequence,)).fetchone()
    more = [] if corrects is None and split is None else [corrects, split]
    return _encode([previous, *voucher, connection.execute(_MOVES, (sequence,)).fetchall(), *more])


def _hash(line: str) -> str | None:
    """Return the SHA-256 (hex) of a line; None when a letter in it is broken."""
    try:
        return hashlib.sha256(line.encode("utf-8")).hexdigest()
    except UnicodeEncodeError:
        return None
