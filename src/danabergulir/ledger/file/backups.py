"""Backups of the ledger: dated copies in a folder beside it, or on a flash disk, and the way back from one.

A backup's name says which book and when: ``upk-2023-01-31-0801.db``. That is all that is known of it; only a backup
made outside the usual folder is noted there, so that it counts as made.
"""

import glob
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Final

from danabergulir.errors import LedgerUnusableError, UsageError
from danabergulir.files import DRAFT, discard, draft_of, patiently, sync_folder, write_whole
from danabergulir.frozen import Struct
from danabergulir.ledger.file import copies, schema, store
from danabergulir.ledger.file.copies import Contents
from danabergulir.ledger.file.kept import (
    MINUTE,
    draft_in,
    named,
    note_of,
    parsed,
    proved,
    rename,
    usual_folder,
)

_SET_ASIDE: Final = ".sebelum-pulih-"


class Backup(Struct, frozen=True):
    """A backup that was found sound."""

    path: Path
    contents: Contents


def make(path: Path, folder: Path, moment: datetime, keep: int | None) -> Backup:
    """Copy the ledger into ``folder``, prove the copy, name it after ``moment``, and keep the newest ``keep``, or all.

    Raises ``LedgerUnusableError`` when the copy cannot be written or is not sound; then older backups all stay.
    """
    with draft_in(folder, f"{path.stem}-{moment.strftime(MINUTE)}") as (draft, final):
        with store.reading(path) as connection:
            copies.write(connection, draft)
            rows = copies.row_counts(connection)
        contents = proved(draft, path)
        if contents.rows != rows:
            raise LedgerUnusableError(
                f"salinan tidak sama dengan buku: {path}", "Ulangi, atau pilih folder lain dengan --ke."
            )
        rename(draft, final)
    if folder.resolve() != usual_folder(path).resolve():
        _note(path, final)
    _prune(path, folder, final, keep)
    return Backup(final, contents)


def last_entry_on(connection: sqlite3.Connection) -> date | None:
    """Return the day on which the newest voucher was recorded; None while there is none."""
    newest = connection.execute("SELECT recorded_at FROM voucher ORDER BY sequence DESC LIMIT 1").fetchone()
    return date.fromisoformat(newest[0][:10]) if newest else None


def replaced_since(path: Path, minute: str) -> bool:
    """Return whether the ledger ``path`` was put back from a backup in that minute or later."""
    kept = path.parent.glob(f"{glob.escape(path.name)}{_SET_ASIDE}*")
    return any(name.name.removeprefix(f"{path.name}{_SET_ASIDE}") >= minute for name in kept)


class Missing(Struct, frozen=True):
    """What a ledger holds and a backup does not: voucher numbers, closes, and how many rows of other tables, in all."""

    vouchers: tuple[str, ...]
    closings: tuple[str, ...]
    others: int


_NAMED: Final = (
    "SELECT digest, number FROM voucher ORDER BY sequence",
    "SELECT kind || period || recorded_at, kind || ' ' || period FROM closing",
)
_COUNTED: Final = frozenset({"voucher", "transfer", "closing", "alembic_version", "identity", "seal"})
"""Tables of which the rows are told by name, or follow from those of others."""


def missing_from(source: Path, path: Path) -> Missing | None:
    """Return what restoring ``source`` would take out of the ledger ``path``; None when that cannot be read.

    Raises ``LedgerUnusableError`` when it is the backup that cannot be read.
    """
    with copies.opened(source) as backup:
        known = [{key for key, _ in backup.execute(query)} for query in _NAMED]
        try:
            with store.reading(path) as connection:
                vouchers, closings = (
                    tuple(name for key, name in connection.execute(query) if key not in keys)
                    for query, keys in zip(_NAMED, known, strict=True)
                )
                tables = copies.row_counts(connection)
            backup.execute("ATTACH ? AS buku", (schema.address(path, "ro"),))
            others = [copies.rows_lacking(backup, name, "buku", "main") for name in tables.keys() - _COUNTED]
        except (LedgerUnusableError, sqlite3.Error):
            return None
    return Missing(vouchers, closings, sum(map(len, others)))


class Restored(Struct, frozen=True):
    """A ledger that was put back, and the name under which the one before it is kept, if there was one."""

    path: Path
    kept: Path | None
    contents: Contents


