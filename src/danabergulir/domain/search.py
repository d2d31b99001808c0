"""A word looked up in the whole book: how words are compared, and what was found."""

import re
from enum import StrEnum
from typing import Final

from danabergulir.frozen import Struct

_IDLE: Final = re.compile(r"[\W_]+")


class Found(StrEnum):
    """What a word was found in, in the order in which it is listed."""

    KSM = "KSM"
    MEMBER = "anggota"
    LOAN = "pinjaman"
    LETTER = "surat"
    VOUCHER = "bukti"


class Hit(Struct, frozen=True):
    """One thing that a word was found in: what it is, what it is called by, whose it is, and a line about it."""

    kind: Found
    code: str
    name: str
    remark: str


class Hits(Struct, frozen=True):
    """What a ``word`` was found in; ``near`` says which names are nearly so where it was found in nothing."""

    word: str
    hits: tuple[Hit, ...]
    near: str = ""


def folded(text: str | None) -> str:
    """Return a text as it is compared: small letters and digits alone, for blanks, points and strokes tell nothing."""
    return _IDLE.sub("", text).casefold() if text else ""
