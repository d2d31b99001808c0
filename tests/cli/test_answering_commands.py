"""Minutes, receipts of reports, complaints and visits: written down, told in the monthly set and in what is to do."""

import csv
import json
from io import StringIO

import pytest

from conftest import led_once


@pytest.fixture
@led_once
def lent(book):
    """Return a book with a loan that was paid out without minutes."""
    book("kas", "masuk", "31010", "50jt", "Modal", "--tanggal", "2025-12-31")
    book("ksm", "tambah", "MAWAR", "KSM Mawar", "--rw", "5", "--rt", "1", "--tanggal", "2025-12-31")
    done = book("pinjaman", "cairkan", "MAWAR", "--pokok", "1,2jt", "--tenor", "12", "--tanggal", "2026-01-10", "--ya")
    assert done.status == 0, done.stderr
    return book


def _acts(book, period="2026-01"):
    done = book("laporan", period, "--hanya", "berita-acara", "--format", "csv")
    lines = csv.DictReader(StringIO(done.stdout.removeprefix("\ufeff")), delimiter=";")
    return [(line["tindakan"], line["tentang"], line["berita_acara"], line["keadaan"]) for line in lines]


def test_an_act_without_minutes_is_told_until_minutes_say_what_they_are_about(lent):
    """In the monthly set, in the list of what needs them, and in what is to do."""
    assert _acts(lent) == [("pencairan pinjaman", "P-0001", "", "tanpa berita acara")]
    assert "P-0001" in lent("ba", "perlu").stdout
    assert "1 tindakan tanpa berita acara: P-0001" in lent("status", "--format", "csv").stdout
    words = ("Persetujuan pinjaman", "--hadir", "Koordinator dan 5 anggota", "--tanggal", "2026-01-08")
    assert lent("ba", "catat", "07/BA", *words, "--untuk", "P-0001").status == 0

    assert _acts(lent) == [("pencairan pinjaman", "P-0001", "07/BA", "tercatat")]
    assert "Semua tindakan" in lent("ba", "perlu").stdout
    assert "tanpa berita acara" not in lent("status", "--format", "csv").stdout
    line = json.loads(lent("ba", "lihat", "07/ba", "--format", "json").stdout)
    assert (line["tanggal"], line["hadir"], line["dipakai_untuk"]) == (
        *("2026-01-08", "Koordinator dan 5 anggota", "pencairan pinjaman P-0001"),
    )


def test_minutes_of_an_old_meeting_change_no_closed_month(lent):
    """They are written down on the first open day, and name the day of the meeting all the same."""
    assert lent("tutup", "bulan", "2026-01", "--biarkan-cadangan").status == 0
    before = _acts(lent)
    assert lent("ba", "catat", "07/BA", "Persetujuan", "--tanggal", "2026-01-08", "--untuk", "P-0001").status == 0

    assert _acts(lent) == before
    assert "08-01-2026" in lent("laporan", "2026-02", "--hanya", "berita-acara").stdout
    assert lent("ba", "perlu").stdout.startswith("Semua tindakan")


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("ba", "catat", "07/BA", "Lain"), 4),
        (("ba", "catat", "08/BA", "Lain", "--untuk", "P-0009"), 3),
        (("ba", "catat", "08/BA", "Lain", "--tanggal", "2027-01-01"), 4),
        (("ba", "lihat", "9/BA"), 3),
        (("ba", "ubah", "9/BA", "--perihal", "x"), 3),
        (("ba", "ubah", "07/BA"), 2),
        (("aduan", "jawab", "A-009", "x"), 3),
        (("aduan", "jawab", "A-001", "x", "--tanggal", "2026-01-01"), 4),
        (("terima-laporan", "2026-11", "--oleh", "Bu Ratna"), 4),
        (("terima-laporan", "2024-01", "--oleh", "Bu Ratna"), 4),
        (("terima-laporan", "2026-01"), 2),
        (("terima-laporan", "--oleh", "Bu Ratna"), 2),
        (("terima-laporan", "--keterangan", "dua lembar"), 2),
        (("terima-laporan", "--jabatan", "Pengawas UPK"), 2),
        (("terima-laporan", "--tanggal", "2026-02-08"), 2),
        (("kunjungan", "catat", "TERATAI"), 3),
        (("kunjungan", "catat", "MAWAR", "--tanggal", "2027-01-01"), 4),
    ],
)
def test_what_cannot_be_is_refused_in_two_lines_and_leaves_the_book(lent, words, status):
    """With what is wrong and what to do."""
    lent("ba", "catat", "07/BA", "Persetujuan", "--tanggal", "2026-01-08")
    lent("aduan", "catat", "Kuitansi belum ada", "--tanggal", "2026-01-10")
    before = lent.ledger.read_bytes()
    done = lent(*words)

    assert (done.status, lent.ledger.read_bytes() == before) == (status, True), done.stderr
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == ["Galat", "Saran"]


