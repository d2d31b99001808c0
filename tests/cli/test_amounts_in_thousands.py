"""Cards and bank sheets whose title says that amounts are in thousands of rupiah, and those that should say it."""

import json
from datetime import date

import pytest

from workbook_shapes import save


def _card(title, *, in_words):
    """Return a U-7B card in thousands: 5 million lent, two instalments of 500.000 and 75.000 paid."""
    lent = "5.000" if in_words else 5_000
    return [
        [title],
        ["Nama KSM : Mawar", None, None, "RW :", "05"],
        ["Besar Pinjaman", ":", lent, "Jangka Waktu", "10 bulan"],
        ["Bunga Pinjaman (% per bulan)", ":", 1.5],
        ["Tanggal Cair", ":", date(2025, 3, 1)],
        [],
        ["Tanggal", ("ANGSURAN", None, 1, 2), None, "SALDO"],
        [None, "Pokok", "Jasa", "Pokok"],
        [date(2025, 4, 1), 500, 75, 4_500],
        [date(2025, 5, 1), 500, 75.5, 4_000],
    ]


def _lent(run):
    (loan,) = json.loads(run("pinjaman", "daftar", "--per", "2025-12-31", "--format", "json").stdout)["baris"]
    return loan["pokok"], loan["saldo_pokok"]


@pytest.mark.parametrize("in_words", [True, False])
def test_a_card_in_thousands_is_multiplied_and_said_so(book, in_words):
    """What is lent, paid and left alike; the balance on the card agrees in rupiah."""
    save({"Mawar": _card("KARTU PINJAMAN (dalam ribuan rupiah)", in_words=in_words)}, book.folder / "buku.xlsx")
    done = book("impor", "buku", "buku.xlsx", "--ya")

    assert done.status == 0, done.stderr
    assert "semua jumlah uang dikali 1.000" in done.stdout
    assert _lent(book) == (5_000_000, 4_000_000)


def test_a_card_too_small_to_be_rupiah_is_asked_about(book):
    """Once, and the answer holds for the whole card."""
    save({"Mawar": _card("KARTU PINJAMAN", in_words=False)}, book.folder / "buku.xlsx")
    refused = book("impor", "buku", "buku.xlsx", "--ya")
    assert refused.status == 1
    assert "jawab ya bila ditulis dalam ribuan rupiah" in refused.stderr

    (book.folder / "peta.toml").write_text('[isian]\nribuan = "ya"\n', encoding="utf-8")
    assert book("impor", "buku", "buku.xlsx", "--ya", "--peta", "peta.toml").status == 0
    assert _lent(book) == (5_000_000, 4_000_000)


def test_a_bank_sheet_in_thousands_is_multiplied_and_said_so(book):
    """Numbers, words and what stands before ``DB`` alike."""
    lines = [
        ["REKENING KORAN BANK KARYA (dalam ribuan)"],
        ["Tanggal", "Keterangan", "Jumlah", "Saldo"],
        ["02/01/26", "BIAYA ADM", "15 DB", 20_985],
        ["03/01/26", "BIAYA ADM", -2.5, 20_982.5],
        ["04/01/26", "BIAYA ADM", "-1.000", "19.982,5"],
    ]
    save({"Bank": lines}, book.folder / "buku.xlsx")
    done = book("impor", "buku", "buku.xlsx", "--coba", typed="52010\n")

    assert "semua jumlah uang dikali 1.000" in done.stdout
    assert "3 mutasi keluar, 1.017.500" in done.stderr
