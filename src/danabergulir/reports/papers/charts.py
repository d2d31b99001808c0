"""Charts on paper: lengths as whole numbers from 0 to 1000, the marks of an axis in words, and the page of the RW."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import count
from typing import Final

from danabergulir.dates import MONTH_NAMES, Month
from danabergulir.domain.books import Books
from danabergulir.domain.fund.history import MONTHS_LOOKED_BACK, MonthEnd
from danabergulir.domain.witness.codes import code_of
from danabergulir.frozen import Struct
from danabergulir.money import Rupiah, format_percent, shortest_percent, total
from danabergulir.reports.model.frame import tied_to
from danabergulir.reports.model.paper import Paper, Words, letterhead

FULL: Final = 1000
"""The length of the longest line there is room for."""

_MOST_MARKS: Final = 4
_STEPS: Final = (1, 2, 5)
_GREAT: Final = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"))


class Axis(Struct, frozen=True):
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


_HUNDREDTHS: Final = 100  # charts of percentages count hundredths of a percent: lengths are whole numbers
_PLACES: Final = 1
_TWO_DIGITS: Final = 10
_LEAST_TOP: Final = 10 * _HUNDREDTHS
"""An RW without arrears is drawn on an axis up to ten percent, as others with few are."""


def hundredths(percent: Fraction) -> int:
    """Return a percentage as a chart counts it."""
    return round(percent * _HUNDREDTHS)


def percent_marks(axis: Axis) -> list[Words]:
    """Return the marks of an axis of percentages: how far along, and the percentage in words."""
    return [(length(at, axis.top), f"{shortest_percent(Fraction(at, _HUNDREDTHS))} %") for at in axis.places]


def slot(month: Month, lengths: Sequence[int], value: str = "") -> Mapping[str, Words]:
    """Return what a chart shows of a month."""
    return {"label": MONTH_NAMES[month.number - 1][:3], "lengths": lengths, "value": value}


def percent_shown(percent: Fraction | None) -> str:
    """Return a percentage as it stands over its bar, which is narrow; empty where there is none."""
    return "" if percent is None else format_percent(percent, 0 if percent >= _TWO_DIGITS else _PLACES)


def rw_charts(books: Books, months: Sequence[MonthEnd]) -> Paper | None:
    """Return the page of the RW: what of the balance of each was late at each month end; None without any loan.

    All have the same axis, so that they can be held against each other. An RW in which nothing was late is named below
    them. ``months`` are those looked back on.
    """
    shares = {
        rw: {end.month: _late_share(end, rw) for end in months}
        for rw in sorted({book.ksm.rw for end in months for book in end.loans})
    }
    known = [hundredths(item) for of_rw in shares.values() for item in of_rw.values() if item is not None]
    if not known:
        return None
    axis = Axis.reaching(max([_LEAST_TOP, *known]))
    late = {rw: of_rw for rw, of_rw in shares.items() if any(of_rw.values())}
    others = [rw for rw in shares if rw not in late]
    shown = [books.month.shifted(at - MONTHS_LOOKED_BACK + 1) for at in range(MONTHS_LOOKED_BACK)]
    return Paper(
        form="grafik",
        file_name=f"grafik-rw-{books.month}",
        title="KEADAAN TIAP RW DALAM DUA BELAS BULAN",
        letterhead=letterhead(books.profile),
        as_of=books.as_of,
        words={
            "period": f"sampai {books.month.long_name}",
            "notes": [f"Tanpa tunggakan pada setiap akhir bulan: RW {', '.join(others)}."] if others else [],
            "charts": [
                {
                    "title": f"RW {rw}",
                    "meaning": "tunggakan pokok, persen dari saldo pokok pada akhir bulan",
                    "marks": percent_marks(axis),
                    "limit": [],
                    "legend": [],
                    "months": [_late_slot(month, of_rw.get(month), axis) for month in shown],
                }
                for rw, of_rw in late.items()
            ],
        },
        footer=tied_to(books.head),
        code=code_of(books.head),
    )


def _late_share(end: MonthEnd, rw: str) -> Fraction | None:
    of_rw = [book for book in end.loans if book.ksm.rw == rw]
    late = total([book.position.arrears_principal for book in of_rw])
    return share(late, total([book.outstanding for book in of_rw]))


def _late_slot(month: Month, percent: Fraction | None, axis: Axis) -> Mapping[str, Words]:
    lengths = [] if percent is None else [length(hundredths(percent), axis.top)]
    return slot(month, lengths, percent_shown(percent))
