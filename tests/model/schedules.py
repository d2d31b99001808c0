"""Instalment schedules from the terms of a loan, rounded and dated as the community funds do it.

Choices where the sources are silent (all of them are fields of `Terms` or module constants):

* a monthly rate becomes a weekly one by 12/52 and a two-weekly one by 12/26 (`MONTHS_PER_INSTALMENT`);
* titipan runs on what jasa runs on: the loan when flat, the balance otherwise (`deposit_base`);
* with components rounded, the principal of an annuity is the exact payment less the rounded jasa, then rounded
  (a peer's four-month annuity to the cent decides this one);
* with whole instalments rounded, principal and jasa together are the whole, for titipan is collected apart: jasa and
  titipan are kept to the nearest unit and principal takes the difference; with `angsuran_tetap` the last instalment is
  as large as the others, as far as its jasa can take the difference, unless nothing of the principal is left;
* halves round up; principal never exceeds what is left, so very coarse steps end in rows without principal;
* compulsory savings are a share of the row's principal to the nearest unit (`saving_step`);
* a due date on a day off moves to the next day that is not listed; weekends are ordinary days.
"""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache, lru_cache
from math import floor

MONTHS_PER_INSTALMENT = {"bulanan": Fraction(1), "mingguan": Fraction(12, 52), "dua-mingguan": Fraction(12, 26)}
DAYS_PER_INSTALMENT = {"mingguan": 7, "dua-mingguan": 14}


@dataclass(frozen=True)
class Terms:
    """What a loan, or a rescheduling of it, was agreed on."""

    principal: int
    term: int
    rate: Fraction  # jasa, percent a month
    disbursed: date
    deposit_rate: Fraction = Fraction(0)  # titipan, percent a month
    method: str = "flat"  # flat, menurun, anuitas
    frequency: str = "bulanan"  # bulanan, mingguan, dua-mingguan
    grace: int = 0  # first instalments without principal
    first_due: date | None = None
    step: int = 100
    direction: str = "atas"  # atas, bawah, terdekat
    part: str = "komponen"  # komponen, angsuran, angsuran_tetap
    saving_percent: Fraction = Fraction(0)  # compulsory savings, percent of the row's principal
    saving_step: int = 1
    saving_direction: str = "terdekat"
    deposit_base: str = "jasa"  # jasa, principal
    days_off: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Row:
    """One instalment of a schedule."""

    number: int
    due: date
    principal: int
    jasa: int
    deposit: int = 0
    saving: int = 0

    def asked(self, part):
        """What the row asks of one part, named as the program's columns name it."""
        return {"pokok": self.principal, "jasa": self.jasa, "titipan": self.deposit, "tabungan": self.saving}[part]


def round_to(value, step, direction):
    """The value as a multiple of the step: up, down or to the nearest, halves up."""
    ratio = Fraction(value) / step
    if direction == "atas":
        return -floor(-ratio) * step
    if direction == "bawah":
        return floor(ratio) * step
    return floor(ratio + Fraction(1, 2)) * step


def add_months(start, months):
    """The same day some months on, clamped to the end of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def unshifted_due(terms, number):
    """The n-th due date before days off are looked at."""
    start, steps = (terms.disbursed, number) if terms.first_due is None else (terms.first_due, number - 1)
    if terms.frequency == "bulanan":
        return add_months(start, steps)
    return start + timedelta(days=DAYS_PER_INSTALMENT[terms.frequency] * steps)


def due_date(terms, number):
    """The n-th due date, moved past the days off."""
    day = unshifted_due(terms, number)
    while day in terms.days_off:
        day += timedelta(days=1)
    return day


def annuity(principal, rate, term):
    """The exact level payment that repays the principal at a rate per instalment."""
    if rate == 0:
        return Fraction(principal, term)
    growth = (1 + rate) ** term
    return principal * rate * growth / (growth - 1)


@cache
def schedule(terms):
    """The rows of a loan: principal adds up to the loan, the last row takes what is left of it."""
    per = MONTHS_PER_INSTALMENT[terms.frequency] / 100
    rate, deposit_rate = Fraction(terms.rate) * per, Fraction(terms.deposit_rate) * per
    paying = terms.term - terms.grace
    level = annuity(terms.principal, rate, paying) if terms.method == "anuitas" else None
    balance, rows = terms.principal, []
    for number in range(1, terms.term + 1):
        base = terms.principal if terms.method == "flat" else balance
        exact_jasa = base * rate
        exact_deposit = (terms.principal if terms.deposit_base == "principal" else base) * deposit_rate
        flat_principal = Fraction(terms.principal, paying)
        if terms.part == "komponen":
            jasa = round_to(exact_jasa, terms.step, terms.direction)
            deposit = round_to(exact_deposit, terms.step, terms.direction)
            principal = round_to(flat_principal if level is None else level - jasa, terms.step, terms.direction)
        else:
            jasa, deposit = round_to(exact_jasa, 1, "terdekat"), round_to(exact_deposit, 1, "terdekat")
            exact = flat_principal + exact_jasa if level is None else level
            principal = round_to(exact, terms.step, terms.direction) - jasa
        principal_agreed = principal
        principal = 0 if number <= terms.grace else max(0, min(principal, balance))
        if number == terms.term:
            if terms.part == "angsuran_tetap" and rate and balance:
                jasa = max(0, principal_agreed + jasa - balance)
            principal = balance
        saving = round_to(principal * Fraction(terms.saving_percent) / 100, terms.saving_step, terms.saving_direction)
        rows.append(Row(number, due_date(terms, number), principal, jasa, deposit, saving))
        balance -= principal
    return rows


def saved_with(rows, principal, percent):
    """What should have been saved with so much principal laid over the rows, each rounded by itself."""
    saved = 0
    for row in rows:
        covered = min(principal, row.principal)
        principal -= covered
        saved += _share(covered, percent)
    return saved


@lru_cache(maxsize=4096)  # most rows are alike
def _share(covered, percent):
    return round_to(covered * Fraction(percent) / 100, 1, "terdekat")


def spread(amount, count, step, direction):
    """An amount over equal parts rounded to the step, the last one taking the rest, none negative."""
    parts, left = [], amount
    for number in range(1, count + 1):
        part = left if number == count else min(left, round_to(Fraction(amount, count), step, direction))
        parts.append(part)
        left -= part
    return parts


def with_carried(rows, jasa, deposit, terms):
    """The rows with unpaid jasa and titipan of an earlier schedule spread over them."""
    jasa_parts = spread(jasa, len(rows), terms.step, terms.direction)
    deposit_parts = spread(deposit, len(rows), terms.step, terms.direction)
    return [
        replace(row, jasa=row.jasa + more_jasa, deposit=row.deposit + more_deposit)
        for row, more_jasa, more_deposit in zip(rows, jasa_parts, deposit_parts, strict=True)
    ]


def effective_rate(flows):
    """The yearly rate at which dated flows are worth nothing, by halving, as a float; None when there is none."""
    start = min(day for day, _ in flows)

    def worth(rate):
        return sum(amount / (1 + rate) ** ((day - start).days / 365) for day, amount in flows)

    low, high = -0.99, 100.0
    if worth(low) * worth(high) > 0:
        return None
    for _ in range(200):
        middle = (low + high) / 2
        if worth(low) * worth(middle) <= 0:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def loan_rate(principal, disbursed, rows):
    """The effective yearly rate of a loan by its due dates."""
    flows = [(disbursed, -principal), *((row.due, row.principal + row.jasa + row.deposit) for row in rows)]
    return effective_rate(flows)
