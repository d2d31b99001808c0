"""A receipt and what is paid back of it leave the loan, and every later month, as a receipt of the difference."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from danabergulir.dates import Month
from danabergulir.domain.policy.choices import Method, MissedComponent, PenaltyWay
from danabergulir.domain.policy.lateness import PenaltyRules
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.errors import RefusedError
from danabergulir.frozen import replace
from danabergulir.money import Rupiah
from danabergulir.operations.loans.receipts import receive
from danabergulir.operations.loans.refunds import pay_back
from danabergulir.operations.month import monthly_reports
from operations.lent_ledger import LENT_ON, NOW, NUMBER, TERMS, lend, picture
from thorough import THOROUGH

_DENDA = replace(
    DEFAULT_POLICY,
    penalty=PenaltyRules(PenaltyWay.PER_DAY, amount=Rupiah(500)),
    arrears=replace(DEFAULT_POLICY.arrears, component=MissedComponent.PRINCIPAL_OR_JASA),
)
_MONTH = Month(2023, 7)
_receipts = st.lists(
    st.tuples(st.integers(1, 160), st.sampled_from([50_000, 118_000, 150_000, 236_000])), max_size=4
).filter(lambda slips: len({days for days, _ in slips}) == len(slips))


@pytest.fixture(scope="module")
def grounds(tmp_path_factory):
    """Return ledgers with a flat loan, and with a declining one that bears denda."""
    folder = tmp_path_factory.mktemp("buku")
    return (
        lend(folder / "datar.db"),
        lend(folder / "menurun.db", _DENDA, replace(TERMS, method=Method.DECLINING)),
    )


def _day(days: int) -> date:
    return LENT_ON + timedelta(days)


def _outcome(path: Path) -> tuple[object, ...]:
    """Return the loan and all balances on days of later months, and the reports of such a month."""
    pictures = [picture(path, _day(days)) for days in range(172, 400, 20)]
    reports = {
        f"{report.name} {place}": [row.cells for row in section.rows]
        for report in monthly_reports(path, _MONTH, ())
        for place, section in enumerate(report.tables)
    }
    return pictures, reports


@settings(max_examples=80 if THOROUGH else 10)
@given(
    _receipts,
    st.integers(1, 160),
    st.integers(0, 40),
    st.sampled_from([118_000, 236_000, 354_000, 500_000]),
    st.sampled_from([20_000, 59_000, 118_000, 130_000]),
    st.randoms(use_true_random=False),
    st.sampled_from([0, 1]),
)
def test_a_receipt_and_its_refund_are_a_receipt_of_the_difference(
    grounds, tmp_path_factory, others, came_on, later, amount, back, random, which
):
    """Whatever else comes in on other days, and in whatever order it is written down.

    By a daily denda only where nothing came in between: what is paid back may have covered what was late until other
    money did, and for those days no denda arose.
    """
    assume(back < amount and came_on + later <= 160)
    assume(not {came_on, came_on + later} & {days for days, _ in others})
    assume(not which or not any(came_on < days < came_on + later for days, _ in others))
    folder = tmp_path_factory.mktemp("kembali")
    both, less = (Path(shutil.copyfile(grounds[which], folder / name)) for name in ("dua.db", "satu.db"))

    def receive_it(path: Path, days: int, rupiah: int) -> None:
        receive(path, NUMBER, Rupiah(rupiah), _day(days), NOW)

    slips = random.sample(others, len(others))
    before = random.randint(0, len(slips))
    try:
        for slip in slips[:before]:
            receive_it(both, *slip)
        receive_it(both, came_on, amount)
        pay_back(both, NUMBER, Rupiah(back), "kelebihan", _day(came_on + later), NOW)
        for slip in slips[before:]:
            receive_it(both, *slip)
        for slip in others:
            receive_it(less, *slip)
        receive_it(less, came_on, amount - back)
    except RefusedError:
        reject()
    assume(picture(less, _day(160)).loan.outstanding)
    assert _outcome(both) == _outcome(less)
