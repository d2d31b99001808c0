"""May this loan be made? The policy's lending rules one by one, each with the value found, the limit and the outcome.

Rules as the programme's manuals have them (POB 2013): members, women, the poor list, a ceiling per member that grows
with each loan, saving before the first one, the term, one loan at a time, and none for a group in arrears.
"""

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from danabergulir.dates import Month
from danabergulir.domain.groups import KSM
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.terms import LoanState, LoanTerms
from danabergulir.domain.policy.lending import LendingRules
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah, format_rupiah, shortest_percent


class Membership(Struct, frozen=True):
    """How many members a KSM has, how many are women and how many are on the poor list; None while unknown."""

    members: int | None
    women: int | None
    poor: int | None = None


class Borrower(Struct, frozen=True):
    """A KSM as a day found it: its members counted, and all loans it has had."""

    ksm: KSM
    counted: Membership
    loans: tuple[LoanBook, ...]


class Applicant(Struct, frozen=True):
    """A KSM as far as the rules look at it.

    ``loans`` are those it had by the day of the new one, as they stood then; ``running`` are those not paid off by now,
    which the new one would stand beside. ``saving_months`` is how many months on end it has put savings in.
    """

    ksm: str
    membership: Membership
    loans: Sequence[LoanBook] = ()
    running: Sequence[LoanBook] = ()
    saving_months: int = 0

    @property
    def cycle(self) -> int:
        """Return the how-manieth loan the next one is; one that was taken back does not count."""
        return 1 + sum(book.state is not LoanState.CANCELLED for book in self.loans)


def months_running(saved: Collection[Month], month: Month) -> int:
    """Return how many months on end a KSM has saved, up to ``month`` or, where that one is still to come, the last."""
    at = month if month in saved else month.shifted(-1)
    count = 0
    while at in saved:
        count, at = count + 1, at.shifted(-1)
    return count


_NAMES: Final = {
    "tenor_minimum": "jangka waktu terpendek",
    "tenor_maksimum": "jangka waktu terpanjang",
    "anggota_minimum": "jumlah anggota",
    "perempuan_minimum_persen": "anggota perempuan",
    "miskin_minimum_persen": "anggota miskin",
    "plafon_per_anggota": "batas per anggota",
    "menabung_bulan": "menabung lebih dulu",
    "satu_pinjaman": "satu KSM satu pinjaman",
    "menunggak": "tidak menunggak",
    "blokir": "tidak ditahan sanksi",
}
LOANS_IN_THE_WAY: Final = ("satu_pinjaman", "menunggak")
"""The rules that are about the other loans of the KSM."""


class Outcome(StrEnum):
    """Whether a rule is kept; a rule about something nobody has written down is neither kept nor broken."""

    KEPT = "memenuhi"
    WARNS = "peringatan"
    BROKEN = "tidak memenuhi"
    UNKNOWN = "belum tercatat"


class Check(Struct, frozen=True):
    """One rule held against one loan. ``value`` and ``limit`` are phrases in the treasurer's words.

    ``rule`` is the key that the policy gives it, ``table`` the part of the policy that it stands in.
    """

    rule: str
    value: str
    limit: str
    outcome: Outcome
    table: str = "pinjaman"

    @property
    def name(self) -> str:
        """Return what the rule is about in the treasurer's words."""
        return _NAMES.get(self.rule, self.rule)

    @property
    def message(self) -> str:
        """Return the rule with value and limit as one phrase, for a warning or a refusal."""
        return f"{self.value}, {self.limit}"


class _Finding(NamedTuple):
    rule: str
    value: str
    limit: str
    kept: bool | None


def check_list(
    terms: LoanTerms, shares: Sequence[Rupiah], applicant: Applicant, rules: LendingRules
) -> tuple[Check, ...]:
    """Return every rule that the policy asks for, in the policy's order.

    ``shares`` are the members' parts of the loan in rupiah, empty where only the average is known.
    """
    found = (
        *_term(terms, rules),
        *_membership(applicant.membership, rules),
        *_ceiling(terms, shares, applicant, rules),
        *_saving(applicant, rules),
        *_other_loans(applicant),
    )
    return tuple(
        Check(item.rule, item.value, item.limit, _outcome(kept=item.kept, warns=item.rule in rules.warn_only))
        for item in found
    )


def broken(checks: Sequence[Check]) -> tuple[Check, ...]:
    """Return the rules that refuse the loan."""
    return tuple(check for check in checks if check.outcome is Outcome.BROKEN)


def doubtful(checks: Sequence[Check]) -> tuple[Check, ...]:
    """Return the rules that let the loan pass with a warning."""
    return tuple(check for check in checks if check.outcome is Outcome.WARNS)


