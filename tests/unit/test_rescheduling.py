"""A new schedule over what is left: nothing is lost, nothing is washed clean."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import strategies
from danabergulir.domain.loans.arrears import position
from danabergulir.domain.loans.indicators import exposure_of
from danabergulir.domain.loans.rescheduling import OverdueJasa, missed_before_counts, rescheduled
from danabergulir.domain.loans.schedule import still_owed
from danabergulir.domain.loans.terms import LoanTerms, Paid
from danabergulir.domain.policy.choices import MissedRule
from danabergulir.domain.policy.lateness import ArrearsRules
from danabergulir.frozen import replace
from danabergulir.money import NIL, NO_RATE, Direction, Rate, Rounding, Rupiah, total
from reports.small_books import loan_book

_AGREED_ON = date(2023, 6, 20)
_TERMS = LoanTerms(Rupiah(10_000_000), 5, Rate.percent("1.5"), _AGREED_ON, Rounding(100, Direction.UP))
_PAID = Paid(Rupiah(2_000_000), Rupiah(360_000), Rupiah(0))
_RULES = ArrearsRules()


def _lines(choice: OverdueJasa) -> list[tuple[int, int, int]]:
    lines = rescheduled(_TERMS, _PAID, Rupiah(540_000), NIL, choice)
    return [(line.number, line.principal.value, line.jasa.value) for line in lines]


@pytest.mark.parametrize(
    ("choice", "first_jasa", "jasa"),
    [
        (OverdueJasa.SPREAD, 360_000, 258_000),
        (OverdueJasa.APART, 900_000, 150_000),
        (OverdueJasa.WAIVED, 360_000, 150_000),
    ],
)
def test_overdue_jasa_is_spread_kept_apart_or_waived(choice, first_jasa, jasa):
    """540,000 of overdue jasa over five rows of 150,000: 108,000 more in each, owed at once, or let go."""
    expected = [(0, 2_000_000, first_jasa), *((number, 2_000_000, jasa) for number in range(1, 6))]
    assert _lines(choice) == expected


def test_overdue_jasa_is_spread_in_shares_rounded_as_the_instalments_are():
    """310,000 over twelve rows of a loan rounded up to 100: eleven shares of 25,900, and 25,100 at the end.

    A loan of 12,000,000 in twelve from 5 January 2025, 590,000 paid on 20 May, a new schedule of twelve on 10 June.
    """
    terms = LoanTerms(Rupiah(12_000_000), 12, Rate.percent("1.5"), date(2025, 6, 10), Rounding(100, Direction.UP))
    lines = rescheduled(terms, Paid(jasa=Rupiah(590_000)), Rupiah(310_000), NIL, OverdueJasa.SPREAD)
    assert [line.amount.value for line in lines[1:]] == [*[1_205_900] * 11, 1_205_100]


def test_a_share_is_never_below_nil():
    """300 in steps of 100 over five rows is spent after three."""
    lines = rescheduled(_TERMS, _PAID, Rupiah(300), NIL, OverdueJasa.SPREAD)
    assert [line.jasa.value - 150_000 for line in lines[1:]] == [100, 100, 100, 0, 0]


def test_jasa_kept_apart_is_overdue_from_the_day_of_the_new_schedule():
    """It stays arrears until it is paid, and the loan is not late in pokok for it."""
    lines = rescheduled(_TERMS, _PAID, Rupiah(540_000), NIL, OverdueJasa.APART)
    stand = position(lines, _PAID, _AGREED_ON, _RULES)
    assert (stand.arrears_principal, stand.arrears_jasa, stand.missed_count) == (NIL, Rupiah(540_000), 0)


def test_one_instalment_of_a_new_schedule_is_not_all_that_was_paid_before():
    """Counted by worth, 4,000,000 behind is two instalments of 2,000,000, whatever the line of the past holds."""
    much = replace(_PAID, principal=Rupiah(30_000_000))
    lines = rescheduled(_TERMS, much, NIL, NIL, OverdueJasa.WAIVED)
    stand = position(lines, much, date(2023, 8, 20), ArrearsRules(MissedRule.WORTH))
    assert stand.missed_count == 2


@given(
    strategies.schedules_partly_paid(),
    strategies.loan_terms(),
    st.sampled_from(OverdueJasa),
)
def test_nothing_is_lost_by_a_new_schedule(case, terms, choice):
    """Pokok adds up to the loan; jasa and titipan to what was paid, what is new and the overdue part that stays."""
    schedule, paid = case
    left = total([line.principal for line in schedule]) - paid.principal
    assume(left > NIL)
    owed = still_owed(schedule, paid)
    jasa, titipan = total([line.jasa for line in owed]), total([line.titipan for line in owed])
    anew = replace(terms, principal=left)
    lines = rescheduled(anew, paid, jasa, titipan, choice)
    fresh = rescheduled(anew, Paid(), NIL, NIL, OverdueJasa.WAIVED)
    kept = choice is not OverdueJasa.WAIVED
    assert total([line.principal for line in lines]) == paid.principal + left
    assert total([line.jasa for line in lines]) == paid.jasa + total([line.jasa for line in fresh]) + (
        jasa if kept else NIL
    )
    assert total([line.titipan for line in lines]) == paid.titipan + total([line.titipan for line in fresh]) + (
        titipan if kept else NIL
    )
    assert [line.number for line in lines] == list(range(terms.term + 1))


@pytest.mark.parametrize(("rows_paid", "expected"), [(0, True), (2, True), (3, False), (5, False)])
def test_the_past_counts_until_three_new_instalments_are_paid(rows_paid, expected):
    """The line of the past, paid by nature, proves nothing."""
    lines = rescheduled(_TERMS, _PAID, NIL, NIL, OverdueJasa.WAIVED)
    paid = _PAID + Paid(Rupiah(2_000_000 * rows_paid), Rupiah(150_000 * rows_paid))
    assert missed_before_counts(lines, paid, 3) is expected


def test_pokok_without_its_jasa_proves_nothing():
    """An instalment is paid when all of it is."""
    lines = rescheduled(_TERMS, _PAID, NIL, NIL, OverdueJasa.WAIVED)
    assert missed_before_counts(lines, _PAID + Paid(Rupiah(6_000_000)), 3)


def test_instalments_that_ask_for_nothing_prove_nothing():
    """Three months of grace without jasa are no three instalments paid."""
    terms = replace(_TERMS, grace=3, jasa_rate=NO_RATE, titipan_rate=NO_RATE)
    lines = rescheduled(terms, _PAID, NIL, NIL, OverdueJasa.WAIVED)
    assert [line.amount for line in lines[1:4]] == [NIL] * 3
    assert missed_before_counts(lines, _PAID, 3)
    whole = Paid(total([line.principal for line in lines]), _PAID.jasa)
    assert not missed_before_counts(lines, whole, 3)


def test_a_policy_may_forget_the_past_at_once():
    """With nought instalments to prove itself, the new schedule counts alone."""
    assert not missed_before_counts(rescheduled(_TERMS, _PAID, NIL, NIL, OverdueJasa.WAIVED), _PAID, 0)


@pytest.mark.parametrize(("rows_paid", "expected"), [(0, "Diragukan"), (3, "Lancar")])
def test_a_rescheduled_loan_keeps_its_class_until_it_has_proved_itself(rows_paid, expected):
    """Six missed before: doubtful, though nothing of the new schedule is late."""
    lines = rescheduled(_TERMS, _PAID, NIL, NIL, OverdueJasa.WAIVED)
    paid = _PAID + Paid(Rupiah(2_000_000 * rows_paid), Rupiah(150_000 * rows_paid))
    book = replace(loan_book(principal=12_000_000, month="2023-07"), schedule=lines, paid=paid, missed_before=6)
    book = replace(book, as_of=date(2023, 7, 1))
    assert book.collectability.name == expected
    assert book.matures_on == date(2023, 11, 20)


def test_a_fresh_schedule_leaves_the_risk_of_the_portfolio_as_it_was():
    """A rescheduled loan counts as at risk by its missed count of before, until it has proved itself."""
    lines = rescheduled(_TERMS, _PAID, NIL, NIL, OverdueJasa.WAIVED)
    book = replace(loan_book(principal=12_000_000, month="2023-07"), schedule=lines, paid=_PAID, missed_before=6)
    assert exposure_of(book).missed_count == 6
