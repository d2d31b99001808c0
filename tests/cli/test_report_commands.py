"""``laporan`` and ``tunggakan``: on the screen, through a pipe, and as the month's files."""

import json
from datetime import datetime, timedelta, timezone

import pytest

from conftest import led_once
from danabergulir.reports.month.catalog import CATALOG

NAMES = [entry.name for entry in CATALOG]
FORMS = ("csv", "json", "tabel", "xlsx", "pdf")


class _LaterClock(datetime):
    """Forty days after the day on which the other commands run."""

    @classmethod
    def now(cls, tz=None):
        return cls(2026, 12, 31, 1, 0, tzinfo=tz)

    def astimezone(self, tz=None):
        return datetime(2026, 12, 31, 8, 0, tzinfo=tz or timezone(timedelta(hours=7)))


@pytest.fixture
@led_once
def january(book):
    """Return a runner beside a ledger with a January: one loan of Rp3.000.000, and bank interest."""
    assert book("ksm", "tambah", "MAWAR", "KSM Mawar", "--rw", "05", "--rt", "001", "--tanggal", "2025-12-31")[0] == 0
    assert (
        book("pinjaman", "cairkan", "MAWAR", "--tetap", "--pokok", "3jt", "--tenor", "10", "--tanggal", "2026-01-05")[0]
        == 0
    )
    assert book("kas", "masuk", "41020", "25.000", "Bunga bank", "--tanggal", "2026-01-31")[0] == 0
    return book


def _files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_without_a_folder_all_reports_are_printed_in_order(january):
    """Every title of the catalog stands on the screen, one below the other."""
    printed = january("laporan", "2026-01").stdout

    places = [printed.find(f" {entry.title}\n") for entry in CATALOG]
    assert -1 not in places
    assert places == sorted(places)


def test_one_report_as_csv_is_that_table(january):
    """Header and rows, nothing else, so that it can be piped on."""
    got = january("laporan", "2026-01", "--hanya", "uang-masuk", "--format", "csv")

    assert got.stdout == (
        "\ufefftanggal;bukti;pihak;akun;jumlah;keterangan\r\n"
        "2026-01-31;BKM-2026-0001;;41020 - Pendapatan Non Operasional;25000;Bunga bank\r\n"
    )
    assert got.stderr == ""


def test_one_report_in_json_is_an_object_and_several_are_a_list(january):
    """Each says its name, its month and its last day."""
    one = json.loads(january("laporan", "2026-01", "--hanya", "kinerja", "--format", "json").stdout)
    several = json.loads(january("laporan", "2026-01", "--format", "json").stdout)

    assert (one["laporan"], one["periode"], one["per"]) == ("kinerja", "2026-01", "2026-01-31")
    assert [document["laporan"] for document in several] == NAMES


def test_a_folder_gets_a_csv_file_per_report_the_text_of_all_a_workbook_and_paper(january):
    """The usual set; the paths are told on stderr and stdout stays empty."""
    got = january("laporan", "2026-01", "--ke", "hasil")

    written = _files(january.folder / "hasil")
    whole = {f"laporan-2026-01.{ending}" for ending in ("txt", "xlsx", "pdf")}
    apart = {f"{name}-2026-01.pdf" for name in ("papan-informasi", "surat-pengantar")}
    assert set(written) == {*whole, *apart, *(f"csv/{name}.csv" for name in NAMES)}
    assert (got.status, got.stdout) == (0, "")
    assert got.stderr.splitlines()[0].replace("\\", "/") == "Ditulis ke hasil/laporan-2026-01.txt"
    assert got.stderr.splitlines()[-1].replace("\\", "/") == f"Ditulis ke hasil/csv ({len(NAMES)} file)"
    assert len(got.stderr.splitlines()) == len({*whole, *apart}) + 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--format", "json"), {"laporan-2026-01.json"}),
        (("--format", "tabel"), {"laporan-2026-01.txt"}),
        (("--format", "xlsx"), {"laporan-2026-01.xlsx"}),
        (("--format", "pdf", "--hanya", "neraca"), {"laporan-2026-01.pdf"}),
        (("--format", "xlsx", "--hanya", "neraca", "--hanya", "neraca"), {"laporan-2026-01.xlsx"}),
        (("--format", "csv", "--hanya", "neraca"), {"csv/neraca.csv"}),
        (("--format", "csv", "--format", "json", "--hanya", "neraca"), {"csv/neraca.csv", "laporan-2026-01.json"}),
    ],
)
def test_the_formats_and_reports_asked_for_are_the_files_written(january, words, expected):
    """--format and --hanya narrow the set."""
    assert january("laporan", "2026-01", *words, "--ke", "hasil").status == 0

    assert set(_files(january.folder / "hasil")) == expected


def test_the_files_hold_what_the_screen_shows(january):
    """A pipe and a file get the same bytes for every format."""
    january("laporan", "2026-01", "--format", "csv", "--format", "json", "--format", "tabel", "--ke", "hasil")
    written = _files(january.folder / "hasil")

    def printed(*words):
        return january("laporan", "2026-01", *words).stdout.encode()

    assert written["csv/neraca.csv"] == printed("--hanya", "neraca", "--format", "csv")
    assert written["laporan-2026-01.json"] == printed("--format", "json")
    assert written["laporan-2026-01.txt"] == printed()


