"""The checks that an auditor of a UPK does by hand every month, figure beside figure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.accounts import Role
from danabergulir.domain.books import Books
from danabergulir.domain.journal import BY_HAND, Event, Transfer, VoucherKind
from danabergulir.money import NIL, Rupiah, total
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.sheet import Column, Row, Section, Style, rows_of
from danabergulir.reports.model.table import rows_with_total, rupiah
from danabergulir.reports.month.cashbooks import payments_list, receipts_list, running_book
from danabergulir.reports.month.collectability import collectability_report
from danabergulir.reports.month.portfolio import loan_progress
from danabergulir.reports.month.registers import savings_register
from danabergulir.reports.month.statements import (
    balance_sheet,
    closed_this_year,
    income_statement,
    this_year_code,
    trial_balance,
)

SAVINGS_AT_THE_BANK: Final = "Tabungan di neraca = saldo bank tabungan"
"""The name of the one check that may fail for a while: money that still has to be carried from bank to bank."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Two figures that must be the same, in rupiah. ``name`` says in words what stands on each side."""

    name: str
    here: Rupiah
    there: Rupiah

    @property
    def difference(self) -> Rupiah:
        """Return by how much the first is the larger one."""
        return self.here - self.there


_CHECKS: Final = (
    Column("pemeriksaan", "Pemeriksaan", identifies=True, of=lambda check: check.name),
    rupiah("nilai_a", "Nilai A", of=lambda check: check.here),
    rupiah("nilai_b", "Nilai B", of=lambda check: check.there),
    rupiah("selisih", "Selisih", of=lambda check: check.difference),
    Column("hasil", "Hasil", of=lambda check: "selisih" if check.difference else "cocok"),
)


def reconciliation(books: Books) -> Content:
    """Return ``rekonsiliasi``: each check with both figures, their difference and ``cocok`` or ``selisih``.

    The figures are read off the finished reports wherever those print them, so that what is checked is what the
    reader has in hand. Below stands, for information, what was received in cash and banked day by day.
    """
    found = checks(books)
    failed = sum(1 for check in found if check.difference)
    return Content(
        Section(_CHECKS, rows_of(_CHECKS, found)),
        notes=(
            f"Ada {failed} selisih dari {len(found)} pemeriksaan. Cari sebabnya: danabergulir periksa"
            if failed
            else f"Semua cocok: {len(found)} pemeriksaan.",
        ),
        more=(_receipts_and_deposits(books),),
    )


def checks(books: Books) -> tuple[Reconciled, ...]:
    """Return every check that applies to the books, in the order they are printed."""
    sheet, income = balance_sheet(books).section, income_statement(books).section
    return (
        *_statement_checks(books, sheet, income),
        *_loan_checks(books, sheet, income),
        *_savings_checks(books, sheet),
        *_money_checks(books, sheet),
        _opening_check(books),
    )


def _statement_checks(books: Books, sheet: Section, income: Section) -> Iterator[Reconciled]:
    assets, claims = _totals(sheet, "saldo")
    yield Reconciled("Neraca: jumlah aktiva = jumlah pasiva", assets, claims)
    trial = trial_balance(books).section
    yield Reconciled("Neraca saldo: mutasi debet = mutasi kredit", _total(trial, "debit"), _total(trial, "kredit"))
    balances = [_rupiah(trial, row, "saldo_akhir") for row in trial.rows if row.style is Style.ITEM]
    yield Reconciled(
        "Neraca saldo: saldo debet = saldo kredit",
        total([net for net in balances if net > NIL]),
        total([-net for net in balances if net < NIL]),
    )
    profit = _total(income, "sd_bulan_ini")
    yield Reconciled(
        "Laba rugi: s.d. bulan lalu + bulan ini = s.d. bulan ini",
        _total(income, "sd_bulan_lalu") + _total(income, "bulan_ini"),
        profit,
    )
    yield Reconciled(
        "Laba rugi = laba tahun berjalan di neraca + yang sudah ditutup",
        profit,
        _figure(sheet, this_year_code(books), "saldo") + closed_this_year(books),
    )


def _loan_checks(books: Books, sheet: Section, income: Section) -> Iterator[Reconciled]:
    receivable = _figure(sheet, books.chart.with_role(Role.RECEIVABLE).code, "saldo")
    progress, classes = loan_progress(books).section, collectability_report(books).section
    yield Reconciled("Pinjaman di neraca = saldo di laporan perkembangan", receivable, _total(progress, "saldo_pokok"))
    yield Reconciled(
        "Pinjaman di neraca = jumlah semua kelas kolektibilitas", receivable, _total(classes, "saldo_pokok")
    )
    jasa = books.chart.with_role(Role.JASA_INCOME).code
    by_hand = _jasa_by_hand(books, jasa)
    yield Reconciled(
        f"Jasa bulan ini di laba rugi = di laporan perkembangan{' + yang dicatat tanpa pinjaman' if by_hand else ''}",
        _figure(income, jasa, "bulan_ini"),
        _total(progress, "real_jasa_bulan_ini") + by_hand,
    )


def _jasa_by_hand(books: Books, jasa: str) -> Rupiah:
    """Return the month's jasa that was booked without a loan, as a person may insist on."""
    moves = [
        move
        for voucher in books.vouchers
        if voucher.posting.event in (*BY_HAND, Event.REVERSAL)
        for move in voucher.posting.transfers
        if move.loan is None
    ]
    return total([move.amount * ((move.credit == jasa) - (move.debit == jasa)) for move in moves])


