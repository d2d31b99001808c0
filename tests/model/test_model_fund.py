"""The model's fund against the books of a real UPK, small funds worked by hand, and what must hold for any fund."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model import facts as f
from model import reports
from model.books import DEFAULT_CHART, EARLIER_RESULT, RESULT, Account, month_end
from model.fund import Fund
from model.late_fees import FeeRule
from model.policy import Policy, read_policy
from model.schedules import add_months
from model.worked_cases import case, cases, day

OPENING = date(2024, 12, 31)


def opened(*facts, policy=None):
    """A fund with money, two groups and these facts."""
    base = [
        f.Opening("buka", OPENING, {"11010": 20_000_000, "11021": 180_000_000, "31010": -200_000_000}),
        f.Group("g1", OPENING, "ANGGREK", "Anggrek", "1", "2"),
        f.Group("g2", OPENING, "MAWAR", "Mawar", "001", "02"),
    ]
    if policy:
        base.append(f.PolicyVersion("p", OPENING, policy))
    return Fund([*base, *facts])


LOAN = f.Loan("cair", date(2025, 1, 5), "P-0001", "ANGGREK", 12_000_000, 12)


def receipt(name, when, amount=1_180_000, **more):
    """A receipt on the loan P-0001."""
    return f.Receipt(name, when, "P-0001", amount, **more)


# Real books ----------------------------------------------------------------------------------------------------------


def real_ledger():
    """The loans and receipts of a real UPK in 2022, with the one receipt dated a day before its loan on that day."""
    one = cases("upk_a_receipts")[0]
    terms = {loan["ksm"]: loan["tenor"] for loan in case("upk_a", "upk-a-portfolio-2022-12-31")["inputs"]["loans"]}
    facts = [f.Opening("buka", date(2021, 12, 31), {"11010": 2_000_000_000, "31010": -2_000_000_000})]
    paid_out = {}
    for place, row in enumerate(one["disbursements"]):
        paid_out[row["ksm"]] = day(row["tgl"])
        facts += [
            f.Group(f"g{place}", date(2021, 12, 31), row["ksm"], row["ksm"], "1"),
            f.Loan(
                f"c{place}", day(row["tgl"]), row["ksm"], row["ksm"], row["cair"], terms[row["ksm"]],
                rate=Fraction("1.45"), deposit_rate=Fraction("0.05"),
            ),
        ]  # fmt: skip
    for place, row in enumerate(one["receipts"]):
        parts = {"pokok": row["pokok"], "jasa": row["jasa"], "titipan": row["bop"]}
        when = max(day(row["tgl"]), paid_out[row["ksm"]])
        facts.append(f.Receipt(f"t{place}", when, row["ksm"], sum(parts.values()), parts))
    return Fund(facts), one["expected"]


def test_a_year_of_a_real_upk():
    fund, expected = real_ledger()
    for month, figures in expected["month_end"].items():
        end = month_end(day(f"{month}-01"))
        rows = reports.progress(fund, end, everything=True).values()
        assert sum(row["saldo_pokok"] for row in rows) == figures["saldo_akhir"]
        assert fund.books.balance("11030", end) == figures["saldo_akhir"]
        for part, name in (("pokok", "pokok"), ("jasa", "jasa"), ("titipan", "bop")):
            assert sum(row[f"real_{part}_bulan_ini"] for row in rows) == figures[name]
        assert reports.income_statement(fund, end)["41010"]["bulan_ini"] == figures["jasa"]
    end = date(2022, 12, 31)
    assert reports.income_statement(fund, end)["41010"]["sd_bulan_ini"] == expected["total_jasa"]
    assert reports.balance_sheet(fund, end)["21030"] == expected["total_bop"]
    late = {number: row for number, row in reports.arrears_list(fund, end).items() if row["tunggakan_pokok"]}
    found = {number: (row["kali_menunggak"], row["hari_menunggak"]) for number, row in late.items()}
    assert found == {"KSM 02": (9, 245), "KSM 07": (2, 60), "KSM 14": (1, 7)}
    assert reports.performance(fund, end)["LAR"][:2] == (1, 24)
    assert reports.performance(fund, end)["PAR"][:2] == (51_035_000, expected["piutang_2022_12_31"])


CHART_OF_A_REAL_UPK = (
    *DEFAULT_CHART,
    Account("31040", "Modal dari Laba", "modal", roles=("modal",)),
)


def test_the_year_of_a_real_upk_is_closed_and_split():
    """Its trial balance of 31 December 2022 and the split of January 2023: 10, 30 and 60 percent."""
    fund = Fund(
        [
            f.Opening(
                "buka",
                date(2022, 12, 31),
                {
                    "11010": 291_350, "11021": 167_031_129, "11030": 952_039_400, "12010": -8_324_934,
                    "12020": 40_434_600, "12021": -27_905_183, "21030": -2_984_000, "21050": -2_309_156,
                    "21040": -11_611_470, "31010": -859_548_616, "31040": -153_091_272, "41010": -236_902_500,
                    "41020": -1_024_373, "51010": 143_905_025,
                },
            ),
            f.YearClose(
                "tutup", date(2023, 1, 20), 2022, (("UPL", 10, "21050"), ("UPS", 30, "21040"), ("M", 60, "31040"))
            ),
        ],
        CHART_OF_A_REAL_UPK,
    )  # fmt: skip
    assert fund.books.balance_sheet_totals(date(2022, 12, 31)) == (1_123_566_362, 1_123_566_362)
    assert reports.balance_sheet(fund, date(2022, 12, 31))[RESULT] == 94_021_848
    assert reports.balance_sheet(fund, date(2023, 1, 19))[EARLIER_RESULT] == 94_021_848
    after = reports.balance_sheet(fund, date(2023, 1, 31))
    assert (after[EARLIER_RESULT], after["31030"]) == (0, 0)
    assert after["21050"] == 2_309_156 + 9_402_185
    assert after["21040"] == 11_611_470 + 28_206_554
    assert after["31040"] == 153_091_272 + 56_413_109
    assert reports.income_statement(fund, date(2022, 12, 31))["41010"]["sd_bulan_ini"] == 236_902_500
    assert reports.income_statement(fund, date(2023, 1, 31))["41010"]["sd_bulan_ini"] == 0
    assert reports.trial_balance(fund, date(2023, 1, 31))[EARLIER_RESULT] == {
        "saldo_awal": -94_021_848, "debit": 236_902_500 + 1_024_373, "kredit": 143_905_025, "saldo_akhir": 0,
    }  # fmt: skip


def test_a_real_opening_balance_closes():
    """Before its reserve was booked: 1.131.891.296 on both sides."""
    given = case("upk_a", "upk-a-portfolio-2022-12-31")
    assert given["expected"]["piutang_ksm"] == 952_039_400
    sides = 291_350 + 167_031_129 + 952_039_400 + 40_434_600 - 27_905_183
    assert sides == 859_548_616 + 153_091_272 + 11_611_470 + 2_309_156 + 15_810_782 + 86_536_000 + 2_984_000


# Small funds worked by hand ------------------------------------------------------------------------------------------


def test_receipts_typed_in_the_wrong_order_are_laid_by_their_days():
    fund = opened(LOAN, receipt("maret", date(2025, 3, 5)), receipt("februari", date(2025, 2, 5)))
    rows = {month: reports.progress(fund, month_end(date(2025, month, 1)))["P-0001"] for month in (2, 3)}
    assert [rows[month]["real_jasa_bulan_ini"] for month in (2, 3)] == [180_000, 180_000]
    assert reports.arrears_list(fund, date(2025, 2, 28)) == {}


def test_a_reversal_on_the_day_leaves_nothing():
    clean = opened(LOAN, receipt("maret", date(2025, 3, 5)))
    fund = opened(
        LOAN,
        receipt("salah", date(2025, 2, 5)),
        receipt("maret", date(2025, 3, 5)),
        f.Reversal("batal", date(2025, 2, 5), "salah"),
    )
    for end in (date(2025, 2, 28), date(2025, 3, 31)):
        assert reports.progress(fund, end) == reports.progress(clean, end)
        assert reports.trial_balance(fund, end) == reports.trial_balance(clean, end)


def test_a_later_reversal_takes_effect_on_its_day():
    fund = opened(
        LOAN,
        receipt("februari", date(2025, 2, 5)),
        receipt("maret", date(2025, 3, 5)),
        f.Reversal("batal", date(2025, 4, 2), "februari"),
    )
    rows = {month: reports.progress(fund, month_end(date(2025, month, 1)))["P-0001"] for month in (2, 3, 4)}
    assert [rows[month]["real_jasa"] for month in (2, 3, 4)] == [180_000, 360_000, 180_000]
    assert [rows[month]["saldo_pokok"] for month in (2, 3, 4)] == [11_000_000, 10_000_000, 11_000_000]
    assert fund.books.balance("11030", date(2025, 4, 30)) == 11_000_000
    assert fund.books.balance("11010", date(2025, 4, 30)) == 20_000_000 - 12_000_000 + 1_180_000
    assert reports.trial_balance(fund, date(2025, 4, 30))["41010"]["saldo_akhir"] == -180_000


def test_a_reschedule_rounds_as_any_schedule_and_carries_the_jasa_behind():
    fund = opened(
        LOAN,
        receipt("mei", date(2025, 5, 20), 590_000),
        f.Reschedule("ulang", date(2025, 6, 10), "P-0001", 12),
    )
    loan = fund.state(date(2025, 6, 30)).loans["P-0001"]
    assert [row.jasa for row in loan.rows] == [205_900] * 11 + [180_000 + 25_100]
    assert reports.arrears_list(fund, date(2025, 6, 30)) == {}
    assert loan.loan_class(date(2025, 6, 30)).name == "Kurang Lancar"


@pytest.mark.parametrize(
    ("paid_out", "settled", "month", "jasa"),
    [
        (date(2025, 1, 1), date(2025, 1, 31), "pinjaman", 180_000),
        (date(2025, 1, 31), date(2025, 2, 1), "pinjaman", 180_000),
        (date(2025, 1, 5), date(2025, 2, 5), "pinjaman", 180_000),
        (date(2025, 1, 5), date(2025, 2, 6), "pinjaman", 360_000),
        (date(2025, 1, 5), date(2025, 2, 6), "kalender", 180_000),
        (date(2025, 1, 1), date(2025, 1, 31), "kalender", 0),
    ],
)
def test_a_settlement_counts_the_running_month(paid_out, settled, month, jasa):
    loan = f.Loan("cair", paid_out, "P-0001", "ANGGREK", 12_000_000, 12)
    fund = opened(loan, f.Settlement("lunas", settled, "P-0001"), policy=Policy(settlement_month=month))
    assert fund.contracts()["lunas"]["jasa"] == jasa
    row = reports.progress(fund, month_end(settled))["P-0001"]
    assert (row["saldo_pokok"], row["tunggakan_jasa"], row["status"]) == (0, 0, "lunas")
    assert reports.progress(fund, add_months(settled, 3)) == {}


@pytest.mark.parametrize(("how", "jasa"), [(None, 900_000), ("tidak", 0)])
def test_a_policy_lets_no_jasa_go_that_is_due(how, jasa):
    loan = f.Loan("cair", date(2025, 1, 5), "P-0001", "ANGGREK", 12_000_000, 12)
    settled = f.Settlement("lunas", date(2025, 6, 6), "P-0001", jasa=how)
    fund = opened(loan, settled, policy=Policy(settlement_jasa="tidak"))
    assert fund.contracts()["lunas"]["jasa"] == jasa


def test_jasa_owed_after_the_principal_does_not_vanish():
    fund = opened(LOAN, receipt("semua", date(2025, 3, 10), 12_000_000, parts={"pokok": 12_000_000}))
    row = reports.arrears_list(fund, date(2025, 12, 31))["P-0001"]
    assert (row["saldo_pokok"], row["tunggakan_jasa"], row["kali_menunggak"]) == (0, 360_000, 0)
    assert reports.billing_plan(fund, date(2025, 12, 31))["P-0001"][0]["tunggakan"] == 360_000
    assert reports.performance(fund, date(2025, 12, 31))["LAR"][:2] == (0, 0)
    assert reports.progress(fund, date(2025, 12, 31))["P-0001"]["status"] == "berjalan"


def test_write_off_takes_what_the_reserve_holds_and_recovery_gives_it_back():
    fund = opened(
        LOAN,
        f.ReserveAdjustment("cadangan", date(2025, 6, 30), 5_000_000),
        f.WriteOff("hapus", date(2025, 7, 1), "P-0001"),
        receipt("pulih", date(2025, 8, 1), 1_000_000),
    )
    assert fund.books.balance("12010", date(2025, 7, 31)) == 0
    assert fund.books.balance("51080", date(2025, 7, 31)) == 12_000_000
    assert fund.books.balance("12010", date(2025, 8, 31)) == -1_000_000
    area = reports.neighbourhoods(fund, date(2025, 8, 31))["01"]
    assert area["disalurkan"] - area["kembali"] - area["hapus_buku"] == area["saldo_pokok"] == 0


def test_savings_and_their_use():
    fund = opened(
        f.SavingsDeposit("setor", date(2025, 1, 5), "ANGGREK", 700_000),
        LOAN,
        f.SavingsUse("pakai", date(2025, 2, 10), "P-0001", 500_000, moved=True),
        f.SavingsWithdrawal("ambil", date(2025, 2, 11), "ANGGREK", 50_000),
    )
    end = date(2025, 2, 28)
    assert reports.savings_register(fund, end)["ANGGREK"] == {"debit": 550_000, "kredit": 700_000, "saldo": 150_000}
    assert reports.balance_sheet(fund, end)["21020"] == 150_000
    assert fund.books.balance("11022", end) == 150_000
    row = reports.progress(fund, end)["P-0001"]
    assert (row["real_jasa"], row["real_pokok"]) == (180_000, 320_000)


def test_compulsory_savings_are_part_of_the_instalment():
    loan = f.Loan("cair", date(2025, 1, 5), "P-0001", "ANGGREK", 6_000_000, 12, rate=Fraction("0.75"))
    fund = opened(loan, receipt("bayar", date(2025, 2, 5), 570_000), policy=Policy(saving_percent=Fraction(5)))
    assert fund.state(date(2025, 2, 5)).loans["P-0001"].receipts[0][2]["tabungan"] == 25_000
    assert reports.savings_register(fund, date(2025, 2, 28))["ANGGREK"]["saldo"] == 25_000


def test_a_late_fee_is_paid_first_and_stops_when_the_arrears_are_paid():
    policy = Policy(fee=FeeRule("per_hari", rupiah=1_000))
    fund = opened(LOAN, receipt("bayar", date(2025, 2, 15), 1_190_000), policy=policy)
    loan = fund.state(date(2025, 3, 5)).loans["P-0001"]
    assert loan.receipts[0][2] == {"denda": 10_000, "jasa": 180_000, "titipan": 0, "pokok": 1_000_000, "tabungan": 0}
    assert loan.fee_owed() == 0
    assert fund.state(date(2025, 3, 8)).loans["P-0001"].fee_owed() == 3_000


def test_a_group_with_two_loans_is_one_group():
    second = f.Loan("cair2", date(2025, 3, 5), "P-0002", "ANGGREK", 6_000_000, 12)
    fund = opened(LOAN, second)
    end = date(2025, 4, 30)
    assert reports.performance(fund, end)["LAR"][:2] == (1, 1)
    assert reports.performance(fund, end)["PAR"][:2] == (12_000_000, 18_000_000)
    table = reports.collectability(fund, end)
    assert [table[number]["jumlah_ksm"] for number in (1, 2, 3)] == [0, 0, 1]
    assert reports.neighbourhoods(fund, end)["01"]["jumlah_ksm"] == 1


def test_over_payments_and_negative_days_are_named():
    fund = opened(LOAN, receipt("banyak", date(2025, 2, 5), 20_000_000))
    texts = [text for _, _, text in fund.faults()]
    assert "lebih bayar 5840000" in texts
    assert "saldo pokok -5840000" in texts
    twice = opened(LOAN, f.Entry("keluar", date(2025, 1, 6), "51010", "11010", 9_000_000))
    assert (date(2025, 1, 6), "11010", "saldo -1000000") in twice.faults()
    assert opened(LOAN).faults() == []


def test_a_cash_book_runs_from_its_opening_balance():
    fund = opened(
        LOAN, receipt("bayar", date(2025, 2, 5)), f.Entry("setor", date(2025, 2, 5), "11021", "11010", 500_000)
    )
    before, rows = reports.account_book(fund, "11010", date(2025, 2, 28))
    assert before == 8_000_000
    assert [row[2:] for row in rows] == [(1_180_000, 0, 9_180_000), (0, 500_000, 8_680_000)]
    assert rows[-1][-1] == fund.books.balance("11010", date(2025, 2, 28))


def test_a_policy_is_read_from_its_mapping():
    policy = read_policy(
        {
            "pembulatan": {"kelipatan": 1000},
            "kinerja": {"lar": {"memuaskan": "5", "minimum": "7,5"}},
            "kolektibilitas": [{"kelas": 1, "nama": "Lancar", "dari": 0, "cadangan_persen": "0,5"}],
            "kalender": {"libur": ["2026-03-20"], "geser": "maju"},
        }
    )
    assert (policy.step, policy.bands["LAR"]) == (1000, (Fraction(5), Fraction(15, 2)))
    assert policy.classes[0].reserve_percent == Fraction(1, 2)
    assert policy.days_off == {date(2026, 3, 20)}
    assert read_policy({}) == Policy()


# Properties ----------------------------------------------------------------------------------------------------------


@st.composite
def any_facts(draw):
    """Loans, receipts, savings, costs, reversals and closes on any days of two years."""
    facts = []
    loans = draw(st.integers(1, 3))
    offsets = st.integers(1, 700)
    for number in range(loans):
        when = OPENING + timedelta(days=draw(st.integers(1, 200)))
        group = draw(st.sampled_from(["ANGGREK", "MAWAR"]))
        amount, term = draw(st.integers(1, 50)) * 100_000, draw(st.integers(3, 12))
        facts.append(f.Loan(f"c{number}", when, f"P-{number}", group, amount, term, deposit_rate=Fraction(1, 20)))
    for place in range(draw(st.integers(0, 12))):
        loan = draw(st.sampled_from(facts[:loans]))
        when = loan.date + timedelta(days=draw(st.integers(0, 500)))
        facts.append(f.Receipt(f"t{place}", when, loan.number, draw(st.integers(1, 800_000))))
    for place in range(draw(st.integers(0, 4))):
        when, amount = OPENING + timedelta(days=draw(offsets)), draw(st.integers(1, 900_000))
        facts.append(draw(st.sampled_from([
            f.Entry(f"e{place}", when, "51010", "11010", amount),
            f.Entry(f"e{place}", when, "11021", "41020", amount),
            f.SavingsDeposit(f"e{place}", when, "MAWAR", amount),
            f.ReserveAdjustment(f"e{place}", when, amount),
        ])))  # fmt: skip
    for place, victim in enumerate(draw(st.lists(st.sampled_from(facts[loans:] or facts), max_size=3, unique=True))):
        later = victim.date + timedelta(days=draw(st.integers(0, 90)))
        facts.append(f.Reversal(f"r{place}", later, victim.id))
    loan = draw(st.sampled_from(facts[:loans]))
    when = loan.date + timedelta(days=draw(st.integers(30, 400)))
    change = draw(st.sampled_from([
        None,
        f.Settlement("ubah", when, loan.number),
        f.Reschedule("ubah", when, loan.number, 6, jasa_arrears="pisah"),
        f.WriteOff("ubah", when, loan.number),
    ]))  # fmt: skip
    if change:
        facts.append(change)
    if draw(st.booleans()):
        when = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 300)))
        facts.append(f.YearClose("tutup", when, 2025, (("UPL", 10, "21050"), ("Modal", 60, "31010"))))
    return facts


DAYS = st.integers(1, 800).map(lambda offset: month_end(OPENING + timedelta(days=offset)))


@given(any_facts(), DAYS)
@settings(max_examples=60, deadline=None)
def test_every_table_agrees_with_every_other(facts, end):
    fund = opened(*facts, policy=Policy(fee=FeeRule("per_angsuran", rupiah=5_000)))
    assert all(sum(amount for _, amount in posting.lines) == 0 for posting in fund.journal)
    trial = reports.trial_balance(fund, end)
    for column in ("saldo_awal", "saldo_akhir"):
        assert sum(row[column] for row in trial.values()) == 0
    assert sum(row["debit"] for row in trial.values()) == sum(row["kredit"] for row in trial.values())
    assets, claims = fund.books.balance_sheet_totals(end)
    assert assets == claims
    rows = reports.progress(fund, end, everything=True)
    before = reports.progress(fund, reports.last_month(end), everything=True)
    for number, row in rows.items():
        for part in ("pokok", "jasa", "titipan"):
            assert row[f"real_{part}"] == row[f"real_{part}_sd_lalu"] + row[f"real_{part}_bulan_ini"]
            assert row[f"real_{part}_sd_lalu"] == (before[number][f"real_{part}"] if number in before else 0)
    balance = sum(row["saldo_pokok"] for row in rows.values())
    assert fund.books.balance("11030", end) == balance
    state = fund.state(end)
    assert {code: fund.books.balance(code, end) for code in ("11010", "12010", "21020", "21030")} == {
        code: state.balances[code] for code in ("11010", "12010", "21020", "21030")
    }
    if all(row["saldo_pokok"] >= 0 for row in rows.values()):
        assert sum(row["saldo_pokok"] for row in reports.collectability(fund, end).values()) == balance
    assert sum(row["saldo"] for row in reports.savings_register(fund, end).values()) == -state.balances["21020"]


@given(st.data(), any_facts(), DAYS)
@settings(max_examples=40, deadline=None)
def test_the_order_of_recording_is_of_no_weight(data, facts, end):
    """Any order of the same facts gives the same reports, as long as no two facts of a loan's day change a contract.

    Of two adjustments of the reserve the one recorded last counts with the other.
    """
    shuffled = data.draw(st.permutations(facts))
    one, other = opened(*facts), opened(*shuffled)
    if any(fault for fault in one.faults() if "belum ada" in fault[2] or "lebih bayar" in fault[2]):
        return
    if sum(isinstance(fact, f.ReserveAdjustment) for fact in facts) > 1:
        return
    busy = {(fact.date, fact.loan) for fact in facts if isinstance(fact, (f.Settlement, f.Reschedule, f.WriteOff))}
    if any(isinstance(fact, f.Receipt) and (fact.date, fact.loan) in busy for fact in facts):
        return
    for report in (reports.progress, reports.trial_balance, reports.performance, reports.neighbourhoods):
        assert report(one, end) == report(other, end)
