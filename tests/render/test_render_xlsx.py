"""Reports as a workbook, read back by another library and by a spreadsheet where one is installed."""

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from danabergulir.money import Rupiah, format_percent
from danabergulir.operations.reporting import monthly_reports
from danabergulir.render import xlsx_file
from danabergulir.reports.sheet import Column, Kind, Report, Row, Section, Style, rows
from demonstration_ledger import built_in

COLUMNS = (
    Column("ksm", "KSM", identifies=True),
    Column("tanggal", "Tanggal", Kind.DATE),
    Column("saldo", "Saldo", Kind.RUPIAH, group="Pinjaman"),
    Column("tunggakan", "Tunggakan", Kind.RUPIAH, group="Pinjaman"),
    Column("persen", "Persen", Kind.PERCENT),
    Column("kali", "Kali", Kind.COUNT),
)
SECTION = Section(
    COLUMNS,
    (
        Row(("RW 05", None, None, None, None, None), Style.HEADING),
        *rows(
            [
                ("Melati", date(2023, 1, 31), Rupiah(1_250_000), None, Fraction(53606, 10000), 0),
                ("Mawar", None, Rupiah(-5), Rupiah(70), Fraction(-1, 200), 12),
            ]
        ),
        Row(("Jumlah RW 05", None, Rupiah(1_249_995), Rupiah(71), None, 12), Style.SUBTOTAL),
        Row(("Jumlah", None, Rupiah(1_249_995), Rupiah(70), None, 12), Style.TOTAL),
    ),
    notes=("Catatan tabel.",),
)
REPORT = Report(
    "tunggakan",
    "Daftar tunggakan",
    "2023-01",
    date(2023, 1, 31),
    SECTION,
    form_code="LU-09",
    date_line="Tanggal : 31-01-2023",
    head={"Nama UPK": "UPK Melati"},
    notes=("Catatan laporan.",),
    footer="Kepala rantai: 0123 & 4567",
)


@pytest.fixture(scope="module")
def month(tmp_path_factory):
    """Return the reports of the demonstration's last month."""
    built = built_in(tmp_path_factory.getbasetemp() / "demonstrasi")
    return monthly_reports(built.ledger, built.month)


@pytest.fixture(scope="module")
def workbook(month):
    """Return the bytes of the demonstration's workbook."""
    return xlsx_file.render(month)


def _opened(content, *, values=True):
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def _sheet(report, *, values=True):
    return _opened(xlsx_file.render([report]), values=values)[report.name]


def _texts(text):
    section = Section((Column("teks", "Teks"), Column("lain", "Lain")), rows([(text, text)]))
    return replace(REPORT, section=section, title=text, head={"Nama": text}, notes=(text,))


def _number(cell):
    """Return a report's number or date as a workbook has it, None for anything else."""
    match cell:
        case Rupiah():
            return cell.value
        case Fraction():
            return float(format_percent(cell).replace(",", "."))
        case date():
            return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - workbooks know no zones
        case int():
            return cell
        case _:
            return None


def _numbers_of_report(report):
    cells = [cell for section in (report.section, *report.more) for row in section.rows for cell in row.cells]
    return [number for number in map(_number, cells) if number is not None]


def _numbers_of_sheet(sheet):
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    return [cell for cell in cells if isinstance(cell, int | float | datetime)]


def _parts(content, pattern):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [package.read(name) for name in sorted(package.namelist()) if re.fullmatch(pattern, name)]


def test_every_figure_of_the_demonstration_is_in_the_workbook(month, workbook):
    """Sheet by sheet, in reading order, the numbers and dates are those of the report and no others."""
    book = _opened(workbook)

    assert book.sheetnames == [report.name for report in month]
    for report in month:
        assert _numbers_of_sheet(book[report.name]) == _numbers_of_report(report), report.name


