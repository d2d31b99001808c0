"""What to collect next month: the unpaid part of each instalment that falls due, and the arrears beside it."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from danabergulir.domain.books import Books
from danabergulir.domain.journal import Component
from danabergulir.domain.loans.arrears import unpaid_instalments
from danabergulir.domain.loans.book import LoanBook, OfLoan
from danabergulir.domain.loans.terms import NOTHING_PAID, Paid, number_order
from danabergulir.frozen import replace
from danabergulir.money import NIL, Rupiah
from danabergulir.reports import origins
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.moved_days import moved_column, moved_notes
from danabergulir.reports.model.sheet import Column, Kind, Section
from danabergulir.reports.model.table import BEHIND_SAVINGS, KSM_CODE, KSM_NAME, LOAN, RW, rows_with_total, rupiah
from danabergulir.reports.origins.figure import Figure, sum_of


class Collection(OfLoan, frozen=True):
    """What to collect on one loan on one day: the unpaid part of an instalment, and the arrears, in rupiah.

    ``due_on`` is None where there are only arrears. The arrears, and the ``savings_behind``, stand beside the loan's
    first instalment alone; ``savings`` are the compulsory savings that go with the instalment. ``shifted_from`` is the
    day agreed where that is a day off.
    """

    due_on: date | None
    instalment: Paid
    arrears: Rupiah
    savings: Rupiah = NIL
    savings_behind: Rupiah = NIL
    shifted_from: date | None = None
    number: int = 0
    """The number of the instalment, nought where there are only arrears."""

    @property
    def coming(self) -> Rupiah:
        """Return what falls due, without what is behind."""
        return self.instalment.principal + self.instalment.jasa + self.instalment.titipan + self.savings

    @property
    def asked(self) -> Rupiah:
        """Return all that is to be collected: what falls due and what is behind."""
        return self.coming + self.arrears + self.savings_behind


def to_collect(books: Books) -> tuple[Collection, ...]:
    """Return what falls due next month on loans not paid off, by day and number; arrears without a day come last."""
    month = books.month.shifted(1)
    found = [item for book in books.owing_loans for item in _collections_of(book, month.first_on, month.last_on)]
    return tuple(
        sorted(found, key=lambda item: (item.due_on is None, item.due_on or date.max, number_order(item.loan.number)))
    )


def _collections_of(book: LoanBook, first: date, last: date) -> Iterator[Collection]:
    arrears, behind = book.position.arrears, book.savings_behind
    for line, unpaid in unpaid_instalments(book.schedule, book.paid):
        if first <= line.due_on <= last:
            saved = book.savings_missing(line.due_on, line.due_on)
            yield Collection(
                book,
                line.due_on,
                unpaid,
                arrears,
                savings=saved,
                savings_behind=behind,
                shifted_from=line.shifted_from,
                number=line.number,
            )
            arrears = behind = NIL
    if arrears or behind:
        yield Collection(book, None, NOTHING_PAID, arrears, savings_behind=behind)


_ONCE: Final = "Tiap pinjaman ditulis satu kali, pada angsuran pertamanya bulan depan."


def _unpaid(item: Collection, part: Component) -> Figure:
    if item.due_on is None:
        return Figure("Tidak ada angsuran yang jatuh tempo bulan depan", NIL)
    return origins.loans.unpaid(item.book, item.number, item.due_on, part)


def arrears_of(item: Collection) -> Figure:
    """Return what the arrears beside an instalment are made of."""
    return origins.loans.all_arrears(item.book) if item.arrears else Figure("Tunggakan", NIL, rule=_ONCE)


def _saved(item: Collection) -> Figure:
    if item.due_on is None:
        return Figure("Tidak ada angsuran yang jatuh tempo bulan depan", NIL)
    return origins.loans.savings_behind(item.book, item.due_on, item.due_on)


def _savings_behind(item: Collection) -> Figure:
    return (
        origins.loans.savings_behind(item.book)
        if item.savings_behind
        else Figure("Tabungan tertinggal", NIL, rule=_ONCE)
    )


def coming_of(item: Collection) -> Figure:
    """Return what falls due next month is made of, without what is behind."""
    parts = [
        _unpaid(item, part)
        for part in (origins.loans.PRINCIPAL, origins.loans.JASA, origins.loans.TITIPAN)
        if item.due_on
    ]
    return sum_of("Angsuran bulan depan", [part for part in (*parts, _saved(item)) if part.value])


def _asked(item: Collection) -> Figure:
    parts = [coming_of(item), arrears_of(item), _savings_behind(item)]
    return sum_of("Jumlah ditagih", [part for part in parts if part.value], formula="angsuran + tabungan + tunggakan")


_PLAN: Final = (
    LOAN,
    KSM_NAME,
    RW,
    Column("jatuh_tempo", "Jatuh Tempo", Kind.DATE, of=lambda item: item.due_on),
    rupiah(
        "pokok",
        "Pokok",
        of=lambda item: item.instalment.principal,
        origin=lambda item: _unpaid(item, origins.loans.PRINCIPAL),
    ),
    rupiah("jasa", "Jasa", of=lambda item: item.instalment.jasa, origin=lambda item: _unpaid(item, origins.loans.JASA)),
    rupiah("tunggakan", "Tunggakan", of=lambda item: item.arrears, origin=arrears_of),
    rupiah(
        "titipan",
        "Titipan",
        of=lambda item: item.instalment.titipan,
        origin=lambda item: _unpaid(item, origins.loans.TITIPAN),
    ),
)
_SAVING: Final = (
    rupiah("tabungan", "Tabungan", of=lambda item: item.savings, origin=_saved),
    replace(BEHIND_SAVINGS, origin=_savings_behind),
)
"""Shown where the board asks for savings with each instalment."""
_TO_COLLECT: Final = (rupiah("jumlah", "Jumlah Ditagih", of=lambda item: item.asked, origin=_asked), KSM_CODE)


def collection_plan(books: Books) -> Content:
    """Return what to collect next month, by day: what is unpaid of each instalment, and the arrears at this date."""
    found = books.once(to_collect)
    saving = any(item.savings or item.savings_behind for item in found)
    moved = moved_column(found)
    columns = (*_PLAN, *(_SAVING if saving else ()), *_TO_COLLECT, *moved)
    return Content(
        Section(
            columns,
            rows_with_total(columns, found, label_under="ksm"),
            title=f"Angsuran yang jatuh tempo {books.month.shifted(1).long_name}",
            empty_note="Tidak ada angsuran yang jatuh tempo bulan depan.",
        ),
        notes=(
            "Pokok, jasa, dan titipan = bagian angsuran bulan depan yang belum dibayar.",
            (
                "Tunggakan = pokok, jasa, dan titipan yang sudah lewat jatuh tempo pada tanggal laporan. "
                "Tiap pinjaman ditulis satu kali. "
                "Tanpa tanggal jatuh tempo berarti hanya tunggakan yang ditagih."
            ),
            *(["Jumlah ditagih termasuk tabungan wajib bulan depan dan yang tertinggal."] if saving else []),
            *moved_notes(moved),
        ),
    )
