"""What one cell says, as text that an import reads, with the doubt there is about it.

A spreadsheet holds numbers, dates and text without a word about what is meant; each reader here knows what its column
is for. Texts that are no doubt at all are read as the values of the command line are.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import isfinite
from typing import Final

from danabergulir.dates import EARLIEST_YEAR, LATEST_YEAR, MONTH_NAMES, Month, days_after, format_form
from danabergulir.errors import UsageError
from danabergulir.frozen import Struct, replace
from danabergulir.money import LARGEST_AMOUNT, format_count, parse_rupiah

Raw = str | int | float | bool | date | datetime | time | timedelta | None
"""A cell as the workbook holds it."""


class Reading(Struct, frozen=True):
    """What a cell is read as: ``text`` for the import, empty for an empty cell.

    ``doubt`` says why it may be meant otherwise, and ``others`` how; ``problem`` that it cannot be read at all.
    """

    text: str = ""
    doubt: str = ""
    others: tuple[str, ...] = ()
    problem: str = ""


EMPTY: Final = Reading()
NO_SUCH_DAY: Final = "tanggal tidak ada di kalender"


def clean(raw: Raw) -> str:
    """Return a cell as one line of text without stray blanks; a number without needless decimals."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "ya" if raw else "tidak"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < LARGEST_AMOUNT * 1000 else repr(raw)
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == time() else raw.isoformat(" ", "minutes")
    if isinstance(raw, date):
        return raw.isoformat()
    return " ".join(str(raw).replace("\u00a0", " ").split())


def shown(raw: Raw) -> str:
    """Return a cell as a person sees it: dates as on forms, amounts with points, decimals with a comma."""
    if isinstance(raw, datetime | date):
        return format_form(raw.date() if isinstance(raw, datetime) else raw)
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        text = clean(raw)
        whole = text.removeprefix("-").isdigit()
        return format_count(int(text)) if whole else text.replace(".", ",")
    return clean(raw)


def _exact(raw: float) -> Fraction:
    """Return a number without the dust of binary arithmetic."""
    return Fraction(f"{raw:.9f}")


_DITTO: Final = frozenset({"sda", "s d a", "idem", "id", "ditto", "seda", "sama dengan atas", "sama dengan di atas"})
_MARKS: Final = re.compile(
    "[-\u2013\u2014 .]*(?:[\"\u201c\u201d\u201f\u3003\u2033]+|['\u2018\u2019]{2})[-\u2013\u2014 .]*"
)


def is_paid_off(raw: Raw) -> bool:
    """Return whether a cell of amounts says in a word that nothing is left: ``LUNAS``."""
    return isinstance(raw, str) and re.fullmatch("(sudah )?lunas", clean(raw).strip(" .-()").casefold()) is not None


def is_ditto(raw: Raw) -> bool:
    """Return whether a cell only says that it is as the one above: ``sda``, ``idem``, a ditto mark."""
    return isinstance(raw, str) and (
        " ".join(re.findall("[a-z]+", raw.casefold())) in _DITTO or _MARKS.fullmatch(clean(raw)) is not None
    )


_APOSTROPHES: Final = "'`\u2018\u2019"
_MINUS: Final = "-\u2212\u2013\u2014"
_NIL: Final = frozenset({*_MINUS, "--", "rp-", "rp -", "nihil", "rp. -"})
_ENGLISH: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?|[0-9]{4,}\.[0-9]{2}")
_SIDES: Final = {"db": "-", "dr": "-", "d": "-", "cr": "", "k": "", "kr": ""}
_SIDE: Final = re.compile(r"(.*[0-9,.-])\s*(db|dr|d|cr|kr|k)\.?", re.IGNORECASE)


def read_amount(raw: Raw, *, signed: bool = False) -> Reading:
    """Return whole rupiah; a minus in front only where the column is ``signed``.

    Taken are all ways of the command line, brackets and minus signs, and ``DB`` or ``CR`` behind, as banks write them.
    """
    if isinstance(raw, bool | date | datetime | time | timedelta):
        return Reading(problem="bukan jumlah uang")
    if isinstance(raw, int | float):
        if not isfinite(raw):
            return Reading(problem="jumlah uang terlalu besar")
        return _whole(_exact(float(raw)), signed=signed)
    word = clean(raw).lstrip(_APOSTROPHES).strip()
    if not word or word.casefold() in _NIL:
        return Reading("0") if word else EMPTY
    sign, word = _sign_of(word)
    doubt = ""
    if _ENGLISH.fullmatch(word):
        value, doubt = Fraction(word.replace(",", "")), "koma dibaca sebagai pemisah ribuan, titik sebagai sen"
    else:
        try:
            value = Fraction(parse_rupiah(word, zero_allowed=True).value)
        except UsageError as error:
            return Reading(problem=error.message.partition(":")[0])
    read = _whole(-value if sign else value, signed=signed)
    return replace(read, doubt=doubt) if doubt and not read.problem else read


