"""Opening and creating the ledger file, and turning SQLite's troubles into sentences.

One SQLite file, rollback journal (no side files to forget on a flash disk), foreign keys on, every write in one
``BEGIN IMMEDIATE`` transaction that is safely on the disk before anything is printed.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from stat import S_ISREG
from typing import Final

from danabergulir.errors import LedgerUnusableError, RefusedError
from danabergulir.files import discard, draft_of, patiently, sync_folder
from danabergulir.ledger.file import schema, seals

Connection = sqlite3.Connection
"""What readers and the writer work on, within one transaction; operations know it by this name."""

ENGINE_VERSION: Final = sqlite3.sqlite_version
"""The version of SQLite that reads and writes the file here."""


@contextmanager
def reading(path: Path) -> Iterator[Connection]:
    """Yield a connection that sees one unchanging picture of the ledger. Raises ``LedgerUnusableError``."""
    with _opened(path, "DEFERRED") as connection:
        yield connection


@contextmanager
def writing(path: Path) -> Iterator[Connection]:
    """Yield a connection whose work is recorded whole when the block ends, or not at all.

    Raises ``LedgerUnusableError`` when the file cannot be used or written, ``RefusedError`` for one that was made from
    masked packages: what it would record could not be told apart from what it was made from.
    """
    newest = None
    try:
        with _opened(path, "IMMEDIATE") as connection:
            if seals.identity_of(connection).is_masked:
                raise RefusedError(
                    f"buku ini disusun dari paket yang disamarkan, hanya untuk dibaca: {path}",
                    "Catat di buku UPK sendiri. Buku yang dapat ditulisi disusun dari paket --lengkap.",
                )
            yield connection
            newest = seals.newest(connection)
            _commit(connection)
    except LedgerUnusableError as error:
        raise _as_it_stands(error, path, newest) if newest else error from None


def _as_it_stands(error: LedgerUnusableError, path: Path, newest: tuple[int, bytes]) -> LedgerUnusableError:
    """Return what to say of a commit that failed: the disk may have gone after it, and then the book holds it."""
    try:
        with _transaction(path, "DEFERRED") as connection:
            if seals.newest(connection) != newest:
                return error
    except sqlite3.Error:
        with suppress(OSError):
            if path.with_name(f"{path.name}-journal").exists():  # SQLite commits by deleting it
                return error
        return LedgerUnusableError(error.message, f"{_STORAGE_HINT} {_LOOK_FIRST}")
    note_recording()
    return LedgerUnusableError(error.message, _STORAGE_HINT)


def recordings() -> int:
    """Return how often this run of the program has changed a book for good: what it says at its end rests on it."""
    return _recordings


_recordings = 0


def note_recording() -> None:
    """Count a change of a book that is on the disk."""
    global _recordings  # noqa: PLW0603 - one run of the program, however it ends
    _recordings += 1


def _commit(connection: Connection) -> None:
    """Commit what was not dropped meanwhile, and count it, also when somebody interrupts just then."""
    if not connection.in_transaction or not connection.total_changes:
        return
    refused = False
    try:
        connection.commit()
    except sqlite3.Error:
        refused = True
        raise
    finally:  # an interrupt comes once SQLite is done; whether it had committed is asked of SQLite
        if not (refused or connection.in_transaction):
            note_recording()


def refuse_taken(path: Path) -> None:
    """Raise ``LedgerUnusableError`` where something already stands."""
    if path.exists():
        raise LedgerUnusableError(
            f"file sudah ada: {path}", "Pilih nama lain dengan --buku, atau pakai buku yang sudah ada itu."
        )


@contextmanager
def imagined() -> Iterator[Connection]:
    """Yield a connection to a ledger in memory with the newest schema and no rows, gone when the block ends."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        _blank().backup(connection)
        yield connection


