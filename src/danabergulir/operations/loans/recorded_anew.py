"""The commands by which what stands in the way is taken back, and recorded anew once that is out of the way."""

from collections.abc import Iterable, Mapping
from typing import Final

from danabergulir.domain.journal import Component, Event, Posting, Voucher
from danabergulir.money import Rupiah, format_count

NO_PARTS: Final[Mapping[Component, Rupiah]] = {}
_KNOWN_BY: Final = {Event.WRITE_OFF: "hapus buku", Event.SETTLEMENT: "pelunasan"}


def taken_back_first(built: Iterable[Voucher], loan: str, decision: str = "") -> str:
    """Return how the vouchers are taken back, the newest first, and recorded again on a ``loan``, the oldest first.

    ``decision`` are the minutes by which the loan was written off, where it was.
    """
    newest_first = sorted(built, key=lambda item: item.sequence, reverse=True)
    named = ", lalu ".join(
        f"{item.number} ({_KNOWN_BY.get(item.posting.event, item.posting.event)}): "
        f'danabergulir batal {item.number} --alasan "..."'
        for item in newest_first
    )
    anew = ", lalu ".join(command_for(item.posting, loan, decision) for item in reversed(newest_first))
    return f"Batalkan dulu {named}. Ulangi perintah ini. Sesudah itu catat lagi: {anew}"


def command_for(posting: Posting, loan: str, decision: str = "") -> str:
    """Return the command that records on a ``loan`` what a posting on another one, or on the same, says."""
    amount, day = format_count(posting.amount.value), f"--tanggal {posting.dated_on.isoformat()}"
    moved = posting.transfers[0]
    match posting.event:
        case Event.SETTLEMENT:
            return f"danabergulir pinjaman lunasi {loan} --ke {moved.debit} {day}"
        case Event.WRITE_OFF:
            return f"danabergulir pinjaman hapus-buku {loan} --ba {decision or 'NOMOR'} {day}"
        case Event.SAVINGS_USED:
            return f"danabergulir tabungan pakai {moved.ksm} {amount} --ba NOMOR {day}"
        case Event.REFUND:
            return f'danabergulir kembalikan {loan} {amount} --dari {moved.credit} --alasan "..." {day}'
        case _:
            return f"{received(loan, posting.amount, moved.debit)} {day}"


def received(loan: str, amount: Rupiah, account: str, typed: Mapping[Component, Rupiah] = NO_PARTS) -> str:
    """Return the command that records a receipt on a loan, whatever its day, with the parts that are typed."""
    parts = "".join(f" --{part} {format_count(of_it.value)}" for part, of_it in typed.items())
    return f"danabergulir terima {loan} {format_count(amount.value)}{parts} --ke {account}"
