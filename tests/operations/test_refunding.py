"""Paying back what was received too much: a voucher of its own, out of the box that received it."""

from datetime import date

import pytest

from danabergulir.dates import Month
from danabergulir.domain.journal import Component, Event, Split, VoucherKind
from danabergulir.domain.loans.terms import LoanState
from danabergulir.domain.policy.choices import Method
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.errors import RefusedError, UsageError
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import vouchers
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.money import Rupiah
from danabergulir.operations.counter import voucher_on_paper
from danabergulir.operations.loans.endings import reschedule, settle, write_off
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from danabergulir.operations.loans.refunds import pay_back
from danabergulir.operations.month import monthly_reports
from operations.lent_ledger import NOW, NUMBER, TERMS, lend, picture

_FEB, _MARCH, _YEAR_END = date(2023, 2, 10), date(2023, 3, 10), date(2023, 12, 31)


@pytest.fixture
def ledger(tmp_path):
    """Return a ledger in which nothing was repaid yet."""
    return lend(tmp_path / "upk.db")


def _receive(path, amount: int, day: date, **options):
    return receive(path, NUMBER, Rupiah(amount), day, NOW, **options)


def _pay_back(path, amount: int, day: date, **options):
    return pay_back(path, NUMBER, Rupiah(amount), "terbayar dua kali", day, NOW, **options)


def _sums(path) -> dict[str, list[tuple[object, ...]]]:
    """Return the figures of the reports of February that list vouchers or sum them up."""
    return {
        report.name: sorted([cell for cell in row.cells if isinstance(cell, Rupiah)] for row in report.section.rows)
        for report in monthly_reports(path, Month(2023, 2), ())
        if report.name in {"uang-masuk", "uang-keluar", "neraca-saldo", "perkembangan", "rekonsiliasi", "buku-kas"}
    }


def test_a_refund_is_a_payment_on_the_loan_with_its_reason(ledger):
    """Three lines come in where one is due; one of them goes back, pokok and jasa."""
    _receive(ledger, 354_000, _FEB)
    done = _pay_back(ledger, 118_000, _FEB)

    posting = done.voucher.posting
    assert (posting.kind, posting.event, posting.loan) == (VoucherKind.PAYMENT, Event.REFUND, NUMBER)
    assert posting.memo == "Pengembalian setoran pinjaman P-0001: terbayar dua kali"
    assert posting.parts == {Component.PRINCIPAL: Rupiah(-100_000), Component.JASA: Rupiah(-18_000)}
    assert (done.outstanding, done.coming.due_on) == (Rupiah(1_000_000), date(2023, 4, 10))
    after = picture(ledger, _YEAR_END)
    assert after.control == 1_000_000
    assert after.accounts["41010"] == -36_000


def test_what_is_left_of_a_typed_receipt_stays_with_the_part_it_was_typed_for(ledger):
    """Pokok typed before anything is due: pokok goes back and pokok stays, no jasa comes of it."""
    _receive(ledger, 100_000, date(2023, 1, 19), typed={Component.PRINCIPAL: Rupiah(100_000)})
    done = _pay_back(ledger, 64_100, date(2023, 1, 22))
    assert done.voucher.posting.parts == {Component.PRINCIPAL: Rupiah(-64_100)}


def test_the_money_leaves_the_box_that_received_the_newest_receipt(ledger):
    """The bank, unless another is named; a receipt that was taken back received nothing."""
    _receive(ledger, 354_000, _FEB, into="11021")
    wrong = _receive(ledger, 118_000, date(2023, 2, 11))
    reverse_voucher(ledger, wrong.voucher.number, "salah", None, NOW)
    assert _pay_back(ledger, 118_000, date(2023, 2, 12)).paid_from.code == "11021"
    assert _pay_back(ledger, 118_000, date(2023, 2, 12), out_of="11010").paid_from.code == "11010"
    assert picture(ledger, _YEAR_END).accounts["11021"] == 236_000


def test_money_that_is_not_in_the_box_is_not_paid_back(ledger):
    """The receipt went into the bank and was drawn from it before."""
    _receive(ledger, 354_000, _FEB)
    with pytest.raises(RefusedError, match="11021"):
        _pay_back(ledger, 118_000, _FEB, out_of="11021")


@pytest.mark.parametrize(("amount", "most"), [(236_001, "236.000"), (1_000_000, "236.000")])
def test_more_than_was_paid_ahead_is_refused_with_what_there_is(ledger, amount, most):
    """What is due on the day stays; nothing is recorded."""
    _receive(ledger, 354_000, _FEB)
    before = picture(ledger, _YEAR_END)
    with pytest.raises(RefusedError, match=most) as refusal:
        _pay_back(ledger, amount, _FEB)
    assert (
        refusal.value.hint
        == f'Paling banyak: danabergulir kembalikan {NUMBER} {most} --tanggal 2023-02-10 --alasan "..."'
    )
    assert picture(ledger, _YEAR_END) == before


