"""Lists of KSM and members that grow, or are filled in later: nobody is written down twice."""

import json

import pytest

from conftest import led_once

_SITI = "K-1;Siti Contoh;P;;;"
_NIK = "3201234567890001"


@pytest.fixture
@led_once
def listed(book):
    """Return a runner beside a ledger with one KSM."""
    assert book("ksm", "tambah", "K-1", "Anggrek", "--rw", "05", "--rt", "003", "--tanggal", "2026-01-02").status == 0
    return book


def _imported(run, *rows, skip=False):
    header = "ksm;nama;jenis_kelamin;miskin;nik;usaha"
    (run.folder / "isi.csv").write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return run("impor", "anggota", "isi.csv", *(["--lewati-yang-sama"] if skip else []))


def _count(run):
    return len(json.loads(run("anggota", "daftar", "K-1", "--format", "json").stdout)["baris"])


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (_SITI, f"k-1;SITI  contoh;p;ya;{_NIK};Warung", True),
        (f"K-1;Siti Contoh;P;ya;{_NIK};Warung", _SITI, False),
        (_SITI, _SITI.casefold(), False),
    ],
    ids=["filled in", "lost", "the same"],
)
def test_facts_filled_in_later_or_lost_make_no_second_member(listed, first, second, told):
    """A finding that names the member by number; left out, new facts are told, for they are not recorded."""
    assert _imported(listed, first).status == 0
    found = _imported(listed, second)
    left_out = _imported(listed, second, skip=True)

    assert found.status == 1
    assert "Galat baris 2: sama dengan anggota nomor 1 KSM K-1" in found.stderr
    assert (left_out.status, "Dilewati: 1 baris yang sama" in left_out.stdout) == (0, True)
    assert ("danabergulir anggota ubah" in left_out.stderr) is told
    assert _count(listed) == 1


def test_a_member_of_that_name_whose_facts_are_at_odds_is_another(listed):
    """And so is one more than the books have."""
    assert _imported(listed, f"K-1;Siti Contoh;P;;{_NIK};").status == 0
    assert _imported(listed, f"K-1;Siti Contoh;P;;{_NIK[:-1]}2;").status == 0
    grown = _imported(
        listed,
        f"K-1;Siti Contoh;P;;{_NIK};",
        f"K-1;Siti Contoh;P;;{_NIK[:-1]}2;",
        "K-1;Siti Contoh;P;;;Jahit",
        skip=True,
    )

    assert grown.status == 0, grown.stderr
    assert _count(listed) == 3


def test_a_ksm_under_a_second_code_is_warned_of_and_under_the_same_refused(listed):
    """Of the same name in the same RW, however both are written."""
    header = "kode;nama;rw;rt\n"
    (listed.folder / "ksm.csv").write_text(f"{header}K-9;ANGGREK;RW 5;3\nK-8;Anggrek;6;3\n", encoding="utf-8")
    warned = listed("impor", "ksm", "ksm.csv")
    (listed.folder / "ksm.csv").write_text(f"{header}k-9;Melati;5;3\nM;Melati;5;3\nm;Mawar;5;3\n", encoding="utf-8")
    refused = listed("impor", "ksm", "ksm.csv")

    assert warned.status == 0, warned
    assert warned.stderr.count("Peringatan") == 1
    assert "baris 2: KSM K-1 di RW 05 bernama sama dengan K-9" in warned.stderr
    assert "Galat baris 2: kode KSM k-9 sudah ada di buku" in refused.stderr
    assert "Galat baris 4: kode KSM m sudah ada pada baris 3" in refused.stderr
