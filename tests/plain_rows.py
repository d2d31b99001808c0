"""Rows of plain cells, for tests of renderers: what a table lists does not matter there."""

from collections.abc import Iterable

from danabergulir.reports.model.sheet import Cell, Row, Style


def rows(lines: Iterable[Iterable[Cell]], style: Style = Style.ITEM) -> tuple[Row, ...]:
    """Return one row of ``style`` per line of cells."""
    return tuple(Row(tuple(line), style) for line in lines)
