"""The program as a process of its own whose modules are loaded already: a new one for each command line it is told.

Run as a script, each line of its input is a command line with its folder, its environment and the files it prints into.
It answers with the number of the process, which waits for SIGCONT, and then with how that ended.
"""

import ctypes
import gc
import json
import os
import signal
import sys
from contextlib import suppress
from importlib import import_module
from pkgutil import walk_packages
from runpy import run_module

import danabergulir

_APART = (".migrations.", ".city.", ".__main__")
"""What is loaded by none of the commands that are told here, or is no module to be imported."""
_LIBRARIES = ("alembic.command", "sqlmodel", "typst")
"""What a command imports in the middle of its work."""
_LET_BE_WATCHED, _BY_ANYBODY = 0x59616D61, ctypes.c_ulong(-1)
"""What Linux is asked where only a parent may look into a process."""


def main() -> None:
    """Start what comes in, one after the other, until nothing more comes."""
    names = [found.name for found in walk_packages(danabergulir.__path__, "danabergulir.")]
    for name in (*(name for name in names if not any(part in f"{name}." for part in _APART)), *_LIBRARIES):
        with suppress(ImportError):  # what is not installed here
            import_module(name)
    gc.freeze()  # what is shared stays shared
    orders, answers = (os.fdopen(os.dup(stream), way, encoding="utf-8") for stream, way in ((0, "r"), (1, "w")))
    for line in orders:
        child = os.fork()
        if child == 0:
            _become(**json.loads(line))
            return
        print(child, file=answers, flush=True)
        _, ended = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(ended), file=answers, flush=True)


def _become(words: list[str], folder: str, printed: list[str], environment: dict[str, str]) -> None:
    """Run one command line as ``python -m danabergulir`` does, up to the end of Python."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for stream, name in enumerate((os.devnull, *printed)):
        opened = os.open(name, os.O_RDWR)
        os.dup2(opened, stream)
        os.close(opened)
    sys.argv[1:] = words
    ctypes.CDLL(None).prctl(_LET_BE_WATCHED, _BY_ANYBODY, 0, 0, 0)
    os.kill(os.getpid(), signal.SIGSTOP)
    run_module("danabergulir", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
