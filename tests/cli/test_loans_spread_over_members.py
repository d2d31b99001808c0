"""A list in which each member of a KSM has an amount of its own is a list of the loans of KSM."""

import json

import pytest

from workbook_shapes import save

_HEAD = ["Kelompok", "Anggota", "RW", "Tgl Cair", "Plafon", "Tenor", "Jasa", "Pokok Terbayar", "Jasa Terbayar"]
_TERMS = ["05", "10-10-2025"]


def _row(group, member, lent, paid, day=_TERMS[1]):
    return [group, member, "05", day, lent, 12, "1,5", paid, 0]


def _taken_in(book, rows):
    save({"Daftar": [_HEAD, *rows]}, book.folder / "buku.xlsx")
    done = book("impor", "buku", "buku.xlsx", "--ya")
    assert done.status == 0, done.stderr
    listed = json.loads(book("pinjaman", "daftar", "--per", "2025-12-31", "--format", "json").stdout)["baris"]
    return done, [(loan["ksm"], loan["pokok"], loan["saldo_pokok"]) for loan in listed]


@pytest.mark.parametrize("second", ["", "Anggrek"], ids=["said once", "said again"])
def test_members_with_amounts_of_their_own_are_added_up(book, second):
    """With a subtotal that is checked; the members are registered, and it is said how many loans were made so."""
    rows = [
        _row("Anggrek", "Siti", 6_000_000, 1_000_000),
        _row(second, "Ami", 4_000_000, 500_000),
        ["Sub total Anggrek", None, None, None, 10_000_000, None, None, 1_500_000, 0],
        _row("Melati", "Ani", 6_000_000, 1_000_000),
    ]
    done, loans = _taken_in(book, rows)

    assert loans == [("Anggrek", 10_000_000, 8_500_000), ("Melati", 6_000_000, 5_000_000)]
    assert "bagian anggota dijumlah menjadi 1 pinjaman" in " ".join(done.stdout.split())
    members = json.loads(book("anggota", "daftar", "--format", "json").stdout)["baris"]
    assert [member["nama"] for member in members] == ["Siti", "Ami", "Ani"]


def test_a_loan_of_another_day_is_another_loan(book):
    """The same member may come again with the next loan."""
    rows = [
        _row("Anggrek", "Siti", 6_000_000, 5_000_000, "10-01-2025"),
        _row("Anggrek", "Siti", 3_000_000, 0, "10-11-2025"),
    ]
    _, loans = _taken_in(book, rows)

    assert [lent for _, lent, _ in loans] == [6_000_000, 3_000_000]
