"""The workbooks of the worked examples, as messy as life; all names are invented.

``python tests/example_workbook.py`` writes them to ``examples``.
"""

from datetime import date
from pathlib import Path

from workbook_shapes import save

_FOLDER = Path(__file__).parents[1] / "examples"
PATH = _FOLDER / "buku-bendahara.xlsx"
GUIDE_PATH = _FOLDER / "buku-cempaka.xlsx"
_PERCENT = (0.015, "0.0%")
_HEAD = ("NO", "NAMA KSM", "RW", "RT", "KETUA", "JML. ANGGOTA", "P", "TGL CAIR", "POKOK", "JW", "JASA %",
         "REALISASI\nPOKOK", "REALISASI\nJASA", "SALDO")  # fmt: skip
_LOANS = (
    (1, "Mawar Merah ", 5, 1, "Ani Contoh", 5, 4, "10 Feb 2025", "Rp 6.000.000,-", "10 bln", _PERCENT,
     5_400_000, 810_000, 600_000),
    (2, " Melati", 5, 3, "Dewi Contoh", 6, 6, date(2025, 5, 3), 12_000_000, 12, _PERCENT,
     6_000_000, 1_080_000, 6_000_000),
    (3, "Dahlia", 7, 2, "Budi Contoh", 5, 1, "15/04/2025", "8.000.000", "10 bln", _PERCENT,
     "4.800.000", "720.000", "3.200.000"),
    (4, "Anggrek  Putih", 7, 2, "Sri Contoh", 8, 5, "28/06/2025", 10_000_000, 10, _PERCENT,
     3_000_000, 450_000, 7_000_000),
    (5, "Kenanga", "07", "004", "Yuni Contoh", 5, 5, None, None, None, None, None, None, None),
    (6, "Seroja", 8, 1, "Tuti Contoh", 7, 7, date(2025, 9, 1), 9_000_000, 12, _PERCENT,
     "(750.000)", 135_000, 8_250_000),
)  # fmt: skip
SHEETS = {
    "PINJAMAN": [
        [("DAFTAR PINJAMAN KSM UPK MELATI", None, 1, 14)],
        [("Per 31 Desember 2025", None, 1, 14)],
        [],
        _HEAD,
        range(1, 15),
        *_LOANS,
        [None, "JUMLAH", *[None] * 6, 45_000_000, None, None, 19_950_000, 3_195_000, 25_050_000],
        [],
        [*[None] * 10, "Sukamaju, 31 Desember 2025"],
        [*[None] * 10, "Pembuku UPK"],
        [],
        [*[None] * 10, "Siti Contoh"],
    ],
    "ANGGOTA": [
        ["ANGGOTA KSM"],
        ["KELOMPOK", "NAMA ANGGOTA", "L/P", "USAHA"],
        [("Mawar Merah", None, 3, 1), "Ani Contoh", "P", "Warung"],
        [None, "Wati Contoh", "P", "Jahit"],
        [None, " Joko  Contoh", "L", "Bengkel"],
        [("Melati", None, 2, 1), "Dewi Contoh", "P", None],
        [None, "Lina Contoh", "P", "Kue basah"],
    ],
    "TABUNGAN": [
        ["NO", "NAMA KSM", "SALDO TABUNGAN"],
        [1, "MAWAR MERAH", 300_000],
        [2, "Melati", "Rp 450.000,-"],
        [None, "TOTAL", 750_000],
    ],
    "NERACA SALDO": [
        ["NERACA SALDO PER 31 DESEMBER 2025"],
        ["KODE", "NAMA AKUN", "DEBET", "KREDIT"],
        [11010, "Kas", 1_250_000, None],
        [11021, "Bank UPK", 20_000_000, None],
        [11030, "Pinjaman KSM", 25_050_000, None],
        [21020, "Tabungan KSM", None, 750_000],
        [31010, "Modal awal", None, 45_550_000],
        [None, "JUMLAH", 46_300_000, 46_300_000],
    ],
    "Catatan rapat": [["Rapat BKM tanggal 3: belum ada keputusan soal kursi"]],
}

# The guide follows this fund for a year. An English Excel read her 10/09/2024 as 9 October and left 15/08/2024 as text.
GUIDE_SHEETS = {
    "Pinjaman": [
        [("UPK CEMPAKA - BKM KARYA BERSAMA", None, 1, 14)],
        [("KELURAHAN SUKAMAJU KECAMATAN CIBENING KOTA CAHAYA", None, 1, 14)],
        [("DAFTAR PINJAMAN KSM PER 31 DESEMBER 2024", None, 1, 14)],
        [],
        _HEAD,
        range(1, 15),
        (1, "Mawar Indah ", 5, 1, "Ibu Ani", 6, 5, "15/08/2024", "Rp 3.000.000,-", "10 bln", _PERCENT,
         1_200_000, 180_000, 1_800_000),
        (2, " Melati  Jaya", 5, 3, "Ibu Wati", 5, 5, None, None, None, None, None, None, None),
        (3, "Dahlia Makmur", "07", "002", "Bapak Yono", 8, 3, date(2024, 10, 9), 4_000_000, 10, _PERCENT,
         "1.000.000", "180.000", "3.000.000"),
        [None, "JUMLAH", *[None] * 6, 7_000_000, None, None, 2_200_000, 360_000, 4_800_000],
        [],
        [*[None] * 10, "Sukamaju, 31 Desember 2024"],
        [None, "Manajer UPK", *[None] * 8, "Bendahara"],
        [],
        [None, "( Siti Rahma )", *[None] * 8, "Joko Laksono"],
    ],
    "Anggota": [
        ["ANGGOTA KSM"],
        ["KELOMPOK", "NAMA ANGGOTA", "L/P", "USAHA"],
        [("Mawar Indah", None, 6, 1), "Ani", "P", "Warung"],
        [None, "Wulan", "P", "Jahit"],
        [None, "Tini", "P", "Kue basah"],
        [None, " Rahayu ", "P", "Sayur"],
        [None, "Endang", "P", None],
        [None, "Joko  Susilo", "L", "Bengkel"],
        [("Melati Jaya", None, 5, 1), "Wati", "P", "Warung"],
        [None, "Lina", "P", "Jamu"],
        [None, "Asih", "P", "Jahit"],
        [None, "Murni", "P", None],
        [None, "Sari", "P", "Kue basah"],
    ],
    "Tabungan": [
        ["NO", "NAMA KSM", "SALDO TABUNGAN"],
        [1, "MAWAR INDAH", "Rp 600.000,-"],
        [None, "TOTAL", 600_000],
    ],
    "Neraca saldo": [
        ["NERACA SALDO PER 31 DESEMBER 2024"],
        ["KODE", "NAMA AKUN", "DEBET", "KREDIT"],
        [11010, "Kas", 2_500_000, None],
        [11021, "Bank UPK", 45_000_000, None],
        [11022, "Bank tabungan", 600_000, None],
        [11030, "Pinjaman KSM", 4_800_000, None],
        [12010, "Cadangan risiko", None, 48_000],
        [21020, "Tabungan KSM", None, 600_000],
        [31010, "Modal awal", None, 52_252_000],
        [None, "JUMLAH", 52_900_000, 52_900_000],
    ],
    "Coretan": [["Beli tinta hari Senin, kuitansi tinggal sedikit"]],
}  # fmt: skip
WORKBOOKS = {PATH: SHEETS, GUIDE_PATH: GUIDE_SHEETS}

if __name__ == "__main__":
    for path, sheets in WORKBOOKS.items():
        save(sheets, path)
