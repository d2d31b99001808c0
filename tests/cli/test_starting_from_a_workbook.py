"""``mulai --dari``, ``kelengkapan`` and ``banding``: from a treasurer's workbook to a book that she believes."""

import json
import shutil
from datetime import date

import pytest

from danabergulir.operations.book import show_profile
from example_workbook import PATH
from workbook_shapes import save

TODAY = date(2026, 11, 21)
_PLACE = ("--bkm", "BKM Melati Jaya", "--kelurahan", "Sukamaju", "--kecamatan", "Cibening", "--kota", "Kota Cahaya")
_HEAD = ("NAMA KSM", "RW", "TGL CAIR", "POKOK", "JW", "JASA %", "REALISASI POKOK", "REALISASI JASA", "SALDO")
_MAWAR = ("Mawar", "05", date(2025, 3, 20), 5_000_000, 10, 0.015, 1_000_000, 150_000, 4_000_000)
_MELATI = ("Melati", "07", date(2025, 5, 20), 6_000_000, 12, 0.015, 0, 0, 6_000_000)
_BALANCES = [
    ["NERACA SALDO PER 31 DESEMBER 2025"],
    ["KODE", "NAMA AKUN", "DEBET", "KREDIT"],
    [11010, "Kas", 1_000_000, None],
    [11030, "Pinjaman KSM", 10_000_000, None],
    [31010, "Modal awal", None, 11_000_000],
]
_TITLE = [
    ["UPK MELATI - BKM MELATI JAYA"],
    ["KELURAHAN SUKAMAJU KECAMATAN CIBENING KOTA CAHAYA"],
    ["Provinsi : Jawa Barat"],
    ["DAFTAR PINJAMAN PER 31 DESEMBER 2025"],
    [],
]
_SIGNED = [[], [None, "Manajer UPK", None, "Koordinator BKM"], [], [], [None, "( Siti Contoh )", None, "Budi Contoh"]]


def _workbook(run, *loans, **more):
    sheets = {"Pinjaman": [*_TITLE, _HEAD, *(loans or (_MAWAR, _MELATI)), *_SIGNED], "Neraca": _BALANCES, **more}
    return save(sheets, run.folder / "buku.xlsx")


def _loans(run):
    lines = json.loads(run("pinjaman", "daftar", "--per", "2025-12-31", "--format", "json").stdout)["baris"]
    return [(line["ksm"], line["saldo_pokok"]) for line in lines]


def test_a_workbook_that_says_everything_is_asked_nothing(run):
    """The profile, the day, who signs and the loans, all in one go and without a question."""
    _workbook(run)
    done = run("mulai", "--dari", "buku.xlsx", "--ya")

    assert done.status == 0, done.stderr
    assert 'Nama UPK: UPK Melati (lembar "Pinjaman" sel A1)' in done.stderr
    profile = show_profile(run.ledger, TODAY)
    assert (profile.upk, profile.board, profile.kelurahan, profile.kecamatan, profile.city, profile.province) == (
        *("UPK Melati", "BKM Melati Jaya", "Sukamaju", "Cibening", "Kota Cahaya", "Jawa Barat"),
    )
    assert dict(profile.officers) == {"Manajer UPK": "Siti Contoh", "Koordinator BKM": "Budi Contoh"}
    assert _loans(run) == [("Mawar", 4_000_000), ("Melati", 6_000_000)]
    assert run("periksa").status == 0


def test_what_it_does_not_say_is_asked_once_and_shown_before_anything_is_made(run):
    """A number asks for that fact again and keeps the rest."""
    shutil.copy(PATH, run.folder / "buku.xlsx")
    typed = "Jawa Tengah\n6\nJawa Barat\nya\n1\n1\nya\n"
    done = run("mulai", "--dari", "buku.xlsx", *_PLACE, typed=typed)

    assert done.status == 0, done.stderr
    assert done.stderr.count("Nama UPK: ") == 3  # what was found, and the two times that the book is shown
    assert "  6. Provinsi: Jawa Tengah\n" in done.stderr
    assert show_profile(run.ledger, TODAY).province == "Jawa Barat"
    assert [loan for loan in _loans(run) if loan[0] == "Seroja"] == [("Seroja", 8_250_000)]


@pytest.mark.parametrize("refused", ["tidak\nbatal\n", "ya\ntidak\n"])
def test_a_no_leaves_no_ledger(run, refused):
    """Neither at the profile nor after what was understood."""
    _workbook(run)
    assert run("mulai", "--dari", "buku.xlsx", typed=refused).status == 4
    assert not run.ledger.exists()


