"""``banding`` beside a workbook of which two sheets do not say the same."""

from sheets_understood import LIST, lent
from workbook_shapes import save


def test_the_figure_of_the_second_sheet_stands_there_too(book):
    """The answer that chose between them hides neither."""
    report = [
        ["LPP DESEMBER 2025"],
        ["No", "Nama KSM", "RW", "Tgl Realisasi", "JW", "Pinjaman", "Saldo Pinjaman"],
        [1, "Mawar", "05", "12-06-2025", 12, 12_000_000, 7_000_000],
    ]
    listed = list(lent("Mawar", "12-06-2025", paid=6_000_000, jasa=1_080_000))
    save({"PINJAMAN": [list(LIST), listed], "LPP DES": report}, book.folder / "buku.xlsx")
    assert book("impor", "buku", "buku.xlsx", "--ya", typed="1\n").status == 0

    done = book("banding", "buku.xlsx")
    lines = [line.split() for line in done.stdout.splitlines() if "LPP DES" in line]
    assert [line[-6:] for line in lines] == [["7.000.000", "6.000.000", "(1.000.000)", "LPP", "DES", "G3"]]
    assert done.status == 1
