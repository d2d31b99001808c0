"""The receipts on a loan whose disbursement is put right: taken back with it, and recorded again on the right loan."""

from datetime import date
from typing import Final

from danabergulir.dates import END_OF_TIME, format_form
from danabergulir.domain.journal import Event, Voucher, VoucherKind
from danabergulir.domain.loans.outcomes import Carried, Received
from danabergulir.domain.loans.schedule import Agreement
from danabergulir.errors import RefusedError
from danabergulir.frozen import Struct
from danabergulir.ledger.read import let_go, proposals, vouchers
from danabergulir.ledger.read.agreements import versions_of
from danabergulir.money import format_count, format_rupiah
from danabergulir.operations.amending.act import Act, Right
from danabergulir.operations.amending.replacing import parts_to_keep
from danabergulir.operations.loans.proposals import next_number
from danabergulir.operations.loans.receipts import Typed, receive, reverse_voucher
from danabergulir.operations.loans.recorded_anew import taken_back_first


class Carry(Struct, frozen=True):
    """A receipt that goes along: what puts it right, its parts as typed, the number that it is going to have."""

    act: Act
    typed: Typed
    coming: str


def to_carry(act: Act) -> tuple[Carry, ...]:
    """Return the receipts on the loan of a disbursement that stand, by day and entry; of another voucher none.

    Raises ``RefusedError``, with the way to do it, where the loan was agreed anew since, where money of it was paid
    back or paid from savings, where a receipt counted until a later day on which it was taken back, and where the
    disbursement is in a closed month.
    """
    number = act.posting.loan
    if act.posting.event is not Event.DISBURSEMENT or number is None:
        return ()
    connection = act.desk.connection
    of_loan = vouchers.of_loan(connection, number, END_OF_TIME)
    back_on = {item.posting.reverses: item.posting.dated_on for item in of_loan}
    built = [item for item in of_loan if item.posting.event in _ON_A_LOAN]
    standing = [item for item in built if item.number not in back_on]
    versions = versions_of(connection, number, END_OF_TIME)
    put_off = [version for version in versions if version.kind.puts_off]
    if put_off:
        raise _agreed_anew(act, put_off[-1])
    for item in built:
        if back_on.get(item.number, item.posting.dated_on) > item.posting.dated_on:
            raise _counted_until(act, item, back_on[item.number])
    if not standing:
        return ()
    if act.is_closed:
        raise RefusedError(
            f"pencairan {act.wrong.number} ada di bulan yang sudah ditutup, dan pinjaman {number} sudah punya setoran",
            "Buka dulu bulannya, yang terakhir lebih dulu: danabergulir buka bulan "
            f'{act.posting.dated_on:%Y-%m} --alasan "..."',
        )
    first = [item for item in standing if item.posting.event is not Event.REPAYMENT]
    if first:
        stand = ", ".join(f"{item.number} ({item.posting.event})" for item in first)
        raise RefusedError(
            f"pencairan {act.wrong.number} tidak dapat dibetulkan selagi {stand} berlaku",
            taken_back_first(first, next_number(connection), versions[-1].decision),
        )
    shares = proposals.receipt_shares(connection, number, END_OF_TIME)
    carried: list[Carry] = []
    for item in standing:
        own = Act(
            desk=act.desk,
            wrong=item,
            right=Right(),
            dated_on=item.posting.dated_on,
            back_on=item.posting.dated_on,
            permit="",
            insisted=act.insisted,
            shares=tuple(share for share in shares if share.voucher == item.number),
        )
        year = own.dated_on.year
        before = sum(other.act.dated_on.year == year for other in carried) + _saved_with(act, year)
        coming = vouchers.next_number(connection, VoucherKind.RECEIPT, year, after=before)
        carried.append(Carry(own, parts_to_keep(own), coming))
    return tuple(carried)


_ON_A_LOAN: Final = frozenset(
    {Event.REPAYMENT, Event.SAVINGS_USED, Event.REFUND, Event.SETTLEMENT, Event.WRITE_OFF, Event.RECOVERY}
)
"""What is built on a loan once it is paid out."""


def _saved_with(act: Act, year: int) -> bool:
    """Return whether compulsory savings stay behind with the right loan in that year, on a voucher of their own."""
    return act.dated_on.year == year and bool(act.desk.policy(act.dated_on).savings.with_loan(act.amount))


