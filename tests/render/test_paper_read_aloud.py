"""Paper for those who have it read aloud, and for the archive: tagged, in its language, in order."""

import re
from datetime import date

import pytest

from danabergulir.errors import UsageError
from danabergulir.frozen import replace
from danabergulir.operations.month import monthly_set
from danabergulir.render.pdf import file, press
from danabergulir.render.pdf.packed import packed
from danabergulir.reports.model.sheet import Column, Row, Section
from paper_reading import needs_poppler, pages_of, poppler

pytestmark = needs_poppler


@pytest.fixture(scope="module")
def month(demonstration):
    """Return the set of the demonstration's last month as it is printed."""
    return monthly_set(demonstration.ledger, demonstration.month, (), today=date(2023, 2, 1))


def _read(pdf):
    """Return the words of a PDF in the order of its tags."""
    structure = poppler(pdf, "pdfinfo", "-struct-text", "-").decode("utf-8")
    return " ".join(re.findall(r'"(.*)"$', structure, re.MULTILINE))


def test_a_letter_is_read_from_its_head_to_its_names(month):
    """Its language is said, and every word of the page stands in the order of reading."""
    letter = next(paper for paper in month.apart if paper.form == "surat")
    pdf = file.render([letter])
    words = _read(pdf)

    assert b"/Lang(id)" in pdf
    assert b"Tagged:          yes" in poppler(pdf, "pdfinfo", "-")
    places = [words.index(word) for word in ("UPK CAHAYA MANDIRI", "Nomor", "Kepada", "Ratna Wulandani")]
    assert places == sorted(places)


def test_tables_are_read_as_tables(month):
    """A heading is known as the heading of its column, a cell as a cell of its row."""
    structure = poppler(file.render(month.reports[1:2]), "pdfinfo", "-struct", "-").decode("utf-8")

    kinds = re.findall(r"^ +(Table|THead|TBody|TR|TH|TD)\b", structure, re.MULTILINE)
    assert {"Table", "THead", "TBody", "TR", "TH", "TD"} == set(kinds)


def test_titles_are_known_as_titles(month):
    """Reports are titles of the first level, their tables of the second; whoever listens goes from one to the next."""
    structure = poppler(
        file.render([month.cover, *month.reports[:4], *month.reports[9:10]]), "pdfinfo", "-struct-text", "-"
    ).decode("utf-8")
    titles = re.findall(r'^ +(H[12]) [^\n]*\n +"([^"]*)"', structure, re.MULTILINE)

    assert ("H1", "LAPORAN NERACA") in titles
    assert ("H2", "11021 - Bank UPK") in titles
    assert titles[0][0] == "H1"


def test_every_paper_begins_with_a_title():
    """Whatever its form; only a letter begins with its head and says what it is about in a line of that."""
    forms = {name: text.decode("utf-8") for name, text in press.built_in_templates().items()}
    papers = {name: text for name, text in forms.items() if "#let sheet(" in text or "#let sheet =" in text}
    untitled = {name for name, text in papers.items() if "titled(1" not in text and "heading-of(" not in text}

    assert len(papers) > 12
    assert untitled == {"surat.typ"}


def test_the_tags_take_little_room(month, monkeypatch):
    """They are packed, and nothing on the pages changes by it; paper without tags stays as it was."""
    items = [month.cover, *month.reports[:6]]  # enough to weigh; a judge reads the tags of so many for a long time
    small, read = file.render(items), _read(file.render(items[:3]))
    monkeypatch.setattr(press, "packed", lambda content: content)
    large, read_of_large = file.render(items), _read(file.render(items[:3]))
    bare = press.pressed(b"Melati", {}, kind=press.PdfKind.LEAF)

    assert 3 * len(small) < len(large)
    assert pages_of(small) == pages_of(large)
    assert read == read_of_large
    assert packed(bare) == bare


def test_paper_for_the_archive_says_what_it_keeps(month):
    """PDF/A-2, so that it opens in thirty years, and PDF/UA beside it; the words are the same."""
    items = [month.cover, *month.reports]
    pdf = file.render(items, archive=True)

    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert pages_of(pdf) == pages_of(file.render(items))
    assert b"pdfaid:part" not in file.render(items)


def test_what_no_font_has_a_sign_for_is_no_paper_for_the_archive(month):
    """It is told, and the same paper is made without."""
    column = Column("nama", "Nama")
    odd = replace(month.reports[0], section=Section((column,), (Row(("Melati \U0001f600",)),)), more=())

    with pytest.raises(UsageError, match="PDF/A tidak dapat dibuat") as told:
        file.render([odd], archive=True)

    assert told.value.hint == "Buat tanpa --arsip."
    assert file.render([odd]).startswith(b"%PDF")
