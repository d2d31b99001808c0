"""What the letters have brought about: paid within the days to answer, and the money received since, by level."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from danabergulir.domain.dunning.due import SanctionLine
from danabergulir.domain.dunning.sanctions import Standing
from danabergulir.frozen import Struct
from danabergulir.money import total
from danabergulir.reports import origins
from danabergulir.reports.model.sheet import Column, Kind, Section, Style, rows_of
from danabergulir.reports.model.table import count, rupiah
from danabergulir.reports.origins.figure import Figure


class _Effect(Struct, frozen=True):
    """How some letters did by a day; ``level`` is None for those of all levels together."""

    level: int | None
    name: str
    lines: Sequence[SanctionLine]
    as_of: date

    @property
    def standings(self) -> list[Standing]:
        """Return how its letters stand."""
        return [line.standing for line in self.lines if line.standing]

    @property
    def still_waiting(self) -> list[Standing]:
        """Return those that are not paid and whose days to answer are not over."""
        return [item for item in self.standings if item.is_running and self.as_of <= item.sanction.answer_by]

    @property
    def waiting(self) -> int:
        """Return how many are still waited for."""
        return len(self.still_waiting)

    @property
    def judged(self) -> list[Standing]:
        """Return those no longer waited for."""
        waiting = self.still_waiting
        return [item for item in self.standings if item not in waiting]

    @property
    def paid(self) -> list[Standing]:
        """Return those that were paid within the days to answer."""
        return [item for item in self.standings if item.paid_in_time]

    @property
    def in_time(self) -> int:
        """Return how many were paid within the days to answer."""
        return len(self.paid)

    @property
    def percent(self) -> Fraction | None:
        """Return the share paid in time, in percent of those no longer waited for; None where there are none."""
        judged = len(self.judged)
        return Fraction(self.in_time * 100, judged) if judged else None


_COLUMNS: Final = (
    Column(
        "tingkat",
        "Tingkat",
        Kind.COUNT,
        identifies=True,
        of=lambda effect: effect.level,
        origin=lambda effect: Figure("Tingkat", effect.level, rule="Tingkat pada tangga sanksi."),
    ),
    Column("tindakan", "Tindakan", of=lambda effect: effect.name),
    count(
        "surat",
        "Surat Terbit",
        of=lambda effect: len(effect.standings),
        origin=lambda effect: origins.letters.letters(effect.standings),
    ),
    count(
        "masih_ditunggu",
        "Masih Ditunggu",
        of=lambda effect: effect.waiting,
        origin=lambda effect: origins.letters.letters(effect.still_waiting),
    ),
    count(
        "dibayar_dalam_batas",
        "Dibayar dalam Batas",
        of=lambda effect: effect.in_time,
        origin=lambda effect: origins.letters.letters(effect.paid),
    ),
    Column(
        "persen",
        "Dibayar dalam Batas (%)",
        Kind.PERCENT,
        of=lambda effect: effect.percent,
        origin=lambda effect: origins.letters.share(effect.percent, effect.paid, effect.judged),
    ),
    rupiah(
        "tunggakan_surat",
        "Tunggakan pada Surat",
        of=lambda effect: total([item.sanction.arrears for item in effect.standings]),
        origin=lambda effect: origins.letters.arrears(effect.standings),
    ),
    rupiah(
        "diterima",
        "Diterima Sejak Surat",
        of=lambda effect: total([item.recovered for item in effect.standings]),
        origin=lambda effect: origins.letters.received(effect.lines),
    ),
)


def effect_section(letters: Sequence[SanctionLine], as_of: date) -> Section:
    """Return how the letters of each level did by ``as_of``, and all of them together.

    The share is of the letters that were paid or whose days to answer are over; those still waited for are left out.
    """
    by_level: defaultdict[int, list[SanctionLine]] = defaultdict(list)
    for line in letters:
        by_level[line.number].append(line)
    levels = [_Effect(number, _name_of(some[-1]), some, as_of) for number, some in sorted(by_level.items())]
    everything = [_Effect(None, "JUMLAH", letters, as_of)] if letters else []
    return Section(
        _COLUMNS,
        (*rows_of(_COLUMNS, levels), *rows_of(_COLUMNS, everything, Style.TOTAL)),
        title="Hasil surat sanksi sampai sekarang",
        notes=(
            "Dibayar dalam batas = tunggakan yang disebut surat lunas paling lambat pada batas tanggapannya.",
            "Persennya dari surat yang sudah dibayar atau sudah lewat batasnya.",
        ),
    )


def _name_of(line: SanctionLine) -> str:
    assert line.standing is not None, line
    return line.standing.sanction.name
