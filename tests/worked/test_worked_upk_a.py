"""The real books of one urban UPK for 2022: 24 loans, 107 receipts, and every figure that follows from them.

Parts that do not apply: the reserve the UPK really booked (8,324,934) and the one by days of REAL-09, which class the
overdue slices and not the whole balance. The trial balance and the balance sheet belong to the ledger's tests.
"""

from datetime import date
from fractions import Fraction
from math import ceil, floor

import pytest

from danabergulir.dates import Month, months_through
from danabergulir.domain.loans.allocation import allocate
from danabergulir.domain.loans.arrears import LoanPosition, position
from danabergulir.domain.loans.collectability import class_of, reserve
from danabergulir.domain.loans.indicators import Exposure, Indicator, YearFigures, indicators
from danabergulir.domain.loans.schedule import Instalment, build_schedule
from danabergulir.domain.loans.terms import LoanTerms, Paid
from danabergulir.domain.policy.choices import MissedRule
from danabergulir.domain.policy.file import parse_policy
from danabergulir.domain.policy.lateness import DEFAULT_CLASSES, ArrearsRules
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.money import NIL, Direction, Rate, Rounding, Rupiah, split, total
from worked.figures import cases

_CASES = cases("upk_a")
_LEDGER = cases("upk_a_receipts")["upk-a-ledger-ksm-2022"]
_LOANS = {loan["ksm"]: loan for loan in _CASES["upk-a-portfolio-2022-12-31"]["inputs"]["loans"]}
_YEAR_END = date(2022, 12, 31)
_DEFAULT_RULES = ArrearsRules()

_LOCAL_CLASSES = """
[[kolektibilitas]]
kelas = 1
nama = "Lancar"
dari = 0
cadangan_persen = "0.5"

[[kolektibilitas]]
kelas = 2
nama = "Perhatian Khusus"
dari = 2
cadangan_persen = "0.5"

[[kolektibilitas]]
kelas = 3
nama = "Kurang Lancar"
dari = 3
cadangan_persen = "10"

[[kolektibilitas]]
kelas = 4
nama = "Diragukan"
dari = 6
cadangan_persen = "50"

[[kolektibilitas]]
kelas = 5
nama = "Macet"
dari = 9
cadangan_persen = "100"
"""


def _schedule(principal: int, term: int, disbursed_on: str = "2022-01-15") -> tuple[Instalment, ...]:
    terms = LoanTerms(
        Rupiah(principal),
        term,
        Rate.percent("1.45"),
        date.fromisoformat(disbursed_on),
        Rounding(100, Direction.UP),
        Rate.percent("0.05"),
    )
    return build_schedule(terms)


def _schedule_of(ksm: str) -> tuple[Instalment, ...]:
    loan = _LOANS[ksm]
    return _schedule(loan["plafon"], loan["tenor"], loan["cair"])


def _outstanding(ksm: str) -> Rupiah:
    return Rupiah(_LOANS[ksm]["plafon"] - _LOANS[ksm]["pokok_paid"])


def _position(ksm: str, rules: ArrearsRules = _DEFAULT_RULES) -> LoanPosition:
    return position(_schedule_of(ksm), Paid(Rupiah(_LOANS[ksm]["pokok_paid"])), _YEAR_END, rules)


@pytest.mark.parametrize("figures", _CASES["upk-a-instalments-a"]["inputs"], ids=lambda figures: figures["ksm"])
def test_an_instalment_is_what_the_upk_charged(figures):
    """Pokok, its rest in the last row, jasa and titipan are those of the receipts (step Rp100 up)."""
    expected = _CASES["upk-a-instalments-a"]["expected"][figures["ksm"]]
    *regular, last = _schedule(figures["plafon"], figures["tenor_bulan"])
    assert {line.principal.value for line in regular} == {expected["pokok"]}
    assert last.principal.value == expected["last_pokok"]
    assert {(line.jasa + line.titipan).value for line in (*regular, last)} == {expected["jasa_incl_bop"]}
    assert {line.titipan.value for line in (*regular, last)} == {expected["of_which_bop"]}


@pytest.mark.parametrize("row", _CASES["REAL-01-installments"]["expected"]["rows"], ids=lambda row: str(row["loan"]))
def test_jasa_and_titipan_are_rounded_apart(row):
    """1.45 and 0.05 percent are each rounded up to Rp100 (REAL-01)."""
    first, *_, last = _schedule(row["principal"], row["months"], row["disbursed"])
    assert first.principal.value == row["installment_principal"]
    assert last.principal.value == row["last_principal"]
    assert (first.jasa.value, first.titipan.value) == (row["jasa_1_45_pct"], row["bop_0_05_pct"])


