"""Doubts about figures that can be right but often are not: slips seen in the real books of an urban UPK.

Each doubt is one Indonesian sentence. Whether it stops a posting or is only told is for the caller to say.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import accumulate
from typing import Final

from danabergulir.dates import Frequency, format_form
from danabergulir.domain.journal import Component
from danabergulir.domain.loans.allocation import Allocation
from danabergulir.domain.loans.schedule import Instalment
from danabergulir.domain.loans.terms import LoanTerms, Paid
from danabergulir.domain.policy.choices import PenaltyWay
from danabergulir.domain.policy.lateness import PenaltyRules
from danabergulir.errors import UsageError
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah, format_difference, format_rupiah, parse_percent, shortest_percent, total

_LONGEST_USUAL_TERM: Final = 36
_CLOSE: Final = Fraction(1, 100)
"""A figure this share away from the agreed one looks like a slip of the pen; farther away it is meant."""
_LEAST_JASA: Final = Fraction(1, 10)
_TOO_MUCH_JASA: Final = 10
"""Percent per month: 0,015 is a share written for 1,5 percent, 15 and 18 are a year's rate or a lost comma."""
_SMALLEST_SHARE: Final = 10
_INSTALMENTS_AHEAD: Final = 2
_AGAIN_WITHIN: Final = {Frequency.MONTHLY: 7, Frequency.FORTNIGHTLY: 5, Frequency.WEEKLY: 3}
"""Days within which the same amount once more is more likely one receipt written down twice than the next one."""

TITIPAN_HINT: Final = "Tulis persen sebulan, misalnya 0,05. Yang dapat dipakai: 0 sampai kurang dari 10."
JASA_HINT: Final = "Tulis persen sebulan, misalnya 1,5. Yang dapat dipakai: 0, atau 0,1 sampai kurang dari 10."
PENALTY_HINT: Final = "Tulis persen sehari, misalnya 0,1, atau pilih cara per_angsuran."


def parse_jasa(text: str) -> Fraction:
    """Return the percentage a person typed; what is refused says which jasa can be asked. Raises ``UsageError``."""
    try:
        return parse_percent(text)
    except UsageError as error:
        raise UsageError(error.message, JASA_HINT) from None


def jasa_doubt(percent: Fraction) -> str | None:
    """Return a doubt about jasa that nobody asks: above nought and below 0,1 percent a month, or 10 and more."""
    if percent == 0 or _LEAST_JASA <= percent < _TOO_MUCH_JASA:
        return None
    return f"jasa {shortest_percent(percent)} % sebulan tidak masuk akal"


def titipan_doubt(percent: Fraction) -> str | None:
    """Return a doubt about titipan that nobody asks: 10 percent a month and more; of it there may be very little."""
    if percent < _TOO_MUCH_JASA:
        return None
    return f"titipan {shortest_percent(percent)} % sebulan tidak masuk akal"


def penalty_doubt(rules: PenaltyRules) -> str | None:
    """Return a doubt about denda of 10 percent and more for every day late; once for an instalment it may be that."""
    if rules.way is not PenaltyWay.PER_DAY or rules.percent < _TOO_MUCH_JASA:
        return None
    return f"denda {shortest_percent(rules.percent)} % sehari tidak masuk akal"


def beyond_schedule(
    schedule: Sequence[Instalment], paid: Paid, more: Mapping[Component, Rupiah]
) -> Mapping[Component, Rupiah]:
    """Return what the schedule still asks of each of jasa and titipan of which ``more`` is said to be paid."""
    asked = {
        Component.JASA: total([line.jasa for line in schedule]) - paid.jasa,
        Component.TITIPAN: total([line.titipan for line in schedule]) - paid.titipan,
    }
    return {part: max(left, NIL) for part, left in asked.items() if more.get(part, NIL) > max(left, NIL)}


class EarlierReceipt(Struct, frozen=True):
    """A receipt that stands already; ``where`` is its voucher's number, or its row in the file being read."""

    dated_on: date
    amount: Rupiah
    where: str
    parts: tuple[tuple[Component, Rupiah], ...] = ()


def small_receipt_doubt(amount: Rupiah, schedule: Sequence[Instalment], unpaid: Sequence[Instalment]) -> str | None:
    """Return a doubt about a receipt under a tenth of the instalment it goes to, unless it pays off the rest of it.

    ``unpaid`` is what was left of each line of the schedule before it.
    """
    for line, left in zip(schedule, unpaid, strict=True):
        if left.amount:
            if amount * _SMALLEST_SHARE >= line.amount or amount == left.amount:
                return None
            return (
                f"setoran {format_rupiah(amount)} kurang dari sepersepuluh angsuran {format_rupiah(line.amount)}; "
                "periksa banyaknya angka nol"
            )
    return None


def large_receipt_doubt(
    amount: Rupiah, schedule: Sequence[Instalment], unpaid: Sequence[Instalment], received_on: date
) -> str | None:
    """Return a doubt about a receipt more than two instalments above what is due, unless it pays off the whole loan.

    ``unpaid`` is what was left of each line of the schedule before it.
    """
    lines = list(zip(schedule, unpaid, strict=True))
    due = total([left.amount for line, left in lines if line.due_on <= received_on])
    whole = total([left.amount for _, left in lines])
    one = next((line.amount for line, left in lines if left.amount), NIL)
    if not one or amount >= whole or amount - due <= one * _INSTALMENTS_AHEAD:
        return None
    asked = f"yang jatuh tempo {format_rupiah(due)}" if due else f"satu angsuran {format_rupiah(one)}"
    return f"setoran {format_rupiah(amount)} jauh lebih besar daripada {asked}; periksa banyaknya angka nol"


