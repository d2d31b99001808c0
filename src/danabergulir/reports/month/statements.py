"""The balance sheet and the income statement (LU-01)."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final, NamedTuple

from danabergulir.domain.accounts import AccountClass, Role
from danabergulir.domain.books import Books
from danabergulir.domain.entries import AccountFigures
from danabergulir.domain.fund.measures import measured, year_figures
from danabergulir.domain.loans.indicators import NOT_COMPUTABLE
from danabergulir.money import Rupiah, format_percent, format_rupiah, total
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.sheet import Column, Row, Section, Style, rows_of
from danabergulir.reports.model.table import row_under, rupiah
from danabergulir.reports.origins import accounts as origins
from danabergulir.reports.origins.figure import Figure, in_rupiah, sum_of
from danabergulir.reports.origins.trial import EARLIER_STRETCHES

EARLIER: Final = ("LABA-LALU", "Laba (Rugi) Tahun Lalu (belum dibagi)")
"""The row that carries what is left undivided of earlier years."""

_OWN_YEAR, _YEARS_BEFORE = ("year_before_month",), EARLIER_STRETCHES[0]
"""The stretches in which income and cost accounts carry what they had earned at the end of last month."""
_DEBIT_SIDE: Final = (AccountClass.ASSET, AccountClass.COST)


class _Balance(NamedTuple):
    """A line of the balance sheet, in rupiah; ``origin`` says what it is made of."""

    code: str
    name: str
    group: str
    amount: Rupiah
    before: Rupiah
    """What it was at the end of last month."""
    origin: Callable[[], Figure]
    earlier: Callable[[], Figure]
    """What ``before`` is made of."""


class _Stretches(NamedTuple):
    """What income or cost came to, in rupiah: from 1 January to last month, in the month, and both together."""

    before: Rupiah
    month: Rupiah
    to_date: Rupiah


class _Result(NamedTuple):
    """A line of the income statement."""

    code: str
    name: str
    group: str
    stretches: _Stretches
    origin: Callable[[Sequence[str]], Figure]
    """What a figure is made of, by the stretches of the accounts that it adds up."""


CODE: Final = Column("kode", "Kode", identifies=True, of=lambda line: line.code)
_GROUP: Final = Column("kelompok", "Kelompok", of=lambda line: line.group)


def account_column(title: str) -> Column:
    """Return the column that names an account."""
    return Column("akun", title, identifies=True, of=lambda line: line.name)


_BALANCES: Final = (
    CODE,
    account_column("Akun"),
    _GROUP,
    rupiah("saldo", "Jumlah (Rp)", of=lambda line: line.amount, origin=lambda line: line.origin()),
)
_BESIDE_LAST_MONTH: Final = (
    *_BALANCES,
    rupiah("saldo_bulan_lalu", "Bulan Lalu (Rp)", of=lambda line: line.before, origin=lambda line: line.earlier()),
)
_BEFORE, _MONTH, _YEAR = ("year_before_month",), ("month",), ("year_before_month", "month")
_INCOME: Final = (
    CODE,
    account_column("Akun"),
    _GROUP,
    rupiah(
        "sd_bulan_lalu",
        "s.d. Bulan Lalu",
        of=lambda line: line.stretches.before,
        origin=lambda line: line.origin(_BEFORE),
    ),
    rupiah("bulan_ini", "Bulan Ini", of=lambda line: line.stretches.month, origin=lambda line: line.origin(_MONTH)),
    rupiah(
        "sd_bulan_ini", "s.d. Bulan Ini", of=lambda line: line.stretches.to_date, origin=lambda line: line.origin(_YEAR)
    ),
)


def balance_sheet(books: Books, *, beside_last_month: bool = True) -> Content:
    """Return ``neraca``: every account of the balance sheet, nil ones too, and the result as rows of modal.

    Assets are debit positive, liabilities and capital credit positive, so a contra account is negative. JUMLAH AKTIVA
    belongs to the kelompok of assets; JUMLAH PASIVA has none, since it adds up two. The indicator ROI with its
    numbers stands below, as on LU-01. What each was at the end of last month stands beside it.
    """
    columns = _BESIDE_LAST_MONTH if beside_last_month else _BALANCES
    assets = _balances(books, AccountClass.ASSET)
    claims = (
        *_balances(books, AccountClass.LIABILITY),
        *_balances(books, AccountClass.EQUITY),
        *_results(books),
        *_unfinished_opening(books),
    )
    all_assets = _together(assets, "JUMLAH AKTIVA", AccountClass.ASSET.value)
    all_claims = _together(claims, "JUMLAH PASIVA", "")
    table = (
        heading("AKTIVA", columns),
        *rows_of(columns, assets),
        *rows_of(columns, [all_assets], Style.TOTAL),
        heading("PASIVA", columns),
        *rows_of(columns, claims),
        *rows_of(columns, [all_claims], Style.TOTAL),
    )
    return Content(
        Section(columns, table, totals_are_lines=True),
        notes=tuple(_balance_notes(books, all_assets.amount - all_claims.amount)),
        date_word="Per Tanggal",
    )


def _together(lines: Sequence[_Balance], name: str, group: str) -> _Balance:
    return _Balance(
        "",
        name,
        group,
        amount=total([line.amount for line in lines]),
        before=total([line.before for line in lines]),
        origin=partial(_all, lines),
        earlier=partial(_all_before, lines),
    )


def _all(lines: Sequence[_Balance]) -> Figure:
    parts = [line.origin().named(f"{line.code} {line.name}") for line in lines if line.amount]
    return sum_of("Jumlah", parts, formula="jumlah baris di atasnya")


def _all_before(lines: Sequence[_Balance]) -> Figure:
    parts = [line.earlier().named(f"{line.code} {line.name}") for line in lines if line.before]
    return sum_of("Jumlah bulan lalu", parts, formula="jumlah baris di atasnya")


def income_statement(books: Books) -> Content:
    """Return ``laba-rugi``: income and cost from 1 January to last month, in the month, and both together.

    Income is credit positive, cost debit positive. The entries of a year's close are left out, so the year still
    shows after it. The indicator CCr with its numbers stands below, as on LU-01.
    """
    table: list[Row] = []
    sums = []
    for account_class in (AccountClass.INCOME, AccountClass.COST):
        members = members_of(books, account_class)
        word = account_class.value
        sums.append(_stretches(members, account_class))
        table.append(heading(word.upper(), _INCOME))
        table += rows_of(
            _INCOME,
            (
                _Result(
                    item.account.code,
                    item.account.name,
                    word,
                    _stretches([item], account_class),
                    partial(_moved_in, [item], account_class),
                )
                for item in members
            ),
        )
        together = _Result(
            "", f"JUMLAH {word.upper()}", word, sums[-1], partial(_moved_together, members, account_class)
        )
        table += rows_of(_INCOME, [together], Style.SUBTOTAL)
    profit = _Stretches(*(income - cost for income, cost in zip(*sums, strict=True)))
    table += rows_of(_INCOME, [_Result("", "LABA (RUGI)", "", profit, partial(_profit, books))], Style.TOTAL)
    return Content(Section(_INCOME, tuple(table), totals_are_lines=True), notes=(_ccr_line(books),))


def _moved_in(members: Sequence[AccountFigures], account_class: AccountClass, stretches: Sequence[str]) -> Figure:
    sign = origins.natural_sign(account_class)
    return origins.all_of(account_class.value, [origins.net(item, stretches, sign) for item in members])


def _moved_together(members: Sequence[AccountFigures], account_class: AccountClass, stretches: Sequence[str]) -> Figure:
    words = f"Jumlah {account_class.value}"
    return origins.in_stretches(members, stretches, origins.natural_sign(account_class), words)


def _profit(books: Books, stretches: Sequence[str]) -> Figure:
    income, cost = (
        _moved_together(members_of(books, item), item, stretches) for item in (AccountClass.INCOME, AccountClass.COST)
    )
    return sum_of("Laba (rugi)", [income, cost.less()], formula="jumlah pendapatan - jumlah biaya")


def closed_this_year(books: Books) -> Figure:
    """Return how much of this year's own result a year's close has already moved to capital, in rupiah."""
    return origins.in_stretches(list(result_accounts(books)), ("closing_own",), 1, "Laba yang sudah ditutup")


def this_year_code(books: Books) -> str:
    """Return the code of the row on ``neraca`` that carries the year's result: ``LABA-2023``."""
    return f"LABA-{books.month.year}"


