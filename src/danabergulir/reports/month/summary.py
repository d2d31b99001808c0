"""The month on one page, in words and amounts that a chairperson can read out at a meeting."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Final

from danabergulir.dates import Month, format_form
from danabergulir.domain.accounts import AccountClass, Role
from danabergulir.domain.books import Books
from danabergulir.domain.dunning.due import late_groups, late_loans
from danabergulir.domain.fund.measures import measured, reserve_of, year_figures
from danabergulir.domain.loans.arrears import definition
from danabergulir.domain.loans.book import LoanBook, group_count
from danabergulir.domain.loans.indicators import Indicator
from danabergulir.domain.loans.terms import LENT
from danabergulir.errors import NotFoundError
from danabergulir.money import NIL, Rupiah, format_difference, format_percent, format_rupiah, total
from danabergulir.reports import origins
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.old_class import at_risk_by_old_class, counted, old_class_rule
from danabergulir.reports.model.sheet import Column, Section, Style, rows_of
from danabergulir.reports.model.table import row_under
from danabergulir.reports.month.collection_plan import Collection, arrears_of, coming_of, to_collect
from danabergulir.reports.month.decisions import overrides
from danabergulir.reports.month.reversals import amounts_taken_back, taken_back
from danabergulir.reports.month.sanctions import proposals
from danabergulir.reports.origins.figure import Figure, sum_of
from danabergulir.text import quoted

WORST_SHOWN: Final = 5
"""How many late KSM stand by name, each with all its late loans and as late as the worst; the arrears list has all."""

_LABEL: Final = Column("butir", "Butir", identifies=True, of=lambda fact: fact[0])
CASH_DIFFERENCE: Final = "Selisih kas"
REVERSED: Final = "Bukti yang dibatalkan"
"""Two lines that whoever looks over the treasurer's shoulder reads first."""
_Facts = Iterator[tuple[str, str]]
_PLAIN_WORDS: Final = {
    "LAR": "KSM menunggak {} kali ke atas",
    "PAR": "pinjaman menunggak {} kali ke atas",
    "RR": "tingkat pengembalian pinjaman",
    "CCr": "pendapatan dibanding biaya",
    "ROI": "laba setahun dibanding modal",
}
"""What the five graded indicators say; the limit of the risk rules stands at the brackets."""


def summary(books: Books) -> Content:
    """Return the month's money, loans, indicators with grades, who is late, what comes next, and the reserve."""
    columns = (
        _LABEL,
        Column("nilai", "Nilai", of=lambda fact: fact[1], origin=lambda fact: origin_of_fact(books, fact[0])),
    )
    table = [
        row
        for heading, lines in facts(books).items()
        for row in (row_under(columns, {"butir": heading}, Style.HEADING), *rows_of(columns, lines))
    ]
    return Content(
        Section(columns, tuple(table), title=books.month.long_name),
        notes=(
            definition(books.policy.arrears),
            *([old_class_rule(books.policy)] if at_risk_by_old_class(books.loans, books.policy) else []),
        ),
    )


def origin_of_fact(books: Books, label: str) -> Figure:
    """Return what the figure after a label is made of. Raises ``NotFoundError`` where there is none."""
    known: dict[str, Callable[[], Figure]] = {
        **origins.summary.origins(books),
        REVERSED: lambda: amounts_taken_back(books),
        "Angsuran jatuh tempo": lambda: _each(books, coming_of),
        "Tunggakan yang masih ditagih": lambda: _each(books, arrears_of),
        **{
            item.name: partial(origins.indicators.percent, books, item)
            for item in measured(books)
            if item.percent is not None
        },
    }
    name = label.partition(" (")[0].partition(":")[0]
    if name not in known:
        raise NotFoundError(f"butir {quoted(name)} bukan angka yang dapat diurai", f"Pilih: {', '.join(known)}")
    return known[name]()


def _each(books: Books, figure: Callable[[Collection], Figure]) -> Figure:
    parts = [figure(item).named(f"{item.loan.number} {item.ksm.name}") for item in books.once(to_collect)]
    return sum_of("Jumlah", [part for part in parts if part.value])


