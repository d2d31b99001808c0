"""Backups as files: proved, dated, private, only so many of them, and known again by their names."""

import shutil
import stat
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danabergulir.domain.closing import Closing, ClosingKind
from danabergulir.errors import LedgerUnusableError
from danabergulir.ledger.file import backups, chain, copies, store
from danabergulir.ledger.file.kept import made_on, newest_good, usual_folder
from ledger.small_ledger import OPENED_ON, cash_in, create, execute, fetch, record, start, written

_NOW = datetime(2023, 1, 31, 8, 1, tzinfo=UTC)


def _at(day: int, hour: int = 8) -> datetime:
    return datetime(2023, 1, day, hour, 1, tzinfo=UTC)


@pytest.fixture
def path(blank_ledger):
    """Return a ledger with two vouchers."""
    record(blank_ledger, [cash_in(OPENED_ON, 500), cash_in(date(2023, 1, 5), 300)])
    return blank_ledger


@pytest.fixture
def folder(path):
    """Return the usual folder for its backups."""
    return usual_folder(path)


def _names(folder):
    return sorted(item.name for item in folder.iterdir())


def test_a_backup_is_named_after_its_minute_and_holds_every_row(path, folder):
    """Table by table, with the head of the chain."""
    made = backups.make(path, folder, _NOW, 12)

    assert made.path == folder / "upk-2023-01-31-0801.db"
    assert made.contents == copies.inspect(path)
    assert (made.contents.vouchers, made.contents.last_voucher) == (2, "BKM-2023-0001")
    assert made.contents.head == fetch(path, "SELECT digest FROM voucher ORDER BY sequence DESC LIMIT 1")[0][0]
    assert made.contents.size == made.path.stat().st_size


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a file private by its folder")
def test_only_the_owner_can_read_a_backup_or_a_restored_ledger(path, folder):
    """They hold names and identity numbers, as the ledger does."""
    made = backups.make(path, folder, _NOW, 12)
    made.path.chmod(0o644)
    backups.restore(made.path, path, _NOW)
    second = backups.make(path, folder, _NOW, 12)

    assert [stat.S_IMODE(item.stat().st_mode) for item in (path, second.path)] == [0o600, 0o600]


def test_two_backups_of_one_minute_stand_side_by_side(path, folder):
    """Nothing is ever overwritten."""
    for _ in range(3):
        backups.make(path, folder, _NOW, 12)

    assert _names(folder) == ["upk-2023-01-31-0801-2.db", "upk-2023-01-31-0801-3.db", "upk-2023-01-31-0801.db"]


def test_the_newest_backups_stay_and_other_files_are_left_alone(path, folder):
    """Only files named as backups of this very book are ever deleted."""
    strangers = ["upk-2023-01-01.db", "upk-2023-01-01-0801.txt", "upk-2023-13-01-0801.db", "lain-2023-01-01-0801.db"]
    folder.mkdir()
    for name in strangers:
        (folder / name).write_text("x", encoding="utf-8")
    for day in (3, 1, 4, 2, 5):
        backups.make(path, folder, _at(day), 2)

    kept = ["upk-2023-01-04-0801.db", "upk-2023-01-05-0801.db"]
    assert _names(folder) == sorted([*strangers, *kept])


def test_books_of_one_name_in_one_folder_keep_their_backups(path, tmp_path):
    """A flash disk that two treasurers share: each book counts its own."""
    shared, other = tmp_path / "flash", tmp_path / "lain" / path.name
    other.parent.mkdir()
    create(other, "2023-02-01T08:00:01+07:00")
    for day in (1, 2, 3):
        backups.make(path, shared, _at(day), 2)
        backups.make(other, shared, _at(day, 9), 1)

    assert _names(shared) == [f"upk-2023-01-{minute}.db" for minute in ("02-0801", "03-0801", "03-0901")]


@settings(max_examples=15)
@given(st.lists(st.integers(1, 28), min_size=1, max_size=6), st.integers(1, 4))
def test_however_backups_are_dated_the_one_just_made_stays(tmp_path_factory, days, keep):
    """The clock may jump; there are never more than asked for, and never none."""
    path = tmp_path_factory.mktemp("jam") / "upk.db"
    start(path)
    folder = usual_folder(path)
    for made, day in enumerate(days, start=1):
        latest = backups.make(path, folder, _at(day), keep)

        assert latest.path.exists()
        assert len(_names(folder)) == min(made, keep)


