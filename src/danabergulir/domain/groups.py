"""KSM and their members: who they are, and how many."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from danabergulir.money import Rupiah

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


@dataclass(frozen=True, slots=True)
class KSM:
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
        object.__setattr__(self, "rw", rw_number(self.rw))
        object.__setattr__(self, "rt", rt_number(self.rt))


@dataclass(frozen=True, slots=True)
class Member:
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
