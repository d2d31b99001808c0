"""The schema of a new ledger file: what the tables say is what the migrations made, and nothing can be changed."""

import json
import sqlite3
from contextlib import closing
from importlib import import_module
from pkgutil import iter_modules

import pytest
from sqlmodel import SQLModel

from danabergulir.ledger import tables
from danabergulir.ledger.file import schema, store
from danabergulir.ledger.file.schema import SCHEMA_VERSION
from danabergulir.ledger.proofs import shape
from danabergulir.ledger.tables.book import Book
from ledger.small_ledger import OPENED_ON, cash_in, execute, fetch, record

for _room in iter_modules(tables.__path__):
    import_module(f"{tables.__name__}.{_room.name}")
_TABLES = sorted(SQLModel.metadata.tables)
_STORAGE = {int: "INTEGER", bool: "INTEGER", bytes: "BLOB"}
_OTHERWISE = {"INTEGER": 900, "TEXT": "lain", "BLOB": b"lain"}
_MADE_UP = {"INTEGER": 1, "TEXT": "x", "BLOB": b"x"}


@pytest.fixture
def filled(blank_ledger):
    """Return a ledger with a row in every table, made up where the ledger has none."""
    with closing(sqlite3.connect(blank_ledger)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for name in _TABLES:
            if not connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]:
                columns = connection.execute(f"PRAGMA table_info({name})").fetchall()
                values = [_MADE_UP[storage] for _, _, storage, *_ in columns]
                connection.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(values))})", values)
    return blank_ledger


