"""Reports on paper, read back as text by poppler: what the books say stands on the page, and all of it."""

import re
from collections import Counter
from datetime import date
from fractions import Fraction

import pytest

from danabergulir.frozen import replace
from danabergulir.money import Rupiah
from danabergulir.operations.month import monthly_reports, monthly_set
from danabergulir.render.pdf import file
from danabergulir.render.screen.page import shown
from danabergulir.reports.model.on_paper import on_paper
from danabergulir.reports.model.sheet import Column, Kind, Report, Row, Section, Style
from paper_reading import boxes_of, needs_poppler, pages_of, poppler, strays_of, text_of
from plain_rows import rows

pytestmark = needs_poppler

SECTION = Section(
    (
        Column("ksm", "KSM", identifies=True),
        Column("tanggal", "Tanggal", Kind.DATE),
        Column("saldo", "Saldo", Kind.RUPIAH, group="Pinjaman"),
        Column("tunggakan", "Tunggakan", Kind.RUPIAH, group="Pinjaman"),
        Column("persen", "Persen", Kind.PERCENT),
    ),
    (
        Row(("RW 05", None, None, None, None), Style.HEADING),
        *rows([("Melati", date(2023, 1, 31), Rupiah(1_250_000), None, Fraction(53606, 10000))]),
        Row(("Jumlah", None, Rupiah(-5), Rupiah(0), None), Style.TOTAL),
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
    head={"Nama UPK": "UPK Melati", "Nama LKM": "BKM Bina Warga"},
    notes=("Catatan laporan.",),
    footer="Kepala buku: 0123456789abcdef",
)

LONGEST = "Kelompok Swadaya Masyarakat Cahaya Harapan Keluarga Sejahtera"
SMALLEST = 9.0
"""Points from the top to the foot of a line: eight-point letters take a little more in this face."""


@pytest.fixture(scope="module")
def month(demonstration):
    """Return the reports of the demonstration's last month."""
    return monthly_reports(demonstration.ledger, demonstration.month)


def _words(report):
    """Return every word that the tables, the notes and the head of a report must print, as often as they do."""
    report = on_paper(report)
    texts = [report.title.upper(), report.date_line, *report.head.values(), *report.notes]
    for section in report.tables:
        texts += [section.title, *section.notes]
        texts += [shown(cell) for row in section.rows for cell in row.cells]
        if section.rows:
            texts += [column.title for column in section.columns]
    return Counter(word for text in texts for word in text.split())


def test_every_word_of_every_report_stands_on_its_pages(month):
    """No cell, note or heading of the demonstration month is dropped or cut, as another program reads the pages."""
    missing = {}
    for report in month:
        lacking = _words(report) - Counter(text_of(file.render([report])).split())
        if lacking:
            missing[report.name] = dict(lacking)

    assert missing == {}


def test_no_word_leaves_the_page_or_lies_over_another(month):
    """Every word of the demonstration month stands inside the margins and has its place to itself."""
    content = file.render(month)
    pages = enumerate(boxes_of(content), start=1)
    covered = [(number, one[4], other[4]) for number, (*_, words) in pages for one, other in _overlapping(words)]

    assert (strays_of(content), covered) == ([], [])


def _overlapping(words):
    """Yield the pairs of words whose boxes share more than a sliver."""
    ordered = sorted(words)
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if other[0] >= one[2]:
                break
            across = min(one[2], other[2]) - other[0]
            down = min(one[3], other[3]) - max(one[1], other[1])
            # Lines stand close: the boxes of two of them touch by the depth of a comma.
            if across > 1 and down > 0.4 * min(one[3] - one[1], other[3] - other[1]):
                yield one, other


def test_no_print_is_too_small_to_read(demonstration):
    """Eight points is the least, in the widest report as in the code at the foot of the page and on the cover."""
    papers = monthly_set(demonstration.ledger, demonstration.month, (), today=date(2023, 2, 1))
    bound = [papers.cover, papers.charts, *papers.reports]
    contents = [file.render(bound), *(file.render([paper]) for paper in papers.apart)]
    heights = {word[3] - word[1] for content in contents for _, _, words in boxes_of(content) for word in words}

    assert min(heights) >= SMALLEST


def test_the_pages_of_a_set_are_numbered_through_and_tied_to_the_ledger(month):
    """Each page says which it is of how many, of which month, the head of the chain and its code."""
    content = file.render(month)
    pages = pages_of(content)

    assert len(pages) > 10
    foot = rf"Laporan (\S+) · Kepala buku: (\w+)\s+Kode: {month[0].code} · Halaman (\d+) dari (\d+)"
    footers = [re.search(foot, page) for page in pages]
    assert [found and (found[1], int(found[3]), int(found[4])) for found in footers] == [
        (month[0].period, number, len(pages)) for number in range(1, len(pages) + 1)
    ]
    assert {found[2] for found in footers} == {month[0].footer.removeprefix("Kepala buku: ")}


def test_the_same_reports_give_the_same_bytes_with_the_library_s_own_letters(month):
    """Neither the clock nor the fonts of the machine change a byte."""
    content = file.render(month)

    assert file.render(month) == content
    fonts = [line.split()[0] for line in poppler(content, "pdffonts", "-").decode().splitlines()[2:]]
    assert {name.partition("+")[2].partition("-")[0] for name in fonts} == {"LibertinusSerif"}


def test_forms_known_as_landscape_lie_and_the_others_stand(month):
    """U-1, U-2, U-2a and LU-02 lie on their side, the balance sheet and the cash book stand."""
    lying = {report.form_code: boxes_of(file.render([report]))[0][0] > 800 for report in month if report.form_code}

    assert {code for code, lies in lying.items() if lies} >= {"U-1", "U-2", "U-2a", "LU-02"}
    assert {code for code, lies in lying.items() if not lies} >= {"LU-01", "U-3", "U-4", "U-8, U-9"}


def test_a_long_table_goes_on_with_its_headings_and_says_which_report_it_is():
    """Three hundred lines stand once each, in order, under headings on every page."""
    lines = rows([(f"KSM-{number:03d}", None, Rupiah(number), None, None) for number in range(300)])
    pages = pages_of(file.render([replace(REPORT, section=replace(SECTION, rows=lines))]))

    assert len(pages) > 3
    assert [int(number) for page in pages for number in re.findall(r"KSM-(\d{3})", page)] == list(range(300))
    assert all("Saldo" in page and "Pinjaman" in page for page in pages)
    assert ["(lanjutan)" in page for page in pages] == [False] + [True] * (len(pages) - 1)


def test_a_very_wide_table_stands_in_parts_that_each_say_whom_they_speak_of():
    """Thirty columns of amounts are dealt out over parts, a KSM's name in each, no amount lost."""
    amounts = [Column(f"b{number}", f"Bulan {number}", Kind.RUPIAH) for number in range(30)]
    wide = Section(
        (Column("ksm", "KSM", identifies=True), *amounts),
        rows([(LONGEST, *(Rupiah(1_000_000_000 + number) for number in range(30)))]),
    )
    content = file.render([replace(REPORT, section=wide)])

    words = Counter(text_of(content).split())
    assert words["Sejahtera"] > 1
    assert all(words[shown(Rupiah(1_000_000_000 + number))] == 1 for number in range(30))
    assert strays_of(content) == []


@pytest.mark.parametrize(
    "text", [LONGEST * 3, "#import $x$ *a* _b_ `c` \\d <e> @f //g", "=1+1", "Ibu \x1b[31m \x00Sri"]
)
def test_names_are_printed_as_plain_text(text):
    """Nothing in a name is taken for an instruction, and a name of any length keeps inside the page."""
    section = Section((Column("teks", "Teks"), Column("lain", "Lain")), rows([(text, text)]))
    content = file.render([replace(REPORT, section=section, title=text, head={"Nama": text}, notes=(text,))])

    plain = "".join(letter for letter in text if letter.isprintable()).replace(" ", "")
    assert "".join(text_of(content).split()).count(plain) >= 3
    assert strays_of(content) == []


def test_an_empty_report_says_so():
    """A report without lines prints its note in the place of the table."""
    content = file.render([replace(REPORT, section=Section(SECTION.columns, (), empty_note="Tidak ada pinjaman."))])

    text = text_of(content)
    assert "Tidak ada pinjaman." in text
    assert "Tunggakan" not in text


def test_reports_without_a_line_stand_together_at_the_end():
    """Paper costs money: two empty forms stand together with their titles and codes; one alone keeps its place."""
    empty = replace(REPORT, section=Section(SECTION.columns, (), empty_note="Tidak ada pinjaman."))
    other = replace(empty, title="Register tabungan", form_code="LU-04")

    (page,) = pages_of(file.render([empty, REPORT, other]))
    listed, _, nothing = page.partition("LAPORAN YANG KOSONG BULAN INI")
    assert "Melati" in listed
    assert nothing.count("Tidak ada pinjaman.") == 2
    assert all(word in nothing for word in ("DAFTAR TUNGGAKAN", "Model LU-09", "REGISTER TABUNGAN", "Model LU-04"))
    (alone,) = pages_of(file.render([empty, REPORT]))
    assert alone.index("Tidak ada pinjaman.") < alone.index("1.250.000")


def test_those_who_sign_stand_below_the_report_with_room_for_a_pen():
    """Posts stand in their order; where no name is on record there is a dotted line."""
    signers = (("Koordinator BKM", "Budi Santoso"), ("Manajer UPK", ""))
    text = text_of(file.render([replace(REPORT, signers=signers)]))

    assert re.search(r"Koordinator BKM\s+Manajer UPK\s+Budi Santoso\s+\(\s*\.{10,}\s*\)", text)
