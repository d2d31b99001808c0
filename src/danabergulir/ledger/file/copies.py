"""Whole copies of a ledger file: written by SQLite, private, safe on the disk, and looked through before they count."""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from danabergulir.domain.journal import FIRST_LINK
from danabergulir.errors import LedgerUnusableError
from danabergulir.frozen import Struct
from danabergulir.ledger.file import chain, schema, seal_check

SIDE_FILES: Final = ("-journal", "-wal", "-shm")
"""What SQLite may leave beside a file that was not closed; without them such a file is not whole."""

_OTHER_BACKUP: Final = "File ini tidak diubah. Pakai cadangan buku lain, atau salinan di flash disk."


class Contents(Struct, frozen=True):
    """What a sound ledger file holds: rows by table, and the end of its chain. ``size`` is in bytes."""

    size: int
    rows: Mapping[str, int]
    head: str
    last_voucher: str
    last_dated_on: str

    @property
    def vouchers(self) -> int:
        """Return the number of vouchers."""
        return self.rows["voucher"]


def private_file(path: Path) -> None:
    """Create an empty file that only its owner can read. Raises ``FileExistsError`` rather than touch another one."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def write(connection: sqlite3.Connection, draft: Path) -> None:
    """Copy the open ledger, as its transaction sees it, into the empty file ``draft``, safe on the disk.

    Raises ``LedgerUnusableError`` when the copy cannot be written; what is wrong with the source stays SQLite's error.
    """
    with told_plainly(draft.parent):
        with closing(sqlite3.connect(draft)) as target:
            target.execute("PRAGMA journal_mode = OFF")  # a draft that fails is thrown away
            target.execute("PRAGMA synchronous = OFF")
            connection.backup(target)
        with draft.open("rb+") as written:
            os.fsync(written.fileno())


@contextmanager
def told_plainly(folder: Path) -> Iterator[None]:
    """Turn what hinders writing into ``folder`` into a ``LedgerUnusableError``; damage of the source passes through."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            raise
        raise LedgerUnusableError(
            f"salinan buku tidak dapat ditulis: {folder}",
            "Periksa izin folder dan sisa ruang, atau pilih folder lain. Salinan lama tetap ada.",
        ) from None


def row_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the number of rows of every table."""
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}  # noqa: S608 - names from the schema


def rows_lacking(connection: sqlite3.Connection, table: str, has: str, lacks: str) -> list[tuple[Any, ...]]:
    """Return the keys of a table's rows that one open database has and another one, by their names, has not the same.

    Compared are the columns that both know: what a newer schema adds is missing in no older copy.
    """
    columns = connection.execute(f'PRAGMA "{has}".table_info("{table}")').fetchall()
    known = {name for _, name, *_ in connection.execute(f'PRAGMA "{lacks}".table_info("{table}")')}
    both = [(name, key) for _, name, *_, key in columns if name in known]
    names = ", ".join(f'"{name}"' for name, _ in both)
    if not known:
        return connection.execute(f'SELECT rowid FROM "{has}"."{table}"').fetchall()  # noqa: S608 - names from the schema
    query = f'SELECT {names} FROM "{has}"."{table}" EXCEPT SELECT {names} FROM "{lacks}"."{table}"'  # noqa: S608 - names from the schema
    places = [place for place, (_, key) in enumerate(both) if key]
    return [tuple(row[place] for place in places) for row in connection.execute(query)]


def inspect(path: Path) -> Contents:
    """Return what a ledger file of this or an older schema holds, once all of it is found sound; it stays as it is.

    Sound means: a ledger, whole pages, no row without the row it belongs to, the chain of vouchers and, where there is
    one, that of every row as the rows ask for them, and every closing's head still in it. Raises
    ``LedgerUnusableError`` with the first thing that is wrong.
    """
    try:
        _check_place(path)
    except OSError:
        raise unopened(path) from None
    with opened(path) as connection:
        _check_stamps(connection, path)
        _check_pages(connection, path)
        _check_chain(connection, path)
        number, dated_on, head = connection.execute(
            "SELECT number, dated_on, digest FROM voucher ORDER BY sequence DESC LIMIT 1"
        ).fetchone() or ("", "", FIRST_LINK)
        return Contents(path.stat().st_size, row_counts(connection), head, number, dated_on)


def _check_place(path: Path) -> None:
    if path.is_dir():
        raise LedgerUnusableError(f"ini folder, bukan file: {path}", "Pilih satu file di dalamnya.")
    if not path.is_file():
        raise LedgerUnusableError(f"file tidak ada: {path}", "Periksa nama folder dan nama filenya.")
    for ending in SIDE_FILES:
        side = path.with_name(path.name + ending)
        if side.exists() and side.stat().st_size:
            raise LedgerUnusableError(
                f"salinan ini dibuat saat buku sedang dipakai: {path}",
                f"Ada {side.name} di sampingnya. {_OTHER_BACKUP}",
            )


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection that only reads the file and sees one picture of it. Raises ``LedgerUnusableError``."""
    try:
        with closing(
            sqlite3.connect(schema.address(path, "ro"), uri=True, timeout=schema.BUSY_SECONDS, isolation_level=None)
        ) as connection:
            connection.execute("BEGIN")
            yield connection
    except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith("SQLITE_NOTADB"):
            raise _foreign(path) from None
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise LedgerUnusableError(
                f"file sedang dipakai jendela lain: {path}", "Tutup jendela lain itu, lalu ulangi."
            ) from None
        if name.startswith("SQLITE_CANTOPEN") or isinstance(error, OSError):
            raise unopened(path) from None
        raise _damaged(path, "isinya tidak utuh") from None


def _check_stamps(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
        raise _foreign(path)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > schema.SCHEMA_VERSION:
        raise schema.newer_schema(path, version)


def _check_pages(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise _damaged(path, "isinya tidak utuh")
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise _damaged(path, "ada baris yang kehilangan induknya")


_CLOSING_WITHOUT_HEAD: Final = """
    SELECT c.kind || ' ' || c.period FROM closing AS c LEFT JOIN voucher AS v ON v.sequence = c.sequence
    WHERE coalesce(v.digest, ?) <> c.head ORDER BY c.id LIMIT 1
"""


def _check_chain(connection: sqlite3.Connection, path: Path) -> None:
    broken = chain.first_broken(connection)
    if broken is not None:
        raise _damaged(path, f"mulai bukti {broken} tidak lagi seperti saat dicatat")
    closing_found = connection.execute(_CLOSING_WITHOUT_HEAD, (FIRST_LINK,)).fetchone()
    if closing_found:
        raise _damaged(path, f"tidak cocok dengan tutup {closing_found[0]}")

    if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'seal'").fetchone() is None:
        return  # older than that
    try:
        faults = seal_check.examine(connection).faults
    except seal_check.UNREADABLE:
        raise _damaged(path, "rantai catatannya tidak terbaca") from None
    if faults:
        raise _damaged(path, f"tabel {faults[0].table} baris {faults[0].row} tidak lagi seperti saat dicatat")


def unopened(path: Path) -> LedgerUnusableError:
    """Return that a file cannot be looked at."""
    return LedgerUnusableError(f"file tidak dapat dibuka: {path}", "Periksa izin filenya.")


def _foreign(path: Path) -> LedgerUnusableError:
    return LedgerUnusableError(f"file ini bukan buku danabergulir: {path}", _OTHER_BACKUP)


def _damaged(path: Path, reason: str) -> LedgerUnusableError:
    return LedgerUnusableError(f"file rusak, {reason}: {path}", _OTHER_BACKUP)
