"""Calendar rules of the field. The only module that knows pendulum; it hands back plain ``datetime.date``."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final, Self

from danabergulir.errors import UsageError
from danabergulir.frozen import Struct
from danabergulir.text import quoted

MONTH_NAMES: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
EARLIEST_YEAR: Final = 1950
LATEST_YEAR: Final = 2200
"""No community fund is older and no loan runs longer; a year outside is a slip of the finger."""
END_OF_TIME: Final = date(9999, 12, 31)
"""As of this day everything recorded counts, whatever its date."""
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


class Frequency(StrEnum):
    """How often an instalment falls due."""

    MONTHLY = "bulanan"
    WEEKLY = "mingguan"
    FORTNIGHTLY = "dua-mingguan"

    @property
    def per_year(self) -> int:
        """Return the number of instalments in a year: 12, 52 or 26."""
        return {Frequency.MONTHLY: 12, Frequency.WEEKLY: 52, Frequency.FORTNIGHTLY: 26}[self]


@lru_cache(maxsize=4096)  # the days of a loan are asked for again and again, and loans of a day share theirs
def nth_due(anchor: date, number: int, frequency: Frequency = Frequency.MONTHLY) -> date:
    """Return the day ``number`` periods after ``anchor``.

    Monthly days keep the anchor's day and are clamped to the month's end, always from the anchor and never from the
    previous due date: 31 January, 28 February, 31 March.
    """
    if frequency is not Frequency.MONTHLY:
        return anchor + timedelta(weeks=number if frequency is Frequency.WEEKLY else 2 * number)
    import pendulum  # noqa: PLC0415 - a command that asks for no due date does not wait for it

    due = pendulum.date(anchor.year, anchor.month, anchor.day).add(months=number)
    return date(due.year, due.month, due.day)


def days_after(day: date, days: int) -> date:
    """Return the date ``days`` days after ``day``."""
    return day + timedelta(days)


def whole_months_between(earlier: date, later: date) -> int:
    """Return how many whole months have passed from ``earlier`` to ``later`` (31 January to 28 February is one)."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months if nth_due(earlier, months) <= later else months - 1


class Month(Struct, frozen=True, order=True):
    """One calendar month, the period of a report."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the month that ``day`` lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the month written ``2023-01``. Raises ``UsageError``."""
        match = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text.strip())
        if not match or not EARLIEST_YEAR <= int(match[1]) <= LATEST_YEAR:
            raise UsageError(f"bulan tidak dapat dibaca: {quoted(text)}", "Tulis tahun dan bulan, misalnya 2023-01.")
        return cls(int(match[1]), int(match[2]))

    @property
    def first_on(self) -> date:
        """Return the first day."""
        return date(self.year, self.number, 1)

    @property
    def last_on(self) -> date:
        """Return the last day."""
        return self.shifted(1).first_on - timedelta(1)

    @property
    def year_first_on(self) -> date:
        """Return 1 January of its year: the bookkeeping year runs January to December."""
        return date(self.year, 1, 1)

    def shifted(self, months: int) -> "Month":
        """Return the month ``months`` later (earlier when negative)."""
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def long_name(self) -> str:
        """Return ``Januari 2023``."""
        return f"{MONTH_NAMES[self.number - 1]} {self.year}"


def months_through(first: Month, last: Month) -> Iterator[Month]:
    """Yield the months from ``first`` to ``last``, both included."""
    month = first
    while month <= last:
        yield month
        month = month.shifted(1)


