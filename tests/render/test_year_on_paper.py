"""The paper of a year: its front pages, the minutes to be filled in, and the charts of its workbook."""

import subprocess
import zipfile
from io import BytesIO

import pytest

from danabergulir.dates import MONTH_NAMES, Year
from danabergulir.operations.year import yearly_set
from danabergulir.render.pdf import file as pdf
from danabergulir.render.xlsx import file as xlsx
from danabergulir.reports.model.paper import in_a_sentence


@pytest.fixture(scope="module")
def year(closed_year):
    """Return the set of the closed year."""
    return yearly_set(closed_year, Year(2022))


def _pages(papers):
    asked = ["pdftotext", "-layout", "-", "-"]
    text = subprocess.run(asked, input=pdf.render(papers), check=True, capture_output=True).stdout
    return text.decode("utf-8").split("\f")[:-1]


def test_the_cover_compares_with_last_year_and_names_the_pages(year):
    """Five indicators beside last year's, the divided result, and every report with its page."""
    front, *others = _pages([year.cover, year.charts, *year.reports])

    assert "LAPORAN TAHUNAN UPK 2022" in " ".join(front.split())
    assert front.count("Tahun lalu") == 5
    assert all(in_a_sentence(report.title) in front for report in year.reports)
    assert len(others) == 7


def test_the_charts_show_every_month_with_its_value(year):
    """Each of the eight charts names all twelve months; an indicator stands over its bar."""
    (page,) = _pages([year.charts])

    assert [page.count(f"{name[:3]} ") + page.count(f"{name[:3]}\n") for name in MONTH_NAMES] == [8] * 12
    assert "181" in page
    assert page.count("memuaskan") == 5


def test_the_minutes_are_filled_in_as_far_as_the_books_know(year):
    """The figures, the split and the late KSM are printed; day, place and decisions are dots."""
    (minutes,) = year.apart
    first, second, present = _pages([minutes])

    assert "BERITA ACARA REMBUG WARGA TAHUNAN" in first
    assert all(words in first for words in ("Rp89.536.139", "Pemupukan modal"))
    assert all(words in first + second for words in ("Usaha Bersama", "usaha bangkrut", "Keputusan rapat"))
    assert "Rapat ditutup pukul" in second
    assert "DAFTAR HADIR" in present


def test_minutes_of_a_year_that_is_not_closed_leave_the_split_to_the_meeting(demonstration):
    """They say so, and print the profit as it stands."""
    (minutes,) = yearly_set(demonstration.ledger, Year(2022)).apart
    first = _pages([minutes])[0]

    assert "Tahun 2022 belum ditutup" in first
    assert "(sebelum tutup tahun)" in first
    assert "UPL" not in first


def test_the_workbook_of_a_year_draws_its_months(year):
    """A chart of the shares at risk, one of the balances and one of the arrears by RW, on the first sheet."""
    with zipfile.ZipFile(BytesIO(xlsx.render(year.reports))) as book:
        charts = [name for name in book.namelist() if name.startswith("xl/charts/chart")]
        drawn = "".join(book.read(name).decode("utf-8") for name in charts)

    assert len(charts) == 3
    assert "'kinerja-bulanan'!$A$10:$A$21" in drawn
