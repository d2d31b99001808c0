"""Receipts in every shape, in any order, taken back or not: positions follow from what stands."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danabergulir.dates import Month
from danabergulir.domain.journal import Component, Event, Transfer
from danabergulir.domain.loans.terms import LoanState
from danabergulir.domain.policy.choices import PenaltyWay
from danabergulir.domain.policy.lateness import PenaltyRules
from danabergulir.domain.policy.lending import AllocationRules
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.errors import RefusedError
from danabergulir.frozen import replace
from danabergulir.ledger.read import registers
from danabergulir.money import NIL, Rupiah
from danabergulir.operations.closing import close_month
from danabergulir.operations.desk import recording
from danabergulir.operations.loans.corrections import put_right
from danabergulir.operations.loans.layout import life_of
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from ledger.small_ledger import record
from operations.lent_ledger import LENT_ON, NOW, NUMBER, lend, picture
from reports.small_books import posting

_YEAR_END = date(2023, 12, 31)
_DENDA = replace(DEFAULT_POLICY, penalty=PenaltyRules(PenaltyWay.PER_DAY, amount=Rupiah(500)))
_DENDA_LAST = replace(
    _DENDA,
    allocation=AllocationRules(
        (Component.JASA, Component.TITIPAN, Component.PRINCIPAL, Component.PENALTY, Component.SAVINGS)
    ),
)


@pytest.fixture
def ledger(tmp_path):
    """Return a ledger in which nothing was repaid yet."""
    return lend(tmp_path / "upk.db")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """Return a maker of ledgers whose loan bears denda and nothing was repaid yet."""
    first = lend(tmp_path_factory.mktemp("buku") / "upk.db", _DENDA)
    return lambda: Path(shutil.copyfile(first, tmp_path_factory.mktemp("buku") / "upk.db"))


def _receive(path, amount: int, day: date, **options) -> tuple[int, int, int]:
    """Receive and return pokok, jasa and denda of it."""
    got = receive(path, NUMBER, Rupiah(amount), day, NOW, **options).allocation
    return got.principal.value, got.jasa.value, got.penalty.value


@pytest.mark.parametrize(
    ("amount", "day", "expected"),
    [
        (118_000, date(2023, 2, 10), (100_000, 18_000, 0)),
        (50_000, date(2023, 2, 10), (32_000, 18_000, 0)),
        (118_000, date(2023, 2, 28), (100_000, 18_000, 0)),
        (118_000, date(2023, 1, 20), (100_000, 18_000, 0)),
        (354_000, date(2023, 2, 10), (300_000, 54_000, 0)),
        (236_000, date(2023, 4, 15), (182_000, 54_000, 0)),
        (1_416_000, date(2023, 2, 10), (1_200_000, 216_000, 0)),
    ],
    ids=["exact", "partial", "late", "early", "several at once", "less than is late", "everything"],
)
def test_a_receipt_of_any_shape_finds_its_place(ledger, amount, day, expected):
    """Jasa of what is due first, then its pokok; beyond it the coming rows whole."""
    assert _receive(ledger, amount, day) == expected
    after = picture(ledger, day)
    assert after.control == after.loan.outstanding.value == 1_200_000 - expected[0]


def test_more_than_is_owed_is_refused_with_the_exact_amount(ledger):
    """Nothing is recorded, and the amount named is taken to the rupiah."""
    before = picture(ledger, _YEAR_END)
    with pytest.raises(RefusedError, match=r"Rp1\.416\.000") as refusal:
        _receive(ledger, 1_416_001, date(2023, 2, 10))
    assert (
        refusal.value.hint == f"Untuk melunasi, Rp1.218.000: danabergulir pinjaman lunasi {NUMBER} --tanggal 2023-02-10"
    )
    assert picture(ledger, _YEAR_END) == before
    _receive(ledger, 1_416_000, date(2023, 2, 10))
    assert picture(ledger, _YEAR_END).loan.state is LoanState.PAID_OFF


def test_the_exact_amount_includes_denda(tmp_path):
    """Ten days late at 500 a day."""
    path = lend(tmp_path / "upk.db", _DENDA)
    with pytest.raises(RefusedError, match=r"Rp1\.421\.000"):
        _receive(path, 1_421_001, date(2023, 2, 20))
    assert _receive(path, 1_421_000, date(2023, 2, 20)) == (1_200_000, 216_000, 5_000)


def test_a_receipt_may_go_into_the_bank(ledger):
    """The account named is debited instead of the cash box."""
    _receive(ledger, 118_000, date(2023, 2, 10), into="11021")
    assert picture(ledger, _YEAR_END).accounts["11021"] == 118_000


@pytest.mark.parametrize(
    ("policy", "amount", "expected"),
    [
        (_DENDA, 100_000, (77_000, 18_000, 5_000)),
        (_DENDA, 4_000, (0, 0, 4_000)),
        (_DENDA_LAST, 118_000, (100_000, 18_000, 0)),
        (_DENDA_LAST, 120_000, (100_000, 18_000, 2_000)),
        (DEFAULT_POLICY, 100_000, (82_000, 18_000, 0)),
    ],
)
def test_denda_takes_the_turn_that_the_policy_gives_it(tmp_path, policy, amount, expected):
    """Of a receipt ten days late: first of all, after pokok, or never."""
    path = lend(tmp_path / "upk.db", policy)
    assert _receive(path, amount, date(2023, 2, 20)) == expected


def test_denda_received_is_income_and_owed_no_more(tmp_path):
    """5,000 is collected once; two days later nothing of the settled row is asked again."""
    path = lend(tmp_path / "upk.db", _DENDA)
    assert _receive(path, 123_000, date(2023, 2, 20)) == (100_000, 18_000, 5_000)
    assert picture(path, _YEAR_END).accounts["41030"] == -5_000
    assert _receive(path, 118_000, date(2023, 2, 22)) == (100_000, 18_000, 0)


def test_a_receipt_taken_back_is_split_anew_with_its_reversal(ledger):
    """Debit and credit of every account are those of the same receipts written down in order; the line says it."""
    taken_back = receive(ledger, NUMBER, Rupiah(118_000), date(2023, 3, 10), NOW).voucher.number
    back = reverse_voucher(ledger, taken_back, "tanggal", None, NOW).voucher.number
    (told,) = receive(ledger, NUMBER, Rupiah(118_000), date(2023, 2, 10), NOW).corrected
    assert f"{taken_back} tanggal 10-03-2023 (sudah dibatalkan {back}) dibagi ulang bersama pembatalannya" in told


def test_a_receipt_found_late_is_split_as_of_its_own_date(ledger):
    """The receipt of February, found in March, gets the jasa of February, and that of March gives it back."""
    assert _receive(ledger, 118_000, date(2023, 3, 10)) == (82_000, 36_000, 0)
    assert picture(ledger, date(2023, 2, 28)).loan.position.missed_count == 1
    found = receive(ledger, NUMBER, Rupiah(118_000), date(2023, 2, 10), NOW)
    assert (found.allocation.principal, found.allocation.jasa) == (Rupiah(100_000), Rupiah(18_000))
    (told,) = found.corrected
    assert told.startswith("BKM-2023-0001 tanggal 10-03-2023 dibagi ulang: pokok 82.000 menjadi 100.000, jasa 36.000")
    assert picture(ledger, date(2023, 2, 28)).loan.position.missed_count == 0
    after = picture(ledger, date(2023, 3, 31))
    assert (after.loan.position.arrears, after.control) == (NIL, 1_000_000)


def test_receipts_of_an_older_program_move_where_the_rule_had_split_them(ledger):
    """It did not keep which parts were typed: those that the rule gave when they were recorded count as its own."""
    by_rule = [("11030", 82_000, Component.PRINCIPAL), ("41010", 36_000, Component.JASA)]
    by_hand = [("11030", 118_000, Component.PRINCIPAL)]
    for day, parts in ((date(2023, 3, 10), by_rule), (date(2023, 4, 10), by_hand)):
        moves = [Transfer("11010", code, Rupiah(amount), part, NUMBER, "K-01") for code, amount, part in parts]
        record(ledger, [replace(posting(day, *moves, event=Event.REPAYMENT), loan=NUMBER)])
    (told,) = receive(ledger, NUMBER, Rupiah(118_000), date(2023, 2, 10), NOW).corrected
    assert told.startswith("BKM-2023-0001 tanggal 10-03-2023 dibagi ulang: pokok 82.000 menjadi 100.000")


def test_a_correction_is_dated_on_the_first_open_day_where_its_receipt_is_closed(ledger):
    """What may not be dated in a closed month any more is put right after it, and the answer says so."""
    _receive(ledger, 118_000, date(2023, 3, 10))
    close_month(ledger, Month(2023, 3), NOW)
    with recording(ledger, NOW) as desk:
        life = life_of(desk, registers.loan_numbered(desk.connection, NUMBER, NOW.date()))
        later = replace(life, debt=replace(life.debt, schedule=life.debt.schedule[1:]))
        layout = later.layout(LENT_ON)
        layout.cause = "kebijakan baru"
        (told,) = put_right(desk, later, layout, LENT_ON)
    assert told.endswith("(BPB-2023-0001, tanggal 01-04-2023 karena 10-03-2023 sudah ditutup)")


def test_an_old_receipt_is_taken_back_with_later_ones_after_it(ledger):
    """What the later receipts paid moves up to the oldest row; the newest falls behind."""
    for month in (2, 3, 4):
        _receive(ledger, 118_000, date(2023, month, 10))
    reverse_voucher(ledger, "BKM-2023-0001", "salah KSM", date(2023, 4, 20), NOW)
    assert picture(ledger, date(2023, 4, 19)).loan.position.missed_count == 0
    after = picture(ledger, date(2023, 4, 20))
    assert (after.loan.position.late_since, after.loan.position.arrears) == (date(2023, 4, 10), Rupiah(118_000))
    assert after.control == after.loan.outstanding.value == 1_000_000


def test_a_receipt_that_pushes_typed_jasa_beyond_the_schedule_is_refused(ledger):
    """All jasa of the loan was typed on 10 June; a receipt of February would have 18,000 of it asked a second time."""
    _receive(ledger, 216_000, date(2023, 6, 10), typed={Component.JASA: Rupiah(216_000)})
    with pytest.raises(RefusedError, match=r"BKM-2023-0001 tanggal 10-06-2023 melebihi kewajiban .* Rp198\.000"):
        _receive(ledger, 118_000, date(2023, 2, 10))
    assert _receive(ledger, 100_000, date(2023, 2, 10), typed={Component.PRINCIPAL: Rupiah(100_000)})[0] == 100_000


def test_what_was_taken_back_at_once_stands_in_nobodys_way(ledger):
    """All of the loan, typed by mistake and taken back on its day: an earlier receipt is recorded all the same."""
    all_of_it = receive(ledger, NUMBER, Rupiah(1_416_000), date(2023, 4, 10), NOW).voucher
    reverse_voucher(ledger, all_of_it.number, "salah KSM", date(2023, 4, 10), NOW)
    assert _receive(ledger, 118_000, date(2023, 2, 10)) == (100_000, 18_000, 0)


_receipts = st.lists(st.tuples(st.integers(1, 400_000), st.integers(0, 340)), min_size=1, max_size=3)


@settings(max_examples=10)
@given(_receipts, st.randoms(use_true_random=False))
def test_the_order_in_which_typed_receipts_are_written_down_does_not_matter(fresh, receipts, random):
    """Days decide: written down in any order, with their parts, the loan stands the same on every day."""
    pictures = []
    for order in (receipts, random.sample(receipts, len(receipts))):
        path = fresh()
        for amount, days in order:
            jasa = min(amount // 2, 72_000)  # three times that is all the jasa of the loan
            parts = {Component.PRINCIPAL: Rupiah(amount - jasa), Component.JASA: Rupiah(jasa)}
            _receive(path, amount, LENT_ON + timedelta(days), typed={part: of for part, of in parts.items() if of})
        pictures.append([picture(path, LENT_ON + timedelta(days)) for days in (0, 100, 200, 340)])
    assert pictures[0] == pictures[1]


@settings(max_examples=10)
@given(_receipts, _receipts)
def test_receipts_taken_back_leave_the_loan_as_the_others_made_it(fresh, kept, taken_back):
    """Pay and reverse is as if never paid; cards and control account agree after each step."""
    path = fresh()
    for amount, days in kept:
        if amount <= picture(path, _YEAR_END).loan.outstanding.value:
            _receive(path, amount, LENT_ON + timedelta(days))
    before = picture(path, _YEAR_END)
    for amount, days in taken_back:
        if amount <= before.loan.outstanding.value:
            day = LENT_ON + timedelta(days)
            voucher = receive(path, NUMBER, Rupiah(amount), day, NOW).voucher
            during = picture(path, day)
            assert during.control == during.loan.outstanding.value
            assert during.loan.position.arrears >= NIL
            reverse_voucher(path, voucher.number, "keliru", day, NOW)
    assert picture(path, _YEAR_END) == before
