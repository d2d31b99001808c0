"""The repayment schedule: what holds for every loan, and the corners by example."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from danabergulir.dates import Frequency, nth_due
from danabergulir.domain.loans.schedule import HIGHEST_EFFECTIVE_PERCENT, build_schedule, effective_annual_percent
from danabergulir.domain.loans.terms import LoanTerms
from danabergulir.domain.policy.choices import Method, RoundedPart
from danabergulir.frozen import replace
from danabergulir.money import NIL, WHOLE_RUPIAH, Direction, Rate, Rounding, Rupiah, total

_UP_TO_100 = Rounding(100, Direction.UP)
_DISBURSED_ON = date(2023, 1, 31)


def _terms(principal=36_000_000, term=12, percent="1.5", **others) -> LoanTerms:
    return LoanTerms(Rupiah(principal), term, Rate.percent(percent), _DISBURSED_ON, _UP_TO_100, **others)


@given(strategies.loan_terms())
def test_principal_sums_to_the_loan_and_no_row_is_negative(terms):
    """Whatever is rounded, the KSM repays exactly what it was lent, in as many rows as agreed."""
    schedule = build_schedule(terms)
    assert [line.number for line in schedule] == list(range(1, terms.term + 1))
    assert total([line.principal for line in schedule]) == terms.principal
    assert all(min(line.principal, line.jasa, line.titipan) >= NIL for line in schedule)


@given(strategies.loan_terms())
def test_due_dates_rise_strictly_and_come_from_the_disbursement(terms):
    """Every date is counted from the day the loan was paid out."""
    schedule = build_schedule(terms)
    assert [line.due_on for line in schedule] == [
        nth_due(terms.disbursed_on, number, terms.frequency) for number in range(1, terms.term + 1)
    ]
    assert all(earlier.due_on < later.due_on for earlier, later in pairwise(schedule))


@given(strategies.loan_terms())
def test_grace_rows_carry_jasa_and_no_principal(terms):
    """During the grace period the balance stays and jasa is that of the whole loan."""
    schedule = build_schedule(terms)
    assert all(line.principal == NIL for line in schedule[: terms.grace])
    same_jasa = schedule[: terms.grace if _last_differs(terms) else terms.grace + 1]
    assert len({(line.jasa, line.titipan) for line in same_jasa}) <= 1


def _last_differs(terms) -> bool:
    """Return whether the last row's jasa takes what rounding left."""
    return terms.rounded_part is RoundedPart.LEVEL and bool(terms.jasa_rate)


@given(strategies.loan_terms())
def test_only_the_last_row_takes_the_remainder(terms):
    """Rounded component by component, every paying row but the last holds the same base until nothing is left."""
    rounding = terms.rounding
    if terms.method is Method.ANNUITY or terms.rounded_part is not RoundedPart.COMPONENT:
        return
    base = rounding.round(Fraction(terms.principal.value, terms.term - terms.grace))
    left = terms.principal
    for line in build_schedule(terms)[terms.grace : -1]:
        assert line.principal == min(base, left)
        left -= line.principal


@given(strategies.loan_terms())
def test_each_component_is_a_multiple_of_the_step(terms):
    """In that mode jasa and titipan of every row, and their pokok while it lasts, are multiples."""
    if terms.rounded_part is not RoundedPart.COMPONENT:
        return
    left = terms.principal
    for line in build_schedule(terms):
        assert line.jasa.value % terms.rounding.step == line.titipan.value % terms.rounding.step == 0
        left -= line.principal
        if left and terms.method is not Method.ANNUITY:
            assert line.principal.value % terms.rounding.step == 0


@given(strategies.loan_terms())
def test_a_rounded_instalment_is_a_multiple_of_the_step(terms):
    """In that mode pokok takes the change: pokok and jasa of a paying row together are a multiple while it lasts."""
    if terms.rounded_part is RoundedPart.COMPONENT:
        return
    left = terms.principal
    for line in build_schedule(terms)[terms.grace : -1]:
        left -= line.principal
        if left and line.principal:
            assert (line.principal + line.jasa).value % terms.rounding.step == 0


