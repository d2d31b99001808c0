"""How the tests read a finished table: plain values, by column key."""

from danabergulir.money import Rupiah
from danabergulir.reports.model.sheet import Cell, Section, Style


def lines_of(section: Section, *keys: str) -> list[tuple[Cell, ...]]:
    """Return the cells under ``keys`` (all when none is given) of every row but headings, rupiah as plain integers."""
    all_keys = [column.key for column in section.columns]
    places = [all_keys.index(key) for key in keys or all_keys]
    return [
        tuple(_plain(row.cells[place]) for place in places) for row in section.rows if row.style is not Style.HEADING
    ]


def _plain(cell: Cell) -> Cell:
    return cell.value if isinstance(cell, Rupiah) else cell
