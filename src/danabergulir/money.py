"""Rupiah, rates and rounding: exact, whole, and never a float.

Rounding happens only here and only with a ``Rounding`` that the caller passes in.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Final, Self

from danabergulir.errors import UsageError
from danabergulir.frozen import Struct
from danabergulir.text import quoted

LARGEST_AMOUNT: Final = 10**13
"""No single amount reaches ten trillion rupiah, so no sum of real books overflows SQLite's 64-bit integers."""


class Rupiah(Struct, frozen=True, order=True):
    """A whole number of rupiah; negative only as a difference or a balance."""

    value: int

    def __post_init__(self) -> None:
        assert type(self.value) is int, f"rupiah is a whole number, got {self.value!r}"

    def __add__(self, other: "Rupiah") -> "Rupiah":
        return Rupiah(self.value + other.value)

    def __sub__(self, other: "Rupiah") -> "Rupiah":
        return Rupiah(self.value - other.value)

    def __mul__(self, factor: int) -> "Rupiah":
        return Rupiah(self.value * factor)

    def __neg__(self) -> "Rupiah":
        return Rupiah(-self.value)

    def __bool__(self) -> bool:
        return self.value != 0


NIL: Final = Rupiah(0)


def total(amounts: "Sequence[Rupiah] | map[Rupiah]") -> Rupiah:
    """Return the sum of ``amounts``, in rupiah."""
    return Rupiah(sum(amount.value for amount in amounts))


class Direction(StrEnum):
    """Which way an amount is rounded to the step."""

    UP = "atas"
    DOWN = "bawah"
    NEAREST = "terdekat"


class Rounding(Struct, frozen=True):
    """Round to a multiple of ``step`` rupiah; NEAREST takes a half upward."""

    step: int
    direction: Direction

    def __post_init__(self) -> None:
        assert self.step >= 1, f"a rounding step is at least Rp1, got {self.step}"

    def round(self, amount: Rupiah | Fraction | int) -> Rupiah:
        """Return ``amount`` (rupiah) as a multiple of the step; an exact multiple stays as it is."""
        exact = amount.value if isinstance(amount, Rupiah) else amount
        over, under = exact.numerator, exact.denominator * self.step  # in whole numbers, for a schedule asks for many
        match self.direction:
            case Direction.UP:
                whole = -(-over // under)
            case Direction.DOWN:
                whole = over // under
            case Direction.NEAREST:
                whole = (2 * over + under) // (2 * under)
        return Rupiah(whole * self.step)


WHOLE_RUPIAH: Final = Rounding(1, Direction.NEAREST)


class Rate(Struct, frozen=True, order=True, dict=True):
    """An exact share per month: 1.5 percent is ``Rate(Fraction(3, 200))``."""

    per_month: Fraction

    @classmethod
    def percent(cls, percent: str | int | Fraction) -> Self:
        """Return the rate of ``percent`` percent per month."""
        return cls(Fraction(percent) / 100)

    @cached_property
    def in_percent(self) -> Fraction:
        """Percent per month; worked out once, for a fund has few rates and a line for each of its loans."""
        return self.per_month * 100

    def __bool__(self) -> bool:
        return self.per_month != 0


NO_RATE: Final = Rate(Fraction(0))


def split(whole: Rupiah, weights: Sequence[int | Fraction]) -> list[Rupiah]:
    """Return ``whole`` shared by ``weights``; the parts sum to it exactly.

    Largest remainder, ties to the first. ``weights`` are not negative and not all zero.
    """
    all_weights = sum(Fraction(weight) for weight in weights)
    assert all_weights > 0, f"nothing to share by: {weights}"
    exact = [Fraction(whole.value) * weight / all_weights for weight in weights]
    parts = [share.__floor__() for share in exact]
    missing = whole.value - sum(parts)
    by_remainder = sorted(range(len(parts)), key=lambda index: (parts[index] - exact[index], index))
    for index in by_remainder[:missing]:
        parts[index] += 1
    return [Rupiah(part) for part in parts]


# Digits are [0-9], never \d, which would take the digits of every script.
_PLAIN = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_SHORT = re.compile(r"([0-9]+)(?:,([0-9]+))?\s*(rb|ribu|jt|juta)", re.IGNORECASE)
_PREFIX = re.compile(r"^rp\.?\s*", re.IGNORECASE)
_SUFFIX = re.compile(r",(?:00|-)$")
_LONGEST: Final = 40
"""Characters: no amount a person means is longer, and Python refuses to read numbers of thousands of digits."""
_SCALE: Final = {"rb": 1_000, "ribu": 1_000, "jt": 1_000_000, "juta": 1_000_000}
_HOW: Final = "Tulis rupiah bulat, misalnya 1250000, 1.250.000, Rp1.250.000, 36jt atau 500rb."


def parse_rupiah(text: str, *, zero_allowed: bool = False) -> Rupiah:
    """Return the amount a person typed, in rupiah.

    Accepts ``1250000``, ``1.250.000``, ``Rp 1.250.000,-``, ``Rp 5``, ``1.250.000,00``, ``36jt``, ``1,5jt``, ``500rb``.
    A point groups thousands. Raises ``UsageError`` for anything else, for sen other than ``,00``, for negative
    amounts, for zero unless ``zero_allowed``, and from ten trillion rupiah upward.
    """
    digits = _PREFIX.sub("", text.strip())
    if len(digits) > _LONGEST:
        raise UsageError(f"jumlah uang terlalu panjang: {quoted(text)}", _HOW)
    short = _SHORT.fullmatch(digits)
    plain = _SUFFIX.sub("", digits)
    if short:
        whole, decimals, unit = short.groups()
        value = Fraction(f"{whole}.{decimals or 0}") * _SCALE[unit.lower()]
    elif _PLAIN.fullmatch(plain) or _GROUPED.fullmatch(plain):
        value = Fraction(plain.replace(".", ""))
    else:
        raise UsageError(f"jumlah uang tidak dapat dibaca: {quoted(text)}{_reason(digits)}", _HOW)
    if value.denominator != 1:
        raise UsageError(f"jumlah uang bukan rupiah bulat: {quoted(text)}", _HOW)
    if value == 0 and not zero_allowed:
        raise UsageError(f"jumlah uang harus lebih dari nol: {quoted(text)}", _HOW)
    if value >= LARGEST_AMOUNT:
        raise UsageError(f"jumlah uang terlalu besar: {quoted(text)}", "Periksa jumlah angka nol.")
    return Rupiah(value.numerator)


def _reason(text: str) -> str:
    if text.startswith(("-", "(")) and any(letter.isdigit() for letter in text):
        return " (jumlah negatif tidak diterima)"
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", text):
        return " (ribuan dipisah titik, bukan koma)"
    if re.fullmatch(r"[0-9.]+,[0-9]+", text):
        return " (sen tidak dipakai, hanya ,00 yang diterima)"
    if re.fullmatch(r"[0-9][0-9.]*\.[0-9]{1,2}", text):
        return " (titik memisah ribuan, bukan sen)"
    return ""


LARGEST_PERCENT: Final = 9_999
"""The largest percentage that can be written at all; what each of them may be at most is for its reader to say."""
_PERCENT = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,6})?")