def test_every_text_of_the_demonstration_is_in_the_workbook(month, workbook):
    """Words, headings and notes stand on the report's sheet too."""
    book = _opened(workbook)

    for report in month:
        shown = {cell for row in book[report.name].iter_rows(values_only=True) for cell in row if cell}
        tables = (report.section, *report.more)
        told = {cell for table in tables for row in table.rows for cell in row.cells if isinstance(cell, str) and cell}
        told |= {column.title for table in tables for column in table.columns}
        told |= {*report.notes, *(note for table in tables for note in table.notes)}
        told |= {table.empty_note for table in tables if not table.rows}
        assert told <= shown, report.name


def test_every_formula_of_the_demonstration_gives_the_figure_kept_beside_it(workbook):
    """Each is a sum of cells that hold plain numbers, and they add up."""
    formulas, values = _opened(workbook, values=False), _opened(workbook)
    sums = [cell for sheet in formulas for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]

    assert {cell.parent.title for cell in sums} >= {"neraca", "laba-rugi", "uang-masuk", "tunggakan", "rekap-rw"}
    for cell in sums:
        sheet = values[cell.parent.title]
        (area,) = re.fullmatch(r"=SUM\((.+)\)", cell.value).groups()
        added = sum(part.value or 0 for line in sheet[area] for part in line)
        assert added == sheet[cell.coordinate].value, (sheet.title, cell.coordinate)


def test_a_total_is_a_sum_only_where_the_lines_above_make_it_up():
    """An amount that differs, a total below a subtotal, a count and a percentage are plain numbers."""
    sheet = _sheet(REPORT, values=False)
    formulas = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}

    assert formulas == {"C9": "=SUM(C7:C8)"}
    assert [sheet[f"{column}9"].value for column in "DF"] == [71, 12]
    assert [sheet[f"{column}10"].value for column in "CDF"] == [1_249_995, 70, 12]


def test_a_sheet_is_the_form_from_band_to_notes():
    """Band, code, title, date line, both levels of headings, rows, and the notes below."""
    lines = list(_sheet(REPORT).iter_rows(values_only=True))

    assert lines[:6] == [
        ("Nama UPK : UPK Melati", None, None, None, None, "LU-09"),
        ("DAFTAR TUNGGAKAN", None, None, None, None, None),
        ("Tanggal : 31-01-2023", None, None, None, None, None),
        ("KSM", "Tanggal", "Pinjaman", None, "Persen", "Kali"),
        (None, None, "Saldo", "Tunggakan", None, None),
        ("RW 05", None, None, None, None, None),
    ]
    assert [line[0] for line in lines[10:]] == [None, "Catatan tabel.", None, "Catatan laporan."]


def test_numbers_have_the_formats_of_the_forms():
    """Brackets for minus, a stroke for nil, two decimals for a percentage, day before month."""
    sheet = _sheet(REPORT)
    formats = {column: sheet[f"{column}7"].number_format for column in "BCEF"}

    whole = '#,##0;(#,##0);"-"'
    assert formats == {"B": "dd-mm-yyyy", "C": whole, "E": "#,##0.00", "F": whole}
    assert (sheet["E7"].value, sheet["E8"].value) == (5.36, -0.01)


def test_a_sheet_is_ready_to_print():
    """A4, one page wide, heads repeated and frozen, the page count and the chain head at the foot."""
    sheet = _sheet(REPORT)

    # A width of one page is what a workbook means by saying nothing.
    assert (int(sheet.page_setup.paperSize), sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (9, None, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$4:$5", "A6")
    assert sheet.print_area == "'tunggakan'!$A$1:$F$14"
    assert sheet.oddFooter.left.text == "Kepala rantai: 0123 && 4567"
    assert sheet.oddFooter.right.text == "Halaman &P dari &N"


def test_a_wide_report_lies_and_keeps_its_names_in_sight(workbook):
    """U-1 and the loan progress list are landscape with their leading columns frozen, U-3 and the balance are not."""
    sheets = [_opened(workbook)[name] for name in ("uang-masuk", "perkembangan", "buku-kas", "neraca")]

    landscape, portrait = "landscape", "portrait"
    assert [sheet.page_setup.orientation for sheet in sheets] == [landscape, landscape, portrait, portrait]
    assert [sheet.freeze_panes for sheet in sheets] == ["C9", "C10", "A11", "A9"]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "{=1+1}",
        "+62 812",
        "@SUM(A1)",
        "-",
        "0812",
        "https://contoh.id",
        "<b>&amp;\"'",
        "_x0041_",
        "ß🌼",
        "M" * 10_000,
    ],
)
def test_hostile_text_stays_the_text_it_is(text):
    """No formula, no link, no number: in cells, title, band and notes alike."""
    sheet = _sheet(_texts(text), values=False)
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]

    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells].count(text) >= 3
    assert all(cell.hyperlink is None for cell in cells)


