"""The schema of the file compared with that of a ledger made today: tables and rules, triggers, indexes, views."""

import json
import sqlite3
from typing import Any, Final

from danabergulir.domain.checks import Checked, Place, judged
from danabergulir.ledger.file import schema
from danabergulir.ledger.proofs.integrity import UNSOUND

_WORDS: Final = {"table": "tabel", "index": "indeks", "trigger": "pengunci", "view": "tampilan"}
_QUERY: Final = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid"


def found(connection: sqlite3.Connection) -> list[list[Any]]:
    """Return all that the file's schema says, in the order of making: kind, name, table and statement."""
    return [list(row) for row in connection.execute(_QUERY)]


def guards(connection: sqlite3.Connection) -> Checked:
    """Return whether the schema is that of a fresh ledger: whatever refuses a change stands, and nothing else does."""
    fresh = {
        (kind, name): (table, sql) for kind, name, table, sql in json.loads(schema.FRESH.read_text(encoding="utf-8"))
    }
    here = {(kind, name): (table, sql) for kind, name, table, sql in found(connection)}
    unlocked, faults, places = set(), [], []
    for key in sorted(fresh.keys() | here.keys()):
        if fresh.get(key) == here.get(key):
            continue
        kind, name = key
        table = (fresh.get(key) or here[key])[0]
        what = "tidak ada" if key not in here else "bukan dari program" if key not in fresh else "lain"
        places.append(Place(f"{_WORDS[kind]} {what}", table))
        if kind == "trigger" and key in fresh:
            unlocked.add(table)
        elif key not in fresh:
            faults.append(f"{_WORDS[kind]} {name} bukan dari program")
        elif key not in here:
            faults.append(f"{_WORDS[kind]} {name} tidak ada")
        else:
            faults.append(f"{_WORDS[kind]} {name} tidak lagi seperti yang dibuat program")
    faults = [f"tabel {table} tidak terkunci" for table in sorted(unlocked)] + faults
    stamps = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    if stamps != [(str(schema.SCHEMA_VERSION),)]:
        faults.append("tabel alembic_version tidak lagi seperti yang dibuat program")
        places.append(Place("berubah", "alembic_version"))
    return judged(
        "Pengunci tabel",
        "Semua pengunci terpasang: baris lama tidak dapat diubah atau dihapus.",
        faults,
        UNSOUND,
        places=places,
    )
