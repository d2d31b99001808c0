"""The balance sheet, the income statement and the trial balance of small books."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from danabergulir.dates import Month
from danabergulir.domain.accounts import Chart
from danabergulir.domain.entries import AccountFigures, Movement
from danabergulir.domain.journal import Event
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.frozen import replace
from danabergulir.reports.model.sheet import Style
from danabergulir.reports.month.catalog import find
from danabergulir.reports.month.statements import balance_sheet, income_statement
from danabergulir.reports.month.trial_balance import trial_balance
from reports.small_books import CHART, account_figures, books, figures_of, keys, lines, move, posting

SHORT = Chart(
    tuple(
        account
        for account in CHART.accounts
        if account.code in {"00000", "11010", "11021", "11030", "12010", "31010", "31030", "41010", "51010", "51080"}
    )
)
"""The accounts that every chart must have, retained result and one cost."""
EARLIER = posting(date(2022, 6, 1), move("11010", "41010", 40_000))
CLOSE = move("41010", "31030", 40_000)
JANUARY = [posting(date(2023, 1, 1), move("11010", "41010", 60_000))]
OPENING = {"11010": 100_000, "11021": 900_000, "11030": 1_000_000, "12010": -50_000, "31010": -1_950_000}


def in_january(*more, **options):
    """Return January 2023: jasa of 60.000 received, 25.000 spent, the reserve raised by 10.000."""
    return books(
        "2023-01",
        posting(date(2023, 1, 1), move("11010", "41010", 60_000)),
        posting(date(2023, 1, 31), move("51010", "11010", 25_000)),
        posting(date(2023, 1, 31), move("51080", "12010", 10_000)),
        *more,
        opening=OPENING,
        chart=SHORT,
        **options,
    )


def test_balance_sheet_lists_every_account_with_contra_accounts_below_nil():
    """Every account stands on neraca, nil ones too, the reserve as a minus and the result as a row of modal."""
    section = balance_sheet(in_january(), beside_last_month=False).section

    assert keys(section) == ["kode", "akun", "kelompok", "saldo"]
    assert lines(section) == [
        ("11010", "Kas", "aset", 135_000),
        ("11021", "Bank UPK", "aset", 900_000),
        ("11030", "Pinjaman KSM", "aset", 1_000_000),
        ("12010", "Cadangan Risiko Pinjaman", "aset", -60_000),
        ("", "JUMLAH AKTIVA", "aset", 1_975_000),
        ("31010", "Modal Awal Dana Bergulir", "modal", 1_950_000),
        ("31030", "Laba Ditahan", "modal", 0),
        ("LABA-2023", "Laba (Rugi) Tahun Berjalan", "modal", 25_000),
        ("", "JUMLAH PASIVA", "", 1_975_000),
    ]
    assert [row.cells[0] for row in section.rows if row.style is Style.HEADING] == ["AKTIVA", "PASIVA"]


def before(found):
    """Return what neraca says of last month, by the first word of each row that has a balance in it."""
    return {line[0] or line[1]: line[4] for line in lines(balance_sheet(found).section) if line[4]}


def test_balance_sheet_shows_last_month_beside_this_one():
    """In January that is December, whose result was another year's; both sides of it are equal too."""
    assert before(in_january(EARLIER)) == OPENING | {
        "11010": 140_000,
        "31010": 1_950_000,
        "JUMLAH AKTIVA": 1_990_000,
        "LABA-LALU": 40_000,
        "JUMLAH PASIVA": 1_990_000,
    }


def test_balance_sheet_keeps_the_row_of_a_result_that_was_divided_since():
    """It is nil now, and was not last month."""
    divided = in_january(EARLIER, posting(date(2023, 1, 20), CLOSE, event=Event.YEAR_CLOSE))
    row = next(line for line in lines(balance_sheet(divided).section) if line[0] == "LABA-LALU")

    assert row[3:] == (0, 40_000)
    assert before(divided)["JUMLAH PASIVA"] == before(divided)["JUMLAH AKTIVA"]


def test_balance_sheet_shows_the_result_of_the_year_so_far():
    """In February last month's is that of January."""
    february = replace(in_january(), month=Month(2023, 2), figures=figures_of(JANUARY, Month(2023, 2), SHORT))

    assert before(february)["LABA-2023"] == 60_000


def test_balance_sheet_is_framed_as_the_form():
    """The page carries the code, the date line, the names of the board and the UPK, and the head of the chain."""
    report = find("neraca").report(in_january(head="0123456789abcdef" * 4))

    assert (report.name, report.title, report.form_code) == ("neraca", "LAPORAN NERACA", "LU-01")
    assert (report.period, report.as_of) == ("2023-01", date(2023, 1, 31))
    assert report.date_line == "Per Tanggal : 31-01-2023"
    assert report.head == {
        "Nama LKM": "Sejahtera",
        "Nama UPK": "Melati",
        "Kelurahan/Desa": "Sukamaju",
        "Kecamatan": "Tirtasari",
        "Kota/Kabupaten": "Kota Contoh",
    }
    assert report.footer == "Kepala buku: 0123456789abcdef"


