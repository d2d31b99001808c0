"""Every column of every table edited, rows deleted, swapped, forged and repeated: nothing passes, and it is named.

What is tried is worked out from the schema, so that a table or a column added one day is tried as well.
"""

import sqlite3
from collections.abc import Iterator

import pytest

from danabergulir.domain.checks import Checked, Result
from danabergulir.ledger.file import seal_check, seals
from danabergulir.ledger.proofs import closings, integrity, rows, shape
from operations.full_ledger import build_full_ledger
from operations.tampering import chain_anew, opened, seal_anew, tried

_RECEIVABLE = "11030"
_UNSEALED = {"alembic_version", "sqlite_sequence"}


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    """Return a ledger with closes in memory; every test puts it back as it was."""
    with opened(build_full_ledger(tmp_path_factory.mktemp("matriks") / "upk.db")) as connection:
        yield connection


@pytest.fixture(scope="module")
def unclosed(tmp_path_factory):
    """Return one that never closed a month."""
    with opened(build_full_ledger(tmp_path_factory.mktemp("matriks") / "upk.db", closed=False)) as connection:
        yield connection


def _tables(connection):
    return [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]


def _places(connection, table) -> list[int]:
    """Return the rowids of the first, the middle and the last row."""
    found = [rowid for (rowid,) in connection.execute(f"SELECT rowid FROM {table} ORDER BY rowid")]
    return sorted({found[0], found[len(found) // 2], found[-1]}) if found else []


def _others(value, storage, notnull) -> Iterator[object]:
    """Yield what somebody may write in the place of a value."""
    if value is None:
        yield {"INTEGER": 7, "BLOB": b"x"}.get(storage, "x")
    elif isinstance(value, int):
        yield value + 10_000
        yield -value - 1
    elif isinstance(value, bytes):
        yield value[:-1] + bytes([value[-1] ^ 1])
    else:
        yield value + "x"
        yield (value[:-1] + chr(ord(value[-1]) ^ 1)) if value else " "
    if value is not None and not notnull:
        yield None


def _edits(connection) -> Iterator[tuple[str, str, int, object]]:
    """Yield table, column, rowid and new value of every edit that is tried."""
    for table in _tables(connection):
        for place in _places(connection, table):
            for _, column, storage, notnull, _, key in connection.execute(f"PRAGMA table_info({table})").fetchall():
                (value,) = connection.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (place,)).fetchone()
                for other in _others(value, storage, notnull or key):
                    yield table, column, place, other


def _is_found(connection, *, closes=False) -> bool:
    """Return whether a check fails: of the chains and of the schema's stamp, with ``closes`` of the closes too."""
    return any(_failing(connection, closes=closes))


def _failing(connection, *, closes=False) -> Iterator[Checked]:
    chain = rows.entries(connection)
    checks = [lambda: rows.linked(connection, chain), lambda: integrity.links(connection)]
    found = (check() for check in checks)
    yield from (item for item in found if item.result is Result.WRONG)
    yield from (place for place in shape.guards(connection).places if place.table == "alembic_version")
    if closes:
        sealed = chain is not None and not chain.faults
        proofs = closings.proofs(connection, _RECEIVABLE, sealed=sealed)
        yield from (item for item in proofs if item.result is Result.WRONG)


def test_the_ledger_that_is_tampered_with_is_sound_and_has_rows_in_every_table(closed, unclosed):
    """Otherwise a find would prove nothing, and a table without rows would be left untried."""
    assert [*_failing(closed, closes=True), *_failing(unclosed, closes=True)] == []
    assert [table for table in _tables(closed) if not _places(closed, table)] == []
    assert {table for table in _tables(unclosed) if not _places(unclosed, table)} == {"closing", "reopening"}


@pytest.mark.parametrize("ledger", ["closed", "unclosed"])
def test_no_edit_of_any_column_passes(ledger, request):
    """With closes and before the first: the chain needs neither."""
    connection = request.getfixturevalue(ledger)
    passed, count = [], 0
    for table, column, place, other in _edits(connection):
        with tried(connection):
            try:
                connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (other, place))
            except sqlite3.IntegrityError:
                continue  # that key has another row, or SQLite knows the type
            count += 1
            if not _is_found(connection):
                passed.append((table, column, place, other))

    assert passed == []
    assert count > 700


def test_an_edited_row_is_named(closed):
    """The table and the row, or the voucher: of transfers and lines of schedules the row whose digest holds them."""
    unnamed = []
    for table, column, place, other in _edits(closed):
        if table in seals.OUTSIDE - set(seals.WITHIN) or table in ("voucher", "transfer"):
            continue
        keyed = any(name == column and key for _, name, *_, key in closed.execute(f"PRAGMA table_info({table})"))
        if keyed or column in ("loan", "version"):
            continue  # then it is another row
        with tried(closed):
            try:
                closed.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (other, place))
            except sqlite3.IntegrityError:
                continue
            faults = seal_check.examine(closed).faults
            owner = seals.WITHIN.get(table, (table,))[0]
            if [(fault.kind, fault.table) for fault in faults] != [(seal_check.CHANGED, owner)]:
                unnamed.append((table, column, place, other, faults))

    assert unnamed == []


