"""Who a UPK is on paper: its profile, which pictures serve as its logo, and which colours can be read in print."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from danabergulir.errors import FaultyDataError, UsageError
from danabergulir.frozen import Struct, field
from danabergulir.text import quoted


class Profile(Struct, frozen=True):
    """Who the UPK is, who signs, and how its letterhead looks. ``officers`` maps a post (``Manajer UPK``) to a name.

    ``signers`` are the posts that sign a report on paper, in order. ``logo`` is a picture as ``letterhead.logo_kind``
    takes it, ``colour`` six hexadecimal digits after a ``#``; both are empty where the UPK has none of its own.
    """

    upk: str
    board: str
    kelurahan: str
    kecamatan: str
    city: str
    province: str
    address: str = ""
    officers: Mapping[str, str] = field(default_factory=dict)
    signers: tuple[str, ...] = ()
    logo: bytes = b""
    colour: str = ""


LARGEST_LOGO: Final = 300_000
"""Bytes: a logo is printed an inch wide, and the ledger that holds it must still fit a message."""

MOST_SIGNERS: Final = 5
"""Side by side on a page that stands, each with room for a name."""

COLOURS: Final = {
    "hijau": "#1f6f54",
    "biru": "#24578f",
    "merah": "#a3332c",
    "ungu": "#5b3a86",
    "hitam": "#1d2a33",
}
"""Colours by their names, each dark enough for letters."""

_PALEST: Final = 150
"""Brightness of 255 above which thin letters fade on white paper."""
_CODE: Final = re.compile(r"#[0-9a-f]{6}")
_BEFORE_SVG: Final = re.compile(r"\s*(<\?xml[^>]*\?>\s*)?(<!--.*?-->\s*)*(<!DOCTYPE\s+svg[^>\[]*>\s*)?", re.DOTALL)
_SVG: Final = re.compile(r"<(\w+:)?svg[\s>]")


class LogoKind(StrEnum):
    """What kind of picture a logo is."""

    PNG = "PNG"
    JPEG = "JPEG"
    SVG = "SVG"


def logo_kind(content: bytes) -> LogoKind:
    """Return what kind of picture ``content`` is, by its first bytes alone: a name proves nothing.

    Raises ``FaultyDataError`` for anything else and for more than ``LARGEST_LOGO`` bytes.
    """
    if len(content) > LARGEST_LOGO:
        raise FaultyDataError(
            f"logo terlalu besar: lebih dari {LARGEST_LOGO // 1000} kB", "Kecilkan gambarnya dulu, misalnya 400 titik."
        )
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return LogoKind.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return LogoKind.JPEG
    if _is_svg(content):
        return LogoKind.SVG
    raise FaultyDataError("logo bukan gambar PNG, JPEG, atau SVG", "Simpan gambarnya sebagai PNG, lalu ulangi.")


def _is_svg(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    begun = _BEFORE_SVG.match(text)
    return bool(begun and _SVG.match(text, begun.end()))


def signing_posts(posts: Iterable[str]) -> tuple[str, ...]:
    """Return the posts that sign a report, each once. Raises ``UsageError`` for more than a page has room for."""
    signing = tuple(dict.fromkeys(posts))
    if len(signing) > MOST_SIGNERS:
        raise UsageError(f"penanda tangan paling banyak {MOST_SIGNERS}", "Pilih yang harus menandatangani laporan.")
    return signing


def parse_colour(word: str) -> str:
    """Return the colour named or written ``#1f6f54``, as six hexadecimal digits after a ``#``.

    Raises ``UsageError`` for anything else and for a colour too pale to read in print.
    """
    known = word.strip().casefold()
    colour = COLOURS.get(known, known)
    if not _CODE.fullmatch(colour):
        raise UsageError(
            f"warna tidak dikenal: {quoted(word)}", f"Pakai {', '.join(COLOURS)}, atau kode seperti #1f6f54."
        )
    red, green, blue = bytes.fromhex(colour[1:])
    if (299 * red + 587 * green + 114 * blue) // 1000 > _PALEST:  # how bright the eye finds them: ITU-R BT.601
        raise UsageError(f"warna {colour} terlalu muda untuk dicetak", "Pilih warna yang lebih tua.")
    return colour
