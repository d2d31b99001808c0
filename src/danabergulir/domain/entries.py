"""What single vouchers moved on a loan, an account or a card of savings: what a figure of a month comes down to."""

from datetime import date
from typing import NamedTuple


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
