"""One small ledger file per test."""

from pathlib import Path

import pytest

from ledger.small_ledger import start


@pytest.fixture
def blank_ledger(tmp_path) -> Path:
    """Return the path of a new ledger, opened on 31 December 2022, with the built-in chart and one KSM."""
    path = tmp_path / "upk.db"
    start(path)
    return path
