"""A command as a process of its own whose system calls strace counts, fails or interrupts, one of them in each run."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

KILLED = 128 + 9
"""The exit status of strace when what it looks at was killed."""
_CALLS = (
    *("write", "writev", "pwrite64", "fsync", "fdatasync", "ftruncate", "openat", "unlink", "unlinkat"),
    *("rename", "renameat", "renameat2", "link", "linkat", "mkdir", "fchmod", "chmod"),
)
"""What a program does to files; a call that this kind of computer has not got is left out."""
_TRACE = f"trace={','.join(f'?{call}' for call in _CALLS)}"
_READS = ",?pread64,?read"
"""What it reads with: SQLite its book, Python its files."""
_LINE = re.compile(r"(\d+) +(\w+)\(")


class Fault(NamedTuple):
    """What happens at the ``nth`` call of a name, as strace says it: ``error=EIO``, or ``signal=SIGKILL``.

    ``about`` tells a person which file it is; with ``lasting`` every later call of that name fails as well.
    """

    call: str
    nth: int
    what: str
    about: str = ""
    lasting: bool = False

    def __str__(self) -> str:
        return f"{self.what} at {self.call} {self.nth} {self.about}{' and after' if self.lasting else ''}"


class Ended(NamedTuple):
    """How a process ended: its exit status, what it printed, and its calls, a line each."""

    status: int
    stdout: str
    stderr: str
    lines: tuple[str, ...]

    @property
    def struck(self) -> str:
        """Return the call that the fault fell on; empty where it was never made."""
        return next((line for line in self.lines if "(INJECTED)" in line), "")


def missing() -> str:
    """Return why no call can be failed here; empty where one can."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        return "strace is not installed"
    command = ["strace", "-f", "--seccomp-bpf", "-qq", "-o", os.devnull, "-e", "inject=write:error=ENOSPC", "/bin/echo"]
    tried = subprocess.run(command, check=False, capture_output=True)
    return "" if tried.returncode == 1 and not tried.stdout else "strace may not look into other programs here"


def traced(words: Sequence[str], folder: Path, fault: Fault | None = None, *, reads: bool = False) -> Ended:
    """Run one command line in ``folder``, with one fault at most; ``reads`` looks at what is read as well."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8", errors="replace") as log:
        command = [
            "strace",
            "-f",
            "--seccomp-bpf",
            "-qq",
            "-y",
            "-s",
            "0",
            "-o",
            log.name,
            "-e",
            _TRACE + _READS * reads,
        ]
        if fault:
            command += ["-e", f"inject={fault.call}:{fault.what}:when={fault.nth}{'+' * fault.lasting}"]
        ended = subprocess.run(
            [*command, sys.executable, "-m", "danabergulir", *words],
            cwd=folder,
            env={**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        return Ended(ended.returncode, ended.stdout, ended.stderr, tuple(log.read().splitlines()))


def places(lines: Sequence[str], folder: Path) -> Iterator[tuple[str, int, str]]:
    """Yield every call in a trace that is about something in ``folder`` or is printed: its name, how many-th, and what.

    strace counts the calls of each thread for itself.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for line in lines:
        if found := _LINE.match(line):
            thread, call = found.groups()
            counts[thread, call] += 1
            if about := _about(line, f"{folder}/"):
                yield call, counts[thread, call], about


def _about(line: str, folder: str) -> str:
    """Return the file in ``folder`` that a call is about, ``stdout`` or ``stderr``; empty for anything else."""
    if found := re.search(r"write\(([12])<", line):
        return ("stdout", "stderr")[int(found[1]) - 1]
    said = re.sub(r"AT_FDCWD<[^>]*>", "", line)
    absolute = [name for name in re.findall(r"[<\"](/[^>\"]*)[>\"]", said) if name.startswith(folder)]
    relative = re.findall(r"\"([^/\"][^\"]*)\"(?!\.\.\.)", said)
    return next(iter([*(name.removeprefix(folder) for name in absolute), *relative]), "")
