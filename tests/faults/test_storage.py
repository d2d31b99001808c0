"""Storage that takes no more: a limit on file sizes, a full disk, a protected file or folder."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from danabergulir.ledger.read import books as reader
from faults.child import forked, needs_fork

_WORDS = ("kas", "masuk", "31010", "1jt", "Modal lagi", "--tanggal", "2026-01-10")
_REPORT = ("laporan", "2026-01", "--hanya", "neraca", "--format", "csv")
_NOTHING = "Tidak ada yang dicatat."
_NOBODY = 65534


def _two_lines(text):
    """Return whether an error is told in two lines: what is wrong, and what to do."""
    lines = text.splitlines()
    return [line.partition(":")[0] for line in lines] == ["Galat", "Saran"]


@needs_fork
@pytest.mark.parametrize("limit", [0, 1_000, 6_000, 20_000, 100_000])
def test_a_limit_on_file_sizes_leaves_the_ledger_as_it_was(used, numbers, limit):
    """As a quota does: the write breaks off somewhere, and nothing is recorded."""
    import resource  # noqa: PLC0415 - POSIX only

    before = numbers()
    child = forked(used, *_WORDS, first=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    recorded = numbers()[len(before) :]

    assert numbers()[: len(before)] == before
    if child.status == 0:  # the limit was wide enough
        assert [number for number in recorded if number in child.stdout] == recorded
        assert limit == 100_000
    else:
        assert (child.status, recorded, child.stdout) == (5, [], "")
        assert _two_lines(child.stderr), child.stderr
        assert child.stderr.endswith(f"{_NOTHING}\n")
    assert used(*_WORDS).status == 0


@needs_fork
def test_a_limit_on_file_sizes_leaves_the_older_backups_as_they_were(used):
    """A backup that could not be finished is gone; those before it stay, and the treasurer hears of it."""
    import resource  # noqa: PLC0415 - POSIX only

    folder = used.folder / "cadangan"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    child = forked(used, "cadangkan", first=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)))

    assert (child.status, child.stdout) == (5, "")
    assert child.stderr.startswith("Galat: salinan buku tidak dapat ditulis: cadangan\n")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.fixture
def small_disk(tmp_path):
    """Return a file system of 600 KB, where this may be made."""
    if sys.platform != "linux" or os.getuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root on Linux can make a small file system")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", folder], check=False)
    if mounted.returncode:
        pytest.skip("this computer lets nobody make a small file system")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_full_disk_refuses_the_entry_and_takes_it_once_there_is_room(used, small_disk, numbers):
    """The message says what is full; after making room the same command works."""
    before = numbers()
    ledger = small_disk / "upk.db"
    shutil.copyfile(used.ledger, ledger)
    with (small_disk / "foto").open("wb", buffering=0) as filler:
        while _grown(filler):
            pass
    refused = used("--buku", str(ledger), *_WORDS)
    (small_disk / "foto").unlink()
    accepted = used("--buku", str(ledger), *_WORDS)

    assert (refused.status, refused.stdout) == (5, "")
    assert refused.stderr == f"Galat: penyimpanan penuh: {ledger}\nSaran: Kosongkan ruang, lalu ulangi. {_NOTHING}\n"
    assert accepted.status == 0
    assert f"BKM-2026-{len(before) + 1:04d}" in accepted.stdout


def _grown(filler) -> bool:
    try:
        return bool(filler.write(b"x" * 4096))
    except OSError:
        return False


@pytest.fixture
def protected(used):
    """Return a ledger that lies where another user can read it, and only read it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        shutil.copyfile(used.ledger, folder / "upk.db")
        (folder / "upk.db").chmod(0o444)
        for words in (_REPORT, _WORDS):  # what the child would import, it may not be allowed to read any more
            assert used(*words).status == 0
        yield folder / "upk.db"


def _become_nobody() -> None:
    if os.getuid() == 0:  # root may write anything
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)


@needs_fork
def test_a_read_only_ledger_still_gives_its_reports(protected, used):
    """An auditor's copy, a CD, a flash disk with its lock on."""
    child = forked(used, "--buku", str(protected), *_REPORT, first=_become_nobody)

    assert child.status == 0, child.stderr
    assert "9074753" in child.stdout


@needs_fork
@pytest.mark.parametrize("folder_mode", [0o555, 0o777], ids=["folder protected", "folder open"])
def test_a_read_only_ledger_refuses_writing_with_the_true_cause(protected, used, folder_mode):
    """It is the file, not the entry."""
    protected.parent.chmod(folder_mode)
    before = protected.read_bytes()
    child = forked(used, "--buku", str(protected), *_WORDS, first=_become_nobody)

    assert (child.status, child.stdout) == (5, "")
    assert child.stderr.startswith(f"Galat: buku hanya dapat dibaca: {protected}\n")
    assert _two_lines(child.stderr)
    assert protected.read_bytes() == before


@needs_fork
def test_a_read_only_folder_is_told_apart_from_a_read_only_file(protected, used):
    """The file may be written, but SQLite needs to put its journal beside it."""
    protected.chmod(0o666)
    protected.parent.chmod(0o555)
    before = protected.read_bytes()
    child = forked(used, "--buku", str(protected), *_WORDS, first=_become_nobody)
    protected.parent.chmod(0o755)

    assert (child.status, child.stdout) == (5, "")
    assert child.stderr.startswith(f"Galat: folder buku tidak dapat ditulisi: {protected}\n"), child.stderr
    assert _two_lines(child.stderr)
    assert protected.read_bytes() == before


@pytest.mark.parametrize(
    ("temporary", "beside", "told"),
    [(0, 10**9, "{temporary}"), (0, 0, "upk.db"), (10**9, 10**10, "upk.db"), (10**9, 0, "upk.db")],
)
def test_a_full_folder_for_temporary_files_is_told_as_that(used, monkeypatch, tmp_path, temporary, beside, told):
    """SQLite sorts there what is long; it is named only where it is full, not where it is merely smaller."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    room = SimpleNamespace(free=temporary), SimpleNamespace(free=beside)
    monkeypatch.setattr(shutil, "disk_usage", lambda place: room[place != tmp_path])
    monkeypatch.setattr(reader, "books", _full)

    refused = used("laporan", "2026-01", "--hanya", "neraca")
    where = told.format(temporary=tmp_path)
    assert (refused.status, refused.stderr.splitlines()[0]) == (5, f"Galat: penyimpanan penuh: {where}")


def test_a_full_disk_without_any_folder_for_temporary_files_is_told_as_the_book_s(used, monkeypatch):
    """Python finds no such folder where none takes a file; that is no reason to say something else."""

    def nowhere():
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", nowhere)
    monkeypatch.setattr(reader, "books", _full)

    refused = used("laporan", "2026-01", "--hanya", "neraca")
    assert (refused.status, refused.stderr.splitlines()[0]) == (5, "Galat: penyimpanan penuh: upk.db")


def _full(*_words, **_more):
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorname = "SQLITE_FULL"
    raise error
