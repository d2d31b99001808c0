"""Heads of the chain of every row: which one a page carries, and what a head on an old page stands for."""

from datetime import date
from sqlite3 import Connection
from typing import Final

from danabergulir.frozen import Struct
from danabergulir.ledger.file import seals
from danabergulir.ledger.read import vouchers
from danabergulir.ledger.read.sql import one, rows, value

_CLOSED: Final = """
    SELECT s.seq, lower(hex(s.head)) AS head FROM closing AS c
    JOIN seal AS s ON s.table_name = 'closing' AND s.row_key = CAST(c.id AS TEXT)
    WHERE c.dated_on >= :day AND NOT EXISTS (SELECT 1 FROM reopening WHERE closing = c.id)
    ORDER BY c.dated_on, c.id LIMIT 1
"""


def shown(connection: Connection, as_of: date) -> str:
    """Return the head that a page as of a day carries: that of the close of the day, of an open one the newest.

    A day that was closed before its ledger had this chain keeps the digest of the voucher that its pages have carried.
    """
    found = one(connection, _CLOSED, day=as_of)
    if found is None:
        return seals.newest(connection)[1].hex()
    if found.seq <= seals.identity_of(connection).sealed_to:
        return vouchers.head(connection, as_of)
    return str(found.head)


def size_shown(connection: Connection, as_of: date) -> int:
    """Return how many entries there were at the head that ``shown`` returns; all where the close is older than them."""
    found = one(connection, _CLOSED, day=as_of)
    sealed_to = seals.identity_of(connection).sealed_to
    return found.seq if found and found.seq > sealed_to else seals.newest(connection)[0]


def of_row(connection: Connection, table: str, key: str) -> str:
    """Return the head after one row was recorded; nothing for a row that is older than the chain."""
    query = """
        SELECT lower(hex(head)) AS head FROM seal
        WHERE table_name = :name AND row_key = :key AND seq > (SELECT sealed_to FROM identity)
    """
    return value(connection, query, name=table, key=key) or ""


class FoundHead(Struct, frozen=True):
    """A head of the ledger: the entry it stands for, and how much was entered after it.

    One that ``is_digest`` is that of a voucher in the chain of vouchers, as it stands on the voucher's own paper.
    """

    letters: str
    table: str
    key: str
    voucher: str
    vouchers_after: int
    others_after: int
    is_digest: bool = False


_HEADS: Final = """
    SELECT seq, table_name, row_key, lower(hex(head)) AS head, 0 FROM seal WHERE lower(hex(head)) GLOB :start
    UNION ALL
    SELECT s.seq, s.table_name, s.row_key, v.digest, 1 FROM voucher AS v
    JOIN seal AS s ON s.table_name = 'voucher' AND s.row_key = CAST(v.sequence AS TEXT)
    WHERE v.digest GLOB :start
    ORDER BY 1
"""
_AFTER: Final = "SELECT count(*) FILTER (WHERE table_name = 'voucher'), count(*) FROM seal WHERE seq > :seq"


def starting_with(connection: Connection, letters: str) -> list[FoundHead]:
    """Return the heads that start with these hexadecimal letters, of entries and of vouchers, oldest first."""
    return [_found(connection, row) for row in rows(connection, _HEADS, start=f"{letters}*")]


def _found(connection: Connection, row: tuple[int, str, str, str, int]) -> FoundHead:
    seq, table, key, head, is_digest = row
    after = one(connection, _AFTER, seq=seq)
    assert after is not None
    number = ""
    if table == seals.VOUCHER:
        number = value(connection, "SELECT number FROM voucher WHERE sequence = :sequence", sequence=int(key)) or ""
    others = after[1] - after[0]
    return FoundHead(head, table, key, number, vouchers_after=after[0], others_after=others, is_digest=bool(is_digest))
