"""Loans: paying one out, and finding it again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from re import fullmatch
from typing import Any, Final

from danabergulir.dates import days_after, format_form
from danabergulir.domain.accounts import Role
from danabergulir.domain.groups import same_rw, spellings
from danabergulir.domain.journal import Component, Event, Posting, Transfer, Voucher, as_events, in_place_of, kind_of
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.eligibility import Check, broken, doubtful, unknown_doubt
from danabergulir.domain.loans.outcomes import Disbursed
from danabergulir.domain.loans.proposal import Decision, Proposal
from danabergulir.domain.loans.repaid import asked_for
from danabergulir.domain.loans.saving_plan import agreed_savings
from danabergulir.domain.loans.schedule import Agreement, Instalment, build_schedule, on_working_days
from danabergulir.domain.loans.terms import Loan, LoanState, number_order
from danabergulir.domain.till.asked import several_loans
from danabergulir.errors import PERHAPS, NotFoundError, RefusedError, UsageError, perhaps
from danabergulir.frozen import Struct
from danabergulir.ledger.file import store
from danabergulir.ledger.read import agreements, proposals, registers, vouchers
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.operations.desk import Book, Desk, recording
from danabergulir.operations.limits import Tell
from danabergulir.operations.loans.proposals import assess, next_number, refuse, wish_of, with_set_aside
from danabergulir.operations.loans.simulation import Wish, terms_of
from danabergulir.text import quoted

PERMIT_HINT: Final = "Sesuaikan pinjamannya. Bila BKM memutuskan lain, sebut berita acaranya: --izin-ba NOMOR"


def disburse_named(
    path: Path,
    words: str,
    asked: Mapping[str, Any],
    dated_on: date,
    now: datetime,
    *,
    from_account: str | None = None,
    decision: str = "",
    permit: str = "",
    external_ref: str | None = None,
    insist: Tell | None = None,
    trial: bool = False,
) -> Disbursed:
    """Pay out the proposal that ``words`` name by its number, or a new loan to the KSM they fit.

    ``asked`` are the fields of a ``Wish``, None where nothing was typed. Raises ``UsageError`` for terms typed beside a
    proposal, whose terms are decided, and for a new loan without principal or term. With ``trial`` nothing is recorded:
    what is doubtful about it can be told first.
    """
    typed = {name: value for name, value in asked.items() if value is not None}
    if fullmatch(r"[Pp]-\d{4,}", words.strip()):
        if typed or decision:
            raise UsageError(
                f"syarat dan berita acara pengajuan {words} sudah diputuskan, jadi tidak diisi lagi",
                f"Cukup: danabergulir pinjaman cairkan {words}",
            )
        return disburse_proposal(
            path,
            words,
            dated_on,
            now,
            from_account=from_account,
            permit=permit,
            external_ref=external_ref,
            insist=insist,
            trial=trial,
        )
    for name, option in (("principal", "--pokok"), ("term", "--tenor")):
        if name not in typed:
            raise UsageError(
                f"pilihan {option} belum diisi",
                "Cairkan langsung: --pokok JUMLAH --tenor KALI. Cairkan pengajuan: tulis nomornya, misalnya P-0001.",
            )
    return disburse(
        path,
        words,
        Wish(**typed),
        dated_on,
        now,
        from_account=from_account,
        decision=decision,
        permit=permit,
        external_ref=external_ref,
        insist=insist,
        trial=trial,
    )


def disburse(
    book: Book,
    ksm_words: str,
    wish: Wish,
    dated_on: date,
    now: datetime,
    *,
    from_account: str | None = None,
    decision: str = "",
    permit: str = "",
    external_ref: str | None = None,
    insist: Tell | None = None,
    trial: bool = False,
) -> Disbursed:
    """Pay out a new loan to a KSM, from the cash box or the account named.

    Raises ``RefusedError`` when a lending rule of the policy forbids it and no ``permit``, the number of the minutes
    that set it aside, is given.
    """
    with recording(book, now, trial=trial, insist=insist) as desk:
        desk.check_date(dated_on)
        ksm = registers.find_ksm(desk.connection, ksm_words, dated_on)
        desk.refuse_known(external_ref)
        terms = terms_of(wish, dated_on, desk.policy(dated_on))
        checks = assess(desk.connection, ksm, terms, dated_on, now.date())
        against = broken(checks)
        if not permit:
            refuse(against, PERMIT_HINT, ksm, dated_on)
        loan = Loan(
            next_number(desk.connection),
            ksm,
            terms,
            decision=decision,
            override=permit if against else "",
            remark=with_set_aside("", against),
        )
        return pay_out(desk, loan, checks, from_account, external_ref)


def disburse_proposal(
    book: Book,
    number: str,
    dated_on: date,
    now: datetime,
    *,
    from_account: str | None = None,
    permit: str = "",
    external_ref: str | None = None,
    insist: Tell | None = None,
    trial: bool = False,
) -> Disbursed:
    """Pay out a granted proposal as it was asked for; it keeps its number and its member shares.

    The rules are looked at again on the day. Raises ``RefusedError`` for a proposal that is not granted or is already
    paid out, and for a rule broken that neither the decision nor ``permit`` sets aside.
    """
    with recording(book, now, trial=trial, insist=insist) as desk:
        desk.check_date(dated_on)
        proposal = proposals.find_proposal(desk.connection, number, date.max)
        decision = _granted(proposal, dated_on)
        ksm = registers.find_ksm(desk.connection, proposal.ksm.code, dated_on)
        terms = terms_of(wish_of(proposal), dated_on, desk.policy(dated_on))
        checks = assess(
            desk.connection, ksm, terms, dated_on, now.date(), number=proposal.number, shares=proposal.amounts
        )
        against = broken(checks)
        if not (decision.override or permit):
            refuse(against, PERMIT_HINT, ksm, dated_on)
        loan = Loan(
            proposal.number,
            ksm,
            terms,
            decision=decision.minutes,
            override=permit if permit and against else decision.minutes if decision.override else "",
            remark=with_set_aside(proposal.purpose, against),
        )
        return pay_out(desk, loan, checks, from_account, external_ref)


def _granted(proposal: Proposal, dated_on: date) -> Decision:
    """Return the decision that lets a proposal be paid out on that day."""
    decision = proposal.decision
    if proposal.disbursed:
        raise RefusedError(f"{proposal.number} sudah cair", f"Lihat: danabergulir pinjaman lihat {proposal.number}")
    if decision is None:
        raise RefusedError(
            f"pengajuan {proposal.number} belum diputuskan",
            f"Catat putusannya dulu: danabergulir pinjaman putuskan {proposal.number} --setuju --ba NOMOR",
        )
    if not decision.approved:
        raise RefusedError(
            f"pengajuan {proposal.number} ditolak dengan berita acara {decision.minutes}",
            "KSM dapat mengajukan lagi: danabergulir pinjaman ajukan",
        )
    if dated_on < decision.dated_on:
        raise RefusedError(
            f"tanggal cair {format_form(dated_on)} sebelum tanggal putusan, {format_form(decision.dated_on)}",
            "Isi --tanggal dengan hari yang sama atau sesudahnya.",
        )
    return decision


def pay_out(
    desk: Desk,
    loan: Loan,
    checks: Sequence[Check],
    from_account: str | None,
    external_ref: str | None,
    *,
    replaces: str = "",
) -> Disbursed:
    """Record a loan, its schedule and its voucher; what the rules had against it comes back as warnings.

    ``replaces`` is the number of a wrong voucher in whose place its own stands.
    """
    days_off = registers.calendar(desk.connection)
    schedule = on_working_days(build_schedule(loan.terms), days_off, loan.terms.disbursed_on)
    desk.writer.add_loan(loan, schedule)
    transfer = Transfer(
        desk.chart.with_role(Role.RECEIVABLE).code,
        desk.money_account(from_account),
        loan.terms.principal,
        Component.DISBURSEMENT,
        loan.number,
        loan.ksm.code,
    )
    memo = f"Pencairan pinjaman {loan.number}"
    posting = Posting(
        kind=kind_of([transfer], desk.chart),
        event=Event.DISBURSEMENT,
        dated_on=loan.terms.disbursed_on,
        memo=in_place_of(memo, replaces) if replaces else memo,
        transfers=(transfer,),
        party=loan.ksm.name,
        loan=loan.number,
        external_ref=external_ref,
    )
    voucher = desk.record(posting)
    saved = _keep_savings(desk, loan, transfer.credit)
    set_aside = [f"dikesampingkan dengan berita acara {loan.override}: {check.message}" for check in broken(checks)]
    unknown = unknown_doubt(checks, loan.ksm.code)
    doubts = [*(check.message for check in doubtful(checks)), *([unknown] if unknown else [])]
    warnings = [*desk.on_opening_day(posting.dated_on), *doubts, *set_aside]
    savings = agreed_savings(schedule, desk.policy(loan.terms.disbursed_on).savings)
    return Disbursed(loan, voucher, schedule, tuple(warnings), savings, saved)


def _keep_savings(desk: Desk, loan: Loan, money_account: str) -> Voucher | None:
    """Record the compulsory savings that stay behind when a loan is paid out, where the policy asks for them."""
    on = loan.terms.disbursed_on
    amount = desk.policy(on).savings.with_loan(loan.terms.principal)
    if not amount:
        return None
    savings = desk.chart.with_role(Role.SAVINGS).code
    transfer = Transfer(money_account, savings, amount, Component.SAVINGS, ksm=loan.ksm.code)
    kind, memo = kind_of([transfer], desk.chart), _kept_memo(loan.number)
    return desk.record(Posting(kind, Event.SAVINGS_IN, on, memo, (transfer,), loan.ksm.name))


def _kept_memo(number: str) -> str:
    return f"Tabungan wajib dari pencairan {number}"


def kept_with(connection: store.Connection, loan: str) -> str | None:
    """Return the number of the voucher of the compulsory savings that stayed behind with a loan, while it stands."""
    return vouchers.standing(connection, Event.SAVINGS_IN, _kept_memo(loan))


def list_loans(
    path: Path, as_of: date, *, rw: str | None = None, ksm: str | None = None, state: str | None = None
) -> tuple[LoanBook, ...]:
    """Return the loans as of a day, in the order of their numbers: all, or those of an RW, a KSM, a state.

    ``state`` is the word of a ``LoanState``; among the running ones are those rescheduled. Raises ``NotFoundError`` for
    words that no KSM fits.
    """
    running = state == LoanState.RUNNING
    with store.reading(path) as connection:
        code = registers.find_ksm(connection, ksm, as_of).code if ksm else None
        return tuple(
            book
            for book in loan_books_of(connection, as_of, code)
            if (rw is None or same_rw(book.loan.ksm.rw, rw))
            and (book.is_open if running else state in (None, book.state))
        )


class LoanCard(Struct, frozen=True):
    """One loan with its agreement in force and its vouchers up to a day, corrections merged into theirs."""

    book: LoanBook
    agreement: Agreement
    vouchers: tuple[Voucher, ...]

    @property
    def schedule(self) -> tuple[Instalment, ...]:
        """Return the whole schedule in force, as far as it is asked for."""
        return asked_for(self.agreement.lines, self.book.repaid_on)


def loan_card(path: Path, words: str, as_of: date) -> LoanCard:
    """Return a loan by its number, or the newest one of a KSM.

    Raises ``NotFoundError``, also for a day on which the loan was not yet paid out.
    """
    with store.reading(path) as connection:
        return card_of(connection, find_loan(connection, words, as_of), as_of)


def card_of(connection: store.Connection, loan: Loan, as_of: date) -> LoanCard:
    """Return the card of a loan on a day. Raises ``NotFoundError`` for a day on which it was not yet paid out."""
    known = [book for book in loan_books_of(connection, as_of, loan.ksm.code) if book.loan.number == loan.number]
    if not known:
        disbursed_on = format_form(loan.terms.disbursed_on)
        raise NotFoundError(
            f"pinjaman {loan.number} belum cair pada {format_form(as_of)}",
            f"Isi --per dengan {disbursed_on}, hari pencairannya, atau sesudahnya.",
        )
    agreement = agreements.in_force(connection, [loan.number], as_of)[loan.number]
    return LoanCard(known[0], agreement, tuple(as_events(vouchers.of_loan(connection, loan.number, as_of))))


def running_together(loans: Iterable[LoanBook]) -> dict[str, str]:
    """Return a warning for each KSM with several loans that are not paid off, by its code."""
    numbers: dict[str, list[str]] = {}
    for book in loans:
        if book.owes:
            numbers.setdefault(book.loan.ksm.code, []).append(book.loan.number)
    return {
        ksm: f"KSM {ksm} sekarang punya {len(owing)} pinjaman yang belum lunas: {', '.join(owing)}"
        for ksm, owing in numbers.items()
        if len(owing) > 1
    }


def owing_together(connection: store.Connection, number: str, as_of: date) -> tuple[str, ...]:
    """Return a warning where the KSM of a loan has several that are not paid off on a day."""
    ksm = registers.loan_numbered(connection, number, as_of).ksm.code
    return tuple(running_together(loan_books_of(connection, as_of, ksm)).values())


def _neither(
    connection: store.Connection, words: str, as_of: date, no_loan: NotFoundError, no_ksm: NotFoundError
) -> NotFoundError:
    """Return what to say of words that name neither a loan nor a KSM, by what they nearly name."""
    if PERHAPS not in no_loan.hint:
        return no_ksm
    if PERHAPS not in no_ksm.hint:
        return no_loan
    known = [*registers.numbers(connection), *spellings(registers.all_ksm(connection, as_of).values())]
    return NotFoundError(
        f"tidak ada pinjaman atau KSM {quoted(words)}",
        f"{perhaps(words, known)}Lihat daftarnya: danabergulir pinjaman daftar",
    )


def find_loan(connection: store.Connection, words: str, on: date, today: date | None = None) -> Loan:
    """Return the loan with that number; or, by KSM, the only one running on a day, else the newest one by then.

    A loan runs until the day on which it is paid off; a KSM that has borrowed nothing by then is taken at its first
    loan since, where one is known ``today``. Raises ``NotFoundError``.
    """
    as_of = max(on, today or on)
    loan = registers.loan_or_none(connection, words, as_of)
    if loan is not None:
        return loan
    if fullmatch(r"[Pp]-\d+", words.strip()):
        raise registers.no_loan(connection, words)
    try:
        ksm = registers.find_ksm(connection, words, as_of)
    except NotFoundError as no_ksm:
        # A number with a slip in it, such as P0001, is answered as one; 1 may be either.
        raise _neither(connection, words, as_of, registers.no_loan(connection, words), no_ksm) from None
    books = loan_books_of(connection, on, ksm.code)
    owing = [book for book in books if book.owes]
    if not owing and books:
        owing = [book for book in loan_books_of(connection, days_after(on, -1), ksm.code) if book.owes]
    if len(owing) > 1:
        raise several_loans(ksm, [book.loan.number for book in owing])
    later = [] if books else [loan for loan in registers.loans(connection, as_of, ksm.code) if as_of > on]
    if not books and not later:
        raise NotFoundError(
            f"KSM {ksm.code} belum punya pinjaman pada {format_form(on)}",
            "Lihat daftarnya: danabergulir pinjaman daftar",
        )
    if later:
        return min(later, key=_age)
    number = owing[0].loan.number if owing else max((book.loan for book in books), key=_age).number
    return registers.loan_numbered(connection, number, as_of)


def _age(loan: Loan) -> tuple[date, tuple[str, str]]:
    """Return the place of a loan among those of its KSM, the oldest first."""
    return loan.terms.disbursed_on, number_order(loan.number)
