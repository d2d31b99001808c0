"""Ending or changing a loan: paying it off before its time, agreeing on a new schedule, writing it off."""

from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

from danabergulir.dates import END_OF_TIME, format_form
from danabergulir.domain.accounts import Role
from danabergulir.domain.journal import Component, Event, Posting, Transfer, kind_of
from danabergulir.domain.loans.allocation import Allocation
from danabergulir.domain.loans.arrears import position
from danabergulir.domain.loans.outcomes import Rescheduled, Settled, WrittenOff
from danabergulir.domain.loans.repaid import asked_for
from danabergulir.domain.loans.rescheduling import OverdueJasa, missed_before_counts, rescheduled
from danabergulir.domain.loans.schedule import (
    Agreement,
    AgreementKind,
    Instalment,
    on_working_days,
    still_agreed,
    still_owed,
)
from danabergulir.domain.loans.settlement import closed_schedule, earned, running_month_end, settlement
from danabergulir.domain.loans.terms import Loan, Paid
from danabergulir.domain.policy.choices import SettlementJasa
from danabergulir.errors import RefusedError, UsageError
from danabergulir.frozen import Struct, replace
from danabergulir.ledger.read import accounts, loans, owed, registers
from danabergulir.ledger.read.agreements import versions_of
from danabergulir.money import NIL, NO_RATE, Rate, Rupiah, format_rupiah, total
from danabergulir.operations.desk import NO_MINUTES, Desk, recording
from danabergulir.operations.loans.disbursement import find_loan
from danabergulir.operations.loans.layout import life_of
from danabergulir.operations.loans.receipts import receipt_posting
from danabergulir.operations.loans.simulation import check_length, refuse_doubtful_rates


class _OpenLoan(Struct, frozen=True):
    """A loan that is not paid off, on the day on which something is to be agreed about it.

    ``repaid_on`` is the day on which its principal was repaid while jasa stayed owed, None with a balance; ``newest``
    is the last version of its schedule, whether it still says what holds or not.
    """

    loan: Loan
    agreement: Agreement
    paid: Paid
    outstanding: Rupiah
    newest: int
    repaid_on: date | None = None

    @property
    def lines(self) -> tuple[Instalment, ...]:
        """Return the schedule in force, as far as it is asked for."""
        return asked_for(self.agreement.lines, self.repaid_on)

    def replaced(
        self, desk: Desk, on: date, kind: AgreementKind, lines: tuple[Instalment, ...], decision: str, missed: int = 0
    ) -> Agreement:
        """Put new lines in force from ``on`` and return them as the loan's agreement."""
        put_off = kind.puts_off or self.agreement.rescheduled
        new = Agreement(self.newest + 1, on, kind, lines, decision, missed, rescheduled=put_off)
        desk.writer.add_schedule(self.loan.number, new)
        return new


def _open_loan(desk: Desk, words: str, on: date, *, jasa_alone: bool = False) -> _OpenLoan:
    """Return a loan with a balance, or with ``jasa_alone`` one that is repaid but for its jasa.

    Raises ``RefusedError`` for any other, and when later vouchers stand in the way.
    """
    desk.check_date(on)
    loan = find_loan(desk.connection, words, on)
    figures = loans.loan_figures(desk.connection, desk.chart, on, loan.number)
    versions = versions_of(desk.connection, loan.number, END_OF_TIME)
    agreement = still_agreed(versions)
    life = life_of(desk, loan)
    life.refuse_before_change(on, Allocation(principal=figures.outstanding))
    final = loans.loan_figures(desk.connection, desk.chart, END_OF_TIME, loan.number)
    if final != figures or agreement.starts_on > on:
        free_on = max([agreement.starts_on, *life.days])
        raise RefusedError(
            f"pinjaman {loan.number} punya catatan sesudah {format_form(on)}",
            f"Tanggal paling awal: --tanggal {free_on.isoformat()}. Lihat: danabergulir pinjaman kartu {loan.number}",
        )
    paid = loan.paid_before + figures.received
    repaid_on = owed.repaid_since(desk.connection, desk.chart, loan, on)
    found = _OpenLoan(loan, agreement, paid, figures.outstanding, versions[-1].version, repaid_on)
    rules = desk.policy(on).arrears
    if jasa_alone and repaid_on and position(found.lines, paid, on, rules).is_behind:
        return found
    if figures.outstanding <= NIL:
        state = "sudah dihapus buku" if figures.written_off else f"tidak punya saldo pokok pada {format_form(on)}"
        raise RefusedError(
            f"pinjaman {loan.number} {state}",
            f"Periksa nomornya: danabergulir pinjaman lihat {loan.number}",
        )
    return found


