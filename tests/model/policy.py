"""The policy of a fund as plain values, with the programme's defaults, and its reading from the TOML's mapping.

Choices where the sources are silent:

* a key that is absent takes the default of the dataclass, whatever program stored the policy;
* the worth in instalments is rounded down unless the reading's name says up (`_ke_atas`) or nearest (`_terdekat`).
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from model.allocation import DEFAULT_ORDER
from model.indicators import DEFAULT_BANDS
from model.late_fees import FeeRule
from model.lateness import DEFAULT_CLASSES, LoanClass
from model.letters import DEFAULT_LADDER, Level

WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")


@dataclass(frozen=True)
class Policy:
    """The rules in force from some day."""

    order: tuple[str, ...] = DEFAULT_ORDER
    step: int = 100
    direction: str = "atas"
    part: str = "komponen"
    count: str = "angsuran_belum_lunas"
    count_rounding: str = "bawah"
    component: str = "pokok"
    risk_limit: int = 3
    classes: tuple[LoanClass, ...] = DEFAULT_CLASSES
    bands: dict = field(default_factory=lambda: dict(DEFAULT_BANDS))
    excepted_accounts: tuple[str, ...] = ()
    fee: FeeRule = field(default_factory=FeeRule)
    settlement_jasa: str = "bulan_berjalan"  # bulan_berjalan, semua, tidak
    settlement_month: str = "pinjaman"  # pinjaman, kalender
    proof_instalments: int = 3
    saving_percent: Fraction = Fraction(0)  # of the principal of each instalment
    saving_at_disbursement: Fraction = Fraction(0)  # of the loan, withheld
    days_off: frozenset[date] = frozenset()
    closed_weekdays: frozenset[int] = frozenset()
    ladder: tuple[Level, ...] = DEFAULT_LADDER
    may_jump: bool = False
    recover_to: str = "cadangan"  # cadangan, pendapatan

    def is_off(self, day):
        """Whether nobody works on a day."""
        return day in self.days_off or day.weekday() in self.closed_weekdays


def number(value):
    """A TOML figure as an exact fraction, decimal comma or point."""
    return Fraction(str(value).replace(",", "."))


def read_classes(entries):
    """The classes of a policy mapping."""
    return tuple(
        LoanClass(
            entry["kelas"],
            entry["nama"],
            entry["dari"],
            number(entry["cadangan_persen"]),
            entry.get("dari_mingguan"),
            entry.get("dari_dua_mingguan"),
            entry.get("dari_hari"),
        )
        for entry in entries
    )


def read_fee(section):
    """The late fee rule of a policy mapping."""
    return FeeRule(
        way=section.get("cara", "tidak"),
        rupiah=section.get("rupiah", 0),
        percent=number(section.get("persen", 0)),
        base=section.get("dasar", "tunggakan_pokok"),
        tolerance=section.get("toleransi_hari", 0),
        ceiling=section.get("batas_per_angsuran", 0),
        component=section.get("komponen", "pokok"),
        charge_tolerance=section.get("toleransi_ikut_dihitung", False),
    )


def read_policy(document):
    """A policy from what a TOML reader makes of the program's policy file."""
    part = {name: document.get(name, {}) for name in document}

    def value(section, key, default):
        return part.get(section, {}).get(key, default)

    bands = dict(DEFAULT_BANDS)
    for name in bands:
        limits = value("kinerja", name.lower(), None)
        if limits:
            bands[name] = (number(limits["memuaskan"]), number(limits["minimum"]))
    count = value("tunggakan", "hitung", "angsuran_belum_lunas")
    calendar = document.get("kalender", {})
    moves = calendar.get("geser", "tidak") == "maju"
    off = calendar.get("libur", []) if moves else []
    closed = calendar.get("hari_tutup", []) if moves else []
    steps = document.get("sanksi", [])
    return Policy(
        order=tuple(value("alokasi", "urutan", DEFAULT_ORDER)),
        step=value("pembulatan", "kelipatan", 100),
        direction=value("pembulatan", "arah", "atas"),
        part=value("pembulatan", "bagian", "komponen"),
        count=count.partition("_ke_atas")[0].partition("_terdekat")[0],
        count_rounding="atas" if count.endswith("_ke_atas") else "terdekat" if count.endswith("_terdekat") else "bawah",
        component=value("tunggakan", "komponen", "pokok"),
        risk_limit=value("risiko", "batas", 3),
        classes=read_classes(document["kolektibilitas"]) if document.get("kolektibilitas") else DEFAULT_CLASSES,
        bands=bands,
        excepted_accounts=tuple(str(code) for code in value("kinerja", "ccr_kecuali_akun", ())),
        fee=read_fee(part.get("denda", {})),
        settlement_jasa=value("pelunasan", "jasa", "bulan_berjalan"),
        settlement_month=value("pelunasan", "bulan", "pinjaman"),
        proof_instalments=value("jadwal_ulang", "angsuran_pembuktian", 3),
        saving_percent=number(value("tabungan", "persen_dari_angsuran", 0)),
        saving_at_disbursement=number(value("tabungan", "persen_dari_pencairan", 0)),
        days_off=frozenset(day if isinstance(day, date) else date.fromisoformat(day) for day in off),
        closed_weekdays=frozenset(WEEKDAYS.index(name) for name in closed),
        ladder=tuple(
            Level(
                step["tingkat"],
                step["kali_menunggak"],
                step["hari_menunggak"],
                step.get("hari_lewat_jatuh_tempo_akhir", 0),
                step["jeda_hari"],
            )
            for step in steps
        )
        or DEFAULT_LADDER,
        may_jump=document.get("aturan_sanksi", {}).get("boleh_melompat", False),
        recover_to=value("hapus_buku", "pulih_ke", "cadangan"),
    )
