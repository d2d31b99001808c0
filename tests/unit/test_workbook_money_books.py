"""The cash book and the bank statement of a workbook: whose money it is, which way it went, and from whom."""

import pytest

from sheets_understood import LIST, asked, lent, rows, told, understood

_LOANS = [LIST, lent("Melati"), lent("Melati 2"), lent("Mawar")]
_HEADS = ("TANGGAL", "URAIAN", "DEBET", "KREDIT", "SALDO")
_CELLS = ("tanggal", "jenis", "jumlah", "akun", "lawan", "pinjaman")


def _moved(known):
    return rows(known, "transaksi", *_CELLS)


@pytest.mark.parametrize("loans", [_LOANS, [LIST, *reversed(_LOANS[1:])]])
def test_the_longest_name_that_fits_is_meant(loans):
    """Words that name ``Melati 2`` are not about ``Melati``, whichever stands first on the list."""
    bank = [["REKENING KORAN"], _HEADS, ("05/01/2026", "TRSF DR MELATI 2 0501", "", 1_180_000, 1_680_000)]
    known = understood({"PINJAMAN": loans, "BANK": bank})

    named = {row.cells["kode"]: row.cells["nama"] for row in known.plan.tables["ksm"]}
    assert not known.questions
    assert [named[code] for *_, code in _moved(known)] == ["Melati 2"]


def test_a_number_behind_a_name_that_no_group_has_is_asked_about():
    """``Mawar 3`` may be another KSM, or the third instalment of ``Mawar``."""
    bank = [["REKENING KORAN"], _HEADS, ("05/01/2026", "TRSF MAWAR 3", "", 1_180_000, 1_680_000)]
    known = understood({"PINJAMAN": _LOANS, "BANK": bank})

    assert list(asked(known)) == [("BANK", "B3")]
    assert 'K03 "Mawar"' in asked(known)["BANK", "B3"]
    assert not _moved(known)


def test_groups_of_one_name_in_two_rw_are_asked_about():
    """The words of a bank do not say which of them paid."""
    loans = [LIST, lent("Melati"), lent("Melati", rw="07", principal=6_000_000)]
    bank = [["REKENING KORAN"], _HEADS, ("05/01/2026", "TRSF MELATI", "", 1_180_000, 1_680_000)]
    known = understood({"PINJAMAN": loans, "BANK": bank})
    assert asked(known)["BANK", "B3"].endswith("dibaca K01 atau K02")

    known = understood({"PINJAMAN": loans, "BANK": bank}, {("BANK", "B3"): "K02"})
    assert _moved(known) == [("2026-01-05", "terima", "1180000", "", "11021", "K02")]


@pytest.mark.parametrize("title", ["BUKU KAS JANUARI 2026", "Model U-3"])
def test_a_cash_book_has_money_in_as_a_debit(title):
    """A receipt goes to the cash box; a row that speaks of the bank goes from there to the bank."""
    cash = [
        [title],
        _HEADS,
        ("-", "Saldo Awal", "-", "", 500_000),
        ("05/01/2026", "Angsuran KSM Melati", 1_180_000, "", 1_680_000),
        ("05/01/2026", "Setor ke bank", "", 1_000_000, 680_000),
        ("", "Beli ATK", "", 20_000, 660_000),
        ("Total", "", 1_180_000, 1_020_000, 660_000),
    ]
    sheets = {"PINJAMAN": _LOANS, "U3": cash}
    known = understood(sheets)
    assert {place: words.rpartition("dibaca ")[2] for place, words in asked(known).items()} == {
        ("U3", "A6"): "05-01-2026",
        ("U3", "B5"): "11021",
        ("U3", "B6"): "51030",
    }

    known = understood(sheets, {("U3", "A6"): "2026-01-05", ("U3", "B5"): "11021", ("U3", "B6"): "51030"})
    assert not known.questions
    assert sorted(_moved(known)) == [
        ("2026-01-05", "keluar", "20000", "51030", "11010", ""),
        ("2026-01-05", "pindah", "1000000", "11021", "11010", ""),
        ("2026-01-05", "terima", "1180000", "", "11010", "K01"),
    ]
    assert any("Saldo Awal" in line for line in told(known))


def test_the_head_of_the_printed_form_is_read():
    """``Transaksi`` over debet and kredit, ``Saldo`` over debet, and a row that numbers the columns."""
    cash = [
        ["BUKU KAS"],
        ["Tanggal", "Uraian", "No. Bukti", "Transaksi", "", "Saldo"],
        ["", "", "", "Debet", "Kredit", "Debet"],
        [1, 2, 3, 4, 5, 6],
        ["2026-01-05", "Angsuran Melati", "KM-1", 1_180_000, "", 1_680_000],
    ]
    known = understood({"PINJAMAN": _LOANS, "KAS": cash})

    assert not known.questions
    assert rows(known, "transaksi", *_CELLS, "bukti_luar") == [
        ("2026-01-05", "terima", "1180000", "", "11010", "K01", "KM-1")
    ]


