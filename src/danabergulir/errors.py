"""What can go wrong, said twice: the problem with its value, and what to do about it.

``DanaBergulirError`` stops one command; the command line prints it as ``Galat:`` and ``Saran:`` and exits with its
status. ``Finding`` is a value: one of several things wrong with data that could be read.
"""

import re
import sys
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Final, Literal

from danabergulir.frozen import Struct

Severity = Literal["galat", "peringatan"]


class Finding(Struct, frozen=True):
    """One thing wrong with data: which check found it, about what or whom, and what to do.

    ``line`` is the line number in the file read (the header is line 1), or None. A ``peringatan`` is worth a look and
    stops nothing; a ``galat`` stops the import it is found in.
    """

    check: str
    subject: str
    message: str
    hint: str = ""
    line: int | None = None
    severity: Severity = "galat"


class DanaBergulirError(Exception):
    """A command cannot go on. ``message`` and ``hint`` are Indonesian and hold no personal data."""

    exit_status = 1

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class FaultyDataError(DanaBergulirError):
    """The data was read and something is wrong with it; ``findings`` says what, line by line (status 1)."""

    exit_status = 1

    def __init__(self, message: str, hint: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message, hint)
        self.findings = tuple(findings)


class UnsoundBooksError(FaultyDataError):
    """A check over the books fails, so the month cannot be closed; ``findings`` says which (status 4)."""

    exit_status = 4


class UsageError(DanaBergulirError):
    """A value was typed in a way that cannot be understood (status 2)."""

    exit_status = 2


class AlreadyRecordedError(UsageError):
    """What comes after recording failed, and the message itself says what stays recorded (status 2)."""


class NotFoundError(DanaBergulirError):
    """No such KSM, loan, voucher or account, or several fit the words given (status 3)."""

    exit_status = 3


class RefusedError(DanaBergulirError):
    """A rule forbids it: nothing was recorded (status 4)."""

    exit_status = 4


class LedgerUnusableError(DanaBergulirError):
    """The ledger file is missing, foreign, damaged, locked, newer or read-only (status 5)."""

    exit_status = 5


_BUILT_IN: Final = {"kirim", "pdf", "tanda-tangan"}
"""The parts that the program built without Python brings along."""


def how_to_install(part: str) -> str:
    """Return what to do where a part of the program is not installed: nobody adds one to a program without Python."""
    if not getattr(sys, "frozen", False):
        return f'Pasang dengan: pip install "danabergulir[{part}]"'
    if part in _BUILT_IN:
        return "Pasang lagi programnya, dari tempat yang sama dengan dulu."
    return f"Program ini dibuat tanpa bagian {part}. Jalankan perintah ini di komputer yang memakai Python."


PERHAPS: Final = "Mungkin maksudnya"
_SHOWN: Final = 3
_ALIKE: Final = 0.7
"""From which likeness on, of 1 for the same; lower, and every number is like every other."""
_LONGEST: Final = 60
"""Letters of a name that are compared; the time it takes grows with their square."""
_IDLE: Final = re.compile(r"[\W_]+|(?<![0-9])0+(?=[0-9])")
"""What does not tell one name from another: blanks, strokes, points, and noughts before a number."""


def perhaps(word: str, known: Iterable[tuple[str, str]]) -> str:
    """Return ``Mungkin maksudnya ... atau .... `` with what is nearly spelt as ``word``, and nothing where nothing is.

    ``known`` says how a thing may be spelt and how it is shown; one thing may be spelt in several ways. A number alone,
    or with some of what stands before it, is meant as one that ends so: ``BKM 7`` for ``BKM-2023-0007``.
    """
    known = list(known)
    shown_by: dict[str, list[str]] = {}
    for spelt, shown in known:
        shown_by.setdefault(_plain(spelt), []).append(shown)
    near = get_close_matches(_plain(word), shown_by, n=_SHOWN, cutoff=_ALIKE)
    short = pieces(word[:_LONGEST])
    ending = [shown for spelt, shown in known if _ends_so(short, spelt)]
    meant = list(dict.fromkeys([*(shown for spelt in near for shown in shown_by[spelt]), *ending]))[:_SHOWN]
    if not meant:
        return ""
    *first, last = meant
    return f"{PERHAPS} {', '.join(first)} atau {last}. " if first else f"{PERHAPS} {last}. "


_PIECES: Final = re.compile(r"[^\W\d_]+|\d+")


def pieces(word: str) -> list[str]:
    """Return the letters and the numbers that a word is made of, in small letters and without noughts before them."""
    return [piece.lstrip("0") or "0" for piece in _PIECES.findall(word.casefold())]


def _ends_so(short: Sequence[str], spelt: str) -> bool:
    """Return whether a number ends like a shorter one and has the rest of it, in the same order, before that."""
    if not (short and short[-1].isdigit() and spelt.endswith(short[-1])):
        return False
    *before, last = pieces(spelt)
    left = iter(before)
    return last == short[-1] and all(piece in left for piece in short[:-1])


def _plain(word: str) -> str:
    return _IDLE.sub("", word[:_LONGEST]).casefold()
