"""The letters of a year by level: how many went out, the share that paid, and the money that came back."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Final, NamedTuple

from danabergulir.dates import Year
from danabergulir.domain.books import Books
from danabergulir.domain.dunning.due import SanctionLine, letter_lines
from danabergulir.domain.dunning.sanctions import EventKind, SanctionEvent, Standing
from danabergulir.domain.fund.year import YearBooks
from danabergulir.frozen import replace
from danabergulir.reports import origins
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.origin_of import of_cell
from danabergulir.reports.model.sheet import Cell, Column, Kind, Row, Section, rows_of
from danabergulir.reports.model.table import count
from danabergulir.reports.month.sanction_effect import effect_section
from danabergulir.reports.origins.figure import Figure, Relation
from danabergulir.reports.year.beside import LAST_YEAR, beside_last_year

_KINDS: Final = {
    EventKind.VISIT: "Kunjungan",
    EventKind.PROMISE: "Janji bayar",
    EventKind.PART_PAYMENT: "Mengaku bayar sebagian",
    EventKind.CAUSE: "Sebab dicatat",
    EventKind.NOTE: "Catatan",
    EventKind.WITHDRAWAL: "Surat dicabut",
}


class _Followed(NamedTuple):
    """What of one kind was written down about late loans."""

    words: str
    events: Sequence[SanctionEvent]

    @property
    def loans(self) -> dict[str, date]:
        """Return the loans, each with the last day on which something was written down."""
        return {event.loan: event.dated_on for event in self.events}

    def told(self) -> Figure:
        """Return what was written down, one by one."""
        lines = [(f"{event.loan} {event.text}".strip(), event.dated_on) for event in self.events]
        return origins.year.told(self.words, lines)

    def told_loans(self) -> Figure:
        """Return about which loans."""
        return origins.year.told("Pinjaman", list(self.loans.items()))


_FOLLOWED: Final = (
    Column("jenis", "Yang Dicatat", identifies=True, of=lambda item: item.words),
    count("banyaknya", "Banyaknya", of=lambda item: len(item.events), origin=lambda item: item.told()),
    count("pinjaman", "Pinjaman", of=lambda item: len(item.loans), origin=lambda item: item.told_loans()),
)


class _LettersLine(NamedTuple):
    """A row of the table of letters, with the letters that it is about."""

    row: Row
    letters: Sequence[Standing]

    @property
    def paid(self) -> list[Standing]:
        """Return those whose arrears were paid, in time or later."""
        return [item for item in self.letters if item.paid_since is not None]

    @property
    def percent(self) -> Fraction | None:
        """Return the share of these, in percent."""
        return Fraction(len(self.paid) * 100, len(self.letters)) if self.letters else None

    def share(self) -> Figure:
        """Return what the share is made of."""
        parts = (origins.letters.letters(self.paid), origins.letters.letters(self.letters))
        value = self.percent
        assert value is not None, self
        formula = "surat yang sudah dibayar : surat yang terbit"
        return Figure("Dibayar (%)", value, Relation.QUOTIENT, lambda _: parts, formula=formula)


_PAID: Final = (
    count(
        "dibayar",
        "Dibayar",
        of=lambda line: len(line.paid),
        origin=lambda line: origins.letters.letters(line.paid),
    ),
    Column(
        "persen_dibayar",
        "Dibayar (%)",
        Kind.PERCENT,
        of=lambda line: line.percent,
        origin=lambda line: line.share(),
    ),
)
_PAID_NOTE: Final = "Dibayar = tunggakan yang disebut surat sudah lunas pada akhir tahun, juga sesudah batasnya."


def year_sanctions(year: YearBooks) -> Content:
    """Return the letters that went out in the year by level, and below them what else was done.

    Those that turned out to have no cause are left out.
    """
    section = _by_level(letters_of(year), year.books.as_of)
    before = _by_level(letters_of_last_year(year), year.before.as_of) if year.before else None
    titles = {LAST_YEAR: f"Dibayar (%) {year.year.before}"}
    beside = beside_last_year(
        section, before, year.year.before.months[-1], "persen_dibayar", titles, behind="persen_dibayar"
    )
    followed = tuple(_followed(year))
    return Content(
        replace(
            beside,
            title="",
            notes=(*beside.notes, _PAID_NOTE),
            empty_note=f"Tidak ada surat sanksi yang terbit pada tahun {year.year}.",
        ),
        more=(Section(_FOLLOWED, rows_of(_FOLLOWED, followed), title="Tindak lanjut lain"),) if followed else (),
    )


def _by_level(letters: Sequence[SanctionLine], as_of: date) -> Section:
    """Return the table of the month's list of sanctions for these letters, with the share that was paid at all."""
    found = effect_section(letters, as_of)
    keys = [column.key for column in found.columns]
    columns = [
        replace(column, of=partial(_cell, at), origin=partial(_told, column, at))
        for at, column in enumerate(found.columns)
    ]
    place = keys.index("persen") + 1
    shown = (*columns[:place], *_PAID, *columns[place:])
    level = keys.index("tingkat")
    standings = [line.standing for line in letters if line.standing]
    lines = [
        _LettersLine(row, [item for item in standings if row.cells[level] in (None, item.sanction.level)])
        for row in found.rows
    ]
    rows = [row for line in lines for row in rows_of(shown, [line], line.row.style)]
    return replace(found, columns=shown, rows=tuple(rows))


def _cell(at: int, line: _LettersLine) -> Cell:
    return line.row.cells[at]


def _told(column: Column, at: int, line: _LettersLine) -> Figure:
    return of_cell(column, line.row, at)


def _letters(books: Books, year: Year) -> list[SanctionLine]:
    """Return how the letters of a year stand on the last day of the books."""
    return [
        line
        for line in letter_lines(books.loans, books.sanction_files, books.policy, books.as_of)
        if line.standing
        and not line.standing.unfounded
        and year.first_on <= line.standing.sanction.dated_on <= year.last_on
    ]


def letters_of(year: YearBooks) -> list[SanctionLine]:
    """Return how the letters that went out in the year stand on its last day."""
    return _letters(year.books, year.year)


def letters_of_last_year(year: YearBooks) -> list[SanctionLine]:
    """Return the same of the year before, as they stood at its end."""
    return _letters(year.before, year.year.before) if year.before else []


def _followed(year: YearBooks) -> Iterator[_Followed]:
    by_kind: defaultdict[EventKind, list[SanctionEvent]] = defaultdict(list)
    for file in year.books.sanctions:
        for event in file.events:
            if year.year.first_on <= event.dated_on <= year.books.as_of:
                by_kind[event.kind].append(event)
    for kind, words in _KINDS.items():
        if by_kind[kind]:
            yield _Followed(words, by_kind[kind])