def test_a_complaint_waits_in_what_is_to_do_until_it_is_answered(lent):
    """After 14 days it is to be answered now; who complained stands in no report."""
    words = ("Kuitansi belum ada", "--dari", "Bu Tini", "--telepon", "0812-3456-7890", "--tanggal", "2026-01-10")
    assert json.loads(lent("aduan", "catat", *words, "--format", "json").stdout)["nomor"] == "A-001"

    def states(day):
        lines = json.loads(lent("status", "--per", day, "--format", "json").stdout)["baris"]
        return [line["keadaan"] for line in lines if line["langkah"] == "Aduan"]

    assert (states("2026-01-20"), states("2026-01-25")) == (["belum"], ["perlu"])
    page = lent("laporan", "2026-01", "--hanya", "berita-acara").stdout
    assert ("Kuitansi belum ada" in page, "Tini" in page, "3456" in page) == (True, False, False)
    assert lent("aduan", "jawab", "A-001", "Sudah dicetak", "--tanggal", "2026-02-02").status == 0
    assert states("2026-02-03") == []


def test_a_later_answer_takes_no_earlier_ones_place(lent):
    """Of a complaint with two answers both are told, each with its day; in the month of the first only that one."""
    lent("aduan", "catat", "Kuitansi belum ada", "--tanggal", "2026-01-10")
    lent("aduan", "jawab", "A-001", "Sedang dicari", "--tanggal", "2026-01-20")
    done = lent("aduan", "jawab", "A-001", "Sudah dicetak", "--tanggal", "2026-02-02", "--format", "json")
    both = {"dijawab": "2026-02-02", "jawaban": "20-01-2026: Sedang dicari; 02-02-2026: Sudah dicetak"}

    def told(*words):
        (line,) = json.loads(lent(*words, "--format", "json").stdout)["baris"]
        return {name: line[name] for name in both}

    assert {name: json.loads(done.stdout)[name] for name in both} == both
    assert told("aduan", "daftar", "--per", "2026-02-03") == both
    assert told("aduan", "daftar", "--per", "2026-01-31") == {"dijawab": "2026-01-20", "jawaban": "Sedang dicari"}
    assert "Sudah dicetak" not in lent("laporan", "2026-01", "--hanya", "berita-acara").stdout
    assert "dicetak" in lent("laporan", "2026-02", "--hanya", "berita-acara").stdout
    assert "A-001" not in lent("laporan", "2026-03", "--hanya", "berita-acara").stdout


def test_the_receipt_of_a_set_keeps_the_head_that_the_set_carries(lent):
    """So that the paper which was received can be told from any other."""
    assert lent("tutup", "bulan", "2026-01", "--biarkan-cadangan").status == 0
    foot = lent("laporan", "2026-01", "--hanya", "neraca").stdout.splitlines()[-1]
    done = lent("terima-laporan", "2026-01", "--oleh", "Bu Ratna", "--tanggal", "2026-02-08")
    assert (done.status, "Lurah Bu Ratna" in done.stdout) == (0, True)
    (line,) = json.loads(lent("terima-laporan", "--format", "json").stdout)["baris"]

    assert line["kepala_rantai"] == foot.rpartition(" ")[2]
    assert "Bu Ratna" in lent("laporan", "2026-02", "--hanya", "berita-acara").stdout


def test_a_set_received_twice_by_one_office_is_told(lent):
    """The second receipt is recorded with a word about the first; that of another office needs none."""
    words = ("terima-laporan", "2026-01", "--oleh", "Bu Ratna", "--tanggal")
    assert lent(*words, "2026-02-08").stderr == ""
    second = lent(*words, "2026-02-09")
    told = "laporan Januari 2026 sudah dicatat diterima Lurah Bu Ratna tanggal 08-02-2026"
    assert (second.status, told in " ".join(second.stderr.split())) == (0, True)
    assert lent(*words, "2026-02-09", "--jabatan", "Pengawas UPK").stderr == ""


