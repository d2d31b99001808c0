"""A laptop whose clock is wrong, a ledger of another version of the program, and a folder that is copied around."""

import os
import shutil
import signal
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import PurePosixPath, PureWindowsPath

import pytest

from conftest import WIB
from danabergulir.cli.synced import synced_folder
from danabergulir.ledger.file import backups, copies, schema
from danabergulir.ledger.file.schema import MIGRATIONS, SCHEMA_VERSION
from faults.child import forked, killed_at, lying_in, needs_fork
from ledger.small_ledger import execute, fetch

_CASH_IN = ("kas", "masuk", "31010", "1jt", "Modal lagi")


@pytest.mark.parametrize(
    ("dated_on", "cause"),
    [
        ("2026-11-22", "tanggal 22-11-2026 belum tiba (hari ini 21-11-2026)"),
        ("2025-12-30", "tanggal 30-12-2025 sebelum saldo awal buku (31-12-2025)"),
    ],
)
def test_an_entry_dated_in_the_future_or_before_the_opening_is_refused(used, numbers, dated_on, cause):
    """A slip of the finger is found at once, and so is a clock that is behind."""
    before = numbers()
    refused = used(*_CASH_IN, "--tanggal", dated_on)

    assert (refused.status, refused.stdout) == (4, "")
    assert refused.stderr.startswith(f"Galat: {cause}\n")
    assert numbers() == before


def test_an_entry_into_a_closed_month_is_refused(used, numbers):
    """A clock that fell back behind the last closed month cannot write into it."""
    closed = used("tutup", "bulan", "2026-01", "--biarkan-cadangan")
    assert closed.status == 0, closed.stderr
    before = numbers()
    refused = used(*_CASH_IN, "--tanggal", "2026-01-31")

    assert (refused.status, refused.stdout) == (4, "")
    assert refused.stderr.startswith("Galat: tanggal 31-01-2026 sudah ditutup (sampai 31-01-2026)\n")
    assert numbers() == before


def test_a_clock_that_fell_back_does_not_disturb_the_order(used, clock):
    """The time of recording stands apart from the date; what counts is the sequence."""
    clock(datetime(2026, 1, 20, 8, 0, tzinfo=WIB))
    assert used(*_CASH_IN, "--tanggal", "2026-01-20").status == 0
    rows = fetch(used.ledger, "SELECT number, substr(recorded_at, 1, 10) FROM voucher ORDER BY sequence")

    assert rows[-2:] == [("BKM-2026-0003", "2026-11-21"), ("BKM-2026-0004", "2026-01-20")]
    assert copies.inspect(used.ledger).last_voucher == "BKM-2026-0004"


def test_a_clock_that_fell_back_does_not_lose_the_backup_just_made(used, clock):
    """Only the oldest names go; the one just made stays even when its name is the oldest of all."""
    (used.folder / "aturan.toml").write_text("[cadangan_data]\nsimpan = 1\n", encoding="utf-8")
    assert used("kebijakan", "tetapkan", "aturan.toml", "--mulai", "2026-01-01").status == 0
    clock(datetime(2026, 1, 20, 8, 0, tzinfo=WIB))
    assert used("cadangkan").status == 0

    assert [path.name for path in (used.folder / "cadangan").iterdir()] == ["upk-2026-01-20-0800.db"]


@pytest.mark.parametrize(
    "words",
    [
        ("laporan", "2026-01"),
        (*_CASH_IN, "--tanggal", "2026-01-20"),
        ("cadangkan",),
        ("akun", "daftar"),
        ("batal", "BKM-2026-0001", "--alasan", "x"),
    ],
)
def test_a_ledger_of_a_newer_program_is_neither_read_nor_written(used, words):
    """The version is named, so that the treasurer knows what to install."""
    execute(used.ledger, "PRAGMA user_version = 99")
    before = used.ledger.read_bytes()
    refused = used(*words)

    assert (refused.status, refused.stdout) == (5, "")
    assert refused.stderr == (
        "Galat: buku ini dibuat program yang lebih baru: upk.db\n"
        f"Saran: Pasang danabergulir terbaru (buku: susunan 99, program: susunan {SCHEMA_VERSION}). "
        "Buku ini tidak diubah.\n"
    )
    assert used.ledger.read_bytes() == before


