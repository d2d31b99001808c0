"""Ctrl-C, a full disk behind the screen, a closed window: what is said about the book is what stands in the book."""

import errno
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from conftest import led_once
from danabergulir.ledger.file import copies
from faults.child import CRASHED, forked, needs_fork
from thorough import THOROUGH

_INTERRUPTS = 40 if THOROUGH else 15
"""Of each command, at random moments."""
_DATED = ("--tanggal", "2026-02-05")
_NOTHING = "Dibatalkan. Tidak ada yang dicatat.\n"
_SOMETHING = "Sudah ada yang dicatat. Lihat dulu sebelum mengulang: danabergulir "
_COMMANDS = [
    (("terima", "MAWAR", "150.000", *_DATED), "jurnal-umum"),
    (("ksm", "tambah", "MELATI", "KSM Melati", "--rw", "05", "--rt", "001", *_DATED), "ksm daftar"),
    (("impor", "transaksi", "kas.csv"), "periksa"),
    (("tutup", "bulan", "2026-01", "--biarkan-cadangan"), "periksa"),
]
"""None that makes letters: the threads of the PDF library do not come along when a process forks."""
_needs_full_device = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a device that is full")  # noqa: PTH110


@pytest.fixture
@led_once
def counter(fund):
    """Return a runner in front of which each of the commands has something to record."""
    rows = [f"2026-01-{day:02d};masuk;{day}000;31010;K-{day}\n" for day in range(5, 30)]
    (fund.folder / "kas.csv").write_text("".join(["tanggal;jenis;jumlah;akun;bukti_luar\n", *rows]), encoding="utf-8")
    return fund


@needs_fork
@pytest.mark.parametrize(("words", "seen"), _COMMANDS, ids=lambda words: " ".join(words[:2]))
@pytest.mark.parametrize("committed", [False, True], ids=["before", "after"])
def test_an_interrupt_around_a_commit_is_told_as_it_ended(counter, words, seen, committed):
    """SQLite lets nobody in between: the key counts before the commit, or once it is on the disk."""
    before = copies.inspect(counter.ledger).rows

    def arm() -> None:
        class Interrupted(sqlite3.Connection):
            def commit(self) -> None:
                if committed:
                    super().commit()
                raise KeyboardInterrupt

        connect = sqlite3.connect
        sqlite3.connect = lambda *args, **options: connect(*args, **options, factory=Interrupted)

    ended = forked(counter, *words, first=arm)

    assert ended.status == 130, ended.stderr
    assert ended.stderr.endswith(f"{_SOMETHING}{seen}\n" if committed else _NOTHING)
    assert (_NOTHING in ended.stderr) is not committed
    assert (copies.inspect(counter.ledger).rows != before) is committed


@needs_fork
@pytest.mark.parametrize("words", [words for words, _ in _COMMANDS], ids=lambda words: " ".join(words[:2]))
def test_an_interrupt_at_a_random_moment_is_told_as_it_ended(counter, words):
    """Nothing said to be recorded is missing, nothing recorded is said not to be."""
    untouched = counter.ledger.read_bytes()
    before = copies.inspect(counter.ledger).rows
    started = time.monotonic()
    assert counter(*words).status == 0  # what a command imports is there before the first child
    longest = time.monotonic() - started
    after = copies.inspect(counter.ledger).rows
    dice = random.Random(f"{words}")  # noqa: S311 - moments, not secrets

    for _ in range(_INTERRUPTS):
        counter.ledger.write_bytes(untouched)
        moment = dice.uniform(0.001, longest)

        def arm(moment: float = moment) -> None:
            signal.signal(signal.SIGALRM, signal.default_int_handler)
            signal.setitimer(signal.ITIMER_REAL, moment)

        ended = forked(counter, *words, first=arm)
        if ended.status == CRASHED:
            continue  # the key came before the command began, or after it had ended

        assert ended.status in {0, 130}, ended.stderr
        recorded = ended.status == 0 or _SOMETHING in ended.stderr or "sudah tercatat" in ended.stderr
        assert copies.inspect(counter.ledger).rows == (after if recorded else before)
        assert recorded or ended.stderr.endswith(_NOTHING)


def _command(run, *words, **streams):
    command = [sys.executable, "-m", "danabergulir", "--buku", str(run.ledger), *words]
    return subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True, encoding="utf-8", **streams)


@_needs_full_device
def test_a_screen_that_takes_no_more_does_not_hide_what_was_recorded(fund):
    """The answer went into a file on a full disk; the receipt is in the book, and the message says so."""
    before = copies.inspect(fund.ledger).vouchers
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123
        ended = _command(fund, *_COMMANDS[0][0], stdout=full)

    assert (ended.returncode, copies.inspect(fund.ledger).vouchers) == (2, before + 1), ended.stderr
    assert ended.stderr.splitlines()[-3:] == [
        f"{_SOMETHING}jurnal-umum",
        "Galat: hasil tidak dapat ditulis ke layar atau file",
        "Saran: Jangan diulang sebelum dilihat.",
    ]


