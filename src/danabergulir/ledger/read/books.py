"""The as-of picture of a month, put together from the registers and the sums of the journal."""

from sqlite3 import Connection

from danabergulir.dates import Month
from danabergulir.domain.books import Books, Scope
from danabergulir.domain.journal import as_events
from danabergulir.ledger.read import accounts, proposals, records, registers, sanctions, savings, vouchers
from danabergulir.ledger.read.let_go import let_go
from danabergulir.ledger.read.loans import loan_books_within


def books(connection: Connection, month: Month, scope: Scope = Scope.ALL) -> Books:
    """Return the as-of picture of one month, as of its last day, with the loans that are asked for."""
    as_of = month.last_on
    chart, policy = registers.chart(connection, as_of), registers.policy(connection, as_of)
    loans = loan_books_within(connection, scope, chart, policy, as_of, month.first_on)
    by_number = {book.loan.number: book.loan for book in loans}
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
        opened_on=registers.opened_on(connection),
        figures=accounts.account_figures(connection, chart, month),
        loans=loans,
        vouchers=of_month,
        corrections=tuple(item for item in recorded if item.number not in numbers),
        savings=savings.savings_cards(connection, chart, month),
        head=vouchers.head(connection, as_of),
        control_total=accounts.control_total(connection, chart, as_of),
        rw_heads=registers.rw_heads(connection, as_of),
        assets=tuple(registers.assets(connection, as_of)),
        proposals=tuple(proposals.all_proposals(connection, as_of)),
        sanctions=tuple(sanctions.sanction_files(connection, chart, as_of).values()),
        let_go=tuple(let_go(connection, chart, by_number, month.first_on, as_of)),
        taken_back=tuple(vouchers.numbered(connection, [name for name in taken_back if name not in numbers])),
        cash_count=records.latest(connection, chart, month.first_on, as_of),
    )
