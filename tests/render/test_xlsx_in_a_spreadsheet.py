"""The workbook in LibreOffice: it works out every formula anew and comes to the figures of the reports."""

import io
import re
import shutil
import subprocess
import zipfile

import openpyxl
import pytest

from danabergulir.dates import Month
from danabergulir.operations.month import monthly_reports
from danabergulir.render.xlsx import file
from workbook_figures import figures_of_report, figures_of_sheet

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")

# Without this LibreOffice believes the values that a workbook carries beside its formulas.
_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item></oor:items>
"""

_JANUARY = Month(2026, 1)
_A_MONTH_IN_THE_RED = (
    ("ksm", "tambah", "MAWAR", "KSM Mawar", "--rw", "05", "--rt", "003", "--tanggal", "2026-01-02"),
    ("kas", "masuk", "31010", "20.000.000", "Modal awal", "--tanggal", "2026-01-02"),
    ("pinjaman", "cairkan", "MAWAR", "--tetap", "--pokok", "2,4jt", "--tenor", "10", "--tanggal", "2026-01-05"),
    ("kas", "keluar", "51010", "15.000.000", "Honor setahun", "--tanggal", "2026-01-31"),
)


def _worked_out(workbooks, folder):
    """Return the workbooks by name as LibreOffice saves them again, all in one start."""
    given, profile, saved = (folder / name for name in ("diberi", "profil", "disimpan"))
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    given.mkdir()
    for name, content in workbooks.items():
        (given / f"{name}.xlsx").write_bytes(content)
    words = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx"]
    words += ["--outdir", str(saved), *map(str, sorted(given.iterdir()))]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    return {name: openpyxl.load_workbook(saved / f"{name}.xlsx", data_only=True) for name in workbooks}


def _cells(book):
    """Return what every cell holds, by sheet and cell."""
    lines = ((sheet.title, row) for sheet in book for row in sheet.iter_rows())
    return {f"{title}!{cell.coordinate}": cell.value for title, row in lines for cell in row if cell.value is not None}


def _spoilt(content, right, wrong):
    """Return the workbook with one formula changed and its value left as it was."""
    spoilt, found = io.BytesIO(), 0
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(spoilt, "w") as package:
        for name in whole.namelist():
            part, times = re.subn(re.escape(right.encode()), wrong.encode(), whole.read(name))
            package.writestr(name, part)
            found += times
    assert found == 1
    return spoilt.getvalue()


def _differences(reports, content, worked_out):
    """Return the cells that LibreOffice has otherwise than the workbook, and the reports whose figures it has not."""
    ours, theirs = _cells(openpyxl.load_workbook(io.BytesIO(content), data_only=True)), _cells(worked_out)
    lacking = [
        report.name for report in reports if figures_of_sheet(worked_out[report.name]) != figures_of_report(report)
    ]
    return sorted(key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key)), lacking


def test_a_spreadsheet_comes_to_thefigures_of_the_reports(book, demonstration, tmp_path):
    """Cell by cell on every sheet, without a KSM and in the red too; and formulas that are wrong are found."""
    shown = monthly_reports(demonstration.ledger, demonstration.month)
    months = {"contoh": shown, "kosong": monthly_reports(book.ledger, _JANUARY)}
    for words in _A_MONTH_IN_THE_RED:
        assert book(*words).status == 0, words
    months["rugi"] = monthly_reports(book.ledger, _JANUARY)
    workbooks = {name: file.render(reports) for name, reports in months.items()}
    spoilt = _spoilt(workbooks["contoh"], "<f>E13-E23</f>", "<f>E13+E23</f>")
    workbooks["rusak"] = _spoilt(spoilt, "<f>SUM(D19:D28)</f>", "<f>SUM(D19:D27)</f>")
    months["rusak"] = months["contoh"]

    worked_out = _worked_out(workbooks, tmp_path)

    assert worked_out["rugi"]["laba-rugi"]["F24"].value == -15_000_000
    assert {name: _differences(months[name], workbooks[name], worked_out[name]) for name in months} == {
        "contoh": ([], []),
        "kosong": ([], []),
        "rugi": ([], []),
        "rusak": (["laba-rugi!E24", "neraca!D29"], ["neraca", "laba-rugi"]),
    }
