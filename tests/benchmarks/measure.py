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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

CACHE = Path(tempfile.gettempdir()) / "danabergulir-benchmarks"
GENERATOR = Path(__file__).with_name("large_ledger.py")
PAGE = Path(__file__).with_name("README.md")
LAST_MONTH = "2022-12"
RUNS = 5
PYTHON = sys.executable
PROGRAM = (PYTHON, "-m", "danabergulir")
PAGES = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA integrity_check').fetchall()"
"""What SQLite itself takes to look through a file: the part of ``periksa`` that cannot be made faster."""

_RECEIPT = ("terima", "K-12", "10.000", "--tanggal", "2023-02-01")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command line takes: median wall time in seconds, and the most memory of any run in bytes."""

    seconds: float
    memory: int


def measure(command: Sequence[str], runs: int = RUNS, writes: Path | None = None) -> Cost:
    """Return what ``command`` takes. The first run warms the disk's cache and does not count.

    The file that it ``writes`` is taken away before each run, where it would not be written over.
    """
    costs = [_run(command, writes) for _ in range(runs + 1)][1:]
    return Cost(statistics.median(cost.seconds for cost in costs), max(cost.memory for cost in costs))


def _run(command: Sequence[str], writes: Path | None = None) -> Cost:
    if writes:
        writes.unlink(missing_ok=True)
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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
    subprocess.run([*PROGRAM, "contoh", "--ke", str(folder)], check=True, capture_output=True)
    return next(folder.glob("*.db"))


def report_line(what: str, cost: Cost, against: str, base: Cost, target: float) -> str:
    """Return one line of the table: times in milliseconds, their ratio, and whether it is within the target."""
    ratio = cost.seconds / base.seconds
    verdict = "met" if ratio <= target else "MISSED"
    return (
        f"| {what} | {cost.seconds * 1000:,.0f} ms | {cost.memory / 1e6:,.0f} MB | {against} "
        f"| {base.seconds * 1000:,.0f} ms | {ratio:.2f} | {target:.2f} | {verdict} |"
    )


def lines() -> Iterator[str]:
    """Measure everything and yield the table line by line."""
    typer = measure([PYTHON, "-c", "import typer"])
    sqlmodel = measure([PYTHON, "-c", "import typer, sqlmodel"])
    example = str(demonstration())
    simulation = ("pinjaman", "simulasi", "--pokok", "36jt", "--tenor", "12")
    yield "| What | Time | Memory | Against | Time | Ratio | At most | Target |"
    yield "|---|---|---|---|---|---|---|---|"
    for words, against, base, target in (
        (("--help",), "import typer", typer, 2.0),
        (simulation, "import typer", typer, 2.5),
        (("--buku", example, "ksm", "daftar"), "import typer, sqlmodel", sqlmodel, 0.5),
        (("--buku", example, "tunggakan", "--per", "2023-01-31"), "import typer, sqlmodel", sqlmodel, 0.5),
        (("--buku", example, "pinjaman", "kartu", "K-12"), "import typer, sqlmodel", sqlmodel, 0.5),
        (
            ("--buku", example, "status", "--per", "2023-02-10", "--format", "csv"),
            "import typer, sqlmodel",
            sqlmodel,
            0.5,
        ),
        (("--buku", example, "cari", "mawar", "--format", "csv"), "import typer, sqlmodel", sqlmodel, 0.5),
        (("--buku", example, "laporan", "2023-01"), "import typer, sqlmodel", sqlmodel, 0.75),
        (
            ("--buku", example, "terima", "K-12", "10.000", "--tanggal", "2023-02-01"),
            "import typer, sqlmodel",
            sqlmodel,
            1.15,
        ),
    ):
        shown = " ".join(words[2:] if words[0] == "--buku" else words)
        yield report_line(f"`{shown}`", measure([*PROGRAM, *words]), f"`{against}`", base, target)
    written = str(CACHE / "ditulis")
    slip = CACHE / "kuitansi.pdf"
    paid = measure([*PROGRAM, "--buku", example, *_RECEIPT, "--kuitansi", str(slip)], writes=slip)
    yield report_line("`terima --kuitansi`", paid, "a second", Cost(1.0, 0), 1.0)
    thousand = str(large_ledger("thousand", 1_000, 4))
    for ledger, month, size, seconds in ((example, "2023-01", 24, 0.8), (thousand, LAST_MONTH, 1_000, 8.0)):
        whole_set = measure([*PROGRAM, "--buku", ledger, "laporan", month, "--ke", written, "--timpa"])
        yield report_line(f"`laporan --ke`, {size:,} KSM", whole_set, "the time allowed", Cost(seconds, 0), 1.0)
    hundred = large_ledger("hundred", 710)
    checked = measure([*PROGRAM, "--buku", str(hundred), "periksa", "--per", f"{LAST_MONTH}-31"], runs=5)
    pages = measure([PYTHON, "-c", PAGES, str(hundred)], runs=5)
    yield report_line("`periksa`, 100,000 vouchers", checked, "`PRAGMA integrity_check`", pages, 1.2)
    large = large_ledger("large", 2_500)
    theirs = measure(["ledger", "-f", str(large.with_suffix(".journal")), "balance"], runs=3)
    for words, target in ((("--hanya", "neraca"), 0.15), (("--hanya", "ringkasan"), 0.33), ((), 0.8)):
        ours = measure([*PROGRAM, "--buku", str(large), "laporan", LAST_MONTH, *words], runs=3)
        shown = " ".join(("laporan", LAST_MONTH, *words))
        yield report_line(f"`{shown}`, a million transfers", ours, "`ledger balance`", theirs, target)


def main() -> None:
    """Measure everything, print the table, and put it into the page beside this script."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a program that is compiled anew each time is nobody's
    table = []
    for line in lines():
        print(line, flush=True)
        table.append(line)
    before, begin, rest = PAGE.read_text(encoding="utf-8").partition("<!-- measured -->\n")
    _, end, after = rest.partition("<!-- end -->\n")
    PAGE.write_text(before + begin + "\n".join([*table, ""]) + end + after, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
