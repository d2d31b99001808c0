"""The registers as a close found them: of each one how many rows it had, and a digest over them.

Vouchers have their chain. What stands beside them is only added to as well, so the first rows of a register stay what
they were when a month was closed, and whoever changes one in spite of the triggers is found out.
"""

import hashlib
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from json import JSONEncoder
from typing import Any, Final

REGISTERS: Final = (
    *("book", "profile", "policy", "account", "ksm", "member", "loan", "schedule", "proposal", "decision"),
    *("loan_share", "receipt_share", "penalty_waiver", "sanction", "sanction_event", "asset", "cash_count"),
    *("closing", "reopening", "review", "rw_head", "activity", "activity_payment", "fund_source", "minutes"),
    *("report_receipt", "complaint", "complaint_answer", "visit", "trial_draw"),
)
"""Every table that a judgement rests on, but the vouchers and the lines of schedules, which are proved otherwise."""

_EMPTY: Final = (None, "", 0, "[]", "{}")
"""What a later version of the schema may put into a column that it adds: such a cell leaves the digest as it was."""

_encode: Final = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def digests(connection: sqlite3.Connection) -> dict[str, tuple[int, str]]:
    """Return of every register the number of its rows and the SHA-256 (hex) over them all."""
    counts = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in REGISTERS}  # noqa: S608 - our own tables
    return {name: (count, digests_at(connection, name, {count})[count]) for name, count in counts.items()}


def digests_at(connection: sqlite3.Connection, register: str, counts: Collection[int]) -> Mapping[int, str]:
    """Return the SHA-256 (hex) over the first rows of a register for each of the ``counts`` of rows; once through.

    A count that the register has not got as many rows for is left out.
    """
    rows = connection.execute(f'SELECT * FROM "{register}" ORDER BY rowid')  # noqa: S608 - one of our own tables
    names = [column[0] for column in rows.description]
    digest, found = hashlib.sha256(), {}
    for count, content in enumerate(chain([""], (_content(names, row) for row in rows))):
        digest.update(content.encode("utf-8"))
        if count in counts:
            found[count] = digest.hexdigest()
    return found


def _content(names: Iterable[str], row: Iterable[Any]) -> str:
    """Return a row as one JSON object by column, empty cells left out."""
    cells = {name: value for name, value in zip(names, row, strict=True) if value not in _EMPTY}
    return _encode(cells)
