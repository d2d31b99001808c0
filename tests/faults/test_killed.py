"""The power goes off: what was acknowledged is there, nothing is half saved, and the command can be given again."""

import random
import re
import signal
import subprocess
import sys
import time

import pytest

from danabergulir.ledger.file import copies
from faults.child import Child, forked, killed_at, lying_in, needs_fork
from ledger.small_ledger import fetch
from thorough import THOROUGH

_KILLS = 50 if THOROUGH else 10
"""Of each of four commands, at random moments."""

_COLD_KILLS = 200 if THOROUGH else 12
"""Of processes that start Python anew; most of their life is importing."""

_DATED = ("--tanggal", "2026-01-15")


def _loan(book):
    """Lend to a KSM of five women, so that it can repay."""
    assert book("ksm", "tambah", "MAWAR", "KSM Mawar", "--rw", "05", "--rt", "003").status == 0
    for name in ("Ani", "Budi", "Citra", "Dewi", "Eka"):
        assert book("anggota", "tambah", "MAWAR", name, "--jenis-kelamin", "P").status == 0
    assert book("kas", "masuk", "31010", "20jt", "Modal", "--tanggal", "2026-01-01").status == 0
    lent = book("pinjaman", "cairkan", "MAWAR", "--tetap", "--pokok", "2jt", "--tenor", "10", "--tanggal", "2026-01-02")
    assert lent.status == 0, lent.stderr


def _retry(run, words):
    """Give a command again and return the number of the voucher it left, first or now."""
    again = run(*words)
    (number,) = set(re.findall(r"B[KP][MKB]-\d{4}-\d{4}", again.stdout + again.stderr))
    assert again.status in {0, 4}, again.stderr
    return number


@needs_fork
@pytest.mark.parametrize(
    "words",
    [
        ("kas", "masuk", "31010", "750.000", "Modal", *_DATED, "--bukti-luar", "A-1"),
        ("terima", "MAWAR", "150.000", *_DATED, "--bukti-luar", "A-1"),
    ],
    ids=["kas masuk", "terima"],
)
def test_a_command_killed_at_any_statement_is_recorded_whole_or_not_at_all(book, words):
    """Between any two statements, around the commit and after it: never a part, and a retry leaves exactly one."""
    _loan(book)
    assert book("tunggakan").status == 0  # what a command imports is there before the first child
    untouched = book.ledger.read_bytes()
    before = copies.inspect(book.ledger)
    outcomes, finished = set(), set()
    for step in range(1, 1000):
        book.ledger.write_bytes(untouched)
        book.ledger.with_name("upk.db-journal").unlink(missing_ok=True)
        child = forked(book, *words, first=killed_at(step))
        recorded = fetch(book.ledger, "SELECT count(*) FROM voucher")[0][0] - before.vouchers
        outcomes.add((child.status, recorded))
        left_behind = lying_in(book.folder)
        if left_behind not in finished:
            number = _retry(book, words)
            assert fetch(book.ledger, "SELECT number FROM voucher WHERE external_ref = 'A-1'") == [(number,)]
            assert copies.inspect(book.ledger).vouchers == before.vouchers + 1
            finished.add(left_behind)
        if child.status == 0:
            break

    assert outcomes == {(-signal.SIGKILL, 0), (-signal.SIGKILL, 1), (0, 1)}


