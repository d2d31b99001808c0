"""How papers name a kelurahan or desa, where it lies, and how many groups the summary counts."""

import pytest

from paper_reading import lines_of, needs_poppler

START = ("--bkm", "BKM Melati", "--kecamatan", "Cibening", "--kota", "Kota Cahaya", "--provinsi", "Jawa Barat")


@needs_poppler
@pytest.mark.parametrize(
    ("typed", "named", "head"),
    [
        ("Sukamaju", "Kelurahan Sukamaju", "Lurah Sukamaju"),
        ("Kelurahan Sukamaju", "Kelurahan Sukamaju", "Lurah Sukamaju"),
        ("Desa Sukamaju", "Desa Sukamaju", "Kepala Desa Sukamaju"),
        ("Desawarna", "Kelurahan Desawarna", "Lurah Desawarna"),
    ],
)
def test_a_desa_is_not_called_a_kelurahan(run, typed, named, head):
    """The letterhead and the letter to who heads it say what the profile says."""
    run("mulai", "--upk", "Melati", "--kelurahan", typed, *START, "--tanggal", "2025-12-31")
    run("laporan", "2026-01", "--ke", "semua", "--format", "pdf")
    lines = lines_of(run.folder / "semua" / "surat-pengantar-2026-01.pdf")

    assert [line for line in (f"{named}, Kecamatan Cibening", head) if line not in lines] == []


def test_a_group_with_two_loans_is_one_group(book):
    """The summary counts those who borrow, not their loans."""
    book("kas", "masuk", "31010", "20jt", "Modal", "--tanggal", "2026-01-02")
    book("ksm", "tambah", "MAWAR", "Mawar", "--rw", "05", "--rt", "003", "--tanggal", "2026-01-02")
    for number in ("01/BA", "02/BA"):
        lent = ("--pokok", "2jt", "--tenor", "10", "--ba", number, "--izin-ba", number, "--tanggal", "2026-01-05")
        assert book("pinjaman", "cairkan", "MAWAR", "--tetap", *lent).status == 0

    facts = dict(
        line.split(";")
        for line in book("laporan", "2026-03", "--hanya", "ringkasan", "--format", "csv").stdout.splitlines()
    )

    assert (facts["KSM yang masih meminjam"], facts["KSM yang menunggak"]) == ("1 KSM", "1 KSM")