def test_every_full_receipt_is_an_instalment_of_its_schedule():
    """For each KSM as many receipts hold exactly one instalment of pokok as the books show."""
    for ksm, figures in _CASES["upk-a-instalments-a"]["expected"].items():
        regular = _schedule_of(ksm)[0].principal.value
        received = [line["pokok"] for line in _LEDGER["receipts"] if line["ksm"] == ksm]
        assert len(received) == figures["observed_payments"]
        assert received.count(regular) == figures["observed_full_payments"]


def test_the_balances_of_the_24_loans_add_up_to_the_account():
    """Balance by KSM and in total is that of the books at 31 December 2022."""
    expected = _CASES["upk-a-portfolio-2022-12-31"]["expected"]
    balances = {ksm: _outstanding(ksm) for ksm in _LOANS}
    assert {ksm: balance.value for ksm, balance in balances.items()} == expected["saldo_per_ksm"]
    assert total(list(balances.values())).value == expected["piutang_ksm"] == 952_039_400
    lent = total([line.principal for ksm in _LOANS for line in _schedule_of(ksm)])
    assert lent.value == expected["total_plafon"]


def test_three_of_24_groups_are_behind():
    """Arrears, missed count, oldest unpaid due date and days late of the three; the others are current."""
    case = _CASES["upk-a-arrears-2022-12-31"]["expected"]
    behind = {ksm: _position(ksm) for ksm in _LOANS if _position(ksm).arrears_principal}
    assert {
        ksm: {
            "due_pokok": at.due.principal.value,
            "tunggakan_pokok": at.arrears_principal.value,
            "instalments_not_fully_paid": at.missed_count,
            "oldest_unpaid_due": str(at.late_since),
            "days_past_due": at.days_late,
            "outstanding": _outstanding(ksm).value,
        }
        for ksm, at in behind.items()
    } == {
        ksm: {
            key: figures[key]
            for key in (
                "due_pokok",
                "tunggakan_pokok",
                "instalments_not_fully_paid",
                "oldest_unpaid_due",
                "days_past_due",
                "outstanding",
            )
        }
        for ksm, figures in case["behind"].items()
    }
    assert len(_LOANS) - len(behind) == case["current"]
    assert total([at.arrears_principal for at in behind.values()]).value == case["total_tunggakan_pokok"]


@pytest.mark.parametrize(
    ("missed", "whole"),
    [(MissedRule.WORTH, floor), (MissedRule.WORTH_UP, ceil), (MissedRule.WORTH_NEAREST, round)],
)
def test_arrears_in_worth_of_instalments_are_rounded_as_the_policy_says(missed, whole):
    """8.2, 1.81 and 0.19 instalments behind: 8, 1, 0 rounded down; 9, 2, 1 up; 8, 2, 0 to the nearest."""
    behind = _CASES["upk-a-arrears-2022-12-31"]["expected"]["behind"]
    rules = ArrearsRules(missed=missed)
    assert {ksm: _position(ksm, rules).missed_count for ksm in behind} == {
        ksm: whole(figures["tunggakan_in_instalments"]) for ksm, figures in behind.items()
    }


@pytest.mark.parametrize("loan", _CASES["REAL-05-arrears-dec"]["expected"]["loans_in_arrears"], ids=lambda _: "")
def test_the_arrears_list_by_loan_number_is_the_same(loan):
    """The second collection of the same books agrees, loan by loan (REAL-05)."""
    figures = next(item for item in _CASES["REAL-05-arrears-dec"]["inputs"]["loans"] if item["loan"] == loan["loan"])
    schedule = _schedule(figures["principal"], figures["months"], figures["disbursed"])
    at = position(schedule, Paid(Rupiah(figures["principal_paid"])), _YEAR_END, _DEFAULT_RULES)
    assert at.arrears_principal.value == loan["arrears"]
    assert (at.missed_count, at.days_late) == (loan["installments_missed"], loan["days_late"])
    assert str(at.late_since) == loan["oldest_unpaid_due"]


def _exposures(rules: ArrearsRules) -> list[Exposure]:
    positions = {ksm: _position(ksm, rules) for ksm in _LOANS}
    return [
        Exposure(_outstanding(ksm), at.arrears_principal, at.missed_count, at.days_late, ksm)
        for ksm, at in positions.items()
    ]