def test_a_backup_that_is_not_sound_is_deleted_and_the_older_ones_stay(path, folder):
    """A copy of a changed ledger is not called a backup; the good one is named."""
    good = backups.make(path, folder, _at(1), 1).path
    execute(path, "DROP TRIGGER transfer_no_update")
    execute(path, "UPDATE transfer SET amount = 501 WHERE voucher = 1")

    with pytest.raises(LedgerUnusableError, match=r"tidak lolos pemeriksaan .*mulai bukti BKM-2022-0001") as raised:
        backups.make(path, folder, _NOW, 1)

    assert raised.value.hint == f"Cadangan buku terakhir yang baik: {good}."
    assert _names(folder) == [good.name]


def test_a_backup_that_lacks_a_row_is_not_kept(path, folder, monkeypatch):
    """Even a copy that is sound in itself must hold what the ledger held."""
    whole = copies.row_counts
    monkeypatch.setattr(copies, "row_counts", lambda connection: {**whole(connection), "ksm": id(connection)})

    with pytest.raises(LedgerUnusableError, match="tidak sama dengan buku"):
        backups.make(path, folder, _NOW, 12)

    assert _names(folder) == []


def test_a_folder_that_cannot_be_made_is_told_plainly(path):
    """A file stands where the folder should be."""
    with pytest.raises(LedgerUnusableError, match="tidak dapat ditulis"):
        backups.make(path, path / "cadangan", _NOW, 12)


def test_backups_elsewhere_count_as_long_as_their_name_is_known(path, folder, tmp_path):
    """A flash disk that was pulled out still holds a backup; one that is plugged in can be restored."""
    elsewhere = tmp_path / "flash disk"
    backups.make(path, folder, _at(1), 12)
    made = backups.make(path, elsewhere, _at(9), 12).path
    found = newest_good(path)
    shutil.rmtree(elsewhere)

    assert found == made
    assert made_on(path) == [date(2023, 1, 9), date(2023, 1, 1)]
    assert newest_good(path) == folder / "upk-2023-01-01-0801.db"


def test_a_ledger_without_backups_has_none(path):
    """Nothing is made up, and no folder is created by looking."""
    assert (made_on(path), newest_good(path)) == ([], None)
    assert _names(path.parent) == ["upk.db"]


def test_what_only_the_ledger_holds_is_found_by_content(path, folder):
    """Vouchers by their digest, closes by their period, everything else row by row."""
    made = backups.make(path, folder, _NOW, 12).path
    record(path, [cash_in(date(2023, 2, 5), 700)])
    with store.reading(path) as connection:
        head = connection.execute("SELECT max(sequence), digest FROM voucher").fetchone()
    with written(path) as writer:
        writer.close(Closing(ClosingKind.MONTH, "2023-01", date(2023, 1, 31), head[0], head[1], {}, {}))

    assert backups.missing_from(made, path) == backups.Missing(("BKM-2023-0002",), ("bulan 2023-01",), 0)
    assert backups.missing_from(path, made) == backups.Missing((), (), 0)


def test_what_cannot_be_read_is_told_apart(path, folder):
    """A ledger that cannot be read holds who knows what; a backup that cannot be read is not put in its place."""
    made = backups.make(path, folder, _NOW, 12).path
    sound = path.read_bytes()
    path.write_bytes(b"no ledger" * 1000)
    assert backups.missing_from(made, path) is None

    path.write_bytes(sound)
    made.write_bytes(b"no ledger" * 1000)
    for act in (lambda: backups.missing_from(made, path), lambda: backups.restore(made, path, _NOW)):
        with pytest.raises(LedgerUnusableError, match=made.name):
            act()
    assert path.read_bytes() == sound


def test_restoring_makes_a_ledger_where_none_was(path, folder, tmp_path):
    """A new laptop, a folder that is not there yet."""
    made = backups.make(path, folder, _NOW, 12)
    new = tmp_path / "laptop baru" / "upk.db"

    assert backups.restore(made.path, new, _NOW) == backups.Restored(new, None, made.contents)
    assert copies.inspect(new) == made.contents
    assert _names(new.parent) == ["upk.db"]


