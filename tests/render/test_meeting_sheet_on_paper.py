"""The meeting sheet on paper and as a workbook: all of it is there, large enough, and only what is brought is open."""

import io
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import date
from itertools import combinations

import openpyxl
import pytest

from danabergulir.domain.loans.allocation import Allocation
from danabergulir.domain.meeting import CODE_LABEL, COUNTED_LABEL, DAY_LABEL, MINUTES_LABEL, WRITTEN_IN, SheetField
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers
from danabergulir.money import Rupiah, split
from danabergulir.operations.meeting import meeting_sheet
from danabergulir.render.pdf import file
from danabergulir.render.xlsx import meeting
from danabergulir.reports.papers.meeting_sheet import meeting_paper
from ledger.small_ledger import written
from meeting_sheets import PAID, VOLUNTARY, asked_of, columns_of, fill, head_of, label_cell, rows_of
from paper_reading import boxes_of, needs_poppler, pages_of, strays_of, text_of

EVENING = date(2023, 1, 15)
_HEADER, _FOOTER = 28, 34
_EIGHT_POINTS = 8 * 6.0 / 7
"""From the top to the foot of a line: eight-point letters take a little less in this face."""


@pytest.fixture(scope="module")
def evening(demonstration, tmp_path_factory):
    """Return the sheet of the 24 KSM of the demonstration, one loan shared by its members, and the UPK."""
    path = tmp_path_factory.mktemp("rapat") / "upk.db"
    with closing(sqlite3.connect(demonstration.ledger)) as book, closing(sqlite3.connect(path)) as copy:
        book.backup(copy)
    with store.reading(path) as connection:
        members = [member.number for member in registers.members(connection, EVENING, "K-01")]
        principal = registers.loan_numbered(connection, "P-0050", EVENING).terms.principal
    with written(path) as writer:
        writer.add_shares("P-0050", zip(members, split(principal, [1] * len(members)), strict=True))
    return meeting_sheet(path, EVENING)


@needs_poppler
def test_everything_of_an_evening_stands_on_the_paper(evening):
    """Every KSM with its loan and what it is asked for, every member, the code and who signs."""
    sheet, profile = evening
    text = " ".join(text_of(file.render([meeting_paper(sheet, profile)])).split())
    assert len(sheet.lines) == 24
    for line in sheet.lines:
        assert line.ksm.name in text
        assert f"{line.asked.value:,}".replace(",", ".") in text
        assert all(member.name in text for member in line.members)
    assert sheet.code in text
    assert "Uang dihitung: Rp" in text


@needs_poppler
def test_no_letter_of_the_table_is_smaller_than_eight_points(evening):
    """Only the foot of a page and the line above a further one are smaller, as on every paper."""
    small = [
        word
        for _, height, words in boxes_of(file.render([meeting_paper(*evening)]))
        for word in words
        if word[1] > _HEADER and word[3] < height - _FOOTER and word[3] - word[1] < _EIGHT_POINTS
    ]
    assert small == []


def _overlapping(content):
    """Return the words that stand on each other; their boxes are a little higher than the letters."""
    return [
        (one[4], other[4])
        for _, _, words in boxes_of(content)
        for one, other in combinations(words, 2)
        if min(one[2], other[2]) - max(one[0], other[0]) > 1 and min(one[3], other[3]) - max(one[1], other[1]) > 2
    ]


@needs_poppler
def test_the_widest_sheet_stays_on_the_page(evening):
    """Denda, titipan and savings with every loan, amounts of hundreds of millions, and the longest names."""
    sheet, profile = evening
    most = Rupiah(123_456_700)
    name = "Kelompok Swadaya Masyarakat Cahaya Harapan Keluarga Sejahtera"
    parts = Allocation(most, most, most, most, most)
    lines = tuple(
        replace(line, ksm=replace(line.ksm, name=name), arrears=most, parts=parts, loan="PERJ/2023/0001")
        for line in sheet.lines[:5]
    )
    content = file.render([meeting_paper(replace(sheet, lines=lines), profile)])
    assert strays_of(content) == []
    assert text_of(content).count("123.456.700") == 6 * len(lines)
    assert text_of(content).count("740.740.200") == len(lines)
    assert _overlapping(content) == []


@needs_poppler
def test_twenty_four_ksm_fit_on_two_pages(demonstration):
    """On A4 lying on its side, with room for a pen in every line."""
    content = file.render([meeting_paper(*meeting_sheet(demonstration.ledger, EVENING))])
    assert len(pages_of(content)) == 2


def test_only_what_is_brought_can_be_written_in(evening):
    """The sheet is locked without a password; open are the day, the minutes, the count and the cells of the money."""
    book = openpyxl.load_workbook(io.BytesIO(meeting.render(*evening)))
    page = book.active
    columns, rows = columns_of(page), rows_of(page)
    is_open = {cell.coordinate for line in page.iter_rows() for cell in line if not cell.protection.locked}
    wanted = {label_cell(page, label).coordinate for label in (DAY_LABEL, MINUTES_LABEL, COUNTED_LABEL)}
    for key, row in rows.items():
        fields = (PAID, VOLUNTARY) if "#" in key else WRITTEN_IN
        wanted |= {page.cell(row, columns[field]).coordinate for field in fields}
    assert is_open == wanted
    assert page.protection.sheet
    assert not page.protection.password
    assert label_cell(page, CODE_LABEL).value == evening[0].code


def test_amounts_and_days_are_real_ones(evening):
    """A spreadsheet can go on working with them."""
    page = openpyxl.load_workbook(io.BytesIO(meeting.render(*evening))).active
    columns = columns_of(page)
    row = rows_of(page)["P-0050"]
    assert isinstance(page.cell(row, columns[SheetField.ASKED]).value, int)
    assert page.cell(row, columns[SheetField.DUE_ON]).value.date() == EVENING
    assert page.cell(row, columns[SheetField.OWN_NUMBER]).number_format == "@"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_sums_of_a_filled_sheet_are_right_in_a_spreadsheet(evening, tmp_path):
    """Marks count as what is asked, members are counted once, savings are money too."""
    empty = tmp_path / "kosong.xlsx"
    empty.write_bytes(meeting.render(*evening))
    asked = asked_of(empty)
    cells = {
        "P-0050 #1": {PAID: "v"},
        "P-0050 #2": {PAID: 100_000},
        "P-0032": {PAID: "V"},
        "P-0041": {PAID: 75_000, VOLUNTARY: 5_000},
    }
    filled = fill(empty, tmp_path / "isi.xlsx", cells)
    words = ["soffice", f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*words, "--outdir", str(tmp_path / "hitung"), str(filled)], check=True, capture_output=True, timeout=120
    )
    page = openpyxl.load_workbook(tmp_path / "hitung" / "isi.xlsx", data_only=True).active
    columns, rows = columns_of(page), rows_of(page)
    members = [member.asked for member in next(line for line in evening[0].lines if line.members).members]
    wanted = members[0] + Rupiah(100_000)
    money = columns[SheetField.MONEY]
    assert page.cell(rows["P-0050"], money).value == wanted.value
    below = max(rows.values()) + 1
    assert page.cell(below, money).value == wanted.value + asked["P-0032"] + 80_000
    assert page.cell(below, columns[SheetField.ASKED]).value == sum(asked.values())
    assert head_of(page) == 9
