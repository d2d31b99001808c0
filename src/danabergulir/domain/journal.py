"""Vouchers and transfers: one append-only journal is the general ledger and the loan cards at once."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from danabergulir.domain.accounts import Chart
from danabergulir.money import NIL, Rupiah, total


class Component(StrEnum):
    """What a transfer on a loan is for."""

    OPENING = "saldo_awal"
    DISBURSEMENT = "pencairan"
    PRINCIPAL = "pokok"
    JASA = "jasa"
    TITIPAN = "titipan"
    PENALTY = "denda"
    SAVINGS = "tabungan"
    WRITE_OFF = "hapus_buku"
    RECOVERY = "pemulihan"


class VoucherKind(StrEnum):
    """The programme's vouchers: cash in (A-L1), cash out (B-L1), transfer (C), and the opening balances."""

    RECEIPT = "BKM"
    PAYMENT = "BKK"
    TRANSFER = "BPB"
    OPENING = "BSA"


class Event(StrEnum):
    """The business event that a voucher records."""

    OPENING = "saldo awal"
    DISBURSEMENT = "pencairan"
    REPAYMENT = "angsuran"
    CASH_IN = "kas masuk"
    CASH_OUT = "kas keluar"
    DEPOSIT = "setor ke bank"
    WITHDRAWAL = "tarik dari bank"
    ENTRY = "jurnal"
    SETTLEMENT = "pelunasan"
    WRITE_OFF = "hapus buku"
    RECOVERY = "pemulihan"
    SAVINGS_IN = "tabungan masuk"
    SAVINGS_OUT = "tabungan keluar"
    SAVINGS_USED = "tabungan dipakai"
    RESERVE = "cadangan"
    DEPRECIATION = "penyusutan"
    REVERSAL = "pembatalan"
    YEAR_CLOSE = "tutup tahun"


@dataclass(frozen=True, slots=True)
class Transfer:
    """One amount from the ``credit`` account to the ``debit`` account; a single row cannot be unbalanced."""

    debit: str
    credit: str
    amount: Rupiah
    component: Component | None = None
    loan: str | None = None
    ksm: str | None = None

    def __post_init__(self) -> None:
        assert self.amount > NIL, f"a transfer moves a positive amount: {self}"
        assert self.debit != self.credit, f"a transfer needs two accounts: {self}"


@dataclass(frozen=True, slots=True)
class Posting:
    """What is to be recorded: a voucher before it has its number.

    ``external_ref`` is the treasurer's own number; the same one is never recorded twice. ``reverses`` is the number of
    the voucher this one takes back.
    """

    kind: VoucherKind
    event: Event
    dated_on: date
    memo: str
    transfers: tuple[Transfer, ...]
    party: str = ""
    loan: str | None = None
    external_ref: str | None = None
    reverses: str | None = None

    @property
    def amount(self) -> Rupiah:
        """Return the sum of its transfers."""
        return total([transfer.amount for transfer in self.transfers])


@dataclass(frozen=True, slots=True)
class Voucher:
    """A recorded posting: numbered, timed (``recorded_at``, ISO text) and chained to the one before it."""

    number: str
    sequence: int
    recorded_at: str
    posting: Posting
    digest: str


FIRST_LINK: Final = "0" * 64
"""What the first voucher of a ledger is chained to."""


def voucher_digest(number: str, recorded_at: str, posting: Posting, previous: str) -> str:
    """Return the SHA-256 (hex) over a voucher's content and the digest of the one before it.

    The content is one JSON array without spaces: previous digest, number, kind, event, date, time recorded, party,
    memo, loan, external reference, reversed voucher, and a list of [debit, credit, amount, component, loan, KSM].
    """
    content = [
        previous,
        number,
        posting.kind,
        posting.event,
        posting.dated_on.isoformat(),
        recorded_at,
        posting.party,
        posting.memo,
        posting.loan,
        posting.external_ref,
        posting.reverses,
        [
            [move.debit, move.credit, move.amount.value, move.component, move.loan, move.ksm]
            for move in posting.transfers
        ],
    ]
    line = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(line.encode("utf-8")).hexdigest()


def kind_of(transfers: Sequence[Transfer], chart: Chart) -> VoucherKind:
    """Return the voucher that fits: money comes in, money goes out, or neither alone."""
    comes_in = all(chart[move.debit].holds_money and not chart[move.credit].holds_money for move in transfers)
    goes_out = all(chart[move.credit].holds_money and not chart[move.debit].holds_money for move in transfers)
    if comes_in:
        return VoucherKind.RECEIPT
    return VoucherKind.PAYMENT if goes_out else VoucherKind.TRANSFER


def reverse(voucher: Voucher, dated_on: date, reason: str) -> Posting:
    """Return the posting that takes ``voucher`` back: every transfer the other way round, on a transfer voucher."""
    posting = voucher.posting
    return Posting(
        VoucherKind.TRANSFER,
        Event.REVERSAL,
        dated_on,
        f"Batal {voucher.number}: {reason}",
        tuple(replace(move, debit=move.credit, credit=move.debit) for move in posting.transfers),
        posting.party,
        posting.loan,
        reverses=voucher.number,
    )


def reason_of(reversal: Posting) -> str:
    """Return why a voucher was taken back, as ``reverse`` wrote it down."""
    return reversal.memo.removeprefix(f"Batal {reversal.reverses}: ")


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One transfer as one account sees it, in rupiah."""

    dated_on: date
    voucher: str
    memo: str
    opposite: str
    debit: Rupiah
    credit: Rupiah
