"""The month's decisions on loans, and the rules that were set aside."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.books import Books
from danabergulir.domain.groups import KSM
from danabergulir.domain.loans.proposal import decision_word
from danabergulir.domain.loans.terms import LENT, number_order
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah, format_rupiah, total
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.sheet import Column, Kind, Section, rows_of
from danabergulir.reports.model.table import KSM_CODE, KSM_NAME, RW, count, rupiah
from danabergulir.reports.origins.figure import Figure


class _Decision(Struct, frozen=True):
    """What was decided on a proposal or a loan; ``sets_aside`` says that it was decided against a rule.

    ``let_go`` is jasa, titipan or denda that is not asked for any more, in rupiah.
    """

    dated_on: date
    number: str
    ksm: KSM
    principal: Rupiah
    term: int
    word: str
    minutes: str
    sets_aside: bool
    note: str
    let_go: Rupiah = NIL


def _told(line: _Decision, words: str, value: Rupiah | int) -> Figure:
    minutes = f", berita acara {line.minutes}" if line.minutes else ""
    rule = f"{line.number} {line.word} tanggal {format_form(line.dated_on)}{minutes}. {line.note}".rstrip()
    return Figure(words, value, rule=rule, dated_on=line.dated_on)


_COLUMNS: Final = (
    Column("tanggal", "Tanggal", Kind.DATE, identifies=True, of=lambda line: line.dated_on),
    Column("nomor", "Nomor", identifies=True, of=lambda line: line.number),
    KSM_NAME,
    RW,
    rupiah("pokok", "Pokok", of=lambda line: line.principal, origin=lambda line: _told(line, "Pokok", line.principal)),
    count(
        "tenor", "Jangka Waktu", of=lambda line: line.term, origin=lambda line: _told(line, "Jangka waktu", line.term)
    ),
    Column("putusan", "Putusan", of=lambda line: line.word),
    Column("berita_acara", "Berita Acara", of=lambda line: line.minutes),
    Column("dikesampingkan", "Syarat Dikesampingkan", of=lambda line: "ya" if line.sets_aside else "tidak"),
    Column("catatan", "Catatan", of=lambda line: line.note),
    rupiah(
        "tidak_ditagih",
        "Tidak Ditagih",
        of=lambda line: line.let_go,
        origin=lambda line: _told(line, "Tidak ditagih", line.let_go),
    ),
    KSM_CODE,
)


def decision_report(books: Books) -> Content:
    """Return what was granted, turned down and let go in the month, and loans paid out against a rule, by day."""
    return decisions_since(books, books.month.first_on, "bulan ini")


def decisions_since(books: Books, since: date, words: str) -> Content:
    """Return the same of all days from ``since`` on, ``words`` saying which those are; ``let_go`` has to be theirs."""
    lines = sorted(_decisions(books, since), key=lambda line: (line.dated_on, number_order(line.number)))
    set_aside = sum(line.sets_aside for line in lines)
    return Content(
        Section(_COLUMNS, rows_of(_COLUMNS, lines), empty_note=f"Tidak ada keputusan pinjaman {words}."),
        notes=tuple(_notes(set_aside, total([line.let_go for line in lines]))),
    )


def _notes(set_aside: int, let_go: Rupiah) -> Iterator[str]:
    if set_aside:
        yield f"Syarat dikesampingkan: {set_aside} kali."
    if let_go:
        sum_of = format_rupiah(let_go)
        yield f"Tidak ditagih = jasa, titipan atau denda yang dilepas dengan keputusan; jumlahnya {sum_of}."


def overrides(books: Books) -> int:
    """Return how many times in the month a rule was set aside."""
    return sum(line.sets_aside for line in _decisions(books, books.month.first_on))


def _decisions(books: Books, since: date) -> Iterator[_Decision]:
    yield from _asked_against_sanctions(books, since)
    yield from _decided(books, since)
    yield from _permits(books, since)
    yield from _let_go(books)


def _asked_against_sanctions(books: Books, since: date) -> Iterator[_Decision]:
    """Yield the proposals that were let in although a sanction held them back."""
    for item in books.proposals:
        if item.override and since <= item.proposed_on <= books.as_of:
            yield _Decision(
                dated_on=item.proposed_on,
                number=item.number,
                ksm=item.ksm,
                principal=item.principal,
                term=item.term,
                word="diajukan",
                minutes=item.override,
                sets_aside=True,
                note="Dikesampingkan: sanksi yang menahan pinjaman baru",
            )


def _decided(books: Books, since: date) -> Iterator[_Decision]:
    for item in books.proposals:
        decision = item.decision
        if decision is not None and since <= decision.dated_on <= books.as_of:
            yield _Decision(
                dated_on=decision.dated_on,
                number=item.number,
                ksm=item.ksm,
                principal=item.principal,
                term=item.term,
                word=decision_word(decision),
                minutes=decision.minutes,
                sets_aside=bool(decision.override),
                note=decision.note,
            )


def _permits(books: Books, since: date) -> Iterator[_Decision]:
    """Yield the loans that were paid out against a rule by minutes other than those that granted them."""
    told = {item.number: item.decision.minutes for item in books.proposals if item.decision and item.decision.override}
    for book in books.loans:
        loan, terms = book.loan, book.loan.terms
        fresh = since <= terms.disbursed_on <= books.as_of and book.state in LENT
        if fresh and loan.override and loan.override != told.get(loan.number):
            yield _Decision(
                dated_on=terms.disbursed_on,
                number=loan.number,
                ksm=loan.ksm,
                principal=terms.principal,
                term=terms.term,
                word="dicairkan",
                minutes=loan.override,
                sets_aside=True,
                note=loan.remark,
            )


def _let_go(books: Books) -> Iterator[_Decision]:
    """Yield what decisions let go of loans, and every write-off."""
    for item in books.let_go:
        terms = item.loan.terms
        yield _Decision(
            dated_on=item.dated_on,
            number=item.loan.number,
            ksm=item.loan.ksm,
            principal=terms.principal,
            term=terms.term,
            word=item.by.value,
            minutes=item.minutes,
            sets_aside=False,
            note=item.why,
            let_go=item.amount,
        )
