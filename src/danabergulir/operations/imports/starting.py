"""A new ledger from the treasurer's own workbook: the ledger with all that is in it, or none."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from danabergulir.domain.accounts import Account, Chart, with_opening_account
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.policy.rules import Policy
from danabergulir.operations import limits
from danabergulir.operations.book import starting
from danabergulir.operations.imports.once import Imported
from danabergulir.operations.imports.workbook.plan import Ledger
from danabergulir.operations.imports.workbook.recording import record_book
from danabergulir.operations.imports.workbook.understanding import Understanding


def new_ledger(opened_on: date, policy: Policy, accounts: Iterable[Account]) -> Ledger:
    """Return what a ledger knows that is still to be made."""
    return Ledger(opened_on, (), Chart(with_opening_account(accounts)), (), frozenset(), policy)


def start_from(
    path: Path,
    profile: Profile,
    opened_on: date,
    now: datetime,
    *,
    file: Path,
    known: Understanding,
    policy: Policy,
    accounts: Iterable[Account],
) -> Imported:
    """Create the ledger with everything understood of a workbook.

    Raises what ``book.starting`` and ``record_book`` raise; there is no ledger then.
    """
    with starting(path, profile, opened_on, now, policy=policy, accounts=accounts) as desk:
        imported = record_book(desk, file, known, now)
        limits.hold_whole(desk.connection, desk.chart, 0)
    return imported