def _sign_of(word: str) -> tuple[str, str]:
    """Return the sign that a text carries, and the rest of it: brackets, a minus on either side, ``DB`` and ``CR``."""
    side = _SIDE.fullmatch(word)
    if side and "rp" not in side[2].casefold():
        return _SIDES[side[2].casefold()], side[1].strip()
    if word.startswith("(") and word.endswith(")"):
        return "-", word[1:-1].strip()
    bare = re.sub(r"^rp\.?\s*", "", word, flags=re.IGNORECASE)
    if bare.startswith("(") and bare.endswith(")"):
        return "-", bare[1:-1].strip()
    for place in (word, bare):
        if place[0] in _MINUS and len(place) > 1:
            return "-", place[1:].strip()
    if word[-1] in _MINUS and word[-2:-1] != ",":
        return "-", word[:-1].strip()
    return "", word


def _whole(value: Fraction, *, signed: bool) -> Reading:
    if abs(value) >= LARGEST_AMOUNT:
        return Reading(problem="jumlah uang terlalu besar")
    nearest = (value + Fraction(1, 2)).__floor__()
    dust = abs(value - nearest) < Fraction(1, 1000)
    doubt = "" if dust else "bukan rupiah bulat, dibulatkan"
    if nearest < 0 and not signed:
        return Reading(str(-nearest), "angka negatif dibaca tanpa tanda kurang")
    return Reading(str(nearest), doubt)


_LEAST_FRACTION, _MOST_MONTHLY = Fraction(1, 5), 10


def read_percent(raw: Raw, *, yearly: bool = False) -> Reading:
    """Return percent per month. A percent cell holds the hundredth: 0,015 is 1,5 percent.

    ``yearly`` says that the heading asks for percent per year.
    """
    word = clean(raw).lstrip(_APOSTROPHES)
    if not word:
        return EMPTY
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        value = _exact(float(raw)) if isfinite(raw) else Fraction(-1)
        if 0 < value < _LEAST_FRACTION or (yearly and value < 1):
            value *= 100
    else:
        number = re.fullmatch(r"([0-9]{1,3}(?:[.,][0-9]{1,6})?)\s*%?\s*(.*)", word)
        if not number:
            return Reading(problem="bukan persen")
        value = Fraction(number[1].replace(",", "."))
        if "%" not in word and 0 < value < _LEAST_FRACTION:
            value *= 100
        yearly = yearly or bool(re.search(r"th|tahun", number[2], re.IGNORECASE))
    if value < 0:
        return Reading(problem="persen negatif" if clean(raw).startswith("-") else "bukan persen")
    if yearly:
        return Reading(_decimal(value / 12))
    if value >= _MOST_MONTHLY:
        return Reading(_decimal(value / 12), f"{_decimal(value)} % dibaca sebagai persen per tahun", (_decimal(value),))
    return Reading(_decimal(value))


def _decimal(value: Fraction) -> str:
    scaled = (value * 10**6 + Fraction(1, 2)).__floor__()
    whole, decimals = divmod(scaled, 10**6)
    return f"{whole}.{decimals:06d}".rstrip("0").rstrip(".")


def read_count(raw: Raw) -> Reading:
    """Return a whole number of people, months or times: ``12``, ``12 bulan``, ``10 x``, ``1 tahun``."""
    word = clean(raw).lstrip(_APOSTROPHES)
    if not word or word in _MINUS:
        return EMPTY
    number = re.fullmatch(
        r"([0-9]{1,4})\s*(bulan|bln|bl|kali|x|orang|org|kk|minggu|mgg|(?:th|thn|tahun))?\.?", word, re.IGNORECASE
    )
    if not number or isinstance(raw, date | datetime):
        return Reading(problem="bukan bilangan")
    years = (number[2] or "").casefold() in {"th", "thn", "tahun"}
    return Reading(str(int(number[1]) * (12 if years else 1)))


