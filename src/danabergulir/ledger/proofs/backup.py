"""The newest backup as a witness: a ledger is only added to, so all that a backup holds must still stand in it.

What was taken off the end of the chain, and what was changed beside it since the last close, shows nowhere else.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from danabergulir.domain.checks import Checked, Result, judged
from danabergulir.errors import LedgerUnusableError
from danabergulir.ledger.file import backups, copies, schema
from danabergulir.ledger.file.kept import newest
from danabergulir.ledger.proofs.integrity import UNSOUND
from danabergulir.money import format_count

_NAME: Final = "Cadangan terakhir"
_RESTORED: Final = "Bila buku ini dipulihkan dari cadangan yang lebih lama, buat cadangan baru: danabergulir cadangkan"
_AGAIN: Final = "Bila buku ini baik, buat cadangan baru: danabergulir cadangkan"
_GONE: Final = """
    SELECT number FROM cadangan.voucher AS kept WHERE NOT EXISTS (
        SELECT 1 FROM main.voucher AS here WHERE here.sequence = kept.sequence AND here.digest = kept.digest
    ) ORDER BY sequence
"""
_CHAINED: Final = frozenset({"voucher", "transfer"})
"""Proved by the digests of the vouchers."""


def still_there(path: Path) -> Checked | None:
    """Return whether the ledger holds all that its newest backup does, unchanged; None without a backup.

    A fault may be the backup's: one that is not sound is told of, and proves nothing. Nor does one that the ledger
    was restored over since.
    """
    found = newest(path)
    if found is None:
        return None
    try:
        counts, gone, changed = _compared(path, found.path)
        if gone or changed:
            copies.inspect(found.path)
    except sqlite3.Error:  # the backup's, or the ledger's own, which other checks tell of
        return Checked(_NAME, Result.NOTE, f"Tidak dapat dibandingkan dengan {found.path.name}.", _AGAIN)
    except LedgerUnusableError:
        return Checked(_NAME, Result.NOTE, f"{found.path.name} rusak: tidak dapat dibandingkan.", _AGAIN)
    vouchers, others = counts
    faults = [f"{number} tidak lagi seperti di {found.path.name}" for number in gone]
    faults += [f"tabel {table} baris {key} tidak lagi seperti di {found.path.name}" for table, key in changed]
    sentence = (
        f"{found.path.name}: {format_count(vouchers)} bukti dan {format_count(others)} catatan lain di dalamnya "
        "masih ada di buku, tidak berubah."
    )
    replaced = backups.replaced_since(path, found.minute)
    return judged(
        _NAME,
        sentence,
        faults,
        _RESTORED if replaced else f"{UNSOUND} {_RESTORED}",
        voucher=gone[0] if gone else "",
        otherwise=Result.NOTE if replaced else Result.WRONG,
    )


def _compared(path: Path, witness: Path) -> tuple[tuple[int, int], list[str], list[tuple[str, str]]]:
    """Return how many vouchers and other rows a backup holds, which vouchers the ledger lacks, and which other rows."""
    with closing(
        sqlite3.connect(schema.address(path, "ro"), uri=True, timeout=schema.BUSY_SECONDS, isolation_level=None)
    ) as connection:
        connection.execute("ATTACH ? AS cadangan", (schema.address(witness, "ro"),))
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM cadangan.sqlite_schema WHERE type = 'table'")
            if name not in _CHAINED and name != "alembic_version"
        ]
        vouchers = connection.execute("SELECT count(*) FROM cadangan.voucher").fetchone()[0]
        others = sum(_count(connection, name) for name in tables)
        gone = [] if _same_head(connection) else [number for (number,) in connection.execute(_GONE)]
        changed = [
            (name, key) for name in sorted(tables) for key in copies.rows_lacking(connection, name, "cadangan", "main")
        ]
        return (vouchers, others), gone, changed


def _count(connection: sqlite3.Connection, table: str) -> int:
    count = connection.execute(f'SELECT count(*) FROM cadangan."{table}"').fetchone()[0]  # noqa: S608 - names from the schema
    assert isinstance(count, int)
    return count


def _same_head(connection: sqlite3.Connection) -> bool:
    """Return whether the newest voucher of the backup is in the ledger; its digest speaks for all before it."""
    head = connection.execute("SELECT sequence, digest FROM cadangan.voucher ORDER BY sequence DESC LIMIT 1").fetchone()
    query = "SELECT 1 FROM main.voucher WHERE sequence = ? AND digest = ?"
    return head is None or connection.execute(query, head).fetchone() is not None
