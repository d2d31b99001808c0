"""The checks that an auditor of a UPK does by hand every month, figure beside figure."""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from danabergulir.dates import format_form
from danabergulir.domain.accounts import Role
from danabergulir.domain.books import Books
from danabergulir.domain.journal import BY_HAND, Event, Transfer, Voucher, VoucherKind
from danabergulir.frozen import Struct, replace
from danabergulir.money import NIL, Rupiah
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.origin_of import origin, row_name
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
)
from danabergulir.reports.month.trial_balance import trial_balance
from danabergulir.reports.origins import accounts
from danabergulir.reports.origins.figure import Figure, Relation, entry, in_rupiah, less, sum_of

SAVINGS_AT_THE_BANK: Final = "Tabungan di neraca = saldo bank tabungan"
"""The name of the one check that may fail for a while: money that still has to be carried from bank to bank."""


class Reconciled(Struct, frozen=True):
    """Two figures that must be the same, in rupiah. ``name`` says in words what stands on each side."""

    name: str
    left: Figure
    right: Figure

    @property
    def here(self) -> Rupiah:
        """Return the first figure."""
        return in_rupiah(self.left)

    @property
    def there(self) -> Rupiah:
        """Return the second figure."""
        return in_rupiah(self.right)

    @property
    def difference(self) -> Rupiah:
        """Return by how much the first is the larger one."""
        return self.here - self.there


