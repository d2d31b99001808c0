"""The policy: every rule a community board may set, its default, and where the figure comes from.

A policy is a tree of frozen values. ``rule`` ties a field to its TOML key, to the codec that reads and writes it, and
to the comment that ``kebijakan bawaan`` prints; the package says what a new key must keep. POB 2013 is *Prosedur
Operasional Baku Pinjaman Bergulir, PNPM Mandiri Perkotaan, 2013*.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from danabergulir.dates import Frequency
from danabergulir.domain.journal import Component
from danabergulir.domain.policy.calendar import CalendarRules
from danabergulir.domain.policy.choices import (
    Method,
    MissedComponent,
    MissedRule,
    PenaltyBase,
    PenaltyComponent,
    PenaltyWay,
    RecoveredTo,
    RoundedPart,
    RunningMonth,
    SettlementJasa,
)
from danabergulir.domain.policy.ladder import DEFAULT_LADDER, LadderRules, SanctionLevel
from danabergulir.domain.policy.telling import NoticeBoardRules, ReminderRules
from danabergulir.domain.policy.values import (
    Band,
    Choice,
    Count,
    CountIfGiven,
    Flag,
    Limits,
    Percent,
    Rupiahs,
    SomeOf,
    Text,
    Texts,
    WholeRupiah,
    rule,
)
from danabergulir.money import WHOLE_RUPIAH, Direction, Rate, Rounding, Rupiah

LENDING_RULES: Final = (
    "tenor_minimum",
    "tenor_maksimum",
    "anggota_minimum",
    "perempuan_minimum_persen",
    "miskin_minimum_persen",
    "plafon_per_anggota",
    "menabung_bulan",
    "satu_pinjaman",
    "menunggak",
)
"""What a loan is judged by; the last two have no figure of their own."""
RECEIPT_ORDER: Final = (
    Component.PENALTY,
    Component.JASA,
    Component.TITIPAN,
    Component.PRINCIPAL,
    Component.SAVINGS,
)


@dataclass(frozen=True, slots=True)
class LendingRules:
    """What a new loan must satisfy."""

    jasa_percent: Fraction = rule(
        "jasa_persen_per_bulan",
        Percent(100, asked="0, atau 0.1 sampai kurang dari 10"),
        Fraction(3, 2),
        "jasa per bulan, persen dari pokok; 1,5 % flat lazim pada UPK perkotaan",
    )
    titipan_percent: Fraction = rule(
        "titipan_persen_per_bulan",
        Percent(100, asked="0 sampai kurang dari 10"),
        Fraction(0),
        "titipan di samping jasa (misalnya BOP), masuk akun berperan titipan",
    )
    method: Method = rule("metode", Choice(Method), Method.FLAT, "cara menghitung jasa: flat, menurun atau anuitas")
    frequency: Frequency = rule(
        "frekuensi", Choice(Frequency), Frequency.MONTHLY, "seberapa sering diangsur: bulanan, mingguan, dua-mingguan"
    )
    shortest_term: int = rule("tenor_minimum", Count(1, 120), 3, "jangka waktu terpendek, bulan")
    longest_term: int = rule("tenor_maksimum", Count(1, 120), 12, "jangka waktu terpanjang, bulan")
    fewest_members: int = rule("anggota_minimum", Count(0, 100), 5, "anggota KSM paling sedikit")
    fewest_women_percent: Fraction = rule(
        "perempuan_minimum_persen", Percent(100), Fraction(30), "bagian perempuan paling sedikit, persen"
    )
    fewest_poor_percent: Fraction = rule(
        "miskin_minimum_persen",
        Percent(100),
        Fraction(0),
        "bagian anggota yang tercatat miskin (PS-2) paling sedikit, persen; 0 = tidak diminta",
    )
    ceilings: tuple[Rupiah, ...] = rule(
        "plafon_per_anggota",
        Rupiahs(),
        (Rupiah(500_000), Rupiah(1_000_000), Rupiah(1_500_000), Rupiah(2_000_000)),
        "batas per anggota untuk pinjaman ke-1, ke-2, dan seterusnya; [] = tanpa batas",
    )
    saving_months: int = rule(
        "menabung_bulan",
        Count(0, 24),
        0,
        "bulan menabung berturut-turut sebelum pinjaman pertama (3 lazim); 0 = tidak diminta",
    )
    warn_only: tuple[str, ...] = rule(
        "peringatan_saja",
        SomeOf(LENDING_RULES),
        ("plafon_per_anggota", "anggota_minimum"),
        "syarat yang hanya memperingatkan; yang lain menolak pencairan",
    )

    @property
    def jasa_rate(self) -> Rate:
        """Return the jasa as a rate per month."""
        return Rate.percent(self.jasa_percent)

    @property
    def titipan_rate(self) -> Rate:
        """Return the titipan as a rate per month."""
        return Rate.percent(self.titipan_percent)


@dataclass(frozen=True, slots=True)
class RoundingRules:
    """How instalments are rounded (a real urban UPK: each component up to Rp100, the last takes the rest)."""

    step: int = rule(
        "kelipatan", Count(1, 1_000_000), 100, "dibulatkan ke kelipatan rupiah; angsuran terakhir menampung sisanya"
    )
    direction: Direction = rule("arah", Choice(Direction), Direction.UP, "arah pembulatan: atas, bawah atau terdekat")
    part: RoundedPart = rule(
        "bagian",
        Choice(RoundedPart),
        RoundedPart.COMPONENT,
        "yang dibulatkan: komponen = pokok dan jasa sendiri-sendiri; angsuran = jumlahnya; angsuran_tetap = jumlahnya, "
        "dan yang terakhir sama besar, selisihnya masuk jasa (UPK lain: ke Rp1.000)",
    )

    @property
    def rounding(self) -> Rounding:
        """Return the rounding of an instalment."""
        return Rounding(self.step, self.direction)


@dataclass(frozen=True, slots=True)
class AllocationRules:
    """The order in which a receipt is laid over what is owed (UPK Jendi, Wonogiri: jasa first)."""

    order: tuple[Component, ...] = rule(
        "urutan",
        SomeOf(RECEIPT_ORDER, every=True),
        RECEIPT_ORDER,
        "urutan membagi setoran; dalam tiap bagian angsuran tertua lebih dulu",
    )


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


_LOW: Final = "penundaan mulai angka minimum"
_HIGH: Final = "penundaan di bawah angka minimum"


@dataclass(frozen=True, slots=True)
class PerformanceRules:
    """The limits of the five indicators (POB 2013; the comparison signs are those of a working program)."""

    ccr_except: tuple[str, ...] = rule(
        "ccr_kecuali_akun", Texts(), (), "akun biaya yang tidak ikut CCr; misalnya 51050 dan 51060"
    )
    lar: Band = rule("lar", Limits(low_is_good=True), Band(Fraction(10), Fraction(20)), f"batas LAR, persen; {_LOW}")
    par: Band = rule("par", Limits(low_is_good=True), Band(Fraction(10), Fraction(20)), f"batas PAR, persen; {_LOW}")
    rr: Band = rule("rr", Limits(low_is_good=False), Band(Fraction(90), Fraction(80)), f"batas RR, persen; {_HIGH}")
    ccr: Band = rule(
        "ccr", Limits(low_is_good=False), Band(Fraction(125), Fraction(100)), f"batas CCr, persen; {_HIGH}"
    )
    roi: Band = rule("roi", Limits(low_is_good=False), Band(Fraction(10), Fraction(0)), f"batas ROI, persen; {_HIGH}")


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


@dataclass(frozen=True, slots=True)
class SettlementRules:
    """What an early settlement owes."""

    jasa: SettlementJasa = rule(
        "jasa",
        Choice(SettlementJasa),
        SettlementJasa.RUNNING_MONTH,
        "jasa yang ditagih saat pelunasan: bulan_berjalan = sampai akhir bulan yang sedang berjalan; semua; atau tidak",
    )
    month: RunningMonth = rule(
        "bulan",
        Choice(RunningMonth),
        RunningMonth.LOAN,
        "bulan yang sedang berjalan: pinjaman = antara dua jatuh tempo; kalender = sampai akhir bulan kalender",
        older=RunningMonth.CALENDAR,
    )


@dataclass(frozen=True, slots=True)
class ReschedulingRules:
    """How long a rescheduled loan carries its past (a proposal of ours: no urban rule was found)."""

    proving: int = rule(
        "angsuran_pembuktian",
        Count(0, 120),
        3,
        "kelas lama berlaku sampai sekian angsuran jadwal baru lunas; 0 = tidak berlaku",
    )


@dataclass(frozen=True, slots=True)
class WriteOffRules:
    """Where money goes that comes back after a write-off (a choice of ours: no urban rule was found)."""

    recovered_to: RecoveredTo = rule(
        "pulih_ke",
        Choice(RecoveredTo),
        RecoveredTo.RESERVE,
        "uang yang kembali masuk ke: cadangan = menambah cadangan risiko; pendapatan = pendapatan lain dari pinjaman",
    )


@dataclass(frozen=True, slots=True)
class SavingsRules:
    """Compulsory savings of a KSM; off by default."""

    percent_of_receipt: Fraction = rule(
        "persen_dari_angsuran", Percent(100), Fraction(0), "tabungan wajib, persen dari tiap angsuran pokok"
    )
    percent_of_loan: Fraction = rule(
        "persen_dari_pencairan", Percent(100), Fraction(0), "tabungan wajib, persen dari pinjaman saat cair"
    )
    locked: bool = rule(
        "terkunci",
        Flag(),
        default=True,
        comment="tabungan terkunci selama pinjaman belum lunas: true = ya, false = tidak",
    )

    def with_receipt(self, principal: Rupiah) -> Rupiah:
        """Return the savings that go with pokok received, in rupiah."""
        return WHOLE_RUPIAH.round(principal.value * self.percent_of_receipt / 100)

    def with_loan(self, principal: Rupiah) -> Rupiah:
        """Return the savings kept when a loan is paid out, in rupiah."""
        return WHOLE_RUPIAH.round(principal.value * self.percent_of_loan / 100)


@dataclass(frozen=True, slots=True)
class BackupRules:
    """How many backups stay in a folder, and when the treasurer is reminded to make one (our own proposal)."""

    kept: int = rule("simpan", Count(1, 1000), 12, "banyaknya cadangan buku terbaru yang tetap disimpan")
    remind_days: int = rule(
        "ingatkan_hari", Count(0, 365), 14, "hari sejak cadangan buku terakhir sebelum diingatkan; 0 = tidak diingatkan"
    )


@dataclass(frozen=True, slots=True)
class Policy:
    """All rules in force at a date."""

    lending: LendingRules = LendingRules()
    rounding: RoundingRules = RoundingRules()
    allocation: AllocationRules = AllocationRules()
    arrears: ArrearsRules = ArrearsRules()
    calendar: CalendarRules = CalendarRules()
    risk: RiskRules = RiskRules()
    classes: tuple[CollectabilityClass, ...] = DEFAULT_CLASSES
    performance: PerformanceRules = PerformanceRules()
    penalty: PenaltyRules = PenaltyRules()
    settlement: SettlementRules = SettlementRules()
    rescheduling: ReschedulingRules = ReschedulingRules()
    write_off: WriteOffRules = WriteOffRules()
    savings: SavingsRules = SavingsRules()
    backup: BackupRules = BackupRules()
    reminding: ReminderRules = ReminderRules()
    board: NoticeBoardRules = NoticeBoardRules()
    climbing: LadderRules = LadderRules()
    ladder: tuple[SanctionLevel, ...] = DEFAULT_LADDER


DEFAULT_POLICY: Final = Policy()
