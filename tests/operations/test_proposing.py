"""From a proposal to a loan: what is recorded, what is refused, and that the way there changes nothing of the loan."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danabergulir.dates import Frequency, Month
from danabergulir.domain.groups import KSM, Member
from danabergulir.domain.journal import Component, Event, Transfer
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.loans.eligibility import Outcome
from danabergulir.domain.policy.choices import Method
from danabergulir.domain.policy.lending import LENDING_RULES
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.errors import RefusedError, UsageError
from danabergulir.frozen import replace
from danabergulir.ledger.file import copies, store
from danabergulir.ledger.read import proposals
from danabergulir.money import Rupiah, total
from danabergulir.operations.book import start_book
from danabergulir.operations.groups import add_ksm, add_member, leave
from danabergulir.operations.loans.disbursement import disburse, disburse_proposal, loan_card
from danabergulir.operations.loans.members import TypedPart, loan_members, share_receipt
from danabergulir.operations.loans.proposals import SharesAsked, check_again, decide, list_proposals, propose
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from danabergulir.operations.loans.simulation import Wish
from danabergulir.operations.loans.standing import what_if
from danabergulir.operations.month import monthly_books
from danabergulir.operations.policy.in_force import set_policy
from ledger.small_ledger import written
from reports.small_books import posting

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=timezone(timedelta(hours=7)))
OPENED_ON, ASKED_ON, DECIDED_ON, PAID_ON = date(2025, 12, 31), date(2026, 1, 5), date(2026, 1, 8), date(2026, 1, 10)
PROFILE = Profile("UPK Melati", "BKM Melati", "Sukamaju", "Cibening", "Kota Cahaya", "Jawa Barat")
MODEST = Wish(Rupiah(2_000_000), 10)
TOO_LONG = Wish(Rupiah(2_000_000), 15)


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """Return a ledger with money and the KSM Mawar of five members, to be copied and never changed."""
    path = tmp_path_factory.mktemp("buku") / "upk.db"
    start_book(path, PROFILE, OPENED_ON, NOW)
    add_ksm(path, KSM("MAWAR", "Mawar", "05", "001"), OPENED_ON, NOW)
    for name, gender, poor in (("Ani", "P", True), ("Beti", "P", True), ("Citra", "P", False), ("Didi", "L", None)):
        add_member(path, "MAWAR", Member("", 0, name, gender, poor), OPENED_ON, NOW)
    add_member(path, "MAWAR", Member("", 0, "Endah", "P", poor=False), OPENED_ON, NOW)
    with written(path) as writer:
        writer.record(posting(OPENED_ON, Transfer("11010", "31010", Rupiah(50_000_000))))
    return path


@pytest.fixture
def ledger(first, tmp_path):
    """Return a copy of the first ledger."""
    return Path(shutil.copyfile(first, tmp_path / "upk.db"))


def _propose(path, wish=MODEST, **options):
    return propose(path, "MAWAR", wish, ASKED_ON, NOW, **options).proposal


def _grant(path, wish=MODEST, *, override=False, **options):
    number = _propose(path, wish, **options).number
    decide(path, number, DECIDED_ON, NOW, approved=True, minutes="01/BA", override=override)
    return number


def _everything(path):
    """Return the number of rows of every table: equal when nothing was recorded."""
    with closing(sqlite3.connect(path)) as connection:
        return copies.row_counts(connection)


wishes = st.builds(
    Wish,
    st.integers(5, 2_500_000).map(Rupiah),
    st.integers(3, 12),
    st.none() | st.fractions(0, 5, max_denominator=20),
    st.none() | st.just(Fraction(1, 20)),
    st.none() | st.sampled_from(Method),
    st.none() | st.just(Frequency.MONTHLY),
    st.integers(0, 2),
)


@settings(max_examples=12)
@given(wishes, st.dates(DECIDED_ON, date(2026, 11, 21)))
def test_paying_out_a_proposal_is_paying_out_the_same_loan_directly(first, wish, paid_on):
    """Schedule, journal and reports are the same; only the way there differs."""
    with TemporaryDirectory() as folder:
        asked, direct = (Path(shutil.copyfile(first, Path(folder, name))) for name in ("asked.db", "direct.db"))
        number = _grant(asked, wish, shares=SharesAsked(equal=True))
        one = disburse_proposal(asked, number, paid_on, NOW)
        other = disburse(direct, "MAWAR", wish, paid_on, NOW, decision="01/BA")
        assert (one.loan, one.voucher, one.schedule) == (other.loan, other.voucher, other.schedule)
        months = [monthly_books(path, Month.of(paid_on)) for path in (asked, direct)]
        decided = months[0].answered_for  # the decision about the proposal is an act of the board of its own
        acts = tuple(act for act in decided.acts if act in months[1].answered_for.acts)
        same = replace(months[0], proposals=(), answered_for=replace(decided, acts=acts), head=months[1].head)
        assert same == months[1]


@settings(max_examples=25)
@given(st.data())
def test_shares_that_are_recorded_sum_to_the_loan(first, data):
    """Typed or equal, the parts are the loan to the rupiah; parts that are not are refused and leave no trace."""
    principal = data.draw(st.integers(1, 10**9))
    parts = data.draw(st.lists(st.integers(1, 10**9), min_size=1, max_size=5))
    exact = data.draw(st.booleans())
    if exact:
        principal = sum(parts)
    typed = SharesAsked(parts=[(str(number), Rupiah(part)) for number, part in enumerate(parts, start=1)])
    with TemporaryDirectory() as folder:
        path = Path(shutil.copyfile(first, Path(folder, "upk.db")))
        equal = _propose(path, Wish(Rupiah(principal), 10), shares=SharesAsked(equal=True))
        assert total(equal.amounts) == Rupiah(principal)
        before = _everything(path)
        if sum(parts) == principal:
            assert total(_propose(path, Wish(Rupiah(principal), 10), shares=typed).amounts) == Rupiah(principal)
        else:
            with pytest.raises(UsageError, match="jumlah bagian anggota"):
                _propose(path, Wish(Rupiah(principal), 10), shares=typed)
            assert _everything(path) == before


def test_a_proposal_keeps_its_number_and_shares_when_it_becomes_a_loan(ledger):
    """Numbers run on over proposals and loans; the members' parts are those that were asked for."""
    granted = _grant(ledger, shares=SharesAsked(parts=[("Ani", Rupiah(1_500_000)), ("4", Rupiah(500_000))]))
    waiting = _propose(ledger).number
    direct = disburse(ledger, "MAWAR", MODEST, PAID_ON, NOW).loan.number
    assert (granted, waiting, direct) == ("P-0001", "P-0002", "P-0003")
    disburse_proposal(ledger, granted, PAID_ON, NOW, permit="02/BA")
    found = loan_members(ledger, "p-0001", NOW.date())
    assert [(part.member.name, part.standing.share) for part in found.members] == [
        ("Ani", Rupiah(1_500_000)),
        ("Didi", Rupiah(500_000)),
    ]
    assert [item.state for item in list_proposals(ledger, NOW.date())] == ["cair", "diajukan"]


