"""Files that are damaged, foreign, missing or copied badly: stop, say which and why, name the newest good backup."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from danabergulir.ledger.file import chain, store
from ledger.small_ledger import execute, fetch

_GOOD = str(Path("cadangan", "upk-2026-11-21-0800.db"))
_READING = ("laporan", "2026-01", "--hanya", "neraca")
_WRITING = ("kas", "masuk", "31010", "1jt", "Modal lagi", "--tanggal", "2026-01-10")
_each_command = pytest.mark.parametrize("words", [_READING, _WRITING, ("cadangkan",)], ids=["read", "write", "back up"])


def _cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _header_overwritten(path):
    path.write_bytes(b"Buku kas UPK 2026\n" + path.read_bytes()[18:])


def _emptied(path):
    path.write_bytes(b"")


def _pages_overwritten(path):
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))


def _removed(path):
    path.unlink()


def _foreign(path):
    path.unlink()
    execute(path, "CREATE TABLE song (title TEXT)")


@_each_command
@pytest.mark.parametrize("damage", [_cut, _header_overwritten, _emptied, _pages_overwritten, _removed, _foreign])
def test_a_file_beyond_use_stops_every_command_and_names_the_good_backup(used, damage, words):
    """Status 5, two lines, nothing changed, and the next step can be copied from the screen."""
    damage(used.ledger)
    before = used.ledger.read_bytes() if used.ledger.exists() else None
    stopped = used(*words)

    assert (stopped.status, stopped.stdout) == (5, "")
    assert stopped.stderr.splitlines()[0].startswith("Galat: ")
    assert stopped.stderr.splitlines()[0].endswith(": upk.db")
    assert stopped.stderr.splitlines()[1:] == [
        f'Saran: Pulihkan cadangan buku terakhir yang baik: danabergulir pulihkan "{_GOOD}"'
    ]
    assert (used.ledger.read_bytes() if used.ledger.exists() else None) == before


@pytest.mark.parametrize("damage", [_cut, _header_overwritten, _emptied, _pages_overwritten, _removed, _foreign])
def test_the_named_backup_brings_the_ledger_back(used, numbers, damage):
    """What was backed up is all there again, and the damaged file is kept for whoever can read more of it."""
    before = numbers()
    damage(used.ledger)
    damaged = used.ledger.read_bytes() if used.ledger.exists() else None
    restored = used("pulihkan", _GOOD, "--ya")
    kept = used.folder / "upk.db.sebelum-pulih-2026-11-21-0800"

    assert restored.status == 0, restored.stderr
    assert numbers() == before
    assert (kept.read_bytes() if kept.exists() else None) == damaged
    assert used(*_WRITING).status == 0


def test_a_backup_that_is_damaged_itself_is_passed_over(used):
    """The newest good backup is not the newest backup."""
    assert used("cadangkan").status == 0
    _cut(used.folder / "cadangan" / "upk-2026-11-21-0800-2.db")
    _cut(used.ledger)

    assert _GOOD in used(*_READING).stderr


def test_without_any_backup_the_treasurer_is_told_to_leave_the_file_alone(used):
    """There may be a copy on a flash disk; trying things out would make it worse."""
    shutil.rmtree(used.folder / "cadangan")
    _cut(used.ledger)

    assert used(*_READING).stderr == (
        "Galat: isi buku rusak: upk.db\n"
        "Saran: Simpan file ini apa adanya, lalu cari cadangan buku yang baik, misalnya di flash disk.\n"
    )


def _bit_flipped(path):
    """Flip one bit of an amount, 3.824.753, in the table and in the indexes that repeat it."""
    amount = (3_824_753).to_bytes(3, "big")
    content = path.read_bytes()
    assert content.count(amount) == 3
    path.write_bytes(content.replace(amount, (3_824_753 ^ 1 << 20).to_bytes(3, "big")))


def _behind_the_back(path, *statements):
    """Change rows as someone would who knows SQLite: without the triggers."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for name, text in connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
            statements = (*statements, text)
        for statement in statements:
            connection.execute(statement)