def members_of(books: Books, account_class: AccountClass) -> list[AccountFigures]:
    """Return the figures of a class's accounts, without the technical opening account."""
    return [
        item
        for item in books.figures
        if item.account.account_class is account_class and Role.OPENING not in item.account.roles
    ]


def technical(books: Books) -> tuple[AccountFigures, ...]:
    """Return the figures of the technical opening account."""
    return books.figures_with(Role.OPENING)


def result_accounts(books: Books) -> Iterator[AccountFigures]:
    """Return the figures of the accounts of income and cost."""
    return (item for item in books.figures if item.account.account_class.is_result)


def _natural(net: int, account_class: AccountClass) -> Rupiah:
    """Return a debit-positive figure with the sign its class is read with."""
    return Rupiah(net if account_class in _DEBIT_SIDE else -net)


def _balances(books: Books, account_class: AccountClass) -> list[_Balance]:
    return [
        _Balance(
            item.account.code,
            item.account.name,
            account_class.value,
            amount=_natural(item.net, account_class),
            before=_natural(item.opening_net, account_class),
            origin=partial(origins.balance, item),
            earlier=partial(_before, item, account_class),
        )
        for item in members_of(books, account_class)
    ]


def _results(books: Books) -> Iterator[_Balance]:
    """Yield this year's result as far as it is not closed, and what is left undivided of earlier years."""
    equity = AccountClass.EQUITY.value
    own, earlier = (_carried(books, stretches) for stretches in (_OWN_YEAR, _YEARS_BEFORE))
    yield _Balance(
        this_year_code(books),
        "Laba (Rugi) Tahun Berjalan",
        equity,
        amount=_open_result(books),
        before=in_rupiah(own),
        origin=partial(_this_year, books),
        earlier=lambda: own,
    )
    undivided = earlier_result(books)
    if undivided or earlier.value:
        yield _Balance(
            *EARLIER,
            equity,
            amount=undivided,
            before=in_rupiah(earlier),
            origin=partial(_years_before, books),
            earlier=lambda: earlier,
        )


