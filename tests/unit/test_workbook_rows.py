"""Rows of a list as people write them: headings repeated, sums of a KSM, words for amounts, the day alone."""

import pytest

from sheets_understood import LIST, asked, lent, rows, told, understood

_RECEIPTS = ("NO", "KSM", "TANGGAL", "POKOK", "JASA", "JUMLAH")
_PAID = ("pokok", "pokok_terbayar", "jasa_terbayar")


def _groups(known):
    return rows(known, "ksm", "nama", "rw")


def test_headings_that_are_repeated_are_no_row():
    """On a further page, or above a second table of the same columns, with the row that numbers them."""
    sheet = [["LANCAR"], LIST, lent("Mawar"), [], ["MACET"], LIST, tuple(range(1, 11)), lent("Melati")]
    known = understood({"P": sheet})

    assert not known.questions
    assert _groups(known) == [("Mawar", "05"), ("Melati", "05")]


@pytest.mark.parametrize("section", ["RW 05", "RW : 05", "RW. V"])
def test_the_rw_right_below_the_headings_is_of_the_groups_below_it(section):
    """It is no part of the headings."""
    head, first, second = ((*row[:2], *row[3:]) for row in (LIST, lent("Mawar"), lent("Melati")))
    known = understood({"P": [head, [section], first, ["RW 07"], second]})

    assert not known.questions
    assert _groups(known) == [("Mawar", "05"), ("Melati", "07")]


@pytest.mark.parametrize("words", ["Jumlah KSM Mawar", "JUMLAH MAWAR", "Sub total kelompok Mawar", "Total KSM"])
def test_the_sum_of_one_group_is_a_sum(words):
    """It is checked and is no KSM of its own."""
    total = ("", words, "", "", 12_000_000, "", "", 2_000_000, 360_000, 10_000_000)
    known = understood({"P": [LIST, lent("Mawar"), total, lent("Jumlah Rezeki")]})

    assert not known.questions
    assert _groups(known) == [("Mawar", "05"), ("Jumlah Rezeki", "05")]
    assert all(item.agrees for item in known.sheets[0].totals)


def test_lunas_is_nothing_left():
    """As the balance or as what was paid; beside a figure that contradicts it, it is asked about."""
    paid_off = lent("Melati", paid=12_000_000, left="LUNAS")
    known = understood({"P": [LIST, lent("Mawar"), paid_off]})
    assert not known.questions
    assert "1 pinjaman sudah lunas sebelum saldo awal, tidak dibawa: Melati" in told(known)

    known = understood({"P": [LIST, lent("Mawar"), (*paid_off[:7], "Lunas", "lunas", "")]})
    assert not known.questions
    assert rows(known, "pinjaman", *_PAID) == [("12000000", "2000000", "360000")]

    known = understood({"P": [LIST, lent("Mawar"), lent("Melati", left="LUNAS")]})
    assert list(asked(known)) == [("P", "J3")]


def test_a_ditto_mark_is_the_amount_above():
    """As it is the date and the term above."""
    second = (2, "Melati", "05", '"', "sda", "idem", '"', '"', '-"-', '"')
    known = understood({"P": [LIST, lent("Mawar"), second]})

    assert not known.questions
    assert rows(known, "pinjaman", *_PAID) == [("12000000", "2000000", "360000")] * 2


def test_a_roman_number_is_an_rw():
    """In a column of RW, and alone in one of RT and RW."""
    assert _groups(understood({"P": [LIST, lent("Mawar", rw="V")]})) == [("Mawar", "05")]

    both = ("NO", "NAMA KSM", "RT/RW", *LIST[3:])
    assert _groups(understood({"P": [both, lent("Mawar", rw="V")]})) == [("Mawar", "05")]


def _month(name, title, day=13):
    return {
        "PINJAMAN": [LIST, lent("Melati")],
        name: [[title], _RECEIPTS, (1, "Melati", day, 1_000_000, 180_000, 1_180_000)],
    }


