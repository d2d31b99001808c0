"""Loans taken over from another book keep their numbers, and stand in every list as numbers do."""

import json

import pytest

from conftest import led_once
from danabergulir.reports.month.catalog import CATALOG

ORDER = ["1", "2", "10"]


@pytest.fixture
@led_once
def taken_over(book):
    """Return a runner beside a ledger with loans 10, 2 and 1, all alike, of three KSM of one RW."""
    files = {
        "ksm": ["kode;nama;rw;rt", *(f"K{number};Mawar {number};05;003" for number in "ABC")],
        "pinjaman": [
            "nomor;ksm;tanggal_cair;pokok;tenor;jasa_persen",
            *(f"{number};K{ksm};2025-12-05;1.200.000;12;1,5" for number, ksm in (("10", "A"), ("2", "B"), ("1", "C"))),
        ],
        "saldo-awal": ["kode;debit;kredit", "11010;1.400.000;", "11030;3.600.000;", "31010;;5.000.000"],
    }
    for kind in ("ksm", "saldo-awal", "pinjaman"):
        (book.folder / f"{kind}.csv").write_text("\n".join(files[kind]), encoding="utf-8")
        assert book("impor", kind, f"{kind}.csv").status == 0
    for number in ("10", "1", "2"):
        assert book("terima", number, "10.000", "--tanggal", "2026-01-20").status == 0
    return book


def _numbers(printed):
    rows = json.loads(printed)["baris"]
    return [row["pinjaman"] for row in rows if row.get("pinjaman")]


@pytest.mark.parametrize("words", [("tunggakan",), ("sanksi", "daftar")], ids=" ".join)
def test_a_list_shows_numbers_in_their_order(taken_over, words):
    """One, two, ten."""
    assert _numbers(taken_over(*words, "--per", "2026-03-31", "--format", "json").stdout) == ORDER


def test_the_list_of_loans_shows_numbers_in_their_order(taken_over):
    """Its column is called the number."""
    rows = json.loads(taken_over("pinjaman", "daftar", "--format", "json").stdout)["baris"]
    assert [row["nomor"] for row in rows] == ORDER


@pytest.mark.parametrize("name", [entry.name for entry in CATALOG])
def test_a_report_shows_numbers_in_their_order(taken_over, name):
    """All else equal; a register with the newest first has the highest number first."""
    numbers = _numbers(taken_over("laporan", "2026-03", "--hanya", name, "--format", "json").stdout)
    assert numbers in ([], ORDER, ORDER[::-1])
