"""The policy has dates: old reports keep old rules, old loans their terms, and the past cannot be rewritten."""

from datetime import date
from fractions import Fraction

import pytest

from danabergulir.dates import Month
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.errors import RefusedError
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers
from danabergulir.money import Rupiah
from danabergulir.operations.book import policy_history, show_policy
from danabergulir.operations.closing import close_month
from danabergulir.operations.loans.disbursement import loan_card
from danabergulir.operations.month import monthly_reports
from danabergulir.operations.policy.in_force import set_policy
from operations.lent_ledger import NOW, NUMBER, lend
from reports.small_books import lines

NEXT_YEAR = date(2024, 1, 1)


@pytest.fixture
def lent(tmp_path):
    """Return a ledger with one loan of January 2023 under the default policy."""
    return lend(tmp_path / "upk.db")


def _with_jasa(percent):
    return replace(DEFAULT_POLICY, lending=replace(DEFAULT_POLICY.lending, jasa_percent=Fraction(percent)))


def _reserve(path, month):
    (report,) = monthly_reports(path, Month.parse(month), ["kolektibilitas"])
    return lines(report.section)[-1][-1]


def test_a_report_of_last_year_uses_the_policy_of_last_year(lent):
    """Half the reserve from January on; December stays as it was printed."""
    before = [_reserve(lent, month) for month in ("2023-12", "2024-01")]
    halved = tuple(replace(item, reserve_percent=item.reserve_percent / 2) for item in DEFAULT_POLICY.classes)
    set_policy(lent, replace(DEFAULT_POLICY, classes=halved), NEXT_YEAR, NOW)
    assert [_reserve(lent, month) for month in ("2023-12", "2024-01")] == [before[0], before[1] // 2]


def test_a_running_loan_keeps_the_terms_it_was_signed_with(lent):
    """A higher jasa changes neither its terms nor its schedule."""
    before = loan_card(lent, NUMBER, date(2024, 6, 30))
    set_policy(lent, _with_jasa(3), date(2023, 2, 1), NOW)
    after = loan_card(lent, NUMBER, date(2024, 6, 30))
    assert (after.book.loan.terms, after.schedule) == (before.book.loan.terms, before.schedule)
    assert after.schedule[0].jasa == Rupiah(18_000)


def test_a_policy_is_not_changed_within_a_closed_month(lent):
    """From the first open day on it is, and for days to come."""
    close_month(lent, Month(2023, 3), NOW)
    for starts_on in (date(2023, 3, 31), date(2023, 1, 1)):
        with pytest.raises(RefusedError, match="sudah ditutup"):
            set_policy(lent, _with_jasa(2), starts_on, NOW)
    set_policy(lent, _with_jasa(2), date(2023, 4, 1), NOW)
    set_policy(lent, _with_jasa(3), date(2030, 1, 1), NOW)
    known = [
        show_policy(lent, day).lending.jasa_percent for day in (date(2023, 3, 31), date(2023, 4, 1), date(2030, 1, 1))
    ]
    assert known == [Fraction(3, 2), 2, 3]


def test_a_policy_does_not_start_before_the_ledger(lent):
    """Reports before the opening do not exist."""
    with pytest.raises(RefusedError, match="sebelum saldo awal"):
        set_policy(lent, _with_jasa(2), date(2022, 12, 30), NOW)


def test_of_two_policies_from_the_same_day_the_later_one_counts(lent):
    """Both stay in the list."""
    set_policy(lent, _with_jasa(2), NEXT_YEAR, NOW)
    set_policy(lent, _with_jasa(1), NEXT_YEAR, NOW)
    with store.reading(lent) as connection:
        assert registers.policy(connection, NEXT_YEAR).lending.jasa_percent == 1
    assert [starts_on for starts_on, _ in policy_history(lent)] == [date(2022, 12, 31), NEXT_YEAR, NEXT_YEAR]