def test_balance_sheet_prints_the_return_on_capital_with_its_numbers():
    """ROI stands below neraca with the formula and the figures put into it."""
    assert balance_sheet(in_january()).notes == (
        "Neraca seimbang.",
        "ROI = ((Laba-Rugi / Modal) x 12) / bulan ke-1 = ((Rp25.000 / Rp1.950.000) x 12) / 1 = 15,38 % (memuaskan)",
    )


def test_balance_sheet_of_an_empty_month_holds_the_opening_balances():
    """A month without vouchers shows what was carried forward and a result of nil."""
    figures = {line[0]: line[3] for line in lines(balance_sheet(books("2023-01", opening=OPENING)).section) if line[0]}

    assert {code: balance for code, balance in figures.items() if balance} == {
        "11010": 100_000,
        "11021": 900_000,
        "11030": 1_000_000,
        "12010": -50_000,
        "31010": 1_950_000,
    }
    assert figures["LABA-2023"] == 0


def test_balance_sheet_shows_a_loss_as_a_minus():
    """A loss lessens modal."""
    lossy = books("2023-01", posting(date(2023, 1, 5), move("51010", "11010", 30_000)), opening=OPENING, chart=SHORT)

    assert ("LABA-2023", "Laba (Rugi) Tahun Berjalan", "modal", -30_000, 0) in lines(balance_sheet(lossy).section)


def test_balance_sheet_says_that_opening_balances_are_incomplete():
    """The technical account shows only while opening balances are incomplete, under a name that says so."""
    report = balance_sheet(books("2023-01", opening={"11010": 100_000}))

    assert ("00000", "Saldo Awal Belum Lengkap", "modal", 100_000, 100_000) in lines(report.section)
    assert "Saldo awal belum lengkap. Lengkapi saldo awal dan pinjaman yang sudah berjalan." in report.notes


def test_balance_sheet_says_by_how_much_it_does_not_balance():
    """Books that were damaged are shown as they are, with the difference."""
    report = balance_sheet(in_january(figures={"11010": account_figures("11010", before_year=(1_000, 0))}))

    assert report.notes[0] == "Neraca TIDAK seimbang: selisih -Rp134.000. Jalankan: danabergulir periksa"


def results(report):
    """Return the rows of neraca that carry a result."""
    return {line[0]: line[3] for line in lines(report.section) if line[0].startswith(("LABA", "31030"))}


def test_balance_sheet_keeps_an_undivided_result_of_earlier_years_apart():
    """Last year's result has its own row until the year is closed."""
    assert results(balance_sheet(in_january(EARLIER))) == {"31030": 0, "LABA-2023": 25_000, "LABA-LALU": 40_000}


def test_balance_sheet_has_nothing_left_of_a_divided_result():
    """A close of last year, dated within this one, moves the result to capital and leaves this year's alone."""
    closed = in_january(EARLIER, posting(date(2023, 1, 20), CLOSE, event=Event.YEAR_CLOSE))

    assert results(balance_sheet(closed)) == {"31030": 40_000, "LABA-2023": 25_000, "LABA-LALU": 0}


def test_balance_sheet_counts_a_close_on_the_last_day_as_the_years_own():
    """A year closed on its last day has no open result left, and none of an earlier year."""
    december = books(
        "2022-12",
        EARLIER,
        posting(date(2022, 12, 31), CLOSE, event=Event.YEAR_CLOSE),
        opening=OPENING,
        opened_on=date(2021, 12, 31),
    )

    assert results(balance_sheet(december)) == {"31030": 40_000, "LABA-2022": 0}
    assert lines(income_statement(december).section)[-1] == ("", "LABA (RUGI)", "", 40_000, 0, 40_000)


