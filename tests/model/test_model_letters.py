"""The model's letters, and what else depends on what was taken back or written down late, worked by hand."""

from datetime import date

from model import facts as f
from model.fund import Fund
from model.late_fees import FeeRule
from model.letters import due_letters, sent_letters
from model.policy import Policy
from model.rules import forbidden
from model.summary import summary

OPENING, SENT, ANSWER = date(2024, 12, 31), date(2025, 3, 31), date(2025, 4, 14)
BEGINNING = (
    f.Opening("buka", OPENING, {"11010": 50_000_000, "12010": -100_000, "31010": -49_900_000}),
    f.Group("g", OPENING, "MAWAR", "Mawar", "05"),
    f.PolicyVersion("kebijakan", OPENING, Policy()),
)
LOAN = f.Loan("cair", date(2025, 1, 5), "P-0001", "MAWAR", 2_400_000, 12)
"""Pokok 200,000 and jasa 36,000, due on the 5th from February on: two are behind at the end of March."""
LETTER = f.Letters("surat", SENT, (("P-0001", 1, ANSWER, 472_000),))


def paid(name, day, amount):
    """A receipt."""
    return f.Receipt(name, day, "P-0001", amount)


def ended(*facts, on=date(2025, 6, 30)):
    """How and when the letter ended."""
    (letter,) = sent_letters(Fund([*BEGINNING, LOAN, LETTER, *facts]), on)
    return letter.ended


def test_a_letter_asks_what_was_behind_at_the_end_of_its_day_as_one_knows_it_now():
    """Half of what the paper says came in before it, or on its day: the other half answers it."""
    for day in (date(2025, 3, 20), SENT):
        assert ended(paid("a", day, 236_000), paid("b", date(2025, 4, 2), 236_000)) == ("dipenuhi", date(2025, 4, 2))


def test_what_was_taken_back_answers_no_letter():
    """Neither a receipt of its own day nor a settlement."""
    back = f.Reversal("balik", date(2025, 4, 10), "a")
    assert ended(paid("a", SENT, 472_000), back, on=date(2025, 4, 9)) == ("dipenuhi", SENT)
    assert ended(paid("a", SENT, 472_000), back) is None
    assert ended(f.Settlement("a", SENT, "P-0001"), back) is None


def test_a_cause_comes_back_with_the_receipt_that_took_it_away():
    """The receipt of before the letter is taken back after it."""
    facts = [*BEGINNING, LOAN, LETTER, paid("a", date(2025, 3, 20), 472_000), f.Reversal("b", date(2025, 4, 10), "a")]
    assert [sent_letters(Fund(facts), date(2025, 4, day))[0].unfounded for day in (9, 10)] == [True, False]


def test_of_a_loan_written_off_what_was_behind_answers_the_letter():
    """Paid before it, it stays answered; written off before it, as much has to come back."""
    lost = f.WriteOff("lepas", date(2025, 4, 2), "P-0001", from_reserve=100_000)
    assert ended(paid("a", date(2025, 4, 1), 472_000), lost) == ("dipenuhi", date(2025, 4, 1))
    assert ended(lost, paid("a", date(2025, 4, 20), 471_999)) is None
    assert ended(lost, paid("a", date(2025, 4, 20), 472_000)) == ("dipenuhi", date(2025, 4, 20))


def test_a_letter_that_is_paid_cannot_be_withdrawn_afterwards():
    """The receipt of the day before was written down after the withdrawal."""
    withdrawn = f.LetterWithdrawn("cabut", date(2025, 4, 9), "P-0001", 1)
    assert ended(withdrawn) == ("dicabut", date(2025, 4, 9))
    assert ended(withdrawn, paid("a", date(2025, 4, 8), 472_000)) == ("dipenuhi", date(2025, 4, 8))


def test_a_new_schedule_answers_the_letters_before_it():
    """Also where the jasa behind is put apart and still owed."""
    for how in ("gabung", "pisah", "hapus"):
        assert ended(f.Reschedule("b", date(2025, 4, 9), "P-0001", 12, jasa_arrears=how)) == (
            "dipenuhi",
            date(2025, 4, 9),
        )


