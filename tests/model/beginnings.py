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
    f.Group("ksm-2", OPENED_ON, "MAWAR", "KSM Mawar", "1", "2"),
    f.Group("ksm-3", OPENED_ON, "MELATI", "KSM Melati", "02", "001"),
    f.Group("ksm-4", OPENED_ON, "TERATAI", "KSM Teratai", "003", "04"),
)

_USUAL = """
[pinjaman]
peringatan_saja = ["plafon_per_anggota", "anggota_minimum"]
[pelunasan]
bulan = "{bulan}"
[tabungan]
terkunci = false
persen_dari_angsuran = "{saving}"
[tunggakan]
hitung = "{count}"
komponen = "{component}"
[denda]
{fee}
"""
_CLASSES = """
[[kolektibilitas]]
kelas = 1
nama = "Lancar"
dari = 0
cadangan_persen = "1"
[[kolektibilitas]]
kelas = 2
nama = "Perhatian"
dari = 1
cadangan_persen = "5"
{two}
[[kolektibilitas]]
kelas = 3
nama = "Kurang"
dari = 3
cadangan_persen = "15"
{three}
[[kolektibilitas]]
kelas = 4
nama = "Diragukan"
dari = 6
cadangan_persen = "50"
{four}
[[kolektibilitas]]
kelas = 5
nama = "Macet"
dari = 9
cadangan_persen = "100"
{five}
"""
_BY_COUNT = _CLASSES.format(two="", three="", four="", five="")
_BY_FREQUENCY = _CLASSES.format(
    two="dari_mingguan = 1\ndari_dua_mingguan = 1\ndari_hari = 0",
    three="dari_mingguan = 13\ndari_dua_mingguan = 7\ndari_hari = 59",
    four="dari_mingguan = 26\ndari_dua_mingguan = 13\ndari_hari = 150",
    five="dari_mingguan = 39\ndari_dua_mingguan = 20\ndari_hari = 242",
)
_NO_FEE = 'komponen = "pokok"'


def _text(
    more="",
    *,
    classes=_BY_COUNT,
    fee=_NO_FEE,
    bulan="pinjaman",
    saving="0",
    count="angsuran_belum_lunas",
    component="pokok",
):
    return _USUAL.format(bulan=bulan, saving=saving, count=count, component=component, fee=fee) + more + classes


POLICIES = {
    "bawaan": _text(classes=_BY_FREQUENCY),
    "denda harian": _text(
        fee='cara = "per_hari"\nrupiah = 500\ntoleransi_hari = 3\ntoleransi_ikut_dihitung = true\n'
        'batas_per_angsuran = 25000\nkomponen = "keduanya"',
        component="pokok_atau_jasa",
    ),
    "denda sekali": _text(
        '[hapus_buku]\npulih_ke = "pendapatan"\n',
        fee='cara = "per_angsuran"\npersen = "5"\nrupiah = 1000\n'
        'dasar = "tunggakan_pokok_dan_jasa"\nkomponen = "keduanya"',
        count="bulan_berjalan",
        bulan="kalender",
    ),
    "denda atas saldo": _text(
        fee='cara = "per_hari"\npersen = "0.1"\ndasar = "saldo_pokok"\ntoleransi_hari = 5\n'
        'toleransi_ikut_dihitung = false\nkomponen = "pokok"',
        count="setara_angsuran_ke_atas",
        classes=_BY_FREQUENCY,
    ),
    "pokok dulu": _text(
        '[alokasi]\nurutan = ["pokok", "jasa", "titipan", "denda", "tabungan"]\n'
        '[risiko]\nbatas = 2\n[pembulatan]\nkelipatan = 500\narah = "terdekat"\n',
    ),
    "setara": _text(
        '[kinerja]\nccr_kecuali_akun = ["51050"]\n[pembulatan]\nbagian = "angsuran"\nkelipatan = 1000\n',
        count="setara_angsuran",
    ),
    "tabungan wajib": _text(saving="5", classes=_BY_FREQUENCY),
    "tabungan pecahan": _text(
        '[alokasi]\nurutan = ["jasa", "pokok", "titipan", "denda", "tabungan"]\n[pembulatan]\nkelipatan = 1\n',
        saving="3.5",
    ),
    "hari libur": _text(
        '[kalender]\nlibur = ["2025-02-03", "2025-03-28", "2025-03-31", "2025-04-01", "2025-06-06", "2025-08-17"]\n'
        'hari_tutup = ["sabtu", "minggu"]\ngeser = "maju"\n[aturan_sanksi]\nboleh_melompat = true\n',
        fee='cara = "per_hari"\nrupiah = 250\ntoleransi_hari = 2\ntoleransi_ikut_dihitung = false\nkomponen = "pokok"',
    ),
    "angsuran tetap": _text(
        '[pembulatan]\nbagian = "angsuran_tetap"\nkelipatan = 1000\n[jadwal_ulang]\nangsuran_pembuktian = 2\n'
    ),
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
