"""Working out a loan before anybody asks for it. Nothing here knows the ledger, so a simulation starts at once."""

from datetime import date
from fractions import Fraction
from typing import Final

from danabergulir.dates import Frequency, format_form
from danabergulir.domain.loans.plausibility import JASA_HINT, TITIPAN_HINT, jasa_doubt, titipan_doubt
from danabergulir.domain.loans.saving_plan import agreed_savings
from danabergulir.domain.loans.schedule import Simulation, build_schedule, effective_annual_percent, on_working_days
from danabergulir.domain.loans.terms import LoanTerms
from danabergulir.domain.policy.calendar import calendar_of
from danabergulir.domain.policy.choices import Method, RoundedPart
from danabergulir.domain.policy.rules import Policy
from danabergulir.errors import UsageError
from danabergulir.frozen import Struct
from danabergulir.money import Direction, Rate, Rounding, Rupiah

LONGEST_TERM: Final = 600
"""Instalments; more is a slip of the pen (eleven years of weeks)."""


class Wish(Struct, frozen=True):
    """A loan as asked for: what is None follows the policy. Rates in percent per month."""

    principal: Rupiah
    term: int
    jasa_percent: Fraction | None = None
    titipan_percent: Fraction | None = None
    method: Method | None = None
    frequency: Frequency | None = None
    grace: int = 0
    step: int | None = None
    direction: Direction | None = None
    rounded_part: RoundedPart | None = None
    first_due_on: date | None = None


def refuse_doubtful_rates(jasa: Fraction | None, titipan: Fraction | None) -> None:
    """Raise ``UsageError`` for jasa or titipan in percent per month that nobody asks."""
    for percent, doubt_of, hint in ((jasa, jasa_doubt, JASA_HINT), (titipan, titipan_doubt, TITIPAN_HINT)):
        doubt = None if percent is None else doubt_of(percent)
        if doubt:
            raise UsageError(doubt, hint)


def check_length(term: int, grace: int) -> None:
    """Raise ``UsageError`` for a number of instalments, or of those without pokok, that makes no schedule."""
    if not 1 <= term <= LONGEST_TERM:
        raise UsageError(f"jangka waktu {term} kali tidak mungkin", f"Isi --tenor 1 sampai {LONGEST_TERM}.")
    if not 0 <= grace < term:
        raise UsageError(f"tenggang {grace} kali dari {term} angsuran tidak mungkin", "Kurangi --tenggang.")


def terms_of(wish: Wish, disbursed_on: date, policy: Policy) -> LoanTerms:
    """Return the terms of a wish under a policy. Raises ``UsageError`` for terms that make no schedule."""
    check_length(wish.term, wish.grace)
    if wish.step is not None and wish.step < 1:
        raise UsageError(f"kelipatan {wish.step} tidak mungkin", "Isi --kelipatan 1 atau lebih, misalnya 100.")
    if wish.first_due_on is not None and wish.first_due_on <= disbursed_on:
        raise UsageError(
            f"angsuran pertama {format_form(wish.first_due_on)} tidak sesudah pencairan {format_form(disbursed_on)}",
            "Periksa kedua tanggalnya.",
        )
    rules, rounding = policy.lending, policy.rounding
    refuse_doubtful_rates(
        rules.jasa_percent if wish.jasa_percent is None else wish.jasa_percent,
        rules.titipan_percent if wish.titipan_percent is None else wish.titipan_percent,
    )
    return LoanTerms(
        principal=wish.principal,
        term=wish.term,
        jasa_rate=rules.jasa_rate if wish.jasa_percent is None else Rate.percent(wish.jasa_percent),
        disbursed_on=disbursed_on,
        rounding=Rounding(wish.step or rounding.step, wish.direction or rounding.direction),
        titipan_rate=rules.titipan_rate if wish.titipan_percent is None else Rate.percent(wish.titipan_percent),
        method=wish.method or rules.method,
        frequency=wish.frequency or rules.frequency,
        rounded_part=wish.rounded_part or rounding.part,
        grace=wish.grace,
        first_due_on=wish.first_due_on,
    )


def simulate(wish: Wish, disbursed_on: date, policy: Policy) -> Simulation:
    """Return the schedule of a wish and what it costs a year. Needs no ledger."""
    terms = terms_of(wish, disbursed_on, policy)
    days_off = calendar_of([(disbursed_on, policy.calendar)])
    schedule = on_working_days(build_schedule(terms), days_off, disbursed_on)
    return Simulation(
        terms,
        schedule,
        effective_annual_percent(terms.principal, disbursed_on, schedule),
        agreed_savings(schedule, policy.savings),
    )
