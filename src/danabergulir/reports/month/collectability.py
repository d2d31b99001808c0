"""LU-02: the balance of the loans by class, loan by loan, with the reserve the classes ask for and what is booked."""

from collections.abc import Sequence
from typing import Final

from danabergulir.domain.books import Books
from danabergulir.domain.fund.measures import measured, reserve_of
from danabergulir.domain.fund.reserve import Reserve, balance, by_class, groups_by_class
from danabergulir.domain.loans.arrears import definition as lateness
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.collectability import definition as class_limits
from danabergulir.domain.loans.collectability import reserve
from danabergulir.domain.loans.indicators import Indicator
from danabergulir.domain.policy.lateness import CollectabilityClass
from danabergulir.domain.policy.rules import Policy
from danabergulir.frozen import Struct, replace
from danabergulir.money import NIL, Rupiah, format_count, format_percent, format_rupiah, shortest_percent
from danabergulir.reports import origins
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.old_class import keeping_old_class, old_class_column, old_class_notes
from danabergulir.reports.model.sheet import Cell, Column, Kind, Section, Style, Worked
from danabergulir.reports.model.table import NUMBER, count, numbered, row_under, rows_with_total, rupiah
from danabergulir.reports.origins.figure import Figure


class _Rated(Struct, frozen=True):
    """A class with the groups counted in it, and its loans, which are some of all that are ``open``."""

    rating: CollectabilityClass
    groups: int
    loans: Sequence[LoanBook]
    open: Sequence[LoanBook]

    @property
    def balance(self) -> Rupiah:
        """Return the principal of its loans."""
        return balance(self.loans)

    @property
    def reserve(self) -> Rupiah:
        """Return the reserve that it asks for, in rupiah."""
        return reserve(self.balance, self.rating.reserve_percent)

    def made_of(self) -> Figure:
        """Return what the reserve is made of."""
        return origins.classes.reserve(self.loans, self.rating, self.reserve)


def _rated(books: Books) -> list[_Rated]:
    groups = groups_by_class(books.open_loans)
    return [
        _Rated(item, groups[item.number], loans, books.open_loans)
        for item, loans in by_class(books.open_loans, books.policy.classes)
    ]


_CLASSES: Final = (
    Column(
        "kelas",
        "Kelas",
        Kind.COUNT,
        identifies=True,
        of=lambda line: line.rating.number,
        origin=lambda line: origins.classes.number(line.rating),
    ),
    Column("nama", "Nama", identifies=True, of=lambda line: line.rating.name),
    count(
        "jumlah_ksm",
        "Jumlah KSM",
        of=lambda line: line.groups,
        origin=lambda line: origins.classes.groups(line.open, line.rating),
    ),
    rupiah(
        "saldo_pokok",
        "Saldo Pokok",
        of=lambda line: line.balance,
        origin=lambda line: origins.classes.balance(line.loans, line.rating),
    ),
    Column(
        "persen_cadangan",
        "Cadangan (%)",
        Kind.PERCENT,
        of=lambda line: line.rating.reserve_percent,
        origin=lambda line: origins.classes.percent(line.rating),
    ),
    rupiah("cadangan", "Cadangan (Rp)", of=lambda line: line.reserve, origin=lambda line: line.made_of()),
)


def collectability_report(books: Books) -> Content:
    """Return the balance and the reserve of every class, and below it LU-02 loan by loan.

    A group is counted once, by its worst loan; its other loans add to the balance of their own classes.
    """
    classes = _rated(books)
    found = {item.name: item for item in measured(books)}
    return Content(
        Section(
            _CLASSES,
            rows_with_total(_CLASSES, classes, label_under="nama", also=("jumlah_ksm",)),
            title="Rekap per kelas",
        ),
        notes=(
            _worked_out(found["PAR"]),
            _worked_out(found["LAR"]),
            f"Catatan: PAR = {found['PAR'].formula}. LAR = {found['LAR'].formula}.",
            class_limits(books.policy.classes, {book.loan.terms.frequency for book in books.open_loans}),
            lateness(books.policy.arrears),
            *old_class_notes("Kelas", keeping_old_class(books.open_loans), books.policy),
            _reserve_note(reserve_of(books)),
        ),
        more=(_form(books, classes),),
    )


def _worked_out(item: Indicator) -> str:
    above, below = format_count(item.numerator.__floor__()), format_count(item.denominator.__floor__())
    if item.percent is None:
        return f"{item.name} : {item.category}"
    return f"{item.name} : {format_percent(item.percent)} % = {above} : {below} x 100 % ({item.category})"


def _reserve_note(found: Reserve) -> str:
    return (
        f"Cadangan risiko yang diperlukan {format_rupiah(found.needed)}, "
        f"yang sudah dibukukan {format_rupiah(found.booked)}: {found.gap}."
    )


