"""A sheet of somebody's workbook beside what it was read as: finished data that any renderer can write."""

from collections.abc import Mapping

from danabergulir.frozen import Struct
from danabergulir.reports.model.sheet import Cell


class CheckedColumn(Struct, frozen=True):
    """One column as it was read: its title, the column it comes from, and its values by row, from nought."""

    title: str
    origin: int
    values: Mapping[int, Cell]


class CheckedSheet(Struct, frozen=True):
    """One sheet: its cells as they stand, the columns read of it, and what is in doubt, by row and column."""

    name: str
    originals: tuple[tuple[object, ...], ...]
    heading_row: int
    columns: tuple[CheckedColumn, ...]
    doubts: Mapping[tuple[int, int], str]
