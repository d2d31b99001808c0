"""The schema of a ledger file: its stamps, its address, and how an older one is brought up to date."""

import json
from os import fsencode
from pathlib import Path, PurePath
from sqlite3 import Connection
from typing import Final
from urllib.parse import quote

from danabergulir.errors import LedgerUnusableError

APPLICATION_ID: Final = 0x44425247
"""``DBRG`` in the file's header: what tells a ledger from any other SQLite file."""

SCHEMA_VERSION: Final = 12
MIGRATIONS: Final = Path(__file__).parents[1] / "migrations"
FRESH: Final = Path(__file__).with_name("fresh_schema.json")
"""What the migrations make, in the order in which it is made, written by the tests.

A new ledger is made of it: twelve versions one after the other take many times as long, and Alembic's import with them.
"""

BUSY_SECONDS: Final = 5
"""How long a writer waits for another window before it gives up."""


def migrate(connection: Connection) -> None:
    """Bring the schema of an open file to the newest version and stamp the file, in one transaction left open.

    What the caller's transaction holds so far is dropped: SQLAlchemy rolls back when it first meets a connection. That
    of an older file is good for this transaction alone, for SQLite minds no foreign key on it any more.
    """
    # only an older file pays for these
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from sqlalchemy import create_engine  # noqa: PLC0415
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415
    from sqlalchemy.pool import StaticPool  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    # nothing is rolled back when Alembic is done with the connection
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool, pool_reset_on_return=None)
    link = engine.connect()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version:  # A table with rows that others belong to is built anew while SQLite looks away, as it wants it to be.
        connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    link.begin()  # known to have begun, the transaction is left for the caller to end
    config.attributes["connection"] = link
    try:
        command.upgrade(config, "head")
    except DBAPIError as error:
        raise (error.orig or error) from None
    orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
    assert orphan is None, orphan
    _stamp(connection)


def lay_out(connection: Connection) -> None:
    """Give an empty file the newest schema, without a single row: not even who the ledger is."""
    for _, _, _, sql in json.loads(FRESH.read_text(encoding="utf-8")):
        if sql is not None:  # SQLite makes the indexes of keys by itself
            connection.execute(sql)
    connection.execute("INSERT INTO alembic_version (version_num) VALUES (?)", (str(SCHEMA_VERSION),))
    _stamp(connection)


def _stamp(connection: Connection) -> None:
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def address(path: PurePath, mode: str) -> str:
    """Return the SQLite URI of an absolute or relative path; ``mode`` is ``ro`` or ``rw``, and nothing is created."""
    name = (path.absolute() if isinstance(path, Path) else path).as_posix()
    # A share of another computer (//server/folder) keeps both strokes: SQLite takes no host in the usual place.
    return f"file://{'' if name.startswith('/') else '/'}{quote(fsencode(name), safe='/:')}?mode={mode}"


def newer_schema(path: Path, version: int) -> LedgerUnusableError:
    """Return the error about a file whose schema is newer than this program."""
    return LedgerUnusableError(
        f"buku ini dibuat program yang lebih baru: {path}",
        f"Pasang danabergulir terbaru (buku: susunan {version}, program: susunan {SCHEMA_VERSION}). "
        "Buku ini tidak diubah.",
    )
