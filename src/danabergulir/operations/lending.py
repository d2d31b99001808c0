"""Loans: paying one out, and finding it again."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from re import fullmatch

from danabergulir.dates import format_form
from danabergulir.domain.accounts import Role
from danabergulir.domain.books import LoanBook
from danabergulir.domain.eligibility import breaches
from danabergulir.domain.journal import Component, Event, Posting, Transfer, Voucher, kind_of
from danabergulir.domain.loan import KSM, Loan
from danabergulir.domain.schedule import Instalment, build_schedule
from danabergulir.errors import NotFoundError, RefusedError
from danabergulir.ledger import reader, registers, store
from danabergulir.money import format_rupiah
from danabergulir.operations.desk import recording
from danabergulir.operations.registering import loan_books_of, membership, same_rw
from danabergulir.operations.simulating import Wish, terms_of


@dataclass(frozen=True, slots=True)
class Disbursed:
    """A loan paid out: its voucher, its schedule, and what the treasurer should look at."""

    loan: Loan
    voucher: Voucher
    schedule: tuple[Instalment, ...]
    warnings: tuple[str, ...]


def disburse(
    path: Path,
    ksm_words: str,
    wish: Wish,
    dated_on: date,
    now: datetime,
    *,
    from_account: str | None = None,
    decision: str = "",
    external_ref: str | None = None,
) -> Disbursed:
    """Pay out a new loan to a KSM, from the cash box or the account named.

    Raises ``RefusedError`` when a lending rule of the policy forbids it or the KSM still has an open loan.
    """
    with recording(path, now) as desk:
        desk.check_date(dated_on)
        ksm = registers.find_ksm(desk.session, ksm_words, dated_on)
        policy = desk.policy(dated_on)
        terms = terms_of(wish, dated_on, policy)
        earlier = registers.loans(desk.session, dated_on, ksm.code)
        _refuse_second_loan(desk.session, ksm, max(dated_on, now.date()))
        found = breaches(terms, membership(desk.session, ksm, dated_on), len(earlier) + 1, policy.lending)
        refused = [breach for breach in found if not breach.warns]
        if refused:
            raise RefusedError(
                "; ".join(breach.message for breach in refused),
                "Sesuaikan pinjamannya, atau ubah aturan itu dengan keputusan BKM: danabergulir kebijakan tetapkan",
            )
        loan = Loan(_next_number(desk.session, dated_on), ksm, terms, decision=decision)
        schedule = build_schedule(terms)
        desk.writer.add_loan(loan, schedule)
        transfer = Transfer(
            desk.chart.with_role(Role.RECEIVABLE).code,
            desk.money_account(from_account),
            terms.principal,
            Component.DISBURSEMENT,
            loan.number,
            ksm.code,
        )
        posting = Posting(
            kind_of([transfer], desk.chart),
            Event.DISBURSEMENT,
            dated_on,
            f"Pencairan pinjaman {loan.number}",
            (transfer,),
            ksm.name,
            loan.number,
            external_ref,
        )
        voucher = desk.record(posting)
        warnings = [breach.message for breach in found] + desk.overdrawn(posting)
        return Disbursed(loan, voucher, schedule, tuple(warnings))


def _refuse_second_loan(session: store.Session, ksm: KSM, as_of: date) -> None:
    for book in loan_books_of(session, as_of, ksm.code):
        if book.is_open:
            raise RefusedError(
                f"KSM {ksm.code} masih punya pinjaman {book.loan.number}, saldo {format_rupiah(book.outstanding)}",
                f"Satu KSM satu pinjaman. Lunasi dulu: danabergulir terima {book.loan.number} JUMLAH",
            )


def _next_number(session: store.Session, as_of: date) -> str:
    numbers = (fullmatch(r"P-(\d{4,})", loan.number) for loan in registers.loans(session, as_of))
    return f"P-{1 + max((int(match[1]) for match in numbers if match), default=0):04d}"


def list_loans(
    path: Path, as_of: date, *, rw: str | None = None, ksm: str | None = None, state: str | None = None
) -> tuple[LoanBook, ...]:
    """Return the loans as of a day, in the order of their numbers: all, or those of an RW, a KSM, a state.

    ``state`` is the word of a ``LoanState``. Raises ``NotFoundError`` for words that no KSM fits.
    """
    with store.reading(path) as session:
        code = registers.find_ksm(session, ksm, as_of).code if ksm else None
        return tuple(
            book
            for book in loan_books_of(session, as_of, code)
            if (rw is None or same_rw(book.loan.ksm.rw, rw)) and state in (None, book.state)
        )


@dataclass(frozen=True, slots=True)
class LoanCard:
    """One loan with its whole schedule and its vouchers up to a day."""

    book: LoanBook
    schedule: tuple[Instalment, ...]
    vouchers: tuple[Voucher, ...]


def loan_card(path: Path, words: str, as_of: date) -> LoanCard:
    """Return a loan by its number, or the newest one of a KSM.

    Raises ``NotFoundError``, also for a day on which the loan was not yet paid out.
    """
    with store.reading(path) as session:
        loan = find_loan(session, words, as_of)
        known = [book for book in loan_books_of(session, as_of, loan.ksm.code) if book.loan.number == loan.number]
        if not known:
            disbursed_on = format_form(loan.terms.disbursed_on)
            raise NotFoundError(
                f"pinjaman {loan.number} belum cair pada {format_form(as_of)}",
                f"Isi --per dengan {disbursed_on}, hari pencairannya, atau sesudahnya.",
            )
        agreement = registers.agreements(session, as_of, [loan.number])[loan.number]
        return LoanCard(known[0], agreement.lines, tuple(reader.loan_vouchers(session, loan.number, as_of)))


def find_loan(session: store.Session, words: str, as_of: date) -> Loan:
    """Return the loan with that number; or, by KSM, its only open loan, else its newest. Raises ``NotFoundError``."""
    try:
        return registers.find_loan(session, words, as_of)
    except NotFoundError:
        if fullmatch(r"[Pp]-\d+", words.strip()):
            raise
    ksm = registers.find_ksm(session, words, as_of)
    books = loan_books_of(session, as_of, ksm.code)
    open_books = [book for book in books if book.is_open]
    if len(open_books) > 1:
        numbers = ", ".join(book.loan.number for book in open_books)
        raise NotFoundError(f"KSM {ksm.code} punya beberapa pinjaman berjalan: {numbers}", "Tulis nomor pinjamannya.")
    if not books:
        raise NotFoundError(
            f"KSM {ksm.code} belum punya pinjaman pada {format_form(as_of)}",
            "Lihat daftarnya: danabergulir pinjaman daftar",
        )
    newest = max(books, key=lambda book: (book.loan.terms.disbursed_on, book.loan.number))
    return (open_books[0] if open_books else newest).loan
