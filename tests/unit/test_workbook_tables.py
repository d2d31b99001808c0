"""Several tables on one sheet: beside each other, two cards below each other, and a balance sheet without headings."""

import pytest

from sheets_understood import LIST, asked, lent, rows, understood


def _balances(known):
    return rows(known, "saldo-awal", "kode", "debit", "kredit")


@pytest.mark.parametrize("gap", [(), ("",)])
@pytest.mark.parametrize("counted", [True, False])
def test_a_second_table_beside_the_first_is_read(gap, counted):
    """With the same headings, longer than the first one, and read again by the peta of its sheet."""
    skip = 0 if counted else 1
    sheet = [
        (*LIST, *gap, *LIST[skip:]),
        (*lent("Mawar"), *gap, *lent("Melati", paid=3_000_000, jasa=540_000)[skip:]),
        (*([""] * 10), *gap, *lent("Kenanga", rw="07")[skip:]),
    ]
    known = understood({"P": sheet})

    assert not known.questions
    assert sorted(rows(known, "ksm", "nama", "rw")) == [("Kenanga", "07"), ("Mawar", "05"), ("Melati", "05")]
    assert sorted(rows(known, "pinjaman", "pokok_terbayar")) == [("2000000",), ("2000000",), ("3000000",)]
    assert not known.sheets[0].left_out

    again = understood({"P": sheet}, sheets=known.known.sheets)
    assert rows(again, "pinjaman", "ksm", "pokok") == rows(known, "pinjaman", "ksm", "pokok")


def test_the_name_of_a_member_begins_no_second_table():
    """Only the very heading of the KSM does."""
    head = ("NO", "NAMA KSM", "RW", "TGL CAIR", "PLAFON", "JW", "NAMA", "SALDO")
    row = (1, "Mawar", "05", "12-10-2025", 12_000_000, 12, "Siti", 10_000_000)
    known = understood({"P": [head, row]}, constants={"jasa_terbayar": "sejalan"})
    assert rows(known, "ksm", "nama") == [("Mawar",)]


def test_a_list_of_groups_with_amounts_below_an_unknown_heading_is_asked_about():
    """It may be one of loans, which are not to be dropped in silence."""
    sheet = [("NO", "NAMA KSM", "RW", "DANA KELUAR"), (1, "Mawar", "05", 12_000_000), (2, "Melati", "05", 6_000_000)]
    assert list(asked(understood({"P": sheet}))) == [("P", "D1")]

    known = understood({"P": sheet}, {("P", "D1"): "ya"})
    assert not known.questions
    assert len(rows(known, "ksm", "nama")) == 2


def _card(name, day, balance, title):
    return [
        *([["KARTU PINJAMAN"]] if title else []),
        ["Nama KSM", ":", name, "RW", ":", "05"],
        ["Besar Pinjaman", ":", 12_000_000, "Jangka Waktu", ":", "12 bulan"],
        ["Bunga Pinjaman (% per bulan)", ":", "1,5 %", "Tanggal Akad Pinjaman", ":", day],
        ["Tanggal", "ANGSURAN", "", "SALDO - Realisasi", ""],
        ["", "Pokok", "Jasa", "Pokok", "Jasa"],
        [day, "", "", 12_000_000, 2_160_000],
        ["15-12-2025", 1_000_000, 180_000, balance, 1_980_000],
    ]


@pytest.mark.parametrize("title", [True, False])
def test_two_cards_on_one_sheet_are_two_loans(title):
    """Each with the rows below it, far down the sheet too."""
    first, second = _card("Mawar", "10-10-2025", 11_000_000, title), _card("Melati", "10-11-2025", 10_500_000, title)
    known = understood({"KARTU": [*first, *([[]] * 50), *second]})

    assert not known.questions
    assert rows(known, "ksm", "nama") == [("Mawar",), ("Melati",)]
    assert rows(known, "pinjaman", "tanggal_cair", "pokok_terbayar") == [
        ("2025-10-10", "1000000"),
        ("2025-11-10", "1500000"),
    ]


_SIDES = (
    [("11010", "Kas", 500_000), ("11021", "Bank UPK", 11_500_000), ("11030", "Pinjaman KSM", 12_000_000),
     ("12010", "Cadangan Risiko", "(240.000)")],
    [("21020", "Tabungan", 300_000), ("31010", "Modal", 23_460_000)],
)  # fmt: skip
_EXPECTED = [
    ("11010", "500000", "0"),
    ("11021", "11500000", "0"),
    ("11030", "12000000", "0"),
    ("12010", "0", "240000"),
    ("21020", "0", "300000"),
    ("31010", "0", "23460000"),
]


def test_the_balance_sheet_as_the_form_has_it_is_read():
    """Code, name and amount without headings; the sums of both sides agree."""
    sheet = [
        ["LAPORAN NERACA"],
        ["Per Tanggal : 31-12-2025"],
        ["AKTIVA", "", "Rp"],
        *_SIDES[0],
        ["", "JUMLAH", 23_760_000],
        ["PASIVA"],
        *_SIDES[1],
        ["", "JUMLAH", 23_760_000],
        ["ROI : ((Laba-Rugi/Modal) x 12) / 12 = 1 %"],
    ]
    known = understood({"LU-01": sheet})

    assert not known.questions
    assert _balances(known) == _EXPECTED
    assert [total.agrees for total in known.sheets[0].totals] == [True, True]


def test_a_balance_sheet_of_two_sides_is_read():
    """Assets on the left, what they come from on the right."""
    left, right = _SIDES
    sheet = [
        ["NERACA"],
        ["AKTIVA", "", "", "PASIVA"],
        *((*one, *other) for one, other in zip(left, [*right, ("", "", ""), ("", "", "")], strict=True)),
        ["", "JUMLAH", 23_760_000, "", "JUMLAH", 23_760_000],
    ]
    known = understood({"NERACA": sheet})

    assert not known.questions
    assert _balances(known) == _EXPECTED
    assert _balances(understood({"NERACA": sheet}, sheets=known.known.sheets)) == _EXPECTED
