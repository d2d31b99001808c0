"""Which pictures serve as a logo, which colours can be printed, and how many can sign."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danabergulir.domain.letterhead import (
    COLOURS,
    LARGEST_LOGO,
    MOST_SIGNERS,
    LogoKind,
    logo_kind,
    parse_colour,
    signing_posts,
)
from danabergulir.errors import FaultyDataError, UsageError
from pictures import JPEG, PNG, SVG


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, LogoKind.PNG),
        (JPEG, LogoKind.JPEG),
        (SVG, LogoKind.SVG),
        (b"\xef\xbb\xbf" + SVG, LogoKind.SVG),
        (b'<?xml version="1.0" encoding="UTF-8"?>\r\n<!-- a\nb --> <!-- c -->\n' + SVG, LogoKind.SVG),
        (b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">\n' + SVG, LogoKind.SVG),
        (b'<svg:svg xmlns:svg="http://www.w3.org/2000/svg"/>', LogoKind.SVG),
    ],
)
def test_a_picture_is_known_by_its_first_bytes(content, kind):
    """PNG, JPEG and SVG, the last with whatever may stand before it."""
    assert logo_kind(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a\x01\x00",
        b"%PDF-1.7",
        b"BM6\x00",
        b"halo",
        b"<html><svg></svg></html>",
        b"<svgx/>",
        SVG.decode().encode("utf-16"),
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG,
        b" " + PNG,
    ],
)
def test_anything_else_is_refused(content):
    """Another kind of file, another encoding, and SVG that defines things of its own."""
    with pytest.raises(FaultyDataError, match="logo bukan gambar PNG, JPEG, atau SVG"):
        logo_kind(content)


def test_a_logo_has_a_largest_size():
    """A byte more than that is refused, whatever it is."""
    assert logo_kind(PNG.ljust(LARGEST_LOGO, b"\0")) == LogoKind.PNG

    with pytest.raises(FaultyDataError, match="lebih dari 300 kB"):
        logo_kind(PNG.ljust(LARGEST_LOGO + 1, b"\0"))


@given(st.binary(max_size=200))
def test_no_bytes_at_all_break_the_reading(content):
    """Either a kind or a refusal, never anything else."""
    try:
        assert logo_kind(content) in LogoKind
    except FaultyDataError as refused:
        assert refused.hint  # noqa: PT017 - which of the two it is depends on the bytes


@pytest.mark.parametrize(
    ("word", "colour"),
    [("#1f6f54", "#1f6f54"), (" #1F6F54 ", "#1f6f54"), ("Biru", COLOURS["biru"]), ("hitam", COLOURS["hitam"])],
)
def test_a_colour_is_named_or_written_as_a_code(word, colour):
    """Both come to six digits."""
    assert parse_colour(word) == colour


@pytest.mark.parametrize("word", ["", "jingga", "1f6f54", "#1f6", "#1f6f5g", "#1f6f54ff", 'x"); #read("a")', "#١٢٣٤٥٦"])
def test_no_other_word_is_a_colour(word):
    """Neither a short code nor a bit of a template."""
    with pytest.raises(UsageError, match="warna tidak dikenal"):
        parse_colour(word)


@pytest.mark.parametrize("word", ["#ffff00", "#ffffff", "#a0a0a0"])
def test_a_pale_colour_is_refused(word):
    """Letters in it could not be read on white paper."""
    with pytest.raises(UsageError, match="terlalu muda"):
        parse_colour(word)


@pytest.mark.parametrize("name", COLOURS)
def test_every_named_colour_can_be_read(name):
    """What the help offers is accepted."""
    assert parse_colour(COLOURS[name]) == COLOURS[name]


def test_those_who_sign_keep_their_order_and_sign_once():
    """A post named twice signs where it was named first."""
    assert signing_posts(["Manajer UPK", "Pembuku", "Manajer UPK"]) == ("Manajer UPK", "Pembuku")


def test_only_so_many_can_sign():
    """One more than a page has room for is refused."""
    posts = [f"Pengurus {number}" for number in range(MOST_SIGNERS + 1)]

    assert signing_posts(posts[:-1]) == tuple(posts[:-1])
    with pytest.raises(UsageError, match="paling banyak 5"):
        signing_posts(posts)