_NIK_DIGITS: Final = 16


def read_nik(raw: Raw) -> Reading:
    """Return a NIK. A number cell has lost its last digit, for a spreadsheet keeps fifteen."""
    word = clean(raw).lstrip(_APOSTROPHES).replace(" ", "")
    if isinstance(raw, int | float) and len(word) >= _NIK_DIGITS:
        return Reading("", "NIK ditulis sebagai angka, jadi angka terakhirnya hilang; NIK dikosongkan")
    return Reading(word)


_RW_DIGITS: Final = 2
ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


def read_digits(raw: Raw, width: int) -> Reading:
    """Return the number of an RT or RW in the usual width, ``05``; other words stay as they are."""
    word = re.sub(r"^(?:r[tw])[\s.:]*", "", clean(raw).lstrip(_APOSTROPHES), flags=re.IGNORECASE)
    if word.casefold() in ROMAN:
        word = str(ROMAN.index(word.casefold()) + 1)
    both = re.fullmatch(r"([0-9]{1,3})\s*/\s*([0-9]{1,3})", word)
    if both:
        rt, rw = both.groups()
        own, other = (f"{int(part):0{width}d}" for part in ((rw, rt) if width == _RW_DIGITS else (rt, rw)))
        return Reading(own, "dua nomor, RT/RW atau RW/RT", (other,))
    return Reading(f"{int(word):0{width}d}" if word.isascii() and word.isdigit() and len(word) <= width + 1 else word)


def read_words(raw: Raw) -> Reading:
    """Return free text without stray blanks."""
    return Reading(clean(raw))


class DateCell(Struct, frozen=True):
    """A date as it can be read, with day and month exchanged where that is a date too.

    ``way`` is how it stands there: a date cell, a number, a text in numbers, or a text that leaves no choice.
    ``month_first`` says that only the month can stand first, ``years`` are the same day in other years.
    """

    day: date | None = None
    exchanged: date | None = None
    way: str = "sel"
    month_first: bool = False
    problem: str = ""
    years: tuple[date, ...] = ()


_NUMBERS: Final = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_ISO: Final = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[ T][0-9:.]+)?")
_NAMED: Final = re.compile(
    r"(?:[a-z']+,?\s+)?([0-9]{1,2})[\s./-]*([a-z]{3,10})\.?[\s./,-]*([0-9]{4}|[0-9]{2})", re.IGNORECASE
)
_SERIAL: Final = re.compile(r"[1-9][0-9]{4}(?:[.,]0+)?")
_FIRST_SERIAL, _LAST_SERIAL = 18_264, 73_050  # 1 January 1950 and 31 December 2099, counted from 30 December 1899
_SPELT: Final = {"may": 5, "aug": 8, "agt": 8, "ags": 8, "oct": 10, "dec": 12, "nop": 11, "nopember": 11, "peb": 2,
                 "pebruari": 2, "january": 1, "february": 2, "march": 3, "june": 6, "july": 7, "august": 8,
                 "october": 10, "december": 12}  # fmt: skip
_CENTURY: Final = 69
_SHORTEST: Final = 3


def month_named(name: str) -> int:
    """Return the number of the month of that name or a beginning of it, Indonesian or English, else 0."""
    word = name.casefold().rstrip(".")
    if word in _SPELT:
        return _SPELT[word]
    found = [number for number, whole in enumerate(MONTH_NAMES, 1) if whole.casefold().startswith(word)]
    return found[0] if len(found) == 1 and len(word) >= _SHORTEST else 0


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) > 2 else year + (2000 if year < _CENTURY else 1900)  # noqa: PLR2004 - written whole


