"""What the books cannot mean is refused at recording, or recorded with a warning, from the keyboard on."""

import pytest

from conftest import led_once

_MARCH = ("--tanggal", "2026-03-02")


@pytest.fixture
@led_once
def lent(book):
    """Return a runner beside a ledger opened on 1 January 2026 in which Mawar borrowed 3,000,000."""
    who = ("--rw", "05", "--rt", "003", "--jumlah-anggota", "10", "--jumlah-perempuan", "10")
    assert book("ksm", "tambah", "MAWAR", "KSM Mawar", *who, "--tanggal", "2026-01-02").status == 0
    assert book("kas", "masuk", "31010", "20jt", "Modal", "--tanggal", "2026-01-02").status == 0
    loan = ("--pokok", "3jt", "--tenor", "10", "--tanggal", "2026-01-05")
    assert book("pinjaman", "cairkan", "MAWAR", *loan).status == 0
    return book


@pytest.mark.parametrize(
    "words",
    [
        ("jurnal", "12021", "41020", "9jt", "Salah"),
        ("jurnal", "12010", "31010", "1", "Salah"),
        ("kas", "masuk", "12010", "1jt", "Cadangan"),
        ("kas", "keluar", "51080", "1jt", "Cadangan"),
        ("kas", "keluar", "21010", "1jt", "Bayar hutang"),
        ("kas", "masuk", "12020", "1jt", "Jual lemari"),
        ("kas", "masuk", "41010", "45.000", "Jasa Mawar"),
    ],
    ids=" ".join,
)
def test_what_the_accounts_cannot_mean_is_refused_unless_insisted_on(lent, words):
    """Two lines and status 4, nothing recorded; with --tetap it is, with a warning, and no check fails by it."""
    refused = lent(*words, *_MARCH)
    assert (refused.status, refused.stdout, refused.stderr.count("\n")) == (4, "", 2)
    assert "ulangi dengan --tetap" in refused.stderr
    insisted = lent(*words, *_MARCH, "--tetap")
    assert insisted.status == 0
    assert "karena --tetap" in insisted.stderr
    assert lent("periksa").status == 0


def test_a_month_with_jasa_by_hand_is_closed(lent):
    """The reconciliation names it, so that both figures agree."""
    assert lent("kas", "masuk", "41010", "45.000", "Jasa lama", *_MARCH, "--tetap").status == 0
    report = lent("laporan", "2026-03", "--hanya", "rekonsiliasi", "--format", "csv")
    assert "di laporan perkembangan + yang dicatat tanpa pinjaman;45000;45000;0;cocok" in report.stdout
    assert lent("tutup", "bulan", "2026-03", "--biarkan-cadangan").status == 0


def test_an_account_takes_nothing_before_the_day_since_which_it_is_said_to_exist(lent):
    """By hand and by a file; the earliest day is named."""
    new = ("akun", "tambah", "51090", "Biaya Listrik", "--golongan", "biaya", "--tanggal", "2026-03-10")
    assert lent(*new).status == 0
    refused = lent("kas", "keluar", "51090", "1.000", "Listrik", *_MARCH)
    assert refused.status == 4
    assert "akun 51090 Biaya Listrik baru ada sejak 10-03-2026" in refused.stderr
    assert "--tanggal 2026-03-10" in refused.stderr
    (lent.folder / "t.csv").write_text(
        "tanggal;jenis;jumlah;akun;keterangan\n2026-03-02;keluar;1000;51090;Listrik\n", encoding="utf-8"
    )
    found = lent("impor", "transaksi", "t.csv")
    assert (found.status, "baru ada sejak 10-03-2026" in found.stdout + found.stderr) == (1, True)


def test_a_sub_account_says_of_which_account_it_makes_a_heading(lent):
    """An idle account over it takes no more entries; one in use does, and nothing is said."""
    below = ("--golongan", "biaya", *_MARCH)
    idle = lent("akun", "tambah", "520101", "Biaya Pajak", *below)
    assert idle.status == 0
    assert "akun 52010 - Biaya Non Operasional kini judul kelompok di atas 520101" in idle.stderr
    assert lent("kas", "keluar", "51030", "1.000", "ATK", *_MARCH).status == 0
    used = lent("akun", "tambah", "510301", "Kertas", *below)
    assert (used.status, used.stderr) == (0, "")


@pytest.mark.parametrize("option", ["--rw", "--rt"])
def test_a_place_below_nil_is_refused(lent, option):
    """A minus before the number is no place; a word is one."""
    words = {"--rw": "05", "--rt": "003", option: "-1"}
    refused = lent("ksm", "tambah", "K2", "Melati", *(word for pair in words.items() for word in pair))
    assert refused.status == 2
    assert f"{option}: nomor RW atau RT paling sedikit 1" in refused.stderr
    assert lent("ksm", "ubah", "MAWAR", option, "RT-1").status == 0


