"""A new version of a schedule: what was paid stays paid, what is left is agreed afresh."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction

from danabergulir.domain.loans.schedule import Instalment, build_schedule, still_owed
from danabergulir.domain.loans.settlement import paid_line
from danabergulir.domain.loans.terms import NOTHING_PAID, LoanTerms, Paid
from danabergulir.frozen import replace
from danabergulir.money import NIL, Rounding, Rupiah


class OverdueJasa(StrEnum):
    """What becomes of the jasa that is overdue on the day of a rescheduling."""

    SPREAD = "gabung"
    APART = "pisah"
    WAIVED = "hapus"


def rescheduled(
    terms: LoanTerms,
    paid: Paid,
    overdue_jasa: Rupiah,
    overdue_titipan: Rupiah,
    choice: OverdueJasa,
    ahead: Paid = NOTHING_PAID,
) -> tuple[Instalment, ...]:
    """Return the new version: a line for what was paid, then the schedule of ``terms`` (what is left of the principal).

    Overdue jasa and titipan are spread over the new instalments (each share rounded as the instalments are, the last
    one takes the rest), kept apart as owed on the day of the rescheduling (``terms.disbursed_on``), or waived. They
    never become an asset: the books are on a cash basis.

    What was paid ``ahead`` of jasa and titipan is left out of the first line: so it covers the first new instalments.
    """
    used = paid - ahead
    apart = replace(used, jasa=used.jasa + overdue_jasa, titipan=used.titipan + overdue_titipan)
    first = paid_line(apart if choice is OverdueJasa.APART else used, terms.disbursed_on)
    fresh = build_schedule(terms)
    if choice is not OverdueJasa.SPREAD:
        return (first, *fresh)
    shares = [_shares(amount, len(fresh), terms.rounding) for amount in (overdue_jasa, overdue_titipan)]
    return (
        first,
        *(
            replace(line, jasa=line.jasa + jasa, titipan=line.titipan + titipan)
            for line, jasa, titipan in zip(fresh, *shares, strict=True)
        ),
    )


def _shares(amount: Rupiah, count: int, rounding: Rounding) -> list[Rupiah]:
    """Return an amount in equal rounded shares; the last one takes the rest, and none is below nil."""
    share, left, shares = rounding.round(Fraction(amount.value, count)), amount, []
    for _ in range(count - 1):
        shares.append(min(share, left))
        left -= shares[-1]
    return [*shares, left]


def missed_before_counts(schedule: Sequence[Instalment], paid: Paid, proving: int) -> bool:
    """Return whether the missed count of before a rescheduling still holds.

    It ends once ``proving`` instalments of the new schedule are paid in full, or all of them where there are fewer. An
    instalment that asks for nothing, in a grace without jasa, proves nothing.
    """
    fresh = [
        left for line, left in zip(schedule, still_owed(schedule, paid), strict=True) if line.number and line.amount
    ]
    return sum(left.amount == NIL for left in fresh) < min(proving, len(fresh))