def settle(
    path: Path,
    words: str,
    settled_on: date,
    now: datetime,
    *,
    into: str | None = None,
    jasa: SettlementJasa | None = None,
    decision: str = "",
    trial: bool = False,
) -> Settled:
    """Pay off a loan: one receipt, after which nothing falls due; with ``trial`` only work out what it takes.

    ``jasa`` takes the place of the policy's rule, which asks at least for all that is due. Where the principal is
    repaid, what is left is the jasa that stayed owed; only a decision lets it go. Raises ``RefusedError`` for a loan
    that is paid off, and when the loan has vouchers after that day; ``UsageError`` for jasa let go without a decision.
    """
    with recording(path, now, trial=trial, may_insist=False) as desk:
        found = _open_loan(desk, words, settled_on, jasa_alone=True)
        loan, lines = found.loan, found.lines
        rules = desk.policy(settled_on).settlement
        rule = jasa or (rules.jasa if found.outstanding else SettlementJasa.ALL)
        running_to = running_month_end(loan.terms, found.agreement, settled_on, rules.month)
        asked = replace(
            settlement(
                lines, found.paid, found.outstanding, running_to, rule, due_by=settled_on if jasa is None else None
            ),
            penalty=loans.penalty_case(desk.connection, desk.chart, loan, END_OF_TIME).card(settled_on).owed,
        )
        unpaid = still_owed(lines, found.paid)
        let_go = total([line.jasa + line.titipan for line in unpaid]) - asked.jasa - asked.titipan
        by_policy = settlement(lines, found.paid, found.outstanding, running_to, rules.jasa, due_by=settled_on)
        if let_go and (not found.outstanding or asked.jasa + asked.titipan < by_policy.jasa + by_policy.titipan):
            _require_decision(decision)
        paid = found.paid + Paid(asked.principal, asked.jasa, asked.titipan, asked.penalty)
        counts = earned(lines, paid, running_to, rule)
        ahead = paid.jasa - counts.jasa + paid.titipan - counts.titipan
        if trial:
            return Settled(loan, settled_on, asked, let_go, ahead, None, recorded=False)
        memo, voucher = f"Pelunasan pinjaman {loan.number}" + (f", berita acara {decision}" if decision else ""), None
        if asked.amount:
            posting = receipt_posting(desk.chart, loan, asked, settled_on, desk.money_account(into), memo=memo)
            voucher = desk.record(replace(posting, event=Event.SETTLEMENT))
        closed = closed_schedule(counts, settled_on)
        found.replaced(desk, settled_on, AgreementKind.SETTLED, closed, decision)
        warnings = tuple(desk.on_opening_day(settled_on))
        return Settled(loan, settled_on, asked, let_go, ahead, voucher, recorded=True, warnings=warnings)


