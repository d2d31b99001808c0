"""Reports as a workbook, read back by another library."""

import io
import os
import re
import subprocess
import sys
import zipfile
from datetime import date
from fractions import Fraction
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from danabergulir.frozen import replace
from danabergulir.money import Rupiah
from danabergulir.operations.month import monthly_reports
from danabergulir.render.xlsx import file
from danabergulir.reports.model.sheet import Column, Kind, Report, Row, Section, Style
from plain_rows import rows
from workbook_figures import figures_of_report, figures_of_sheet

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
    footer="Kepala buku: 0123 & 4567",
)


@pytest.fixture(scope="module")
def month(demonstration):
    """Return the reports of the demonstration's last month."""
    return monthly_reports(demonstration.ledger, demonstration.month)


@pytest.fixture(scope="module")
def workbook(month):
    """Return the bytes of the demonstration's workbook."""
    return file.render(month)


def _opened(content, *, values=True):
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def _sheet(report, *, values=True):
    return _opened(file.render([report]), values=values)[report.name]


def _texts(text):
    section = Section((Column("teks", "Teks"), Column("lain", "Lain")), rows([(text, text)]))
    return replace(REPORT, section=section, title=text, head={"Nama": text}, notes=(text,))


def _parts(content, pattern):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [package.read(name) for name in sorted(package.namelist()) if re.fullmatch(pattern, name)]


def test_every_figure_of_the_demonstration_is_in_the_workbook(month, workbook):
    """Sheet by sheet, in reading order, the numbers and dates are those of the report and no others."""
    book = _opened(workbook)

    assert book.sheetnames == [report.name for report in month]
    for report in month:
        assert figures_of_sheet(book[report.name]) == figures_of_report(report), report.name


def test_every_text_of_the_demonstration_is_in_the_workbook(month, workbook):
    """Words, headings and notes stand on the report's sheet too."""
    book = _opened(workbook)

    for report in month:
        shown = {cell for row in book[report.name].iter_rows(values_only=True) for cell in row if cell}
        tables = report.tables
        told = {cell for table in tables for row in table.rows for cell in row.cells if isinstance(cell, str) and cell}
        told |= {column.title for table in tables for column in table.columns}
        told |= {*report.notes, *(note for table in tables for note in table.notes)}
        told |= {table.empty_note for table in tables if not table.rows}
        assert told <= shown, report.name


def test_every_formula_of_the_demonstration_gives_the_figure_kept_beside_it(workbook):
    """Each is a sum of cells that hold plain numbers, or what one subtotal leaves of another, and comes to it."""

    def added(sheet, area):
        cells = sheet[area] if ":" in area else ((sheet[area],),)
        return sum(part.value or 0 for line in cells for part in line)

    formulas, values = _opened(workbook, values=False), _opened(workbook)
    cells = [cell for sheet in formulas for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]

    assert {cell.parent.title for cell in cells} >= {"neraca", "laba-rugi", "uang-masuk", "tunggakan", "rekap-rw"}
    for cell in cells:
        sheet = values[cell.parent.title]
        match re.findall(r"[A-Z]+\d+", cell.value):
            case _ if cell.value.startswith("=SUM("):
                figure = sum(added(sheet, area) for area in cell.value[5:-1].split(","))
            case [gained, spent] if cell.value == f"={gained}-{spent}":
                figure = sheet[gained].value - sheet[spent].value
            case _:
                figure = None
        assert figure == sheet[cell.coordinate].value, (sheet.title, cell.coordinate)


def test_every_sheet_of_the_demonstration_is_set_up_as_agreed(workbook, golden):
    """Paper, heads and tab of each sheet, and the totals that it works out itself."""
    lines = []
    for sheet in _opened(workbook, values=False):
        page, colour = sheet.page_setup, sheet.sheet_properties.tabColor
        repeated = f"{sheet.print_title_rows} {sheet.print_title_cols}"
        high = {None: 1, 0: "any"}[page.fitToHeight]  # a workbook says one page by saying nothing
        lines += [
            f"{sheet.title}: {page.orientation}, {page.fitToWidth or 1} wide, {high} high",
            f"  tab {colour and colour.rgb}, frozen at {sheet.freeze_panes}, {sheet.print_area}, repeats {repeated}",
        ]
        for row in sheet.iter_rows():
            sums = [f"{cell.coordinate}{cell.value}" for cell in row if cell.data_type == "f"]
            lines += [f"  {' '.join(sums)}"] if sums else []

    golden("\n".join(lines) + "\n", "workbook.txt")


