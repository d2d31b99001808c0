"""One command in a process of its own, which can be limited, demoted or killed without a second start of Python."""

import io
import os
import signal
import sqlite3
import traceback
from collections.abc import Callable
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows cannot fork a process")
CRASHED = 70
"""The status of a child in which an error, or a key, came past the program."""


class Ended(NamedTuple):
    """How a child ended: its exit status, or the negative number of the signal that killed it, and what it printed."""

    status: int
    stdout: str
    stderr: str


def forked(run, *words: str, first: Callable[[], object] = lambda: None) -> Ended:
    """Run one command line in a child process, ``first`` before it, and wait for its end."""
    return Child(run, [words], first).ended()


class Child:
    """A process that runs command lines one after another; it ends with the status of the last one."""

    def __init__(self, run, lines, first: Callable[[], object] = lambda: None) -> None:
        self._out, out = os.pipe()
        self._err, err = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:  # the child never returns from here
            status = CRASHED
            try:
                os.close(self._out)
                os.close(self._err)
                status = _run_all(run, lines, out, err, first)
            finally:
                os._exit(status)
        os.close(out)
        os.close(err)

    def kill(self) -> None:
        """Take the power away; a child that has ended already stays as it is."""
        os.kill(self._pid, signal.SIGKILL)

    def ended(self) -> Ended:
        """Wait for the end."""
        printed = [_read_all(stream) for stream in (self._out, self._err)]
        _, wait_status = os.waitpid(self._pid, 0)
        return Ended(os.waitstatus_to_exitcode(wait_status), *printed)


def _run_all(run, lines, out: int, err: int, first: Callable[[], object]) -> int:
    streams = [io.TextIOWrapper(io.FileIO(stream, "w"), encoding="utf-8", newline="") for stream in (out, err)]
    status = CRASHED
    try:
        first()
        for words in lines:
            status = run.into(*streams, words)
    except BaseException:  # noqa: BLE001 - the parent wants to see it
        traceback.print_exc(file=streams[1])
        status = CRASHED
    for stream in streams:
        stream.flush()
    return status


def _read_all(stream: int) -> str:
    with os.fdopen(stream, "rb") as pipe:
        return pipe.read().decode("utf-8")


def lying_in(folder: Path) -> str:
    """Return the digest of every file below a folder: where two are the same, the same command ends in the same way."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    digest = sha256()
    for path in found:
        digest.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def killed_at(step: int) -> Callable[[], None]:
    """Return what makes a child kill itself at its ``step``-th dealing with SQLite: statements, commits and closes.

    SQLite itself tells of every statement that it runs, whoever asked for it.
    """

    def arm() -> None:
        steps = count(1)

        def pass_by(_: object = None) -> None:
            if next(steps) == step:
                os.kill(os.getpid(), signal.SIGKILL)

        class Traced(sqlite3.Connection):
            def __init__(self, *args, **options) -> None:
                super().__init__(*args, **options)
                self.set_trace_callback(pass_by)

            def close(self) -> None:
                pass_by()
                super().close()

        connect = sqlite3.connect
        sqlite3.connect = lambda *args, **options: connect(*args, **options, factory=Traced)

    return arm
