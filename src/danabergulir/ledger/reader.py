"""Reading the journal: sums by account and by loan are made by SQL; rows come only where a report lists rows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlmodel import Session, SQLModel

from danabergulir.dates import Month
from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.books import STILL, AccountFigures, Books, LoanBook, Movement, SavingsCard
from danabergulir.domain.journal import (
    FIRST_LINK,
    Component,
    Event,
    Posting,
    Transfer,
    Voucher,
    VoucherKind,
)
from danabergulir.domain.loan import KSM, NOTHING_PAID, Loan, Paid
from danabergulir.domain.policy import Policy
from danabergulir.domain.schedule import Agreement, AgreementKind
from danabergulir.errors import NotFoundError
from danabergulir.ledger import proposals, registers, tables
from danabergulir.money import NIL, Rupiah

# as in SQL: v for voucher, t for transfer
_VOUCHER = SQLModel.metadata.tables[tables.VoucherRow.__tablename__]
_TRANSFER = SQLModel.metadata.tables[tables.TransferRow.__tablename__]
_v, _t = _VOUCHER.c, _TRANSFER.c


def books(session: Session, month: Month) -> Books:
    """Return the as-of picture of one month, as of its last day."""
    as_of = month.last_on
    chart, policy = registers.chart(session, as_of), registers.policy(session, as_of)
    return Books(
        profile=registers.profile(session, as_of),
        policy=policy,
        chart=chart,
        month=month,
        as_of=as_of,
        opened_on=registers.opened_on(session),
        figures=account_figures(session, chart, month),
        loans=loan_books(session, chart, policy, as_of, month.first_on),
        vouchers=tuple(vouchers(session, month.first_on, as_of)),
        savings=savings_cards(session, chart, month),
        head=head(session, as_of),
        control_total=control_total(session, chart, as_of),
        assets=tuple(registers.assets(session, as_of)),
        proposals=tuple(proposals.all_proposals(session, as_of)),
    )


def _rows(session: Session, query: Select[*tuple[Any, ...]]) -> Iterable[Any]:
    return session.connection().execute(query).all()  # row by row takes twice as long


def head(session: Session, as_of: date) -> str:
    """Return the digest of the newest voucher dated on or before ``as_of``; without one, the first link."""
    query = select(_v.digest).where(_v.dated_on <= as_of).order_by(_v.sequence.desc())
    return session.scalar(query.limit(1)) or FIRST_LINK


def control_total(session: Session, chart: Chart, as_of: date) -> Rupiah | None:
    """Return what the opening balances say of all loans together, in rupiah; None while they say nothing."""
    (receivable,) = chart.all_with(Role.RECEIVABLE)
    query = select(func.sum(_t.amount)).where(
        _t.component == Component.OPENING.value, _t.debit == receivable.code, _t.loan.is_(None), _t.dated_on <= as_of
    )
    amount = session.scalar(query)
    return None if amount is None else Rupiah(amount)


def untold_receivable(session: Session, chart: Chart) -> Rupiah | None:
    """Return what the opening balances hold on the receivable beside the loan cards; None before they are imported."""
    untold = (_t.component == Component.OPENING.value, _t.loan.is_(None))
    if session.scalar(select(_t.id).where(*untold).limit(1)) is None:
        return None
    receivable = chart.with_role(Role.RECEIVABLE).code
    sides = [
        session.scalar(select(func.sum(_t.amount)).where(*untold, side == receivable)) or 0
        for side in (_t.debit, _t.credit)
    ]
    return Rupiah(sides[0] - sides[1])


def account_figures(session: Session, chart: Chart, month: Month) -> tuple[AccountFigures, ...]:
    """Return every account's movements up to the end of ``month``, by stretch of time."""
    year_first, first, last = month.year_first_on, month.first_on, month.last_on
    query = (
        select(
            _t.debit,
            _t.credit,
            func.sum(_t.amount).filter(_t.dated_on < year_first),
            func.sum(_t.amount).filter(_t.dated_on >= year_first, _t.dated_on < first),
            func.sum(_t.amount).filter(_t.dated_on >= first),
        )
        .where(_t.dated_on <= last)
        .group_by(_t.debit, _t.credit)
    )
    sums = _Sums(chart)
    for debit, credit, before_year, before_month, in_month in _rows(session, query):
        for stretch, amount in (("before_year", before_year), ("year_before_month", before_month), ("month", in_month)):
            sums.add(stretch, debit, credit, amount or 0)
    for event, debit, credit, dated_on, amount in _rows(session, _carrying(last)):
        stretch = "before_year" if dated_on < year_first else "month" if dated_on >= first else "year_before_month"
        if event == Event.OPENING:
            if stretch == "month":
                sums.add("month", debit, credit, -amount)
                sums.add("year_before_month", debit, credit, amount)
        else:
            sums.add(stretch, debit, credit, -amount)
            sums.add("closing_month" if stretch == "month" else "closing_before", debit, credit, amount)
    return sums.figures()