def test_income_statement_adds_the_month_to_what_went_before():
    """Income is credit positive, cost debit positive; earlier years and a year's close are left out."""
    february = books(
        "2023-02",
        EARLIER,
        posting(date(2023, 1, 2), move("11010", "41010", 60_000)),
        posting(date(2023, 2, 1), move("11010", "41010", 5_000)),
        posting(date(2023, 2, 28), move("51010", "11010", 25_000)),
        posting(date(2023, 2, 28), CLOSE, event=Event.YEAR_CLOSE),
        posting(date(2023, 3, 1), move("11010", "41010", 999)),
        opening=OPENING,
        chart=SHORT,
    )
    report = find("laba-rugi").report(february)

    assert keys(report.section) == ["kode", "akun", "kelompok", "sd_bulan_lalu", "bulan_ini", "sd_bulan_ini"]
    assert lines(report.section) == [
        ("41010", "Jasa Pinjaman", "pendapatan", 60_000, 5_000, 65_000),
        ("", "JUMLAH PENDAPATAN", "pendapatan", 60_000, 5_000, 65_000),
        ("51010", "Insentif UPK", "biaya", 0, 25_000, 25_000),
        ("51080", "Biaya Cadangan Risiko Pinjaman", "biaya", 0, 0, 0),
        ("", "JUMLAH BIAYA", "biaya", 0, 25_000, 25_000),
        ("", "LABA (RUGI)", "", 60_000, -20_000, 40_000),
    ]
    assert report.date_line == "Tanggal : 28-02-2023"
    assert report.notes == ("CCr = Pendapatan / Biaya = Rp65.000 / Rp25.000 = 260,00 % (memuaskan)",)


def test_income_statement_leaves_excepted_accounts_out_of_cost_coverage():
    """Accounts that the policy leaves out of CCr are named in the formula and taken off the cost."""
    rules = replace(DEFAULT_POLICY.performance, ccr_except=("51080",))
    report = income_statement(in_january(policy=replace(DEFAULT_POLICY, performance=rules)))

    assert report.notes == (
        "CCr = Pendapatan / (Biaya - Akun 51080) = Rp60.000 / (Rp35.000 - Rp10.000) = 240,00 % (memuaskan)",
    )


def test_income_statement_says_when_cost_coverage_cannot_be_computed():
    """Without any cost there is no CCr."""
    assert income_statement(books("2023-01")).notes == ("CCr = Pendapatan / Biaya = Rp0 / Rp0 = tidak dapat dihitung",)


def test_income_statement_takes_back_what_was_reversed():
    """A reversal in the same month leaves nothing of the income it takes back."""
    reversed_books = books(
        "2023-01",
        posting(date(2023, 1, 5), move("11010", "41010", 60_000)),
        posting(date(2023, 1, 6), move("41010", "11010", 60_000), event=Event.REVERSAL),
    )

    assert lines(income_statement(reversed_books).section)[-1] == ("", "LABA (RUGI)", "", 0, 0, 0)


def test_trial_balance_is_debit_positive_and_sums_to_nil():
    """Every account shows opening balance, month and closing balance; both columns of balances add up to nil."""
    report = find("neraca-saldo").report(in_january())

    assert keys(report.section) == ["kode", "akun", "saldo_awal", "debit", "kredit", "saldo_akhir"]
    assert [line for line in lines(report.section) if line[0] is not None] == [
        ("11010", "Kas", 100_000, 60_000, 25_000, 135_000),
        ("11021", "Bank UPK", 900_000, 0, 0, 900_000),
        ("11030", "Pinjaman KSM", 1_000_000, 0, 0, 1_000_000),
        ("12010", "Cadangan Risiko Pinjaman", -50_000, 0, 10_000, -60_000),
        ("31010", "Modal Awal Dana Bergulir", -1_950_000, 0, 0, -1_950_000),
        ("31030", "Laba Ditahan", 0, 0, 0, 0),
        ("41010", "Jasa Pinjaman", 0, 0, 60_000, -60_000),
        ("51010", "Insentif UPK", 0, 25_000, 0, 25_000),
        ("51080", "Biaya Cadangan Risiko Pinjaman", 0, 10_000, 0, 10_000),
        ("", "JUMLAH", 0, 95_000, 95_000, 0),
    ]
    assert report.form_code == "U-8, U-9"
    assert report.notes == (
        "Saldo kredit ditulis dalam kurung. Jumlah saldo harus nol.",
        "Neraca saldo seimbang.",
        "LABA (RUGI) TAHUN BERJALAN : Rp25.000",
    )


def test_each_part_of_the_trial_balance_is_summed():
    """JUMLAH AKTIVA and JUMLAH PASIVA, which holds the result of the year, are equal; the data has neither."""
    section = trial_balance(in_january()).section
    rows = [row.cells for row in section.rows if row.style is Style.PART]
    parts = {name: [amount.value for amount in amounts] for _, name, *amounts in rows}

    assert parts == {
        "JUMLAH AKTIVA": [1_950_000, 60_000, 35_000, 1_975_000],
        "Laba (Rugi) Tahun Berjalan": [0, 35_000, 60_000, -25_000],
        "JUMLAH PASIVA": [-1_950_000, 35_000, 60_000, -1_975_000],
        "JUMLAH PENDAPATAN": [0, 0, 60_000, -60_000],
        "JUMLAH BIAYA": [0, 35_000, 0, 35_000],
    }
    assert not {row.cells[1] for row in section.data} & parts.keys()


