"""Rules for what is late: how it is counted, when a loan is at risk, its class and reserve, denda."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from danabergulir.dates import Frequency
from danabergulir.domain.policy.choices import MissedComponent, MissedRule, PenaltyBase, PenaltyComponent, PenaltyWay
from danabergulir.domain.policy.values import Choice, Count, CountIfGiven, Flag, Percent, Text, WholeRupiah, rule
from danabergulir.money import Rupiah


@dataclass(frozen=True, slots=True)
class ArrearsRules:
    """The reading of "how late" that is in force."""

    missed: MissedRule = rule(
        "hitung",
        Choice(MissedRule),
        MissedRule.UNFINISHED,
        "kali menunggak: angsuran_belum_lunas, bulan_berjalan, atau tunggakan dibagi satu angsuran: setara_angsuran "
        "(ke bawah), setara_angsuran_ke_atas, setara_angsuran_terdekat; ketiganya dipakai program SI-UPK perdesaan",
    )
    component: MissedComponent = rule(
        "komponen",
        Choice(MissedComponent),
        MissedComponent.PRINCIPAL,
        "angsuran menunggak bila yang belum lunas: pokok, atau pokok_atau_jasa",
    )


@dataclass(frozen=True, slots=True)
class RiskRules:
    """From which missed count a loan is at risk (POB 2013; exactly three counts)."""

    missed_from: int = rule("batas", Count(1, 100), 3, "LAR dan PAR menghitung pinjaman mulai kali menunggak")


@dataclass(frozen=True, slots=True)
class CollectabilityClass:
    """One class of collectability: from which missed count, and the reserve it asks for.

    ``weekly_from`` and ``fortnightly_from`` take the place of ``missed_from`` for loans repaid so often; with
    ``days_from`` that many days late are asked for as well. None where the board does not ask for it.
    """

    number: int = rule("kelas", Count(1, 20), 1, "nomor kelas, dari yang paling lancar")
    name: str = rule("nama", Text(), "", "nama kelas")
    missed_from: int = rule("dari", Count(0, 1000), 0, "mulai kali menunggak")
    reserve_percent: Fraction = rule(
        "cadangan_persen", Percent(100), Fraction(0), "cadangan risiko, persen dari saldo pokok"
    )
    weekly_from: int | None = rule(
        "dari_mingguan", CountIfGiven(0, 1000), None, "mulai kali menunggak, bila diangsur mingguan; boleh dihapus"
    )
    fortnightly_from: int | None = rule(
        "dari_dua_mingguan", CountIfGiven(0, 1000), None, "mulai kali menunggak, bila dua-mingguan; boleh dihapus"
    )
    days_from: int | None = rule(
        "dari_hari", CountIfGiven(0, 10_000), None, "mulai hari menunggak; keduanya harus tercapai, boleh dihapus"
    )

    def limit(self, frequency: Frequency) -> int:
        """Return the missed count from which a loan with instalments that often falls into the class."""
        own = {Frequency.WEEKLY: self.weekly_from, Frequency.FORTNIGHTLY: self.fortnightly_from}.get(frequency)
        return self.missed_from if own is None else own


DEFAULT_CLASSES: Final = (
    CollectabilityClass(1, "Lancar", 0, Fraction(1), weekly_from=0, fortnightly_from=0, days_from=0),
    CollectabilityClass(2, "Dalam Perhatian Khusus", 1, Fraction(5), weekly_from=1, fortnightly_from=1, days_from=0),
    CollectabilityClass(3, "Kurang Lancar", 3, Fraction(15), weekly_from=13, fortnightly_from=7, days_from=59),
    CollectabilityClass(4, "Diragukan", 6, Fraction(50), weekly_from=26, fortnightly_from=13, days_from=150),
    CollectabilityClass(5, "Macet", 9, Fraction(100), weekly_from=39, fortnightly_from=20, days_from=242),
)
"""Limits as in a working urban program; reserve rates of the programme's training book for economic facilitators.

Weeks and fortnights are as many as fit the months (52 and 26 a year, rounded up: no source); the days are the fewest on
which so many monthly instalments can be missed, so that they hold back no monthly loan.
"""


@dataclass(frozen=True, slots=True)
class PenaltyRules:
    """Denda for late instalments; off by default, for no urban rule was found."""

    way: PenaltyWay = rule(
        "cara", Choice(PenaltyWay), PenaltyWay.NONE, "cara mengenakan denda: tidak, per_hari atau per_angsuran"
    )
    amount: Rupiah = rule(
        "rupiah",
        WholeRupiah(),
        Rupiah(0),
        "denda tetap untuk tiap angsuran yang terlambat, rupiah; dengan per_hari untuk setiap hari terlambat",
    )
    percent: Fraction = rule(
        "persen",
        Percent(100),
        Fraction(0),
        "denda tiap angsuran yang terlambat, persen dari dasarnya; dengan per_hari untuk setiap hari terlambat",
    )
    base: PenaltyBase = rule(
        "dasar",
        Choice(PenaltyBase),
        PenaltyBase.OVERDUE_PRINCIPAL,
        "dasar persen denda: tunggakan_pokok, tunggakan_pokok_dan_jasa (angsuran itu), pokok_pinjaman, saldo_pokok",
    )
    tolerance_days: int = rule("toleransi_hari", Count(0, 365), 0, "hari terlambat yang belum didenda")
    tolerance_charged: bool = rule(
        "toleransi_ikut_dihitung",
        Flag(),
        default=True,
        comment="hari toleransi ikut didenda sesudah terlewati, dengan per_hari: true = ya, false = tidak",
    )
    ceiling: Rupiah = rule(
        "batas_per_angsuran", WholeRupiah(), Rupiah(0), "denda terbesar per angsuran; 0 = tanpa batas"
    )
    component: PenaltyComponent = rule(
        "komponen",
        Choice(PenaltyComponent),
        PenaltyComponent.BOTH,
        "yang didenda bila terlambat: pokok, jasa atau keduanya; dengan jasa, persennya dari jasa itu (usul kami)",
    )
