"""The chain of every row worked out again, in one pass: what was changed, taken out, put in or moved behind the back.

Every entry follows from the head before it and from its row. Where one does not, the entries after it are looked at
from the head that stands in the file, so that each changed row is named and not all that come after it.
"""

import sqlite3
from collections.abc import Iterator
from hashlib import sha256
from typing import Final

from danabergulir.frozen import Struct, field
from danabergulir.ledger.file import seals

CHANGED, GONE, FORGED, MOVED, HEAD = "berubah", "hilang", "tidak tercatat", "urutan", "kepala"
"""What can be wrong about a row: its cells, that it is missing, that it is no entry, its place; or about the chain."""

UNREADABLE: Final = (sqlite3.Error, AttributeError, LookupError, TypeError, ValueError)
"""What looking through it may end in where somebody made the tables of the chain anew."""

_SEALS: Final = f"""
    SELECT seq, table_name, row_key, head, sequence, digest, recorded_at FROM seal
    LEFT JOIN voucher ON table_name = '{seals.VOUCHER}'
        AND sequence = CAST(row_key AS INTEGER) AND CAST(sequence AS TEXT) = row_key
    ORDER BY seq
"""  # noqa: S608 - our own word
_UNSEALED: Final = f"""
    SELECT CAST(sequence AS TEXT) FROM voucher
    WHERE CAST(sequence AS TEXT) NOT IN (SELECT row_key FROM seal WHERE table_name = '{seals.VOUCHER}')
    ORDER BY sequence
"""  # noqa: S608 - our own word
_OUT_OF_ORDER: Final = """
    SELECT t.id FROM transfer AS t LEFT JOIN transfer AS before ON before.id = t.id - 1
    WHERE t.id <> 1 AND (before.id IS NULL OR t.voucher < before.voucher) LIMIT 1
"""
"""The first transfer that does not stand behind the one before it: they are numbered without a gap, by voucher."""


class Fault(Struct, frozen=True):
    """One thing that is wrong, and the row it is about."""

    kind: str
    table: str
    row: str


class Chain(Struct):
    """What the pass found: how many entries there are, the head after the newest, what is wrong, and odd clocks.

    ``back`` are pairs of entries, each recorded at an earlier time than the one before it; ``lines`` are those of all
    schedules.
    """

    entries: int = 0
    head: bytes = b""
    faults: list[Fault] = field(default_factory=list)
    back: list[tuple["TimedRow", "TimedRow"]] = field(default_factory=list)
    sealed_to: int = 0
    lines: seals.Lines = field(default_factory=dict)


class TimedRow(Struct, frozen=True):
    """A row by table and key, and when it was recorded."""

    table: str
    row: str
    recorded_at: str


def examine(connection: sqlite3.Connection) -> Chain:
    """Return what the chain of every row says; the digests of vouchers are taken as they stand, for they have theirs.

    Raises one of ``UNREADABLE`` where the tables of the chain are no longer what the program made.
    """
    identity = seals.identity_of(connection)
    lines = seals.schedule_lines(connection)
    chain = Chain(head=identity.first_head, sealed_to=identity.sealed_to, lines=lines)
    chain.faults += _of_identity(connection, identity)
    rows = {
        (table.name, row.key): (row.digest, row.recorded_at)
        for table in seals.sealed_tables(connection)
        if table.name != seals.VOUCHER
        for row in table.all(lines)
    }
    earlier: list[tuple[str, str, str] | None] = [None, None]  # of what the upgrade sealed, vouchers only; and since
    doubt: tuple[bytes, Fault] | None = None  # the head as it would be, should that in the file be the changed one
    newest = met = entries = 0
    before = chain.head
    for seq, table, key, head, sequence, digest_kept, written_at in connection.execute(_SEALS):
        if seq != entries + 1:
            chain.faults.append(Fault(MOVED, "seal", str(seq)))
        if sequence is None:
            found = rows.pop((table, key), None)
        else:
            found = seals.digest_of(digest_kept), written_at
            if sequence < newest:
                chain.faults.append(Fault(MOVED, table, key))
            met += sequence > newest
            newest = sequence
        entries = seq
        if found is None:
            chain.faults.append(Fault(GONE, table, key))
            before, doubt = head, None
            continue
        digest, recorded_at = found
        due = sha256(before + digest).digest()
        if due == head:
            doubt = None
        elif doubt and seals.next_head(doubt[0], digest) == head:
            chain.faults[chain.faults.index(doubt[1])] = Fault(HEAD, "seal", str(seq - 1))
            doubt = None
        else:
            fault = Fault(CHANGED, table, key)
            chain.faults.append(fault)
            doubt = (due, fault)
        before = head
        since = seq > identity.sealed_to
        if since or sequence is not None:
            last = earlier[since]
            if last and recorded_at < last[2]:
                chain.back.append((TimedRow(*last), TimedRow(table, key, recorded_at)))
            earlier[since] = (table, key, recorded_at)
    chain.entries, chain.head = entries, before
    chain.faults += [Fault(FORGED, table, key) for table, key in rows]
    chain.faults += _unsealed(connection, -1 if chain.faults else met)
    chain.faults += _strays(connection, lines)
    return chain


def _of_identity(connection: sqlite3.Connection, identity: seals.Identity) -> Iterator[Fault]:
    alone = connection.execute("SELECT count(*), max(id) FROM identity").fetchone() == (1, 1)
    if not (alone and identity.is_its_own):
        yield Fault(CHANGED, "identity", "1")


def _unsealed(connection: sqlite3.Connection, met: int) -> Iterator[Fault]:
    """Yield vouchers without an entry; none where as many were ``met`` in rising order as there are."""
    if connection.execute("SELECT count(*) FROM voucher").fetchone() != (met,):
        yield from (Fault(FORGED, seals.VOUCHER, key) for (key,) in connection.execute(_UNSEALED))


def _strays(connection: sqlite3.Connection, lines: seals.Lines) -> Iterator[Fault]:
    """Yield rows that belong to no entry: transfers out of their order, and lines of a schedule that is not there."""
    yield from (Fault(MOVED, "transfer", str(place)) for (place,) in connection.execute(_OUT_OF_ORDER))
    for loan, version in sorted(lines.keys() - set(connection.execute("SELECT loan, version FROM schedule"))):
        yield Fault(FORGED, "instalment", f"{loan} {version}")