def _agreed_anew(act: Act, agreed: Agreement) -> RefusedError:
    """Return the refusal of a loan that was agreed anew since, with the way that is left."""
    return RefusedError(
        f"pinjaman {act.posting.loan} sudah dijadwal ulang pada {format_form(agreed.starts_on)} menurut pencairan itu; "
        f"{act.wrong.number} tidak dapat dibetulkan lagi",
        _from_now_on(act),
    )


def _counted_until(act: Act, built: Voucher, day: date) -> RefusedError:
    """Return the refusal of a loan on which a voucher counted until it was taken back, on a later day."""
    return RefusedError(
        f"{built.number} tanggal {format_form(built.posting.dated_on)} baru dibatalkan pada {format_form(day)}, jadi "
        f"sampai hari itu dihitung pada pinjaman {act.posting.loan}; {act.wrong.number} tidak dapat dibetulkan lagi",
        _from_now_on(act),
    )


def _from_now_on(act: Act) -> str:
    """Return how the difference is recorded where the disbursement itself stays as it is."""
    loan, more = act.posting.loan, (act.amount - act.posting.amount).value
    amount, day = format_count(abs(more)), "" if act.is_closed else f" --tanggal {act.posting.dated_on.isoformat()}"
    ksm, paid_from, right_from = act.posting.transfers[0].ksm, act.other("credit"), act.right.out_of
    if more < 0:
        return f"Catat kelebihannya sebagai setoran pokok: danabergulir terima {loan} {amount} --pokok {amount}"
    if more > 0:
        lend = f"danabergulir pinjaman cairkan {ksm} --pokok {amount} --tenor KALI --dari {right_from or paid_from}"
        return f"Catat kekurangannya sebagai pinjaman: {lend} --izin-ba NOMOR{day}"
    if right_from and (account := act.desk.money_account(right_from)) != paid_from:
        moved = f"{paid_from} {account} {format_count(act.amount.value)}"
        return f'Catat pindahnya uang: danabergulir jurnal {moved} "Pencairan {loan} dari {account}"{day}'
    return f"Tulis kesalahannya dalam berita acara. Lihat: danabergulir pinjaman jadwal {loan}"


def take_back(carried: tuple[Carry, ...], reason: str) -> list[Voucher]:
    """Take the receipts back, the newest first, each on its own day, and return what takes them back, oldest first."""
    found = [
        reverse_voucher(
            item.act.desk,
            item.act.wrong.number,
            f"{reason}; diganti {item.coming}",
            item.act.back_on,
            item.act.now,
            lay_out=False,
        ).voucher
        for item in reversed(carried)
    ]
    return found[::-1]


def carry(carried: tuple[Carry, ...], back: list[Voucher], loan: str) -> list[Carried]:
    """Record the receipts on the right ``loan``, by the same days and amounts; parts that were typed stay.

    Denda that was let go goes along. Raises ``RefusedError`` for a receipt that does not fit the loan as it is now.
    """
    done = []
    for item in carried[:1]:
        for day, amount, reason in let_go.waivers_of(item.act.desk.connection, item.act.posting.loan or ""):
            item.act.desk.writer.waive_penalty(loan, amount, day, reason)
    for item, taken_back in zip(carried, back, strict=True):
        got = _receive(item, loan).voucher
        assert got.number == item.coming, (got.number, item.coming)
        done.append(Carried(item.act.wrong, taken_back, got))
    return done


def _receive(item: Carry, loan: str) -> Received:
    act, posting = item.act, item.act.posting
    assert posting.loan is not None, act.wrong
    try:
        return receive(
            act.desk,
            loan,
            posting.amount,
            posting.dated_on,
            act.now,
            typed=item.typed,
            into=act.other("debit"),
            memo=act.receipt_memo(loan),
            external_ref=posting.external_ref,
            by_hand=False,
        )
    except RefusedError as refused:
        raise RefusedError(
            f"setoran {act.wrong.number} tanggal {format_form(posting.dated_on)}, {format_rupiah(posting.amount)}, "
            f"tidak cocok dengan pencairan yang benar: {refused.message}",
            f"Periksa pencairan yang benar itu. Bila setorannya yang salah, betulkan dulu: danabergulir betulkan "
            f"{act.wrong.number}",
        ) from None
