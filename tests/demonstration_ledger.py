"""The demonstration ledger, built once per test run: it takes seconds, and no test changes it."""

from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path

from danabergulir.operations.demonstration import Demonstration, build

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=timezone(timedelta(hours=7)))


@cache
def built_in(folder: Path) -> Demonstration:
    """Return the demonstration ledger in ``folder``, built there the first time it is asked for."""
    return build(folder, NOW)
