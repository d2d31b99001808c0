"""Vouchers and transfers: one append-only journal is the general ledger and the loan cards at once."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from re import sub
from typing import Final

from danabergulir.dates import Month
from danabergulir.domain.accounts import Account, Chart, Role
from danabergulir.errors import pieces
from danabergulir.frozen import Struct, replace
from danabergulir.money import NIL, Rupiah, total


def reference_key(reference: str | None) -> str:
    """Return what tells one of the treasurer's own numbers from another: ``KW-01``, ``kw 1`` and ``KW1`` are one.

    A spreadsheet drops the noughts before a number, and people write strokes and blanks as they like. Empty for what
    has neither letter nor digit: a stroke in the cell is no number.
    """
    return " ".join(pieces(reference or ""))


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


ROLES_OF: Final[Mapping[Component, tuple[Role, ...]]] = {
    Component.OPENING: (Role.RECEIVABLE,),
    Component.DISBURSEMENT: (Role.RECEIVABLE,),
    Component.PRINCIPAL: (Role.RECEIVABLE,),
    Component.JASA: (Role.JASA_INCOME,),
    Component.TITIPAN: (Role.TITIPAN,),
    Component.PENALTY: (Role.PENALTY_INCOME,),
    Component.SAVINGS: (Role.SAVINGS,),
    Component.WRITE_OFF: (Role.RECEIVABLE,),
    # the board decides where recovered money goes, and may have decided otherwise before
    Component.RECOVERY: (Role.RESERVE, Role.PENALTY_INCOME),
}
"""The roles of the accounts that each component of a loan may be booked on, the usual one first."""


def component_accounts(chart: Chart) -> dict[Component, tuple[str, ...]]:
    """Return the accounts that each component of a loan may be booked on, the usual one first; none the chart lacks."""
    return {
        component: tuple(account.code for role in roles for account in chart.all_with(role))
        for component, roles in ROLES_OF.items()
    }


PAID_IN: Final = (Component.PRINCIPAL, Component.JASA, Component.TITIPAN, Component.PENALTY, Component.SAVINGS)
"""What a KSM brings, in the order of its columns."""


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
    REFUND = "pengembalian"
    SAVINGS_IN = "tabungan masuk"
    SAVINGS_OUT = "tabungan keluar"
    SAVINGS_USED = "tabungan dipakai"
    RESERVE = "cadangan"
    DEPRECIATION = "penyusutan"
    REVERSAL = "pembatalan"
    CORRECTION = "pembetulan"
    YEAR_CLOSE = "tutup tahun"


BY_HAND: Final = (Event.CASH_IN, Event.CASH_OUT, Event.ENTRY)
"""The events in which a person names both accounts."""


class Split(StrEnum):
    """How the parts of a repayment were found: typed from the slip, which never moves, or by the policy's rule."""

    TYPED = "ketik"
    RULE = "aturan"


class Transfer(Struct, frozen=True):
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


class Posting(Struct, frozen=True):
    """What is to be recorded: a voucher before it has its number.

    ``external_ref`` is the treasurer's own number; no two vouchers that stand have the same. ``reverses`` is the number
    of the voucher this one takes back; ``corrects`` that of the one whose parts it puts right. ``split`` is kept of
    repayments; older programs did not keep it.
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
    corrects: str | None = None
    split: Split | None = None

    @property
    def amount(self) -> Rupiah:
        """Return the sum of its transfers."""
        return total([transfer.amount for transfer in self.transfers])

    @property
    def gives_back(self) -> bool:
        """Return whether the parts of a loan are taken back by it: by a refund, and by a reversal of what is none."""
        if self.reverses is None:
            return self.event is Event.REFUND
        lends = any(move.component is Component.DISBURSEMENT for move in self.transfers)
        return lends or not self.reverses.startswith(VoucherKind.PAYMENT)

    @property
    def parts(self) -> dict[Component, Rupiah]:
        """Return what each component comes to; below nil where it is taken back.

        A correction begins with a part that it takes back, out of the account that the money had come into.
        """
        sums: dict[Component, Rupiah] = {}
        for move in self.transfers:
            if move.component is None:
                continue
            taken = move.debit != self.transfers[0].credit if self.corrects else self.gives_back
            sums[move.component] = sums.get(move.component, NIL) + (-move.amount if taken else move.amount)
        return sums


class Voucher(Struct, frozen=True):
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
    memo, loan, external reference, reversed voucher, and a list of [debit, credit, amount, component, loan, KSM]. Where
    a voucher has one of them, the corrected voucher and the split follow, both.
    """
    content: list[object] = [
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
    if posting.corrects is not None or posting.split is not None:
        content += [posting.corrects, posting.split]
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
        party=posting.party,
        loan=posting.loan,
        reverses=voucher.number,
    )


def reason_of(reversal: Posting) -> str:
    """Return why a voucher was taken back, as ``reverse`` wrote it down."""
    return reversal.memo.removeprefix(f"Batal {reversal.reverses}: ")


def in_place_of(memo: str, number: str) -> str:
    """Return the memo of a voucher that is recorded in the place of a wrong one, whose number it names."""
    return f"{own_memo(memo)} (pengganti {number})"


