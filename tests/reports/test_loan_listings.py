"""Schedules, loan cards, receipts and vouchers as they are shown between the monthly reports."""

from datetime import date

import pytest
from hypothesis import given

from danabergulir.dates import Month
from danabergulir.domain.accounts import OPENING_ACCOUNT
from danabergulir.domain.journal import Component, Event, FoundVoucher, Posting, Transfer, Voucher, VoucherKind, reverse
from danabergulir.domain.loans.schedule import Simulation, build_schedule, effective_annual_percent
from danabergulir.domain.loans.terms import LoanTerms
from danabergulir.domain.policy.choices import RoundedPart
from danabergulir.frozen import replace
from danabergulir.money import Direction, Rate, Rounding, Rupiah
from danabergulir.reports.shown import loan_card, loans
from danabergulir.reports.shown.schedule import rounding_rule, schedule_section, totals
from danabergulir.reports.shown.vouchers import voucher_page
from reports.small_books import CHART, lines, loan_book, move, paid, posting, vouchers
from reports.table_reading import lines_of
from strategies import loan_terms

TERMS = LoanTerms(Rupiah(1_000_000), 3, Rate.percent("1.5"), date(2023, 1, 31), Rounding(100, Direction.UP))


def _repayment(dated_on: date, principal: int, jasa: int) -> Posting:
    parts = ((Component.PRINCIPAL, "11030", principal), (Component.JASA, "41010", jasa))
    moves = tuple(
        Transfer("11010", account, Rupiah(amount), part, "P-0001", "K-01") for part, account, amount in parts if amount
    )
    return Posting(VoucherKind.RECEIPT, Event.REPAYMENT, dated_on, "Angsuran", moves, "Anggrek", "P-0001")


def _disbursement(amount: int = 1_200_000) -> Posting:
    moves = (Transfer("11030", "11010", Rupiah(amount), Component.DISBURSEMENT, "P-0001", "K-01"),)
    return Posting(VoucherKind.PAYMENT, Event.DISBURSEMENT, date(2022, 12, 15), "Pencairan", moves, "Anggrek", "P-0001")


def _taken_back(victim: Voucher, dated_on: date) -> Voucher:
    return Voucher("BPB-2023-0001", victim.sequence + 1, "2023-01-20T08:00:00", reverse(victim, dated_on, "salah"), "")


def test_a_simulation_says_what_the_loan_costs_and_how_it_is_rounded():
    """Two instalments rounded up to Rp100 and the last one with the rest; below it the sums in words."""
    schedule = build_schedule(TERMS)

    percent = effective_annual_percent(TERMS.principal, date(2023, 1, 31), schedule)
    section = schedule_section(Simulation(TERMS, schedule, percent))

    assert lines(section) == [
        (1, date(2023, 2, 28), 333_400, 15_000, 0, 348_400, 666_600),
        (2, date(2023, 3, 31), 333_400, 15_000, 0, 348_400, 333_200),
        (3, date(2023, 4, 30), 333_200, 15_000, 0, 348_200, 0),
    ]
    assert section.notes[0] == "KSM membayar kembali Rp1.045.000: pokok Rp1.000.000, jasa Rp45.000."
    assert section.notes[1].startswith("Bunga efektif 31,65 % setahun: ")


@pytest.mark.parametrize(
    ("rounding", "part", "sentence"),
    [
        (
            Rounding(100, Direction.UP),
            RoundedPart.COMPONENT,
            "masing-masing dibulatkan ke atas menjadi kelipatan Rp100;",
        ),
        (Rounding(500, Direction.DOWN), RoundedPart.COMPONENT, "dibulatkan ke bawah menjadi kelipatan Rp500;"),
        (
            Rounding(1000, Direction.NEAREST),
            RoundedPart.INSTALMENT,
            "jumlah pokok dan jasa dibulatkan ke kelipatan Rp1.000",
        ),
    ],
)
def test_the_rounding_rule_is_one_sentence(rounding, part, sentence):
    """Direction, step and what is rounded are all in it."""
    assert sentence in rounding_rule(replace(TERMS, rounding=rounding, rounded_part=part))


