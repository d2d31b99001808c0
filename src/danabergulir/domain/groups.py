"""KSM and their members: who they are, and how many."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Final

from danabergulir.errors import NotFoundError, perhaps
from danabergulir.frozen import Struct, set_once
from danabergulir.money import Rupiah
from danabergulir.text import first_few, quoted

_PLACE: Final = re.compile(r"(?:R[WT])?[\s.:-]*([0-9]{1,6})\s*([A-Z]?)", re.IGNORECASE)
_RW_DIGITS: Final = 2
_RT_DIGITS: Final = 3


def rw_number(written: str) -> str:
    """Return the number of an RW as the field writes it, ``05``: ``5``, ``005`` and ``RW 5`` are the same place.

    What is no number stays as it is written.
    """
    return _place(written, _RW_DIGITS)


def rt_number(written: str) -> str:
    """Return the number of an RT as the field writes it, ``003``; what is no number stays as it is written."""
    return _place(written, _RT_DIGITS)


def _place(written: str, digits: int) -> str:
    found = _PLACE.fullmatch(written.strip())
    return f"{int(found[1]):0{digits}d}{found[2].upper()}" if found else written.strip()


class KSM(Struct, frozen=True):
    """A group of poor households: the borrower. Counts are None while unknown; RW and RT are as ``rw_number`` has them.

    So one place has one name everywhere, whatever was typed, imported or stored by an older program.
    """

    code: str
    name: str
    rw: str
    rt: str
    chair: str = ""
    phone: str = ""
    address: str = ""
    formed_on: date | None = None
    member_count: int | None = None
    women_count: int | None = None

    def __post_init__(self) -> None:
        set_once(self, "rw", rw_number(self.rw))
        set_once(self, "rt", rt_number(self.rt))


class Member(Struct, frozen=True):
    """One member of a KSM. ``poor`` says whether the household is on the poor list (PS-2)."""

    ksm: str
    number: int
    name: str
    gender: str = ""
    poor: bool | None = None
    nik: str = ""
    business: str = ""
    turnover: Rupiah | None = None
    left_on: date | None = None


class RwHead(Struct, frozen=True):
    """The head of an RW, to whom letters and digests about its KSM are addressed; ``rw`` is as ``rw_number`` has it."""

    rw: str
    name: str
    phone: str = ""
    address: str = ""

    def __post_init__(self) -> None:
        set_once(self, "rw", rw_number(self.rw))


SHORTEST_PART: Final = 3
"""Letters of a part of a name that may stand for the whole; of fewer only a whole word may."""


def names_by_part(name: str, words: str) -> bool:
    """Return whether ``words`` are enough of a name to stand for it: three letters in a row, or whole words of it.

    One letter is in almost every name, and who slips on the keyboard must not hit upon somebody's book.
    """
    part, whole = folded(words), folded(name)
    if len(part) >= SHORTEST_PART:
        return part in whole
    return bool(part) and f" {part} " in f" {whole} "


def folded(words: str) -> str:
    """Return words without what does not tell one name from another: case, and blanks more than one."""
    return " ".join(words.split()).casefold()


_LISTED: Final = 8
"""KSM named in one line."""


def fitting(known: Iterable[KSM], words: str) -> list[KSM]:
    """Return the KSM that words name: the one with that code, else those of that name, else all that they are part of.

    Case and blanks do not count, nor does ``KSM`` before a name; a part is as ``names_by_part`` has it.
    """
    wanted = folded(words)
    groups = list(known) if wanted else []
    by_code = [ksm for ksm in groups if folded(ksm.code) == wanted]
    if by_code:
        return by_code
    names = [(folded(ksm.name), ksm) for ksm in groups]
    exact = [ksm for name, ksm in names if name == wanted]
    exact = exact or [ksm for name, ksm in names if name.removeprefix("ksm ") == wanted]
    return exact or [ksm for name, ksm in names if names_by_part(name, wanted)]


def the_one(known: Collection[KSM], words: str) -> KSM:
    """Return the only KSM that words name. Raises ``NotFoundError``, which lists the candidates when several fit."""
    found = fitting(known, words)
    if len(found) == 1:
        return found[0]
    if found:
        candidates = first_few([f"{ksm.code} {ksm.name}" for ksm in found], _LISTED)
        raise NotFoundError(f"ada {len(found)} KSM yang cocok dengan {quoted(words)}: {candidates}", "Tulis kodenya.")
    near = perhaps(words, spellings(known))
    if not near and 0 < len(folded(words)) < SHORTEST_PART:
        near = f"Tulis kodenya, satu kata namanya, atau paling sedikit {SHORTEST_PART} huruf. "
    raise NotFoundError(
        f"tidak ada KSM {quoted(words)}",
        f"{near}Lihat daftarnya: danabergulir ksm daftar",
    )


def spellings(groups: Iterable[KSM]) -> Iterator[tuple[str, str]]:
    """Yield how each KSM may be spelt: its code, its name, or a word of it."""
    for ksm in groups:
        for spelt in (ksm.code, ksm.name, *ksm.name.split()):
            yield spelt, f"{ksm.code} {ksm.name}"


def same_rw(one: str, other: str) -> bool:
    """Return whether two ways of writing an RW mean the same: ``5`` and ``05``."""
    return rw_number(one).casefold() == rw_number(other).casefold()


_OTHER_NUMBERS: Final = re.compile(
    r"(?:[PS]-[0-9]{4,}|INV-[0-9]{3,}|(?:BK[MK]|BPB|BSA)-[0-9]{4}-[0-9]+)", re.IGNORECASE
)


def looks_like_a_number(code: str) -> bool:
    """Return whether a code reads as the number of a loan, letter, asset or voucher: ``P-0001``, ``BKM-2023-0001``."""
    return _OTHER_NUMBERS.fullmatch(code.strip()) is not None


def same_name(one: str, other: str) -> bool:
    """Return whether two names are one but for blanks and capitals."""
    return one.casefold().split() == other.casefold().split()


def same_name_doubt(name: str, code: str) -> str:
    """Return what to say of a KSM whose name the KSM with that code has already."""
    return f"nama {name} sudah dipakai KSM {code}; kalau memang lain, sebut keduanya dengan kodenya"


def more_women_than_members(ksm: KSM) -> bool:
    """Return whether the stated counts of a KSM contradict each other."""
    return ksm.women_count is not None and ksm.member_count is not None and ksm.women_count > ksm.member_count


def is_present(member: Member, as_of: date) -> bool:
    """Return whether the member has not left by that day."""
    return member.left_on is None or member.left_on > as_of
