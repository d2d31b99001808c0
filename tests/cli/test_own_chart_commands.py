"""A chart of the UPK's own, with headings among its accounts as a village fund's template has them."""

import pytest

from conftest import START, led_once
from ledger.small_ledger import fetch

CHART = """\
kode;nama;golongan;lawan;peran
1.000;Aset;aset;;
1.100;Aset Lancar;aset;;
1.101;Kas;aset;;kas
1.102;Bank;aset;;bank
1.103;Pinjaman KSM;aset;;piutang
1.104;Perlengkapan;aset;;
1.199;Cadangan Risiko;aset;ya;cadangan
3.100;Modal;modal;;modal
4.100;Jasa;pendapatan;;pendapatan_jasa
5.100;Biaya;biaya;;
5.101;Biaya Kantor;biaya;;
5.102;Biaya Cadangan;biaya;;biaya_cadangan
"""
DAY = ("--tanggal", "2026-01-05")


@pytest.fixture
@led_once
def own(run):
    """Return a runner beside a ledger with that chart and Rp1,000,000 in the cash box."""
    (run.folder / "bagan.csv").write_text(CHART, encoding="utf-8")
    assert run(*START, "--bagan-akun", "bagan.csv").status == 0
    assert run("kas", "masuk", "3.100", "1jt", "Modal", *DAY).status == 0
    return run


@pytest.mark.parametrize(
    "words",
    [
        ("kas", "keluar", "1.100", "5.000", "Salah akun", *DAY),
        ("kas", "masuk", "1.000", "5.000", "Salah akun", *DAY),
        ("jurnal", "5.100", "3.100", "5.000", "Salah akun", *DAY),
    ],
)
def test_a_heading_takes_no_entry(own, words):
    """Refused with an account below it; nothing is recorded."""
    refused = own(*words)

    assert (refused.status, refused.stdout) == (4, "")
    assert "hanya judul kelompok" in refused.stderr
    assert "Pilih akun di bawahnya, misalnya " in refused.stderr
    assert fetch(own.ledger, "SELECT count(*) FROM voucher") == [(1,)]


def test_an_import_names_the_row_of_a_heading(own):
    """In the list of transactions and in the opening balances alike."""
    (own.folder / "kas.csv").write_text(
        "tanggal;jenis;jumlah;akun\n2026-01-05;keluar;5.000;5.101\n2026-01-05;keluar;5.000;5.100\n", encoding="utf-8"
    )
    (own.folder / "awal.csv").write_text("kode;debit;kredit\n1.100;5.000;\n3.100;;5.000\n", encoding="utf-8")

    for kind, file, line in (("transaksi", "kas.csv", 3), ("saldo-awal", "awal.csv", 2)):
        refused = own("impor", kind, file)
        assert refused.status == 1
        assert f"baris {line}: akun " in refused.stderr
        assert "hanya judul kelompok" in refused.stderr


def test_an_account_with_entries_stays_in_use_when_others_are_put_below_it(own):
    """What was booked on it has to stay where it is; it can still be corrected there."""
    assert own("kas", "keluar", "1.104", "5.000", "Ember", *DAY).status == 0
    assert own("akun", "tambah", "1.104.01", "Perlengkapan Kantor", "--golongan", "aset", *DAY).status == 0

    assert own("kas", "keluar", "1.104", "5.000", "Sapu", *DAY).status == 0
    assert own("kas", "keluar", "1.104.01", "5.000", "Meja", *DAY).status == 0
