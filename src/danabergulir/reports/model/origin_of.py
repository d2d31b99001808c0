"""The origin of a cell: what a builder says of it, and the rows above where it is their sum."""

from collections.abc import Iterator
from fractions import Fraction

from danabergulir.money import Rupiah
from danabergulir.reports.model.sheet import Column, Row, RowsSummed, Section, Style, Worked
from danabergulir.reports.origins.figure import Figure, Relation


def origin(section: Section, row: Row, key: str) -> Figure:
    """Return what the figure of a row under the column ``key`` is made of."""
    place = next(place for place, column in enumerate(section.columns) if column.key == key)
    return of_cell(section.columns[place], row, place)


def of_cell(column: Column, row: Row, place: int) -> Figure:
    """Return what the figure of a row in the column at a place is made of."""
    cell, thing = row.cells[place], row.thing
    if isinstance(cell, str) and column.origin is not None:  # a figure in words
        return column.origin(thing)
    assert isinstance(cell, Rupiah | int | Fraction), (column.key, cell)
    if isinstance(thing, RowsSummed):
        summed = [item for item in thing.rows if item.cells[place] is not None]
        return Figure(
            f"Jumlah kolom {heading(column)}",
            cell,
            Relation.SUM,
            lambda _: [of_cell(column, item, place).named(row_name(item)) for item in summed],
            formula="jumlah baris di atasnya",
        )
    if isinstance(thing, Worked):
        return thing.origins[column.key]()
    assert column.origin is not None, f"nothing says what {column.key} is made of"
    return column.origin(thing)


def heading(column: Column) -> str:
    """Return a column as a sentence names it."""
    return f"{column.group}: {column.title}" if column.group else column.title


def row_name(row: Row) -> str:
    """Return a row as a part of a sum is named: by its words."""
    return " ".join(str(cell) for cell in row.cells[:3] if isinstance(cell, str) and cell) or "Baris"


def figures(section: Section) -> Iterator[tuple[Row, Column]]:
    """Yield each figure that stands in a section: its row and its column."""
    for row in section.rows:
        if row.style is Style.HEADING:
            continue
        for column, cell in zip(section.columns, row.cells, strict=True):
            if column.is_figure and isinstance(cell, Rupiah | int | Fraction):
                yield row, column