def _savings_checks(books: Books, sheet: Section) -> Iterator[Reconciled]:
    """Yield the checks of the compulsory savings, as far as the chart has accounts for them."""
    for account in books.chart.all_with(Role.SAVINGS):
        owed, cards = _figure(sheet, account.code, "saldo"), _total(savings_register(books).section, "saldo")
        yield Reconciled("Tabungan di neraca = saldo di register tabungan", owed, cards)
        for bank in books.chart.all_with(Role.SAVINGS_BANK):
            banked = _figure(sheet, bank.code, "saldo")
            if owed or banked:
                yield Reconciled(SAVINGS_AT_THE_BANK, owed, banked)


def _money_checks(books: Books, sheet: Section) -> Iterator[Reconciled]:
    for role in (Role.CASH, Role.BANK, Role.SAVINGS_BANK):
        for account in books.chart.all_with(role):
            name = f"{account.name} di neraca = baris akhir bukunya"
            yield Reconciled(name, _figure(sheet, account.code, "saldo"), _total(running_book(books, role), "saldo"))
    # A receipt or payment taken back in the month is in none of the totals, and so neither is what takes it back.
    undone = {item.number for item in books.vouchers if item.posting.kind is not VoucherKind.TRANSFER}
    transfers = [
        item.posting
        for item in books.vouchers
        if item.posting.kind is VoucherKind.TRANSFER and item.posting.reverses not in undone
    ]
    yield Reconciled(
        "Uang masuk - uang keluar + pindah buku = mutasi kas dan bank",
        _total(receipts_list(books).section, "jumlah")
        - _total(payments_list(books).section, "jumlah")
        + total([_money_moved(books, move) for posting in transfers for move in posting.transfers]),
        Rupiah(sum(item.net - item.opening_net for item in books.figures if item.account.holds_money)),
    )


def _opening_check(books: Books) -> Reconciled:
    technical = Rupiah(-sum(item.net for item in books.figures_with(Role.OPENING)))
    return Reconciled("Saldo awal lengkap: akun perantara = nol", technical, NIL)


def _money_moved(books: Books, move: Transfer) -> Rupiah:
    """Return what a transfer adds to cash and banks together; nil between two of them."""
    comes_in, goes_out = books.chart[move.debit].holds_money, books.chart[move.credit].holds_money
    return move.amount * (comes_in - goes_out)


def _totals(section: Section, key: str) -> list[Rupiah]:
    """Return the figures that the total rows print under ``key``."""
    return [_rupiah(section, row, key) for row in section.rows if row.style is Style.TOTAL]


def _total(section: Section, key: str) -> Rupiah:
    """Return the last total under ``key``; nil for a table without rows."""
    return [NIL, *_totals(section, key)][-1]


def _figure(section: Section, code: str, key: str) -> Rupiah:
    """Return what the row of an account prints under ``key``."""
    return next(_rupiah(section, row, key) for row in section.rows if row.cells[0] == code)


def _rupiah(section: Section, row: Row, key: str) -> Rupiah:
    cell = row.cells[[column.key for column in section.columns].index(key)]
    assert isinstance(cell, Rupiah), (key, cell)
    return cell


@dataclass(frozen=True, slots=True)
class CashDay:
    """What came into the cash box on a day, and what was taken from it to a bank, in rupiah."""

    dated_on: date
    received: Rupiah = NIL
    banked: Rupiah = NIL

    @property
    def kept(self) -> Rupiah:
        """Return by how much more came in than was banked."""
        return self.received - self.banked


_DAYS: Final = (
    Column("tanggal", "Tanggal", identifies=True, of=lambda day: format_form(day.dated_on)),
    rupiah("diterima", "Diterima", of=lambda day: day.received),
    rupiah("disetor", "Disetor", of=lambda day: day.banked),
    rupiah("selisih", "Selisih", of=lambda day: day.kept),
)


def _receipts_and_deposits(books: Books) -> Section:
    return Section(
        _DAYS,
        rows_with_total(_DAYS, cash_days(books), label_under="tanggal"),
        title="Penerimaan kas dan setoran ke bank per hari",
        notes=("Hanya untuk diketahui. Uang yang diterima sebaiknya disetor pada hari itu juga.",),
        empty_note="Tidak ada penerimaan kas dan setoran bulan ini.",
    )


def cash_days(books: Books) -> tuple[CashDay, ...]:
    """Return the days on which cash was received or banked; what was cancelled within the month is left out."""
    cancelled = {voucher.posting.reverses for voucher in books.vouchers}
    by_day: dict[date, CashDay] = {}
    for voucher in books.vouchers:
        posting = voucher.posting
        if voucher.number in cancelled or posting.event is Event.REVERSAL:
            continue
        day = by_day.get(posting.dated_on, CashDay(posting.dated_on))
        for move in posting.transfers:
            if posting.kind is VoucherKind.RECEIPT and _is_cash(books, move.debit):
                day = replace(day, received=day.received + move.amount)
            if _is_cash(books, move.credit) and books.chart[move.debit].holds_money:
                day = replace(day, banked=day.banked + move.amount)
        if day.received or day.banked:
            by_day[posting.dated_on] = day
    return tuple(by_day.values())


def _is_cash(books: Books, code: str) -> bool:
    return Role.CASH in books.chart[code].roles
