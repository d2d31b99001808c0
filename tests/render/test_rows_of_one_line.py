"""Rows whose height is known before the page is set: they look as they would if Typst had found it out."""

import json
from collections.abc import Sequence
from datetime import date
from itertools import product

import pytest

from danabergulir.operations.month import monthly_reports, monthly_set
from danabergulir.render.pdf import data, file, press
from danabergulir.render.pdf.table import texts_of_one_line, widest

LETTERS = "".join(map(chr, range(0x20, 0x7F)))
_WORDS = b"""
#set text(font: "Libertinus Serif", size: 100pt, lang: "id", number-type: "lining", number-width: "tabular")
#context [#metadata(json("words.json").map(word => measure(word).width / 100pt)) <widths>]
"""


def _widths(words: Sequence[str]) -> list[float]:
    """Return how wide Typst sets each of the words, in ems."""
    typst = pytest.importorskip("typst")
    files = {"main.typ": _WORDS, "words.json": json.dumps(words).encode("utf-8")}
    compiler = typst.Compiler(input=files, ignore_system_fonts=True)
    (widths,) = json.loads(compiler.query("<widths>", field="value"))
    return list(widths)


def test_no_pair_of_letters_is_wider_than_the_table_says():
    """Every letter of ASCII beside every other, in front of it and behind it, as Typst sets them."""
    words = [f"|{a}{b}{a}|" for a, b in product(LETTERS, repeat=2)]

    wider = [word for word, width in zip(words, _widths(words), strict=True) if width > widest(word) + 0.001]

    assert wider == []


@pytest.mark.parametrize("text", ["mawar 1 jaya", "Usaha Bersama - RW 05", "BKM-2022-0001 (batal)"])
def test_text_takes_one_line_only_where_it_has_room(text):
    """A column of the width of the text and the room beside it takes it in one line, one just narrower may not."""
    (width,) = _widths([text])

    assert texts_of_one_line([text], width * 1.2 + 1) == {text}
    assert texts_of_one_line([text], width + 0.75) == set()


def test_a_single_word_never_goes_on_in_a_second_line():
    """An amount or a number stays whole in the narrowest column; a letter beyond ASCII is not known."""
    words = {"1.234.567.890", "021", "KSMAWAR", "", "Kelompok Ibu", "Méranti"}

    assert texts_of_one_line(words, 1) == {"1.234.567.890", "021", "KSMAWAR", ""}


def test_paper_is_the_same_as_if_every_height_were_found_out(demonstration, monkeypatch):
    """The whole set of the demonstration month, octet by octet."""
    month = monthly_set(demonstration.ledger, demonstration.month, (), today=date(2023, 2, 1))
    known = file.render(month.reports)

    monkeypatch.setattr(data, "texts_of_one_line", lambda *_: set())

    assert file.render(month.reports) == known


def test_a_template_of_another_face_cuts_nothing_off(demonstration, tmp_path):
    """A UPK's own `dasar.typ` with broader letters finds the height of each row out itself."""
    (report,) = monthly_reports(demonstration.ledger, demonstration.month, ["register-pinjaman"])
    base = press.built_in_templates()["dasar.typ"].replace(b"Libertinus Serif", b"DejaVu Sans Mono")
    (tmp_path / "dasar.typ").write_bytes(base)
    free = tmp_path / "free"
    free.mkdir()
    (free / "dasar.typ").write_bytes(base.replace(b'row.at("one-line", default: false)', b"false"))

    assert file.render([report], own=tmp_path) == file.render([report], own=free)
