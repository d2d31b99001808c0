"""Sums of the journal by loan, made by SQL, and the loans as they stand with them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlmodel import Session

from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.books import LoanBook
from danabergulir.domain.loan import NOTHING_PAID, Component, Loan, Paid
from danabergulir.domain.policy import Policy
from danabergulir.domain.schedule import Agreement, AgreementKind
from danabergulir.ledger import registers
from danabergulir.ledger.query import rows, t
from danabergulir.money import NIL, Rupiah


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
            t.loan,
            t.component,
            t.debit,
            func.sum(t.amount),
            func.sum(t.amount).filter(or_(t.dated_on < first, t.component == Component.OPENING.value)),
        )
        .where(t.loan.is_not(None) if numbers is None else t.loan.in_(numbers), t.dated_on <= as_of)
        .group_by(t.loan, t.component, t.debit)
    )
    accounts = component_accounts(chart)
    sums: dict[str, dict[str, int]] = {}
    in_period: dict[str, dict[str, int]] = {}
    for loan, component, debit, amount, amount_before in rows(session, query):
        # a transfer that debits its component's own account lends, or takes a receipt back
        sign = -1 if debit == accounts.get(component) else 1
        of_loan = sums.setdefault(loan, {})
        of_loan[component] = of_loan.get(component, 0) + sign * amount
        if amount != amount_before:
            moved = in_period.setdefault(loan, {})
            moved[component] = moved.get(component, 0) + sign * (amount - (amount_before or 0))
    now = {loan: figures_of(parts) for loan, parts in sums.items()}
    before = {
        loan: figures_of({component: amount - moved.get(component, 0) for component, amount in sums[loan].items()})
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


def figures_of(parts: Mapping[str, int]) -> LoanFigures:
    """Return the figures of one loan from its sums by component; what lends is negative there."""
    principal, jasa, titipan, penalty, written_off, recovered = (parts.get(component, 0) for component in _REPAID)
    lent = -sum(parts.get(component, 0) for component in _LENT)
    received = Paid(Rupiah(principal), Rupiah(jasa), Rupiah(titipan), Rupiah(penalty))
    return LoanFigures(Rupiah(lent - principal - written_off), received, Rupiah(written_off), Rupiah(recovered))


def loan_books(
    session: Session,
    known: Sequence[Loan],
    chart: Chart,
    policy: Policy,
    as_of: date,
    first: date,
    numbers: Collection[str] | None = None,
) -> tuple[LoanBook, ...]:
    """Return those of the ``known`` loans that were disbursed or paid on by ``as_of``, with their state.

    ``first`` is the day from which payments count as this period's; ``numbers`` are those of the known loans where
    these are not all. The schedule of a loan that was settled or taken back before it is left unread: nothing of it can
    be due any more.
    """
    if not known:
        return ()
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
        loan_book(
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


def loan_books_of(session: Session, as_of: date, ksm: str | None = None) -> tuple[LoanBook, ...]:
    """Return the loans as of a day, of one KSM or of all."""
    chart, policy = registers.chart(session, as_of), registers.policy(session, as_of)
    known = registers.loans(session, as_of, ksm)
    numbers = None if ksm is None else [loan.number for loan in known]
    return loan_books(session, known, chart, policy, as_of, as_of.replace(day=1), numbers)


def loan_book(
    loan: Loan,
    agreement: Agreement | None,
    now: LoanFigures,
    before: LoanFigures,
    as_of: date,
    policy: Policy,
    cycle: int,
) -> LoanBook:
    """Return one loan as it stands at the end of ``as_of``, with its figures then and those before this period."""
    paid = loan.paid_before + now.received
    return LoanBook(
        loan,
        agreement.lines if agreement else (),
        now.outstanding,
        before.outstanding,
        paid,
        paid if before is now else loan.paid_before + before.received,
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