def test_a_workbook_without_a_folder_is_written_beside_the_treasurer(january):
    """It cannot be printed on a screen: the same bytes as into a folder go to the folder one stands in."""
    got = january("laporan", "2026-01", "--format", "xlsx")
    january("laporan", "2026-01", "--format", "xlsx", "--ke", "hasil")

    assert (got.status, got.stdout, got.stderr) == (0, "", "Ditulis ke laporan-2026-01.xlsx\n")
    written = (january.folder / "laporan-2026-01.xlsx").read_bytes()
    assert written == _files(january.folder / "hasil")["laporan-2026-01.xlsx"]


def test_a_workbook_beside_another_form_needs_a_folder(january):
    """One form goes to the screen and one to a file, so the treasurer says where."""
    got = january("laporan", "2026-01", "--format", "xlsx", "--format", "tabel")

    assert (got.status, got.stderr.splitlines()[0]) == (2, "Galat: ke layar hanya satu --format")


def test_the_delimiter_goes_for_the_files_too(january):
    """--pemisah changes the columns' sign in every CSV file."""
    january("laporan", "2026-01", "--hanya", "neraca", "--format", "csv", "--pemisah", ",", "--ke", "hasil")

    assert (
        (january.folder / "hasil/csv/neraca.csv").read_text(encoding="utf-8-sig").startswith("kode,akun,kelompok,saldo")
    )


def test_a_month_gives_the_same_bytes_later_and_after_later_postings(january, monkeypatch):
    """Neither the day it is made nor what happens in later months changes a byte of January, once that is closed."""
    assert january("tutup", "bulan", "2026-01", "--biarkan-cadangan").status == 0
    words = ("laporan", "2026-01", *(word for form in FORMS for word in ("--format", form)), "--ke")
    january(*words, "dulu")
    monkeypatch.setattr("danabergulir.cli.usage.options.datetime", _LaterClock)
    january("terima", "MAWAR", "345.000", "--tanggal", "2026-02-05")
    january("kas", "keluar", "51030", "75.000", "Kertas", "--tanggal", "2026-02-01")
    january("batal", "BKM-2026-0002", "--alasan", "salah jumlah")
    january(*words, "sekarang")

    assert "31-12-2026 08:00" in january("bukti", "BKM-2026-0002").stdout
    assert _files(january.folder / "sekarang") == _files(january.folder / "dulu")


def test_a_second_writing_takes_the_place_of_the_first(january):
    """The folder is brought up to date and no draft is left in it."""
    january("laporan", "2026-01", "--ke", "hasil")
    before = _files(january.folder / "hasil")
    january("kas", "masuk", "41020", "1.000", "Bunga bank", "--tanggal", "2026-01-31")
    january("laporan", "2026-01", "--ke", "hasil")

    after = _files(january.folder / "hasil")
    assert set(after) == set(before)
    assert after["csv/uang-masuk.csv"] != before["csv/uang-masuk.csv"]


def test_where_one_file_cannot_be_written_the_old_ones_stay(january):
    """A folder stands where the last draft should go: status 2, the old files whole, no draft left."""
    january("laporan", "2026-01", "--format", "csv", "--ke", "hasil")
    folder = january.folder / "hasil"
    before = _files(folder)
    (folder / "csv" / f"{NAMES[-1]}.csv.baru").mkdir()
    january("kas", "masuk", "41020", "1.000", "Bunga bank", "--tanggal", "2026-01-31")

    got = january("laporan", "2026-01", "--format", "csv", "--ke", "hasil")

    assert (got.status, got.stderr.splitlines()[0]) == (2, "Galat: --ke: laporan tidak dapat ditulis ke hasil")
    assert _files(folder) == before


def test_reports_change_no_byte_of_the_ledger(january):
    """Making them only reads."""
    before = january.ledger.read_bytes()

    assert (january("laporan", "2026-01", "--ke", "hasil").status, january("tunggakan").status) == (0, 0)
    assert january.ledger.read_bytes() == before


def test_the_arrears_list_is_of_its_day_and_its_rw(january):
    """On the due date itself the loan is behind by nought days; in another RW nobody is."""
    at_due = json.loads(january("tunggakan", "--per", "2026-02-05", "--rw", "5", "--format", "json").stdout)["baris"]
    elsewhere = json.loads(january("tunggakan", "--per", "2026-02-05", "--rw", "06", "--format", "json").stdout)[
        "baris"
    ]

    assert [(row["pinjaman"], row["kali_menunggak"], row["hari_menunggak"]) for row in at_due] == [("P-0001", 1, 0)]
    assert elsewhere == []


def test_the_reading_of_lateness_stands_under_the_arrears_list(january):
    """The table on the screen says how it counts; CSV holds the lines alone."""
    screen = january("tunggakan", "--per", "2026-03-31").stdout
    table = january("tunggakan", "--per", "2026-03-31", "--format", "csv").stdout

    assert "Kali menunggak = banyaknya angsuran yang jatuh tempo" in screen
    assert "Kali menunggak" not in table


def test_paper_for_the_archive_is_asked_for_by_one_word(book):
    """It is paper alone: on the screen and without PDF there is nothing to keep."""
    refused = book("laporan", "2026-01", "--arsip", "--format", "csv", "--ke", "arsip")
    written = book("laporan", "2026-01", "--arsip", "--hanya", "neraca", "--format", "pdf", "--ke", "arsip")

    assert (refused.status, refused.stderr.splitlines()[0]) == (2, "Galat: --arsip hanya untuk PDF")
    assert book("laporan", "2026-01", "--arsip").status == 2
    assert written.status == 0
    assert b"pdfaid:part" in (book.folder / "arsip" / "laporan-2026-01.pdf").read_bytes()