@given(loan_terms())
def test_a_simulation_ends_at_nought_and_its_totals_are_its_columns(terms):
    """For any loan: the balance runs down to nil, and the totals are the sums of the lines above them."""
    found = Simulation(terms, build_schedule(terms), None)

    section = schedule_section(found)
    sums = totals(found)

    assert lines(section)[-1][-1] == 0
    for name in ("pokok", "jasa", "titipan"):
        assert sums[f"total_{name}"] == Rupiah(sum(value for (value,) in lines_of(section, name)))
    assert sums["total_pokok"] == terms.principal


@pytest.mark.parametrize(
    ("as_of", "paid_principal", "statuses"),
    [
        ("2023-01", 0, ["menunggak", "belum jatuh tempo"]),
        ("2023-01", 50_000, ["menunggak", "belum jatuh tempo"]),
        ("2023-01", 100_000, ["lunas", "belum jatuh tempo"]),
        ("2023-01", 150_000, ["lunas", "dibayar sebagian"]),
    ],
)
def test_each_line_of_a_schedule_has_its_status(as_of, paid_principal, statuses):
    """Paid, behind, paid in part ahead of time, or still to come."""
    book = loan_book(month=as_of, jasa_percent="0", paid_all=paid(principal=paid_principal))

    section = loans.paid_schedule(book, book.schedule)

    assert [status for (status,) in lines_of(section, "status")][:2] == statuses


def test_a_line_due_on_the_day_itself_is_due_today():
    """It is neither behind nor still to come."""
    book = replace(loan_book(), as_of=date(2023, 1, 15))

    ((status,), *_) = lines_of(loans.paid_schedule(book, book.schedule), "status")

    assert status == "jatuh tempo hari ini"


def test_the_loan_card_counts_arrears_only_where_the_instalment_is_due():
    """Nine columns of the form: what should be left, what is left, and the running arrears of due lines."""
    book = loan_book(principal=1_200_000, month="2023-02", paid_all=paid(principal=150_000, jasa=18_000))
    recorded = vouchers(
        [_disbursement(), _repayment(date(2023, 1, 15), 100_000, 18_000), _repayment(date(2023, 2, 20), 50_000, 0)]
    )

    card = loan_card.loan_card(book, book.schedule, recorded)

    assert lines(card.section)[:4] == [
        (date(2022, 12, 15), None, None, 1_200_000, 216_000, 1_200_000, 216_000, None, None, None, None),
        *[
            (due, 100_000, 18_000, *left, *late, day, numbers)
            for due, left, late, day, numbers in (
                (
                    date(2023, 1, 15),
                    (1_100_000, 198_000, 1_100_000, 198_000),
                    (0, 0),
                    date(2023, 1, 15),
                    "BKM-2023-0001",
                ),
                (
                    *(date(2023, 2, 15), (1_000_000, 180_000, 1_050_000, 198_000), (50_000, 18_000)),
                    *(date(2023, 2, 20), "BKM-2023-0002"),
                ),
                (date(2023, 3, 15), (900_000, 162_000, 1_050_000, 198_000), (None, None), None, ""),
            )
        ],
    ]


def test_the_loan_card_has_the_ten_head_facts_of_the_form():
    """Loan, instalments and jasa on the left; term, rate, number and dates on the right."""
    book = loan_book()

    card = loan_card.loan_card(book, book.schedule, vouchers([_disbursement()]))

    assert dict(card.head) == {
        "Besar Pinjaman": "Rp1.200.000",
        "Sistem Angsuran": "bulanan",
        "Besar Angsuran": "Rp118.000",
        "Angsuran Pokok": "Rp100.000",
        "Angsuran Jasa": "Rp18.000",
        "Jangka Waktu": "12 kali",
        "Jasa Pinjaman": "1,5 % sebulan, flat",
        "No. Pinjaman": "P-0001",
        "Tanggal Cair": "15-12-2022",
        "Tanggal Jatuh Tempo": "15-12-2023",
    }
    assert card.title == "KARTU PINJAMAN"