def test_the_file_holds_exactly_the_declared_tables(blank_ledger):
    """Every table of the file is declared, besides the migrations' own stamp."""
    found = fetch(blank_ledger, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")

    assert sorted(name for (name,) in found if name != "alembic_version") == _TABLES
    assert Book.__tablename__ in _TABLES


@pytest.mark.parametrize("table", _TABLES)
def test_declared_columns_equal_the_migrated_ones(blank_ledger, table):
    """Names, storage types, nullability and keys agree column by column, in the same order."""
    declared = [
        (
            column.name,
            _STORAGE.get(column.type.python_type, "TEXT"),
            column.nullable,
            column.primary_key,
        )
        for column in SQLModel.metadata.tables[table].columns
    ]
    migrated = [
        (name, storage, not notnull and not key, bool(key))
        for _, name, storage, notnull, _, key in fetch(blank_ledger, f"PRAGMA table_info({table})")
    ]

    assert migrated == declared


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    """Return a new ledger that was brought to the newest schema version by version."""
    path = tmp_path_factory.mktemp("migrated") / "upk.db"
    with store.creating(path, schema.migrate):
        pass
    return path


def test_the_schema_of_a_new_ledger_is_what_the_migrations_make(migrated, request):
    """It is written anew with the golden files, and read rather than made: migrating takes a while."""
    with closing(sqlite3.connect(migrated)) as connection:
        made = shape.found(connection)
    if request.config.getoption("--update-golden"):
        text = ",\n".join(json.dumps(row, ensure_ascii=False) for row in made)
        schema.FRESH.write_text(f"[\n{text}\n]\n", encoding="utf-8")

    assert json.loads(schema.FRESH.read_text(encoding="utf-8")) == made


def test_a_new_ledger_is_the_same_as_a_migrated_one(migrated, tmp_path):
    """Every row, every stamp, and the order in which triggers come."""
    path = tmp_path / "upk.db"
    with store.creating(path):
        pass

    for statement in ("PRAGMA user_version", "PRAGMA application_id", "SELECT * FROM identity"):
        assert fetch(path, statement) == fetch(migrated, statement)
    with closing(sqlite3.connect(path)) as new, closing(sqlite3.connect(migrated)) as old:
        assert list(new.iterdump()) == list(old.iterdump())
        assert shape.found(new) == shape.found(old)


def test_every_table_is_strict(blank_ledger):
    """A text can never stand where an amount belongs."""
    strict = {
        name: bool(strict) for _, name, _, _, _, strict in fetch(blank_ledger, "PRAGMA table_list") if name in _TABLES
    }

    assert strict == dict.fromkeys(_TABLES, True)


@pytest.mark.parametrize("table", _TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}"])
def test_no_row_can_be_changed_or_deleted(filled, table, statement):
    """Even another program that opens the file is refused, in every table, and the row stays."""
    before = fetch(filled, f"SELECT * FROM {table}")
    column = SQLModel.metadata.tables[table].columns.keys()[0]

    with pytest.raises(sqlite3.IntegrityError, match=f"{table} hanya boleh ditambah"):
        execute(filled, statement.format(table=table, column=column))

    assert before
    assert fetch(filled, f"SELECT * FROM {table}") == before


def _unique_keys(path):
    """Return every table with each set of columns that may stand in it only once, its rowid among them."""
    keys = [(table, ("rowid",)) for table in _TABLES]
    for table in _TABLES:
        for _, index, unique, _, partial in fetch(path, f"PRAGMA index_list({table})"):
            if unique and not partial:
                keys.append((table, tuple(name for _, _, name in fetch(path, f"PRAGMA index_info({index})"))))
    return keys


def test_no_row_can_take_the_place_of_another_by_any_of_its_keys(filled):
    """A row that shares one unique key alone, everything else new, would push the old one out: it is refused."""
    keys = _unique_keys(filled)
    for table, key in keys:
        before = fetch(filled, f"SELECT * FROM {table}")
        columns = fetch(filled, f"PRAGMA table_info({table})")
        places = [name for _, name, storage, _, _, number in columns if number and storage == "INTEGER"]
        new = {name: _OTHERWISE[storage] for _, name, storage, *_ in columns if [name] != places or key != ("rowid",)}
        new |= dict(zip(key, fetch(filled, f"SELECT {', '.join(key)} FROM {table}")[0], strict=True))
        statement = f"REPLACE INTO {table} ({', '.join(new)}) VALUES ({', '.join('?' * len(new))})"
        refused = pytest.raises(sqlite3.IntegrityError, match=f"{table} hanya boleh ditambah")
        with closing(sqlite3.connect(filled)) as connection, connection, refused:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            connection.execute(statement, list(new.values()))

        assert fetch(filled, f"SELECT * FROM {table}") == before
    assert len(keys) > len(_TABLES) + 10


def test_a_withdrawal_cannot_take_the_place_of_another(filled):
    """There is one withdrawal of a letter; a second one would push out the first."""
    columns = "dated_on, recorded_at, loan, sanction, kind, text"
    withdrawn = f"INTO sanction_event ({columns}) VALUES ('2023-01-31', 'x', 'x', 'S-1', 'cabut', 'x')"
    execute(filled, f"INSERT {withdrawn}")

    with pytest.raises(sqlite3.IntegrityError, match="sanction_event hanya boleh ditambah"):
        execute(filled, f"REPLACE {withdrawn}")


def test_foreign_keys_are_enforced(blank_ledger):
    """A transfer cannot belong to a voucher that does not exist."""
    orphan = "INSERT INTO transfer (voucher, dated_on, debit, credit, amount) VALUES (9, '2023-01-31', 'a', 'b', 1)"
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), store.writing(blank_ledger) as connection:
        connection.execute(orphan)

    assert fetch(blank_ledger, "SELECT count(*) FROM transfer") == [(0,)]


def test_a_transfer_is_dated_as_its_voucher(blank_ledger):
    """The date repeated on a transfer can never differ from the voucher's."""
    record(blank_ledger, [cash_in(OPENED_ON, 500)])

    with pytest.raises(sqlite3.IntegrityError, match="tanggal transfer harus sama"):
        execute(
            blank_ledger,
            "INSERT INTO transfer (voucher, dated_on, debit, credit, amount) "
            "VALUES (1, '2023-01-01', '11010', '31010', 5)",
        )

    assert fetch(blank_ledger, "SELECT sum(amount) FROM transfer") == [(500,)]


def test_the_file_is_stamped(blank_ledger):
    """The header says whose file it is and which schema it has."""
    stamps = [
        fetch(blank_ledger, f"PRAGMA {name}")[0][0] for name in ("application_id", "user_version", "journal_mode")
    ]

    assert stamps == [int.from_bytes(b"DBRG", "big"), SCHEMA_VERSION, "delete"]
