"""Who is to be reminded of what on a day: an instalment about to fall due, due today, overdue, or a promise to pay.

A pure reading of the loans and of what was promised; what was already said is left out by ``unsaid``.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import reduce
from typing import Final

from danabergulir.dates import days_after
from danabergulir.domain.dunning.sanctions import SanctionFile
from danabergulir.domain.dunning.trials import Draw, Wording
from danabergulir.domain.groups import KSM, rw_number
from danabergulir.domain.loans.arrears import position, unpaid_instalments
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.schedule import Instalment
from danabergulir.domain.loans.terms import Paid, number_order
from danabergulir.frozen import Struct, replace
from danabergulir.money import NIL, Rupiah


class ReminderKind(StrEnum):
    """What a reminder is about, the most pressing first."""

    OVERDUE = "menunggak"
    TODAY = "jatuh-tempo-hari-ini"
    PROMISE = "janji-bayar"
    SOON = "akan-jatuh-tempo"


_ORDER: Final = tuple(ReminderKind)
SaidThing = tuple[str, ReminderKind, date]
"""What a reminder was about: the loan, the kind, and the due date or the day promised."""
Said = Mapping[str, Collection[SaidThing]]
"""What was said, by the recipient."""

EVERYONE: Final = ""
"""The recipient of what was shown on the screen or written to files: the treasurer hands it on to all."""
TREASURER: Final = "bendahara"


def recipient_of_ksm(code: str) -> str:
    """Return how the chair of a KSM is named as a recipient."""
    return f"KSM {code}"


def recipient_of_rw(rw: str) -> str:
    """Return how the head of an RW is named as a recipient, however the number is written."""
    return f"RW {rw_number(rw)}"


def known_recipient(stored: str) -> str:
    """Return a recipient as named now; an older program named the head of an RW as its number had been written."""
    head = recipient_of_rw("")
    return recipient_of_rw(stored.removeprefix(head)) if stored.startswith(head) else stored


class Reminder(Struct, frozen=True):
    """One thing to remind the KSM of a loan of. ``due_on`` is the oldest unpaid due date, or the day promised.

    ``amount`` is in rupiah; ``parts`` are those of an instalment or of arrears, None for a promise, and ``savings`` the
    compulsory savings in the amount. ``shifted_from`` is the due date agreed where that is a day off. ``days_late`` are
    those of the loan, as every list says them: nil where what is overdue does not count as missed. ``draw`` says in
    which text of a trial it is said, and ``sentence`` is what the board has said beside it; it may be empty.
    """

    loan: str
    ksm: KSM
    kind: ReminderKind
    due_on: date
    amount: Rupiah
    parts: Paid | None = None
    savings: Rupiah = NIL
    shifted_from: date | None = None
    days_late: int = 0
    draw: Draw | None = None
    sentence: str = ""

    @property
    def instalment(self) -> tuple[str, date]:
        """Return which instalment it is about."""
        return self.loan, self.due_on

    @property
    def thing(self) -> SaidThing:
        """Return what it is about, by which it is known again."""
        return self.loan, self.kind, self.due_on


def reminders(
    loans: Iterable[LoanBook], files: Mapping[str, SanctionFile], as_of: date, days_ahead: int
) -> tuple[Reminder, ...]:
    """Return what the KSM of running loans are to be reminded of on a day, one of each kind a loan at the most.

    Instalments and promises count up to ``days_ahead`` days ahead. ``files`` hold the promises by the loan's number.
    They are in the order of RW, KSM and loan, the most pressing first.
    """
    until = days_after(as_of, days_ahead)
    found = [item for book in loans if book.owes for item in _of_loan(book, as_of, until)]
    found += [item for book in loans if book.owes for item in _promised(book, files, as_of, until)]
    return tuple(
        sorted(found, key=lambda item: (item.ksm.rw, item.ksm.code, number_order(item.loan), _ORDER.index(item.kind)))
    )


def _of_loan(book: LoanBook, as_of: date, until: date) -> Iterator[Reminder]:
    unpaid = [(line, parts) for line, parts in unpaid_instalments(book.schedule, book.paid) if line.due_on <= until]
    late = [(line, parts) for line, parts in unpaid if line.due_on < as_of]
    if late:
        overdue = reduce(Paid.__add__, (parts for _, parts in late))
        short = book.savings_missing(date.min, days_after(as_of, -1))
        stand = position(book.schedule, book.paid, as_of, book.policy.arrears)
        since = next((line for line, _ in late if line.due_on == stand.late_since), late[0][0])
        yield replace(_about(book, ReminderKind.OVERDUE, since, overdue, short), days_late=stand.days_late)
    today = [(line, parts) for line, parts in unpaid if line.due_on == as_of]
    if today:
        due = reduce(Paid.__add__, (parts for _, parts in today))
        yield _about(book, ReminderKind.TODAY, today[0][0], due, book.savings_missing(as_of, as_of))
    coming = [(line, parts) for line, parts in unpaid if line.due_on > as_of]
    if coming:
        line, parts = coming[0]
        yield _about(book, ReminderKind.SOON, line, parts, book.savings_missing(line.due_on, line.due_on))


def _about(book: LoanBook, kind: ReminderKind, line: Instalment, parts: Paid, savings: Rupiah) -> Reminder:
    amount = parts.principal + parts.jasa + parts.titipan + savings
    return Reminder(
        book.loan.number,
        book.loan.ksm,
        kind,
        line.due_on,
        amount,
        parts,
        savings=savings,
        shifted_from=line.shifted_from,
    )


def _promised(book: LoanBook, files: Mapping[str, SanctionFile], as_of: date, until: date) -> Iterator[Reminder]:
    """Yield the newest promise while its day is near and less was paid since; a broken one is an arrear again."""
    file = files.get(book.loan.number)
    promise = file.promise(as_of) if file else None
    if promise and as_of <= promise.promised_on <= until and promise.amount - promise.paid > NIL:
        left = promise.amount - promise.paid
        yield Reminder(book.loan.number, book.loan.ksm, ReminderKind.PROMISE, promise.promised_on, left)


def unsaid(found: Iterable[Reminder], said: Collection[SaidThing]) -> tuple[Reminder, ...]:
    """Return the reminders about things that are not among those already said."""
    return tuple(item for item in found if item.thing not in said)


def with_sentence(
    found: Iterable[Reminder], sentence: str, said: Collection[tuple[str, date]], *, only_drawn: bool = False
) -> tuple[Reminder, ...]:
    """Return the reminders with the board's sentence beside what is overdue, where it was not ``said`` before.

    With ``only_drawn`` it is that of a text on trial, and goes to those who were drawn into it.
    """
    return tuple(
        replace(item, sentence=sentence)
        if item.kind is ReminderKind.OVERDUE
        and item.instalment not in said
        and not (only_drawn and item.draw and item.draw.text is not Wording.SENTENCE)
        else item
        for item in found
    )


def international_number(phone: str) -> str | None:
    """Return a telephone number of the register (``0812...``) as WhatsApp links write it (``62812...``), else None."""
    return f"62{phone[1:]}" if phone.startswith("0") else None
