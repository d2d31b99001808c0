"""The twelve months of a year beside each other: the indicators that the report of each month shows."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from danabergulir.dates import Month
from danabergulir.domain.books import Books
from danabergulir.domain.fund.year import MonthOfYear, YearBooks
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.indicators import Indicator
from danabergulir.money import Rupiah
from danabergulir.reports import origins
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.sheet import Column, Kind, Section, rows_of
from danabergulir.reports.model.table import rupiah
from danabergulir.reports.month.performance import performance
from danabergulir.reports.origins.figure import Figure, as_of, sum_of

SHOWN: Final = ("LAR", "PAR", "RR", "CCr", "ROI", "PAR30")
"""The indicators, in their order."""


class _MonthLine(NamedTuple):
    """A month; without ``found`` the ledger does not know it: it was opened later, or the month has not come."""

    month: Month
    found: MonthOfYear | None
    indicators: dict[str, Indicator]
    lived: Sequence[LoanBook]

    @property
    def outstanding(self) -> Rupiah | None:
        return self.found.end.outstanding if self.found else None

    @property
    def arrears(self) -> Rupiah | None:
        return self.found.end.arrears if self.found else None

    @property
    def repaid(self) -> Rupiah | None:
        return self.found.end.repaid if self.found else None

    def told(self, figure: Callable[[Books], Figure]) -> Figure:
        """Return what a figure of the month is made of, as of its end."""
        assert self.found is not None, self.month
        return as_of(figure(self.found.books), self.month)

    def indicator(self, name: str) -> Figure:
        """Return what an indicator of the month is made of."""
        return self.told(lambda books: origins.indicators.percent(books, self.indicators[name]))

    def told_repaid(self) -> Figure:
        """Return what came back in the month, receipt by receipt."""
        assert self.found is not None, self.month
        return origins.year.repaid_in(self.lived, self.month, self.found.end.repaid)


def _indicator(name: str) -> Column:
    return Column(
        name.lower(),
        name,
        Kind.PERCENT,
        group="Persen",
        of=lambda line: line.indicators[name].percent if line.found else None,
        origin=lambda line: line.indicator(name),
    )


_COLUMNS: Final = (
    Column("bulan", "Bulan", identifies=True, of=lambda line: str(line.month)),
    *(_indicator(name) for name in SHOWN),
    rupiah("saldo_pokok", "Saldo Pokok", of=lambda line: line.outstanding, origin=lambda line: line.told(_balances)),
    rupiah("tunggakan_pokok", "Tunggakan Pokok", of=lambda line: line.arrears, origin=lambda line: line.told(_behind)),
    rupiah("pokok_kembali", "Pokok Kembali", of=lambda line: line.repaid, origin=lambda line: line.told_repaid()),
)


def _balances(books: Books) -> Figure:
    return origins.indicators.all_balances(books)


def _behind(books: Books) -> Figure:
    late = [book for book in books.open_loans if book.position.arrears_principal]
    each = origins.loans.each(late, lambda book: origins.loans.arrears(book, origins.loans.PRINCIPAL))
    return sum_of("Tunggakan pokok", each)


def twelve_months(year: YearBooks) -> Content:
    """Return a line for each of the twelve months; those that the ledger does not know are empty."""
    known = {item.month: item for item in year.months}
    lines = [
        _MonthLine(month, known.get(month), known[month].indicators if month in known else {}, year.lived)
        for month in year.year.months
    ]
    missing = len(known) < len(lines)
    return Content(
        Section(_COLUMNS, rows_of(_COLUMNS, lines)),
        notes=(
            *(["Bulan yang kosong belum berjalan, atau sebelum buku ini dibuka."] if missing else []),
            *performance(year.books).notes,
        ),
    )
