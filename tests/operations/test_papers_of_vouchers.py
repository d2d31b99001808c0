"""The payer's copy says what the treasurer saw at the counter, and says the same whenever it is printed again."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danabergulir.errors import RefusedError
from danabergulir.ledger.file import store
from danabergulir.ledger.read import vouchers
from danabergulir.money import NIL, Rupiah, format_rupiah
from danabergulir.operations.counter import receipt_on_paper, voucher_on_paper
from danabergulir.operations.loans.endings import reschedule, settle, write_off
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from danabergulir.render.pdf import file
from operations.lent_ledger import LENT_ON, NOW, NUMBER, lend

COUNTER = st.lists(
    st.tuples(
        st.integers(1, 4).map(lambda quarters: Rupiah(quarters * 59_000)),
        st.integers(0, 300).map(lambda days: LENT_ON + timedelta(days=days)),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)
"""Receipts of a quarter to a whole month's worth: amount, day in any order, and whether it is taken back."""


_NOT_CORRECTED = {"corrected-by": "", "right-parts": [], "right-instalments": "", "right-after": []}


@pytest.fixture
def ledger(tmp_path):
    """Return a ledger with one loan of twelve times Rp118.000, of which nothing was repaid yet."""
    return lend(tmp_path / "upk.db")


def _seen(got):
    """Return what the counter said of a receipt, in the words of the payer's copy."""
    behind = {
        "pokok": got.position.arrears_principal,
        "jasa": got.position.arrears_jasa,
        "titipan": got.position.arrears_titipan,
    }
    named = [f"{name} {format_rupiah(amount)}" for name, amount in behind.items() if amount > NIL]
    whole = f"{format_rupiah(got.position.arrears)} ({', '.join(named)})"
    arrears = whole if len(named) > 1 else "".join(named) or "tidak ada"
    paid_off = "" if got.outstanding else " (lunas)"
    return [f"Saldo pokok: {format_rupiah(got.outstanding)}{paid_off}", f"Tunggakan: {arrears}"]


@settings(max_examples=25)
@given(COUNTER)
def test_a_receipt_on_paper_never_changes(tmp_path_factory, counter):
    """Whatever is received or taken back later, in whatever order of days, every standing receipt stays as it was.

    Where its split is another one by now, that stands below.
    """
    ledger = lend(tmp_path_factory.mktemp("buku") / "upk.db")
    handed_out = {}
    for amount, day, taken_back in counter:
        got = receive(ledger, NUMBER, amount, day, NOW)
        number = got.voucher.number
        paper = receipt_on_paper(ledger, number)
        assert paper.words["after"] == _seen(got)
        if taken_back:
            reverse_voucher(ledger, number, "salah", day, NOW)
        else:
            handed_out[number] = paper.words

    printed = {number: receipt_on_paper(ledger, number).words | _NOT_CORRECTED for number in handed_out}
    assert printed == handed_out


def test_settling_on_the_same_day_leaves_the_receipt_as_it_was(ledger):
    """The new schedule of an afternoon is no news of the morning's receipt."""
    got = receive(ledger, NUMBER, Rupiah(50_000), LENT_ON + timedelta(days=60), NOW)
    paper = receipt_on_paper(ledger, got.voucher.number)

    settle(ledger, NUMBER, got.voucher.posting.dated_on, NOW + timedelta(hours=1))

    assert receipt_on_paper(ledger, got.voucher.number) == paper


def test_a_settlement_leaves_nothing_to_pay(ledger):
    """Who settles goes home with a paper that says so, although jasa of the contract was let go."""
    settled = settle(ledger, NUMBER, LENT_ON + timedelta(days=40), NOW)

    words = receipt_on_paper(ledger, settled.voucher.number).words

    assert words["after"] == ["Saldo pokok: Rp0 (lunas)", "Tunggakan: tidak ada"]