@given(strategies.loan_terms())
def test_a_level_schedule_has_one_instalment_to_the_end(terms):
    """Flat and rounded up with jasa to spare, the last row is as large as the first, and pokok is repaid exactly."""
    terms = replace(
        terms,
        method=Method.FLAT,
        grace=0,
        rounded_part=RoundedPart.LEVEL,
        rounding=Rounding(terms.rounding.step, Direction.UP),
    )
    schedule = build_schedule(terms)
    assert total([line.principal for line in schedule]) == terms.principal
    if schedule[-1].principal and all(line.jasa for line in schedule):
        assert len({line.principal + line.jasa for line in schedule}) == 1
    plain = build_schedule(replace(terms, rounded_part=RoundedPart.INSTALMENT))
    assert [line.principal for line in schedule] == [line.principal for line in plain]
    assert schedule[:-1] == plain[:-1]


def test_a_level_schedule_carries_the_change_of_the_last_row_as_jasa():
    """Ten million in twelve rows of 984,000: the last holds 826,000 pokok, and 8,000 more jasa than the others."""
    terms = replace(_terms(10_000_000, rounded_part=RoundedPart.LEVEL), rounding=Rounding(1000, Direction.UP))
    schedule = build_schedule(terms)
    assert {line.amount.value for line in schedule} == {984_000}
    assert [(line.principal.value, line.jasa.value) for line in schedule[-2:]] == [
        (834_000, 150_000),
        (826_000, 158_000),
    ]


def test_a_level_schedule_rounded_down_ends_with_less_jasa():
    """Rounded down to a thousand the twelfth row still is 983,000: pokok comes first, jasa gives way."""
    terms = replace(_terms(10_000_000, rounded_part=RoundedPart.LEVEL), rounding=Rounding(1000, Direction.DOWN))
    schedule = build_schedule(terms)
    assert {line.amount.value for line in schedule} == {983_000}
    assert schedule[-1].jasa == Rupiah(146_000)


def test_rounding_makes_no_jasa_on_a_loan_that_bears_none():
    """Without jasa the last row takes the rest of the pokok, level or not."""
    terms = replace(
        _terms(1_000_000, percent="0", rounded_part=RoundedPart.LEVEL), rounding=Rounding(1000, Direction.UP)
    )
    schedule = build_schedule(terms)
    assert [line.amount.value for line in schedule] == [84_000] * 11 + [76_000]
    assert not any(line.jasa for line in schedule)


@given(strategies.loan_terms())
def test_jasa_is_flat_or_falls_with_the_balance(terms):
    """Flat jasa stays to the end; on a balance it never rises."""
    schedule = build_schedule(terms)
    jasa = [line.jasa for line in (schedule[:-1] if _last_differs(terms) else schedule)]
    if terms.method is Method.FLAT:
        assert len(set(jasa)) <= 1
    assert jasa == sorted(jasa, reverse=True)


def test_a_real_loan_is_rounded_up_to_a_hundred_and_the_last_takes_the_rest():
    """Forty million in twelve months: 3,333,400 and at the end 3,332,600, jasa and titipan apart."""
    schedule = build_schedule(
        LoanTerms(
            Rupiah(40_000_000), 12, Rate.percent("1.45"), _DISBURSED_ON, _UP_TO_100, titipan_rate=Rate.percent("0.05")
        )
    )
    assert [line.principal.value for line in schedule] == [3_333_400] * 11 + [3_332_600]
    assert {(line.jasa.value, line.titipan.value) for line in schedule} == {(580_000, 20_000)}
    assert schedule[0].amount == Rupiah(3_933_400)


def test_a_step_too_big_for_the_loan_ends_in_empty_rows():
    """A thousand rupiah in twelve rows of a hundred is repaid after ten; nothing is overpaid."""
    schedule = build_schedule(_terms(1_000, 12, "0"))
    assert [line.principal.value for line in schedule] == [100] * 10 + [0, 0]


def test_rounding_down_leaves_the_rest_to_the_last_row():
    """Three rows of a hundred thousand and one: the last is bigger."""
    terms = LoanTerms(Rupiah(100_001), 3, Rate.percent(0), _DISBURSED_ON, Rounding(1000, Direction.DOWN))
    assert [line.principal.value for line in build_schedule(terms)] == [33_000, 33_000, 34_001]


def test_declining_jasa_follows_the_balance():
    """Equal principal; jasa of 1.5 percent on what is left."""
    schedule = build_schedule(_terms(3_000_000, 3, method=Method.DECLINING))
    assert [(line.principal.value, line.jasa.value) for line in schedule] == [
        (1_000_000, 45_000),
        (1_000_000, 30_000),
        (1_000_000, 15_000),
    ]


