"""What a filled sheet says, before the book is asked about it."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from danabergulir.domain.meeting import SheetField
from danabergulir.frozen import Struct, field
from danabergulir.money import NIL, Rupiah, total

MONEY: Final = (SheetField.PAID, SheetField.VOLUNTARY)
"""The amounts of a line that are handed over; what comes from savings moves no money."""


class WrittenAmount(Struct, frozen=True):
    """An amount as somebody wrote it, and where: ``place`` names sheet and cell."""

    amount: Rupiah
    place: str


class FilledRow(Struct, frozen=True):
    """One row of the sheet, whatever stands in it."""

    at: int
    number: str
    key: str
    member: int | None
    ksm: str
    name: str
    place: str
    asked: Rupiah
    amounts: Mapping[SheetField, WrittenAmount]
    own_number: str
    own_place: str


class FilledLine(Struct, frozen=True):
    """What one loan brought, or a KSM without one; ``key`` is what the line is about, ``row`` counts from one.

    ``members`` says who paid how much of it, by their numbers.
    """

    key: str
    ksm: str
    name: str
    row: int
    place: str
    asked: Rupiah = NIL
    amounts: Mapping[SheetField, WrittenAmount] = field(default_factory=dict)
    own_number: str = ""
    own_place: str = ""
    members: tuple[tuple[int, Rupiah], ...] = ()

    @property
    def money(self) -> Rupiah:
        """Return what was handed over, in rupiah; what comes from savings is no money."""
        return total([written.amount for part, written in self.amounts.items() if part in MONEY])

    @property
    def title(self) -> str:
        """Return the line as findings name it."""
        return f"baris {self.row} {self.name}".strip()


class FilledSheet(Struct, frozen=True):
    """A sheet as it came back: the day that is written in it, and its lines in the order in which they were printed.

    ``unpaid`` are the lines that say nothing of what was paid. ``minutes_place`` is where the number of the minutes is
    written. ``warnings`` are what looks odd and changes nothing.
    """

    name: str
    code: str
    day: date
    lines: tuple[FilledLine, ...]
    unpaid: tuple[FilledLine, ...] = ()
    minutes: str = ""
    minutes_place: str = ""
    counted: Rupiah | None = None
    warnings: tuple[str, ...] = ()

    @property
    def money(self) -> Rupiah:
        """Return all that was handed over, in rupiah."""
        return total([line.money for line in self.lines])
