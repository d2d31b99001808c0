"""``betulkan`` of a disbursement that was paid on since: its receipts go along, or the way to do it is told."""

from datetime import date
from fractions import Fraction

import pytest

from danabergulir.dates import Month
from danabergulir.domain.journal import Component, Split
from danabergulir.domain.policy.choices import PenaltyWay
from danabergulir.domain.policy.lateness import PenaltyRules
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.errors import RefusedError, UsageError
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import let_go, proposals, vouchers
from danabergulir.ledger.read.loans import loan_figures
from danabergulir.ledger.read.registers import chart
from danabergulir.money import Rupiah
from danabergulir.operations import savings
from danabergulir.operations.amending.act import Right
from danabergulir.operations.amending.amend import amend
from danabergulir.operations.audit.examination import check_ledger
from danabergulir.operations.closing import close_month
from danabergulir.operations.loans.disbursement import disburse
from danabergulir.operations.loans.endings import reschedule, settle
from danabergulir.operations.loans.members import TypedPart, share_receipt
from danabergulir.operations.loans.penalties import waive_penalty
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from danabergulir.operations.loans.simulation import Wish
from danabergulir.operations.policy.in_force import set_policy
from danabergulir.reports.shown.vouchers import reversal_remarks
from operations.test_amending import NOW
from properties.small_fund import start_fund

LENT_ON, FIRST, SECOND = date(2026, 1, 10), date(2026, 2, 12), date(2026, 3, 12)


def _lent(path, amount=2_500_000):
    return disburse(path, "DAHLIA", Wish(Rupiah(amount), 10), LENT_ON, NOW).voucher.number


def _received(path, amount=300_000, day=FIRST, **more):
    return receive(path, "DAHLIA", Rupiah(amount), day, NOW, **more).voucher.number


def _standing(path, number):
    with store.reading(path) as connection:
        figures = loan_figures(connection, chart(connection, NOW.date()), NOW.date(), number)
        return figures.outstanding, figures.received


def _newest(path):
    with store.reading(path) as connection:
        return vouchers.newest(connection)


def _parts(path, number):
    with store.reading(path) as connection:
        return vouchers.find(connection, number).posting.parts


@pytest.fixture
def fund(tmp_path):
    """Return the ledger of a small fund with savings of one KSM."""
    path = start_fund(tmp_path)
    savings.save(path, "DAHLIA", Rupiah(500_000), date(2026, 1, 5), NOW)
    return path


def test_the_receipts_go_along_and_name_each_other(fund):
    """Each is taken back on its own day, and recorded again with its own number, account, parts and payers."""
    number = _lent(fund)
    typed = {Component.PRINCIPAL: Rupiah(200_000), Component.JASA: Rupiah(45_000)}
    first = _received(fund, into="11021", external_ref="KW-7", memo="Titip Bu Ani")
    second = _received(fund, 245_000, SECOND, typed=typed)
    share_receipt(fund, first, [TypedPart("1", Rupiah(100_000))], NOW)

    done = amend(fund, number, Right(amount=Rupiah(2_000_000)), "salah baca", NOW)

    assert [item.wrong.number for item in done.carried] == [first, second]
    one, two = (item.voucher for item in done.carried)
    assert (one.posting.loan, one.posting.amount, one.posting.dated_on) == ("P-0003", Rupiah(300_000), FIRST)
    assert (one.posting.external_ref, one.posting.memo) == ("KW-7", f"Titip Bu Ani (pengganti {first})")
    assert one.posting.transfers[0].debit == "11021"
    assert one.posting.parts == {Component.JASA: Rupiah(60_000), Component.PRINCIPAL: Rupiah(240_000)}
    assert (two.posting.parts, two.posting.split) == (typed, Split.TYPED)
    assert two.posting.memo == f"Angsuran pinjaman P-0003 (pengganti {second})"
    back = done.carried[0].reversal.posting
    assert (back.dated_on, back.memo) == (FIRST, f"Batal {first}: salah baca; diganti {one.number}")
    with store.reading(fund) as connection:
        shares = proposals.receipt_shares(connection, "P-0003", NOW.date())
        assert vouchers.replacement_of(connection, first) == one.number
    assert [(share.voucher, share.amount) for share in shares] == [(one.number, Rupiah(100_000))]
    assert next(line for line in reversal_remarks(done) if "dicatat lagi" in line) == (
        f"Setoran {first} tanggal 12-02-2026 dicatat lagi pada P-0003 sebagai {one.number} "
        f"({first} dibatalkan dengan {done.carried[0].reversal.number})."
    )
    assert [item for item in check_ledger(fund, NOW.date()).checks if item.result == "salah"] == []


