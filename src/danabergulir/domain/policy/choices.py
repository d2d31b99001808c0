"""The words that a policy may choose between; they are the ones written in its TOML file."""

from enum import StrEnum


class MissedRule(StrEnum):
    """How missed instalments are counted: unfinished ones, worth of instalments (whole), or months since the oldest."""

    UNFINISHED = "angsuran_belum_lunas"
    WORTH = "setara_angsuran"
    WORTH_UP = "setara_angsuran_ke_atas"
    WORTH_NEAREST = "setara_angsuran_terdekat"
    MONTHS = "bulan_berjalan"


class MissedComponent(StrEnum):
    """What makes an instalment count as missed."""

    PRINCIPAL = "pokok"
    PRINCIPAL_OR_JASA = "pokok_atau_jasa"


class Block(StrEnum):
    """Whom a sanction level blocks from new loans."""

    NONE = "tidak"
    KSM = "ksm"
    RW = "rw"
    KELURAHAN = "kelurahan"


class Shift(StrEnum):
    """What becomes of a due date on a day off."""

    NONE = "tidak"
    FORWARD = "maju"


class Weekday(StrEnum):
    """The days of a week, in the order of ``date.weekday``."""

    MONDAY = "senin"
    TUESDAY = "selasa"
    WEDNESDAY = "rabu"
    THURSDAY = "kamis"
    FRIDAY = "jumat"
    SATURDAY = "sabtu"
    SUNDAY = "minggu"


class PenaltyWay(StrEnum):
    """How denda arises."""

    NONE = "tidak"
    PER_DAY = "per_hari"
    PER_INSTALMENT = "per_angsuran"


class PenaltyBase(StrEnum):
    """What a percentage of denda is taken of."""

    OVERDUE_PRINCIPAL = "tunggakan_pokok"
    OVERDUE = "tunggakan_pokok_dan_jasa"
    LOAN = "pokok_pinjaman"
    BALANCE = "saldo_pokok"


class PenaltyComponent(StrEnum):
    """What of an instalment makes it late for denda, and is charged where a percentage is of what is overdue."""

    PRINCIPAL = "pokok"
    JASA = "jasa"
    BOTH = "keduanya"


class SettlementJasa(StrEnum):
    """How much jasa an early settlement owes."""

    RUNNING_MONTH = "bulan_berjalan"
    ALL = "semua"
    NONE = "tidak"


class RunningMonth(StrEnum):
    """Which month an early settlement is charged to the end of."""

    LOAN = "pinjaman"
    CALENDAR = "kalender"


class RecoveredTo(StrEnum):
    """Where money goes that comes back after a write-off."""

    RESERVE = "cadangan"
    INCOME = "pendapatan"


class Method(StrEnum):
    """How jasa is worked out: on the original principal, on what is left in equal principal parts, or as annuity."""

    FLAT = "flat"
    DECLINING = "menurun"
    ANNUITY = "anuitas"


class RoundedPart(StrEnum):
    """What is rounded to the policy's step: pokok and jasa each, or the whole instalment (pokok takes the change).

    ``LEVEL`` rounds the last instalment like the others: what is more than the rest of the pokok becomes jasa.
    """

    COMPONENT = "komponen"
    INSTALMENT = "angsuran"
    LEVEL = "angsuran_tetap"
