"""Denda: what each late loan owes of it, and letting it go by decision of the board."""

from datetime import date, datetime
from operator import itemgetter
from pathlib import Path

from danabergulir.dates import END_OF_TIME, format_form
from danabergulir.domain.loans.penalty import LoanPenalty, PenaltyCard
from danabergulir.errors import RefusedError, UsageError
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.loans import penalty_case
from danabergulir.money import NIL, Rupiah, format_rupiah
from danabergulir.operations.desk import recording
from danabergulir.operations.loans.disbursement import find_loan


def list_penalties(path: Path, as_of: date, words: str | None = None) -> tuple[LoanPenalty, ...]:
    """Return the loans with denda as of a day, in the order of their numbers; or the one loan named, with or without.

    Raises ``NotFoundError`` for words that no loan fits.
    """
    with store.reading(path) as connection:
        chart = registers.chart(connection, as_of)
        known = registers.loans(connection, as_of) if words is None else [find_loan(connection, words, as_of)]
        cards = (
            LoanPenalty(loan, penalty_case(connection, chart, loan, as_of).card(as_of))
            for loan in known
            if loan.terms.disbursed_on <= as_of
        )
        return tuple(item for item in cards if words is not None or item.card != PenaltyCard())


def waive_penalty(
    path: Path, words: str, amount: Rupiah, waived_on: date, now: datetime, *, reason: str, decision: str
) -> LoanPenalty:
    """Let denda go, by decision of the board, and return what the loan owes of it then.

    Raises ``UsageError`` without reason or decision, ``RefusedError`` for more than is owed.
    """
    if not reason.strip():
        raise UsageError("alasan belum diisi", 'Tulis sebabnya: --alasan "ketua KSM meninggal"')
    if not decision.strip():
        raise UsageError("nomor berita acara belum diisi", "Tambahkan --ba NOMOR pada perintah ini.")
    with recording(path, now) as desk:
        desk.check_date(waived_on)
        loan = find_loan(desk.connection, words, waived_on)
        case = penalty_case(desk.connection, desk.chart, loan, END_OF_TIME)
        owed = min(case.card(day).owed for day in (waived_on, now.date()))
        if amount > owed:
            raise RefusedError(
                f"denda pinjaman {loan.number} pada {format_form(waived_on)} hanya {format_rupiah(owed)}, "
                f"tidak dapat dihapuskan {format_rupiah(amount)}",
                f"Hapuskan paling banyak {format_rupiah(owed)}."
                if owed > NIL
                else f"Lihat: danabergulir denda lihat {loan.number}",
            )
        text = f"{reason.strip()} (berita acara {decision.strip()})"
        desk.writer.waive_penalty(loan.number, amount, waived_on, text)
        waived = tuple(sorted((*case.waived, (waived_on, amount)), key=itemgetter(0)))
        return LoanPenalty(loan, replace(case, waived=waived).card(waived_on))
