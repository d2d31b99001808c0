"""Day and month exchanged: an English spreadsheet writes 3 January as ``01/03/2017``, which reads as 1 March.

Where a day above twelve stands in the file nothing is in doubt. Where none does, the order of the rows can tell: a list
grows by date. And where all rows are of one month with the month first, and else of one day of months here and there,
they are most likely the list of that month, in whatever order.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from danabergulir.dates import DayOrder, Month, format_form, parse_date, written_in_numbers
from danabergulir.errors import DanaBergulirError, FaultyDataError, UsageError
from danabergulir.frozen import Struct, field
from danabergulir.operations.csv_table import Faults, Table, read_lines

_FEW: Final = 3
"""Distinct days on one day of the month from which gaps between the months are odd."""


class _DayReading(Struct):
    """The dates of a file in one of the two readings, as far as their order goes."""

    first: date | None = None
    last: date | None = None
    rises: bool = True
    falls: bool = True
    impossible: bool = False
    _before: date | None = None
    _days: set[int] = field(default_factory=set)
    _months: set[Month] = field(default_factory=set)

    def add(self, word: str, order: DayOrder) -> None:
        """Take in the next date."""
        try:
            day = parse_date(word, order)
        except UsageError:
            self.impossible = True
            return
        if self._before is not None:
            self.rises = self.rises and self._before <= day
            self.falls = self.falls and self._before >= day
        self._before = day
        self.first = min(self.first or day, day)
        self.last = max(self.last or day, day)
        self._days.add(day.day)
        self._months.add(Month.of(day))

    @property
    def order(self) -> int:
        """Return how much the rows are in order: 2 oldest first, 1 newest first, 0 not at all."""
        return 2 if self.rises else int(self.falls)

    @property
    def is_of_one_month(self) -> bool:
        """Return whether all dates are of one month."""
        return len(self._months) == 1

    @property
    def jumps(self) -> bool:
        """Return whether all dates are the same day of months that do not follow each other."""
        months = sorted(self._months)
        gaps = any(one.shifted(1) != other for one, other in pairwise(months))
        return len(self._days) == 1 and len(months) >= _FEW and gaps


class TwoReadings(Struct, frozen=True):
    """A file whose dates may have day and month exchanged: first and last date, as words, in each reading."""

    day_first: str
    month_first: str

    @property
    def doubt(self) -> str:
        """Return both readings in a sentence."""
        return (
            f"hari dan bulan mungkin tertukar: dibaca hari-bulan {self.day_first}; dibaca bulan-hari {self.month_first}"
        )


def two_readings(file: Table, columns: Sequence[str], dated: str, today: date) -> TwoReadings | None:
    """Return both readings of the dates in the column ``dated`` where the file suggests that the month stands first.

    None where nothing is in doubt, and for a file that cannot be read, which the import itself tells.
    """
    usual, exchanged = _DayReading(), _DayReading()
    faults = Faults("tanggal")
    try:
        for line in read_lines(file, (), columns, faults):
            word = line.text(dated)
            if written_in_numbers(word):
                usual.add(word, DayOrder.DAY_FIRST)
                exchanged.add(word, DayOrder.MONTH_FIRST)
                if exchanged.impossible:
                    return None
    except DanaBergulirError:
        return None
    if exchanged.last is None or not _suggested(usual, exchanged, today):
        return None
    return TwoReadings(_span(usual), _span(exchanged))


def _suggested(usual: _DayReading, exchanged: _DayReading, today: date) -> bool:
    assert exchanged.last is not None, exchanged
    if usual.impossible or usual.last is None:
        return True
    likely = usual.jumps and (exchanged.rises or exchanged.is_of_one_month)
    return exchanged.order > usual.order or likely or (usual.last > today >= exchanged.last)


def _span(reading: _DayReading) -> str:
    if reading.impossible or reading.first is None or reading.last is None:
        return "ada tanggal yang tidak ada di kalender"
    return f"{format_form(reading.first)} sampai {format_form(reading.last)}"


def refuse_two_readings(found: TwoReadings | None) -> None:
    """Raise ``FaultyDataError`` for dates that can be read in two ways, naming the option that says which."""
    if found is None:
        return
    hint = "Sebut bacaan yang benar: --urutan-tanggal hari-bulan atau --urutan-tanggal bulan-hari"
    raise FaultyDataError(found.doubt, hint)
