"""What an act on a loan brought, as it is shown afterwards, and what a decision let go of it."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from danabergulir.dates import Month
from danabergulir.domain.accounts import Account
from danabergulir.domain.journal import Component, Reversed, Voucher
from danabergulir.domain.loans.allocation import Allocation
from danabergulir.domain.loans.arrears import LoanPosition, position
from danabergulir.domain.loans.plausibility import EarlierReceipt
from danabergulir.domain.loans.schedule import Agreement, AgreementKind, Instalment, still_agreed
from danabergulir.domain.loans.settlement import running_month_end, settlement
from danabergulir.domain.loans.terms import Loan, Paid
from danabergulir.domain.policy.choices import SettlementJasa
from danabergulir.domain.policy.rules import Policy
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah


class Disbursed(Struct, frozen=True):
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


class Received(Struct, frozen=True):
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


class Refunded(Struct, frozen=True):
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


class Settled(Struct, frozen=True):
    """What pays off a loan on a day; ``let_go`` is jasa and titipan not asked for, ``ahead`` what was paid too much.

    ``voucher`` is None before it is ``recorded``, and where jasa alone was owed and all of it is let go.
    """

    loan: Loan
    settled_on: date
    allocation: Allocation
    let_go: Rupiah
    ahead: Rupiah
    voucher: Voucher | None
    recorded: bool
    warnings: tuple[str, ...] = ()


class Rescheduled(Struct, frozen=True):
    """A loan with its new agreement; ``overdue`` is the jasa and titipan behind on that day, in rupiah.

    ``ahead`` is what of them had been paid for instalments to come: it counts in the new schedule.
    """

    loan: Loan
    agreement: Agreement
    outstanding: Rupiah
    overdue: Rupiah
    warnings: tuple[str, ...]
    ahead: Rupiah = NIL


class WrittenOff(Struct, frozen=True):
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


class Carried(Struct, frozen=True):
    """A receipt that went along with its loan: the one on the wrong loan, what takes it back, the one on the right."""

    wrong: Voucher
    reversal: Voucher
    voucher: Voucher


class Amended(Struct, frozen=True):
    """A voucher put right: the wrong one, what takes it back, and the one in its place.

    ``sides`` are the names of its two accounts, empty where it moves more than one amount. ``outstanding`` is what is
    left of the principal of the loan that it pays, None where it pays none. ``months`` are those
    whose reports change, ``counted_on`` the day of a later count of the cash box by which the book now says something
    else; ``corrected`` says which other receipts are split anew. With a disbursement its receipts are ``carried`` over.
    """

    wrong: Voucher
    reversal: Reversed
    voucher: Voucher
    sides: tuple[str, str]
    outstanding: Rupiah | None
    months: tuple[Month, ...]
    counted_on: date | None
    corrected: tuple[str, ...]
    warnings: tuple[str, ...]
    carried: tuple[Carried, ...] = ()

    def part(self, component: Component) -> Rupiah | None:
        """Return what of a receipt is for one component; None of a voucher that is no receipt on a loan."""
        return None if self.outstanding is None else self.voucher.posting.parts.get(component, NIL)


class Concession(StrEnum):
    """By which decision something of a loan was let go."""

    SETTLED = "dilunasi"
    RESCHEDULED = "dijadwal ulang"
    WRITTEN_OFF = "dihapus buku"
    PENALTY = "denda dihapuskan"


_BY_KIND = {
    AgreementKind.SETTLED: Concession.SETTLED,
    AgreementKind.RESCHEDULED_WITHOUT: Concession.RESCHEDULED,
    AgreementKind.WRITTEN_OFF: Concession.WRITTEN_OFF,
}


class LetGo(Struct, frozen=True):
    """What was let go of a loan on a day, in rupiah, by minutes; ``why`` is what was written about it."""

    loan: Loan
    dated_on: date
    by: Concession
    amount: Rupiah
    minutes: str
    why: str = ""


def let_go_with(
    loan: Loan, versions: Sequence[Agreement], policy: Policy, asked: Sequence[Instalment] | None = None
) -> LetGo | None:
    """Return what the newest version of a loan's schedule let go, None where that was nothing.

    A write-off always counts as a decision. The first line of the version says what had been paid by then. ``asked`` is
    what the former schedule still asked for where the principal had been repaid before.
    """
    newest, former = versions[-1], still_agreed(versions[:-1])
    by = _BY_KIND.get(newest.kind)
    if by is None:
        return None
    on, line = newest.starts_on, newest.lines[0]
    paid = Paid(line.principal, line.jasa, line.titipan)
    if by is Concession.SETTLED:
        rules = policy.settlement
        rule = rules.jasa if asked is None else SettlementJasa.ALL
        running_to = running_month_end(loan.terms, former, on, rules.month)
        lines = former.lines if asked is None else asked
        # older programs let go by the policy alone what was due: no decision
        owed = settlement(lines, paid, NIL, running_to, rule, due_by=on if newest.decision else None)
        amount = owed.jasa + owed.titipan
    else:
        stand = position(former.lines, paid, on, policy.arrears)
        amount = stand.arrears_jasa + stand.arrears_titipan
    if not amount and by is not Concession.WRITTEN_OFF:
        return None
    return LetGo(loan, on, by, amount, newest.decision)
