"""Whom the loans have reached: the KSM that borrowed, with their members then and now."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from sqlite3 import Connection

from danabergulir.domain.entries import SavingsFigures
from danabergulir.domain.groups import is_present
from danabergulir.domain.loans.terms import LoanEntry, LoanState
from danabergulir.domain.reached import GroupReached
from danabergulir.ledger.read import registers
from danabergulir.money import NIL


def groups_reached(
    connection: Connection, loans: Iterable[LoanEntry], savings: Sequence[SavingsFigures], as_of: date
) -> tuple[GroupReached, ...]:
    """Return every KSM that has borrowed by a day, in the order of the codes; a loan taken back is none."""
    of_group: defaultdict[str, list[LoanEntry]] = defaultdict(list)
    for entry in loans:
        if entry.state is not LoanState.CANCELLED:
            of_group[entry.ksm.code].append(entry)
    first_on = {code: min(entry.disbursed_on for entry in entries) for code, entries in of_group.items()}
    saved = {card.ksm: card.balance for card in savings}
    opened_on = registers.opened_on(connection)  # of a loan taken over nobody knows more than was then written down
    told_on = {code: max(day, opened_on) for code, day in first_on.items()}
    members = registers.members_then_and_now(connection, as_of, told_on)
    return tuple(
        GroupReached(
            ksm=entries[0].ksm,
            first_lent_on=first_on[code],
            loans=len(entries),
            members=tuple(member for member in members[code][1] if is_present(member, as_of)),
            then=tuple(members[code][0]),
            saved=saved.get(code, NIL),
        )
        for code, entries in sorted(of_group.items())
    )