def restore(source: Path, path: Path, moment: datetime) -> Restored:
    """Put a proved copy of ``source`` in the place of the ledger ``path``, which is kept under another name.

    Raises ``LedgerUnusableError`` and changes nothing when the backup is not sound, the ledger is in use, or the copy
    cannot be written.
    """
    refuse_itself(source, path)
    with copies.told_plainly(path.parent):
        if path.is_dir():
            raise LedgerUnusableError(f"ini folder, bukan buku: {path}", "Tunjuk file bukunya dengan --buku.")
    sound = copies.inspect(source)
    with _draft_of(path) as draft:
        with copies.opened(source) as connection:
            copies.write(connection, draft)
        contents = proved(draft, source)
        if (contents.head, contents.rows) != (sound.head, sound.rows):
            raise LedgerUnusableError(f"cadangan buku berubah saat disalin: {source}", "Ulangi.")
        _release(path)
        with copies.told_plainly(path.parent):
            kept = _set_aside(path, moment)
            try:
                patiently(lambda: draft.replace(path))
            except OSError:
                if kept is not None:
                    patiently(lambda: kept.replace(path))
                    discard(kept)  # two names of one file: replacing leaves both
                raise
            store.note_recording()
            sync_folder(path.parent)
    return Restored(path, kept, contents)


def refuse_itself(source: Path, path: Path) -> None:
    """Raise ``LedgerUnusableError`` when ``source`` is the ledger ``path`` itself, or cannot be looked at."""
    try:
        itself = source.exists() and path.exists() and source.samefile(path)
    except OSError:
        raise copies.unopened(source) from None
    if itself:
        raise LedgerUnusableError(
            f"ini buku itu sendiri, bukan cadangannya: {source}", "Pilih file dari folder cadangan buku."
        )


@contextmanager
def _draft_of(path: Path) -> Iterator[Path]:
    """Yield an empty private draft beside ``path``, in the place of one that was broken off."""
    draft = draft_of(path)
    with copies.told_plainly(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        patiently(lambda: draft.unlink(missing_ok=True))
        copies.private_file(draft)
    try:
        yield draft
    finally:
        discard(draft)


def _note(path: Path, made: Path) -> None:
    with suppress(OSError, UsageError):  # the backup counts, whether or not it can be noted
        usual_folder(path).mkdir(exist_ok=True)
        write_whole({note_of(path): f"{made.absolute()}\n".encode()})


def _prune(path: Path, folder: Path, made: Path, keep: int | None) -> None:
    """Delete all but the newest ``keep`` backups, and drafts that were broken off; ``made`` stays whatever its date.

    Two books of one name may share a folder: what is not of this book, or cannot be read, is left alone.
    """
    book = _begun(path)
    others = [
        backup
        for _, _, backup in sorted(named(folder, path.stem), reverse=True)
        if book and backup != made and _begun(backup) == book
    ]
    drafts: list[Path] = []
    with suppress(OSError):  # a folder that cannot be read today; the backup is made
        drafts += [draft for draft in folder.glob(f"*{DRAFT}") if parsed([draft.with_suffix("")], path.stem)]
    for old in [*(others[keep - 1 :] if keep else []), *drafts]:
        with suppress(OSError):  # one that cannot be deleted today is tried again next time
            old.unlink()


def _begun(path: Path) -> tuple[str, str] | None:
    """Return what tells a book from others through every schema: its opening day and the second it was made in."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(schema.address(path, "ro"), uri=True)) as connection:
        found: tuple[str, str] | None = connection.execute("SELECT opened_on, created_at FROM book").fetchone()
        return found
    return None


def _release(path: Path) -> None:
    """Let SQLite finish what was broken off in the present ledger. Raises ``LedgerUnusableError`` when it is in use."""
    if not path.exists():
        return
    try:
        with closing(
            sqlite3.connect(schema.address(path, "rw"), uri=True, timeout=schema.BUSY_SECONDS, isolation_level=None)
        ) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            connection.rollback()
    except sqlite3.Error as error:
        if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise LedgerUnusableError(
                f"buku sedang dipakai jendela lain: {path}", "Tutup jendela lain yang memakai buku ini, lalu ulangi."
            ) from None


def _set_aside(path: Path, moment: datetime) -> Path | None:
    """Keep the present ledger, and what SQLite left beside it, under a name that tells when it was replaced."""
    stem = f"{path.name}{_SET_ASIDE}{moment.strftime(MINUTE)}"
    names = (path.with_name(stem if number == 1 else f"{stem}-{number}") for number in count(1))
    kept = next(name for name in names if not name.exists())
    for ending in copies.SIDE_FILES:
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(kept.with_name(kept.name + ending))
    if not path.exists():
        return None
    try:
        os.link(path, kept)  # so that a ledger stands under its own name at every moment
    except OSError:  # the file system of a flash disk knows no second name
        patiently(lambda: path.rename(kept))
    return kept
