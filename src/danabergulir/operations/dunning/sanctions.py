"""Sanctions between the letters: what is due and running, what is written down about a late loan, and withdrawals."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from danabergulir.dates import format_form
from danabergulir.domain.dunning.due import SanctionLine, due_lines, letter_lines
from danabergulir.domain.dunning.sanctions import Cause, EventKind, Sanction, SanctionEvent, SanctionFile, SanctionState
from danabergulir.domain.groups import KSM, same_rw
from danabergulir.domain.loans.book import LoanBook
from danabergulir.errors import NotFoundError, RefusedError, UsageError, perhaps
from danabergulir.frozen import Struct
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers, sanctions
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.money import NIL, Rupiah
from danabergulir.operations.desk import Desk, recording
from danabergulir.operations.loans.disbursement import find_loan
from danabergulir.text import quoted

LIVE = (SanctionState.PROPOSED, SanctionState.ISSUED)
"""The states that ask for something to be done."""


def files_of(connection: store.Connection, as_of: date) -> dict[str, SanctionFile]:
    """Return the files of loans under sanction as of a day, by the loan's number."""
    return sanctions.sanction_files(connection, registers.chart(connection, as_of), as_of)


def list_sanctions(
    path: Path,
    as_of: date,
    *,
    ksm: str | None = None,
    rw: str | None = None,
    level: int | None = None,
    state: str | None = None,
) -> tuple[SanctionLine, ...]:
    """Return what is due, running, or to be withdrawn on a day; with ``state`` all that is, or ever came to be, in it.

    ``state`` is the word of a ``SanctionState``. Raises ``NotFoundError`` for words that no KSM fits.
    """
    states = LIVE if state is None else (SanctionState(state),)
    with store.reading(path) as connection:
        code = registers.find_ksm(connection, ksm, as_of).code if ksm else None
        loans, policy, files = (
            loan_books_of(connection, as_of),
            registers.policy(connection, as_of),
            files_of(connection, as_of),
        )
    lines = (*due_lines(loans, files, policy, as_of), *letter_lines(loans, files, policy, as_of))
    return tuple(
        line
        for line in lines
        if (line.state in states or (state is None and line.standing is not None and line.standing.to_withdraw))
        and code in (None, line.book.loan.ksm.code)
        and level in (None, line.number)
        and (rw is None or same_rw(line.book.loan.ksm.rw, rw))
    )


class Noted(Struct, frozen=True):
    """What was written down about a loan. ``is_new`` is False where the very same stood there already."""

    ksm: KSM
    event: SanctionEvent
    is_new: bool


def note(
    path: Path,
    words: str,
    kind: EventKind,
    dated_on: date,
    now: datetime,
    *,
    text: str = "",
    promised_on: date | None = None,
    amount: Rupiah | None = None,
    cause: Cause | None = None,
) -> Noted:
    """Write down what was seen or promised about the loan of a KSM; the same twice on one day is kept once.

    A promise without ``amount`` is about all that is behind on that day. Raises ``UsageError`` for a promise without a
    day to come or amount, and for a cause left open; ``RefusedError`` for a loan that is not yet paid out.
    """
    if kind is EventKind.CAUSE and cause is None:
        raise UsageError("sebab belum diisi", f"Tambahkan --sebab: {', '.join(Cause)}.")
    if (kind is EventKind.PROMISE) != (promised_on is not None):
        raise UsageError(
            "tanggal janji belum diisi" if promised_on is None else "--janji hanya untuk janji bayar",
            "Tulis: --jenis janji-bayar --janji TANGGAL --jumlah RUPIAH",
        )
    if promised_on is not None and promised_on < dated_on:
        raise UsageError(
            f"tanggal janji {format_form(promised_on)} sebelum janji itu dibuat, {format_form(dated_on)}",
            "Periksa --janji dan --tanggal.",
        )
    with recording(path, now) as desk:
        desk.check_date(dated_on, of_voucher=False)
        book = _loan_of(desk, words, dated_on)
        if kind is EventKind.PROMISE and amount is None:
            amount = book.position.arrears
            if amount <= NIL:
                raise UsageError("jumlah janji belum diisi", "Tambahkan --jumlah RUPIAH.")
        number = book.loan.number
        file = files_of(desk.connection, dated_on).get(number, SanctionFile(number))
        running = file.running(dated_on)
        under = running.sanction.number if running else None
        event = SanctionEvent(
            loan=number,
            dated_on=dated_on,
            kind=kind,
            text=text.strip(),
            sanction=under,
            promised_on=promised_on,
            promised_amount=amount,
            cause=cause,
        )
        is_new = event not in file.events
        if is_new:
            desk.writer.add_sanction_event(event)
        return Noted(book.loan.ksm, event, is_new)


