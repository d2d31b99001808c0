"""`profil ubah` and `profil lihat`: the logo, the colour, and who signs, from the keyboard to the page."""

from datetime import date

import pytest

from danabergulir.operations.book import show_profile
from paper_reading import lines_of, needs_poppler, text_of
from pictures import JPEG, PNG, SVG

_DAY = ("--tanggal", "2025-12-31")
_OFFICERS = ("--petugas", "Koordinator BKM=Budi Contoh", "--petugas", "Manajer UPK=Siti Contoh")
_SIGNERS = ("--tanda-tangan", "Koordinator BKM", "--tanda-tangan", "Pengawas", "--tanda-tangan", "Manajer UPK")


def _profile(book):
    return show_profile(book.ledger, date(2026, 11, 21))


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [("logo.png", PNG, "PNG, 1 kB"), ("foto.jpg", JPEG, "JPEG, 1 kB"), ("tanpa-akhiran", SVG, "SVG, 1 kB")],
    ids=["png", "jpeg", "svg"],
)
def test_a_logo_is_kept_in_the_ledger(book, name, content, shown):
    """The file may go: the picture travels with the book, and its kind and size are shown."""
    (book.folder / name).write_bytes(content)
    changed = book("profil", "ubah", "--logo", name)
    (book.folder / name).unlink()

    assert (changed.status, changed.stderr) == (0, "")
    assert _profile(book).logo == content
    assert f"Logo       : {shown}\n" in book("profil", "lihat").stdout


def test_a_change_of_something_else_keeps_the_letterhead(book):
    """Logo, colour and signers stay until they are changed themselves."""
    (book.folder / "logo.svg").write_bytes(SVG)
    book("profil", "ubah", "--logo", "logo.svg", "--warna", "ungu", *_SIGNERS)
    book("profil", "ubah", "--alamat", "Jl. Kenanga 7")

    profile = _profile(book)
    assert (profile.logo, profile.colour, profile.signers) == (
        SVG,
        "#5b3a86",
        ("Koordinator BKM", "Pengawas", "Manajer UPK"),
    )


def test_the_letterhead_can_be_taken_off_again(book):
    """Each part by its own option, and nothing of it is shown any more."""
    (book.folder / "logo.svg").write_bytes(SVG)
    before = book("profil", "lihat")
    book("profil", "ubah", "--logo", "logo.svg", "--warna", "#1f6f54", *_SIGNERS)
    bare = book("profil", "ubah", "--tanpa-logo", "--warna", "", "--tanpa-tanda-tangan")

    assert (bare.status, bare.stdout) == (0, before.stdout)
    assert (_profile(book).logo, _profile(book).colour, _profile(book).signers) == (b"", "", ())


def test_who_signs_is_shown_with_the_name_or_that_there_is_none(book):
    """The order is the one typed; a post is found however its letters are written."""
    book("profil", "ubah", *_OFFICERS)
    shown = book("profil", "ubah", "--tanda-tangan", "manajer upk", "--tanda-tangan", "Lurah").stdout

    assert "Tanda tangan     : manajer upk (Siti Contoh), Lurah (nama belum diisi)\n" in shown


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("logo.gif", b"GIF89a\x01\x00", "logo bukan gambar PNG, JPEG, atau SVG"),
        ("palsu.png", b"bukan gambar", "logo bukan gambar PNG, JPEG, atau SVG"),
        ("besar.png", PNG.ljust(300_001, b"\0"), "logo terlalu besar: lebih dari 300 kB"),
        ("rusak.png", PNG[:50], "logo tidak dapat dicetak: gambarnya rusak, atau memakai file lain"),
        ("hampa.png", PNG[:8] + b"bukan gambar", "logo tidak dapat dicetak: gambarnya rusak, atau memakai file lain"),
        ("rusak.svg", SVG[:-8], "logo tidak dapat dicetak: gambarnya rusak, atau memakai file lain"),
        (
            "luar.svg",
            SVG.replace(b"<rect", b'<image href="rahasia.png" width="8" height="8"/><rect'),
            "logo tidak dapat dicetak: gambarnya rusak, atau memakai file lain",
        ),
    ],
    ids=["gif", "text", "large", "torn png", "hollow png", "torn svg", "svg with another file"],
)
def test_a_file_that_is_no_logo_is_refused(book, name, content, message):
    """Whatever its name says; nothing is recorded."""
    (book.folder / name).write_bytes(content)
    (book.folder / "rahasia.png").write_bytes(PNG)
    before = book.ledger.read_bytes()
    refused = book("profil", "ubah", "--logo", name)

    assert (refused.status, refused.stdout, refused.stderr.splitlines()[0]) == (1, "", f"Galat: {message}")
    assert book.ledger.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--logo", "tidak-ada.png"), "file tidak ada: tidak-ada.png"),
        (("--logo", "."), "file tidak dapat dibaca: ."),
        (("--logo", "a.png", "--tanpa-logo"), "--logo tidak dapat bersama --tanpa-logo"),
        ((*_SIGNERS, "--tanpa-tanda-tangan"), "--tanda-tangan tidak dapat bersama --tanpa-tanda-tangan"),
        (("--warna", "jingga"), '--warna: warna tidak dikenal: "jingga"'),
        (("--warna", "#ffff00"), "--warna: warna #ffff00 terlalu muda untuk dicetak"),
        (tuple(word for post in "ABCDEF" for word in ("--tanda-tangan", post)), "penanda tangan paling banyak 5"),
    ],
)
def test_what_cannot_be_done_is_said(book, words, message):
    """In a sentence, before anything is recorded."""
    refused = book("profil", "ubah", *words)

    assert (refused.status, refused.stderr.splitlines()[0]) == (2, f"Galat: {message}")


@needs_poppler
def test_a_report_on_paper_is_signed_below(book):
    """Posts from the left in the order given, names below, and dots where nobody is named."""
    book("profil", "ubah", *_OFFICERS, *_SIGNERS, *_DAY)
    assert book("laporan", "2026-01", "--hanya", "neraca", "--format", "pdf").status == 0

    lines = lines_of(book.folder / "laporan-2026-01.pdf")
    assert "Koordinator BKM Pengawas Manajer UPK" in lines
    (names,) = [line for line in lines if "Budi" in line]
    assert names.startswith("Budi Contoh ( .")
    assert names.endswith(". ) Siti Contoh")


@needs_poppler
def test_without_signers_no_report_has_room_for_them(book):
    """Officers alone put nothing on the page."""
    book("profil", "ubah", *_OFFICERS, *_DAY)
    book("laporan", "2026-01", "--hanya", "neraca", "--format", "pdf")

    assert "Contoh" not in text_of(book.folder / "laporan-2026-01.pdf")
