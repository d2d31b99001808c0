"""The digests of registers that a close keeps: written out by hand, for books closed years ago hold them."""

import json
import sqlite3
from contextlib import closing
from datetime import date
from hashlib import sha256

import pytest

from danabergulir.frozen import replace
from danabergulir.ledger.file import digests
from ledger.small_ledger import ANGGREK, execute, fetch, start, written


@pytest.fixture
def register(tmp_path):
    """Return the path of a ledger with one KSM, and two later versions of it."""
    path = tmp_path / "upk.db"
    start(path)
    with written(path) as writer:
        for name in ("Anggrek é", "Sri"):
            writer.add_ksm(replace(ANGGREK, name=name), date(2023, 1, 5))
    return path


def _found(path, counts=None):
    with closing(sqlite3.connect(path)) as connection:
        if counts is None:
            return digests.digests(connection)["ksm"]
        return digests.digests_at(connection, "ksm", counts)


def _due(path, count):
    """Return the digest of the first rows: each a JSON object of its cells in order, but for empty ones."""
    names = [name for _, name, *_ in fetch(path, "PRAGMA table_info(ksm)")]
    rows = [dict(zip(names, row, strict=True)) for row in fetch(path, "SELECT * FROM ksm ORDER BY id")][:count]
    filled = [{name: cell for name, cell in row.items() if cell} for row in rows]
    content = "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in filled)
    return sha256(content.encode()).hexdigest()


def test_a_digest_is_over_the_rows_by_their_number_written_as_json(register):
    """For each number of rows that is asked for, and for one that the register has not got, nothing."""
    assert _found(register, {0, 1, 2, 3, 4}) == {count: _due(register, count) for count in range(4)}
    assert _found(register, {2}) == {2: _due(register, 2)}
    assert _found(register) == (3, _due(register, 3))


@pytest.mark.parametrize(
    "column",
    [
        "TEXT",
        "TEXT NOT NULL DEFAULT ''",
        "INTEGER NOT NULL DEFAULT 0",
        "TEXT NOT NULL DEFAULT '[]'",
        "TEXT NOT NULL DEFAULT '{}'",
    ],
)
def test_a_column_that_a_later_schema_adds_empty_leaves_a_digest_as_it_was(register, column):
    """Whatever stands in it for nothing; one that is filled changes it."""
    before = _found(register)
    execute(register, f"ALTER TABLE ksm ADD COLUMN later {column}")
    same = _found(register)
    execute(register, "DROP TRIGGER ksm_no_update")
    execute(register, "UPDATE ksm SET later = '7' WHERE id = 1")

    assert same == before
    assert _found(register) != before
