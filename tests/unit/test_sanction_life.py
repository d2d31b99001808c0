"""What becomes of a letter: paid, followed by the next, withdrawn; which level is due next; who gets no new loan."""

from datetime import date

import pytest

from danabergulir.domain.dunning.blocks import blocks_on
from danabergulir.domain.dunning.sanctions import (
    Cause,
    DayEnd,
    EventKind,
    Sanction,
    SanctionEvent,
    SanctionFile,
    SanctionState,
    next_level,
)
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.schedule import Agreement, AgreementKind
from danabergulir.domain.loans.terms import NOTHING_PAID, Paid
from danabergulir.domain.policy.choices import Block
from danabergulir.domain.policy.ladder import DEFAULT_LADDER, LadderRules
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.frozen import replace
from danabergulir.money import NIL, Rupiah
from reports.small_books import ksm, loan_book, paid

LENT_ON = date(2023, 1, 5)
FEBRUARY, MARCH, APRIL = date(2023, 2, 28), date(2023, 3, 31), date(2023, 4, 30)
BOOK = loan_book(disbursed_on=LENT_ON, month="2023-02")
"""Twelve times pokok 100,000 and jasa 18,000, due on the 5th from February 2023 on."""
CONTRACT = Agreement(1, LENT_ON, AgreementKind.CONTRACT, BOOK.schedule)


def letter(number: int, level: int, dated_on: date, answer_by: date, missed: int = 1) -> Sanction:
    """Return a letter about so many instalments of the loan."""
    return Sanction(
        f"S-{number:04d}", f"{number:03d}/UPK/II/2023", "P-0001", "K-01", level, f"Tingkat {level}",
        dated_on, answer_by, ("Anggrek",), Rupiah(100_000 * missed), Rupiah(18_000 * missed),
        NIL, missed, 23, date(2023, 2, 5),
    )  # fmt: skip


FIRST = letter(1, 1, FEBRUARY, date(2023, 3, 14))
SECOND = letter(2, 2, MARCH, date(2023, 4, 14), missed=2)


def day(on: date, instalments: int, extra: int = 0) -> DayEnd:
    """Return the loan's money once so many instalments, and ``extra`` rupiah of pokok, were paid."""
    principal = 100_000 * instalments + extra
    return DayEnd(on, Rupiah(1_200_000 - principal), paid(principal, 18_000 * instalments))


LENT = day(LENT_ON, 0)


def file(*sanctions: Sanction, ends=(), events=(), agreements=(CONTRACT,)) -> SanctionFile:
    """Return the file of the loan."""
    return SanctionFile("P-0001", sanctions, tuple(events), agreements, (LENT, *ends))


def states(found: SanctionFile, as_of: date) -> list[tuple[str, date]]:
    """Return each letter's state and since when."""
    return [(item.state.value, item.since) for item in found.standings(as_of)]


def test_a_letter_runs_until_its_arrears_are_paid():
    """Part of it is not enough; the day on which the last rupiah came is the day it ended."""
    found = file(FIRST, ends=[day(date(2023, 3, 2), 0, 50_000), day(date(2023, 3, 9), 1)])
    assert states(found, date(2023, 3, 8)) == [("terbit", FEBRUARY)]
    assert states(found, date(2023, 3, 9)) == [("dipenuhi", date(2023, 3, 9))]


def test_what_falls_due_after_the_letter_is_not_its_business():
    """The March instalment is unpaid and the letter of February is answered all the same."""
    found = file(FIRST, ends=[day(date(2023, 3, 9), 1)])
    assert states(found, APRIL) == [("dipenuhi", date(2023, 3, 9))]


def test_who_pays_what_the_letter_says_has_answered_it():
    """Jasa of March was taken out of the same money: the letter of February is answered all the same."""
    first_jasa = DayEnd(date(2023, 3, 9), Rupiah(1_118_000), paid(82_000, 36_000))
    assert states(file(FIRST, ends=[first_jasa]), date(2023, 3, 9)) == [("dipenuhi", date(2023, 3, 9))]


def test_a_receipt_from_before_the_letter_taken_back_does_not_end_it():
    """Money that goes out again after the letter makes the debt larger, not smaller."""
    ends = [day(date(2023, 2, 10), 0, 40_000), day(date(2023, 3, 2), 0), day(date(2023, 3, 9), 0, 60_000)]
    found = file(FIRST, ends=ends)
    assert [found.unpaid(FIRST, date(2023, 3, on)) for on in (1, 2, 9)] == [
        Rupiah(78_000),
        Rupiah(118_000),
        Rupiah(58_000),
    ]