def test_the_balance_decides_where_a_cash_book_has_its_sides_exchanged():
    """The column saldo proves that the kredit of this book is money in."""
    cash = [
        ["BUKU KAS"],
        _HEADS,
        ("", "Saldo Awal", "", "", 500_000),
        ("05/01/2026", "Angsuran Melati", "", 1_180_000, 1_680_000),
    ]
    known = understood({"PINJAMAN": _LOANS, "KAS": cash})
    assert _moved(known) == [("2026-01-05", "terima", "1180000", "", "11010", "K01")]


def test_a_book_of_money_without_a_name_is_asked_about_unless_its_balances_prove_a_bank():
    """Debit as money in is a book of the fund's own, of cash or of the bank."""
    own = [
        _HEADS,
        ("04/01/2026", "Angsuran Mawar", 500_000, "", 500_000),
        ("05/01/2026", "Angsuran Melati", 1_180_000, "", 1_680_000),
    ]
    known = understood({"PINJAMAN": _LOANS, "JAN": own})
    assert list(asked(known)) == [("JAN", "B1")]
    assert "JAN" not in known.known.sheets

    known = understood({"PINJAMAN": _LOANS, "JAN": own}, {("JAN", "B1"): "kas"})
    assert [row[4] for row in _moved(known)] == ["11010", "11010"]

    theirs = [own[0], *((day, words, "", amount, left) for day, words, amount, _, left in own[1:])]
    known = understood({"PINJAMAN": _LOANS, "JAN": theirs})
    assert not known.questions
    assert [row[4] for row in _moved(known)] == ["11021", "11021"]


def test_the_account_of_the_book_itself_is_no_answer():
    """Cash against cash says nothing, so it is asked again."""
    cash = [["BUKU KAS"], _HEADS, ("05/01/2026", "Setor", "", 1_000_000, 680_000)]
    known = understood({"PINJAMAN": _LOANS, "KAS": cash}, {("KAS", "B3"): "11010"})
    assert "akun buku ini sendiri" in asked(known)["KAS", "B3"]


def test_what_stands_in_two_books_is_recorded_once():
    """A receipt of the list that the cash book has too, and a deposit that the bank has too; both are named."""
    listed = [
        ("NO", "KSM", "TANGGAL", "POKOK", "JASA", "JUMLAH"),
        (1, "Melati", "05-01-2026", 1_000_000, 180_000, 1_180_000),
    ]
    cash = [
        ["BUKU KAS"],
        _HEADS,
        ("05/01/2026", "Angsuran KSM Melati", 1_180_000, "", 1_680_000),
        ("05/01/2026", "Setor ke bank", "", 1_000_000, 680_000),
    ]
    bank = [["REKENING KORAN"], _HEADS, ("05/01/2026", "SETORAN TUNAI", "", 1_000_000, 1_000_000)]
    sheets = {"PINJAMAN": _LOANS, "JAN": listed, "KAS": cash, "BANK": bank}
    known = understood(sheets, {("KAS", "B4"): "11021", ("BANK", "B3"): "11010"})

    assert _moved(known) == [
        ("2026-01-05", "terima", "1180000", "", "11010", "P-0001"),
        ("2026-01-05", "pindah", "1000000", "11021", "11010", ""),
    ]
    assert 'lembar "KAS" baris 3 sama dengan lembar "JAN" baris 2; dicatat sekali' in told(known)
    assert 'lembar "KAS" baris 4 sama dengan lembar "BANK" baris 3; dicatat sekali' in told(known)


def test_movements_that_differ_in_a_small_number_are_no_one_question():
    """``Mawar 0501`` is certain, ``Mawar 3`` is not, and what is answered with nothing is named."""
    bank = [
        ["REKENING KORAN"],
        _HEADS,
        ("04/01/2026", "TRSF MAWAR 0501", "", 500_000, 500_000),
        ("05/01/2026", "TRSF MAWAR 3", "", 1_180_000, 1_680_000),
    ]
    sheets = {"PINJAMAN": _LOANS, "BANK": bank}
    assert list(asked(understood(sheets))) == [("BANK", "B4")]

    known = understood(sheets, {("BANK", "B4"): "kosong"})
    assert [row[2] for row in _moved(known)] == ["500000"]
    assert '1 mutasi di lembar "BANK", baris 4; tidak dicatat, menurut jawaban' in told(known)
