"""What is typed at the counter: which KSM or loan words name, which word is the amount."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

from danabergulir.domain.groups import KSM, fitting, folded, same_rw
from danabergulir.errors import UsageError
from danabergulir.frozen import Struct
from danabergulir.money import Rupiah, format_count, parse_rupiah
from danabergulir.text import quoted

_DIGIT: Final = re.compile(r"[0-9]")
_SMALL: Final = re.compile(r"0*[0-9]{1,3}")
"""A bare number under a thousand, which may be part of a name: ``Melati 2``."""
_RW_NUMBER: Final = re.compile(r"\brw\s*(?=[0-9])")
_UNIT: Final = re.compile(r"rb|ribu|jt|juta", re.IGNORECASE)
_CURRENCY: Final = re.compile(r"rp\.?", re.IGNORECASE)


class Roll(Struct, frozen=True, dict=True):
    """Who may be named at the counter: the KSM, and the loans by number with the code of their KSM."""

    groups: tuple[KSM, ...]
    loans: Mapping[str, str]

    @cached_property
    def _numbers(self) -> Mapping[str, str]:
        return {folded(number): number for number in self.loans}

    def named(self, words: str) -> frozenset[str]:
        """Return the loan with that number, else the codes of the KSM that ``groups.fitting`` finds."""
        number = self._numbers.get(folded(words))
        return frozenset([number] if number else [ksm.code for ksm in fitting(self.groups, words)])

    def matching(self, words: str) -> list[KSM]:
        """Return the KSM of which every word is a part of name or code, a loan or the RW, those that begin so first.

        A number is that of an RW or of a loan without its noughts, or stands in a name or code.
        """
        wanted = _RW_NUMBER.sub("rw", folded(words)).split()
        found = [ksm for ksm in self.groups if all(self._fits(ksm, word) for word in wanted)] if wanted else []
        return sorted(found, key=lambda ksm: (_place(ksm, wanted), ksm.code))

    def _fits(self, ksm: KSM, word: str) -> bool:
        if word in folded(ksm.name) or word in folded(ksm.code):
            return True
        place = word.removeprefix("rw")
        if place.isdecimal() and same_rw(place, ksm.rw):
            return True
        numbers = self._loans_of.get(ksm.code, ())
        if word.isdecimal():
            return any(number.rpartition("-")[2].lstrip("0") == word.lstrip("0") for number in numbers)
        return len(word) > 1 and any(word in number for number in numbers)

    @cached_property
    def _loans_of(self) -> Mapping[str, Sequence[str]]:
        numbers: dict[str, list[str]] = {}
        for number, code in self.loans.items():
            numbers.setdefault(code, []).append(folded(number))
        return numbers


def _place(ksm: KSM, wanted: Sequence[str]) -> int:
    """Return how near the front of the list a KSM stands: the one meant whole, those that begin so, the others."""
    whole, name, code = " ".join(wanted), folded(ksm.name).removeprefix("ksm "), folded(ksm.code)
    if whole in {code, name}:
        return 0
    if name.startswith(whole) or code.startswith(whole):
        return 1
    return 2 if any(part.startswith(wanted[0]) for part in name.split()) else 3


class Line(Struct, frozen=True):
    """What one line says: words that name a KSM or a loan, and the amount; None where it names none."""

    words: str
    amount: Rupiah | None


def read_line(words: Sequence[str], roll: Roll) -> Line:
    """Return who is named and with which amount: the last word, or the first where only that makes sense.

    Words that as a whole name a KSM or a loan hold no amount. Raises ``UsageError`` for a small bare number behind a
    name, which is rather the end of a name than money, and for an amount that cannot be read; who is named may be
    nobody.
    """
    whole = " ".join(words)
    if roll.named(whole):
        _refuse_two_readings(words, roll)
        return Line(whole, None)
    readings = list(_readings(words))
    for line in readings:
        if roll.named(line.words):
            _refuse_small(words, line, roll)
            return line
    if readings:
        return readings[0]
    if len(words) > 1 and _DIGIT.search(words[-1]) and roll.named(" ".join(words[:-1])):
        parse_rupiah(words[-1])  # says what is wrong with it
    return Line(whole, None)


def plainly(words: Sequence[str]) -> tuple[str, Rupiah] | None:
    """Return who and how much two words say that need no look at the roll; None where they may say something else."""
    name, amount = words[:1], words[1:]
    if len(words) != 2 or _is_amount(name) or not _is_amount(amount) or _SMALL.fullmatch(words[1]):  # noqa: PLR2004
        return None
    return words[0], parse_rupiah(words[1])


def _refuse_two_readings(words: Sequence[str], roll: Roll) -> None:
    """Raise ``UsageError`` where a name exists with and without the small number at its end."""
    *before, last = words
    shorter = " ".join(before)
    if not before or not _SMALL.fullmatch(last):
        return
    whole, without = roll.named(" ".join(words)), roll.named(shorter)
    if len(without) == 1 and without != whole:
        (code,) = without
        raise UsageError(
            f"{quoted(' '.join(words))} dapat berarti dua hal: nama itu, atau {last} rupiah dari {quoted(shorter)}",
            f"Tulis {' atau '.join(sorted(whole))} bila nama itu, atau {code} Rp{last} bila uangnya.",
        )


def _refuse_small(words: Sequence[str], line: Line, roll: Roll) -> None:
    """Raise ``UsageError`` where the amount behind a name is a small bare number: nobody pays two rupiah.

    ``Melati 2`` is rather a slip of ``Melati II``, or of ``Melati 200rb``.
    """
    last = words[-1]
    if not _SMALL.fullmatch(last) or line.words != " ".join(words[:-1]):
        return
    named = roll.named(line.words)
    who, rupiah = next(iter(named)) if len(named) == 1 else line.words, int(last)
    raise UsageError(
        f"{last} di belakang {quoted(line.words)} tidak dibaca sebagai uang: kurang dari Rp1.000",
        f"Tulis {who} Rp{rupiah} bila memang {rupiah} rupiah, {who} {rupiah}rb bila {format_count(rupiah * 1000)}, "
        "atau kode KSM yang dimaksud.",
    )


def _readings(words: Sequence[str]) -> Iterable[Line]:
    """Yield who and how much the words may say, the amount at the end before the amount at the beginning."""
    lengths = range(min(_LONGEST_AMOUNT, len(words) - 1), 0, -1)
    for length in lengths:
        if _is_amount(words[-length:]):
            yield Line(" ".join(words[:-length]), parse_rupiah(" ".join(words[-length:])))
    for length in lengths:
        # A small number before a name is its place in a list rather than money.
        if _is_amount(words[:length]) and not _SMALL.fullmatch(words[length - 1]):
            yield Line(" ".join(words[length:]), parse_rupiah(" ".join(words[:length])))


_LONGEST_AMOUNT: Final = 3
"""Words: ``Rp 500 rb``."""


def _is_amount(words: Sequence[str]) -> bool:
    """Return whether the words are one amount: ``690.000``, ``Rp 690.000``, ``500 rb`` or ``Rp 500 rb``."""
    inner = words[1:] if len(words) > 1 and _CURRENCY.fullmatch(words[0]) else words
    if len(inner) > 1 and not (len(inner) == 2 and _UNIT.fullmatch(inner[1])):  # noqa: PLR2004 - a number and its unit
        return False
    if len(inner) == 1 and not _DIGIT.search(inner[0]):
        return False
    try:
        parse_rupiah(" ".join(words))
    except UsageError:
        return False
    return True
