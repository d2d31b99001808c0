"""Rows of one sheet on the same loan: each is recorded with its own amount and parts, whatever rows come before it."""

from datetime import date

import pytest

from danabergulir.domain.journal import Component
from danabergulir.ledger.file import store
from danabergulir.money import Rupiah
from danabergulir.operations.imports.transactions import import_transactions
from danabergulir.operations.loans.receipts import receive
from operations.lent_ledger import NOW, NUMBER, lend

ROWS = ("2023-02-10;terima;118000;P-0001;;", "2023-03-12;terima;60000;P-0001;50000;10000")


def _parts(path):
    """The parts of every receipt, by day."""
    with store.reading(path) as connection:
        return connection.execute(
            "SELECT dated_on, component, amount FROM transfer WHERE loan = ? AND component <> ? ORDER BY dated_on, id",
            (NUMBER, Component.DISBURSEMENT),
        ).fetchall()


@pytest.mark.parametrize("rows", [ROWS, ROWS[::-1]])
def test_typed_parts_after_a_row_that_the_rule_splits_stay_as_they_are(tmp_path, rows):
    """In a sheet as by hand, and the control total is that of the sheet."""
    sheet, by_hand = lend(tmp_path / "lembar.db"), lend(tmp_path / "tangan.db")
    file = tmp_path / "transaksi.csv"
    file.write_text("\n".join(("tanggal;jenis;jumlah;pinjaman;pokok;jasa", *rows)) + "\n", encoding="utf-8")
    imported = import_transactions(sheet, file, NOW)
    assert imported.totals[0] == ("terima (2 baris)", Rupiah(178_000))
    receive(by_hand, NUMBER, Rupiah(118_000), date(2023, 2, 10), NOW)
    typed = {Component.PRINCIPAL: Rupiah(50_000), Component.JASA: Rupiah(10_000)}
    receive(by_hand, NUMBER, Rupiah(60_000), date(2023, 3, 12), NOW, typed=typed)
    assert [tuple(row) for row in _parts(sheet)] == [tuple(row) for row in _parts(by_hand)]


def test_a_long_import_tells_of_each_row_of_how_many(tmp_path):
    """First that it reads, for nobody knows how many rows will come; then row by row."""
    file = tmp_path / "transaksi.csv"
    file.write_text("\n".join(("tanggal;jenis;jumlah;pinjaman;pokok;jasa", *ROWS)) + "\n", encoding="utf-8")
    told = []
    import_transactions(lend(tmp_path / "upk.db"), file, NOW, tell=lambda *step: told.append(step))
    assert told == [("Membaca transaksi", 0, None), ("Mencatat transaksi", 0, 2), ("Mencatat transaksi", 1, 2)]
