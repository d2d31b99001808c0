"""The trial balance (U-8 and U-9): what every account stands at and what the month moved."""

from collections.abc import Iterator, Sequence
from typing import Final

from danabergulir.domain.accounts import AccountClass
from danabergulir.domain.books import Books
from danabergulir.domain.entries import AccountFigures
from danabergulir.domain.fund.measures import year_figures
from danabergulir.frozen import replace
from danabergulir.money import Rupiah, format_rupiah
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.sheet import Row, Section, Style, rows_of
from danabergulir.reports.model.table import rupiah, total_row
from danabergulir.reports.month.statements import (
    CODE,
    EARLIER,
    account_column,
    earlier_result,
    heading,
    members_of,
    result_accounts,
    technical,
)
from danabergulir.reports.origins import accounts as origins
from danabergulir.reports.origins.trial import EARLIER_STRETCHES, TrialFigures, Tried, stretches_of

_TRIAL: Final = (
    CODE,
    account_column("Buku Besar"),
    rupiah("saldo_awal", "Saldo Awal", of=lambda line: line.moved.opening, origin=lambda line: line.opening),
    rupiah("debit", "Debet", "Mutasi", of=lambda line: line.moved.debit, origin=lambda line: line.side("debit")),
    rupiah("kredit", "Kredit", "Mutasi", of=lambda line: line.moved.credit, origin=lambda line: line.side("credit")),
    rupiah("saldo_akhir", "Saldo Akhir", of=lambda line: line.moved.closing, origin=lambda line: line.closing),
)


def trial_balance(books: Books) -> Content:
    """Return ``neraca-saldo``: every account's balance and what the month moved, debit positive throughout.

    So each column of balances adds up to nil. Income and cost show January to date; what they still carry of earlier
    years, and the entries that close those, stand on one row of modal. That row and the technical opening account stand
    only where they have a figure. What each part of the form comes to stands below it, PASIVA with the year's result.
    """
    assets = _trial_rows(books, AccountClass.ASSET)
    claims = (*_trial_rows(books, AccountClass.LIABILITY, AccountClass.EQUITY), *_undivided_row(books))
    income, cost = (_trial_rows(books, item) for item in (AccountClass.INCOME, AccountClass.COST))
    result = _part_row((*income, *cost), "Laba (Rugi) Tahun Berjalan")
    sums = _trial_sums(books)
    whole = Tried("", "JUMLAH", sums, books.figures, origins.CARRIED, origins.MOVED)
    table = (
        *_block("AKTIVA", assets),
        *_block("PASIVA", (*claims, result)),
        *_block("PENDAPATAN", income),
        *_block("BIAYA", cost),
        *rows_of(_TRIAL, [whole], Style.TOTAL),
    )
    return Content(Section(_TRIAL, table, totals_are_lines=True), notes=tuple(_trial_notes(books, sums)))


def _trial_rows(books: Books, *classes: AccountClass) -> tuple[Row, ...]:
    members = [item for each in classes for item in members_of(books, each)]
    members += [item for item in technical(books) if item.account.account_class in classes and _has_figure(item)]
    return rows_of(
        _TRIAL,
        (
            Tried(item.account.code, item.account.name, _trial_figures(item), [item], *stretches_of(item))
            for item in members
        ),
    )


def _undivided_row(books: Books) -> tuple[Row, ...]:
    earlier = _earlier_figures(books)
    if not any(earlier):
        return ()
    return rows_of(_TRIAL, [Tried(*EARLIER, earlier, list(result_accounts(books)), *EARLIER_STRETCHES)])


def _block(title: str, rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return a part of the form with its heading and what it comes to; nothing where it has no line."""
    return (heading(title, _TRIAL), *rows, _part_row(rows, f"JUMLAH {title}")) if rows else ()


def _part_row(rows: Sequence[Row], label: str) -> Row:
    summed = {column.key for column in _TRIAL if column.is_figure}
    return replace(total_row(_TRIAL, rows, summed=summed, label_under="akun", label=label), style=Style.PART)


def _trial_figures(item: AccountFigures) -> TrialFigures:
    """Return opening balance, debits, credits and balance of one account; income and cost start from nil in January."""
    if not item.account.account_class.is_result:
        return _moved(item.opening_net, item.debit, item.credit)
    debit, credit = (month + own for month, own in zip(item.month, item.closing_own, strict=True))
    return _moved(item.year_before_month.net, debit, credit)


def _earlier_figures(books: Books) -> TrialFigures:
    """Return what income and cost carry of earlier years, and what the entries that close those moved."""
    accounts = list(result_accounts(books))
    return _moved(
        sum(item.before_year.net + item.closing_before.net for item in accounts),
        sum(item.closing_month.debit for item in accounts),
        sum(item.closing_month.credit for item in accounts),
    )


def _trial_sums(books: Books) -> TrialFigures:
    opening, debit, credit = (
        sum(getattr(item, name) for item in books.figures) for name in ("opening_net", "debit", "credit")
    )
    return _moved(opening, debit, credit)


def _moved(opening: int, debit: int, credit: int) -> TrialFigures:
    return TrialFigures(Rupiah(opening), Rupiah(debit), Rupiah(credit))


def _has_figure(item: AccountFigures) -> bool:
    return any(_trial_figures(item))


def _trial_notes(books: Books, sums: TrialFigures) -> Iterator[str]:
    yield "Saldo kredit ditulis dalam kurung. Jumlah saldo harus nol."
    if sums.opening or sums.closing or sums.debit != sums.credit:
        yield "Neraca saldo TIDAK seimbang. Jalankan: danabergulir periksa"
    else:
        yield "Neraca saldo seimbang."
    figures = year_figures(books)
    yield f"LABA (RUGI) TAHUN BERJALAN : {format_rupiah(figures.income - figures.cost)}"
    if earlier_result(books):
        yield "Pendapatan dan biaya dihitung sejak Januari. Tahun lalu belum ditutup; labanya di baris LABA-LALU."