def typed_penalty_doubt(amount: Rupiah) -> str:
    """Return the doubt about denda by hand on a loan of which no rule asks for any."""
    return f"denda {format_rupiah(amount)} ditulis sendiri; menurut aturan tidak ada denda pada pinjaman ini"


def repeated_receipt(
    amount: Rupiah, received_on: date, earlier: Iterable[EarlierReceipt], frequency: Frequency
) -> EarlierReceipt | None:
    """Return the nearest receipt of the same amount within days of this one, before or after it."""
    days = _AGAIN_WITHIN[frequency]
    near = [item for item in earlier if item.amount == amount and abs((item.dated_on - received_on).days) <= days]
    return min(near, key=lambda item: abs((item.dated_on - received_on).days), default=None)


def still_near(earlier: Iterable[EarlierReceipt], received_on: date) -> list[EarlierReceipt]:
    """Return the receipts that one of that day, or of a day after it, may be told to repeat."""
    days = max(_AGAIN_WITHIN.values())
    return [item for item in earlier if (received_on - item.dated_on).days <= days]


def repetition_doubt(received_on: date, earlier: EarlierReceipt) -> str:
    """Return the doubt that a receipt is the one that stands already, with what that one paid."""
    parts = ", ".join(f"{part} {format_rupiah(amount)}" for part, amount in earlier.parts)
    day, amount = format_form(earlier.dated_on), format_rupiah(earlier.amount)
    paid = f"pada {earlier.where}" + (f" ({parts})" if parts else "")
    if earlier.dated_on == received_on:
        return f"setoran kedua pada hari yang sama, {day}: {amount} sudah dicatat {paid}"
    return f"setoran {amount} yang sama sudah dicatat {day} {paid}"


def first_due_doubt(terms: LoanTerms, first_due_on: date | None) -> str | None:
    """Return a doubt when the first instalment falls on or before the day of disbursement."""
    if first_due_on is None or first_due_on > terms.disbursed_on:
        return None
    when = "sama dengan" if first_due_on == terms.disbursed_on else "lebih dulu daripada"
    return (
        f"angsuran pertama {format_form(first_due_on)} {when} tanggal cair {format_form(terms.disbursed_on)}; "
        "dipakai jadwal biasa, dihitung dari tanggal cair"
    )


def paid_doubts(terms: LoanTerms, schedule: Sequence[Instalment], paid: Paid) -> Iterator[str]:
    """Yield doubts about what a loan is said to have repaid: jasa just off the schedule, pokok of another term."""
    jasa_sums = list(accumulate((line.jasa.value for line in schedule), initial=0))
    nearest = min(jasa_sums, key=lambda agreed: abs(agreed - paid.jasa.value))
    if _is_close(paid.jasa.value, nearest, schedule[0].jasa.value):
        times = jasa_sums.index(nearest)
        yield f"jasa terbayar {format_rupiah(paid.jasa)} {_off(paid.jasa.value - nearest)} {times} kali jasa angsuran"
    principal_sums = set(accumulate(line.principal.value for line in schedule))
    if paid.principal and paid.principal.value not in principal_sums:
        yield from _other_term(terms, paid.principal, "pokok terbayar")


def receipt_doubts(
    terms: LoanTerms, schedule: Sequence[Instalment], received_on: date, typed: Allocation, *, again_on_day: bool
) -> Iterator[str]:
    """Yield doubts about one receipt: its day, a second one on the same day, jasa just off, pokok of another term."""
    if received_on <= terms.disbursed_on:
        when = "sama dengan" if received_on == terms.disbursed_on else "lebih dulu daripada"
        yield f"setoran {format_form(received_on)} {when} tanggal cair {format_form(terms.disbursed_on)}"
    if again_on_day:
        yield f"setoran kedua pada hari yang sama, {format_form(received_on)}"
    agreed_jasa = {line.jasa.value for line in schedule if line.jasa}
    if typed.jasa and agreed_jasa:
        one = min(agreed_jasa, key=lambda jasa: abs(jasa - typed.jasa.value))
        if _is_close(typed.jasa.value, one, one):
            yield f"jasa {format_rupiah(typed.jasa)} {_off(typed.jasa.value - one)} jasa angsuran {_rupiah(one)}"
    if typed.principal and typed.principal.value not in _runs([line.principal.value for line in schedule]):
        yield from _other_term(terms, typed.principal, "pokok")


def _runs(parts: Sequence[int]) -> set[int]:
    """Return the sum of every run of instalments: what a KSM pays that settles one or several whole."""
    return {total for start in range(len(parts)) for total in accumulate(parts[start:])}


def _is_close(given: int, agreed: int, measure: int) -> bool:
    return given != agreed and abs(given - agreed) <= measure * _CLOSE


def _off(difference: int) -> str:
    return f"{format_difference(Rupiah(difference))} dari"


def _rupiah(value: int) -> str:
    return format_rupiah(Rupiah(value))


def _other_term(terms: LoanTerms, amount: Rupiah, what: str) -> Iterator[str]:
    """Yield a doubt when ``amount`` is a whole number of instalments of some other usual term."""
    fitting = []
    for term in range(2, _LONGEST_USUAL_TERM + 1):
        one = terms.rounding.round(Fraction(terms.principal.value, term))
        if term != terms.term and one > NIL and amount.value % one.value == 0 and amount.value // one.value < term:
            fitting.append((abs(term - terms.term), term, one))
    if fitting:
        _, term, one = min(fitting)
        times = amount.value // one.value
        yield (
            f"{what} {format_rupiah(amount)} tidak cocok dengan jangka waktu {terms.term} kali; "
            f"cocok dengan {term} kali ({times} x {format_rupiah(one)})"
        )