def _indicators(rules: ArrearsRules) -> dict[str, Indicator]:
    figures = _CASES["upk-a-ratios-2022"]["inputs"]
    year = YearFigures(
        Rupiah(figures["pendapatan"]),
        Rupiah(figures["biaya"]),
        NIL,
        Rupiah(figures["modal_awal"]),
        figures["months"],
    )
    return {item.name: item for item in indicators(_exposures(rules), year, DEFAULT_POLICY)}


@pytest.mark.parametrize(
    ("missed", "reading"),
    [
        (MissedRule.WORTH, "reading_A_arrears_worth_3_or_more_full_instalments"),
        (MissedRule.UNFINISHED, "reading_B_3_or_more_instalments_not_fully_paid"),
    ],
)
def test_the_indicators_of_the_year_come_out_in_both_readings(missed, reading):
    """LAR 4.17, PAR 5.36, RR 96.08, CCr 165.34 and ROI 9.28 percent."""
    expected = _CASES["upk-a-ratios-2022"]["expected"]
    actual = _indicators(ArrearsRules(missed=missed))
    assert {f"{name}_pct": round(actual[name].percent, 2) for name in ("LAR", "PAR", "RR")} == {
        name: expected[reading][name] for name in ("LAR_pct", "PAR_pct", "RR_pct")
    }
    assert actual["PAR"].numerator == expected[reading]["saldo_KSM"]
    assert actual["RR"].denominator - actual["RR"].numerator == expected[reading]["tunggakan"]
    assert actual["LAR"].denominator == expected["KSM_aktif"]
    assert actual["PAR"].denominator == expected["saldo"]
    assert (round(actual["CCr"].percent, 2), round(actual["ROI"].percent, 2)) == (
        expected["CCr_pct"],
        expected["ROI_pct"],
    )


def test_the_grades_of_the_year_follow_from_the_indicators():
    """All are satisfactory but the return, which is just below ten percent."""
    actual = _indicators(_DEFAULT_RULES)
    assert [actual[name].category for name in ("LAR", "PAR", "RR", "CCr", "ROI")] == [
        "memuaskan",
        "memuaskan",
        "memuaskan",
        "memuaskan",
        "minimum",
    ]


def test_the_profit_of_the_year_is_shared_as_in_the_books():
    """94,021,848 is shared 10/30/60 over environment, social and capital."""
    case = _CASES["upk-a-labarugi-2022"]
    figures, expected = case["inputs"], case["expected"]
    profit = Rupiah(figures["pendapatan_jasa"]) + Rupiah(figures["bunga_bank"]) - Rupiah(figures["total_biaya"])
    assert profit.value == expected["laba_bersih"] == 94_021_848
    shares = split(profit, list(figures["split_pct"].values()))
    assert [share.value for share in shares] == [expected["UPL"], expected["UPS"], expected["modal_dari_laba"]]


@pytest.mark.parametrize(("column", "text"), [("original", ""), ("local_revision", _LOCAL_CLASSES)])
def test_a_missed_count_falls_in_the_class_of_the_rule(column, text):
    """Our default is the original rule; the local revision is a policy."""
    case = _CASES["upk-a-kolek-rule"]
    names = ["lancar", "DPK", "KL", "D", "M"]
    classes = parse_policy(text).classes
    actual = [names[class_of(count, classes).number - 1] for count in case["inputs"]["test_counts"]]
    assert actual == case["expected"][column]


def _by_class(classes) -> dict[int, Rupiah]:
    balances = {item.number: NIL for item in classes}
    for ksm in _LOANS:
        balances[class_of(_position(ksm).missed_count, classes).number] += _outstanding(ksm)
    return balances


def test_the_balances_fall_into_the_local_classes():
    """The whole balance of a loan goes into one class, and the classes add up to the account (REAL-07)."""
    case = _CASES["REAL-07-lu02-dec"]["expected"]
    balances = _by_class(parse_policy(_LOCAL_CLASSES).classes)
    assert [balance.value for balance in balances.values()] == list(case["classes"].values())
    assert total(list(balances.values())).value == case["total"]
    stricter = _by_class(DEFAULT_CLASSES)
    assert [balance.value for balance in stricter.values()] == list(
        case["classes_if_one_missed_is_perhatian_khusus"].values()
    )


