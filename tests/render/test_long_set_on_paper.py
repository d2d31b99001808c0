"""A set too long to be laid out in one go, read back by poppler: it is one set like any other."""

import re
import tempfile
from datetime import date
from pathlib import Path

import pytest

from danabergulir.domain.letterhead import Profile
from danabergulir.errors import UsageError
from danabergulir.money import Rupiah
from danabergulir.render.pdf import file, press
from danabergulir.render.pdf.press import built_in_templates
from danabergulir.render.pdf.table import fitted, leaves
from danabergulir.reports.model.paper import Paper, letterhead
from danabergulir.reports.model.sheet import Column, Kind, Report, Row, Section, Style
from paper_reading import needs_poppler, pages_of, strays_of, text_of
from plain_rows import rows

COLUMNS = (Column("nomor", "Nomor", identifies=True), *(Column(f"b{at}", f"B{at}", Kind.RUPIAH) for at in range(9)))
LINES = 3_000
PROFILE = Profile("Melati", "Bina Warga", "Sukamaju", "Tirtasari", "Kota Contoh", "Jawa")


def _report(name, count, **more):
    lines = rows([(f"P-{number:04d}", *[Rupiah(number)] * 9) for number in range(count)])
    total = Row(("JUMLAH", *[Rupiah(7)] * 9), Style.TOTAL)
    return Report(
        name,
        f"Register {name}",
        "2023-01",
        date(2023, 1, 31),
        Section(COLUMNS, (*lines, total), notes=("Catatan tabel.",)),
        date_line="Tanggal : 31-01-2023",
        head={"Nama UPK": "UPK Melati"},
        notes=("Catatan laporan.",),
        footer="Kepala buku: 0123456789abcdef",
        signers=(("Manajer UPK", "Budi Santoso"),),
        **more,
    )


SHORT, LONG, LAST = _report("pendek", 3), _report("panjang", LINES, form_code="LU-02"), _report("akhir", 2)


@pytest.fixture(scope="module")
def content():
    """Return a set of three reports, the second as long as that of a large fund."""
    return file.render([SHORT, LONG, LAST])


@needs_poppler
def test_every_line_of_a_long_report_stands_once_in_order(content):
    """No line is lost or printed twice where one leaf ends and the next begins."""
    numbers = re.findall(r"^P-(\d{4})", text_of(content), re.MULTILINE)

    assert [int(number) for number in numbers] == [*range(3), *range(2), *range(LINES)]


@needs_poppler
def test_the_pages_of_a_long_set_are_numbered_through(content):
    """Each page says which it is of how many, and only those after a report's first that it goes on."""
    pages = pages_of(content)

    assert [re.findall(r"Halaman (\d+) dari (\d+)", page) for page in pages] == [
        [(str(number), str(len(pages)))] for number in range(1, len(pages) + 1)
    ]
    assert all("Laporan 2023-01 · Kepala buku: 0123456789abcdef" in page for page in pages)
    assert ["(lanjutan)" in page for page in pages] == [False, False, *[True] * (len(pages) - 2)]
    assert all("Nomor" in page for page in pages)
    assert strays_of(content) == []


@needs_poppler
def test_head_notes_and_signatures_of_a_long_report_stand_once(content):
    """The head opens its first page; total, notes and who signs stand on its last."""
    pages = pages_of(content)

    assert [number for number, page in enumerate(pages) if "Nama UPK" in page] == [0, 1]
    assert [number for number, page in enumerate(pages) if "Budi Santoso" in page] == [
        0,
        len(pages) - 1,
    ]
    assert "JUMLAH" in pages[-1]
    assert "Catatan tabel." in pages[-1]
    assert "Catatan laporan." in pages[-1]


def test_a_long_set_has_the_same_bytes_every_time(content):
    """What is bound of several parts depends on its words alone, too."""
    assert file.render([SHORT, LONG, LAST]) == content


CONTENTS = b"""\
#import "dasar.typ": pages
#let sheet(it) = pages()[#context for item in query(<laporan>) [
  #item.value: #counter(page).at(item.location()).first() \\
]]
"""


