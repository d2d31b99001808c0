"""The dated facts a fund is made of: each is one thing that happened, with its own day and a name to reverse it by."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from model.policy import Policy


@dataclass(frozen=True)
class Fact:
    """Something that happened on a day; `id` is its name in the list, any text that is used once."""

    id: str
    date: date


@dataclass(frozen=True)
class Opening(Fact):
    """The opening balances, debit positive, per account; the sum is nil."""

    balances: dict = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class OpeningSaving(Fact):
    """Savings of a group at the opening; the money is in the opening balances already."""

    group: str
    amount: int


@dataclass(frozen=True)
class Group(Fact):
    """A KSM as it is from a day on; a later fact of the same code is its next version."""

    code: str
    name: str
    rw: str
    rt: str = "001"


@dataclass(frozen=True)
class PolicyVersion(Fact):
    """A policy in force from the day."""

    policy: Policy


@dataclass(frozen=True)
class Loan(Fact):
    """A loan paid out on the day, or, with `imported`, one that was running at the opening.

    A `None` in `step`, `direction`, `part` or `saving_percent` takes the policy in force on the day.
    """

    number: str
    group: str
    principal: int
    term: int
    rate: Fraction = Fraction(3, 2)
    deposit_rate: Fraction = Fraction(0)
    method: str = "flat"
    frequency: str = "bulanan"
    grace: int = 0
    first_due: date | None = None
    source: str | None = None  # account the money comes from
    step: int | None = None
    direction: str | None = None
    part: str | None = None
    saving_percent: Fraction | None = None
    imported: date | None = None  # the opening day
    paid: dict = field(default_factory=dict, hash=False)  # pokok, jasa, titipan paid before the opening


@dataclass(frozen=True)
class Receipt(Fact):
    """A repayment; `parts` when it was typed, otherwise the policy's order decides.

    On a loan that was written off by then it is a recovery.
    """

    loan: str
    amount: int
    parts: dict | None = field(default=None, hash=False)
    into: str | None = None


@dataclass(frozen=True)
class Refund(Fact):
    """What came in too much on a loan paid back to the group; `named` when the box was said, not found."""

    loan: str
    amount: int
    out_of: str
    named: bool = True


@dataclass(frozen=True)
class SavingsDeposit(Fact):
    """Savings brought in by a group."""

    group: str
    amount: int
    into: str | None = None


@dataclass(frozen=True)
class SavingsWithdrawal(Fact):
    """Savings paid back to a group."""

    group: str
    amount: int
    out_of: str | None = None


@dataclass(frozen=True)
class SavingsUse(Fact):
    """Savings of the loan's group used for its instalments; `moved` also takes the money from savings bank to bank."""

    loan: str
    amount: int
    moved: bool = False


@dataclass(frozen=True)
class FeeWaiver(Fact):
    """Late fees let go by a decision."""

    loan: str
    amount: int


@dataclass(frozen=True)
class Settlement(Fact):
    """A loan paid off before its time; `jasa` overrides the policy's choice."""

    loan: str
    into: str | None = None
    jasa: str | None = None


@dataclass(frozen=True)
class Reschedule(Fact):
    """A new schedule for what is left of a loan."""

    loan: str
    term: int
    rate: Fraction | None = None  # None = that of the loan
    without_jasa: bool = False
    jasa_arrears: str = "gabung"  # gabung, pisah, hapus
    grace: int = 0
    first_due: date | None = None


@dataclass(frozen=True)
class WriteOff(Fact):
    """A loan taken off the books; `from_reserve` when it is known, otherwise what the reserve holds."""

    loan: str
    from_reserve: int | None = None


@dataclass(frozen=True)
class Entry(Fact):
    """Any other voucher: cash in or out, cash to bank, a journal entry, a reserve adjustment by hand."""

    debit: str
    credit: str
    amount: int


@dataclass(frozen=True)
class ReserveAdjustment(Fact):
    """The reserve raised by the amount, or released when it is negative."""

    amount: int


@dataclass(frozen=True)
class Reversal(Fact):
    """Takes another fact back: entirely when dated on its day, otherwise from the reversal's day on."""

    victim: str


@dataclass(frozen=True)
class TakenBack(Fact):
    """What a fund makes of the reversal of a receipt, of savings used or of a loan, on a later day than its own."""

    loan: str
    victim: str


@dataclass(frozen=True)
class Asset(Fact):
    """A thing of the inventory, written down from the day on; `before` is what was written off before the opening."""

    number: str
    bought: date
    cost: int
    life: int  # months; 0 = it keeps its worth
    quantity: int = 1
    before: int = 0


@dataclass(frozen=True)
class AssetGone(Fact):
    """A thing of the inventory sold, broken or lost on the day."""

    number: str


@dataclass(frozen=True)
class Letters(Fact):
    """The letters of a day, all that were due: (loan, level, last day to answer) of each."""

    letters: tuple


@dataclass(frozen=True)
class LetterWithdrawn(Fact):
    """The running letter of a loan withdrawn."""

    loan: str
    level: int


@dataclass(frozen=True)
class Reopening(Fact):
    """The newest close undone: its days are open again, and a year's entries are as if they had never been."""

    victim: str


@dataclass(frozen=True)
class MonthClose(Fact):
    """A month closed; it bars later facts from its days and books what the inventory has lost in worth by its end."""

    month: str


@dataclass(frozen=True)
class YearClose(Fact):
    """A year closed on the day; `split` are (name, percent, account) of the profit."""

    year: int
    split: tuple = ()
