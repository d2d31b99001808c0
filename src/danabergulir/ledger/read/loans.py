"""Sums of the journal by loan, made by SQL, and the loans as they stand with them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from sqlite3 import Connection
from types import MappingProxyType
from typing import Any, Final

from danabergulir.domain.accounts import Chart
from danabergulir.domain.dunning.punctuality import PaidBy, PaymentRecord
from danabergulir.domain.journal import Component
from danabergulir.domain.loans.book import LoanBook, Scope
from danabergulir.domain.loans.penalty import DatedPayment, PenaltyCase
from danabergulir.domain.loans.repaid import asked_for
from danabergulir.domain.loans.saving_plan import NO_SAVING, SavingPlan
from danabergulir.domain.loans.schedule import Agreement, AgreementKind
from danabergulir.domain.loans.terms import NOTHING_PAID, Loan, LoanEntry, Paid
from danabergulir.domain.policy.choices import PenaltyWay
from danabergulir.domain.policy.rules import Policy
from danabergulir.frozen import Struct, replace
from danabergulir.ledger.read import agreements, owed, proposals, registers
from danabergulir.ledger.read.living import counted, living, told_and_settled
from danabergulir.ledger.read.loan_moves import MOVED_ON, RECEIVED, own
from danabergulir.ledger.read.sql import rows
from danabergulir.money import NIL, Rupiah


class LoanFigures(Struct, frozen=True):
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


_SUMS: Final = f"""
    SELECT loan, component, sum({RECEIVED}) AS amount,
           sum({RECEIVED}) FILTER (WHERE dated_on < :first OR component = '{Component.OPENING}') AS amount_before
    FROM transfer WHERE {{of}} AND dated_on <= :last GROUP BY loan, component
