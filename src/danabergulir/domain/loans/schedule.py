"""The repayment schedule: the contract between the UPK and the KSM."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal, localcontext
from enum import StrEnum
from fractions import Fraction

from danabergulir.domain.loans.terms import LoanTerms, Paid
from danabergulir.domain.policy.calendar import NO_DAYS_OFF, Calendar
from danabergulir.domain.policy.choices import Method, RoundedPart
from danabergulir.frozen import Struct, replace
from danabergulir.money import NIL, WHOLE_RUPIAH, Rate, Rupiah, total

DAYS_IN_YEAR = 365
"""Day base of the effective annual rate, as spreadsheets count it (XIRR)."""
_DOUBLINGS = 14
_HALVINGS = 50
"""How often the effective annual rate is tried: each doubling widens the search, each halving narrows it."""
HIGHEST_EFFECTIVE_PERCENT = 100 * 2**_DOUBLINGS


class Instalment(Struct, frozen=True):
    """One line of a schedule: pokok, jasa and titipan due on a day, in rupiah.

    ``shifted_from`` is the day that was agreed where that is a day off; ``due_on`` is then the next working day.
    """

    number: int
    due_on: date
    principal: Rupiah
    jasa: Rupiah
    titipan: Rupiah = NIL
    shifted_from: date | None = None

    @property
    def agreed_on(self) -> date:
        """Return the due date of the contract."""
        return self.shifted_from or self.due_on

    @property
    def amount(self) -> Rupiah:
        """Return pokok, jasa and titipan together."""
        return Rupiah(self.principal.value + self.jasa.value + self.titipan.value)


class AgreementKind(StrEnum):
    """Why a version of a schedule was made."""

    CONTRACT = "akad"
    RESCHEDULED = "jadwal ulang"
    RESCHEDULED_WITHOUT = "jadwal ulang, tunggakan jasa dihapus"
    SETTLED = "pelunasan"
    WRITTEN_OFF = "hapus buku"
    RESTORED = "pembatalan"

    @property
    def puts_off(self) -> bool:
        """Return whether what was agreed before was put off, with its overdue jasa or without."""
        return self in {AgreementKind.RESCHEDULED, AgreementKind.RESCHEDULED_WITHOUT}


class Agreement(Struct, frozen=True):
    """A version of a loan's schedule, in force from ``starts_on``.

    ``missed_before`` is the missed count by the former schedule on that same day, so that a new schedule does not wash
    a bad loan clean; what falls due on it counts, as in the lists of the day. ``rescheduled`` says whether it or a
    version before it put off what was agreed.
    """

    version: int
    starts_on: date
    kind: AgreementKind
    lines: tuple[Instalment, ...]
    decision: str = ""
    missed_before: int = 0
    rescheduled: bool = False


class Simulation(Struct, frozen=True):
    """A loan worked out and not recorded; ``effective_percent`` is the annual effective rate, None without one.

    ``savings`` are the compulsory savings that each instalment asks for beside it; empty where no board asks any.
    """

    terms: LoanTerms
    schedule: tuple[Instalment, ...]
    effective_percent: Fraction | None
    savings: tuple[Rupiah, ...] = ()


def still_agreed(versions: Sequence[Agreement]) -> Agreement:
    """Return the newest version that says what holds; an end taken back on its own day has never been."""
    standing: list[Agreement] = []
    for version in versions:
        ended = standing and standing[-1].kind in {AgreementKind.SETTLED, AgreementKind.WRITTEN_OFF}
        if version.kind is AgreementKind.RESTORED and ended and standing[-1].starts_on == version.starts_on:
            standing.pop()
        else:
            standing.append(version)
    return standing[-1]


def without_ends_taken_back(versions: Sequence[Agreement]) -> tuple[Agreement, ...]:
    """Return the versions as if each end of the loan that was taken back, on whatever day, had never been."""
    standing: list[Agreement] = []
    for version in versions:
        if version.kind is AgreementKind.RESTORED:
            standing.pop()
        else:
            standing.append(version)
    return tuple(standing)


def counting_change(versions: Sequence[Agreement]) -> Agreement | None:
    """Return the newest change of a contract that counted what had been paid; None where none is in force."""
    standing = without_ends_taken_back(versions)
    return standing[-1] if len(standing) > 1 else None


def build_schedule(terms: LoanTerms) -> tuple[Instalment, ...]:
    """Return the schedule of ``terms``.

    Each component is rounded by the terms' rounding and the last instalment takes the rest of the principal (the
    rule of a real urban UPK: up to Rp100). No row is ever negative and the principal sums to the loan exactly. A
    rate per month is spread over weeks as 12/52 and over fortnights as 12/26.

    With ``RoundedPart.LEVEL`` the last instalment is as large as the others: its jasa takes the remainder, as far as it
    goes. A loan that bears no jasa gets none by rounding.
    """
    assert terms.term > terms.grace >= 0, terms
    assert terms.principal > NIL, terms
    lines: list[Instalment] = []
    balance = terms.principal
    for number, (principal, jasa, titipan) in enumerate(_agreed_parts(terms), start=1):
        owed = min(max(principal, NIL), balance) if number < terms.term else balance
        lines.append(Instalment(number, terms.due_on(number), owed, jasa, titipan))
        balance -= owed
    assert total([line.principal for line in lines]) == terms.principal, terms
    return tuple(lines)


def on_working_days(lines: Sequence[Instalment], calendar: Calendar, known_on: date) -> tuple[Instalment, ...]:
    """Return agreed lines with each due date on a working day, as far as days off were known on ``known_on``.

    Each moves from the day agreed, never from the one before it. The line for what was paid before stays.
    """
    if calendar is NO_DAYS_OFF:
        return tuple(lines)
    return tuple(_on_working_day(line, calendar, known_on) if line.number else line for line in lines)


def _on_working_day(line: Instalment, calendar: Calendar, known_on: date) -> Instalment:
    agreed_on = line.agreed_on
    day = calendar.working_day(agreed_on, known_on)
    return replace(line, due_on=day, shifted_from=agreed_on if day != agreed_on else None)


def _agreed_parts(terms: LoanTerms) -> Iterator[tuple[Rupiah, Rupiah, Rupiah]]:
    """Yield pokok, jasa and titipan of each instalment before the last takes the remainder."""
    jasa_rate, titipan_rate = _per_period(terms.jasa_rate, terms), _per_period(terms.titipan_rate, terms)
    paying = terms.term - terms.grace
    part_rounding = terms.rounding if terms.rounded_part is RoundedPart.COMPONENT else WHOLE_RUPIAH
    equal_principal = Fraction(terms.principal.value, paying)
    level = _annuity(terms.principal, jasa_rate, paying) if terms.method is Method.ANNUITY else equal_principal
    levelled = terms.rounded_part is RoundedPart.LEVEL and bool(terms.jasa_rate)
    balance = terms.principal
    for number in range(1, terms.term + 1):
        base = terms.principal if terms.method is Method.FLAT else balance
        exact_jasa = base.value * jasa_rate
        jasa = part_rounding.round(exact_jasa)
        titipan = part_rounding.round(base.value * titipan_rate)
        if number <= terms.grace:
            principal = NIL
        elif terms.method is Method.ANNUITY:
            principal = terms.rounding.round(level) - jasa
        elif terms.rounded_part is not RoundedPart.COMPONENT:
            principal = terms.rounding.round(equal_principal + exact_jasa) - jasa
        else:
            principal = terms.rounding.round(equal_principal)
        if levelled and number == terms.term and balance:
            jasa = max(jasa + principal - balance, NIL)
        principal = min(max(principal, NIL), balance)
        yield principal, jasa, titipan
        balance -= principal


def _per_period(rate: Rate, terms: LoanTerms) -> Fraction:
    return rate.per_month * 12 / terms.frequency.per_year


def _annuity(principal: Rupiah, rate: Fraction, periods: int) -> Fraction:
    """Return the level instalment that repays ``principal`` at ``rate`` per period, exact."""
    if rate == 0:
        return Fraction(principal.value, periods)
    return principal.value * rate / (1 - (1 + rate) ** -periods)


def unpaid_of(parts: Iterable[Rupiah], paid: Rupiah) -> list[Rupiah]:
    """Return what is left of each part, what was paid laid over the first ones first: the only place that does so."""
    left, unpaid, coming = max(paid.value, 0), [], iter(parts)
    for part in coming:
        if part.value > left:
            unpaid.append(Rupiah(part.value - left))
            break
        unpaid.append(NIL)
        left -= part.value
    return [*unpaid, *coming]


def still_owed(schedule: Sequence[Instalment], paid: Paid) -> tuple[Instalment, ...]:
    """Return the schedule with what is left of each line, payments laid over the oldest first within a component."""
    return tuple(
        Instalment(line.number, line.due_on, principal, jasa, titipan, line.shifted_from)
        for line, (principal, jasa, titipan) in zip(schedule, unpaid_parts(schedule, paid), strict=True)
    )


def unpaid_parts(schedule: Sequence[Instalment], paid: Paid) -> Iterator[tuple[Rupiah, Rupiah, Rupiah]]:
    """Return what is left of pokok, jasa and titipan of each line, payments laid over the oldest first in each."""
    return zip(
        unpaid_of((line.principal for line in schedule), paid.principal),
        unpaid_of((line.jasa for line in schedule), paid.jasa),
        unpaid_of((line.titipan for line in schedule), paid.titipan),
        strict=True,
    )


def effective_annual_percent(principal: Rupiah, disbursed_on: date, schedule: Sequence[Instalment]) -> Fraction | None:
    """Return the annual effective rate of the cash flows, in percent to two decimals.

    By dates on a 365-day year, as the spreadsheet function XIRR: the rate at which the instalments are worth the loan
    on the day it was paid out. Found by halving, so it is the same on every machine. None above
    ``HIGHEST_EFFECTIVE_PERCENT``, where instalments rounded up are many times the loan and no rate says anything.
    """
    assert schedule[-1].due_on > disbursed_on, "a loan is repaid after the day it is paid out"
    flows = [((line.due_on - disbursed_on).days, Decimal(line.amount.value)) for line in schedule]
    paid_out = Decimal(principal.value)
    with localcontext() as context:
        context.prec = 28

        def worth(rate: Decimal) -> Decimal:
            daily = (-(1 + rate).ln() / DAYS_IN_YEAR).exp()
            return sum((amount * daily**days for days, amount in flows), Decimal(0))

        low, high = Decimal(0), Decimal(1)
        for _ in range(_DOUBLINGS):
            if worth(high) <= paid_out:
                break
            high *= 2
        if worth(high) > paid_out:
            return None
        for _ in range(_HALVINGS):
            if high - low <= Decimal("0.0000001"):
                break
            middle = (low + high) / 2
            low, high = (middle, high) if worth(middle) > paid_out else (low, middle)
        return Fraction((high * 100).quantize(Decimal("0.01")))
