"""A small ledger file, and plain SQLite beside it: what a test of the file itself needs."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from danabergulir.domain.groups import KSM
from danabergulir.domain.journal import Posting
from danabergulir.domain.loans.schedule import build_schedule
from danabergulir.domain.loans.terms import Loan, LoanTerms
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.ledger.file import store
from danabergulir.ledger.write import Writer
from danabergulir.money import Direction, Rate, Rounding, Rupiah
from reports.small_books import CHART, PROFILE, move, posting

OPENED_ON = date(2022, 12, 31)
RECORDED_AT = "2023-02-01T08:00:00+07:00"
ANGGREK = KSM("K-01", "Anggrek", "05", "003")


def create(path: Path, recorded_at: str = RECORDED_AT) -> None:
    """Create a ledger at a moment, with profile, default policy, built-in chart and the KSM Anggrek."""
    with store.creating(path) as connection:
        writer = Writer(connection, recorded_at)
        writer.open_book(OPENED_ON, "danabergulir 0.1.0")
        writer.set_profile(PROFILE, OPENED_ON)
        writer.set_policy(DEFAULT_POLICY, OPENED_ON)
        writer.add_accounts(CHART.accounts, OPENED_ON)
        writer.add_ksm(ANGGREK, OPENED_ON)


def start(path: Path) -> None:
    """Put down what ``create`` makes, migrated once and copied."""
    path.write_bytes(_created())


@cache
def _created() -> bytes:
    return made_once(create)


def made_once(make: Callable[[Path], object]) -> bytes:
    """Return the bytes of the ledger that ``make`` makes, to be kept and put down wherever one begins with it."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "upk.db")
        make(path)
        return path.read_bytes()


@contextmanager
def written(path: Path) -> Iterator[Writer]:
    """Yield a writer whose work is recorded when the block ends."""
    with store.writing(path) as connection:
        writer = Writer(connection, RECORDED_AT)
        yield writer
        writer.flush()


def record(path: Path, postings: Iterable[Posting]) -> None:
    """Record postings in one transaction."""
    with written(path) as writer:
        for item in postings:
            writer.record(item)


def cash_in(dated_on: date, amount: int) -> Posting:
    """Return a posting that brings capital into the cash box."""
    return posting(dated_on, move("11010", "31010", amount))


def loan(number: str, disbursed_on: date) -> Loan:
    """Return a flat loan of 1,200,000 over 12 months to Anggrek."""
    rounding = Rounding(1, Direction.NEAREST)
    return Loan(number, ANGGREK, LoanTerms(Rupiah(1_200_000), 12, Rate.percent("1.5"), disbursed_on, rounding))


def add_loan(path: Path, item: Loan) -> None:
    """Add a loan with its schedule."""
    with written(path) as writer:
        writer.add_loan(item, build_schedule(item.terms))


def fetch(path: Path, query: str) -> list[tuple[Any, ...]]:
    """Return what plain SQLite reads from the file."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def execute(path: Path, statement: str) -> None:
    """Change the file by plain SQLite, behind the program's back."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)
