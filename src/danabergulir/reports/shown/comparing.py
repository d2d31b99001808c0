"""An old report beside the new book, as a table."""

from collections.abc import Sequence
from typing import Final, Protocol

from danabergulir.money import Rupiah
from danabergulir.reports.model.sheet import Column, Row, Section, rows_of
from danabergulir.reports.model.table import rupiah


class ComparedLine(Protocol):
    """One figure of both."""

    @property
    def part(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def old(self) -> Rupiah: ...

    @property
    def new(self) -> Rupiah: ...

    @property
    def difference(self) -> Rupiah: ...

    @property
    def where(self) -> str: ...


_COLUMNS: Final = (
    Column("bagian", "Bagian", identifies=True, of=lambda line: line.part),
    Column("pos", "Pos", identifies=True, of=lambda line: line.name),
    rupiah("lama", "Laporan Lama", of=lambda line: line.old),
    rupiah("baru", "Buku Ini", of=lambda line: line.new),
    rupiah("selisih", "Selisih", of=lambda line: line.difference),
    Column("sel", "Tertulis di", of=lambda line: line.where or "tidak ada di laporan lama"),
)


def compared_section(lines: Sequence[ComparedLine], notes: Sequence[str] = ()) -> Section:
    """Return every figure of the old report with that of the book and the difference."""
    rows: tuple[Row, ...] = rows_of(_COLUMNS, lines)
    return Section(_COLUMNS, rows, notes=tuple(notes), empty_note="Tidak ada yang berbeda.")
