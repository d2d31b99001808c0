"""The neutral model of a document: a form by its name, and the finished words that are put into it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, TypeAlias

from danabergulir.domain.groups import KSM
from danabergulir.domain.letterhead import Profile
from danabergulir.frozen import Struct, field
from danabergulir.reports.model.sheet import Report, Section

Words: TypeAlias = "str | bool | int | Section | Sequence[Words] | Mapping[str, Words] | None"
"""What a form takes: texts as they are printed, tables, and lists or mappings of these.

A bare integer is a length that a form draws, never an amount to print.
"""

_LONGEST_PART: Final = 40
"""Letters of one word in the name of a file."""
_IN_CAPITALS: Final = frozenset({"LAR", "PAR", "RW", "KSM"})
"""Words of the titles that stay in capitals where a sentence names the report."""
TOLD: Final = "told"
"""The word of a cover that names the report it tells itself, which need not stand behind it again."""
SIGNED_BY_HAND: Final = ""
"""The name of who signs where none is on record: the form leaves room for a pen."""


class Letterhead(Struct, frozen=True):
    """Whose paper it is: name, board and place, and the logo as the bytes of a picture; empty where there is none.

    ``colour`` is six hexadecimal digits after a ``#``; empty for the colour of the form.
    """

    upk: str
    board: str
    place: tuple[str, ...]
    logo: bytes = b""
    colour: str = ""


class Paper(Struct, frozen=True):
    """One document: the ``form`` that lays it out, its title, and the words by their names in the form.

    ``file_name`` has no ending. ``footer`` ties every page to the ledger, and ``code`` is the short code of the same.
    """

    form: str
    file_name: str
    title: str
    letterhead: Letterhead
    as_of: date
    words: Mapping[str, Words] = field(default_factory=dict)
    footer: str = ""
    code: str = ""


class MonthSet(Struct, frozen=True):
    """What a month or a year leaves in its folder: the reports, on paper under one ``cover``, and documents ``apart``.

    ``charts`` stand behind the cover. The name of a document apart may lead into a folder below that of the set
    (``surat/P-0007``).
    """

    reports: Sequence[Report]
    cover: Paper | None = None
    charts: Paper | None = None
    apart: tuple[Paper, ...] = ()


def letterhead(profile: Profile) -> Letterhead:
    """Return the letterhead of a UPK."""
    place = (
        f"{village_named(profile)}, Kecamatan {profile.kecamatan}",
        f"{profile.city}, {profile.province}",
        *([profile.address] if profile.address else []),
    )
    return Letterhead(upk_named(profile), profile.board, place, profile.logo, profile.colour)


def titled(name: str, title: str, *also: str) -> str:
    """Return a name with its title before it, unless it begins with that or with what ``also`` says what it is."""
    return name if name.upper().startswith(tuple(word.upper() for word in also or (title,))) else f"{title} {name}"


def upk_named(profile: Profile) -> str:
    """Return a unit as papers name it: ``UPK Melati``."""
    return titled(profile.upk, "UPK")


def board_named(profile: Profile) -> str:
    """Return the board as papers name it: ``BKM Melati Jaya``."""
    return titled(profile.board, "BKM", "BKM", "LKM")


def village_named(profile: Profile) -> str:
    """Return the kelurahan as papers name it: ``Kelurahan Sukamaju``, and ``Desa Sukamaju`` where it was named so."""
    return titled(profile.kelurahan, "Kelurahan", "Desa ", "Kelurahan ")


def ksm_named(ksm: KSM) -> str:
    """Return a group as papers name it: ``KSM Mawar``."""
    return titled(ksm.name, "KSM")


def signers(profile: Profile) -> tuple[tuple[str, str], ...]:
    """Return post and name of those who sign the reports, in order; the name is empty where nobody is named."""
    held = {post.casefold(): name for post, name in profile.officers.items()}
    return tuple((post, held.get(post.casefold(), SIGNED_BY_HAND)) for post in profile.signers)


def officer(profile: Profile, post: str) -> str:
    """Return the name of who holds a post, found by the first word of it; empty where nobody is named."""
    first = post.split(maxsplit=1)[0].casefold()
    return next((name for held, name in profile.officers.items() if held.casefold().startswith(first)), SIGNED_BY_HAND)


def in_a_sentence(title: str) -> str:
    """Return a title in capitals as a sentence says it: ``Rekap per RW``."""
    words = re.sub(r"\w+", lambda word: word[0] if word[0] in _IN_CAPITALS else word[0].lower(), title)
    return f"{words[:1].upper()}{words[1:]}"


def file_stem(*words: str) -> str:
    """Return a name without ending that every file system takes, made of ``words``: ``kartu-pinjaman-P-0007``."""
    parts = (re.sub(r"[^A-Za-z0-9]+", "-", word)[:_LONGEST_PART].strip("-") for word in words)
    return "-".join(part for part in parts if part)
