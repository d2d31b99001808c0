"""The plug is pulled at the counter: what was answered is on the disk, and nothing is there that was not asked for."""

import random
import shutil
import subprocess
import sys
import time

import pytest

from counter_queue import DAY, INSTALMENT, NAMES, code, receipts, recorded
from danabergulir.ledger.file import copies
from thorough import THOROUGH

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither kill -9 nor a pseudo-terminal")

_KILLS = 40 if THOROUGH else 4
_QUEUE = [(code(name), f"P-{place:04d}") for place, name in enumerate(NAMES, start=1) if place > 1]


@pytest.fixture
def as_by_terima(queue, queue_ledger):
    """Return what stands in the ledger when none, one, two ... of the queue were served by ``terima``."""
    pictures = [recorded(queue.ledger)]
    for who, _ in _QUEUE:
        assert queue("terima", who, str(INSTALMENT), *DAY).status == 0
        pictures.append(recorded(queue.ledger))
    shutil.copyfile(queue_ledger, queue.ledger)
    return pictures


def _held(queue, answered, as_by_terima):
    """Assert that exactly the first receipts of the queue are there: those answered, and at most one more."""
    kept = len(receipts(queue.ledger))

    assert answered <= kept <= answered + 1
    assert recorded(queue.ledger) == as_by_terima[kept]
    again = queue("kasir", *DAY, piped="".join(f"{who} {INSTALMENT}\n" for who, _ in _QUEUE[kept:]).encode())
    assert again.status == 0, again.stderr
    assert recorded(queue.ledger) == as_by_terima[-1]
    copies.inspect(queue.ledger)


def test_a_queue_through_a_pipe_killed_at_random_moments_loses_no_answer(queue, queue_ledger, as_by_terima):
    """The ledger equals the one made with ``terima`` for those, and the rest of the file completes it."""
    dice = random.Random(20260205)  # noqa: S311 - moments, not secrets
    words = [sys.executable, "-m", "danabergulir", "--buku", str(queue.ledger), "kasir", *DAY]
    lines = "".join(f"{who} {INSTALMENT}\n" for who, _ in _QUEUE).encode()
    for _ in range(_KILLS):
        shutil.copyfile(queue_ledger, queue.ledger)
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            process.stdin.write(lines)
            process.stdin.flush()
            seen = process.stdout.readline() + b"".join(process.stdout.readline() for _ in range(dice.randint(0, 15)))
            time.sleep(dice.uniform(0, 0.05))
            process.kill()
            seen += process.stdout.read()
        _held(queue, seen.count(b"\r\n") - 1, as_by_terima)


def test_a_queue_at_a_terminal_killed_at_random_moments_loses_no_answer(queue, queue_ledger, as_by_terima):
    """Whatever was on the screen when the screen went dark."""
    import pexpect  # noqa: PLC0415 - not installed on Windows

    dice = random.Random(20260206)  # noqa: S311 - moments, not secrets
    words = ["-m", "danabergulir", "--buku", str(queue.ledger), "kasir", *DAY]
    for _ in range(_KILLS):
        shutil.copyfile(queue_ledger, queue.ledger)
        child = pexpect.spawn(sys.executable, words, dimensions=(24, 80), encoding="utf-8", timeout=60)
        child.delaybeforesend = None
        child.expect("KSM:")
        served = dice.randint(1, 8)
        for who, loan in _QUEUE[:served]:
            child.send(f"{who}\r")
            child.expect(r"Jumlah \[690\.000\]")
            child.send("\r")
            child.expect(rf"BKM-2026-\d+  [^(]+\({loan}\)")
            child.expect("KSM:")
        child.send(f"{_QUEUE[served][0]} {INSTALMENT}\r")
        time.sleep(dice.uniform(0, 0.1))
        child.kill(9)
        child.close()
        _held(queue, served, as_by_terima)