class Year(Struct, frozen=True, order=True):
    """One bookkeeping year, January to December: the period of what the citizens' meeting is shown."""

    number: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the year written ``2023``. Raises ``UsageError``."""
        word = text.strip()
        if not re.fullmatch(r"[0-9]{4}", word) or not EARLIEST_YEAR <= int(word) <= LATEST_YEAR:
            raise UsageError(
                f"tahun tidak dapat dibaca: {quoted(text)}", "Tulis tahun, misalnya 2023, atau bulan, misalnya 2023-01."
            )
        return cls(int(word))

    @property
    def months(self) -> tuple[Month, ...]:
        """Return its twelve months."""
        return tuple(Month(self.number, number) for number in range(1, 13))

    @property
    def first_on(self) -> date:
        """Return 1 January."""
        return self.months[0].first_on

    @property
    def last_on(self) -> date:
        """Return 31 December."""
        return self.months[-1].last_on

    @property
    def before(self) -> "Year":
        """Return the year before."""
        return Year(self.number - 1)

    def __str__(self) -> str:
        return f"{self.number:04d}"


class DayOrder(StrEnum):
    """Which of two numbers before the year is the day: Indonesian papers say it first, English spreadsheets second."""

    DAY_FIRST = "hari-bulan"
    MONTH_FIRST = "bulan-hari"


_NUMBERS: Final = re.compile(r"([0-9]{1,2})([-/])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_NAMED: Final = re.compile(r"([0-9]{1,2})[ -]([A-Za-z]{3,9})\.?[ -]([0-9]{4}|[0-9]{2})")
_THIS_CENTURY: Final = 69
"""Two-digit years below it are of this century, as in POSIX: no fund is older than the seventies."""
_OTHER_NAMES: Final = {
    "ags": 8, "agt": 8, "pebruari": 2, "nopember": 11, "nop": 11, "may": 5, "aug": 8, "oct": 10, "dec": 12,
}  # fmt: skip
"""Other spellings in use, and the short names of an English spreadsheet."""
_SHORTEST_NAME: Final = 3


def parse_date(text: str, order: DayOrder = DayOrder.DAY_FIRST) -> date:
    """Return the date written ``2023-01-31``, ``31-01-2023``, ``31/01/23``, ``31 Jan 2023`` or ``31 Januari 2023``.

    ``order`` says how ``05/01/2023`` is read. Raises ``UsageError``.
    """
    word = text.strip()
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", word)
    numbers, named = _NUMBERS.fullmatch(word), _NAMED.fullmatch(word)
    month_number = _month_named(named[2]) if named else 0
    if iso:
        year, month, day = int(iso[1]), int(iso[2]), int(iso[3])
    elif numbers:
        first, second = int(numbers[1]), int(numbers[3])
        year = _whole_year(numbers[4])
        month, day = (second, first) if order is DayOrder.DAY_FIRST else (first, second)
    elif named and month_number:
        year, month, day = _whole_year(named[3]), month_number, int(named[1])
    else:
        raise UsageError(f"tanggal tidak dapat dibaca: {quoted(word)}", "Tulis 2023-01-31, 31-01-2023 atau 31/01/2023.")
    try:
        parsed = date(year, month, day)
    except ValueError:
        raise _no_such_day(word) from None
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise UsageError(f'tahun di luar jangkauan: "{word}"', "Periksa tahunnya.")
    return parsed


def _no_such_day(word: str) -> UsageError:
    return UsageError(f'tanggal tidak ada di kalender: "{word}"', "Periksa hari dan bulannya.")


def _whole_year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:  # noqa: PLR2004 - written whole
        return year
    return year + (2000 if year < _THIS_CENTURY else 1900)


def _month_named(name: str) -> int:
    """Return the number of the month with that name or the beginning of it (``Jan``, ``Agust``), else 0."""
    word = name.casefold()
    if word in _OTHER_NAMES:
        return _OTHER_NAMES[word]
    known = [number for number, whole in enumerate(MONTH_NAMES, start=1) if whole.casefold().startswith(word)]
    return known[0] if len(known) == 1 and len(word) >= _SHORTEST_NAME else 0


def written_in_numbers(text: str) -> bool:
    """Return whether a date is written ``05/01/2023`` or ``05-01-23``, so that day and month could be exchanged."""
    return _NUMBERS.fullmatch(text.strip()) is not None


def parse_typed_date(text: str, today: date) -> date:
    """Return the date typed at the keyboard: as ``parse_date``, or in short, looking back from ``today``.

    ``hari ini``, ``kemarin``, ``5`` and ``5/1`` are the nearest such day that has come. Raises ``UsageError``.
    """
    word = " ".join(text.casefold().split())
    if word == "hari ini":
        return today
    if word == "kemarin":
        return days_after(today, -1)
    short = re.fullmatch(r"([0-9]{1,2})(?:[-/]([0-9]{1,2}))?", word)
    if not short:
        return parse_date(text)
    month = Month.of(today)
    months = [month.shifted(-back) for back in range(12 * 8 + 1)]  # eight years: two leap years may lie that far apart
    for candidate in months:
        if short[2] in (None, f"{candidate.number}", f"{candidate.number:02d}"):
            with suppress(ValueError):
                found = date(candidate.year, candidate.number, int(short[1]))
                if found <= today:
                    return found
    raise _no_such_day(text.strip())


def format_long(day: date) -> str:
    """Return ``31 Januari 2023``, for letters and headings."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def format_form(day: date) -> str:
    """Return ``31-01-2023``, for forms and tables."""
    return f"{day.day:02d}-{day.month:02d}-{day.year:04d}"


def roman_month(day: date) -> str:
    """Return the month in Roman numerals, as letter numbers carry it: ``XI``."""
    return _ROMAN[day.month - 1]
