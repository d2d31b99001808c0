"""Paying back what was received too much on a loan, out of the box that received it."""

from datetime import date, datetime
from pathlib import Path

from danabergulir.dates import format_form
from danabergulir.domain.journal import Event, Posting, Split, Transfer, VoucherKind, component_accounts
from danabergulir.domain.loans.allocation import Allocation
from danabergulir.domain.loans.layout import Layout, Receipt, TooMuchError
from danabergulir.domain.loans.outcomes import Refunded
from danabergulir.domain.loans.schedule import still_owed
from danabergulir.domain.loans.terms import Loan
from danabergulir.errors import RefusedError, UsageError
from danabergulir.ledger.read import loans
from danabergulir.money import NIL, Rupiah, format_count, format_rupiah
from danabergulir.operations.desk import Desk, recording
from danabergulir.operations.limits import Tell
from danabergulir.operations.loans.corrections import put_right
from danabergulir.operations.loans.disbursement import find_loan
from danabergulir.operations.loans.layout import LoanLife, asked_on, life_of, reach


def pay_back(
    path: Path,
    words: str,
    amount: Rupiah,
    reason: str,
    paid_on: date,
    now: datetime,
    *,
    out_of: str | None = None,
    insist: Tell | None = None,
) -> Refunded:
    """Pay back what was received on a loan, named by its number or its KSM, beyond what is due on that day.

    The money leaves the account named, else the one that received the newest receipt that stands. Savings are never
    touched. Raises ``UsageError`` without a reason, and ``RefusedError`` for more than was paid ahead and for a day
    before a change of the contract.
    """
    if not reason.strip():
        raise UsageError("alasan belum diisi", 'Tulis sebabnya: --alasan "terbayar dua kali"')
    with recording(path, now, insist=insist) as desk:
        desk.check_date(paid_on)
        loan = find_loan(desk.connection, words, paid_on, now.date())
        _refuse_while_written_off(desk, loan, paid_on)
        life = life_of(desk, loan)
        layout = life.layout(paid_on)
        given = _parts(life, layout, amount, paid_on)
        money = desk.money_account(out_of or _received_into(life, paid_on))
        accounts = component_accounts(desk.chart)
        transfers = tuple(
            Transfer(accounts[component][0], money, part, component, loan.number, loan.ksm.code)
            for component, part in given.parts()
        )
        memo = f"Pengembalian setoran pinjaman {loan.number}: {reason.strip()}"
        voucher = desk.record(
            Posting(
                kind=VoucherKind.PAYMENT,
                event=Event.REFUND,
                dated_on=paid_on,
                memo=memo,
                transfers=transfers,
                party=loan.ksm.name,
                loan=loan.number,
                split=Split.RULE,
            )
        )
        layout.cause = voucher.number
        corrected = put_right(desk, life, layout, paid_on)
        figures = loans.loan_figures(desk.connection, desk.chart, paid_on, loan.number)
        left = still_owed(asked_on(desk, life, paid_on), loan.paid_before + figures.received)
        coming = next((line for line in left if line.due_on > paid_on and line.amount), None)
        return Refunded(
            voucher=voucher,
            loan=loan,
            allocation=given,
            paid_from=desk.chart[money],
            outstanding=figures.outstanding,
            coming=coming,
            corrected=corrected,
            warnings=tuple(desk.on_opening_day(paid_on)),
        )


def _refuse_while_written_off(desk: Desk, loan: Loan, paid_on: date) -> None:
    """Raise ``RefusedError`` for a loan of which written off principal is still owed: nothing is too much then."""
    figures = loans.loan_figures(desk.connection, desk.chart, paid_on, loan.number)
    owed = figures.written_off - figures.recovered
    if owed > NIL:
        raise RefusedError(
            f"pinjaman {loan.number} sudah dihapus buku dan KSM masih berutang {format_rupiah(owed)} pada "
            f"{format_form(paid_on)}; tidak ada kelebihan setoran",
            f"Lihat: danabergulir pinjaman kartu {loan.number}",
        )


def _parts(life: LoanLife, layout: Layout, amount: Rupiah, paid_on: date) -> Allocation:
    """Return the parts of an amount that is paid back. Raises ``RefusedError`` for more than was paid ahead."""
    number, day = life.loan.number, format_form(paid_on)
    refund = Receipt(paid_on, amount, Split.RULE, paid_back=True)
    reach(life, layout, refund, Allocation(principal=amount))
    try:
        return layout.pay_back(refund).negative()
    except TooMuchError as error:
        if error.most:
            raise RefusedError(
                f"{format_rupiah(amount)} lebih banyak daripada kelebihan setoran pinjaman {number} pada {day}, "
                f"{format_rupiah(error.most)}",
                f"Paling banyak: danabergulir kembalikan {number} {format_count(error.most.value)} "
                f'--tanggal {paid_on.isoformat()} --alasan "..."',
            ) from None
        raise RefusedError(
            f"pinjaman {number} tidak punya kelebihan setoran pada {day}",
            'Setoran yang salah catat dibatalkan: danabergulir batal BUKTI --alasan "..."',
        ) from None


def _received_into(life: LoanLife, paid_on: date) -> str | None:
    """Return the account that took in the newest receipt of a loan by a day; None where nothing was handed over."""
    boxes = [
        item.posting.transfers[0].debit
        for item in life.vouchers
        if item.posting.event in (Event.REPAYMENT, Event.SETTLEMENT)
        and item.posting.dated_on <= paid_on
        and item.number not in life.reversals
    ]
    return boxes[-1] if boxes else None
