"""A small fund in its first days: money, four KSM with members, and one loan that was running before the ledger."""

import shutil
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from danabergulir.domain.journal import Component
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.policy.choices import MissedComponent, PenaltyBase, PenaltyWay
from danabergulir.domain.policy.lateness import PenaltyRules
from danabergulir.domain.policy.lending import AllocationRules
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.frozen import replace
from danabergulir.money import Rupiah
from danabergulir.operations.book import start_book
from danabergulir.operations.imports.members import import_members
from danabergulir.operations.imports.registers import import_ksm, import_loans, import_opening_balances

OPENED_ON = date(2025, 12, 31)
KSM = ("MAWAR", "MELATI", "DAHLIA", "KENANGA")
_NOW = datetime(2026, 1, 5, 8, 0, tzinfo=timezone(timedelta(hours=7)))
_PROFILE = Profile("UPK Melati", "BKM Melati Jaya", "Sukamaju", "Cibening", "Kota Cahaya", "Jawa Barat")
_FILES = {
    "saldo-awal.csv": "kode;debit;kredit\n11010;5000000;0\n11021;40000000;0\n11030;1500000;0\n31010;0;46500000\n",
    "ksm.csv": "kode;nama;rw;rt\n" + "".join(f"{code};KSM {code};0{rw};001\n" for rw, code in enumerate(KSM, 1)),
    "anggota.csv": "ksm;nama;jenis_kelamin\n" + "".join(f"{code};Anggota {n};P\n" for code in KSM for n in range(5)),
    "pinjaman.csv": (
        "nomor;ksm;tanggal_cair;pokok;tenor;jasa_persen;pokok_terbayar;jasa_terbayar\n"
        "P-0001;MAWAR;2025-06-15;3000000;12;1.5;1500000;270000\n"
    ),
}

_DAILY = PenaltyRules(PenaltyWay.PER_DAY, Rupiah(500), tolerance_days=3, ceiling=Rupiah(25_000))
_ONCE = PenaltyRules(PenaltyWay.PER_INSTALMENT, percent=Fraction(5), base=PenaltyBase.OVERDUE)
_PRINCIPAL_FIRST = (Component.PRINCIPAL, Component.JASA, Component.TITIPAN, Component.PENALTY, Component.SAVINGS)
POLICIES = (
    DEFAULT_POLICY,
    replace(DEFAULT_POLICY, penalty=_DAILY, savings=replace(DEFAULT_POLICY.savings, locked=False)),
    replace(
        DEFAULT_POLICY,
        penalty=_ONCE,
        lending=replace(DEFAULT_POLICY.lending, titipan_percent=Fraction(1, 10)),
        allocation=AllocationRules(_PRINCIPAL_FIRST),
        arrears=replace(DEFAULT_POLICY.arrears, component=MissedComponent.PRINCIPAL_OR_JASA),
    ),
)
"""The default; denda by the day and savings free to take; denda once, titipan, and principal before jasa."""


def start_fund(folder: Path) -> Path:
    """Return the ledger of a fresh copy of the fund in ``folder``."""
    return Path(shutil.copyfile(_started(), folder / "upk.db"))


@cache
def _started() -> Path:
    folder = Path(mkdtemp(prefix="dana-kecil-"))
    path = folder / "upk.db"
    start_book(path, _PROFILE, OPENED_ON, _NOW)
    imports = (import_opening_balances, import_ksm, import_members, import_loans)
    for read, (name, text) in zip(imports, _FILES.items(), strict=True):
        (folder / name).write_text(text, encoding="utf-8")
        read(path, folder / name, _NOW)
    return path