def test_a_kuitansi_printed_again_shows_both_splits(ledger):
    """The parts as they were given, and those that the correction leaves; the voucher that corrects is named."""
    receive(ledger, NUMBER, Rupiah(118_000), date(2023, 3, 10), NOW)
    assert receipt_on_paper(ledger, "BKM-2023-0001").words["right-parts"] == []
    receive(ledger, NUMBER, Rupiah(118_000), date(2023, 2, 10), NOW)
    words = receipt_on_paper(ledger, "BKM-2023-0001").words
    assert words["corrected-by"] == "BPB-2023-0001"
    assert [words[name][:2] for name in ("parts", "right-parts")] == [
        [["Pokok", "82.000"], ["Jasa", "36.000"]],
        [["Pokok", "100.000"], ["Jasa", "18.000"]],
    ]


def test_a_receipt_after_a_new_schedule_goes_by_that(ledger):
    """What was due under the schedule that ended in the morning is no arrears on the afternoon's receipt."""
    agreed_on = LENT_ON + timedelta(days=95)
    reschedule(ledger, NUMBER, 6, agreed_on, NOW - timedelta(hours=1), decision="BA-01")

    got = receive(ledger, NUMBER, Rupiah(20_000), agreed_on, NOW)

    assert receipt_on_paper(ledger, got.voucher.number).words["after"] == _seen(got)


@pytest.mark.parametrize(
    ("amounts", "instalments"),
    [
        ((118_000,), "angsuran ke-1"),
        ((50_000,), "sebagian angsuran ke-1"),
        ((50_000, 68_000), "sisa angsuran ke-1"),
        ((50_000, 68_000 + 236_000 + 1_000), "sisa angsuran ke-1, angsuran ke-2 s.d. ke-3 dan sebagian angsuran ke-4"),
        ((1_416_000,), "angsuran ke-1 s.d. ke-12"),
    ],
)
def test_a_receipt_names_the_instalments_it_went_into(ledger, amounts, instalments):
    """Whole ones as a stretch, and the rest or a part of one as such."""
    for amount in amounts:
        got = receive(ledger, NUMBER, Rupiah(amount), LENT_ON + timedelta(days=1), NOW)

    assert receipt_on_paper(ledger, got.voucher.number).words["instalments"] == instalments


def test_a_receipt_of_a_loan_written_off_says_what_is_still_owed(ledger):
    """No instalment falls due any more, yet the debt stands."""
    write_off(ledger, NUMBER, LENT_ON + timedelta(days=399), NOW, decision="9/BA/2023")
    got = receive(ledger, NUMBER, Rupiah(200_000), LENT_ON + timedelta(days=400), NOW)

    words = receipt_on_paper(ledger, got.voucher.number).words

    assert words["parts"] == [["Pemulihan hapus buku", "200.000"], ["Jumlah (Rp)", "200.000"]]
    assert words["after"] == ["Masih terutang dari pinjaman yang dihapus buku: Rp1.000.000"]


def test_no_receipt_for_money_that_went_out(ledger):
    """A disbursement has its own voucher to sign."""
    with pytest.raises(RefusedError, match="bukan bukti kas masuk"):
        receipt_on_paper(ledger, "BKK-2023-0001")


def test_vouchers_of_every_kind_fit_on_paper(demonstration):
    """One of each kind and event of the demonstration, set as one PDF, and each taken-back one with its mark."""
    path = demonstration.ledger
    with store.reading(path) as connection:
        found = vouchers.dated_between(connection, LENT_ON.replace(year=2021), LENT_ON.replace(year=2024))
    kinds = {(item.posting.kind, item.posting.event): item.number for item in found}
    undone = {item.posting.reverses for item in found} - {None}

    papers = [voucher_on_paper(path, number) for number in {*kinds.values(), "BSA-2021-0001", *undone}]

    assert {paper.words["number"] for paper in papers if paper.words["reversed-by"]} == undone
    assert file.render(papers).startswith(b"%PDF-")
