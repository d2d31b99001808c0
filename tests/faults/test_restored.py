"""Going back to a backup: checked before the swap, the old file kept, and what would be lost told first."""

import os
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from danabergulir.ledger.file import backups, copies, schema
from danabergulir.ledger.file.schema import SCHEMA_VERSION
from faults.child import forked, needs_fork
from ledger.small_ledger import execute

_BACKUP = str(Path("cadangan", "upk-2026-11-21-0800.db"))
_KEPT = "upk.db.sebelum-pulih-2026-11-21-0800"
_MORE = ("kas", "masuk", "31010", "1jt", "Modal lagi", "--tanggal", "2026-01-10")


def test_what_is_newer_than_the_backup_is_told_before_anything_is_replaced(used):
    """Where nobody can be asked, the option is named and nothing happens."""
    assert used(*_MORE).status == 0
    assert used("ksm", "tambah", "MAWAR", "KSM Mawar", "--rw", "05", "--rt", "003").status == 0
    before = used.ledger.read_bytes()
    refused = used("pulihkan", _BACKUP)

    assert (refused.status, refused.stdout) == (2, "")
    assert refused.stderr.splitlines() == [
        "Cadangan buku ini utuh. Jumlah bukti 3, bukti terakhir BKM-2026-0003, 03-01-2026.",
        "Peringatan: 1 bukti tidak ada di cadangan buku ini: BKM-2026-0004.",
        "Peringatan: 1 catatan lain (KSM, pinjaman, kebijakan, ...) tidak ada di cadangan buku ini.",
        "Galat: pilihan --ya belum diisi",
        "Saran: Tambahkan --ya pada perintah ini.",
    ]
    assert used.ledger.read_bytes() == before


def test_a_backup_of_a_ledger_that_lost_something_says_so(used):
    """The next backup would speak for the ledger as it is now; the older one is still there to compare."""
    last = "(SELECT max(sequence) FROM voucher)"
    for statement in (
        "DROP TRIGGER transfer_no_delete",
        "DROP TRIGGER voucher_no_delete",
        "DROP TRIGGER seal_no_delete",
        f"DELETE FROM transfer WHERE voucher = {last}",
        f"DELETE FROM voucher WHERE sequence = {last}",
        "DELETE FROM seal WHERE seq = (SELECT max(seq) FROM seal)",
    ):
        execute(used.ledger, statement)
    made = used("cadangkan")

    assert made.status == 0
    assert made.stderr.startswith("Peringatan: BKM-2026-0003 tidak lagi seperti di upk-2026-11-21-0800.db.")
    assert used("cadangkan").stderr.startswith("Peringatan: BKM-2026-0003 tidak lagi seperti")


def test_a_ledger_with_a_changed_row_is_not_backed_up(used):
    """A copy of it would prove nothing; the older backup is named."""
    execute(used.ledger, "DROP TRIGGER profile_no_update")
    execute(used.ledger, "UPDATE profile SET upk = 'UPK Lain'")
    refused = used("cadangkan")

    assert refused.status == 5
    assert "tabel profile baris 1 tidak lagi seperti saat dicatat" in refused.stderr
    assert "upk-2026-11-21-0800.db" in refused.stderr


def test_what_the_backup_holds_otherwise_is_told_too(used):
    """A name that another history of the book has otherwise is as much missing as one that was never there."""
    other = used.folder / "lain.db"
    shutil.copyfile(used.ledger, other)
    for path, name in ((other, "KSM Melati"), (used.ledger, "KSM Mawar")):
        words = ("ksm", "tambah", "MAWAR", name, "--rw", "05", "--rt", "003")
        assert used("--buku", str(path), *words).status == 0

    assert used("pulihkan", other.name).stderr.splitlines()[1] == (
        "Peringatan: 1 catatan lain (KSM, pinjaman, kebijakan, ...) tidak ada di cadangan buku ini."
    )


@pytest.mark.parametrize(("answer", "status", "vouchers"), [("ya\n", 0, 3), ("tidak\n", 4, 4), ("\n\nya\n", 0, 3)])
def test_a_person_at_the_terminal_is_asked(used, numbers, answer, status, vouchers):
    """Only a yes replaces the book."""
    assert used(*_MORE).status == 0
    answered = used("pulihkan", _BACKUP, typed=answer)

    assert (answered.status, len(numbers())) == (status, vouchers)


def test_the_present_ledger_is_kept_whole(used):
    """Whoever restored the wrong backup can go back."""
    assert used(*_MORE).status == 0
    before = used.ledger.read_bytes()
    assert used("pulihkan", _BACKUP, "--ya").status == 0
    assert (used.folder / _KEPT).read_bytes() == before
    assert used("pulihkan", _KEPT, "--ya").status == 0

    assert copies.inspect(used.ledger).vouchers == 4
    assert copies.inspect(used.folder / f"{_KEPT}-2").vouchers == 3


