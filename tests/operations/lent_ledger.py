"""A ledger file in which one loan was paid out, and what it says of that loan: the ground of tests of operations."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

from danabergulir.domain.journal import Component, Event, Transfer
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.schedule import build_schedule
from danabergulir.domain.loans.terms import Loan, LoanTerms
from danabergulir.domain.policy.rules import DEFAULT_POLICY, Policy
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import agreements
from danabergulir.ledger.read.accounts import balance
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.money import Direction, Rate, Rounding, Rupiah
from ledger.small_ledger import ANGGREK, cash_in, made_once, record, start, written
from reports.small_books import posting

NUMBER = "P-0001"
LENT_ON = date(2023, 1, 10)
NOW = datetime(2024, 12, 31, 8, 0, tzinfo=timezone(timedelta(hours=7)))
TERMS = LoanTerms(Rupiah(1_200_000), 12, Rate.percent("1.5"), LENT_ON, Rounding(100, Direction.UP))
"""Twelve rows of pokok 100,000 and jasa 18,000, due on the 10th from February 2023 on."""

ACCOUNTS = ("11010", "11021", "11030", "12010", "31010", "41010", "41030", "51080")
"""Cash, bank, receivable, reserve, capital, jasa, denda, and the cost of the reserve."""


def lend(path: Path, policy: Policy = DEFAULT_POLICY, terms: LoanTerms = TERMS) -> Path:
    """Put down a ledger opened on 31 December 2022 with cash and one loan to Anggrek, P-0001; made once and copied."""
    path.write_bytes(_lent(policy, terms))
    return path


@cache
def _lent(policy: Policy, terms: LoanTerms) -> bytes:
    return made_once(lambda path: _lend(path, policy, terms))


def _lend(path: Path, policy: Policy, terms: LoanTerms) -> None:
    start(path)
    if policy != DEFAULT_POLICY:
        with written(path) as writer:
            writer.set_policy(policy, date(2022, 12, 31))
    loan = Loan(NUMBER, ANGGREK, terms)
    lent = Transfer("11030", "11010", terms.principal, Component.DISBURSEMENT, NUMBER, ANGGREK.code)
    with written(path) as writer:
        writer.add_loan(loan, build_schedule(terms))
    paid_out = replace(posting(terms.disbursed_on, lent, event=Event.DISBURSEMENT), loan=NUMBER)
    record(path, [cash_in(date(2022, 12, 31), 50_000_000), paid_out])


@dataclass(frozen=True)
class Picture:
    """What the ledger says on a day: the loan, and the balance of every account in use by code."""

    loan: LoanBook
    accounts: dict[str, int]

    @property
    def control(self) -> int:
        """Return the balance of the receivable."""
        return self.accounts["11030"]


def picture(path: Path, day: date) -> Picture:
    """Return what the ledger says at the end of ``day``."""
    with store.reading(path) as connection:
        accounts = {code: balance(connection, code, day).value for code in ACCOUNTS}
        (book,) = loan_books_of(connection, day)
        # read whole, so that a loan paid off long ago is compared by its agreement too
        lines = agreements.versions_of(connection, NUMBER, day)[-1].lines
        return Picture(replace(book, schedule=lines), accounts)