def test_a_refused_workbook_leaves_no_ledger(run):
    """Loans that are not those of the balance sheet, open questions, a folder: nothing stands there."""
    _workbook(run, _MAWAR)
    refused = run("mulai", "--dari", "buku.xlsx", "--ya")
    assert (refused.status, "saldo pokok pinjaman yang diimpor Rp4.000.000" in refused.stderr) == (1, True)
    _workbook(run, _MAWAR, (*_MELATI[:2], "kemarin dulu", *_MELATI[3:]))
    assert run("mulai", "--dari", "buku.xlsx", "--ya").status == 1
    (run.folder / "kosong").mkdir()
    assert run("mulai", "--dari", "kosong", "--ya").status == 2
    assert not list(run.folder.glob("*.db*"))


def test_a_ledger_that_stands_there_is_said_before_anything_is_asked(book):
    """Nobody types seven facts for nothing."""
    _workbook(book)
    refused = book("mulai", "--dari", "buku.xlsx", typed="ya\n")
    assert refused.status == 5
    assert "file sudah ada" in refused.stderr


def test_without_a_terminal_the_missing_option_is_named(run):
    """The workbook says no province."""
    shutil.copy(PATH, run.folder / "buku.xlsx")
    refused = run("mulai", "--dari", "buku.xlsx", *_PLACE, "--ya")
    assert (refused.status, "--provinsi" in refused.stderr) == (2, True)


def test_heads_of_the_rw_and_the_inventory_come_along(run):
    """Sheets of their own, as they are kept."""
    heads = [
        ["DAFTAR KETUA RW"],
        ["NO", "RW", "NAMA", "NO HP"],
        [1, 5, "Pak Contoh", "0812345678"],
        [2, "07", "Bu Contoh"],
    ]
    things = [
        ["INVENTARIS"],
        ["NAMA BARANG", "TGL BELI", "HARGA", "UMUR (BULAN)"],
        ["Laptop", date(2025, 1, 20), 6_000_000, 48],
    ]
    _workbook(run, **{"Ketua RW": heads, "Inventaris": things})
    done = run("mulai", "--dari", "buku.xlsx", "--ya")

    assert done.status == 0, done.stderr
    listed = json.loads(run("rw", "daftar", "--per", "2025-12-31", "--format", "json").stdout)["baris"]
    assert [(line["rw"], line["ketua"]) for line in listed] == [("05", "Pak Contoh"), ("07", "Bu Contoh")]
    assert "Laptop" in run("aset", "daftar", "--per", "2025-12-31").stdout


def _parts(run):
    lines = json.loads(run("kelengkapan", "--format", "json").stdout)["baris"]
    return {line["bagian"]: (line["keadaan"], line["perintah"]) for line in lines}


def test_what_is_missing_is_told_with_the_command_until_it_is_there(run):
    """Every command of the page, followed, fills its line."""
    _workbook(run)
    done = run("mulai", "--dari", "buku.xlsx", "--ya")
    assert "Cocokkan dengan laporan di kertas per 31-12-2025:" in done.stdout
    assert "Perintah berikut: danabergulir profil ubah" in done.stdout
    missing = {part for part, (state, _) in _parts(run).items() if state == "belum"}
    assert missing == {
        *("Pengurus", "Tanda tangan laporan", "Alamat kantor", "Ketua KSM", "Telepon KSM", "Ketua RW", "Anggota"),
    }

    run("profil", "ubah", "--petugas", "Lurah=Ani Contoh", "--tanda-tangan", "Manajer UPK", "--alamat", "Jl. Kenanga 7")
    for code in ("K01", "K02"):
        assert run("ksm", "ubah", code, "--ketua", "Ibu Contoh", "--telepon", "0812345678").status == 0
        assert run("anggota", "tambah", code, "Ibu Contoh").status == 0
    for rw in ("05", "07"):
        assert run("rw", "tambah", rw, "--ketua", "Pak Contoh").status == 0
    assert {part for part, (state, _) in _parts(run).items() if state == "belum"} == {"Daftar miskin (PS-2)"}
    assert _parts(run)["Daftar miskin (PS-2)"][1] == "danabergulir anggota ubah K01 1 --miskin ya"
    for code in ("K01", "K02"):
        assert run("anggota", "ubah", code, "1", "--miskin", "tidak").status == 0
    assert not {part for part, (state, _) in _parts(run).items() if state == "belum"}


