"""The ledger as a file: created whole or not at all, recognised, shared between windows, and read when read-only."""

import os
import sqlite3
import stat
import sys
import threading
from contextlib import closing

import pytest

from danabergulir.errors import LedgerUnusableError
from danabergulir.ledger.file import schema, store
from danabergulir.ledger.file.schema import BUSY_SECONDS, SCHEMA_VERSION
from danabergulir.ledger.read import accounts
from ledger.small_ledger import OPENED_ON, cash_in, create, execute, fetch, record, start, written


def _contents(folder):
    return {path.name: path.read_bytes() if path.is_file() else None for path in folder.iterdir()}


def _read(path):
    with store.reading(path) as connection:
        return accounts.balance(connection, "11010", OPENED_ON).value


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a file private by its folder")
def test_only_the_owner_can_read_a_new_ledger(tmp_path):
    """The file holds names and identity numbers."""
    create(tmp_path / "upk.db")

    assert stat.S_IMODE((tmp_path / "upk.db").stat().st_mode) == 0o600


def test_creating_leaves_nothing_behind_when_the_block_raises(tmp_path):
    """A start that is broken off can simply be tried again."""
    with pytest.raises(ZeroDivisionError), store.creating(tmp_path / "upk.db"):
        raise ZeroDivisionError

    assert _contents(tmp_path) == {}


def test_creating_makes_the_folders_above(tmp_path):
    """The usual place of the ledger need not exist before."""
    create(tmp_path / "data" / "upk" / "upk.db")

    assert [path.name for path in (tmp_path / "data" / "upk").iterdir()] == ["upk.db"]


def test_creating_takes_the_place_of_a_draft_left_by_a_power_cut(tmp_path):
    """What an earlier start left half done is thrown away."""
    (tmp_path / "upk.db.baru").write_text("half", encoding="utf-8")

    create(tmp_path / "upk.db")

    assert [path.name for path in tmp_path.iterdir()] == ["upk.db"]


def test_creating_refuses_an_existing_path(tmp_path):
    """Nothing that stands there is ever overwritten."""
    path = tmp_path / "upk.db"
    path.write_text("precious", encoding="utf-8")

    with pytest.raises(LedgerUnusableError, match="sudah ada"):
        create(path)

    assert _contents(tmp_path) == {"upk.db": b"precious"}


def test_creating_below_a_file_is_refused(tmp_path):
    """A folder that cannot be made is told, not traced."""
    (tmp_path / "note").write_text("x", encoding="utf-8")

    with pytest.raises(LedgerUnusableError, match="tidak dapat dibuat"):
        create(tmp_path / "note" / "upk.db")


def _missing(path):
    pass


def _folder(path):
    path.mkdir()


def _empty(path):
    path.touch()


def _text(path):
    path.write_text("Buku kas tulisan tangan\n" * 100, encoding="utf-8")


def _foreign(path):
    execute(path, "CREATE TABLE song (title TEXT)")


def _newer(path):
    start(path)
    execute(path, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")


def _damaged(path):
    start(path)
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))


_UNUSABLE = pytest.mark.parametrize(
    ("make", "cause"),
    [
        (_missing, "buku belum ada"),
        (_folder, "ini folder, bukan buku"),
        (_empty, "bukan buku danabergulir"),
        (_text, "bukan buku danabergulir"),
        (_foreign, "bukan buku danabergulir"),
        (_newer, "program yang lebih baru"),
        (_damaged, "isi buku rusak"),
    ],
)


@_UNUSABLE
@pytest.mark.parametrize("opened", [store.reading, store.writing])
def test_an_unusable_file_is_named_with_its_cause_and_left_alone(tmp_path, make, cause, opened):
    """Reading and writing say what is wrong, name the path, end with status 5 and change nothing."""
    path = tmp_path / "upk.db"
    make(path)
    before = _contents(tmp_path)

    with pytest.raises(LedgerUnusableError, match=cause) as raised, opened(path) as connection:
        accounts.balance(connection, "11010", OPENED_ON)

    assert raised.value.exit_status == 5
    assert str(path) in raised.value.message
    assert _contents(tmp_path) == before


