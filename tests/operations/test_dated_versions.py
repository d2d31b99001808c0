"""Versions of registers and policies: none is dated before what it changes, and none says done and does nothing."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from danabergulir.domain.accounts import Account, AccountClass
from danabergulir.domain.assets import FixedAsset
from danabergulir.domain.groups import KSM, Member
from danabergulir.domain.journal import Component
from danabergulir.domain.policy.choices import PenaltyWay
from danabergulir.domain.policy.rules import DEFAULT_POLICY, AllocationRules
from danabergulir.errors import RefusedError
from danabergulir.money import Rupiah
from danabergulir.operations.assets import add_asset, change_asset, retire_asset
from danabergulir.operations.book import (
    add_account,
    change_account,
    change_profile,
    set_policy,
    show_chart,
    show_policy,
)
from danabergulir.operations.cash import cash_in
from danabergulir.operations.groups import add_ksm, add_member, change_ksm, leave
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from operations.lent_ledger import NOW, NUMBER, lend

MARCH, APRIL = date(2023, 3, 10), date(2023, 4, 10)
BEFORE = date(2023, 3, 9)


@pytest.fixture
def lent(tmp_path):
    """Return a ledger opened on 31 December 2022 with one loan of 10 January 2023."""
    return lend(tmp_path / "upk.db")


def _change_ksm(path, day):
    if day == MARCH:
        add_ksm(path, KSM("MAWAR", "Mawar", "05", "001"), day, NOW)
    else:
        change_ksm(path, "MAWAR", day, NOW, {"chair": "Siti"})


def _join_and_leave(path, day):
    if day == MARCH:
        add_member(path, "ANGGREK", Member("", 0, "Rini"), day, NOW)
    else:
        leave(path, "ANGGREK", "Rini", day, NOW)


def _change_profile(path, day):
    change_profile(path, day, NOW, {}, {"Manajer UPK": f"Sari {day}"})


def _change_account(path, day):
    if day == MARCH:
        add_account(path, Account("51090", "Listrik", AccountClass.COST), day, NOW)
    else:
        change_account(path, "51090", day, NOW, name="Air")


def _change_asset(path, day):
    if day == MARCH:
        add_asset(path, FixedAsset("", "Meja", date(2023, 3, 1), Rupiah(480_000), 48), day, NOW)
    else:
        change_asset(path, "INV-001", day, NOW, {"place": "kantor"})


def _retire(path, day):
    if day == MARCH:
        _change_asset(path, day)
    else:
        retire_asset(path, "INV-001", day, NOW)


def _set_policy(path, day):
    set_policy(path, replace(DEFAULT_POLICY, ladder=DEFAULT_POLICY.ladder[:1]), day, NOW)


@pytest.mark.parametrize(
    ("change", "option"),
    [
        (_change_ksm, "--tanggal"),
        (_join_and_leave, "--tanggal"),
        (_change_profile, "--tanggal"),
        (_change_account, "--tanggal"),
        (_change_asset, "--tanggal"),
        (_retire, "--tanggal"),
        (_set_policy, "--mulai"),
    ],
)
def test_a_version_is_not_dated_before_the_one_that_it_changes(lent, change, option):
    """The refusal names the earliest day, on which it works."""
    change(lent, MARCH)
    kept = lent.read_bytes()
    with pytest.raises(RefusedError, match="baru berlaku sejak 10-03-2023") as refusal:
        change(lent, BEFORE)
    assert (refusal.value.hint, lent.read_bytes()) == (f"Tanggal paling awal: {option} 2023-03-10", kept)
    change(lent, APRIL)


def test_a_member_does_not_join_before_the_group_came_to_be(lent):
    """From that day on one does."""
    add_ksm(lent, KSM("MAWAR", "Mawar", "05", "001"), MARCH, NOW)
    with pytest.raises(RefusedError, match="KSM MAWAR baru berlaku sejak 10-03-2023"):
        add_member(lent, "MAWAR", Member("", 0, "Rini"), BEFORE, NOW)
    assert add_member(lent, "MAWAR", Member("", 0, "Rini"), MARCH, NOW).number == 1


def test_a_policy_may_come_before_one_that_is_still_to_come(lent):
    """And says until when it is in force."""
    later, soon = date(2030, 1, 1), date(2025, 1, 1)
    cheaper = replace(DEFAULT_POLICY, lending=replace(DEFAULT_POLICY.lending, jasa_percent=Fraction(1)))
    assert set_policy(lent, DEFAULT_POLICY, later, NOW) is None
    assert set_policy(lent, cheaper, soon, NOW) == later
    assert [show_policy(lent, day).lending.jasa_percent for day in (soon, later)] == [1, Fraction(3, 2)]


JASA_LAST = replace(
    DEFAULT_POLICY,
    allocation=AllocationRules(
        (Component.PENALTY, Component.PRINCIPAL, Component.TITIPAN, Component.JASA, Component.SAVINGS)
    ),
)
DAILY = replace(DEFAULT_POLICY, penalty=replace(DEFAULT_POLICY.penalty, way=PenaltyWay.PER_DAY, amount=Rupiah(1_000)))


@pytest.mark.parametrize(("policy", "word"), [(JASA_LAST, "urutan pembagian setoran"), (DAILY, "denda")])
def test_a_policy_does_not_reach_back_over_receipts_that_it_would_change(lent, policy, word):
    """It names them and the first day after them; receipts that were taken back do not count."""
    receive(lent, NUMBER, Rupiah(118_000), date(2023, 2, 10), NOW)
    last = receive(lent, NUMBER, Rupiah(118_000), MARCH, NOW).voucher
    with pytest.raises(RefusedError, match=f"{word}: 2 bukti, terakhir 10-03-2023") as refusal:
        set_policy(lent, policy, date(2023, 2, 1), NOW)
    assert refusal.value.hint == "Berlakukan paling awal: --mulai 2023-03-11"
    with pytest.raises(RefusedError, match=f"{word}: 1 bukti"):
        set_policy(lent, policy, MARCH, NOW)
    reverse_voucher(lent, last.number, "salah", MARCH, NOW)
    set_policy(lent, policy, MARCH, NOW)


def test_a_policy_does_not_reach_back_over_loans_that_were_lent_otherwise(lent):
    """Jasa of one percent from the day before the loan on: the day after it is the first."""
    cheaper = replace(DEFAULT_POLICY, lending=replace(DEFAULT_POLICY.lending, jasa_percent=Fraction(1)))
    with pytest.raises(RefusedError, match="jasa, titipan dan cara angsuran: 1 bukti") as refusal:
        set_policy(lent, cheaper, date(2023, 1, 9), NOW)
    assert refusal.value.hint == "Berlakukan paling awal: --mulai 2023-01-11"
    set_policy(lent, cheaper, date(2023, 1, 11), NOW)


def test_a_policy_that_changes_nothing_recorded_may_start_before(lent):
    """Another ladder of sanctions, from the opening on."""
    receive(lent, NUMBER, Rupiah(118_000), date(2023, 2, 10), NOW)
    set_policy(lent, replace(DEFAULT_POLICY, ladder=DEFAULT_POLICY.ladder[:1]), date(2022, 12, 31), NOW)
    assert len(show_policy(lent, MARCH).ladder) == 1


def test_an_account_stands_in_the_chart_from_its_day_on(lent):
    """Or from the first entry on it, where that is dated before."""
    add_account(lent, Account("41090", "Hibah", AccountClass.INCOME), APRIL, NOW)
    assert ["41090" in show_chart(lent, day) for day in (MARCH, APRIL)] == [False, True]
    cash_in(lent, "41090", Rupiah(5_000), "Hibah", MARCH, NOW)
    assert ["41090" in show_chart(lent, day) for day in (BEFORE, MARCH)] == [False, True]
