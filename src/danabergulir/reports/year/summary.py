"""The year on one page, in words and amounts that are read out at the citizens' meeting, beside the year before."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

from danabergulir.dates import Year, format_form
from danabergulir.domain.accounts import AccountClass, Role
from danabergulir.domain.books import Books
from danabergulir.domain.dunning.due import SanctionLine
from danabergulir.domain.fund.measures import year_figures
from danabergulir.domain.fund.year import MoneyYear, YearBooks
from danabergulir.domain.journal import Component
from danabergulir.domain.loans.arrears import definition
from danabergulir.domain.loans.book import LoanBook, group_count
from danabergulir.domain.loans.terms import LENT
from danabergulir.errors import NotFoundError
from danabergulir.money import NIL, Rupiah, format_rupiah, total
from danabergulir.reports import origins
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.sheet import Column, Section, Style, rows_of
from danabergulir.reports.model.table import row_under
from danabergulir.reports.month.good_payers import good_payers
from danabergulir.reports.month.summary import facts as month_facts
from danabergulir.reports.month.summary import origin_of_fact
from danabergulir.reports.origins import accounts
from danabergulir.reports.origins.figure import Figure, as_of
from danabergulir.reports.year.beside import LAST_YEAR
from danabergulir.reports.year.result import UNDIVIDED, since_opened
from danabergulir.reports.year.sanctions import letters_of, letters_of_last_year


class YearFact(NamedTuple):
    """A line: what it is, its finished value in the year, and in the year before; empty where that is not known."""

    words: str
    now: str
    before: str


_WORST_SHOWN: Final = 3
"""How many late KSM stand by name, so that all of it is one page."""
_Lines = Iterator[tuple[str, str]]
_NEVER_COMPARED: Final = "Menunggak ke-"
"""Who is late is another one each year, so that the place in the list says nothing."""


def year_summary(year: YearBooks) -> Content:
    """Return the money, the loans, who is late, the indicators, the letters and the result of a year."""
    columns = (
        Column("butir", "Butir", identifies=True, of=lambda fact: fact.words),
        Column("nilai", f"Tahun {year.year}", of=lambda fact: fact.now, origin=lambda fact: _told(year, fact)),
        Column(
            LAST_YEAR,
            f"Tahun {year.year.before}",
            of=lambda fact: fact.before,
            origin=lambda fact: _told_before(year, fact),
        ),
    )
    table = [
        row
        for heading, lines in facts(year).items()
        for row in (row_under(columns, {"butir": heading}, Style.HEADING), *rows_of(columns, lines))
    ]
    return Content(
        Section(columns, tuple(table)),
        notes=(*since_opened(year), definition(year.books.policy.arrears)),
    )


def _told(year: YearBooks, fact: YearFact) -> Figure:
    return _origin(year.books, year.lived, year.money, year.year, fact.words)


def _told_before(year: YearBooks, fact: YearFact) -> Figure:
    if year.before is None or year.money_before is None:
        raise NotFoundError(
            f"tahun {year.year.before} belum dapat diurai", f"Buku ini dibuka {format_form(year.books.opened_on)}."
        )
    last = year.year.before
    return as_of(_origin(year.before, year.lived_before, year.money_before, last, fact.words), last.months[-1])


def _origin(books: Books, lived: Sequence[LoanBook], money: MoneyYear, year: Year, words: str) -> Figure:
    """Return what the figure after these words is made of; those that a month has too are made as there."""
    of_year = origins.year
    known: dict[str, Callable[[], Figure]] = {
        **{item.account.name: partial(of_year.closing, books, item.account) for item in books.figures},
        "Uang masuk setahun": lambda: of_year.moved(money, year.first_on, "came"),
        "Uang keluar setahun": lambda: of_year.moved(money, year.first_on, "went"),
        "Pendapatan setahun": lambda: accounts.year_to_date(books, AccountClass.INCOME),
        "Biaya setahun": lambda: accounts.year_to_date(books, AccountClass.COST),
        "Laba setahun": lambda: accounts.profit(books),
        "Modal": lambda: origins.indicators.capital(books),
        "Disalurkan setahun": lambda: of_year.lent(books, year.first_on),
        "Pokok kembali setahun": lambda: of_year.received(lived, Component.PRINCIPAL, year.first_on),
        "Jasa diterima setahun": lambda: of_year.received(lived, Component.JASA, year.first_on),
    }
    return known[words]() if words in known else origin_of_fact(books, words)


def facts(year: YearBooks, *, named: int = _WORST_SHOWN) -> dict[str, tuple[YearFact, ...]]:
    """Return what the summary says, line by line, by heading; ``named`` late KSM stand by name."""
    books, before = year.books, year.before
    stands = month_facts(books, named=named)
    stood = month_facts(before) if before else {}
    return {
        "Uang": _beside(
            (*_held(books), *_moved(year.money), *_result(books)),
            (*_held(before), *(_moved(year.money_before) if year.money_before else ()), *_result(before))
            if before
            else (),
        ),
        "Pinjaman": _beside(
            (*_lent(books), *_repaid(books, year.lived, year.year)),
            (*_lent(before), *(_repaid(before, year.lived_before, year.year.before) if year.money_before else ()))
            if before
            else (),
        ),
        **{
            heading: _beside(stands[heading], stood.get(heading, ()))
            for heading in ("Tunggakan", "Kinerja", "Cadangan risiko pinjaman")
        },
        "Sanksi": _beside(_letters(letters_of(year)), _letters(letters_of_last_year(year)) if before else ()),
        "Pembagian laba": tuple(YearFact(words, value, "") for words, value in _division(year)),
    }


def _beside(
    now: _Lines | Sequence[tuple[str, str]], before: _Lines | Sequence[tuple[str, str]]
) -> tuple[YearFact, ...]:
    known: Mapping[str, str] = dict(before)
    return tuple(
        YearFact(words, value, "" if words.startswith(_NEVER_COMPARED) else known.get(words, ""))
        for words, value in now
    )


def _held(books: Books) -> _Lines:
    for item in books.figures:
        if item.account.holds_money and (item.net or Role.SAVINGS_BANK not in item.account.roles):
            yield item.account.name, format_rupiah(Rupiah(item.net))


def _moved(money: MoneyYear) -> _Lines:
    yield "Uang masuk setahun", format_rupiah(money.came)
    yield "Uang keluar setahun", format_rupiah(money.went)


def _result(books: Books) -> _Lines:
    year = year_figures(books)
    yield "Pendapatan setahun", format_rupiah(year.income)
    yield "Biaya setahun", format_rupiah(year.cost)
    yield "Laba setahun", format_rupiah(year.income - year.cost)
    yield "Modal", format_rupiah(year.capital)


def _lent(books: Books) -> _Lines:
    yield "Saldo pinjaman", format_rupiah(total([book.outstanding for book in books.open_loans]))
    yield "KSM yang masih meminjam", f"{group_count(books.open_loans)} KSM"


def _repaid(books: Books, lived: Sequence[LoanBook], year: Year) -> _Lines:
    lent = [entry for entry in books.register if entry.state in LENT and year.first_on <= entry.disbursed_on]
    paid = [book.paid - book.paid_before_month for book in lived]
    principal = format_rupiah(total([entry.principal for entry in lent]))
    yield "Disalurkan setahun", f"{group_count(lent)} KSM, {principal}"
    yield "Pokok kembali setahun", format_rupiah(total([item.principal for item in paid]))
    yield "Jasa diterima setahun", format_rupiah(total([item.jasa for item in paid]))
    yield "KSM yang selalu tepat waktu", f"{_punctual(books)} KSM"


def _punctual(books: Books) -> int:
    section = good_payers(books).section
    at = [column.key for column in section.columns].index("kode_ksm")
    return len({row.cells[at] for row in section.data})


def _letters(lines: Sequence[SanctionLine]) -> _Lines:
    letters = [line.standing for line in lines if line.standing]
    yield "Surat sanksi yang terbit", f"{len(letters)} surat"
    yield "Lunas dalam batas tanggapan", f"{sum(item.paid_in_time for item in letters)} surat"
    yield "Uang diterima sejak surat", format_rupiah(total([item.recovered for item in letters]))


def _division(year: YearBooks) -> _Lines:
    if year.result is None:
        yield "Keadaan", "belum ditutup" if year.is_over else "tahun belum berakhir"
        return
    profit = year.result.profit
    yield ("Laba yang ditutup" if profit >= NIL else "Rugi yang ditutup"), format_rupiah(_unsigned(profit))
    yield "Dibagi", format_rupiah(total([part.amount for part in year.result.parts]))
    yield UNDIVIDED, format_rupiah(year.result.undivided)


def _unsigned(amount: Rupiah) -> Rupiah:
    return max(amount, -amount)
