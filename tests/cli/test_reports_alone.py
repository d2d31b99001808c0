"""Every report alone as a workbook and on paper, and what is told while a set is written."""

import io
import zipfile

import pytest

from danabergulir.dates import Month
from danabergulir.operations.month import monthly_reports, monthly_set
from danabergulir.render.month_files import month_files
from danabergulir.reports.month.catalog import CATALOG, ON_REQUEST
from paper_reading import lines_of, needs_poppler

NAMES = [entry.name for entry in (*CATALOG, *ON_REQUEST)]


@pytest.fixture
def beside(run, demonstration, monkeypatch):
    """Return a runner in an empty folder whose ledger is the demonstration's."""
    monkeypatch.setenv("DANABERGULIR_BUKU", str(demonstration.ledger))
    return run


def _written(run, name: str, form: str) -> bytes:
    got = run("laporan", "2023-01", "--hanya", name, "--format", form)
    file = f"laporan-2023-01.{form}"
    assert (got.status, got.stdout, got.stderr.splitlines()[0]) == (0, "", f"Ditulis ke {file}"), got.stderr
    assert [path.name for path in run.folder.iterdir()] == [file]
    return (run.folder / file).read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_every_report_alone_is_a_workbook(beside, demonstration, name):
    """It opens as a workbook with the title of the report in it."""
    content = _written(beside, name, "xlsx")
    (report,) = monthly_reports(demonstration.ledger, Month(2023, 1), [name])
    with zipfile.ZipFile(io.BytesIO(content)) as workbook:
        texts = workbook.read("xl/sharedStrings.xml").decode("utf-8")

    assert report.title.casefold() in texts.casefold()


@needs_poppler
@pytest.mark.parametrize("name", NAMES)
def test_every_report_alone_is_printed(beside, demonstration, name):
    """It shows its title and the chain, and those who sign stand at its end."""
    content = _written(beside, name, "pdf")
    (report,) = monthly_reports(demonstration.ledger, Month(2023, 1), [name])
    words = " ".join(lines_of(content))

    assert report.title.casefold() in words.casefold()
    assert report.footer in words
    assert "Yohana Wattileo Gede Sumandika Ratna Wulandani" in words


def test_each_step_of_a_set_is_told(demonstration, tmp_path):
    """The longest first, the others being made beside it; how many are done grows by one, of a number that stays."""
    told = []
    month = monthly_set(demonstration.ledger, Month(2023, 1))
    month_files(
        month,
        tmp_path / "hasil",
        ("tabel", "json", "xlsx", "pdf", "csv"),
        tell=lambda label, done, total: told.append((label, done, total)),
    )

    letters = ["Membuat surat"] * len(month.apart)
    steps = ["Membuat PDF", "Menulis teks", "Menulis data", "Membuat buku kerja", *letters, "Menulis tabel"]
    assert told == [(label, done, len(steps)) for done, label in enumerate(steps)]
