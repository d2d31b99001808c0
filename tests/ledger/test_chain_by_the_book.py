"""The chain worked out from ``examples/rantai.md`` alone, with the standard library and none of the program's code."""

import hashlib
import hmac
import json
import sqlite3
from contextlib import closing

import pytest

from operations.full_ledger import build_full_ledger

_PRIVATE = {
    *(("ksm", "chair"), ("ksm", "phone"), ("member", "name"), ("member", "nik")),
    *(("rw_head", "phone"), ("reminder", "recipient"), ("complaint", "person"), ("complaint", "contact")),
}


def _text(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _hmac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256)


def _digest(connection, table, key, secret):
    """Return the digest of the row with that key, as the page tells."""
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    keys = [name for _, name in sorted((number, name) for _, name, *_, number in columns if number)]
    wanted = json.loads(key) if key.startswith("[") else [key]
    where = " AND ".join(f"{name} = ?" for name in keys)
    row = connection.execute(f"SELECT * FROM {table} WHERE {where}", wanted).fetchone()
    cells = {column[1]: value for column, value in zip(columns, row, strict=True) if value is not None}
    if table == "voucher":
        return bytes.fromhex(cells["digest"])
    for name, value in cells.items():
        if (table, name) in _PRIVATE and value:
            salt = _hmac(secret, _text([table, key, name])).digest()
            cells[name] = {"hmac": _hmac(salt, value).hexdigest()}
        elif isinstance(value, bytes):
            cells[name] = {"sha256": hashlib.sha256(value).hexdigest()}
    content = [table, cells]
    if table == "schedule":
        query = "SELECT number, due_on, principal, jasa, titipan FROM instalment WHERE loan = ? AND version = ? "
        content.append(connection.execute(query + "ORDER BY number", wanted).fetchall())
    return hashlib.sha256(_text(content).encode()).digest()


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Return a ledger with rows of every kind."""
    return build_full_ledger(tmp_path_factory.mktemp("rantai") / "upk.db")


def test_a_program_that_knows_the_page_comes_to_the_same_heads(path):
    """From the first entry to the last, of every table."""
    with closing(sqlite3.connect(path)) as connection:
        upk_id, secret, sealed_to = connection.execute("SELECT upk_id, secret, sealed_to FROM identity").fetchone()
        head = hashlib.sha256(_text(["identity", {"sealed_to": sealed_to, "upk_id": upk_id}]).encode()).digest()
        entries = connection.execute("SELECT seq, table_name, row_key, head FROM seal ORDER BY seq").fetchall()
        for seq, table, key, stored in entries:
            head = hashlib.sha256(head + _digest(connection, table, key, secret)).digest()
            assert head == stored, (seq, table, key)

    assert upk_id == hashlib.sha256(b"id_upk" + secret).hexdigest()[:16]
    assert len(entries) > 60
    assert {table for _, table, *_ in entries} > {"ksm", "member", "schedule", "logo", "closing", "voucher", "reminder"}