@pytest.mark.parametrize(("paid", "wanted"), [(9, False), (8, True)], ids=["on time at the opening", "behind then"])
def test_letters_from_before_are_asked_for_of_who_was_behind_at_the_opening(run, paid, wanted):
    """Ten instalments from April on, nine due by then; who falls behind later gets its letters from the book."""
    principal = paid * 500_000
    mawar = (*_MAWAR[:6], principal, paid * 75_000, 5_000_000 - principal)
    save({"Pinjaman": [*_TITLE, _HEAD, mawar, *_SIGNED]}, run.folder / "buku.xlsx")
    assert run("mulai", "--dari", "buku.xlsx", "--ya").status == 0

    assert ("Surat teguran lama" in _parts(run)) is wanted
    assert ("1 pinjaman menunggak per 31-12-2025" in " ".join(run("kelengkapan").stdout.split())) is wanted


def test_an_empty_book_is_told_where_to_begin(book):
    """Balances first."""
    told = book("kelengkapan")
    assert told.status == 0
    assert "Perintah berikut: danabergulir impor saldo-awal FILE" in told.stdout


def _compared(run, *words):
    done = run("banding", "buku.xlsx", *words, "--format", "json")
    lines = json.loads(done.stdout)["baris"]
    return done, {(line["bagian"], line["pos"]): (line["lama"], line["baru"], line["selisih"]) for line in lines}


def test_the_old_report_beside_the_new_book_agrees_figure_by_figure(run):
    """Balances of accounts and of every KSM, with their sums."""
    _workbook(run)
    assert run("mulai", "--dari", "buku.xlsx", "--ya").status == 0
    done, lines = _compared(run)

    assert done.status == 0, done.stderr
    assert lines == {
        ("akun", "11010 Kas"): (1_000_000, 1_000_000, 0),
        ("akun", "11030 Pinjaman KSM"): (10_000_000, 10_000_000, 0),
        ("akun", "31010 Modal Awal Dana Bergulir"): (11_000_000, 11_000_000, 0),
        ("saldo KSM", "K01 Mawar"): (4_000_000, 4_000_000, 0),
        ("saldo KSM", "K02 Melati"): (6_000_000, 6_000_000, 0),
        ("saldo KSM", "JUMLAH"): (10_000_000, 10_000_000, 0),
    }


def test_every_difference_is_shown_with_its_cell_and_the_status_says_so(run):
    """Arrears as her paper has them, a wrong balance, a KSM that only the paper knows."""
    _workbook(run)
    assert run("mulai", "--dari", "buku.xlsx", "--ya").status == 0
    head = (*_HEAD, "TUNGGAKAN POKOK", "TUNGGAKAN JASA")
    rows = [
        ["PER 31 DESEMBER 2025"],
        head,
        (*_MAWAR, 3_500_000, 525_000),
        (*_MELATI[:6], 500_000, 0, 5_500_000, 3_500_000, 630_000),
        ("Dahlia", "01", date(2025, 6, 20), 2_000_000, 10, 0.015, 0, 0, 2_000_000, 0, 0),
    ]
    save({"LPP": rows}, run.folder / "buku.xlsx")
    done, lines = _compared(run, "--hanya-selisih", "--per", "2025-12")

    assert done.status == 1
    assert "angka berbeda dengan laporan lama" in done.stderr
    assert ("tunggakan pokok", "K01 Mawar") not in lines
    assert lines["saldo KSM", "K02 Melati"] == (5_500_000, 6_000_000, 500_000)
    assert lines["saldo KSM", "Dahlia"] == (2_000_000, 0, -2_000_000)
    assert "LPP I4" in run("banding", "buku.xlsx").stdout


def test_a_comparison_needs_a_day_that_the_book_knows_and_something_to_compare(run):
    """A report of before the opening is refused, a file with no figures too."""
    _workbook(run)
    assert run("mulai", "--dari", "buku.xlsx", "--ya").status == 0
    assert run("banding", "buku.xlsx", "--per", "2025-11").status == 4
    save({"Catatan": [["rapat"]]}, run.folder / "lain.xlsx")
    assert run("banding", "lain.xlsx").status == 1
    assert run("banding", "tidak-ada.xlsx").status == 2


def test_a_doubt_that_was_answered_is_not_told_again(run):
    """Of the file that filled the book; of any other it is, for nobody has answered it."""
    doubtful = (*_MELATI[:3], "6,000,000", *_MELATI[4:])
    _workbook(run, _MAWAR, doubtful)
    asked = run("mulai", "--dari", "buku.xlsx", "--ya", typed="1\n")
    assert asked.status == 0, asked.stderr
    assert asked.stderr.index("1 hal belum jelas; ditanyakan di bawah tabel ini.") < asked.stderr.index("sel D8")
    assert "koma dibaca sebagai pemisah ribuan" not in run("banding", "buku.xlsx").stderr

    _workbook(run, _MAWAR, doubtful, Catatan=[["lain"]])
    assert "koma dibaca sebagai pemisah ribuan" in run("banding", "buku.xlsx").stderr


