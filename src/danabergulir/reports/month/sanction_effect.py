"""What the letters have brought about: paid within the days to answer, and the money received since, by level."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from danabergulir.domain.dunning.sanctions import Standing
from danabergulir.money import total
from danabergulir.reports.model.sheet import Column, Kind, Section, Style, rows_of
from danabergulir.reports.model.table import count, rupiah


@dataclass(frozen=True, slots=True)
class _Effect:
    """How some letters did by a day; ``level`` is None for those of all levels together."""

    level: int | None
    name: str
    standings: Sequence[Standing]
    as_of: date

    @property
    def waiting(self) -> int:
        """Return how many are not paid and whose days to answer are not over."""
        return sum(item.is_running and self.as_of <= item.sanction.answer_by for item in self.standings)

    @property
    def in_time(self) -> int:
        """Return how many were paid within the days to answer."""
        return sum(item.paid_in_time for item in self.standings)

    @property
    def percent(self) -> Fraction | None:
        """Return the share paid in time, in percent of those no longer waited for; None where there are none."""
        judged = len(self.standings) - self.waiting
        return Fraction(self.in_time * 100, judged) if judged else None


_COLUMNS: Final = (
    Column("tingkat", "Tingkat", Kind.COUNT, identifies=True, of=lambda effect: effect.level),
    Column("tindakan", "Tindakan", of=lambda effect: effect.name),
    count("surat", "Surat Terbit", of=lambda effect: len(effect.standings)),
    count("masih_ditunggu", "Masih Ditunggu", of=lambda effect: effect.waiting),
    count("dibayar_dalam_batas", "Dibayar dalam Batas", of=lambda effect: effect.in_time),
    Column("persen", "Dibayar dalam Batas (%)", Kind.PERCENT, of=lambda effect: effect.percent),
    rupiah(
        "tunggakan_surat",
        "Tunggakan pada Surat",
        of=lambda effect: total([item.sanction.arrears for item in effect.standings]),
    ),
    rupiah("diterima", "Diterima Sejak Surat", of=lambda effect: total([item.recovered for item in effect.standings])),
)


def effect_section(standings: Sequence[Standing], as_of: date) -> Section:
    """Return how the letters of each level did by ``as_of``, and all of them together.

    The share is of the letters that were paid or whose days to answer are over; those still waited for are left out.
    """
    by_level: defaultdict[int, list[Standing]] = defaultdict(list)
    for standing in standings:
        by_level[standing.sanction.level].append(standing)
    levels = [_Effect(level, some[-1].sanction.name, some, as_of) for level, some in sorted(by_level.items())]
    everything = [_Effect(None, "JUMLAH", standings, as_of)] if standings else []
    return Section(
        _COLUMNS,
        (*rows_of(_COLUMNS, levels), *rows_of(_COLUMNS, everything, Style.TOTAL)),
        title="Hasil surat sanksi sampai sekarang",
        notes=(
            "Dibayar dalam batas = tunggakan yang disebut surat lunas paling lambat pada batas tanggapannya.",
            "Persennya dari surat yang sudah dibayar atau sudah lewat batasnya.",
        ),
    )
