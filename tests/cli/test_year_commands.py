"""``laporan`` of a year: on the screen, through a pipe, and as the files of the citizens' meeting."""

import json
import shutil

import pytest

from danabergulir.reports.year.catalog import CATALOG

NAMES = [entry.name for entry in CATALOG]


@pytest.fixture
def led(run, closed_year):
    """Return a runner beside the demonstration ledger with a closed year."""
    shutil.copyfile(closed_year, run.ledger)
    return run


def _files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_all_reports_of_a_year_are_printed_in_order(led):
    """Every title stands on the screen, one below the other."""
    printed = led("laporan", "2022").stdout

    places = [printed.find(f" {entry.title}\n") for entry in CATALOG]
    assert -1 not in places
    assert places == sorted(places)


def test_the_set_of_a_year_is_named_after_it(led):
    """Paper, workbook, text, a table per report and the minutes; the same bytes every time."""
    got = led("laporan", "2022", "--ke", "rwt")
    again = led("laporan", "2022", "--ke", "lagi")

    written = _files(led.folder / "rwt")
    whole = {f"laporan-2022.{ending}" for ending in ("txt", "xlsx", "pdf")}
    assert set(written) == {*whole, "berita-acara-rwt-2022.pdf", *(f"csv/{name}.csv" for name in NAMES)}
    assert written == _files(led.folder / "lagi")
    assert (got.status, again.status, got.stdout) == (0, 0, "")


def test_one_report_of_a_year_is_piped_as_csv_and_json(led):
    """Twelve months, a header first; JSON says which year."""
    table = led("laporan", "2022", "--hanya", "kinerja-bulanan", "--format", "csv").stdout
    document = json.loads(led("laporan", "2022", "--hanya", "kinerja-bulanan", "--format", "json").stdout)

    assert table.splitlines()[0].startswith("\ufeffbulan;lar;par;rr;ccr;roi;par30")
    assert len(table.splitlines()) == 13
    assert (document["laporan"], document["periode"], document["per"]) == ("kinerja-bulanan", "2022", "2022-12-31")
    assert [row["bulan"] for row in document["baris"]][::11] == ["2022-01", "2022-12"]


@pytest.mark.parametrize("form", ["xlsx", "pdf", "json"])
def test_chosen_reports_become_one_file(led, form):
    """Without the cover and the minutes, which belong to the whole set."""
    assert led("laporan", "2022", "--hanya", "neraca", "--format", form, "--ke", "rwt").status == 0

    assert list(_files(led.folder / "rwt")) == [f"laporan-2022.{form}"]


def test_the_running_year_says_that_it_is_not_over(led):
    """The clock of the tests stands in November 2026."""
    got = led("laporan", "2026", "--hanya", "ringkasan-tahun")

    assert (got.status, "Tahun 2026 belum berakhir" in got.stdout) == (0, True)


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("20222",), 2, "tahun tidak dapat dibaca"),
        (("2022", "--hanya", "kinerja"), 2, "laporan kinerja dibuat tiap bulan, bukan setahun"),
        (("2022", "--hanya", "kinerj"), 2, "tidak ada laporan tahun bernama"),
        (("2019",), 4, "sebelum saldo awal buku"),
        (("2022", "--format", "csv"), 2, "CSV ke layar hanya untuk satu laporan"),
    ],
)
def test_what_no_year_can_be_is_refused(led, words, status, said):
    """Two lines: what is wrong, and what to do."""
    got = led("laporan", *words)

    assert (got.status, got.stdout, said in got.stderr) == (status, "", True)
    assert [line[:6] for line in got.stderr.splitlines()] == ["Galat:", "Saran:"]
