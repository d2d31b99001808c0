"""One voucher being put right: what is wrong about it, and where the right one stands."""

from collections.abc import Callable
from datetime import date, datetime

from danabergulir.domain.journal import Posting, Voucher, in_place_of, own_memo
from danabergulir.domain.loans.member_shares import ReceiptShare
from danabergulir.domain.meeting import on_line_of
from danabergulir.frozen import Struct, field
from danabergulir.money import Rupiah
from danabergulir.operations.desk import Desk
from danabergulir.operations.loans.receipts import Typed, usual_memo


class Right(Struct, frozen=True):
    """What is another one in the right voucher; None stays as it is, and so do parts of which ``typed`` has none.

    ``loan`` is named by its number or its KSM, ``ksm`` by its code or name. ``into`` is the account that takes the
    money and ``out_of`` the one that gives it, of a journal entry its debit and its credit; ``account`` is the other
    account of money in or out.
    """

    amount: Rupiah | None = None
    dated_on: date | None = None
    loan: str | None = None
    ksm: str | None = None
    into: str | None = None
    out_of: str | None = None
    account: str | None = None
    memo: str | None = None
    typed: Typed = field(default_factory=dict)

    @property
    def named(self) -> tuple[str, ...]:
        """Return the names of what is another one."""
        return tuple(name for name in self.__struct_fields__ if getattr(self, name) not in (None, {}))


class Act(Struct, frozen=True):
    """One voucher being put right: the wrong one, what is another one, the days of both new ones.

    ``permit`` are the minutes that set a lending rule aside, ``shares`` who in the KSM paid what of the wrong receipt.
    """

    desk: Desk
    wrong: Voucher
    right: Right
    dated_on: date
    back_on: date
    permit: str
    insisted: bool
    shares: tuple[ReceiptShare, ...]

    @property
    def now(self) -> datetime:
        """Return the moment of recording."""
        return self.desk.now

    @property
    def posting(self) -> Posting:
        """Return what the wrong voucher says."""
        return self.wrong.posting

    @property
    def is_closed(self) -> bool:
        """Return whether the day of the wrong voucher is closed, so that both new ones stand on a later one."""
        return self.posting.dated_on < self.desk.first_open_on

    @property
    def amount(self) -> Rupiah:
        """Return the right amount."""
        return self.posting.amount if self.right.amount is None else self.right.amount

    def memo(self, usual_before: str = "", usual_now: str = "", moved: Callable[[str], str] = lambda told: told) -> str:
        """Return the memo of the right voucher, which names the wrong one.

        What is always written at its beginning follows the facts, and so does what ``moved`` writes anew.
        """
        told = (self.right.memo or "").strip()
        if not told:
            told = own_memo(self.posting.memo)
            first, comma, rest = told.partition(", ")
            if usual_before and first == usual_before != usual_now:
                told = moved(f"{usual_now}{comma}{rest}")
        return in_place_of(told, self.wrong.number)

    def receipt_memo(self, loan: str) -> str:
        """Return the memo of the right receipt, which is on this loan: with its own line of a meeting sheet."""
        event, before = self.posting.event, self.posting.loan
        assert before is not None, self.wrong
        return self.memo(usual_memo(event, before), usual_memo(event, loan), lambda told: on_line_of(told, loan))

    def other(self, side: str) -> str:
        """Return the account on one side of the wrong voucher."""
        code: str = getattr(self.posting.transfers[0], side)
        return code
