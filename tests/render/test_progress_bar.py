"""The bar at the terminal: what is shown of the steps, when nothing is, and that it leaves no trace."""

import io
import os
import re
import select

import pytest

from danabergulir.render.screen import progress

pty = pytest.importorskip("pty", reason="Windows has no pseudo terminal")

_NEVER = 3600.0
_AT_ONCE = 0.0
_LONGEST_WAIT = 30
"""Seconds after which a bar that does not come is taken for missing."""


class _Terminal:
    """A terminal whose screen can be read back."""

    def __init__(self) -> None:
        self._reading, writing = pty.openpty()
        self.stream = io.TextIOWrapper(io.FileIO(writing, "w"), encoding="utf-8", write_through=True)
        self.seen = ""

    def until(self, words: str) -> None:
        """Read on until ``words`` stand on the screen."""
        while words not in re.sub(r"\x1b\[[\d;?]*\w", "", self.seen):
            assert select.select([self._reading], [], [], _LONGEST_WAIT)[0], self.seen
            self.seen += os.read(self._reading, 65_536).decode("utf-8")

    def rest(self) -> str:
        """Return all that was ever written."""
        while select.select([self._reading], [], [], 0)[0]:
            self.seen += os.read(self._reading, 65_536).decode("utf-8")
        return self.seen

    def close(self) -> None:
        self.stream.close()
        os.close(self._reading)


@pytest.fixture
def terminal(monkeypatch):
    """Return a colour terminal of 100 columns."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
    opened = _Terminal()
    yield opened
    opened.close()


def test_a_slow_step_is_shown_by_its_name(terminal):
    """Each step as it begins, while the work still goes on."""
    with progress.bar(terminal.stream, _AT_ONCE) as tell:
        for done, label in enumerate(("Menyusun laporan", "Membuat buku kerja", "Membuat PDF")):
            tell(label, done, None if done == 0 else 3)
            terminal.until(label)


def test_the_bar_is_gone_at_the_end(terminal):
    """Its line is wiped and the cursor is back, so that what is printed next stands alone."""
    with progress.bar(terminal.stream, _AT_ONCE) as tell:
        tell("Membuat PDF", 0, 2)
        terminal.until("Membuat PDF")
    screen = terminal.rest()

    assert screen.rindex("\x1b[2K") > screen.rindex("Membuat PDF")
    assert screen.rindex("\x1b[?25h") > screen.rindex("\x1b[?25l")


def test_the_bar_is_gone_after_a_failure(terminal):
    """The error is told on a clean line."""
    with pytest.raises(ZeroDivisionError), progress.bar(terminal.stream, _AT_ONCE) as tell:  # noqa: PT012 - it must be seen
        tell("Membuat PDF", 0, 2)
        terminal.until("Membuat PDF")
        raise ZeroDivisionError

    assert terminal.rest().endswith("\x1b[2K")


def test_quick_work_shows_nothing(terminal):
    """Not a byte reaches the terminal before patience is at its end."""
    with progress.bar(terminal.stream, _NEVER) as tell:
        tell("Membuat PDF", 0, 2)

    assert terminal.rest() == ""


def test_without_colour_the_bar_has_none(terminal, monkeypatch):
    """NO_COLOR leaves the words and takes the colours."""
    monkeypatch.setenv("NO_COLOR", "1")
    with progress.bar(terminal.stream, _AT_ONCE) as tell:
        tell("Membuat PDF", 1, 2)
        terminal.until("Membuat PDF")

    assert re.findall(r"\x1b\[[\d;]*[34]\d[\d;]*m", terminal.rest()) == []


def test_a_dumb_terminal_is_left_alone(terminal, monkeypatch):
    """One that cannot move its cursor would fill with bars."""
    monkeypatch.setenv("TERM", "dumb")
    with progress.bar(terminal.stream, _AT_ONCE) as tell:
        tell("Membuat PDF", 0, 2)

    assert (tell, terminal.rest()) == (progress.to_nobody, "")


@pytest.mark.parametrize("forced", ["FORCE_COLOR", "TTY_COMPATIBLE"])
def test_where_there_is_no_terminal_nothing_is_ever_written(monkeypatch, forced):
    """A file, a pipe or cron, whatever the environment claims."""
    monkeypatch.setenv(forced, "1")
    stream = io.StringIO()
    with progress.bar(stream, _AT_ONCE) as tell:
        tell("Membuat PDF", 0, 2)

    assert (tell, stream.getvalue()) == (progress.to_nobody, "")


def test_without_any_stream_nothing_breaks():
    """A program started without a console has no stderr at all."""
    with progress.bar(None, _AT_ONCE) as tell:
        tell("Membuat PDF", 0, 2)

    assert tell is progress.to_nobody
