"""How one policy value is read from TOML and written back. Readers raise ``ValueError`` with what is accepted."""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final, TypeGuard

from danabergulir.dates import parse_date
from danabergulir.errors import UsageError
from danabergulir.money import LARGEST_AMOUNT, LARGEST_PERCENT, Rupiah, parse_percent, shortest_percent


class Codec(ABC):
    """Reads a TOML value and writes it back."""

    @abstractmethod
    def read(self, value: Any) -> Any:
        """Return the value of a TOML value. Raises ``ValueError`` with what is accepted, in Indonesian."""

    @abstractmethod
    def write(self, value: Any) -> str:
        """Return the value as TOML."""


_AS_DEFAULT: Final = object()


def rule(key: str, codec: Codec, default: Any, comment: str = "", *, older: Any = _AS_DEFAULT) -> Any:
    """Return a dataclass field that the TOML reader and writer understand.

    ``older`` is what a program did that did not know the key, where that is not the default: a stored policy that lacks
    the key is read with it.
    """
    before = default if older is _AS_DEFAULT else older
    return field(default=default, metadata={"key": key, "codec": codec, "comment": comment, "older": before})


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a TOML basic string is written as JSON writes it


def _is_text(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value.strip()) and value.strip().isprintable()


def _array(items: Sequence[str]) -> str:
    return f"[{', '.join(items)}]"


class Text(Codec):
    """A short text that is not empty."""

    def read(self, value: Any) -> str:
        if not _is_text(value):
            raise ValueError("isi dengan tulisan satu baris di antara tanda kutip")
        return value.strip()

    def write(self, value: str) -> str:
        return _quote(value)


class TextOrEmpty(Text):
    """A short text, or none."""

    def read(self, value: Any) -> str:
        return "" if value == "" else super().read(value)


class Hours(Codec):
    """A stretch of a day in whole hours, as ``08-20``."""

    def read(self, value: Any) -> tuple[int, int]:
        parts = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})", value) if isinstance(value, str) else None
        first, last = map(int, parts.groups()) if parts else (0, 0)
        if not first < last <= _HOURS:
            raise ValueError('isi dengan jam awal dan akhir, misalnya "08-20"')
        return first, last

    def write(self, value: tuple[int, int]) -> str:
        return f'"{value[0]:02}-{value[1]:02}"'


_HOURS: Final = 24


