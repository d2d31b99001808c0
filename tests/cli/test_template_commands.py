"""Templates of a UPK's own: `profil templat`, and what `laporan` makes of a folder of them."""

import re
import sys

import pytest

from danabergulir.render.pdf import press
from paper_reading import needs_poppler, text_of

_ONE = ("laporan", "2026-01", "--hanya", "neraca", "--format", "pdf")
_OWN = '#import "dasar.typ": pages\n#let sheet(it) = pages(footer: it.footer)[Buatan sendiri: #it.title]\n'


@pytest.fixture
def own(book):
    """Return a function that puts a template of the UPK's own beside the ledger."""

    def put(text: str, name: str = "laporan.typ"):
        folder = book.folder / "templat"
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(text.encode("utf-8"))
        return folder / name

    return put


def _paper(book) -> bytes:
    printed = book(*_ONE)
    assert printed.status == 0, printed.stderr
    return (book.folder / "laporan-2026-01.pdf").read_bytes()


@needs_poppler
def test_a_template_beside_the_ledger_takes_the_place_of_the_built_in_one(book, own):
    """The file of that name only: the page it stands on is still the built-in one."""
    own(_OWN)
    text = text_of(_paper(book))

    assert text.split("\n")[0] == "Buatan sendiri: LAPORAN NERACA"
    assert "Halaman 1 dari 1" in text


def test_without_it_the_built_in_one_is_used_again(book, own):
    """Byte for byte."""
    before = _paper(book)
    path = own(_OWN)
    assert _paper(book) != before
    path.unlink()

    assert _paper(book) == before


def test_a_copy_of_the_built_in_templates_prints_the_same(book):
    """What is written out for somebody to change is what is used."""
    before = _paper(book)
    assert book("profil", "templat", "--ke", "templat").status == 0

    assert _paper(book) == before


def test_a_template_may_be_saved_by_a_plain_editor(book, own):
    """A byte order mark and Windows line ends do no harm."""
    own(_OWN)
    before = _paper(book)
    own("\ufeff" + _OWN.replace("\n", "\r\n"))

    assert _paper(book) == before


_PLACE = "templat/laporan.typ, baris"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("#let sheet(it) = [\n\nHalo", f"templat tidak dapat dipakai: {_PLACE} 1: unclosed delimiter"),
        (_OWN + "#let x = tidak-ada\n", f"templat tidak dapat dipakai: {_PLACE} 3: unknown variable: tidak-ada"),
        (_OWN.replace("it.title", "it.judul"), f"templat tidak dapat dipakai: {_PLACE} 2: "),
        ('#let sheet(it) = read("/etc/passwd")', f"templat tidak dapat dipakai: {_PLACE} 1: file not found"),
        ('#let sheet(it) = read("../upk.db")', f"templat tidak dapat dipakai: {_PLACE} 1: path "),
        ('#let sheet(it) = read("/upk.db")', f"templat tidak dapat dipakai: {_PLACE} 1: file not found"),
        ("\n#let sheet(it) = [#while true { it = it + 1 }]", f"templat tidak dapat dipakai: {_PLACE} 2: "),
        ('\n#import "@preview/cetz:0.3.0": canvas\n', f"templat memakai paket dari internet: {_PLACE} 2"),
        ('#let sheet(it) = { import "@local/a:1.0.0" }', f"templat memakai paket dari internet: {_PLACE} 1"),
        (
            "#let lembar(it) = [Halo]",
            "templat di folder templat tidak dapat dipakai: unresolved import (main.typ, baris",
        ),
    ],
    ids=[
        *("unclosed", "unknown", "no-such-word", "passwd", "ledger-above", "ledger-by-root", "endless", "package"),
        *("local-package", "no-sheet"),
    ],
)
def test_a_template_that_cannot_be_used_is_named_with_its_line(book, own, text, said):
    """It sees no file but those of its folder and fetches nothing; no paper is written, nor anything else."""
    own(text)
    refused = book("laporan", "2026-01", "--ke", "hasil")

    assert (refused.status, refused.stdout) == (2, "")
    assert refused.stderr.startswith(f"Galat: {said}")
    assert "Saran: " in refused.stderr
    assert not (book.folder / "hasil").exists()