_BELOW, _FROM = "menunggak_di_bawah_batas", "menunggak_mulai_batas"


def _form_columns(policy: Policy) -> tuple[Column, ...]:
    limit, loan_dates, balance = policy.risk.missed_from, "Tanggal Pinjaman", "Saldo Pinjaman"
    return (
        replace(NUMBER, title="No"),
        Column("ksm", "Nama KSM", identifies=True, of=lambda line: line.thing.ksm.name),
        Column(
            "tanggal_cair",
            "Pencairan",
            Kind.DATE,
            group=loan_dates,
            of=lambda line: line.thing.loan.terms.disbursed_on,
        ),
        Column("jatuh_tempo", "Jatuh Tempo", Kind.DATE, group=loan_dates, of=lambda line: line.thing.matures_on),
        rupiah(
            "pokok",
            "Besar Pinjaman",
            of=lambda line: line.thing.loan.terms.principal,
            origin=lambda line: origins.loans.principal(line.thing),
        ),
        rupiah(
            "angsuran_pokok",
            "Angsuran Pokok",
            of=lambda line: _regular(line.thing),
            origin=lambda line: origins.classes.regular(line.thing),
        ),
        rupiah(
            "saldo_seharusnya",
            "Seharusnya",
            balance,
            of=lambda line: _should_be_left(line.thing),
            origin=lambda line: origins.classes.should_be_left(line.thing),
        ),
        rupiah(
            "saldo_pokok",
            "Sesungguhnya",
            balance,
            of=lambda line: line.thing.outstanding,
            origin=lambda line: origins.loans.outstanding(line.thing),
        ),
        _missed_column(_BELOW, f"< {limit} kali", policy, at_risk=False),
        _missed_column(_FROM, f">= {limit} kali", policy, at_risk=True),
        *(_class_column(item) for item in policy.classes),
    )


def _of_line(column: Column) -> Column:
    """Return a column of loans as one of numbered loans."""
    origin = column.origin
    assert origin is not None, column
    return replace(column, of=lambda line: column.of(line.thing), origin=lambda line: origin(line.thing))


def _regular(book: LoanBook) -> Rupiah:
    return next(line.principal for line in book.schedule if line.principal)


def _should_be_left(book: LoanBook) -> Rupiah:
    return book.loan.terms.principal - book.position.due.principal


def _missed_column(key: str, title: str, policy: Policy, *, at_risk: bool) -> Column:
    return count(
        key,
        title,
        "Tunggakan",
        of=lambda line: _missed(line.thing, policy, at_risk=at_risk),
        origin=lambda line: origins.classes.missed(line.thing, policy),
    )


def _missed(book: LoanBook, policy: Policy, *, at_risk: bool) -> int | None:
    """Return how many instalments were missed, where the loan is on that side of the limit."""
    is_at_risk = book.rated_missed_count >= policy.risk.missed_from
    return (book.position.missed_count or None) if is_at_risk is at_risk else None


def _class_column(rating: CollectabilityClass) -> Column:
    return rupiah(
        f"kelas_{rating.number}",
        rating.name,
        "Kolektibilitas",
        of=lambda line: line.thing.outstanding if line.thing.collectability == rating else NIL,
        origin=lambda line: origins.classes.under(line.thing, rating),
    )


def _form(books: Books, classes: Sequence[_Rated]) -> Section:
    """Return LU-02 by group, with its total, percentage and risk rows."""
    marked = old_class_column(keeping_old_class(books.open_loans))
    columns = (*_form_columns(books.policy), *(_of_line(column) for column in marked))
    table = rows_with_total(
        columns, numbered(books.open_loans), label_under="ksm", also=(_BELOW, _FROM), apart=("angsuran_pokok",)
    )
    shares: dict[str, Cell] = {
        f"kelas_{item.rating.number}": f"{shortest_percent(item.rating.reserve_percent)} %" for item in classes
    }
    risks: dict[str, Cell] = {f"kelas_{item.rating.number}": item.reserve for item in classes}
    made_of = Worked({f"kelas_{item.rating.number}": item.made_of for item in classes})
    below = (
        row_under(columns, {"ksm": "Presentase Resiko Tunggakan", **shares}, Style.SUBTOTAL),
        row_under(columns, {"ksm": "Jumlah Resiko", **risks}, Style.SUBTOTAL, made_of),
    )
    return Section(
        columns,
        (*table, *below) if table else (),
        title="Kolektibilitas per KSM",
        notes=("Jumlah resiko = jumlah kolom kolektibilitas x persen resiko.",),
        empty_note="Tidak ada pinjaman yang bersaldo.",
        numbered=True,
    )
