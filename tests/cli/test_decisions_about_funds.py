"""A decision about a fund covers its payment and its amount, and every payment out of a fund holds the same rules."""

import pytest

_PAY = ("kegiatan", "bayar", "G-001")


@pytest.fixture
def funded(book):
    """Return a book with money, 1,000,000 in the social fund, and an activity of 2,000,000 for it."""
    file = book.folder / "saldo.csv"
    file.write_text("kode;debit;kredit\n11010;10.000.000;\n21040;;1.000.000\n31010;;9.000.000\n", encoding="utf-8")
    assert book("impor", "saldo-awal", str(file)).status == 0
    words = ("--dana", "sosial", "--rw", "5", "--penerima", "12", "--anggaran", "2jt", "--ba", "3/BA")
    assert book("kegiatan", "tambah", "Santunan lansia", *words, "--tanggal", "2026-01-05").status == 0
    return book


def _doubts(book):
    done = book("status", "--format", "csv").stdout.splitlines()
    return [line for line in done if line.startswith("Pemeriksaan;") and "21040" in line]


def _paid_beyond(book):
    assert book(*_PAY, "1,1jt", "--tanggal", "2026-01-10", "--izin-ba", "9/BA").status == 0
    assert _doubts(book) == []


def test_a_decision_about_one_payment_covers_no_later_one(funded):
    """100,000 below nil was decided; what goes out after that is a doubt, in the check, in status and at close."""
    _paid_beyond(funded)
    funded("kas", "keluar", "21040", "500rb", "Lain", "--tanggal", "2026-01-11", "--tetap")

    assert len(_doubts(funded)) == 1
    assert "yang diputuskan hanya Rp100.000" in funded("periksa", "--format", "csv").stdout
    closed = funded("tutup", "bulan", "2026-01", "--biarkan-cadangan")
    assert (closed.status, "21040 Dana Sosial (UPS) -Rp100.000" in closed.stderr) == (0, True)


def test_what_went_out_between_two_decisions_stays_a_doubt(funded):
    """The second decision is about its own payment; a decision about the whole day covers what there is by then."""
    _paid_beyond(funded)
    funded("kas", "keluar", "21040", "50rb", "Lain", "--tanggal", "2026-01-11", "--tetap")
    assert funded(*_PAY, "200rb", "--tanggal", "2026-01-12", "--izin-ba", "10/BA").status == 0
    assert "yang diputuskan hanya Rp300.000" in funded("periksa", "--format", "csv").stdout

    words = ("dana:21040:2026-01-10", "--ba", "11/BA", "--alasan", "diputuskan bersama")
    assert funded("periksa", "catat", *words).status == 0
    assert _doubts(funded) == []


def test_a_decision_ends_with_the_payment_that_it_was_about(funded):
    """Taken back, the payment leaves its minutes with nothing to cover; what is below nil without it is a doubt."""
    _paid_beyond(funded)
    assert funded("tutup", "bulan", "2026-01", "--biarkan-cadangan").status == 0
    assert funded("batal", "BKK-2026-0001", "--alasan", "salah", "--tanggal", "2026-02-02").status == 0
    assert _doubts(funded) == []
    funded("kas", "keluar", "21040", "1.050.000", "Lain", "--tanggal", "2026-02-02", "--tetap")

    assert len(_doubts(funded)) == 1
    assert "keputusannya tidak berlaku lagi" in funded("periksa", "--format", "csv").stdout
