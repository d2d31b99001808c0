"""Reports that share pages, read back by poppler: what stands together, what goes on, and what is never alone."""

import re
from datetime import date

import pytest

from danabergulir.dates import Year
from danabergulir.frozen import replace
from danabergulir.money import Rupiah
from danabergulir.operations.month import monthly_set
from danabergulir.operations.year import yearly_set
from danabergulir.render.pdf import file
from danabergulir.render.pdf.table import UPRIGHT, ems, fitted
from danabergulir.reports.model.sheet import Column, Kind, Report, Section, Style
from paper_reading import boxes_of, needs_poppler, pages_of, strays_of
from plain_rows import rows

pytestmark = needs_poppler

COLUMNS = (Column("ksm", "KSM", identifies=True), Column("alamat", "Alamat"), Column("saldo", "Saldo", Kind.RUPIAH))
STREET = "Gang Contoh nomor tujuh di tepi sungai sebelah barat kantor kelurahan yang lama"


def _report(title: str, length: int, **more) -> Report:
    lines = rows((f"{title}-{number}", STREET, Rupiah(number)) for number in range(1, length + 1))
    head = {"Nama LKM": "Bina Warga", "Nama UPK": "Melati"}
    day = date(2023, 1, 31)
    return Report(title, title, "2023-01", day, Section(COLUMNS, lines), head=head, date_line="Tanggal", **more)


def _pages(*reports: Report) -> list[str]:
    return pages_of(file.render(reports), "-layout")


@pytest.fixture(scope="module")
def month(demonstration):
    """Return all that is bound in the demonstration's last month: cover, charts and reports."""
    found = monthly_set(demonstration.ledger, demonstration.month, (), today=date(2023, 2, 1))
    return [found.cover, found.charts, *found.reports]


def test_short_reports_stand_on_one_page_in_their_order():
    """Each under its title, with its code where readers look for it; whose they are is said once."""
    (page,) = _pages(_report("Satu", 3), _report("Dua", 2, form_code="U-3"), _report("Tiga", 4))

    assert re.findall(r"SATU|DUA|TIGA", page) == ["SATU", "DUA", "TIGA"]
    assert page.index("DUA") < page.index("Model U-3") < page.index("Dua-1")
    assert page.count("Nama LKM") == 1


def test_a_title_never_stands_alone_at_the_foot_of_a_page():
    """However long the report above it is, three of its lines come along, or all that it has."""
    alone = []
    for length in range(20, 66):
        for follows in (1, 2, 30):
            pages = _pages(_report("Satu", length), _report("Dua", follows))
            (page,) = [page for page in pages if re.search(r"^ *DUA *$", page, re.MULTILINE)]
            if f"Dua-{min(follows, 3)} " not in page:
                alone.append((length, follows))

    assert alone == []


def test_the_top_of_a_page_says_which_report_goes_on():
    """Whose books they are stands on every page; a report that begins there does not go on."""
    going_on, starting = [], []
    for length in range(40, 76):
        first, *others = _pages(_report("Satu", length), _report("Dua", 40))
        assert "(lanjutan)" not in first
        for page in others:
            top = page.strip().splitlines()[0]
            assert "Bina Warga, Melati" in top
            begins = f"Satu-{length} " not in page and "Dua-1 " in page
            (starting if begins else going_on).append(re.match(r"(?:(SATU|DUA), Tanggal \(lanjutan\))?", top)[1])

    assert set(going_on) == {"SATU", "DUA"}
    assert set(starting) == {None}


def test_a_set_is_turned_once():
    """What lies stands behind what stands, each in its order, and what has no line before that."""
    some = [_report("Satu", 2), _report("Dua", 2, form_code="U-1"), _report("Tiga", 2, form_code="U-2")]
    content = file.render([*some, _report("Empat", 2), _report("Lima", 0), _report("Enam", 0)])

    assert [width > 800 for width, _, _ in boxes_of(content)] == [False, True]
    assert [re.findall("SATU|DUA|TIGA|EMPAT|LIMA|ENAM", page) for page in pages_of(content)] == [
        ["SATU", "EMPAT", "LIMA", "ENAM"],
        ["DUA", "TIGA"],
    ]


def test_a_short_table_that_is_too_wide_does_not_turn_the_page():
    """It stands in parts among those that stand."""
    amounts = [Column(f"b{number}", f"Bulan {number}", Kind.RUPIAH) for number in range(10)]
    line = ("Kenanga", *(Rupiah(1_000_000_000 + number) for number in range(10)))
    wide = replace(_report("Lebar", 1), section=Section((COLUMNS[0], *amounts), rows([line])))
    content = file.render([_report("Satu", 1), wide])

    assert [width > 800 for width, _, _ in boxes_of(content)] == [False]
    assert pages_of(content)[0].count("Kenanga") == 2


