"""Taking a wrong voucher back and recording the right one: both, or none."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from danabergulir.dates import END_OF_TIME, Month, months_through
from danabergulir.domain.accounts import label
from danabergulir.domain.journal import Event, Posting, Split, Voucher
from danabergulir.domain.loans.outcomes import Amended
from danabergulir.errors import RefusedError, UsageError
from danabergulir.ledger.read import loans, proposals, records, vouchers
from danabergulir.ledger.read.accounts import balance
from danabergulir.money import Rupiah
from danabergulir.operations.amending.act import Act, Right
from danabergulir.operations.amending.carrying import carry, take_back, to_carry
from danabergulir.operations.amending.replacing import RECORDED_BY, by_hand, coming_number, prepared, stays_on_loan
from danabergulir.operations.desk import Book, Desk, recording
from danabergulir.operations.limits import Tell, hold
from danabergulir.operations.loans.receipts import reverse_voucher

_OPTIONS: Final[Mapping[str, str]] = {
    "amount": "--jumlah",
    "dated_on": "--tanggal",
    "loan": "--pinjaman",
    "ksm": "--ksm",
    "into": "--ke",
    "out_of": "--dari",
    "account": "--akun",
    "memo": "--keterangan",
    "typed": "bagian-bagiannya (--pokok, --jasa, ...)",
}
_OTHERWISE: Final = {
    Event.SETTLEMENT: "pinjaman lunasi",
    Event.WRITE_OFF: "pinjaman hapus-buku",
    Event.REFUND: "kembalikan",
    Event.SAVINGS_USED: "tabungan pakai",
    Event.RESERVE: "cadangan sesuaikan",
}
"""What follows from the whole loan or the whole book: taken back, it is worked out anew by its own command."""


def amend(
    book: Book,
    number: str,
    right: Right,
    reason: str,
    now: datetime,
    *,
    permit: str = "",
    insist: Tell | None = None,
    trial: bool = False,
) -> Amended:
    """Take a voucher back and record the right one in its place, both or none; each names the other.

    The reversal is of the wrong one's day, the right voucher of the day named, else of that same day. Where the wrong
    one's day is closed, both are of the day named, else of today: in between the money counts neither twice nor never.
    Receipts on a loan whose disbursement is put right go along: each is taken back and recorded again on the right
    loan, by the same day and amount.
    Raises ``UsageError`` where nothing is put right and for what the voucher does not have; ``RefusedError`` for a
    voucher that is worked out from others, and where either voucher is refused. With ``trial`` nothing is recorded.
    """
    with recording(book, now, trial=trial, insist=insist) as desk:
        before, wrong = vouchers.newest(desk.connection), vouchers.find(desk.connection, number)
        _refuse_replaced(desk, wrong)
        _refuse_event(wrong)
        _refuse_options(wrong, right)
        is_open = wrong.posting.dated_on >= desk.first_open_on
        back_on = wrong.posting.dated_on if is_open else right.dated_on or now.date()
        number_of = wrong.posting.loan
        shares = proposals.receipt_shares(desk.connection, number_of, END_OF_TIME) if number_of else []
        act = Act(
            desk=desk,
            wrong=wrong,
            right=right,
            dated_on=right.dated_on or back_on,
            back_on=back_on,
            permit=permit,
            insisted=insist is not None,
            shares=tuple(share for share in shares if share.voucher == wrong.number),
        )
        same_loan = stays_on_loan(act)
        counted_before = _at_last_count(desk)
        told = f"{reason.strip()}; diganti {coming_number(act)}" if reason.strip() else ""
        record, along = prepared(act), to_carry(act)
        back = take_back(along, reason.strip()) if told else []
        reversal = reverse_voucher(desk, wrong.number, told, back_on, now, lay_out=not same_loan, by_hand=by_hand(act))
        voucher, corrected, warnings = record()
        assert told.endswith(voucher.number), (told, voucher.number)
        _refuse_the_same(act, voucher)
        carried = carry(along, back, voucher.posting.loan or "")
        acts = [(act, voucher), *((item.act, done.voucher) for item, done in zip(along, carried, strict=True))]
        left_over = [text for one, instead in acts for text in _carry_shares(one, instead)]
        if is_open:
            # Another day moves only the right voucher, never what takes the wrong one back.
            desk.writer.flush()
            hold(
                desk.connection,
                desk.chart,
                before,
                insisted=insist is not None,
                staying=reversal.voucher.sequence,
            )
        for one, instead in acts:
            if vouchers.is_imported(desk.connection, one.wrong):
                desk.writer.note_imported(instead)  # so that the sheet, put right as well, does not record it once more
        counted = _at_last_count(desk)
        loan = None if _lends(wrong) else voucher.posting.loan
        return Amended(
            wrong=wrong,
            reversal=reversal,
            voucher=voucher,
            sides=_sides(desk, voucher.posting),
            outstanding=None
            if loan is None
            else loans.loan_figures(desk.connection, desk.chart, voucher.posting.dated_on, loan).outstanding,
            months=tuple(months_through(Month.of(min(back_on, act.dated_on)), Month.of(now.date()))),
            counted_on=counted[0] if counted and counted != counted_before else None,
            corrected=(*reversal.corrected, *corrected),
            warnings=(*warnings, *reversal.warnings, *left_over),
            carried=tuple(carried),
        )


def _sides(desk: Desk, posting: Posting) -> tuple[str, str]:
    """Return the names of the accounts of a posting of one amount between two, else nothing."""
    if len(posting.transfers) > 1:
        return "", ""
    (move,) = posting.transfers
    return label(desk.chart[move.debit]), label(desk.chart[move.credit])


def _lends(voucher: Voucher) -> bool:
    return voucher.posting.event is Event.DISBURSEMENT


def _refuse_replaced(desk: Desk, wrong: Voucher) -> None:
    """Raise ``RefusedError`` for a voucher that was taken back already, naming the one in its place."""
    taken_back = vouchers.reversal_of(desk.connection, wrong.number)
    if taken_back is None:
        return
    instead = vouchers.replacement_of(desk.connection, wrong.number)
    raise RefusedError(
        f"bukti {wrong.number} sudah dibatalkan oleh {taken_back}" + (f" dan diganti {instead}" if instead else ""),
        f"Betulkan penggantinya: danabergulir betulkan {instead}"
        if instead
        else f"Catat lagi kejadian yang benar dengan bukti baru. Lihat: danabergulir bukti {taken_back}",
    )


def _refuse_event(wrong: Voucher) -> None:
    """Raise ``RefusedError`` for a voucher that follows from others; those of closes and reversals are told later."""
    posting = wrong.posting
    way = _OTHERWISE.get(posting.event)
    if posting.event is Event.ENTRY and (len(posting.transfers) > 1 or posting.transfers[0].component):
        way = "tabungan rinci"
    if way is not None:
        raise RefusedError(
            f"bukti {wrong.number} ({posting.event}) tidak dapat dibetulkan dalam satu langkah",
            f'Batalkan dulu: danabergulir batal {wrong.number} --alasan "...". Lalu catat lagi: danabergulir {way}',
        )


def _refuse_options(wrong: Voucher, right: Right) -> None:
    """Raise ``UsageError`` where nothing is put right, and for what a voucher of that event does not have."""
    known = RECORDED_BY.get(wrong.posting.event)
    if known is None:
        return  # whatever it is, it cannot be taken back either
    having = [_OPTIONS[name] for name in known[1]]
    if not right.named:
        raise UsageError(
            f"belum disebut apa yang salah pada bukti {wrong.number}", f"Tambahkan: {', atau '.join(having)}."
        )
    for name in right.named:
        if name not in known[1]:
            raise UsageError(
                f"bukti {wrong.number} ({wrong.posting.event}) tidak mempunyai {_OPTIONS[name]}",
                f"Yang dapat dibetulkan: {', '.join(having)}.",
            )


def _at_last_count(desk: Desk) -> tuple[date, Rupiah] | None:
    """Return the day of the newest count of the cash box and what the book now says of that day."""
    count = records.latest(desk.connection, desk.chart, desk.opened_on, desk.now.date())
    return None if count is None else (count.dated_on, balance(desk.connection, count.account.code, count.dated_on))


def _refuse_the_same(act: Act, voucher: Voucher) -> None:
    """Raise ``UsageError`` where the voucher in the place of another says the same."""
    now, before = voucher.posting, act.posting
    moves = [{(move.debit, move.credit, move.ksm) for move in item.transfers} for item in (now, before)]
    facts = [(item.dated_on, item.amount, item.split is Split.TYPED) for item in (now, before)]
    again = _lends(voucher) or now.loan == before.loan
    if again and moves[0] == moves[1] and facts[0] == facts[1] and not (act.right.memo or act.right.typed):
        raise UsageError(
            f"bukti {act.wrong.number} sudah seperti itu, tidak ada yang dibetulkan",
            f"Lihat isinya: danabergulir bukti {act.wrong.number}",
        )


def _carry_shares(act: Act, voucher: Voucher) -> list[str]:
    """Write down for the right receipt who in the KSM paid what, as it was for the wrong one.

    Of another amount or KSM nobody knows it: a warning is returned.
    """
    if not act.shares:
        return []
    now, before = voucher.posting, act.posting
    if (now.transfers[0].ksm, now.amount) != (before.transfers[0].ksm, before.amount):
        again = f"danabergulir pinjaman bagi-setoran {voucher.number}"
        return [f"siapa di KSM yang membayar belum dicatat lagi untuk {voucher.number}; catat dengan: {again}"]
    for share in act.shares:
        act.desk.writer.add_receipt_share(voucher.number, share.member, share.amount, share.carried)
    return []
