"""Transfers, vouchers, their chain and their reversal."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from danabergulir.domain.accounts import URBAN_CHART, Chart
from danabergulir.domain.journal import (
    FIRST_LINK,
    Component,
    Event,
    Posting,
    Split,
    Transfer,
    Voucher,
    VoucherKind,
    kind_of,
    reference_key,
    reverse,
    voucher_digest,
)
from danabergulir.frozen import replace
from danabergulir.money import NIL, Rupiah

_CHART = Chart(URBAN_CHART)
_RECEIPT = Posting(
    VoucherKind.RECEIPT,
    Event.REPAYMENT,
    date(2023, 2, 10),
    "Angsuran ke-1",
    (
        Transfer("11010", "11030", Rupiah(1_000_000), Component.PRINCIPAL, "P-0001", "MELATI"),
        Transfer("11010", "41010", Rupiah(180_000), Component.JASA, "P-0001", "MELATI"),
    ),
    party="KSM Melati",
    loan="P-0001",
)


def _voucher(posting: Posting, number: str = "BKM-2023-0001") -> Voucher:
    recorded_at = "2023-02-10T09:00:00"
    return Voucher(number, 1, recorded_at, posting, voucher_digest(number, recorded_at, posting, FIRST_LINK))


@pytest.mark.parametrize(("debit", "credit", "amount"), [("11010", "11010", 5), ("11010", "11030", 0)])
def test_a_transfer_moves_something_from_one_account_to_another(debit, credit, amount):
    """Nought, less, or to itself is a mistake of the caller."""
    with pytest.raises(AssertionError):
        Transfer(debit, credit, Rupiah(amount))
    with pytest.raises(AssertionError):
        Transfer("11010", "11030", Rupiah(-5))


def test_a_posting_is_worth_its_transfers():
    """Pokok and jasa together."""
    assert _RECEIPT.amount == Rupiah(1_180_000)


@pytest.mark.parametrize(
    ("moves", "kind"),
    [
        ([("11010", "11030")], VoucherKind.RECEIPT),
        ([("11021", "11030"), ("11010", "41010")], VoucherKind.RECEIPT),
        ([("11030", "11010")], VoucherKind.PAYMENT),
        ([("51040", "11021")], VoucherKind.PAYMENT),
        ([("11021", "11010")], VoucherKind.TRANSFER),
        ([("51080", "12010")], VoucherKind.TRANSFER),
        ([("11010", "11030"), ("51040", "11010")], VoucherKind.TRANSFER),
    ],
)
def test_the_voucher_follows_the_money(moves, kind):
    """Money in is a receipt, money out a payment; within the UPK or without money it is a transfer."""
    assert kind_of([Transfer(debit, credit, Rupiah(1)) for debit, credit in moves], _CHART) is kind


def test_the_digest_of_a_voucher_is_fixed_for_ever():
    """Paper from years ago must still agree, so the way it is made never changes."""
    assert _voucher(_RECEIPT).digest == "b61dc4fc798dca0ef80337611fbbc8920ac5a9c667500a3d40b807127d5a0f5f"


def test_the_digest_depends_on_every_field_around_the_posting():
    """Number, time of recording and the link to the voucher before."""
    digests = {
        voucher_digest(number, recorded_at, _RECEIPT, previous)
        for number in ("BKM-2023-0001", "BKM-2023-0002")
        for recorded_at in ("2023-02-10T09:00:00", "2023-02-10T09:00:01")
        for previous in (FIRST_LINK, "1" + FIRST_LINK[1:])
    }
    assert len(digests) == 8


@pytest.mark.parametrize(
    "change",
    [
        {"kind": VoucherKind.TRANSFER},
        {"event": Event.ENTRY},
        {"dated_on": date(2023, 2, 11)},
        {"memo": "Angsuran ke-2"},
        {"party": ""},
        {"loan": None},
        {"external_ref": ""},
        {"reverses": "BKM-2022-0009"},
        {"corrects": "BKM-2022-0009"},
        {"split": Split.TYPED},
        {"split": Split.RULE},
        {"transfers": _RECEIPT.transfers[:1]},
        {"transfers": _RECEIPT.transfers[::-1]},
        *(
            {"transfers": (replace(_RECEIPT.transfers[0], **wrong), _RECEIPT.transfers[1])}
            for wrong in (
                {"debit": "11021"},
                {"credit": "41010"},
                {"amount": Rupiah(1_000_001)},
                {"component": Component.JASA},
                {"component": None},
                {"loan": "P-0002"},
                {"ksm": None},
            )
        ),
    ],
    ids=str,
)
def test_the_digest_shows_any_change_of_the_posting(change):
    """One rupiah, one account, one word or the order: the chain breaks."""
    assert _voucher(replace(_RECEIPT, **change)).digest != _voucher(_RECEIPT).digest


@given(strategies.postings, strategies.postings)
def test_two_postings_share_a_digest_only_when_they_are_the_same(one, other):
    """No two contents run together."""
    assert (_voucher(one).digest == _voucher(other).digest) == (one == other)
    assert _voucher(one).digest == _voucher(replace(one)).digest


@given(strategies.postings, st.integers(0, 400))
def test_a_reversal_takes_every_transfer_back(posting, days):
    """The same amounts the other way round, pointing at the voucher taken back; together nothing has moved."""
    later = posting.dated_on + timedelta(days=days)
    back = reverse(_voucher(posting), later, "salah catat")
    assert (back.kind, back.event, back.dated_on) == (VoucherKind.TRANSFER, Event.REVERSAL, later)
    assert (back.reverses, back.loan, back.party) == ("BKM-2023-0001", posting.loan, posting.party)
    assert back.external_ref is None
    assert "salah catat" in back.memo
    moved: dict[str, Rupiah] = {}
    for move in (*posting.transfers, *back.transfers):
        moved[move.debit] = moved.get(move.debit, NIL) + move.amount
        moved[move.credit] = moved.get(move.credit, NIL) - move.amount
    assert not any(moved.values())
    assert [(m.component, m.loan, m.ksm) for m in back.transfers] == [
        (m.component, m.loan, m.ksm) for m in posting.transfers
    ]


@given(strategies.postings)
def test_the_reverse_of_a_reverse_moves_what_the_first_did(posting):
    """Taking a reversal back restores the same transfers."""
    back = reverse(_voucher(posting), posting.dated_on, "salah")
    again = reverse(_voucher(back, "BPB-2023-0001"), posting.dated_on, "ternyata benar")
    assert again.transfers == posting.transfers
    assert again.reverses == "BPB-2023-0001"


@pytest.mark.parametrize("written", ["KW-1", "kw 1", "KW1", " Kw.01 ", "kw-001", "KW/1"])
def test_a_number_of_the_treasurers_own_is_the_same_however_it_is_written(written):
    """Case, blanks, strokes, and noughts that a spreadsheet drops."""
    assert reference_key(written) == reference_key("KW-1")


def test_other_numbers_of_the_treasurers_own_stay_apart_and_a_stroke_is_none():
    """What stands before and after a stroke counts; without a letter or a digit there is no number."""
    numbers = ("KW-1", "KW-10", "KW-1/2", "KW-12", "KM-1", "1", "0", "A", "1/23", "12/3")
    assert len({reference_key(number) for number in numbers}) == len(numbers)
    assert {reference_key(nothing) for nothing in (None, "", "-", " / ", "...")} == {""}