def test_a_sum_never_stands_alone_on_the_next_page():
    """The last line above it comes along, however long the table is."""
    alone = []
    for length in range(20, 66):
        table = _report("Satu", length).section
        total = replace(table.rows[0], cells=("JUMLAH", "", Rupiah(1)), style=Style.TOTAL)
        summed = replace(_report("Satu", length), section=replace(table, rows=(*table.rows, total)))
        (page,) = [page for page in _pages(summed) if "JUMLAH" in page]
        if f"Satu-{length} " not in page:
            alone.append(length)

    assert alone == []


def test_a_part_of_a_table_without_sums_has_no_line_for_them():
    """A wide table that stands in parts has the line of its sums below those columns that are summed."""
    amounts = [Column(f"b{number}", f"Bulan {number}", Kind.RUPIAH) for number in range(8)]
    columns = (COLUMNS[0], *amounts, Column("ketua", "Ketua", always=True), Column("jalan", "Jalan", always=True))
    line = ("Kenanga", *(Rupiah(1_000_000_000 + number) for number in range(8)), "Pak Jumari", STREET)
    total = replace(rows([line])[0], cells=("JUMLAH", *line[1:9], None, None), style=Style.TOTAL)
    (page,) = _pages(replace(_report("Satu", 1), section=Section(columns, (*rows([line]), total))))

    assert page.count("Kenanga") > page.count("JUMLAH") > 0


def test_a_note_is_printed_once():
    """What a report has noted the next does not note again, unless treasurers know the form by its code."""
    definition, own = "Kali menunggak dihitung dari pokoknya.", "Dibayar penuh."
    first, second = _report("Satu", 2, notes=(definition,)), _report("Dua", 2, notes=(definition, own))
    (page,) = _pages(first, second)

    assert [page.count(note) for note in (definition, own)] == [1, 1]
    assert _pages(first, replace(second, form_code="LU-01"))[0].count(definition) == 2


def test_an_upper_heading_is_as_wide_as_its_words():
    """One narrow column that is left of several keeps the words of their heading inside its lines."""
    few = [Column("a", "Ada", Kind.COUNT, group="Menunggak Berkepanjangan"), Column("b", "Lain", Kind.COUNT)]
    table = Section((COLUMNS[0], *few), rows([("Kenanga", 1, 2)]))

    assert strays_of(file.render([replace(_report("Satu", 1), section=table)])) == []
    assert fitted(table, UPRIGHT).parts[0].widths[1] > ems("Berkepanjangan") > fitted(table, UPRIGHT).parts[0].widths[2]


def test_a_narrow_table_stands_in_two_halves():
    """Forty names take half the height, the first twenty left, and each half has its heading."""
    names = rows((f"KSM-{number:02d}", Rupiah(number)) for number in range(1, 41))
    narrow = replace(_report("Satu", 1), section=Section((COLUMNS[0], COLUMNS[2]), names))
    content = file.render([narrow])
    ((_, _, words),) = boxes_of(content)
    left = {word[4] for word in words if word[0] < 290}

    assert {f"KSM-{number:02d}" for number in range(1, 21)} <= left
    assert not {f"KSM-{number:02d}" for number in range(21, 41)} & left
    assert sum(word[4] == "Saldo" for word in words) == 2
    assert strays_of(content) == []


def test_a_month_of_24_ksm_and_its_year_take_few_pages(demonstration, month):
    """Half of what they took with a page for every report, and the same bytes every time."""
    content = file.render(month)
    year = yearly_set(demonstration.ledger, Year(2022), (), today=date(2023, 2, 1))

    assert len(pages_of(content)) <= 16
    assert len(pages_of(file.render([year.cover, year.charts, *year.reports]))) <= 7
    assert file.render(month) == content


def test_no_page_of_a_month_is_nearly_empty(month):
    """Only where the page has to be turned, at the end and below charts may more than half of it be blank."""
    blank = []
    pages = boxes_of(file.render(month))
    for number, (width, height, words) in enumerate(pages[1:-1], start=2):
        foot = max(word[3] for word in words if word[3] < height - 45)
        turned = pages[number][0] != width
        if foot < height / 2 and not turned:
            blank.append((number, foot))

    assert blank == []


def test_an_own_template_that_knows_one_report_gets_one_at_a_time(tmp_path):
    """What a UPK wrote for a report a page still prints, and the built-in one beside it shares pages."""
    old = '#import "dasar.typ": pages\n#let sheet(it) = pages(footer: it.footer)[#it.title #it.tables.len()]\n'
    (tmp_path / "laporan.typ").write_text(old, encoding="utf-8")
    some = [_report("Satu", 2), _report("Dua", 0), _report("Tiga", 0)]

    own = pages_of(file.render(some, own=tmp_path))
    assert [page.split()[:2] for page in own] == [["Satu", "1"], ["Dua", "1"], ["Tiga", "1"]]
    assert len(_pages(*some)) == 1