def test_a_path_too_long_for_the_disk_is_told_plainly(tmp_path):
    """A slip on the command line is no reason for a traceback."""
    with pytest.raises(LedgerUnusableError, match="tidak dapat dibuka"):
        _read(tmp_path / ("x" * 5000))


def test_a_path_below_a_file_counts_as_missing(blank_ledger):
    """What stands above the path is a file, so nothing can be there."""
    with pytest.raises(LedgerUnusableError, match="buku belum ada"):
        _read(blank_ledger / "upk.db")


@pytest.mark.parametrize("name", ["buku kas #1.db", "50% lunas?.db", "KSM Mawar & Melati.db"])
def test_any_file_name_can_be_opened(tmp_path, name):
    """Signs that mean something in an address are only letters of a name here."""
    if sys.platform == "win32":
        name = name.replace("?", "")
    create(tmp_path / name)
    record(tmp_path / name, [cash_in(OPENED_ON, 700)])

    assert _read(tmp_path / name) == 700


def test_writing_records_nothing_when_the_block_raises(blank_ledger):
    """A use case is recorded whole or not at all."""
    broken_off = (posting for posting in [cash_in(OPENED_ON, 500), None])

    with pytest.raises(AttributeError):
        record(blank_ledger, broken_off)

    assert fetch(blank_ledger, "SELECT count(*) FROM voucher") == [(0,)]


def test_a_second_writer_is_refused_when_the_first_does_not_end(blank_ledger, monkeypatch):
    """Two windows never write at once; the second is told why it cannot."""
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.05)

    with (
        store.writing(blank_ledger),
        pytest.raises(LedgerUnusableError, match="sedang dipakai jendela lain"),
        store.writing(blank_ledger),
    ):
        pass


def test_a_second_writer_waits_for_the_first(blank_ledger):
    """A short overlap costs the second window a moment, not its work."""
    holding, may_end = threading.Event(), threading.Event()

    def hold():
        with written(blank_ledger) as writer:
            writer.record(cash_in(OPENED_ON, 500))
            writer.flush()
            holding.set()
            may_end.wait(BUSY_SECONDS)

    first = threading.Thread(target=hold)
    first.start()
    assert holding.wait(30)
    threading.Timer(0.2, may_end.set).start()
    record(blank_ledger, [cash_in(OPENED_ON, 300)])
    first.join()

    assert fetch(blank_ledger, "SELECT amount FROM transfer ORDER BY id") == [(500,), (300,)]


def test_reading_goes_on_while_another_window_writes(blank_ledger):
    """A report sees the book as it was before the other window's unfinished work."""
    with written(blank_ledger) as writer:
        writer.record(cash_in(OPENED_ON, 500))
        assert _read(blank_ledger) == 0

    assert _read(blank_ledger) == 500


@pytest.fixture
def read_only(blank_ledger, monkeypatch):
    """Return a ledger that cannot be written, as on a protected flash disk."""
    record(blank_ledger, [cash_in(OPENED_ON, 500)])
    blank_ledger.chmod(0o400)
    if os.access(blank_ledger, os.W_OK):  # root may write anything, so SQLite is told not to
        connect = sqlite3.connect

        def protected(address, **options):
            return connect(address.replace("mode=rw", "mode=ro"), **options)

        monkeypatch.setattr(store.sqlite3, "connect", protected)
    yield blank_ledger
    blank_ledger.chmod(0o600)


def test_a_read_only_ledger_can_be_read(read_only):
    """A report can be made from a file that nobody may change."""
    assert _read(read_only) == 500


def test_a_read_only_ledger_refuses_writing_with_the_cause(read_only):
    """The treasurer hears that it is the file, not the entry."""
    with pytest.raises(LedgerUnusableError, match="buku hanya dapat dibaca"):
        record(read_only, [cash_in(OPENED_ON, 300)])

    assert _read(read_only) == 500


def test_no_side_files_stay_beside_the_ledger(blank_ledger):
    """One file is the whole ledger, so it can be carried on a flash disk."""
    record(blank_ledger, [cash_in(OPENED_ON, 500)])
    with closing(sqlite3.connect(blank_ledger)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]

    assert [path.name for path in blank_ledger.parent.iterdir()] == ["upk.db"]