def test_trial_balance_keeps_an_unclosed_year_apart():
    """Income and cost are January to date; last year stands on one row of modal, and a note says so."""
    report = trial_balance(in_january(EARLIER))

    assert ("41010", "Jasa Pinjaman", 0, 0, 60_000, -60_000) in lines(report.section)
    assert ("LABA-LALU", "Laba (Rugi) Tahun Lalu (belum dibagi)", -40_000, 0, 0, -40_000) in lines(report.section)
    assert report.notes[-1] == (
        "Pendapatan dan biaya dihitung sejak Januari. Tahun lalu belum ditutup; labanya di baris LABA-LALU."
    )


def test_trial_balance_shows_closing_entries_on_the_row_of_last_year():
    """The entries of a year's close are debits and credits of their month, not of this year's income."""
    report = trial_balance(in_january(EARLIER, posting(date(2023, 1, 20), CLOSE, event=Event.YEAR_CLOSE)))

    assert ("41010", "Jasa Pinjaman", 0, 0, 60_000, -60_000) in lines(report.section)
    assert ("LABA-LALU", "Laba (Rugi) Tahun Lalu (belum dibagi)", -40_000, 40_000, 0, 0) in lines(report.section)
    assert ("31030", "Laba Ditahan", 0, 0, 40_000, -40_000) in lines(report.section)


def test_trial_balance_shows_a_close_on_the_last_day_as_movements():
    """The entries that close the year itself bring its income to nil."""
    december = books("2022-12", EARLIER, posting(date(2022, 12, 31), CLOSE, event=Event.YEAR_CLOSE), opening=OPENING)

    assert ("41010", "Jasa Pinjaman", -40_000, 40_000, 0, 0) in lines(trial_balance(december).section)


def test_trial_balance_shows_the_technical_account_while_it_has_a_figure():
    """Incomplete opening balances show on the technical account."""
    report = trial_balance(books("2023-01", opening={"11010": 100_000}, chart=SHORT))

    assert ("00000", "Saldo Awal (perantara)", -100_000, 0, 0, -100_000) in lines(report.section)


def test_trial_balance_says_when_it_does_not_balance():
    """Damaged figures leave a remainder in the total row, and the note says so."""
    report = trial_balance(in_january(figures={"11010": account_figures("11010", month=(60_000, 26_000))}))

    assert lines(report.section)[-1] == ("", "JUMLAH", -100_000, 95_000, 96_000, -101_000)
    assert report.notes[1] == "Neraca saldo TIDAK seimbang. Jalankan: danabergulir periksa"


AMOUNTS = st.integers(1, 10**12)
PAIRS = st.lists(st.sampled_from(sorted(CHART)), min_size=2, max_size=2, unique=True)
DAYS = st.dates(date(2021, 1, 1), date(2023, 12, 31))


@st.composite
def any_postings(draw):
    """Draw postings between any two accounts; a close moves income or cost to the retained result."""
    if draw(st.booleans()):
        result = sorted(code for code, account in CHART.items() if account.account_class.is_result)
        code = draw(st.sampled_from(result))
        ends = draw(st.permutations([code, "31030"]))
        return posting(draw(DAYS), move(*ends, draw(AMOUNTS)), event=Event.YEAR_CLOSE)
    return posting(draw(DAYS), move(*draw(PAIRS), draw(AMOUNTS)))


@given(st.lists(any_postings(), max_size=12), st.integers(1, 12))
def test_balance_sheet_balances_whenever_the_figures_sum_to_nil(postings, number):
    """Whatever is recorded and closed, both sides of neraca are equal and the trial balance adds up to nil."""
    picture = books(f"2023-{number:02d}", *postings)
    sides = [line[3] for line in lines(balance_sheet(picture).section) if not line[0]]
    opening, debit, credit, closing = lines(trial_balance(picture).section)[-1][2:]

    assert sides[0] == sides[1]
    assert (opening, closing, debit - credit) == (0, 0, 0)


@given(st.lists(any_postings(), max_size=12))
def test_income_statement_carries_forward(postings):
    """What January shows up to its end is what February shows up to last month."""
    january, february = (income_statement(books(f"2023-{number:02d}", *postings)).section for number in (1, 2))

    assert [line[5] for line in lines(january)] == [line[3] for line in lines(february)]


def test_summed_figures_tell_the_stretches_of_time_apart():
    """The figures that these tests use count a posting once, in the stretch that holds its day."""
    days = (date(2022, 12, 31), date(2023, 1, 1), date(2023, 2, 1), date(2023, 3, 1))
    postings = [posting(day, move("11010", "41010", 10**index)) for index, day in enumerate(days)]
    cash = next(item for item in figures_of(postings, Month(2023, 2)) if item.account.code == "11010")

    assert cash == AccountFigures(CHART["11010"], Movement(1), Movement(10), Movement(100))
