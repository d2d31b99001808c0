"""A file that comes in through a pipe: ``-`` in the place of its name."""

import atexit
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

_NAME: Final = "masukan"
_PIPED: Final[set[Path]] = set()


def read_source(word: str) -> Path:
    """Return the path of a file to read; what comes in for ``-`` is put into a folder that goes with the program."""
    if word != "-":
        return Path(word)
    folder = Path(tempfile.mkdtemp(prefix="danabergulir-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / _NAME
    came_in = getattr(sys.stdin, "buffer", None)
    with path.open("wb") as file:
        if came_in is not None:  # a program begun without a console has none
            shutil.copyfileobj(came_in, file)
    _PIPED.add(path)
    return path


def is_piped(path: Path) -> bool:
    """Return whether a file came in through a pipe, so that nobody can be told to read it again."""
    return path in _PIPED