def _cut(path: Path):
    path.write_bytes(path.read_bytes()[:9000])


def _newer(path: Path):
    execute(path, f"PRAGMA user_version = {SCHEMA_VERSION + 98}")


def _changed(path: Path):
    amount = (3_824_753).to_bytes(3, "big")
    path.write_bytes(path.read_bytes().replace(amount, (3_824_752).to_bytes(3, "big")))


@pytest.mark.parametrize(
    ("spoil", "cause"),
    [
        (_cut, "file rusak, isinya tidak utuh"),
        (_newer, "buku ini dibuat program yang lebih baru"),
        (_changed, "file rusak, mulai bukti BKM-2026-0002 tidak lagi seperti saat dicatat"),
        (Path.unlink, "file tidak ada"),
        (lambda path: path.write_text("Buku kas", encoding="utf-8"), "file ini bukan buku danabergulir"),
    ],
)
def test_a_backup_that_is_not_sound_replaces_nothing(used, spoil, cause):
    """It is looked through first, and the reason is told."""
    spoil(used.folder / _BACKUP)
    before = used.ledger.read_bytes()
    refused = used("pulihkan", _BACKUP, "--ya")

    assert (refused.status, refused.stdout) == (5, "")
    assert refused.stderr.startswith(f"Galat: {cause}: {_BACKUP}\n")
    assert used.ledger.read_bytes() == before
    assert sorted(path.name for path in used.folder.iterdir()) == ["cadangan", "upk.db"]


def test_an_older_book_of_the_same_chain_may_be_restored_over_another_one(used, started_ledger):
    """Two books that went different ways: everything that is only in the present one is told."""
    shutil.copyfile(started_ledger, used.ledger)
    assert used(*_MORE).status == 0
    restored = used("pulihkan", _BACKUP, "--ya")

    assert restored.status == 0
    assert "1 bukti tidak ada di cadangan buku ini: BKM-2026-0001.\n" in restored.stderr


def test_a_stale_journal_does_not_spoil_the_restored_ledger(used, numbers):
    """It goes along with the file it belongs to; SQLite would play it back into the new one."""
    before = numbers()
    with closing(sqlite3.connect(used.ledger, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        connection.execute("INSERT INTO cash_count VALUES (1, '2026-01-10', '2026-01-10', 1, 1, '')")
        connection.execute("PRAGMA cache_spill = 1")
        journal = used.folder / "upk.db-journal"
        stale = journal.read_bytes()
        connection.rollback()
    used.ledger.write_bytes(b"x" * 5000)
    journal.write_bytes(stale)
    restored = used("pulihkan", _BACKUP, "--ya")

    assert restored.status == 0, restored.stderr
    assert (numbers(), journal.exists()) == (before, False)
    assert (used.folder / f"{_KEPT}-journal").read_bytes() == stale


def test_a_ledger_in_use_is_not_replaced(used, monkeypatch):
    """The other window would go on writing into a file that is no longer the book."""
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.1)
    before = used.ledger.read_bytes()
    with closing(sqlite3.connect(used.ledger, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        refused = used("pulihkan", _BACKUP, "--ya")

    assert (refused.status, refused.stdout) == (5, "")
    assert "Galat: buku sedang dipakai jendela lain: upk.db\n" in refused.stderr
    assert used.ledger.read_bytes() == before


@needs_fork
@pytest.mark.parametrize("moment", ["_release", "_set_aside", "os.link", "Path.replace"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_restore_that_is_killed_leaves_a_whole_ledger(used, monkeypatch, moment, after):
    """At every moment either the old book or the backup stands under the ledger's name; doing it again works."""
    assert used(*_MORE).status == 0
    owner, name = {"os.link": (os, "link"), "Path.replace": (Path, "replace")}.get(moment, (backups, moment))
    real = getattr(owner, name)

    def killing(*arguments):
        if after:
            real(*arguments)
        os.kill(os.getpid(), signal.SIGKILL)

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, killing)
        child = forked(used, "pulihkan", _BACKUP, "--ya")

    assert child.status == -signal.SIGKILL, child.stderr
    assert copies.inspect(used.ledger).vouchers == (3 if after and moment == "Path.replace" else 4)
    assert used("pulihkan", _BACKUP, "--ya").status == 0
    assert copies.inspect(used.ledger).vouchers == 3
    assert not (used.folder / "upk.db.baru").exists()
