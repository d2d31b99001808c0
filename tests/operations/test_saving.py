"""Savings of a KSM: put in, taken out, used for arrears."""

from datetime import date
from fractions import Fraction

import pytest

from danabergulir.dates import Month
from danabergulir.domain.journal import Component, Event, VoucherKind
from danabergulir.domain.policy.choices import PenaltyWay
from danabergulir.domain.policy.lateness import PenaltyRules
from danabergulir.domain.policy.lending import SavingsRules
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.errors import RefusedError
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import accounts
from danabergulir.ledger.read import books as reader
from danabergulir.money import NIL, Rupiah, total
from danabergulir.operations.desk import NO_MINUTES
from danabergulir.operations.loans.disbursement import disburse
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from danabergulir.operations.loans.simulation import Wish
from danabergulir.operations.savings import assign, list_savings, save, savings_card, use_for_arrears, withdraw
from ledger.small_ledger import cash_in, record, start, written
from operations.lent_ledger import NOW, NUMBER, lend, picture
from reports.small_books import move, posting

KSM = "K-01"
OPEN_SAVINGS = replace(DEFAULT_POLICY, savings=SavingsRules(locked=False))
MARCH = date(2023, 3, 15)
"""Two instalments of pokok 100,000 and jasa 18,000 are overdue."""


@pytest.fixture
def lent(tmp_path):
    """Return a ledger with one open loan of KSM Anggrek; savings are locked while it is open."""
    return lend(tmp_path / "upk.db")


@pytest.fixture
def unlocked(tmp_path):
    """Return the same ledger under a policy that lets savings be taken at any time."""
    return lend(tmp_path / "upk.db", OPEN_SAVINGS)


def _balance(path, code, day):
    with store.reading(path) as connection:
        return accounts.balance(connection, code, day)


def test_savings_go_to_their_own_bank_account_and_onto_the_card(lent):
    """Debit bank tabungan, credit tabungan, tagged with the KSM and with savings."""
    saved = save(lent, "anggrek", Rupiah(250_000), date(2023, 1, 20), NOW)
    (transfer,) = saved.voucher.posting.transfers
    assert (transfer.debit, transfer.credit, transfer.component, transfer.ksm, transfer.loan) == (
        *("11022", "21020"),
        *(Component.SAVINGS, KSM, None),
    )
    assert (saved.voucher.posting.kind, saved.voucher.posting.event) == (VoucherKind.RECEIPT, Event.SAVINGS_IN)
    assert saved.balance == Rupiah(250_000)


def test_savings_may_go_into_the_cash_box(lent):
    """The account is named."""
    save(lent, KSM, Rupiah(250_000), date(2023, 1, 20), NOW, into="11010")
    assert _balance(lent, "11010", date(2023, 1, 20)) == Rupiah(49_050_000)


def test_locked_savings_stay_while_a_loan_is_open(lent):
    """The refusal names the loan and the way to pay arrears."""
    save(lent, KSM, Rupiah(250_000), date(2023, 1, 20), NOW)
    with pytest.raises(RefusedError, match="terkunci: pinjaman P-0001 belum lunas") as refusal:
        withdraw(lent, KSM, Rupiah(1), date(2023, 2, 1), NOW)
    assert "tabungan pakai K-01" in refusal.value.hint


def test_savings_of_the_opening_balances_are_put_onto_the_cards(unlocked):
    """From then on the group can take them; the liability stays as it was."""
    opened = date(2022, 12, 31)
    record(unlocked, [posting(opened, move("11022", "21020", 80_000), event=Event.OPENING)])
    assigned = assign(unlocked, KSM, Rupiah(60_000), date(2023, 1, 2), NOW)
    assert (assigned.balance, assigned.voucher.posting.kind) == (Rupiah(60_000), VoucherKind.TRANSFER)
    found = list_savings(unlocked, date(2023, 1, 2))
    assert (found.owed, [card.balance.value for card in found.cards]) == (Rupiah(80_000), [20_000, 60_000])
    with pytest.raises(RefusedError, match=r"belum dirinci, Rp20\.000"):
        assign(unlocked, KSM, Rupiah(20_001), date(2023, 1, 2), NOW)
    assert withdraw(unlocked, KSM, Rupiah(60_000), date(2023, 1, 3), NOW).balance == NIL
    with store.reading(unlocked) as connection:
        cards = reader.books(connection, Month(2023, 1)).savings
    assert [(card.ksm, card.balance.value) for card in cards] == [("", 20_000), (KSM, 0)]


def test_no_more_is_taken_than_the_card_holds(unlocked):
    """Neither on the day nor on any later one."""
    save(unlocked, KSM, Rupiah(100_000), date(2023, 1, 20), NOW)
    save(unlocked, KSM, Rupiah(50_000), date(2023, 3, 1), NOW)
    withdraw(unlocked, KSM, Rupiah(120_000), date(2023, 3, 2), NOW)
    with pytest.raises(RefusedError, match="tabungan KSM K-01 menjadi -Rp1 pada 2 Maret 2023"):
        withdraw(unlocked, KSM, Rupiah(30_001), date(2023, 2, 1), NOW)
    taken = withdraw(unlocked, KSM, Rupiah(30_000), date(2023, 2, 1), NOW)
    assert (taken.voucher.posting.event, taken.balance) == (Event.SAVINGS_OUT, Rupiah(70_000))


