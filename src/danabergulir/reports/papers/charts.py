"""Lengths for charts on paper: whole numbers from 0 to 1000, and the marks of an axis in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from typing import Final

from danabergulir.money import Rupiah, shortest_percent

FULL: Final = 1000
"""The length of the longest line there is room for."""

_MOST_MARKS: Final = 4
_STEPS: Final = (1, 2, 5)
_GREAT: Final = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"))


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis from nil to ``top``, marked at every ``step``, in whole rupiah; both are nil where nothing is drawn."""

    top: int
    step: int

    @classmethod
    def over(cls, amounts: Iterable[Rupiah]) -> "Axis":
        """Return the axis with the fewest round marks that reaches the largest of the amounts."""
        return cls.reaching(max((amount.value for amount in amounts), default=0))

    @classmethod
    def reaching(cls, most: int) -> "Axis":
        """Return the axis with the fewest round marks that reaches a whole number, of whatever it counts."""
        if most <= 0:
            return cls(0, 0)
        steps = (digit * 10**power for power in count() for digit in _STEPS)
        step = next(step for step in steps if step * _MOST_MARKS >= most)
        return cls(-(-most // step) * step, step)

    def length(self, amount: Rupiah) -> int:
        """Return how long the line of an amount is; none for one below nil."""
        return length(amount.value, self.top)

    @property
    def marks(self) -> tuple[tuple[int, str], ...]:
        """Return the marks above nil: how far along, and the amount in words (``250 juta``)."""
        return tuple((length(at, self.top), _short(at)) for at in self.places)

    @property
    def places(self) -> Sequence[int]:
        """Return where the marks above nil stand."""
        return range(self.step, self.top + 1, self.step) if self.step else ()


def length(part: int, whole: int) -> int:
    """Return how much of ``FULL`` a part takes, from nil to all of it; nil where there is no whole."""
    return min(max(part * FULL // whole, 0), FULL) if whole > 0 else 0


def share(part: Rupiah, whole: Rupiah) -> Fraction | None:
    """Return a part in percent of the whole; None where there is no whole."""
    return Fraction(part.value * 100, whole.value) if whole else None


def _short(amount: int) -> str:
    for unit, word in _GREAT:
        if amount >= unit:
            return f"{shortest_percent(Fraction(amount, unit))} {word}"
    return str(amount)
