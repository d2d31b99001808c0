"""Write the demonstration fund and its set of a month with a clock and a secret that stand still, to compare bytes."""

import sys
from datetime import UTC, datetime
from unittest.mock import patch

from danabergulir.cli.app import program, run


class Still(datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz: object = None) -> datetime:
        """Return the same moment, whenever it is asked."""
        assert tz is UTC
        return datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


with (
    patch("danabergulir.cli.usage.options.datetime", Still),
    patch("danabergulir.ledger.file.seals.new_secret", lambda: bytes(32)),
):
    sys.exit(run(program(), ["contoh", "--ke", sys.argv[1]]))
