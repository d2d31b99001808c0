"""Rows of a long list in the order of their days, in little memory."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from heapq import merge
from itertools import islice
from operator import itemgetter
from tempfile import TemporaryFile
from typing import IO, Final, NamedTuple

AT_ONCE: Final = 20_000
"""Rows held in memory; what is more waits in files."""


class DatedRow(NamedTuple):
    """A row of a list: its day as in ISO, its turn within that day, its line number, and its cells by column name."""

    day: str
    turn: int
    number: int
    cells: Mapping[str, str]


_place: Final = itemgetter(0, 1, 2)


def in_order(rows: Iterable[DatedRow]) -> Iterator[DatedRow]:
    """Yield rows by day and turn, else in the order in which they came."""
    left = iter(rows)
    some = sorted(islice(left, AT_ONCE), key=_place)
    with ExitStack() as files:
        parts: list[Iterable[DatedRow]] = []
        while len(some) == AT_ONCE:
            parts.append(_kept(some, files.enter_context(TemporaryFile("w+", encoding="utf-8"))))
            some = sorted(islice(left, AT_ONCE), key=_place)
        yield from merge(*parts, some, key=_place)


def _kept(rows: Iterable[DatedRow], file: IO[str]) -> Iterator[DatedRow]:
    file.writelines(f"{json.dumps(row)}\n" for row in rows)
    file.seek(0)
    return (DatedRow(*json.loads(line)) for line in file)
