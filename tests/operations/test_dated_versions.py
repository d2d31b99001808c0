"""Versions of registers and policies: none is dated before what it changes, and none says done and does nothing."""

from datetime import date
from fractions import Fraction

import pytest

from danabergulir.domain.accounts import Account, AccountClass
from danabergulir.domain.assets import FixedAsset
from danabergulir.domain.groups import KSM, Member
from danabergulir.domain.journal import Component
from danabergulir.domain.loans.schedule import AgreementKind
from danabergulir.domain.policy.choices import MissedComponent, PenaltyWay, RunningMonth
from danabergulir.domain.policy.lateness import ArrearsRules
from danabergulir.domain.policy.lending import AllocationRules
from danabergulir.domain.policy.reach import reaches
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.errors import RefusedError
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers, vouchers
from danabergulir.money import Rupiah
from danabergulir.operations.assets import add_asset, change_asset, retire_asset
from danabergulir.operations.book import add_account, change_account, change_profile, show_chart, show_policy
from danabergulir.operations.cash import cash_in, enter
from danabergulir.operations.groups import add_ksm, add_member, change_ksm, leave
from danabergulir.operations.loans.disbursement import disburse
from danabergulir.operations.loans.endings import reschedule
from danabergulir.operations.loans.penalties import list_penalties
from danabergulir.operations.loans.proposals import propose
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from danabergulir.operations.loans.simulation import Wish
from danabergulir.operations.policy.in_force import set_policy
from danabergulir.operations.savings import save
from ledger.small_ledger import record
from operations.lent_ledger import NOW, NUMBER, lend
from reports.small_books import move, posting

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
    with pytest.raises(RefusedError, match="KSM MAWAR baru ada sejak 10-03-2023"):
        add_member(lent, "MAWAR", Member("", 0, "Rini"), BEFORE, NOW)
    assert add_member(lent, "MAWAR", Member("", 0, "Rini"), MARCH, NOW).number == 1


def test_a_policy_may_come_before_one_that_is_still_to_come(lent):
    """And says until when it is in force."""
    later, soon = date(2030, 1, 1), date(2025, 1, 1)
    cheaper = replace(DEFAULT_POLICY, lending=replace(DEFAULT_POLICY.lending, jasa_percent=Fraction(1)))
    assert set_policy(lent, DEFAULT_POLICY, later, NOW).replaced_on is None
    assert set_policy(lent, cheaper, soon, NOW).replaced_on == later
    assert [show_policy(lent, day).lending.jasa_percent for day in (soon, later)] == [1, Fraction(3, 2)]


JASA_LAST = replace(
    DEFAULT_POLICY,
    allocation=AllocationRules(
        (Component.PENALTY, Component.PRINCIPAL, Component.TITIPAN, Component.JASA, Component.SAVINGS)
    ),
)
OTHER_RULES = replace(
    DEFAULT_POLICY,
    rounding=replace(DEFAULT_POLICY.rounding, step=1_000),
    settlement=replace(DEFAULT_POLICY.settlement, month=RunningMonth.CALENDAR),
)
DAILY = replace(DEFAULT_POLICY, penalty=replace(DEFAULT_POLICY.penalty, way=PenaltyWay.PER_DAY, amount=Rupiah(1_000)))


def test_a_policy_does_not_reach_back_over_receipts_that_it_would_change(lent):
    """It names them and the first day after them; receipts that were taken back do not count."""
    policy, word = JASA_LAST, "urutan pembagian setoran"
    receive(lent, NUMBER, Rupiah(118_000), date(2023, 2, 10), NOW)
    last = receive(lent, NUMBER, Rupiah(118_000), MARCH, NOW).voucher
    with pytest.raises(RefusedError, match=f"{word}: 2 catatan, terakhir 10-03-2023") as refusal:
        set_policy(lent, policy, date(2023, 2, 1), NOW)
    assert refusal.value.hint == "Berlakukan paling awal: --mulai 2023-03-11"
    with pytest.raises(RefusedError, match=f"{word}: 1 catatan"):
        set_policy(lent, policy, MARCH, NOW)
    reverse_voucher(lent, last.number, "salah", MARCH, NOW)
    set_policy(lent, policy, MARCH, NOW)


