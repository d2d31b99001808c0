"""A table of the month's set with a column of the same table a year before."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final, NamedTuple

from danabergulir.dates import Month
from danabergulir.frozen import replace
from danabergulir.money import NIL, Rupiah
from danabergulir.reports.model.origin_of import of_cell
from danabergulir.reports.model.sheet import Cell, Column, Row, Section, Style, rows_of
from danabergulir.reports.origins.figure import Figure, as_of

LAST_YEAR: Final = "tahun_lalu"
"""The key of the column with what a figure was a year before."""

_NO_TABLE: Final = Section((), ())


class _Pair(NamedTuple):
    """A row beside the one of last year; one of them is None where the other year has no such row."""

    now: Row | None
    before: Row | None
    style: Style


def beside_last_year(
    now: Section,
    before: Section | None,
    december: Month,
    key: str,
    titles: Mapping[str, str],
    *,
    behind: str,
    same: Mapping[str, str] | None = None,
) -> Section:
    """Return ``now`` with the column ``key`` of ``before`` as ``tahun_lalu``, right of the column ``behind``.

    ``before`` is of the month ``december``; ``titles`` are those of the columns that a year calls by another name than
    a month does, and of the new one. Rows belong together that are named alike by the first word that identifies them;
    ``same`` maps such words of ``before`` to those of ``now``. A row that only ``before`` has stands at the end of its
    part of the table. Without ``before`` the column stays empty.
    """
    older = before or _NO_TABLE
    at = next((place for place, column in enumerate(older.columns) if column.key == key), 0)
    shown = next(column for column in now.columns if column.key == key)
    columns = [
        replace(
            column,
            of=partial(_cell_now, place),
            origin=partial(_origin_now, column, place),
            title=titles.get(column.key, column.title),
        )
        for place, column in enumerate(now.columns)
    ]
    last = Column(
        LAST_YEAR,
        titles[LAST_YEAR],
        shown.kind,
        of=partial(_cell_before, at),
        origin=partial(_origin_before, older, at, december),
    )
    columns.insert([column.key for column in columns].index(behind) + 1, last)
    rows = [row for line in _lines(now, older, same or {}) for row in rows_of(columns, [line], line.style)]
    return replace(now, columns=tuple(columns), rows=tuple(rows))


def _lines(now: Section, before: Section, same: Mapping[str, str]) -> Iterator[_Pair]:
    """Yield the rows of both, each once, in the order of ``now``."""
    known = {_name(before, row, same): row for row in before.rows}
    gone = _parts(before, same, left_out={_name(now, row) for row in now.rows})
    part = ""
    for row in now.rows:
        name = _name(now, row)
        if row.style is Style.HEADING:
            part = name
        elif row.style is not Style.ITEM:
            yield from (_Pair(None, old, Style.ITEM) for old in gone.pop(part, ()))
        yield _Pair(row, known.get(name), row.style)


def _parts(section: Section, same: Mapping[str, str], left_out: set[str]) -> dict[str, list[Row]]:
    """Return the lines of each part of a table by its heading, without those named in ``left_out``."""
    parts: dict[str, list[Row]] = {}
    part = ""
    for row in section.rows:
        name = _name(section, row, same)
        if row.style is Style.HEADING:
            part = name
        elif row.style is Style.ITEM and name not in left_out:
            parts.setdefault(part, []).append(row)
    return parts


def _name(section: Section, row: Row, same: Mapping[str, str] | None = None) -> str:
    """Return the first word that says what a row is about."""
    words = (str(cell) for column, cell in zip(section.columns, row.cells, strict=True) if column.identifies and cell)
    word = next(words, "")
    return (same or {}).get(word, word)


def _cell_now(at: int, line: _Pair) -> Cell:
    if line.now is not None:
        return line.now.cells[at]
    assert line.before is not None
    cell = line.before.cells[at]
    if isinstance(cell, str):
        return cell
    return NIL if isinstance(cell, Rupiah) else None


def _cell_before(at: int, line: _Pair) -> Cell:
    return line.before.cells[at] if line.before is not None else None


def _origin_now(column: Column, at: int, line: _Pair) -> Figure:
    if line.now is None:
        return Figure("Tidak ada tahun ini", NIL)
    return of_cell(column, line.now, at)


def _origin_before(section: Section, at: int, december: Month, line: _Pair) -> Figure:
    assert line.before is not None, line
    return as_of(of_cell(section.columns[at], line.before, at), december)