def _carrying(last: date) -> Select[*tuple[Any, ...]]:
    """Return the query for the few transfers of opening balances and year closes."""
    return (
        select(_v.event, _t.debit, _t.credit, _t.dated_on, func.sum(_t.amount))
        .join(_TRANSFER, _t.voucher == _v.sequence)
        .where(_v.event.in_((Event.OPENING.value, Event.YEAR_CLOSE.value)), _t.dated_on <= last)
        .group_by(_v.event, _t.debit, _t.credit, _t.dated_on)
    )


class _Sums:
    """Debits and credits by account and stretch, while they are gathered."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self._sums: dict[tuple[str, str], tuple[int, int]] = {}

    def add(self, stretch: str, debit: str, credit: str, amount: int) -> None:
        for account, as_debit, as_credit in ((debit, amount, 0), (credit, 0, amount)):
            known_debit, known_credit = self._sums.get((account, stretch), (0, 0))
            self._sums[account, stretch] = (known_debit + as_debit, known_credit + as_credit)

    def figures(self) -> tuple[AccountFigures, ...]:
        stretches = ("before_year", "year_before_month", "month", "closing_before", "closing_month")
        return tuple(
            AccountFigures(
                account,
                *(
                    Movement(*self._sums[account.code, stretch]) if (account.code, stretch) in self._sums else STILL
                    for stretch in stretches
                ),
            )
            for account in self._chart.accounts
        )


@dataclass(frozen=True, slots=True)
class LoanFigures:
    """What the journal says of one loan, in rupiah: still on the books, received since the opening, written off."""

    outstanding: Rupiah = NIL
    received: Paid = NOTHING_PAID
    written_off: Rupiah = NIL
    recovered: Rupiah = NIL


_NOTHING = LoanFigures()
_LENT = (Component.OPENING.value, Component.DISBURSEMENT.value)
_REPAID = tuple(
    component.value
    for component in (
        Component.PRINCIPAL,
        Component.JASA,
        Component.TITIPAN,
        Component.PENALTY,
        Component.WRITE_OFF,
        Component.RECOVERY,
    )
)


def loan_figures(session: Session, chart: Chart, as_of: date, number: str) -> LoanFigures:
    """Return what the journal says of one loan at the end of ``as_of``."""
    return _loan_figures(session, chart, as_of, as_of, [number])[0].get(number, _NOTHING)


def _loan_figures(
    session: Session, chart: Chart, as_of: date, first: date, numbers: Collection[str] | None = None
) -> tuple[dict[str, LoanFigures], dict[str, LoanFigures]]:
    """Return the figures of the given loans (or all) at the end of ``as_of``, and those before the day ``first``."""
    query = (
        select(
            _t.loan,
            _t.component,
            _t.debit,
            func.sum(_t.amount),
            func.sum(_t.amount).filter(or_(_t.dated_on < first, _t.component == Component.OPENING.value)),
        )
        .where(_t.loan.is_not(None) if numbers is None else _t.loan.in_(numbers), _t.dated_on <= as_of)
        .group_by(_t.loan, _t.component, _t.debit)
    )
    accounts = component_accounts(chart)
    sums: dict[str, dict[str, int]] = {}
    in_period: dict[str, dict[str, int]] = {}
    for loan, component, debit, amount, amount_before in _rows(session, query):
        # a transfer that debits its component's own account lends, or takes a receipt back
        sign = -1 if debit == accounts.get(component) else 1
        of_loan = sums.setdefault(loan, {})
        of_loan[component] = of_loan.get(component, 0) + sign * amount
        if amount != amount_before:
            moved = in_period.setdefault(loan, {})
            moved[component] = moved.get(component, 0) + sign * (amount - (amount_before or 0))
    now = {loan: _figures(parts) for loan, parts in sums.items()}
    before = {
        loan: _figures({component: amount - moved.get(component, 0) for component, amount in sums[loan].items()})
        for loan, moved in in_period.items()
    }
    return now, now | before


def component_accounts(chart: Chart) -> dict[str, str]:
    """Return the account that each component of a loan is booked on, where the chart has one."""
    roles = {
        Component.OPENING: Role.RECEIVABLE,
        Component.DISBURSEMENT: Role.RECEIVABLE,
        Component.PRINCIPAL: Role.RECEIVABLE,
        Component.JASA: Role.JASA_INCOME,
        Component.TITIPAN: Role.TITIPAN,
        Component.PENALTY: Role.PENALTY_INCOME,
        Component.SAVINGS: Role.SAVINGS,
        Component.WRITE_OFF: Role.RECEIVABLE,
        Component.RECOVERY: Role.RESERVE,
    }
    return {component.value: chart.with_role(role).code for component, role in roles.items() if chart.all_with(role)}


def _figures(parts: Mapping[str, int]) -> LoanFigures:
    """Return the figures of one loan from its sums by component; what lends is negative there."""
    principal, jasa, titipan, penalty, written_off, recovered = (parts.get(component, 0) for component in _REPAID)
    lent = -sum(parts.get(component, 0) for component in _LENT)
    received = Paid(Rupiah(principal), Rupiah(jasa), Rupiah(titipan), Rupiah(penalty))
    return LoanFigures(Rupiah(lent - principal - written_off), received, Rupiah(written_off), Rupiah(recovered))


def loan_books(
    session: Session, chart: Chart, policy: Policy, as_of: date, first: date, ksm: str | None = None
) -> tuple[LoanBook, ...]:
    """Return every loan (or those of one KSM) that was disbursed or paid on by ``as_of``, with its state.

    ``first`` is the day from which payments count as this period's. The schedule of a loan that was settled or taken
    back before it is left unread: nothing of it can be due any more.
    """
    known = registers.loans(session, as_of, ksm)
    numbers = None if ksm is None else [loan.number for loan in known]
    now, before = _loan_figures(session, chart, as_of, first, numbers)
    shown = [loan for loan in known if loan.terms.disbursed_on <= as_of or loan.number in now]
    live = {
        number
        for number, figures in now.items()
        if figures.outstanding != NIL or figures.written_off or figures != before.get(number, _NOTHING)
    }
    agreements = registers.agreements(session, as_of, live)
    cycles = _cycles(known)
    return tuple(
        _loan_book(
            loan,
            agreements.get(loan.number),
            now.get(loan.number, _NOTHING),
            before.get(loan.number, _NOTHING),
            as_of,
            policy,
            cycles[loan.number],
        )
        for loan in shown
    )


def _loan_book(
    loan: Loan,
    agreement: Agreement | None,
    now: LoanFigures,
    before: LoanFigures,
    as_of: date,
    policy: Policy,
    cycle: int,
) -> LoanBook:
    return LoanBook(
        loan,
        agreement.lines if agreement else (),
        now.outstanding,
        before.outstanding,
        loan.paid_before + now.received,
        loan.paid_before + before.received,
        as_of,
        policy,
        cycle,
        agreement.missed_before if agreement else 0,
        now.written_off,
        now.recovered,
        agreement if agreement and agreement.kind is AgreementKind.WRITTEN_OFF else None,
    )


def _cycles(loans: Iterable[Loan]) -> dict[str, int]:
    """Return of each loan the how-manieth of its KSM it is."""
    counts: dict[str, int] = {}
    cycles = {}
    for loan in sorted(loans, key=lambda loan: (loan.terms.disbursed_on, loan.number)):
        counts[loan.ksm.code] = counts.get(loan.ksm.code, 0) + 1
        cycles[loan.number] = counts[loan.ksm.code]
    return cycles


def savings_cards(session: Session, chart: Chart, month: Month) -> tuple[SavingsCard, ...]:
    """Return what each KSM has saved; what the ledger does not tell apart by KSM stands on a card without code."""
    sums: dict[str, list[int]] = {}
    carried = or_(_t.dated_on < month.first_on, func.coalesce(_t.component, "") == Component.OPENING.value)
    for account in chart.all_with(Role.SAVINGS):
        for side, sign in ((_t.credit, 1), (_t.debit, -1)):
            query = (
                select(
                    _t.ksm,
                    func.sum(_t.amount).filter(carried),
                    func.sum(_t.amount).filter(~carried),
                )
                .where(side == account.code, _t.dated_on <= month.last_on)
                .group_by(_t.ksm)
            )
            for ksm, opening, moved in _rows(session, query):
                card = sums.setdefault(ksm or "", [0, 0, 0])
                card[0] += sign * (opening or 0)
                card[1 if sign > 0 else 2] += moved or 0
    groups = registers.all_ksm(session, month.last_on)
    return tuple(_card(code, groups.get(code), *(Rupiah(amount) for amount in sums[code])) for code in sorted(sums))


def _card(code: str, ksm: KSM | None, opening: Rupiah, deposited: Rupiah, withdrawn: Rupiah) -> SavingsCard:
    name, rw = (ksm.name, ksm.rw) if ksm else ("Belum dirinci per KSM", "")
    return SavingsCard(code, name, rw, opening, deposited, withdrawn)


def vouchers(session: Session, first: date, last: date) -> list[Voucher]:
    """Return the vouchers dated from ``first`` to ``last`` by date and sequence, opening balances left out."""
    return _vouchers(
        session,
        [_v.dated_on.between(first, last), _v.kind != VoucherKind.OPENING.value],
    )


def loan_vouchers(session: Session, loan: str, as_of: date) -> list[Voucher]:
    """Return the vouchers of one loan up to ``as_of``, in the order of date and sequence."""
    return _vouchers(session, [_v.loan == loan, _v.dated_on <= as_of])


def find_voucher(session: Session, number: str) -> Voucher:
    """Return the voucher with that number. Raises ``NotFoundError``."""
    found = _vouchers(session, [_v.number == number.strip().upper()])
    if not found:
        raise NotFoundError(
            f'tidak ada bukti nomor "{number}"',
            "Lihat nomornya: danabergulir jurnal-umum --dari TANGGAL --sampai TANGGAL",
        )
    return found[0]


def reversal_of(session: Session, number: str) -> str | None:
    """Return the number of the voucher that takes ``number`` back, if one does."""
    return session.scalar(select(_v.number).where(_v.reverses == number))


def external_refs(session: Session) -> dict[str, str]:
    """Return the treasurer's own voucher numbers in use, each with the number it was recorded under."""
    query = select(_v.external_ref, _v.number).where(_v.external_ref.is_not(None))
    return {reference: number for reference, number in _rows(session, query) if reference}