@cache
def _blank() -> Connection:
    """Return an empty ledger in memory that is copied many times as fast as it is made: a city asks for hundreds."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    schema.lay_out(connection)
    return connection


def begin(connection: Connection) -> None:
    """Make a new ledger of an empty file: its schema, and who it is."""
    schema.lay_out(connection)
    seals.begin(connection)


@contextmanager
def creating(path: Path, lay_out: Callable[[Connection], None] = begin) -> Iterator[Connection]:
    """Yield a connection to a new ledger that appears under ``path`` only when the block ends well.

    ``lay_out`` gives it its schema and says who it is. Raises ``LedgerUnusableError`` when something already stands
    there or the folder cannot be written.
    """
    draft = draft_of(path)
    try:
        refuse_taken(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError:
        raise LedgerUnusableError(f"buku tidak dapat dibuat: {path}", _UNMADE_HINT) from None
    try:
        with _told_plainly(draft), _transaction(draft, "IMMEDIATE") as connection:
            lay_out(connection)
            yield connection
            connection.commit()
            connection.execute("VACUUM")  # no page half empty, whatever was recorded into it
        _give_name(draft, path)
    finally:
        if path.exists():
            note_recording()
        discard(draft)
        discard(draft.with_name(f"{draft.name}-journal"))  # SQLite's, where the disk was gone before it could roll back


def _give_name(draft: Path, path: Path) -> None:
    """Give a new ledger its name, safe on the disk. Raises ``LedgerUnusableError``."""
    try:
        patiently(lambda: draft.rename(path))
    except OSError:
        raise LedgerUnusableError(f"buku tidak dapat dibuat: {path}", _UNMADE_HINT) from None
    try:
        sync_folder(path.parent)
    except OSError:
        raise LedgerUnusableError(
            f"belum pasti buku ini tersimpan di penyimpanan: {path}", "Periksa ruang dan kabel penyimpanan."
        ) from None


@contextmanager
def _opened(path: Path, begin: str) -> Iterator[Connection]:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise LedgerUnusableError(
            f"buku belum ada: {path}",
            _way_back(path, "Buat dengan: danabergulir mulai, atau tunjuk filenya: danabergulir --buku FILE"),
        ) from None
    except OSError:
        raise LedgerUnusableError(f"buku tidak dapat dibuka: {path}", _UNOPENED_HINT) from None
    if not S_ISREG(mode):
        raise LedgerUnusableError(f"ini folder, bukan buku: {path}", "Tunjuk file bukunya dengan --buku.")
    with _told_plainly(path):
        with _transaction(path, begin) as connection:
            if _version(connection, path) == schema.SCHEMA_VERSION:
                seals.show_masks(connection)
                yield connection
                return
        _upgrade(path)
        with _transaction(path, begin) as connection:
            seals.show_masks(connection)
            yield connection


def _upgrade(path: Path) -> None:
    """Bring an older ledger to the newest schema in one transaction, once a proved copy of it lies beside it."""
    with _transaction(path, "IMMEDIATE") as connection:
        version = _version(connection, path)
        if version < schema.SCHEMA_VERSION:  # another window may have been first
            from danabergulir.ledger.file.kept import keep_before_upgrade  # noqa: PLC0415 - only an older file pays

            stamps = connection.execute("SELECT version_num FROM alembic_version").fetchall()
            if stamps != [(str(version),)]:  # both are written at once
                raise _altered(path)
            keep_before_upgrade(path, version)
            try:
                schema.migrate(connection)
            except (sqlite3.OperationalError, sqlite3.IntegrityError) as error:
                if error.sqlite_errorname.startswith(("SQLITE_ERROR", "SQLITE_CONSTRAINT")):  # not as that version was
                    raise _altered(path) from None
                raise
            connection.commit()


@contextmanager
def _transaction(path: Path, begin: str) -> Iterator[Connection]:
    """Yield a connection within a transaction; what was not committed when the block ends is dropped."""
    mode = "rw" if begin == "IMMEDIATE" or os.access(path, os.W_OK) else "ro"
    with closing(
        sqlite3.connect(schema.address(path, mode), uri=True, timeout=schema.BUSY_SECONDS, isolation_level=None)
    ) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = EXTRA")  # FULL, and the end of the journal outlives a power cut too
        connection.execute(f"BEGIN {begin}")
        yield connection


def _version(connection: Connection, path: Path) -> int:
    """Return the schema version of the file. Raises ``LedgerUnusableError`` for another program's or a newer one."""
    application_id = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application_id != schema.APPLICATION_ID:
        raise LedgerUnusableError(
            f"file ini bukan buku danabergulir: {path}",
            _way_back(path, "Tunjuk file bukunya dengan --buku. File ini tidak diubah."),
        )
    if version > schema.SCHEMA_VERSION:
        raise schema.newer_schema(path, version)
    assert isinstance(version, int)
    return version


