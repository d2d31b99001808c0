"""Which loans were paid on time in a stretch of days, by hand-made records of payment."""

from datetime import date, timedelta

import pytest

from danabergulir.domain.dunning.punctuality import PaidBy, PaymentRecord, day_before_year
from danabergulir.domain.groups import KSM
from danabergulir.domain.loans.schedule import Agreement, AgreementKind, build_schedule
from danabergulir.domain.loans.terms import Loan, LoanTerms, Paid
from danabergulir.frozen import replace
from danabergulir.money import NIL, Direction, Rate, Rounding, Rupiah

LENT_ON = date(2025, 11, 10)
EVE, END = date(2025, 12, 31), date(2026, 12, 31)
TERMS = LoanTerms(Rupiah(600_000), 6, Rate.percent(1), LENT_ON, Rounding(100, Direction.UP))
"""Six rows of pokok 100,000 and jasa 6,000, due on the 10th from December 2025 to May 2026."""
LOAN = Loan("P-0001", KSM("K-01", "Anggrek", "05", "003"), TERMS)
CONTRACT = Agreement(1, LENT_ON, AgreementKind.CONTRACT, build_schedule(TERMS))
DUE = [line.due_on for line in CONTRACT.lines]


def _record(*payments, agreements=(CONTRACT,)):
    """Return the record of a loan whose December was paid, with instalments added on the days of 2026 given.

    A payment is its day and how many instalments came, fewer than none where money was paid back.
    """
    count, found = 1, [PaidBy(EVE, _paid(1))]
    for day, more in payments:
        count += more
        found.append(PaidBy(day, _paid(count)))
    return PaymentRecord(LOAN.number, tuple(agreements), tuple(found))


def _paid(count):
    return Paid(Rupiah(100_000 * count), Rupiah(6_000 * count))


ON_THE_DAY = [(day, 1) for day in DUE[1:]]


def test_paid_on_every_due_date_is_on_time():
    """Five instalments fell due in the year; the one of December is last year's."""
    record = _record(*ON_THE_DAY)
    assert record.is_punctual(LOAN, END)
    assert [line.due_on for line in record.due(END)] == DUE[1:]
    assert record.paid == Paid(Rupiah(500_000), Rupiah(30_000))


def test_paid_ahead_is_on_time():
    """All of the rest in January."""
    assert _record((date(2026, 1, 3), 5)).is_punctual(LOAN, END)


@pytest.mark.parametrize(("late_by", "punctual"), [(0, True), (1, False)])
def test_one_day_late_once_is_late(late_by, punctual):
    """The March instalment comes a day after its due date."""
    payments = [(day + timedelta(late_by) if day == DUE[3] else day, 1) for day in DUE[1:]]
    assert _record(*payments).is_punctual(LOAN, END) is punctual


def test_only_what_has_fallen_due_by_the_day_counts():
    """In March the instalments of April and May are no arrears yet."""
    march = date(2026, 3, 31)
    record = _record(*ON_THE_DAY[:3])
    assert (record.is_punctual(LOAN, march), len(record.due(march))) == (True, 3)
    assert not record.is_punctual(LOAN, END)


def test_what_was_behind_when_the_year_began_makes_it_late():
    """December was paid in January: an instalment paid after its due date in this year."""
    record = PaymentRecord(
        LOAN.number,
        (CONTRACT,),
        (PaidBy(EVE, _paid(0)), PaidBy(date(2026, 1, 5), _paid(2)), *(PaidBy(day, _paid(6)) for day in DUE[2:3])),
    )
    assert not record.is_punctual(LOAN, END)


def test_jasa_alone_can_be_late():
    """All of the principal was on time, the jasa of January came with that of February."""
    paid = [Paid(Rupiah(200_000), Rupiah(6_000)), *(_paid(count) for count in range(3, 7))]
    payments = (PaidBy(EVE, _paid(1)), *(PaidBy(day, item) for day, item in zip(DUE[1:], paid, strict=True)))
    assert not PaymentRecord(LOAN.number, (CONTRACT,), payments).is_punctual(LOAN, END)


