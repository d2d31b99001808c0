"""Whom a cell names: a KSM by its code or exact name, a loan also by the KSM that is paying it off on that day."""

import pytest

from conftest import led_once


@pytest.fixture
@led_once
def lent(book):
    """Return a runner beside a ledger in which Mawar paid off a loan in February and took the next in March."""
    for code, name in (("MAWAR", "KSM Mawar"), ("K-1", "Anggrek"), ("K-2", "ANGGREK")):
        assert book("ksm", "tambah", code, name, "--rw", "05", "--rt", "003", "--tanggal", "2026-01-02").status == 0
    assert book("kas", "masuk", "31010", "20jt", "Modal", "--tanggal", "2026-01-02").status == 0
    loan = ("pinjaman", "cairkan", "MAWAR", "--pokok", "1jt", "--tenor", "10", "--tanggal")
    assert book(*loan, "2026-01-05").status == 0
    assert book("terima", "P-0001", "1.150.000", "--tanggal", "2026-02-05").status == 0
    assert book(*loan, "2026-03-05").status == 0
    return book


def _import(book, kind, text):
    (book.folder / "isi.csv").write_text(text, encoding="utf-8")
    return book("impor", kind, "isi.csv")


def test_a_receipt_names_its_loan_by_the_ksm(lent):
    """By code or name, whatever the blanks and letters; on that day one loan was running."""
    rows = "2026-04-05;terima;115.000;ksm  MAWAR\n2026-05-05;terima;115.000;mawar\n2026-06-05;terima;115.000;p-0002\n"

    assert _import(lent, "transaksi", f"tanggal;jenis;jumlah;pinjaman\n{rows}").status == 0
    assert "Saldo pokok" in lent("pinjaman", "lihat", "P-0002").stdout
    assert lent("bukti", "BKM-2026-0005").stdout.count("P-0002") == 2


@pytest.mark.parametrize(
    ("day", "name", "reason"),
    [
        ("2026-03-01", "MAWAR", "KSM MAWAR tidak punya pinjaman berjalan pada 01-03-2026. Tulis nomor pinjamannya."),
        ("2026-04-05", "anggrek", 'ada 2 KSM bernama "anggrek": K-1, K-2. Tulis kodenya.'),
        ("2026-04-05", "Mawa", 'tidak ada pinjaman nomor "Mawa". Mungkin maksudnya MAWAR KSM Mawar. '),
    ],
)
def test_a_name_that_does_not_say_which_loan_is_a_finding(lent, day, name, reason):
    """Nothing running between two loans, two KSM of one name, half a name."""
    found = _import(lent, "transaksi", f"tanggal;jenis;jumlah;pinjaman\n{day};terima;100.000;{name}\n")

    assert found.status == 1
    assert f"Galat baris 2: {reason}" in found.stderr


def test_two_running_loans_want_the_number(lent):
    """The KSM alone would be a guess."""
    words = ("--pokok", "1jt", "--tenor", "10", "--tanggal", "2026-03-06", "--izin-ba", "1")
    assert lent("pinjaman", "cairkan", "MAWAR", *words).status == 0

    found = _import(lent, "transaksi", "tanggal;jenis;jumlah;pinjaman\n2026-04-05;terima;115.000;MAWAR\n")

    assert "KSM MAWAR punya beberapa pinjaman berjalan: P-0002, P-0003. Tulis nomor pinjamannya." in found.stderr


def test_members_name_their_ksm_by_code_or_name(lent):
    """As every column ``ksm`` does."""
    assert _import(lent, "anggota", "ksm;nama\nksm mawar;Siti\nMawar;Ani\n").status == 0
    assert lent("anggota", "daftar", "MAWAR", "--format", "csv").stdout.count("MAWAR") == 2


@pytest.mark.parametrize(("typed", "first"), [("bulan-hari\n", "06-01-2026"), ("hari-bulan\n", "02-03-2026")])
def test_a_terminal_asks_which_number_is_the_day(lent, typed, first):
    """Both readings are shown, and the answer is used."""
    rows = "".join(f"{day};masuk;1.000;41020\n" for day in ("01/06/2026", "01/09/2026", "02/03/2026"))
    (lent.folder / "bank.csv").write_text(f"tanggal;jenis;jumlah;akun\n{rows}", encoding="utf-8")

    got = lent("impor", "transaksi", "bank.csv", typed=typed)

    assert got.status == 0
    assert (
        "dibaca hari-bulan 02-03-2026 sampai 01-09-2026; dibaca bulan-hari 06-01-2026 sampai 03-02-2026" in got.stderr
    )
    assert f"Tanggal pertama   : {first}" in got.stdout
