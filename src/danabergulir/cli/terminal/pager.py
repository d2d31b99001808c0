"""A long screen, turned page by page by the program that the user's terminal has for it."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from typing import Final, TextIO

from danabergulir.cli.terminal.settings import settings
from danabergulir.errors import UsageError

_STYLE: Final = re.compile(r"\x1b\[[0-9;]*m")
_LESS: Final = "-FRX -PsSpasi = lanjut, q = selesai$"
"""What ``less`` is told where the user says nothing: bold shows, what was read stays, and the keys stand below."""


class _HeldBack(StringIO):
    """What is printed, kept until it is known how long it is; to whoever prints it looks like the terminal itself."""

    def __init__(self, screen: TextIO) -> None:
        super().__init__(newline="")
        self._screen = screen

    @property
    def encoding(self) -> str:  # type: ignore[override]  # a text in memory has none; this one goes to a terminal
        return self._screen.encoding

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._screen.fileno()


@contextmanager
def paged() -> Iterator[None]:
    """Show what the block prints page by page, where a person sits at a terminal and it is longer than the screen.

    Anywhere else, with ``NO_PAGER`` or an empty ``PAGER``, and where the user's settings say no, it goes straight out.
    """
    screen = sys.stdout
    words = [] if isinstance(screen, _HeldBack) or not _is_screen(screen) else _program()
    if not words:
        yield
        return
    page = _HeldBack(screen)
    shown = False
    try:
        with redirect_stdout(page):
            yield
        shown = _is_long(page.getvalue(), screen) and _turned(words, page.getvalue())
    finally:
        if not shown:
            screen.write(page.getvalue())
            screen.flush()


def _is_screen(screen: TextIO) -> bool:
    return (
        screen.isatty()
        and sys.stdin is not None
        and sys.stdin.isatty()
        and os.environ.get("TERM") != "dumb"
        and not os.environ.get("NO_PAGER")
    )


def _program() -> list[str]:
    """Return the pager with its options; nothing where there is none, or the user wants none."""
    with suppress(UsageError):  # a page is no place to complain about settings
        if not settings().pager:
            return []
    wanted = os.environ.get("PAGER")
    if wanted is not None:
        words = (
            shlex.split(wanted, posix=os.name != "nt") if wanted.count('"') % 2 == wanted.count("'") % 2 == 0 else []
        )
        found = shutil.which(words[0]) if words and words[0] != "cat" else None
        return [found, *words[1:]] if found else []
    return next(([found] for name in ("less", "more") if (found := shutil.which(name))), [])


def _is_long(text: str, screen: TextIO) -> bool:
    try:
        columns, rows = os.get_terminal_size(screen.fileno())
    except (OSError, ValueError):
        return False
    lines = _STYLE.sub("", text).splitlines()
    return rows > 0 and sum(-(-len(line) // max(columns, 1)) or 1 for line in lines) >= rows


def _turned(words: list[str], text: str) -> bool:
    """Hand a text to the pager and wait until the person has read; return whether it took it."""
    program = Path(words[0]).stem.casefold()
    bare = program in {"more", "most"}  # they show the signs for bold instead of bold
    encoding = "oem" if os.name == "nt" and program == "more" else "utf-8"  # as a console of Windows reads files
    content = (_STYLE.sub("", text) if bare else text).encode(encoding, errors="replace")
    try:
        reading = subprocess.Popen(  # noqa: S603 - the user's own pager
            words, stdin=subprocess.PIPE, env={"LESS": _LESS, "LESSCHARSET": "utf-8", **os.environ}
        )
    except OSError:
        return False
    with suppress(BrokenPipeError):  # read enough
        assert reading.stdin is not None
        reading.stdin.write(content)
        reading.stdin.close()
    while True:
        try:
            reading.wait()
        except KeyboardInterrupt:  # Ctrl-C belongs to the pager, which goes on
            continue
        return True