def test_a_write_off_is_not_taken_back_on_a_day_before_something_came_back_of_it():
    """What came back was taken back too, but on the days between it was there with nothing written off."""
    fund = Fund(
        [
            *BEGINNING, LOAN, f.WriteOff("lepas", date(2025, 2, 4), "P-0001", from_reserve=100_000),
            paid("a", date(2025, 5, 24), 508_000), f.Reversal("b", date(2025, 10, 2), "a"),
        ]
    )  # fmt: skip
    today = date(2025, 10, 5)
    assert forbidden(fund, (f.Reversal("c", date(2025, 2, 4), "lepas"),), today) == "batal: sudah dipulihkan"
    assert forbidden(fund, (f.Reversal("c", today, "lepas"),), today) == ""


def test_a_loan_taken_back_gives_back_in_its_month_what_it_had_brought():
    """Receipt and loan are taken back in one month: the summary shows the money that went."""
    fund = Fund(
        [
            *BEGINNING, LOAN, paid("a", date(2025, 2, 5), 236_000),
            f.Reversal("b", date(2025, 4, 6), "a"), f.Reversal("c", date(2025, 4, 16), "cair"),
        ]
    )  # fmt: skip
    april = summary(fund, date(2025, 4, 30))
    assert (april["Pokok kembali bulan ini"], april["Jasa diterima bulan ini"]) == ((-200_000,), (-36_000,))


def test_a_reserve_adjusted_late_is_taken_off_the_next_adjustment():
    """Recorded first for the 31st, then for the 28th: each stands at what its own day asked."""
    fund = Fund(
        [
            *BEGINNING, f.ReserveAdjustment("a", date(2025, 3, 31), 700_000),
            f.ReserveAdjustment("b", date(2025, 3, 28), 300_000),
        ]
    )  # fmt: skip
    assert [-fund.books.balance("12010", date(2025, 3, day)) for day in (27, 28, 30, 31)] == [
        100_000,
        400_000,
        400_000,
        800_000,
    ]


def test_after_a_withdrawn_letter_is_paid_the_climb_begins_anew():
    """Unpaid it waits for its days to answer once more; paid, the instalment of June is another matter."""
    sent = f.Letters("surat", date(2025, 5, 31), (("P-0001", 2, date(2025, 6, 14), 944_000),))
    unpaid = [*BEGINNING, LOAN, sent, f.LetterWithdrawn("cabut", date(2025, 6, 10), "P-0001", 2)]
    settled = [*unpaid, paid("a", date(2025, 6, 11), 944_000)]
    assert _due(unpaid, 19) == []
    assert _due(unpaid, 25) == [2]
    assert _due(settled, 19) == [1]


def _due(facts, day):
    return [level for _, level, _, _ in due_letters(Fund(facts), date(2025, 6, day))]


def test_a_refund_leaves_the_rest_with_the_part_it_was_typed_for():
    """Of 100,000 typed as pokok before anything was due 64,100 go back: 35,900 of pokok stay, and no jasa."""
    typed = f.Receipt("a", date(2025, 1, 19), "P-0001", 100_000, {"pokok": 100_000})
    fund = Fund([*BEGINNING, LOAN, typed, f.Refund("b", date(2025, 1, 22), "P-0001", 64_100, "11010")])
    loan = fund.state(date(2025, 1, 31)).loans["P-0001"]
    assert (loan.real("pokok"), loan.real("jasa")) == (35_900, 0)


def test_what_was_taken_back_leaves_later_receipts_split_as_they_were():
    """Late fees of the days on which a receipt taken back still counted are not charged afterwards."""
    policy = f.PolicyVersion("denda", OPENING, Policy(fee=FeeRule("per_hari", rupiah=500)))
    early = paid("a", date(2025, 2, 5), 236_000)
    facts = [*BEGINNING[:2], policy, LOAN, early, LETTER, f.Reversal("b", date(2025, 4, 10), "a")]
    day = date(2025, 4, 20)
    fees = Fund(facts).state(day).loans["P-0001"].fee_owed()
    assert fees > 0
    (letter,) = sent_letters(Fund([*facts, paid("c", day, fees + 472_000)]), day)
    assert letter.ended == ("dipenuhi", day)