def test_who_received_a_set_is_asked_for(lent):
    """At a terminal; elsewhere the option is named, and so is a month that was forgotten."""
    asked = lent("terima-laporan", "2026-01", "--tanggal", "2026-02-08", typed="Bu Ratna\n")
    assert (asked.status, "diterima Lurah Bu Ratna" in asked.stdout) == (0, True)
    assert "--oleh" in lent("terima-laporan", "2026-01", "--tanggal", "2026-02-08").stderr
    assert "PERIODE belum diisi" in lent("terima-laporan", "--oleh", "Bu Ratna", "--tanggal", "2026-02-08").stderr


def test_a_month_that_is_not_over_is_told_before_one_that_is_closed(lent):
    """The day is wrong either way; what matters is that the set cannot have been there yet."""
    assert lent("tutup", "bulan", "2026-01", "--biarkan-cadangan").status == 0
    done = lent("terima-laporan", "2026-01", "--oleh", "Bu Ratna", "--tanggal", "2026-01-15")
    assert (done.status, "Januari 2026 belum berakhir pada 15-01-2026" in done.stderr) == (4, True)


@pytest.mark.parametrize(
    "words",
    [
        ("aduan", "catat", "Kuitansi belum ada"),
        ("kunjungan", "catat", "MAWAR"),
        ("terima-laporan", "2025-12", "--oleh", "Bu Ratna"),
        ("sumber-dana", "tambah", "31010", "7jt", "--jenis", "blm", "--program", "PNPM", "--diterima", "2010-08-12"),
        ("kegiatan", "tambah", "Got", "--dana", "sosial", "--anggaran", "1jt"),
        ("ksm", "tambah", "MELATI", "KSM Melati", "--rw", "5", "--rt", "1"),
    ],
)
def test_in_a_closed_month_the_first_open_day_is_told(lent, words):
    """There is no older voucher to name: nothing of this is one."""
    assert lent("tutup", "bulan", "2026-01", "--biarkan-cadangan").status == 0
    refused = lent(*words, "--tanggal", "2026-01-15")

    assert (refused.status, "sudah ditutup" in refused.stderr) == (4, True)
    assert "Saran: Tanggal paling awal: --tanggal 2026-02-01. Ditutup sejak kapan" in refused.stderr


def test_a_visit_written_down_twice_is_told(lent):
    """That of another visitor, or on another day, is another one."""
    words = ("kunjungan", "catat", "MAWAR", "--keterangan", "usaha jalan", "--tanggal", "2026-02-05", "--oleh")
    assert lent(*words, "Ketua RW 05").stderr == ""
    again = lent(*words, "ketua RW 05")
    told = "kunjungan ke KSM Mawar tanggal 05-02-2026 oleh Ketua RW 05 sudah dicatat: usaha jalan"
    assert (again.status, told in " ".join(again.stderr.split())) == (0, True)
    assert lent(*words, "Manajer UPK").stderr == ""


def test_visits_are_counted_in_the_recap_of_the_rw_late_or_not(lent):
    """Those that were noted about a late loan are among them."""
    lent("kunjungan", "catat", "MAWAR", "--oleh", "Ketua RW 05", "--tanggal", "2026-02-05")
    lent("sanksi", "catat", "MAWAR", "--jenis", "kunjungan", "--tanggal", "2026-02-20", "--keterangan", "janji")
    recap = lent("laporan", "2026-02", "--hanya", "rekap-rw", "--format", "json")

    assert [line["kunjungan"] for line in json.loads(recap.stdout)["baris"]] == [2]
    told = json.loads(lent("jelaskan", "2026-02", "rekap-rw", "05", "--kolom", "kunjungan", "--format", "json").stdout)
    assert [part["tanggal"] for part in told["bagian"]] == ["2026-02-05", "2026-02-20"]
    assert "kunjungan" not in lent("laporan", "2026-03", "--hanya", "rekap-rw", "--format", "csv").stdout
    listed = json.loads(lent("kunjungan", "daftar", "--rw", "5", "--format", "json").stdout)["baris"]
    assert [line["oleh"] for line in listed] == ["Ketua RW 05", ""]
