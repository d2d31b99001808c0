"""Files written whole or not at all: a full disk leaves what was there. And what kind of file stands somewhere."""

import errno
import hashlib
import os
import stat
import sys
import zipfile
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager, suppress
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from time import sleep
from typing import Final

from danabergulir.errors import UsageError

DRAFT: Final = ".baru"
"""What the name of a file ends in until it is whole."""

PRIVATE_FILE: Final = 0o600
PRIVATE_FOLDER: Final = 0o700
"""The modes of what tells of persons; Windows knows none, there the folder decides."""

_HELD: Final = frozenset({5, 32, 33})
"""What Windows says of a file that another program has open: access denied, a sharing violation, a locked part."""
_PAUSES: Final = (0.05, 0.1, 0.25, 0.5, 1.0)
"""Seconds between tries: a virus scanner or a syncing program lets go within two, Excel does not."""
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EFBIG, errno.EBADF, getattr(errno, "EDQUOT", errno.ENOSPC)})
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


def is_full(error: OSError) -> bool:
    """Return whether an error tells that there is no room, or that nobody takes what is written; not of reading."""
    return error.errno in _NO_ROOM


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
    unless it is one of the ``private``. What is no file, as a pipe, is written straight away. Raises ``OSError``, and
    ``UsageError`` where another program holds one of them open, which is looked for before the first is replaced.
    """
    drafts = {path: _draft_beside(path) for path in files}
    try:
        for path in files:
            _refuse_held(path)
        for path, content in files.items():
            draft = drafts[path]
            if draft != path:
                _prepare(draft, path, private=path in private)
            draft.write_bytes(content)
        for path, draft in drafts.items():
            if draft != path:
                _take_place(draft, path)
    finally:
        for path, draft in drafts.items():
            if draft != path:
                discard(draft)


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Yield a draft to write to, which takes the place of ``path`` when the block ends well.

    Raises ``OSError``, and ``UsageError`` where another program holds the file open, which stays as it was.
    """
    draft = _draft_beside(path)
    try:
        _refuse_held(path)
        if draft != path:
            _prepare(draft, path, private=False)
        yield draft
        if draft != path:
            _take_place(draft, path)
    finally:
        if draft != path:
            discard(draft)


def sync_folder(folder: Path) -> None:
    """See to it that names given in ``folder`` outlive a power cut; Windows does so by itself. Raises ``OSError``."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def patiently(act: Callable[[], object]) -> None:
    """Do what Windows refuses while another program has the file open, and try again for two seconds.

    Raises ``OSError``.
    """
    for pause in _PAUSES:
        try:
            act()
        except OSError as error:
            if not is_held(error):
                raise
            sleep(pause)
        else:
            return
    act()


def is_held(error: OSError) -> bool:
    """Return whether another program has the file open, as Windows alone lets it."""
    return getattr(error, "winerror", None) in _HELD


def discard(draft: Path) -> None:
    """Delete a draft; one that another program looks into just then lies there until the file is written anew.

    Raises ``OSError``.
    """
    try:
        patiently(lambda: draft.unlink(missing_ok=True))
    except OSError as error:
        if not is_held(error):
            raise


def _refuse_held(path: Path) -> None:
    """Raise ``UsageError`` for a file that another program keeps others from writing, before anything is changed."""
    if not path.is_file():
        return
    try:
        patiently(lambda: path.open("rb+").close())
    except OSError as error:
        if is_held(error) and os.access(path, os.W_OK):  # one that nobody may write can still be replaced, or not
            raise _held(path) from error


def _take_place(draft: Path, path: Path) -> None:
    try:
        patiently(lambda: draft.replace(path.resolve()))  # a link stays one
    except OSError as error:
        if is_held(error):
            raise _held(path) from error
        raise


def _held(path: Path) -> UsageError:
    return UsageError(
        f"file tidak dapat diganti, mungkin sedang dibuka program lain: {path}",
        "Tutup file itu, misalnya di Excel, lalu ulangi. Isinya yang lama tetap ada.",
    )


def _draft_beside(path: Path) -> Path:
    return path if path.exists() and not path.is_file() else draft_of(path.resolve())


def _prepare(draft: Path, path: Path, *, private: bool) -> None:
    """Make an empty draft with its mode, before anything stands in it that not everybody may read."""
    patiently(lambda: draft.unlink(missing_ok=True))
    mode = PRIVATE_FILE if private else 0o666
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
    if not private and path.is_file():
        draft.chmod(stat.S_IMODE(path.stat().st_mode))
