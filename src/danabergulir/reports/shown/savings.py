"""U-7B, the savings card of a KSM, the list of all cards, and the vouchers on them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.groups import KSM
from danabergulir.domain.savings import Saved, SavingsLine, Used
from danabergulir.money import NIL, Rupiah, format_rupiah, total
from danabergulir.reports.model.sheet import Cell, Column, Kind, Report, Section, rows
from danabergulir.reports.model.table import LOAN, RW, rows_with_total, rupiah

_DATE: Final = Column("tanggal", "Tanggal", Kind.DATE, identifies=True)
_VOUCHER: Final = Column("bukti", "No. Bukti", identifies=True)
_KSM: Final = Column("ksm", "KSM", identifies=True)
_NAME: Final = Column("nama", "Nama KSM", identifies=True)
_BALANCE: Final = rupiah("saldo", "Saldo")
_CARD: Final = (
    _DATE,
    Column("uraian", "Uraian", identifies=True),
    Column("bukti", "No. Bukti"),
    rupiah("debit", "Debet", "Mutasi"),
    rupiah("kredit", "Kredit", "Mutasi"),
    _BALANCE,
)


def savings_card(ksm: KSM, opening: Rupiah, lines: Iterable[SavingsLine], as_of: date) -> Report:
    """Return a KSM's card: debit is what was taken out, credit what was put in; carried forward stands first."""
    table: list[tuple[Cell, ...]] = [(None, "Saldo Awal", "", NIL, opening, opening)]
    balance = opening
    for line in lines:
        balance += line.deposited - line.withdrawn
        table.append((line.dated_on, line.memo, line.voucher, line.withdrawn, line.deposited, balance))
    return Report(
        name="kartu-tabungan",
        title="KARTU TABUNGAN",
        period=f"{as_of:%Y-%m}",
        as_of=as_of,
        section=Section(_CARD, rows(table)),
        form_code="U-7B",
        date_line=f"Keadaan {format_form(as_of)}",
        head={"Nama KSM": ksm.name, "Kode KSM": ksm.code, "RW": ksm.rw},
    )


_CARDS: Final = (_KSM, _NAME, RW, _BALANCE)


def savings_list(cards: Sequence[tuple[KSM | None, Rupiah]], owed: Rupiah, banked: Rupiah | None) -> Section:
    """Return every card's balance, and below it the liability beside the cards and beside the savings bank.

    A card without KSM is what the books do not tell apart. ``banked`` is None without a savings bank account.
    """
    lines = [
        (ksm.code, ksm.name, ksm.rw, balance) if ksm else ("", "Belum dirinci per KSM", "", balance)
        for ksm, balance in cards
    ]
    saved = total([balance for *_, balance in lines])
    notes = [f"Tabungan di neraca {format_rupiah(owed)}, jumlah kartu {format_rupiah(saved)}: {_gap(owed, saved)}."]
    if any(ksm is None for ksm, _ in cards):
        notes.append("Tabungan yang belum dirinci: danabergulir tabungan rinci KSM JUMLAH")
    if banked is not None:
        notes.append(f"Saldo bank tabungan {format_rupiah(banked)}: {_gap(banked, owed)}.")
    return Section(
        _CARDS,
        rows_with_total(_CARDS, lines, label_under="nama"),
        notes=tuple(notes),
        empty_note="Belum ada tabungan.",
    )


def _gap(one: Rupiah, other: Rupiah) -> str:
    if one == other:
        return "cocok"
    return f"{'lebih' if one > other else 'kurang'} {format_rupiah(max(one - other, other - one))}"


_SAVED: Final = (
    _VOUCHER,
    _DATE,
    _KSM,
    rupiah("jumlah", "Jumlah"),
    rupiah("saldo_tabungan", "Saldo tabungan"),
    Column("keterangan", "Keterangan"),
)


def saved(found: Saved) -> Section:
    """Return a voucher on a savings card, as a record of one row."""
    voucher, posting = found.voucher, found.voucher.posting
    facts = (voucher.number, posting.dated_on, found.ksm.code, found.amount, found.balance, posting.memo)
    return Section(_SAVED, rows([facts]))


_USED: Final = (
    _VOUCHER,
    _DATE,
    _KSM,
    LOAN,
    rupiah("jumlah", "Jumlah"),
    rupiah("jasa", "Jasa"),
    rupiah("titipan", "Titipan"),
    rupiah("pokok", "Pokok"),
    rupiah("saldo_pokok", "Saldo pokok"),
    rupiah("tunggakan", "Masih menunggak"),
    rupiah("saldo_tabungan", "Saldo tabungan"),
    Column("bukti_pindah", "Bukti pindah ke bank"),
)


def used(found: Used) -> Section:
    """Return arrears paid from savings, as a record of one row, and what is left to do at the bank."""
    posting, laid_out = found.voucher.posting, found.allocation
    facts: tuple[Cell, ...] = (
        *(found.voucher.number, posting.dated_on, found.ksm.code, posting.loan, posting.amount),
        *(laid_out.jasa, laid_out.titipan, laid_out.principal),
        *(found.outstanding, found.arrears, found.balance, found.moved.number if found.moved else ""),
    )
    return Section(_USED, rows([facts]), notes=tuple(_moving_notes(found)))


def _moving_notes(found: Used) -> Iterator[str]:
    if found.savings_bank is not None and found.moved is None:
        amount = found.voucher.posting.amount
        yield (
            f"Uang {format_rupiah(amount)} masih ada di {found.savings_bank.code} {found.savings_bank.name}. "
            "Pindahkan ke bank UPK, lalu catat dengan danabergulir jurnal. Lain kali: --pindahkan."
        )