def test_what_a_template_says_of_itself_is_cut_short(book, own):
    """Typst repeats all the data of a template that stops with it; the complaint stays a line to read."""
    own("#let sheet(it) = panic(it)")
    complaint, hint = book("laporan", "2026-01", "--ke", "hasil").stderr.splitlines()

    assert complaint.startswith(f"Galat: templat tidak dapat dipakai: {_PLACE} 1: panicked with: ")
    assert (len(complaint) < 200, complaint[-4:], hint[:7]) == (True, " ...", "Saran: ")


def test_a_package_in_a_comment_is_only_words(book, own):
    """Nothing is fetched for it, so nothing is refused."""
    own('// from "@preview/cetz:0.3.0"\n' + _OWN)

    assert _paper(book)


def test_a_template_in_another_encoding_is_refused(book, own):
    """Its file is named."""
    own("x").write_bytes('#let sheet(it) = [harga "5"]'.encode("utf-16"))
    refused = book(*_ONE)

    assert (refused.status, refused.stderr.splitlines()[0]) == (
        2,
        "Galat: templat tidak dapat dibaca: templat/laporan.typ",
    )


def test_a_picture_in_the_folder_can_be_used(book, own):
    """The folder is the UPK's own, with all that lies in it."""
    own("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>", "cap.svg")
    own(_OWN)
    plain = _paper(book)
    own(_OWN.replace("#it.title", '#image("cap.svg")'))

    assert _paper(book) != plain


def test_every_built_in_template_is_listed_with_what_it_is_for(book):
    """None of them without a line ``// Untuk:``."""
    built_in = press.built_in_templates()
    listed = book("profil", "templat").stdout

    assert [name for name, content in built_in.items() if not press.purpose(content)] == []
    for name, content in built_in.items():
        assert re.search(
            rf"^{name.removesuffix('.typ')} +{re.escape(press.purpose(content)[:30])}.* bawaan$", listed, re.MULTILINE
        )
    assert listed.endswith("\nFolder templat sendiri: templat\n")


def test_a_template_of_the_upks_own_is_marked_in_the_list(book, own):
    """So that the treasurer sees which ones are in use."""
    own(_OWN)
    (line,) = book("profil", "templat", "--hanya", "laporan").stdout.splitlines()[2:3]

    assert line.split()[0] == "laporan"
    assert line.endswith(" sendiri")


def test_templates_are_written_out_and_none_is_overwritten(book, own):
    """What was changed already stays as it is, and that is said."""
    own(_OWN)
    written = book("profil", "templat", "--hanya", "laporan", "--hanya", "dasar", "--ke", "templat")

    assert (written.status, written.stdout) == (0, "")
    assert written.stderr == "Sudah ada, dibiarkan: templat/laporan.typ\nDitulis ke templat/dasar.typ\n"
    assert (book.folder / "templat" / "laporan.typ").read_text(encoding="utf-8") == _OWN
    assert (book.folder / "templat" / "dasar.typ").read_bytes() == press.built_in_templates()["dasar.typ"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--hanya", "laporan.pdf"), 'tidak ada templat "laporan.pdf"'),
        (("--ke", "upk.db"), "--ke: templat tidak dapat ditulis ke upk.db"),
    ],
)
def test_templates_that_cannot_be_had_are_refused(book, words, message):
    """An unknown name, and a folder that is a file."""
    refused = book("profil", "templat", *words)

    assert (refused.status, refused.stderr.splitlines()[0]) == (2, f"Galat: {message}")


@pytest.mark.skipif(sys.platform == "win32", reason="links need leave on Windows")
@pytest.mark.parametrize("name", ["laporan.typ", "bagian/rahasia.txt"])
def test_a_link_among_templates_is_not_followed(book, own, name):
    """A template could print any file of the machine through it; whoever wants that file there copies it."""
    place = own(_OWN).parent / name
    place.parent.mkdir(exist_ok=True)
    place.unlink(missing_ok=True)
    place.symlink_to("/etc/hostname")
    refused = book(*_ONE)

    assert refused.status == 2
    assert f"tautan ke file lain di folder templat tidak dibaca: templat/{name}" in refused.stderr
