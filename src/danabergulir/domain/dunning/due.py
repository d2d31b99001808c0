"""Which loans are late, and which sanction is due for them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from danabergulir.domain.dunning.sanctions import (
    Sanction,
    SanctionFile,
    SanctionState,
    Standing,
    next_level,
    reached_level,
)
from danabergulir.domain.loans.arrears import LoanPosition
from danabergulir.domain.loans.book import LoanBook, OfLoan
from danabergulir.domain.loans.terms import Loan, number_order
from danabergulir.domain.policy.ladder import SanctionLevel
from danabergulir.domain.policy.rules import Policy


class SanctionLine(OfLoan, frozen=True):
    """One sanction on one loan as of a day: a level due for it, or a letter as it stands, with what is owed now.

    ``reached`` is the level that the arrears of the day have reached, None where they reach none.
    """

    level: SanctionLevel | None
    reached: SanctionLevel | None
    file: SanctionFile | None = None
    standing: Standing | None = None

    @property
    def state(self) -> SanctionState:
        """Return where it stands."""
        return self.standing.state if self.standing else SanctionState.PROPOSED

    @property
    def number(self) -> int:
        """Return the number of its level."""
        if self.standing:
            return self.standing.sanction.level
        assert self.level is not None
        return self.level.number


def sanction_for(
    loan: Loan,
    level: SanctionLevel,
    stand: LoanPosition,
    dated_on: date,
    answer_by: date,
    *,
    number: str = "",
    letter: str = "",
) -> Sanction:
    """Return the letter of a level on a loan that stands so on the day it is dated."""
    return Sanction(
        number=number,
        letter=letter,
        loan=loan.number,
        ksm=loan.ksm.code,
        level=level.number,
        name=level.name,
        dated_on=dated_on,
        answer_by=answer_by,
        recipients=(loan.ksm.name, *level.copies_to),
        principal=stand.arrears_principal,
        jasa=stand.arrears_jasa,
        titipan=stand.arrears_titipan,
        missed_count=stand.missed_count,
        days_late=stand.days_late,
        late_since=stand.late_since,
    )


def reached_by(book: LoanBook, policy: Policy) -> SanctionLevel | None:
    """Return the level that the arrears of a loan have reached on the day of its picture, None below the first."""
    return reached_level(book.position, book.matures_on, book.as_of, policy.ladder)


def due_lines(
    loans: Sequence[LoanBook], files: Mapping[str, SanctionFile], policy: Policy, as_of: date
) -> tuple[SanctionLine, ...]:
    """Return the level due on a day for every late loan that one is due for; the highest level and worst first."""
    found = []
    for book in late_loans(loans):
        file, reached = files.get(book.loan.number), reached_by(book, policy)
        level = next_level(reached, policy, file.last(as_of) if file else None, as_of) if reached else None
        if level:
            found.append(SanctionLine(book, level, reached, file))
    return tuple(sorted(found, key=lambda line: -(line.reached.number if line.reached else 0)))


def letter_lines(
    loans: Sequence[LoanBook], files: Mapping[str, SanctionFile], policy: Policy, as_of: date
) -> tuple[SanctionLine, ...]:
    """Return every letter that had gone out by a day as it stands then; the highest level first, then the oldest."""
    levels = {level.number: level for level in policy.ladder}
    found = [
        SanctionLine(book, levels.get(standing.sanction.level), reached_by(book, policy), file, standing)
        for book in loans
        if (file := files.get(book.loan.number))
        for standing in file.standings(as_of)
    ]
    return tuple(sorted(found, key=lambda line: (-line.number, _letter_order(line))))


def _letter_order(line: SanctionLine) -> tuple[date, str]:
    assert line.standing is not None
    return line.standing.sanction.dated_on, line.standing.sanction.number


def late_loans(loans: Iterable[LoanBook]) -> tuple[LoanBook, ...]:
    """Return the loans not paid off that are behind, worst first: by missed instalments, then days, then number."""
    late = [book for book in loans if book.owes and (book.position.is_behind or book.position.missed_count)]
    return tuple(
        sorted(
            late,
            key=lambda book: (-book.position.missed_count, -book.position.days_late, number_order(book.loan.number)),
        )
    )


def late_groups(loans: Iterable[LoanBook]) -> tuple[tuple[LoanBook, ...], ...]:
    """Return the late loans of each KSM that is behind, its worst first; the KSM are in the order of these."""
    groups: dict[str, list[LoanBook]] = {}
    for book in late_loans(loans):
        groups.setdefault(book.loan.ksm.code, []).append(book)
    return tuple(tuple(books) for books in groups.values())