def test_the_day_alone_is_of_the_month_that_the_title_names():
    """The year stands in the title, or in the name of the sheet."""
    for name, title in (("FEB", "ANGSURAN BULAN FEBRUARI 2026"), ("FEB 26", "ANGSURAN")):
        known = understood(_month(name, title))
        assert not known.questions
        assert rows(known, "transaksi", "tanggal") == [("2026-02-13",)]


def test_the_day_alone_in_a_month_without_a_year_is_asked_about():
    """The nearest one first."""
    assert asked(understood(_month("FEB", "ANGSURAN")))["FEB", "C3"].endswith("dibaca 13-02-2026 atau 13-02-2025")
    known = understood(_month("FEB 2026", "ANGSURAN", day=31))
    assert asked(known)["FEB 2026", "C3"] == 'tanggal "31": tanggal tidak ada di kalender'


def test_a_heading_may_say_the_unit_of_its_amounts():
    """``POKOK (Rp 000)`` is the principal, in thousands."""
    head = (
        *LIST[:4],
        "POKOK (Rp 000)",
        *LIST[5:7],
        "REALISASI POKOK (Rp 000)",
        "REALISASI JASA (ribuan)",
        "SALDO (x Rp 1.000)",
    )
    known = understood({"P": [head, lent("Mawar", principal=12_000, paid=6_000, jasa=1_080)]})

    assert not known.questions
    assert rows(known, "pinjaman", *_PAID) == [("12000000", "6000000", "1080000")]


def test_a_loan_in_thousands_among_others_is_asked_about():
    """The answer counts for all amounts of its row that are not answered themselves."""
    sheets = {"P": [LIST, lent("Mawar"), lent("Melati", principal=12_000, paid=6_000, jasa=1_080)]}
    assert asked(understood(sheets))["P", "E3"].endswith("dalam ribuan rupiah; dibaca 12.000.000 atau 12.000")

    known = understood(sheets, {("P", "E3"): "12000000"})
    assert not known.questions
    assert rows(known, "pinjaman", *_PAID)[1] == ("12000000", "6000000", "1080000")
    known = understood(sheets, {("P", "E3"): "12000"})
    assert rows(known, "pinjaman", *_PAID)[1] == ("12000", "6000", "1080")


def _reversed(*back):
    sheet = [_RECEIPTS, (1, "Melati", "12-01-2026", 1_000_000, 180_000, 1_180_000), (2, "Melati", *back)]
    return {"PINJAMAN": [LIST, lent("Melati")], "JAN": sheet}


def test_a_row_below_nil_takes_the_same_one_above_it_back():
    """Neither is recorded, and both are named."""
    known = understood(_reversed("15-01-2026", -1_000_000, -180_000, -1_180_000))

    assert not known.questions
    assert "transaksi" not in known.plan.tables
    assert 'lembar "JAN" baris 3 membatalkan baris 2; keduanya tidak dicatat' in told(known)


def test_any_other_row_below_nil_is_asked_about_once():
    """Nothing as the answer leaves it out, which is said; an amount records it."""
    sheets = _reversed("15-01-2026", -500_000, -90_000, -590_000)
    assert asked(understood(sheets)) == {
        ("JAN", "F3"): 'jumlah "-590.000": angka negatif tanpa baris yang dibatalkannya; tulis kosong bila baris ini '
        "tidak dicatat; dibaca kosong atau 590.000"
    }
    known = understood(sheets, {("JAN", "F3"): "kosong"})
    assert rows(known, "transaksi", "jumlah") == [("1180000",)]
    assert 'lembar "JAN" baris 3 tidak dicatat, menurut jawaban' in told(known)

    known = understood(sheets, {("JAN", "F3"): "590000"})
    assert rows(known, "transaksi", "jumlah", "pokok", "jasa")[1:] == [("590000", "500000", "90000")]