def day_in(year: int, month: int, day: int) -> date | None:
    """Return that day; None where the calendar has none, or the year is out of reach."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _swapped(day: date) -> date | None:
    other = day_in(day.year, day.day, day.month)
    return other if other != day else None


def read_date(raw: Raw, months: Sequence[Month] = ()) -> DateCell | None:
    """Return the date of a cell; None for an empty one. A day alone is of one of the ``months`` its sheet can mean."""
    if months and (number := re.fullmatch("[0-9]{1,2}", clean(raw))):
        days = [day for month in months if (day := day_in(month.year, month.number, int(number[0])))]
        return DateCell(days[0], way="pasti", years=tuple(days[1:])) if days else DateCell(problem=NO_SUCH_DAY)
    if isinstance(raw, datetime | date):
        day = raw.date() if isinstance(raw, datetime) else raw
        usual = EARLIEST_YEAR <= day.year <= LATEST_YEAR
        return DateCell(day, _swapped(day)) if usual else DateCell(problem="tahun di luar jangkauan")
    word = clean(raw).lstrip(_APOSTROPHES)
    if not word or word in _MINUS or word == "0000-00-00":
        return None
    numbers = _NUMBERS.fullmatch(word)
    if numbers:
        return _in_numbers(int(numbers[1]), int(numbers[3]), _year(numbers[4]))
    day_read, known = _in_one_way(word)
    if day_read is None:
        return DateCell(problem=NO_SUCH_DAY if known else "bukan tanggal")
    return DateCell(day_read, way="pasti")


def _in_numbers(first: int, second: int, year: int) -> DateCell:
    """Return a date written in numbers with the day first, or the month where that alone is in the calendar."""
    usual, english = day_in(year, second, first), day_in(year, first, second)
    if usual:
        return DateCell(usual, english if english != usual else None, "teks")
    if english:
        return DateCell(english, way="teks", month_first=True)
    return DateCell(problem=NO_SUCH_DAY)


def _in_one_way(word: str) -> tuple[date | None, bool]:
    """Return a date written so that nothing can be exchanged, and whether it is one by its form."""
    iso, named = _ISO.fullmatch(word), _NAMED.fullmatch(word)
    if _SERIAL.fullmatch(word):
        serial = int(re.split("[.,]", word)[0])
        if _FIRST_SERIAL <= serial <= _LAST_SERIAL:
            return days_after(date(1899, 12, 30), serial), True
    if iso:
        return day_in(int(iso[1]), int(iso[2]), int(iso[3])), True
    if named and month_named(named[2]):
        return day_in(_year(named[3]), month_named(named[2]), int(named[1])), True
    return None, False


def settle_dates(
    column: list[DateCell | None], latest: date | None = None, months: Sequence[Month] = ()
) -> list[Reading]:
    """Return the readings of a whole column of dates, which tells day and month apart where one cell cannot.

    An English spreadsheet takes 03/01/2025 for 1 March and leaves 15/01/2025 as text, for it has no fifteenth month: so
    date cells among such texts are doubtful, and texts among others that can only have the month first. Where only
    the exchanged reading is not after ``latest``, or lies in one of the ``months`` of the sheet, it is doubtful too.
    """
    texts = [cell for cell in column if cell and cell.way == "teks" and cell.day]
    day_first = any(not cell.month_first and not cell.exchanged and cell.day.day > 12 for cell in texts if cell.day)  # noqa: PLR2004
    month_first = any(cell.month_first for cell in texts)
    cells = [cell.day for cell in column if cell and cell.way == "sel" and cell.day]
    half_taken = day_first and bool(cells) and all(day.day <= 12 for day in cells)  # noqa: PLR2004 - months of a year
    return [
        _settled(cell, _is_likely_exchanged(cell, latest, months) or (half_taken and cell.way == "sel"), month_first)
        if cell
        else EMPTY
        for cell in column
    ]


def _is_likely_exchanged(cell: DateCell, latest: date | None, months: Sequence[Month]) -> bool:
    if cell.day is None or cell.exchanged is None:
        return False
    if latest is not None and cell.day > latest >= cell.exchanged:
        return True
    return Month.of(cell.day) not in months and Month.of(cell.exchanged) in months


def _settled(cell: DateCell, exchanged: bool, month_first: bool) -> Reading:  # noqa: FBT001 - what the column says of it
    if cell.day is None:
        return Reading(problem=cell.problem)
    if cell.years:
        return Reading(cell.day.isoformat(), "tahunnya tidak tertulis", tuple(day.isoformat() for day in cell.years))
    usual, other = cell.day.isoformat(), cell.exchanged.isoformat() if cell.exchanged else ""
    if other and exchanged:
        return Reading(other, _EXCHANGED, (usual,))
    if other and month_first and cell.way == "teks":
        return Reading(usual, _EXCHANGED, (other,))
    return Reading(usual)


_EXCHANGED: Final = "hari dan bulan mungkin tertukar"
