"""Who paid on time, and so has earned a thank-you."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby

from danabergulir.domain.dunning.punctuality import PaymentRecord
from danabergulir.domain.groups import KSM
from danabergulir.domain.loans.book import LoanBook, OfLoan
from danabergulir.domain.loans.terms import LoanState, Paid, number_order
from danabergulir.money import NIL


class PaidOnTime(OfLoan, frozen=True):
    """One loan of a KSM that paid on time: how many instalments fell due, and what was paid, since the year began."""

    due_count: int
    paid: Paid


def paid_on_time(
    loans: Iterable[LoanBook], payments: Mapping[str, PaymentRecord], as_of: date
) -> tuple[PaidOnTime, ...]:
    """Return the loans on which something fell due, of each KSM whose loans were all paid on time, by RW and KSM.

    A KSM that still owes something overdue, or on a loan written off, is not among them.
    """
    known = [(book, payments.get(book.loan.number)) for book in loans if book.state is not LoanState.CANCELLED]
    late: set[str] = set()
    for book, record in known:
        if book.loan.ksm.code not in late and _is_late(book, record, as_of):
            late.add(book.loan.ksm.code)
    found = [
        PaidOnTime(book, len(due), record.paid)
        for book, record in known
        if record and book.loan.ksm.code not in late and (due := record.due(as_of))
    ]
    return tuple(sorted(found, key=lambda item: (item.ksm.rw, item.ksm.code, number_order(item.book.loan.number))))


def _is_late(book: LoanBook, record: PaymentRecord | None, as_of: date) -> bool:
    if book.written_off > NIL or (book.owes and book.position.is_behind):
        return True
    return record is not None and not record.is_punctual(book.loan, as_of)


def by_ksm(found: Iterable[PaidOnTime]) -> Iterator[tuple[KSM, tuple[PaidOnTime, ...]]]:
    """Yield each KSM with its loans; ``found`` comes as ``paid_on_time`` returns it."""
    for _, items in groupby(found, key=lambda item: item.ksm.code):
        together = tuple(items)
        yield together[0].ksm, together
