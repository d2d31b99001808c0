"""What a KSM owes on a loan, as it is told to herself: what is behind, what comes next, what to bring now."""

from collections.abc import Iterable

from danabergulir.domain.loans.arrears import definition, unpaid_instalments
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.penalty import PenaltyCase
from danabergulir.domain.loans.schedule import Instalment
from danabergulir.domain.loans.terms import Paid
from danabergulir.frozen import replace
from danabergulir.money import NIL, Rupiah
from danabergulir.reports.origins import loans
from danabergulir.reports.origins.figure import Figure, at_least_nil, sum_of


def _left_of(line: Instalment, left: Paid) -> Figure:
    parts = [
        Figure(word, amount, dated_on=line.due_on)
        for word, amount in (("Pokok", left.principal), ("Jasa", left.jasa), ("Titipan", left.titipan))
        if amount
    ]
    return replace(sum_of(loans.row_name(line), parts), dated_on=line.due_on)


def _unpaid(book: LoanBook) -> Iterable[tuple[Instalment, Paid]]:
    return unpaid_instalments(book.schedule, book.paid)


def behind(book: LoanBook) -> Figure:
    """Return what is due and unpaid, instalment by instalment."""
    parts = [_left_of(line, left) for line, left in _unpaid(book) if line.due_on <= book.as_of]
    found = sum_of("Tunggakan", parts, rule=definition(book.policy.arrears))
    return replace(found, keys=loans.ARREARS_KEYS)


def coming(book: LoanBook) -> Figure | None:
    """Return what is left of the next instalment to come; None where none does."""
    return next((_left_of(line, left) for line, left in _unpaid(book) if line.due_on > book.as_of), None)


def denda(case: PenaltyCase, book: LoanBook) -> Figure:
    """Return the denda that may still be asked for."""
    card = case.card(book.as_of)
    arisen = Figure("Denda yang timbul", card.accrued, rule="Denda dihitung menurut kebijakan saat pinjaman cair.")
    taken = [
        Figure(word, amount).less()
        for word, amount in (("Denda yang sudah dibayar", card.received), ("Denda yang dihapuskan", card.waived))
        if amount
    ]
    return at_least_nil("Denda", sum_of("Denda yang belum dibayar", [arisen, *taken]))


def to_pay_now(book: LoanBook, penalty: Figure) -> Figure:
    """Return all that should be paid today: arrears, denda and the compulsory savings behind."""
    parts = [behind(book), penalty, loans.savings_behind(book)]
    return sum_of("Yang harus dibayar sekarang", [part for part in parts if part.value != NIL])


def whole_debt(book: LoanBook) -> Rupiah:
    """Return all pokok, jasa and titipan that the schedule still asks for, in rupiah."""
    value = sum(left.principal.value + left.jasa.value + left.titipan.value for _, left in _unpaid(book))
    return Rupiah(value)