def test_terms_left_open_follow_the_policy_of_the_day_of_payment(ledger):
    """A new policy between decision and payment applies to what the proposal left open."""
    number = _grant(ledger)
    cheaper = replace(DEFAULT_POLICY, lending=replace(DEFAULT_POLICY.lending, jasa_percent=Fraction(1)))
    set_policy(ledger, cheaper, date(2026, 1, 9), NOW)
    assert disburse_proposal(ledger, number, PAID_ON, NOW).loan.terms.jasa_rate.per_month == Fraction(1, 100)


def test_a_grant_against_a_rule_needs_to_say_so(ledger):
    """Without setting the rule aside nothing is recorded; with it the rule and the minutes stay with loan and note."""
    number = _propose(ledger, TOO_LONG).number
    before = _everything(ledger)
    with pytest.raises(RefusedError, match="15 bulan, paling lama 12 bulan"):
        decide(ledger, number, DECIDED_ON, NOW, approved=True, minutes="01/BA")
    assert _everything(ledger) == before
    decided = decide(ledger, number, DECIDED_ON, NOW, approved=True, minutes="01/BA", override=True, note="Khusus.")
    broken = "Dikesampingkan: jangka waktu 15 bulan, paling lama 12 bulan"
    assert (decided.decision.override, decided.decision.note) == (True, f"Khusus. {broken}")
    loan = disburse_proposal(ledger, number, PAID_ON, NOW).loan
    assert (loan.decision, loan.override, loan.remark) == ("01/BA", "01/BA", broken)


