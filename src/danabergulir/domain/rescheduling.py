"""A new version of a schedule: what was paid stays paid, what is left is agreed afresh."""

from dataclasses import replace
from enum import StrEnum

from danabergulir.domain.loan import LoanTerms, Paid
from danabergulir.domain.schedule import Instalment, build_schedule
from danabergulir.domain.settlement import paid_line
from danabergulir.money import NIL, Rupiah, split


class OverdueJasa(StrEnum):
    """What becomes of the jasa that is overdue on the day of a rescheduling."""

    SPREAD = "gabung"
    APART = "pisah"
    WAIVED = "hapus"


def rescheduled(
    terms: LoanTerms, paid: Paid, overdue_jasa: Rupiah, overdue_titipan: Rupiah, choice: OverdueJasa
) -> tuple[Instalment, ...]:
    """Return the new version: a line for what was paid, then the schedule of ``terms`` (what is left of the principal).

    Overdue jasa and titipan are spread over the new instalments, kept apart as a line due on the day of the
    rescheduling, or waived. They never become an asset: the books are on a cash basis.
    """
    fresh = build_schedule(terms)
    first = [paid_line(paid, terms.disbursed_on)]
    match choice:
        case OverdueJasa.SPREAD:
            jasa, titipan = (split(amount, [1] * len(fresh)) for amount in (overdue_jasa, overdue_titipan))
            fresh = tuple(
                replace(line, jasa=line.jasa + more_jasa, titipan=line.titipan + more_titipan)
                for line, more_jasa, more_titipan in zip(fresh, jasa, titipan, strict=True)
            )
        case OverdueJasa.APART if overdue_jasa or overdue_titipan:
            first[0] = replace(first[0], jasa=paid.jasa + overdue_jasa, titipan=paid.titipan + overdue_titipan)
        case _:
            assert overdue_jasa >= NIL
    return (*first, *fresh)
