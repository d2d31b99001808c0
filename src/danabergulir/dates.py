"""Calendar rules of the field. The only module that knows pendulum; it hands back plain ``datetime.date``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Self

from danabergulir.errors import UsageError

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


@dataclass(frozen=True, slots=True, order=True)
class Month:
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
            raise UsageError(f'bulan tidak dapat dibaca: "{text[:40]}"', "Tulis tahun dan bulan, misalnya 2023-01.")
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


def parse_date(text: str) -> date:
    """Return the date written ``2023-01-31``, ``31-01-2023`` or ``31/01/2023``. Raises ``UsageError``."""
    word = text.strip()
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", word)
    local = re.fullmatch(r"([0-9]{1,2})([-/])([0-9]{1,2})\2([0-9]{4})", word)
    if iso:
        year, month, day = int(iso[1]), int(iso[2]), int(iso[3])
    elif local:
        year, month, day = int(local[4]), int(local[3]), int(local[1])
    else:
        raise UsageError(f'tanggal tidak dapat dibaca: "{word[:40]}"', "Tulis 2023-01-31, 31-01-2023 atau 31/01/2023.")
    try:
        parsed = date(year, month, day)
    except ValueError:
        raise UsageError(f'tanggal tidak ada di kalender: "{word}"', "Periksa hari dan bulannya.") from None
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise UsageError(f'tahun di luar jangkauan: "{word}"', "Periksa tahunnya.")
    return parsed


def format_long(day: date) -> str:
    """Return ``31 Januari 2023``, for letters and headings."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def format_form(day: date) -> str:
    """Return ``31-01-2023``, for forms and tables."""
    return f"{day.day:02d}-{day.month:02d}-{day.year:04d}"


def roman_month(day: date) -> str:
    """Return the month in Roman numerals, as letter numbers carry it: ``XI``."""
    return _ROMAN[day.month - 1]
