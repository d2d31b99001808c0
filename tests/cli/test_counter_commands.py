"""``terima``, ``batal``, ``kas``, ``jurnal`` and looking things up: what the counter records and prints."""

import json

import pytest

from conftest import led_once


@pytest.fixture
@led_once
def lent(book):
    """Return a runner beside a ledger with one loan of Rp3.000.000 in ten instalments to KSM Mawar."""
    assert book("ksm", "tambah", "MAWAR", "KSM Mawar", "--rw", "05", "--rt", "001", "--tanggal", "2025-12-31")[0] == 0
    assert (
        book("pinjaman", "cairkan", "MAWAR", "--tetap", "--pokok", "3jt", "--tenor", "10", "--tanggal", "2026-01-05")[0]
        == 0
    )
    return book


def _object(result):
    assert result.status == 0, result.stderr
    return json.loads(result.stdout)


def _balance(book, account):
    (*_, last) = _object(
        book("buku-besar", account, "--dari", "2025-12-31", "--sampai", "2026-11-21", "--format", "json")
    )["baris"]
    return last["saldo"]


def test_a_receipt_in_json_has_the_shape_of_the_contract(lent):
    """Half an instalment: jasa first, the rest principal, and what is still behind."""
    got = _object(lent("terima", "MAWAR", "172.500", "--tanggal", "2026-02-05", "--format", "json"))

    contract = (
        *("bukti", "pinjaman", "jumlah", "denda", "jasa", "titipan", "pokok", "tabungan"),
        *("saldo_pokok", "tunggakan_pokok", "tunggakan_jasa"),
    )
    assert {key: got[key] for key in contract} == {
        "bukti": "BKM-2026-0001",
        "pinjaman": "P-0001",
        "jumlah": 172_500,
        "denda": 0,
        "jasa": 45_000,
        "titipan": 0,
        "pokok": 127_500,
        "tabungan": 0,
        "saldo_pokok": 2_872_500,
        "tunggakan_pokok": 172_500,
        "tunggakan_jasa": 0,
    }
    assert (got["jatuh_tempo_berikut"], got["angsuran_berikut"]) == ("2026-03-05", 345_000)


def test_typed_parts_may_be_nil(lent):
    """A part of nought is a part like another: the rest must still add up."""
    words = ("--pokok", "345.000", "--jasa", "0", "--tanggal", "2026-02-05", "--format", "json")

    got = _object(lent("terima", "MAWAR", "345.000", *words))

    assert (got["pokok"], got["jasa"], got["saldo_pokok"], got["tunggakan_jasa"]) == (345_000, 0, 2_655_000, 45_000)


def test_a_receipt_goes_into_the_account_named(lent):
    """With --ke the bank grows and the cash box does not."""
    lent("terima", "MAWAR", "345.000", "--tanggal", "2026-02-05", "--ke", "11021")

    assert (_balance(lent, "11021"), _balance(lent, "11010")) == (345_000, -3_000_000)


def test_a_receipt_carries_its_own_description(lent):
    """--keterangan takes the place of the usual one on the voucher and in the journal."""
    lent("terima", "MAWAR", "345.000", "--tanggal", "2026-02-05", "--keterangan", "Titip lewat Ketua RT")

    assert "Keterangan: Titip lewat Ketua RT" in lent("bukti", "BKM-2026-0001").stdout


@pytest.mark.parametrize(
    "words",
    [
        ("terima", "MAWAR", "9jt"),
        ("terima", "MAWAR", "345.000", "--tanggal", "2026-01-04"),
        ("batal", "BKM-2026-0001", "--alasan", "tidak ada"),
        ("batal", "BKK-2026-0001", "--alasan", "terlalu awal", "--tanggal", "2026-01-04"),
        ("kas", "masuk", "11030", "5000", "Angsuran"),
        ("kas", "keluar", "51030", "5000", "Kertas", "--lawan", "41010"),
        ("jurnal", "51070", "51070", "5000", "Sama"),
        ("kas", "hitung", "5000", "--tanggal", "2027-01-01"),
    ],
)
def test_what_is_refused_changes_no_byte_of_the_ledger(lent, words):
    """An error leaves the file as it was."""
    before = lent.ledger.read_bytes()

    got = lent(*words)

    assert got.status in {2, 3, 4}
    assert lent.ledger.read_bytes() == before


