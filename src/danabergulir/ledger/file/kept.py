"""The backups that are kept beside a ledger: their names, their age, the newest good one."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Final

from danabergulir.errors import LedgerUnusableError
from danabergulir.files import discard, draft_of, patiently, sync_folder
from danabergulir.frozen import Struct
from danabergulir.ledger.file import copies
from danabergulir.ledger.file.copies import Contents
from danabergulir.ledger.file.schema import address

MINUTE: Final = "%Y-%m-%d-%H%M"


def usual_folder(path: Path) -> Path:
    """Return the folder for backups of the ledger ``path``."""
    return path.with_name("cadangan")


def keep_before_upgrade(path: Path, version: int) -> None:
    """Put a proved copy of the ledger, of schema ``version``, into the usual folder.

    Raises ``LedgerUnusableError`` when that fails.
    """
    with draft_in(usual_folder(path), f"{path.stem}-susunan-{version}") as (draft, final):
        with closing(sqlite3.connect(address(path, "ro"), uri=True)) as connection:
            copies.write(connection, draft)
        proved(draft, path)
        rename(draft, final)


def is_hidden(path: Path) -> bool:
    """Return whether the usual folder for backups of the ledger ``path`` stands there, but cannot be looked into."""
    try:
        next(usual_folder(path).iterdir(), None)
    except FileNotFoundError:
        return usual_folder(path).is_symlink()
    except OSError:
        return True
    return False


def made_on(path: Path) -> list[date]:
    """Return the days of the known backups of the ledger ``path``, newest first."""
    return [date.fromisoformat(minute[:10]) for minute, _, _ in _known(path)]


class Dated(Struct, frozen=True):
    """A backup file, and the minute in its name (``2023-01-31-0801``)."""

    minute: str
    path: Path


def all_within_reach(path: Path) -> list[Dated]:
    """Return the backups of the ledger ``path`` that are files within reach, sound or not, newest first."""
    return [Dated(minute, found) for minute, _, found in _known(path) if found.is_file()]


def newest_good(path: Path) -> Path | None:
    """Return the newest backup of the ledger ``path`` that is sound and within reach, if there is one."""
    for _, _, candidate in _known(path):
        with suppress(LedgerUnusableError):
            copies.inspect(candidate)
            return candidate
    return None


def _known(path: Path) -> list[tuple[str, int, Path]]:
    """Return minute, number within it and path of each backup that is named after the ledger, newest first."""
    found = named(usual_folder(path), path.stem)
    with suppress(OSError, ValueError):
        note = note_of(path)
        found += parsed([Path(note.read_text(encoding="utf-8").strip())] if note.is_file() else [], path.stem)
    return sorted(found, reverse=True)


def named(folder: Path, stem: str) -> list[tuple[str, int, Path]]:
    """Return the backups of the book ``stem`` in a folder, each with its moment and its number at that moment."""
    try:
        return parsed(list(folder.iterdir()), stem)
    except OSError:
        return []


def parsed(paths: list[Path], stem: str) -> list[tuple[str, int, Path]]:
    """Return those of ``paths`` that are named as backups of the book ``stem``."""
    found = []
    for path in paths:
        match = re.fullmatch(rf"{re.escape(stem)}-(\d{{4}}-\d\d-\d\d-\d{{4}})(?:-(\d+))?\.db", path.name)
        with suppress(ValueError):  # digits that are no date
            if match and datetime.strptime(match[1], MINUTE):  # noqa: DTZ007 - a name holds no zone
                found.append((match[1], int(match[2] or 1), path))
    return found


@contextmanager
def draft_in(folder: Path, stem: str) -> Iterator[tuple[Path, Path]]:
    """Yield an empty private draft and the free name it may be given; the draft is gone when the block ends."""
    with copies.told_plainly(folder):
        folder.mkdir(parents=True, exist_ok=True)
        draft, final = _claimed(folder, stem)
    try:
        yield draft, final
    finally:
        discard(draft)


def _claimed(folder: Path, stem: str) -> tuple[Path, Path]:
    """Create a draft whose name nobody else has, and return it with a final name that nobody else can take."""
    for number in count(1):
        final = folder / f"{stem}{'' if number == 1 else f'-{number}'}.db"
        draft = draft_of(final)
        with suppress(FileExistsError):
            copies.private_file(draft)
            if not final.exists():  # looked at after the claim: whoever holds the draft gives the name
                return draft, final
            discard(draft)
    raise AssertionError(folder)  # pragma: no cover - the count does not end


def proved(draft: Path, source: Path) -> Contents:
    """Return what ``draft`` holds. Raises ``LedgerUnusableError`` about ``source``, whose copy it is."""
    try:
        return copies.inspect(draft)
    except LedgerUnusableError as error:
        found = newest_good(source)
        hint = f"Cadangan buku terakhir yang baik: {found}." if found else "Belum ada cadangan buku lain yang baik."
        message = error.message.removesuffix(f": {draft}")
        raise LedgerUnusableError(f"salinan tidak lolos pemeriksaan ({message}): {source}", hint) from None


def rename(draft: Path, final: Path) -> None:
    """Give a draft its final name, safe on the disk. Raises ``LedgerUnusableError``."""
    with copies.told_plainly(final.parent):
        patiently(lambda: draft.rename(final))
        sync_folder(final.parent)


def note_of(path: Path) -> Path:
    """Return the file that holds the path of the last backup made outside the usual folder."""
    return usual_folder(path) / f"{path.stem}-di-luar.txt"
