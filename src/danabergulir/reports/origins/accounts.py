"""What the figures of accounts are made of: the vouchers on each account, by stretch of time."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final

from danabergulir.domain.accounts import AccountClass
from danabergulir.domain.books import Books
from danabergulir.domain.entries import AccountFigures
from danabergulir.money import Rupiah
from danabergulir.reports.origins.figure import Figure, Relation, Source, entry, sum_of

CARRIED: Final = ("before_year", "year_before_month", "closing_before")
"""What makes up the balance at the end of last month."""
MOVED: Final = ("month", "closing_month", "closing_own")
"""What the month moved."""


def label(item: AccountFigures) -> str:
    """Return an account as a part of a sum is named."""
    return f"{item.account.code} {item.account.name}"


def natural_sign(account_class: AccountClass) -> int:
    """Return 1 for classes that are read debit positive, -1 for the others."""
    return 1 if account_class in (AccountClass.ASSET, AccountClass.COST) else -1


def _entries(
    item: AccountFigures, stretches: Collection[str], debit: int, credit: int
) -> Callable[[Source], Iterable[Figure]]:
    """Return the vouchers on an account in these stretches, debits and credits counted with these signs."""

    def parts(source: Source) -> Iterable[Figure]:
        for moved in source.of_account(item.account.code):
            amount = debit * moved.debit + credit * moved.credit
            if moved.stretch in stretches and amount:
                yield entry(moved.dated_on, moved.number, moved.memo, amount)

    return parts


def net(item: AccountFigures, stretches: Sequence[str], sign: int, words: str = "") -> Figure:
    """Return what an account moved in these stretches, debit less credit, or the other way round with sign -1."""
    value = sign * sum(getattr(item, name).net for name in stretches)
    return Figure(words or label(item), Rupiah(value), Relation.SUM, _entries(item, stretches, sign, -sign))


def side(item: AccountFigures, stretches: Sequence[str], name: str, words: str) -> Figure:
    """Return the debits or credits of an account in these stretches."""
    value = sum(getattr(getattr(item, stretch), name) for stretch in stretches)
    return Figure(
        words, Rupiah(value), Relation.SUM, _entries(item, stretches, int(name == "debit"), int(name == "credit"))
    )


def balance(item: AccountFigures, sign: int | None = None) -> Figure:
    """Return the balance of an account at the end of the month, with the sign that its class is read with."""
    reads = sign or natural_sign(item.account.account_class)
    came, went = ("debit", "credit") if reads > 0 else ("credit", "debit")
    titles = {"debit": "Debit bulan ini", "credit": "Kredit bulan ini"}
    parts = [
        net(item, CARRIED, reads, "Saldo akhir bulan lalu"),
        side(item, MOVED, came, titles[came]),
        side(item, MOVED, went, titles[went]).less(),
    ]
    formula = f"saldo bulan lalu + {titles[came].lower()} - {titles[went].lower()}"
    return sum_of(f"Saldo {label(item)}", parts, formula=formula)


def all_of(words: str, parts: Sequence[Figure], formula: str = "") -> Figure:
    """Return the sum of figures of accounts; a single one is that figure itself."""
    if len(parts) == 1:
        return parts[0]
    return sum_of(words, parts, formula=formula)


def balances(items: Iterable[AccountFigures], words: str, sign: int | None = None) -> Figure:
    """Return the balances of accounts together."""
    return all_of(words, [balance(item, sign) for item in items])


def in_stretches(items: Sequence[AccountFigures], stretches: Sequence[str], sign: int, words: str) -> Figure:
    """Return what accounts moved together in these stretches."""
    moved = [net(item, stretches, sign) for item in items if any(any(getattr(item, name)) for name in stretches)]
    return sum_of(words, moved)


def of_class(books: Books, account_class: AccountClass) -> list[AccountFigures]:
    """Return the figures of the accounts of a class."""
    return [item for item in books.figures if item.account.account_class is account_class]


def year_to_date(books: Books, account_class: AccountClass) -> Figure:
    """Return the income or the cost since January, without the entries of a year's close."""
    word = account_class.value
    return in_stretches(
        of_class(books, account_class),
        ("year_before_month", "month"),
        natural_sign(account_class),
        f"{word.capitalize()} sejak Januari",
    )


def profit(books: Books) -> Figure:
    """Return the result since January."""
    parts = [year_to_date(books, AccountClass.INCOME), year_to_date(books, AccountClass.COST).less()]
    return sum_of("Laba sejak Januari", parts, formula="pendapatan sejak Januari - biaya sejak Januari")
