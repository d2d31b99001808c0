"""Keys and milliseconds for a receipt: ``terima`` for each KSM, one ``kasir`` or one meeting sheet for all; Linux.

    .venv/bin/python tests/benchmarks/counter.py

Both take the instalment of 24 KSM. A time is from Enter to the line with the voucher's number, the median of the queue;
``terima`` is typed as short as it may be, and every letter typed counts, Enter and quotation marks too.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect

sys.path.insert(0, str(Path(__file__).parents[1]))
from counter_queue import DAY, INSTALMENT, NAMES, lend_to_queue, receipts
from meeting_sheets import PAID, asked_of, fill

PAGE = Path(__file__).with_name("README.md")
PROGRAM = (sys.executable, "-m", "danabergulir")
START = (
    *("mulai", "--upk", "UPK Melati", "--bkm", "BKM Melati Jaya", "--kelurahan", "Sukamaju", "--kecamatan", "Cibening"),
    *("--kota", "Kota Cahaya", "--provinsi", "Jawa Barat", "--tanggal", "2025-12-31"),
)


def typed_at_counter(name: str) -> str:
    """Return the fewest first letters by which one KSM alone is found; its whole name where another begins with it."""
    parts = [name[:length].lower() for length in range(2, len(name) + 1) if name[length - 1] != " "]
    return next((part for part in parts if sum(part in other.lower() for other in NAMES) == 1), name.lower())


def by_terima(ledger: Path) -> Iterator[tuple[int, float]]:
    """Serve the queue by a command for each KSM; yield keys and seconds."""
    for place, name in enumerate(NAMES, start=1):
        said = f'upk terima "{name}" 690rb\n'
        who = name if place > 1 else "P-0001"  # it has two loans
        started = time.perf_counter()
        words = [*PROGRAM, "--buku", str(ledger), "terima", who, str(INSTALMENT), *DAY]
        subprocess.run(words, check=True, capture_output=True)
        yield len(said), time.perf_counter() - started


def by_kasir(ledger: Path) -> Iterator[tuple[int, float]]:
    """Serve the queue at one screen; yield keys and seconds."""
    words = [*PROGRAM[1:], "--buku", str(ledger), "kasir", *DAY]
    child = pexpect.spawn(sys.executable, words, dimensions=(24, 80), encoding="utf-8", timeout=60)
    child.delaybeforesend = None
    child.expect("KSM:")
    for name in NAMES:
        said = typed_at_counter(name)
        child.send(f"{said}\r")
        child.expect(r"Jumlah \[")
        started = time.perf_counter()
        child.send("\r")
        child.expect(r"BKM-\d{4}-\d{4}  ")
        yield len(said) + 2, time.perf_counter() - started
        child.expect("KSM:")
    child.send("q\r")
    child.expect(pexpect.EOF)
    child.close()


def by_pipe(ledger: Path) -> Iterator[tuple[int, float]]:
    """Serve the queue through a pipe, line by line; yield no keys and the seconds of each answer."""
    words = [*PROGRAM, "--buku", str(ledger), "kasir", *DAY]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        for place in range(2, len(NAMES) + 1):
            started = time.perf_counter()
            process.stdin.write(f"P-{place:04d} {INSTALMENT}\n".encode())
            process.stdin.flush()
            process.stdout.readline()
            yield 0, time.perf_counter() - started
        process.stdin.close()


def by_sheet(ledger: Path) -> Iterator[tuple[int, float]]:
    """Take in one meeting sheet, a mark and Enter in each line; yield keys and each line's part of the seconds."""
    empty, filled = ledger.with_name("lembar.xlsx"), ledger.with_name("isi.xlsx")
    words = [*PROGRAM, "--buku", str(ledger)]
    subprocess.run([*words, "lembar", "--per", DAY[1], "--ke", str(empty)], check=True, capture_output=True)
    asked = asked_of(empty)
    fill(empty, filled, {key: {PAID: "v"} for key in asked})
    said = f"upk impor lembar isi.xlsx --kas {sum(asked.values())}\n"
    started = time.perf_counter()
    subprocess.run(
        [*words, "impor", "lembar", str(filled), "--kas", str(sum(asked.values()))], check=True, capture_output=True
    )
    seconds = (time.perf_counter() - started) / len(asked)
    for place, _ in enumerate(asked):
        yield len("v\n") + (0 if place else len(said)), seconds


def lines() -> Iterator[str]:
    """Serve the queue in every way and yield the table line by line."""
    yield "| 24 KSM | Keys | Keys for one | Enter to answer | Slowest | The whole queue |"
    yield "|---|---|---|---|---|---|"
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "antrean.db"
        subprocess.run([*PROGRAM, "--buku", str(made), *START], check=True, capture_output=True)
        lend_to_queue(made)
        ways = (by_terima, by_kasir, by_pipe, by_sheet)
        for what, way in zip(("`terima`, before", "`kasir`", "`kasir`, a pipe", "`impor lembar`"), ways, strict=True):
            ledger = Path(shutil.copyfile(made, Path(folder) / "upk.db"))
            started = time.perf_counter()
            costs = list(way(ledger))
            whole = time.perf_counter() - started
            assert len(receipts(ledger)) >= len(NAMES) - 1
            keys, times = sum(cost[0] for cost in costs), [cost[1] * 1000 for cost in costs]
            yield (
                f"| {what} | {keys or '-'} | {f'{keys / len(NAMES):.1f}' if keys else '-'} "
                f"| {statistics.median(times):,.0f} ms | {max(times):,.0f} ms | {whole:.1f} s |"
            )


def main() -> None:
    """Measure, print the table, and put it into the page beside this script."""
    os.environ.pop("DANABERGULIR_BUKU", None)
    table = []
    for line in lines():
        print(line, flush=True)
        table.append(line)
    before, begin, rest = PAGE.read_text(encoding="utf-8").partition("<!-- counter -->\n")
    _, end, after = rest.partition("<!-- end of counter -->\n")
    PAGE.write_text(before + begin + "\n".join([*table, ""]) + end + after, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