def test_whoever_paid_is_asked_again_where_the_ksm_is_another_one(fund):
    """Members of another KSM did not pay it; compulsory savings with the loan do not disturb the numbers."""
    policy = replace(DEFAULT_POLICY, savings=replace(DEFAULT_POLICY.savings, percent_of_loan=Fraction(5)))
    set_policy(fund, policy, date(2026, 1, 1), NOW)
    number = _lent(fund)
    first = _received(fund)
    share_receipt(fund, first, [TypedPart("1", Rupiah(100_000))], NOW)

    done = amend(fund, number, Right(ksm="KENANGA"), "salah KSM", NOW)

    assert done.carried[0].voucher.posting.party == "KSM KENANGA"
    assert any("pinjaman bagi-setoran" in text for text in done.warnings)


def test_denda_that_was_let_go_goes_along(fund):
    """With its day and the minutes."""
    set_policy(
        fund, replace(DEFAULT_POLICY, penalty=PenaltyRules(PenaltyWay.PER_DAY, Rupiah(500))), date(2026, 1, 1), NOW
    )
    number = _lent(fund)
    waive_penalty(fund, "DAHLIA", Rupiah(1_000), FIRST, NOW, reason="banjir", decision="BA-3")
    _received(fund)

    done = amend(fund, number, Right(amount=Rupiah(2_000_000)), "salah baca", NOW)

    assert Component.PENALTY not in done.carried[0].voucher.posting.parts
    with store.reading(fund) as connection:
        assert let_go.waivers_of(connection, "P-0003") == [(FIRST, Rupiah(1_000), "banjir (berita acara BA-3)")]


def test_a_receipt_that_does_not_fit_the_right_loan_refuses_it_all(fund):
    """More than the right loan owes, or before its day: the receipt is named, and nothing is recorded."""
    number = _lent(fund)
    first = _received(fund, 2_000_000)
    before = _newest(fund)

    for right in (Right(amount=Rupiah(1_000_000)), Right(dated_on=SECOND)):
        with pytest.raises(RefusedError, match=rf"setoran {first} .* tidak cocok") as refused:
            amend(fund, number, right, "salah", NOW)
        assert f"danabergulir betulkan {first}" in refused.value.hint
    assert _newest(fund) == before


def test_a_settlement_is_taken_back_first(fund):
    """The way told works: taken back on its own day, the disbursement can be put right."""
    number = _lent(fund)
    _received(fund)
    settled = settle(fund, "P-0002", SECOND, NOW)
    assert settled.voucher is not None

    with pytest.raises(RefusedError) as refused:
        amend(fund, number, Right(amount=Rupiah(2_000_000)), "salah baca", NOW)
    assert f"danabergulir batal {settled.voucher.number}" in refused.value.hint
    reverse_voucher(fund, settled.voucher.number, "salah pokok", None, NOW)
    assert len(amend(fund, number, Right(amount=Rupiah(2_000_000)), "salah baca", NOW).carried) == 1


@pytest.mark.parametrize(
    ("amount", "way"),
    [
        (2_000_000, "danabergulir terima P-0002 500.000 --pokok 500.000"),
        (2_600_000, "danabergulir pinjaman cairkan DAHLIA --pokok 100.000 --tenor KALI"),
        (None, 'danabergulir jurnal 11010 11021 2.500.000 "Pencairan P-0002 dari 11021" --tanggal 2026-01-10'),
    ],
)
def test_a_loan_agreed_anew_is_put_right_from_then_on(fund, amount, way):
    """What was agreed counted the wrong principal: the difference is recorded, in the direction that it has."""
    number = _lent(fund)
    _received(fund)
    reschedule(fund, "P-0002", 12, SECOND, NOW, decision="BA-4")
    right = Right(amount=Rupiah(amount)) if amount else Right(out_of="11021")

    with pytest.raises(RefusedError, match="sudah dijadwal ulang pada 12-03-2026") as refused:
        amend(fund, number, right, "salah baca", NOW)
    assert way in refused.value.hint


