"""KSM and their members: who they are, and how many."""

from dataclasses import dataclass
from datetime import date

from danabergulir.money import Rupiah


@dataclass(frozen=True, slots=True)
class KSM:
    """A group of poor households: the borrower. Counts are None while unknown."""

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
    return one.strip().lstrip("0").casefold() == other.strip().lstrip("0").casefold()


def more_women_than_members(ksm: KSM) -> bool:
    """Return whether the stated counts of a KSM contradict each other."""
    return ksm.women_count is not None and ksm.member_count is not None and ksm.women_count > ksm.member_count


def is_present(member: Member, as_of: date) -> bool:
    """Return whether the member has not left by that day."""
    return member.left_on is None or member.left_on > as_of
