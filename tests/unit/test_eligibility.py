"""The check list of a loan: every rule with its value, its limit and whether it is kept."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danabergulir.dates import Frequency, Month
from danabergulir.domain.loans.eligibility import (
    Applicant,
    Check,
    Membership,
    Outcome,
    broken,
    check_list,
    doubtful,
    months_running,
)
from danabergulir.domain.loans.terms import LoanTerms
from danabergulir.domain.policy.lending import LENDING_RULES, LendingRules
from danabergulir.frozen import replace
from danabergulir.money import Direction, Rate, Rounding, Rupiah
from reports.small_books import loan_book, paid

RULES = LendingRules(fewest_poor_percent=Fraction(30), saving_months=3, warn_only=())
TERMS = LoanTerms(Rupiah(2_000_000), 10, Rate.percent("1.5"), date(2023, 1, 10), Rounding(100, Direction.UP))
FINE = Applicant("K-01", Membership(5, 2, 2), saving_months=3)


def _check(rule: str, applicant: Applicant = FINE, terms: LoanTerms = TERMS, shares=(), rules=RULES) -> Check:
    (found,) = [item for item in check_list(terms, shares, applicant, rules) if item.rule == rule]
    return found


def _outcome(rule: str, applicant: Applicant = FINE, terms: LoanTerms = TERMS, shares=(), rules=RULES) -> Outcome:
    return _check(rule, applicant, terms, shares, rules).outcome


def test_a_policy_that_asks_for_everything_has_every_rule_on_the_list_in_order():
    """A list names each rule once, by the key of the policy."""
    assert [item.rule for item in check_list(TERMS, (), FINE, RULES)] == list(LENDING_RULES)


def test_a_good_group_keeps_every_rule():
    """Five members, two of them women and two poor, who saved for three months, may borrow."""
    assert {item.outcome for item in check_list(TERMS, (), FINE, RULES)} == {Outcome.KEPT}


def test_rules_that_the_policy_does_not_ask_for_are_left_out():
    """By default neither the poor list nor savings are asked for, and no ceiling leaves no rule about it."""
    rules = replace(LendingRules(), ceilings=())
    assert [item.rule for item in check_list(TERMS, (), FINE, rules)] == [
        "tenor_minimum", "tenor_maksimum", "anggota_minimum", "perempuan_minimum_persen", "satu_pinjaman", "menunggak",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "applicant", "kept"),
    [
        ("anggota_minimum", Membership(5, 5, 5), True),
        ("anggota_minimum", Membership(4, 4, 4), False),
        ("perempuan_minimum_persen", Membership(10, 3, 10), True),
        ("perempuan_minimum_persen", Membership(10, 2, 10), False),
        ("miskin_minimum_persen", Membership(10, 10, 3), True),
        ("miskin_minimum_persen", Membership(10, 10, 2), False),
    ],
)
def test_exactly_the_limit_is_enough(rule, applicant, kept):
    """Five members and thirty percent are kept, one below is not."""
    expected = Outcome.KEPT if kept else Outcome.BROKEN
    assert _outcome(rule, Applicant("K-01", applicant, saving_months=3)) is expected


@pytest.mark.parametrize(("term", "rule"), [(2, "tenor_minimum"), (13, "tenor_maksimum")])
def test_a_term_outside_the_limits_breaks_one_of_the_two_rules(term, rule):
    """Two months are too short and thirteen too long; the limits themselves are kept."""
    assert [item.rule for item in broken(check_list(replace(TERMS, term=term), (), FINE, RULES))] == [rule]
    assert broken(check_list(replace(TERMS, term=3), (), FINE, RULES)) == ()
    assert broken(check_list(replace(TERMS, term=12), (), FINE, RULES)) == ()


def test_weeks_are_counted_as_months_of_the_year():
    """Fifty-two weeks are twelve months, fifty-three are more."""
    year = replace(TERMS, frequency=Frequency.WEEKLY, term=52)
    assert _outcome("tenor_maksimum", terms=year) is Outcome.KEPT
    assert _outcome("tenor_maksimum", terms=replace(year, term=53)) is Outcome.BROKEN


def test_without_shares_the_average_is_held_against_the_ceiling():
    """Five members may have Rp500.000 each the first time: Rp2.500.000 is kept, a rupiah more is not."""
    at_limit = replace(TERMS, principal=Rupiah(2_500_000))
    assert _outcome("plafon_per_anggota", terms=at_limit) is Outcome.KEPT
    assert _check("plafon_per_anggota", terms=replace(TERMS, principal=Rupiah(2_500_001))) == Check(
        "plafon_per_anggota",
        "Rp500.000 per anggota",
        "paling banyak Rp500.000 untuk pinjaman ke-1",
        Outcome.BROKEN,
    )


def test_with_shares_the_largest_is_held_against_the_ceiling():
    """A loan within the average breaks the ceiling when one member takes more."""
    shares = (Rupiah(500_001), Rupiah(1_499_999))
    assert _check("plafon_per_anggota", shares=shares).value == "bagian anggota terbesar Rp1.499.999"
    assert _outcome("plafon_per_anggota", shares=shares) is Outcome.BROKEN
    assert _outcome("plafon_per_anggota", shares=[Rupiah(500_000)] * 4) is Outcome.KEPT


def test_the_ceiling_grows_with_each_loan_and_ends_after_the_last():
    """The second loan may be Rp1.000.000 a member; a fifth is none of the programme's."""
    repaid = loan_book(paid_all=paid(1_200_000, 216_000))
    second = replace(FINE, loans=(repaid,))
    assert second.cycle == 2
    assert _outcome("plafon_per_anggota", second, replace(TERMS, principal=Rupiah(5_000_000))) is Outcome.KEPT
    fifth = _check("plafon_per_anggota", replace(FINE, loans=(repaid,) * 4))
    assert (fifth.value, fifth.limit, fifth.outcome) == (
        "pinjaman ke-5",
        "paling banyak 4 kali pinjaman",
        Outcome.BROKEN,
    )