def test_a_receipt_taken_back_brings_the_sanction_back():
    """Paid on the 9th, taken back on the 20th, paid again on the 25th: it ended on the 25th."""
    ends = [day(date(2023, 3, 9), 1), day(date(2023, 3, 20), 0), day(date(2023, 3, 25), 1)]
    found = file(FIRST, ends=ends)
    assert [states(found, date(2023, 3, on))[0] for on in (19, 20, 24, 25)] == [
        ("dipenuhi", date(2023, 3, 9)),
        ("terbit", FEBRUARY),
        ("terbit", FEBRUARY),
        ("dipenuhi", date(2023, 3, 25)),
    ]


def test_the_next_letter_replaces_the_one_before_it():
    """Only the newest one runs."""
    assert states(file(FIRST, SECOND), MARCH) == [("naik", MARCH), ("terbit", MARCH)]


def test_a_letter_paid_before_the_next_went_out_stays_paid():
    """Even when the receipt is taken back later: two letters never run at once."""
    ends = [day(date(2023, 3, 9), 1), day(date(2023, 4, 5), 0)]
    assert states(file(FIRST, letter(2, 1, MARCH, date(2023, 4, 14)), ends=ends), APRIL) == [
        ("dipenuhi", date(2023, 3, 9)),
        ("terbit", MARCH),
    ]


def withdrawal(on: date, number: str = "S-0001") -> SanctionEvent:
    """Return a withdrawal."""
    return SanctionEvent("P-0001", on, EventKind.WITHDRAWAL, "rapat BKM", number)


def test_a_withdrawn_letter_no_longer_runs():
    """From the day of the withdrawal on, not before."""
    found = file(FIRST, events=[withdrawal(date(2023, 3, 6))])
    assert states(found, date(2023, 3, 5)) == [("terbit", FEBRUARY)]
    assert states(found, date(2023, 3, 6)) == [("dicabut", date(2023, 3, 6))]


def test_a_new_schedule_ends_a_sanction():
    """What was agreed afresh is no longer due from before."""
    fresh = Agreement(2, date(2023, 3, 10), AgreementKind.RESCHEDULED, ())
    assert states(file(FIRST, agreements=(CONTRACT, fresh)), MARCH) == [("dipenuhi", date(2023, 3, 10))]


def test_a_write_off_pays_nothing():
    """The sanction ends only when money comes back."""
    gone = Agreement(2, date(2023, 3, 10), AgreementKind.WRITTEN_OFF, ())
    lost = DayEnd(date(2023, 3, 10), NIL, NOTHING_PAID, Rupiah(1_200_000))
    back = replace(lost, on=date(2023, 4, 2), recovered=Rupiah(1_200_000))
    found = file(FIRST, ends=[lost, back], agreements=(CONTRACT, gone))
    assert states(found, MARCH) == [("terbit", FEBRUARY)]
    assert states(found, APRIL) == [("dipenuhi", date(2023, 4, 2))]


def test_a_loan_paid_off_has_no_sanction():
    """Whatever its schedule says of jasa that was let go."""
    settled = DayEnd(date(2023, 3, 3), NIL, Paid(Rupiah(1_200_000)))
    assert file(FIRST, ends=[settled]).running(MARCH) is None


def test_money_received_since_the_letter_is_counted_to_its_end():
    """Money of the letter's own day counts as far as it lowered the arrears named; later money counts whole."""
    second = replace(SECOND, principal=Rupiah(140_000))
    found = file(FIRST, second, ends=[day(FEBRUARY, 0, 30_000), day(date(2023, 3, 9), 0, 60_000), day(APRIL, 3)])
    assert [item.recovered for item in found.standings(APRIL)] == [Rupiah(60_000), Rupiah(294_000)]


@pytest.mark.parametrize(("on", "in_time"), [(date(2023, 3, 14), True), (date(2023, 3, 15), False)])
def test_the_last_day_to_answer_is_in_time(on, in_time):
    """One day later is late."""
    (standing,) = file(FIRST, ends=[day(on, 1)]).standings(MARCH)
    assert standing.paid_in_time is in_time


LEVELS = {level.number: level for level in DEFAULT_LADDER}
JUMPING = replace(DEFAULT_POLICY, climbing=LadderRules(may_jump=True))


