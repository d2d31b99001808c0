"""The program as a scheduled job meets it: no terminal, no home, no keyboard, a locale without letters."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from danabergulir.cli.app import COMMANDS

CRON = Path(__file__).parents[2] / "examples" / "cron"
CRONTAB = (CRON / "crontab.txt").read_text(encoding="utf-8").splitlines()
JOBS = [line.split(None, 5) for line in CRONTAB if line[:1].isdigit()]
LATE_DAY = ("ingatkan", "--per", "2026-02-10")

needs_cron = pytest.mark.skipif(
    shutil.which("env") is None or not Path(sys.executable).with_name("danabergulir").exists(),
    reason="jobs of cron run on Unix",
)


@pytest.fixture
def lent(book):
    """Return a runner beside a ledger in which Mawar owes the instalment of 5 February 2026."""
    book("kas", "masuk", "31010", "20jt", "Modal", "--tanggal", "2026-01-02")
    book("ksm", "tambah", "MAWAR", "Mawar Kémbang", "--rw", "05", "--rt", "003", "--tanggal", "2026-01-02")
    disbursed = book("pinjaman", "cairkan", "MAWAR", "--pokok", "2,4jt", "--tenor", "12", "--tanggal", "2026-01-05")
    assert disbursed.status == 0
    return book


def _as_cron(folder, *words):
    """Run a command with nothing in its environment but the path of the tools and the bare locale."""
    ended = subprocess.run(
        ["env", "-i", "PATH=/usr/bin:/bin", "LC_ALL=C", *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return ended.returncode, ended.stdout.decode("utf-8"), ended.stderr.decode("utf-8")


def _program(lent, *words):
    program = Path(sys.executable).with_name("danabergulir")
    return _as_cron(lent.folder, str(program), "--buku", str(lent.ledger), *words)


@needs_cron
@pytest.mark.parametrize("form", ["tabel", "csv", "json", "teks"])
def test_a_job_prints_utf_8_without_colour_and_then_falls_silent(lent, form):
    """The second run on the same day has nothing to say: no letter, status 0."""
    status, printed, remarks = _program(lent, *LATE_DAY, "--format", form)
    assert (status, remarks) == (0, "")
    assert "Mawar Kémbang" in printed
    assert "\x1b" not in printed
    assert _program(lent, *LATE_DAY, "--format", form) == (0, "", "")


@needs_cron
def test_a_job_without_a_keyboard_at_all_still_runs(lent):
    """Some schedulers close stdin instead of leaving it empty."""
    program = Path(sys.executable).with_name("danabergulir")
    words = f"'{program}' --buku '{lent.ledger}' {' '.join(LATE_DAY)} <&-"
    status, printed, remarks = _as_cron(lent.folder, "sh", "-c", words)
    assert (status, "P-0001" in printed, remarks) == (0, True, "")


@needs_cron
def test_a_job_on_a_ledger_that_is_not_there_fails_with_its_status(lent):
    """Cron sends the two lines by mail."""
    lent.ledger.unlink()
    status, printed, remarks = _program(lent, *LATE_DAY)
    assert (status, printed) == (5, "")
    assert remarks.startswith("Galat: buku belum ada: ")


def _last_month_exists() -> bool:
    found = subprocess.run(["date", "-d", "yesterday"], capture_output=True, check=False)
    return found.returncode == 0


@needs_cron
@pytest.mark.parametrize("job", JOBS, ids=[job[5].split('"$BUKU" ')[1].split()[0] for job in JOBS])
def test_every_line_of_the_crontab_runs(lent, job):
    """As cron runs it: the variables of the file, per cent signs without their stroke, and the shell."""
    if "-d yesterday" in job[5] and not _last_month_exists():
        pytest.skip("this date command knows no yesterday")
    (lent.folder / "keluar").mkdir()
    settings = {
        "PROGRAM": str(Path(sys.executable).with_name("danabergulir")),
        "BUKU": str(lent.ledger),
        "KELUAR": str(lent.folder / "keluar"),
    }
    assert list(settings) == [line.partition("=")[0] for line in CRONTAB if "=" in line and line[0].isupper()]
    status, printed, remarks = _as_cron(
        lent.folder, *(f"{name}={value}" for name, value in settings.items()), "sh", "-c", job[5].replace(r"\%", "%")
    )
    assert (status, "Galat" in remarks) == (0, False), remarks
    assert any((lent.folder / "keluar").iterdir()), printed


def test_every_job_of_the_examples_is_a_command():
    """Linux and Windows have the same three."""
    known = {name for entries in COMMANDS.values() for name in entries}
    windows = (CRON / "tugas-terjadwal.md").read_text(encoding="utf-8")
    named = [job[5].split('"$BUKU" ')[1].split()[0] for job in JOBS]
    assert named == ["ingatkan", "laporan", "cadangkan"]
    assert known.issuperset(named)
    assert [f'--buku "C:\\upk\\upk.db" {name} ' in windows for name in named] == [True] * 3