@pytest.mark.parametrize("ledger", ["closed", "unclosed"])
def test_no_row_is_deleted_repeated_or_swapped_unseen(ledger, request):
    """First, middle and last of every table; a repeated row has the next free key."""
    connection = request.getfixturevalue(ledger)
    passed = []
    for table in set(_tables(connection)) - _UNSEALED:
        for act in (_delete, _repeat, _swap):
            for place in _places(connection, table):
                with tried(connection):
                    if act(connection, table, place) and not _is_found(connection):
                        passed.append((table, act.__name__, place))

    assert passed == []


def _delete(connection, table, place) -> bool:
    return connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (place,)).rowcount == 1


def _repeat(connection, table, place) -> bool:
    """Put a copy of a row in, with another key."""
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    row = dict(
        zip(
            [name for _, name, *_ in columns],
            connection.execute(f"SELECT * FROM {table} WHERE rowid = ?", (place,)).fetchone(),
            strict=True,
        )
    )
    for _, name, storage, *_, key in columns:
        if key and storage == "INTEGER" and len([1 for *_, other in columns if other]) == 1:
            row[name] = connection.execute(f"SELECT max({name}) + 1 FROM {table}").fetchone()[0]
        elif key or name in _unique(connection, table):
            row[name] = f"{row[name]}9" if storage == "TEXT" else 99
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))
    return True


def _unique(connection, table) -> set[str]:
    found = set()
    for _, index, unique, *_ in connection.execute(f"PRAGMA index_list({table})").fetchall():
        if unique:
            found |= {name for _, _, name in connection.execute(f"PRAGMA index_info({index})")}
    return found


def _swap(connection, table, place) -> bool:
    """Let a row and the one before it change places: all cells but the key."""
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    unique = _unique(connection, table)
    names = [name for _, name, *_, key in columns if not key and name not in unique]
    if not names or place == 1:
        return False
    listed = ", ".join(names)
    query = f"SELECT {listed} FROM {table} WHERE rowid = ?"
    one, other = (connection.execute(query, (row,)).fetchone() for row in (place - 1, place))
    if one is None or one == other:
        return False
    setting = ", ".join(f"{name} = ?" for name in names)
    for row, cells in ((place - 1, other), (place, one)):
        connection.execute(f"UPDATE {table} SET {setting} WHERE rowid = ?", (*cells, row))
    return True


