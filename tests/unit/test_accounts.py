"""The chart of accounts and its roles."""

import pytest

from danabergulir.domain.accounts import (
    OPENING_ACCOUNT,
    REQUIRED_ROLES,
    URBAN_CHART,
    Account,
    AccountClass,
    Chart,
    Role,
    chart_findings,
    with_opening_account,
)
from danabergulir.errors import NotFoundError
from danabergulir.frozen import replace

_CHART = Chart(URBAN_CHART)


def test_the_built_in_chart_has_no_findings():
    """Every needed role is there, once, on an account of its class."""
    assert chart_findings(URBAN_CHART) == []


def test_every_code_of_the_built_in_chart_is_its_own():
    """Five digits, the first of which is the class."""
    assert len(_CHART) == len(URBAN_CHART)
    digit = dict(zip(AccountClass, "12345", strict=True))
    assert all(code[0] == digit[account.account_class] and len(code) == 5 for code, account in _CHART.items())


def test_only_reserve_and_depreciation_lessen_their_class():
    """Two contra accounts, both among the assets."""
    assert [code for code, account in _CHART.items() if account.contra] == ["12010", "12021"]


def _own_chart(*codes):
    return Chart(tuple(Account(code, f"Akun {code}", AccountClass.COST) for code in codes))


def _under(heading, *codes):
    chart = _own_chart(heading, *codes)
    return [account.code for account in chart.below(chart[heading])]


@pytest.mark.parametrize(
    ("heading", "codes"),
    [
        ("1.100", ["1.101", "1.102"]),
        ("5.0", ["5.1", "5.2"]),
        ("5-0", ["5-1"]),
        ("1.000", ["1.100", "1.101"]),
        ("1000", ["1100", "1110"]),
        ("1", ["1.1", "1.1.01"]),
        ("1", ["11", "12"]),
        ("11", ["111", "112"]),
        ("5-100", ["5-100-01"]),
    ],
)
def test_a_heading_of_an_own_chart_is_known_by_the_codes_below_it(heading, codes):
    """A village fund's chart has headings among its accounts: ``1.100 Aset Lancar`` above ``1.101 Kas``."""
    assert _under(heading, *codes, "8.100") == codes


@pytest.mark.parametrize(
    ("code", "others"),
    [
        ("51010", ["51011", "51020"]),  # a tenth of the official codes, divided later
        ("4.1", ["4.2", "4.9", "4.10", "4.11"]),
        ("4.10", ["4.08", "4.09", "4.11"]),
        ("1", ["2", "9", "10", "11"]),
        ("1.101", ["1.100", "1.102"]),
        ("20", ["21", "22"]),
    ],
)
def test_codes_that_only_count_on_make_no_heading(code, others):
    """What may be an account of its own takes entries."""
    assert _under(code, *others) == []


def test_a_heading_of_ten_counts_where_a_heading_stands_over_it():
    """``1.110 Bank`` heads ``1.111`` under ``1.100``; not when it follows ``1.109``."""
    assert _under("1.110", "1.100", "1.101", "1.111", "1.112") == ["1.111", "1.112"]
    assert _under("1.110", "1.100", "1.109", "1.111", "1.112") == []


def test_an_account_with_a_role_is_no_heading_nor_is_one_of_the_built_in_chart():
    """The depreciation 12021 stands beside the inventory 12020."""
    assert [code for code, account in _CHART.items() if _CHART.below(account)] == []
    chart = Chart((Account("1.100", "Kas", AccountClass.ASSET, roles=frozenset({Role.CASH})), *URBAN_CHART))
    assert chart.below(chart["1.100"]) == ()


def test_the_funds_and_the_rewards_have_their_accounts():
    """The cash difference is no account of the programme's; whoever wants one gives it the role."""
    owners = {role: [account.code for account in _CHART.all_with(role)] for role in list(Role)[-5:-1]}
    assert owners == {
        Role.SOCIAL_FUND: ["21040"],
        Role.NEIGHBOURHOOD_FUND: ["21050"],
        Role.REWARDS: ["51060"],
        Role.CASH_DIFFERENCE: [],
    }


@pytest.mark.parametrize("account_class", AccountClass)
def test_a_cash_difference_is_income_or_cost(account_class):
    """Money too much and money too little go to one account; no asset or debt is made of it."""
    own = Account("99999", "Selisih Kas", account_class, roles=frozenset({Role.CASH_DIFFERENCE}))
    findings = chart_findings([*URBAN_CHART, own])
    allowed = account_class in (AccountClass.INCOME, AccountClass.COST)
    assert [finding.hint for finding in findings] == (
        [] if allowed else ["Peran itu hanya untuk golongan pendapatan atau biaya."]
    )


def test_a_chart_lists_its_accounts_by_code():
    """However they were given."""
    shuffled = Chart(tuple(reversed(URBAN_CHART)))
    assert list(shuffled) == sorted(account.code for account in URBAN_CHART)
    assert shuffled == _CHART


def test_an_account_is_found_by_its_code_or_not_at_all():
    """Blanks around the code do not matter."""
    assert _CHART.find(" 11010 ").name == "Kas"
    with pytest.raises(NotFoundError, match="99999"):
        _CHART.find("99999")


def test_roles_tie_the_program_to_the_chart():
    """One account for most roles, several for capital."""
    assert _CHART.with_role(Role.RESERVE).code == "12010"
    assert [account.code for account in _CHART.all_with(Role.CAPITAL)] == ["31010", "31020"]
    assert [account.code for account in URBAN_CHART if account.holds_money] == ["11010", "11021", "11022"]


def test_a_role_nobody_has_is_reported_with_the_command_to_set_it():
    """The hint names the command and the role."""
    with pytest.raises(NotFoundError) as caught:
        Chart((Account("1", "Kas", AccountClass.ASSET),)).with_role(Role.TITIPAN)
    assert "--peran titipan" in caught.value.hint


@pytest.mark.parametrize("role", REQUIRED_ROLES)
def test_a_missing_role_is_found(role):
    """The program cannot do without these seven."""
    without = [replace(account, roles=account.roles - {role}) for account in URBAN_CHART]
    assert [finding.subject for finding in chart_findings(without)] == [role]


def test_a_role_on_two_accounts_is_found():
    """Only capital may be several."""
    second = Account("11011", "Kas Kecil", AccountClass.ASSET, roles=frozenset({Role.CASH}))
    findings = chart_findings([*URBAN_CHART, second])
    assert [finding.subject for finding in findings] == [Role.CASH]
    assert "11010, 11011" in findings[0].message


def test_a_role_on_an_account_of_another_class_is_found():
    """Savings are owed, not owned."""
    wrong = [
        replace(account, account_class=AccountClass.ASSET) if account.code == "21020" else account
        for account in URBAN_CHART
    ]
    assert [finding.subject for finding in chart_findings(wrong)] == ["21020"]


def test_the_opening_account_is_added_once():
    """A chart that has one of its own keeps it."""
    added = with_opening_account(URBAN_CHART)
    assert added[-1] == OPENING_ACCOUNT
    assert with_opening_account(added) == added


@pytest.mark.parametrize("account_class", list(AccountClass))
def test_income_and_cost_start_each_january_from_nil(account_class):
    """The other three carry their balance over."""
    assert account_class.is_result == (account_class.value in ("pendapatan", "biaya"))