def test_a_receipt_taken_back_pays_no_line_and_restores_the_balance():
    """The receipts show both vouchers, with their signs; the lines above name neither."""
    book = loan_book()
    recorded = vouchers([_disbursement(), _repayment(date(2023, 1, 15), 100_000, 18_000)])
    recorded = (*recorded, _taken_back(recorded[-1], date(2023, 1, 20)))

    card = loan_card.loan_card(book, book.schedule, recorded)
    (received,) = card.more

    assert {cell for (cell,) in lines_of(card.section, "bukti")} == {None, ""}
    assert lines_of(received, "bukti", "pokok", "jumlah", "saldo_pokok") == [
        ("BKK-2022-0001", 0, 0, 1_200_000),
        ("BKM-2023-0001", 100_000, 118_000, 1_100_000),
        ("BPB-2023-0001", -100_000, -118_000, 1_200_000),
    ]


def test_the_receipts_of_an_older_loan_start_with_what_was_paid_before_the_book():
    """A loan that came with the opening balances has no disbursement voucher; parts never received have no column."""
    loan = loan_book(paid_before_opening=paid(principal=200_000, jasa=36_000)).loan

    section = loan_card.receipts(loan, vouchers([_repayment(date(2023, 1, 15), 100_000, 18_000)]))

    assert [column.key for column in section.columns] == [
        *("tanggal", "bukti", "keterangan", "pokok", "jasa", "jumlah", "saldo_pokok"),
    ]
    assert lines_of(section, "keterangan", "jumlah", "saldo_pokok") == [
        ("Dibayar sebelum buku ini dibuka", 236_000, 1_000_000),
        ("Angsuran", 118_000, 900_000),
    ]


def test_an_empty_loan_list_says_so():
    """There is nothing to sum up where there is no loan."""
    section = loans.loan_list([])

    assert (section.rows, section.notes, section.empty_note) == ((), (), "Tidak ada pinjaman.")


def test_only_a_running_loan_has_a_class():
    """A loan paid off is in no class of collectability."""
    running, settled = loan_book(), loan_book("P-0002", paid_all=paid(principal=1_200_000, jasa=216_000))

    assert lines_of(loans.loan_list([running, settled]), "nomor", "saldo_pokok", "kelas", "status") == [
        ("P-0001", 1_200_000, "Dalam Perhatian Khusus", "berjalan"),
        ("P-0002", 0, "", "lunas"),
    ]


def test_a_voucher_page_names_every_fact_it_has_and_no_other():
    """Empty facts are left out; the accounts follow, debits first, with both sums."""
    (recorded,) = vouchers(
        [posting(date(2023, 1, 5), move("51030", "11010", 7_500), memo="Kertas", party="Toko Sinar")]
    )

    page = voucher_page(FoundVoucher(recorded, CHART))

    assert (page.title, page.date_line) == ("BUKTI KAS KELUAR", "5 Januari 2023")
    assert dict(page.head) == {
        "No. Bukti": "BKK-2023-0001",
        "Kejadian": "jurnal",
        "Pihak": "Toko Sinar",
        "Dicatat": "05-01-2023 08:00",
    }
    assert lines(page.section) == [
        ("51030 - ATK / Biaya Kantor", 7_500, 0),
        ("11010 - Kas", 0, 7_500),
        ("JUMLAH", 7_500, 7_500),
    ]


def test_the_opening_balances_are_a_voucher_too():
    """Their page has a title of its own."""
    (recorded,) = vouchers(
        [posting(Month(2022, 12).last_on, move("11010", OPENING_ACCOUNT.code, 5_000), event=Event.OPENING)]
    )

    assert voucher_page(FoundVoucher(recorded, CHART)).title == "BUKTI SALDO AWAL"
