"""Files written whole or not at all: a full disk leaves what was there. And what kind of file stands somewhere."""

import hashlib
import os
import stat
import zipfile
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager, suppress
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Final

DRAFT: Final = ".baru"
"""What the name of a file ends in until it is whole."""

PRIVATE_FILE: Final = 0o600
PRIVATE_FOLDER: Final = 0o700
"""The modes of what tells of persons; Windows knows none, there the folder decides."""

_HEAD: Final = 4096
_ZIP: Final = b"PK\x03\x04"


class FileKind(StrEnum):
    """What a file is by its content, whatever its name, in the word for people."""

    PDF = "PDF"
    WORKBOOK = "buku kerja"
    TEXT = "teks"
    LEDGER = "buku atau cadangan"
    OTHER = "file lain"


def draft_of(path: Path) -> Path:
    """Return where a file is written before it takes its place."""
    return path.with_name(path.name + DRAFT)


def file_digest(path: Path) -> str:
    """Return the SHA-256 (hex) of a file's bytes. Raises ``OSError``."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def kind_of(path: Path) -> FileKind | None:
    """Return what stands at ``path``; None for nothing, an empty file, and what is no file. Raises ``OSError``."""
    if not path.is_file() or not path.stat().st_size:
        return None
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return kind_of_content(path.read_bytes() if head.startswith(_ZIP) else head)


def kind_of_content(content: bytes) -> FileKind:
    """Return what ``content`` is, of which the beginning is enough but for a workbook."""
    if content.startswith(b"SQLite format 3\0"):
        return FileKind.LEDGER
    if content.startswith(b"%PDF"):
        return FileKind.PDF
    if content.startswith(_ZIP):
        with suppress(zipfile.BadZipFile, ValueError, OSError), zipfile.ZipFile(BytesIO(content)) as parts:
            if "xl/workbook.xml" in parts.namelist():
                return FileKind.WORKBOOK
        return FileKind.OTHER
    return FileKind.OTHER if b"\0" in content[:_HEAD] else FileKind.TEXT


def make_folder(folder: Path) -> None:
    """Make a folder and those above it. Raises ``OSError``."""
    folder.mkdir(parents=True, exist_ok=True)


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its owner looks into; one that is there keeps its mode. Raises ``OSError``."""
    make_folder(folder.parent)
    folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def write_whole(files: Mapping[Path, bytes], *, private: Container[Path] = ()) -> None:
    """Write ``files`` in the place of what stands there, into folders that are there.

    Every file is finished under another name before the first takes its place, and keeps the mode of what stood there
    unless it is one of the ``private``. What is no file, as a pipe, is written straight away. Raises ``OSError``.
    """
    drafts = {path: _draft_beside(path) for path in files}
    try:
        for path, content in files.items():
            draft = drafts[path]
            if draft != path:
                _prepare(draft, path, private=path in private)
            draft.write_bytes(content)
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
    draft = _draft_beside(path)
    try:
        if draft != path:
            _prepare(draft, path, private=False)
        yield draft
        if draft != path:
            draft.replace(path.resolve())
    finally:
        if draft != path:
            draft.unlink(missing_ok=True)


def _draft_beside(path: Path) -> Path:
    return path if path.exists() and not path.is_file() else draft_of(path.resolve())


def _prepare(draft: Path, path: Path, *, private: bool) -> None:
    """Make an empty draft with its mode, before anything stands in it that not everybody may read."""
    draft.unlink(missing_ok=True)
    mode = PRIVATE_FILE if private else 0o666
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
    if not private and path.is_file():
        draft.chmod(stat.S_IMODE(path.stat().st_mode))
