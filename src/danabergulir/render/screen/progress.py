"""A bar at the terminal for work that takes longer than a second."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer
from typing import Final, Protocol, TextIO

_PATIENCE: Final = 1.0
"""Seconds in which nobody wonders whether the program still works."""


class Tell(Protocol):
    """Told of each step as it begins: what it is, how many are done, and of how many; None is not known yet."""

    def __call__(self, label: str, done: int, total: int | None) -> None: ...


def to_nobody(label: str, done: int, total: int | None) -> None:
    """Take what is told and show nothing."""


@contextmanager
def bar(stream: TextIO | None, patience: float = _PATIENCE) -> Iterator[Tell]:
    """Yield what is to be told of each step; a bar shows it on ``stream`` after ``patience`` seconds of work.

    The bar is gone when the block ends. Where ``stream`` is no terminal that can draw one, nothing is ever written.
    """
    if stream is None or not stream.isatty() or os.environ.get("TERM") == "dumb":
        yield to_nobody
        return
    from rich.console import Console  # noqa: PLC0415 - 60 ms that only a terminal needs
    from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415

    columns = TextColumn("{task.description}", markup=False), BarColumn()
    drawn = Progress(
        *columns, console=Console(file=stream), transient=True, redirect_stdout=False, redirect_stderr=False
    )
    task = drawn.add_task("", total=None)

    def tell(label: str, done: int, total: int | None) -> None:
        drawn.update(task, description=label, completed=done, total=total)

    waiting = Timer(patience, drawn.start)
    waiting.daemon = True
    waiting.start()
    try:
        yield tell
    finally:
        waiting.cancel()
        waiting.join()
        if drawn.live.is_started:
            drawn.stop()
