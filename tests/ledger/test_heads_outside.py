"""``kepala.txt``: each line is there whole or not at all, and what was broken off spoils no other."""

import os
import sys
from contextlib import contextmanager

import pytest

from danabergulir.ledger.file import heads_file
from danabergulir.ledger.file.heads_file import KeptHead

_UPK = "0123456789abcdef"
_FIRST, _SECOND = (
    KeptHead(f"2026-0{n}-01T08:00:00+07:00", f"tutup bulan 2025-1{n}", n, f"{n}" * 64, _UPK) for n in (1, 2)
)


@contextmanager
def _room_for(size):
    """Let no file grow beyond a number of bytes, as a disk that is nearly full."""
    import resource  # noqa: PLC0415 - POSIX only

    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def _kept(ledger):
    return list(heads_file.read(ledger))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no limit on the size of files")
def test_a_line_for_which_there_is_no_room_leaves_nothing_behind(tmp_path):
    """A disk takes what it has room for before it says that it is full."""
    ledger = tmp_path / "upk.db"
    with _room_for(50), pytest.raises(OSError, match="large"):
        heads_file.append(ledger, _FIRST)
    assert not heads_file.path_of(ledger).exists()

    heads_file.append(ledger, _FIRST)
    before = heads_file.path_of(ledger).read_bytes()
    with _room_for(len(before) + 20), pytest.raises(OSError, match="large"):
        heads_file.append(ledger, _SECOND)

    assert heads_file.path_of(ledger).read_bytes() == before
    assert _kept(ledger) == [_FIRST]


def test_a_line_that_was_broken_off_spoils_no_other(tmp_path):
    """The power went while it was written; the next head begins a line of its own."""
    ledger = tmp_path / "upk.db"
    heads_file.append(ledger, _FIRST)
    with heads_file.path_of(ledger).open("ab") as file:
        file.write(b"2026-01-31T08:00:00+07:00;tutup bu")
    heads_file.append(ledger, _SECOND)

    assert _kept(ledger) == [_FIRST, _SECOND]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
def test_a_pipe_in_the_place_of_the_heads_is_not_waited_for(tmp_path):
    """Nobody writes into it."""
    ledger = tmp_path / "upk.db"
    heads_file.path_of(ledger).parent.mkdir()
    os.mkfifo(heads_file.path_of(ledger))

    assert _kept(ledger) == []
