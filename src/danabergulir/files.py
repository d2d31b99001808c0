"""Files written whole or not at all: a full disk leaves what was there."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path
from typing import Final

DRAFT: Final = ".baru"
"""What the name of a file ends in until it is whole."""


class Occupant(Enum):
    """What stands where a file is to be written."""

    NOTHING = auto()
    SAME_KIND = auto()
    OTHER_KIND = auto()


_BEGINNINGS: Final = {b"%PDF-": ".pdf", b"PK\x03\x04": ".xlsx", b"SQLite format 3\0": ".db"}
"""How files begin that are no plain text, and the ending of their kind."""


def occupant(path: Path) -> Occupant:
    """Return whether a file stands there, and whether it is of the kind that its ending says.

    An empty file is nothing, and so is what is no file, as a pipe. Raises ``OSError``.
    """
    if not path.is_file() or not path.stat().st_size:
        return Occupant.NOTHING
    with path.open("rb") as file:
        begun = file.read(max(map(len, _BEGINNINGS)))
    found = next((ending for beginning, ending in _BEGINNINGS.items() if begun.startswith(beginning)), None)
    wanted = path.suffix.casefold()
    is_same = found == wanted or (found is None and wanted not in _BEGINNINGS.values())
    return Occupant.SAME_KIND if is_same else Occupant.OTHER_KIND


def draft_of(path: Path) -> Path:
    """Return where a file is written before it takes its place."""
    return path.with_name(path.name + DRAFT)


def file_digest(path: Path) -> str:
    """Return the SHA-256 (hex) of a file's bytes. Raises ``OSError``."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_whole(files: Mapping[Path, bytes]) -> None:
    """Write ``files`` in the place of what stands there, into folders that are there.

    Every file is finished under another name before the first takes its place. What is no file, as a pipe, is written
    straight away. Raises ``OSError``.
    """
    drafts = {path: _draft_beside(path) for path in files}
    try:
        for path, content in files.items():
            drafts[path].write_bytes(content)
        for path, draft in drafts.items():
            if draft != path:
                draft.replace(path.resolve())  # a link stays one
    finally:
        for path, draft in drafts.items():
            if draft != path:
                draft.unlink(missing_ok=True)


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Yield a draft to write to, which takes the place of ``path`` when the block ends well. Raises ``OSError``."""
    draft = draft_of(path)
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _draft_beside(path: Path) -> Path:
    return path if path.exists() and not path.is_file() else draft_of(path.resolve())
