"""The treasurer's own number is free again once its voucher is taken back, in files brought up to date too."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from danabergulir.domain.journal import VoucherKind, reverse
from danabergulir.frozen import replace
from danabergulir.ledger.file import chain, seal_check, store
from danabergulir.ledger.file.schema import APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION
from danabergulir.ledger.proofs import rows
from danabergulir.ledger.read import vouchers
from ledger.small_ledger import OPENED_ON, add_loan, cash_in, execute, fetch, loan, record, written

_BEFORE = 8
"""The schema in which a number was taken for good."""
_OWN = (
    *("alembic_version", "identity", "seal", "activity", "activity_payment", "fund_source", "minutes"),
    *("report_receipt", "complaint", "complaint_answer", "visit", "trial_draw"),
)
"""Tables that an older file gets when it is brought up to date."""
_DAY = date(2023, 1, 5)
_NUMBERED = replace(cash_in(_DAY, 500), external_ref="KW-1")


@pytest.fixture
def filled(blank_ledger):
    """Return a ledger with a loan, vouchers, one of them taken back, a receipt share and an imported voucher."""
    add_loan(blank_ledger, loan("P-0001", _DAY))
    record(blank_ledger, [cash_in(OPENED_ON, 9_000_000), _NUMBERED])
    with written(blank_ledger) as writer:
        writer.record_imported(replace(cash_in(_DAY, 700), external_ref="KW-2"))
        writer.flush()
        writer.add_receipt_share("BKM-2023-0001", 1, cash_in(_DAY, 500).amount, None)
    _take_back(blank_ledger, "BKM-2023-0001")
    return blank_ledger


def _take_back(path: Path, number: str) -> None:
    with store.reading(path) as connection:
        victim = vouchers.find(connection, number)
    assert victim.posting.kind is VoucherKind.RECEIPT
    record(path, [reverse(victim, _DAY, "salah")])


@pytest.fixture
def older(filled, tmp_path):
    """Return a ledger of the schema before with the same rows."""
    path = tmp_path / "lama.db"
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(f"sqlite:///{path.as_posix()}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, str(_BEFORE))
    engine.dispose()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS newest", (str(filled),))
        for (table,) in connection.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'").fetchall():
            if table not in _OWN:
                names = ", ".join(name for _, name, *_ in connection.execute(f"PRAGMA main.table_info({table})"))
                connection.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM newest.{table}")
        connection.execute(f"PRAGMA main.application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA main.user_version = {_BEFORE}")
    return path


def _rows(path):
    tables = [name for (name,) in fetch(path, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    return {name: fetch(path, f"SELECT * FROM {name}") for name in tables if name not in _OWN}


def _look_at(path):
    with store.reading(path) as connection:
        return chain.first_broken(connection)


def test_an_older_file_keeps_every_row_and_digest_and_becomes_as_a_new_one(older, filled):
    """The chain still proves itself, and tables, indexes, triggers and views are those of a new file, word for word."""
    before = _rows(older)

    assert _look_at(older) is None
    assert fetch(older, "PRAGMA user_version") == [(SCHEMA_VERSION,)]
    assert _rows(older) == before == _rows(filled)
    schema = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"
    assert fetch(older, schema) == fetch(filled, schema)
    assert fetch(older, "PRAGMA foreign_key_check") == fetch(older, "PRAGMA integrity_check(1)")[1:] == []
    assert fetch(older, "SELECT bukti FROM jurnal") == fetch(filled, "SELECT bukti FROM jurnal") != []


def test_what_an_older_file_holds_is_sealed_once_and_what_comes_later_as_it_is_recorded(older):
    """Every row is an entry, and how many were sealed so late is kept: of them only what came after is proved."""
    assert _look_at(older) is None
    with store.reading(older) as connection:
        upgraded = seal_check.examine(connection)
    record(older, [cash_in(_DAY, 900)])
    with store.reading(older) as connection:
        later = seal_check.examine(connection)
        said = rows.linked(connection, later).sentence

    assert (upgraded.faults, later.faults, upgraded.back) == ([], [], [])
    assert upgraded.sealed_to == upgraded.entries == later.sealed_to == later.entries - 1 > 0
    assert f"{upgraded.entries} yang pertama disegel saat buku diperbarui, bukan saat dicatat." in said


def test_somebodys_own_view_of_the_vouchers_outlives_the_change(older):
    """An auditor may have put one into the file."""
    execute(older, "CREATE VIEW milik_auditor AS SELECT number FROM voucher WHERE external_ref IS NOT NULL")
    assert _look_at(older) is None
    assert fetch(older, "SELECT count(*) FROM milik_auditor") == [(2,)]


def test_a_file_whose_rows_have_lost_each_other_is_not_brought_up_to_date(older):
    """It is found before anything of it is changed."""
    execute(older, "DROP TRIGGER imported_voucher_no_replace")
    execute(older, "INSERT INTO imported_voucher VALUES (99, 'x')")
    before = older.read_bytes()
    with pytest.raises(store.LedgerUnusableError):
        _look_at(older)
    assert older.read_bytes() == before


@pytest.mark.parametrize("brought", ["new", "older"])
def test_a_number_is_free_once_its_voucher_is_taken_back(filled, older, brought):
    """It can be used once more and no oftener, however the row is written; no other program passes the trigger."""
    path = filled if brought == "new" else shutil.copy(older, older.with_name("naik.db"))
    assert _look_at(path) is None
    record(path, [_NUMBERED])
    number = fetch(path, "SELECT max(number) FROM voucher WHERE external_ref = 'KW-1'")[0][0]
    with pytest.raises(sqlite3.IntegrityError, match="masih dipakai"):
        record(path, [_NUMBERED])
    with pytest.raises(sqlite3.IntegrityError, match="masih dipakai"):
        record(path, [replace(cash_in(_DAY, 900), external_ref="KW-2")])
    _take_back(path, number)
    record(path, [_NUMBERED])

    assert _look_at(path) is None
    assert fetch(path, "SELECT count(*) FROM voucher WHERE external_ref = 'KW-1'") == [(3,)]


def test_a_number_is_found_by_its_index(filled):
    """The trigger asks it of every voucher that is recorded."""
    asked = "EXPLAIN QUERY PLAN SELECT 1 FROM voucher WHERE external_ref = 'KW-1'"
    assert "voucher_by_own_number" in fetch(filled, asked)[0][-1]
