"""A name that is nearly right is answered with the one that was probably meant; nothing is guessed."""

import pytest

from conftest import led_once
from danabergulir.errors import perhaps

DAY = ("--tanggal", "2026-01-05")


@pytest.fixture
@led_once
def lent(book):
    """Return a runner beside a ledger with two KSM, three members, a proposal, a loan and an asset."""
    for words in (
        ("kas", "masuk", "31010", "20jt", "Modal", *DAY),
        ("ksm", "tambah", "K-01", "KSM Anggrek Bulan", "--rw", "05", "--rt", "003", *DAY),
        ("ksm", "tambah", "K-02", "KSM Kenanga", "--rw", "02", "--rt", "001", *DAY),
        ("anggota", "tambah", "K-01", "Siti Contoh", "--jenis-kelamin", "P", *DAY),
        ("anggota", "tambah", "K-01", "Dewi Contoh", "--jenis-kelamin", "P", *DAY),
        ("pinjaman", "cairkan", "K-01", "--pokok", "1,2jt", "--tenor", "12", "--ba", "1", *DAY),
        ("pinjaman", "ajukan", "K-02", "--pokok", "1,2jt", "--tenor", "12", *DAY),
        ("aset", "tambah", "Laptop", "4,8jt", "--beli", "2026-01-05", "--umur", "48", *DAY),
    ):
        done = book(*words)
        assert done.status == 0, done
    return book


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("ksm", "lihat", "Angrek"), "K-01 KSM Anggrek Bulan"),
        (("ksm", "lihat", "kenangga"), "K-02 KSM Kenanga"),
        (("ksm", "lihat", "K01"), "K-01 KSM Anggrek Bulan"),
        (("terima", "P0001", "100rb"), "P-0001"),
        (("terima", "P-001", "100rb"), "P-0001"),
        (("pinjaman", "kartu", "P-00001"), "P-0001"),
        (("pinjaman", "berkas", "P-001"), "P-0001"),
        (("pinjaman", "putuskan", "P-002", "--setuju", "--ba", "2"), "P-0002"),
        (("bukti", "BKM-2026-001"), "BKM-2026-0001"),
        (("bukti", "BKM20260001"), "BKM-2026-0001"),
        (("batal", "BKM-2026-11", "--alasan", "salah"), "BKM-2026-0001"),
        (("buku-besar", "110100"), "11010 - Kas"),
        (("kas", "keluar", "5103", "5.000", "Kertas"), "51030 - ATK / Biaya Kantor"),
        (("buku-besar", "Tranport"), "51040 - Transport"),
        (("laporan", "2026-01", "--hanya", "neracca"), "neraca"),
        (("laporan", "2026-01", "--haya", "neraca"), "--hanya"),
        (("laporan", "2026-01", "--format", "jsn"), "json"),
        (("tungakan",), "tunggakan"),
        (("aset", "ubah", "INV-01", "--nama", "Komputer"), "INV-001"),
        (("aset", "ubah", "1", "--nama", "Komputer"), "INV-001"),
        (("pinjaman", "lihat", "1"), "P-0001 atau K-01 KSM Anggrek Bulan"),
        (("terima", "0001", "100rb"), "P-0001 atau K-01 KSM Anggrek Bulan"),
        (("ksm", "lihat", "2"), "K-02 KSM Kenanga"),
        (("bukti", "1"), "BKK-2026-0001 atau BKM-2026-0001"),
        (("bukti", "BKM-1"), "BKM-2026-0001"),
        (("batal", "bkm 2026 1", "--alasan", "salah"), "BKM-2026-0001"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, tuple) else None,
)
def test_a_name_nearly_right_is_answered_with_what_was_meant(lent, words, meant):
    """In the hint, before where to look it up; status 2 or 3, and nothing is recorded."""
    refused = lent(*words)

    assert refused.status in (2, 3), refused
    assert f"Mungkin maksudnya {meant}" in refused.stderr


def test_a_member_nearly_right_is_named_by_number_alone(lent):
    """A message is sent on to whoever helps, and names no person."""
    refused = lent("anggota", "keluar", "K-01", "Situ", *DAY)

    assert refused.status == 3
    assert "Mungkin maksudnya anggota nomor 1. " in refused.stderr
    assert "Siti" not in refused.stderr


@pytest.mark.parametrize("words", [("ksm", "lihat", "Zebra"), ("terima", "P-9999", "5.000"), ("bukti", "X")])
def test_what_is_like_nothing_is_answered_without_a_guess(lent, words):
    """The hint only says where to look."""
    refused = lent(*words)

    assert refused.status == 3
    assert "Mungkin" not in refused.stderr


def test_blanks_strokes_and_leading_noughts_tell_no_names_apart():
    """What people leave out or put in does not count; three guesses at the most, the nearest first."""
    known = [(name, name) for name in ("P-0001", "P-0010", "P-0011", "P-0101", "SPK/7/2023")]
    assert perhaps("p 1", known).startswith("Mungkin maksudnya P-0001, ")
    assert perhaps("spk-07-2023", known) == "Mungkin maksudnya SPK/7/2023. "
    assert perhaps("", known) == ""
    assert perhaps("7", known) == ""
    assert perhaps("11", known) == "Mungkin maksudnya P-0011. "
    assert perhaps("P-0001", []) == ""


@pytest.mark.parametrize(
    ("kind", "text", "meant"),
    [
        ("transaksi", "tanggal;jenis;jumlah;pinjaman\n2026-02-05;terima;5.000;P-001\n", "P-0001"),
        ("transaksi", "tanggal;jenis;jumlah;pinjaman\n2026-02-05;terima;5.000;Angrek\n", "K-01 KSM Anggrek Bulan"),
        ("transaksi", "tanggal;jenis;jumlah;akun\n2026-02-05;kelur;5.000;51030\n", "keluar"),
        ("transaksi", "tanggal;jenis;jumlah;akun\n2026-02-05;keluar;5.000;5103\n", "51030 - ATK / Biaya Kantor"),
        ("transaksi", "tanggal;jenis;jumlah;akn\n2026-02-05;keluar;5.000;51030\n", "akun"),
        ("anggota", "ksm;nama\nKenangga;Ani Contoh\n", "K-02 KSM Kenanga"),
        ("saldo-awal", "kode;debit;kredit\n1101;5.000;\n", "11021 - Bank UPK atau 11010 - Kas"),
    ],
)
def test_a_cell_nearly_right_is_answered_with_what_was_meant(lent, kind, text, meant):
    """In the finding of its line."""
    (lent.folder / "isi.csv").write_text(text, encoding="utf-8")
    found = lent("impor", kind, "isi.csv")

    assert found.status == 1
    assert f"Mungkin maksudnya {meant}. " in found.stderr.replace("\n", " ")