def test_nothing_too_much_is_refused(ledger):
    """Before any receipt, and when the line is due that was paid ahead."""
    with pytest.raises(RefusedError, match="tidak punya kelebihan setoran"):
        _pay_back(ledger, 1, _FEB)
    _receive(ledger, 236_000, _FEB)
    with pytest.raises(RefusedError, match="tidak punya kelebihan setoran"):
        _pay_back(ledger, 1, _MARCH)


def test_a_refund_needs_a_reason(ledger):
    """The voucher says why."""
    with pytest.raises(UsageError, match="alasan"):
        pay_back(ledger, NUMBER, Rupiah(1), "  ", _FEB, NOW)


def test_a_refund_that_is_taken_back_has_never_been(ledger):
    """On its own day, and later: then the loan stood in between as it was paid."""
    _receive(ledger, 354_000, _FEB)
    before = picture(ledger, _YEAR_END)
    for back_on in (None, date(2023, 2, 20)):
        done = _pay_back(ledger, 150_000, date(2023, 2, 12))
        back = reverse_voucher(ledger, done.voucher.number, "tidak jadi", back_on, NOW)
        assert back.voucher.posting.parts[Component.PRINCIPAL] > Rupiah(0)
        assert picture(ledger, _YEAR_END) == before
    assert picture(ledger, date(2023, 2, 19)).control == before.control + 132_000


def test_later_receipts_are_laid_out_again_after_a_refund_entered_late(ledger):
    """The receipt of April had gone into May; now it pays April."""
    terms = replace(TERMS, method=Method.DECLINING)
    path = lend(ledger.with_name("menurun.db"), terms=terms)
    first = path.with_name("urut.db")
    lend(first, terms=terms)
    for book in (path, first):
        _receive(book, 354_000, _FEB)
    _pay_back(first, 118_000, date(2023, 2, 12))
    for book in (path, first):
        _receive(book, 90_000, date(2023, 4, 10))
    late = _pay_back(path, 118_000, date(2023, 2, 12))
    assert late.corrected
    assert picture(path, _YEAR_END) == picture(first, _YEAR_END)


def test_a_receipt_entered_late_lays_the_refund_out_again(ledger):
    """Its parts follow from the days, not from the order of entry; the correction is a voucher of its own."""
    terms = replace(TERMS, method=Method.DECLINING)
    late, in_order = lend(ledger.with_name("a.db"), terms=terms), lend(ledger.with_name("b.db"), terms=terms)
    _receive(late, 400_000, _FEB)
    refund = _pay_back(late, 130_000, date(2023, 2, 12))
    got = _receive(late, 90_000, date(2023, 1, 20))
    _receive(in_order, 90_000, date(2023, 1, 20))
    _receive(in_order, 400_000, _FEB)
    _pay_back(in_order, 130_000, date(2023, 2, 12))

    assert picture(late, _YEAR_END) == picture(in_order, _YEAR_END)
    assert _sums(late) == _sums(in_order)
    assert any(line.startswith(f"{refund.voucher.number} tanggal 12-02-2023 dibagi ulang") for line in got.corrected)
    with store.reading(late) as connection:
        (fixed,) = vouchers.corrections_of(connection, refund.voucher.number)
    assert fixed.posting.split is None
    assert sum(part.value for part in fixed.posting.parts.values()) == 0
    back = reverse_voucher(late, refund.voucher.number, "tidak jadi", None, NOW)
    assert back.voucher.posting.amount == Rupiah(130_000)


def test_the_receipt_behind_a_refund_is_taken_back_only_after_it(ledger):
    """Else more would have been paid back than was too much; the refund is named."""
    got = _receive(ledger, 354_000, _FEB)
    done = _pay_back(ledger, 118_000, _FEB)
    for back_on in (None, _MARCH):
        with pytest.raises(RefusedError, match="lebih banyak daripada kelebihan setorannya") as refusal:
            reverse_voucher(ledger, got.voucher.number, "salah", back_on, NOW)
        assert f"danabergulir batal {done.voucher.number}" in refusal.value.hint
    reverse_voucher(ledger, done.voucher.number, "salah", None, NOW)
    reverse_voucher(ledger, got.voucher.number, "salah", None, NOW)


def test_a_refund_stays_once_the_loan_is_paid_off_by_what_was_paid_back(ledger):
    """Without it more would have come in than was owed: the receipts after it are taken back first."""
    _receive(ledger, 354_000, _FEB)
    done = _pay_back(ledger, 118_000, _FEB)
    _receive(ledger, 1_180_000, _MARCH)
    assert picture(ledger, _YEAR_END).loan.state is LoanState.PAID_OFF
    with pytest.raises(RefusedError, match="melebihi"):
        reverse_voucher(ledger, done.voucher.number, "salah", None, NOW)
    with pytest.raises(RefusedError, match=f"tanpa pengembalian {done.voucher.number}"):
        reverse_voucher(ledger, done.voucher.number, "salah", date(2023, 4, 1), NOW)


