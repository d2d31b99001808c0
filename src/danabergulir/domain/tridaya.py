"""The surplus given to social aid and neighbourhood works (Tridaya) and its use, and where the capital came from."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

from danabergulir.domain.accounts import Account, Role
from danabergulir.domain.journal import VoucherKind
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah, total


class Fund(StrEnum):
    """The two funds that a year's surplus feeds: UPS and UPL."""

    SOCIAL = "sosial"
    NEIGHBOURHOOD = "lingkungan"


ROLE_OF: Final[Mapping[Fund, Role]] = {
    Fund.SOCIAL: Role.SOCIAL_FUND,
    Fund.NEIGHBOURHOOD: Role.NEIGHBOURHOOD_FUND,
}
TITLE_OF: Final[Mapping[Fund, str]] = {
    Fund.SOCIAL: "Dana sosial (UPS)",
    Fund.NEIGHBOURHOOD: "Dana lingkungan (UPL)",
}


class Activity(Struct, frozen=True):
    """One activity that a fund pays for: what was decided. ``recipients`` is None while nobody has counted them.

    ``minutes`` is the number of the minutes that decided it; ``rw`` is empty for the whole kelurahan.
    """

    number: str
    name: str
    fund: Fund
    rw: str
    recipients: int | None
    budget: Rupiah
    minutes: str
    decided_on: date


class FundMove(Struct, frozen=True):
    """What a voucher put into a fund, or took out of it (below nil), in whole rupiah, for which activity if for one.

    ``takes_back`` is the number of the voucher that it takes back: it counts on the side of that one.
    """

    dated_on: date
    voucher: str
    memo: str
    amount: int
    activity: str = ""
    takes_back: str = ""

    @property
    def is_spent(self) -> bool:
        """Return whether it is about money that left the fund."""
        return (self.amount < 0) is not bool(self.takes_back)

    @property
    def is_opening(self) -> bool:
        """Return whether the book was opened with it."""
        return self.voucher.startswith(VoucherKind.OPENING)


class FundKept(Struct, frozen=True, dict=True):
    """A fund up to a day: its account and what moved it, oldest first, opening balance and profit among it."""

    fund: Fund
    account: Account
    moves: tuple[FundMove, ...] = ()

    @cached_property
    def came_in(self) -> tuple[FundMove, ...]:
        """Return what was set aside."""
        return tuple(move for move in self.moves if not move.is_spent)

    @cached_property
    def paid_out(self) -> tuple[FundMove, ...]:
        """Return what was paid for activities."""
        return tuple(move for move in self.moves if move.is_spent and move.activity)

    @cached_property
    def otherwise(self) -> tuple[FundMove, ...]:
        """Return what went out of the fund for no activity that is known."""
        return tuple(move for move in self.moves if move.is_spent and not move.activity)

    @property
    def left(self) -> Rupiah:
        """Return what is in it."""
        return Rupiah(sum(move.amount for move in self.moves))


class ActivityKept(Struct, frozen=True):
    """An activity with what was paid for it."""

    activity: Activity
    payments: tuple[FundMove, ...] = ()

    @property
    def paid(self) -> Rupiah:
        """Return what was paid."""
        return Rupiah(-sum(move.amount for move in self.payments))

    @property
    def left(self) -> Rupiah:
        """Return what of the budget is not paid; below nil where more was paid."""
        return self.activity.budget - self.paid


class Tridaya(Struct, frozen=True):
    """Both funds and all activities up to a day; a fund without an account is none of them."""

    funds: tuple[FundKept, ...] = ()
    activities: tuple[ActivityKept, ...] = ()

    def of(self, fund: Fund) -> FundKept | None:
        """Return a fund; None where no account has its role."""
        return next((item for item in self.funds if item.fund is fund), None)

    def unpaid(self, fund: Fund) -> Rupiah:
        """Return what is decided for activities of a fund and not paid yet."""
        return total([max(item.left, NIL) for item in self.activities if item.activity.fund is fund])


NO_TRIDAYA: Final = Tridaya()


class SourceKind(StrEnum):
    """Where capital comes from, in the programme's words."""

    BLM = "BLM"
    PAKET = "PAKET"
    CHANNELING = "channeling"
    APBD = "APBD"
    OWN = "swadaya"
    OTHER = "lain"


class FundSource(Struct, frozen=True):
    """One source of the capital on an account: the programme, the day it came, its document, and how much."""

    number: str
    account: str
    kind: SourceKind
    programme: str
    document: str
    received_on: date
    amount: Rupiah