@pytest.mark.parametrize("text", ["\x1b[31mMelati", "Melati\u202e", "\ud800Melati", "Mel\x00ati"])
def test_letters_that_no_workbook_can_hold_are_left_out(text):
    """Controls, turning marks and halves of letters go; the rest stays and the file can be read."""
    sheet = _sheet(_texts(text))

    assert sheet["A5"].value == text.translate(dict.fromkeys([0, 0x1B, 0x202E, 0xD800]))


def test_an_empty_table_says_so():
    """The heads stand, and the report's own words below them."""
    empty = replace(REPORT, section=Section(COLUMNS, (), empty_note="Tidak ada tunggakan."))

    assert _sheet(empty)["A6"].value == "Tidak ada tunggakan."


def test_the_summary_has_three_charts_of_the_other_sheets(month, workbook):
    """The figures drawn are the loans by class, the month's totals, and the arrears by RW."""
    word = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    drawn = [
        [int(value.text) for value in ET.fromstring(part).iterfind(f".//{word}val//{word}v")]  # noqa: S314 - our own
        for part in _parts(workbook, r"xl/charts/chart\d\.xml")
    ]
    by_name = {report.name: report.section for report in month}

    def amounts(name, key, style):
        section = by_name[name]
        column = [column.key for column in section.columns].index(key)
        return [row.cells[column].value for row in section.rows if row.style is style]

    totals = [amounts(name, "jumlah", Style.TOTAL)[0] for name in ("uang-masuk", "uang-keluar")]
    assert drawn == [
        amounts("kolektibilitas", "saldo_pokok", Style.ITEM),
        totals,
        amounts("rekap-rw", "tunggakan", Style.ITEM),
    ]


def test_a_summary_alone_has_no_chart(month):
    """There is nothing on the sheets to draw from."""
    assert _parts(xlsx_file.render(month[:1]), r"xl/charts/.*") == []


def test_the_same_reports_give_the_same_bytes(month, workbook):
    """The file is dated by its report and holds no other time."""
    (properties,) = _parts(workbook, r"docProps/core\.xml")

    assert xlsx_file.render(month) == workbook
    assert set(re.findall(rb"\d{4}-\d\d-\d\dT[0-9:]+Z", properties)) == {b"2023-01-31T00:00:00Z"}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_spreadsheet_works_out_the_same_figures(workbook, tmp_path):
    """LibreOffice gets the formulas without our values and comes to the same ones, cell by cell."""
    bare = tmp_path / "laporan.xlsx"
    with zipfile.ZipFile(io.BytesIO(workbook)) as whole, zipfile.ZipFile(bare, "w") as package:
        for name in whole.namelist():
            package.writestr(name, re.sub(rb"</f><v>[^<]*</v>", b"</f>", whole.read(name)))
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    words = [profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "hitung"), str(bare)]
    subprocess.run(["soffice", *words], check=True, capture_output=True, timeout=120)
    worked_out = openpyxl.load_workbook(tmp_path / "hitung" / "laporan.xlsx", data_only=True)

    for sheet in _opened(workbook):
        assert _numbers_of_sheet(worked_out[sheet.title]) == _numbers_of_sheet(sheet), sheet.title