class Texts(Codec):
    """A list of texts."""

    def read(self, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(_is_text(item) for item in value):
            raise ValueError('isi dengan daftar tulisan, misalnya ["Ketua RW"]')
        return tuple(item.strip() for item in value)

    def write(self, value: tuple[str, ...]) -> str:
        return _array([_quote(item) for item in value])


@dataclass(frozen=True)
class Count(Codec):
    """A whole number from ``minimum`` to ``maximum``."""

    minimum: int
    maximum: int

    def read(self, value: Any) -> int:
        if type(value) is not int or not self.minimum <= value <= self.maximum:
            raise ValueError(f"isi dengan bilangan bulat {self.minimum} sampai {self.maximum}")
        return value

    def write(self, value: int) -> str:
        return str(value)


class CountIfGiven(Count):
    """A whole number that may be left out, which is None and is not written."""


class Flag(Codec):
    """Yes or no."""

    def read(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise ValueError("isi dengan true (ya) atau false (tidak)")  # noqa: TRY004 - one kind of error for a value
        return value

    def write(self, value: bool) -> str:  # noqa: FBT001 - the value itself
        return "true" if value else "false"


_PLACES: Final = 6
"""Decimals of a percentage that are read and written back; one with more would not come back the same."""


def _signed_percent(text: str) -> Fraction:
    word = text.strip()
    percent = parse_percent(word.removeprefix("-"), most=LARGEST_PERCENT)
    return -percent if word.startswith("-") else percent


@dataclass(frozen=True)
class Percent(Codec):
    """A percentage, written as text so that it stays exact; below zero only where ``minimum`` says so.

    ``asked`` says what can be asked where that is less than what an older program has stored.
    """

    maximum: int
    minimum: int = 0
    asked: str = ""

    def read(self, value: Any) -> Fraction:
        accepted = f'isi dengan persen {self.asked or f"{self.minimum} sampai {self.maximum}"}, misalnya "1.5"'
        if isinstance(value, bool) or not isinstance(value, str | int | Fraction):
            raise ValueError(accepted)  # noqa: TRY004 - one kind of error for a value
        try:
            percent = _signed_percent(value) if isinstance(value, str) else Fraction(value)
        except UsageError:
            raise ValueError(accepted) from None
        if not self.minimum <= percent <= self.maximum or 10**_PLACES % percent.denominator:
            raise ValueError(accepted)
        return percent

    def write(self, value: Fraction) -> str:
        return f'"{shortest_percent(value).replace(",", ".")}"'


@dataclass(frozen=True)
class Choice(Codec):
    """One of an enumeration's words."""

    words: type[StrEnum]

    def read(self, value: Any) -> StrEnum:
        if not isinstance(value, str) or value not in [word.value for word in self.words]:
            raise ValueError(f"pilih salah satu: {', '.join(word.value for word in self.words)}")
        return self.words(value)

    def write(self, value: StrEnum) -> str:
        return f'"{value.value}"'


@dataclass(frozen=True)
class SomeOf(Codec):
    """Some of the given words, none twice; all of them where ``every`` is set."""

    words: tuple[str, ...]
    every: bool = False

    def read(self, value: Any) -> tuple[str, ...]:
        known = {str(word): word for word in self.words}
        if not isinstance(value, list) or not all(isinstance(item, str) and item in known for item in value):
            raise ValueError(f"pilih dari: {', '.join(known)}")
        if len(set(value)) != len(value) or (self.every and len(value) != len(known)):
            raise ValueError(f"tulis {'semua' if self.every else 'masing-masing'} satu kali: {', '.join(known)}")
        return tuple(known[item] for item in value)

    def write(self, value: tuple[str, ...]) -> str:
        return _array([_quote(str(item)) for item in value])


class Days(Codec):
    """A list of days, in order and none twice; written as text, as they are typed everywhere else."""

    def read(self, value: Any) -> tuple[date, ...]:
        accepted = 'isi dengan daftar tanggal, misalnya ["2026-03-20", "2026-03-23"]'
        if not isinstance(value, list) or not all(type(item) in (str, date) for item in value):
            raise ValueError(accepted)
        try:
            return tuple(sorted({parse_date(str(item)) for item in value}))
        except UsageError as error:
            raise ValueError(f"{error.message}; {accepted}") from None

    def write(self, value: tuple[date, ...]) -> str:
        return _array([_quote(day.isoformat()) for day in value])


class Rupiahs(Codec):
    """A list of amounts in whole rupiah, none falling."""

    def read(self, value: Any) -> tuple[Rupiah, ...]:
        if not isinstance(value, list) or not all(type(item) is int and 0 < item < LARGEST_AMOUNT for item in value):
            raise ValueError("isi dengan daftar rupiah bulat, misalnya [500000, 1000000]")
        if sorted(value) != value:
            raise ValueError("urutkan dari yang kecil ke yang besar")
        return tuple(Rupiah(item) for item in value)

    def write(self, value: tuple[Rupiah, ...]) -> str:
        return _array([str(item.value) for item in value])


class WholeRupiah(Codec):
    """One amount in whole rupiah; nought is allowed."""

    def read(self, value: Any) -> Rupiah:
        if type(value) is not int or not 0 <= value < LARGEST_AMOUNT:
            raise ValueError("isi dengan rupiah bulat tanpa titik, misalnya 50000")
        return Rupiah(value)

    def write(self, value: Rupiah) -> str:
        return str(value.value)


@dataclass(frozen=True, slots=True)
class Band:
    """Where an indicator is satisfactory and where it is just enough, in percent."""

    satisfactory: Fraction
    minimum: Fraction


@dataclass(frozen=True)
class Limits(Codec):
    """The two limits of an indicator; ``low_is_good`` says on which side it is satisfactory."""

    low_is_good: bool

    def read(self, value: Any) -> Band:
        if not isinstance(value, dict) or set(value) != {"memuaskan", "minimum"}:
            raise ValueError('isi dengan { memuaskan = "10", minimum = "20" }')
        limit = Percent(1000, minimum=-1000)
        band = Band(limit.read(value["memuaskan"]), limit.read(value["minimum"]))
        if (band.satisfactory > band.minimum) if self.low_is_good else (band.satisfactory < band.minimum):
            raise ValueError("batas memuaskan harus lebih baik daripada batas minimum")
        return band

    def write(self, value: Band) -> str:
        limit = Percent(1000)
        return f"{{ memuaskan = {limit.write(value.satisfactory)}, minimum = {limit.write(value.minimum)} }}"
