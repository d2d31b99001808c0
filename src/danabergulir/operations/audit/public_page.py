"""The page for everybody of a month, and the slip of one KSM: read off the books, nothing is recorded."""

from datetime import date
from pathlib import Path

from danabergulir.dates import Month
from danabergulir.domain.witness.slips import slip
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.finding import receipts
from danabergulir.ledger.read.periods.months import month_ends
from danabergulir.operations.month import books_of, check_opened
from danabergulir.operations.witness.receipts import witnessed
from danabergulir.operations.witness.trees import check_sound, tree_of
from danabergulir.reports.papers.notice_board import notice_board
from danabergulir.reports.papers.public_page import PublicPage, ksm_slip, public_page


def page_of(path: Path, month: Month, *, today: date, ksm: str | None = None) -> PublicPage:
    """Return the page of a month, or the slip of a KSM as of its last day.

    Raises ``RefusedError`` for a month before the ledger was opened, ``NotFoundError`` for a KSM that there is not, and
    ``FaultyDataError`` where the chain does not hold.
    """
    with store.reading(path) as connection:
        check_sound(connection)
        if ksm is not None:
            return _slip(connection, month, ksm, today)
        books = books_of(connection, month, today=today)
        months = month_ends(connection, books)
        return public_page(books, months, notice_board(books, months), witnessed(connection, month))


def _slip(connection: store.Connection, month: Month, words: str, today: date) -> PublicPage:
    check_opened(connection, month)
    group = registers.find_ksm(connection, words, month.last_on)
    page = witnessed(connection, month)
    tree = tree_of(connection, page.size)
    proofs = [
        (item, slip(page.origin, tree, item.index, bytes.fromhex(item.digest)))
        for item in receipts.witnessed(connection, page.first_on, page.last_on, group.code)
        if item.index < page.size
    ]
    profile = registers.profile(connection, month.last_on)
    return ksm_slip(profile, month, group, page, proofs, is_over=month.last_on < today)