def test_arrears_are_paid_from_savings_jasa_first(lent):
    """Debit tabungan, credit jasa and piutang, tagged with loan and KSM; the money itself is not moved."""
    save(lent, KSM, Rupiah(500_000), date(2023, 1, 20), NOW)
    used = use_for_arrears(lent, KSM, Rupiah(200_000), "BA-1", MARCH, NOW)
    moves = [
        (move.debit, move.credit, move.amount.value, move.loan, move.ksm) for move in used.voucher.posting.transfers
    ]
    assert moves == [("21020", "41010", 36_000, NUMBER, KSM), ("21020", "11030", 164_000, NUMBER, KSM)]
    assert (used.balance, used.outstanding, used.arrears) == (Rupiah(300_000), Rupiah(1_036_000), Rupiah(36_000))
    assert (used.voucher.posting.event, used.moved) == (Event.SAVINGS_USED, None)
    assert _balance(lent, "11022", MARCH) == Rupiah(500_000)
    lines = savings_card(lent, KSM, None, MARCH).lines
    assert [(line.deposited.value, line.withdrawn.value) for line in lines] == [(500_000, 0), (0, 200_000)]


def test_the_money_may_be_moved_to_the_bank_in_the_same_go(lent):
    """So that the savings bank holds what is still owed to the groups."""
    save(lent, KSM, Rupiah(500_000), date(2023, 1, 20), NOW)
    used = use_for_arrears(lent, KSM, Rupiah(200_000), "BA-1", MARCH, NOW, move_money=True)
    (transfer,) = used.moved.posting.transfers
    assert (transfer.debit, transfer.credit, transfer.amount) == ("11021", "11022", Rupiah(200_000))
    found = list_savings(lent, MARCH)
    assert (found.owed, found.banked) == (Rupiah(300_000), Rupiah(300_000))


def test_savings_pay_arrears_only(lent):
    """Not the instalments to come."""
    save(lent, KSM, Rupiah(500_000), date(2023, 1, 20), NOW)
    with pytest.raises(RefusedError, match=r"lebih besar daripada tunggakan pinjaman P-0001, Rp236\.000"):
        use_for_arrears(lent, KSM, Rupiah(236_001), "BA-1", MARCH, NOW)


def test_savings_that_are_not_there_pay_nothing(lent):
    """Nothing is recorded."""
    with pytest.raises(RefusedError, match="tabungan KSM K-01 menjadi -Rp1 pada 15 Maret 2023"):
        use_for_arrears(lent, KSM, Rupiah(1), "BA-1", MARCH, NOW)
    assert picture(lent, MARCH).control == 1_200_000


def test_a_decision_of_the_group_without_minutes_is_pointed_out(lent):
    """It is recorded, and the treasurer is told what the auditor will ask for."""
    save(lent, KSM, Rupiah(500_000), date(2023, 1, 20), NOW)
    assert NO_MINUTES in use_for_arrears(lent, KSM, Rupiah(1_000), " ", MARCH, NOW).warnings
    assert NO_MINUTES not in use_for_arrears(lent, KSM, Rupiah(1_000), "BA-1", MARCH, NOW).warnings


def test_used_savings_that_are_taken_back_leave_loan_and_card_as_before(lent):
    """Outstanding, payments and savings."""
    save(lent, KSM, Rupiah(500_000), date(2023, 1, 20), NOW)
    before = picture(lent, MARCH), savings_card(lent, KSM, None, MARCH).opening
    used = use_for_arrears(lent, KSM, Rupiah(200_000), "BA-1", MARCH, NOW)
    reverse_voucher(lent, used.voucher.number, "salah KSM", MARCH, NOW)
    after = picture(lent, MARCH)
    assert (after.accounts, after.loan.paid, after.loan.outstanding) == (
        before[0].accounts,
        before[0].loan.paid,
        before[0].loan.outstanding,
    )
    assert list_savings(lent, MARCH).cards[0].balance == Rupiah(500_000)


def test_a_card_from_a_day_on_carries_the_rest_forward(unlocked):
    """Older lines are summed."""
    save(unlocked, KSM, Rupiah(100_000), date(2023, 1, 20), NOW)
    withdraw(unlocked, KSM, Rupiah(30_000), date(2023, 2, 1), NOW)
    card = savings_card(unlocked, KSM, date(2023, 2, 1), MARCH)
    assert (card.opening, [line.withdrawn for line in card.lines]) == (Rupiah(100_000), [Rupiah(30_000)])
    assert len(savings_card(unlocked, KSM, None, MARCH).lines) == 2