"""  # noqa: S608 - our own words
_SUMS_OF_ALL: Final = _SUMS.format(of="loan IS NOT NULL")
_SUMS_OF_SOME: Final = _SUMS.format(of="loan IN (SELECT value FROM json_each(:numbers))")
"""Apart, for one statement for both would read the whole journal to name one loan."""


def loan_figures(connection: Connection, chart: Chart, as_of: date, number: str) -> LoanFigures:
    """Return what the journal says of one loan at the end of ``as_of``."""
    return _loan_figures(connection, chart, as_of, as_of, [number])[0].get(number, _NOTHING)


def _loan_figures(
    connection: Connection, chart: Chart, as_of: date, first: date, numbers: Collection[str] | None = None
) -> tuple[dict[str, LoanFigures], dict[str, LoanFigures]]:
    """Return the figures of the given loans (or all) at the end of ``as_of``, and those before the day ``first``."""
    sums: dict[str, dict[str, int]] = {}
    in_period: dict[str, dict[str, int]] = {}
    statement, words = (_SUMS_OF_ALL, {}) if numbers is None else (_SUMS_OF_SOME, {"numbers": numbers})
    for loan, component, amount, amount_before in rows(
        connection, statement, own=own(chart), first=first, last=as_of, **words
    ):
        sums.setdefault(loan, {})[component] = amount
        if amount != amount_before:
            in_period.setdefault(loan, {})[component] = amount - (amount_before or 0)
    now = {loan: figures_of(parts) for loan, parts in sums.items()}
    before = {
        loan: figures_of({component: amount - moved.get(component, 0) for component, amount in sums[loan].items()})
        for loan, moved in in_period.items()
    }
    return now, now | before


def figures_of(parts: Mapping[str, int]) -> LoanFigures:
    """Return the figures of one loan from its sums by component; what lends is negative there."""
    principal, jasa, titipan, penalty, written_off, recovered = (parts.get(component, 0) for component in _REPAID)
    lent = -sum(parts.get(component, 0) for component in _LENT)
    received = Paid(Rupiah(principal), Rupiah(jasa), Rupiah(titipan), Rupiah(penalty))
    return LoanFigures(Rupiah(lent - principal - written_off), received, Rupiah(written_off), Rupiah(recovered))


def loan_books(
    connection: Connection,
    known: Sequence[Loan],
    chart: Chart,
    policy: Policy,
    as_of: date,
    first: date,
    numbers: Collection[str] | None = None,
    cycles: Mapping[str, int] = MappingProxyType({}),
    agreed: Mapping[str, Agreement] = MappingProxyType({}),
) -> tuple[LoanBook, ...]:
    """Return those of the ``known`` loans that were disbursed or paid on by ``as_of``, with their state.

    ``first`` is the day from which payments count as this period's; ``numbers`` are those of the known loans where
    these are not all. ``cycles`` is the how-manieth of its KSM each is, for who asks that; ``agreed`` the agreement in
    force of some, as far as it has been read already. The schedule of a loan that was settled or taken back before it
    is left unread: nothing of it can be due any more. Of one that is repaid but for its jasa it is read.
    """
    if not known:
        return ()
    now, before = _loan_figures(connection, chart, as_of, first, numbers)
    shown = [loan for loan in known if loan.terms.disbursed_on <= as_of or loan.number in now]
    repaid = _repaid_before_jasa(connection, chart, shown, now, as_of)
    live = {
        number
        for number, figures in now.items()
        if figures.outstanding != NIL or figures.written_off or figures != before.get(number, _NOTHING)
    } | repaid.keys()
    in_force = agreements.in_force(connection, live - agreed.keys(), as_of)
    in_force |= {number: agreed[number] for number in live & agreed.keys()}
    savings = owed.saving_plans(connection, chart, [loan for loan in shown if loan.number in live], as_of)
    return tuple(
        loan_book(
            loan,
            in_force.get(loan.number),
            now.get(loan.number, _NOTHING),
            before.get(loan.number, _NOTHING),
            as_of=as_of,
            policy=policy,
            cycle=cycles.get(loan.number, 0),
            repaid_on=repaid.get(loan.number),
            saving=savings.get(loan.number, NO_SAVING),
        )
        for loan in shown
    )


def _repaid_before_jasa(
    connection: Connection, chart: Chart, known: Sequence[Loan], now: Mapping[str, LoanFigures], as_of: date
) -> dict[str, date]:
    """Return the loans whose principal is repaid and whose jasa or titipan is not, with the day since when."""
    repaid = {
        loan.number: (loan, paid)
        for loan in known
        if (paid := loan.paid_before + now.get(loan.number, _NOTHING).received).principal >= loan.terms.principal
    }
    found = {}
    asked = owed.asked_in_all(connection, as_of, repaid) if repaid else {}
    for number, (loan, paid) in repaid.items():
        jasa, titipan = asked.get(number, (NIL, NIL))
        if jasa > paid.jasa or titipan > paid.titipan:
            since = owed.repaid_since(connection, chart, loan, as_of)
            if since:
                found[number] = since
    return found


def loan_books_of(
    connection: Connection, as_of: date, ksm: str | None = None, scope: Scope = Scope.ALL
) -> tuple[LoanBook, ...]:
    """Return the loans as of a day, of one KSM or all within reach."""
    chart, policy, first = registers.chart(connection, as_of), registers.policy(connection, as_of), as_of.replace(day=1)
    if scope is Scope.LIVING:
        return living_books(connection, chart, policy, as_of, first)
    known = registers.loans(connection, as_of, ksm)
    numbers = None if ksm is None else [loan.number for loan in known]
    return loan_books(
        connection, known, chart, policy, as_of, first=first, numbers=numbers, cycles=_cycles(connection, ksm, as_of)
    )


def living_books(
    connection: Connection, chart: Chart, policy: Policy, as_of: date, first: date
) -> tuple[LoanBook, ...]:
    """Return the loans that were not settled before the day ``first``, as of a day."""
    numbers = living(connection, chart, first, as_of)
    known = registers.loans_numbered(connection, numbers, as_of)
    return loan_books(connection, known, chart, policy, as_of, first=first, numbers=numbers)


def told_books(
    connection: Connection, chart: Chart, policy: Policy, as_of: date, first: date, paid: Mapping[str, PaymentRecord]
) -> tuple[tuple[LoanBook, ...], tuple[LoanEntry, ...]]:
    """Return the loans of which a month tells anything, as of its last day, and the register's lines of all others.

    The month begins on the day ``first``; ``paid`` says of some loans how they were paid, and these are told of too.
    """
    cycles, settled = told_and_settled(connection, chart, first, as_of, also=paid)
    known = registers.loans_numbered(connection, cycles, as_of)
    agreed = {number: record.agreements[-1] for number, record in paid.items()}
    found = loan_books(
        connection, known, chart, policy, as_of, first=first, numbers=cycles, cycles=cycles, agreed=agreed
    )
    return found, tuple(settled)


def loan_book(
    loan: Loan,
    agreement: Agreement | None,
    now: LoanFigures,
    before: LoanFigures,
    as_of: date,
    policy: Policy,
    cycle: int = 0,
    repaid_on: date | None = None,
    saving: SavingPlan = NO_SAVING,
) -> LoanBook:
    """Return one loan as it stands at the end of ``as_of``, with its figures then and those before this period."""
    paid = loan.paid_before + now.received
    was_lent = now.outstanding or now.written_off or paid.principal  # nothing is due of one that was taken back
    return LoanBook(
        loan=loan,
        schedule=asked_for(agreement.lines, repaid_on) if agreement and was_lent else (),
        outstanding=now.outstanding,
        outstanding_before=before.outstanding,
        paid=paid,
        paid_before_month=paid if before is now else loan.paid_before + before.received,
        as_of=as_of,
        policy=policy,
        cycle=cycle,
        missed_before=agreement.missed_before if agreement else 0,
        written_off=now.written_off,
        recovered=now.recovered,
        write_off=agreement if agreement and agreement.kind is AgreementKind.WRITTEN_OFF else None,
        repaid_on=repaid_on,
        saving=saving,
        rescheduled=agreement is not None and agreement.rescheduled,
    )


def _cycles(connection: Connection, ksm: str | None, as_of: date) -> dict[str, int]:
    """Return of each loan of one KSM, or of all, the how-manieth of its KSM it is, as of a day."""
    narrowed = "" if ksm is None else "WHERE ksm = :ksm"
    statement = f"SELECT disbursed_on, number, ksm FROM loan {narrowed} ORDER BY ksm"  # noqa: S608 - our own words
    lent = rows(connection, statement, ksm=ksm)
    return {row.number: cycle for row, cycle in counted(connection, lent, as_of)}


_PAID_BY_DAY: Final = f"""
    SELECT dated_on, component, sum({RECEIVED}) AS amount FROM transfer
    WHERE loan = :loan AND dated_on <= :day AND component IN (SELECT value FROM json_each(:parts))
    GROUP BY dated_on, component ORDER BY dated_on