def test_a_rule_broken_since_the_decision_refuses_the_payment(ledger):
    """The rules are looked at again on the day; other minutes may set them aside and are kept with the loan."""
    number = _grant(ledger)
    leave(ledger, "MAWAR", "Ani", date(2026, 1, 9), NOW)
    strict = replace(DEFAULT_POLICY, lending=replace(DEFAULT_POLICY.lending, warn_only=()))
    set_policy(ledger, strict, date(2026, 1, 9), NOW)
    before = _everything(ledger)
    with pytest.raises(RefusedError, match="anggota KSM 4 orang, paling sedikit 5 orang"):
        disburse_proposal(ledger, number, PAID_ON, NOW)
    assert _everything(ledger) == before
    loan = disburse_proposal(ledger, number, PAID_ON, NOW, permit="07/BA").loan
    assert (loan.decision, loan.override) == ("01/BA", "07/BA")


def test_minutes_named_without_need_are_no_override(ledger):
    """Nothing is set aside where every rule is kept."""
    granted = _grant(ledger, override=True)
    assert list_proposals(ledger, NOW.date())[0].decision.override is False
    assert disburse_proposal(ledger, granted, PAID_ON, NOW, permit="07/BA").loan.override == ""


@pytest.mark.parametrize("rule", ["satu_pinjaman", "menunggak"])
def test_a_second_loan_is_refused_unless_the_policy_warns(ledger, rule):
    """With one of the two rules turned into a warning the other still refuses; with both the loan is made."""
    disburse(ledger, "MAWAR", MODEST, PAID_ON, NOW)
    limits = {"satu_pinjaman": "tidak boleh ada tunggakan", "menunggak": "satu KSM satu pinjaman"}
    lending = replace(DEFAULT_POLICY.lending, warn_only=(rule,))
    set_policy(ledger, replace(DEFAULT_POLICY, lending=lending), date(2026, 3, 1), NOW)
    with pytest.raises(RefusedError, match=limits[rule]):
        disburse(ledger, "MAWAR", MODEST, date(2026, 3, 2), NOW)
    both = replace(lending, warn_only=LENDING_RULES)
    set_policy(ledger, replace(DEFAULT_POLICY, lending=both), date(2026, 3, 1), NOW)
    assert len(disburse(ledger, "MAWAR", MODEST, date(2026, 3, 2), NOW).warnings) == 2


def test_a_loan_entered_late_sees_the_loans_made_meanwhile(ledger):
    """A loan of January written down after that of March is still a second loan."""
    disburse(ledger, "MAWAR", MODEST, date(2026, 3, 2), NOW)
    with pytest.raises(RefusedError, match="masih punya pinjaman P-0001"):
        disburse(ledger, "MAWAR", MODEST, PAID_ON, NOW)


def test_a_loan_is_not_in_its_own_way(ledger):
    """The check list of a loan already paid out does not count that loan against itself."""
    number = _grant(ledger)
    disburse_proposal(ledger, number, PAID_ON, NOW)
    checks = check_again(ledger, number, NOW.date(), NOW.date()).checks
    assert {check.outcome for check in checks} == {Outcome.KEPT}


def test_saving_counts_by_months_and_not_when_taken_back(ledger):
    """Two months of deposits in the journal are two months, until one of them is reversed."""
    asks = replace(DEFAULT_POLICY.lending, saving_months=2, warn_only=())
    set_policy(ledger, replace(DEFAULT_POLICY, lending=asks), OPENED_ON, NOW)
    numbers = []
    with written(ledger) as writer:
        for day in (date(2026, 1, 20), date(2026, 2, 20), date(2026, 2, 25)):
            move = Transfer("11010", "21020", Rupiah(10_000), Component.SAVINGS, ksm="MAWAR")
            numbers.append(writer.record(posting(day, move, event=Event.SAVINGS_IN)).number)
    number = _propose(ledger).number

    def saved():
        checks = check_again(ledger, number, date(2026, 3, 5), NOW.date()).checks
        return [(item.value, item.outcome) for item in checks if item.rule == "menabung_bulan"]

    reverse_voucher(ledger, numbers[1], "salah", date(2026, 2, 26), NOW)
    assert saved() == [("menabung 2 bulan berturut-turut", Outcome.KEPT)]
    reverse_voucher(ledger, numbers[2], "salah", date(2026, 2, 26), NOW)
    assert saved() == [("belum menabung", Outcome.BROKEN)]


