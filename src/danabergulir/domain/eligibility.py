"""May this loan be made? The policy's lending rules, each naming the rule, the value and the limit."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from danabergulir.domain.loan import LoanTerms
from danabergulir.domain.policy import LendingRules
from danabergulir.money import Rupiah, format_rupiah, shortest_percent


@dataclass(frozen=True, slots=True)
class Membership:
    """How many members a KSM has and how many are women; None while unknown."""

    members: int | None
    women: int | None


@dataclass(frozen=True, slots=True)
class Breach:
    """One rule that a loan does not keep; ``warns`` when the policy lets it pass with a warning."""

    rule: str
    message: str
    warns: bool


def breaches(terms: LoanTerms, membership: Membership, cycle: int, rules: LendingRules) -> list[Breach]:
    """Return the rules that the loan breaks. ``cycle`` is 1 for the KSM's first loan. Unknown counts break none."""
    found = [*_term(terms, rules), *_membership(membership, rules), *_ceiling(terms, membership, cycle, rules)]
    return [Breach(rule, f"{message} (aturan pinjaman.{rule})", rule in rules.warn_only) for rule, message in found]


def _term(terms: LoanTerms, rules: LendingRules) -> Iterator[tuple[str, str]]:
    months = Fraction(terms.term * 12, terms.frequency.per_year)
    shown = f"jangka waktu {shortest_percent(Fraction(round(months * 10), 10))} bulan"
    if months < rules.shortest_term:
        yield "tenor_minimum", f"{shown}, paling sedikit {rules.shortest_term} bulan"
    if months > rules.longest_term:
        yield "tenor_maksimum", f"{shown}, paling lama {rules.longest_term} bulan"


def _membership(membership: Membership, rules: LendingRules) -> Iterator[tuple[str, str]]:
    members, women = membership.members, membership.women
    if members is not None and members < rules.fewest_members:
        yield "anggota_minimum", f"anggota KSM {members} orang, paling sedikit {rules.fewest_members} orang"
    if members and women is not None and Fraction(women * 100, members) < rules.fewest_women_percent:
        limit = shortest_percent(rules.fewest_women_percent)
        yield "perempuan_minimum_persen", f"anggota perempuan {women} dari {members} orang, paling sedikit {limit} %"


def _ceiling(terms: LoanTerms, membership: Membership, cycle: int, rules: LendingRules) -> Iterator[tuple[str, str]]:
    if not rules.ceilings or not membership.members:
        return
    if cycle > len(rules.ceilings):
        yield "plafon_per_anggota", f"pinjaman ke-{cycle}, paling banyak {len(rules.ceilings)} kali pinjaman"
        return
    limit = rules.ceilings[cycle - 1] * membership.members
    if terms.principal > limit:
        per_member = Rupiah(terms.principal.value // membership.members)
        allowed = f"paling banyak {format_rupiah(rules.ceilings[cycle - 1])} untuk pinjaman ke-{cycle}"
        yield "plafon_per_anggota", f"{format_rupiah(per_member)} per anggota, {allowed}"
