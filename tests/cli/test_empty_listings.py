"""A list that is empty is still a list: a program that reads it never meets half a file."""

import csv
import json

import pytest

from command_tree import showing

LISTINGS = [
    ("kebijakan", "riwayat"),
    ("akun", "daftar"),
    ("ksm", "daftar"),
    ("anggota", "daftar"),
    ("pinjaman", "daftar"),
    ("pinjaman", "pengajuan"),
    ("denda", "lihat"),
    ("tabungan", "daftar"),
    ("aset", "daftar"),
    ("rw", "daftar"),
    ("kegiatan", "daftar"),
    ("sumber-dana", "daftar"),
    ("ba", "daftar"),
    ("ba", "perlu"),
    ("kunjungan", "daftar"),
    ("aduan", "daftar"),
    ("terima-laporan",),
    ("kelengkapan",),
    ("ingatkan",),
    ("sanksi", "daftar"),
    ("sanksi", "terbitkan", "--per", "2026-01-31"),
    ("ucapan", "2026"),
    ("tutup", "daftar"),
    ("tunggakan",),
    ("jurnal-umum",),
    ("hari",),
    ("status",),
    ("cari", "tidak-ada"),
    ("buku-besar", "11010"),
    ("laporan", "2026-01", "--hanya", "tunggakan"),
    ("laporan", "2026-01", "--hanya", "inventaris"),
    ("laporan", "2026-01", "--hanya", "rekap-rw"),
]
_NEVER_EMPTY = {
    *("ba lihat", "bukti", "ksm lihat", "periksa kode", "pinjaman lihat", "profil lihat", "tanda-tangan periksa"),
    *("pinjaman anggota", "pinjaman jadwal", "pinjaman kartu", "pinjaman periksa-syarat", "pinjaman simulasi"),
    *("jelaskan", "sanksi riwayat", "tabungan kartu"),
    *("kebijakan bawaan", "kebijakan lihat", "kota laporan", "periksa", "periksa pasangan", "profil templat"),
}
"""One thing that is named, what happened to it, or what is always there."""


def test_every_list_is_among_them():
    """A command that shows is tried here, or what it shows is never empty."""
    tried = {" ".join(words[:count]) for words in LISTINGS for count in (1, 2)}

    assert showing().keys() - tried == _NEVER_EMPTY


@pytest.mark.parametrize("words", LISTINGS, ids=" ".join)
def test_json_of_an_empty_list_is_valid(book, words):
    """It has a list of rows, whether any stand in it or not."""
    status, printed, _ = book(*words, "--format", "json")

    assert status == 0
    assert isinstance(json.loads(printed)["baris"], list)


@pytest.mark.parametrize("words", LISTINGS, ids=" ".join)
def test_csv_of_an_empty_list_has_its_header(book, words):
    """The header row stands alone, and every other row has as many cells."""
    status, printed, _ = book(*words, "--format", "csv")
    header, *rows = csv.reader(printed.removeprefix("\ufeff").splitlines(), delimiter=";")

    assert status == 0
    assert len(header) > 1
    assert {len(row) for row in rows} <= {len(header)}
