"""The papers of a month that compare it with the months before: its cover and the sheet for the notice board."""

from collections.abc import Sequence
from dataclasses import replace

from danabergulir.domain.books import AccountFigures, Books
from danabergulir.domain.history import MonthEnd
from danabergulir.domain.indicators import Indicator
from danabergulir.domain.policy import Policy
from danabergulir.ledger import account_sums, history, registers, store
from danabergulir.reports.paper import Paper
from danabergulir.reports.papers.cover import cover
from danabergulir.reports.papers.notice_board import notice_board
from danabergulir.reports.performance import measured
from danabergulir.reports.sheet import Report


def cover_and_board(session: store.Session, books: Books, reports: Sequence[Report]) -> tuple[Paper, Paper]:
    """Return the cover of a month's ``reports`` and the sheet for the notice board."""
    before = books.month.shifted(-1)
    months = history.month_ends(session, books)
    policy = registers.policy(session, before.last_on)
    figures = account_sums.account_figures(session, books.chart, before)
    earlier = _indicators_before(books, months, policy, figures)
    return cover(books, months, reports, earlier), notice_board(books, months)


def _indicators_before(
    books: Books, months: Sequence[MonthEnd], policy: Policy, figures: tuple[AccountFigures, ...]
) -> tuple[Indicator, ...]:
    """Return the indicators at the end of the month before; none for the first month of a ledger."""
    if len(months) == 1:
        return ()
    earlier = months[-2]
    # as much of the books of that month as the indicators look at
    return measured(
        replace(
            books,
            month=earlier.month,
            as_of=earlier.month.last_on,
            policy=policy,
            figures=figures,
            loans=earlier.loans,
        )
    )
