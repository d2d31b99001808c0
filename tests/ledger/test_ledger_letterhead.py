"""The letterhead in the ledger: its versions, its picture kept once, and a ledger from before there was one."""

import sqlite3
from contextlib import closing
from datetime import date

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.file.schema import APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION
from danabergulir.ledger.read import registers
from ledger.small_ledger import OPENED_ON, fetch, written
from pictures import PNG, SVG
from reports.small_books import PROFILE

_NEXT_DAY = date(2023, 1, 1)
_LATER = date(2023, 3, 1)
_DRESSED = replace(PROFILE, signers=("Manajer UPK", 'Pembuku "Bu"'), logo=PNG, colour="#24578f")


def _profile(path, as_of):
    with store.reading(path) as connection:
        return registers.profile(connection, as_of)


def test_the_letterhead_is_that_of_the_day(blank_ledger):
    """An older report keeps the letterhead of its day, the picture included."""
    with written(blank_ledger) as writer:
        writer.set_profile(_DRESSED, _NEXT_DAY)
        writer.set_profile(replace(_DRESSED, logo=SVG, signers=()), _LATER)

    found = [_profile(blank_ledger, day) for day in (OPENED_ON, _NEXT_DAY, _LATER)]
    assert found == [PROFILE, _DRESSED, replace(_DRESSED, logo=SVG, signers=())]


def test_a_picture_is_kept_once(blank_ledger):
    """However many versions of the profile show it."""
    with written(blank_ledger) as writer:
        for address in ("Jl. Satu", "Jl. Dua", "Jl. Tiga"):
            writer.set_profile(replace(_DRESSED, address=address), _NEXT_DAY)

    assert fetch(blank_ledger, "SELECT count(*), count(DISTINCT logo) FROM profile WHERE logo IS NOT NULL") == [(3, 1)]
    assert fetch(blank_ledger, "SELECT content FROM logo") == [(PNG,)]


@pytest.fixture
def undressed(blank_ledger, tmp_path):
    """Return a ledger of the first schema, from before there was a letterhead, with the rows of the blank one."""
    path = tmp_path / "lama.db"
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(f"sqlite:///{path.as_posix()}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "1")
    engine.dispose()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS newest", (str(blank_ledger),))
        for table in ("book", "profile", "policy", "account", "ksm"):
            names = ", ".join(name for _, name, *_ in connection.execute(f"PRAGMA main.table_info({table})"))
            connection.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM newest.{table}")
        connection.execute(f"PRAGMA main.application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA main.user_version = 1")
    return path


def _schema(path):
    return sorted(fetch(path, "SELECT type, name, tbl_name FROM sqlite_schema"))


def test_a_ledger_of_the_first_schema_opens_without_a_letterhead(undressed):
    """It is brought up to date by the first look at it, and its profile is what it was."""
    assert _profile(undressed, OPENED_ON) == PROFILE
    assert fetch(undressed, "PRAGMA user_version") == [(SCHEMA_VERSION,)]


def test_a_ledger_brought_up_to_date_is_as_a_new_one(undressed, tmp_path):
    """The same tables, indexes and triggers, and a letterhead can be put on it."""
    with store.creating(tmp_path / "baru.db"):
        pass
    with written(undressed) as writer:
        writer.set_profile(_DRESSED, _NEXT_DAY)

    assert _schema(undressed) == _schema(tmp_path / "baru.db")
    assert _profile(undressed, _NEXT_DAY) == _DRESSED
