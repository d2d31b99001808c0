"""Who borrows: a KSM on a day, its members with their parts of a loan, and the words in which papers say it."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from danabergulir.domain.groups import KSM, Member
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.loans.terms import LoanTerms
from danabergulir.domain.policy.choices import Method
from danabergulir.frozen import Struct
from danabergulir.money import Rupiah, shortest_percent, total
from danabergulir.reports.model.paper import board_named, ksm_named, officer, upk_named, village_named

_BLANK_LINES: Final = 10
"""Lines left to be filled by hand where nobody wrote down how many members there are."""

_METHODS: Final = {
    Method.FLAT: "flat, dihitung dari pokok awal",
    Method.DECLINING: "menurun, dihitung dari saldo pokok",
    Method.ANNUITY: "anuitas, jumlah angsuran tetap",
}


class BorrowingMember(Struct, frozen=True):
    """A member, and that member's part of the loan in rupiah; None where none was written down."""

    member: Member
    share: Rupiah | None = None


class Borrowers(Struct, frozen=True):
    """A KSM as it was on a day, with the members it had then and all who have a part of the loan."""

    profile: Profile
    ksm: KSM
    parts: tuple[BorrowingMember, ...]
    as_of: date

    @property
    def shared(self) -> Rupiah:
        """Return the sum of the parts written down, in rupiah."""
        return total([part.share for part in self.parts if part.share is not None])


def chair(ksm: KSM) -> tuple[str, str]:
    """Return who signs for a group: the post with its name, and the person; empty where nobody is written down."""
    return f"Ketua {ksm_named(ksm)}", ksm.chair


def manager(profile: Profile) -> tuple[str, str]:
    """Return who signs for the unit: the post with its name, and the person; empty where nobody is named."""
    return f"Manajer {upk_named(profile)}", officer(profile, "Manajer")


def coordinator(profile: Profile) -> tuple[str, str]:
    """Return who signs for the board: the post with its name, and the person; empty where nobody is named."""
    return f"Koordinator {board_named(profile)}", officer(profile, "Koordinator")


def place_of(ksm: KSM, profile: Profile) -> str:
    """Return where a group lives."""
    address = f"{ksm.address}, " if ksm.address else ""
    rt = f"RT {ksm.rt}/" if ksm.rt else ""
    return f"{address}{rt}RW {ksm.rw}, {village_named(profile)}"


def term_words(terms: LoanTerms) -> str:
    """Return how long a loan runs: ``12 kali angsuran bulanan``, and how many of them are without pokok."""
    grace = f", {terms.grace} yang pertama tanpa pokok" if terms.grace else ""
    return f"{terms.term} kali angsuran {terms.frequency}{grace}"


def jasa_words(terms: LoanTerms) -> str:
    """Return the jasa and how it is worked out, and the titipan collected beside it."""
    jasa = f"{shortest_percent(terms.jasa_rate.in_percent)} % sebulan, {_METHODS[terms.method]}"
    if not terms.titipan_rate:
        return jasa
    return f"{jasa}; titipan {shortest_percent(terms.titipan_rate.in_percent)} % sebulan"


def people_words(borrowers: Borrowers) -> str:
    """Return how many members there are, and how many of them are women, as far as that is known."""
    present = [part.member for part in borrowers.parts]
    members = len(present) or borrowers.ksm.member_count
    if members is None:
        return "belum dicatat"
    women = sum(member.gender == "P" for member in present) if present else borrowers.ksm.women_count
    return f"{members} orang" + ("" if women is None else f", perempuan {women}")


def blank_lines(borrowers: Borrowers) -> Iterator[int]:
    """Yield the numbers of the lines that stay empty for a pen: all of them where no member is written down."""
    if not borrowers.parts:
        yield from range(1, 1 + (borrowers.ksm.member_count or _BLANK_LINES))
