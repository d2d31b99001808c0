"""How late a loan is at a date. The only definition of it: lists, classes, indicators and sanctions all use this."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from danabergulir.dates import whole_months_between
from danabergulir.domain.loans.schedule import Instalment, unpaid_of, unpaid_parts
from danabergulir.domain.loans.terms import Paid
from danabergulir.domain.policy.choices import MissedComponent, MissedRule
from danabergulir.domain.policy.lateness import ArrearsRules
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Direction, Rounding, Rupiah


class LoanPosition(Struct, frozen=True):
    """Where a loan stands at the end of a day. Amounts in rupiah; arrears are never below nil.

    ``missed_count`` follows the policy's reading; ``days_late`` counts from ``late_since``, the oldest due date not
    fully paid (None when nothing is late or due).
    """

    due: Paid
    arrears_principal: Rupiah
    arrears_jasa: Rupiah
    arrears_titipan: Rupiah
    missed_count: int
    days_late: int
    late_since: date | None

    @property
    def arrears(self) -> Rupiah:
        """Return all that should have been paid and was not: pokok, jasa and titipan."""
        return self.arrears_principal + self.arrears_jasa + self.arrears_titipan

    @property
    def days_words(self) -> str:
        """Return how late it is in words; what does not count as missed has no days, and is no less owed."""
        return f"{self.days_late} hari" if self.missed_count else "tinggal jasa"

    @property
    def is_behind(self) -> bool:
        """Return whether anything due is unpaid."""
        return self.arrears > NIL


_WORTH: Final = {
    MissedRule.WORTH: Direction.DOWN,
    MissedRule.WORTH_UP: Direction.UP,
    MissedRule.WORTH_NEAREST: Direction.NEAREST,
}
"""How the worth of instalments becomes a whole number; the rural programs read so far use all three."""


def position(schedule: Sequence[Instalment], paid: Paid, as_of: date, rules: ArrearsRules) -> LoanPosition:
    """Return where a loan stands: scheduled to ``as_of`` less paid, payments laid over the oldest instalment first.

    An instalment due on ``as_of`` itself counts as due; it is nought days late. Counting goes on after the last one.
    """
    due_lines = [line for line in schedule if line.due_on <= as_of]
    due = _sum_of(due_lines)
    arrears_principal = max(due.principal - paid.principal, NIL)
    missed = list(_missed(due_lines, paid, rules.component))
    late_since = missed[0].due_on if missed else None
    match rules.missed:
        case MissedRule.UNFINISHED:
            missed_count = len(missed)
        case MissedRule.WORTH | MissedRule.WORTH_UP | MissedRule.WORTH_NEAREST:
            regular = next((line.principal for line in schedule if line.principal and line.number), None)
            worth = Fraction(arrears_principal.value, regular.value) if regular else Fraction(0)
            missed_count = Rounding(1, _WORTH[rules.missed]).round(worth).value
        case MissedRule.MONTHS:
            missed_count = whole_months_between(late_since, as_of) if late_since else 0
    return LoanPosition(
        due=due,
        arrears_principal=arrears_principal,
        arrears_jasa=max(due.jasa - paid.jasa, NIL),
        arrears_titipan=max(due.titipan - paid.titipan, NIL),
        missed_count=missed_count,
        days_late=(as_of - late_since).days if late_since else 0,
        late_since=late_since,
    )


def is_behind(schedule: Sequence[Instalment], paid: Paid, as_of: date) -> bool:
    """Return whether anything due by a day is unpaid, as the ``position`` of that day has it."""
    due = _sum_of([line for line in schedule if line.due_on <= as_of])
    return due.principal > paid.principal or due.jasa > paid.jasa or due.titipan > paid.titipan


def _sum_of(lines: Sequence[Instalment]) -> Paid:
    principal = jasa = titipan = 0
    for line in lines:
        principal += line.principal.value
        jasa += line.jasa.value
        titipan += line.titipan.value
    return Paid(Rupiah(principal), Rupiah(jasa), Rupiah(titipan))


def _missed(due_lines: Sequence[Instalment], paid: Paid, component: MissedComponent) -> Iterator[Instalment]:
    """Return the due instalments that are not fully paid, oldest first."""
    principal = unpaid_of([line.principal for line in due_lines], paid.principal)
    counts_jasa = component is MissedComponent.PRINCIPAL_OR_JASA
    jasa = unpaid_of([line.jasa for line in due_lines], paid.jasa) if counts_jasa else principal
    return (line for line, left, more in zip(due_lines, principal, jasa, strict=True) if left or more)


def unpaid_instalments(schedule: Sequence[Instalment], paid: Paid) -> Iterator[tuple[Instalment, Paid]]:
    """Yield each instalment not yet paid with what is unpaid of it, payments laid over the oldest first."""
    for line, left in zip(schedule, unpaid_parts(schedule, paid), strict=True):
        if any(left):
            yield line, Paid(*left)


_MISSED_WORDS: Final = {
    MissedRule.UNFINISHED: "banyaknya angsuran yang jatuh tempo dan belum lunas (dibayar sebagian tetap dihitung)",
    MissedRule.WORTH: "tunggakan pokok dibagi satu angsuran pokok, dibulatkan ke bawah",
    MissedRule.WORTH_UP: "tunggakan pokok dibagi satu angsuran pokok, dibulatkan ke atas",
    MissedRule.WORTH_NEAREST: "tunggakan pokok dibagi satu angsuran pokok, dibulatkan ke bilangan bulat terdekat",
    MissedRule.MONTHS: "banyaknya bulan penuh sejak angsuran tertua yang belum lunas",
}
_COMPONENT_WORDS: Final = {
    MissedComponent.PRINCIPAL: "yang dilihat pokoknya",
    MissedComponent.PRINCIPAL_OR_JASA: "yang dilihat pokok atau jasanya",
}


def definition(rules: ArrearsRules) -> str:
    """Return the reading in force, as printed under every table that uses it."""
    return (
        f"Kali menunggak = {_MISSED_WORDS[rules.missed]}; {_COMPONENT_WORDS[rules.component]}. "
        "Hari menunggak dihitung dari jatuh tempo tertua yang belum lunas. "
        "Setoran menutup angsuran tertua lebih dulu."
    )
