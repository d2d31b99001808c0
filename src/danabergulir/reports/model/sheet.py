"""The neutral model of a report: finished data that any renderer can print without adding, dropping or computing."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from danabergulir.frozen import Struct, field
from danabergulir.money import Rupiah
from danabergulir.reports.origins.figure import Figure

Cell = str | int | date | Rupiah | Fraction | None
"""A value by the column's kind: text ``str``, rupiah ``Rupiah``, count ``int``, percent ``Fraction`` (in percent),
date ``date``. None is an empty cell."""


class Kind(StrEnum):
    """What a column holds; a renderer picks alignment and number format by it."""

    TEXT = "teks"
    RUPIAH = "rupiah"
    COUNT = "bilangan"
    PERCENT = "persen"
    DATE = "tanggal"


class Style(StrEnum):
    """How a row stands out.

    A HEADING's text may run across the columns.
    """

    HEADING = "judul"
    ITEM = "isi"
    PART = "bagian"
    SUBTOTAL = "subjumlah"
    TOTAL = "jumlah"


Of = Callable[[Any], Cell]
OriginOf = Callable[[Any], Figure]


def empty(_: object) -> None:
    """Return the cell of a column that is left to be filled by hand."""


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """One column: ``key`` names it in CSV and JSON, ``title`` is the heading on screen and paper.

    ``identifies`` marks the leading columns that say what a row is about; a renderer that must print a wide table in
    several blocks repeats them in each. ``group`` is an upper heading shared by neighbouring columns. ``of`` says what
    stands in the column's cell for one thing that the table lists; without it the cell is empty. ``origin`` says what
    that figure is made of, and is asked only when somebody wants it explained. A column that is printed ``always``
    tells something by being empty.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    identifies: bool = False
    group: str = ""
    of: Of = dataclasses.field(default=empty, compare=False, repr=False)
    origin: OriginOf | None = dataclasses.field(default=None, compare=False, repr=False)
    always: bool = False

    @property
    def is_figure(self) -> bool:
        """Return whether it holds numbers."""
        return self.kind in {Kind.RUPIAH, Kind.COUNT, Kind.PERCENT}


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One line; ``cells`` holds a value per column, in the columns' order.

    ``thing`` is what the line is about, of which the columns tell the origin of their cells.
    """

    cells: tuple[Cell, ...]
    style: Style = Style.ITEM
    thing: Any = dataclasses.field(default=None, compare=False, repr=False)


class RowsSummed(Struct, frozen=True):
    """What a total row is about: the rows above that it sums."""

    rows: tuple[Row, ...]


class Worked(Struct, frozen=True):
    """What a row is about whose figures are worked out one by one: the origin of each, by the key of its column."""

    origins: Mapping[str, Callable[[], Figure]]


class Section(Struct, frozen=True):
    """One table of a report. ``title`` may be empty when the report has a single table.

    ``totals_are_lines`` says that the totals belong to the form itself, as on a balance sheet; ``numbered`` that
    readers quote its columns by the number under their headings.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""
    notes: tuple[str, ...] = ()
    empty_note: str = "Tidak ada data."
    totals_are_lines: bool = False
    numbered: bool = False

    def __post_init__(self) -> None:
        for row in self.rows:
            assert len(row.cells) == len(self.columns), (self.title, row.cells)

    @property
    def data(self) -> tuple[Row, ...]:
        """Return the rows that CSV and JSON carry: no headings, and no totals that a reader would add in twice."""
        summing = () if self.totals_are_lines else (Style.SUBTOTAL, Style.TOTAL)
        left_out = (Style.HEADING, Style.PART, *summing)
        return tuple(row for row in self.rows if row.style not in left_out)


class Report(Struct, frozen=True):
    """One finished report.

    ``section`` is the table that CSV and JSON carry; ``above`` and ``more`` hold tables that stand only on screen and
    paper, before it and behind it. ``head`` is the band above the title (label to value), ``form_code`` the code
    treasurers know (``LU-01``), ``footer`` ties the page to the ledger (chain head), and ``code`` is the short code of
    the same. ``signers`` sign it on paper: post and name, the name empty where none is on record.
    """

    name: str
    title: str
    period: str
    as_of: date
    section: Section
    above: tuple[Section, ...] = ()
    more: tuple[Section, ...] = ()
    form_code: str = ""
    date_line: str = ""
    head: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    footer: str = ""
    code: str = ""
    signers: tuple[tuple[str, str], ...] = ()

    @property
    def tables(self) -> tuple[Section, ...]:
        """Return all its tables as they stand below each other."""
        return (*self.above, self.section, *self.more)


def rows_of(columns: Iterable[Column], things: Iterable[Any], style: Style = Style.ITEM) -> tuple[Row, ...]:
    """Return one row of ``style`` per thing, each column saying what stands in its cell."""
    cells = [column.of for column in columns]
    return tuple([Row(tuple([of(thing) for of in cells]), style, thing) for thing in things])
