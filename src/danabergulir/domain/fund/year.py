"""``YearBooks``: a year of the fund for the citizens' meeting, made of the months' pictures that its reports show."""

from datetime import date
from typing import NamedTuple

from danabergulir.dates import Month, Year
from danabergulir.domain.accounts import Account
from danabergulir.domain.books import Books
from danabergulir.domain.fund.history import MonthEnd
from danabergulir.domain.fund.measures import measured
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.indicators import Indicator
from danabergulir.domain.tridaya import FundSource
from danabergulir.frozen import Struct
from danabergulir.money import Rupiah, total


class MoneyFlow(Struct, frozen=True):
    """What money came from and went to one account that holds none, in rupiah; what was taken back is left out."""

    account: Account
    came: Rupiah
    went: Rupiah


class MoneyYear(Struct, frozen=True):
    """The money of a year: what every cash box and bank account held before it and at its end, and what moved it.

    ``opening`` and ``closing`` are balances in rupiah by account, opening balances of the ledger among the first.
    """

    opening: tuple[tuple[Account, Rupiah], ...] = ()
    flows: tuple[MoneyFlow, ...] = ()
    closing: tuple[tuple[Account, Rupiah], ...] = ()

    @property
    def came(self) -> Rupiah:
        """Return all that came in."""
        return total([flow.came for flow in self.flows])

    @property
    def went(self) -> Rupiah:
        """Return all that went out."""
        return total([flow.went for flow in self.flows])

    @property
    def unexplained(self) -> Rupiah:
        """Return what the balances differ by and the flows do not say; nil in sound books."""
        opening, closing = (total([amount for _, amount in side]) for side in (self.opening, self.closing))
        return closing - (opening + self.came - self.went)


class ResultPart(NamedTuple):
    """A part of a year's profit that was divided: for whom, the account it went to, and how many rupiah."""

    name: str
    account: Account
    amount: Rupiah


class YearResult(Struct, frozen=True):
    """The result of a year as its close moved it to capital, in rupiah (a loss is negative), and its agreed split.

    ``dated_on`` is the day of the entries, None where the year had neither income nor cost; ``vouchers`` are theirs.
    """

    profit: Rupiah
    parts: tuple[ResultPart, ...]
    dated_on: date | None
    vouchers: tuple[str, ...]
    head: str

    @property
    def undivided(self) -> Rupiah:
        """Return what stays on the account of retained results."""
        return self.profit - total([part.amount for part in self.parts])


class MonthOfYear(Struct, frozen=True):
    """A month of the year: its loans and money, and as much of its books as the indicators look at."""

    end: MonthEnd
    books: Books

    @property
    def month(self) -> Month:
        """Return which one."""
        return self.end.month

    @property
    def indicators(self) -> dict[str, Indicator]:
        """Return the indicators that the report of that month shows, by name."""
        return {item.name: item for item in measured(self.books)}


class YearBooks(Struct, frozen=True):
    """A year as of its end, or as of the running month where it is not over.

    ``books`` are those of that last month, its decisions being those of the whole year; ``before`` the books of the
    December before, None where the ledger was opened later. ``lived`` are the loans that were not settled before
    1 January, with what was paid before it; ``lived_before`` those of the year before. ``months`` are those that the
    ledger knows. ``money_before`` is None where it was opened with the year before or later. ``result`` is None while
    the year is not closed. ``sources`` are those of the capital, as far as they are written down.
    """

    year: Year
    books: Books
    before: Books | None
    months: tuple[MonthOfYear, ...]
    lived: tuple[LoanBook, ...]
    lived_before: tuple[LoanBook, ...]
    money: MoneyYear
    money_before: MoneyYear | None
    result: YearResult | None
    sources: tuple[FundSource, ...] = ()

    @property
    def is_over(self) -> bool:
        """Return whether the year was over on the day it was asked for."""
        return self.books.is_over and self.books.as_of == self.year.last_on
