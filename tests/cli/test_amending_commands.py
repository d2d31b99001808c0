"""``betulkan`` from outside: what it prints, what it asks, and how it ends."""

import json
import re
import shlex

import pytest

from conftest import led_once


@pytest.fixture
@led_once
def lent(book):
    """Return a runner beside a ledger with a loan to KSM Mawar and two receipts on it."""
    for words in (
        ("ksm", "tambah", "MAWAR", "KSM Mawar", "--rw", "05", "--rt", "001", "--tanggal", "2025-12-31"),
        ("kas", "masuk", "31010", "5jt", "Modal", "--tanggal", "2026-01-02"),
        ("pinjaman", "cairkan", "MAWAR", "--pokok", "3jt", "--tenor", "10", "--tanggal", "2026-01-05"),
        ("terima", "MAWAR", "345.000", "--tanggal", "2026-02-05"),
        ("terima", "MAWAR", "354.000", "--tanggal", "2026-03-05"),
    ):
        got = book(*words)
        assert got.status == 0, (words, got.stderr)
    return book


def _vouchers(runner):
    got = runner("jurnal-umum", "--dari", "2026-01-01", "--sampai", "2026-12-31", "--format", "json")
    return {row["bukti"] for row in json.loads(got.stdout)["baris"]}


def test_json_names_all_three_vouchers(lent):
    """The right one, the wrong one, and what takes that back; parts and balance beside the amounts."""
    words = ("betulkan", "BKM-2026-0003", "--jumlah", "345rb", "--alasan", "angka tertukar")
    got = json.loads(lent(*words, "--format", "json").stdout)

    assert {key: got[key] for key in ("bukti", "menggantikan", "pembatalan", "tanggal", "jumlah_semula", "jumlah")} == {
        "bukti": "BKM-2026-0004",
        "menggantikan": "BKM-2026-0003",
        "pembatalan": "BPB-2026-0001",
        "tanggal": "2026-03-05",
        "jumlah_semula": 354_000,
        "jumlah": 345_000,
    }
    assert (got["pokok"], got["jasa"], got["saldo_pokok"]) == (300_000, 45_000, 2_400_000)


def test_a_person_at_the_terminal_hears_a_doubt_first_and_may_refuse(lent):
    """A no leaves the book as it was; a yes, and ``--ya`` without a question, put the voucher right."""
    words = ("betulkan", "BKM-2026-0003", "--tanggal", "2026-02-05", "--jumlah", "345.000", "--alasan", "salah tanggal")
    before = _vouchers(lent)

    refused = lent(*words, typed="tidak\n")
    assert refused.status == 4
    assert "setoran kedua pada hari yang sama" in refused.stderr
    assert _vouchers(lent) == before

    agreed = lent(*words, typed="ya\n")
    assert agreed.status == 0
    assert _vouchers(lent) - before == {"BKM-2026-0004", "BPB-2026-0001"}


def test_a_loan_put_right_is_still_the_first_of_its_group(lent):
    """What was taken back leaves its place to the loan that came for it, in the register."""
    assert lent("betulkan", "BKK-2026-0001", "--jumlah", "3,2jt", "--alasan", "salah jumlah").status == 0
    register = json.loads(lent("laporan", "2026-01", "--hanya", "register-pinjaman", "--format", "json").stdout)

    assert [row["pinjaman_ke"] for row in register["baris"]] == [1, 1]


def test_money_that_would_be_missing_is_refused_unless_insisted(lent):
    """Neither voucher stands; with ``--tetap`` both do, and what is missing is told."""
    words = ("betulkan", "BKM-2026-0001", "--ke", "11021", "--alasan", "masuk bank")
    before = _vouchers(lent)

    refused = lent(*words)
    assert (refused.status, _vouchers(lent)) == (4, before)
    insisted = lent(*words, "--tetap")
    assert insisted.status == 0
    assert "Peringatan" in insisted.stderr


