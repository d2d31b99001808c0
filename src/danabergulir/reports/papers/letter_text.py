"""What every letter of the UPK has in common: a template with placeholders, its width, its head and its signatures.

A template holds placeholders such as ``{ksm}``. They are looked up by name and nowhere else: a template is text that a
UPK writes for itself, and it can reach nothing of the program.
"""

import re
import textwrap
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, Protocol

from danabergulir.domain.groups import KSM, Member, RwHead
from danabergulir.domain.letterhead import Profile
from danabergulir.errors import Finding, perhaps
from danabergulir.reports.model.paper import ksm_named, letterhead, officer
from danabergulir.text import one_line

_WIDTH: Final = 78
"""Letters in a line: an A4 page in a typewriter face."""
_SIGNED_BY_HAND: Final = "(..............................)"
_BRACES: Final = re.compile(r"\{([^{}\n]*)\}|[{}]")


def template_findings(name: str, text: str, known: Collection[str]) -> list[Finding]:
    """Return what is wrong with a template, line by line: placeholders not ``known``, and braces on their own."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        for match in _BRACES.finditer(line):
            word = match[1]
            if word in known:
                continue
            if word is None:
                message, hint = f"tanda {match[0]} tanpa pasangan dalam {name}", "Hapus tanda itu."
            else:
                near = perhaps(word, ((name, f"{{{name}}}") for name in known))
                message = f"isian {{{word[:40]}}} dalam {name} tidak dikenal"
                hint = near.strip() or f"Yang ada: {', '.join(known)}"
            found.append(Finding("surat", name, message, hint, number))
    return found


def put_in(template: str, values: Mapping[str, str]) -> str:
    """Return a template without findings, or a line of one, with its values put in."""
    return _BRACES.sub(lambda match: values[match[1]], template)


def folded(text: str) -> list[str]:
    """Return the lines of a text, never none; one that is too long for the page goes on in the next."""
    return [part for line in text.splitlines() or [""] for part in _folded(line)]


def _folded(line: str) -> list[str]:
    if len(line) <= _WIDTH:
        return [line.rstrip()]
    margin = " " * (len(line) - len(line.lstrip()))
    label = re.match(r"\s*[^:]{1,30} : ", line)
    return textwrap.wrap(line, _WIDTH, subsequent_indent=" " * label.end() if label else margin, drop_whitespace=True)


def _typed_head(profile: Profile) -> str:
    """Return the head of a letter: whose it is, line by line in the middle, and a rule below."""
    head = letterhead(profile)
    lines = (head.upk.upper(), head.board, *head.place)
    return "\n".join([*(one_line(line).center(_WIDTH).rstrip() for line in lines), "=" * _WIDTH])


def signer(profile: Profile, post: str) -> str:
    """Return the name of who holds a post, found by the first word of it; room for a pen where nobody is named."""
    return one_line(officer(profile, post) or _SIGNED_BY_HAND)


def numbered(lines: Sequence[str], none: str) -> str:
    """Return the lines with numbers before them, or ``none`` where there are none."""
    return "\n".join(f"{number}. {one_line(line)}" for number, line in enumerate(lines, start=1)) or none


class Addressed(Protocol):
    """What every letter knows: whose it is, and the KSM that it is written to."""

    @property
    def profile(self) -> Profile:
        """Return who the UPK is."""
        ...

    @property
    def ksm(self) -> KSM:
        """Return whom it is written to."""
        ...

    @property
    def members(self) -> Sequence[Member]:
        """Return those who had not left the KSM on the day of the letter."""
        ...

    @property
    def rw_head(self) -> RwHead | None:
        """Return the head of its RW on that day; None while nobody is written down."""
        ...


ADDRESSED: Final[Mapping[str, Callable[[Addressed], str]]] = {
    "kop": lambda facts: _typed_head(facts.profile),
    "ksm": lambda facts: one_line(ksm_named(facts.ksm)),
    "kode_ksm": lambda facts: one_line(facts.ksm.code),
    "ketua": lambda facts: one_line(facts.ksm.chair) or "(nama ketua belum dicatat)",
    "alamat_ksm": lambda facts: one_line(facts.ksm.address),
    "rt": lambda facts: one_line(facts.ksm.rt),
    "rw": lambda facts: one_line(facts.ksm.rw),
    "ketua_rw": lambda facts: (
        one_line(facts.rw_head.name) if facts.rw_head else f"(nama ketua RW {one_line(facts.ksm.rw)} belum dicatat)"
    ),
    "anggota": lambda facts: numbered([item.name for item in facts.members], "(daftar anggota belum dicatat)"),
    "nama_upk": lambda facts: re.sub(r"^UPK\s+", "", one_line(facts.profile.upk)),
    "nama_bkm": lambda facts: re.sub(r"^BKM\s+", "", one_line(facts.profile.board)),
    "kelurahan": lambda facts: one_line(facts.profile.kelurahan),
    "kecamatan": lambda facts: one_line(facts.profile.kecamatan),
    "kota": lambda facts: one_line(facts.profile.city),
    "provinsi": lambda facts: one_line(facts.profile.province),
    "alamat_upk": lambda facts: one_line(facts.profile.address),
    "nama_manajer": lambda facts: signer(facts.profile, "manajer"),
    "nama_koordinator": lambda facts: signer(facts.profile, "koordinator"),
    "nama_lurah": lambda facts: signer(facts.profile, "lurah"),
}
"""What the template of any letter may say of the UPK and the KSM, by the word between braces."""
