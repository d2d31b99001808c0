"""Complaints of citizens and their answers, and who received the set of which month."""

from datetime import date, datetime
from pathlib import Path

from danabergulir.dates import END_OF_TIME, Month, format_form
from danabergulir.domain.answering import Complaint, ComplaintAnswer, ReportReceived
from danabergulir.errors import NotFoundError, RefusedError, perhaps
from danabergulir.frozen import replace
from danabergulir.ledger import answers
from danabergulir.ledger.file import store
from danabergulir.ledger.read.answering import decided
from danabergulir.ledger.read.finding import heads
from danabergulir.operations.desk import Book, recording
from danabergulir.text import quoted


def add_complaint(book: Book, complaint: Complaint, now: datetime) -> Complaint:
    """Write a complaint down under the next number. Raises ``RefusedError``."""
    with recording(book, now) as desk:
        desk.check_date(complaint.dated_on, of_voucher=False)
        new = replace(complaint, number=f"A-{decided.complaint_count(desk.connection) + 1:03d}")
        answers.add_complaint(desk.writer, new)
        return new


def answer_complaint(book: Book, number: str, answer: ComplaintAnswer, now: datetime) -> Complaint:
    """Write down an answer to a complaint, and return it with all of them. Raises ``NotFoundError``."""
    with recording(book, now) as desk:
        known = list(decided.complaints(desk.connection, END_OF_TIME))
        found = next((item for item in known if item.number.casefold() == number.strip().casefold()), None)
        if found is None:
            near = perhaps(number, [(item.number, item.number) for item in known])
            raise NotFoundError(
                f"tidak ada aduan nomor {quoted(number)}", f"{near}Lihat nomornya: danabergulir aduan daftar"
            )
        desk.check_date(answer.dated_on, of_voucher=False)
        if answer.dated_on < found.dated_on:
            raise RefusedError(
                f"jawaban tanggal {format_form(answer.dated_on)} sebelum aduannya, {format_form(found.dated_on)}",
                f"Tanggal paling awal: --tanggal {found.dated_on.isoformat()}",
            )
        answers.add_answer(desk.writer, found.number, answer)
        return replace(found, answers=(*found.answers, answer))


def list_complaints(path: Path, as_of: date) -> list[Complaint]:
    """Return the complaints made by a day, with their answers by then."""
    with store.reading(path) as connection:
        return list(decided.complaints(connection, as_of))


def receive_report(book: Book, received: ReportReceived, now: datetime) -> tuple[ReportReceived, list[str]]:
    """Write down who received the set of a month, with the head of the chain on it; return it and what is doubtful.

    Raises ``RefusedError`` for a month before the ledger, or one that was not over on the day.
    """
    with recording(book, now) as desk:
        month = received.month
        if month.last_on < desk.opened_on:
            raise RefusedError(
                f"{month.long_name} sebelum saldo awal buku ({format_form(desk.opened_on)})",
                f"Laporan pertama yang dapat diterima: {Month.of(desk.opened_on)}",
            )
        if received.dated_on <= month.last_on:
            raise RefusedError(
                f"{month.long_name} belum berakhir pada {format_form(received.dated_on)}",
                "Periksa bulan dan --tanggal.",
            )
        desk.check_date(received.dated_on, of_voucher=False)
        office = received.office.casefold()
        warnings = [
            f"laporan {month.long_name} sudah dicatat diterima {item.office} {item.name}".rstrip()
            + f" tanggal {format_form(item.dated_on)}; periksa apakah ini penerimaan yang sama"
            for item in decided.received(desk.connection, END_OF_TIME)
            if item.month == month and item.office.casefold() == office
        ]
        new = replace(received, head=heads.shown(desk.connection, month.last_on))
        answers.add_receipt(desk.writer, new)
        return new, warnings


def list_received(path: Path, as_of: date) -> list[ReportReceived]:
    """Return who received the set of which month by a day."""
    with store.reading(path) as connection:
        return list(decided.received(connection, as_of))
