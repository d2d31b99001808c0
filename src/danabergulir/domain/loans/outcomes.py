"""What an act on a loan brought, as it is shown afterwards."""

from dataclasses import dataclass
from datetime import date

from danabergulir.domain.accounts import Account
from danabergulir.domain.journal import Voucher
from danabergulir.domain.loans.allocation import Allocation
from danabergulir.domain.loans.arrears import LoanPosition
from danabergulir.domain.loans.plausibility import EarlierReceipt
from danabergulir.domain.loans.schedule import Agreement, Instalment
from danabergulir.domain.loans.terms import Loan
from danabergulir.money import NIL, Rupiah


@dataclass(frozen=True, slots=True)
class Disbursed:
    """A loan paid out: its voucher, its schedule, and what the treasurer should look at.

    ``savings`` are the compulsory savings that each instalment asks for; ``saved`` is the voucher of those that stayed
    behind, where the policy asks for them.
    """

    loan: Loan
    voucher: Voucher
    schedule: tuple[Instalment, ...]
    warnings: tuple[str, ...]
    savings: tuple[Rupiah, ...]
    saved: Voucher | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """A receipt as recorded, and where the loan stands after it on that day, in rupiah.

    ``coming`` is what is left of the next instalment after that day, None when nothing is to come; ``penalty_left`` the
    denda still owed, ``written_off_left`` what is still owed of a loan written off; ``repeated`` a receipt of the same
    amount that stands within days of it. ``coming_savings`` are the compulsory savings of that instalment,
    ``savings_behind`` those missing of what is due. ``corrected`` says which later receipts are split anew.
    """

    voucher: Voucher
    loan: Loan
    allocation: Allocation
    outstanding: Rupiah
    position: LoanPosition
    coming: Instalment | None
    warnings: tuple[str, ...]
    penalty_left: Rupiah = NIL
    written_off_left: Rupiah = NIL
    repeated: EarlierReceipt | None = None
    coming_savings: Rupiah = NIL
    savings_behind: Rupiah = NIL
    corrected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refunded:
    """A refund as recorded, with its parts, and where the loan stands after it on that day.

    ``coming`` is what is left of the next instalment after that day, None when nothing is to come; ``corrected`` says
    which later receipts are split anew.
    """

    voucher: Voucher
    loan: Loan
    allocation: Allocation
    paid_from: Account
    outstanding: Rupiah
    coming: Instalment | None
    corrected: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """What pays off a loan on a day; ``let_go`` is jasa and titipan not asked for.

    ``voucher`` is None before it is ``recorded``, and where jasa alone was owed and all of it is let go.
    """

    loan: Loan
    settled_on: date
    allocation: Allocation
    let_go: Rupiah
    voucher: Voucher | None
    recorded: bool
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rescheduled:
    """A loan with its new agreement; ``overdue`` is the jasa and titipan behind on that day, in rupiah."""

    loan: Loan
    agreement: Agreement
    outstanding: Rupiah
    overdue: Rupiah
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WrittenOff:
    """A loan written off: what the reserve bore of it and what became cost, in rupiah."""

    loan: Loan
    voucher: Voucher
    from_reserve: Rupiah
    cost: Rupiah
    warnings: tuple[str, ...] = ()

    @property
    def amount(self) -> Rupiah:
        """Return the principal written off."""
        return self.from_reserve + self.cost