def own_memo(memo: str) -> str:
    """Return a memo without the number of the voucher in whose place its own was recorded."""
    return sub(r" \(pengganti [A-Z]{3}-\d{4}-\d{4,}\)$", "", memo.strip())


def correction(
    voucher: Voucher, change: Mapping[Component, Rupiah], accounts: Mapping[Component, str], dated_on: date, cause: str
) -> Posting | None:
    """Return the posting that adds ``change`` to the parts of a receipt or refund, or of what takes it back.

    None where it is nothing.

    What is too much is taken back through the receipt's own money account, and put right through it. ``accounts`` are
    those of components that the receipt did not have; ``cause`` is the voucher by which the split is another one.
    """
    posting = voucher.posting
    own = {move.component: (move.debit if posting.gives_back else move.credit) for move in posting.transfers}
    first = posting.transfers[0]
    money = first.credit if posting.gives_back else first.debit
    moves = []
    for component, amount in sorted(change.items(), key=lambda part: part[1] > NIL):
        account = own.get(component) or accounts[component]
        if amount < NIL:
            moves.append(Transfer(account, money, -amount, component, first.loan, first.ksm))
        elif amount > NIL:
            moves.append(Transfer(money, account, amount, component, first.loan, first.ksm))
    if not moves:
        return None
    return Posting(
        VoucherKind.TRANSFER,
        Event.CORRECTION,
        dated_on,
        f"Pembagian {voucher.number} dibetulkan karena {cause}",
        tuple(moves),
        party=posting.party,
        loan=posting.loan,
        corrects=voucher.number,
    )


def as_events(vouchers: Sequence[Voucher]) -> list[Voucher]:
    """Return vouchers as the events that they tell of: a correction is merged into the voucher that it corrects.

    A correction of another day, its receipt's own being closed, stands for itself.
    """
    days = {voucher.number: voucher.posting.dated_on for voucher in vouchers}
    corrections: dict[str, list[Posting]] = {}
    events = []
    for voucher in vouchers:
        target = voucher.posting.corrects
        if target is not None and days.get(target) == voucher.posting.dated_on:
            corrections.setdefault(target, []).append(voucher.posting)
        else:
            events.append(voucher)
    return [
        replace(event, posting=corrected(event.posting, corrections[event.number]))
        if event.number in corrections
        else event
        for event in events
    ]


_PRINTED: Final = (Component.PENALTY, Component.JASA, Component.TITIPAN, Component.PRINCIPAL, Component.SAVINGS)
"""The parts of a receipt, in the order in which they stand on it."""


def corrected(posting: Posting, corrections: Sequence[Posting]) -> Posting:
    """Return a receipt or refund, or what takes it back, with the parts that its corrections leave it."""
    if not corrections:
        return posting
    first, back = posting.transfers[0], posting.gives_back
    money = first.credit if back else first.debit
    moves = [move for item in (posting, *corrections) for move in item.transfers]
    accounts = {move.component: move.credit if move.debit == money else move.debit for move in moves}
    sums = {part: total([item.parts.get(part, NIL) for item in (posting, *corrections)]) for part in _PRINTED}
    return replace(
        posting,
        transfers=tuple(
            Transfer(accounts[part], money, -amount, part, first.loan, first.ksm)
            if back
            else Transfer(money, accounts[part], amount, part, first.loan, first.ksm)
            for part, amount in sums.items()
            if amount
        ),
    )


class AccountLine(Struct, frozen=True):
    """One transfer as one account sees it, in rupiah."""

    dated_on: date
    voucher: str
    memo: str
    opposite: str
    debit: Rupiah
    credit: Rupiah


class AccountSheet(Struct, frozen=True):
    """One account over a stretch of days: carried forward (debit positive), then line by line."""

    account: Account
    opening: Rupiah
    lines: tuple[AccountLine, ...]


class Booked(Struct, frozen=True):
    """A voucher as recorded, the names of its two accounts, and what the treasurer should look at."""

    voucher: Voucher
    debit: Account
    credit: Account
    warnings: tuple[str, ...]


class Reversed(Struct, frozen=True):
    """A voucher that takes another one back: the months whose reports it changes, and what else follows.

    ``counted_on`` is the day of a later count of the cash box that it moves; ``corrected`` are the later receipts that
    are split anew because of it. ``along`` takes back what was recorded with it: the compulsory savings that stayed
    behind with a loan, or what a later adjustment of the reserve gave up.
    """

    voucher: Voucher
    months: tuple[Month, ...]
    counted_on: date | None
    corrected: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    along: Voucher | None = None


class FoundVoucher(Struct, frozen=True):
    """A voucher, the chart that names its accounts, what takes it back, if anything does, and what corrects it.

    ``activity`` is what it pays for, ``permit`` the minutes by which that may go too far; empty where there is none.
    """

    voucher: Voucher
    chart: Chart
    reversed_by: str | None = None
    corrections: tuple[Voucher, ...] = ()
    activity: str = ""
    permit: str = ""
