"""One loan, one KSM, one voucher is found by an index: a book of thirty years answers as a new one does."""

import re
import shutil
import sqlite3
from contextlib import closing

import pytest

_GROWING = re.compile(r"SCAN (?:transfer|voucher|instalment|schedule|loan|member|t|v|line)\b")
_NEWEST = re.compile(r"ORDER BY sequence DESC LIMIT 1\s*$")
"""The last row of a table is found at once."""


@pytest.mark.parametrize(
    "words",
    [
        ("terima", "K-12", "100.000", "--tanggal", "2023-02-01"),
        ("kas", "keluar", "51030", "10.000", "Kertas", "--tanggal", "2023-02-01"),
        ("batal", "BKM-2023-0009", "--alasan", "salah", "--tetap"),
        ("pinjaman", "kartu", "P-0046"),
        ("pinjaman", "jadwal", "K-12"),
        ("ksm", "lihat", "K-12"),
        ("anggota", "daftar", "K-12"),
        ("denda", "lihat", "K-12"),
        ("bukti", "BKM-2023-0009"),
    ],
    ids=" ".join,
)
def test_no_statement_about_one_thing_reads_the_whole_book(demonstration, run, monkeypatch, words):
    """SQLite says of every statement of the command how it finds its rows."""
    shutil.copyfile(demonstration.ledger, run.ledger)
    asked: list[str] = []
    connect = sqlite3.connect

    def overheard(*where, **options):
        connection = connect(*where, **options)
        connection.set_trace_callback(asked.append)
        return connection

    monkeypatch.setattr(sqlite3, "connect", overheard)
    assert run(*words).status == 0
    monkeypatch.undo()

    with closing(sqlite3.connect(demonstration.ledger)) as connection:
        whole = [
            statement
            for statement in asked
            if re.match(r"\s*(?:SELECT|WITH)\b", statement)
            and any(_GROWING.match(plan) for *_, plan in connection.execute(f"EXPLAIN QUERY PLAN {statement}"))
        ]
    assert [statement for statement in whole if not _NEWEST.search(statement)] == []
    assert len(asked) > 5
