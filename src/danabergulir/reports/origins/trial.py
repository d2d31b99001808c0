"""A line of the trial balance with what its four figures are made of."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from danabergulir.domain.entries import AccountFigures
from danabergulir.money import Rupiah
from danabergulir.reports.origins import accounts
from danabergulir.reports.origins.figure import Figure, sum_of


class TrialFigures(NamedTuple):
    """What a balance was and what moved it, in rupiah, debit positive."""

    opening: Rupiah
    debit: Rupiah
    credit: Rupiah

    @property
    def closing(self) -> Rupiah:
        """Return what it is."""
        return self.opening + self.debit - self.credit


class Tried(NamedTuple):
    """A line of the trial balance: the accounts it adds up, and the stretches of them that are carried and moved."""

    code: str
    name: str
    moved: TrialFigures
    items: Sequence[AccountFigures]
    carried: Sequence[str]
    turned: Sequence[str]

    @property
    def opening(self) -> Figure:
        """Return what the balance carried forward is made of."""
        nets = [accounts.net(item, self.carried, 1) for item in self.items]
        return accounts.all_of("Saldo awal", nets)

    def side(self, name: str) -> Figure:
        """Return what the debits or the credits are made of."""
        words = {"debit": "Debet", "credit": "Kredit"}[name]
        one = len(self.items) == 1
        moved = [accounts.side(item, self.turned, name, words if one else accounts.label(item)) for item in self.items]
        return accounts.all_of(words, moved)

    @property
    def closing(self) -> Figure:
        """Return what the balance is made of."""
        parts = [self.opening.named("Saldo awal"), self.side("debit"), self.side("credit").less()]
        return sum_of("Saldo akhir", parts, formula="saldo awal + debit - kredit")


EARLIER_STRETCHES: Final = (("before_year", "closing_before"), ("closing_month",))
"""What income and cost carry of earlier years, and what closes those."""


def stretches_of(item: AccountFigures) -> tuple[Sequence[str], Sequence[str]]:
    """Return the stretches of an account that are carried forward, and those that moved it in the month.

    Income and cost start from nil in January.
    """
    if item.account.account_class.is_result:
        return ("year_before_month",), ("month", "closing_own")
    return accounts.CARRIED, accounts.MOVED
