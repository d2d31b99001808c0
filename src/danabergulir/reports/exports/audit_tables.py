"""The lines of the tables of an audit package, in the order of the columns that ``audit_schema`` names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from danabergulir.dates import days_after
from danabergulir.domain.accounts import Account
from danabergulir.domain.dunning.due import due_lines, late_loans, letter_lines
from danabergulir.domain.dunning.sanctions import SanctionFile, grounds
from danabergulir.domain.groups import KSM, Member
from danabergulir.domain.journal import Voucher
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.schedule import Instalment
from danabergulir.domain.policy.rules import Policy
from danabergulir.money import shortest_percent
from danabergulir.reports.exports.audit_schema import Line
from danabergulir.reports.month.sanctions import PROPOSED
from danabergulir.reports.shown.registers import masked_nik


def account_lines(accounts: Iterable[Account]) -> Iterator[Line]:
    """Yield the lines of ``akun``."""
    for account in accounts:
        roles = " ".join(sorted(account.roles))
        yield account.code, account.name, account.account_class.value, account.contra, roles


def ksm_lines(groups: Iterable[KSM], *, full: bool) -> Iterator[Line]:
    """Yield the lines of ``ksm``; of a phone number only the last four digits show, unless ``full``."""
    for ksm in groups:
        phone = ksm.phone if full else masked_nik(ksm.phone)
        facts = (ksm.code, ksm.name, ksm.rw, ksm.rt, ksm.chair, phone, ksm.address)
        yield *facts, ksm.formed_on, ksm.member_count, ksm.women_count


def member_lines(members: Iterable[Member], *, full: bool) -> Iterator[Line]:
    """Yield the lines of ``anggota``; of a NIK only the last four digits show, unless ``full``."""
    for member in members:
        nik = member.nik if full else masked_nik(member.nik)
        who = (member.ksm, member.number, member.name, member.gender, member.poor, nik, member.business)
        yield *who, None if member.turnover is None else member.turnover.value, member.left_on


def loan_lines(loans: Iterable[LoanBook]) -> Iterator[Line]:
    """Yield the lines of ``pinjaman``."""
    for book in loans:
        loan, terms, before, paid = book.loan, book.loan.terms, book.loan.paid_before, book.paid
        yield (
            loan.number,
            loan.ksm.code,
            terms.disbursed_on,
            terms.principal.value,
            terms.term,
            terms.frequency.value,
            terms.method.value,
            shortest_percent(terms.jasa_rate.per_month * 100),
            shortest_percent(terms.titipan_rate.per_month * 100),
            terms.grace,
            terms.rounding.step,
            terms.rounding.direction.value,
            terms.rounded_part.value,
            terms.first_due_on,
            before.principal.value,
            before.jasa.value,
            before.titipan.value,
            loan.decision,
            loan.override,
            loan.remark,
            book.state.value,
            paid.principal.value,
            paid.jasa.value,
            paid.titipan.value,
            paid.penalty.value,
            book.outstanding.value,
        )


def schedule_line(loan: str, version: int, starts_on: date, kind: str, line: Instalment) -> Line:
    """Return a line of ``jadwal``: the day agreed, and at the end the working day that it moved to."""
    amounts = (line.principal.value, line.jasa.value, line.titipan.value)
    moved_to = line.due_on if line.shifted_from else None
    return loan, version, starts_on, kind, line.number, line.agreed_on, *amounts, moved_to


def voucher_line(previous: str, voucher: Voucher) -> Line:
    """Return the line of ``bukti``: all that its digest is made of but its transfers; ``previous`` is a digest."""
    posting = voucher.posting
    return (
        voucher.sequence,
        voucher.number,
        posting.kind.value,
        posting.event.value,
        posting.dated_on,
        voucher.recorded_at,
        posting.party,
        posting.memo,
        posting.loan,
        posting.external_ref,
        posting.reverses,
        posting.amount.value,
        posting.corrects,
        posting.split and posting.split.value,
        previous,
        voucher.digest,
    )


def transfer_lines(voucher: Voucher) -> Iterator[Line]:
    """Yield the lines of ``transaksi`` of one voucher."""
    for number, move in enumerate(voucher.posting.transfers, start=1):
        component = move.component and move.component.value
        what = (move.debit, move.credit, move.amount.value, component, move.loan, move.ksm)
        yield voucher.number, number, voucher.posting.dated_on, *what


def arrears_lines(loans: Iterable[LoanBook]) -> Iterator[Line]:
    """Yield the lines of ``tunggakan``, worst first."""
    for book in late_loans(loans):
        stand = book.position
        yield (
            book.loan.number,
            book.outstanding.value,
            stand.arrears_principal.value,
            stand.arrears_jasa.value,
            stand.arrears_titipan.value,
            stand.arrears.value,
            stand.missed_count,
            stand.days_late,
            stand.late_since,
            book.collectability.name,
        )


def sanction_lines(
    loans: Sequence[LoanBook], files: Mapping[str, SanctionFile], policy: Policy, as_of: date
) -> Iterator[Line]:
    """Yield the lines of ``sanksi``: what the ladder in force calls for, then every letter as it stands."""
    for line in due_lines(loans, files, policy, as_of):
        book, level, reached = line.book, line.level, line.reached
        assert level is not None, line
        assert reached is not None, line
        why = grounds(book.position, book.matures_on, as_of, level)
        answer_by = days_after(as_of, level.answer_days)
        yield book.loan.number, level.number, level.name, why, PROPOSED, as_of, answer_by, reached.number
    for line in letter_lines(loans, files, policy, as_of):
        assert line.standing is not None, line
        sent = line.standing.sanction
        why = f"menunggak {sent.missed_count} kali, {sent.days_late} hari"
        reached_now = line.reached.number if line.reached else None
        state = line.state.value
        yield sent.loan, sent.level, sent.name, why, state, sent.dated_on, sent.answer_by, reached_now