@_needs_full_device
@pytest.mark.parametrize("form", ["tabel", "csv", "json"])
def test_a_listing_into_a_full_disk_says_why(fund, form):
    """Two lines, and no word about the book."""
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123
        ended = _command(fund, "akun", "daftar", "--format", form, stdout=full)

    assert ended.returncode == 2
    assert ended.stderr.splitlines() == [
        "Galat: hasil tidak dapat ditulis ke layar atau file",
        "Saran: Periksa sisa ruang penyimpanan, lalu ulangi.",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows closes no stream of a child that way")
def test_a_closed_screen_and_a_closed_pipe_do_not_hide_what_was_recorded(fund):
    """Nobody reads the answer; the receipt is recorded once, and stderr says so where somebody went away."""
    before = copies.inspect(fund.ledger).vouchers
    words = " ".join(_COMMANDS[0][0])
    python = f"{sys.executable} -m danabergulir --buku '{fund.ledger}'"
    closed = subprocess.run(["/bin/sh", "-c", f"{python} {words} >&-"], check=False, stderr=subprocess.PIPE)
    reader, writer = os.pipe()
    os.close(reader)
    gone = _command(fund, *_COMMANDS[0][0], stdout=writer)
    os.close(writer)

    assert (closed.returncode, b"Traceback" in closed.stderr) == (0, False)
    assert gone.returncode == 141
    assert gone.stderr.endswith(f"{_SOMETHING}jurnal-umum\n")
    assert copies.inspect(fund.ledger).vouchers == before + 2


def test_an_error_after_recording_says_that_it_is_recorded(counter):
    """Letters that cannot be written leave numbered sanctions behind; the message does not hide them."""
    (counter.folder / "surat").write_text("bukan folder", encoding="utf-8")
    before = copies.inspect(counter.ledger).rows
    ended = counter("sanksi", "terbitkan", "--per", "2026-03-31", "--ke", "surat", "--ya")

    assert ended.status != 0
    assert (_SOMETHING in ended.stderr) is (copies.inspect(counter.ledger).rows != before)


def _failing_commit(monkeypatch, *, committed, meanwhile=lambda: None):
    """Let the disk go right before a commit, or right after it: SQLite cannot give its lock back then."""

    class Failing(sqlite3.Connection):
        def commit(self) -> None:
            if committed:
                super().commit()
            meanwhile()
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorname = "SQLITE_IOERR_UNLOCK"
            raise error

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **options: connect(*args, factory=Failing, **options))


@pytest.mark.parametrize(("words", "seen"), _COMMANDS, ids=lambda words: " ".join(words[:2]))
@pytest.mark.parametrize("committed", [False, True], ids=["before", "after"])
def test_of_a_commit_that_failed_the_book_is_asked(counter, words, seen, committed, monkeypatch):
    """A disk that goes after the commit leaves it in the book; SQLite calls both a failure."""
    before = copies.inspect(counter.ledger).rows
    with monkeypatch.context() as patched:
        _failing_commit(patched, committed=committed)
        ended = counter(*words)

    assert (ended.status, copies.inspect(counter.ledger).rows != before) == (5, committed), ended.stderr
    assert (f"{_SOMETHING}{seen}\n" in ended.stderr) is committed
    assert ("Tidak ada yang dicatat" in ended.stderr) is not committed


def test_of_a_commit_that_failed_nothing_is_said_where_the_book_cannot_be_asked(fund, monkeypatch):
    """The flash disk is gone altogether."""
    away = fund.folder / "di-tempat-lain.db"
    with monkeypatch.context() as patched:
        _failing_commit(patched, committed=True, meanwhile=lambda: fund.ledger.rename(away))
        ended = fund(*_COMMANDS[0][0])

    assert ended.status == 5
    assert ended.stderr.splitlines()[-1] == (
        "Saran: Periksa ruang dan kabel penyimpanan. Lihat dulu apakah sudah tercatat: danabergulir jurnal-umum"
    )
    assert "Tidak ada yang dicatat" not in ended.stderr


@pytest.mark.parametrize("where", ["danabergulir.ledger.file.copies._check_place", "pathlib.Path.glob"])
def test_a_close_stays_though_the_folder_of_its_backup_cannot_be_read(counter, monkeypatch, where):
    """The draft cannot be looked at, or the folder cannot be listed: a warning at the most."""

    def unreadable(*_, **__):
        raise OSError(errno.EIO, "Input/output error", "cadangan")

    with monkeypatch.context() as patched:
        patched.setattr(where, unreadable)
        ended = counter(*_COMMANDS[-1][0])

    assert ended.status == 0, ended.stderr
    assert "Galat" not in ended.stderr


@pytest.mark.skipif(not os.path.exists("/proc/self/mem"), reason="a file that fails when it is read")  # noqa: PTH110
@pytest.mark.parametrize("command", ["ksm", "transaksi"])
def test_a_file_that_fails_while_it_is_read_is_not_taken_for_the_screen(fund, command):
    """As on a scratched disc: it opens, and then cannot be read."""
    ended = fund("impor", command, "/proc/self/mem")

    assert (ended.status, ended.stderr) == (
        2,
        "Galat: file tidak dapat dibaca: /proc/self/mem\nSaran: Periksa nama file dan izinnya.\n",
    )
