"""Who in a KSM has which part of a loan, and who paid whose part of a receipt."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Final

from danabergulir.domain.groups import KSM, Member
from danabergulir.domain.journal import Event, Voucher
from danabergulir.domain.loans.member_shares import LoanMembers, MemberPart, ReceiptShare, standings
from danabergulir.errors import NotFoundError, RefusedError, UsageError
from danabergulir.frozen import Struct
from danabergulir.ledger.file import store
from danabergulir.ledger.read import proposals, registers, vouchers
from danabergulir.money import Rupiah, format_rupiah, total
from danabergulir.operations.desk import Book, Desk, recording
from danabergulir.operations.loans.proposals import find_member

_RECEIPTS: Final = (Event.REPAYMENT, Event.SETTLEMENT, Event.RECOVERY)
"""The events in which a KSM hands money over for a loan."""


class TypedPart(Struct, frozen=True):
    """A part of a receipt as typed: who paid it, how much, and the member carried, each by number or name."""

    member: str
    amount: Rupiah
    carried: str | None = None


def share_receipt(book: Book, number: str, parts: Sequence[TypedPart], now: datetime) -> LoanMembers:
    """Write down who paid what of a recorded receipt, and return the loan as it then stands.

    Raises ``RefusedError`` for a voucher that is no receipt on a loan or was taken back, and when all its parts come
    to more than the receipt; ``NotFoundError`` for a member who is not in the register.
    """
    if not parts:
        raise UsageError("belum ada bagian yang ditulis", "Tulis misalnya: --bayar 1=100rb --tanggung 2:3=50rb")
    with recording(book, now) as desk:
        voucher = vouchers.find(desk.connection, number)
        loan = _loan_of_receipt(desk, voucher)
        ksm = registers.loan_numbered(desk.connection, loan, voucher.posting.dated_on).ksm
        known = registers.members(desk.connection, now.date(), ksm.code)
        shares = [_receipt_share(voucher.number, part, known) for part in parts]
        earlier = proposals.receipt_shares(desk.connection, loan, date.max)
        before = total([share.amount for share in earlier if share.voucher == voucher.number])
        left = voucher.posting.amount - before
        written = total([share.amount for share in shares])
        if written > left:
            raise RefusedError(
                f"bagian anggota {format_rupiah(written)} lebih besar daripada yang belum dibagi dari bukti "
                f"{voucher.number}, {format_rupiah(left)}",
                "Periksa jumlahnya, atau lihat yang sudah dibagi: danabergulir pinjaman anggota " + loan,
            )
        for share in shares:
            desk.writer.add_receipt_share(share.voucher, share.member, share.amount, share.carried)
        return _loan_members(desk.connection, loan, now.date())


def _loan_of_receipt(desk: Desk, voucher: Voucher) -> str:
    if voucher.posting.event not in _RECEIPTS or voucher.posting.loan is None:
        raise RefusedError(
            f"bukti {voucher.number} bukan setoran pinjaman", f"Lihat: danabergulir bukti {voucher.number}"
        )
    reversal = vouchers.reversal_of(desk.connection, voucher.number)
    if reversal:
        raise RefusedError(f"bukti {voucher.number} sudah dibatalkan oleh {reversal}", "Pakai bukti penggantinya.")
    return voucher.posting.loan


def _receipt_share(voucher: str, part: TypedPart, known: Sequence[Member]) -> ReceiptShare:
    member = find_member(known, part.member).number
    carried = None if part.carried is None else find_member(known, part.carried).number
    if carried == member:
        raise UsageError(
            f"anggota nomor {member} tidak dapat menanggung dirinya sendiri", f"Tulis: --bayar {member}=JUMLAH"
        )
    return ReceiptShare(voucher, member, part.amount, carried)


def loan_members(path: Path, number: str, as_of: date) -> LoanMembers:
    """Return a loan or proposal member by member as of a day. Raises ``NotFoundError``."""
    with store.reading(path) as connection:
        return _loan_members(connection, number, as_of)


def _loan_members(connection: store.Connection, number: str, as_of: date) -> LoanMembers:
    known_as, ksm = _loan_or_proposal(connection, number, as_of)
    receipts = proposals.receipt_shares(connection, known_as, as_of)
    by_number = {member.number: member for member in registers.members(connection, as_of, ksm.code)}
    stands = standings(proposals.loan_shares(connection, known_as), receipts)
    recorded = vouchers.of_loan(connection, known_as, as_of)
    taken_back = {voucher.posting.reverses for voucher in recorded}
    received = total(
        [
            voucher.posting.amount
            for voucher in recorded
            if voucher.posting.event in _RECEIPTS and voucher.number not in taken_back
        ]
    )
    return LoanMembers(
        known_as,
        ksm,
        tuple(MemberPart(by_number[stand.member], stand) for stand in stands),
        received - total([share.amount for share in receipts]),
    )


def _loan_or_proposal(connection: store.Connection, number: str, as_of: date) -> tuple[str, KSM]:
    """Return the number as it is written in the ledger, and whose loan or proposal it is."""
    for find in (registers.loan_numbered, proposals.find_proposal):
        with suppress(NotFoundError):
            found = find(connection, number, as_of)
            return found.number, found.ksm
    raise proposals.neither_loan_nor_proposal(connection, number)
