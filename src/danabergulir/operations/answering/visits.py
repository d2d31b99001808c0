"""Visits to KSM, late or not: what the UPK and the RW see while all is well."""

from collections.abc import Iterator
from datetime import date, datetime
from operator import attrgetter
from pathlib import Path

from danabergulir.dates import format_form
from danabergulir.domain.answering import Visit
from danabergulir.domain.dunning.sanctions import EventKind
from danabergulir.domain.groups import same_rw
from danabergulir.ledger import answers
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers, sanctions
from danabergulir.ledger.read.answering import decided
from danabergulir.operations.desk import Book, recording


def add_visit(
    book: Book, words: str, dated_on: date, now: datetime, *, visitor: str = "", text: str = ""
) -> tuple[Visit, list[str]]:
    """Write down a visit to a KSM; return it and what is doubtful. Raises ``NotFoundError`` and ``RefusedError``."""
    with recording(book, now) as desk:
        desk.check_date(dated_on, of_voucher=False)
        ksm = registers.find_ksm(desk.connection, words, dated_on)
        desk.refuse_unborn_group(ksm.code, dated_on)
        visit = Visit(dated_on, ksm, visitor.strip(), text.strip())
        again = [
            f"kunjungan ke {ksm.name} tanggal {format_form(dated_on)}{f' oleh {old.visitor}' if old.visitor else ''} "
            f"sudah dicatat{f': {old.text}' if old.text else ''}; periksa apakah ini kunjungan yang sama"
            for old in decided.visits(desk.connection, dated_on, dated_on)
            if (old.ksm.code, old.visitor.casefold()) == (ksm.code, visit.visitor.casefold())
        ]
        answers.add_visit(desk.writer, visit)
        return visit, again


def list_visits(
    path: Path, first: date | None, last: date, *, words: str | None = None, rw: str | None = None
) -> list[Visit]:
    """Return the visits to a KSM, an RW or all, oldest first; those about a late loan among them."""
    with store.reading(path) as connection:
        since = first or date.min
        code = None if words is None else registers.find_ksm(connection, words, last).code
        found = [*decided.visits(connection, since, last), *_about_letters(connection, since, last)]
    chosen = [
        visit
        for visit in found
        if (code is None or visit.ksm.code == code) and (rw is None or same_rw(visit.ksm.rw, rw))
    ]
    return sorted(chosen, key=attrgetter("dated_on"))


def _about_letters(connection: store.Connection, first: date, last: date) -> Iterator[Visit]:
    """Yield the visits that were written down about a late loan."""
    files = sanctions.sanction_files(connection, registers.chart(connection, last), last)
    loans = {loan.number: loan for loan in registers.loans(connection, last)} if files else {}
    for number, file in files.items():
        for event in file.events:
            if event.kind is EventKind.VISIT and first <= event.dated_on <= last:
                yield Visit(event.dated_on, loans[number].ksm, "", event.text)
