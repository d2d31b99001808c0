"""One loan, one KSM, one voucher is found by an index: a book of thirty years answers as a new one does."""

import re
import shutil
import sqlite3
from contextlib import closing

import pytest

_GROWING = re.compile(r"SCAN (?:transfer|voucher|instalment|schedule|loan|member|t|v|p|line)\b")
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
    assert _scans(demonstration, run, monkeypatch, words) == []


def test_the_balance_sheet_takes_its_sums_from_an_index(demonstration, run, monkeypatch):
    """The rows of vouchers and transfers are left alone: one index has all sums by account in order."""
    shutil.copyfile(demonstration.ledger, run.ledger)
    scans = _scans(demonstration, run, monkeypatch, ("laporan", "2023-01", "--hanya", "neraca"))
    assert set(scans) <= {"SCAN transfer USING COVERING INDEX transfer_by_account"}


def test_the_acts_of_the_board_are_looked_up_among_the_vouchers_of_their_days(demonstration, run, monkeypatch):
    """Vouchers and transfers are found by index, whatever their number."""
    shutil.copyfile(demonstration.ledger, run.ledger)
    scans = _scans(demonstration, run, monkeypatch, ("ba", "perlu", "--per", "2023-01-31"))
    assert set(scans) <= {"SCAN loan"}


def _scans(demonstration, run, monkeypatch, words):
    """Return how the statements of a command go through a whole table that grows, where one does."""
    asked: list[str] = []
    connect = sqlite3.connect

    def overheard(*where, **options):
        connection = connect(*where, **options)
        connection.set_trace_callback(asked.append)
        return connection

    monkeypatch.setattr(sqlite3, "connect", overheard)
    assert run(*words).status == 0
    monkeypatch.undo()
    assert len(asked) > 5

    with closing(sqlite3.connect(demonstration.ledger)) as connection:
        return [
            plan
            for statement in asked
            if re.match(r"\s*(?:SELECT|WITH)\b", statement) and not _NEWEST.search(statement)
            for *_, plan in connection.execute(f"EXPLAIN QUERY PLAN {statement}")
            if _GROWING.match(plan)
        ]
