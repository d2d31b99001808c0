"""The figures of a city: a line for each UPK, for each RW, for each month, and how one month goes on from another."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from danabergulir.dates import Month
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah, format_count, format_percent, format_rupiah


class CityUpk(Struct, frozen=True):
    """One UPK at the end of a month; indicators in percent by its own policy, None where they cannot be worked out."""

    id: str
    upk: str
    kelurahan: str
    kecamatan: str
    group_count: int
    outstanding: Rupiah
    arrears: Rupiah
    lar: Fraction | None
    par: Fraction | None
    rr: Fraction | None
    ccr: Fraction | None
    roi: Fraction | None
    par30: Fraction | None
    rank: int | None
    grade: str


class CityMonth(Struct, frozen=True):
    """All UPK of a city at the end of one month, counted and added up."""

    month: Month
    upk_count: int
    group_count: int
    outstanding: Rupiah
    arrears: Rupiah
    at_risk: Rupiah
    groups_at_risk: int

    @property
    def par(self) -> Fraction | None:
        """Return what is at risk of all that is outstanding, in percent; None where nothing is."""
        return share(self.at_risk.value, self.outstanding.value)

    @property
    def lar(self) -> Fraction | None:
        """Return the groups at risk of all groups with a balance, in percent; None where there are none."""
        return share(self.groups_at_risk, self.group_count)


class CityRw(Struct, frozen=True):
    """One RW of one kelurahan, whatever UPK lent there."""

    kecamatan: str
    kelurahan: str
    rw: str
    upk_count: int
    group_count: int
    outstanding: Rupiah
    arrears: Rupiah
    at_risk: Rupiah
    rank: int = 0

    @property
    def par(self) -> Fraction | None:
        """Return what is at risk of all that is outstanding, in percent."""
        return share(self.at_risk.value, self.outstanding.value)


class Attendance(StrEnum):
    """How it stands with a package that a UPK ought to have handed in."""

    REFUSED = "ditolak"
    MISSING = "hilang"
    LATE = "terlambat"


class Absent(Struct, frozen=True):
    """A UPK whose package of a month is missing, late or refused; ``days`` is how late a late one came."""

    id: str
    upk: str
    kelurahan: str
    kecamatan: str
    state: Attendance = Attendance.MISSING
    last_month: str = ""
    received_on: date | None = None
    days: int | None = None
    remark: str = ""


class PackageLink(Struct, frozen=True):
    """How the package of a UPK goes on from the one before it, and the heads of its chain, where it has one."""

    id: str
    upk: str
    state: str
    remark: str
    before: str = ""
    head_before: str = ""
    head: str = ""

    @property
    def is_wrong(self) -> bool:
        """Return whether it does not."""
        return self.state in {BROKEN, REFUSED}


FIRST: Final = "pertama"
JOINED: Final = "menyambung"
AFTER_A_GAP: Final = "setelah jeda"
BROKEN: Final = "terputus"
REFUSED: Final = "ditolak"


class Oddity(Struct, frozen=True):
    """Something about a UPK that somebody ought to look at: what kind, in words, and the two figures that differ."""

    id: str
    upk: str
    kelurahan: str
    kind: str
    remark: str
    value: str = ""
    other: str = ""


def share(part: int, whole: int) -> Fraction | None:
    """Return a part in percent of the whole; None where there is no whole."""
    return Fraction(part * 100, whole) if whole > 0 else None


def ranked(lines: Sequence[CityRw]) -> Iterator[tuple[CityRw, int]]:
    """Yield the RW with their rank, the lowest PAR first; equals share a rank."""
    ordered = sorted(lines, key=lambda line: (line.par or 0, -line.outstanding.value, *_place(line)))
    rank, last = 0, None
    for number, line in enumerate(ordered, start=1):
        if line.par != last:
            rank, last = number, line.par
        yield line, rank


def _place(line: CityRw) -> tuple[str, str, str]:
    return (line.kecamatan, line.kelurahan, line.rw)


_MOST_BALANCE: Final = Fraction(1, 2)
_LEAST_AMOUNT: Final = Rupiah(10_000_000)
_MOST_POINTS: Final = 10
_MOST_GROUPS: Final = Fraction(1, 2)
_LEAST_GROUPS: Final = 5
JUMP_RULE: Final = (
    "Lonjakan = salah satu dari tiga perubahan sejak bulan sebelumnya. Saldo berubah lebih dari separuh, paling "
    "sedikit Rp10.000.000; PAR berubah 10 angka atau lebih; jumlah KSM berubah lebih dari separuh, paling sedikit "
    "5 KSM."
)


def jumps(before: CityUpk, now: CityUpk) -> Iterator[Oddity]:
    """Yield the figures of a UPK that are far from those of the month before; the limits are our own."""

    def jump(what: str, value: str, other: str) -> Oddity:
        remark = f"{what} {value}, bulan lalu {other}"
        return Oddity(
            id=now.id, upk=now.upk, kelurahan=now.kelurahan, kind="lonjakan", remark=remark, value=value, other=other
        )

    moved = abs((now.outstanding - before.outstanding).value)
    if moved >= _LEAST_AMOUNT.value and moved > before.outstanding.value * _MOST_BALANCE and before.outstanding > NIL:
        yield jump("saldo pinjaman", format_rupiah(now.outstanding), format_rupiah(before.outstanding))
    if before.par is not None and now.par is not None and abs(now.par - before.par) >= _MOST_POINTS:
        yield jump("PAR", f"{format_percent(now.par)} %", f"{format_percent(before.par)} %")
    groups = abs(now.group_count - before.group_count)
    if groups >= _LEAST_GROUPS and groups > before.group_count * _MOST_GROUPS:
        yield jump("jumlah KSM", format_count(now.group_count), format_count(before.group_count))
