"""The program as a scheduled job meets it: no terminal, no home, no keyboard, a locale without letters."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import led_once
from danabergulir.cli.app import COMMANDS
from message_box import open_mailbox

CRON = Path(__file__).parents[2] / "examples" / "cron"
CRONTAB = (CRON / "crontab.txt").read_text(encoding="utf-8").splitlines()
JOBS = [line.split(None, 5)[5] for line in CRONTAB if line[:1].isdigit()]
(SENDING,) = (line.split(None, 5)[5] for line in CRONTAB if re.match(r"#\d", line))
"""The line that a UPK takes instead of the first one."""
BATCHES = [CRON.parent / "pasang" / name for name in ("pengingat.bat", "laporan.bat", "cadangan.bat")]
WINDOWS = [
    line
    for batch in BATCHES
    for line in re.findall(r"^danabergulir (.+) >>tugas\.txt 2>&1$", batch.read_text(encoding="utf-8"), re.MULTILINE)
]
TYPED = re.findall(r"`danabergulir ([^`]+)`", (CRON / "pengingat.md").read_text(encoding="utf-8"))
LATE_DAY = ("ingatkan", "--per", "2026-02-10")

needs_cron = pytest.mark.skipif(
    shutil.which("env") is None or not Path(sys.executable).with_name("danabergulir").exists(),
    reason="jobs of cron run on Unix",
)


@pytest.fixture
@led_once
def lent(book):
    """Return a runner beside a ledger in which Mawar owes the instalment of 5 February 2026.

    Its board lets reminders go at any time, for jobs go by the clock of this computer.
    """
    rules = '[pengingat]\nhari = ["senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"]\njam = "00-24"\n'
    (book.folder / "aturan.toml").write_text(rules, encoding="utf-8")
    assert book("kebijakan", "tetapkan", "aturan.toml", "--mulai", "2025-12-31").status == 0
    book("kas", "masuk", "31010", "20jt", "Modal", "--tanggal", "2026-01-02")
    book("ksm", "tambah", "MAWAR", "Mawar Kémbang", "--rw", "05", "--rt", "003", "--tanggal", "2026-01-02")
    disbursed = book(
        "pinjaman", "cairkan", "MAWAR", "--tetap", "--pokok", "2,4jt", "--tenor", "12", "--tanggal", "2026-01-05"
    )
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
    """The second run on the same day has nothing to say, no letter, status 0; what a program reads is said again."""
    status, printed, remarks = _program(lent, *LATE_DAY, "--format", form)
    assert (status, remarks) == (0, "")
    assert "Mawar Kémbang" in printed
    assert "\x1b" not in printed
    again = printed if form in {"csv", "json"} else ""
    assert _program(lent, *LATE_DAY, "--format", form) == (0, again, "")


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


def _name(job):
    return job.split('"$BUKU" ')[1].split()[0]


def _run_job(lent, job):
    """Run a line of the crontab as cron does: the variables of the file, per cent signs without their stroke, a shell.

    Returns status, output, remarks, and what then lies in the folder for output.
    """
    out = lent.folder / "keluar"
    out.mkdir(exist_ok=True)
    settings = {
        "PROGRAM": str(Path(sys.executable).with_name("danabergulir")),
        "BUKU": str(lent.ledger),
        "KELUAR": str(out),
        "ALAMAT": str(lent.folder / "alamat.csv"),
    }
    assert list(settings) == [line.partition("=")[0] for line in CRONTAB if "=" in line and line[0].isupper()]
    words = [f"{name}={value}" for name, value in settings.items()]
    return *_as_cron(lent.folder, *words, "sh", "-c", job.replace(r"\%", "%")), sorted(out.iterdir())


@needs_cron
@pytest.mark.parametrize("job", JOBS, ids=_name)
def test_every_line_of_the_crontab_runs(lent, job):
    """Each one leaves something in the folder for output."""
    if "-d yesterday" in job and not _last_month_exists():
        pytest.skip("this date command knows no yesterday")
    status, printed, remarks, left = _run_job(lent, job)
    assert (status, "Galat" in remarks) == (0, False), remarks
    assert left, printed


@pytest.fixture
def mailbox(lent):
    """Return an open mailbox whose address for the treasurer stands in the address file."""
    with open_mailbox() as box:
        text = f"penerima;alamat\nbendahara;{box.address('bendahara')}\n"
        (lent.folder / "alamat.csv").write_text(text, encoding="utf-8")
        yield box


@needs_cron
def test_the_line_that_sends_messages_sends_them_and_then_falls_silent(lent, mailbox):
    """The job of the next minute has nothing to say."""
    assert _run_job(lent, SENDING) == (0, "", "1 pesan terkirim.\n", [])
    assert "P-0001" in mailbox.came[0][2]
    assert _run_job(lent, SENDING) == (0, "", "", [])
    assert mailbox.names == ["bendahara"]


@needs_cron
@pytest.mark.parametrize("line", WINDOWS, ids=lambda line: " ".join(line.split()[:2]))
def test_every_line_of_the_windows_jobs_runs(lent, mailbox, line):
    """In the folder of the book, as the file before it has gone there; a loop before it gives the day or month."""
    words = shlex.split(line.replace("%HARI%", "2026-02-10").replace("%BULAN%", "2026-01"))
    before = set(lent.folder.rglob("*"))
    status, printed, remarks = _program(lent, *words)
    assert (status, "Galat" in remarks) == (0, False), remarks
    assert mailbox.came or set(lent.folder.rglob("*")) > before, printed


@pytest.mark.parametrize("line", TYPED)
def test_every_command_of_the_explanation_runs(lent, mailbox, line):
    """As a treasurer types it in the folder of the address file."""
    told = lent(*line.split())
    assert (told.status, "Galat" in told.stderr) == (0, False)
    assert mailbox.names == (["bendahara"] if line.endswith("--kirim alamat.csv") else [])


def test_every_job_of_the_examples_is_a_command():
    """Linux and Windows have the same four."""
    known = {name for entries in COMMANDS.values() for name in entries}
    named = [_name(JOBS[0]), _name(SENDING), *map(_name, JOBS[1:])]
    assert named == ["ingatkan", "ingatkan", "laporan", "cadangkan"]
    assert known.issuperset(named)
    assert [line.split()[0] for line in WINDOWS] == named
    scheduled = (CRON / "tugas-terjadwal.md").read_text(encoding="utf-8")
    assert re.findall(r'danabergulir\\(\w+\.bat)\\""$', scheduled, re.MULTILINE) == [batch.name for batch in BATCHES]
    assert TYPED