def test_of_a_loan_paid_off_early_the_jasa_of_later_months_goes_back(ledger):
    """Everything came in on the first due date: eleven lines of jasa were never asked, and no pokok is too much."""
    _receive(ledger, 1_416_000, _FEB)
    with pytest.raises(RefusedError, match=r"198\.000"):
        _pay_back(ledger, 198_001, _MARCH)
    done = _pay_back(ledger, 198_000, _MARCH)
    assert done.allocation.parts() == ((Component.JASA, Rupiah(198_000)),)
    with store.reading(ledger) as connection:
        (after,) = loan_books_of(connection, _YEAR_END)
    assert (after.state, after.owes) == (LoanState.PAID_OFF, False)


def test_of_a_settled_loan_the_jasa_paid_ahead_goes_back(ledger):
    """Three lines in February, settled in the same month: two lines of jasa were paid ahead and are not earned."""
    _receive(ledger, 354_000, _FEB)
    settle(ledger, NUMBER, _FEB, NOW)
    with pytest.raises(RefusedError, match=r"36\.000"):
        _pay_back(ledger, 36_001, _MARCH)
    done = _pay_back(ledger, 36_000, _MARCH)
    after = picture(ledger, _YEAR_END)
    assert (after.loan.state, after.loan.owes) == (LoanState.PAID_OFF, False)
    assert after.accounts["41010"] == -18_000
    reverse_voucher(ledger, done.voucher.number, "salah", None, NOW)
    assert picture(ledger, _YEAR_END).accounts["41010"] == -54_000


def test_a_refund_before_a_new_schedule_is_refused(ledger):
    """The schedule was agreed by what had been paid."""
    _receive(ledger, 354_000, _FEB)
    reschedule(ledger, NUMBER, 12, _MARCH, NOW, decision="05/BA/2023")
    with pytest.raises(RefusedError, match="sudah dijadwal ulang"):
        _pay_back(ledger, 118_000, date(2023, 2, 20))


def test_savings_that_came_with_a_receipt_are_not_paid_back(tmp_path):
    """Five percent of the pokok went to savings; only pokok and jasa go back."""
    policy = replace(DEFAULT_POLICY, savings=replace(DEFAULT_POLICY.savings, percent_of_receipt=5))
    path = lend(tmp_path / "upk.db", policy)
    got = _receive(path, 369_000, _FEB)
    assert got.allocation.savings == Rupiah(15_000)
    done = _pay_back(path, 236_000, _FEB)
    assert done.allocation.parts() == ((Component.JASA, Rupiah(36_000)), (Component.PRINCIPAL, Rupiah(200_000)))


def test_a_refund_is_printed_as_a_payment_voucher(ledger):
    """Form B-L1, with the parts and the reason."""
    _receive(ledger, 354_000, _FEB)
    paper = voucher_on_paper(ledger, _pay_back(ledger, 118_000, _FEB).voucher.number)
    assert (paper.words["code"], paper.words["comes-in"]) == ("B-L1", False)
    assert [line[0] for line in paper.words["lines"]] == ["Angsuran Pokok", "Bunga/Jasa"]
    assert paper.words["memo"] == "Pengembalian setoran pinjaman P-0001: terbayar dua kali"


def test_a_refund_is_kept_as_split_by_the_rule(ledger):
    """So that it can be laid out again."""
    _receive(ledger, 354_000, _FEB)
    assert _pay_back(ledger, 118_000, _FEB).voucher.posting.split is Split.RULE


def test_while_a_loan_that_was_written_off_is_owed_nothing_is_too_much(ledger):
    """Neither its jasa nor jasa paid ahead goes back before all principal came back, and then neither: it was owed."""
    _receive(ledger, 118_000, _FEB)
    write_off(ledger, NUMBER, date(2023, 6, 20), NOW, decision="2")
    with pytest.raises(RefusedError, match=r"masih berutang Rp1\.100\.000 pada 31-12-2023"):
        _pay_back(ledger, 18_000, _YEAR_END)
    _receive(ledger, 1_100_000, date(2024, 2, 2))
    with pytest.raises(RefusedError, match="tidak punya kelebihan setoran"):
        _pay_back(ledger, 18_000, date(2024, 2, 3))
    with pytest.raises(RefusedError, match="masih berutang"):
        _pay_back(ledger, 18_000, date(2024, 2, 1))


def test_jasa_that_was_settled_after_the_last_pokok_is_not_too_much(ledger):
    """It was owed until then: the settlement of the jasa alone took it."""
    _receive(ledger, 1_200_000, date(2023, 4, 20), typed={Component.PRINCIPAL: Rupiah(1_200_000)})
    taken = settle(ledger, NUMBER, date(2023, 6, 1), NOW)
    assert taken.allocation.jasa == Rupiah(54_000)
    with pytest.raises(RefusedError, match="tidak punya kelebihan setoran"):
        _pay_back(ledger, 54_000, date(2023, 7, 1))
