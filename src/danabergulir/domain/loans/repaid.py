"""What stays owed once the principal is repaid: the jasa that had fallen due by then, and nothing of later.

Principal may be paid before jasa: by the policy's order, or typed by hand. The loan is not paid off then: what fell due
by the day on which its principal reached nil stays owed until it is paid, or let go by a decision of the board. Jasa of
later instalments is not asked for any more. Titipan goes with the jasa.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from danabergulir.domain.loans.schedule import Instalment
from danabergulir.frozen import replace
from danabergulir.money import NIL, Rupiah


def repaid_day(principal: Rupiah, payments: Iterable[tuple[date, Rupiah]]) -> date | None:
    """Return the day since which all ``principal`` is repaid; None while some of it is outstanding.

    ``payments`` are what was paid of it on each day, oldest first, below nil where a receipt was taken back.
    """
    since, paid = None, NIL
    for day, amount in payments:
        paid += amount
        if paid < principal:
            since = None
        elif since is None:
            since = day
    return since


def asked_for(schedule: Sequence[Instalment], repaid_on: date | None) -> tuple[Instalment, ...]:
    """Return the schedule as far as it is asked for: without jasa and titipan due after the principal was repaid.

    The line for what was paid before (number nought) was asked for, whenever it was written.
    """
    if repaid_on is None:
        return tuple(schedule)
    return tuple(
        line if line.due_on <= repaid_on or not line.number else replace(line, jasa=NIL, titipan=NIL)
        for line in schedule
    )
