"""Where the money of a year came from and where it went: sources and uses of the fund."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from danabergulir.dates import Year
from danabergulir.domain.accounts import Account, AccountClass, Role
from danabergulir.domain.books import Books
from danabergulir.domain.fund.year import MoneyFlow, MoneyYear, YearBooks
from danabergulir.frozen import replace
from danabergulir.money import NIL, Rupiah, format_rupiah, total
from danabergulir.reports import origins
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.sheet import Column, Row, RowsSummed, Section, Style, rows_of
from danabergulir.reports.model.table import row_under, rupiah
from danabergulir.reports.origins.figure import Figure, as_of
from danabergulir.reports.year.beside import LAST_YEAR
from danabergulir.reports.year.result import since_opened
from danabergulir.reports.year.sources import capital_by_source

OPENING, SOURCE, USE, CLOSING = "saldo awal", "sumber", "penggunaan", "saldo akhir"
"""The four groups of lines."""

_SOURCE_WORDS: Final = {
    Role.RECEIVABLE: "Pokok pinjaman kembali dari KSM",
    Role.RESERVE: "Kembali dari pinjaman hapus buku",
    Role.SAVINGS: "Tabungan disetor KSM",
    Role.TITIPAN: "Titipan diterima",
    Role.CAPITAL: "Tambahan modal",
}
_USE_WORDS: Final = {
    Role.RECEIVABLE: "Pinjaman disalurkan kepada KSM",
    Role.SAVINGS: "Tabungan diambil KSM",
    Role.TITIPAN: "Titipan diserahkan",
    Role.CAPITAL: "Modal dikembalikan",
    Role.SOCIAL_FUND: "Dana sosial dibayarkan",
    Role.NEIGHBOURHOOD_FUND: "Dana lingkungan dibayarkan",
}
"""What a move of money means where the name of the account does not say on which side."""
_ORDER: Final = (
    AccountClass.ASSET,
    AccountClass.INCOME,
    AccountClass.LIABILITY,
    AccountClass.EQUITY,
    AccountClass.COST,
)
_HEADINGS: Final = {SOURCE: "SUMBER DANA", USE: "PENGGUNAAN DANA"}


class _FlowLine(NamedTuple):
    """A line: what the money is, in this year and the one before; None where that is not known."""

    group: str
    code: str
    words: str
    now: Rupiah
    before: Rupiah | None
    origin: Callable[[], Figure]
    origin_before: Callable[[], Figure]


def _columns(year: YearBooks) -> tuple[Column, ...]:
    return (
        Column("kelompok", "Kelompok", of=lambda line: line.group),
        Column("kode", "Kode", identifies=True, of=lambda line: line.code),
        Column("uraian", "Uraian", identifies=True, of=lambda line: line.words),
        rupiah("jumlah", f"Tahun {year.year}", of=lambda line: line.now, origin=lambda line: line.origin()),
        rupiah(
            LAST_YEAR,
            f"Tahun {year.year.before}",
            of=lambda line: line.before,
            origin=lambda line: line.origin_before(),
        ),
    )


def sources_and_uses(year: YearBooks) -> Content:
    """Return the money at the beginning, what came and what went by account, and the money at the end.

    A voucher that was taken back is left out; money between cash and bank is neither a source nor a use.
    """
    columns = _columns(year)
    blocks = (
        (_held(OPENING, year), "", "Uang pada awal tahun"),
        (_flows(SOURCE, year), _HEADINGS[SOURCE], "Jumlah sumber dana"),
        (_flows(USE, year), _HEADINGS[USE], "Jumlah penggunaan dana"),
        (_held(CLOSING, year), "", "Uang pada akhir tahun"),
    )
    rows = [row for block in blocks for row in _block(columns, *block)]
    return Content(Section(columns, tuple(rows)), notes=tuple(_notes(year)), more=capital_by_source(year))


def _block(columns: Sequence[Column], lines: Sequence[_FlowLine], heading: str, sum_words: str) -> Iterator[Row]:
    """Yield lines with their sum, under a heading where there is one."""
    if heading:
        yield row_under(columns, {"uraian": heading}, Style.HEADING)
    listed = rows_of(columns, lines)
    yield from listed
    known = [line.before for line in lines if line.before is not None]
    sums = {"jumlah": total([line.now for line in lines]), LAST_YEAR: total(known) if known else None}
    yield replace(row_under(columns, {"uraian": sum_words, **sums}, Style.SUBTOTAL), thing=RowsSummed(listed))


def _line(group: str, year: YearBooks, account: Account, amount: Rupiah, before: Rupiah | None) -> _FlowLine:
    return _FlowLine(
        group,
        account.code,
        _words(group, account),
        amount,
        before,
        origin=lambda: _told(group, account, amount, year.books, year.year),
        origin_before=lambda: _told_before(group, account, before or NIL, year),
    )


def _told(group: str, account: Account, amount: Rupiah, books: Books, year: Year) -> Figure:
    """Return what a figure of an account in a year is made of."""
    if group == OPENING:
        return origins.year.opening(account, amount, year.first_on)
    if group == CLOSING:
        return origins.year.closing(books, account)
    return (origins.year.came if group == SOURCE else origins.year.went)(account, amount, year.first_on)


def _told_before(group: str, account: Account, amount: Rupiah, year: YearBooks) -> Figure:
    assert year.before is not None, account
    last = year.year.before
    return as_of(_told(group, account, amount, year.before, last), last.months[-1])


def _held(group: str, year: YearBooks) -> list[_FlowLine]:
    """Return a line for every account that holds money, at the beginning or at the end."""
    now, before = (_balances(group, money) for money in (year.money, year.money_before))
    known = {account.code: amount for account, amount in before}
    return [
        _line(group, year, account, amount, known.get(account.code, NIL) if year.money_before else None)
        for account, amount in now
    ]


def _balances(group: str, money: MoneyYear | None) -> Sequence[tuple[Account, Rupiah]]:
    if money is None:
        return ()
    return money.opening if group == OPENING else money.closing


def _flows(group: str, year: YearBooks) -> list[_FlowLine]:
    """Return a line for every account that money came from or went to in either year."""
    now, before = year.money, year.money_before
    flows = {flow.account.code: flow for flow in now.flows}
    older = {flow.account.code: flow for flow in before.flows} if before else {}
    known = {flow.account.code: flow.account for flow in (*older.values(), *flows.values())}
    lines = []
    for account in sorted(known.values(), key=lambda item: (_ORDER.index(item.account_class), item.code)):
        amount, last = (_side(group, side.get(account.code)) for side in (flows, older))
        if amount or last:
            lines.append(_line(group, year, account, amount, last if before else None))
    return lines


def _side(group: str, flow: MoneyFlow | None) -> Rupiah:
    if flow is None:
        return NIL
    return flow.came if group == SOURCE else flow.went


def _words(group: str, account: Account) -> str:
    told = {SOURCE: _SOURCE_WORDS, USE: _USE_WORDS}.get(group, {})
    return next((words for role, words in told.items() if role in account.roles), account.name)


def _notes(year: YearBooks) -> Iterator[str]:
    money = year.money
    if money.unexplained:
        yield f"Arus dana TIDAK cocok: selisih {format_rupiah(money.unexplained)}. Jalankan: danabergulir periksa"
    else:
        yield "Cocok: uang awal tahun + sumber dana - penggunaan dana = uang akhir tahun."
    yield "Setoran ke bank dan penarikan dari bank tidak dihitung. Bukti yang dibatalkan juga tidak."
    yield from since_opened(year)