def parse_percent(text: str, *, most: int = 100) -> Fraction:
    """Return the percentage a person typed (``1,5`` or ``1.5``), in percent; one above ``most`` is a slip of the pen.

    Raises ``UsageError``.
    """
    digits = text.strip().removesuffix("%").rstrip()
    if not _PERCENT.fullmatch(digits):
        raise UsageError(f"persen tidak dapat dibaca: {quoted(text)}", "Tulis misalnya 1,5 atau 1.5.")
    percent = Fraction(digits.replace(",", "."))
    if percent > most:
        raise UsageError(
            f"persen terlalu besar: {quoted(text)}",
            f"Ini persen, bukan rupiah: paling banyak {most}. Tulis misalnya 1,5.",
        )
    return percent


def format_number(value: int) -> str:
    """Return ``1250000`` as ``1.250.000``, for tables; brackets for minus and ``-`` for nil."""
    if value == 0:
        return "-"
    grouped = f"{abs(value):,}".replace(",", ".")
    return f"({grouped})" if value < 0 else grouped


def format_count(value: int) -> str:
    """Return ``1250`` as ``1.250``, for sentences; nought is ``0`` there, not a stroke."""
    return f"{value:,}".replace(",", ".")


def format_rupiah(amount: Rupiah) -> str:
    """Return ``Rp1.250.000``, for sentences and paper; ``Rp0`` for nil and ``-Rp5`` below it."""
    grouped = f"{abs(amount.value):,}".replace(",", ".")
    return f"{'-' if amount.value < 0 else ''}Rp{grouped}"


def difference_word(difference: Rupiah) -> str:
    """Return ``lebih``, ``kurang`` or ``cocok``."""
    if not difference:
        return "cocok"
    return "lebih" if difference > NIL else "kurang"


def format_difference(difference: Rupiah) -> str:
    """Return a difference in words: ``lebih Rp5.000``, ``kurang Rp5.000`` or ``cocok``."""
    word = difference_word(difference)
    return f"{word} {format_rupiah(max(difference, -difference))}" if difference else word


def format_percent(percent: Fraction, places: int = 2) -> str:
    """Return a percentage (5.3606 -> ``5,36``), rounded half away from zero to ``places`` decimals."""
    scaled, below = abs(percent.numerator) * 10**places, percent.denominator
    units = (2 * scaled + below) // (2 * below)
    whole, decimals = divmod(units, 10**places)
    sign = "-" if percent < 0 and units else ""
    return f"{sign}{whole},{decimals:0{places}d}" if places else f"{sign}{whole}"


def shortest_percent(percent: Fraction) -> str:
    """Return a percentage with no more decimals than it has: ``1,5``, ``10``, ``0,05`` (at most six)."""
    text = format_percent(percent, 6).rstrip("0")
    return text.removesuffix(",")


def terbilang(amount: Rupiah) -> str:
    """Return the amount in Indonesian words: ``satu juta dua ratus lima puluh ribu rupiah``."""
    from num2words import num2words  # 30 ms that only letters and vouchers need

    return f"{num2words(amount.value, lang='id')} rupiah"
