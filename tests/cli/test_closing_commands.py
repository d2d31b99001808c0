"""``tutup``, ``buka`` and ``cadangan`` at the keyboard: questions, statuses, what other commands see of a close."""

import json

import pytest

from conftest import led_once


@pytest.fixture
@led_once
def lent(book):
    """Return a runner beside a ledger with capital and one loan of Rp3.000.000 of January 2026 to KSM Mawar."""
    opening = "kode;debit;kredit\n11010;5000000;0\n31010;0;5000000\n"
    (book.folder / "saldo-awal.csv").write_text(opening, encoding="utf-8")
    lending = ("--pokok", "3jt", "--tenor", "10", "--tanggal", "2026-01-05")
    members = ("--jumlah-anggota", "6", "--jumlah-perempuan", "4", "--tanggal", "2026-01-02")
    for words in (
        ("impor", "saldo-awal", "saldo-awal.csv"),
        ("ksm", "tambah", "MAWAR", "KSM Mawar", "--rw", "05", "--rt", "001", *members),
        ("pinjaman", "cairkan", "MAWAR", "--tetap", *lending),
    ):
        assert book(*words).status == 0
    return book


def _reserve(run):
    shown = run("cadangan", "sesuaikan", "--per", "2026-01-31", "--coba", "--format", "json")
    return json.loads(shown.stdout)["dibukukan"]


@pytest.mark.parametrize(("answer", "booked"), [("ya", 30_000), ("tidak", 0)])
def test_at_a_terminal_the_reserve_is_asked_about(lent, answer, booked):
    """The question goes to stderr and says the difference."""
    closed = lent("tutup", "bulan", "2026-01", typed=f"{answer}\nya\n")
    assert closed.status == 0
    assert "Cadangan risiko kurang Rp30.000 pada 31 Januari 2026. Sesuaikan? (ya/tidak):" in closed.stderr
    assert _reserve(lent) == booked


@pytest.mark.parametrize(("option", "booked"), [("--sesuaikan-cadangan", 30_000), ("--biarkan-cadangan", 0)])
def test_an_answer_on_the_command_line_is_not_asked_for(lent, option, booked):
    """Even at a terminal."""
    assert lent("kas", "hitung", "2jt", "--tanggal", "2026-01-31").status == 0
    assert lent("tutup", "bulan", "2026-01", option, typed="").status == 0
    assert _reserve(lent) == booked


def test_without_a_terminal_a_reserve_that_differs_needs_an_option(lent):
    """Nothing is closed until it is said what to do; with the option the command that puts it right is printed."""
    refused = lent("tutup", "bulan", "2026-01")
    assert (refused.status, refused.stdout) == (2, "")
    assert "--sesuaikan-cadangan" in refused.stderr
    assert "--biarkan-cadangan" in refused.stderr
    assert json.loads(lent("tutup", "daftar", "--format", "json").stdout) == {"baris": []}
    closed = lent("tutup", "bulan", "2026-01", "--biarkan-cadangan")
    assert closed.status == 0
    assert "danabergulir cadangan sesuaikan" in " ".join(closed.stdout.split())
    assert _reserve(lent) == 0


def test_what_cannot_be_closed_is_not_asked_about(lent):
    """The month that is closed, or not over, is refused before any question, without a terminal too."""
    lent("cadangan", "sesuaikan", "--per", "2026-01-31")
    lent("kas", "hitung", "2jt", "--tanggal", "2026-01-31")
    assert lent("tutup", "bulan", "2026-01", typed="").stderr.startswith("Cadangan buku dibuat: ")
    for typed in ("", None):
        assert lent("tutup", "bulan", "2026-01", typed=typed).status == 4
        assert lent("tutup", "bulan", "2026-11", typed=typed).status == 4


def test_a_cash_box_that_was_not_counted_is_asked_about_or_told(lent):
    """A person may rather count first; without a terminal the month is closed and the doubt told, with status 0."""
    refused = lent("tutup", "bulan", "2026-01", "--biarkan-cadangan", typed="tidak\n")
    assert refused.status == 4
    assert "kas belum dihitung pada Januari 2026" in refused.stderr
    closed = lent("tutup", "bulan", "2026-01", "--biarkan-cadangan")
    assert closed.status == 0
    assert "Peringatan: kas belum dihitung pada Januari 2026, menurut buku Rp2.000.000." in closed.stderr