def _vouchers(session: Session, conditions: Sequence[ColumnElement[bool]]) -> list[Voucher]:
    moves = (_t.debit, _t.credit, _t.amount, _t.component, _t.loan.label("of_loan"), _t.ksm)
    query = (
        select(*_v, *moves)
        .join(_TRANSFER, _t.voucher == _v.sequence)
        .where(*conditions)
        .order_by(_v.dated_on, _v.sequence, _t.id)
    )
    return [voucher_of(list(rows)) for _, rows in groupby(_rows(session, query), key=lambda row: row.sequence)]


def voucher_of(rows: Sequence[Row[Any]]) -> Voucher:
    """Return the voucher of joined rows, one per transfer."""
    transfers = tuple(
        Transfer(
            row.debit,
            row.credit,
            Rupiah(row.amount),
            Component(row.component) if row.component else None,
            row.of_loan,
            row.ksm,
        )
        for row in rows
    )
    first = rows[0]
    posting = Posting(
        VoucherKind(first.kind),
        Event(first.event),
        first.dated_on,
        first.memo,
        transfers,
        first.party,
        first.loan,
        first.external_ref,
        first.reverses,
    )
    return Voucher(first.number, first.sequence, first.recorded_at, posting, first.digest)


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One transfer as one account sees it, in rupiah."""

    dated_on: date
    voucher: str
    memo: str
    opposite: str
    debit: Rupiah
    credit: Rupiah


def account_lines(session: Session, code: str, first: date, last: date) -> list[AccountLine]:
    """Return one account's transfers from ``first`` to ``last``, oldest first, opening balances left out."""
    query = (
        select(_t.dated_on, _v.number, _v.memo, _t.debit, _t.credit, _t.amount)
        .join(_TRANSFER, _t.voucher == _v.sequence)
        .where(
            or_(_t.debit == code, _t.credit == code),
            _t.dated_on.between(first, last),
            _v.kind != VoucherKind.OPENING.value,
        )
        .order_by(_t.dated_on, _t.voucher, _t.id)
    )
    return [
        AccountLine(row.dated_on, row.number, row.memo, row.credit, Rupiah(row.amount), NIL)
        if row.debit == code
        else AccountLine(row.dated_on, row.number, row.memo, row.debit, NIL, Rupiah(row.amount))
        for row in _rows(session, query)
    ]


def balance(session: Session, code: str, as_of: date) -> Rupiah:
    """Return one account's balance at the end of ``as_of``, debit positive."""
    sides = [
        session.scalar(select(func.sum(_t.amount)).where(side == code, _t.dated_on <= as_of)) or 0
        for side in (_t.debit, _t.credit)
    ]
    return Rupiah(sides[0] - sides[1])


def has_postings(session: Session, code: str) -> bool:
    """Return whether anything was ever booked on the account."""
    found = select(_t.id).where(or_(_t.debit == code, _t.credit == code)).limit(1)
    return session.scalar(found) is not None
