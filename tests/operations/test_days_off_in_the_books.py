"""Days off and the books: running loans follow the list of their year, and no day that has passed changes."""

from datetime import date

import pytest

from danabergulir.dates import Month, days_after
from danabergulir.domain.checks import Result
from danabergulir.domain.policy.calendar import CalendarRules
from danabergulir.domain.policy.choices import PenaltyWay, Shift
from danabergulir.domain.policy.lateness import PenaltyRules
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.money import Rupiah
from danabergulir.operations.audit.examination import check_ledger
from danabergulir.operations.closing import close_month
from danabergulir.operations.loans.disbursement import loan_card
from danabergulir.operations.loans.endings import reschedule, settle
from danabergulir.operations.loans.penalties import list_penalties
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from danabergulir.operations.month import monthly_reports
from danabergulir.operations.policy.in_force import set_policy
from operations.lent_ledger import NOW, NUMBER, TERMS, lend, picture
from reports.table_reading import lines_of

_LEBARAN = CalendarRules((date(2023, 4, 10), date(2023, 4, 11)), shift=Shift.FORWARD)
"""The third instalment is agreed for 10 April; with both days off it falls due on the 12th."""
_DENDA = replace(DEFAULT_POLICY, penalty=PenaltyRules(PenaltyWay.PER_DAY, amount=Rupiah(500)))
_OFF = replace(_DENDA, calendar=_LEBARAN)
_APRIL = date(2023, 4, 1)
_INSTALMENT = Rupiah(118_000)


@pytest.fixture
def path(tmp_path):
    """Return a ledger whose loan paid two instalments on time; a list of days off comes into force in April."""
    ledger = lend(tmp_path / "upk.db", _DENDA)
    for day in (date(2023, 2, 10), date(2023, 3, 10)):
        receive(ledger, NUMBER, _INSTALMENT, day, NOW)
    set_policy(ledger, _OFF, _APRIL, NOW)
    return ledger


def _stored(path) -> list[tuple[int, int, str]]:
    with store.reading(path) as connection:
        query = "SELECT version, number, due_on FROM instalment ORDER BY version, number"
        return connection.execute(query).fetchall()


def _rows(path, month: str, name: str):
    (report,) = monthly_reports(path, Month.parse(month), [name])
    keys = [column.key for column in report.section.columns]
    return [dict(zip(keys, cells, strict=True)) for cells in lines_of(report.section)]


def _wrong(path) -> list[str]:
    return [check.name for check in check_ledger(path, date(2023, 6, 30)).checks if check.result is Result.WRONG]


@pytest.mark.parametrize(("day", "missed", "late"), [(9, 0, 0), (10, 0, 0), (11, 0, 0), (12, 1, 0), (13, 1, 1)])
def test_a_running_loan_is_late_from_the_working_day(path, day, missed, late):
    """Its contract is older than the list; the day agreed stays written in it."""
    at = picture(path, date(2023, 4, day)).loan.position
    assert (at.missed_count, at.days_late) == (missed, late)
    line = loan_card(path, NUMBER, date(2023, 4, day)).schedule[2]
    assert (line.due_on, line.agreed_on) == (date(2023, 4, 12), date(2023, 4, 10))


def test_denda_runs_from_the_working_day(path):
    """On the 15th three days of five hundred."""
    (owed,) = list_penalties(path, date(2023, 4, 15))
    assert owed.card.owed == Rupiah(1_500)


def test_paid_on_the_working_day_is_paid_on_time(path):
    """The KSM that pays on the 12th owes no denda and stays among the good payers."""
    receive(path, NUMBER, _INSTALMENT, date(2023, 4, 12), NOW)
    assert list_penalties(path, date(2023, 4, 30)) == ()
    assert [row["pinjaman"] for row in _rows(path, "2023-04", "pembayar-baik")][:1] == [NUMBER]


def test_what_moves_into_the_new_year_is_thanked_for_in_the_new_year(tmp_path):
    """Agreed for 10 December, due on 2 January and paid ahead: one instalment on time in January, ten before it."""
    days = tuple(days_after(date(2023, 12, 10), ahead) for ahead in range(23))
    policy = replace(DEFAULT_POLICY, calendar=CalendarRules(days, shift=Shift.FORWARD))
    path = lend(tmp_path / "upk.db", policy, replace(TERMS, principal=Rupiah(1_100_000), term=11))
    for number in range(2, 12):
        receive(path, NUMBER, Rupiah(116_500), date(2023, number, 10), NOW)
    receive(path, NUMBER, Rupiah(116_500), date(2023, 11, 20), NOW)
    due = [_rows(path, month, "pembayar-baik")[0]["jatuh_tempo"] for month in ("2023-12", "2024-01")]
    assert due == [10, 1]


def test_a_list_leaves_the_months_before_it_as_they_were(tmp_path):
    """March is closed and printed; the list of April moves nothing in it, and April shows both days."""
    path = lend(tmp_path / "upk.db", _DENDA)
    names = ("tunggakan", "rencana-penagihan", "perkembangan")
    before = [_rows(path, "2023-03", name) for name in names]
    close_month(path, Month(2023, 1), NOW)
    close_month(path, Month(2023, 2), NOW)
    close_month(path, Month(2023, 3), NOW)
    set_policy(path, _OFF, _APRIL, NOW)
    assert [_rows(path, "2023-03", name) for name in names] == before
    assert _wrong(path) == []


def test_the_collection_plan_shows_both_days(tmp_path):
    """Known in March already, the list stands in the plan for April: due on the 12th, agreed for the 10th."""
    path = lend(tmp_path / "upk.db", replace(DEFAULT_POLICY, calendar=_LEBARAN))
    row, _ = _rows(path, "2023-03", "rencana-penagihan")
    assert (row["jatuh_tempo"], row["jatuh_tempo_semula"]) == (date(2023, 4, 12), date(2023, 4, 10))
    assert "jatuh_tempo_semula" not in _rows(path, "2023-04", "rencana-penagihan")[0]


def test_the_day_agreed_is_what_is_stored(path):
    """A new schedule and one restored keep the days of the contract, so that days off never add up."""
    first = _stored(path)
    done = settle(path, NUMBER, date(2023, 4, 11), NOW)
    reverse_voucher(path, done.voucher.number, "salah catat", date(2023, 4, 11), NOW)
    restored = [(number, due_on) for version, number, due_on in _stored(path) if version == 3]
    assert restored == [(number, due_on) for _, number, due_on in first]
    new = reschedule(path, NUMBER, 4, date(2023, 4, 11), NOW, first_due_on=date(2023, 5, 5)).agreement
    assert [line.due_on.isoformat() for line in new.lines[1:]] == [
        "2023-05-05",
        "2023-06-05",
        "2023-07-05",
        "2023-08-05",
    ]
    assert _wrong(path) == []
