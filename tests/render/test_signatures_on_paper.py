"""Who signs a report on paper, and the letterhead of a document: read back and looked at by poppler."""

from collections import Counter
from datetime import date

import pytest

from danabergulir.domain.letterhead import Profile
from danabergulir.frozen import replace
from danabergulir.money import Rupiah
from danabergulir.render.pdf import file
from danabergulir.reports.model.paper import Paper, letterhead
from danabergulir.reports.model.sheet import Column, Kind, Report, Section
from paper_reading import needs_poppler, pages_of, poppler
from pictures import JPEG, SVG, png
from plain_rows import rows

pytestmark = needs_poppler

_COLUMNS = (
    Column("ksm", "KSM", identifies=True),
    Column("pokok", "Pokok", Kind.RUPIAH, group="Tunggakan"),
    Column("jasa", "Jasa", Kind.RUPIAH, group="Tunggakan"),
)
_SIGNERS = (("Koordinator BKM", "Yohana Wattileo"), ("Pengawas", ""), ("Manajer UPK", "Ratna Wulandani"))
_PROFILE = Profile("Melati", "BKM Melati", "Sukamaju", "Cibening", "Kota Cahaya", "Jawa Barat")


def _report(length: int, *, numbered: bool = False, notes: tuple[str, ...] = ()) -> Report:
    lines = rows((f"Kelompok-{number}", Rupiah(number), Rupiah(1)) for number in range(1, length + 1))
    section = Section(_COLUMNS, lines, numbered=numbered)
    return Report("tunggakan", f"Daftar {length}", "2023-01", date(2023, 1, 31), section, notes=notes, signers=_SIGNERS)


@pytest.mark.parametrize("numbered", [False, True], ids=["plain", "numbered"])
@pytest.mark.parametrize("notes", [(), ("Catatan pertama.", "Catatan kedua. " * 20)], ids=["bare", "with notes"])
def test_signatures_never_stand_on_a_page_by_themselves(numbered, notes):
    """However long the table is, its last two rows come along, under its headings, with all the notes."""
    lengths = range(20, 65)
    printed = [file.render([_report(length, numbered=numbered, notes=notes)]) for length in lengths]
    signed = [page for content in printed for page in pages_of(content, "-layout") if "Ratna Wulandani" in page]

    assert len(signed) == len(lengths)
    for length, page in zip(lengths, signed, strict=True):
        assert [f"Kelompok-{number} " in page for number in (length - 1, length)] == [True, True]
        assert ("KSM" in page, "Yohana Wattileo" in page, "Koordinator BKM" in page) == (True, True, True)
        assert [note.split(".")[0] in page for note in notes] == [True] * len(notes)


def test_reports_that_share_pages_are_signed_once_below_the_last():
    """Nobody signs three times on one sheet; a report that lies has pages and signatures of its own."""
    lying = replace(_report(3), form_code="U-1")
    pages = pages_of(file.render([_report(3), _report(4), lying, _report(5), _report(0), _report(0)]), "-layout")

    assert [page.count("Ratna Wulandani") for page in pages] == [1, 1]
    assert pages[0].index("DAFTAR 4") < pages[0].index("Ratna Wulandani")
    assert pages[0].index("Tidak ada data.") < pages[0].index("Ratna Wulandani")


def test_a_report_of_a_row_or_none_is_signed_too():
    """The row that is there is enough to keep the signatures company."""
    (one,) = pages_of(file.render([_report(1)]), "-layout")
    (none,) = pages_of(file.render([_report(0)]), "-layout")

    assert ("Kelompok-1" in one, "Ratna Wulandani" in one) == (True, True)
    assert ("Tidak ada data." in none, "Ratna Wulandani" in none) == (True, True)


@pytest.fixture
def letter(tmp_path):
    """Return a function that prints the letterhead of a profile alone and counts its dots, 72 an inch, by colour."""
    text = '#import "dasar.typ": head-of-letter, pages\n#let sheet(it) = pages(head-of-letter(it.letterhead))\n'
    (tmp_path / "coba.typ").write_text(text, encoding="utf-8")

    def dots(profile: Profile) -> Counter:
        paper = Paper("coba", "coba", "Surat", letterhead(profile), date(2023, 1, 31))
        content = file.render([paper], own=tmp_path)
        plain = ("-r", "72", "-aa", "no", "-aaVector", "no", "-singlefile")
        picture = poppler(content, "pdftoppm", *plain, "-")
        colours = picture.split(b"\n", 3)[3]
        return Counter(zip(colours[::3], colours[1::3], colours[2::3], strict=True))

    return dots


@pytest.mark.parametrize(
    ("size", "area"), [((40, 40), 56 * 56), ((40, 20), 56 * 28), ((10, 40), 14 * 56)], ids=["square", "wide", "tall"]
)
def test_a_logo_keeps_its_shape(letter, size, area):
    """It fills a square of 56 points as far as its shape goes, in its own colour."""
    printed = letter(replace(_PROFILE, logo=png(*size, (200, 30, 60))))[200, 30, 60]

    assert printed == pytest.approx(area, rel=0.08)


@pytest.mark.parametrize(
    ("logo", "colour"), [(SVG, (0xA3, 0x33, 0x2C)), (b"\xef\xbb\xbf" + SVG, (0xA3, 0x33, 0x2C))], ids=["svg", "bom"]
)
def test_a_drawn_logo_is_printed(letter, logo, colour):
    """SVG too, with or without a byte order mark."""
    assert letter(replace(_PROFILE, logo=logo))[colour] == pytest.approx(56 * 56, rel=0.08)


def test_a_photograph_as_logo_is_printed(letter):
    """JPEG puts a grey square where there was paper."""
    bare, with_logo = (letter(replace(_PROFILE, logo=logo)) for logo in (b"", JPEG))

    assert bare[255, 255, 255] - with_logo[255, 255, 255] == pytest.approx(56 * 56, rel=0.08)


def test_the_colour_of_the_letterhead_is_the_upks_own(letter):
    """The name and the rule below it take it; without one the form's green stays."""
    blue, green = (0x24, 0x57, 0x8F), (0x1F, 0x6F, 0x54)
    usual, own = letter(_PROFILE), letter(replace(_PROFILE, colour="#24578f"))

    assert (usual[blue], own[green]) == (0, 0)
    assert own[blue] == usual[green] > 0
