"""The words that a policy may choose between; they are the ones written in its TOML file."""

from enum import StrEnum


class MissedRule(StrEnum):
    """How missed instalments are counted: unfinished instalments, worth of instalments, or months since the oldest."""

    UNFINISHED = "angsuran_belum_lunas"
    WORTH = "setara_angsuran"
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


class SettlementJasa(StrEnum):
    """How much jasa an early settlement owes."""

    RUNNING_MONTH = "bulan_berjalan"
    ALL = "semua"
    NONE = "tidak"


class RunningMonth(StrEnum):
    """Which month an early settlement is charged to the end of."""

    LOAN = "pinjaman"
    CALENDAR = "kalender"


class Method(StrEnum):
    """How jasa is worked out: on the original principal, on what is left in equal principal parts, or as annuity."""

    FLAT = "flat"
    DECLINING = "menurun"
    ANNUITY = "anuitas"


class RoundedPart(StrEnum):
    """What is rounded to the policy's step: pokok and jasa each, or the whole instalment (pokok takes the change)."""

    COMPONENT = "komponen"
    INSTALMENT = "angsuran"
