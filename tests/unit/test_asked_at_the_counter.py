"""What a loan asks for at the counter on a day, and how much is paid on each of several."""

from datetime import date

import pytest

from danabergulir.domain.groups import KSM
from danabergulir.domain.loans.allocation import Allocation
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.plausibility import large_receipt_doubt
from danabergulir.domain.loans.schedule import build_schedule
from danabergulir.domain.loans.terms import NOTHING_PAID, Loan, LoanTerms, Paid
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.domain.till.asked import Asked, Caller, Owing, asked_on, in_turn, shares, turn
from danabergulir.errors import NotFoundError, RefusedError, UsageError
from danabergulir.money import NIL, Direction, Rate, Rounding, Rupiah

MAWAR = KSM("MAWAR", "KSM Mawar", "05", "001")
TERMS = LoanTerms(Rupiah(1_200_000), 12, Rate.percent("1.5"), date(2026, 1, 10), Rounding(100, Direction.UP))
"""Twelve rows of pokok 100,000 and jasa 18,000, due on the 10th from February 2026 on."""


def _book(as_of, paid=NOTHING_PAID, number="P-0001"):
    outstanding = TERMS.principal - paid.principal
    return LoanBook(
        loan=Loan(number, MAWAR, TERMS),
        schedule=build_schedule(TERMS),
        outstanding=outstanding,
        outstanding_before=outstanding,
        paid=paid,
        paid_before_month=paid,
        as_of=as_of,
        policy=DEFAULT_POLICY,
    )


def test_what_is_due_is_asked_for_with_the_arrears_and_the_denda():
    """Two instalments behind and one due today; since the oldest of them."""
    asked = asked_on(_book(date(2026, 4, 10)), Rupiah(5_000))

    assert asked == Asked(
        Allocation(penalty=Rupiah(5_000), jasa=Rupiah(54_000), principal=Rupiah(300_000)), date(2026, 2, 10)
    )
    assert asked.amount == Rupiah(359_000)


def test_where_nothing_is_due_the_instalment_that_comes_next_is_asked_for():
    """What is left of it: a part may have been paid ahead."""
    asked = asked_on(_book(date(2026, 2, 3), Paid(NIL, Rupiah(10_000), NIL)), NIL)

    assert asked == Asked(Allocation(jasa=Rupiah(8_000), principal=Rupiah(100_000)), date(2026, 2, 10), ahead=True)


def test_a_loan_that_is_paid_off_asks_for_nothing():
    """Unless its denda is still owed."""
    settled = _book(date(2026, 4, 10), Paid(TERMS.principal, Rupiah(216_000), NIL))

    assert asked_on(settled, NIL) == Asked()
    assert asked_on(settled, Rupiah(700)).amount == Rupiah(700)


def _caller(*asked):
    return Caller(
        MAWAR,
        tuple(Owing(_book(date(2026, 4, 10), number=f"P-{place}"), item) for place, item in enumerate(asked, start=1)),
    )


def _asked(amount, day, *, ahead=False):
    return Asked(Allocation(principal=Rupiah(amount)), date(2026, 4, day), ahead=ahead)


def test_both_loans_of_a_ksm_are_paid_in_one_go():
    """What is due on each; without an amount and with their sum."""
    caller = _caller(_asked(100, 1), _asked(50, 5))

    assert shares(caller, None) == shares(caller, Rupiah(150)) == [("P-1", Rupiah(100)), ("P-2", Rupiah(50))]
    with pytest.raises(NotFoundError, match="P-1, P-2"):
        shares(caller, Rupiah(149))


@pytest.mark.parametrize(
    ("amount", "parts"),
    [
        (149, [("P-1", 100), ("P-2", 49)]),
        (30, [("P-1", 30)]),
        (100, [("P-1", 100)]),
        (900, [("P-1", 100), ("P-2", 800)]),
    ],
)
def test_another_amount_is_parted_so_that_nothing_is_left(amount, parts):
    """What each asks for as far as the money goes, the rest on the last; the parts come to what was handed over."""
    caller = _caller(_asked(100, 1), _asked(50, 5))

    assert in_turn(caller, Rupiah(amount)) == [(number, Rupiah(part)) for number, part in parts]
    with pytest.raises(NotFoundError) as refused:
        shares(caller, Rupiah(amount))
    assert refused.value.hint.endswith(" dan ".join(f"{number} {part}" for number, part in parts) + ".")


def test_a_part_above_what_is_left_or_a_last_one_below_it_is_refused():
    """Else more, or less, is recorded than was handed over."""
    caller = _caller(_asked(100, 1), _asked(50, 5))
    first, last = turn(caller, 0, Rupiah(150)), turn(caller, 1, Rupiah(90))

    for part in (0, 100, 150):
        first.judge(Rupiah(part))
    last.judge(Rupiah(90))
    for asked, part, why in ((first, 151, "lebih dari sisanya 150"), (last, 91, "lebih"), (last, 89, "kurang")):
        with pytest.raises(UsageError, match=why):
            asked.judge(Rupiah(part))


def test_a_loan_that_is_not_due_yet_waits_for_one_that_is():
    """And of loans that are not due the one is asked for whose day comes first."""
    assert shares(_caller(_asked(100, 20, ahead=True), _asked(50, 5)), None) == [("P-2", Rupiah(50))]
    assert shares(_caller(_asked(100, 20, ahead=True), _asked(50, 15, ahead=True)), None) == [("P-2", Rupiah(50))]


def test_any_amount_goes_to_the_only_loan_and_none_to_one_that_asks_for_nothing():
    """What the loan takes is for the receipt to say."""
    assert shares(_caller(_asked(100, 1)), Rupiah(7)) == [("P-1", Rupiah(7))]
    with pytest.raises(RefusedError, match="tidak ada yang ditagih"):
        shares(_caller(Asked()), None)


@pytest.mark.parametrize(
    ("amount", "doubted"),
    [(118_000, False), (118_000 * 3, False), (118_000 * 3 + 1, True), (1_180_000, True), (1_416_000, False)],
)
def test_a_receipt_far_above_what_is_due_is_doubted_unless_it_pays_off_the_loan(amount, doubted):
    """One instalment is due; two more may be paid ahead, and all of it at once."""
    schedule = build_schedule(TERMS)
    doubt = large_receipt_doubt(Rupiah(amount), schedule, schedule, date(2026, 2, 10))

    assert bool(doubt) is doubted
    assert doubt is None or "jauh lebih besar daripada yang jatuh tempo Rp118.000" in doubt
