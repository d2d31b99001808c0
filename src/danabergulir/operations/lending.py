"""Loans: working one out, paying it out, and finding it again."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from re import fullmatch
from typing import Final

from danabergulir.dates import Frequency, format_form
from danabergulir.domain.accounts import Role
from danabergulir.domain.books import LoanBook
from danabergulir.domain.eligibility import breaches
from danabergulir.domain.journal import Component, Event, Posting, Transfer, Voucher, kind_of
from danabergulir.domain.loan import KSM, Loan, LoanTerms, Method, RoundedPart
from danabergulir.domain.policy import Policy
from danabergulir.domain.schedule import Instalment, build_schedule, effective_annual_percent
from danabergulir.errors import NotFoundError, RefusedError, UsageError
from danabergulir.ledger import reader, registers, store
from danabergulir.money import Direction, Rate, Rounding, Rupiah, format_rupiah
from danabergulir.operations.desk import recording
from danabergulir.operations.registering import loan_books_of, membership

LONGEST_TERM: Final = 600
"""Instalments; more is a slip of the pen (eleven years of weeks)."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A loan as asked for: what is None follows the policy. Rates in percent per month."""

    principal: Rupiah
    term: int
    jasa_percent: Fraction | None = None
    titipan_percent: Fraction | None = None
    method: Method | None = None
    frequency: Frequency | None = None
    grace: int = 0
    step: int | None = None
    direction: Direction | None = None
    rounded_part: RoundedPart | None = None
    first_due_on: date | None = None


def terms_of(wish: Wish, disbursed_on: date, policy: Policy) -> LoanTerms:
    """Return the terms of a wish under a policy. Raises ``UsageError`` for terms that make no schedule."""
    if not 1 <= wish.term <= LONGEST_TERM:
        raise UsageError(f"jangka waktu {wish.term} kali tidak mungkin", f"Isi --tenor 1 sampai {LONGEST_TERM}.")
    if not 0 <= wish.grace < wish.term:
        raise UsageError(f"tenggang {wish.grace} kali dari {wish.term} angsuran tidak mungkin", "Kurangi --tenggang.")
    if wish.step is not None and wish.step < 1:
        raise UsageError(f"kelipatan {wish.step} tidak mungkin", "Isi --kelipatan 1 atau lebih, misalnya 100.")
    if wish.first_due_on is not None and wish.first_due_on <= disbursed_on:
        raise UsageError(
            f"angsuran pertama {format_form(wish.first_due_on)} tidak sesudah pencairan {format_form(disbursed_on)}",
            "Periksa kedua tanggalnya.",
        )
    rules, rounding = policy.lending, policy.rounding
    return LoanTerms(
        wish.principal,
        wish.term,
        rules.jasa_rate if wish.jasa_percent is None else Rate.percent(wish.jasa_percent),
        disbursed_on,
        Rounding(wish.step or rounding.step, wish.direction or rounding.direction),
        rules.titipan_rate if wish.titipan_percent is None else Rate.percent(wish.titipan_percent),
        wish.method or rules.method,
        wish.frequency or rules.frequency,
        wish.rounded_part or rounding.part,
        wish.grace,
        wish.first_due_on,
    )


@dataclass(frozen=True, slots=True)
class Simulation:
    """A loan worked out and not recorded; ``effective_percent`` is the annual effective rate."""

    terms: LoanTerms
    schedule: tuple[Instalment, ...]
    effective_percent: Fraction


def simulate(wish: Wish, disbursed_on: date, policy: Policy) -> Simulation:
    """Return the schedule of a wish and what it costs a year. Needs no ledger."""
    terms = terms_of(wish, disbursed_on, policy)
    schedule = build_schedule(terms)
    return Simulation(terms, schedule, effective_annual_percent(terms.principal, disbursed_on, schedule))


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


def list_loans(path: Path, as_of: date) -> tuple[LoanBook, ...]:
    """Return every loan as of a day, in the order of their numbers."""
    with store.reading(path) as session:
        return loan_books_of(session, as_of)


@dataclass(frozen=True, slots=True)
class LoanCard:
    """One loan with its whole schedule and its vouchers up to a day."""

    book: LoanBook
    schedule: tuple[Instalment, ...]
    vouchers: tuple[Voucher, ...]


def loan_card(path: Path, words: str, as_of: date) -> LoanCard:
    """Return a loan by its number, or the newest one of a KSM. Raises ``NotFoundError``."""
    with store.reading(path) as session:
        loan = find_loan(session, words, as_of)
        (book,) = (
            item for item in loan_books_of(session, max(as_of, loan.terms.disbursed_on), loan.ksm.code)
            if item.loan.number == loan.number
        )  # fmt: skip
        schedule = registers.schedules(session, [loan.number])[loan.number]
        return LoanCard(book, schedule, tuple(reader.loan_vouchers(session, loan.number, as_of)))


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
