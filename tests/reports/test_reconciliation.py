"""The monthly checks, figure beside figure."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danabergulir.domain.accounts import Chart
from danabergulir.domain.entries import SavingsFigures
from danabergulir.domain.journal import Event, reverse
from danabergulir.money import Rupiah
from danabergulir.reports.month.reconciliation import checks, reconciliation
from reports.small_books import CHART, account_figures, books, keys, lines, loan_book, move, paid, posting, vouchers

RECEIPT = posting(
    date(2023, 1, 16), move("11010", "11030", 100_000), move("11010", "41010", 18_000), event=Event.REPAYMENT
)
DEPOSIT = posting(date(2023, 1, 16), move("11021", "11010", 118_000), event=Event.DEPOSIT)
SAVING = posting(date(2023, 1, 17), move("11022", "21020", 5_000))
LOAN = loan_book(principal=1_200_000, paid_all=paid(100_000, 18_000), paid_before_month=paid())
CARD = SavingsFigures("K-01", "Anggrek", "05", deposited=Rupiah(5_000))
OPENING = {"11010": 50_000, "11030": 1_200_000, "31010": -1_250_000}


def sound(**options):
    """Return January books in which every check agrees, unless ``options`` put something else in."""
    return books(
        "2023-01",
        *options.pop("postings", (RECEIPT, DEPOSIT, SAVING)),
        **{"opening": OPENING, "loans": [LOAN], "savings": [CARD], **options},
    )


def failing(picture):
    """Return the names of the checks that differ, with both figures."""
    return [(check.name, check.here.value, check.there.value) for check in checks(picture) if check.difference]


def test_reconciliation_prints_both_figures_of_every_check():
    """Sound books agree on every line."""
    report = reconciliation(sound())

    assert keys(report.section) == ["pemeriksaan", "nilai_a", "nilai_b", "selisih", "hasil"]
    assert lines(report.section) == [
        (name, figure, figure, 0, "cocok")
        for name, figure in (
            ("Neraca: jumlah aktiva = jumlah pasiva", 1_273_000),
            ("Neraca saldo: mutasi debit = mutasi kredit", 241_000),
            ("Neraca saldo: saldo debit = saldo kredit", 1_273_000),
            ("Laba rugi: s.d. bulan lalu + bulan ini = s.d. bulan ini", 18_000),
            ("Laba rugi = laba tahun berjalan di neraca + yang sudah ditutup", 18_000),
            ("Pinjaman di neraca = saldo di laporan perkembangan", 1_100_000),
            ("Pinjaman di neraca = jumlah semua kelas kolektibilitas", 1_100_000),
            ("Jasa bulan ini di laba rugi = di laporan perkembangan", 18_000),
            ("Tabungan di neraca = saldo di register tabungan", 5_000),
            ("Tabungan di neraca = saldo bank tabungan", 5_000),
            ("Kas di neraca = baris akhir bukunya", 50_000),
            ("Bank UPK di neraca = baris akhir bukunya", 118_000),
            ("Bank Tabungan/TR di neraca = baris akhir bukunya", 5_000),
            ("Uang masuk - uang keluar + pindah buku = mutasi kas dan bank", 123_000),
            ("Saldo awal lengkap: akun perantara = nol", 0),
        )
    ]
    assert report.notes == ("Semua cocok: 15 pemeriksaan.",)


def test_reconciliation_of_an_empty_month_agrees_on_nil():
    """Books without anything in them have nothing to differ on."""
    assert failing(books("2023-01")) == []


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param(
            {"loans": []},
            [
                ("Pinjaman di neraca = saldo di laporan perkembangan", 1_100_000, 0),
                ("Pinjaman di neraca = jumlah semua kelas kolektibilitas", 1_100_000, 0),
                ("Jasa bulan ini di laba rugi = di laporan perkembangan", 18_000, 0),
            ],
            id="a loan card is missing",
        ),
        pytest.param(
            {"savings": []},
            [("Tabungan di neraca = saldo di register tabungan", 5_000, 0)],
            id="a savings card is missing",
        ),
        pytest.param(
            {"postings": (RECEIPT, DEPOSIT, posting(date(2023, 1, 17), move("11021", "21020", 5_000)))},
            [("Tabungan di neraca = saldo bank tabungan", 5_000, 0)],
            id="savings were put into the other bank account",
        ),
        pytest.param(
            {"opening": {**OPENING, "31010": -1_249_000}},
            [("Saldo awal lengkap: akun perantara = nol", 1_000, 0)],
            id="opening balances are incomplete",
        ),
        pytest.param(
            {"figures": {"11021": account_figures("11021", before_year=(900, 0), month=(118_000, 0))}},
            [
                ("Neraca: jumlah aktiva = jumlah pasiva", 1_273_900, 1_273_000),
                ("Neraca saldo: saldo debit = saldo kredit", 1_273_900, 1_273_000),
            ],
            id="an account was changed behind the journal's back",
        ),
        pytest.param(
            {"figures": {"11010": account_figures("11010", before_year=(50_000, 0), month=(118_000, 117_000))}},
            [
                ("Neraca: jumlah aktiva = jumlah pasiva", 1_274_000, 1_273_000),
                ("Neraca saldo: mutasi debit = mutasi kredit", 241_000, 240_000),
                ("Neraca saldo: saldo debit = saldo kredit", 1_274_000, 1_273_000),
                ("Kas di neraca = baris akhir bukunya", 51_000, 50_000),
                ("Uang masuk - uang keluar + pindah buku = mutasi kas dan bank", 123_000, 124_000),
            ],
            id="the sums are not those of the vouchers",
        ),
    ],
)
def test_reconciliation_names_what_differs(options, expected):
    """Each slip shows on the checks that tell of it and on no other."""
    assert failing(sound(**options)) == expected


def test_reconciliation_shows_the_difference_with_its_sign():
    """The difference is the first figure less the second, and the note counts what differs."""
    report = reconciliation(sound(savings=[CARD, CARD]))

    assert (
        "Tabungan di neraca = saldo di register tabungan", 5_000, 10_000, -5_000, "selisih"
    ) in lines(report.section)  # fmt: skip
    assert report.notes == ("Ada 1 selisih dari 15 pemeriksaan. Cari sebabnya: danabergulir periksa",)


def test_reconciliation_needs_no_savings_accounts():
    """A chart without savings has no checks of them."""
    chart = Chart(tuple(account for account in CHART.accounts if account.code not in {"11022", "21020"}))
    names = [check.name for check in checks(sound(postings=(RECEIPT, DEPOSIT), savings=[], chart=chart))]

    assert [name for name in names if "abungan" in name] == []
    assert failing(sound(postings=(RECEIPT, DEPOSIT), savings=[], chart=chart)) == []


def test_profit_agrees_after_the_year_is_closed():
    """In the month of the close the income statement still equals the balance sheet and what was moved to capital."""
    december = books(
        "2022-12",
        posting(date(2022, 12, 5), move("11010", "41020", 7_000)),
        posting(date(2022, 12, 31), move("41020", "31030", 7_000), event=Event.YEAR_CLOSE),
    )
    name = "Laba rugi = laba tahun berjalan di neraca + yang sudah ditutup"

    assert [(check.here, check.there) for check in checks(december) if check.name == name] == [
        (Rupiah(7_000), Rupiah(7_000))
    ]


def test_receipts_and_deposits_stand_side_by_side_for_each_day():
    """Cash received and cash banked are compared by day; receipts at the bank, payments and withdrawals stay out."""
    (section,) = reconciliation(
        sound(
            postings=(
                RECEIPT,
                DEPOSIT,
                posting(date(2023, 1, 16), move("11010", "41020", 2_000)),
                posting(date(2023, 1, 17), move("11021", "41020", 3_000)),
                posting(date(2023, 1, 18), move("11010", "11021", 4_000), event=Event.WITHDRAWAL),
                posting(date(2023, 1, 19), move("51030", "11010", 1_000)),
                posting(date(2023, 1, 20), move("11022", "11010", 6_000), event=Event.DEPOSIT),
            )
        )
    ).more

    assert section.title == "Penerimaan kas dan setoran ke bank per hari"
    assert lines(section) == [
        ("16-01-2023", 120_000, 118_000, 2_000),
        ("20-01-2023", 0, 6_000, -6_000),
        ("JUMLAH", 120_000, 124_000, -4_000),
    ]


def test_cancelled_receipts_are_left_out_of_the_days():
    """A receipt taken back within the month was never received."""
    (receipt,) = vouchers([RECEIPT])
    (section,) = reconciliation(
        books("2023-01", RECEIPT, reverse(receipt, date(2023, 1, 17), "salah ketik"), opening=OPENING)
    ).more

    assert lines(section) == []


MOVES = st.builds(
    lambda ends, amount, day: posting(day, move(*ends, amount)),
    st.lists(st.sampled_from(sorted(set(CHART) - {"00000"})), min_size=2, max_size=2, unique=True),
    st.integers(1, 10**9),
    st.dates(date(2022, 1, 1), date(2023, 2, 28)),
)


@given(st.lists(MOVES, max_size=15))
def test_books_of_the_journal_never_differ_from_themselves(postings):
    """Whatever is recorded, only what lies outside the ledger (loan and savings cards) can differ."""
    outside = ("Pinjaman", "Jasa", "Tabungan")

    assert [found for found in failing(books("2023-01", *postings)) if not found[0].startswith(outside)] == []