def test_an_event_on_the_opening_day_is_told_and_asked_about_at_a_terminal(lent):
    """It is as a rule in the opening balances already."""
    words = ("kas", "masuk", "41020", "1.000", "Bunga", "--tanggal", "2025-12-31")
    told = lent(*words)
    assert told.status == 0
    assert "Peringatan: tanggal 31-12-2025 adalah tanggal saldo awal" in told.stderr
    assert lent(*words, typed="tidak\n").status == 4
    assert lent(*words, typed="ya\n").status == 0


def test_a_page_says_that_its_month_is_not_over(lent):
    """On screen and in every report of it; a month that is over says nothing."""
    pages = [lent("laporan", month, "--hanya", "neraca").stdout for month in ("2026-11", "2026-10")]
    assert ["belum berakhir; angkanya" in page for page in pages] == [True, False]


def test_a_closed_month_refuses_a_policy_that_starts_in_it(lent):
    """From the next month on it may."""
    (lent.folder / "kebijakan.toml").write_text(lent("kebijakan", "bawaan").stdout, encoding="utf-8")
    lent("tutup", "bulan", "2026-01", "--biarkan-cadangan")
    statuses = [
        lent("kebijakan", "tetapkan", "kebijakan.toml", "--mulai", day).status for day in ("2026-01-31", "2026-02-01")
    ]
    assert statuses == [4, 0]


def test_a_year_whose_last_month_is_closed_takes_no_wish_about_the_reserve(lent):
    """An option that would do nothing is refused, with the command that does it; without it the year is closed."""
    assert lent("tutup", "bulan", "2025-12", "--biarkan-cadangan").status == 0
    refused = lent("tutup", "tahun", "2025", "--sesuaikan-cadangan")
    assert refused.status == 2
    assert "danabergulir buka bulan 2025-12" in refused.stderr
    assert lent("tutup", "tahun", "2025").status == 0


def test_the_shares_of_a_year_come_as_a_listing(lent):
    """What is not divided is its last row."""
    lent("kas", "masuk", "41020", "94.021.848", "Hibah jasa", "--tanggal", "2025-12-31")
    shares = ("--bagi", "UPL=10=21050", "--bagi", "UPS=30,5=21040")
    closed = lent("tutup", "tahun", "2025", *shares, "--format", "json")
    assert [(row["bagian"], row["persen"], row["jumlah"]) for row in json.loads(closed.stdout)["baris"]] == [
        ("UPL", 10, 9_402_185),
        ("UPS", 30.5, 28_676_664),
        ("Laba ditahan", None, 55_942_999),
    ]


def test_depreciation_booked_by_a_close_is_not_cancelled_by_hand(lent):
    """The hint says what puts it right."""
    lent("aset", "tambah", "Laptop", "4.800.000", "--beli", "2026-01-10", "--umur", "48", "--tanggal", "2026-01-10")
    shown = lent("tutup", "bulan", "2026-02", "--biarkan-cadangan", "--format", "json")
    refused = lent("batal", json.loads(shown.stdout)["bukti_penyusutan"], "--alasan", "salah")
    assert refused.status == 4
    assert "danabergulir aset ubah" in refused.stderr


def test_an_opened_year_names_the_vouchers_that_took_it_back(lent):
    """And the list keeps the reason."""
    lent("kas", "masuk", "41020", "1jt", "Bunga bank", "--tanggal", "2025-12-31")
    lent("tutup", "tahun", "2025", "--bagi", "UPL=10=21050")
    opened = lent("buka", "tahun", "2025", "--alasan", "bagian berubah")
    assert opened.stdout == "Dibuka lagi: tahun 2025. Bukti pembatalan: BPB-2026-0003, BPB-2026-0004.\n"
    (row,) = json.loads(lent("tutup", "daftar", "--format", "json").stdout)["baris"]
    assert (row["status"], row["dibuka"], row["alasan"]) == ("dibuka lagi", "2026-11-21", "bagian berubah")
