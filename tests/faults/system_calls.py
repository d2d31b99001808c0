"""A command as a process of its own whose system calls strace counts, fails or interrupts, one of them in each run."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from faults import warm_start

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
_STEADY = {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
"""Settings by which Python makes the same calls in every run."""
_LINE = re.compile(r"(\d+) +(\w+)\(")

Program = subprocess.Popen[str]


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


def traced(
    program: Program, words: Sequence[str], folder: Path, fault: Fault | None = None, *, reads: bool = False
) -> Ended:
    """Run one command line in ``folder``, with one fault at most; ``reads`` looks at what is read as well.

    What Python does until the program begins is behind it already, for no fault is meant for that.
    """
    with tempfile.TemporaryDirectory() as name:
        out, err, log = (Path(name, said) for said in ("out", "err", "log"))
        for path in (out, err, log):
            path.touch()
        watching = ["strace", "-f", "-qq", "-y", "-s", "0", "-o", str(log), "-e", _TRACE + _READS * reads]
        if fault:
            watching += ["-e", f"inject={fault.call}:{fault.what}:when={fault.nth}{'+' * fault.lasting}"]
        told = {
            "words": words,
            "folder": str(folder),
            "printed": [str(out), str(err)],
            "environment": os.environ | _STEADY,
        }
        process = int(_asked(program, json.dumps(told)))
        while "State:\tT" not in _said_of(process):
            time.sleep(0.001)
        with subprocess.Popen([*watching, "-p", str(process)], stderr=subprocess.PIPE, text=True) as watcher:
            while f"TracerPid:\t{watcher.pid}\n" not in _said_of(process):
                if watcher.poll() is not None:
                    os.kill(process, signal.SIGKILL)
                    raise AssertionError(watcher.communicate()[1])
                time.sleep(0.001)
            os.kill(process, signal.SIGCONT)
            status = int(_asked(program))
        return Ended(
            128 - status if status < 0 else status,
            out.read_text(encoding="utf-8"),
            err.read_text(encoding="utf-8"),
            tuple(log.read_text(encoding="utf-8", errors="replace").splitlines()),
        )


@contextmanager
def started_once() -> Iterator[Program]:
    """Yield what starts the program anew for each command line, until the block ends."""
    with subprocess.Popen(
        [sys.executable, warm_start.__file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | _STEADY,
    ) as program:
        yield program


def _asked(program: Program, line: str = "") -> str:
    """Return the next answer, to a line where one is said."""
    assert program.stdin is not None
    assert program.stdout is not None
    if line:
        program.stdin.write(f"{line}\n")
        program.stdin.flush()
    return program.stdout.readline()


def _said_of(process: int) -> str:
    """Return what the system says of a process."""
    return Path(f"/proc/{process}/status").read_text(encoding="utf-8")


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
