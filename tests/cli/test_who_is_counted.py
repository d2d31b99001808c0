"""Who is counted: KSM and not loans wherever the word is KSM, and one place under one name."""

import json

import pytest

from conftest import led_once
from danabergulir.dates import Month
from danabergulir.operations.month import monthly_set

_DAY = "2026-05-31"


def _done(result) -> None:
    assert result.status == 0, result.stderr


def _rows(result):
    _done(result)
    return json.loads(result.stdout)["baris"]


def _lend(book, ksm: str, amount: int, *more: str) -> None:
    words = ("--pokok", str(amount), "--tenor", "12", "--tanggal", "2026-01-10")
    _done(book("pinjaman", "cairkan", ksm, *words, *more))


@pytest.fixture
@led_once
def lent(book):
    """Return a runner beside a fund where Mawar has two loans, one of them four months behind, and Melati one."""
    _done(book("kas", "masuk", "31010", "20jt", "Modal awal", "--tanggal", "2026-01-02"))
    for code, name, rw in (("MAWAR", "KSM Mawar", "1"), ("MELATI", "KSM Melati", "RW 001")):
        _done(book("ksm", "tambah", code, name, "--rw", rw, "--rt", "3", "--tanggal", "2026-01-02"))
    _lend(book, "MAWAR", 1_200_000)
    _lend(book, "MAWAR", 600_000, "--izin-ba", "03/BA/2026")
    _lend(book, "MELATI", 600_000)
    for number in ("P-0002", "P-0003"):
        _done(book("terima", number, "236000", "--tanggal", "2026-05-05"))
    return book


def test_every_count_of_ksm_on_a_day_is_the_same(lent):
    """Two KSM with three loans, and one of them at risk, in seven places."""

    def report(name):
        return _rows(lent("laporan", "2026-05", "--hanya", name, "--format", "json"))

    lar = report("kinerja")[0]
    values = {row["butir"]: row["nilai"] for row in report("ringkasan")}
    classes = [(row["nama"], row["jumlah_ksm"]) for row in report("kolektibilitas")]
    (simulated,) = [
        line for line in lent("pinjaman", "simulasi", "--ksm", "MAWAR", "--pokok", "1jt", "--tenor", "12",
                              "--tanggal", _DAY).stdout.splitlines() if line.startswith("KSM yang meminjam")
    ]  # fmt: skip
    assert (lar["pembilang"], lar["penyebut"]) == (1, 2)
    assert values["KSM yang masih meminjam"] == "2 KSM"
    assert [(name, count) for name, count in classes if count] == [("Lancar", 1), ("Kurang Lancar", 1)]
    assert [row["jumlah_ksm"] for row in report("rekap-rw")] == [2]
    assert simulated.split() == ["KSM", "yang", "meminjam", "2", "KSM", "2", "KSM"]
    assert values["KSM yang menunggak"] == "1 KSM"
    assert {row["kode_ksm"] for row in report("tunggakan")} == {"MAWAR"}


def test_the_papers_of_the_month_count_as_its_reports_do(lent):
    """The notice board and the cover: two KSM borrow, one of them is late, and each stands in one class."""
    papers = monthly_set(lent.ledger, Month.parse("2026-05"))
    board = next(paper.words for paper in papers.apart if paper.form == "papan")
    assert board["fund"]["borrowers"] == "2 KSM sedang meminjam"
    assert board["punctual"]["count"] == "1 dari 2 KSM"
    assert [row["count"] for row in papers.cover.words["classes"]][:3] == ["1 KSM", "0 KSM", "1 KSM"]
    assert papers.cover.words["late"]["sanctions"] == "Sanksi yang diusulkan: 1 KSM tingkat 1."


def test_one_place_has_one_name_whatever_was_typed(lent):
    """RW 1, 001 and 01 are one: kept so, filtered so, and reported in one row."""
    assert {(row["rw"], row["rt"]) for row in _rows(lent("ksm", "daftar", "--format", "json"))} == {("01", "003")}
    for typed in ("1", "01", "001", "rw 1"):
        assert len(_rows(lent("ksm", "daftar", "--rw", typed, "--format", "json"))) == 2
        assert len(_rows(lent("tunggakan", "--per", _DAY, "--rw", typed, "--format", "json"))) == 1
    assert [row["rw"] for row in _rows(lent("laporan", "2026-05", "--hanya", "rekap-rw", "--format", "json"))] == ["01"]
    digests = lent("ingatkan", "--per", _DAY, "--coba", "--format", "teks").stdout.splitlines()
    assert digests.count("--- Ketua RW 01 ---") == 1


@pytest.mark.parametrize("dated", [(), ("--tanggal", "2026-06-20")], ids=["its own day", "a later day"])
def test_taking_back_an_old_last_payment_warns_of_two_running_loans(lent, dated):
    """The KSM had paid off its loan and borrowed again; its last payment turns out to be another's."""
    _done(lent("pinjaman", "lunasi", "P-0003", "--tanggal", "2026-06-10", "--ya"))
    words = ("pinjaman", "cairkan", "MELATI", "--pokok", "1jt", "--tenor", "10", "--tanggal", "2026-06-15")
    assert "sekarang punya" not in lent(*words).stderr
    told = lent("batal", "BKM-2026-0004", "--alasan", "salah pinjaman", *dated)
    assert "KSM MELATI sekarang punya 2 pinjaman yang belum lunas: P-0003, P-0004" in told.stderr


def test_an_import_warns_of_two_running_loans(book):
    """Two loans of one KSM in the file are taken over, with a word about it."""
    _done(book("ksm", "tambah", "MAWAR", "KSM Mawar", "--rw", "1", "--rt", "3", "--tanggal", "2025-12-31"))
    lines = ["nomor;ksm;tanggal_cair;pokok;tenor;jasa_persen;pokok_terbayar;jasa_terbayar"]
    lines += [f"L-{number};MAWAR;2025-0{number}-10;1200000;12;1,5;600000;108000" for number in (6, 7)]
    (book.folder / "pinjaman.csv").write_text("\n".join(lines), encoding="utf-8")
    told = book("impor", "pinjaman", "pinjaman.csv")
    assert told.status == 0
    assert "KSM MAWAR sekarang punya 2 pinjaman yang belum lunas: L-6, L-7" in " ".join(told.stderr.split())
