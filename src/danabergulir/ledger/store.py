"""Opening and creating the ledger file, and turning SQLite's troubles into sentences.

One SQLite file, rollback journal (no side files to forget on a flash disk), foreign keys on, every write in one
``BEGIN IMMEDIATE`` transaction that is safely on the disk before anything is printed.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG
from typing import Final

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from danabergulir.errors import LedgerUnusableError

__all__ = ["APPLICATION_ID", "SCHEMA_VERSION", "Session", "creating", "migrate", "reading", "writing"]

APPLICATION_ID: Final = 0x44425247
"""``DBRG`` in the file's header: what tells a ledger from any other SQLite file."""

SCHEMA_VERSION: Final = 1
BUSY_SECONDS: Final = 5
"""How long a writer waits for another window before it gives up."""


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
                migrate(connection)
            with Session(engine) as session:
                yield session
                session.commit()
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)


def migrate(connection: Connection) -> None:
    """Bring the schema of an open file to the newest version and stamp the file, in the caller's transaction."""
    from alembic import command  # noqa: PLC0415 - only a new or an older file pays for it
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


@contextmanager
def _session(path: Path, begin: str) -> Iterator[Session]:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise LedgerUnusableError(
            f"buku belum ada: {path}",
            "Buat dengan: danabergulir mulai, atau tunjuk berkasnya: danabergulir --buku BERKAS",
        ) from None
    except OSError:
        raise LedgerUnusableError(f"buku tidak dapat dibuka: {path}", _UNOPENED_HINT) from None
    if not S_ISREG(mode):
        raise LedgerUnusableError(f"ini folder, bukan buku: {path}", "Tunjuk berkas bukunya dengan --buku.")
    with _told_plainly(path):
        engine = _engine(path, begin)
        with Session(engine) as session:
            _identify(session.connection(), path)
            yield session


def _engine(path: Path, begin: str) -> Engine:
    mode = "rw" if begin == "IMMEDIATE" or os.access(path, os.W_OK) else "ro"
    address = f"{path.absolute().as_uri()}?mode={mode}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {begin}")

    return engine


def _identify(connection: Connection, path: Path) -> None:
    application_id = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if application_id != APPLICATION_ID:
        raise LedgerUnusableError(
            f"berkas ini bukan buku danabergulir: {path}",
            "Tunjuk berkas bukunya dengan --buku. Berkas ini tidak diubah.",
        )
    if version != SCHEMA_VERSION:
        raise LedgerUnusableError(
            f"buku ini dibuat program yang lebih baru: {path}",
            f"Pasang danabergulir terbaru (buku: susunan {version}, program: susunan {SCHEMA_VERSION}). "
            "Buku ini tidak diubah.",
        )


_BACKUP_HINT: Final = "Simpan berkas ini apa adanya, lalu pulihkan dari cadangan terakhir yang baik."
_UNOPENED_HINT: Final = "Periksa nama folder, nama berkas dan izinnya."
_CAUSES: Final = (
    ("SQLITE_BUSY", "buku sedang dipakai jendela lain", "Tutup jendela lain yang memakai buku ini, lalu ulangi."),
    ("SQLITE_LOCKED", "buku sedang dipakai jendela lain", "Tutup jendela lain yang memakai buku ini, lalu ulangi."),
    ("SQLITE_READONLY_DIRECTORY", "folder buku tidak dapat ditulisi", "Pindahkan buku ke folder yang boleh ditulisi."),
    ("SQLITE_READONLY", "buku hanya dapat dibaca", "Periksa izin berkas dan foldernya; laporan tetap dapat dibuat."),
    ("SQLITE_FULL", "penyimpanan penuh", "Kosongkan ruang, lalu ulangi. Tidak ada yang dicatat."),
    (
        "SQLITE_IOERR",
        "buku tidak dapat ditulis atau dibaca",
        "Periksa ruang dan kabel penyimpanan. Tidak ada yang dicatat.",
    ),
    ("SQLITE_NOTADB", "berkas ini bukan buku danabergulir", "Tunjuk berkas bukunya dengan --buku."),
    ("SQLITE_CORRUPT", "isi buku rusak", _BACKUP_HINT),
    ("SQLITE_CANTOPEN", "buku tidak dapat dibuka", _UNOPENED_HINT),
    ("SQLITE_PERM", "buku tidak boleh dibuka", "Periksa izin berkasnya."),
    ("SQLITE_AUTH", "buku tidak boleh dibuka", "Periksa izin berkasnya."),
)


@contextmanager
def _told_plainly(path: Path) -> Iterator[None]:
    """Turn what SQLite says about the file into a sentence; faults of the program itself pass through."""
    try:
        yield
    except (DBAPIError, sqlite3.DatabaseError) as error:
        original = error.orig if isinstance(error, DBAPIError) else error
        name = getattr(original, "sqlite_errorname", "")
        for prefix, message, hint in _CAUSES:
            if name.startswith(prefix):
                raise LedgerUnusableError(f"{message}: {path}", hint) from None
        raise
