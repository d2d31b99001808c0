"""Opening and creating the ledger file, and turning SQLite's troubles into sentences.

One SQLite file, rollback journal (no side files to forget on a flash disk), foreign keys on, every write in one
``BEGIN IMMEDIATE`` transaction that is safely on the disk before anything is printed.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from stat import S_ISREG
from typing import Final

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from danabergulir.errors import LedgerUnusableError
from danabergulir.ledger.file import schema

__all__ = ["Session", "creating", "reading", "writing"]


@contextmanager
def reading(path: Path) -> Iterator[Session]:
    """Yield a session that sees one unchanging picture of the ledger. Raises ``LedgerUnusableError``."""
    with _session(path, "DEFERRED") as session:
        yield session


@contextmanager
def writing(path: Path) -> Iterator[Session]:
    """Yield a session whose work is recorded whole when the block ends, or not at all.

    Raises ``LedgerUnusableError`` when the file cannot be used or written.
    """
    with _session(path, "IMMEDIATE") as session:
        yield session
        session.commit()


@contextmanager
def creating(path: Path) -> Iterator[Session]:
    """Yield a session on a new ledger that appears under ``path`` only when the block ends well.

    Raises ``LedgerUnusableError`` when something already stands there or the folder cannot be written.
    """
    draft = path.with_name(f"{path.name}.baru")
    try:
        if path.exists():
            raise LedgerUnusableError(
                f"berkas sudah ada: {path}", "Pilih nama lain dengan --buku, atau pakai buku yang sudah ada itu."
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError:
        raise LedgerUnusableError(
            f"buku tidak dapat dibuat: {path}", "Periksa izin folder dan sisa ruang, atau pilih folder lain."
        ) from None
    try:
        with _told_plainly(draft):
            engine = _engine(draft, "IMMEDIATE")
            with engine.begin() as connection:
                schema.migrate(connection)
            with Session(engine) as session:
                yield session
                session.commit()
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _session(path: Path, begin: str) -> Iterator[Session]:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise LedgerUnusableError(
            f"buku belum ada: {path}",
            _way_back(path, "Buat dengan: danabergulir mulai, atau tunjuk berkasnya: danabergulir --buku BERKAS"),
        ) from None
    except OSError:
        raise LedgerUnusableError(f"buku tidak dapat dibuka: {path}", _UNOPENED_HINT) from None
    if not S_ISREG(mode):
        raise LedgerUnusableError(f"ini folder, bukan buku: {path}", "Tunjuk berkas bukunya dengan --buku.")
    with _told_plainly(path), Session(_engine(path, begin)) as session:
        if _identify(session.connection(), path) < schema.SCHEMA_VERSION:
            session.rollback()
            _upgrade(path)
        yield session


def _upgrade(path: Path) -> None:
    """Bring an older ledger to the newest schema in one transaction, once a proved copy of it lies beside it."""
    with _engine(path, "IMMEDIATE").begin() as connection:
        version = _identify(connection, path)
        if version < schema.SCHEMA_VERSION:  # another window may have been first
            from danabergulir.ledger.file.kept import keep_before_upgrade  # noqa: PLC0415 - only an older file pays

            keep_before_upgrade(path, version)
            schema.migrate(connection)


def _engine(path: Path, begin: str) -> Engine:
    return _engine_at(schema.address(path, "rw" if begin == "IMMEDIATE" or os.access(path, os.W_OK) else "ro"), begin)


@lru_cache(maxsize=8)
def _engine_at(uri: str, begin: str) -> Engine:
    """Return the engine for a file, made once: it holds no connection, only the SQL it has compiled."""

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(uri, uri=True, timeout=schema.BUSY_SECONDS, isolation_level=None)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {begin}")

    return engine


def _identify(connection: Connection, path: Path) -> int:
    """Return the schema version of the file. Raises ``LedgerUnusableError`` for another program's or a newer one."""
    application_id = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if application_id != schema.APPLICATION_ID:
        raise LedgerUnusableError(
            f"berkas ini bukan buku danabergulir: {path}",
            _way_back(path, "Tunjuk berkas bukunya dengan --buku. Berkas ini tidak diubah."),
        )
    if version > schema.SCHEMA_VERSION:
        raise schema.newer_schema(path, version)
    assert isinstance(version, int)
    return version


