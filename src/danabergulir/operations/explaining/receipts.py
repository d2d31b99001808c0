"""Why a receipt was split as it was."""

from collections.abc import Iterator, Sequence
from typing import Final

from danabergulir.dates import END_OF_TIME, format_form
from danabergulir.domain.journal import Event, Posting, Split, Voucher, corrected
from danabergulir.domain.loans.arrears import position
from danabergulir.domain.loans.receipt_effect import ReceiptEffect, corrected_effect
from danabergulir.domain.loans.schedule import Instalment
from danabergulir.domain.policy.rules import Policy
from danabergulir.domain.tridaya import TITLE_OF
from danabergulir.ledger.file import store
from danabergulir.ledger.read import agreements, registers, vouchers
from danabergulir.ledger.read.answering.tridaya import activities, paid_for
from danabergulir.money import format_rupiah
from danabergulir.operations.explaining.figures import Unfold
from danabergulir.reports.model.explained import Reason
from danabergulir.reports.origins import receipts as origins
from danabergulir.reports.origins.figure import Figure
from danabergulir.reports.origins.vouchers import of_voucher

_SPLIT: Final = (Event.REPAYMENT, Event.SAVINGS_USED)


def why_split_so(connection: store.Connection, number: str, unfolding: Unfold) -> Reason:
    """Return why the money of a voucher went where it went. Raises ``NotFoundError``."""
    voucher = vouchers.find(connection, number)
    posting = voucher.posting
    sentences, figure = _told(connection, voucher)
    back = vouchers.reversal_of(connection, voucher.number)
    if back:
        sentences = (*sentences, f"Bukti ini dibatalkan oleh {back}; sejak itu tidak dihitung lagi.")
    return Reason(
        kind="bukti",
        key=voucher.number,
        title=f"MENGAPA {voucher.number} {'DIBAGI' if _is_split(posting) else 'DICATAT'} BEGINI",
        as_of=posting.dated_on,
        facts={
            "Bukti": f"{voucher.number}, {format_form(posting.dated_on)}",
            "Peristiwa": posting.event.value,
            **({"Pihak": posting.party} if posting.party else {}),
            **({"Pinjaman": posting.loan} if posting.loan else {}),
            "Jumlah": format_rupiah(posting.amount),
        },
        sentences=sentences,
        figures=(unfolding(figure),),
    )


def _told(connection: store.Connection, voucher: Voucher) -> tuple[tuple[str, ...], Figure]:
    posting = voucher.posting
    if posting.loan is None or not _is_split(posting):
        words = "Bukti ini bukan setoran angsuran; jumlahnya dicatat pada akun yang tertulis."
        paid = paid_for(connection, voucher.sequence)
        sentences = _of_activity(connection, *paid) if paid else (words,)
        return sentences, of_voucher(voucher, posting.transfers)
    loan = registers.loan_numbered(connection, posting.loan, posting.dated_on)
    lines = agreements.agreement_known(connection, loan.number, voucher).lines
    policy = registers.policy(connection, posting.dated_on)
    of_loan = vouchers.of_loan(connection, loan.number, END_OF_TIME)
    effect = corrected_effect(voucher, loan, lines, of_loan, policy.arrears)
    corrections = [item for item in of_loan if item.posting.corrects == voucher.number]
    right = corrected(posting, [item.posting for item in corrections])
    figure = origins.split(voucher, right.parts, lines, effect.before, effect.paid)
    return tuple(_sentences(voucher, lines, effect, policy, corrections)), figure


def _is_split(posting: Posting) -> bool:
    return posting.loan is not None and posting.event in _SPLIT


def _of_activity(connection: store.Connection, number: str, permit: str) -> tuple[str, ...]:
    """Return what a payment is for, who decided that, and by which minutes it may go beyond fund or budget."""
    (found,) = [item for item in activities(connection, END_OF_TIME) if item.number == number]
    decided = f"berita acara {found.minutes}" if found.minutes else "berita acara belum dicatat"
    told = (
        f"Dibayar untuk kegiatan {found.number} {found.name}, anggaran {format_rupiah(found.budget)}, {decided}.",
        f"Diambil dari {TITLE_OF[found.fund]}.",
    )
    return (*told, f"Boleh melebihi dana atau anggaran menurut berita acara {permit}.") if permit else told


def _sentences(
    voucher: Voucher,
    lines: Sequence[Instalment],
    effect: ReceiptEffect,
    policy: Policy,
    corrections: Sequence[Voucher],
) -> Iterator[str]:
    posting = voucher.posting
    due = position(lines, effect.before, posting.dated_on, policy.arrears).due
    yield f"Sebelum setoran ini, yang sudah jatuh tempo dan belum dibayar: {origins.owed_before(due, effect.before)}."
    order = ", ".join(part.value for part in policy.allocation.order)
    if posting.split is Split.TYPED:
        yield f"Bagian-bagiannya diketik oleh petugas, jadi tidak memakai urutan kebijakan ({order})."
    else:
        yield f"Urutan pembagian menurut kebijakan hari itu: {order}."
        yield (
            "Yang sudah jatuh tempo dilunasi lebih dulu, bagian demi bagian, angsuran tertua dulu. "
            "Sisanya untuk angsuran berikutnya, satu demi satu."
        )
    if posting.event is Event.SAVINGS_USED:
        yield "Dibayar dari tabungan: hanya menutup yang sudah jatuh tempo, tanpa denda dan tanpa tabungan."
    for item in corrections:
        yield (
            f"Pembagiannya dibetulkan oleh {item.number} ({format_form(item.posting.dated_on)}): {item.posting.memo}. "
            "Yang ditulis di sini pembagian yang benar."
        )
    yield f"Sesudah setoran ini saldo pokoknya {format_rupiah(effect.outstanding)}."
