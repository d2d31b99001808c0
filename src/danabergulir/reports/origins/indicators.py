"""What the indicators are made of: two figures each, which unfold into accounts and loans."""

from collections.abc import Callable
from typing import Final

from danabergulir.domain.accounts import AccountClass, Role
from danabergulir.domain.books import Books
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.indicators import LATE_BY_MORE_THAN, Indicator
from danabergulir.frozen import replace
from danabergulir.money import WHOLE_RUPIAH, Rupiah
from danabergulir.reports.origins import accounts, loans
from danabergulir.reports.origins.figure import Figure, Relation, rounding, sum_of, worth

_AT_RISK_KEYS: Final = ("risiko.batas", *loans.ARREARS_KEYS)


def all_balances(books: Books) -> Figure:
    """Return the principal outstanding of all loans."""
    return sum_of("Seluruh saldo pinjaman", loans.each(books.open_loans, loans.outstanding))


def _at_risk(books: Books) -> list[LoanBook]:
    return [book for book in books.open_loans if book.rated_missed_count >= books.policy.risk.missed_from]


def _risk_rule(books: Books) -> str:
    return f"Pinjaman berisiko = menunggak {books.policy.risk.missed_from} kali ke atas."


def _late_groups(books: Books) -> Figure:
    found = loans.groups(_at_risk(books), "KSM yang menunggak sampai batas risiko", loans.rated_missed_count)
    return replace(found, rule=_risk_rule(books), keys=_AT_RISK_KEYS)


def _groups(books: Books) -> Figure:
    return loans.groups(books.open_loans, "KSM yang bersaldo")


def _late_balances(books: Books) -> Figure:
    parts = [_at_risk_because(loans.outstanding(book), book) for book in _at_risk(books)]
    words = f"Saldo pinjaman yang menunggak {books.policy.risk.missed_from} kali ke atas"
    return replace(sum_of(words, parts, rule=_risk_rule(books)), keys=_AT_RISK_KEYS)


def _at_risk_because(figure: Figure, book: LoanBook) -> Figure:
    return figure.named(f"{loans.named(book)}, menunggak {book.rated_missed_count} kali")


def _sound_balances(books: Books) -> Figure:
    behind = [_at_risk_because(loans.arrears(book, loans.PRINCIPAL), book) for book in _at_risk(books)]
    late = sum_of("Tunggakan pokok pinjaman berisiko", behind, rule=_risk_rule(books))
    words = "Saldo dikurangi tunggakan pokok pinjaman berisiko"
    return sum_of(words, [all_balances(books), replace(late, keys=_AT_RISK_KEYS).less()])


def _income(books: Books) -> Figure:
    return accounts.year_to_date(books, AccountClass.INCOME)


def _cost(books: Books) -> Figure:
    cost, excepted = accounts.year_to_date(books, AccountClass.COST), books.policy.performance.ccr_except
    if not excepted:
        return cost
    left_out = [item for item in accounts.of_class(books, AccountClass.COST) if item.account.code in excepted]
    stretches = ("year_before_month", "month")
    taken = accounts.in_stretches(left_out, stretches, 1, f"Biaya pada akun {', '.join(excepted)}")
    whole = sum_of("Biaya tanpa akun yang dikecualikan", [cost, taken.less()])
    return replace(whole, keys=("kinerja.ccr_kecuali_akun",))


def _times_twelve(books: Books) -> Figure:
    return _times("Laba sejak Januari x 12", accounts.profit(books), Figure("Bulan dalam setahun", 12))


def _times(words: str, amount: Figure, times: Figure) -> Figure:
    assert isinstance(amount.value, Rupiah), amount
    assert isinstance(times.value, int), times
    return Figure(words, amount.value * times.value, Relation.PRODUCT, lambda _: (amount, times))


def _months(books: Books) -> Figure:
    return Figure("Bulan yang sudah berjalan tahun ini", books.month.number)


def _profit_of_a_year(books: Books) -> Figure:
    twelve, months = _times_twelve(books), _months(books)
    exact = worth(twelve.value) / books.month.number
    value = WHOLE_RUPIAH.round(exact)
    return Figure(
        "Laba disetahunkan",
        value,
        Relation.QUOTIENT,
        lambda _: (twelve, months, *rounding(exact, value.value)),
        formula="laba sejak Januari x 12 : bulan yang sudah berjalan",
    )


def capital(books: Books) -> Figure:
    """Return the capital: the balances of every account with that role."""
    items = books.figures_with(Role.CAPITAL)
    return accounts.all_of("Modal", [accounts.balance(item, -1) for item in items], "jumlah saldo akun berperan modal")


def _late_by_days(days: int) -> Callable[[Books], Figure]:
    words = f"Saldo pinjaman yang terlambat {f'lebih dari {days} hari' if days else '1 hari atau lebih'}"

    def late(books: Books) -> Figure:
        some = [book for book in books.open_loans if book.position.days_late > days]
        parts = [
            loans.outstanding(book).named(f"{loans.named(book)}, terlambat {book.position.days_late} hari")
            for book in some
        ]
        return sum_of(words, parts, rule="Hari menunggak dihitung dari jatuh tempo tertua yang belum lunas.")

    return late


_PARTS: Final[dict[str, tuple[Callable[[Books], Figure], Callable[[Books], Figure]]]] = {
    "LAR": (_late_groups, _groups),
    "PAR": (_late_balances, all_balances),
    "RR": (_sound_balances, all_balances),
    "CCr": (_income, _cost),
    "ROI": (_profit_of_a_year, capital),
    **{name: (_late_by_days(days), all_balances) for name, days in LATE_BY_MORE_THAN.items()},
}


def above(books: Books, item: Indicator) -> Figure:
    """Return the numerator of an indicator as it is printed."""
    return _PARTS[item.name][0](books)


def below(books: Books, item: Indicator) -> Figure:
    """Return the denominator of an indicator."""
    return _PARTS[item.name][1](books)


def _exact(books: Books, item: Indicator) -> tuple[Figure, Figure]:
    """Return what an indicator is the quotient of: ROI is that of the exact figures, not of those printed."""
    if item.name != "ROI":
        return above(books, item), below(books, item)
    return _times_twelve(books), _times("Modal x bulan yang sudah berjalan", capital(books), _months(books))


def percent(books: Books, item: Indicator) -> Figure:
    """Return an indicator: its numerator over its denominator, graded by the board's limits."""
    assert item.percent is not None, item
    return Figure(
        item.name,
        item.percent,
        Relation.QUOTIENT,
        lambda _: _exact(books, item),
        formula=item.formula,
        rule=f"Kategori: {item.category}." if item.category else "",
        keys=(f"kinerja.{item.name.lower()}",) if item.category else (),
    )
