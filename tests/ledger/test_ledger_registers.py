"""The registers keep versions: each day sees the newest one dated on or before it."""

from datetime import date, timedelta

import pytest

from danabergulir.domain.accounts import Account, AccountClass
from danabergulir.domain.groups import Member
from danabergulir.domain.policy.choices import RunningMonth
from danabergulir.domain.policy.file import parse_policy
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.frozen import replace, set_once
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers
from danabergulir.ledger.write import Writer
from danabergulir.money import Rupiah
from ledger.small_ledger import ANGGREK, OPENED_ON, RECORDED_AT, written
from reports.small_books import CHART, PROFILE

_CHANGED_ON = date(2023, 3, 1)
_DAY_BEFORE = _CHANGED_ON - timedelta(days=1)
_AFTER = _CHANGED_ON + timedelta(days=90)
_POLICY = parse_policy("[pembulatan]\nkelipatan = 500")
_STATIONERY = Account("51030", "Alat Tulis", AccountClass.COST)
_MEMBER = Member(ANGGREK.code, 1, "Bu Tani", "P", poor=True, turnover=Rupiah(750_000))
_LEFT = replace(_MEMBER, left_on=_CHANGED_ON)


@pytest.fixture
def changed(blank_ledger):
    """Return a ledger in which everything changed on 1 March 2023."""
    with written(blank_ledger) as writer:
        writer.add_member(_MEMBER, OPENED_ON)
        writer.set_profile(replace(PROFILE, upk="Kenanga", officers={"Manajer UPK": "Bu Rini"}), _CHANGED_ON)
        writer.set_policy(_POLICY, _CHANGED_ON)
        writer.add_accounts([_STATIONERY], _CHANGED_ON)
        writer.add_ksm(replace(ANGGREK, chair="Bu Lela", member_count=7), _CHANGED_ON)
        writer.add_member(_LEFT, _CHANGED_ON)
    return blank_ledger


def _picture(path, as_of):
    with store.reading(path) as connection:
        return (
            registers.profile(connection, as_of),
            registers.policy(connection, as_of),
            registers.chart(connection, as_of)["51030"],
            registers.all_ksm(connection, as_of)[ANGGREK.code],
            registers.members(connection, as_of),
        )


@pytest.mark.parametrize("as_of", [OPENED_ON - timedelta(days=400), OPENED_ON, _DAY_BEFORE])
def test_until_the_day_before_the_first_version_counts(changed, as_of):
    """A report for an earlier month uses that month's names and rules, even before the first version."""
    assert _picture(changed, as_of) == (PROFILE, DEFAULT_POLICY, CHART["51030"], ANGGREK, [_MEMBER])


@pytest.mark.parametrize("as_of", [_CHANGED_ON, _AFTER])
def test_from_its_day_on_the_new_version_counts(changed, as_of):
    """A change is in force on its own date."""
    assert _picture(changed, as_of) == (
        replace(PROFILE, upk="Kenanga", officers={"Manajer UPK": "Bu Rini"}),
        _POLICY,
        _STATIONERY,
        replace(ANGGREK, chair="Bu Lela", member_count=7),
        [_LEFT],
    )


def test_what_is_read_again_is_made_anew_only_once_it_says_something_else(blank_ledger):
    """An act that asks for the chart and the policy thousands of times gets the same values, until one is added."""
    with store.writing(blank_ledger) as connection:
        before = registers.chart(connection, _AFTER), registers.policy(connection, _AFTER)
        again = registers.chart(connection, _AFTER), registers.policy(connection, _AFTER)
        writer = Writer(connection, RECORDED_AT)
        writer.add_accounts([_STATIONERY], _CHANGED_ON)
        writer.set_policy(_POLICY, _CHANGED_ON)
        after = registers.chart(connection, _AFTER), registers.policy(connection, _AFTER)

    assert all(one is other for one, other in zip(before, again, strict=True))
    assert (after[0]["51030"], after[1]) == (_STATIONERY, _POLICY)
    assert before[0]["51030"] == CHART["51030"]


def test_of_two_versions_of_one_day_the_later_record_counts(blank_ledger):
    """A slip is put right by recording the same day again."""
    with written(blank_ledger) as writer:
        for name in ("Anggerk", "Anggrek Bulan"):
            writer.add_ksm(replace(ANGGREK, name=name), _CHANGED_ON)

    with store.reading(blank_ledger) as connection:
        assert registers.all_ksm(connection, _AFTER)[ANGGREK.code].name == "Anggrek Bulan"


def test_a_version_recorded_late_does_not_hide_a_newer_one(blank_ledger):
    """What counts is the date a change is for, not the order in which it was written down."""
    with written(blank_ledger) as writer:
        writer.add_ksm(replace(ANGGREK, rt="009"), _CHANGED_ON)
        writer.add_ksm(replace(ANGGREK, rt="005"), date(2023, 2, 1))

    with store.reading(blank_ledger) as connection:
        seen = [registers.all_ksm(connection, day)[ANGGREK.code].rt for day in (OPENED_ON, date(2023, 2, 1), _AFTER)]
    assert seen == ["003", "005", "009"]


def test_a_policy_that_an_older_program_stored_keeps_what_that_program_did(blank_ledger, monkeypatch):
    """It lacks the month of a settlement; one that names it is read as it says."""
    monkeypatch.setattr("danabergulir.ledger.write.policy_text", lambda _: "[pembulatan]\nkelipatan = 500\n")
    with written(blank_ledger) as writer:
        writer.set_policy(_POLICY, _CHANGED_ON)
    with store.reading(blank_ledger) as connection:
        assert registers.policy(connection, _DAY_BEFORE).settlement.month is RunningMonth.LOAN
        assert registers.policy(connection, _CHANGED_ON).settlement.month is RunningMonth.CALENDAR
        assert [day for day, _ in registers.policies(connection, _AFTER)] == [OPENED_ON, _CHANGED_ON]
        assert [day for day, _ in registers.policies(connection, _DAY_BEFORE)] == [OPENED_ON]


def test_a_place_that_an_older_program_stored_is_read_under_its_one_name(blank_ledger):
    """``1`` and ``001`` stand in the table as they were typed, and are RW 01."""
    with written(blank_ledger) as writer:
        for code, rw in (("A", "1"), ("B", "001")):
            group = replace(ANGGREK, code=code)
            set_once(group, "rw", rw)
            writer.add_ksm(group, OPENED_ON)
    with store.reading(blank_ledger) as connection:
        known = registers.all_ksm(connection, OPENED_ON)
        assert (known["A"].rw, known["B"].rw) == ("01", "01")