_CHECKS: Final = (
    Column("pemeriksaan", "Pemeriksaan", identifies=True, of=lambda check: check.name),
    rupiah("nilai_a", "Nilai A", of=lambda check: check.here, origin=lambda check: check.left),
    rupiah("nilai_b", "Nilai B", of=lambda check: check.there, origin=lambda check: check.right),
    replace(
        rupiah(
            "selisih",
            "Selisih",
            of=lambda check: check.difference,
            origin=lambda check: less("Selisih", check.left, check.right),
        ),
        always=True,
    ),
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
    sheet, income = books.once(balance_sheet).section, books.once(income_statement).section
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
    trial = books.once(trial_balance).section
    yield Reconciled("Neraca saldo: mutasi debit = mutasi kredit", _total(trial, "debit"), _total(trial, "kredit"))
    balances = [_read(trial, row, "saldo_akhir") for row in trial.rows if row.style is Style.ITEM]
    yield Reconciled(
        "Neraca saldo: saldo debit = saldo kredit",
        sum_of("Jumlah saldo debit", [net for net in balances if in_rupiah(net) > NIL]),
        sum_of("Jumlah saldo kredit", [net.less() for net in balances if in_rupiah(net) < NIL]),
    )
    profit = _total(income, "sd_bulan_ini")
    yield Reconciled(
        "Laba rugi: s.d. bulan lalu + bulan ini = s.d. bulan ini",
        sum_of("Laba s.d. bulan lalu dan bulan ini", [_total(income, "sd_bulan_lalu"), _total(income, "bulan_ini")]),
        profit,
    )
    yield Reconciled(
        "Laba rugi = laba tahun berjalan di neraca + yang sudah ditutup",
        profit,
        sum_of(
            "Laba tahun berjalan dan yang sudah ditutup",
            [_figure(sheet, this_year_code(books), "saldo"), closed_this_year(books)],
        ),
    )


def _loan_checks(books: Books, sheet: Section, income: Section) -> Iterator[Reconciled]:
    receivable = _figure(sheet, books.chart.with_role(Role.RECEIVABLE).code, "saldo")
    progress, classes = books.once(loan_progress).section, books.once(collectability_report).section
    yield Reconciled("Pinjaman di neraca = saldo di laporan perkembangan", receivable, _total(progress, "saldo_pokok"))
    yield Reconciled(
        "Pinjaman di neraca = jumlah semua kelas kolektibilitas", receivable, _total(classes, "saldo_pokok")
    )
    jasa = books.chart.with_role(Role.JASA_INCOME).code
    by_hand = _jasa_by_hand(books, jasa)
    more = " + yang dicatat tanpa pinjaman" if by_hand.value else ""
    yield Reconciled(
        f"Jasa bulan ini di laba rugi = di laporan perkembangan{more}",
        _figure(income, jasa, "bulan_ini"),
        sum_of("Jasa menurut laporan perkembangan", [_total(progress, "real_jasa_bulan_ini"), by_hand]),
    )


def _jasa_by_hand(books: Books, jasa: str) -> Figure:
    """Return the month's jasa that was booked without a loan, as a person may insist on."""
    moves = [
        (voucher, move)
        for voucher in books.vouchers
        if voucher.posting.event in (*BY_HAND, Event.REVERSAL)
        for move in voucher.posting.transfers
        if move.loan is None
    ]
    booked = [
        _moved(voucher, move, (move.credit == jasa) - (move.debit == jasa))
        for voucher, move in moves
        if jasa in (move.credit, move.debit)
    ]
    return sum_of("Jasa yang dicatat tanpa pinjaman", booked)


def _moved(voucher: Voucher, move: Transfer, sign: int) -> Figure:
    posting = voucher.posting
    return entry(posting.dated_on, voucher.number, posting.memo, sign * move.amount.value)


def _savings_checks(books: Books, sheet: Section) -> Iterator[Reconciled]:
    """Yield the checks of the compulsory savings, as far as the chart has accounts for them."""
    for account in books.chart.all_with(Role.SAVINGS):
        owed, cards = _figure(sheet, account.code, "saldo"), _total(books.once(savings_register).section, "saldo")
        yield Reconciled("Tabungan di neraca = saldo di register tabungan", owed, cards)
        for bank in books.chart.all_with(Role.SAVINGS_BANK):
            banked = _figure(sheet, bank.code, "saldo")
            if owed.value or banked.value:
                yield Reconciled(SAVINGS_AT_THE_BANK, owed, banked)


def _money_checks(books: Books, sheet: Section) -> Iterator[Reconciled]:
    for role in (Role.CASH, Role.BANK, Role.SAVINGS_BANK):
        for account in books.chart.all_with(role):
            name = f"{account.name} di neraca = baris akhir bukunya"
            yield Reconciled(name, _figure(sheet, account.code, "saldo"), _total(running_book(books, role), "saldo"))
    # A receipt or payment taken back in the month is in none of the totals, and so neither is what takes it back.
    undone = {item.number for item in books.vouchers if item.posting.kind is not VoucherKind.TRANSFER}
    transfers = [
        item
        for item in books.vouchers
        if item.posting.kind is VoucherKind.TRANSFER and item.posting.reverses not in undone
    ]
    moved = [
        _moved(voucher, move, sign)
        for voucher in transfers
        for move in voucher.posting.transfers
        if (sign := _money_moved(books, move))
    ]
    money = [item for item in books.figures if item.account.holds_money]
    yield Reconciled(
        "Uang masuk - uang keluar + pindah buku = mutasi kas dan bank",
        sum_of(
            "Uang masuk - uang keluar + pindah buku",
            [
                _total(books.once(receipts_list).section, "jumlah"),
                _total(books.once(payments_list).section, "jumlah").less(),
                sum_of("Pindah buku yang menambah atau mengurangi uang", moved),
            ],
        ),
        accounts.in_stretches(money, accounts.MOVED, 1, "Mutasi kas dan bank"),
    )


def _opening_check(books: Books) -> Reconciled:
    technical = accounts.balances(books.figures_with(Role.OPENING), "Akun perantara saldo awal", -1)
    return Reconciled("Saldo awal lengkap: akun perantara = nol", technical, Figure("Nol", NIL))


def _money_moved(books: Books, move: Transfer) -> int:
    """Return 1 where a transfer adds to cash and banks together, -1 where it takes off, 0 between two of them."""
    return books.chart[move.debit].holds_money - books.chart[move.credit].holds_money


def _totals(section: Section, key: str) -> list[Figure]:
    """Return the figures that the total rows print under ``key``."""
    return [_read(section, row, key) for row in section.rows if row.style is Style.TOTAL]


def _total(section: Section, key: str) -> Figure:
    """Return the last total under ``key``; nil for a table without rows."""
    return [Figure("Tidak ada baris", NIL), *_totals(section, key)][-1]


def _figure(section: Section, code: str, key: str) -> Figure:
    """Return what the row of an account prints under ``key``."""
    return next(_read(section, row, key) for row in section.rows if row.cells[0] == code)


def _read(section: Section, row: Row, key: str) -> Figure:
    """Return a figure as a finished report prints it, with what that cell is made of."""
    cell = row.cells[[column.key for column in section.columns].index(key)]
    assert isinstance(cell, Rupiah), (key, cell)
    return Figure(row_name(row), cell, Relation.SUM, lambda _: [origin(section, row, key)])


class CashDay(Struct, frozen=True):
    """What came into the cash box on a day, and what was taken from it to a bank, in rupiah."""

    dated_on: date
    received: Rupiah = NIL
    banked: Rupiah = NIL

    @property
    def kept(self) -> Rupiah:
        """Return by how much more came in than was banked."""
        return self.received - self.banked


def _days(books: Books) -> tuple[Column, ...]:
    def of_day(day: CashDay, name: str, words: str) -> Figure:
        moves = [item for item in _cash_moves(books) if item.name == name]
        parts = [_moved(item.voucher, item.move, 1) for item in moves]
        return sum_of(words, [part for part in parts if part.dated_on == day.dated_on])

    def received(day: CashDay) -> Figure:
        return of_day(day, "received", "Kas yang diterima")

    def banked(day: CashDay) -> Figure:
        return of_day(day, "banked", "Kas yang disetor ke bank")

    return (
        Column("tanggal", "Tanggal", identifies=True, of=lambda day: format_form(day.dated_on)),
        rupiah("diterima", "Diterima", of=lambda day: day.received, origin=received),
        rupiah("disetor", "Disetor", of=lambda day: day.banked, origin=banked),
        replace(
            rupiah(
                "selisih",
                "Selisih",
                of=lambda day: day.kept,
                origin=lambda day: less("Selisih", received(day), banked(day)),
            ),
            always=True,
        ),
    )


def _receipts_and_deposits(books: Books) -> Section:
    columns = _days(books)
    return Section(
        columns,
        rows_with_total(columns, cash_days(books), label_under="tanggal"),
        title="Penerimaan kas dan setoran ke bank per hari",
        notes=("Hanya untuk diketahui. Uang yang diterima sebaiknya disetor pada hari itu juga.",),
        empty_note="Tidak ada penerimaan kas dan setoran bulan ini.",
    )


class _CashMove(NamedTuple):
    """An amount that was ``received`` in cash, or ``banked``: ``name`` says which."""

    voucher: Voucher
    move: Transfer
    name: str


def cash_days(books: Books) -> tuple[CashDay, ...]:
    """Return the days on which cash was received or banked; what was cancelled within the month is left out."""
    by_day: dict[date, CashDay] = {}
    for voucher, move, name in _cash_moves(books):
        on = voucher.posting.dated_on
        day = by_day.get(on, CashDay(on))
        by_day[on] = replace(day, **{name: getattr(day, name) + move.amount})
    return tuple(by_day.values())


def _cash_moves(books: Books) -> Iterator[_CashMove]:
    cancelled = {voucher.posting.reverses for voucher in books.vouchers}
    for voucher in books.vouchers:
        posting = voucher.posting
        if voucher.number in cancelled or posting.event is Event.REVERSAL:
            continue
        for move in posting.transfers:
            if posting.kind is VoucherKind.RECEIPT and _is_cash(books, move.debit):
                yield _CashMove(voucher, move, "received")
            if _is_cash(books, move.credit) and books.chart[move.debit].holds_money:
                yield _CashMove(voucher, move, "banked")


def _is_cash(books: Books, code: str) -> bool:
    return Role.CASH in books.chart[code].roles