def _carried(books: Books, stretches: Sequence[str]) -> Figure:
    """Return the result that income and cost accounts carried at the end of last month in these stretches."""
    return origins.in_stretches(list(result_accounts(books)), stretches, -1, "Saldo akun pendapatan dan biaya")


def _open_result(books: Books) -> Rupiah:
    figures = year_figures(books)
    return figures.income - figures.cost - in_rupiah(closed_this_year(books))


def _this_year(books: Books) -> Figure:
    closed = closed_this_year(books)
    parts = [origins.profit(books), *([closed.less()] if closed.value else [])]
    return sum_of("Laba (rugi) tahun berjalan", parts, formula="laba sejak Januari - yang sudah ditutup")


def _years_before(books: Books) -> Figure:
    accounts = [item for item in result_accounts(books) if item.net]
    carried = sum_of("Saldo akun pendapatan dan biaya", [origins.balance(item, -1) for item in accounts])
    return sum_of("Laba tahun lalu yang belum dibagi", [carried, _this_year(books).less()])


def earlier_result(books: Books) -> Rupiah:
    """Return what income and cost accounts still carry from the years before, profit positive."""
    return Rupiah(-sum(item.net for item in result_accounts(books))) - _open_result(books)


def _unfinished_opening(books: Books) -> Iterator[_Balance]:
    for item in technical(books):
        if item.net or item.opening_net:
            yield _Balance(
                item.account.code,
                "Saldo Awal Belum Lengkap",
                AccountClass.EQUITY.value,
                amount=_natural(item.net, AccountClass.EQUITY),
                before=_natural(item.opening_net, AccountClass.EQUITY),
                origin=partial(origins.balance, item, -1),
                earlier=partial(_before, item, AccountClass.EQUITY),
            )


def _before(item: AccountFigures, account_class: AccountClass) -> Figure:
    return origins.net(item, origins.CARRIED, origins.natural_sign(account_class), "Saldo akhir bulan lalu")


def _balance_notes(books: Books, difference: Rupiah) -> Iterator[str]:
    if difference:
        yield f"Neraca TIDAK seimbang: selisih {format_rupiah(difference)}. Jalankan: danabergulir periksa"
    else:
        yield "Neraca seimbang."
    if any(item.net for item in technical(books)):
        yield "Saldo awal belum lengkap. Lengkapi saldo awal dan pinjaman yang sudah berjalan."
    yield _roi_line(books)


def _roi_line(books: Books) -> str:
    figures = year_figures(books)
    profit, capital = format_rupiah(figures.income - figures.cost), format_rupiah(figures.capital)
    formula = f"ROI = ((Laba-Rugi / Modal) x 12) / bulan ke-{figures.month_number}"
    return f"{formula} = (({profit} / {capital}) x 12) / {figures.month_number} = {_outcome(books, 'ROI')}"


def _ccr_line(books: Books) -> str:
    figures = year_figures(books)
    income, cost = format_rupiah(figures.income), format_rupiah(figures.cost)
    excepted = books.policy.performance.ccr_except
    if not excepted:
        return f"CCr = Pendapatan / Biaya = {income} / {cost} = {_outcome(books, 'CCr')}"
    formula = f"CCr = Pendapatan / (Biaya - Akun {' - Akun '.join(excepted)})"
    left_out = format_rupiah(figures.cost_excepted)
    return f"{formula} = {income} / ({cost} - {left_out}) = {_outcome(books, 'CCr')}"


def _outcome(books: Books, name: str) -> str:
    """Return an indicator's percentage and grade in words: ``165,24 % (memuaskan)``."""
    found = next(item for item in measured(books) if item.name == name)
    return NOT_COMPUTABLE if found.percent is None else f"{format_percent(found.percent)} % ({found.category})"


def _stretches(members: Sequence[AccountFigures], account_class: AccountClass) -> _Stretches:
    return _Stretches(
        _natural(sum(item.year_before_month.net for item in members), account_class),
        _natural(sum(item.month.net for item in members), account_class),
        _year_to_date(members, account_class),
    )


def _year_to_date(members: Sequence[AccountFigures], account_class: AccountClass) -> Rupiah:
    return _natural(sum(item.year_to_date for item in members), account_class)


def heading(text: str, columns: Sequence[Column]) -> Row:
    """Return the row that says which part of a form follows."""
    return row_under(columns, {columns[0].key: text}, Style.HEADING)
