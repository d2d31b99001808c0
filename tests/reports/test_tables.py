"""Columns that know their cells, and the rows and totals made of them."""

from typing import NamedTuple

from danabergulir.money import Rupiah
from danabergulir.reports.model.sheet import Column, Section, Style, rows_of
from danabergulir.reports.model.table import (
    KSM_CODE,
    KSM_NAME,
    LOAN,
    RT,
    RW,
    count,
    kept,
    numbered,
    row_under,
    rows_with_total,
    rupiah,
)
from reports.small_books import loan_book
from reports.table_reading import lines_of


class _Sale(NamedTuple):
    name: str
    pieces: int
    price: Rupiah


_COLUMNS = (
    Column("nama", "Nama", of=lambda sale: sale.name),
    count("jumlah", "Jumlah", of=lambda sale: sale.pieces),
    rupiah("harga", "Harga", of=lambda sale: sale.price),
    rupiah("nilai", "Nilai", of=lambda sale: sale.price * sale.pieces),
    Column("paraf", "Paraf"),
)
_SALES = (_Sale("Buku", 2, Rupiah(5_000)), _Sale("Pena", 3, Rupiah(2_000)))


def test_each_column_says_what_stands_in_its_cell():
    """A row has the cell of every column, in the order of the columns, and none where a column says nothing."""
    (row, _) = rows_of(_COLUMNS, _SALES)

    assert row.cells == ("Buku", 2, Rupiah(5_000), Rupiah(10_000), None)


def test_a_column_takes_its_cells_along():
    """Columns that are picked and put in another order carry their own cells."""
    columns = kept(_COLUMNS, ("nilai", "nama"))

    assert lines_of(Section(columns, rows_of(columns, _SALES))) == [(10_000, "Buku"), (6_000, "Pena")]


def test_the_total_sums_rupiah_and_what_is_named_but_nothing_that_stands_apart():
    """Counts are summed where that is asked for, and a price of one piece is not."""
    table = rows_with_total(_COLUMNS, _SALES, label_under="nama", also=("jumlah",), apart=("harga",))

    assert table[-1].cells == ("JUMLAH", 5, None, Rupiah(16_000), None)
    assert table[-1].style is Style.TOTAL


def test_where_nothing_is_listed_there_is_no_total():
    """An empty table has no rows at all."""
    assert rows_with_total(_COLUMNS, (), label_under="nama") == ()


def test_a_row_can_be_put_under_some_columns_alone():
    """The other cells stay empty."""
    row = row_under(_COLUMNS, {"nilai": Rupiah(7), "nama": "Resiko"}, Style.SUBTOTAL)

    assert (row.cells, row.style) == (("Resiko", None, None, Rupiah(7), None), Style.SUBTOTAL)


def test_things_are_numbered_from_one():
    """Each thing keeps its place in the list."""
    assert [(item.number, item.thing.name) for item in numbered(_SALES)] == [(1, "Buku"), (2, "Pena")]


def test_whose_loan_it_is_can_be_read_off_a_loan():
    """The shared columns list a loan of the books as it is."""
    columns = (LOAN, KSM_NAME, RW, RT, KSM_CODE)
    (row,) = rows_of(columns, [loan_book()])

    assert row.cells == ("P-0001", "Anggrek", "05", "003", "K-01")