def unknown_doubt(checks: Sequence[Check], ksm: str) -> str | None:
    """Return a doubt naming the rules that could not be held against the loan, and where to write down what is missing.

    A rule about something that nobody has written down is not known, and never passed.
    """
    untold = {check.rule: check.name for check in checks if check.outcome is Outcome.UNKNOWN}
    if not untold:
        return None
    way = f"danabergulir anggota tambah {ksm}"
    if "miskin_minimum_persen" not in untold:
        way = f"danabergulir ksm ubah {ksm} --jumlah-anggota N --jumlah-perempuan N"
    return f"datanya belum tercatat, jadi belum dapat diperiksa: {', '.join(untold.values())}. Lengkapi: {way}"


def _outcome(*, kept: bool | None, warns: bool) -> Outcome:
    if kept is None:
        return Outcome.UNKNOWN
    if kept:
        return Outcome.KEPT
    return Outcome.WARNS if warns else Outcome.BROKEN


def _term(terms: LoanTerms, rules: LendingRules) -> Iterator[_Finding]:
    months = Fraction(terms.term * 12, terms.frequency.per_year)
    shown = f"jangka waktu {shortest_percent(Fraction(round(months * 10), 10))} bulan"
    shortest, longest = rules.shortest_term, rules.longest_term
    yield _Finding("tenor_minimum", shown, f"paling sedikit {shortest} bulan", months >= shortest)
    yield _Finding("tenor_maksimum", shown, f"paling lama {longest} bulan", months <= longest)


def _membership(membership: Membership, rules: LendingRules) -> Iterator[_Finding]:
    members, least = membership.members, rules.fewest_members
    shown = "jumlah anggota KSM belum dicatat" if members is None else f"anggota KSM {members} orang"
    kept = None if members is None else members >= least
    yield _Finding("anggota_minimum", shown, f"paling sedikit {least} orang", kept)
    for rule, who, count, percent in (
        ("perempuan_minimum_persen", "perempuan", membership.women, rules.fewest_women_percent),
        ("miskin_minimum_persen", "miskin", membership.poor, rules.fewest_poor_percent),
    ):
        if not percent:
            continue
        limit = f"paling sedikit {shortest_percent(percent)} %"
        if not members or count is None:
            yield _Finding(rule, f"jumlah anggota {who} belum dicatat", limit, None)
        else:
            shown = f"anggota {who} {count} dari {members} orang"
            yield _Finding(rule, shown, limit, Fraction(count * 100, members) >= percent)


def _ceiling(
    terms: LoanTerms, shares: Sequence[Rupiah], applicant: Applicant, rules: LendingRules
) -> Iterator[_Finding]:
    rule, cycle, members = "plafon_per_anggota", applicant.cycle, applicant.membership.members
    if not rules.ceilings:
        return
    if cycle > len(rules.ceilings):
        yield _Finding(rule, f"pinjaman ke-{cycle}", f"paling banyak {len(rules.ceilings)} kali pinjaman", kept=False)
        return
    ceiling = rules.ceilings[cycle - 1]
    limit = f"paling banyak {format_rupiah(ceiling)} untuk pinjaman ke-{cycle}"
    if shares:
        largest = max(shares)
        yield _Finding(rule, f"bagian anggota terbesar {format_rupiah(largest)}", limit, largest <= ceiling)
    elif not members:
        yield _Finding(rule, "jumlah anggota KSM belum dicatat", limit, None)
    else:
        average = Rupiah(terms.principal.value // members)
        yield _Finding(rule, f"{format_rupiah(average)} per anggota", limit, terms.principal <= ceiling * members)


def _saving(applicant: Applicant, rules: LendingRules) -> Iterator[_Finding]:
    if rules.saving_months and applicant.cycle == 1:
        months, asked = applicant.saving_months, rules.saving_months
        shown = f"menabung {months} bulan berturut-turut" if months else "belum menabung"
        yield _Finding(
            "menabung_bulan", shown, f"paling sedikit {asked} bulan sebelum pinjaman pertama", months >= asked
        )


def _running(book: LoanBook) -> str:
    if book.is_open:
        return f"pinjaman {book.loan.number}, saldo {format_rupiah(book.outstanding)}"
    return f"pinjaman {book.loan.number}, jasa yang belum dibayar {format_rupiah(book.position.arrears)}"


def _other_loans(applicant: Applicant) -> Iterator[_Finding]:
    others = [_running(book) for book in applicant.running]
    yield _Finding(
        "satu_pinjaman",
        f"KSM {applicant.ksm} masih punya {', '.join(others)}" if others else "tidak ada pinjaman lain yang berjalan",
        "satu KSM satu pinjaman",
        kept=not others,
    )
    late = [book.loan.number for book in applicant.loans if book.owes and book.position.is_behind]
    lost = [book.loan.number for book in applicant.loans if book.written_off - book.recovered > NIL]
    owing = [f"menunggak pada {', '.join(late)}"] * bool(late) + [f"hapus buku {', '.join(lost)}"] * bool(lost)
    yield _Finding(
        "menunggak",
        f"KSM {applicant.ksm} {' dan '.join(owing)}" if owing else "tidak menunggak",
        "tidak boleh ada tunggakan",
        kept=not owing,
    )
