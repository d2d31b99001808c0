"""Two windows on one ledger: the second waits, then refuses clearly; eight at once lose nothing."""

import re
import sqlite3
import threading
from contextlib import closing

from danabergulir.ledger.file import copies, schema
from faults.child import Child, needs_fork

_WORDS = ("kas", "masuk", "31010", "1jt", "Modal lagi", "--tanggal", "2026-01-10")


def _holding(path):
    """Return a connection that writes and does not end."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN IMMEDIATE")
    return closing(connection)


def test_a_second_window_that_waited_in_vain_says_so(used, numbers, monkeypatch):
    """Nothing is recorded, and the treasurer knows what to close; reports still work."""
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.1)
    before = numbers()
    with _holding(used.ledger):
        refused = used(*_WORDS)
        report = used("laporan", "2026-01", "--hanya", "neraca")

    assert (refused.status, refused.stdout) == (5, "")
    assert refused.stderr == (
        "Galat: buku sedang dipakai jendela lain: upk.db\n"
        "Saran: Tutup jendela lain yang memakai buku ini, lalu ulangi.\n"
    )
    assert report.status == 0
    assert numbers() == before


def test_a_second_window_waits_for_a_short_while(used, numbers):
    """An overlap of a moment costs nobody anything."""
    before = numbers()
    with _holding(used.ledger) as connection:
        threading.Timer(0.3, connection.rollback).start()
        accepted = used(*_WORDS)

    assert accepted.status == 0, accepted.stderr
    assert len(numbers()) == len(before) + 1


def test_a_backup_is_right_while_another_window_writes(used):
    """It holds what was recorded before, and nothing of what is not."""
    with _holding(used.ledger) as connection:
        connection.execute("INSERT INTO cash_count VALUES (1, '2026-01-10', '2026-01-10', 1, 1, '')")
        made = used("cadangkan", "--ke", "lain")

    (backup,) = (used.folder / "lain").iterdir()
    assert made.status == 0, made.stderr
    assert copies.inspect(backup).rows["cash_count"] == 0


@needs_fork
def test_eight_writers_at_once_lose_nothing(used, numbers):
    """Every voucher on a screen is in the ledger, and no other; the numbers have no gap."""
    before = numbers()
    lines = [
        ("kas", "masuk", "31010", "1.000", f"Putaran {turn}", "--tanggal", "2026-01-10", "--format", "json")
        for turn in range(3)
    ]
    ended = [child.ended() for child in [Child(used, lines) for _ in range(8)]]
    acknowledged = [number for child in ended for number in re.findall(r"BKM-2026-\d{4}", child.stdout)]

    assert {child.status for child in ended} <= {0, 5}, ended
    assert "Traceback" not in "".join(child.stderr for child in ended)
    assert before + sorted(acknowledged) == numbers()
    assert numbers() == [f"BKM-2026-{serial:04d}" for serial in range(1, len(numbers()) + 1)]
    assert copies.inspect(used.ledger).vouchers == len(numbers())