"""  # noqa: S608 - our own words


def payments(connection: Connection, chart: Chart, loan: Loan, as_of: date) -> tuple[DatedPayment, ...]:
    """Return what was received on a loan on each day by ``as_of``, oldest first, reversals negative on their own day.

    What an imported loan had paid before the ledger was opened stands first, on the day of its disbursement.
    """
    parts = (Component.PRINCIPAL, Component.JASA, Component.TITIPAN, Component.PENALTY)
    by_day: dict[date, dict[str, Rupiah]] = {}
    moves = rows(connection, _PAID_BY_DAY, own=own(chart), loan=loan.number, day=as_of, parts=parts)
    for dated_on, component, amount in moves:
        by_day.setdefault(dated_on, {})[component] = Rupiah(amount)
    return (
        DatedPayment(loan.terms.disbursed_on, loan.paid_before),
        *(DatedPayment(day, Paid(*(of_day.get(part.value, NIL) for part in parts))) for day, of_day in by_day.items()),
    )


def penalty_case(connection: Connection, chart: Chart, loan: Loan, recorded_to: date) -> PenaltyCase:
    """Return what the denda of a loan follows from, counting what is dated up to ``recorded_to``.

    The rules are those of the policy in force when it was paid out: a contract keeps its terms. Days before the
    opening of the ledger bear no denda, and neither does a loan that was written off or whose disbursement was taken
    back.
    """
    rules = registers.policy(connection, loan.terms.disbursed_on).penalty
    if rules.way is PenaltyWay.NONE:
        return PenaltyCase(rules)
    figures = loan_figures(connection, chart, recorded_to, loan.number)
    was_lent = figures.outstanding or figures.received.principal or loan.paid_before.principal
    if figures.written_off or not was_lent:
        return PenaltyCase(replace(rules, way=PenaltyWay.NONE))
    opened_on = registers.opened_on(connection)
    return PenaltyCase(
        rules,
        tuple(
            replace(version, starts_on=max(version.starts_on, opened_on))
            for version in agreements.versions_of(connection, loan.number, recorded_to)
        ),
        payments(connection, chart, loan, recorded_to),
        proposals.penalty_waivers(connection, loan.number, recorded_to),
    )


_LIVED: Final = """
    SELECT loan FROM instalment WHERE due_on > :due_since AND due_on <= :until
    UNION SELECT loan FROM transfer WHERE loan IS NOT NULL AND dated_on > :since AND dated_on <= :until