def test_a_chain_worked_out_anew_is_found_by_the_closes(closed):
    """Whatever was recorded before the last close; what came after needs a witness outside the file."""
    last = closed.execute("SELECT json_extract(figures, '$.segel[0]') FROM closing ORDER BY id DESC").fetchone()[0]
    before = set(closed.execute("SELECT table_name, row_key FROM seal WHERE seq <= ?", (last,)))
    tables = {name: seals.SealedTable(closed, name) for name in seals.tables_of(closed)}
    passed, count = [], 0
    tried_cells = set()
    for table, column, place, other in _edits(closed):
        if table not in (*tables, *seals.WITHIN) or (table, column, place) in tried_cells:
            continue
        if place not in (_places(closed, table)[0], _places(closed, table)[-1]):
            continue
        tried_cells.add((table, column, place))
        if column == "digest" and table == "voucher":
            continue  # it comes out of the chain as it was
        if table in tables and (table, next(tables[table].between(place, place)).key) not in before:
            continue
        with tried(closed):
            try:
                closed.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (other, place))
            except sqlite3.IntegrityError:
                continue
            again = chain_anew if table in ("voucher", "transfer") else seal_anew
            try:
                again(closed)
            except (sqlite3.Error, ValueError):
                continue
            count += 1
            if not _is_found(closed, closes=True):
                passed.append((table, column, place, other))

    assert passed == []
    assert count > 200


@pytest.mark.parametrize(
    ("statement", "kind", "table"),
    [
        ("UPDATE seal SET head = zeroblob(32) WHERE seq = 5", seal_check.HEAD, "seal"),
        ("UPDATE identity SET secret = randomblob(32)", seal_check.CHANGED, "identity"),
        ("DELETE FROM seal WHERE seq = 5", seal_check.MOVED, "seal"),
        ("UPDATE ksm SET phone = '0812' WHERE id = 2", seal_check.CHANGED, "ksm"),
        ("UPDATE transfer SET id = id + 100 WHERE id = (SELECT max(id) FROM transfer)", seal_check.MOVED, "transfer"),
        (
            "INSERT INTO instalment SELECT 'P-9', 9, number, due_on, 0, 0, 0 FROM instalment LIMIT 1",
            seal_check.FORGED,
            "instalment",
        ),
        ("DELETE FROM schedule WHERE version = 2 AND loan = 'P-0002'", seal_check.GONE, "schedule"),
    ],
)
def test_what_was_done_to_the_chain_is_told_by_its_kind(closed, statement, kind, table):
    """A head that was written over is told from a row that was."""
    with tried(closed):
        closed.execute(statement)
        faults = seal_check.examine(closed).faults

    assert (kind, table) in [(fault.kind, fault.table) for fault in faults]


def test_vouchers_enter_in_the_order_of_their_numbers(closed):
    """Two entries of vouchers exchanged are found although every head after them was worked out anew."""
    with tried(closed):
        entries = "SELECT seq, row_key FROM seal WHERE table_name = 'voucher' ORDER BY seq LIMIT 2"
        one, other = closed.execute(entries).fetchall()
        for seq, key in ((one[0], "-"), (other[0], one[1]), (one[0], other[1])):
            closed.execute("UPDATE seal SET row_key = ? WHERE seq = ?", (key, seq))
        seal_anew(closed)
        faults = seal_check.examine(closed).faults

    assert faults == [seal_check.Fault(seal_check.MOVED, "voucher", one[1])]


def test_what_sqlite_keeps_of_its_own_is_no_entry(closed):
    """Statistics for its planner, made by whoever looks into the book with another program: the chain is readable."""
    with tried(closed):
        closed.execute("ANALYZE")
        faults = seal_check.examine(closed).faults

    assert faults == []


def test_a_new_column_that_is_filled_is_in_the_chain(closed):
    """And one that is left empty changes nothing, as an upgrade does."""
    unproved = []
    for table in set(_tables(closed)) - seals.OUTSIDE - {"voucher"}:
        with tried(closed):
            closed.execute(f"ALTER TABLE {table} ADD COLUMN later TEXT")
            assert not _is_found(closed), table
            closed.execute(f"UPDATE {table} SET later = 'x'")
            if not _is_found(closed):
                unproved.append(table)

    assert unproved == []