def test_a_loan_that_was_taken_back_does_not_count_as_one():
    """A disbursement that was recorded by mistake and reversed leaves the KSM at its first loan."""
    taken_back = replace(loan_book(), outstanding=Rupiah(0))
    assert replace(FINE, loans=(taken_back,)).cycle == 1


def test_what_nobody_wrote_down_breaks_no_rule():
    """Unknown counts show as unknown; nobody is refused for a gap in the register."""
    unknown = replace(FINE, membership=Membership(None, None))
    outcomes = {item.rule: item.outcome for item in check_list(TERMS, (), unknown, RULES)}
    assert [rule for rule, outcome in outcomes.items() if outcome is Outcome.UNKNOWN] == [
        "anggota_minimum", "perempuan_minimum_persen", "miskin_minimum_persen", "plafon_per_anggota",
    ]  # fmt: skip
    assert broken(check_list(TERMS, (), unknown, RULES)) == ()


def test_saving_is_asked_for_before_the_first_loan_only():
    """Two months are one too few at first; later loans do not ask."""
    assert _outcome("menabung_bulan", replace(FINE, saving_months=2)) is Outcome.BROKEN
    second = replace(FINE, saving_months=0, loans=(loan_book(paid_all=paid(1_200_000, 216_000)),))
    assert "menabung_bulan" not in [item.rule for item in check_list(TERMS, (), second, RULES)]


def test_an_open_loan_stands_in_the_way_with_its_number_and_balance():
    """One KSM has one loan."""
    running = loan_book(paid_all=paid(100_000, 18_000))
    found = _check("satu_pinjaman", replace(FINE, loans=(running,), running=(running,)))
    assert found.message == ("KSM K-01 masih punya pinjaman P-0001, saldo Rp1.100.000, satu KSM satu pinjaman")
    assert found.outcome is Outcome.BROKEN


def test_a_late_loan_breaks_the_rule_of_arrears():
    """An instalment unpaid on the day is arrears; a loan on schedule is none."""
    late, on_schedule = loan_book(), loan_book(paid_all=paid(100_000, 18_000))
    assert _check("menunggak", replace(FINE, loans=(late,))).value == "KSM K-01 menunggak pada P-0001"
    assert _outcome("menunggak", replace(FINE, loans=(late,))) is Outcome.BROKEN
    assert _outcome("menunggak", replace(FINE, loans=(on_schedule,))) is Outcome.KEPT


def test_a_loan_written_off_is_still_owed():
    """Written off is not forgiven; once all of it came back the rule is kept again."""
    lost = replace(loan_book(), outstanding=Rupiah(0), written_off=Rupiah(1_200_000))
    recovered = replace(lost, recovered=Rupiah(1_200_000))
    assert _check("menunggak", replace(FINE, loans=(lost,))).value == "KSM K-01 hapus buku P-0001"
    assert _outcome("menunggak", replace(FINE, loans=(lost,))) is Outcome.BROKEN
    assert _outcome("menunggak", replace(FINE, loans=(recovered,))) is Outcome.KEPT


@pytest.mark.parametrize("rule", LENDING_RULES)
def test_the_policy_may_let_any_rule_warn(rule):
    """A rule listed under ``peringatan_saja`` is doubtful where it would else refuse."""
    running = loan_book()
    bad = Applicant("K-01", Membership(4, 0, 0), (running,), (running,))
    first = Applicant("K-01", Membership(4, 0, 0), (), (running,))
    for terms in (replace(TERMS, term=1, principal=Rupiah(9_000_000)), replace(TERMS, term=99)):
        for applicant in (bad, first):
            strict = check_list(terms, (), applicant, RULES)
            mild = check_list(terms, (), applicant, replace(RULES, warn_only=(rule,)))
            refusing = [item.rule for item in broken(strict)]
            assert [item.rule for item in broken(mild)] == [name for name in refusing if name != rule]
            assert [item.rule for item in doubtful(mild)] == [name for name in refusing if name == rule]


@given(st.integers(0, 30), st.booleans())
def test_months_on_end_are_counted_back_from_this_month_or_the_last(count, this_month):
    """A run counts whole although the month under way has not been saved in yet; a gap ends it."""
    month = Month(2023, 5)
    last = month if this_month else month.shifted(-1)
    saved = {last.shifted(-back) for back in range(count)} | {last.shifted(-count - 1)}
    assert months_running(saved, month) == (count or (1 if this_month else 0))