def _loan_of(desk: Desk, words: str, dated_on: date) -> LoanBook:
    loan = find_loan(desk.connection, words, dated_on)
    for book in loan_books_of(desk.connection, dated_on, loan.ksm.code):
        if book.loan.number == loan.number:
            return book
    raise RefusedError(
        f"pinjaman {loan.number} belum cair pada {format_form(dated_on)}", "Periksa --tanggal, atau tulis nomor lain."
    )


def withdraw(path: Path, number: str, reason: str, dated_on: date, now: datetime) -> Sanction:
    """Write down that a running sanction is withdrawn. ``number`` is ours or the one on the letter.

    Raises ``NotFoundError`` for no such sanction and ``RefusedError`` for one that does not run on that day.
    """
    if not reason.strip():
        raise UsageError("alasan belum diisi", 'Tulis alasannya: --alasan "keputusan rapat BKM"')
    with recording(path, now) as desk:
        desk.check_date(dated_on, of_voucher=False)
        known = sanctions.all_sanctions(desk.connection)
        sanction = find_sanction(known, number)
        ended_on = sanctions.withdrawn(desk.connection).get(sanction.number)
        if ended_on is not None:
            raise RefusedError(f"sanksi {sanction.number} sudah dicabut {format_form(ended_on)}", _history(sanction))
        file = files_of(desk.connection, dated_on).get(sanction.loan, SanctionFile(sanction.loan))
        newest = [item for item in known if item.loan == sanction.loan][-1]
        standing = next((item for item in file.standings(dated_on) if item.sanction.number == sanction.number), None)
        runs = standing is not None and standing.is_running and sanction.number == newest.number
        if standing is None or not (runs or standing.to_withdraw):
            raise RefusedError(
                f"sanksi {sanction.number} tidak sedang berjalan pada {format_form(dated_on)}", _history(sanction)
            )
        withdrawal = EventKind.WITHDRAWAL
        desk.writer.add_sanction_event(
            SanctionEvent(sanction.loan, dated_on, withdrawal, reason.strip(), sanction.number)
        )
        return sanction


def _history(sanction: Sanction) -> str:
    return f"Lihat riwayatnya: danabergulir sanksi riwayat {sanction.ksm}"


def find_sanction(known: Sequence[Sanction], words: str) -> Sanction:
    """Return the sanction with that number, ours or the one on the letter. Raises ``NotFoundError``."""
    wanted = words.strip().casefold()
    for sanction in known:
        if wanted in (sanction.number.casefold(), sanction.letter.casefold()):
            return sanction
    raise NotFoundError(
        f"tidak ada sanksi nomor {quoted(words)}",
        perhaps(words, ((spelt, item.number) for item in known for spelt in (item.number, item.letter)))
        + "Lihat nomornya: danabergulir sanksi daftar --status terbit",
    )


def history(path: Path, words: str, as_of: date) -> tuple[SanctionFile, ...]:
    """Return the files of one KSM's loans under sanction as of a day, in the order of the loans.

    Raises ``NotFoundError`` for words that no KSM fits.
    """
    with store.reading(path) as connection:
        ksm, files = registers.find_ksm(connection, words, as_of), files_of(connection, as_of)
        return tuple(
            files[loan.number] for loan in registers.loans(connection, as_of, ksm.code) if loan.number in files
        )