def test_a_reversal_names_what_it_takes_back_and_both_sides_know_it(lent):
    """The new voucher points to the old one, and the old one to the new."""
    lent("terima", "MAWAR", "345.000", "--tanggal", "2026-02-05")

    got = _object(
        lent(
            "batal", "bkm-2026-0001", "--alasan", "salah KSM", "--tetap", "--tanggal", "2026-02-06", "--format", "json"
        )
    )

    assert got == {
        "bukti": "BPB-2026-0001",
        "tanggal": "2026-02-06",
        "membatalkan": "BKM-2026-0001",
        "jumlah": 345_000,
        "keterangan": "Batal BKM-2026-0001: salah KSM",
    }
    assert "Dibatalkan oleh  : BPB-2026-0001" in lent("bukti", "BKM-2026-0001").stdout
    assert "Membatalkan   : BKM-2026-0001" in lent("bukti", "BPB-2026-0001").stdout


def test_cash_and_bank_move_against_each_other(book):
    """What is deposited leaves the cash box, what is withdrawn comes back."""
    book("kas", "masuk", "31010", "10jt", "Modal", "--tanggal", "2026-01-02")
    book("kas", "setor", "8jt", "--tanggal", "2026-01-03")
    book("kas", "tarik", "500rb", "--tanggal", "2026-01-04", "--keterangan", "Uang kecil")

    assert (_balance(book, "11010"), _balance(book, "11021")) == (2_500_000, 7_500_000)


def test_income_and_capital_are_shown_with_the_sign_they_are_read_with(book):
    """Debts, capital and income grow by credits, so their balance is positive there."""
    book("kas", "masuk", "41020", "25.000", "Bunga bank", "--tanggal", "2026-01-02")
    book("kas", "keluar", "51030", "5.000", "Kertas", "--tanggal", "2026-01-02")

    assert (_balance(book, "41020"), _balance(book, "51030"), _balance(book, "11010")) == (25_000, 5_000, 20_000)


@pytest.mark.parametrize(
    ("counted", "words", "advice"),
    [
        ("25.000", "cocok", "Uang di kas sama dengan buku."),
        ("30.000", "lebih Rp5.000", 'danabergulir kas masuk AKUN 5.000 "Selisih kas"'),
        ("0", "kurang Rp25.000", 'danabergulir kas keluar AKUN 25.000 "Selisih kas"'),
    ],
)
def test_a_cash_count_says_the_difference_and_what_to_do(book, counted, words, advice):
    """Book, counted, the difference in words, and the command that books it."""
    book("kas", "masuk", "41020", "25.000", "Bunga bank", "--tanggal", "2026-01-02")

    got = book("kas", "hitung", counted, "--tanggal", "2026-01-02")

    assert (got.status, got.stderr) == (0, "")
    assert f"Hasil         : {words}\n" in got.stdout
    assert advice in " ".join(got.stdout.split())


def test_a_cash_count_leaves_the_books_alone(book):
    """It is written down beside them; no voucher comes of it."""
    book("kas", "hitung", "5.000", "--tanggal", "2026-01-02")

    assert _balance(book, "11010") == 0


def test_the_journal_shows_each_account_once_per_voucher_and_balances(lent):
    """A receipt of pokok and jasa is one line of cash and two of what it is for."""
    lent("terima", "MAWAR", "345.000", "--tanggal", "2026-02-05")

    rows = _object(lent("jurnal-umum", "--dari", "2026-02-01", "--format", "json"))["baris"]

    assert [(row["bukti"], row["akun"], row["debit"], row["kredit"]) for row in rows] == [
        ("BKM-2026-0001", "11010 - Kas", 345_000, 0),
        ("BKM-2026-0001", "41010 - Jasa Pinjaman", 0, 45_000),
        ("BKM-2026-0001", "11030 - Pinjaman KSM", 0, 300_000),
    ]


def test_the_journal_shows_the_current_month_unless_told_otherwise(book):
    """Without dates it is November 2026; with only an end it starts on the first of that month."""
    book("kas", "masuk", "41020", "1.000", "Oktober", "--tanggal", "2026-10-31")
    book("kas", "masuk", "41020", "2.000", "November", "--tanggal", "2026-11-01")

    def memos(*words):
        return [row["keterangan"] for row in _object(book("jurnal-umum", *words, "--format", "json"))["baris"][::2]]

    assert memos() == ["November"]
    assert memos("--sampai", "2026-10-31") == ["Oktober"]
    assert memos("--dari", "2026-10-01") == ["Oktober"]


def test_the_ledger_of_an_account_carries_its_balance_forward(book):
    """What was booked before the first day stands in the first row."""
    book("kas", "masuk", "41020", "1.000", "Oktober", "--tanggal", "2026-10-31")
    book("kas", "keluar", "51030", "400", "November", "--tanggal", "2026-11-01")

    lines = book("buku-besar", "11010", "--format", "csv").stdout.splitlines()

    assert lines == [
        "\ufefftanggal;uraian;bukti;lawan;debit;kredit;saldo",
        ";Saldo Awal;;;0;0;1000",
        "2026-11-01;November;BKK-2026-0001;51030;0;400;600",
    ]