def _voucher_deleted(path):
    _behind_the_back(path, "DELETE FROM transfer WHERE voucher = 1", "DELETE FROM voucher WHERE sequence = 1")


def _transfer_deleted(path):
    _behind_the_back(path, "DELETE FROM transfer WHERE voucher = 2")


def _moved_to_another_month(path):
    _behind_the_back(path, "UPDATE transfer SET dated_on = '2026-02-02' WHERE voucher = 2")


def _renumbered(path):
    _behind_the_back(path, "UPDATE voucher SET serial = 9 WHERE sequence = 2")


def _letter_broken(path):
    content = path.read_bytes()
    assert content.count(b"Modal ke-2") == 1
    path.write_bytes(content.replace(b"Modal ke-2", b"Modal\xa0ke-2"))


def _word_unknown(path):
    _behind_the_back(path, "UPDATE voucher SET event = 'kas mosuk' WHERE sequence = 2")


def _negative(path):
    _behind_the_back(
        path, "PRAGMA ignore_check_constraints = ON", "UPDATE transfer SET amount = -amount WHERE voucher = 2"
    )


@pytest.mark.parametrize(
    "change",
    [
        *(_bit_flipped, _voucher_deleted, _transfer_deleted, _moved_to_another_month, _renumbered, _letter_broken),
        *(_word_unknown, _negative),
    ],
)
def test_the_chain_finds_what_sqlite_calls_sound(used, change):
    """The first voucher that cannot be trusted is named, and no backup is made of such a ledger."""
    change(used.ledger)
    with store.reading(used.ledger) as connection:
        broken = chain.first_broken(connection)
    refused = used("cadangkan")

    assert broken == "BKM-2026-0002"
    assert (refused.status, refused.stdout) == (5, "")
    assert refused.stderr.endswith(f"Saran: Cadangan buku terakhir yang baik: {_GOOD}.\n")
    assert [path.name for path in (used.folder / "cadangan").iterdir()] == ["upk-2026-11-21-0800.db"]


@pytest.mark.parametrize("change", [_bit_flipped, _voucher_deleted, _letter_broken, _renumbered])
def test_sqlite_itself_sees_nothing_wrong(used, change):
    """Which is why the chain is needed."""
    change(used.ledger)

    assert fetch(used.ledger, "PRAGMA integrity_check") == [("ok",)]
    assert fetch(used.ledger, "PRAGMA foreign_key_check") == []


def test_the_chain_of_a_sound_ledger_holds(used):
    """The finding is about the change, not about the check."""
    with store.reading(used.ledger) as connection:
        assert chain.first_broken(connection) is None


@pytest.mark.parametrize("change", [_letter_broken, _word_unknown])
def test_a_row_that_cannot_be_understood_is_damage_and_no_traceback(used, change):
    """The commands that meet it stop and name the backup."""
    change(used.ledger)
    stopped = used("jurnal-umum", "--dari", "2026-01-01", "--sampai", "2026-01-31")

    assert (stopped.status, stopped.stdout) == (5, "")
    assert stopped.stderr.splitlines()[0].startswith("Galat: ")
    assert _GOOD in stopped.stderr


@pytest.mark.parametrize("words", [_READING, _WRITING, ("cadangkan",), ("batal", "BKM-2026-0001", "--alasan", "x")])
def test_a_mistyped_path_is_named_and_never_created(run, words):
    """Only ``mulai`` and ``contoh`` make a file."""
    stopped = run("--buku", "uppk.db", *words)

    assert (stopped.status, stopped.stdout) == (5, "")
    assert stopped.stderr.startswith("Galat: buku belum ada: uppk.db\n")
    assert list(run.folder.iterdir()) == []