@needs_poppler
def test_a_table_of_contents_finds_the_reports_of_a_long_set(tmp_path):
    """A paper in front, such as the cover, learns on which page each report begins."""
    (tmp_path / "isi.typ").write_bytes(CONTENTS)
    front = Paper("isi", "isi", "Isi", letterhead(PROFILE), date(2023, 1, 31))

    pages = pages_of(file.render([front, SHORT, LONG, LAST], own=tmp_path))
    contents = [f"Register {name}: {page}" for name, page in (("pendek", 2), ("akhir", 2), ("panjang", 3))]
    assert [line for line in pages[0].splitlines() if line.startswith("Register")] == contents


@needs_poppler
def test_own_pages_of_a_upk_are_never_taken_apart(tmp_path):
    """A template of the UPK's own that numbers pages as it likes still sees all of them."""
    (tmp_path / "laporan.typ").write_bytes(built_in_templates()["laporan.typ"])

    pages = pages_of(file.render([LONG], own=tmp_path))
    assert [int(number) for page in pages for number in re.findall(r"^P-(\d{4})", page, re.MULTILINE)] == [
        *range(LINES)
    ]
    assert f"Halaman 1 dari {len(pages)}" in pages[0]


def test_a_table_is_cut_between_rows_only_where_it_is_too_long():
    """Short tables share a leaf, each part of a long one keeps the widths of the whole."""
    short, long = (fitted(report.section, 525) for report in (SHORT, LONG))

    dealt = leaves([short, long, short], most=12_000)
    assert [[len(table.lines) for table in leaf] for leaf in dealt] == [[4, 1001], [1001], [999, 4]]
    assert {part for leaf in dealt for table in leaf for part in table.parts} == {*short.parts, *long.parts}
    notes = [table.section.notes for leaf in dealt for table in leaf]
    assert notes == [short.section.notes, (), (), long.section.notes, short.section.notes]


@needs_poppler
def test_a_long_set_finds_the_pictures_of_own_templates(tmp_path, monkeypatch):
    """A template that shows a file of its own folder does so in a long set, too, and nothing is left behind."""
    (tmp_path / "gambar.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    (tmp_path / "isi.typ").write_bytes(b'#let sheet(it) = page[Depan #image("gambar.svg", width: 9pt)]')
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path.parent / "sementara"))
    (tmp_path.parent / "sementara").mkdir()
    front = Paper("isi", "isi", "Isi", letterhead(PROFILE), date(2023, 1, 31))

    pages = pages_of(file.render([front, SHORT, LONG], own=tmp_path))
    assert (pages[0].strip(), "P-2999" in pages[-1]) == ("Depan", True)
    assert [*(tmp_path.parent / "sementara").iterdir()] == []


@needs_poppler
def test_a_long_set_for_the_archive_is_set_in_one_go(monkeypatch):
    """PDF/A takes in no pages of another PDF."""
    monkeypatch.setattr(file, "_MOST", 100)
    middling = _report("sedang", 30)

    content = file.render([SHORT, middling], archive=True)
    assert b"pdfaid:part" in content
    assert "P-0029" in text_of(content)


def test_a_set_too_large_for_the_archive_is_refused_before_it_is_set(monkeypatch):
    """It would take more memory than there is."""
    monkeypatch.setattr(file, "_MOST_ARCHIVED", 39)

    with pytest.raises(UsageError, match="terlalu besar untuk PDF/A: 40 kotak tabel, paling banyak 39"):
        file.render([SHORT], archive=True)


def test_a_long_set_without_room_for_temporary_files_says_where(monkeypatch):
    """Not the folder that the set is written to is full."""

    def no_room(*_words, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(file, "_MOST", 100)
    monkeypatch.setattr(file, "_LEFT", 0)
    monkeypatch.setattr(Path, "write_bytes", no_room)

    with pytest.raises(UsageError, match=f"file sementara tidak dapat ditulis di {tempfile.gettempdir()}"):
        file.render([SHORT, _report("sedang", 30)])


def test_templates_that_name_each_other_are_each_handed_over_once():
    """A comment may well name the template that the text is imported by."""
    templates = {"satu.typ": b'#import "dua.typ"', "dua.typ": b'// for "satu.typ"', "tiga.typ": b""}

    assert [*press._named_in(b'#import "satu.typ"', templates)] == ["satu.typ", "dua.typ"]  # noqa: SLF001 - from outside it shows in nothing but time
