"""What a book still lacks, as a table."""

from collections.abc import Sequence
from typing import Final, Protocol

from danabergulir.reports.model.sheet import Column, Section, rows_of


class PartOfBook(Protocol):
    """One part of a book and how it stands."""

    @property
    def part(self) -> str: ...

    @property
    def state(self) -> str: ...

    @property
    def said(self) -> str: ...

    @property
    def command(self) -> str: ...


_COLUMNS: Final = (
    Column("bagian", "Bagian", identifies=True, of=lambda item: item.part),
    Column("keadaan", "Keadaan", of=lambda item: item.state),
    Column("keterangan", "Keterangan", of=lambda item: item.said),
    Column("perintah", "Perintah", of=lambda item: f"danabergulir {item.command}" if item.command else ""),
)


def completeness_section(parts: Sequence[PartOfBook], *, brief: bool = False) -> Section:
    """Return every part of a book; ``brief`` leaves the commands out, which stand below the table then."""
    if not brief:
        return Section(_COLUMNS, rows_of(_COLUMNS, parts))
    missing = [item for item in parts if item.command]
    notes = tuple(f"{item.part}: danabergulir {item.command}" for item in missing)
    return Section(_COLUMNS[:-1], rows_of(_COLUMNS[:-1], parts), notes=("Cara mengisinya:", *notes) if notes else ())