def test_a_receipt_taken_back_on_a_later_day_counted_until_then(fund):
    """On the loan as it was: its disbursement stays, and the difference is recorded."""
    number = _lent(fund)
    first = _received(fund)
    reverse_voucher(fund, first, "terbayar dua kali", SECOND, NOW)

    with pytest.raises(RefusedError, match=f"{first} tanggal 12-02-2026 baru dibatalkan pada 12-03-2026") as refused:
        amend(fund, number, Right(amount=Rupiah(2_000_000)), "salah baca", NOW)
    assert refused.value.hint.endswith("danabergulir terima P-0002 500.000 --pokok 500.000")


def test_savings_used_for_the_loan_are_taken_back_first(fund):
    """They follow from the arrears, which are others now."""
    number = _lent(fund)
    used = savings.use_for_arrears(fund, "DAHLIA", Rupiah(50_000), "BA-5", FIRST, NOW).voucher.number

    with pytest.raises(RefusedError) as refused:
        amend(fund, number, Right(amount=Rupiah(2_000_000)), "salah baca", NOW)
    assert refused.value.hint.endswith("tabungan pakai DAHLIA 50.000 --ba NOMOR --tanggal 2026-02-12")
    assert f"danabergulir batal {used}" in refused.value.hint


def test_a_closed_month_is_opened_first(fund):
    """Receipts cannot stand before their loan."""
    number = _lent(fund)
    _received(fund)
    close_month(fund, Month(2026, 1), NOW)

    with pytest.raises(RefusedError) as refused:
        amend(fund, number, Right(amount=Rupiah(2_000_000)), "salah baca", NOW)
    assert "danabergulir buka bulan 2026-01" in refused.value.hint


def test_a_receipt_of_a_closed_month_is_put_right_twice(fund):
    """The parts were never typed by anyone: those of the closed day are worked out once more, as if right at once."""
    path = fund
    first = receive(path, "P-0001", Rupiah(200_000), FIRST, NOW).voucher.number
    close_month(path, Month(2026, 1), NOW)
    close_month(path, Month(2026, 2), NOW)

    once = amend(path, first, Right(amount=Rupiah(250_000)), "salah", NOW).voucher
    twice = amend(path, once.number, Right(amount=Rupiah(300_000)), "salah lagi", NOW).voucher
    thrice = amend(path, twice.number, Right(amount=Rupiah(200_000)), "benar semula", NOW).voucher

    assert twice.posting.parts == {Component.JASA: Rupiah(50_000), Component.PRINCIPAL: Rupiah(250_000)}
    assert thrice.posting.parts == _parts(path, first)
    typed = {Component.PRINCIPAL: Rupiah(190_000), Component.JASA: Rupiah(20_000)}
    by_hand = amend(path, thrice.number, Right(amount=Rupiah(210_000), typed=typed), "dibagi", NOW).voucher
    with pytest.raises(UsageError, match="sudah ditulis tetap"):
        amend(path, by_hand.number, Right(amount=Rupiah(220_000)), "salah", NOW)


def test_a_reason_that_only_sounds_like_a_replacement_names_none(fund):
    """The trail follows from what was recorded, not from what a person wrote."""
    _lent(fund)
    number = _received(fund, 100_000)
    reverse_voucher(fund, number, "ketikan ganda; diganti BKM-2026-0001", None, NOW)

    with pytest.raises(RefusedError) as refused:
        amend(fund, number, Right(amount=Rupiah(1_000)), "x", NOW)
    assert "dan diganti" not in refused.value.message
    assert "Catat lagi kejadian yang benar" in refused.value.hint
