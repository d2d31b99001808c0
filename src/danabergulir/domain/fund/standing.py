"""Where the fund stands on a day, as far as a new loan changes it."""

from datetime import date

from danabergulir.domain.accounts import Account
from danabergulir.domain.groups import KSM
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.eligibility import Check
from danabergulir.domain.loans.indicators import Indicator, exposure_of, lending_risk
from danabergulir.domain.loans.schedule import Simulation
from danabergulir.domain.policy.rules import Policy
from danabergulir.frozen import Struct, replace
from danabergulir.money import Rupiah, total


class FundStanding(Struct, frozen=True):
    """The money in each cash box and bank account, in rupiah, and every loan, at the end of a day."""

    money: tuple[tuple[Account, Rupiah], ...]
    loans: tuple[LoanBook, ...]
    policy: Policy
    as_of: date

    @property
    def open_loans(self) -> tuple[LoanBook, ...]:
        """Return the loans with principal outstanding."""
        return tuple(book for book in self.loans if book.is_open)

    @property
    def outstanding(self) -> Rupiah:
        """Return the principal owed by all KSM together."""
        return total([book.outstanding for book in self.loans])

    @property
    def risk(self) -> tuple[Indicator, Indicator]:
        """Return LAR and PAR."""
        return lending_risk([exposure_of(book) for book in self.open_loans], self.policy)


class WhatIf(Struct, frozen=True):
    """A loan worked out in the context of the ledger: its schedule, its check list, the fund before and after."""

    ksm: KSM
    simulation: Simulation
    checks: tuple[Check, ...]
    before: FundStanding
    after: FundStanding


def with_new_loan(standing: FundStanding, book: LoanBook, paid_from: str) -> FundStanding:
    """Return the standing once a loan is paid out from the account with that code; ``standing`` stays as it is."""
    assert paid_from in {account.code for account, _ in standing.money}, paid_from
    money = tuple(
        (account, balance - book.outstanding if account.code == paid_from else balance)
        for account, balance in standing.money
    )
    return replace(standing, money=money, loans=(*standing.loans, book))
