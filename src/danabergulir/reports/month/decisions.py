"""The month's decisions on loans, and the rules that were set aside."""

from collections.abc import Iterator
from typing import Final

from danabergulir.dates import Month
from danabergulir.domain.books import Books
from danabergulir.domain.loans.proposal import decision_word
from danabergulir.domain.loans.terms import number_order
from danabergulir.reports.model.frame import framed
from danabergulir.reports.model.sheet import Cell, Column, Kind, Report, Section, rows
from danabergulir.reports.model.table import KSM_CODE, KSM_NAME, LENT, RW, count, rupiah

_COLUMNS: Final = (
    Column("tanggal", "Tanggal", Kind.DATE, identifies=True),
    Column("nomor", "Nomor", identifies=True),
    KSM_NAME,
    RW,
    rupiah("pokok", "Pokok"),
    count("tenor", "Tenor"),
    Column("putusan", "Putusan"),
    Column("berita_acara", "Berita Acara"),
    Column("dikesampingkan", "Aturan Dikesampingkan"),
    Column("catatan", "Catatan"),
    KSM_CODE,
)
_OVERRIDE: Final = _COLUMNS.index(next(column for column in _COLUMNS if column.key == "dikesampingkan"))


def decision_report(books: Books) -> Report:
    """Return what was granted and turned down in the month, and loans paid out against a rule, by day."""
    lines = sorted(_lines(books), key=lambda line: (str(line[0]), number_order(str(line[1]))))
    set_aside = overrides(books)
    return framed(
        books,
        name="keputusan",
        title="KEPUTUSAN PINJAMAN",
        section=Section(_COLUMNS, rows(lines), empty_note="Tidak ada keputusan pinjaman bulan ini."),
        notes=(f"Aturan dikesampingkan: {set_aside} kali.",) if set_aside else (),
    )


def overrides(books: Books) -> int:
    """Return how many times in the month a rule was set aside."""
    return sum(line[_OVERRIDE] == "ya" for line in _lines(books))


def _lines(books: Books) -> Iterator[tuple[Cell, ...]]:
    yield from _asked_against_sanctions(books)
    yield from _decisions(books)
    yield from _permits(books)


def _asked_against_sanctions(books: Books) -> Iterator[tuple[Cell, ...]]:
    """Yield the month's proposals that were let in although a sanction held them back."""
    for item in books.proposals:
        if item.override and Month.of(item.proposed_on) == books.month:
            yield (
                item.proposed_on,
                item.number,
                item.ksm.name,
                item.ksm.rw,
                item.principal,
                item.term,
                "diajukan",
                item.override,
                "ya",
                "Dikesampingkan: sanksi yang menahan pinjaman baru",
                item.ksm.code,
            )


def _decisions(books: Books) -> Iterator[tuple[Cell, ...]]:
    for item in books.proposals:
        decision = item.decision
        if decision is not None and Month.of(decision.dated_on) == books.month:
            yield (
                decision.dated_on,
                item.number,
                item.ksm.name,
                item.ksm.rw,
                item.principal,
                item.term,
                decision_word(decision),
                decision.minutes,
                "ya" if decision.override else "tidak",
                decision.note,
                item.ksm.code,
            )


def _permits(books: Books) -> Iterator[tuple[Cell, ...]]:
    """Yield the month's loans that were paid out against a rule by minutes other than those that granted them."""
    told = {item.number: item.decision.minutes for item in books.proposals if item.decision and item.decision.override}
    for book in books.loans:
        loan, terms = book.loan, book.loan.terms
        fresh = Month.of(terms.disbursed_on) == books.month and book.state in LENT
        if fresh and loan.override and loan.override != told.get(loan.number):
            yield (
                terms.disbursed_on,
                loan.number,
                loan.ksm.name,
                loan.ksm.rw,
                terms.principal,
                terms.term,
                "dicairkan",
                loan.override,
                "ya",
                loan.remark,
                loan.ksm.code,
            )
