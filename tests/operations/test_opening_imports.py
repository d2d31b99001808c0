"""Savings and letters from before the ledger was opened."""

import json
import re

import pytest

from conftest import led_once

_OPENING = "kode;debit;kredit\n11010;1.000.000;\n11030;5.000.000;\n21020;;400.000\n31010;;5.600.000\n"
_LOAN = "nomor;ksm;tanggal_cair;pokok;tenor;jasa_persen\nP-0001;K01;2025-03-01;5.000.000;10;1,5\n"


@pytest.fixture
@led_once
def old(book):
    """Return a runner beside a ledger with two KSM, one loan that never paid, and savings not told apart."""
    files = {
        "saldo-awal": _OPENING,
        "ksm": "kode;nama;rw;rt\nK01;Mawar;05;001\nK02;Melati;05;002\n",
        "anggota": "ksm;nama\nK02;Ani Contoh\nK02;Wati Contoh\n",
        "pinjaman": _LOAN,
    }
    for kind, text in files.items():
        assert _imported(book, kind, text).status == 0
    return book


def _imported(run, kind, text):
    (run.folder / f"{kind}.csv").write_text(text, encoding="utf-8")
    return run("impor", kind, f"{kind}.csv")


def _listed(run, *words):
    return json.loads(run(*words, "--format", "json").stdout)["baris"]


def test_savings_of_the_opening_stand_on_the_cards(old):
    """Several rows of a KSM are one card; the books stay sound, and what was saved before can be taken out."""
    done = _imported(old, "tabungan", "ksm;jumlah;anggota\nmawar;150.000;\nK02;100.000;ani contoh\nMelati;150.000;2\n")
    assert done.status == 0, done.stderr

    cards = [(line["ksm"], line["saldo"]) for line in _listed(old, "tabungan", "daftar", "--per", "2025-12-31")]
    assert cards == [("K01", 150_000), ("K02", 250_000)]
    assert old("periksa", "--per", "2025-12-31").status == 0
    assert old("tabungan", "ambil", "MELATI", "250.000", "--dari", "11010", "--tanggal", "2026-01-05").status == 0


@pytest.mark.parametrize(("amount", "said"), [("300.000", "kurang Rp100.000"), ("500.000", "lebih Rp100.000")])
def test_savings_that_are_not_the_account_are_refused(old, amount, said):
    """More and less than the opening balance are named with the difference, and nothing is recorded."""
    before = old.ledger.read_bytes()
    refused = _imported(old, "tabungan", f"ksm;jumlah\nK01;{amount}\n")

    assert refused.status == 1
    assert said in refused.stderr
    assert old.ledger.read_bytes() == before


def test_savings_are_taken_in_once(old):
    """A second list finds nothing left to tell apart."""
    assert _imported(old, "tabungan", "ksm;jumlah\nK01;400.000\n").status == 0
    again = _imported(old, "tabungan", "ksm;jumlah\nK02;400.000\n")

    assert again.status == 1
    assert "yang belum dirinci Rp0" in again.stderr


def test_a_ksm_that_has_had_the_second_letter_is_due_the_third(old):
    """Letters of before run on the ladder: the next level is proposed once the days to answer are over."""
    header = "pinjaman;tingkat;tanggal;nomor;batas_tanggapan"
    letters = ("Mawar;2;2025-09-01;12/UPK/2025;2025-09-20", "P-0001;1;2025-06-01;;")
    assert _imported(old, "sanksi", "\n".join((header, *letters))).status == 0

    found = {line["status"]: line for line in _listed(old, "sanksi", "daftar", "--per", "2025-12-31")}
    assert found["diusulkan"]["tingkat"] == 3
    assert (found["terbit"]["tingkat"], found["terbit"]["nomor"]) == (2, "S-0002")
    assert old("sanksi", "terbitkan", "--per", "2026-01-10", "--ke", "surat").status == 0
    assert old("periksa", "--per", "2026-01-31").status == 0
    history = _listed(old, "sanksi", "riwayat", "K01", "--per", "2026-01-31")
    assert [(line["nomor"], line["peristiwa"]) for line in history] == [
        ("S-0001", "terbit"),
        ("S-0001", "naik"),
        ("S-0002", "terbit"),
        ("S-0002", "naik"),
        ("S-0003", "terbit"),
    ]


def test_paying_the_arrears_of_an_old_letter_ends_it(old):
    """Nothing counts as recovered at the opening; what is paid afterwards does, and the letter is fulfilled."""
    assert _imported(old, "sanksi", "pinjaman;tingkat;tanggal\nP-0001;1;2025-05-10\n").status == 0
    before = _listed(old, "sanksi", "daftar", "--per", "2026-01-05", "--status", "terbit")
    assert old("terima", "K01", "1.150.000", "--tanggal", "2026-01-06").status == 0
    after = _listed(old, "sanksi", "daftar", "--per", "2026-01-06", "--status", "dipenuhi")

    assert [line["nomor"] for line in before] == [line["nomor"] for line in after] == ["S-0001"]
    effect = json.loads(old("laporan", "2026-01", "--hanya", "sanksi", "--format", "json").stdout)["baris"]
    assert all(line["status"] != "terbit" for line in effect)


_LETTER = "P-0001;1;2025-05-10;"


def test_a_letter_is_taken_in_once(old):
    """In a list that has grown it is a finding that names it, or left out; in one list it stands once."""
    header = "pinjaman;tingkat;tanggal;nomor\n"
    first = _imported(old, "sanksi", f"{header}{_LETTER}\n")
    assert "Tanggal pertama   : 10-05-2025" in first.stdout, first
    (old.folder / "sanksi.csv").write_text(f"{header}{_LETTER}\nP-0001;2;2025-06-10;\n", encoding="utf-8")
    refused = old("impor", "sanksi", "sanksi.csv")
    grown = old("impor", "sanksi", "sanksi.csv", "--lewati-yang-sama")
    twice = _imported(old, "sanksi", f"{header}P-0001;3;2025-07-10;\nk01;3;10-07-2025;x\n")

    told = "Galat baris 2: Surat Teguran I pinjaman P-0001 tanggal 10-05-2025 sudah ada: S-0001. "
    assert (refused.status, told in refused.stderr) == (1, True), refused
    assert (grown.status, "Dilewati: 1 baris yang sama." in grown.stdout) == (0, True), grown
    assert (twice.status, "tanggal 10-07-2025 sudah ada: baris 2. " in twice.stderr) == (1, True), twice


def test_letters_whose_days_may_be_months_are_asked_about(old):
    """As receipts and loans are."""
    rows = "P-0001;1;05/03/2025\nP-0001;2;05/12/2025\nP-0001;3;05/06/2025\n"
    refused = _imported(old, "sanksi", f"pinjaman;tingkat;tanggal\n{rows}")
    told = old("impor", "sanksi", "sanksi.csv", "--urutan-tanggal", "bulan-hari")

    assert (refused.status, "--urutan-tanggal" in refused.stderr) == (1, True)
    assert re.search("Tanggal terakhir +: 12-05-2025", told.stdout), told
