"""The as-of picture of a month, put together from the registers and the sums of the journal."""

from collections.abc import Sequence

from sqlmodel import Session

from danabergulir.dates import Month
from danabergulir.domain.books import Books
from danabergulir.domain.loans.terms import Loan
from danabergulir.ledger.read import accounts, proposals, records, registers, sanctions, savings, vouchers
from danabergulir.ledger.read.loans import loan_books


def books(session: Session, month: Month, loans: Sequence[Loan] | None = None) -> Books:
    """Return the as-of picture of one month, as of its last day; ``loans`` are all of that day, if read already."""
    as_of = month.last_on
    chart, policy = registers.chart(session, as_of), registers.policy(session, as_of)
    of_month = tuple(vouchers.dated_between(session, month.first_on, as_of))
    known = {item.number for item in of_month}
    earlier = [item.posting.reverses for item in of_month if item.posting.reverses]
    return Books(
        profile=registers.profile(session, as_of),
        policy=policy,
        chart=chart,
        month=month,
        as_of=as_of,
        opened_on=registers.opened_on(session),
        figures=accounts.account_figures(session, chart, month),
        loans=loan_books(
            session, registers.loans(session, as_of) if loans is None else loans, chart, policy, as_of, month.first_on
        ),
        vouchers=of_month,
        savings=savings.savings_cards(session, chart, month),
        head=vouchers.head(session, as_of),
        control_total=accounts.control_total(session, chart, as_of),
        assets=tuple(registers.assets(session, as_of)),
        proposals=tuple(proposals.all_proposals(session, as_of)),
        sanctions=tuple(sanctions.sanction_files(session, chart, as_of).values()),
        cash_count=records.latest(session, chart, month.first_on, as_of),
        taken_back=tuple(vouchers.numbered(session, [number for number in earlier if number not in known])),
    )