def due(found: SanctionFile, reached: int, as_of: date, policy=DEFAULT_POLICY) -> int | None:
    """Return the number of the level due."""
    level = next_level(LEVELS[reached], policy, found.last(as_of), as_of)
    return level.number if level else None


def test_the_next_level_waits_for_the_days_to_answer():
    """The answer may come on the last day; the day after, the next letter is due."""
    assert due(file(FIRST), 2, date(2023, 3, 14)) is None
    assert due(file(FIRST), 2, date(2023, 3, 15)) == 2


def test_levels_are_climbed_one_at_a_time_unless_the_policy_allows_more():
    """Level 4 is reached, level 2 is next."""
    assert due(file(FIRST), 4, MARCH) == 2
    assert due(file(FIRST), 4, MARCH, JUMPING) == 4


def test_nothing_is_due_while_the_loan_has_not_come_further():
    """The letter of the level reached has gone out, and the highest level is the last."""
    assert due(file(FIRST, SECOND), 2, APRIL) is None
    assert due(file(letter(1, 5, FEBRUARY, date(2023, 3, 14))), 5, APRIL) is None


def test_a_paid_letter_starts_the_ladder_anew():
    """New arrears get the first letter again, at once."""
    found = file(FIRST, ends=[day(date(2023, 3, 9), 1)])
    assert due(found, 1, date(2023, 3, 20)) == 1
    assert due(found, 3, date(2023, 3, 20), JUMPING) == 3


def test_a_withdrawn_letter_is_due_again_after_the_same_days():
    """Withdrawn on 6 March: fourteen days of grace, then the same level again, never a higher one."""
    found = file(FIRST, events=[withdrawal(date(2023, 3, 6))])
    assert due(found, 3, date(2023, 3, 20)) is None
    assert due(found, 3, date(2023, 3, 21)) == 1


def test_a_withdrawn_letter_of_a_higher_level_comes_down_with_the_loan():
    """Level 2 was withdrawn and the loan is back at level 1: the first letter, not none."""
    found = file(FIRST, SECOND, events=[withdrawal(date(2023, 4, 2), "S-0002")])
    assert due(found, 1, APRIL) == 1
    assert due(found, 4, APRIL) == 2


def promise(made_on: date, promised_on: date, amount: int) -> SanctionEvent:
    """Return a promise to pay."""
    return SanctionEvent("P-0001", made_on, EventKind.PROMISE, promised_on=promised_on, promised_amount=Rupiah(amount))


def test_a_promise_is_broken_when_its_day_is_over_and_less_was_paid():
    """On the day itself it can still be kept; a late payment in full mends it."""
    found = file(
        FIRST, ends=[day(date(2023, 3, 15), 1)], events=[promise(date(2023, 3, 1), date(2023, 3, 10), 118_000)]
    )
    assert [found.promise(date(2023, 3, on)).is_broken for on in (10, 11, 14, 15)] == [False, True, True, False]


def test_only_the_newest_promise_counts():
    """A new promise takes the place of a broken one; money paid before it does not count for it."""
    told = [promise(date(2023, 3, 1), date(2023, 3, 10), 50_000), promise(date(2023, 3, 12), date(2023, 3, 20), 50_000)]
    found = file(FIRST, ends=[day(date(2023, 3, 11), 0, 50_000)], events=told)
    assert (found.promise(date(2023, 3, 21)).paid, found.promise(date(2023, 3, 21)).is_broken) == (NIL, True)
    assert file(FIRST).promise(MARCH) is None


def test_the_cause_is_the_one_written_down_last():
    """A visit may tell another cause than was thought."""
    told = [
        SanctionEvent("P-0001", date(2023, 3, 1), EventKind.CAUSE, cause=Cause.UNWILLING),
        SanctionEvent("P-0001", date(2023, 3, 8), EventKind.VISIT, cause=Cause.BANKRUPT),
        SanctionEvent("P-0001", date(2023, 3, 9), EventKind.NOTE, "ketua sakit"),
    ]
    found = file(FIRST, events=told)
    assert [found.cause(date(2023, 3, on)) for on in (1, 7, 31)] == [Cause.UNWILLING, Cause.UNWILLING, Cause.BANKRUPT]
    assert file(FIRST).cause(date(2023, 2, 28)) is None


