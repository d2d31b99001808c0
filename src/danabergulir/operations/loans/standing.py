"""What a new loan would do to the fund, worked out from the ledger and recorded nowhere."""

from datetime import date
from pathlib import Path

from danabergulir.domain.fund.standing import FundStanding, WhatIf, with_new_loan
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.terms import NOTHING_PAID, Loan
from danabergulir.ledger.file import store
from danabergulir.ledger.read import accounts, registers
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.money import NIL
from danabergulir.operations.desk import money_account
from danabergulir.operations.loans.proposals import assess, next_number
from danabergulir.operations.loans.simulation import Wish, simulate


def what_if(
    path: Path, ksm_words: str, wish: Wish, as_of: date, today: date, *, from_account: str | None = None
) -> WhatIf:
    """Return what a loan to a KSM, paid out on a day, would change. The ledger is only read.

    Raises ``NotFoundError`` for words that no KSM fits and ``RefusedError`` for an account that holds no money.
    """
    with store.reading(path) as connection:
        ksm = registers.find_ksm(connection, ksm_words, as_of)
        policy, chart = registers.policy(connection, as_of), registers.chart(connection, as_of)
        found = simulate(wish, as_of, policy)
        money = [
            (account, accounts.balance(connection, account.code, as_of))
            for account in chart.accounts
            if account.holds_money
        ]
        before = FundStanding(tuple(money), loan_books_of(connection, as_of), policy, as_of)
        loan = Loan(next_number(connection), ksm, found.terms)
        book = LoanBook(
            loan=loan,
            schedule=found.schedule,
            outstanding=found.terms.principal,
            outstanding_before=NIL,
            paid=NOTHING_PAID,
            paid_before_month=NOTHING_PAID,
            as_of=as_of,
            policy=policy,
        )
        after = with_new_loan(before, book, money_account(chart, from_account))
        return WhatIf(ksm, found, assess(connection, ksm, found.terms, as_of, today), before, after)