def reschedule(
    path: Path,
    words: str,
    term: int,
    agreed_on: date,
    now: datetime,
    *,
    decision: str = "",
    jasa_percent: Fraction | None = None,
    overdue_jasa: OverdueJasa = OverdueJasa.SPREAD,
    grace: int = 0,
    first_due_on: date | None = None,
) -> Rescheduled:
    """Agree afresh on what is left of a loan, over ``term`` instalments of the loan's own method and frequency.

    The first ``grace`` of them carry no pokok; the others are counted from ``first_due_on``, or from the day of the
    agreement. ``jasa_percent`` per month takes the place of the contract's; with 0 no titipan is asked either. The new
    schedule is rounded by the policy of that day, as any other. The missed count is remembered. Raises ``UsageError``
    for an impossible term, day or jasa, ``RefusedError`` for a loan without a balance, with later vouchers, or with too
    little left for so many instalments.
    """
    check_length(term, grace)
    refuse_doubtful_rates(jasa_percent, None)
    if first_due_on is not None and first_due_on <= agreed_on:
        raise UsageError(
            f"angsuran pertama {format_form(first_due_on)} tidak sesudah jadwal ulang {format_form(agreed_on)}",
            "Periksa kedua tanggalnya.",
        )
    with recording(path, now) as desk:
        found = _open_loan(desk, words, agreed_on)
        loan, policy = found.loan, desk.policy(agreed_on)
        terms = replace(
            loan.terms,
            principal=found.outstanding,
            term=term,
            disbursed_on=agreed_on,
            grace=grace,
            first_due_on=first_due_on,
            jasa_rate=loan.terms.jasa_rate if jasa_percent is None else Rate.percent(jasa_percent),
            titipan_rate=NO_RATE if jasa_percent == 0 else loan.terms.titipan_rate,
            rounding=policy.rounding.rounding,
            rounded_part=policy.rounding.part,
        )
        old, paid = found.agreement, found.paid
        stand = position(old.lines, paid, agreed_on, policy.arrears)
        kind = AgreementKind.RESCHEDULED
        if overdue_jasa is OverdueJasa.WAIVED and stand.arrears_jasa + stand.arrears_titipan:
            _require_decision(decision)
            kind = AgreementKind.RESCHEDULED_WITHOUT
        ahead = Paid(jasa=max(paid.jasa - stand.due.jasa, NIL), titipan=max(paid.titipan - stand.due.titipan, NIL))
        agreed = rescheduled(terms, paid, stand.arrears_jasa, stand.arrears_titipan, overdue_jasa, ahead)
        lines = on_working_days(agreed, registers.calendar(desk.connection), agreed_on)
        if not lines[-1].principal:
            raise RefusedError(
                f"saldo {format_rupiah(found.outstanding)} habis sebelum angsuran ke-{term}",
                "Isi --tenor yang lebih pendek.",
            )
        missed = stand.missed_count
        if missed_before_counts(old.lines, paid, policy.rescheduling.proving):
            missed = max(missed, old.missed_before)
        agreement = found.replaced(desk, agreed_on, kind, lines, decision.strip(), missed)
        longest = policy.lending.longest_term
        warnings = [*desk.on_opening_day(agreed_on), *[NO_MINUTES] * (not decision.strip())]
        if term > longest:
            warnings.append(f"jangka waktu {term} lebih panjang daripada syaratnya, paling lama {longest}")
        overdue = stand.arrears_jasa + stand.arrears_titipan
        return Rescheduled(
            loan, agreement, found.outstanding, overdue, tuple(warnings), ahead=ahead.jasa + ahead.titipan
        )


def write_off(path: Path, words: str, dated_on: date, now: datetime, *, decision: str, note: str = "") -> WrittenOff:
    """Take a loan off the balance sheet: the reserve bears it as far as it goes, the rest is cost. It stays owed.

    The reserve is what is booked on that day and on every later one. Raises ``UsageError`` without a decision and
    ``RefusedError`` for a loan without a balance or with later vouchers.
    """
    _require_decision(decision)
    with recording(path, now) as desk:
        found = _open_loan(desk, words, dated_on)
        loan, chart = found.loan, desk.chart
        reserve, cost, receivable = (
            chart.with_role(role).code for role in (Role.RESERVE, Role.RESERVE_COST, Role.RECEIVABLE)
        )
        booked = -accounts.highest_from(desk.connection, reserve, dated_on)
        from_reserve = min(max(booked, NIL), found.outstanding)
        parts = ((reserve, from_reserve), (cost, found.outstanding - from_reserve))
        transfers = tuple(
            Transfer(account, receivable, amount, Component.WRITE_OFF, loan.number, loan.ksm.code)
            for account, amount in parts
            if amount
        )
        memo = f"Hapus buku pinjaman {loan.number}, berita acara {decision.strip()}" + (f": {note}" if note else "")
        kind = kind_of(transfers, chart)
        voucher = desk.record(
            Posting(
                kind=kind,
                event=Event.WRITE_OFF,
                dated_on=dated_on,
                memo=memo,
                transfers=transfers,
                party=loan.ksm.name,
                loan=loan.number,
            )
        )
        found.replaced(
            desk, dated_on, AgreementKind.WRITTEN_OFF, closed_schedule(found.paid, dated_on), decision.strip()
        )
        warnings = tuple(desk.on_opening_day(dated_on))
        return WrittenOff(loan, voucher, from_reserve, found.outstanding - from_reserve, warnings)


def _require_decision(decision: str) -> None:
    if not decision.strip():
        raise UsageError("nomor berita acara belum diisi", "Tambahkan --ba NOMOR pada perintah ini.")