def held_books() -> list[LoanBook]:
    """Return the sanctioned loan of K-01 in RW 05, and a sound one of nine times its size in the same RW."""
    late = loan_book("P-0001", borrower=ksm("K-01", "Anggrek", "05"), disbursed_on=date(2022, 7, 5), month="2023-02")
    sound = loan_book(
        "P-0002",
        borrower=ksm("K-02", "Mawar", "5"),
        principal=4_799_999,
        disbursed_on=date(2023, 2, 20),
        month="2023-02",
    )
    return [late, sound]


def holders(level: int, borrower, loans: list[LoanBook], policy=DEFAULT_POLICY) -> list[str]:
    """Return the sanctions that hold back a loan to ``borrower``."""
    found = {"P-0001": file(letter(1, level, FEBRUARY, date(2023, 3, 14)))}
    return [block.standing.sanction.number for block in blocks_on(borrower, loans, found, policy, FEBRUARY)]


@pytest.mark.parametrize(("level", "own", "same_rw", "elsewhere"), [(2, 0, 0, 0), (3, 1, 0, 0), (5, 1, 1, 0)])
def test_a_level_holds_back_whom_the_ladder_names(level, own, same_rw, elsewhere):
    """Nobody, the KSM alone, or its RW however the RW is written; another RW stays free."""
    others = (ksm("K-01", "Anggrek", "05"), ksm("K-03", "Melur", "5"), ksm("K-04", "Kenanga", "06"))
    found = tuple(len(holders(level, borrower, held_books())) for borrower in others)
    assert found == (own, same_rw, elsewhere)


def test_an_rw_is_held_back_at_its_limit_of_risk_and_free_just_below_it():
    """Exactly 20 % holds; a sound loan that is one rupiah larger frees it."""
    late, nearly = held_books()
    exactly = replace(nearly, outstanding=Rupiah(4_800_000))
    below = replace(nearly, outstanding=Rupiah(4_800_001))
    newcomer = ksm("K-03", "Melur", "05")
    assert (holders(5, newcomer, [late, exactly]), holders(5, newcomer, [late, below])) == (["S-0001"], [])


def test_a_kelurahan_is_held_back_whole():
    """A level may hold everybody back."""
    ladder = (replace(DEFAULT_LADDER[0], block=Block.KELURAHAN),)
    policy = replace(DEFAULT_POLICY, ladder=ladder)
    assert holders(1, ksm("K-09", "Teratai", "09"), held_books(), policy) == ["S-0001"]


def test_a_block_says_why_since_when_and_what_lifts_it():
    """The refusal names the sanction, its day, what is left to pay and the limit of risk."""
    found = {"P-0001": file(letter(1, 5, FEBRUARY, date(2023, 3, 14)))}
    (block,) = blocks_on(ksm("K-03", "Melur", "05"), held_books(), found, DEFAULT_POLICY, FEBRUARY)
    assert block.since == FEBRUARY
    assert block.check.message == (
        "pinjaman baru untuk semua KSM di RW 05 ditahan sejak 28-02-2023 oleh sanksi S-0001 tingkat 5 atas Anggrek, "
        "pinjaman P-0001, sampai tunggakannya Rp118.000 dibayar atau PAR RW 05 di bawah 20 % (sekarang 20,00 %), "
        "atau sanksinya dicabut"
    )


def test_a_sanction_that_is_over_holds_nobody_back():
    """Paid, and free the same day."""
    found = {"P-0001": file(letter(1, 3, FEBRUARY, date(2023, 3, 14)), ends=[day(date(2023, 3, 9), 1)])}
    loans = held_books()
    assert blocks_on(loans[0].loan.ksm, loans, found, DEFAULT_POLICY, date(2023, 3, 9)) == ()
    assert len(blocks_on(loans[0].loan.ksm, loans, found, DEFAULT_POLICY, date(2023, 3, 8))) == 1


def test_every_state_has_a_word():
    """The words stand in the contract."""
    assert [state.value for state in SanctionState] == ["diusulkan", "terbit", "dipenuhi", "naik", "dicabut"]


def test_a_loan_taken_over_stood_before_its_first_day_as_on_it():
    """Of a letter from before the ledger nothing counts as recovered at the opening, only what is paid afterwards."""
    taken = SanctionFile("P-0001", (FIRST,), (), (CONTRACT,), (day(MARCH, 0), day(APRIL, 1)))

    assert taken.unpaid(FIRST, FEBRUARY) == FIRST.arrears
    assert taken.standings(MARCH)[0].recovered == NIL
    assert taken.standings(APRIL)[0].recovered == FIRST.arrears
