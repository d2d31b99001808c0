"""The model's fund when it is taken over from older books: loans already running, savings and cost at the opening."""

from datetime import date
from fractions import Fraction

from model import facts as f
from model import reports
from model.fund import Fund
from model.worked_cases import case, day

OPENING = date(2022, 12, 31)


def taken_over():
    """The 24 running loans of a real UPK, brought in at the end of 2022."""
    given = case("upk_a", "upk-a-portfolio-2022-12-31")
    facts = [f.Opening("buka", OPENING, {"11030": 952_039_400, "11010": 1_000_000, "31010": -953_039_400})]
    for loan in given["inputs"]["loans"]:
        facts += [
            f.Group(f"g {loan['ksm']}", OPENING, loan["ksm"], loan["ksm"], "1"),
            f.Loan(
                f"c {loan['ksm']}",
                day(loan["cair"]),
                loan["ksm"],
                loan["ksm"],
                loan["plafon"],
                loan["tenor"],
                rate=Fraction("1.45"),
                deposit_rate=Fraction("0.05"),
                imported=OPENING,
                paid={"pokok": loan["pokok_paid"]},
            ),
        ]
    return facts, given["expected"]


def test_running_loans_of_a_real_upk_come_in_with_their_arrears():
    facts, expected = taken_over()
    fund = Fund(facts)
    rows = reports.progress(fund, OPENING)
    assert {number: row["saldo_pokok"] for number, row in rows.items()} == expected["saldo_per_ksm"]
    assert {row["real_pokok_bulan_ini"] for row in rows.values()} == {0}
    assert fund.books.balance("11030", OPENING) == expected["piutang_ksm"]
    behind = case("upk_a", "upk-a-arrears-2022-12-31")["expected"]["behind"]
    found = {number: row for number, row in reports.arrears_list(fund, OPENING).items() if row["tunggakan_pokok"]}
    assert set(found) == set(behind)
    for number, row in found.items():
        assert row["tunggakan_pokok"] == behind[number]["tunggakan_pokok"]
        assert row["kali_menunggak"] == behind[number]["instalments_not_fully_paid"]
        assert row["menunggak_sejak"].isoformat() == behind[number]["oldest_unpaid_due"]
        assert row["hari_menunggak"] == behind[number]["days_past_due"]
    classes = case("upk_a", "REAL-07-lu02-dec")["expected"]["classes_if_one_missed_is_perhatian_khusus"]
    assert [row["saldo_pokok"] for row in reports.collectability(fund, OPENING).values()] == list(classes.values())


def test_a_receipt_after_the_opening_goes_on_where_the_older_books_stopped():
    facts, _ = taken_over()
    fund = Fund([*facts, f.Receipt("t", date(2023, 1, 9), "KSM 13", 3_933_400)])
    row = reports.progress(fund, date(2023, 1, 31))["KSM 13"]
    # Jasa was brought in as never paid: two months of 580.000 and 20.000 are asked before principal.
    assert (row["real_jasa_bulan_ini"], row["real_titipan_bulan_ini"]) == (1_160_000, 40_000)
    assert row["real_pokok_bulan_ini"] == 2_733_400
    assert row["real_pokok_sd_lalu"] == 3_333_400


def test_savings_and_cost_at_the_opening():
    fund = Fund(
        [
            f.Opening(
                "buka", date(2023, 6, 30), {"11010": 900_000, "51010": 100_000, "21020": -500_000, "31010": -500_000}
            ),
            f.OpeningSaving("s", date(2023, 6, 30), "MAWAR", 500_000),
        ]
    )
    assert reports.savings_register(fund, date(2023, 7, 31))["MAWAR"]["saldo"] == 500_000
    assert reports.income_statement(fund, date(2023, 7, 31))["51010"] == {
        "sd_bulan_lalu": 100_000,
        "bulan_ini": 0,
        "sd_bulan_ini": 100_000,
    }
    assert reports.trial_balance(fund, date(2023, 6, 30))["11010"]["saldo_awal"] == 900_000
