"""How well the fund does: its indicators and its reserve, as the books of a month give them."""

from collections.abc import Iterable

from danabergulir.domain.accounts import AccountClass, Role
from danabergulir.domain.books import Books
from danabergulir.domain.entries import AccountFigures
from danabergulir.domain.fund.reserve import Reserve, needed_reserve
from danabergulir.domain.loans.indicators import Indicator, YearFigures, exposure_of, indicators
from danabergulir.money import Rupiah


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


def reserve_of(books: Books) -> Reserve:
    """Return the reserve needed and booked (the account with role ``cadangan``) at the end of the month."""
    booked = Rupiah(-sum(item.net for item in books.figures_with(Role.RESERVE)))
    return Reserve(needed_reserve(books.open_loans, books.policy.classes), booked)
