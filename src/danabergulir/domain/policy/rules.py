"""The policy: every rule a community board may set, its default, and where the figure comes from.

A policy is a tree of frozen values. ``rule`` ties a field to its TOML key, to the codec that reads and writes it, and
to the comment that ``kebijakan bawaan`` prints; the package says what a new key must keep. POB 2013 is *Prosedur
Operasional Baku Pinjaman Bergulir, PNPM Mandiri Perkotaan, 2013*.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from danabergulir.domain.policy.calendar import CalendarRules
from danabergulir.domain.policy.choices import RecoveredTo, RunningMonth, SettlementJasa
from danabergulir.domain.policy.ladder import DEFAULT_LADDER, LadderRules, SanctionLevel
from danabergulir.domain.policy.lateness import (
    DEFAULT_CLASSES,
    ArrearsRules,
    CollectabilityClass,
    PenaltyRules,
    RiskRules,
)
from danabergulir.domain.policy.lending import AllocationRules, LendingRules, RoundingRules, SavingsRules
from danabergulir.domain.policy.telling import NoticeBoardRules, ReminderRules
from danabergulir.domain.policy.values import Band, Choice, Count, Limits, Texts, rule

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