def test_denda_reaches_the_loans_paid_out_since_and_no_older_one(lent):
    """A contract keeps the denda of its own day: receipts on it do not matter, the disbursement does."""
    receive(lent, NUMBER, Rupiah(118_000), MARCH, NOW)
    with pytest.raises(RefusedError, match="denda pinjaman yang dicairkan sejak hari itu: 1 catatan") as refusal:
        set_policy(lent, DAILY, date(2023, 1, 10), NOW)
    assert refusal.value.hint == "Berlakukan paling awal: --mulai 2023-01-11"
    assert set_policy(lent, DAILY, date(2023, 1, 11), NOW).changes == ()
    assert list_penalties(lent, date(2023, 6, 30)) == ()


def test_a_new_schedule_was_rounded_and_remembers_by_the_rules_of_its_day(lent):
    """Neither rounding nor the missed count may change under it afterwards."""
    reschedule(lent, NUMBER, 6, MARCH, NOW, decision="BA-1")
    coarse = replace(DEFAULT_POLICY, rounding=replace(DEFAULT_POLICY.rounding, step=1_000))
    by_jasa = replace(DEFAULT_POLICY, arrears=ArrearsRules(component=MissedComponent.PRINCIPAL_OR_JASA))
    for policy, word in ((coarse, "pembulatan: 1"), (by_jasa, "kali menunggak yang diingat jadwal ulang: 1")):
        with pytest.raises(RefusedError, match=word) as refusal:
            set_policy(lent, policy, MARCH, NOW)
        assert refusal.value.hint == "Berlakukan paling awal: --mulai 2023-03-11"


def test_a_policy_that_starts_in_the_past_tells_what_reports_say_otherwise(lent):
    """Jasa alone is owed from March on: with pokok_atau_jasa the loan is missed, from the end of March to today."""
    receive(lent, NUMBER, Rupiah(1_200_000), date(2023, 2, 10), NOW, typed={Component.PRINCIPAL: Rupiah(1_200_000)})
    by_jasa = replace(DEFAULT_POLICY, arrears=ArrearsRules(component=MissedComponent.PRINCIPAL_OR_JASA))
    tried = set_policy(lent, by_jasa, MARCH, NOW, trial=True)
    assert show_policy(lent, MARCH) == DEFAULT_POLICY
    done = set_policy(lent, by_jasa, MARCH, NOW)
    assert done == tried
    first = [(item.day, item.loan, item.figure, item.before, item.after) for item in done.changes][:2]
    assert first == [
        (date(2023, 3, 31), NUMBER, "Kali menunggak", "0", "1"),
        (date(2023, 3, 31), NUMBER, "Hari menunggak", "0", "49"),
    ]
    assert {item.day for item in done.changes} >= {date(2023, 3, 31), NOW.date()}


def test_the_agreements_that_rules_reach_are_kinds_of_schedules():
    """The words stand in the rules of the board, which know nothing of loans."""
    words = {word for reach in reaches(DEFAULT_POLICY, OTHER_RULES) for word in reach.agreements}
    assert words == {kind.value for kind in AgreementKind if kind.puts_off} | {AgreementKind.SETTLED.value}


def test_a_policy_does_not_reach_back_over_loans_that_were_lent_otherwise(lent):
    """Jasa of one percent from the day before the loan on: the day after it is the first."""
    cheaper = replace(DEFAULT_POLICY, lending=replace(DEFAULT_POLICY.lending, jasa_percent=Fraction(1)))
    with pytest.raises(RefusedError, match="jasa, titipan dan cara angsuran: 1 catatan") as refusal:
        set_policy(lent, cheaper, date(2023, 1, 9), NOW)
    assert refusal.value.hint == "Berlakukan paling awal: --mulai 2023-01-11"
    set_policy(lent, cheaper, date(2023, 1, 11), NOW)


def test_a_policy_that_changes_nothing_recorded_may_start_before(lent):
    """Another ladder of sanctions, from the opening on."""
    receive(lent, NUMBER, Rupiah(118_000), date(2023, 2, 10), NOW)
    set_policy(lent, replace(DEFAULT_POLICY, ladder=DEFAULT_POLICY.ladder[:1]), date(2022, 12, 31), NOW)
    assert len(show_policy(lent, MARCH).ladder) == 1


