"""The digests of the entries in their order, out of which a tree is made that others can hold a proof of."""

import sqlite3
from collections.abc import Iterator

from danabergulir.ledger.file import seal_check, seals

_SEALS = "SELECT seq, table_name, row_key, head FROM seal WHERE seq <= ? ORDER BY seq"
_VOUCHERS = "SELECT CAST(sequence AS TEXT), digest FROM voucher ORDER BY sequence"


class BrokenChainError(Exception):
    """An entry does not follow from its row, so that there is no tree to vouch for."""


def digests(connection: sqlite3.Connection, size: int) -> Iterator[bytes]:
    """Yield the digests of the first ``size`` entries. Raises ``BrokenChainError`` where one does not make its head."""
    try:
        yield from _digests(connection, size)
    except seal_check.UNREADABLE as error:
        raise BrokenChainError from error


def _digests(connection: sqlite3.Connection, size: int) -> Iterator[bytes]:
    rows = {
        (table.name, row.key): row.digest
        for table in seals.sealed_tables(connection)
        if table.name != seals.VOUCHER
        for row in table.all()
    }
    vouchers = connection.execute(_VOUCHERS)  # entered in their order, so that none of so many has to be kept
    head, due = seals.identity_of(connection).first_head, 1
    for seq, table, key, stored in connection.execute(_SEALS, (size,)):
        if table == seals.VOUCHER:
            number, stored_digest = next(vouchers, ("", ""))
            digest = seals.digest_of(stored_digest) if number == key else None
        else:
            digest = rows.get((table, key))
        if seq != due or digest is None or seals.next_head(head, digest) != stored:
            raise BrokenChainError
        yield digest
        head, due = stored, due + 1
