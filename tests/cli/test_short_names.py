"""What is too little to name anybody, and a rate that nobody asks."""

import pytest

from danabergulir.domain.groups import names_by_part


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("k", False),
        ("el", False),
        ("elati", True),
        ("mel", True),
        ("Melati  1", True),
        ("1", True),
        ("B", True),
        ("", False),
        (" ", False),
    ],
)
def test_a_part_of_a_name_is_three_letters_or_a_whole_word(words, meant):
    """One letter is in almost every name."""
    assert names_by_part("KSM Melati 1 B", words) is meant


def test_one_letter_hits_upon_nobody_wherever_a_ksm_is_typed(book):
    """Savings, receipts and members say how much is enough; a code is enough always."""
    book("ksm", "tambah", "M", "KSM Kenanga", "--rw", "05", "--rt", "001", "--tanggal", "2025-12-31")
    for words in (
        ("tabungan", "setor", "K", "50rb"),
        ("terima", "k", "50rb"),
        ("anggota", "tambah", "ke", "Siti"),
        ("ksm", "lihat", "a"),
    ):
        refused = book(*words)
        assert refused.status == 3, refused
        assert "tidak ada KSM" in refused.stderr
    assert "atau paling sedikit 3 huruf" in book("ksm", "lihat", "a").stderr
    assert book("ksm", "lihat", "ken").status == 0
    assert book("ksm", "lihat", "m").status == 0


def test_titipan_that_nobody_asks_is_refused_as_jasa_is(book):
    """Ten percent a month and more, typed, imported or ruled; very little titipan is usual."""
    simulated = ("pinjaman", "simulasi", "--pokok", "5jt", "--tenor", "10", "--titipan")
    assert book(*simulated, "9,99").status == 0
    assert book(*simulated, "0,01").status == 0
    refused = book(*simulated, "10")
    assert (refused.status, "titipan 10 % sebulan tidak masuk akal" in refused.stderr) == (2, True)

    (book.folder / "aturan.toml").write_text('[pinjaman]\ntitipan_persen_per_bulan = "15"\n', encoding="utf-8")
    ruled = book("kebijakan", "tetapkan", "aturan.toml", "--mulai", "2026-01-01")
    assert (ruled.status, "pinjaman.titipan_persen_per_bulan" in ruled.stderr) == (2, True)

    book("ksm", "tambah", "M", "KSM Kenanga", "--rw", "05", "--rt", "001", "--tanggal", "2025-12-31")
    rows = "nomor;ksm;tanggal_cair;pokok;tenor;jasa_persen;titipan_persen\nP-1;M;2025-11-01;5000000;10;1,5;12\n"
    (book.folder / "pinjaman.csv").write_text(rows, encoding="utf-8")
    imported = book("impor", "pinjaman", "pinjaman.csv")
    assert (imported.status, "titipan_persen: titipan 12 % sebulan tidak masuk akal" in imported.stderr) == (1, True)
