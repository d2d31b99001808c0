"""What must hold of any loan at the counter: directions of money, and that taking back restores every figure."""

from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from danabergulir.dates import Month
from danabergulir.domain.groups import KSM
from danabergulir.domain.journal import Component
from danabergulir.domain.letterhead import Profile
from danabergulir.money import Rupiah
from danabergulir.operations.book import start_book
from danabergulir.operations.cash import cash_in
from danabergulir.operations.groups import add_ksm
from danabergulir.operations.loans.disbursement import disburse, list_loans
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from danabergulir.operations.loans.simulation import Wish
from danabergulir.operations.month import monthly_books
from ledger.small_ledger import made_once

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=timezone(timedelta(hours=7)))
OPENED_ON, LENT_ON = date(2025, 12, 31), date(2026, 1, 31)
RECEIVABLE, CASH, JASA = "11030", "11010", "41010"
PROFILE = Profile("UPK Melati", "BKM Melati", "Sukamaju", "Cibening", "Kota Cahaya", "Jawa Barat")

days = st.dates(LENT_ON, date(2026, 11, 21))
principals = st.integers(1, 500).map(lambda thousands: Rupiah(thousands * 1000))
shares = st.fractions(0, 1, max_denominator=50)


class Figures(NamedTuple):
    """Every balance in the books and where the loan stands."""

    balances: dict[str, int]
    loans: tuple[object, ...]


def _start(folder: str) -> Path:
    path = Path(folder, "upk.db")
    path.write_bytes(_started())
    return path


@cache
def _started() -> bytes:
    return made_once(_lead)


def _lead(path: Path) -> None:
    start_book(path, PROFILE, OPENED_ON, NOW)
    add_ksm(path, KSM("MAWAR", "KSM Mawar", "05", "001"), OPENED_ON, NOW)
    cash_in(path, "31010", Rupiah(1_000_000), "Modal", OPENED_ON, NOW)


def _balances(path: Path) -> dict[str, int]:
    return {code: item.net for code, item in monthly_books(path, Month(2026, 11)).by_code.items()}


def _figures(path: Path) -> Figures:
    books = list_loans(path, NOW.date())
    return Figures(
        _balances(path), tuple((book.loan.number, book.paid, book.outstanding, book.position) for book in books)
    )


def _moved(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {code: after[code] - before[code] for code in after if after[code] != before[code]}


@settings(max_examples=15)
@given(principals, st.integers(3, 12), shares, days)
def test_money_goes_out_with_a_loan_and_comes_back_with_a_repayment(principal, term, share, received_on):
    """A disbursement raises the receivable and lowers cash by the principal; a repayment does the reverse."""
    with TemporaryDirectory() as folder:
        path = _start(folder)
        empty = _balances(path)
        lent = disburse(path, "MAWAR", Wish(principal, term), LENT_ON, NOW)
        after_loan = _balances(path)
        assert _moved(empty, after_loan) == {RECEIVABLE: principal.value, CASH: -principal.value}

        owed = sum(line.amount.value for line in lent.schedule)
        amount = Rupiah(max(int(owed * share), 1))
        got = receive(path, "P-0001", amount, received_on, NOW)

        parts = {RECEIVABLE: -got.allocation.principal.value, JASA: -got.allocation.jasa.value, CASH: amount.value}
        assert _moved(after_loan, _balances(path)) == {code: moved for code, moved in parts.items() if moved}
        assert got.outstanding.value == principal.value - got.allocation.principal.value


@settings(max_examples=15)
@given(principals, st.integers(3, 12), shares, days, st.booleans())
def test_a_receipt_taken_back_leaves_every_figure_as_it_was(principal, term, share, received_on, by_hand):
    """Balances, what is paid on the loan and how late it is are those of before, typed parts or not."""
    with TemporaryDirectory() as folder:
        path = _start(folder)
        lent = disburse(path, "MAWAR", Wish(principal, term), LENT_ON, NOW)
        before = _figures(path)
        whole = sum(line.amount.value for line in lent.schedule)
        amount = Rupiah(max(int((principal.value if by_hand else whole) * share), 1))
        typed = {Component.PRINCIPAL: amount} if by_hand else None

        got = receive(path, "P-0001", amount, received_on, NOW, typed=typed)
        assert _figures(path) != before
        reverse_voucher(path, got.voucher.number, "salah", NOW.date(), NOW)

        assert _figures(path) == before


@settings(max_examples=5)
@given(principals, st.integers(3, 12))
def test_a_disbursement_taken_back_empties_the_books(principal, term):
    """Every balance is what it was before the loan, and the loan is there no more but as a cancelled one."""
    with TemporaryDirectory() as folder:
        path = _start(folder)
        before = _balances(path)
        lent = disburse(path, "MAWAR", Wish(principal, term), LENT_ON, NOW)

        reverse_voucher(path, lent.voucher.number, "tidak jadi", LENT_ON, NOW)

        assert _balances(path) == before
        assert [(book.loan.number, book.state, book.outstanding.value) for book in list_loans(path, NOW.date())] == [
            ("P-0001", "batal", 0)
        ]