@_each_command
def test_a_folder_is_no_ledger(used, words):
    """It is named as what it is."""
    stopped = used("--buku", "cadangan", *words)

    assert (stopped.status, stopped.stdout) == (5, "")
    assert stopped.stderr.startswith("Galat: ini folder, bukan buku: cadangan\n")


@_each_command
@pytest.mark.parametrize("make", [_foreign, _emptied])
def test_a_file_of_another_program_stays_as_it_is(book, words, make):
    """Nothing is written into it, not even an empty file becomes a ledger."""
    make(book.ledger)
    before = book.ledger.read_bytes()
    stopped = book(*words)

    assert (stopped.status, stopped.stdout) == (5, "")
    assert stopped.stderr.startswith("Galat: file ini bukan buku danabergulir: upk.db\n")
    assert book.ledger.read_bytes() == before


@pytest.fixture
def torn(used):
    """Return a copy of the ``.db`` alone, made while another window was in the middle of a large entry."""
    with closing(sqlite3.connect(used.ledger, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN")
        for number in range(4, 3_000):
            voucher = (number, "BKM", 2026, number, f"BKM-2026-{number:04d}", "kas masuk", *("2026-01-10",) * 2)
            connection.execute(
                "INSERT INTO voucher (sequence, kind, year, serial, number, event, dated_on, recorded_at, party, memo, "
                "digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', 'x', hex(randomblob(32)))",
                voucher,
            )
            connection.execute(
                "INSERT INTO transfer (voucher, dated_on, debit, credit, amount) VALUES (?, ?, '11010', '31010', ?)",
                (number, "2026-01-10", number),
            )
        copy = used.folder / "salinan.db"
        shutil.copyfile(used.ledger, copy)
        connection.rollback()
    return copy


def test_a_copy_made_in_the_middle_of_an_entry_is_not_restored(used, torn):
    """It looks like a ledger and is none; the ledger itself heals and can be backed up."""
    before = used.ledger.read_bytes()
    refused = used("pulihkan", torn.name, "--ya")

    assert (refused.status, refused.stdout) == (5, "")
    assert refused.stderr.startswith("Galat: file rusak, isinya tidak utuh: salinan.db\n")
    assert used("cadangkan").status == 0
    assert used.ledger.read_bytes() == before


def test_a_copy_with_its_journal_beside_it_is_not_restored(used, torn):
    """A journal tells that the copy was taken too early."""
    torn.with_name("salinan.db-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\0" * 504)
    refused = used("pulihkan", torn.name, "--ya")

    assert (refused.status, refused.stdout) == (5, "")
    assert refused.stderr.startswith("Galat: salinan ini dibuat saat buku sedang dipakai: salinan.db\n")


@pytest.mark.parametrize("stamps", [(0, "12"), (9, "9"), (11, "11"), (11, "12"), (11, "9"), (5, "x"), (3, None)])
@pytest.mark.parametrize("words", [_READING, _WRITING, ("periksa",), ("cadangkan",)], ids=lambda words: words[0])
def test_a_book_whose_version_was_put_back_is_not_upgraded_once_more(used, stamps, words):
    """Somebody who wants the chain made anew gets no traceback and no new chain: the book is not what it says it is."""
    version, revision = stamps
    _behind_the_back(used.ledger, "DELETE FROM alembic_version")
    if revision is not None:
        execute(used.ledger, f"INSERT INTO alembic_version VALUES ('{revision}')")
    execute(used.ledger, f"PRAGMA user_version = {version}")
    before = used.ledger.read_bytes()
    stopped = used(*words)

    assert (stopped.status, stopped.stdout) == (5, "")
    assert stopped.stderr == (
        "Galat: susunan buku berubah: upk.db\n"
        f'Saran: Pulihkan cadangan buku terakhir yang baik: danabergulir pulihkan "{_GOOD}"\n'
    )
    assert used.ledger.read_bytes() == before