def test_an_annuity_has_level_instalments_but_the_last():
    """Pokok rises as jasa falls."""
    schedule = build_schedule(_terms(3_000_000, 3, method=Method.ANNUITY))
    assert len({line.amount for line in schedule[:-1]}) == 1
    assert schedule[0].principal < schedule[1].principal


def test_an_annuity_without_jasa_is_a_plain_division():
    """No rate, no power to divide by."""
    schedule = build_schedule(_terms(3_000_000, 3, "0", method=Method.ANNUITY))
    assert [line.principal.value for line in schedule] == [1_000_000] * 3


@pytest.mark.parametrize(
    ("frequency", "jasa"), [(Frequency.MONTHLY, 156_000), (Frequency.WEEKLY, 36_000), (Frequency.FORTNIGHTLY, 72_000)]
)
def test_a_monthly_rate_is_spread_over_the_year(frequency, jasa):
    """Twelve months' jasa fall on 52 weeks or 26 fortnights."""
    schedule = build_schedule(_terms(15_600_000, 10, "1", frequency=frequency))
    assert {line.jasa.value for line in schedule} == {jasa}


def test_the_agreed_first_due_date_moves_the_anchor():
    """From an agreed 5 March the others fall on the 5th; a first date one month on keeps the day of disbursement."""
    moved = build_schedule(_terms(first_due_on=date(2023, 3, 5)))
    assert [line.due_on for line in moved[:2]] == [date(2023, 3, 5), date(2023, 4, 5)]
    same = build_schedule(_terms(first_due_on=date(2023, 2, 28)))
    assert [line.due_on for line in same[:2]] == [date(2023, 2, 28), date(2023, 3, 31)]


@pytest.mark.parametrize("wrong", [{"term": 0}, {"grace": 12}, {"grace": -1}, {"principal": 0}])
def test_impossible_terms_are_a_mistake_of_the_caller(wrong):
    """There is a loan, an instalment, and one that repays."""
    with pytest.raises(AssertionError):
        build_schedule(_terms(**wrong))


def test_a_loan_without_jasa_costs_nothing():
    """Its effective rate is nought."""
    terms = _terms(percent="0")
    assert effective_annual_percent(terms.principal, terms.disbursed_on, build_schedule(terms)) == 0


def test_a_loan_of_a_rupiah_rounded_up_to_hundreds_has_no_rate():
    """Six times Rp100 of jasa for one rupiah: the search ends, and says that no rate exists."""
    terms = LoanTerms(Rupiah(1), 6, Rate.percent("1.5"), _DISBURSED_ON, Rounding(100, Direction.UP))
    schedule = build_schedule(terms)

    assert (sum(line.principal.value for line in schedule), sum(line.jasa.value for line in schedule)) == (1, 600)
    assert effective_annual_percent(terms.principal, terms.disbursed_on, schedule) is None


@given(st.integers(1, 10**6), st.integers(1, 60), st.sampled_from([1, 100, 10_000]))
def test_the_search_for_a_rate_always_ends(principal, term, step):
    """A rate is found between nought and the highest one, or none is: small loans, long terms and coarse steps too."""
    terms = LoanTerms(Rupiah(principal), term, Rate.percent("1.5"), _DISBURSED_ON, Rounding(step, Direction.UP))
    percent = effective_annual_percent(terms.principal, terms.disbursed_on, build_schedule(terms))
    assert percent is None or 0 <= percent <= HIGHEST_EFFECTIVE_PERCENT


def test_a_flat_loan_costs_more_than_its_rate_says():
    """Eighteen percent flat a year is more than double that on the money in hand, at two decimals."""
    terms = _terms()
    percent = effective_annual_percent(terms.principal, terms.disbursed_on, build_schedule(terms))
    assert 36 < percent < 38
    assert (percent * 100).denominator == 1


def test_titipan_counts_as_a_cost_of_the_loan():
    """1.45 and 0.05 percent cost the KSM what 1.5 percent does."""
    plain = LoanTerms(Rupiah(36_000_000), 12, Rate.percent("1.5"), _DISBURSED_ON, WHOLE_RUPIAH)
    shared = LoanTerms(
        Rupiah(36_000_000), 12, Rate.percent("1.45"), _DISBURSED_ON, WHOLE_RUPIAH, titipan_rate=Rate.percent("0.05")
    )
    percents = {effective_annual_percent(t.principal, t.disbursed_on, build_schedule(t)) for t in (plain, shared)}
    assert len(percents) == 1