def test_money_paid_back_leaves_the_loan_behind_from_that_day():
    """Even where it is put right two days later."""
    wrong = [(DUE[1], 1), (date(2026, 1, 20), -1), (date(2026, 1, 22), 1), *ON_THE_DAY[1:]]
    ahead = [(DUE[1], 2), (date(2026, 1, 20), -1), *ON_THE_DAY[1:]]
    assert not _record(*wrong).is_punctual(LOAN, END)
    assert _record(*ahead).is_punctual(LOAN, END)


def test_a_loan_paid_off_early_counts_what_had_fallen_due():
    """Settled on 20 March: two instalments and that of March were due until then."""
    settled = Agreement(2, date(2026, 3, 20), AgreementKind.SETTLED, ())
    record = _record(*ON_THE_DAY[:3], (date(2026, 3, 20), 2), agreements=(CONTRACT, settled))
    assert (record.is_punctual(LOAN, END), len(record.due(END))) == (True, 3)


def test_an_end_of_the_loan_that_was_taken_back_never_ended_it():
    """Written off by mistake over two due dates: these count, and who paid on them was on time."""
    written_off = Agreement(2, date(2026, 2, 1), AgreementKind.WRITTEN_OFF, ())
    restored = replace(CONTRACT, version=3, starts_on=date(2026, 3, 20), kind=AgreementKind.RESTORED)
    versions = (CONTRACT, written_off, restored)
    record = _record(*ON_THE_DAY, agreements=versions)
    assert (record.is_punctual(LOAN, END), [line.due_on for line in record.due(END)]) == (True, DUE[1:])
    assert not _record(ON_THE_DAY[0], (date(2026, 3, 20), 2), *ON_THE_DAY[3:], agreements=versions).is_punctual(
        LOAN, END
    )


def test_principal_paid_off_leaves_nothing_to_be_late_with():
    """The jasa of months to come is not owed on a loan without a balance."""
    record = PaymentRecord(
        LOAN.number, (CONTRACT,), (PaidBy(EVE, _paid(1)), PaidBy(DUE[1], Paid(Rupiah(600_000), Rupiah(12_000))))
    )
    assert record.is_punctual(LOAN, END)


@pytest.mark.parametrize("kind", [AgreementKind.RESCHEDULED, AgreementKind.WRITTEN_OFF])
def test_a_loan_rescheduled_or_written_off_is_never_on_time(kind):
    """Nor one rescheduled and then settled."""
    changed = Agreement(2, date(2026, 6, 1), kind, CONTRACT.lines)
    assert not _record(*ON_THE_DAY, agreements=(CONTRACT, changed)).is_punctual(LOAN, END)
    settled = Agreement(3, date(2026, 7, 1), AgreementKind.SETTLED, ())
    versions = (CONTRACT, replace(changed, kind=AgreementKind.RESCHEDULED), settled)
    assert not _record(*ON_THE_DAY, agreements=versions).is_punctual(LOAN, END)


def test_what_was_paid_before_the_ledger_counts():
    """Two instalments were paid before the opening day, which the journal knows nothing of."""
    loan = replace(LOAN, paid_before=_paid(1))
    payments = (PaidBy(EVE, Paid()), *(PaidBy(day, _paid(count)) for count, day in enumerate(DUE[1:], start=1)))
    assert PaymentRecord(LOAN.number, (CONTRACT,), payments).is_punctual(loan, END)
    assert not PaymentRecord(LOAN.number, (CONTRACT,), payments).is_punctual(LOAN, END)


@pytest.mark.parametrize(
    ("opened_on", "expected"), [(date(2024, 6, 30), EVE), (EVE, EVE), (date(2026, 6, 30), date(2026, 6, 30))]
)
def test_the_year_begins_with_the_ledger_where_that_is_later(opened_on, expected):
    """What was paid before has no dates."""
    assert day_before_year(END, opened_on) == expected


def test_the_schedule_is_what_the_figures_above_assume():
    """Six equal rows."""
    assert {(line.principal, line.jasa, line.titipan) for line in CONTRACT.lines} == {
        (Rupiah(100_000), Rupiah(6_000), NIL)
    }
