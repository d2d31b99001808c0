"""A city on one page: how many packages came, what is lent and late, how its UPK do, and what has to be looked at."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from danabergulir.dates import Month
from danabergulir.domain.city.figures import Absent, Attendance, CityMonth, CityRw, CityUpk, Oddity, PackageLink
from danabergulir.domain.loans.indicators import Grade
from danabergulir.frozen import Struct
from danabergulir.money import format_count, format_percent, format_rupiah
from danabergulir.reports.city.tables import month_table
from danabergulir.reports.model.sheet import Column, Section, Style, rows_of
from danabergulir.reports.model.table import row_under

UNKNOWN: Final = "tidak dapat dihitung"


class CityFigures(Struct, frozen=True):
    """Everything that a city's reports on a month are made of; what no report asked for is empty.

    ``deadline`` is in days after the month.
    """

    month: Month
    cities: Sequence[str]
    provinces: Sequence[str]
    package_count: int
    league: Sequence[CityUpk]
    over_time: Sequence[CityMonth]
    absent: Sequence[Absent]
    links: Sequence[PackageLink]
    oddities: Sequence[Oddity]
    by_rw: Sequence[CityRw]
    deadline: int

    @property
    def now(self) -> CityMonth | None:
        """Return the month asked about, all UPK together; None where no package of it was taken in."""
        return next((line for line in self.over_time if line.month == self.month), None)


_COLUMNS: Final = (
    Column("butir", "Butir", identifies=True, of=lambda fact: fact[0]),
    Column("nilai", "Nilai", of=lambda fact: fact[1]),
)
Facts = Mapping[str, Sequence[tuple[str, str]]]


def summary_table(city: CityFigures) -> tuple[Section, Section]:
    """Return the facts of the month under their headings, and the months behind it."""
    rows = tuple(
        row
        for heading, lines in facts(city).items()
        for row in (row_under(_COLUMNS, {"butir": heading}, Style.HEADING), *rows_of(_COLUMNS, lines))
    )
    return Section(_COLUMNS, rows, title=city.month.long_name), month_table(city.over_time)


def facts(city: CityFigures) -> Facts:
    """Return what is said of the month, label and value, by heading."""
    return {
        "Paket": list(_packages(city)),
        "Pinjaman": list(_loans(city)),
        "Kinerja kota": list(_measures(city)),
        "Perlu dilihat": list(_to_look_at(city)),
    }


def _packages(city: CityFigures) -> Iterator[tuple[str, str]]:
    states = Counter(line.state for line in city.absent)
    yield "Paket diambil", f"{format_count(city.package_count)} UPK"
    yield "Terlambat", f"{format_count(states[Attendance.LATE])} UPK"
    yield "Belum ada", f"{format_count(states[Attendance.MISSING])} UPK"
    yield "Ditolak", f"{format_count(states[Attendance.REFUSED])} UPK"


def _loans(city: CityFigures) -> Iterator[tuple[str, str]]:
    now = city.now
    if now is not None:
        yield "KSM yang masih meminjam", f"{format_count(now.group_count)} KSM"
        yield "Saldo pinjaman", format_rupiah(now.outstanding)
        yield "Tunggakan pokok", format_rupiah(now.arrears)
        yield "Saldo pinjaman berisiko", format_rupiah(now.at_risk)


def _measures(city: CityFigures) -> Iterator[tuple[str, str]]:
    now = city.now
    if now is not None:
        yield "LAR (KSM berisiko dibagi semua KSM)", percent(now.lar)
        yield "PAR (saldo berisiko dibagi seluruh saldo)", percent(now.par)
        grades = Counter(line.grade for line in city.league)
        for grade in Grade:
            yield f"UPK dengan PAR {grade}", f"{format_count(grades[grade])} UPK"
        unknown = len(city.league) - sum(grades[grade] for grade in Grade)
        if unknown:
            yield "UPK tanpa nilai PAR", f"{format_count(unknown)} UPK"


def _to_look_at(city: CityFigures) -> Iterator[tuple[str, str]]:
    yield "Rantai terputus", f"{format_count(sum(line.is_wrong for line in city.links))} paket"
    for kind, times in sorted(Counter(line.kind for line in city.oddities).items()):
        yield f"Kejanggalan: {kind}", format_count(times)
    if not city.oddities:
        yield "Kejanggalan", "-"


def percent(value: Fraction | None) -> str:
    """Return a percentage as it is printed, in words where there is none."""
    return UNKNOWN if value is None else f"{format_percent(value)} %"
