"""What a loan asks for at the counter on a day: all that is due, else the instalment that comes next."""

from collections.abc import Sequence
from datetime import date

from danabergulir.domain.groups import KSM
from danabergulir.domain.loans.allocation import NOTHING, Allocation
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.schedule import still_owed
from danabergulir.errors import NotFoundError, RefusedError, UsageError
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah, format_count, total


class Asked(Struct, frozen=True):
    """The parts that are asked for; ``due_on`` is their oldest date, None where nothing is.

    ``ahead`` says that nothing is due yet, and these are of the instalment that comes next.
    """

    parts: Allocation = NOTHING
    due_on: date | None = None
    ahead: bool = False

    @property
    def amount(self) -> Rupiah:
        """Return all of it."""
        return self.parts.amount


def asked_on(book: LoanBook, penalty: Rupiah) -> Asked:
    """Return what a loan asks for at the date of its book, with the ``penalty`` it owes then."""
    if not book.owes and not penalty:
        return Asked()
    stand, left = book.position, still_owed(book.schedule, book.paid)
    behind = Allocation(
        penalty=penalty,
        jasa=stand.arrears_jasa,
        titipan=stand.arrears_titipan,
        principal=stand.arrears_principal,
        savings=book.savings_behind,
    )
    missing = zip(left, book.saving.unpaid(book.schedule), strict=True)
    open_lines = [(line, saving) for line, saving in missing if line.amount or saving]
    if behind.amount:
        return Asked(behind, min((line.due_on for line, _ in open_lines), default=book.as_of))
    for line, saving in open_lines:
        coming = Allocation(jasa=line.jasa, titipan=line.titipan, principal=line.principal, savings=saving)
        return Asked(coming, line.due_on, ahead=True)
    return Asked()


class Owing(Struct, frozen=True):
    """A loan at the counter, as it stands on a day, and what it asks for."""

    book: LoanBook
    asked: Asked

    @property
    def number(self) -> str:
        """Return the number of the loan."""
        return self.book.loan.number


class Caller(Struct, frozen=True):
    """A KSM that has come to the counter, with the loans it may pay on: the one it named, or all that it owes."""

    ksm: KSM
    loans: tuple[Owing, ...]

    @property
    def asking(self) -> tuple[Owing, ...]:
        """Return the loans that ask for something: those that are due, else those whose next instalment comes first."""
        asking = [item for item in self.loans if item.asked.amount]
        due = tuple(item for item in asking if not item.asked.ahead)
        first = min((item.asked.due_on for item in asking if item.asked.due_on), default=None)
        return due or tuple(item for item in asking if item.asked.due_on == first)

    @property
    def amount(self) -> Rupiah:
        """Return what these ask for together, in rupiah."""
        return total([item.asked.amount for item in self.asking])


def shares(caller: Caller, amount: Rupiah | None) -> Sequence[tuple[str, Rupiah]]:
    """Return how much is paid on each loan, by its number; without an amount it is what is asked for.

    Raises ``RefusedError`` where nothing is asked for, and ``NotFoundError`` where several loans are asked and the
    amount is not what they ask for together.
    """
    asked = [(item.number, item.asked.amount) for item in caller.asking]
    if amount is None and not asked:
        raise RefusedError(
            f"tidak ada yang ditagih dari KSM {caller.ksm.code} pada hari itu", "Tulis jumlah yang dibayar."
        )
    if amount is None or (asked and amount == caller.amount):
        return asked
    if len(caller.loans) == 1:
        return [(caller.loans[0].number, amount)]
    assert amount is not None, caller
    parts = " dan ".join(f"{number} {part.value}" for number, part in in_turn(caller, amount))
    told = several_loans(caller.ksm, [item.number for item in caller.loans])
    raise NotFoundError(told.message, f"Tulis nomor pinjamannya, satu baris tiap pinjaman, misalnya {parts}.")


class Turn(Struct, frozen=True):
    """The turn of one loan while an amount is parted among several: what is left of it, and whether it is the last."""

    loan: Owing
    left: Rupiah
    is_last: bool

    @property
    def usual(self) -> Rupiah:
        """Return what the loan asks for as far as the money goes; the last one takes all that is left."""
        return self.left if self.is_last else min(self.loan.asked.amount, self.left)

    def judge(self, part: Rupiah) -> None:
        """Raise ``UsageError`` where the parts would not come to the amount that was handed over."""
        if part <= self.left and not (self.is_last and part != self.left):
            return
        what = f"lebih dari sisanya {format_count(self.left.value)}"
        if part < self.left:
            what = f"kurang dari sisanya {format_count(self.left.value)}, dan ini pinjaman yang terakhir"
        raise UsageError(
            f"{self.loan.number} {format_count(part.value)}: {what}",
            "Tulis bagian yang jumlahnya sama dengan uang yang diterima; s melewati KSM ini.",
        )


def turn(caller: Caller, place: int, left: Rupiah) -> Turn:
    """Return the turn of the loan at a place of those of a KSM."""
    return Turn(caller.loans[place], left, is_last=place == len(caller.loans) - 1)


def in_turn(caller: Caller, amount: Rupiah) -> Sequence[tuple[str, Rupiah]]:
    """Return an amount parted among the loans of a KSM as is usual, without those that get nothing."""
    left, parts = amount, []
    for place, item in enumerate(caller.loans):
        part = turn(caller, place, left).usual
        left -= part
        parts.append((item.number, part))
    return [(number, part) for number, part in parts if part > NIL]


def several_loans(ksm: KSM, numbers: Sequence[str]) -> NotFoundError:
    """Return what is said where a KSM is named that pays on several loans."""
    return NotFoundError(
        f"KSM {ksm.code} punya beberapa pinjaman berjalan: {', '.join(numbers)}", "Tulis nomor pinjamannya."
    )
