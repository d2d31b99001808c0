"""Sheets whose title says that amounts are in thousands or millions of rupiah, and those that should say it."""

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


_LIST = ["Kelompok", "RW", "Tgl Cair", "Plafon", "Tenor", "Jasa", "Pokok Terbayar", "Jasa Terbayar"]


def _all_lent(run):
    listed = json.loads(run("pinjaman", "daftar", "--per", "2025-12-31", "--format", "json").stdout)["baris"]
    return {loan["ksm"]: (loan["pokok"], loan["saldo_pokok"]) for loan in listed}


def test_a_list_in_millions_without_a_title_is_asked_about_once(book):
    """Of amounts like 12 and 1,5 only millions make a loan; numbers and texts alike are multiplied."""
    rows = [
        ["Anggrek", "05", "10-10-2025", 12, 12, "1,5", 2, 0.36],
        ["Melati", "05", "10-10-2025", "1,5", 10, 1.5, "0,3", 0],
    ]
    save({"Daftar": [_LIST, *rows]}, book.folder / "buku.xlsx")
    refused = book("impor", "buku", "buku.xlsx", "--ya")
    assert refused.status == 1
    assert "jutaan bila dalam jutaan rupiah" in refused.stderr

    (book.folder / "peta.toml").write_text('[isian]\nribuan = "jutaan"\n', encoding="utf-8")
    done = book("impor", "buku", "buku.xlsx", "--ya", "--peta", "peta.toml")

    assert done.status == 0, done.stderr
    assert sorted(_all_lent(book).values()) == [(1_500_000, 1_200_000), (12_000_000, 10_000_000)]


def test_one_row_in_millions_among_rupiah_is_offered_as_such_and_multiplied_whole(book):
    """Its jasa of 0,36 is 360.000 then, and not asked about by itself any more."""
    rows = [
        ["Anggrek", "05", "10-10-2025", 12_000_000, 12, "1,5", 2_000_000, 360_000],
        ["Melati", "05", "10-10-2025", 12, 12, "1,5", 2, "0,36"],
    ]
    save({"Daftar": [_LIST, *rows]}, book.folder / "buku.xlsx")
    refused = book("impor", "buku", "buku.xlsx", "--ya")
    assert "mungkin baris ini dalam jutaan rupiah; dibaca 12.000.000 atau 12." in refused.stderr

    answer = '[[jawaban]]\nlembar = "Daftar"\nsel = "D3"\ntertulis = "12"\ndibaca = "12.000.000"\n'
    (book.folder / "peta.toml").write_text(answer, encoding="utf-8")
    done = book("impor", "buku", "buku.xlsx", "--ya", "--peta", "peta.toml")

    assert done.status == 0, done.stderr
    assert list(_all_lent(book).values()) == [(12_000_000, 10_000_000)] * 2


def test_a_sheet_whose_days_lack_the_year_is_asked_about_one_of_them(book):
    """The others follow the answer: a sheet is about one month."""
    lent = ["Anggrek", "05", "10-10-2025", 12_000_000, 12, "1,5", 2_000_000, 360_000]
    paid = [["Kelompok", "Tgl", "Pokok", "Jasa"], ["Anggrek", 13, 1_000_000, 180_000], ["Anggrek", 14, 500_000, 0]]
    save({"Daftar": [_LIST, lent], "MARET": paid}, book.folder / "buku.xlsx")
    refused = book("impor", "buku", "buku.xlsx", "--ya")
    assert refused.stderr.count("tahunnya tidak tertulis") == 1

    answer = '[[jawaban]]\nlembar = "MARET"\nsel = "B2"\ntertulis = "13"\ndibaca = "13-03-2026"\n'
    (book.folder / "peta.toml").write_text(answer, encoding="utf-8")
    done = book("impor", "buku", "buku.xlsx", "--ya", "--peta", "peta.toml")

    assert done.status == 0, done.stderr
    printed = book("jurnal-umum", "--dari", "2026-03-01", "--sampai", "2026-03-31", "--format", "json").stdout
    assert {row["tanggal"] for row in json.loads(printed)["baris"]} == {"2026-03-13", "2026-03-14"}
