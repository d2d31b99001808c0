"""History is only added to: any client that tries to change or delete a row is refused by the file itself."""

import re
import shutil
import sqlite3
import subprocess
from contextlib import closing

import pytest

from conftest import led_once
from ledger.small_ledger import fetch

needs_shell = pytest.mark.skipif(shutil.which("sqlite3") is None, reason="SQLite's own shell is not installed")


def _tables(path):
    """Return the tables of the book; the migrations keep one of their own beside them."""
    return [name for (name,) in fetch(path, "SELECT tbl_name FROM sqlite_schema WHERE name LIKE '%_no_delete'")]


@pytest.fixture
@led_once
def full(fund):
    """Return a runner beside a ledger that has a row in most tables."""
    for words in (
        ("terima", "MAWAR", "232rb", "--tanggal", "2026-02-05"),
        ("kas", "hitung", "48.232.000", "--tanggal", "2026-02-05"),
        ("aset", "tambah", "Laptop", "6jt", "--beli", "2026-01-10", "--umur", "48"),
        ("tutup", "bulan", "2026-01", "--biarkan-cadangan"),
        ("buka", "bulan", "2026-01", "--alasan", "ada yang terlewat"),
    ):
        ended = fund(*words)
        assert ended.status == 0, ended.stderr
    return fund


@pytest.mark.parametrize("change", ["UPDATE {} SET rowid = rowid", "DELETE FROM {}"])
def test_no_table_lets_a_row_be_changed_or_deleted(full, change):
    """Every table that holds a row of the book."""
    before = {name: fetch(full.ledger, f"SELECT * FROM {name}") for name in _tables(full.ledger)}
    filled = [name for name, rows in before.items() if rows]
    for name in filled:
        refused = pytest.raises(sqlite3.IntegrityError, match=f"{name} hanya boleh ditambah")
        with closing(sqlite3.connect(full.ledger)) as connection, connection, refused:
            connection.execute(change.format(name))

    assert {name: fetch(full.ledger, f"SELECT * FROM {name}") for name in _tables(full.ledger)} == before
    assert len(filled) >= 12


@pytest.mark.parametrize("put", ["REPLACE", "INSERT OR REPLACE"])
def test_no_table_lets_a_row_be_put_in_the_place_of_another(full, put):
    """SQLite deletes what a REPLACE runs into and asks no trigger on DELETE; whoever inserts is asked instead."""
    before = {name: fetch(full.ledger, f"SELECT * FROM {name}") for name in _tables(full.ledger)}
    for name in [name for name, rows in before.items() if rows]:
        refused = pytest.raises(sqlite3.IntegrityError, match=f"{name} hanya boleh ditambah")
        with closing(sqlite3.connect(full.ledger)) as connection, connection, refused:
            connection.execute(f"{put} INTO {name} SELECT * FROM {name}")

    assert {name: fetch(full.ledger, f"SELECT * FROM {name}") for name in _tables(full.ledger)} == before


def test_a_row_added_behind_the_back_is_found(full):
    """SQLite lets any client insert; the chain names the voucher."""
    with closing(sqlite3.connect(full.ledger)) as connection, connection:
        connection.execute(
            "INSERT INTO transfer SELECT NULL, voucher, dated_on, debit, credit, amount, component, loan, ksm "
            "FROM transfer WHERE voucher = 2"
        )
    checked = full("periksa")

    assert checked.status == 1
    assert "mulai bukti BKK-2026-0001" in " ".join(checked.stdout.split())


@needs_shell
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE transfer SET amount = 1",
        "DELETE FROM voucher WHERE sequence = 1",
        "DELETE FROM transfer",
        "REPLACE INTO voucher SELECT * FROM voucher WHERE sequence = 1",
        "PRAGMA recursive_triggers = ON; INSERT OR REPLACE INTO transfer SELECT * FROM transfer WHERE id = 1",
    ],
)
def test_the_shell_of_sqlite_is_refused_too(full, statement):
    """Another program altogether."""
    before = full.ledger.read_bytes()
    ended = subprocess.run(["sqlite3", str(full.ledger), statement], capture_output=True, text=True, check=False)

    assert ended.returncode != 0
    assert re.search(r"(voucher|transfer) hanya boleh ditambah", ended.stderr)
    assert full.ledger.read_bytes() == before


def test_whoever_takes_the_triggers_away_is_told_of(full):
    """The change itself may be hidden, the missing lock and the broken chain are not."""
    with closing(sqlite3.connect(full.ledger)) as connection, connection:
        connection.execute("DROP TRIGGER transfer_no_update")
        connection.execute("UPDATE transfer SET amount = amount + 1 WHERE voucher = 1")
    checked = full("periksa")

    assert checked.status == 1
    assert "tabel transfer tidak terkunci" in checked.stdout
    assert "BKM-2026-0001" in checked.stdout
