"""What the figures of a year are made of that no month has: the flows of money, and the divided result."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from danabergulir.dates import Month
from danabergulir.domain.accounts import Account
from danabergulir.domain.books import Books
from danabergulir.domain.fund.year import MoneyYear, YearResult
from danabergulir.domain.journal import Component, VoucherKind
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.terms import LENT
from danabergulir.money import Rupiah, total
from danabergulir.reports.origins import accounts, loans
from danabergulir.reports.origins.figure import Figure, Relation, Source, counted, entry, sum_of

_RECEIVED: Final = "jumlah setoran, dikurangi yang dibatalkan"
_TAKEN_BACK: Final = "Bukti yang dibatalkan mengurangi sisinya sendiri."


def came(account: Account, value: Rupiah, first: date) -> Figure:
    """Return what money came from an account since a day."""
    return _flow(account, value, first, "came")


def went(account: Account, value: Rupiah, first: date) -> Figure:
    """Return what money went to an account since a day."""
    return _flow(account, value, first, "went")


def _flow(account: Account, value: Rupiah, first: date, side: str) -> Figure:
    def parts(source: Source) -> Iterable[Figure]:
        for move in source.of_flow(account.code, first):
            amount = getattr(move, side)
            if amount:
                yield entry(move.dated_on, move.number, move.memo, amount)

    words = f"{account.code} {account.name}"
    return Figure(words, value, Relation.SUM, parts, formula="jumlah bukti", rule=_TAKEN_BACK)


def opening(account: Account, value: Rupiah, first: date) -> Figure:
    """Return what an account held before a day; the opening balances of the ledger count whenever they are dated."""

    def parts(source: Source) -> Iterable[Figure]:
        for move in source.of_account(account.code):
            if move.dated_on < first or move.number.startswith(VoucherKind.OPENING):
                yield entry(move.dated_on, move.number, move.memo, move.debit - move.credit)

    return Figure(f"{account.code} {account.name}", value, Relation.SUM, parts, formula="jumlah bukti sebelumnya")


def closing(books: Books, account: Account) -> Figure:
    """Return what an account holds on the last day of the books."""
    return accounts.balance(books.by_code[account.code])


def part(result: YearResult, amount: Rupiah, name: str) -> Figure:
    """Return a part of the divided profit: what its voucher moved."""
    numbers = ", ".join(result.vouchers)
    rule = f"Bagian yang diputuskan rapat; dicatat dengan bukti {numbers}." if numbers else ""
    return Figure(name, amount, rule=rule, dated_on=result.dated_on)


def undivided(result: YearResult) -> Figure:
    """Return what is left of the profit."""
    parts = [part(result, item.amount, item.name).less() for item in result.parts]
    return sum_of("Tidak dibagi", [profit(result), *parts], formula="laba setahun - bagian yang dibagi")


def profit(result: YearResult) -> Figure:
    """Return the result as the close moved it."""
    return Figure(
        "Laba setahun",
        result.profit,
        rule="Saldo pendapatan dikurangi biaya saat tutup tahun.",
        dated_on=result.dated_on,
    )


def share(result: YearResult, of: Figure) -> Figure:
    """Return a part of the profit in percent."""
    whole = profit(result)
    assert isinstance(of.value, Rupiah), of
    value = Fraction(of.value.value * 100, result.profit.value)
    return Figure(f"{of.words} (%)", value, Relation.QUOTIENT, lambda _: (of, whole), formula="bagian : laba setahun")


def moved(money: MoneyYear, first: date, side: str) -> Figure:
    """Return all that came in or all that went out, account by account."""
    of = came if side == "came" else went
    parts = [of(flow.account, getattr(flow, side), first) for flow in money.flows if getattr(flow, side)]
    return sum_of("Uang masuk" if side == "came" else "Uang keluar", parts)


def repaid_in(lived: Sequence[LoanBook], month: Month, value: Rupiah) -> Figure:
    """Return the pokok that came back in a month, loan by loan."""
    parts = _each_received(lived, Component.PRINCIPAL, month.first_on, month.last_on)
    return Figure("Pokok kembali", value, Relation.SUM, parts, formula=_RECEIVED)


def received(lived: Sequence[LoanBook], component: Component, first: date) -> Figure:
    """Return the pokok or the jasa that was paid since a day, loan by loan."""
    paid = [book.paid - book.paid_before_month for book in lived]
    value = total([item.principal if component is Component.PRINCIPAL else item.jasa for item in paid])
    return Figure("Diterima", value, Relation.SUM, _each_received(lived, component, first), formula=_RECEIVED)


def _each_received(
    lived: Sequence[LoanBook], component: Component, first: date, last: date = date.max
) -> Callable[[Source], Iterable[Figure]]:
    def parts(source: Source) -> Iterable[Figure]:
        for book in lived:
            found = list(loans.booked(book.loan.number, {component}, first=first, last=last)(source))
            if found:
                yield sum_of(loans.named(book), found)

    return parts


def lent(books: Books, first: date) -> Figure:
    """Return what was lent since a day, loan by loan."""
    fresh = [item for item in books.register if item.state in LENT and item.disbursed_on >= first]
    parts = [Figure(f"{item.number} {item.ksm.name}", item.principal, dated_on=item.disbursed_on) for item in fresh]
    return sum_of("Disalurkan", parts)


def told(words: str, lines: Sequence[tuple[str, date]]) -> Figure:
    """Return how many things were written down, each with its day."""
    return counted(words, [Figure(line, 1, dated_on=day) for line, day in lines])
