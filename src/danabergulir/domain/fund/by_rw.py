"""How the loans of each RW stand at a date, and which RW does best."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from danabergulir.domain.dunning.due import late_loans
from danabergulir.domain.dunning.sanctions import Cause
from danabergulir.domain.loans.book import LoanBook, group_count
from danabergulir.domain.loans.terms import LENT, LoanEntry
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah, total


class RwFigures(Struct, frozen=True):
    """Cumulative figures of one RW at the report date, in rupiah of principal.

    ``late`` counts its late groups by the cause noted, under None those without one. ``rank`` is None where nothing
    has fallen due.
    """

    rw: str
    open_count: int
    disbursed: Rupiah
    repaid: Rupiah
    outstanding: Rupiah
    arrears: Rupiah
    due: Rupiah
    due_repaid: Rupiah
    lost: Rupiah
    late: Counter[Cause | None]
    loans: Sequence[LoanBook]
    settled: Sequence[LoanEntry]
    causes: Mapping[str, Cause | None]
    rank: int | None = None

    @classmethod
    def of(
        cls, rw: str, loans: Sequence[LoanBook], settled: Sequence[LoanEntry], causes: Mapping[str, Cause | None]
    ) -> "RwFigures":
        """Return the figures of an RW from its loans, and the cause noted for each of those that are late."""
        # a KSM with several late loans is one, with the cause noted for the worst of them
        worst: dict[str, Cause | None] = {}
        for book in late_loans(loans):
            worst.setdefault(book.ksm.code, causes.get(book.loan.number))
        lent = [book for book in loans if book.state in LENT]
        # of a settled loan all has fallen due, and all came back
        done = total([entry.repaid for entry in settled])
        return cls(
            rw=rw,
            open_count=group_count(book for book in loans if book.is_open),
            disbursed=total(
                [
                    *(book.loan.terms.principal for book in lent),
                    *(entry.principal for entry in settled if entry.state in LENT),
                ]
            ),
            repaid=total([_came_back(book) for book in loans]) + done,
            outstanding=total([book.outstanding for book in loans]),
            arrears=total([book.position.arrears_principal for book in lent]),
            due=total([_fell_due(book) for book in lent]) + done,
            due_repaid=total([min(_came_back(book), _fell_due(book)) for book in lent]) + done,
            lost=total([book.written_off - book.recovered for book in loans]),
            late=Counter(worst.values()),
            loans=loans,
            settled=settled,
            causes=causes,
        )

    @property
    def lent(self) -> list[LoanBook]:
        """Return its loans whose money went out."""
        return [book for book in self.loans if book.state in LENT]

    @property
    def settled_lent(self) -> list[LoanEntry]:
        """Return its settled loans whose money went out."""
        return [entry for entry in self.settled if entry.state in LENT]

    @property
    def percent(self) -> Fraction | None:
        """Return what was repaid of the principal due by now, in percent, at most 100; None while nothing is due."""
        return Fraction(self.due_repaid.value * 100, self.due.value) if self.due else None


def _came_back(book: LoanBook) -> Rupiah:
    """Return the principal that the KSM has paid back, after a write-off too."""
    return book.paid.principal + book.recovered


def _fell_due(book: LoanBook) -> Rupiah:
    """Return the principal due by now: of a loan that is settled or written off all of it."""
    if book.is_open and not book.written_off:
        return book.position.due.principal
    return book.paid.principal + max(book.outstanding, NIL) + book.written_off


def ranked(figures: Iterable[RwFigures]) -> list[RwFigures]:
    """Return the RW that have a rank, the best first."""
    with_rank = [item for item in figures if item.percent is not None]
    return sorted(with_rank, key=lambda item: (-(item.percent or 0), item.arrears, item.rw))
