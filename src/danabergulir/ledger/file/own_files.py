"""What this book's commands wrote where: a file that is still as they left it may be written anew without a question.

The list lies beside the book (``upk-ditulis.json``): the path of each file, and the digest it was left with. Without
it nothing is lost: what stands somewhere is asked about once more.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from danabergulir.errors import RefusedError, UsageError
from danabergulir.files import FileKind, file_digest, kind_of, write_whole
from danabergulir.ledger.file.copies import SIDE_FILES
from danabergulir.ledger.file.kept import usual_folder

_LIST: Final = "-ditulis.json"
_MOST: Final = 2000
"""Files remembered, the newest: some years of nightly lines."""


def list_of(ledger: Path) -> Path:
    """Return where the list of a book lies."""
    return ledger.with_name(f"{ledger.stem}{_LIST}")


def refuse_foreign(path: Path, kind: FileKind, ledger: Path, option: str) -> bool:
    """Return whether something stands at ``path`` that a file of ``kind`` would take the place of.

    Raises ``RefusedError`` for what no command may write over: a book and what lies beside it, a backup, a file of
    another kind. Raises ``UsageError`` for what is no file, and ``OSError`` for what cannot be looked at.
    """
    hint = f"Pilih nama lain pada {option}."
    real = path.resolve()
    if real == ledger.resolve():
        raise RefusedError(f"ini file buku sendiri: {path}", hint)
    if usual_folder(ledger.resolve()) in real.parents or real.parent.name.casefold() == usual_folder(ledger).name:
        raise RefusedError(f"folder ini hanya untuk cadangan buku: {path.parent}", hint)
    if real.name.casefold().endswith((*SIDE_FILES, _LIST)):  # SQLite deletes its own, there or not, of any book
        raise RefusedError(f"nama ini hanya untuk file di samping buku: {path}", hint)
    if real.exists() and not (real.is_file() or real.is_char_device()):  # a named pipe that nobody reads waits for ever
        raise UsageError(f"{option}: ini bukan file biasa: {path}", hint)
    there = kind_of(path)
    if there is FileKind.LEDGER:
        raise RefusedError(f"ini buku atau cadangan buku, tidak ditimpa: {path}", hint)
    if there not in (None, kind):
        raise RefusedError(f"file sudah ada dan bukan {kind.value}, tidak ditimpa: {path}", hint)
    return there is not None


def is_own(path: Path, ledger: Path) -> bool:
    """Return whether a file is as a command of this book left it. Raises ``OSError``."""
    return _read(ledger).get(_name(path, ledger)) == file_digest(path)


def note_own(digests: Mapping[Path, str], ledger: Path) -> None:
    """Remember the digests of files that were written; where that cannot be, they are asked about next time."""
    if not ledger.is_file():
        return
    known = _read(ledger)
    written = {_name(path, ledger): digest for path, digest in digests.items() if path.is_file()}
    new = {**{name: digest for name, digest in known.items() if name not in written}, **written}
    if new != known:
        place, kept = list_of(ledger), dict(list(new.items())[-_MOST:])
        with suppress(OSError, UsageError):
            write_whole({place: f"{json.dumps(kept, indent=0)}\n".encode()}, private=(place,))


def _name(path: Path, ledger: Path) -> str:
    """Return a path as the list has it: below the book's folder without that, so that they may move together."""
    real, folder = path.resolve(), ledger.resolve().parent
    return real.relative_to(folder).as_posix() if real.is_relative_to(folder) else str(real)


def _read(ledger: Path) -> Mapping[str, str]:
    try:
        place = list_of(ledger)
        found = json.loads(place.read_text(encoding="utf-8")) if place.is_file() else {}
    except (OSError, ValueError, RecursionError):  # missing, or changed by somebody
        return {}
    return found if isinstance(found, dict) else {}
