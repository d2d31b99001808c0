"""The sheet of a meeting, made from what the book says of a day. Making one records nothing."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from danabergulir.dates import days_after
from danabergulir.domain.groups import KSM, same_rw
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.loans.allocation import Allocation
from danabergulir.domain.loans.arrears import position
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.terms import number_order
from danabergulir.domain.meeting import MeetingLine, MeetingSheet, meeting_line, sheet_code
from danabergulir.domain.till.asked import asked_on
from danabergulir.errors import NotFoundError
from danabergulir.ledger.file import store
from danabergulir.ledger.read import proposals, registers
from danabergulir.ledger.read.loans import loan_books_of, penalty_case


def code_for(connection: store.Connection, day: date) -> str:
    """Return the code of the sheets of a day of this book; it stays when the UPK takes another name."""
    opened_on = registers.opened_on(connection)
    first = registers.profile(connection, opened_on)
    return sheet_code(f"{first.upk}\n{first.kelurahan}\n{opened_on.isoformat()}", day)


def meeting_sheet(
    path: Path, day: date, rw: str | None = None, named: Sequence[str] = ()
) -> tuple[MeetingSheet, Profile]:
    """Return the sheet of a day, by RW, KSM and loan, and the profile of the UPK.

    On it stand the loans that are not paid off; a KSM without one only where it is ``named``. Raises ``NotFoundError``
    for a KSM that is not known, and where nobody is left to ask.
    """
    with store.reading(path) as connection:
        wanted = {ksm.code: ksm for ksm in (registers.find_ksm(connection, words, day) for words in named)}
        books = [
            book
            for book in loan_books_of(connection, day)
            if book.owes and (not wanted or book.ksm.code in wanted) and _is_in(book.ksm, rw)
        ]
        lines = [_line(connection, book, day) for book in books]
        borrowing = {book.ksm.code for book in books}
        lines += [MeetingLine(ksm) for code, ksm in wanted.items() if code not in borrowing and _is_in(ksm, rw)]
        if not lines:
            where = "" if rw is None else f" di RW {rw}"
            raise NotFoundError(
                f"tidak ada pinjaman berjalan{where} pada hari itu", "Lihat: danabergulir pinjaman daftar"
            )
        lines.sort(key=lambda line: (line.ksm.rw, line.ksm.code, number_order(line.loan or "")))
        return MeetingSheet(code_for(connection, day), day, tuple(lines)), registers.profile(connection, day)


def _is_in(ksm: KSM, rw: str | None) -> bool:
    return rw is None or same_rw(ksm.rw, rw)


def _line(connection: store.Connection, book: LoanBook, day: date) -> MeetingLine:
    penalty = penalty_case(connection, registers.chart(connection, day), book.loan, day).card(day).owed
    before = position(book.schedule, book.paid, days_after(day, -1), book.policy.arrears)
    late = Allocation(jasa=before.arrears_jasa, titipan=before.arrears_titipan, principal=before.arrears_principal)
    shares = proposals.loan_shares(connection, book.loan.number)
    known = {member.number: member.name for member in registers.members(connection, day, book.ksm.code)}
    return meeting_line(book, asked_on(book, penalty), late, [known.get(number, "") for number, _ in shares], shares)
