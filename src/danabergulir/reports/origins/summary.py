"""What the figures that the summary says in words are made of, by the label that stands before them."""

from collections.abc import Callable, Mapping

from danabergulir.dates import Month
from danabergulir.domain.accounts import AccountClass, Role
from danabergulir.domain.books import Books
from danabergulir.domain.dunning.due import late_groups, late_loans
from danabergulir.domain.fund.reserve import balance, by_class
from danabergulir.domain.journal import Component
from danabergulir.domain.loans.collectability import reserve
from danabergulir.domain.loans.terms import LENT
from danabergulir.reports.origins import accounts, classes, indicators, loans
from danabergulir.reports.origins.figure import Figure, less, sum_of

Origins = Mapping[str, Callable[[], Figure]]


def origins(books: Books) -> Origins:
    """Return what each figure of the summary is made of that comes from accounts and loans."""
    return {
        "Kas": lambda: _money(books, Role.CASH),
        "Bank": lambda: _money(books, Role.BANK),
        "Bank tabungan": lambda: _money(books, Role.SAVINGS_BANK),
        "Pendapatan bulan ini": lambda: _moved(books, AccountClass.INCOME),
        "Biaya bulan ini": lambda: _moved(books, AccountClass.COST),
        "Laba sejak Januari": lambda: accounts.profit(books),
        **({"Selisih kas": lambda: _counted(books)} if books.cash_count else {}),
        "Saldo pinjaman": lambda: indicators.all_balances(books),
        "KSM yang masih meminjam": lambda: loans.groups(books.open_loans, "KSM yang masih meminjam"),
        "Disalurkan bulan ini": lambda: _lent(books),
        "Pokok kembali bulan ini": lambda: _paid(books, loans.PRINCIPAL),
        "Jasa diterima bulan ini": lambda: _paid(books, loans.JASA),
        "KSM yang menunggak": lambda: loans.groups(late_loans(books.loans), "KSM yang menunggak", loans.missed_count),
        "Tunggakan pokok": lambda: _behind(books, loans.PRINCIPAL),
        "Tunggakan jasa": lambda: _behind(books, loans.JASA),
        "Tabungan wajib yang tertinggal": lambda: sum_of(
            "Tabungan wajib yang tertinggal",
            loans.each([book for book in books.owing_loans if book.savings_behind], loans.savings_behind),
        ),
        "Cadangan risiko yang diperlukan": lambda: _needed(books),
        "Cadangan risiko yang sudah dibukukan": lambda: _booked(books),
        "Selisih cadangan risiko": lambda: less("Selisih cadangan risiko", _booked(books), _needed(books)),
        **{f"Menunggak ke-{place}": _late(books, place) for place, _ in enumerate(late_groups(books.loans), start=1)},
    }


def _money(books: Books, role: Role) -> Figure:
    return sum_of("Saldo", [accounts.balance(item) for item in books.figures_with(role)])


def _moved(books: Books, account_class: AccountClass) -> Figure:
    sign = accounts.natural_sign(account_class)
    words = f"{account_class.value.capitalize()} bulan ini"
    return accounts.in_stretches(accounts.of_class(books, account_class), ("month",), sign, words)


def _counted(books: Books) -> Figure:
    count = books.cash_count
    assert count is not None
    found = Figure("Uang yang dihitung", count.counted, dated_on=count.dated_on)
    booked = Figure("Kas menurut buku hari itu", count.booked, dated_on=count.dated_on)
    return less("Selisih kas", found, booked)


def _lent(books: Books) -> Figure:
    fresh = [
        book for book in books.loans if book.state in LENT and Month.of(book.loan.terms.disbursed_on) == books.month
    ]
    return sum_of("Disalurkan bulan ini", loans.each(fresh, loans.principal))


def _paid(books: Books, part: Component) -> Figure:
    moved = [book for book in books.loans if book.paid != book.paid_before_month]
    return sum_of("Diterima bulan ini", loans.each(moved, lambda book: loans.paid_in_month(book, part)))


def _behind(books: Books, part: Component) -> Figure:
    return sum_of("Tunggakan", loans.each(late_loans(books.loans), lambda book: loans.arrears(book, part)))


def _late(books: Books, place: int) -> Callable[[], Figure]:
    return lambda: sum_of("Tunggakan", loans.each(late_groups(books.loans)[place - 1], loans.all_arrears))


def _needed(books: Books) -> Figure:
    found = by_class(books.open_loans, books.policy.classes)
    return classes.needed([(item, some, reserve(balance(some), item.reserve_percent)) for item, some in found])


def _booked(books: Books) -> Figure:
    return accounts.balances(books.figures_with(Role.RESERVE), "Cadangan risiko yang sudah dibukukan", -1)
