"""The five indicators of the programme with the two numbers each is made of, and the limits they are graded by."""

from collections.abc import Iterable
from typing import Final

from danabergulir.domain.accounts import AccountClass, Role
from danabergulir.domain.arrears import definition
from danabergulir.domain.books import AccountFigures, Books
from danabergulir.domain.indicators import Indicator, YearFigures, indicators
from danabergulir.domain.policy import PerformanceRules
from danabergulir.domain.policy_values import Band
from danabergulir.domain.standing import exposure_of
from danabergulir.money import WHOLE_RUPIAH, Rupiah, shortest_percent
from danabergulir.reports.frame import framed
from danabergulir.reports.loan_table import count
from danabergulir.reports.sheet import Column, Kind, Report, Section, rows


def year_figures(books: Books) -> YearFigures:
    """Return January-to-date income, cost and capital of the books, in rupiah, without the entries of a year's close.

    Capital is the balance at the report date of every account with role ``modal``.
    """
    costs = [item for item in books.figures if item.account.account_class is AccountClass.COST]
    incomes = [item for item in books.figures if item.account.account_class is AccountClass.INCOME]
    excepted = books.policy.performance.ccr_except
    return YearFigures(
        income=-_year_to_date(incomes),
        cost=_year_to_date(costs),
        cost_excepted=_year_to_date(item for item in costs if item.account.code in excepted),
        capital=Rupiah(-sum(item.net for item in books.figures_with(Role.CAPITAL))),
        month_number=books.month.number,
    )


def _year_to_date(figures: Iterable[AccountFigures]) -> Rupiah:
    return Rupiah(sum(item.year_to_date for item in figures))


def measured(books: Books) -> tuple[Indicator, ...]:
    """Return LAR, PAR, RR, CCr, ROI, PAR1, PAR30, PAR60 and PAR90 at the report date."""
    return indicators([exposure_of(book) for book in books.open_loans], year_figures(books), books.policy)


_COLUMNS: Final = (
    Column("indikator", "Indikator", identifies=True),
    count("pembilang", "Pembilang"),
    count("penyebut", "Penyebut"),
    Column("nilai_persen", "Nilai (%)", Kind.PERCENT),
    Column("kategori", "Kategori"),
    Column("rumus", "Rumus"),
)
"""Numerators are groups (LAR) or rupiah, so their columns hold plain numbers."""


def performance(books: Books) -> Report:
    """Return the indicators with numerator, denominator, percentage, grade and formula, and the limits in force.

    A numerator that is not whole (ROI's, brought to twelve months) is printed to the nearest rupiah, graded exact.
    """
    lines = [
        (
            item.name,
            WHOLE_RUPIAH.round(item.numerator).value,
            WHOLE_RUPIAH.round(item.denominator).value,
            item.percent,
            item.category,
            item.formula,
        )
        for item in measured(books)
    ]
    return framed(
        books,
        name="kinerja",
        title="INDIKATOR KINERJA",
        section=Section(_COLUMNS, rows(lines)),
        notes=(
            *_limits(books.policy.performance),
            "Penundaan = tambahan dana untuk UPK ditahan dulu.",
            "PAR1 sampai PAR90 dihitung menurut hari terlambat dan tidak diberi kategori.",
            definition(books.policy.arrears),
        ),
    )


def _limits(rules: PerformanceRules) -> tuple[str, ...]:
    """Return the limits in force, a sentence per indicator."""
    return (
        _low_is_good("LAR", rules.lar),
        _low_is_good("PAR", rules.par),
        _high_is_good("RR", rules.rr),
        _high_is_good("CCr", rules.ccr),
        _high_is_good("ROI", rules.roi),
    )


def _low_is_good(name: str, band: Band) -> str:
    good, enough = shortest_percent(band.satisfactory), shortest_percent(band.minimum)
    return f"{name}: memuaskan sampai {good} %, minimum sampai kurang dari {enough} %, penundaan mulai {enough} %."


def _high_is_good(name: str, band: Band) -> str:
    good, enough = shortest_percent(band.satisfactory), shortest_percent(band.minimum)
    return f"{name}: memuaskan mulai {good} %, minimum mulai {enough} %, penundaan di bawah {enough} %."
