"""The papers of the counter: vouchers, the payer's receipt, and the minutes of a cash count.

Each is made from what is recorded, so that it can be printed again at any time and says the same.
"""

from datetime import date
from pathlib import Path

from danabergulir.dates import END_OF_TIME, format_form
from danabergulir.domain.cash_count import NO_PIECES, Pieces
from danabergulir.domain.journal import Event, VoucherKind
from danabergulir.domain.loans.receipt_effect import corrected_effect, receipt_effect
from danabergulir.errors import NotFoundError, RefusedError
from danabergulir.ledger.file import store
from danabergulir.ledger.read import agreements, records, registers, vouchers
from danabergulir.reports.model.paper import Paper
from danabergulir.reports.papers.cash_minutes import cash_minutes
from danabergulir.reports.papers.payer_receipt import payer_receipt
from danabergulir.reports.papers.voucher_forms import voucher_form


def voucher_on_paper(path: Path, number: str) -> Paper:
    """Return a voucher on its form, with the names in use on its own day. Raises ``NotFoundError``."""
    with store.reading(path) as connection:
        voucher = vouchers.find(connection, number)
        day = voucher.posting.dated_on
        return voucher_form(
            voucher,
            registers.chart(connection, day),
            registers.profile(connection, day),
            vouchers.reversal_of(connection, voucher.number),
        )


def receipt_on_paper(path: Path, number: str) -> Paper:
    """Return the payer's copy of a cash-in voucher.

    Raises ``NotFoundError``, and ``RefusedError`` for a voucher by which no money came in.
    """
    with store.reading(path) as connection:
        voucher = vouchers.find(connection, number)
        posting = voucher.posting
        if posting.kind is not VoucherKind.RECEIPT:
            raise RefusedError(
                f"bukti {voucher.number} bukan bukti kas masuk; kuitansi hanya untuk uang yang diterima",
                f"Cetak buktinya: danabergulir bukti {voucher.number} --pdf FILE",
            )
        profile = registers.profile(connection, posting.dated_on)
        reversed_by = vouchers.reversal_of(connection, voucher.number)
        if posting.loan is None:
            return payer_receipt(voucher, profile, reversed_by)
        loan = registers.loan_numbered(connection, posting.loan, posting.dated_on)
        agreed = agreements.agreement_known(connection, loan.number, voucher)
        lines = () if posting.event is Event.SETTLEMENT else agreed.lines  # after a settlement nothing falls due
        of_loan = vouchers.of_loan(connection, loan.number, END_OF_TIME)
        rules = registers.policy(connection, posting.dated_on).arrears
        effect = receipt_effect(voucher, loan, lines, of_loan, rules)
        corrections = vouchers.corrections_of(connection, voucher.number)
        right = corrected_effect(voucher, loan, lines, of_loan, rules) if corrections else None
        return payer_receipt(voucher, profile, reversed_by, loan, effect, corrections=corrections, right_effect=right)


def count_on_paper(path: Path, counted_on: date, pieces: Pieces = NO_PIECES) -> Paper:
    """Return the minutes of the last count of a day.

    Raises ``NotFoundError`` for a day without one, and ``UsageError`` where the ``pieces`` do not come to it.
    """
    with store.reading(path) as connection:
        found = records.latest(connection, registers.chart(connection, counted_on), counted_on, counted_on)
        if found is None:
            raise NotFoundError(
                f"kas belum dihitung pada {format_form(counted_on)}",
                f"Catat dulu: danabergulir kas hitung JUMLAH --tanggal {counted_on.isoformat()}",
            )
        pieces.check(found.counted)
        return cash_minutes(found, pieces, registers.profile(connection, counted_on))