def test_a_voucher_shows_what_stands_in_its_place(lent):
    """``batal`` and ``betulkan`` on the wrong one name its end."""
    lent("betulkan", "BKM-2026-0003", "--jumlah", "345rb", "--alasan", "angka tertukar")

    assert "Dibatalkan oleh  : BPB-2026-0001" in lent("bukti", "BKM-2026-0003").stdout
    assert "(pengganti BKM-2026-0003)" in " ".join(lent("bukti", "BKM-2026-0004").stdout.split())
    assert "diganti BKM-2026-0004" in " ".join(lent("bukti", "BPB-2026-0001").stdout.split())
    again = lent("betulkan", "BKM-2026-0003", "--jumlah", "1", "--alasan", "x")
    assert (again.status, "danabergulir betulkan BKM-2026-0004" in again.stderr) == (4, True)


def _as_advised(runner, words):
    """Run what a refusal advises, in the order in which it stands there, the refused command among it."""
    refused = runner(*words)
    assert refused.status == 4, refused.stderr
    advised = refused.stderr.partition("Saran: ")[2].replace("NOMOR", "BA-1").replace("KALI", "5")
    for step in re.split(r", lalu |\. |, dan ", " ".join(advised.split())):
        if "Ulangi perintah ini" in step:
            got = runner(*words)
        else:
            command = shlex.split(step.partition("danabergulir ")[2])
            got = runner(*command, *(("--ya",) if "lunasi" in command else ()))
        assert got.status == 0, (step, got.stderr)


_ENDS = {
    "paid off": [("pinjaman", "lunasi", "MAWAR", "--tanggal", "2026-03-20", "--ya")],
    "written off": [("pinjaman", "hapus-buku", "MAWAR", "--ba", "9", "--tanggal", "2026-03-20")],
    "written off and paid after all": [
        ("pinjaman", "hapus-buku", "MAWAR", "--ba", "9", "--tanggal", "2026-03-20"),
        ("terima", "P-0001", "100.000", "--tanggal", "2026-03-25"),
    ],
    "paid back": [("kembalikan", "MAWAR", "3.000", "--tanggal", "2026-03-20", "--alasan", "lebih")],
    "agreed anew": [("pinjaman", "jadwal-ulang", "MAWAR", "--tenor", "12", "--ba", "8", "--tanggal", "2026-03-20")],
}
_WRONG = {
    "the amount of a receipt": (("BKM-2026-0002", "--jumlah", "340rb"), (-5_000, 0)),
    "the account of a receipt": (("BKM-2026-0003", "--ke", "11021"), (-354_000, 354_000)),
    "more paid out": (("BKK-2026-0001", "--jumlah", "3.010.000"), (-10_000, 0)),
    "less paid out": (("BKK-2026-0001", "--jumlah", "2,9jt"), (100_000, 0)),
    "the account that paid out": (("BKK-2026-0001", "--dari", "11021"), (3_000_000, -3_000_000)),
}
"""What is put right, and by how much the cash box and the bank then hold more."""


def _money(runner):
    rows = json.loads(runner("laporan", "2026-12", "--hanya", "neraca", "--format", "json").stdout)["baris"]
    return [next(row["saldo"] for row in rows if row["kode"] == code) for code in ("11010", "11021")]


@pytest.mark.parametrize("wrong", _WRONG)
@pytest.mark.parametrize("ended", _ENDS)
def test_what_a_refusal_advises_can_be_followed_to_its_end(lent, ended, wrong):
    """Each command as it stands there, in that order; the money is where it belongs, and the book is sound."""
    assert lent("jurnal", "11021", "31010", "5jt", "Modal", "--tanggal", "2026-01-03").status == 0
    for words in _ENDS[ended]:
        assert lent(*words).status == 0, words
    before, (right, moved) = _money(lent), _WRONG[wrong]
    words = ("betulkan", *right, "--alasan", "salah", "--tetap")
    if lent(*words).status == 4:
        _as_advised(lent, words)

    assert lent("periksa").status == 0
    if ended != "paid off":  # what pays off a loan is worked out anew
        assert [now - then for now, then in zip(_money(lent), before, strict=True)] == list(moved)