_BACKUP_HINT: Final = "Simpan berkas ini apa adanya, lalu cari cadangan yang baik, misalnya di flash disk."
_UNOPENED_HINT: Final = "Periksa nama folder, nama berkas dan izinnya."
_CAUSES: Final = (
    ("SQLITE_BUSY", "buku sedang dipakai jendela lain", "Tutup jendela lain yang memakai buku ini, lalu ulangi."),
    ("SQLITE_LOCKED", "buku sedang dipakai jendela lain", "Tutup jendela lain yang memakai buku ini, lalu ulangi."),
    ("SQLITE_READONLY_DIRECTORY", "folder buku tidak dapat ditulisi", "Pindahkan buku ke folder yang boleh ditulisi."),
    ("SQLITE_READONLY_DBMOVED", "buku ini baru saja diganti jendela lain", "Ulangi. Tidak ada yang dicatat."),
    ("SQLITE_READONLY", "buku hanya dapat dibaca", "Periksa izin berkas dan foldernya; laporan tetap dapat dibuat."),
    ("SQLITE_FULL", "penyimpanan penuh", "Kosongkan ruang, lalu ulangi. Tidak ada yang dicatat."),
    (
        "SQLITE_IOERR",
        "buku tidak dapat ditulis atau dibaca",
        "Periksa ruang dan kabel penyimpanan. Tidak ada yang dicatat.",
    ),
    ("SQLITE_CANTOPEN", "buku tidak dapat dibuka", _UNOPENED_HINT),
    ("SQLITE_PERM", "buku tidak boleh dibuka", "Periksa izin berkasnya."),
    ("SQLITE_AUTH", "buku tidak boleh dibuka", "Periksa izin berkasnya."),
)


@contextmanager
def _told_plainly(path: Path) -> Iterator[None]:
    """Turn what SQLite says about the file into a sentence; faults of the program itself pass through.

    A row that the program cannot understand is no fault of the program when the file is found damaged.
    """
    try:
        yield
    except (DBAPIError, sqlite3.DatabaseError) as error:
        original = error.orig if isinstance(error, DBAPIError) else error
        name = getattr(original, "sqlite_errorname", "")
        for prefix, message, hint in _CAUSES:
            if name.startswith(prefix):
                raise LedgerUnusableError(f"{message}: {path}", hint) from None
        if name.startswith("SQLITE_NOTADB"):
            hint = _way_back(path, "Tunjuk berkas bukunya dengan --buku.")
            raise LedgerUnusableError(f"berkas ini bukan buku danabergulir: {path}", hint) from None
        if name.startswith("SQLITE_CORRUPT") or "decode to UTF-8" in str(original):
            raise LedgerUnusableError(f"isi buku rusak: {path}", _way_back(path, _BACKUP_HINT)) from None
        _stop_if_damaged(path)
        raise
    except (AssertionError, LookupError, TypeError, ValueError):
        _stop_if_damaged(path)
        raise


def _stop_if_damaged(path: Path) -> None:
    from danabergulir.ledger.file.copies import inspect  # noqa: PLC0415 - only when something went wrong

    try:
        inspect(path)
    except LedgerUnusableError as error:
        raise LedgerUnusableError(error.message, _way_back(path, _BACKUP_HINT)) from None


def _way_back(path: Path, otherwise: str) -> str:
    """Return the hint to restore the newest backup that is sound; where there is none, ``otherwise``."""
    from danabergulir.ledger.file.kept import newest_good  # noqa: PLC0415 - only when something went wrong

    found = newest_good(path)
    return f'Pulihkan cadangan terakhir yang baik: danabergulir pulihkan "{found}"' if found else otherwise
