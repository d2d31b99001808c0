"""Books that several rooms of the commands begin with."""

import pytest

from conftest import led_once


@pytest.fixture
@led_once
def funded(book):
    """Return a book with money, 1,000,000 in the social fund, and an activity of 2,000,000 for it."""
    file = book.folder / "saldo.csv"
    file.write_text("kode;debit;kredit\n11010;10.000.000;\n21040;;1.000.000\n31010;;9.000.000\n", encoding="utf-8")
    assert book("impor", "saldo-awal", str(file)).status == 0
    words = ("--dana", "sosial", "--rw", "5", "--penerima", "12", "--anggaran", "2jt", "--ba", "3/BA")
    assert book("kegiatan", "tambah", "Santunan lansia", *words, "--tanggal", "2026-01-05").status == 0
    return book
