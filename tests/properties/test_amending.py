"""A book in which a voucher was typed wrong and put right says what a book says in which it was typed right at once."""

import re
import shutil
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from danabergulir.dates import Month, months_through
from danabergulir.domain.journal import Component
from danabergulir.domain.policy.choices import MissedComponent, PenaltyWay
from danabergulir.domain.policy.lateness import PenaltyRules
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.errors import RefusedError, UsageError
from danabergulir.frozen import replace
from danabergulir.money import Rupiah
from danabergulir.operations.amending.act import Right
from danabergulir.operations.amending.amend import amend
from danabergulir.operations.loans.receipts import receive
from danabergulir.operations.month import monthly_reports
from operations.lent_ledger import LENT_ON, NOW, NUMBER, TERMS, lend
from thorough import THOROUGH

_MONTHS = tuple(months_through(Month(2023, 3), Month(2023, 6)))
_POLICIES = (
    DEFAULT_POLICY,
    replace(
        DEFAULT_POLICY,
        penalty=PenaltyRules(PenaltyWay.PER_DAY, amount=Rupiah(500)),
        savings=replace(DEFAULT_POLICY.savings, percent_of_receipt=Fraction(5), locked=False),
        arrears=replace(DEFAULT_POLICY.arrears, component=MissedComponent.PRINCIPAL_OR_JASA),
    ),
)
"""The default; and denda by the day beside compulsory savings with every receipt, jasa that counts as missed."""


class Slip(NamedTuple):
    """A slip of paper: how many days after the loan money came, how much, typed by parts, and to the bank."""

    days: int
    amount: int
    typed: bool
    banked: bool

    @property
    def day(self) -> date:
        """Return the day on which the money came."""
        return LENT_ON + timedelta(self.days)

    @property
    def parts(self) -> dict[Component, Rupiah]:
        """Return the parts as typed, if they were."""
        half = self.amount // 2
        return {Component.PRINCIPAL: Rupiah(half), Component.JASA: Rupiah(self.amount - half)} if self.typed else {}

    @property
    def account(self) -> str:
        """Return the account that took the money."""
        return "11021" if self.banked else "11010"


_slip = st.builds(
    Slip, st.integers(1, 160), st.sampled_from([50_000, 118_000, 150_000, 236_000]), st.booleans(), st.booleans()
)
_slips = st.lists(_slip, min_size=1, max_size=4, unique_by=lambda slip: slip.days)


@pytest.fixture(scope="module")
def grounds(tmp_path_factory):
    """Return a ledger for each policy with a loan in it."""
    return [lend(tmp_path_factory.mktemp("buku") / "upk.db", policy) for policy in _POLICIES]


def _write_down(path: Path, slip: Slip) -> str:
    typed, amount = slip.parts or None, Rupiah(slip.amount)
    return receive(path, NUMBER, amount, slip.day, NOW, typed=typed, into=slip.account).voucher.number


_LISTS = frozenset(
    {
        "uang-masuk",
        "uang-keluar",
        "pindah-buku",
        "pembatalan",
        "buku-kas",
        "buku-bank",
        "neraca-saldo",
        "rekonsiliasi",
        "register-tabungan",
    }
)
"""What lists vouchers, or what moved in all: there the reversal has to show."""


_LOANS = frozenset({"register-pinjaman", "perkembangan"})
"""What lists loans that were cancelled too."""


def _rows(path: Path, lists: frozenset[str] = _LISTS) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of every report of every month but the lists, without what only numbers vouchers."""
    found = {}
    for month in _MONTHS:
        for report in monthly_reports(path, month, ()):
            for place, section in enumerate(report.tables):
                if report.name not in lists:
                    found[f"{month} {report.name} {place}"] = [
                        tuple(
                            re.sub(r"\b[A-Z]{1,3}-[\d-]+", "", cell) if isinstance(cell, str) else cell for cell in row
                        )
                        for row in (row.cells for row in section.rows)
                        if row[0] != "Bukti yang dibatalkan"
                    ]
    return found


@settings(max_examples=60 if THOROUGH else 4)
@given(_slips, _slip, st.integers(0, 3), st.sampled_from([0, 1]))
def test_a_receipt_put_right_is_a_receipt_typed_right(grounds, tmp_path_factory, slips, wrong, place, which):
    """Whatever was wrong about it: amount, day, account, its parts; and whatever came in before or since."""
    place = min(place, len(slips) - 1)
    right = slips[place]
    assume(all(slip.days != wrong.days for slip in slips) or wrong.days == right.days)
    assume(wrong._replace(typed=right.typed) != right)
    folder = tmp_path_factory.mktemp("betul")
    straight = Path(shutil.copyfile(grounds[which], folder / "benar.db"))
    mended = Path(shutil.copyfile(grounds[which], folder / "betul.db"))
    try:
        for slip in slips:
            _write_down(straight, slip)
        wrong = wrong._replace(typed=right.typed)
        numbers = [_write_down(mended, wrong if slip is right else slip) for slip in slips]
    except (RefusedError, UsageError):
        reject()
    told = Right(
        amount=Rupiah(right.amount),
        dated_on=right.day,
        into=right.account,
        typed=right.parts if wrong.amount != right.amount else {},
    )
    done = amend(mended, numbers[place], told, "salah", NOW)
    assert done.voucher.posting.memo.endswith(f"(pengganti {numbers[place]})")
    assert done.reversal.voucher.posting.memo == f"Batal {numbers[place]}: salah; diganti {done.voucher.number}"
    expected, got = _rows(straight), _rows(mended)
    assert {name: (rows, got[name]) for name, rows in expected.items() if rows != got[name]} == {}


@settings(max_examples=40 if THOROUGH else 4)
@given(
    _slips,
    st.sampled_from([600_000, 1_000_000, 1_500_000, 2_400_000]),
    st.integers(-9, 0),
    st.sampled_from([0, 1]),
)
def test_a_loan_put_right_with_its_receipts_is_one_typed_right(grounds, tmp_path_factory, slips, amount, days, which):
    """Whatever was wrong about the disbursement: principal, day; and whatever was paid on it since."""
    folder = tmp_path_factory.mktemp("betul")
    straight = Path(shutil.copyfile(grounds[which], folder / "benar.db"))
    wrong = replace(TERMS, principal=Rupiah(amount), disbursed_on=LENT_ON + timedelta(days))
    mended = lend(folder / "betul.db", _POLICIES[which], wrong)
    try:
        for slip in slips:
            _write_down(straight, slip)
        numbers = [_write_down(mended, slip) for slip in slips]
    except (RefusedError, UsageError):
        reject()
    told = Right(amount=TERMS.principal, dated_on=LENT_ON)
    done = amend(mended, "BKK-2023-0001", told, "salah", NOW, permit="BA-1")
    assert {item.wrong.number for item in done.carried} == set(numbers)
    expected, got = _rows(straight, _LISTS | _LOANS), _rows(mended, _LISTS | _LOANS)
    assert {name: (rows, got[name]) for name, rows in expected.items() if rows != got[name]} == {}