_NEXT = SCHEMA_VERSION + 1
_MIGRATION = f'''\
"""A schema of tomorrow."""
from alembic import op

revision = "{_NEXT}"
down_revision = "{SCHEMA_VERSION}"


def upgrade():
    op.execute("CREATE TABLE remark (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT")
    op.execute("INSERT INTO remark SELECT sequence, memo FROM voucher")
    op.execute("ALTER TABLE cash_count ADD COLUMN place TEXT NOT NULL DEFAULT ''")
    ENDING
'''


@pytest.fixture
def tomorrow(used, monkeypatch):
    """Return a function that makes the program one schema newer; a line of Python may end its migration."""

    def come(ending: str = "pass") -> None:
        folder = used.folder / "migrations"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / "tomorrow.py").write_text(_MIGRATION.replace("ENDING", ending), encoding="utf-8")
        monkeypatch.setattr(schema, "MIGRATIONS", folder)
        monkeypatch.setattr(schema, "SCHEMA_VERSION", _NEXT)

    return come


def _version(path) -> int:
    return fetch(path, "PRAGMA user_version")[0][0]


@pytest.mark.parametrize("words", [("akun", "daftar"), (*_CASH_IN, "--tanggal", "2026-01-20")], ids=["read", "write"])
def test_an_older_ledger_is_backed_up_and_then_brought_up_to_date(used, tomorrow, words):
    """The command that opens it first does so, and goes on as if nothing had been."""
    before = copies.inspect(used.ledger)
    tomorrow()
    opened = used(*words)
    kept = used.folder / "cadangan" / f"upk-susunan-{_NEXT - 1}.db"

    assert opened.status == 0, opened.stderr
    assert _version(used.ledger) == _NEXT
    assert fetch(used.ledger, "SELECT text FROM remark ORDER BY id")[:3] == [(f"Modal ke-{n}",) for n in (1, 2, 3)]
    assert (_version(kept), copies.inspect(kept).head) == (_NEXT - 1, before.head)


def test_an_older_backup_stays_as_it_is_when_it_is_looked_through(used, tomorrow):
    """Restoring it brings the copy up to date, not the backup."""
    backup_file = used.folder / "cadangan" / "upk-2026-11-21-0800.db"
    before = backup_file.read_bytes()
    tomorrow()
    assert used("pulihkan", str(backup_file), "--ya").status == 0
    assert used("akun", "daftar").status == 0

    assert (_version(used.ledger), backup_file.read_bytes()) == (_NEXT, before)


def test_a_migration_that_fails_leaves_the_older_ledger(used, tomorrow):
    """All of it or nothing of it, and the command says that the book cannot be used."""
    before = used.ledger.read_bytes()
    tomorrow("op.execute('INSERT INTO nowhere VALUES (1)')")
    failed = used("akun", "daftar")

    assert (failed.status, failed.stdout, used.ledger.read_bytes()) == (5, "", before)
    assert failed.stderr.startswith("Galat: ")


@needs_fork
def test_a_migration_killed_at_any_statement_is_done_whole_or_not_at_all(used, tomorrow):
    """The next command finds the older or the newer schema, never one between, and finishes the work."""
    untouched = used.ledger.read_bytes()
    tomorrow()
    assert used("akun", "daftar").status == 0
    seen, finished = set(), set()
    for step in range(1, 200):
        used.ledger.write_bytes(untouched)
        child = forked(used, "akun", "daftar", first=killed_at(step))
        tables = fetch(used.ledger, "SELECT count(*) FROM sqlite_schema WHERE name = 'remark'")[0][0]
        seen.add((child.status, _version(used.ledger), tables))
        left_behind = lying_in(used.folder)
        if left_behind not in finished:
            assert used("akun", "daftar").status == 0
            assert _version(used.ledger) == _NEXT
            finished.add(left_behind)
        if child.status == 0:
            break
        for left in (used.folder / "cadangan").glob("upk-susunan-*"):
            left.unlink()

    assert seen == {(-signal.SIGKILL, _NEXT - 1, 0), (-signal.SIGKILL, _NEXT, 1), (0, _NEXT, 1)}


