"""One way to ask the ledger: a statement in SQL with named values in, rows by the names of their columns out.

The statements stand beside the functions that put them, and any SQLite tool takes them as they are. A column whose name
ends in ``_on`` is a date, as everywhere in this program; amounts come as whole rupiah.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache, partial
from json.encoder import encode_basestring
from typing import Any

Value = str | int | date | None | Collection[str]
"""What a statement may ask with. Words are handed over as JSON: ``IN (SELECT value FROM json_each(:words))``."""


def rows(connection: sqlite3.Connection, statement: str, **values: Value) -> Iterator[Any]:
    """Return the rows of a statement as named tuples, read as they are asked for."""
    cursor = connection.execute(statement, {name: _bound(value) for name, value in values.items()})
    return map(_row_of(_names(cursor)), cursor)


def one(connection: sqlite3.Connection, statement: str, **values: Value) -> Any:
    """Return the first row of a statement, or None where there is none."""
    return next(rows(connection, statement, **values), None)


def value(connection: sqlite3.Connection, statement: str, **values: Value) -> Any:
    """Return the first cell of the first row; None where there is no row."""
    row = one(connection, statement, **values)
    return None if row is None else row[0]


def kept_rows(connection: sqlite3.Connection, statement: str) -> tuple[Any, ...]:
    """Return the rows of a small register that is asked for again and again, made anew only once it says other things.

    What follows from them may be kept by them.
    """
    cursor = connection.execute(statement)
    return _named(_names(cursor), tuple(cursor))


@lru_cache(maxsize=16)
def _named(names: tuple[str, ...], cells: tuple[tuple[Any, ...], ...]) -> tuple[Any, ...]:
    return tuple(map(_row_of(names), cells))


def _names(cursor: sqlite3.Cursor) -> tuple[str, ...]:
    return tuple([column[0] for column in cursor.description])


def _bound(value: Value) -> str | int | None:
    if value is None or isinstance(value, str | int):
        return value
    return value.isoformat() if isinstance(value, date) else f"[{','.join(map(encode_basestring, value))}]"


@cache
def _row_of(names: tuple[str, ...]) -> Callable[[Sequence[Any]], Any]:
    """Return what makes a named tuple of a row with these columns."""
    row_type = namedtuple("Row", names, rename=True)  # type: ignore[misc]  # noqa: PYI024 - the names are not known before
    make = partial(tuple.__new__, row_type)  # as ``_make`` does, without a look at the number of cells
    days = [place for place, name in enumerate(names) if name.endswith("_on")]
    if not days:
        return make

    def dated(cells: Sequence[Any]) -> Any:
        row = list(cells)
        for place in days:
            row[place] = _day(row[place])
        return make(row)

    return dated


@cache
def _day(text: str | None) -> date | None:
    """Return a day as a date; a ledger has few of them and many rows."""
    return None if text is None else date.fromisoformat(text)