def test_the_poor_are_counted_once_somebody_is_written_down_as_poor_or_not(ledger):
    """Two of five are known to be poor; who is not written down does not count as poor."""
    asks = replace(DEFAULT_POLICY.lending, fewest_poor_percent=Fraction(50), warn_only=())
    set_policy(ledger, replace(DEFAULT_POLICY, lending=asks), OPENED_ON, NOW)
    checks = propose(ledger, "MAWAR", MODEST, ASKED_ON, NOW).checks
    assert [(item.value, item.outcome) for item in checks if item.rule == "miskin_minimum_persen"] == [
        ("anggota miskin 2 dari 5 orang", Outcome.BROKEN)
    ]


@settings(max_examples=15)
@given(st.lists(st.tuples(st.integers(1, 5), st.none() | st.integers(1, 5), st.integers(1, 120_000)), max_size=5))
def test_the_parts_of_a_receipt_never_exceed_it(first, typed):
    """Parts are recorded all or none; what nobody is named for is the rest, and goes with a reversal."""
    parts = [TypedPart(str(payer), Rupiah(amount), carried and str(carried)) for payer, carried, amount in typed]
    wanted = sum(amount for _, _, amount in typed)
    with TemporaryDirectory() as folder:
        path = Path(shutil.copyfile(first, Path(folder, "upk.db")))
        loan = disburse(path, "MAWAR", MODEST, PAID_ON, NOW).loan.number
        receipt = receive(path, loan, Rupiah(230_000), date(2026, 2, 10), NOW).voucher.number
        if not parts or wanted > 230_000 or any(payer == carried for payer, carried, _ in typed):
            before = _everything(path)
            with pytest.raises((RefusedError, UsageError)):
                share_receipt(path, receipt, parts, NOW)
            assert _everything(path) == before
        else:
            found = share_receipt(path, receipt, parts, NOW)
            assert found.unshared == Rupiah(230_000 - wanted)
            reverse_voucher(path, receipt, "salah", date(2026, 2, 11), NOW)
            assert loan_members(path, loan, date(2026, 2, 10)) == found
            assert loan_members(path, loan, date(2026, 2, 11)).members == ()


def test_working_out_a_loan_changes_nothing_and_foretells_the_books(ledger):
    """Before is the ledger as it is, after is the ledger as it becomes when the loan is made; nothing is recorded."""
    before = ledger.read_bytes()
    found = what_if(ledger, "mawar", MODEST, PAID_ON, NOW.date(), from_account="11021")
    assert ledger.read_bytes() == before
    made = disburse(ledger, "MAWAR", MODEST, PAID_ON, NOW, from_account="11021", insist=str)
    again = what_if(ledger, "mawar", MODEST, PAID_ON, NOW.date())
    assert found.simulation.schedule == made.schedule
    assert [book.loan for book in found.after.loans] == [made.loan]
    assert (found.after.money, found.after.outstanding, found.after.risk) == (
        again.before.money,
        again.before.outstanding,
        again.before.risk,
    )
    assert loan_card(ledger, made.loan.number, PAID_ON).book.outstanding == found.after.outstanding


def test_a_proposal_of_another_day_is_seen_as_it_was(ledger):
    """As of a day before the decision the proposal still waits; before it was made there is none."""
    number = _grant(ledger)
    with store.reading(ledger) as connection:
        assert [item.state for item in proposals.all_proposals(connection, ASKED_ON)] == ["diajukan"]
        assert proposals.all_proposals(connection, OPENED_ON) == []
        assert proposals.find_proposal(connection, number.lower(), DECIDED_ON).state == "diputuskan"