_BACKUP_HINT: Final = "Simpan file ini apa adanya, lalu cari cadangan buku yang baik, misalnya di flash disk."
_UNMADE_HINT: Final = "Periksa izin folder dan sisa ruang, atau pilih folder lain."
_UNOPENED_HINT: Final = "Periksa nama folder, nama file dan izinnya."
_STORAGE_HINT: Final = "Periksa ruang dan kabel penyimpanan."
_LOOK_FIRST: Final = "Lihat dulu apakah sudah tercatat: danabergulir jurnal-umum"
_CAUSES: Final = (
    ("SQLITE_BUSY", "buku sedang dipakai jendela lain", "Tutup jendela lain yang memakai buku ini, lalu ulangi."),
    ("SQLITE_LOCKED", "buku sedang dipakai jendela lain", "Tutup jendela lain yang memakai buku ini, lalu ulangi."),
    ("SQLITE_READONLY_DIRECTORY", "folder buku tidak dapat ditulisi", "Pindahkan buku ke folder yang boleh ditulisi."),
    ("SQLITE_READONLY_DBMOVED", "buku ini baru saja diganti jendela lain", "Ulangi. Tidak ada yang dicatat."),
    ("SQLITE_READONLY", "buku hanya dapat dibaca", "Periksa izin file dan foldernya; laporan tetap dapat dibuat."),
    ("SQLITE_FULL", "penyimpanan penuh", "Kosongkan ruang, lalu ulangi. Tidak ada yang dicatat."),
    (
        "SQLITE_IOERR_DIR_FSYNC",  # at the end of a commit it is done, at its beginning it is not
        "buku tidak dapat ditulis",
        f"{_STORAGE_HINT} {_LOOK_FIRST}",
    ),
    ("SQLITE_IOERR", "buku tidak dapat ditulis atau dibaca", f"{_STORAGE_HINT} Tidak ada yang dicatat."),
    ("SQLITE_CANTOPEN", "buku tidak dapat dibuka", _UNOPENED_HINT),
    ("SQLITE_PERM", "buku tidak boleh dibuka", "Periksa izin filenya."),
    ("SQLITE_AUTH", "buku tidak boleh dibuka", "Periksa izin filenya."),
)


@contextmanager
def _told_plainly(path: Path) -> Iterator[None]:
    """Turn what SQLite says about the file into a sentence; faults of the program itself pass through.

    A row that the program cannot understand is no fault of the program when the file is found damaged.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "")
        for prefix, message, hint in _CAUSES:
            if name.startswith(prefix):
                place = _what_is_full(path) if prefix == "SQLITE_FULL" else path
                raise LedgerUnusableError(f"{message}: {place}", hint) from None
        if name.startswith("SQLITE_NOTADB"):
            hint = _way_back(path, "Tunjuk file bukunya dengan --buku.")
            raise LedgerUnusableError(f"file ini bukan buku danabergulir: {path}", hint) from None
        if name.startswith("SQLITE_CORRUPT") or "decode to UTF-8" in str(error):
            raise LedgerUnusableError(f"isi buku rusak: {path}", _way_back(path, _BACKUP_HINT)) from None
        _stop_if_damaged(path)
        if isinstance(error, sqlite3.OperationalError) and str(error).startswith("no such "):
            raise _altered(path) from None
        raise
    except (AssertionError, LookupError, TypeError, ValueError):
        _stop_if_damaged(path)
        raise


def _what_is_full(path: Path) -> Path:
    """Return the ledger, or the folder for temporary files, where SQLite sorts what is long.

    That folder has room again by the time anybody asks, so it is full where it cannot take the whole ledger, and where
    the ledger's own disk has more room.
    """
    from shutil import disk_usage  # noqa: PLC0415 - only when something went wrong
    from tempfile import gettempdir  # noqa: PLC0415

    try:
        temporary = Path(gettempdir())
        room = disk_usage(temporary).free
        is_full = room < min(path.stat().st_size, disk_usage(path.parent).free)
    except OSError:  # where no folder takes a file, Python knows none
        return path
    return temporary if is_full else path


def _altered(path: Path) -> LedgerUnusableError:
    return LedgerUnusableError(f"susunan buku berubah: {path}", _way_back(path, _BACKUP_HINT))


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
    return f'Pulihkan cadangan buku terakhir yang baik: danabergulir pulihkan "{found}"' if found else otherwise
