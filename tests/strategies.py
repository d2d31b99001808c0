"""What hypothesis draws: terms and schedules, receipts, rules, whole policies and vouchers.

Ranges are those of the field with room to spare: loans of one rupiah up to a billion, one instalment up to two years
of weeks.
"""

import string
from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from danabergulir.dates import Frequency
from danabergulir.domain.journal import Component, Event, Posting, Split, Transfer, VoucherKind
from danabergulir.domain.loans.schedule import Instalment, build_schedule
from danabergulir.domain.loans.terms import LoanTerms, Paid
from danabergulir.domain.policy.calendar import CalendarRules
from danabergulir.domain.policy.choices import Block, Method, MissedComponent, MissedRule, RoundedPart, Shift, Weekday
from danabergulir.domain.policy.ladder import LadderRules, SanctionLevel
from danabergulir.domain.policy.lateness import ArrearsRules, CollectabilityClass, RiskRules
from danabergulir.domain.policy.lending import (
    LENDING_RULES,
    RECEIPT_ORDER,
    AllocationRules,
    LendingRules,
    RoundingRules,
)
from danabergulir.domain.policy.rules import BackupRules, PerformanceRules, Policy
from danabergulir.domain.policy.telling import NoticeBoardRules, ReminderRules
from danabergulir.domain.policy.values import Band
from danabergulir.frozen import replace
from danabergulir.money import Direction, Rate, Rounding, Rupiah

days = st.dates(date(2015, 1, 1), date(2035, 12, 31))
amounts = st.integers(1, 10**10).map(Rupiah)
roundings = st.builds(Rounding, st.sampled_from([1, 5, 50, 100, 500, 1000, 2500]), st.sampled_from(Direction))
exact_amounts = st.one_of(
    st.integers(-(10**12), 10**12).map(Fraction), st.fractions(-(10**12), 10**12, max_denominator=10**6)
)


def percents(highest: int, lowest: int = 0) -> st.SearchStrategy[Fraction]:
    """Draw a percentage with at most six decimals, as a policy can hold it."""
    return st.integers(lowest * 10**6, highest * 10**6).map(lambda millionths: Fraction(millionths, 10**6))


_rates = st.integers(0, 500).map(lambda hundredths: Rate.percent(Fraction(hundredths, 100)))


@st.composite
def loan_terms(draw) -> LoanTerms:
    """Draw the terms of any loan the program can build: every method, frequency, grace and rounding."""
    term = draw(st.integers(1, 104))
    return LoanTerms(
        principal=Rupiah(draw(st.one_of(st.integers(1, 5000), st.integers(5000, 10**9)))),
        term=term,
        jasa_rate=draw(_rates),
        disbursed_on=draw(days),
        rounding=draw(roundings),
        titipan_rate=draw(_rates),
        method=draw(st.sampled_from(Method)),
        frequency=draw(st.sampled_from(Frequency)),
        rounded_part=draw(st.sampled_from(RoundedPart)),
        grace=draw(st.integers(0, term - 1)),
    )


@st.composite
def schedules_partly_paid(draw) -> tuple[tuple[Instalment, ...], Paid]:
    """Draw a schedule of at most 24 rows and what has been paid on it, each component by itself."""
    terms = draw(loan_terms())
    term = min(terms.term, 24)
    schedule = build_schedule(replace(terms, term=term, grace=min(terms.grace, term - 1)))

    def part(whole: int) -> Rupiah:
        return Rupiah(draw(st.one_of(st.just(0), st.just(whole), st.integers(0, whole))))

    return schedule, Paid(
        part(sum(line.principal.value for line in schedule)),
        part(sum(line.jasa.value for line in schedule)),
        part(sum(line.titipan.value for line in schedule)),
    )


receipt_orders = st.permutations(RECEIPT_ORDER).map(tuple)
jasa_first_orders = receipt_orders.filter(lambda order: order.index(Component.JASA) < order.index(Component.PRINCIPAL))
arrears_rules = st.builds(ArrearsRules, st.sampled_from(MissedRule), st.sampled_from(MissedComponent))

texts = (
    st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"]), min_size=1, max_size=30)
    .map(str.strip)
    .filter(lambda text: text.isprintable() and text != "")
)
_lists_of_texts = st.lists(texts, max_size=3).map(tuple)


