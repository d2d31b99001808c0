"""``impor inventaris``: what the UPK owned at the opening."""

import json
from datetime import date

from workbook_shapes import save

_HEAD = "nama;tanggal_beli;harga;umur_bulan;sudah_disusutkan;tempat\n"


def _write(book, rows):
    (book.folder / "inventaris.csv").write_text(_HEAD + rows, encoding="utf-8")


def _assets(book):
    lines = json.loads(book("aset", "daftar", "--per", "2025-12-31", "--format", "json").stdout)["baris"]
    return [(line["nomor"], line["nama"], line["harga"], line["nilai_buku"]) for line in lines]


def test_things_owned_at_the_opening_are_written_down_as_on_paper(book):
    """By what the file says, else by the straight line; the sums are held against the opening balances."""
    (book.folder / "saldo.csv").write_text(
        "kode;debit;kredit\n11010;3000000;\n12020;8000000;\n12021;;2500000\n31010;;8500000\n", encoding="utf-8"
    )
    assert book("impor", "saldo-awal", "saldo.csv").status == 0
    _write(book, "Laptop;2024-12-10;6.000.000;48;;Kantor\nLemari;5/1/2020;2jt;60;500rb;\n")
    done = book("impor", "inventaris", "inventaris.csv")

    assert done.status == 0, done.stderr
    assert "Harga beli        : 8.000.000" in done.stdout
    assert "Peringatan: yang sudah disusutkan Rp2.000.000, padahal saldo awal akun 12021" in done.stderr
    assert "12020" not in done.stderr
    assert _assets(book) == [("INV-001", "Laptop", 6_000_000, 4_500_000), ("INV-002", "Lemari", 2_000_000, 0)]
    assert "sudah diimpor" in book("impor", "inventaris", "inventaris.csv").stderr


def test_a_wrong_line_leaves_nothing_registered(book):
    """More written down than it cost, a day that has not come, no number of months."""
    _write(book, "Laptop;2024-12-10;6jt;48;7jt;\nMeja;2027-01-01;1jt;48;;\nKursi;2024-01-01;1jt;lama;;\n")
    refused = book("impor", "inventaris", "inventaris.csv")

    assert refused.status == 1
    assert [line.split(":")[0] for line in refused.stderr.splitlines()[:3]] == [
        f"Galat baris {number}" for number in (2, 3, 4)
    ]
    assert _assets(book) == []


def test_a_workbook_with_its_own_headings_is_read_too(book):
    """A sheet as treasurers keep it, its life in years."""
    rows = [
        ["BUKU INVENTARIS"],
        ["NO", "NAMA BARANG", "TGL PEMBELIAN", "HARGA PEROLEHAN", "UMUR EKONOMIS (TAHUN)", "AKUMULASI PENYUSUTAN"],
        [1, "Laptop", date(2024, 12, 10), 6_000_000, 4, 1_500_000],
    ]
    save({"Inventaris": rows}, book.folder / "inventaris.xlsx")
    done = book("impor", "inventaris", "inventaris.xlsx")

    assert done.status == 0, done.stderr
    assert _assets(book) == [("INV-001", "Laptop", 6_000_000, 4_500_000)]
