"""``anggota ubah``: dated versions of members."""

import json

import pytest

from conftest import led_once


@pytest.fixture
@led_once
def members(book):
    """Return a book with a KSM of two members."""
    book("ksm", "tambah", "MAWAR", "KSM Mawar", "--rw", "05", "--rt", "001", "--tanggal", "2025-12-31")
    for name, nik in (("Siti Contoh", "3273014505800001"), ("Wati Contoh", "3273014505800002")):
        assert book("anggota", "tambah", "MAWAR", name, "--nik", nik, "--tanggal", "2026-01-01").status == 0
    return book


def _listed(book, day):
    lines = json.loads(book("anggota", "daftar", "MAWAR", "--per", day, "--format", "json").stdout)["baris"]
    return [(line["nama"], line["miskin"], line["usaha"], line["omset"]) for line in lines]


def test_reports_of_earlier_days_keep_what_was_so_then(members):
    """The member by number, by name, or by part of it."""
    first = members("anggota", "ubah", "MAWAR", "1", "--miskin", "ya", "--omset", "1jt", "--tanggal", "2026-02-01")
    second = members(
        "anggota", "ubah", "MAWAR", "siti", "--omset", "2jt", "--usaha", "warung", "--tanggal", "2026-05-01"
    )

    assert first.stdout == "Anggota nomor 1 KSM MAWAR diubah: Siti Contoh.\n"
    assert second.status == 0
    seen = {day: _listed(members, day)[0] for day in ("2026-01-31", "2026-04-30", "2026-05-01")}
    assert seen == {
        "2026-01-31": ("Siti Contoh", "", "", None),
        "2026-04-30": ("Siti Contoh", "ya", "", 1_000_000),
        "2026-05-01": ("Siti Contoh", "ya", "warung", 2_000_000),
    }


def test_a_member_keeps_the_number_under_a_new_name(members):
    """And nothing changed is said."""
    assert members("anggota", "ubah", "MAWAR", "2", "--nama", "Wati Baru", "--tanggal", "2026-02-01").status == 0
    assert [name for name, *_ in _listed(members, "2026-02-01")] == ["Siti Contoh", "Wati Baru"]
    before = members.ledger.read_bytes()
    assert members("anggota", "ubah", "MAWAR", "2", "--nama", "Wati Baru").stdout.startswith("Tidak ada yang diubah")
    assert members.ledger.read_bytes() == before


def test_what_cannot_be_so_is_refused(members):
    """A NIK of somebody else, a day before the last version, a member who left, words that fit two."""
    taken = members("anggota", "ubah", "MAWAR", "1", "--nik", "3273014505800002")
    assert (taken.status, "3273014505800002" in taken.stderr) == (4, False)
    members("anggota", "ubah", "MAWAR", "1", "--miskin", "ya", "--tanggal", "2026-03-01")
    early = members("anggota", "ubah", "MAWAR", "1", "--miskin", "tidak", "--tanggal", "2026-02-01")
    assert (early.status, "--tanggal 2026-03-01" in early.stderr) == (4, True)
    assert members("anggota", "ubah", "MAWAR", "contoh", "--miskin", "ya").status == 3
    assert members("anggota", "keluar", "MAWAR", "2", "--tanggal", "2026-04-01").status == 0
    assert members("anggota", "ubah", "MAWAR", "2", "--miskin", "ya").status == 3
    assert members("anggota", "ubah", "MAWAR", "1").status == 2


def test_nik_in_use_by_the_member_itself_is_no_fault(members):
    """The same NIK with another fact changed is a version like any other."""
    done = members("anggota", "ubah", "MAWAR", "1", "--nik", "3273014505800001", "--usaha", "warung")
    assert done.status == 0, done.stderr
