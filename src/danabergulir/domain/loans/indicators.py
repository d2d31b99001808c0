"""The five indicators of the programme (POB 2013) and the international portfolio at risk by days late."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Final

from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.policy.rules import Policy
from danabergulir.domain.policy.values import Band
from danabergulir.frozen import Struct
from danabergulir.money import Rupiah, total

NOT_COMPUTABLE: Final = "tidak dapat dihitung"
LATE_BY_MORE_THAN: Final = {"PAR1": 0, "PAR30": 30, "PAR60": 60, "PAR90": 90}
"""Days: PAR1 counts loans late by a day or more, PAR30 those late by more than thirty days, and so on."""


class Grade(StrEnum):
    """The programme's words; at ``penundaan`` further funding of the UPK is held."""

    SATISFACTORY = "memuaskan"
    MINIMUM = "minimum"
    HELD = "penundaan"


class Exposure(Struct, frozen=True):
    """One loan with a balance, as far as the indicators look at it. Amounts in rupiah, ``ksm`` the borrower's code."""

    outstanding: Rupiah
    arrears_principal: Rupiah
    missed_count: int
    days_late: int
    ksm: str


class YearFigures(Struct, frozen=True):
    """January-to-date figures of the books, in rupiah; ``month_number`` is the report's month, 1 to 12."""

    income: Rupiah
    cost: Rupiah
    cost_excepted: Rupiah
    capital: Rupiah
    month_number: int


class Indicator(Struct, frozen=True):
    """One indicator with the numbers it was made of. ``percent`` is exact, None when it cannot be computed."""

    name: str
    formula: str
    numerator: Fraction
    denominator: Fraction
    category: str

    @property
    def percent(self) -> Fraction | None:
        """Return numerator over denominator, in percent; None where there is nothing to measure against."""
        return self.numerator * 100 / self.denominator if self.denominator > 0 else None


def grade_low(percent: Fraction, band: Band) -> Grade:
    """Return the grade where low is good: exactly the first limit is satisfactory, exactly the second is held."""
    if percent <= band.satisfactory:
        return Grade.SATISFACTORY
    return Grade.MINIMUM if percent < band.minimum else Grade.HELD


def grade_high(percent: Fraction, band: Band) -> Grade:
    """Return the grade where high is good: exactly a limit takes the better grade."""
    if percent >= band.satisfactory:
        return Grade.SATISFACTORY
    return Grade.MINIMUM if percent >= band.minimum else Grade.HELD


def indicators(loans: Sequence[Exposure], year: YearFigures, policy: Policy) -> tuple[Indicator, ...]:
    """Return LAR, PAR, RR, CCr, ROI, then PAR1, PAR30, PAR60 and PAR90.

    ``loans`` are those with a balance. Graded on the exact fraction, never on the printed figure.
    """
    limits, threshold = policy.performance, policy.risk.missed_from
    at_risk = [loan for loan in loans if loan.missed_count >= threshold]
    balance = total([loan.outstanding for loan in loans])
    profit = year.income - year.cost
    graded = (
        *lending_risk(loans, policy),
        _indicator(
            "RR",
            f"(Saldo - tunggakan pokok pinjaman yang menunggak {threshold} kali ke atas) : saldo",
            balance - total([loan.arrears_principal for loan in at_risk]), balance, grade_high, limits.rr,
        ),
        _indicator(
            "CCr",
            "Pendapatan sejak Januari : biaya sejak Januari" + _excepted(limits.ccr_except),
            year.income, year.cost - year.cost_excepted, grade_high, limits.ccr,
        ),
        _indicator(
            "ROI",
            f"Laba sejak Januari x 12/{year.month_number} : modal",
            Fraction(profit.value * 12, year.month_number), year.capital, grade_high, limits.roi,
        ),
    )  # fmt: skip
    return (*graded, *(_late_share(name, loans, balance, days) for name, days in LATE_BY_MORE_THAN.items()))


def lending_risk(loans: Sequence[Exposure], policy: Policy) -> tuple[Indicator, Indicator]:
    """Return LAR, which counts groups, and PAR, which counts their balances. ``loans`` are those with a balance.

    A group with several loans is one, and at risk when any of them is.
    """
    limits, threshold = policy.performance, policy.risk.missed_from
    at_risk = [loan for loan in loans if loan.missed_count >= threshold]
    balance = total([loan.outstanding for loan in loans])
    return (
        _indicator(
            "LAR",
            f"KSM menunggak {threshold} kali ke atas : KSM bersaldo",
            len({loan.ksm for loan in at_risk}), len({loan.ksm for loan in loans}), grade_low, limits.lar,
        ),
        _indicator(
            "PAR",
            f"Saldo pinjaman yang menunggak {threshold} kali ke atas : seluruh saldo pinjaman",
            total([loan.outstanding for loan in at_risk]), balance, grade_low, limits.par,
        ),
    )  # fmt: skip


def _excepted(codes: Sequence[str]) -> str:
    return f" (tanpa akun {', '.join(codes)})" if codes else ""


def _indicator(
    name: str,
    formula: str,
    numerator: Rupiah | Fraction | int,
    denominator: Rupiah | int,
    grade: Callable[[Fraction, Band], Grade],
    band: Band,
) -> Indicator:
    above, below = _exact(numerator), _exact(denominator)
    # Below nought (costs after a release of the reserve, capital eaten up) a ratio would turn good into bad.
    category = grade(above * 100 / below, band).value if below > 0 else NOT_COMPUTABLE
    return Indicator(name, formula, above, below, category)


def _late_share(name: str, loans: Sequence[Exposure], balance: Rupiah, days: int) -> Indicator:
    late = [loan.outstanding for loan in loans if loan.days_late > days]
    words = f"lebih dari {days} hari" if days else "1 hari atau lebih"
    formula = f"Saldo pinjaman yang terlambat {words} : seluruh saldo pinjaman"
    return Indicator(name, formula, _exact(total(late)), _exact(balance), "")


def _exact(value: Rupiah | Fraction | int) -> Fraction:
    return Fraction(value.value if isinstance(value, Rupiah) else value)


def exposure_of(book: LoanBook) -> Exposure:
    """Return a loan as the indicators look at it."""
    stand = book.position
    return Exposure(
        book.outstanding, stand.arrears_principal, book.rated_missed_count, stand.days_late, book.loan.ksm.code
    )