def test_a_damaged_older_ledger_is_not_brought_up_to_date(used, tomorrow):
    """First the copy must be good; a migration would only bury what is left."""
    with closing(sqlite3.connect(used.ledger)) as connection, connection:
        connection.execute("DROP TRIGGER voucher_no_update")
        connection.execute("UPDATE voucher SET memo = 'x' WHERE sequence = 2")
    before = used.ledger.read_bytes()
    tomorrow()
    refused = used("akun", "daftar")

    assert refused.status == 5
    assert "BKM-2026-0002" in refused.stderr
    assert used.ledger.read_bytes() == before


def test_a_book_in_a_synced_folder_is_warned_about_when_it_is_written(used):
    """Once, after the command; reading it is harmless."""
    folder = used.folder / "OneDrive - Kantor"
    folder.mkdir()
    shutil.copyfile(used.ledger, folder / "upk.db")
    there = ("--buku", str(folder / "upk.db"))
    written, read = used(*there, *_CASH_IN, "--tanggal", "2026-01-20"), used(*there, "akun", "daftar")

    assert written.status == 0
    assert written.stderr.count("Peringatan: buku ini ada di OneDrive - Kantor") == 1
    assert read.stderr == ""
    assert fetch(folder / "upk.db", "PRAGMA journal_mode") == [("delete",)]


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        (PureWindowsPath(r"C:\Users\Ani\OneDrive\UPK\upk.db"), "OneDrive"),
        (PureWindowsPath(r"D:\Google Drive\upk.db"), "Google Drive"),
        (PureWindowsPath(r"G:\My Drive\upk.db"), "My Drive"),
        (PureWindowsPath(r"\\kantor\bersama\upk.db"), "\\\\kantor\\bersama"),
        (PurePosixPath("/home/ani/Dropbox/upk.db"), "Dropbox"),
        (PurePosixPath("/Users/ani/Library/Mobile Documents/upk.db"), "Mobile Documents"),
        (PurePosixPath("/home/ani/iCloudDrive/upk.db"), "iCloudDrive"),
        (PurePosixPath("/home/ani/upk/onedrive.db"), None),
        (PureWindowsPath(r"C:\Users\Ani\Documents\upk.db"), None),
    ],
)
def test_synced_folders_and_shares_are_known_by_their_names(path, folder):
    """The folder counts, not the name of the file."""
    assert synced_folder(path) == folder


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (PureWindowsPath(r"C:\UPK\buku #1.db"), "file:///C:/UPK/buku%20%231.db?mode=rw"),
        (PureWindowsPath(r"\\kantor\bersama\upk.db"), "file:////kantor/bersama/upk.db?mode=rw"),
        (PurePosixPath("/home/ani/50%?.db"), "file:///home/ani/50%25%3F.db?mode=rw"),
    ],
)
def test_a_book_on_a_share_has_an_address_that_sqlite_takes(path, address):
    """SQLite takes no host where an address usually has it."""
    assert schema.address(path, "rw") == address


@needs_fork
def test_a_backup_that_is_killed_leaves_no_file_that_looks_like_one(used, monkeypatch):
    """What was broken off has another name, and goes with the next backup."""
    with monkeypatch.context() as patch:
        patch.setattr(backups, "proved", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        assert forked(used, "cadangkan").status == -signal.SIGKILL
    folder = used.folder / "cadangan"
    left = sorted(path.name for path in folder.iterdir())
    assert used("cadangkan").status == 0

    assert left == ["upk-2026-11-21-0800-2.db.baru", "upk-2026-11-21-0800.db"]
    assert sorted(path.name for path in folder.iterdir()) == ["upk-2026-11-21-0800-3.db", "upk-2026-11-21-0800.db"]
