"""Two sheets that do not say the same of a loan: asked once, with both cells; nothing is taken in silence."""

import pytest

from sheets_understood import LIST, asked, lent, rows, told, understood

_LPP = ("No", "Nama KSM", "RW", "Tgl Realisasi", "JW", "Pinjaman", "Realisasi s.d Bulan Ini Pokok",
        "Realisasi s.d Bulan Ini Jasa", "Saldo Pinjaman")  # fmt: skip
_RECEIPTS = ("NO", "KSM", "TANGGAL", "POKOK", "JASA", "JUMLAH")
_PAID = ("pokok_terbayar", "jasa_terbayar")


def _two(title="LPP DESEMBER 2025"):
    report = [[title], _LPP, (1, "Mawar", "05", "12-06-2025", 12, 12_000_000, 5_000_000, 900_000, 7_000_000)]
    listed = lent("Mawar", "12-06-2025", paid=6_000_000, jasa=1_080_000)
    return {"PINJAMAN": [LIST, listed, lent("Melati")], "LPP": report}


def test_two_balances_of_one_loan_are_asked_about_once_with_both_cells():
    """The second sheet names the cell of the first; one answer settles the figures beside it."""
    known = understood(_two())
    assert asked(known) == {
        (
            "LPP",
            "I3",
        ): 'saldo "7.000.000": padahal 6.000.000 di lembar "PINJAMAN" sel J2; dibaca 6.000.000 atau 7.000.000'
    }


def test_the_answer_says_whose_figures_are_taken():
    """With the balance of a sheet go what it says of pokok and jasa paid."""
    for answer, paid in (("6000000", ("6000000", "1080000")), ("7000000", ("5000000", "900000"))):
        known = understood(_two(), {("LPP", "I3"): answer})
        assert not known.questions
        assert rows(known, "pinjaman", *_PAID)[0] == paid

    known = understood(_two(), {("LPP", "I3"): "6500000"})
    assert not known.questions
    assert rows(known, "pinjaman", "pokok_terbayar")[0] == ("5500000",)


def test_the_state_of_another_month_contradicts_nothing():
    """A report of November has other balances than the list of the opening, and is not taken for it."""
    sheets = _two("LPP NOVEMBER 2025")
    assert not understood(sheets).questions

    first = {"LPP": sheets["LPP"], "PINJAMAN": sheets["PINJAMAN"]}
    assert rows(understood(first), "pinjaman", *_PAID)[0] == ("6000000", "1080000")


def test_other_terms_of_one_loan_are_asked_about():
    """Twelve months here, ten there."""
    sheets = _two()
    sheets["LPP"][2] = (1, "Mawar", "05", "12-06-2025", 10, 12_000_000, 6_000_000, 1_080_000, 6_000_000)
    known = understood(sheets)
    assert asked(known) == {
        ("LPP", "E3"): 'jangka waktu "10": padahal 12 di lembar "PINJAMAN" sel F2; dibaca 12 atau 10'
    }
    assert rows(understood(sheets, {("LPP", "E3"): "10"}), "pinjaman", "tenor")[0] == ("10",)


def test_receipts_of_before_the_opening_are_named():
    """They are in what was paid; a workbook need not have the sheets of all months."""
    sheets = {
        "PINJAMAN": [LIST, lent("Melati")],
        "NOV": [_RECEIPTS, (1, "Melati", "12-11-2025", 1_000_000, 180_000, 1_180_000)],
    }
    known = understood(sheets)

    assert not known.questions
    assert rows(known, "pinjaman", *_PAID) == [("2000000", "360000")]
    assert (
        '1 angsuran sampai saldo awal di lembar "NOV", baris 2; sudah termasuk saldo awal, tidak dicatat lagi'
        in told(known)
    )


def test_receipts_that_are_not_what_was_paid_are_asked_about():
    """More than the list says, or fewer though every month since the loan has its receipts."""
    month = {"NOV": [_RECEIPTS, (1, "Melati", "12-11-2025", 1_000_000, 180_000, 1_180_000)],
             "DES": [_RECEIPTS, (1, "Melati", "12-12-2025", 500_000, 180_000, 680_000)]}  # fmt: skip
    sheets = {"PINJAMAN": [LIST, lent("Melati")], **month}
    assert asked(understood(sheets)) == {
        (
            "PINJAMAN",
            "H2",
        ): 'pokok terbayar "2.000.000": padahal 2 angsuran mulai lembar "NOV" sel D2 '
        "berjumlah 1.500.000; dibaca 2.000.000 atau 1.500.000"
    }

    sheets["PINJAMAN"] = [LIST, lent("Melati", "12-06-2025", paid=1_000_000)]
    assert list(asked(understood(sheets))) == [("PINJAMAN", "H2")]
    known = understood(sheets, {("PINJAMAN", "H2"): "1000000"})
    assert not known.questions
    assert rows(known, "pinjaman", "pokok_terbayar") == [("1000000",)]


def test_loans_that_are_paid_off_are_named():
    """They owe nothing at the opening, and whose they were is said."""
    known = understood({"PINJAMAN": [LIST, lent("Melati"), lent("Mawar", paid=12_000_000)]})
    assert "1 pinjaman sudah lunas sebelum saldo awal, tidak dibawa: Mawar" in told(known)


def _titled(title):
    return {"P": [[title], LIST, lent("Melati", paid=3_000_000, jasa=540_000)]}


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("DAFTAR PINJAMAN PER 31 JANUARI 2026", "31-01-2026"),
        ("PINJAMAN BULAN NOVEMBER 2025", "30-11-2025"),
        ("Tanggal : 15-12-2025", "15-12-2025"),
    ],
)
def test_balances_of_another_day_than_the_opening_are_asked_about(title, day):
    """Who says that they are those of the opening has them recorded, nothing as the answer leaves the sheet out."""
    (words,) = asked(understood(_titled(title))).values()
    assert f"angkanya per {day}, padahal saldo awal buku per 31-12-2025" in words

    known = understood(_titled(title), {("P", "A1"): "ya"})
    assert not known.questions
    assert rows(known, "pinjaman", "pokok_terbayar") == [("3000000",)]
    assert not understood(_titled(title), {("P", "A1"): "kosong"}).plan.tables


@pytest.mark.parametrize("title", ["DAFTAR PINJAMAN PER 31-12-2025", "BULAN DESEMBER 2025", "DAFTAR PINJAMAN"])
def test_balances_of_the_opening_are_not_asked_about(title):
    """Their title names its day, its month, or none."""
    assert not understood(_titled(title)).questions


def test_a_sheet_that_only_repeats_receipts_of_others_is_not_used():
    """It says where they stand; one with a row of its own is used."""
    january = (1, "Melati", "12-01-2026", 1_000_000, 180_000, 1_180_000)
    february = (1, "Melati", "12-02-2026", 1_000_000, 180_000, 1_180_000)
    months = {"JAN": [_RECEIPTS, january], "FEB": [_RECEIPTS, february]}
    sheets = {"PINJAMAN": [LIST, lent("Melati")], **months, "REKAP": [_RECEIPTS, january, february]}
    known = understood(sheets)

    assert rows(known, "transaksi", "tanggal") == [("2026-01-12",), ("2026-02-12",)]
    assert 'semua barisnya ada juga di lembar "JAN", "FEB"' in told(known)
