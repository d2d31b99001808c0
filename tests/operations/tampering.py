"""Changes behind the program's back, on a copy of a ledger held in memory; and whoever works the chain out anew."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from json import JSONEncoder
from pathlib import Path

from danabergulir.domain.journal import FIRST_LINK
from danabergulir.ledger.file import seals

_encode = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a ledger in memory whose triggers are gone and whose rules SQLite does not mind."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    with closing(memory), closing(sqlite3.connect(path)) as source:
        source.backup(memory)
        memory.execute("PRAGMA ignore_check_constraints = ON")
        memory.execute("PRAGMA foreign_keys = OFF")
        for (name,) in memory.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            memory.execute(f"DROP TRIGGER {name}")
        yield memory


@contextmanager
def forged(path: Path, place: Path) -> Iterator[sqlite3.Connection]:
    """Yield a ledger as ``opened`` does, and write to ``place`` what became of it, its entries made anew."""
    with opened(path) as memory:
        yield memory
        seal_anew(memory)
        with closing(sqlite3.connect(place)) as file:
            memory.backup(file)


@contextmanager
def tried(connection: sqlite3.Connection) -> Iterator[None]:
    """Take back what the block does."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def chain_anew(connection: sqlite3.Connection) -> None:
    """Work out every digest of a voucher and every head anew, as somebody would who has read how."""
    previous = FIRST_LINK
    for sequence, *content, corrects, split in connection.execute(
        "SELECT sequence, number, kind, event, dated_on, recorded_at, party, memo, loan, external_ref, reverses, "
        "corrects, split FROM voucher ORDER BY sequence"
    ).fetchall():
        moves = connection.execute(
            "SELECT debit, credit, amount, component, loan, ksm FROM transfer WHERE voucher = ? ORDER BY id",
            (sequence,),
        ).fetchall()
        more = [] if corrects is None and split is None else [corrects, split]
        previous = sha256(_encode([previous, *content, moves, *more]).encode()).hexdigest()
        connection.execute("UPDATE voucher SET digest = ? WHERE sequence = ?", (previous, sequence))
    seal_anew(connection)


def seal_anew(connection: sqlite3.Connection) -> None:
    """Make the entries anew: those known in their order, then the rows that no entry names."""
    order = connection.execute("SELECT table_name, row_key FROM seal ORDER BY seq").fetchall()
    rows = {
        (name, row.key): row.digest
        for name in seals.tables_of(connection)
        for row in seals.SealedTable(connection, name).all()
    }
    known = [entry for entry in order if entry in rows]
    known += [entry for entry in rows if entry not in set(known)]
    connection.execute("DELETE FROM seal")
    head = seals.identity_of(connection).first_head
    for seq, entry in enumerate(known, start=1):
        head = seals.next_head(head, rows[entry])
        connection.execute(seals.INSERT, (seq, *entry, head))