def test_a_total_is_a_sum_only_where_the_lines_above_make_it_up():
    """An amount that differs, a total below a single subtotal and a percentage are plain numbers."""
    sheet = _sheet(REPORT, values=False)
    formulas = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}

    assert formulas == {"C9": "=SUM(C7:C8)", "F9": "=SUM(F7:F8)"}
    assert sheet["D9"].value == 71
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
    """Indonesian separators, brackets for minus, a stroke for nil, two decimals for a percentage, day before month."""
    sheet = _sheet(REPORT)
    formats = {column: sheet[f"{column}7"].number_format for column in "BCEF"}

    whole = '[$-421]#,##0_);[$-421](#,##0);"-"_)'
    assert formats == {"B": "dd-mm-yyyy", "C": whole, "E": "[$-421]#,##0.00_)", "F": whole}
    assert (sheet["E7"].value, sheet["E8"].value) == (5.36, -0.01)


def test_a_sheet_is_ready_to_print():
    """A4, one page wide, heads repeated and frozen, the page count and the chain head at the foot."""
    sheet = _sheet(REPORT)

    # A width of one page is what a workbook means by saying nothing.
    assert (int(sheet.page_setup.paperSize), sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (9, None, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$4:$5", "A6")
    assert sheet.print_area == "'tunggakan'!$A$1:$F$14"
    assert sheet.oddFooter.left.text == "Kepala buku: 0123 && 4567"
    assert sheet.oddFooter.right.text == "Halaman &P dari &N"


def test_a_row_is_as_high_as_its_longest_text():
    """A text that breaks makes room for its lines, in a cell, a note or the band; a short one leaves the row alone."""
    long = "Angsuran dibayar oleh ketua kelompok sesudah rapat warga di balai RW " * 3
    section = Section(COLUMNS[:1], rows([("Melati",), (long,), ("M" * 10_000,)]), notes=(long,))
    sheet = _sheet(replace(REPORT, section=section, head={"Nama UPK": long}, notes=()))

    heights = [sheet.row_dimensions[row].height for row in range(1, 10)]
    assert heights == [90, 21, None, None, None, 75, 405, None, 75]


def test_a_form_code_gives_way_to_a_long_name():
    """It stands in the upper corner where the line of the band leaves room, else beside the date."""
    section = Section(COLUMNS[:3], rows([("Melati", date(2023, 1, 31), Rupiah(5))]))
    short, long = (_sheet(replace(REPORT, section=section, head={"Nama": name})) for name in ("Melati", "Melati " * 9))

    assert (short["C1"].value, short["C3"].value) == ("LU-09", None)
    assert (long["C1"].value, long["C3"].value) == (None, "LU-09")


def test_a_code_written_in_digits_is_a_text_without_a_mark():
    """Excel is told that account codes and RW are no numbers by mistake."""
    (sheet,) = _parts(file.render([REPORT]), r"xl/worksheets/sheet1\.xml")

    assert b'<ignoredError sqref="A1:F15" numberStoredAsText="1"/>' in sheet


def test_a_report_too_wide_for_a_page_goes_on_beside_it(workbook):
    """Each page has the names, an upper heading over each of its columns, and no half of a note."""
    sheet = _opened(workbook)["perkembangan"]

    assert (sheet.page_setup.fitToWidth, sheet.page_setup.pageOrder) == (2, "overThenDown")
    assert (sheet.print_title_cols, sheet.print_title_rows) == ("$A:$B", "$8:$9")
    assert [cell.value for cell in sheet[8]][7:9] == ["Target s.d. Bulan Ini"] * 2
    assert sheet["C38"].value.startswith("Target = ")


def test_heads_alone_need_one_page_only(month):
    """A wide table without lines is made as small as it takes."""
    wide = next(report for report in month if report.name == "perkembangan")
    sheet = _sheet(replace(wide, section=replace(wide.section, rows=())))

    assert (sheet.page_setup.fitToWidth, sheet.print_title_cols) == (None, None)


def test_the_summary_is_one_page_with_a_link_to_every_sheet(month, workbook):
    """Right of what is printed stands the list of sheets; each link leads to the sheet it names."""
    sheet = _opened(workbook)["ringkasan"]
    links = [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]

    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", None)
    assert sheet.print_area == "'ringkasan'!$A$1:$K$54"
    assert {cell.column_letter for cell in links} == {"M"}
    assert [cell.hyperlink.location for cell in links] == [f"'{report.name}'!A1" for report in month]
    assert [cell.value for cell in links] == [f"{report.name} - {report.title}" for report in month]


def test_a_chart_starts_at_nil_unless_an_amount_is_below(month):
    """Columns whose lengths are compared start at nil."""
    by_name = {report.name: report for report in month}
    regions = by_name["rekap-rw"].section
    at = [column.key for column in regions.columns].index("tunggakan")
    below = tuple(replace(row, cells=(*row.cells[:at], Rupiah(-5), *row.cells[at + 1 :])) for row in regions.rows)
    turned = replace(by_name["rekap-rw"], section=replace(regions, rows=below))

    def starts(*reports):
        drawn = _parts(file.render([by_name["ringkasan"], *reports]), r"xl/charts/chart\d\.xml")
        return [b'<c:min val="0"/>' in part for part in drawn]

    assert starts(by_name["uang-masuk"], by_name["rekap-rw"]) == [True, True]
    assert starts(turned) == [False]


def test_a_wide_report_lies_and_keeps_its_names_in_sight(workbook):
    """U-1 and the loan progress list are landscape with their leading columns frozen, U-3 and the balance are not."""
    sheets = [_opened(workbook)[name] for name in ("uang-masuk", "perkembangan", "buku-kas", "neraca")]

    landscape, portrait = "landscape", "portrait"
    assert [sheet.page_setup.orientation for sheet in sheets] == [landscape, landscape, portrait, portrait]
    assert [sheet.freeze_panes for sheet in sheets] == ["C9", "C10", "A12", "A9"]


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
    assert _parts(file.render(month[:1]), r"xl/charts/.*") == []


def test_the_same_reports_give_the_same_bytes(month, workbook):
    """The file is dated by its report and holds no other time."""
    (properties,) = _parts(workbook, r"docProps/core\.xml")

    assert file.render(month) == workbook
    assert set(re.findall(rb"\d{4}-\d\d-\d\dT[0-9:]+Z", properties)) == {b"2023-01-31T00:00:00Z"}


def test_another_day_zone_and_process_give_the_same_bytes(demonstration, tmp_path):
    """The files of two runs of the program differ in nothing, though hashes, time zone and folder do."""
    ledger = demonstration.ledger
    written = []
    for seed, zone in (("1", "Asia/Jakarta"), ("2", "America/Lima")):
        folder = tmp_path / seed
        words = ["--buku", str(ledger), "laporan", "2023-01", "--format", "xlsx", "--ke", str(folder)]
        surroundings = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        run = [sys.executable, "-m", "danabergulir", *words]
        subprocess.run(run, check=True, capture_output=True, env=surroundings)
        written.append((folder / "laporan-2023-01.xlsx").read_bytes())

    assert written[0] == written[1]


def test_those_who_sign_stand_side_by_side_below_the_table():
    """Each has a post, room for a pen and a name, and dots where no name is on record."""
    signed = replace(REPORT, signers=(("Koordinator BKM", "Budi Santoso"), ("Manajer UPK", "")))
    sheet = _sheet(signed)

    cells = {cell.value: (cell.row, cell.column) for row in sheet.iter_rows() for cell in row if cell.value}
    post, name = cells["Koordinator BKM"], cells["Budi Santoso"]
    assert name == (post[0] + 4, post[1])
    assert cells["Manajer UPK"][0] == post[0]
    assert cells["(....................)"] == (name[0], cells["Manajer UPK"][1])
    assert sheet.print_area.endswith(f"${name[0]}")
