"""What a treasurer carries in a phone: due dates as a calendar, and whom to call as an address book."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from danabergulir.domain.dunning.sanctions import SanctionFile
from danabergulir.domain.groups import KSM, same_rw
from danabergulir.domain.loans.arrears import unpaid_instalments
from danabergulir.domain.loans.book import LoanBook
from danabergulir.frozen import Struct
from danabergulir.ledger.file import seals, store
from danabergulir.ledger.read import registers, sanctions
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.money import NIL
from danabergulir.reports.exports.calendar import DueDay, calendar_text
from danabergulir.reports.exports.contacts import Contact, contacts_text


class Handed(Struct, frozen=True):
    """A text for a phone, how many entries it has, and what is missing from the register, in words."""

    text: str
    count: int
    missing: tuple[str, ...] = ()


def due_calendar(
    path: Path, as_of: date, *, until: date, days_ahead: int, rw: str | None = None, ksm: str | None = None
) -> Handed:
    """Return what falls due from a day on, of one RW, one KSM or all: instalments, promises, answers to letters.

    An instalment that is partly paid counts with what is left. Raises ``NotFoundError`` for a KSM that is not there.
    """
    with store.reading(path) as connection:
        code = None if ksm is None else registers.find_ksm(connection, ksm, as_of).code
        books = [book for book in loan_books_of(connection, as_of, code) if book.owes]
        files = sanctions.sanction_files(connection, registers.chart(connection, as_of), as_of)
        upk, book_id = registers.profile(connection, as_of).upk, seals.identity_of(connection).upk_id
    days = [
        day
        for book in books
        if rw is None or same_rw(book.ksm.rw, rw)
        for day in (*_instalments(book), *_letters(book, files, as_of))
        if as_of <= day.on <= until
    ]
    days.sort(key=lambda day: (day.on, day.ksm.rw, day.ksm.code, day.key))
    return Handed(calendar_text(days, upk, book_id, as_of, days_ahead=days_ahead), len(days))


def _instalments(book: LoanBook) -> Iterator[DueDay]:
    loan = book.loan
    for line, left in unpaid_instalments(book.schedule, book.paid):
        amount = left.principal + left.jasa + left.titipan + book.savings_missing(line.due_on, line.due_on)
        key, what = f"{loan.number}-{line.number}", f"angsuran ke-{line.number}"
        yield DueDay(key, line.due_on, what, loan.number, loan.ksm, amount, shifted_from=line.shifted_from)


def _letters(book: LoanBook, files: Mapping[str, SanctionFile], as_of: date) -> Iterator[DueDay]:
    number, file = book.loan.number, files.get(book.loan.number)
    if file is None:
        return
    promise = file.promise(as_of)
    if promise and promise.amount - promise.paid > NIL:
        key, left = f"{number}-janji-{promise.promised_on.isoformat()}", promise.amount - promise.paid
        yield DueDay(key, promise.promised_on, "janji bayar", number, book.ksm, left)
    for standing in file.standings(as_of):
        letter = standing.sanction
        if standing.is_running:
            what = f"batas tanggapan {letter.name}, tunggakan"
            yield DueDay(letter.number, letter.answer_by, what, number, book.ksm, letter.arrears)


def heads_to_call(path: Path, as_of: date, rw: str | None = None) -> Handed:
    """Return the heads of the KSM and of the RW, of one RW or of all; who is not on record is told as missing."""
    with store.reading(path) as connection:
        groups = [group for group in registers.all_ksm(connection, as_of).values() if _within(group.rw, rw)]
        heads = [head for head in registers.rw_heads(connection, as_of).values() if _within(head.rw, rw)]
        book_id = seals.identity_of(connection).upk_id
    contacts = [_chair(group) for group in groups if group.chair]
    contacts += [
        Contact(
            *(f"RW-{head.rw}", head.name, "Ketua RW", f"RW {head.rw}", f"Ketua RW {head.rw}"),
            phone=head.phone,
            address=head.address,
        )
        for head in heads
    ]
    nameless = [group.code for group in groups if not group.chair]
    silent = [contact.key for contact in contacts if not contact.phone]
    missing = []
    if nameless:
        missing.append(f"ketua {len(nameless)} KSM belum dicatat: {', '.join(nameless)}")
    if silent:
        missing.append(f"{len(silent)} ketua belum ada teleponnya: {', '.join(silent)}")
    return Handed(contacts_text(contacts, book_id), len(contacts), tuple(missing))


def _within(place: str, rw: str | None) -> bool:
    return rw is None or same_rw(place, rw)


def _chair(group: KSM) -> Contact:
    note = f"Kode KSM {group.code}, RW {group.rw} RT {group.rt}"
    facts = (group.code, group.chair, "Ketua KSM", group.name, note)
    return Contact(*facts, phone=group.phone, address=group.address)
