"""How late a loan is, as other programs count it from the oldest instalment not fully paid.

Parts of the same collection that do not apply: buckets by instalment (DPD-01, DPD-03, DPD-05) and a second clock with
grace days (DPD-05), because here a loan is as late as its oldest unpaid instalment; PROV-01, because classes go by
missed count and start at nought, so that there are no gaps.
"""

from datetime import date

import pytest

from danabergulir.domain.loans.arrears import position
from danabergulir.domain.loans.schedule import Instalment, build_schedule
from danabergulir.domain.loans.terms import LoanTerms, Paid
from danabergulir.domain.policy.choices import MissedComponent, MissedRule
from danabergulir.domain.policy.lateness import ArrearsRules
from danabergulir.money import NIL, Direction, Rate, Rounding, Rupiah, total
from worked.figures import cases

_CASES = cases("peer_lateness")
_RULES = ArrearsRules()
_WITH_JASA = ArrearsRules(component=MissedComponent.PRINCIPAL_OR_JASA)


def _by_hand(rows, amount="amount") -> list[Instalment]:
    return [
        Instalment(number, date.fromisoformat(row["due"]), Rupiah(row[amount]), Rupiah(row.get("interest", 0)))
        for number, row in enumerate(rows, start=1)
    ]


def test_nothing_paid_is_as_late_as_the_first_instalment():
    """All four instalments are missed and the clock runs from the first (DPD-01)."""
    case = _CASES["DPD-01-buckets"]
    as_of = date.fromisoformat(case["inputs"]["as_of"])
    actual = position(_by_hand(case["inputs"]["installments"]), Paid(), as_of, _RULES)
    assert actual.arrears_principal.value == sum(case["expected"]["overdue_amount_by_bucket"].values())
    assert (actual.missed_count, actual.days_late) == (4, 46)


def test_a_payment_clears_the_oldest_instalment():
    """Of two late instalments the second is left, ten days late (DPD-03)."""
    case = _CASES["DPD-03-after-payment"]
    schedule, payment = _by_hand(case["inputs"]["installments"]), case["inputs"]["payment"]
    before = position(schedule, Paid(), date.fromisoformat(case["inputs"]["as_of_before"]), _RULES)
    after = position(schedule, Paid(Rupiah(payment["amount"])), date.fromisoformat(payment["date"]), _RULES)
    assert before.arrears_principal.value == case["expected"]["before"]["RANGE_3"]
    assert after.arrears_principal.value == case["expected"]["after_payment"]["RANGE_3"]
    assert (after.late_since, after.days_late) == (date(2023, 10, 16), 10)


def test_days_late_start_at_the_due_date():
    """Sixty-four days after the first due date the loan is sixty-four days late (DPD-05)."""
    case = _CASES["DPD-05-grace"]
    as_of = date.fromisoformat(case["inputs"]["as_of"])
    actual = position(_by_hand(case["inputs"]["installments"]), Paid(), as_of, _RULES)
    assert actual.days_late == case["expected"]["past_due_days"]
    assert actual.arrears_principal.value == case["expected"]["delinquent_amount"]


def _flat_with_grace(figures) -> tuple[Instalment, ...]:
    terms = LoanTerms(
        Rupiah(figures["principal"]),
        figures["installments"],
        Rate.percent(figures["monthly_rate_pct"]),
        date.fromisoformat(figures["disbursed"]),
        Rounding(1, Direction.NEAREST),
        grace=figures["grace_installments"],
    )
    return build_schedule(terms)


@pytest.mark.parametrize("case_id", ["DPD-07-partial", "DPD-09-oldest"])
def test_a_part_payment_does_not_reset_the_clock(case_id):
    """With jasa counted, days run from the oldest instalment that is not fully paid."""
    case = _CASES[case_id]
    figures = case["inputs"]
    schedule = _flat_with_grace(figures)
    assert [line.due_on.isoformat() for line in schedule[:2]] == figures["due_dates"]
    paid = Paid(jasa=Rupiah(figures["payment"]["amount"] if figures["payment"] else 0))
    actual = position(schedule, paid, date.fromisoformat(figures["as_of"]), _WITH_JASA)
    assert actual.days_late == case["expected"]["past_due_days"]


def test_unpaid_jasa_is_what_was_due_less_what_was_paid():
    """Two instalments of thirty are owed, or fifty after paying ten (DPD-11)."""
    case = _CASES["DPD-11-unpaid-interest"]
    schedule, as_of = _flat_with_grace(case["inputs"]), date.fromisoformat(case["inputs"]["as_of"])
    unpaid = [position(schedule, Paid(jasa=Rupiah(jasa)), as_of, _RULES).arrears_jasa.value for jasa in (0, 10)]
    expected = case["expected"]
    assert unpaid == [expected["unpaid_interest_nothing_paid"], expected["unpaid_interest_after_paying_10"]]


def test_only_what_has_fallen_due_is_overdue():
    """A coming instalment is owed but not late (DPD-13, rupiah)."""
    case = _CASES["DPD-13-ageing-idr"]
    schedule = _by_hand(case["inputs"]["unpaid_rows"], "principal")
    actual = position(schedule, Paid(), date.fromisoformat(case["inputs"]["as_of"]), _RULES)
    assert total([line.principal for line in schedule]).value == case["expected"]["remaining_principal"]
    assert actual.arrears_principal.value == case["expected"]["overdue_principal"]
    assert actual.days_late == case["expected"]["days_past_due"]
    assert actual.arrears_jasa == NIL


@pytest.mark.parametrize(
    ("missed", "reading"),
    [(MissedRule.WORTH, "floor"), (MissedRule.WORTH_UP, "ceil"), (MissedRule.WORTH_NEAREST, "round")],
)
def test_worth_of_instalments_is_rounded_as_the_policy_says(missed, reading):
    """3.4, 3.5 and 3.6 instalments in arrears count as in each of the three lists of a rural program (PROV-07)."""
    case = _CASES["PROV-07-month-rounding"]
    rules = ArrearsRules(missed=missed)
    one = case["inputs"]["installment_principal"]
    terms = LoanTerms(Rupiah(one * 12), 12, Rate.percent(1), date(2024, 1, 1), Rounding(100, Direction.UP))
    schedule, as_of = build_schedule(terms), date(2025, 6, 1)
    counts = [
        position(schedule, Paid(Rupiah(one * 12 - overdue)), as_of, rules).missed_count
        for overdue in case["inputs"]["overdue_principal"]
    ]
    assert counts == case["expected"][reading]
