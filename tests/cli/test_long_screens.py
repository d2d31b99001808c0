"""A screen that is longer than the terminal is turned page by page; anything else goes straight out."""

import os
import re
import shutil
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminal that tests can hold")

_LONG = ("laporan", "2023-01", "--hanya", "neraca")
_SHORT = ("laporan", "2023-01", "--hanya", "kinerja")
_TURNING = """import sys
text = sys.stdin.read()
print("DIBALIK", len(text.splitlines()))
"""


@pytest.fixture
def pager(run):
    """Return the name of a pager that says how many lines it was given."""
    path = run.folder / "pembalik"
    path.write_text(f"#!{sys.executable}\n{_TURNING}", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def screen(demonstration, run):
    """Return what a terminal of 24 lines shows of a command line, without its signs for bold."""
    pexpect = pytest.importorskip("pexpect")
    shutil.copyfile(demonstration.ledger, run.ledger)

    def shown(*words: str, rows: int = 24, settings: str = "", **environment: str) -> str:
        (run.folder / "pengaturan.toml").write_text(settings, encoding="utf-8")
        known = {name: value for name, value in os.environ.items() if name not in {"PAGER", "NO_PAGER", "LESS"}}
        child = pexpect.spawn(
            sys.executable,
            ["-m", "danabergulir", *words],
            dimensions=(rows, 100),
            encoding="utf-8",
            timeout=60,
            cwd=str(run.folder),
            env={**known, "TERM": "xterm", **environment},
        )
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 0
        return re.sub(r"\x1b\[[0-9;]*m", "", child.before)

    return shown


def test_a_long_report_is_handed_to_the_pager(screen, pager):
    """With all its lines, and what is said beside it stays on the screen."""
    shown = screen(*_LONG, PAGER=pager)

    assert re.search(r"DIBALIK \d\d", shown)
    assert "LAPORAN NERACA" not in shown


def test_a_short_report_is_not(screen, pager):
    """Nobody presses a key for what fits."""
    assert "INDIKATOR KINERJA" in screen(*_SHORT, rows=60, PAGER=pager)


def test_all_that_a_command_shows_is_one_text(screen, pager):
    """The members of a KSM are not a page of their own below its facts."""
    assert screen("ksm", "lihat", "K-12", PAGER=pager).count("DIBALIK") == 1


@pytest.mark.parametrize(
    "wish",
    [
        {"NO_PAGER": "1"},
        {"PAGER": ""},
        {"PAGER": "cat"},
        {"PAGER": "tidak-ada-program-ini"},
        {"PAGER": '"'},
        {"TERM": "dumb"},
        {"settings": "halaman = false\n"},
    ],
    ids=lambda wish: "=".join(map(str, *wish.items())).strip(),
)
def test_whoever_wants_no_pager_has_none(screen, pager, wish):
    """By the usual variables, by a pager that is none, or by the settings of the computer."""
    assert "LAPORAN NERACA" in screen(*_LONG, **{"PAGER": pager, **wish})


def test_a_pager_that_stops_reading_ends_nothing(screen, run):
    """Somebody who has seen enough gets no error."""
    path = run.folder / "berhenti"
    path.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    path.chmod(0o755)

    assert "Galat" not in screen("laporan", "2023-01", PAGER=str(path))


def test_what_goes_into_a_pipe_is_never_held(run, demonstration, pager, monkeypatch):
    """A program that reads the listing gets it as it was."""
    shutil.copyfile(demonstration.ledger, run.ledger)
    monkeypatch.setenv("PAGER", pager)

    assert "LAPORAN NERACA" in run(*_LONG).stdout