@needs_fork
@pytest.mark.parametrize(
    "words",
    [
        ("kas", "masuk", "31010", "750.000", "Modal", *_DATED, "--bukti-luar", "A-1"),
        ("terima", "MAWAR", "150.000", "--tanggal", "2026-02-05", "--bukti-luar", "A-1"),
        ("impor", "transaksi", "kas.csv"),
        ("tutup", "bulan", "2026-01", "--biarkan-cadangan"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_a_command_killed_at_a_random_moment_is_recorded_whole_or_not_at_all(fund, words):
    """However often: the ledger is as before or as after, as after when that was said, and the retry just works."""
    rows = [f"2026-01-{day:02d};masuk;{day}000;31010;K-{day}\n" for day in range(5, 30)]
    (fund.folder / "kas.csv").write_text("".join(["tanggal;jenis;jumlah;akun;bukti_luar\n", *rows]), encoding="utf-8")
    untouched = fund.ledger.read_bytes()
    before = copies.inspect(fund.ledger).rows
    assert fund(*words).status == 0  # what a command imports is there before the first child
    after = copies.inspect(fund.ledger).rows
    fund.ledger.write_bytes(untouched)
    started = time.monotonic()
    assert forked(fund, *words).status == 0
    longest = time.monotonic() - started
    dice = random.Random(f"{words}")  # noqa: S311 - moments, not secrets
    seen = []
    for _ in range(_KILLS):
        fund.ledger.write_bytes(untouched)
        child = Child(fund, [words])
        time.sleep(dice.uniform(0, longest))
        child.kill()
        ended = child.ended()
        retry = fund(*words)
        seen.append(ended.status)

        assert retry.status in {0, 1, 4}, retry.stderr
        assert "Traceback" not in ended.stderr
        assert (retry.status != 0) or not ended.stdout
        assert copies.inspect(fund.ledger).rows == after
        there = {path.name for path in fund.folder.iterdir()}
        assert there - {"cadangan"} == {"kas.csv", "upk.db"}  # a close leaves a backup
        assert "cadangan" not in there or words[0] == "tutup"

    assert before != after
    assert -signal.SIGKILL in seen


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
def test_real_processes_killed_at_random_moments_lose_nothing_they_acknowledged(book):
    """From the start of Python to the last letter on the screen; the retry records it once, never twice."""
    dice = random.Random(20230131)  # noqa: S311 - moments, not secrets
    started = time.monotonic()
    words = [sys.executable, "-m", "danabergulir", "kas", "masuk", "31010", "1.000", "Uji", *_DATED]
    subprocess.run(words, check=True, capture_output=True)
    longest = (time.monotonic() - started) * 1.1
    for number in range(_COLD_KILLS):
        reference = ("--bukti-luar", f"U-{number}")
        process = subprocess.Popen([*words, *reference], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            process.wait(dice.uniform(0, longest))
        except subprocess.TimeoutExpired:
            process.kill()
        printed, _ = process.communicate()
        acknowledged = re.findall(r"BKM-2026-\d{4}", printed.decode("utf-8"))
        kept = _retry(book, (*words[3:], *reference))

        assert set(acknowledged) <= {kept}

    contents = copies.inspect(book.ledger)
    assert contents.vouchers == _COLD_KILLS + 1
    assert [path.name for path in book.folder.iterdir()] == ["upk.db"]


def test_the_same_receipt_twice_is_one_posting_and_the_second_says_so(book):
    """The treasurer's own number is what makes a retry safe."""
    words = ("kas", "masuk", "31010", "1jt", "Modal", "--tanggal", "2026-01-06", "--bukti-luar", "KW-07")
    first, second = book(*words), book(*words)

    assert (first.status, second.status) == (0, 4)
    assert second.stderr.startswith('Galat: nomor bukti luar "KW-07" sudah dicatat pada BKM-2026-0001')
    assert fetch(book.ledger, "SELECT external_ref FROM voucher") == [("KW-07",)]


def test_the_same_import_twice_is_recorded_once(book):
    """A file given again, after a crash or by mistake, changes nothing and says which numbers are known."""
    (book.folder / "kas.csv").write_text(
        "tanggal;jenis;jumlah;akun;keterangan;bukti_luar\n2026-01-06;masuk;1000;31010;Modal;KW-1\n"
        "2026-01-07;masuk;2000;31010;Modal;KW-2\n",
        encoding="utf-8",
    )
    first, second = (book("impor", "transaksi", "kas.csv") for _ in range(2))

    assert (first.status, second.status) == (0, 1)
    assert "KW-1" in second.stderr
    assert "KW-2" in second.stderr
    assert fetch(book.ledger, "SELECT external_ref FROM voucher ORDER BY sequence") == [("KW-1",), ("KW-2",)]