@pytest.mark.parametrize("code", ["P-0001", "p-0042", "BKM-2026-0001", "S-0001", "INV-001"])
def test_a_ksm_is_not_called_like_a_number_of_the_book(lent, code):
    """Or nobody knows which is meant; the same by a file."""
    refused = lent("ksm", "tambah", code, "Melati", "--rw", "05", "--rt", "003")
    assert (refused.status, "mirip nomor pinjaman atau bukti" in refused.stderr) == (2, True)
    (lent.folder / "ksm.csv").write_text(f"kode;nama;rw;rt\n{code};Melati;05;003\n", encoding="utf-8")
    assert lent("impor", "ksm", "ksm.csv").status == 1


def test_a_second_ksm_of_the_same_name_is_doubted(lent):
    """Recorded, with a warning that names the other; by a change and by a file too."""
    place = ("--rw", "05", "--rt", "003")
    second = lent("ksm", "tambah", "K2", "ksm  MAWAR", *place)
    assert (second.status, "sudah dipakai KSM MAWAR" in second.stderr) == (0, True)
    assert lent("ksm", "tambah", "K3", "Melati", *place).stderr == ""
    renamed = lent("ksm", "ubah", "K3", "--nama", "KSM Mawar")
    assert (renamed.status, "sudah dipakai KSM MAWAR" in renamed.stderr) == (0, True)
    (lent.folder / "ksm.csv").write_text("kode;nama;rw;rt\nK4;KSM Mawar;05;003\n", encoding="utf-8")
    found = lent("impor", "ksm", "ksm.csv")
    assert (found.status, "KSM MAWAR di RW 05 bernama sama dengan K4" in found.stderr) == (0, True)


@pytest.mark.parametrize(
    "words",
    [
        ("ksm", "ubah", "MAWAR", "--rw", "5"),
        ("akun", "ubah", "51030", "--nama", "ATK / Biaya Kantor"),
        ("profil", "ubah", "--alamat", ""),
    ],
    ids=" ".join,
)
def test_a_change_to_what_is_so_already_says_that_nothing_changed(lent, words):
    """And status 0: it is as was asked."""
    same = lent(*words)
    assert (same.status, "Tidak ada yang diubah" in same.stdout + same.stderr) == (0, True)
    assert "diubah:" not in same.stdout.replace("Tidak ada yang diubah:", "")


@pytest.fixture
@led_once
def opened(book):
    """Return a runner beside a ledger in which everything happens on the day of the opening balances."""
    (book.folder / "saldo.csv").write_text("kode;debit;kredit\n11010;20000000;0\n31010;0;20000000\n", encoding="utf-8")
    assert book("impor", "saldo-awal", "saldo.csv").status == 0
    who = ("--rw", "05", "--rt", "003", "--jumlah-anggota", "10", "--jumlah-perempuan", "10")
    assert book("ksm", "tambah", "MAWAR", "KSM Mawar", *who, "--tanggal", _OPENED).status == 0
    assert book("kas", "setor", "1jt", "--tanggal", _OPENED).status == 0
    assert book("pinjaman", "cairkan", "MAWAR", "--pokok", "3jt", "--tenor", "10", "--tanggal", _OPENED).status == 0
    return book


_OPENED = "2025-12-31"


@pytest.mark.parametrize(
    "words",
    [
        ("kas", "masuk", "41020", "1.000", "Bunga"),
        ("kas", "keluar", "51030", "1.000", "ATK"),
        ("kas", "setor", "1.000"),
        ("kas", "tarik", "1.000"),
        ("jurnal", "51030", "11010", "1.000", "ATK"),
        ("terima", "MAWAR", "45.000"),
        ("tabungan", "setor", "MAWAR", "5.000"),
        ("pinjaman", "lunasi", "P-0001", "--ya"),
        ("pinjaman", "hapus-buku", "P-0001", "--ba", "1"),
        ("pinjaman", "jadwal-ulang", "P-0001", "--tenor", "5", "--ba", "1"),
    ],
    ids=" ".join,
)
def test_every_event_on_the_opening_day_is_doubted_in_a_pipe(opened, words):
    """Recorded, status 0, and a warning: the opening balances may hold it already."""
    done = opened(*words, "--tanggal", _OPENED)
    assert done.status == 0
    assert done.stderr.count("adalah tanggal saldo awal; periksa apakah kejadian ini sudah termasuk") == 1
