"""The order in which the same dated receipts are written down changes no row of any report of any later date."""

import re
import shutil
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from danabergulir.dates import Month, months_through
from danabergulir.domain.journal import Component
from danabergulir.domain.policy.choices import MissedComponent, PenaltyWay
from danabergulir.domain.policy.lateness import PenaltyRules
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.errors import RefusedError, UsageError
from danabergulir.frozen import replace
from danabergulir.money import Rupiah
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from danabergulir.operations.month import monthly_reports
from danabergulir.operations.savings import save, use_for_arrears
from operations.lent_ledger import LENT_ON, NOW, NUMBER, lend
from thorough import THOROUGH

_MONTHS = tuple(months_through(Month(2023, 2), Month(2023, 7)))
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
    """A slip of paper: how many days after the loan money came, how much, and what was done with it.

    ``way`` is ``rule``, ``typed``, or ``savings`` for arrears paid from savings. ``back_after`` are the days until it
    is taken back, None when it stands.
    """

    days: int
    amount: int
    way: str
    back_after: int | None

    @property
    def day(self) -> date:
        """Return the day on which the money came."""
        return LENT_ON + timedelta(self.days)


def _moves(slips: list[Slip]) -> list[int]:
    """Return the days on which something moves; taken back on the same day is one move."""
    return [slip.days + after for slip in slips for after in {0, slip.back_after or 0}]


_slips = st.lists(
    st.builds(
        Slip,
        st.integers(1, 160),
        st.sampled_from([50_000, 118_000, 118_000, 150_000, 236_000]),
        st.sampled_from(["rule", "rule", "rule", "typed", "savings"]),
        st.sampled_from([None, None, None, 0, 0, 20]),
    ),
    min_size=2,
    max_size=5,
).filter(lambda slips: len(_moves(slips)) == len({*_moves(slips)}))
"""One thing a day, for on one day the lists keep the order in which things were written down."""


@pytest.fixture(scope="module")
def grounds(tmp_path_factory):
    """Return a ledger for each policy, with a loan and with savings that arrears can be paid from."""
    made = []
    for policy in _POLICIES:
        path = lend(tmp_path_factory.mktemp("buku") / "upk.db", policy)
        save(path, "K-01", Rupiah(1_000_000), LENT_ON, NOW)
        made.append(path)
    return made


def _write_down(path: Path, slip: Slip) -> None:
    amount = Rupiah(slip.amount)
    if slip.way == "savings":
        number = use_for_arrears(path, "K-01", amount, "07", slip.day, NOW).voucher.number
    else:
        parts = {Component.PRINCIPAL: Rupiah(slip.amount // 2), Component.JASA: Rupiah(slip.amount - slip.amount // 2)}
        typed = parts if slip.way == "typed" else None
        number = receive(path, NUMBER, amount, slip.day, NOW, typed=typed).voucher.number
    if slip.back_after is not None:
        reverse_voucher(path, number, "salah", slip.day + timedelta(slip.back_after), NOW)


def _rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of every report of every month, without what only numbers vouchers."""
    found = {}
    for month in _MONTHS:
        for report in monthly_reports(path, month, ()):
            for place, section in enumerate(report.tables):
                found[f"{month} {report.name} {place}"] = [
                    tuple(
                        re.sub(r"\b[A-Z]{3}-\d{4}-\d{4}", "", cell) if isinstance(cell, str) else cell for cell in row
                    )
                    for row in (row.cells for row in section.rows)
                ]
    return found


def _outcome(ground: Path, folder: Path, slips: list[Slip]) -> dict[str, list[tuple[object, ...]]] | None:
    """Return what the reports say once the slips are written down in this order; None where one is refused."""
    path = Path(shutil.copyfile(ground, folder / "upk.db"))
    try:
        for slip in slips:
            _write_down(path, slip)
    except (RefusedError, UsageError):
        return None
    return _rows(path)


@settings(max_examples=60 if THOROUGH else 6)
@given(_slips, st.randoms(use_true_random=False), st.sampled_from([0, 1]))
def test_any_order_of_the_same_receipts_gives_the_same_reports(grounds, tmp_path_factory, slips, random, which):
    """Typed, split by rule, paid from savings, or taken back: only their days count."""
    folder = tmp_path_factory.mktemp("urutan")
    in_order = _outcome(grounds[which], folder, sorted(slips))
    assume(in_order is not None)
    shuffled = _outcome(grounds[which], folder, random.sample(slips, len(slips)))
    assume(shuffled is not None)
    assert {name: (rows, shuffled[name]) for name, rows in in_order.items() if rows != shuffled[name]} == {}