def test_an_account_stands_in_the_chart_from_its_day_on(lent):
    """Or, of one that was written down on the day itself, from the first entry on it, where that is dated before."""
    add_account(lent, Account("41090", "Hibah", AccountClass.INCOME), APRIL, NOW)
    add_account(lent, Account("41095", "Hibah lain", AccountClass.INCOME), NOW.date(), NOW)
    assert ["41090" in show_chart(lent, day) for day in (MARCH, APRIL)] == [False, True]
    cash_in(lent, "41095", Rupiah(5_000), "Hibah", MARCH, NOW)
    assert ["41095" in show_chart(lent, day) for day in (BEFORE, MARCH)] == [False, True]


def test_nothing_is_booked_on_an_account_before_the_day_since_which_it_is_said_to_exist(lent):
    """The earliest day is named, on either side of an entry; a reversal goes where its voucher went."""
    add_account(lent, Account("41090", "Hibah", AccountClass.INCOME), APRIL, NOW)
    for entry in (("11010", "41090"), ("41090", "11010")):
        with pytest.raises(RefusedError, match="akun 41090 Hibah baru ada sejak") as refusal:
            enter(lent, *entry, Rupiah(5_000), "Hibah", MARCH, NOW)
        assert f"--tanggal {APRIL.isoformat()}. Bila sudah ada" in refusal.value.hint
        assert refusal.value.hint.endswith(f"danabergulir akun ubah 41090 --sejak {MARCH.isoformat()}")
    assert cash_in(lent, "41090", Rupiah(5_000), "Hibah", APRIL, NOW)
    record(lent, [replace(posting(MARCH, move("11010", "41020", 7)), transfers=(move("11010", "41090", 7),))])
    with store.reading(lent) as connection:
        old = vouchers.dated_between(connection, MARCH, MARCH)[-1]
    assert reverse_voucher(lent, old.number, "salah hari", MARCH, NOW)


def test_nothing_is_booked_for_a_ksm_before_the_day_since_which_it_is_said_to_exist(lent):
    """Neither savings nor a loan nor a proposal; one written down on the day itself may be older."""
    add_ksm(lent, KSM("K-08", "Cempaka", "05", "003", member_count=10, women_count=10), APRIL, NOW)
    add_ksm(lent, KSM("K-09", "Kenanga", "05", "003", member_count=10, women_count=10), NOW.date(), NOW)
    early = "KSM K-08 baru ada sejak"
    with pytest.raises(RefusedError, match=early):
        save(lent, "K-08", Rupiah(5_000), MARCH, NOW)
    with pytest.raises(RefusedError, match=early):
        disburse(lent, "K-08", Wish(Rupiah(1_000_000), 10), MARCH, NOW)
    with pytest.raises(RefusedError, match=early):
        propose(lent, "K-08", Wish(Rupiah(1_000_000), 10), MARCH, NOW)
    assert save(lent, "K-08", Rupiah(5_000), APRIL, NOW)
    assert save(lent, "K-09", Rupiah(5_000), MARCH, NOW)


_NOTHING_NEW = {
    "ksm": lambda path: change_ksm(path, "ANGGREK", APRIL, NOW, {"rw": "5"})[0],
    "profil": lambda path: change_profile(path, APRIL, NOW, {"upk": "UPK Melati"}, {"Manajer UPK": "Siti"}),
    "akun": lambda path: change_account(path, "51010", APRIL, NOW, name="Insentif UPK"),
    "aset": lambda path: change_asset(path, "INV-001", APRIL, NOW, {"quantity": 1}),
}


@pytest.mark.parametrize("register", _NOTHING_NEW)
def test_what_is_so_already_is_not_recorded_again(lent, register):
    """The answer says that nothing changed, and the register has no new version."""
    change_profile(lent, MARCH, NOW, {"upk": "UPK Melati"}, {"Manajer UPK": "Siti"})
    add_asset(lent, FixedAsset("", "Laptop", BEFORE, Rupiah(6_000_000), 48), MARCH, NOW)

    def versions():
        with store.reading(lent) as connection:
            return registers.version_days(connection, register)

    before = versions()
    assert _NOTHING_NEW[register](lent).is_new is False
    assert versions() == before
