"""What must hold before a month is closed."""

from datetime import date

import pytest

from danabergulir.domain.checks import findings
from danabergulir.domain.entries import SavingsFigures
from danabergulir.money import Rupiah
from reports.small_books import account_figures, books, loan_book, move, paid, posting

_LOAN = {"11010": 300_000, "11030": 1_200_000, "31010": -1_500_000}


def _names(picture):
    return [(finding.check, finding.severity) for finding in findings(picture)]


def test_sound_books_have_no_findings():
    """Loans, savings and money agree."""
    saved = posting(date(2023, 1, 9), move("11022", "21020", 50_000))
    card = SavingsFigures("K-01", "Anggrek", "05", deposited=Rupiah(50_000))
    assert findings(books("2023-01", saved, opening=_LOAN, loans=[loan_book()], savings=[card])) == []


@pytest.mark.parametrize(
    ("expected", "picture"),
    [
        ("neraca-saldo", books("2023-01", figures={"11010": account_figures("11010", month=(5, 0))})),
        ("saldo-awal", books("2023-01", opening={"11010": 5})),
        ("kartu-pinjaman", books("2023-01", opening=_LOAN)),
        (
            "lebih-bayar",
            books(
                "2023-01",
                opening={"11030": -100_000, "11010": 100_000},
                loans=[loan_book(paid_all=paid(1_300_000))],
            ),
        ),
        ("kartu-tabungan", books("2023-01", opening={"21020": -7, "11022": 7})),
    ],
)
def test_a_fault_that_stops_the_close_is_found_by_its_check(expected, picture):
    """One fault, one finding."""
    assert _names(picture) == [(expected, "galat")]


def test_a_savings_card_below_nil_is_found_though_the_sum_is_right():
    """Another group's money stands against it."""
    cards = [
        SavingsFigures("K-01", "Anggrek", "05", withdrawn=Rupiah(10)),
        SavingsFigures("K-02", "Mawar", "05", deposited=Rupiah(10)),
    ]
    (finding,) = findings(books("2023-01", savings=cards))
    assert (finding.check, finding.subject) == ("tabungan-kurang", "tabungan K-01 Anggrek")


def test_money_below_nil_and_savings_in_the_wrong_place_are_only_worth_a_look():
    """They stop no close: the cash box may wait for a receipt to be written down."""
    card = SavingsFigures("K-01", "Anggrek", "05", opening=Rupiah(40_000))
    picture = books("2023-01", opening={"11010": -10_000, "21020": -40_000, "11021": 50_000}, savings=[card])
    assert _names(picture) == [("bank-tabungan", "peringatan"), ("kas-dan-bank", "peringatan")]
