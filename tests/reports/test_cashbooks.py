"""The lists of vouchers and the running books of cash and bank."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danabergulir.domain.accounts import Role
from danabergulir.domain.cash_count import CashCount
from danabergulir.domain.journal import Event, VoucherKind, reverse
from danabergulir.frozen import replace
from danabergulir.money import Rupiah
from danabergulir.reports.month.cashbooks import bank_book, cash_book, payments_list, receipts_list, transfers_list
from danabergulir.reports.month.catalog import find
from danabergulir.reports.month.reconciliation import checks
from danabergulir.reports.month.reversals import reversal_list
from reports.small_books import CHART, books, keys, lines, move, posting, vouchers

REPAYMENT = posting(
    date(2023, 1, 1),
    move("11010", "11030", 100_000),
    move("11010", "41010", 18_000),
    memo="Angsuran ke-1",
    party="Anggrek",
    event=Event.REPAYMENT,
)
DEPOSIT = posting(date(2023, 1, 1), move("11021", "11010", 110_000), memo="Setor ke bank", event=Event.DEPOSIT)
COST = posting(date(2023, 1, 31), move("51030", "11010", 7_500), memo="Kertas dari Toko Sinar", party="Toko Sinar")
FEE = posting(date(2023, 1, 31), move("52010", "11021", 2_500), memo="Biaya bank")
OPENING = {"11010": 20_000, "11021": 500_000, "31010": -520_000}
JANUARY = books("2023-01", REPAYMENT, DEPOSIT, COST, FEE, opening=OPENING)
FIRST, LAST = date(2023, 1, 1), date(2023, 1, 31)


def test_receipts_list_has_a_row_per_account_opposite_the_money():
    """A repayment shows its pokok and its jasa under one number; the cash line and transfers stay out."""
    report = find("uang-masuk").report(JANUARY)

    assert keys(report.section) == ["tanggal", "bukti", "pihak", "akun", "jumlah", "keterangan"]
    assert lines(report.section) == [
        (FIRST, "BKM-2023-0001", "Anggrek", "11030 - Pinjaman KSM", 100_000, "Angsuran ke-1"),
        (FIRST, "BKM-2023-0001", "Anggrek", "41010 - Jasa Pinjaman", 18_000, "Angsuran ke-1"),
        (None, None, None, "JUMLAH", 118_000, None),
    ]
    assert (report.name, report.title, report.form_code) == ("uang-masuk", "CATATAN UANG MASUK", "U-1")


def test_payments_list_has_a_row_per_account_opposite_the_money():
    """Payments from cash and from the bank stand under the account they were made for."""
    report = find("uang-keluar").report(JANUARY)

    assert keys(report.section) == ["tanggal", "bukti", "pihak", "akun", "jumlah", "keterangan"]
    assert lines(report.section) == [
        (LAST, "BKK-2023-0001", "Toko Sinar", "51030 - ATK / Biaya Kantor", 7_500, "Kertas dari Toko Sinar"),
        (LAST, "BKK-2023-0002", "", "52010 - Biaya Non Operasional", 2_500, "Biaya bank"),
        (None, None, None, "JUMLAH", 10_000, None),
    ]
    assert (report.name, report.title, report.form_code) == ("uang-keluar", "CATATAN UANG KELUAR", "U-2")


def test_transfers_list_shows_both_accounts_and_totals_apart():
    """Each transfer has a debit row and a credit row, money accounts too."""
    report = find("pindah-buku").report(JANUARY)

    assert keys(report.section) == ["tanggal", "bukti", "pihak", "akun", "debit", "kredit", "keterangan"]
    assert lines(report.section) == [
        (FIRST, "BPB-2023-0001", "", "11021 - Bank UPK", 110_000, 0, "Setor ke bank"),
        (FIRST, "BPB-2023-0001", "", "11010 - Kas", 0, 110_000, "Setor ke bank"),
        (None, None, None, "JUMLAH", 110_000, 110_000, None),
    ]
    assert (report.name, report.title, report.form_code) == ("pindah-buku", "CATATAN PEMINDAH BUKUAN", "U-2a")


def test_lists_of_an_empty_month_have_no_rows():
    """A month without vouchers says so in words."""
    empty = books("2023-01", opening=OPENING)
    sections = [build(empty).section for build in (receipts_list, payments_list, transfers_list)]

    assert [(lines(section), section.empty_note) for section in sections] == [
        ([], "Tidak ada uang masuk bulan ini."),
        ([], "Tidak ada uang keluar bulan ini."),
        ([], "Tidak ada pindah buku bulan ini."),
    ]


def test_cash_book_runs_from_the_opening_balance_to_the_closing_one():
    """A receipt is one line of the cash book; the party is named where the memo does not."""
    report = find("buku-kas").report(JANUARY)

    assert keys(report.section) == ["tanggal", "uraian", "bukti", "debit", "kredit", "saldo"]
    assert lines(report.section) == [
        (None, "Saldo Awal", "", 0, 0, 20_000),
        (FIRST, "Angsuran ke-1 (Anggrek)", "BKM-2023-0001", 118_000, 0, 138_000),
        (FIRST, "Setor ke bank", "BPB-2023-0001", 0, 110_000, 28_000),
        (LAST, "Kertas dari Toko Sinar", "BKK-2023-0001", 0, 7_500, 20_500),
        (None, "JUMLAH", "", 118_000, 117_500, 20_500),
    ]
    assert (report.name, report.title, report.form_code) == ("buku-kas", "BUKU KAS", "U-3")


def test_bank_book_holds_the_bank_account_alone():
    """Vouchers that leave the bank as it is do not show."""
    report = find("buku-bank").report(JANUARY)

    assert lines(report.section) == [
        (None, "Saldo Awal", "", 0, 0, 500_000),
        (FIRST, "Setor ke bank", "BPB-2023-0001", 110_000, 0, 610_000),
        (LAST, "Biaya bank", "BKK-2023-0002", 0, 2_500, 607_500),
        (None, "JUMLAH", "", 110_000, 2_500, 607_500),
    ]
    assert (report.name, report.title, report.form_code) == ("buku-bank", "BUKU BANK", "U-4")
    assert report.more == ()


def test_bank_book_adds_the_savings_bank_once_it_is_used():
    """The savings bank account is a second table, from the month in which it has any figure."""
    saving = posting(date(2023, 1, 9), move("11022", "21020", 5_000), memo="Tabungan")
    (section,) = bank_book(books("2023-02", saving)).more

    assert section.title == "11022 - Bank Tabungan/TR"
    assert lines(section) == [
        (None, "Saldo Awal", "", 0, 0, 5_000),
        (None, "JUMLAH", "", 0, 0, 5_000),
    ]


def test_cash_book_opens_with_what_last_month_left():
    """The closing balance of a month is the opening balance of the next, over the turn of the year too."""
    december = posting(date(2022, 12, 31), move("11010", "41010", 4_000))

    assert lines(cash_book(books("2022-12", december)).section)[-1][-1] == 4_000
    assert lines(cash_book(books("2023-01", december)).section)[0][-1] == 4_000


def test_opening_balances_of_the_month_are_carried_forward():
    """Books opened within the month show the opening balance as Saldo Awal, not as a receipt."""
    opened = books("2023-01", opening={"11010": 20_000, "31010": -20_000}, opened_on=date(2023, 1, 10))

    assert lines(cash_book(opened).section) == [
        (None, "Saldo Awal", "", 0, 0, 20_000),
        (None, "JUMLAH", "", 0, 0, 20_000),
    ]
    assert lines(receipts_list(opened).section) == []


def test_reversal_stands_among_the_transfers_and_undoes_the_cash_book():
    """A cancelled receipt says so and is no money that came in; its reversal is a transfer that takes the cash back."""
    (receipt,) = vouchers([REPAYMENT])
    taken_back = books("2023-01", REPAYMENT, reverse(receipt, date(2023, 1, 2), "salah ketik"))
    memo = "Batal BKM-2023-0001: salah ketik"

    listed = lines(receipts_list(taken_back).section)
    assert [line[4:] for line in listed] == [
        (100_000, "Angsuran ke-1 (dibatalkan BPB-2023-0001)"),
        (18_000, "Angsuran ke-1 (dibatalkan BPB-2023-0001)"),
        (118_000, None),
        (118_000, None),
        (0, None),
    ]
    assert [line[3] for line in listed[2:]] == ["Termasuk yang dibatalkan", "Dibatalkan", "JUMLAH"]
    assert lines(transfers_list(taken_back).section) == [
        (date(2023, 1, 2), "BPB-2023-0001", "Anggrek", "11030 - Pinjaman KSM", 100_000, 0, memo),
        (date(2023, 1, 2), "BPB-2023-0001", "Anggrek", "11010 - Kas", 0, 100_000, memo),
        (date(2023, 1, 2), "BPB-2023-0001", "Anggrek", "41010 - Jasa Pinjaman", 18_000, 0, memo),
        (date(2023, 1, 2), "BPB-2023-0001", "Anggrek", "11010 - Kas", 0, 18_000, memo),
        (None, None, None, "JUMLAH", 118_000, 118_000, None),
    ]
    assert lines(cash_book(taken_back).section)[-1] == (None, "JUMLAH", "", 118_000, 118_000, 0)


def test_what_was_taken_back_is_listed_with_its_reason():
    """The receipt of January that February takes back stands in February, with both days and why."""
    (receipt,) = vouchers([REPAYMENT])
    back = reverse(receipt, date(2023, 2, 2), "salah ketik")
    february = replace(books("2023-02", REPAYMENT, back), taken_back=(receipt,))

    assert keys(reversal_list(february).section) == [
        *("bukti", "tanggal", "jumlah", "pihak", "dibatalkan_oleh", "tanggal_batal", "alasan")
    ]
    assert lines(reversal_list(february).section)[0] == (
        *("BKM-2023-0001", FIRST, 118_000, "Anggrek", "BPB-2023-0001", date(2023, 2, 2), "salah ketik"),
    )
    assert lines(reversal_list(books("2023-01", REPAYMENT, back)).section) == []


def test_the_money_still_agrees_when_receipts_and_payments_are_taken_back():
    """In the month itself they are in none of the totals; in a later month the reversal is a movement of its own."""
    (receipt,) = vouchers([REPAYMENT])
    for day, month in ((date(2023, 1, 2), "2023-01"), (date(2023, 2, 2), "2023-02")):
        taken_back = books(month, REPAYMENT, reverse(receipt, day, "salah ketik"))
        (check,) = (item for item in checks(taken_back) if item.name.startswith("Uang masuk - uang keluar"))
        assert not check.difference


def test_voucher_with_money_on_both_sides_shows_both_in_one_row():
    """A journal voucher that puts cash in and takes cash out is one row with a debit and a credit."""
    mixed = replace(
        posting(date(2023, 1, 3), move("11010", "41020", 900), move("51040", "11010", 300), memo="Campuran"),
        kind=VoucherKind.TRANSFER,
    )

    assert lines(cash_book(books("2023-01", mixed)).section)[1] == (
        date(2023, 1, 3), "Campuran", "BPB-2023-0001", 900, 300, 600,
    )  # fmt: skip


MOVES = st.builds(
    lambda ends, amount, day: posting(day, move(*ends, amount)),
    st.lists(st.sampled_from(sorted(CHART)), min_size=2, max_size=2, unique=True),
    st.integers(1, 10**9),
    st.dates(date(2022, 12, 1), date(2023, 2, 28)),
)


@given(st.lists(MOVES, max_size=15))
def test_cash_book_ends_on_the_balance_of_the_account(postings):
    """The running balance, the sums and the balance in the books agree, whatever is recorded."""
    picture = books("2023-01", *postings)
    running = lines(cash_book(picture).section)
    opening, before_last, (debits, credits_, closing) = running[0][5], running[-2][5], running[-1][3:]

    assert closing == opening + debits - credits_ == picture.by_code["11010"].net
    assert before_last == closing


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        (500_000, "Kas opname 31-01-2023: dihitung Rp500.000, menurut buku Rp500.000, cocok."),
        (495_000, "Kas opname 31-01-2023: dihitung Rp495.000, menurut buku Rp500.000, kurang Rp5.000."),
        (None, "Kas opname: kas belum dihitung bulan ini."),
    ],
)
def test_the_cash_book_says_what_was_counted(counted, said):
    """Below U-3 stands the last count of the month beside the book, or that there was none."""
    account = CHART.with_role(Role.CASH)
    count = CashCount(account, date(2023, 1, 31), Rupiah(counted), Rupiah(500_000)) if counted else None

    assert cash_book(replace(books("2023-01"), cash_count=count)).notes == (said,)