def test_the_reserve_of_whole_balances_is_55_540_022():
    """Half a percent of the first two classes and all of the stuck loan (REAL-07, REAL-09)."""
    classes = parse_policy(_LOCAL_CLASSES).classes
    assert [item.reserve_percent for item in classes] == [
        Fraction(rate) for rate in _CASES["REAL-07-lu02-dec"]["inputs"]["reserve_pct"]
    ]
    balances = _by_class(classes)
    asked = total([reserve(balances[item.number], item.reserve_percent) for item in classes])
    assert asked.value == _CASES["REAL-07-lu02-dec"]["expected"]["reserve"] == 55_540_022
    assert asked.value == _CASES["REAL-09-three-reserves"]["expected"]["whole_balance_by_installments_missed"]


def test_a_group_that_pays_its_jasa_first_lets_principal_slip():
    """The receipts of KSM 07 are laid out as its UPK did by hand, from the second one on.

    The first holds jasa Rp200 over, a slip of the books, and is taken as the instalment it was meant for.
    """
    case = _CASES["upk-a-partpay"]
    figures, expected = case["inputs"], case["expected"]
    schedule = _schedule(figures["plafon"], figures["tenor"], figures["cair"])
    paid = Paid(schedule[0].principal, schedule[0].jasa, schedule[0].titipan)
    order = DEFAULT_POLICY.allocation.order
    for received, split_by_hand in list(zip(figures["cash_received"], expected["split"], strict=True))[1:]:
        got = allocate(Rupiah(received["total"]), schedule, paid, date.fromisoformat(received["tgl"]), order)
        assert got.principal.value == split_by_hand["pokok"]
        assert (got.jasa + got.titipan).value == split_by_hand["jasa_incl_bop"]
        paid += Paid(got.principal, got.jasa, got.titipan)
    assert paid.principal.value == expected["total_pokok"]
    assert figures["plafon"] - paid.principal.value == expected["saldo_2022_12_31"]
    behind = position(schedule, paid, _YEAR_END, _DEFAULT_RULES).arrears_principal
    assert behind.value == expected["tunggakan_pokok_2022_12_31"]


def test_receipts_are_laid_out_as_in_the_books_but_for_two_known_slips():
    """All 107 receipts but those of the group booked to principal by hand and those after the Rp200 slip agree."""
    paid = dict.fromkeys(_LOANS, Paid())
    differing = []
    for line in _LEDGER["receipts"]:
        ksm, booked = line["ksm"], Paid(Rupiah(line["pokok"]), Rupiah(line["jasa"]), Rupiah(line["bop"]))
        amount = booked.principal + booked.jasa + booked.titipan
        received_on = date.fromisoformat(line["tgl"])
        got = allocate(amount, _schedule_of(ksm), paid[ksm], received_on, DEFAULT_POLICY.allocation.order)
        if Paid(got.principal, got.jasa, got.titipan) != booked:
            differing.append((ksm, (got.principal - booked.principal).value))
        paid[ksm] += booked
    assert len(_LEDGER["receipts"]) == 107
    assert {ksm for ksm, _ in differing} == {"KSM 02", "KSM 07"}
    assert {moved for ksm, moved in differing if ksm == "KSM 07"} == {200}
    assert {ksm: held.principal.value for ksm, held in paid.items()} == {
        ksm: loan["pokok_paid"] for ksm, loan in _LOANS.items()
    }


def test_the_month_ends_follow_from_disbursements_and_receipts():
    """Lent, received and the balance at each month's end are those of the books."""
    expected = _LEDGER["expected"]
    balance = NIL
    for month in months_through(Month(2022, 2), Month(2022, 12)):
        figures = expected["month_end"][str(month)]
        lent = [Rupiah(line["cair"]) for line in _LEDGER["disbursements"] if _in(month, line)]
        received = [
            Paid(Rupiah(line["pokok"]), Rupiah(line["jasa"]), Rupiah(line["bop"]))
            for line in _LEDGER["receipts"]
            if _in(month, line)
        ]
        got = sum(received, Paid())
        balance += total(lent) - got.principal
        assert (total(lent).value, len(received)) == (figures["cair"], figures["n_terima"])
        assert (got.principal.value, got.jasa.value, got.titipan.value) == (
            figures["pokok"],
            figures["jasa"],
            figures["bop"],
        )
        assert balance.value == figures["saldo_akhir"]
    assert balance.value == expected["piutang_2022_12_31"]


def _in(month: Month, line) -> bool:
    return month.first_on <= date.fromisoformat(line["tgl"]) <= month.last_on
