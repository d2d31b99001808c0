"""Days that stand in a column without their year: of the one that fits its sheet, else of the one that is answered."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from danabergulir.dates import Month
from danabergulir.frozen import Struct, replace
from danabergulir.operations.imports.workbook.asking import Asker, written_in
from danabergulir.operations.imports.workbook.bounds import cell_name
from danabergulir.operations.imports.workbook.cells import DateCell, Raw, clean, day_in, month_named, read_date
from danabergulir.operations.imports.workbook.sheets import Sheet

_NAMED: Final = re.compile(r"(?:[a-z']+,\s*)?([0-9]{1,2})[\s./-]*([a-z]{3,10})\.?", re.IGNORECASE)
_IN_NUMBERS: Final = re.compile(r"([0-9]{1,2})[-/]([0-9]{1,2})")
_OFFERED: Final = 2
"""Years that a person is asked to choose from: the likely one, and the one beside it."""


class Span(Struct, frozen=True):
    """The time that a sheet is about: likely after ``since`` and not after ``latest``; ``months`` are its own.

    ``until`` is the last day in whose year a day without one is likely.
    """

    latest: date | None = None
    since: date | None = None
    until: date | None = None
    months: Sequence[Month] = ()

    def holds(self, day: date) -> bool:
        """Return whether a day is likely."""
        last = self.latest or self.until
        return (last is None or day <= last) and (self.since is None or day > self.since)

    def years(self) -> list[int]:
        """Return the years in which a day may lie where no other date tells, the likely one first."""
        if self.months:
            return list(dict.fromkeys(month.year for month in self.months))
        if self.latest is not None:
            return [self.latest.year - back for back in range(_OFFERED + 1)]
        return [] if self.since is None else [self.since.year + on for on in range(_OFFERED + 1)]


ANY_TIME: Final = Span()


def read_dates(
    sheet: Sheet, column: int, rows: Sequence[int], name: str, asker: Asker, span: Span
) -> list[DateCell | None]:
    """Return a column of dates; of those without a year a person is asked about the first, and the others follow.

    Nobody is asked where the other dates of the column and the span of its sheet leave one year.
    """
    raws = [sheet.at(row, column) for row in rows]
    cells = [read_date(raw, span.months) for raw in raws]
    known = {cell.day.year for cell in cells if cell and cell.day and not cell.years}
    years = list(range(max(known), min(known) - 1, -1)) if known and not span.months else span.years()
    cells = [_with_years(raw, cell, years, span) for raw, cell in zip(raws, cells, strict=True)]
    year, apart = None, 0
    for at, cell in enumerate(cells):
        if cell is None or cell.day is None or not cell.years:
            continue
        if year is None:
            answer = read_date(asker.answer(sheet.name, cell_name(rows[at], column), written_in(name, raws[at])))
            year = (answer.day if answer and answer.day else cell.day).year
            apart = year - cell.day.year
        elif without_year(raws[at]):
            cells[at] = replace(cell, day=day_in(cell.day.year + apart, cell.day.month, cell.day.day), years=())
        else:
            days = [day for day in (cell.day, *cell.years) if day.year == year]
            cells[at] = replace(cell, day=days[0], years=()) if days else cell
    return cells


def without_year(raw: Raw) -> tuple[int, int] | None:
    """Return the day and month of a text that names no year; None for any other cell."""
    word = clean(raw) if isinstance(raw, str) else ""
    if (named := _NAMED.fullmatch(word)) and month_named(named[2]):
        return int(named[1]), month_named(named[2])
    numbers = _IN_NUMBERS.fullmatch(word)
    return (int(numbers[1]), int(numbers[2])) if numbers else None


def _with_years(raw: Raw, cell: DateCell | None, years: Sequence[int], span: Span) -> DateCell | None:
    written = without_year(raw)
    if written is None or cell is None or cell.day is not None:
        return cell
    days = [day for year in years if (day := day_in(year, written[1], written[0]))]
    days = ([day for day in days if Month.of(day) in span.months] or [day for day in days if span.holds(day)] or days)[
        :_OFFERED
    ]
    return (
        DateCell(days[0], way="pasti", years=tuple(days[1:])) if days else DateCell(problem="tahunnya tidak tertulis")
    )
