"""Denda: off by default, per day or per instalment, with tolerance and ceiling."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danabergulir.domain.loans.penalty import DatedPayment, PenaltyCard, accrued
from danabergulir.domain.loans.schedule import Agreement, AgreementKind, Instalment, build_schedule
from danabergulir.domain.loans.terms import LoanTerms, Paid
from danabergulir.domain.policy.choices import PenaltyBase, PenaltyComponent, PenaltyWay
from danabergulir.domain.policy.lateness import PenaltyRules
from danabergulir.frozen import replace
from danabergulir.money import NIL, Direction, Rate, Rounding, Rupiah

_START = date(2023, 1, 10)
_LINES = tuple(
    Instalment(number, date(2023, 1 + number, 10), Rupiah(100_000), Rupiah(15_000)) for number in range(1, 5)
)
"""Four rows of pokok 100,000 and jasa 15,000, due on the 10th from February on."""
_CONTRACT = Agreement(1, _START, AgreementKind.CONTRACT, _LINES)
_DAILY = PenaltyRules(PenaltyWay.PER_DAY, amount=Rupiah(1_000))
_ONCE = PenaltyRules(PenaltyWay.PER_INSTALMENT, percent=Fraction(5))


def _paid(day: date, principal: int, jasa: int = 0) -> DatedPayment:
    return DatedPayment(day, Paid(Rupiah(principal), Rupiah(jasa)))


def _denda(as_of: date, rules: PenaltyRules, *payments: DatedPayment, agreements=(_CONTRACT,)) -> int:
    return accrued(agreements, payments, as_of, rules).value


def test_denda_is_off_unless_the_policy_says_otherwise():
    """Three months without a payment cost nothing by the default rules."""
    assert _denda(date(2023, 5, 20), PenaltyRules(amount=Rupiah(1_000))) == 0


@pytest.mark.parametrize(("day", "expected"), [(9, 0), (10, 0), (11, 1_000), (20, 10_000)])
def test_every_day_after_the_due_date_counts(day, expected):
    """The due day itself is on time."""
    assert _denda(date(2023, 2, day), _DAILY) == expected


def test_each_late_instalment_bears_its_own_days():
    """By 15 March the first row is 33 days late and the second 5."""
    assert _denda(date(2023, 3, 15), _DAILY) == 38_000


def test_days_end_with_the_payment_that_settles_the_row():
    """Paid eight days late: eight days, however long ago."""
    payment = _paid(date(2023, 2, 18), 100_000, 15_000)
    assert _denda(date(2023, 2, 18), _DAILY, payment) == 8_000
    assert _denda(date(2023, 3, 10), _DAILY, payment) == 8_000


def test_a_percentage_follows_what_is_still_unpaid():
    """Ten days of 100,000 and ten of 40,000 at one percent a day."""
    rules = PenaltyRules(PenaltyWay.PER_DAY, percent=Fraction(1))
    assert _denda(date(2023, 3, 2), rules, _paid(date(2023, 2, 20), 60_000)) == 10_000 + 4_000


def test_tolerance_forgives_whoever_pays_within_it():
    """On the fifth day it is free; on the sixth all six days count."""
    rules = PenaltyRules(PenaltyWay.PER_DAY, amount=Rupiah(1_000), tolerance_days=5)
    assert _denda(date(2023, 2, 15), rules) == 0
    assert _denda(date(2023, 2, 16), rules) == 6_000
    assert _denda(date(2023, 3, 9), rules, _paid(date(2023, 2, 15), 100_000, 15_000)) == 0


def test_a_part_payment_within_the_tolerance_does_not_shorten_the_days():
    """Days count from the due date whether or not money came in between."""
    rules = PenaltyRules(PenaltyWay.PER_DAY, amount=Rupiah(1_000), tolerance_days=5)
    assert _denda(date(2023, 2, 16), rules, _paid(date(2023, 2, 13), 50_000)) == 6_000


def test_once_per_instalment_is_taken_of_what_is_unpaid_when_the_tolerance_ends():
    """Five percent of the 40,000 left after the part payment, once."""
    rules = PenaltyRules(PenaltyWay.PER_INSTALMENT, percent=Fraction(5), tolerance_days=5)
    payment = _paid(date(2023, 2, 13), 60_000)
    assert _denda(date(2023, 2, 15), rules, payment) == 0
    assert [_denda(date(2023, 2, day), rules, payment) for day in (16, 28)] == [2_000, 2_000]


def test_each_instalment_has_the_ceiling_to_itself():
    """Rows 33 and 5 days late with at most 20,000 each."""
    rules = PenaltyRules(PenaltyWay.PER_DAY, amount=Rupiah(1_000), ceiling=Rupiah(20_000))
    assert _denda(date(2023, 3, 15), rules) == 25_000


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        (PenaltyBase.OVERDUE_PRINCIPAL, 5 * 1_000 + 28 * 1_000 + 5 * 1_000),
        (PenaltyBase.OVERDUE, 5 * 1_150 + 28 * 1_150 + 5 * 1_150),
        (PenaltyBase.LOAN, (33 + 5) * 4_000),
        (PenaltyBase.BALANCE, (33 + 5) * 4_000),
    ],
)
def test_a_percentage_runs_for_every_late_instalment_whatever_it_is_taken_of(base, expected):
    """Rows 33 and 5 days late: one percent a day for each, of the row itself or of the whole loan of 400,000."""
    assert _denda(date(2023, 3, 15), PenaltyRules(PenaltyWay.PER_DAY, percent=Fraction(1), base=base)) == expected


def test_the_balance_shrinks_with_what_is_paid():
    """Half the loan is paid ahead; the third row comes due and is unpaid for five days."""
    paid = _paid(date(2023, 2, 1), 200_000, 45_000)
    rules = PenaltyRules(PenaltyWay.PER_DAY, percent=Fraction(1), base=PenaltyBase.BALANCE)
    assert _denda(date(2023, 4, 15), rules, paid) == 5 * 2_000


def test_a_receipt_taken_back_makes_the_row_late_from_that_day():
    """Paid on the due day, taken back ten days later: two days late on the 22nd."""
    payments = (_paid(date(2023, 2, 10), 100_000, 15_000), _paid(date(2023, 2, 20), -100_000, -15_000))
    assert _denda(date(2023, 2, 22), _DAILY, *payments) == 2_000


def test_a_new_schedule_keeps_the_denda_of_the_old_one():
    """Ten days late until the rescheduling; the new first row is five days late after it."""
    first = Instalment(0, date(2023, 2, 20), NIL, NIL)
    anew = Instalment(1, date(2023, 3, 20), Rupiah(400_000), NIL)
    second = Agreement(2, date(2023, 2, 20), AgreementKind.RESCHEDULED, (first, anew))
    assert _denda(date(2023, 3, 25), _DAILY, agreements=(_CONTRACT, second)) == 15_000


def test_a_restored_schedule_does_not_charge_an_instalment_twice():
    """Settled on the 20th, the settlement taken back on the 25th: one charge, and the days it was settled are free."""
    settled = Agreement(2, date(2023, 2, 20), AgreementKind.SETTLED, (Instalment(0, _START, Rupiah(400_000), NIL),))
    restored = Agreement(3, date(2023, 2, 25), AgreementKind.RESTORED, _LINES)
    agreements = (_CONTRACT, settled, restored)
    payments = (_paid(date(2023, 2, 20), 400_000), _paid(date(2023, 2, 25), -400_000))
    assert _denda(date(2023, 3, 1), _ONCE, *payments, agreements=agreements) == 5_000
    assert _denda(date(2023, 3, 1), _DAILY, *payments, agreements=agreements) == 10_000 + 4_000


def test_what_is_owed_is_never_below_nil():
    """Received and waived may exceed what arose, when an older receipt is recorded late."""
    assert PenaltyCard(Rupiah(10), Rupiah(4), Rupiah(1)).owed == Rupiah(5)
    assert PenaltyCard(Rupiah(10), Rupiah(8), Rupiah(5)).owed == NIL


_rules = st.builds(
    PenaltyRules,
    st.sampled_from([PenaltyWay.PER_DAY, PenaltyWay.PER_INSTALMENT]),
    st.sampled_from([NIL, Rupiah(500)]),
    st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(5)]),
    st.sampled_from(PenaltyBase),
    st.integers(0, 10),
    st.booleans(),
    ceiling=st.sampled_from([NIL, Rupiah(7_000)]),
    component=st.sampled_from(PenaltyComponent),
)
_payments = st.lists(
    st.builds(_paid, st.dates(_START, date(2023, 7, 1)), st.integers(0, 120_000), st.integers(0, 20_000)),
    max_size=5,
)


_JASA_ONLY = replace(_DAILY, component=PenaltyComponent.JASA)
_PRINCIPAL_ONLY = replace(_DAILY, component=PenaltyComponent.PRINCIPAL)


def test_denda_on_jasa_alone_ends_with_the_jasa():
    """Jasa paid on the eighth day and pokok never: eight days, where denda on both runs on."""
    payment = _paid(date(2023, 2, 18), 0, 15_000)
    day = date(2023, 3, 10)
    assert [_denda(day, rules, payment) for rules in (_JASA_ONLY, _PRINCIPAL_ONLY, _DAILY)] == [8_000, 28_000, 28_000]


def test_denda_on_pokok_alone_leaves_late_jasa_alone():
    """Pokok paid in time and jasa never: only denda on jasa arises."""
    payment = _paid(date(2023, 2, 10), 100_000)
    rules = [replace(_PRINCIPAL_ONLY, base=PenaltyBase.OVERDUE), replace(_JASA_ONLY, base=PenaltyBase.OVERDUE)]
    assert [_denda(date(2023, 2, 20), rule, payment) for rule in rules] == [0, 10_000]


@pytest.mark.parametrize("base", [PenaltyBase.OVERDUE_PRINCIPAL, PenaltyBase.OVERDUE])
def test_a_percentage_of_denda_on_jasa_is_of_the_overdue_jasa(base):
    """Five percent once of 15,000 is 750, whichever overdue base the policy names."""
    assert _denda(date(2023, 2, 20), replace(_ONCE, base=base, component=PenaltyComponent.JASA)) == 750


def test_a_percentage_of_the_balance_stays_one_of_the_balance():
    """What makes a row late is another question than what the percentage is of."""
    rules = replace(_ONCE, base=PenaltyBase.BALANCE, component=PenaltyComponent.JASA)
    assert _denda(date(2023, 2, 20), rules) == 20_000
    assert _denda(date(2023, 2, 20), rules, _paid(date(2023, 2, 10), 0, 15_000)) == 0


@given(_rules, _payments, st.dates(_START, date(2023, 7, 1)), st.integers(0, 60))
def test_denda_never_shrinks_as_time_goes_on(rules, payments, day, days):
    """What has arisen by a day has arisen by every later day."""
    assert accrued([_CONTRACT], payments, day, rules) <= accrued([_CONTRACT], payments, day + timedelta(days), rules)


@given(_rules, _payments, st.dates(_START, date(2023, 7, 1)))
def test_denda_at_a_date_knows_nothing_later(rules, payments, day):
    """Payments after the day change nothing of what had arisen by it."""
    known = [payment for payment in payments if payment.paid_on <= day]
    assert accrued([_CONTRACT], payments, day, rules) == accrued([_CONTRACT], known, day, rules)


@given(_payments, st.dates(_START, date(2023, 5, 31)), st.integers(0, 10))
def test_denda_per_day_is_the_sum_of_the_days(payments, day, tolerance):
    """Counted day by day, each row late on a day bears that day once its tolerance is over."""
    rules = PenaltyRules(PenaltyWay.PER_DAY, amount=Rupiah(1_000), base=PenaltyBase.OVERDUE, tolerance_days=tolerance)
    expected = 0
    for index, line in enumerate(_LINES):
        late = []
        for passed in range(1, (day - line.due_on).days + 1):
            eve = line.due_on + timedelta(passed - 1)
            paid = sum((payment.paid for payment in payments if payment.paid_on <= eve), Paid())
            owes_principal = paid.principal < Rupiah(100_000 * (index + 1))
            owes_jasa = paid.jasa < Rupiah(15_000 * (index + 1))
            late += [passed] if owes_principal or owes_jasa else []
        expected += 1_000 * len(late) if late and late[-1] > tolerance else 0
    assert _denda(day, rules, *payments) == expected


@pytest.mark.parametrize("base", PenaltyBase)
def test_the_fixed_amount_never_depends_on_what_the_percentage_is_taken_of(base):
    """Of 1,200,000 in twelve from 10 January nothing is paid: five rows are late on 11 June, 10,000 for each."""
    terms = LoanTerms(Rupiah(1_200_000), 12, Rate.percent("1.5"), date(2023, 1, 10), Rounding(100, Direction.UP))
    contract = Agreement(1, terms.disbursed_on, AgreementKind.CONTRACT, build_schedule(terms))
    rules = PenaltyRules(PenaltyWay.PER_INSTALMENT, amount=Rupiah(10_000), base=base)
    assert _denda(date(2023, 6, 11), rules, agreements=(contract,)) == 50_000


@pytest.mark.parametrize(("charged", "expected"), [(True, 10_000), (False, 3_000)])
def test_the_policy_says_whether_the_days_of_tolerance_are_charged(charged, expected):
    """The first row is ten days late, seven of them tolerated."""
    rules = PenaltyRules(PenaltyWay.PER_DAY, amount=Rupiah(1_000), tolerance_days=7, tolerance_charged=charged)
    assert _denda(date(2023, 2, 20), rules) == expected


@pytest.mark.parametrize("charged", [True, False])
def test_within_the_tolerance_nothing_is_charged_either_way(charged):
    """Seven days late with seven tolerated."""
    rules = PenaltyRules(PenaltyWay.PER_DAY, amount=Rupiah(1_000), tolerance_days=7, tolerance_charged=charged)
    assert _denda(date(2023, 2, 17), rules) == 0


def test_jasa_that_is_not_asked_for_any_more_bears_no_denda():
    """All pokok is paid on 20 February, so only the jasa of the first row is late on 15 March."""
    rules = PenaltyRules(PenaltyWay.PER_INSTALMENT, amount=Rupiah(10_000))
    assert _denda(date(2023, 3, 15), rules, _paid(date(2023, 2, 10), 400_000, 0)) == 10_000
