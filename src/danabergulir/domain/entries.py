"""What accounts and cards of savings stand at, and what single vouchers moved on them and on loans."""

from datetime import date
from typing import Final, NamedTuple

from danabergulir.domain.accounts import Account
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah


class Movement(NamedTuple):
    """What one account moved in a stretch of time, in whole rupiah (plain integers: they come from SQL sums)."""

    debit: int = 0
    credit: int = 0

    @property
    def net(self) -> int:
        """Return debit less credit."""
        return self.debit - self.credit


STILL: Final = Movement()


class AccountFigures(Struct, frozen=True):
    """One account's sums up to the end of the month, by stretch of time.

    ``before_year`` is all before 1 January, ``year_before_month`` from 1 January to the end of last month, ``month``
    the month itself. Opening balances count as carried forward, never as a movement of the month. The entries of a
    year's close are kept apart, so that income and cost still show after it: ``closing_before`` and ``closing_month``
    close an earlier year, ``closing_own`` are those of December that close the year itself. All six add up to the
    balance.
    """

    account: Account
    before_year: Movement = STILL
    year_before_month: Movement = STILL
    month: Movement = STILL
    closing_before: Movement = STILL
    closing_month: Movement = STILL
    closing_own: Movement = STILL

    @property
    def opening_net(self) -> int:
        """Return the balance at the end of last month, debit positive."""
        return self.before_year.net + self.year_before_month.net + self.closing_before.net

    @property
    def debit(self) -> int:
        """Return the month's debits."""
        return self.month.debit + self.closing_month.debit + self.closing_own.debit

    @property
    def credit(self) -> int:
        """Return the month's credits."""
        return self.month.credit + self.closing_month.credit + self.closing_own.credit

    @property
    def net(self) -> int:
        """Return the balance at the end of the month, debit positive."""
        return self.opening_net + self.debit - self.credit

    @property
    def year_to_date(self) -> int:
        """Return what it moved from 1 January to the end of the month without closing entries, debit positive."""
        return self.year_before_month.net + self.month.net


NOT_TOLD_APART: Final = "Belum dirinci per KSM"
"""The name on the card of savings that the ledger does not tell apart by KSM."""


class SavingsFigures(Struct, frozen=True):
    """What a KSM has saved, in rupiah: carried forward, put in and taken out in the month."""

    ksm: str
    name: str
    rw: str
    opening: Rupiah = NIL
    deposited: Rupiah = NIL
    withdrawn: Rupiah = NIL

    @property
    def balance(self) -> Rupiah:
        """Return what is saved at the end of the month."""
        return self.opening + self.deposited - self.withdrawn


class LoanMove(NamedTuple):
    """What a voucher moved on a loan, in whole rupiah, as the loan sees it: what lends is below nil.

    ``counted_on`` is the day on which it counts where what was taken back has never been.
    """

    dated_on: date
    number: str
    memo: str
    component: str
    received: int
    counted_on: date


class AccountMove(NamedTuple):
    """What a voucher moved on an account, in whole rupiah; ``stretch`` names the movement of ``AccountFigures``."""

    dated_on: date
    number: str
    memo: str
    stretch: str
    debit: int
    credit: int


class FlowMove(NamedTuple):
    """What a voucher brought in from an account that holds no money or paid out to it, in whole rupiah.

    What takes back counts against its side, and is below nil.
    """

    dated_on: date
    number: str
    memo: str
    came: int
    went: int


class SavingsMove(NamedTuple):
    """What a voucher moved on a card of savings, in whole rupiah; ``carried`` says that it was before the month."""

    dated_on: date
    number: str
    memo: str
    carried: bool
    deposited: int
    withdrawn: int
