"""The registers of loans and savings (LU-04)."""

from datetime import date
from fractions import Fraction

from danabergulir.domain.entries import SavingsFigures
from danabergulir.frozen import replace
from danabergulir.money import Rupiah
from danabergulir.reports.month.registers import loan_register, savings_register
from reports.small_books import books, ksm, loan_book, paid
from reports.table_reading import lines_of


def test_every_loan_is_registered_newest_first():
    """Running and paid-off loans stand together, with the state in words and a total."""
    paid_off = loan_book("P-0001", disbursed_on=date(2022, 1, 31), paid_all=paid(1_200_000, 216_000))
    running = loan_book("P-0003", disbursed_on=date(2022, 12, 15), cycle=2)
    other = loan_book("P-0002", borrower=ksm("K-02", "Mawar"), principal=600_000, term=10, jasa_percent="2")
    section = loan_register(books("2023-01", loans=[paid_off, other, running])).section
    assert lines_of(section) == [
        (
            1, "Anggrek", "K-01", "P-0003", date(2022, 12, 15), 2, 1_200_000, Fraction(3, 2), 12, "bulanan",
            "berjalan", 1_200_000,
        ),
        (
            2, "Mawar", "K-02", "P-0002", date(2022, 12, 15), 1, 600_000, Fraction(2), 10, "bulanan",
            "berjalan", 600_000,
        ),
        (
            3, "Anggrek", "K-01", "P-0001", date(2022, 1, 31), 1, 1_200_000, Fraction(3, 2), 12, "bulanan",
            "lunas", 0,
        ),
        (None, "TOTAL", None, None, None, None, 3_000_000, None, None, None, None, 1_800_000),
    ]  # fmt: skip


def test_a_cancelled_loan_keeps_its_line_without_money():
    """Its number stays, so there is no gap; the total is what really went out."""
    cancelled = replace(loan_book("P-0001"), outstanding=Rupiah(0))
    section = loan_register(books("2023-01", loans=[cancelled])).section
    assert lines_of(section, "pinjaman", "tanggal_cair", "pokok", "status", "saldo_pokok") == [
        ("P-0001", None, 0, "batal", 0),
        (None, None, 0, None, 0),
    ]


def test_a_loan_not_paid_out_yet_has_no_date_of_it():
    """A loan dated after the month is registered as waiting."""
    waiting = replace(loan_book(disbursed_on=date(2023, 2, 1)), outstanding=Rupiah(0))
    section = loan_register(books("2023-01", loans=[waiting])).section
    assert lines_of(section, "tanggal_cair", "status")[0] == (None, "belum cair")


def test_savings_carried_forward_count_as_credit():
    """Credit is what was carried forward and put in, debit what was taken out; only the balance has a total."""
    savings = [
        SavingsFigures("K-01", "Anggrek", "05", Rupiah(100_000), Rupiah(50_000), Rupiah(20_000)),
        SavingsFigures("K-02", "Mawar", "02", deposited=Rupiah(10_000)),
    ]
    section = savings_register(books("2023-01", savings=savings)).section
    assert lines_of(section) == [
        (1, "Anggrek", 20_000, 150_000, 130_000, "K-01", "05"),
        (2, "Mawar", 0, 10_000, 10_000, "K-02", "02"),
        (None, "TOTAL", None, None, 140_000, None, None),
    ]


def test_empty_registers_say_so():
    """A fund on its first day has neither loans nor savings."""
    empty = books("2023-01")
    assert [
        (report.section.rows, report.section.empty_note) for report in (loan_register(empty), savings_register(empty))
    ] == [
        ((), "Belum ada pinjaman."),
        ((), "Belum ada tabungan."),
    ]
