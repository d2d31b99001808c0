"""Who was reached: members of the KSM that borrowed, by RW; what is not written down is a column of its own."""

import csv
import json
from io import StringIO

import pytest

from conftest import led_once


@pytest.fixture
@led_once
def lent(book):
    """Return a book with a KSM of three in RW 05 that borrows in January, and one in RW 07 that never did."""
    book("kas", "masuk", "31010", "50jt", "Modal", "--tanggal", "2025-12-31")
    for code, rw in (("MAWAR", "5"), ("MELATI", "7")):
        book("ksm", "tambah", code, f"KSM {code.title()}", "--rw", rw, "--rt", "1", "--tanggal", "2025-12-31")
    told = {
        "Ani": ("--jenis-kelamin", "P", "--miskin", "ya", "--omset", "1jt"),
        "Budi": ("--jenis-kelamin", "L", "--miskin", "tidak"),
        "Citra": (),
    }
    for name, words in told.items():
        done = book("anggota", "tambah", "MAWAR", name, *words, "--tanggal", "2025-12-31")
        assert done.status == 0, done.stderr
    done = book("pinjaman", "cairkan", "MAWAR", "--pokok", "1,2jt", "--tenor", "12", "--tanggal", "2026-01-10", "--ya")
    assert done.status == 0, done.stderr
    return book


def _lines(book, period):
    done = book("laporan", period, "--hanya", "sasaran", "--format", "csv")
    return list(csv.DictReader(StringIO(done.stdout.removeprefix("\ufeff")), delimiter=";"))


def test_those_who_borrowed_are_counted_by_rw_and_nobody_counts_as_what_is_not_written_down(lent):
    """One woman and one poor of three; the third is told apart, and the shares are of all three."""
    (line,) = _lines(lent, "2026-01")

    assert [line[name] for name in ("rw", "jumlah_ksm", "anggota", "perempuan", "miskin", "belum_tercatat")] == [
        *("05", "1", "3", "1", "1", "1")
    ]
    assert [line[name] for name in ("peminjam_baru", "persen_perempuan", "persen_miskin")] == ["1", "33,33", "33,33"]


def test_a_borrower_is_new_in_the_month_of_its_first_loan_only(lent):
    """In February it is none."""
    assert [line["peminjam_baru"] for line in _lines(lent, "2026-02")] == ["0"]


def test_turnover_then_and_now_is_of_those_of_whom_both_are_known(lent):
    """A dated version of a member is the turnover now, from its day on."""
    lent("anggota", "ubah", "MAWAR", "Ani", "--omset", "1,5jt", "--tanggal", "2026-03-01")
    lent("anggota", "ubah", "MAWAR", "Citra", "--omset", "9jt", "--tanggal", "2026-03-01")

    assert [(line["omset_awal"], line["omset_kini"]) for line in _lines(lent, "2026-02")] == [("1000000", "1000000")]
    assert [(line["omset_awal"], line["omset_kini"]) for line in _lines(lent, "2026-03")] == [("1000000", "1500000")]


def test_turnover_at_the_first_loan_is_of_nobody_who_came_later(lent):
    """Neither of one said to be a member since a later day, nor of one written down on the day of coming."""
    lent("anggota", "tambah", "MAWAR", "Dewi", "--omset", "500rb", "--tanggal", "2026-01-10")
    lent("anggota", "ubah", "MAWAR", "Ani", "--omset", "3jt", "--tanggal", "2026-04-01")
    lent("anggota", "keluar", "MAWAR", "Dewi", "--tanggal", "2026-04-05")
    lent("anggota", "tambah", "MAWAR", "Eka", "--omset", "700rb", "--tanggal", "2026-04-06")
    lent("anggota", "tambah", "MAWAR", "Fitri", "--omset", "800rb")

    turnovers = [
        tuple(_lines(lent, month)[0][name] for name in ("omset_awal", "omset_kini"))
        for month in ("2026-03", "2026-04", "2026-11")
    ]
    assert turnovers == [("1500000", "1500000"), ("1000000", "3000000"), ("1000000", "3000000")]


def test_who_left_is_counted_no_more_and_who_comes_later_not_before(lent):
    """Each month has its own members."""
    lent("anggota", "keluar", "MAWAR", "Budi", "--tanggal", "2026-02-10")
    lent("anggota", "tambah", "MAWAR", "Dewi", "--jenis-kelamin", "P", "--tanggal", "2026-03-10")

    assert [_lines(lent, month)[0]["anggota"] for month in ("2026-01", "2026-02", "2026-03")] == ["3", "2", "3"]


def test_a_closed_month_keeps_what_it_said(lent):
    """Whoever is written down today without a day said is in no report of a month that was closed before."""
    assert lent("tutup", "bulan", "2026-01", "--biarkan-cadangan").status == 0
    before = _lines(lent, "2026-01")
    lent("anggota", "tambah", "MAWAR", "Eka", "--jenis-kelamin", "P")

    assert _lines(lent, "2026-01") == before
    assert [line["anggota"] for line in _lines(lent, "2026-11")] == ["4"]


def test_a_group_without_members_in_the_register_counts_as_it_says_and_as_not_recorded(lent):
    """Its own figures say how many; nobody knows who is poor."""
    lent("ksm", "ubah", "MELATI", "--jumlah-anggota", "7", "--jumlah-perempuan", "5", "--tanggal", "2025-12-31")
    lent("pinjaman", "cairkan", "MELATI", "--pokok", "1,2jt", "--tenor", "12", "--tanggal", "2026-01-10", "--ya")
    line = _lines(lent, "2026-01")[1]

    assert [line[name] for name in ("anggota", "perempuan", "miskin", "belum_tercatat")] == ["7", "5", "0", "7"]


def test_every_figure_unfolds_by_group(lent):
    """The parts come to the cell."""
    for column, value in (("anggota", 3), ("belum_tercatat", 1), ("persen_miskin", 33.33), ("omset_awal", 1_000_000)):
        done = lent("jelaskan", "2026-01", "sasaran", "05", "--kolom", column, "--format", "json")
        assert json.loads(done.stdout)["nilai"] == value
