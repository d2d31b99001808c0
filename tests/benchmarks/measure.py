"""Times whole processes, as a person at the keyboard feels them; run by hand on Linux, never by pytest.

    .venv/bin/python tests/benchmarks/measure.py

Every time is a median of several runs, and every target a ratio to something that cannot be avoided (importing the
libraries), to another program that answers the same question (``ledger balance``), or to a time allowed. The large
ledgers are made once and kept in the temporary folder; delete them there to have them made anew.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CACHE = Path(tempfile.gettempdir()) / "danabergulir-benchmarks"
GENERATOR = Path(__file__).with_name("large_ledger.py")
LAST_MONTH = "2022-12"
RUNS = 5
PYTHON = sys.executable
PROGRAM = (PYTHON, "-m", "danabergulir")
PAGES = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA integrity_check').fetchall()"
"""What SQLite itself takes to look through a file: the part of ``periksa`` that cannot be made faster."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command line takes: median wall time in seconds, and the most memory of any run in bytes."""

    seconds: float
    memory: int


def measure(command: Sequence[str], runs: int = RUNS) -> Cost:
    """Return what ``command`` takes. The first run warms the disk's cache and does not count."""
    costs = [_run(command) for _ in range(runs + 1)][1:]
    return Cost(statistics.median(cost.seconds for cost in costs), max(cost.memory for cost in costs))


def _run(command: Sequence[str]) -> Cost:
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    assert status == 0, f"{status} from {command}"
    return Cost(seconds, usage.ru_maxrss * 1024)


def large_ledger(name: str, groups: int, years: int = 12) -> Path:
    """Return the path of a ledger of that many KSM, with the journal of the same postings beside it as ``.journal``."""
    path = CACHE / f"{name}.db"
    if not path.with_suffix(".journal").exists():
        # In a process of its own, for a child's memory is counted from what its parent held when it was forked.
        subprocess.run([PYTHON, str(GENERATOR), str(path), str(groups), str(years)], check=True)
    return path


def demonstration() -> Path:
    """Return the path of the demonstration ledger, made anew."""
    folder = CACHE / "contoh"
    shutil.rmtree(folder, ignore_errors=True)
    CACHE.mkdir(exist_ok=True)
    subprocess.run([*PROGRAM, "contoh", "--ke", str(folder)], check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.db"))


def report_line(what: str, cost: Cost, against: str, base: Cost, target: float) -> str:
    """Return one line of the table: times in milliseconds, their ratio, and whether it is within the target."""
    ratio = cost.seconds / base.seconds
    verdict = "met" if ratio <= target else "MISSED"
    return (
        f"| {what} | {cost.seconds * 1000:,.0f} ms | {cost.memory / 1e6:,.0f} MB | {against} "
        f"| {base.seconds * 1000:,.0f} ms | {ratio:.2f} | {target:.2f} | {verdict} |"
    )


def main() -> None:
    """Measure everything and print a Markdown table."""
    typer = measure([PYTHON, "-c", "import typer"])
    sqlmodel = measure([PYTHON, "-c", "import typer, sqlmodel"])
    example = str(demonstration())
    simulation = ("pinjaman", "simulasi", "--pokok", "36jt", "--tenor", "12")
    print("| What | Time | Memory | Against | Time | Ratio | At most | Target |")
    print("|---|---|---|---|---|---|---|---|")
    for words, against, base, target in (
        (("--help",), "import typer", typer, 2.0),
        (simulation, "import typer", typer, 2.5),
        (("--buku", example, "tunggakan", "--per", "2023-01-31"), "import typer, sqlmodel", sqlmodel, 1.5),
        (("--buku", example, "laporan", "2023-01"), "import typer, sqlmodel", sqlmodel, 1.5),
    ):
        shown = " ".join(words[2:] if words[0] == "--buku" else words)
        print(report_line(f"`{shown}`", measure([*PROGRAM, *words]), f"`{against}`", base, target), flush=True)
    written = str(CACHE / "ditulis")
    receipt = ("terima", "K-12", "10.000", "--tanggal", "2023-02-01", "--kuitansi", f"{written}.pdf")
    allowed = Cost(1.0, 0)
    paid = measure([*PROGRAM, "--buku", example, *receipt])
    print(report_line("`terima --kuitansi`", paid, "a second", allowed, 1.0), flush=True)
    thousand = str(large_ledger("thousand", 1_000, 4))
    for ledger, month, size, seconds in ((example, "2023-01", 24, 2.5), (thousand, LAST_MONTH, 1_000, 15.0)):
        whole_set = measure([*PROGRAM, "--buku", ledger, "laporan", month, "--ke", written])
        line = (f"`laporan --ke`, {size:,} KSM", whole_set, "the time allowed", Cost(seconds, 0), 1.0)
        print(report_line(*line), flush=True)
    hundred = large_ledger("hundred", 710)
    checked = measure([*PROGRAM, "--buku", str(hundred), "periksa", "--per", f"{LAST_MONTH}-31"], runs=5)
    pages = measure([PYTHON, "-c", PAGES, str(hundred)], runs=5)
    print(report_line("`periksa`, 100,000 vouchers", checked, "`PRAGMA integrity_check`", pages, 3.0), flush=True)
    large = large_ledger("large", 2_500)
    theirs = measure(["ledger", "-f", str(large.with_suffix(".journal")), "balance"], runs=3)
    for words in (("--hanya", "neraca"), ("--hanya", "ringkasan"), ()):
        ours = measure([*PROGRAM, "--buku", str(large), "laporan", LAST_MONTH, *words], runs=3)
        shown = " ".join(("laporan", LAST_MONTH, *words))
        print(report_line(f"`{shown}`, a million transfers", ours, "`ledger balance`", theirs, 1 / 3), flush=True)


if __name__ == "__main__":
    main()
