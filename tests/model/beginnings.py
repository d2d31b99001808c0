"""What a drawn book begins with: a policy as its TOML text, and the opening of the fund as facts.

The policy is text so that the model and the program read the same words; every key on which they could differ by a
default is written out.
"""

import tomllib
from datetime import date
from fractions import Fraction

from model import facts as f
from model.policy import read_policy

OPENED_ON = date(2024, 12, 31)
GROUPS = (
    f.Group("ksm-1", OPENED_ON, "ANGGREK", "KSM Anggrek", "01", "001"),
    f.Group("ksm-2", OPENED_ON, "MAWAR", "KSM Mawar", "01", "002"),
    f.Group("ksm-3", OPENED_ON, "MELATI", "KSM Melati", "02", "001"),
    f.Group("ksm-4", OPENED_ON, "TERATAI", "KSM Teratai", "03", "004"),
)

_USUAL = """
[pinjaman]
peringatan_saja = ["plafon_per_anggota", "anggota_minimum", "tenor_minimum", "tenor_maksimum", "satu_pinjaman"]
[tabungan]
terkunci = false
"""
POLICIES = {
    "bawaan": _USUAL + '[denda]\nkomponen = "pokok"\n',
    "denda harian": _USUAL
    + '[denda]\ncara = "per_hari"\nrupiah = 500\ntoleransi_hari = 0\nbatas_per_angsuran = 25000\nkomponen = "keduanya"\n'
    + '[tunggakan]\nkomponen = "pokok_atau_jasa"\n',
    "denda sekali": _USUAL
    + '[denda]\ncara = "per_angsuran"\npersen = "5"\ndasar = "tunggakan_pokok_dan_jasa"\nkomponen = "keduanya"\n'
    + '[tunggakan]\nhitung = "bulan_berjalan"\n',
    "pokok dulu": _USUAL
    + '[alokasi]\nurutan = ["pokok", "jasa", "titipan", "denda", "tabungan"]\n[denda]\nkomponen = "pokok"\n'
    + '[risiko]\nbatas = 2\n[pembulatan]\nkelipatan = 500\narah = "terdekat"\n',
    "setara": _USUAL
    + '[tunggakan]\nhitung = "setara_angsuran"\n[denda]\nkomponen = "pokok"\n'
    + '[kinerja]\nccr_kecuali_akun = ["51050"]\n[pembulatan]\nbagian = "angsuran"\nkelipatan = 1000\n',
}


def policy_of(name):
    """The model's reading of a policy."""
    return read_policy(tomllib.loads(POLICIES[name]))


def opening(kind):
    """The facts a fund is opened with: `baru` has money only, `berjalan` two loans and savings as well."""
    balances = {"11010": 5_000_000, "11021": 60_000_000}
    more = []
    if kind == "berjalan":
        balances |= {"11022": 400_000, "11030": 5_300_000, "12010": -100_000, "21020": -400_000}
        more = [
            f.OpeningSaving("tabungan-awal", OPENED_ON, "ANGGREK", 400_000),
            f.Loan(
                "lama-1", date(2024, 6, 15), "P-0001", "ANGGREK", 3_000_000, 12,
                imported=OPENED_ON, paid={"pokok": 1_500_000, "jasa": 270_000},
            ),
            f.Loan(
                "lama-2", date(2024, 3, 30), "P-0002", "MELATI", 4_000_000, 10, rate=Fraction(2),
                deposit_rate=Fraction(1, 10), method="menurun",
                imported=OPENED_ON, paid={"pokok": 200_000, "jasa": 100_000, "titipan": 4_000},
            ),
        ]  # fmt: skip
    balances["31010"] = -sum(balances.values())
    return [f.Opening("buka", OPENED_ON, balances), *GROUPS, *more]
