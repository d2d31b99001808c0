"""The as-of picture of a month, put together from the registers and the sums of the journal."""

from collections.abc import Mapping
from sqlite3 import Connection

from danabergulir.dates import Month
from danabergulir.domain.accounts import Chart
from danabergulir.domain.answering import NOTHING_YET
from danabergulir.domain.books import Books
from danabergulir.domain.dunning.punctuality import PaymentRecord, day_before_year
from danabergulir.domain.journal import as_events
from danabergulir.domain.loans.book import LoanBook, Scope
from danabergulir.domain.loans.terms import LoanEntry
from danabergulir.domain.policy.rules import Policy
from danabergulir.ledger.read import accounts, proposals, records, registers, sanctions, savings, vouchers
from danabergulir.ledger.read.answering.decided import answered_for
from danabergulir.ledger.read.answering.reached import groups_reached
from danabergulir.ledger.read.answering.trials import texts_sent
from danabergulir.ledger.read.answering.tridaya import tridaya
from danabergulir.ledger.read.finding import heads
from danabergulir.ledger.read.let_go import let_go
from danabergulir.ledger.read.loans import living_books, payment_records, told_books


def books(connection: Connection, month: Month, scope: Scope = Scope.ALL, *, payments: bool = False) -> Books:
    """Return the as-of picture of one month, as of its last day, with the loans that are asked for.

    With ``payments`` it says how they were paid since the year began.
    """
    as_of = month.last_on
    chart, policy, opened_on = (
        registers.chart(connection, as_of),
        registers.policy(connection, as_of),
        registers.opened_on(connection),
    )
    paid = payment_records(connection, chart, day_before_year(as_of, opened_on), as_of) if payments else {}
    loans, settled = _loans(connection, scope, chart, policy, month, paid)
    by_number = {book.loan.number: book.loan for book in loans}
    cards = savings.savings_cards(connection, chart, month)
    entries = [*(book.entry for book in loans), *settled]
    recorded = vouchers.dated_between(connection, month.first_on, as_of)
    of_month = tuple(as_events(recorded))
    numbers = {item.number for item in of_month}
    taken_back = [item.posting.reverses for item in of_month if item.posting.reverses]
    return Books(
        profile=registers.profile(connection, as_of),
        policy=policy,
        chart=chart,
        month=month,
        as_of=as_of,
        opened_on=opened_on,
        figures=accounts.account_figures(connection, chart, month),
        loans=loans,
        settled=settled,
        payments=paid,
        vouchers=of_month,
        corrections=tuple(item for item in recorded if item.number not in numbers),
        savings=cards,
        head=heads.shown(connection, as_of),
        control_total=accounts.control_total(connection, chart, as_of),
        rw_heads=registers.rw_heads(connection, as_of),
        assets=tuple(registers.assets(connection, as_of)),
        proposals=tuple(proposals.all_proposals(connection, as_of)),
        sanctions=tuple(sanctions.sanction_files(connection, chart, as_of).values()),
        let_go=tuple(let_go(connection, chart, by_number, month.first_on, as_of)),
        taken_back=tuple(vouchers.numbered(connection, [name for name in taken_back if name not in numbers])),
        tridaya=tridaya(connection, chart, as_of),
        reached=groups_reached(connection, entries, cards, as_of) if scope is Scope.ALL else (),
        answered_for=answered_for(connection, month.first_on, as_of) if scope is Scope.ALL else NOTHING_YET,
        texts_sent=texts_sent(connection, chart, policy, as_of) if scope is Scope.ALL else (),
        cash_count=records.latest(connection, chart, month.first_on, as_of),
    )


def _loans(
    connection: Connection,
    scope: Scope,
    chart: Chart,
    policy: Policy,
    month: Month,
    paid: Mapping[str, PaymentRecord],
) -> tuple[tuple[LoanBook, ...], tuple[LoanEntry, ...]]:
    """Return the loans within scope, those ``paid`` on too, and the register's lines of all others if asked for."""
    match scope:
        case Scope.NONE:
            return (), ()
        case Scope.LIVING:
            return living_books(connection, chart, policy, month.last_on, month.first_on), ()
        case Scope.ALL:
            return told_books(connection, chart, policy, month.last_on, month.first_on, paid)
