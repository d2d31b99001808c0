"""A receipt that stands on two sheets of a workbook, each of which has others too."""

from sheets_understood import LIST, lent
from workbook_shapes import save

_RECEIPTS = ["NO", "KSM", "TANGGAL", "POKOK", "JASA", "JUMLAH"]


def test_the_sheet_of_the_other_row_is_named_and_the_way_out_of_a_recap(book):
    """Nothing is recorded, and it is said what the sheet may be."""
    january = [1, "Melati", "12-01-2026", 1_000_000, 180_000, 1_180_000]
    february = [1, "Melati", "12-02-2026", 1_000_000, 180_000, 1_180_000]
    march = [1, "Melati", "12-03-2026", 1_000_000, 180_000, 1_180_000]
    save(
        {
            "PINJAMAN": [list(LIST), list(lent("Melati"))],
            "JAN": [_RECEIPTS, january, february],
            "REKAP": [_RECEIPTS, january, march],
        },
        book.folder / "buku.xlsx",
    )
    refused = book("impor", "buku", "buku.xlsx", "--ya")

    assert refused.status == 1
    assert 'Galat lembar "REKAP" baris 2: sama dengan lembar "JAN" baris 2' in refused.stderr
    assert 'Bila lembar "REKAP" hanya rekap, tulis isi = "tidak dipakai" untuk lembar itu dalam peta' in refused.stderr