def test_letters_of_before_are_asked_for_by_the_arrears_of_the_opening(run):
    """The same day as the figures below them: what fell due since is no old letter's business, on whatever day."""
    paid_up = ("Seroja", "05", date(2025, 11, 20), 5_000_000, 10, 0.015, 500_000, 75_000, 4_500_000)
    _workbook(
        run,
        paid_up,
        Neraca=[*_BALANCES[:3], [11030, "Pinjaman KSM", 4_500_000, None], [31010, "Modal awal", None, 5_500_000]],
    )
    done = run("mulai", "--dari", "buku.xlsx", "--ya")

    assert done.status == 0, done.stderr
    assert "menunggak" not in done.stdout
    assert "Surat teguran" not in run("kelengkapan", "--per", "2026-11-21").stdout


_TWO_SIDES = [
    ["NERACA PER 31 DESEMBER 2025"],
    ["AKTIVA", "Jumlah", "PASIVA", "Jumlah"],
    ["Kas", 1_000_000, "Modal Awal", 11_000_000],
    ["Pinjaman KSM", 10_000_000, None, None],
    ["Jumlah", 11_000_000, "Jumlah", 11_000_000],
]


def test_a_balance_sheet_with_names_on_two_sides_is_read(run):
    """Without a code; a part of a name is answered by the account that has it."""
    _workbook(run, Neraca=_TWO_SIDES)
    done = run("mulai", "--dari", "buku.xlsx", typed="ya\n1\nya\n")

    assert done.status == 0, done.stderr
    assert 'akun "Modal Awal": akun ini tidak ada dalam bagan akun; mungkin 31010 - Modal Awal' in done.stderr
    assert "Baris Jumlah" in done.stdout
    rows = json.loads(run("laporan", "2025-12", "--hanya", "neraca", "--format", "json").stdout)["baris"]
    assert {row["kode"]: row["saldo"] for row in rows if row["kode"] in {"11010", "11030", "31010"}} == {
        "11010": 1_000_000,
        "11030": 10_000_000,
        "31010": 11_000_000,
    }
    compared = run("banding", "buku.xlsx")
    assert (compared.status, "6 dari 6 angka sama" in compared.stdout) == (0, True), compared.stdout


_ASKED = ("mulai", "--dari", "buku.xlsx")


def test_who_says_no_in_the_end_keeps_every_answer_but_the_wrong_one(run):
    """It is asked again, and a slip of the finger is neither yes nor no."""
    loans = [(*_MAWAR[:2], "20 Mar", *_MAWAR[3:]), (*_MELATI[:2], "20 Mei", *_MELATI[3:])]
    _workbook(run, *loans, Neraca=_TWO_SIDES)
    done = run(*_ASKED, typed="ya\n2\n1\n1\ntidak\n9\n1\n1\nya\n")

    assert done.status == 0, done.stderr
    assert '  1. lembar "Pinjaman" sel C7 "20 Mar": 20-03-2024\n  2. lembar "Neraca" sel C3' in done.stderr
    assert done.stderr.count('akun "Modal Awal"') == 1
    listed = json.loads(run("pinjaman", "daftar", "--per", "2025-12-31", "--format", "json").stdout)["baris"]
    assert [line["tanggal_cair"] for line in listed] == ["2025-03-20", "2025-05-20"]


def test_who_breaks_off_in_the_end_may_keep_the_answers_in_a_file(run):
    """With which the same command goes on; nothing is recorded before."""
    _workbook(run, Neraca=_TWO_SIDES)
    broken = run(*_ASKED, typed="ya\n1\ntidak\nbatal\njawaban.toml\n")
    assert broken.status == 4
    assert (
        "Galat: buku tidak dibuat\nSaran: Tidak ada yang diubah. Lanjutkan dengan: --peta jawaban.toml" in broken.stderr
    )
    assert not run.ledger.exists()

    assert run(*_ASKED, "--ya", "--peta", "jawaban.toml").status == 0


def test_who_says_no_and_was_asked_nothing_leaves_nothing(run):
    """As every question for a yes."""
    _workbook(run)
    refused = run(*_ASKED, typed="ya\ntidak\n")
    assert (refused.status, run.ledger.exists()) == (4, False)
    assert "Galat: buku tidak dibuat\nSaran: Tidak ada yang diubah." in refused.stderr
