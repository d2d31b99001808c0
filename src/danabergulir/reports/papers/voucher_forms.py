"""The programme's vouchers on paper: Model A-L1, B-L1 and C, and the opening balances in the manner of C.

Labels and signature rows are those of the older forms, so that whoever knows these signs without asking.
"""

from textwrap import shorten
from typing import Final

from danabergulir.dates import format_long
from danabergulir.domain.accounts import Chart, label
from danabergulir.domain.journal import Component, Posting, Transfer, Voucher, VoucherKind
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.witness.codes import code_of
from danabergulir.money import format_number, format_rupiah, terbilang
from danabergulir.reports.model.frame import band_of, tied_to
from danabergulir.reports.model.paper import SIGNED_BY_HAND, Paper, Words, letterhead, officer
from danabergulir.reports.shown.vouchers import TITLES, moment, sides

_LINE: Final = 60
"""Letters of a line in the table: the description stands above it in full."""
_MODELS: Final = {VoucherKind.RECEIPT: "A-L1", VoucherKind.PAYMENT: "B-L1", VoucherKind.TRANSFER: "C"}
_PARTS: Final = {
    Component.PRINCIPAL: "Angsuran Pokok",
    Component.JASA: "Bunga/Jasa",
    Component.TITIPAN: "Titipan",
    Component.PENALTY: "Denda",
    Component.SAVINGS: "Tabungan",
    Component.DISBURSEMENT: "Pencairan pinjaman",
    Component.RECOVERY: "Pemulihan hapus buku",
}


def voucher_form(voucher: Voucher, chart: Chart, profile: Profile, reversed_by: str | None) -> Paper:
    """Return a voucher on its form; ``reversed_by`` is the voucher that takes it back, which it then says in large.

    A KSM's name says for whom money came, not who brought it: that line is left for a pen.
    """
    posting = voucher.posting
    title = TITLES[posting.kind]
    words: dict[str, Words] = {
        "band": [list(pair) for pair in band_of(profile).items()],
        "code": _MODELS.get(posting.kind, ""),
        "number": voucher.number,
        "memo": posting.memo,
        "amount": format_rupiah(posting.amount),
        "total": format_number(posting.amount.value),
        "in-words": terbilang(posting.amount),
        "reversed-by": reversed_by or "",
        "reverses": posting.reverses or "",
        "own-number": posting.external_ref or "",
        "place-and-date": f"{profile.kelurahan}, {format_long(posting.dated_on)}",
    }
    cash = posting.kind in {VoucherKind.RECEIPT, VoucherKind.PAYMENT}
    return Paper(
        form="bukti-kas" if cash else "bukti-pindah-buku",
        file_name=voucher.number,
        title=f"{title} {voucher.number}",
        letterhead=letterhead(profile),
        as_of=posting.dated_on,
        words=words | {"heading": title} | (_cash if cash else _transfer)(posting, chart, profile),
        footer=voucher_footer(voucher),
        code=code_of(voucher.digest),
    )


def voucher_footer(voucher: Voucher) -> str:
    """Return the line that ties a paper to its voucher: when it was recorded, and the chain's head at that moment."""
    return f"Bukti {voucher.number}, dicatat {moment(voucher.recorded_at)}. {tied_to(voucher.digest)}"


def _register(posting: Posting) -> str:
    """Return what the form calls the register: a loan, the savings of a KSM, or neither."""
    if posting.loan:
        return f"Pinjaman {posting.loan}"
    savers = [move.ksm for move in posting.transfers if move.ksm]
    return f"Tabungan {savers[0]}" if savers else "Lainnya"


def _handed_over_by(posting: Posting) -> str:
    """Return the person at the counter; empty for a KSM, of whose members anyone may come."""
    return SIGNED_BY_HAND if any(move.ksm for move in posting.transfers) else posting.party


def _cash(posting: Posting, chart: Chart, profile: Profile) -> dict[str, Words]:
    comes_in = posting.kind is VoucherKind.RECEIPT
    money = dict.fromkeys(label(chart[move.debit if comes_in else move.credit]) for move in posting.transfers)
    person = _handed_over_by(posting)
    signers = [("Pembuku", officer(profile, "Pembuku")), ("Kasir", officer(profile, "Kasir"))]
    if comes_in:
        signers += [("Penyetor", person)]
    else:
        signers += [("Disetujui oleh", SIGNED_BY_HAND), ("Penerima", person)]
    return {
        "comes-in": comes_in,
        "party": posting.party,
        "register": _register(posting),
        "money": ", ".join(money),
        "person": person,
        "lines": [
            [
                _PARTS[move.component] if move.component in _PARTS else shorten(posting.memo, _LINE, placeholder=" …"),
                label(chart[move.credit if comes_in else move.debit]),
                format_number(move.amount.value),
            ]
            for move in sorted(posting.transfers, key=_rank)
        ],
        "signers": [list(signer) for signer in signers],
    }


def _rank(move: Transfer) -> int:
    """Return the place of a line: pokok before jasa, as the older form has it."""
    return list(_PARTS).index(move.component) if move.component in _PARTS else len(_PARTS)


def _transfer(posting: Posting, chart: Chart, profile: Profile) -> dict[str, Words]:
    both = list(sides(posting, chart))
    return {
        "debits": [[side.account, format_rupiah(side.debit)] for side in both if side.debit],
        "credits": [[side.account, format_rupiah(side.credit)] for side in both if side.credit],
        "party": posting.party,
        "register": _register(posting) if posting.loan else "",
        "signer": ["UPK", officer(profile, "UPK")],
    }
