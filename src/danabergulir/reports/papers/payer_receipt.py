"""The kuitansi: what a payer takes home, and the same words once more for the UPK's file."""

from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import Final

from danabergulir.dates import format_long
from danabergulir.domain.journal import PAID_IN, Component, Posting, Voucher, corrected
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.loans.receipt_effect import ReceiptEffect, TouchedInstalment
from danabergulir.domain.loans.terms import Loan
from danabergulir.domain.witness.codes import code_of
from danabergulir.money import NIL, Rupiah, format_number, format_rupiah, terbilang, total
from danabergulir.reports.model.paper import Paper, Words, letterhead, officer
from danabergulir.reports.papers.voucher_forms import voucher_footer

_LONGEST_MEMO: Final = 160
"""Letters of the description: half a page holds no more, and the voucher has it all."""


def payer_receipt(
    voucher: Voucher,
    profile: Profile,
    reversed_by: str | None,
    loan: Loan | None = None,
    effect: ReceiptEffect | None = None,
    corrections: Sequence[Voucher] = (),
    right_effect: ReceiptEffect | None = None,
) -> Paper:
    """Return the payer's copy of a cash-in voucher, two to a page; with a ``loan`` also where that stands after it.

    ``reversed_by`` is the voucher that takes it back, which it then says in large. With ``corrections`` it shows both
    splits, as it was given and as it counts, each with where the loan stood after it (``right_effect``).
    """
    posting, moves = voucher.posting, voucher.posting.transfers
    right = corrected(posting, [item.posting for item in corrections])
    payer = f"{loan.ksm.name} ({loan.ksm.code}), RW {loan.ksm.rw}" if loan else posting.party
    words: dict[str, Words] = {
        "copies": [f"Lembar 1: {'KSM' if any(move.ksm for move in moves) else 'penyetor'}", "Lembar 2: arsip UPK"],
        "number": voucher.number,
        "payer": payer,
        "amount": format_rupiah(posting.amount),
        "in-words": terbilang(posting.amount),
        "memo": shorten(posting.memo, _LONGEST_MEMO, placeholder=" …"),
        "loan": loan.number if loan else "",
        "instalments": _instalments(effect.instalments) if effect else "",
        "parts": [list(part) for part in _parts(posting)] if loan else [],
        "corrected-by": ", ".join(item.number for item in corrections),
        "right-parts": [list(part) for part in _parts(right)] if corrections else [],
        "after": list(_after(effect)) if effect else [],
        "right-instalments": _instalments(right_effect.instalments) if right_effect else "",
        "right-after": list(_after(right_effect)) if right_effect else [],
        "reversed-by": reversed_by or "",
        "place-and-date": f"{profile.kelurahan}, {format_long(posting.dated_on)}",
        "cashier": officer(profile, "Kasir"),
        "tie": voucher_footer(voucher),
    }
    return Paper(
        "kuitansi",
        f"kuitansi-{voucher.number}",
        f"KUITANSI {voucher.number}",
        letterhead(profile),
        posting.dated_on,
        words,
        code=code_of(voucher.digest),
    )


def _parts(posting: Posting) -> Iterator[tuple[str, str]]:
    """Yield what went where; of a loan written off all is recovery."""
    moves = posting.transfers
    sums = {part: total([move.amount for move in moves if move.component is part]) for part in Component}
    if sums[Component.RECOVERY]:
        yield "Pemulihan hapus buku", format_number(sums[Component.RECOVERY].value)
    else:
        yield from ((part.capitalize(), format_number(sums[part].value)) for part in PAID_IN)
    yield "Jumlah (Rp)", format_number(posting.amount.value)


def _after(effect: ReceiptEffect) -> Iterator[str]:
    if effect.written_off:
        yield f"Masih terutang dari pinjaman yang dihapus buku: {format_rupiah(effect.written_off)}"
        return
    paid_off = not effect.outstanding and not effect.position.is_behind
    yield f"Saldo pokok: {format_rupiah(effect.outstanding)}{' (lunas)' if paid_off else ''}"
    yield f"Tunggakan: {_arrears(effect)}"


def _arrears(effect: ReceiptEffect) -> str:
    where = effect.position
    behind: tuple[tuple[str, Rupiah], ...] = (
        ("pokok", where.arrears_principal),
        ("jasa", where.arrears_jasa),
        ("titipan", where.arrears_titipan),
    )
    named = [f"{name} {format_rupiah(amount)}" for name, amount in behind if amount > NIL]
    if len(named) > 1:
        return f"{format_rupiah(where.arrears)} ({', '.join(named)})"
    return named[0] if named else "tidak ada"


def _instalments(touched: tuple[TouchedInstalment, ...]) -> str:
    """Return the instalments in words: ``sisa angsuran ke-3, angsuran ke-4 s.d. ke-6 dan sebagian angsuran ke-7``."""
    phrases: list[str] = []
    whole = [item.number for item in touched if item.finished and not item.begun_before]
    for item in touched:
        if not item.finished:
            phrases.append(f"sebagian angsuran ke-{item.number}")
        elif item.begun_before:
            phrases.append(f"sisa angsuran ke-{item.number}")
        elif item.number == whole[0]:
            last = f" s.d. ke-{whole[-1]}" if len(whole) > 1 else ""
            phrases.append(f"angsuran ke-{item.number}{last}")
    return " dan ".join(filter(None, (", ".join(phrases[:-1]), *phrases[-1:])))