def _band(*, low_is_good: bool) -> st.SearchStrategy[Band]:
    limits = st.tuples(percents(1000, -1000), percents(1000, -1000)).map(sorted)
    return limits.map(lambda pair: Band(*pair) if low_is_good else Band(*reversed(pair)))


@st.composite
def _lending_rules(draw) -> LendingRules:
    shortest, longest = sorted(draw(st.tuples(st.integers(1, 120), st.integers(1, 120))))
    return LendingRules(
        draw(percents(100)),
        draw(percents(100)),
        draw(st.sampled_from(Method)),
        draw(st.sampled_from(Frequency)),
        shortest,
        longest,
        draw(st.integers(0, 100)),
        draw(percents(100)),
        draw(percents(100)),
        tuple(sorted(draw(st.lists(amounts, max_size=4)))),
        draw(st.integers(0, 24)),
        tuple(draw(st.lists(st.sampled_from(LENDING_RULES), unique=True))),
    )


@st.composite
def _classes(draw) -> tuple[CollectabilityClass, ...]:
    limits = [0, *sorted(draw(st.sets(st.integers(1, 1000), max_size=5)))]
    return tuple(
        CollectabilityClass(number, draw(texts), limit, draw(percents(100)))
        for number, limit in enumerate(limits, start=1)
    )


@st.composite
def _ladders(draw) -> tuple[SanctionLevel, ...]:
    rungs = sorted(draw(st.lists(st.integers(1, 1000), min_size=1, max_size=5)))
    return tuple(
        SanctionLevel(
            number,
            draw(texts),
            missed_from,
            draw(st.integers(0, 10_000)),
            draw(st.integers(0, 10_000)),
            draw(st.integers(1, 365)),
            draw(st.sampled_from(Block)),
            draw(percents(100)),
            draw(_lists_of_texts),
        )
        for number, missed_from in enumerate(rungs, start=1)
    )


calendars = st.builds(
    CalendarRules,
    st.sets(st.dates(date(2015, 1, 1), date(2030, 12, 31)), max_size=8).map(lambda days: tuple(sorted(days))),
    st.sets(st.sampled_from(Weekday), max_size=3).map(lambda days: tuple(sorted(days))),
    st.sampled_from(Shift),
)
policies = st.builds(
    Policy,
    lending=_lending_rules(),
    rounding=st.builds(
        RoundingRules, st.integers(1, 1_000_000), st.sampled_from(Direction), st.sampled_from(RoundedPart)
    ),
    allocation=st.builds(AllocationRules, receipt_orders),
    arrears=arrears_rules,
    calendar=calendars,
    risk=st.builds(RiskRules, st.integers(1, 100)),
    classes=_classes(),
    performance=st.builds(
        PerformanceRules,
        _lists_of_texts,
        _band(low_is_good=True),
        _band(low_is_good=True),
        _band(low_is_good=False),
        _band(low_is_good=False),
        _band(low_is_good=False),
    ),
    backup=st.builds(BackupRules, st.integers(1, 1000), st.integers(0, 365)),
    reminding=st.builds(
        ReminderRules,
        st.integers(0, 365),
        st.lists(st.sampled_from(Weekday), min_size=1, unique=True).map(tuple),
        st.booleans(),
        st.tuples(st.integers(0, 11), st.integers(12, 24)),
        st.just("") | texts,
    ),
    board=st.builds(NoticeBoardRules, st.booleans(), texts),
    climbing=st.builds(LadderRules, st.booleans()),
    ladder=_ladders(),
)

_codes = st.text(string.digits, min_size=5, max_size=5)
_perhaps_a_word = st.none() | texts


@st.composite
def transfers(draw) -> Transfer:
    """Draw a transfer between two different accounts."""
    debit, credit = draw(st.lists(_codes, min_size=2, max_size=2, unique=True))
    component = draw(st.none() | st.sampled_from(Component))
    return Transfer(debit, credit, draw(amounts), component, draw(_perhaps_a_word), draw(_perhaps_a_word))


postings = st.builds(
    Posting,
    kind=st.sampled_from(VoucherKind),
    event=st.sampled_from(Event),
    dated_on=days,
    memo=texts,
    transfers=st.lists(transfers(), min_size=1, max_size=3).map(tuple),
    party=texts,
    loan=_perhaps_a_word,
    external_ref=_perhaps_a_word,
    reverses=_perhaps_a_word,
    corrects=_perhaps_a_word,
    split=st.none() | st.sampled_from(Split),
)