def test_restoring_without_hard_links_keeps_the_present_ledger_too(path, folder, monkeypatch):
    """The file system of a flash disk knows no second name for a file."""
    made = backups.make(path, folder, _NOW, 12).path
    record(path, [cash_in(date(2023, 2, 5), 700)])
    before = path.read_bytes()

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(backups.os, "link", refuse)
    kept = backups.restore(made, path, _NOW).kept

    assert kept == path.with_name("upk.db.sebelum-pulih-2023-01-31-0801")
    assert kept.read_bytes() == before
    assert copies.inspect(path).vouchers == 2


@pytest.mark.parametrize("links", [True, False])
def test_a_swap_that_fails_puts_the_present_ledger_back(path, folder, monkeypatch, links):
    """As when another program holds the file open on Windows."""
    made = backups.make(path, folder, _NOW, 12).path
    before = path.read_bytes()
    replace = Path.replace

    def refuse(*_: object) -> None:
        raise PermissionError

    def refuse_draft(source: Path, target: Path) -> Path:
        return refuse() if source.name.endswith(".baru") else replace(source, target)

    monkeypatch.setattr(Path, "replace", refuse_draft)
    if not links:
        monkeypatch.setattr(backups.os, "link", refuse)
    with pytest.raises(LedgerUnusableError, match="tidak dapat ditulis"):
        backups.restore(made, path, _NOW)

    assert path.read_bytes() == before
    assert _names(path.parent) == ["cadangan", "upk.db"]


@pytest.mark.parametrize("target", ["itself", "folder"])
def test_a_ledger_is_not_restored_from_itself_nor_over_a_folder(path, tmp_path, target):
    """Both are slips of the hand, and change nothing."""
    with pytest.raises(LedgerUnusableError):
        backups.restore(path, {"itself": path, "folder": tmp_path}[target], _NOW)

    assert _names(tmp_path) == ["upk.db"]


def test_a_closing_whose_last_voucher_is_gone_is_found(path):
    """The chain before it still holds; the closing remembers how far it went."""
    with store.reading(path) as connection:
        head = connection.execute("SELECT max(sequence), digest FROM voucher").fetchone()
    with written(path) as writer:
        writer.close(Closing(ClosingKind.MONTH, "2023-01", date(2023, 1, 31), head[0], head[1], {}, {}))
    assert copies.inspect(path).vouchers == 2
    for table, column in (("transfer", "voucher"), ("voucher", "sequence")):
        execute(path, f"DROP TRIGGER {table}_no_delete")
        execute(path, f"DELETE FROM {table} WHERE {column} = 2")

    with pytest.raises(LedgerUnusableError, match="tidak cocok dengan tutup bulan 2023-01"):
        copies.inspect(path)
    with store.reading(path) as connection:
        assert chain.first_broken(connection) is None


def test_a_row_that_lost_what_it_belongs_to_is_found(path):
    """As a program that does not switch foreign keys on would leave it."""
    execute(
        path, "INSERT INTO transfer (voucher, dated_on, debit, credit, amount) VALUES (9, '2023-01-31', 'a', 'b', 1)"
    )

    with pytest.raises(LedgerUnusableError, match="kehilangan induknya"):
        copies.inspect(path)


def test_looking_through_a_file_changes_nothing(path):
    """Not a byte of it, and nothing appears beside it."""
    before = path.read_bytes()
    copies.inspect(path)

    assert path.read_bytes() == before
    assert _names(path.parent) == ["upk.db"]


def test_any_book_name_is_known_again(tmp_path):
    """Signs that mean something in a pattern are only letters of a name here."""
    path = tmp_path / "buku (kas) +1.db"
    start(path)
    made = backups.make(path, usual_folder(path), _NOW, 12)

    assert made.path.name == "buku (kas) +1-2023-01-31-0801.db"
    assert newest_good(path) == made.path


def test_a_program_fault_in_a_sound_ledger_stays_a_program_fault(path):
    """Only a damaged file turns what the program cannot understand into a sentence."""
    with pytest.raises(ValueError, match="ours"), store.reading(path):
        raise ValueError("ours")


def test_the_note_of_a_backup_elsewhere_never_breaks_anything(path, folder):
    """Whatever stands in it, only the name of a backup of this book counts."""
    folder.mkdir()
    for content in (b"", b"\xff\xfe", b"/etc/passwd\n", b"a\0b"):
        (folder / "upk-di-luar.txt").write_bytes(content)

        assert made_on(path) == []
        assert newest_good(path) is None


def test_the_usual_folder_lies_beside_the_ledger():
    """Wherever the ledger is."""
    assert usual_folder(Path("data") / "upk.db") == Path("data") / "cadangan"
