"""Reminders on a real ledger: what was shown is left out for the policy's days, and comes back after them."""

from datetime import date, timedelta

import pytest

from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.domain.policy.telling import ReminderRules
from danabergulir.frozen import replace
from danabergulir.operations.dunning.reminders import round_of, write_down
from ledger.small_ledger import fetch, written
from operations.lent_ledger import NOW, lend

DUE = date(2023, 2, 10)


@pytest.fixture
def ledger(tmp_path):
    """Return a ledger with one loan, whose first instalment is due on 10 February 2023."""
    return lend(tmp_path / "upk.db")


def _kinds(path, day, **options):
    return [item.kind.value for item in round_of(path, day, 3, **options).reminders]


def _say(path, day):
    write_down(path, round_of(path, day, 3).reminders, day, NOW)


@pytest.mark.parametrize(("days", "kinds"), [(0, []), (6, []), (7, ["menunggak"]), (-6, [])])
def test_the_same_thing_is_not_said_again_within_the_policys_days(ledger, days, kinds):
    """Seven days apart by default, whichever of the two days was looked at first."""
    said_on = DUE + timedelta(8)
    _say(ledger, said_on)
    assert _kinds(ledger, said_on + timedelta(days)) == kinds


def test_another_kind_of_the_same_instalment_is_said_at_once(ledger):
    """Announced on one day, due on the next, overdue on the third."""
    for day, kind in ((-1, "akan-jatuh-tempo"), (0, "jatuh-tempo-hari-ini"), (1, "menunggak")):
        assert _kinds(ledger, DUE + timedelta(day)) == [kind]
        _say(ledger, DUE + timedelta(day))
    assert fetch(ledger, "SELECT dated_on, loan, kind, about FROM reminder ORDER BY id") == [
        ("2023-02-09", "P-0001", "akan-jatuh-tempo", "2023-02-10"),
        ("2023-02-10", "P-0001", "jatuh-tempo-hari-ini", "2023-02-10"),
        ("2023-02-11", "P-0001", "menunggak", "2023-02-10"),
    ]


def test_it_can_be_said_again_on_purpose(ledger):
    """The days of the policy are set aside."""
    _say(ledger, DUE)
    assert (_kinds(ledger, DUE), _kinds(ledger, DUE, again=True)) == ([], ["jatuh-tempo-hari-ini"])


def test_a_policy_of_nought_days_says_it_every_time(ledger):
    """The board decides."""
    with written(ledger) as writer:
        writer.set_policy(replace(DEFAULT_POLICY, reminding=ReminderRules(0)), date(2022, 12, 31))
    _say(ledger, DUE)
    assert _kinds(ledger, DUE) == ["jatuh-tempo-hari-ini"]


def test_one_rw_can_be_looked_at_alone(ledger):
    """However its number is written."""
    assert (_kinds(ledger, DUE, rw="5"), _kinds(ledger, DUE, rw="06")) == (["jatuh-tempo-hari-ini"], [])


def test_looking_writes_nothing_down(ledger):
    """Only what was shown is kept, and that is another step."""
    before = ledger.read_bytes()
    round_of(ledger, DUE, 3)
    assert ledger.read_bytes() == before
