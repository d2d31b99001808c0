"""``Figure``: a number with what it is made of. Nothing is worked out before somebody asks for the parts.

A builder hands the origin of a cell over with the cell; the parts are asked of a ``Source`` when a person unfolds the
figure. So a report that nobody asks about pays nothing for it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final, Protocol

from danabergulir.dates import Month
from danabergulir.domain.entries import AccountMove, FlowMove, LoanMove, SavingsMove
from danabergulir.domain.journal import Component
from danabergulir.domain.loans.terms import Paid
from danabergulir.frozen import replace
from danabergulir.money import Rupiah, total

Number = Rupiah | int | Fraction
"""Rupiah, a count, or a percentage (in percent)."""


class Relation(StrEnum):
    """How a figure follows from its parts. ``RULE`` says that a rule gives it, which no sum proves."""

    SUM = "jumlah"
    QUOTIENT = "hasil bagi"
    PRODUCT = "hasil kali"
    LEAST = "terkecil"
    MOST = "terbesar"
    COUNT = "banyaknya"
    RULE = "aturan"


class Source(Protocol):
    """Where parts are looked up: the journal as of the day of the report."""

    def of_loan(self, number: str) -> Sequence[LoanMove]:
        """Return what was booked on a loan, oldest first."""

    def paid_before(self, number: str) -> Paid:
        """Return what had been paid on a loan before the ledger was opened."""

    def of_account(self, code: str) -> Sequence[AccountMove]:
        """Return what was booked on an account, oldest first."""

    def of_flow(self, code: str, first: date) -> Sequence[FlowMove]:
        """Return what brought money in from an account or paid it out to it since a day, oldest first."""

    def of_savings(self, ksm: str) -> Sequence[SavingsMove]:
        """Return what was booked on the card of a KSM, oldest first."""

    def at(self, month: Month) -> "Source":
        """Return the same journal as of the end of another month."""


def _nothing(_: Source) -> tuple["Figure", ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and how it came about.

    ``words`` say what it is, ``formula`` how it is worked out, ``rule`` why, in the board's words; ``keys`` name the
    rules of the policy that were asked. ``made_of`` returns its parts, ``sign`` is how it counts in the sum that it is
    a part of. ``voucher`` and ``dated_on`` are those of a single entry or schedule row.
    """

    words: str
    value: Number
    relation: Relation = Relation.RULE
    made_of: Callable[[Source], Iterable["Figure"]] = field(default=_nothing, compare=False, repr=False)
    formula: str = ""
    rule: str = ""
    keys: tuple[str, ...] = ()
    voucher: str = ""
    dated_on: date | None = None
    sign: int = 1
    is_rounding: bool = False
    """Whether it is what rounding added to the other parts, which a formula does not name."""

    def less(self) -> "Figure":
        """Return it as a part that comes off."""
        return replace(self, sign=-self.sign)

    def named(self, words: str) -> "Figure":
        """Return it under another name."""
        return replace(self, words=words)


def worth(value: Number) -> Fraction:
    """Return a number as formulas reckon with it: rupiah and counts as they are, percentages as shares."""
    match value:
        case Rupiah():
            return Fraction(value.value)
        case Fraction():
            return value / 100
        case _:
            return Fraction(value)


def sum_of(words: str, parts: Sequence[Figure], *, formula: str = "", rule: str = "") -> Figure:
    """Return the sum of parts in rupiah."""
    value = total([part.value * part.sign for part in parts if isinstance(part.value, Rupiah)])
    return Figure(words, value, Relation.SUM, lambda _: parts, formula=formula, rule=rule)


def added(words: str, parts: Sequence[Figure], *, rule: str = "") -> Figure:
    """Return the sum of counts."""
    value = sum(part.value * part.sign for part in parts if isinstance(part.value, int))
    return Figure(words, value, Relation.SUM, lambda _: parts, rule=rule)


def in_rupiah(figure: Figure) -> Rupiah:
    """Return the value of a figure that is an amount."""
    assert isinstance(figure.value, Rupiah), figure
    return figure.value


def less(words: str, whole: Figure, taken: Figure) -> Figure:
    """Return one amount less another."""
    return sum_of(words, [whole, taken.less()], formula=f"{whole.words} - {taken.words}")


def at_least_nil(words: str, difference: Figure, formula: str = "", rule: str = "") -> Figure:
    """Return a difference, or nil where it is below."""
    nil = Figure("Nol", Rupiah(0))
    assert isinstance(difference.value, Rupiah), difference
    value = max(difference.value, Rupiah(0))
    return Figure(words, value, Relation.MOST, lambda _: (difference, nil), formula=formula, rule=rule)


def as_of(figure: Figure, month: Month) -> Figure:
    """Return a figure of another month than that of the report, whose parts are looked up as of the end of that month.

    The rules that were asked are not named: those in force then may have been others.
    """
    return replace(
        figure,
        keys=(),
        made_of=lambda source: [as_of(part, month) for part in figure.made_of(source.at(month))],
    )


def rounding(exact: Fraction, printed: int) -> tuple[Figure, ...]:
    """Return the part that rounding added; none where nothing was rounded. ``exact`` is in the unit of ``printed``."""
    added = printed - exact
    return (Figure(ROUNDED, added * 100, is_rounding=True),) if added else ()


ROUNDED: Final = "pembulatan"


def counted(
    words: str, parts: Sequence[Figure], *, formula: str = "", rule: str = "", keys: tuple[str, ...] = ()
) -> Figure:
    """Return how many parts there are."""
    return Figure(words, len(parts), Relation.COUNT, lambda _: parts, formula=formula, rule=rule, keys=keys)


def entry(dated_on: date, number: str, memo: str, amount: int) -> Figure:
    """Return a booked amount as a part; one below nil comes off."""
    return Figure(memo, Rupiah(abs(amount)), voucher=number, dated_on=dated_on, sign=1 if amount >= 0 else -1)


def comes_to(figure: Figure, parts: Sequence[Figure]) -> bool:
    """Return whether a figure follows from its parts, exactly."""
    added = sum((worth(part.value) for part in parts if part.is_rounding), Fraction(0))
    amounts = [worth(part.value) * part.sign for part in parts if not part.is_rounding]
    match figure.relation:
        case Relation.SUM:
            result = sum(amounts, Fraction(0))
        case Relation.QUOTIENT:
            result = amounts[0] / amounts[1]
        case Relation.PRODUCT:
            result = Fraction(1)
            for amount in amounts:
                result *= amount
        case Relation.LEAST:
            result = min(amounts)
        case Relation.MOST:
            result = max(amounts)
        case Relation.COUNT:
            result = Fraction(len(amounts))
        case Relation.RULE:
            return True
    return result + added == worth(figure.value)


# Component sets that several figures ask for
OF_PRINCIPAL: Final = frozenset({Component.OPENING, Component.DISBURSEMENT, Component.PRINCIPAL, Component.WRITE_OFF})
"""The components whose sum is what is not on the books any more."""
