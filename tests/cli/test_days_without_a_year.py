"""Days in a workbook that name no year: of the only one that fits, else of the one that is answered for the first."""

import json

import pytest

from workbook_shapes import save

_HEAD = ["Kelompok", "RW", "Tgl Cair", "Plafon", "Tenor", "Jasa", "Pokok Terbayar", "Jasa Terbayar"]


def _row(group, day):
    return [group, "05", day, 5_000_000, 12, "1,5", 0, 0]


def _days(book, *words):
    done = book("impor", "buku", "buku.xlsx", "--ya", *words)
    assert done.status == 0, done.stderr
    listed = json.loads(book("pinjaman", "daftar", "--per", "2025-12-31", "--format", "json").stdout)["baris"]
    return {loan["ksm"]: loan["tanggal_cair"] for loan in listed}


def test_one_year_that_fits_the_other_dates_is_taken_without_asking(book):
    """The list has loans of 2025 alone; of two years, only one is not after the opening day."""
    rows = [_row("Anggrek", "10-10-2025"), _row("Melati", "5 Jan"), _row("Mawar", "7 Nop."), _row("Dahlia", "8/2")]
    save({"Daftar": [_HEAD, *rows]}, book.folder / "buku.xlsx")

    days = _days(book)
    assert [days[name] for name in ("Melati", "Mawar", "Dahlia")] == ["2025-01-05", "2025-11-07", "2025-02-08"]


@pytest.mark.parametrize(("answer", "year"), [("10-08-2025", "2025"), ("10-08-2024", "2024"), ("10-08-2023", "2023")])
def test_without_any_year_one_day_is_asked_about_and_the_others_follow(book, answer, year):
    """By as many years as the answer lies back, whether that was offered or not."""
    rows = [_row("Anggrek", "10 Agt"), _row("Melati", "5 Okt"), _row("Mawar", "31 Desember")]
    save({"Daftar": [_HEAD, *rows]}, book.folder / "buku.xlsx")
    refused = book("impor", "buku", "buku.xlsx", "--ya")
    assert refused.status == 1
    assert refused.stderr.count("tahunnya tidak tertulis") == 1
    assert 'sel C2: tanggal cair "10 Agt": tahunnya tidak tertulis; dibaca 10-08-2025 atau 10-08-2024' in refused.stderr

    told = f'[[jawaban]]\nlembar = "Daftar"\nsel = "C2"\ntertulis = "10 Agt"\ndibaca = "{answer}"\n'
    (book.folder / "peta.toml").write_text(told, encoding="utf-8")
    assert set(_days(book, "--peta", "peta.toml").values()) == {f"{year}-08-10", f"{year}-10-05", f"{year}-12-31"}


def test_money_moves_after_the_book_begins(book):
    """A receipt of ``5 Jan`` is of the year after the opening day, on a sheet that names its month without asking."""
    lent = _row("Anggrek", "10-10-2025")
    paid = [["Kelompok", "Tgl", "Pokok", "Jasa"], ["Anggrek", "5 Jan", 400_000, 75_000], ["Anggrek", "9/1", 50_000, 0]]
    save({"Daftar": [_HEAD, lent], "JANUARI 2026": paid}, book.folder / "buku.xlsx")
    _days(book)

    printed = book("jurnal-umum", "--dari", "2026-01-01", "--sampai", "2026-12-31", "--format", "json").stdout
    assert {row["tanggal"] for row in json.loads(printed)["baris"]} == {"2026-01-05", "2026-01-09"}


def test_the_payments_of_a_card_lie_between_its_loan_and_the_opening_day(book):
    """Which leaves one year for each, without asking."""
    card = [
        ["KARTU PINJAMAN"],
        ["Nama KSM", ":", "Anggrek", "RW", ":", "05"],
        ["Besar Pinjaman", ":", 6_000_000, "Jangka Waktu", ":", "12 bulan"],
        ["Bunga Pinjaman (% per bulan)", ":", "1,5 %", "Tanggal Akad Pinjaman", ":", "10-03-2025"],
        ["Tanggal", "Pokok", "Jasa", "Saldo"],
        ["10 Apr", 500_000, 90_000, 5_500_000],
        ["10 Mei", 500_000, 90_000, 5_000_000],
    ]
    save({"KARTU": card}, book.folder / "buku.xlsx")

    done = book("impor", "buku", "buku.xlsx", "--ya")
    assert done.status == 0, done.stderr + done.stdout
    shown = json.loads(book("pinjaman", "daftar", "--per", "2025-12-31", "--format", "json").stdout)["baris"]
    assert [(loan["tanggal_cair"], loan["saldo_pokok"]) for loan in shown] == [("2025-03-10", 5_000_000)]


@pytest.mark.parametrize("day", ["31 Feb", "32/1", "5 Jam"])
def test_what_is_no_day_in_any_year_is_named(book, day):
    """As any other cell that cannot be read."""
    save({"Daftar": [_HEAD, _row("Anggrek", "10-10-2025"), _row("Melati", day)]}, book.folder / "buku.xlsx")
    refused = book("impor", "buku", "buku.xlsx", "--ya")
    assert refused.status == 1
    assert f'sel C3: tanggal cair "{day}"' in refused.stderr
