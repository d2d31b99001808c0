"""``betulkan`` from outside: what it prints, what it asks, and how it ends."""

import json

import pytest


@pytest.fixture
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
