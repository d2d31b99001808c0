"""``kembalikan`` at the counter: what is asked, what is answered, and what the reports of the month then say."""

import json

import pytest

from conftest import led_once


@pytest.fixture
@led_once
def lent(run):
    """Return a runner beside a ledger in which KSM Anggrek paid three instalments of 118,000 at once."""
    start = "mulai --upk U --bkm B --kelurahan K --kecamatan C --kota T --provinsi P --tanggal 2024-12-31"
    (run.folder / "saldo.csv").write_text(
        "kode;debit;kredit\n11010;20.000.000;0\n11021;20.000.000;0\n31010;0;40.000.000\n", encoding="utf-8"
    )
    assert run(*start.split()).status == 0
    assert run("impor", "saldo-awal", "saldo.csv").status == 0
    group = "--rw 01 --rt 001 --jumlah-anggota 10 --jumlah-perempuan 10 --tanggal 2024-12-31"
    assert run("ksm", "tambah", "ANGGREK", "KSM Anggrek", *group.split()).status == 0
    lend = "pinjaman cairkan ANGGREK --pokok 1.200.000 --tenor 12 --tanggal 2025-01-05"
    assert run(*lend.split()).status == 0
    assert run("terima", "ANGGREK", "354.000", "--tanggal", "2025-02-05", "--ke", "11021").status == 0
    return run


def _pay_back(run, amount: str, *more: str):
    return run("kembalikan", "ANGGREK", amount, "--tanggal", "2025-02-20", *more)


def _rows(run, name: str) -> list[dict[str, object]]:
    return json.loads(run("laporan", "2025-02", "--hanya", name, "--format", "json").stdout)["baris"]


def test_what_was_paid_back_stands_in_the_reports_of_its_month(lent):
    """U-2 lists it, the bank book pays it out, and what was really received falls by it."""
    done = _pay_back(lent, "118.000", "--alasan", "dua kali", "--format", "json")
    assert done.status == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["jumlah"], told["pokok"], told["jasa"]) == (118_000, 100_000, 18_000)
    assert (told["dari"], told["saldo_pokok"], told["jatuh_tempo_berikut"]) == (
        "11021 - Bank UPK",
        1_000_000,
        "2025-04-05",
    )
    assert [row["jumlah"] for row in _rows(lent, "uang-keluar") if row["bukti"] == told["bukti"]] == [18_000, 100_000]
    (loan,) = (row for row in _rows(lent, "perkembangan") if row["kode_ksm"] == "ANGGREK")
    assert (loan["real_pokok_bulan_ini"], loan["real_jasa_bulan_ini"]) == (200_000, 36_000)
    assert lent("periksa", "--per", "2025-02-28").status == 0


def test_the_reason_is_asked_for(lent):
    """Status 2, for none and for an empty one."""
    assert _pay_back(lent, "118.000").status == 2
    refused = _pay_back(lent, "118.000", "--alasan", " ")
    assert (refused.status, refused.stderr.splitlines()[0]) == (2, "Galat: alasan belum diisi")


def test_too_much_is_refused_with_the_command_that_works(lent):
    """Status 4, and the amount named is taken."""
    refused = _pay_back(lent, "300.000", "--alasan", "x")
    assert refused.status == 4
    assert refused.stderr.splitlines() == [
        "Galat: Rp300.000 lebih banyak daripada kelebihan setoran pinjaman P-0001 pada 20-02-2025, Rp236.000",
        'Saran: Paling banyak: danabergulir kembalikan P-0001 236.000 --tanggal 2025-02-20 --alasan "..."',
    ]
    assert _pay_back(lent, "236.000", "--alasan", "x").status == 0
    assert _pay_back(lent, "Rp1", "--alasan", "x").status == 4


def test_who_is_unknown_is_not_found(lent):
    """Status 3."""
    assert lent("kembalikan", "MELATI", "118.000", "--alasan", "x").status == 3