def test_the_liability_is_the_sum_of_the_cards_every_month(unlocked):
    """In the list of a day as in the books of its month."""
    save(unlocked, KSM, Rupiah(100_000), date(2023, 1, 20), NOW)
    withdraw(unlocked, KSM, Rupiah(30_000), date(2023, 2, 1), NOW)
    for month, expected in (("2023-01", 100_000), ("2023-02", 70_000)):
        with store.reading(unlocked) as connection:
            books = reader.books(connection, Month.parse(month))
        found = list_savings(unlocked, books.as_of)
        assert found.owed == Rupiah(expected)
        assert total([card.balance for card in books.savings]) == total([card.balance for card in found.cards])
        assert found.owed == total([card.balance for card in found.cards])


@pytest.mark.parametrize(
    ("amount", "percent", "expected"), [(100_000, 5, 5_000), (118_010, Fraction(5, 2), 2_950), (1_000_000, 0, 0)]
)
def test_compulsory_savings_are_a_percentage(amount, percent, expected):
    """Two and a half percent of Rp118,010 is Rp2,950.25: whole rupiah are kept, of a receipt and of a loan alike."""
    rules = SavingsRules(percent_of_receipt=Fraction(percent), percent_of_loan=Fraction(percent))
    assert rules.with_receipt(Rupiah(amount)) == rules.with_loan(Rupiah(amount)) == Rupiah(expected)


def test_savings_that_were_taken_out_cannot_be_taken_back_as_well(unlocked):
    """A deposit is reversed only while the card still holds it; a refused reversal records nothing."""
    deposited = save(unlocked, KSM, Rupiah(100_000), date(2023, 1, 5), NOW)
    withdraw(unlocked, KSM, Rupiah(60_000), date(2023, 1, 9), NOW)
    with pytest.raises(RefusedError, match=r"tabungan KSM K-01 menjadi -Rp60\.000 pada 10 Januari 2023"):
        reverse_voucher(unlocked, deposited.voucher.number, "salah KSM", date(2023, 1, 10), NOW)
    assert list_savings(unlocked, date(2023, 1, 31)).owed == Rupiah(40_000)


COMPULSORY = replace(
    DEFAULT_POLICY, savings=SavingsRules(percent_of_receipt=Fraction(5), percent_of_loan=Fraction(2), locked=True)
)


def test_compulsory_savings_stay_behind_when_a_loan_is_paid_out(tmp_path):
    """Two percent of the loan goes onto the card by a voucher of its own, out of the money that was paid out."""
    path = tmp_path / "upk.db"
    start(path)
    with written(path) as writer:
        writer.set_policy(COMPULSORY, date(2022, 12, 31))
    record(path, [cash_in(date(2022, 12, 31), 50_000_000)])
    saved = disburse(path, KSM, Wish(Rupiah(1_200_000), 12), date(2023, 1, 10), NOW).saved
    assert saved
    assert (saved.posting.event, saved.posting.amount) == (Event.SAVINGS_IN, Rupiah(24_000))
    assert list_savings(path, date(2023, 1, 31)).owed == Rupiah(24_000)
    assert _balance(path, "11010", date(2023, 1, 31)) == Rupiah(50_000_000 - 1_200_000 + 24_000)


def test_compulsory_savings_come_with_a_receipt(tmp_path):
    """Five percent of the pokok received is saved once what is due is paid; the parts still sum to the receipt."""
    path = lend(tmp_path / "upk.db", COMPULSORY)
    due = Rupiah(236_000)  # two instalments of pokok 100,000 and jasa 18,000
    got = receive(path, NUMBER, due + Rupiah(10_000), MARCH, NOW).allocation
    assert (got.principal, got.jasa, got.savings) == (Rupiah(200_000), Rupiah(36_000), Rupiah(10_000))
    assert list_savings(path, MARCH).owed == Rupiah(10_000)


@pytest.mark.parametrize("savings_first", [True, False])
def test_savings_and_a_receipt_of_one_day_are_split_alike_in_either_order(tmp_path, savings_first):
    """The receipt pays the denda and the savings do not, whichever was written down first."""
    path = lend(tmp_path / "upk.db", replace(OPEN_SAVINGS, penalty=PenaltyRules(PenaltyWay.PER_DAY, Rupiah(500))))
    save(path, "anggrek", Rupiah(50_000), date(2023, 1, 20), NOW)
    acts = [
        lambda: use_for_arrears(path, "anggrek", Rupiah(30_000), "07/BA", MARCH, NOW),
        lambda: receive(path, NUMBER, Rupiah(100_000), MARCH, NOW),
    ]
    for act in acts if savings_first else reversed(acts):
        act()
    denda = 500 * (33 + 5)  # two instalments, 33 and 5 days late
    paid = {code: -_balance(path, code, MARCH).value for code in ("41030", "41010", "21020")}
    assert paid == {"41030": denda, "41010": 36_000, "21020": 20_000}
    assert picture(path, MARCH).loan.outstanding == Rupiah(1_200_000 - (130_000 - denda - 36_000))