"""
_PAID: Final = f"""
    WITH of_day AS (
        SELECT loan, max(:since, {MOVED_ON}) AS paid_on,
               sum(iif(component = '{Component.PRINCIPAL}', {RECEIVED}, 0)) AS principal,
               sum(iif(component = '{Component.JASA}', {RECEIVED}, 0)) AS jasa,
               sum(iif(component = '{Component.TITIPAN}', {RECEIVED}, 0)) AS titipan
        FROM transfer
        WHERE loan IN (SELECT value FROM json_each(:loans)) AND dated_on <= :until
          AND component IN ('{Component.PRINCIPAL}', '{Component.JASA}', '{Component.TITIPAN}')
        GROUP BY loan, paid_on
    )
    SELECT loan, paid_on, sum(principal) OVER by_then AS principal, sum(jasa) OVER by_then AS jasa,
           sum(titipan) OVER by_then AS titipan
    FROM of_day WINDOW by_then AS (PARTITION BY loan ORDER BY paid_on) ORDER BY loan, paid_on
"""  # noqa: S608 - our own words


def payment_records(connection: Connection, chart: Chart, since: date, until: date) -> dict[str, PaymentRecord]:
    """Return, by number, how each loan was paid from the day after ``since`` that fell due or moved by ``until``.

    What was taken back by ``until`` was never paid.
    """
    # what was agreed for days off just before may have fallen due after them
    due_since = registers.calendar(connection).last_working_day(since, until)
    lived = [loan for (loan,) in rows(connection, _LIVED, due_since=due_since, since=since, until=until)]
    return records_of(connection, chart, lived, since, until)


def records_of(
    connection: Connection, chart: Chart, loans: Collection[str], since: date, until: date
) -> dict[str, PaymentRecord]:
    """Return, by number, how some loans were paid from the day after ``since``. What was taken back was never paid."""
    moves = rows(connection, _PAID, own=own(chart), loans=loans, since=since, until=until)
    payments: defaultdict[str, tuple[PaidBy, ...]] = defaultdict(lambda: (PaidBy(since, NOTHING_PAID),))
    for loan, of_loan in groupby(moves, attrgetter("loan")):
        payments[loan] = tuple(_payments(of_loan, since))
    return {
        loan: PaymentRecord(loan, versions, payments[loan])
        for loan, versions in agreements.versions(connection, loans, until).items()
    }


def _payments(moves: Iterable[Any], since: date) -> Iterator[PaidBy]:
    """Yield what had been paid by the end of ``since`` and of each day of a loan's moves."""
    for number, row in enumerate(moves):
        if not number and row.paid_on > since:
            yield PaidBy(since, NOTHING_PAID)
        yield PaidBy(row.paid_on, Paid(Rupiah(row.principal), Rupiah(row.jasa), Rupiah(row.titipan)))