def facts(books: Books, *, named: int = WORST_SHOWN) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return what the summary says, label and finished value, by heading; ``named`` late KSM stand by name."""
    return {
        "Uang": tuple(_money(books)),
        "Pinjaman": tuple(_lending(books)),
        "Tunggakan": tuple(_arrears(late_loans(books.loans), books, named)),
        "Kinerja": tuple(_indicators(books)),
        "Bulan depan": tuple(_next_month(books)),
        "Cadangan risiko pinjaman": tuple(_reserve(books)),
    }


def _money(books: Books) -> _Facts:
    yield "Kas", _balance_of(books, Role.CASH)
    yield "Bank", _balance_of(books, Role.BANK)
    if books.figures_with(Role.SAVINGS_BANK):
        yield "Bank tabungan", _balance_of(books, Role.SAVINGS_BANK)
    yield "Pendapatan bulan ini", format_rupiah(_moved_in_month(books, AccountClass.INCOME))
    yield "Biaya bulan ini", format_rupiah(_moved_in_month(books, AccountClass.COST))
    year = year_figures(books)
    yield "Laba sejak Januari", format_rupiah(year.income - year.cost)
    count = books.cash_count
    if count is None:
        yield CASH_DIFFERENCE, "kas belum dihitung"
    else:
        said = format_difference(count.difference) if count.difference else f"{format_rupiah(NIL)} (cocok)"
        yield f"{CASH_DIFFERENCE} (kas opname {format_form(count.dated_on)})", said
    back = taken_back(books)
    amount = format_rupiah(total([item.voucher.posting.amount for item in back]))
    yield REVERSED, f"{len(back)} bukti, {amount}" if back else "tidak ada"


def _balance_of(books: Books, role: Role) -> str:
    return format_rupiah(Rupiah(sum(item.net for item in books.figures_with(role))))


def _moved_in_month(books: Books, account_class: AccountClass) -> Rupiah:
    net = sum(item.month.net for item in books.figures if item.account.account_class is account_class)
    return Rupiah(-net if account_class is AccountClass.INCOME else net)


def _lending(books: Books) -> _Facts:
    lent = [book for book in books.loans if book.state in LENT]
    fresh = [book for book in lent if Month.of(book.loan.terms.disbursed_on) == books.month]
    paid = [book.paid - book.paid_before_month for book in books.loans]
    yield "Saldo pinjaman", format_rupiah(total([book.outstanding for book in books.open_loans]))
    yield "KSM yang masih meminjam", _groups(books.open_loans)
    disbursed = total([book.loan.terms.principal for book in fresh])
    yield "Disalurkan bulan ini", f"{_groups(fresh)}, {format_rupiah(disbursed)}"
    yield "Pokok kembali bulan ini", format_rupiah(total([item.principal for item in paid]))
    yield "Jasa diterima bulan ini", format_rupiah(total([item.jasa for item in paid]))
    set_aside = overrides(books)
    if set_aside:
        yield "Syarat pinjaman dikesampingkan", f"{set_aside} kali"


def _groups(loans: Iterable[LoanBook]) -> str:
    """Return how many groups borrow; one that was granted a second loan counts once."""
    return f"{group_count(loans)} KSM"


def _arrears(late: Sequence[LoanBook], books: Books, named: int) -> _Facts:
    yield "KSM yang menunggak", _groups(late) if late else "tidak ada"
    yield "Tunggakan pokok", format_rupiah(total([book.position.arrears_principal for book in late]))
    yield "Tunggakan jasa", format_rupiah(total([book.position.arrears_jasa for book in late]))
    unsaved = total([book.savings_behind for book in books.owing_loans])
    if unsaved:
        yield "Tabungan wajib yang tertinggal", format_rupiah(unsaved)
    for number, of_group in enumerate(late_groups(late)[:named], start=1):
        worst, arrears = of_group[0], total([book.position.arrears for book in of_group])
        who = f"Menunggak ke-{number}: {worst.loan.ksm.name} (RW {worst.loan.ksm.rw})"
        yield who, f"{format_rupiah(arrears)}, {worst.position.days_words}"
    proposed = [book for book, _ in proposals(books)]
    yield "Usulan sanksi", _groups(proposed) if proposed else "tidak ada"


def graded(books: Books) -> tuple[tuple[Indicator, str], ...]:
    """Return the five graded indicators, each with what it says in plain words."""
    missed_from = books.policy.risk.missed_from
    return tuple(
        (item, _PLAIN_WORDS[item.name].format(missed_from)) for item in measured(books) if item.name in _PLAIN_WORDS
    )


def _indicators(books: Books) -> _Facts:
    for item, words in graded(books):
        percent = item.percent
        yield (
            f"{item.name} ({words})",
            item.category if percent is None else f"{format_percent(percent)} % ({item.category})",
        )
    remembered = at_risk_by_old_class(books.loans, books.policy)
    if remembered:
        yield "LAR dan PAR termasuk", counted(remembered)


def _next_month(books: Books) -> _Facts:
    coming = books.once(to_collect)
    yield "Angsuran jatuh tempo", format_rupiah(total([item.coming for item in coming]))
    yield "Tunggakan yang masih ditagih", format_rupiah(total([item.arrears for item in coming]))


def _reserve(books: Books) -> _Facts:
    reserve = reserve_of(books)
    yield "Cadangan risiko yang diperlukan", format_rupiah(reserve.needed)
    yield "Cadangan risiko yang sudah dibukukan", format_rupiah(reserve.booked)
    yield "Selisih cadangan risiko", reserve.gap
