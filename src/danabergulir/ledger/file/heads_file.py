"""``cadangan/kepala.txt``: the head after each close, beside the backups and outside the ledger. It only grows.

A line holds the time, what happened, the number of the newest entry, the head in full, and whose ledger it is.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import Final

from danabergulir.files import sync_folder
from danabergulir.frozen import Struct
from danabergulir.ledger.file.kept import usual_folder

NAME: Final = "kepala.txt"
RESTORED: Final = "dipulihkan"
_HEADING: Final = "waktu;peristiwa;catatan;kepala;id_upk\n"
_LINE: Final = re.compile(r"([^;]*);([^;]*);([0-9]{1,18});([0-9a-f]{64});([0-9a-f]{16})")


class KeptHead(Struct, frozen=True):
    """A head that was put down outside the ledger: when, after what, and how many entries there were."""

    moment: str
    event: str
    seq: int
    head: str
    upk_id: str


def path_of(ledger: Path) -> Path:
    """Return where the heads of a ledger are put down."""
    return usual_folder(ledger) / NAME


def append(ledger: Path, kept: KeptHead) -> None:
    """Put a head down, safe on the disk; the whole line or nothing of it. Raises ``OSError``."""
    path = path_of(ledger)
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "rb+", buffering=0) as file:
        size = file.seek(0, os.SEEK_END)
        line = f"{kept.moment};{kept.event};{kept.seq};{kept.head};{kept.upk_id}\n"
        content = (_beginning(file, size) + line).encode("utf-8")
        try:
            while content:  # as much as there is room for, until there is none
                content = content[file.write(content) :]
            os.fsync(file.fileno())
        except OSError:
            file.truncate(size)
            if not size:
                path.unlink()
            raise
    if not size:
        sync_folder(path.parent)


def _beginning(file: FileIO, size: int) -> str:
    """Return what comes before a new line: the heading in a new file, the end of a line that was broken off."""
    if not size:
        return _HEADING
    file.seek(size - 1)
    return "" if file.read(1) == b"\n" else "\n"


def read(ledger: Path) -> Iterator[KeptHead]:
    """Yield the heads of all ledgers, oldest first; what cannot be read is passed over, and what is no file."""
    lines: list[str] = []
    with suppress(OSError):
        path = path_of(ledger)
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
    for line in lines:
        match = _LINE.fullmatch(line.strip())
        if match:
            yield KeptHead(match[1], match[2], int(match[3]), match[4], match[5])
