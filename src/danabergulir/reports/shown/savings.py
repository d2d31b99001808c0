"""U-7B, the savings card of a KSM, the list of all cards, and the vouchers on them."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.savings import Saved, SavingsCard, SavingsList, Used
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah, format_difference, format_rupiah, total
from danabergulir.reports.model.sheet import Column, Kind, Report, Section, rows_of
from danabergulir.reports.model.table import rows_with_total, rupiah


class _SavedLine(Struct, frozen=True):
    """A line of a savings card with the balance after it; the first is what was carried forward and has no day."""

    dated_on: date | None
    memo: str
    voucher: str
    withdrawn: Rupiah
    deposited: Rupiah
    balance: Rupiah


_CARD: Final = (
    Column("tanggal", "Tanggal", Kind.DATE, identifies=True, of=lambda line: line.dated_on),
    Column("uraian", "Uraian", identifies=True, of=lambda line: line.memo),
    Column("bukti", "No. Bukti", of=lambda line: line.voucher),
    rupiah("debit", "Debet", "Mutasi", of=lambda line: line.withdrawn),
    rupiah("kredit", "Kredit", "Mutasi", of=lambda line: line.deposited),
    rupiah("saldo", "Saldo", of=lambda line: line.balance),
)


def savings_card(card: SavingsCard) -> Report:
    """Return a KSM's card: debit is what was taken out, credit what was put in; carried forward stands first."""
    ksm, balance = card.ksm, card.opening
    lines = [_SavedLine(None, "Saldo Awal", "", NIL, balance, balance)]
    for line in card.lines:
        balance += line.deposited - line.withdrawn
        lines.append(_SavedLine(line.dated_on, line.memo, line.voucher, line.withdrawn, line.deposited, balance))
    return Report(
        name="kartu-tabungan",
        title="KARTU TABUNGAN",
        period=f"{card.as_of:%Y-%m}",
        as_of=card.as_of,
        section=Section(_CARD, rows_of(_CARD, lines)),
        form_code="U-7B",
        date_line=f"Keadaan {format_form(card.as_of)}",
        head={"Nama KSM": ksm.name, "Kode KSM": ksm.code, "RW": ksm.rw},
    )


_CARDS: Final = (
    Column("ksm", "KSM", identifies=True, of=lambda card: card.ksm.code if card.ksm else ""),
    Column("nama", "Nama KSM", identifies=True, of=lambda card: card.ksm.name if card.ksm else "Belum dirinci per KSM"),
    Column("rw", "RW", of=lambda card: card.ksm.rw if card.ksm else ""),
    rupiah("saldo", "Saldo", of=lambda card: card.balance),
)


def savings_list(found: SavingsList) -> Section:
    """Return every card's balance, and below it the liability beside the cards and beside the savings bank."""
    saved = total([card.balance for card in found.cards])
    gap = format_difference(found.owed - saved)
    notes = [f"Tabungan di neraca {format_rupiah(found.owed)}, jumlah kartu {format_rupiah(saved)}: {gap}."]
    if any(card.ksm is None for card in found.cards):
        notes.append("Tabungan yang belum dirinci: danabergulir tabungan rinci KSM JUMLAH")
    if found.banked is not None:
        notes.append(
            f"Saldo bank tabungan {format_rupiah(found.banked)}: {format_difference(found.banked - found.owed)}."
        )
    return Section(
        _CARDS,
        rows_with_total(_CARDS, found.cards, label_under="nama"),
        notes=tuple(notes),
        empty_note="Belum ada tabungan.",
    )


_VOUCHER: Final = Column("bukti", "No. Bukti", identifies=True, of=lambda found: found.voucher.number)
_DATE: Final = Column("tanggal", "Tanggal", Kind.DATE, identifies=True, of=lambda found: found.voucher.posting.dated_on)
_KSM: Final = (
    Column("nama", "KSM", identifies=True, of=lambda found: found.ksm.name),
    Column("ksm", "Kode KSM", identifies=True, of=lambda found: found.ksm.code),
)
_SAVED: Final = (
    _VOUCHER,
    _DATE,
    *_KSM,
    rupiah("jumlah", "Jumlah", of=lambda saved: saved.amount),
    rupiah("saldo_tabungan", "Saldo tabungan", of=lambda saved: saved.balance),
    Column("keterangan", "Keterangan", of=lambda saved: saved.voucher.posting.memo),
)


def saved(found: Saved) -> Section:
    """Return a voucher on a savings card, as a record of one row."""
    return Section(_SAVED, rows_of(_SAVED, [found]))


_USED: Final = (
    _VOUCHER,
    _DATE,
    *_KSM,
    Column("pinjaman", "No. Pinjaman", identifies=True, of=lambda used: used.voucher.posting.loan),
    rupiah("jumlah", "Jumlah", of=lambda used: used.voucher.posting.amount),
    rupiah("jasa", "Jasa", of=lambda used: used.allocation.jasa),
    rupiah("titipan", "Titipan", of=lambda used: used.allocation.titipan),
    rupiah("pokok", "Pokok", of=lambda used: used.allocation.principal),
    rupiah("saldo_pokok", "Saldo pokok", of=lambda used: used.outstanding),
    rupiah("tunggakan", "Masih menunggak", of=lambda used: used.arrears),
    rupiah("saldo_tabungan", "Saldo tabungan", of=lambda used: used.balance),
    Column("bukti_pindah", "Bukti pindah ke bank", of=lambda used: used.moved.number if used.moved else ""),
)


def used(found: Used) -> Section:
    """Return arrears paid from savings, as a record of one row, and what is left to do at the bank."""
    return Section(_USED, rows_of(_USED, [found]), notes=tuple(_moving_notes(found)))


def _moving_notes(found: Used) -> Iterator[str]:
    if found.savings_bank is not None and found.moved is None:
        amount = found.voucher.posting.amount
        yield (
            f"Uang {format_rupiah(amount)} masih ada di {found.savings_bank.code} {found.savings_bank.name}. "
            "Pindahkan ke bank UPK, lalu catat dengan danabergulir jurnal. Lain kali: --pindahkan."
        )
