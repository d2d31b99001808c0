"""The indicators and the month's one page, against figures worked out by hand."""

from datetime import date
from fractions import Fraction

from danabergulir.domain.books import Books
from danabergulir.domain.fund.measures import year_figures
from danabergulir.domain.groups import KSM
from danabergulir.domain.journal import Event
from danabergulir.domain.loans.arrears import definition
from danabergulir.domain.policy.rules import DEFAULT_POLICY, PerformanceRules
from danabergulir.frozen import replace
from danabergulir.money import Rupiah
from danabergulir.reports.model.sheet import Style
from danabergulir.reports.month.performance import performance
from danabergulir.reports.month.summary import summary
from reports.small_books import books, ksm, loan_book, move, paid, posting
from reports.table_reading import lines_of

ON_TIME = loan_book(paid_all=paid(100_000, 18_000), paid_before_month=paid())
THREE_MISSED = loan_book("P-0002", borrower=ksm("K-02", "Mawar", "02"), disbursed_on=date(2022, 10, 15))
FRESH = loan_book("P-0003", borrower=ksm("K-03", "Melur", "03"), disbursed_on=date(2023, 1, 20))
OPENING = {"11010": 6_620_000, "12010": -20_000, "31010": -4_000_000, "31020": -2_600_000}


def january(policy=DEFAULT_POLICY, **more) -> Books:
    """Return a month with Rp100.000 of income, Rp60.000 of cost and capital of Rp6.600.000."""
    return books(
        "2023-01",
        posting(date(2023, 1, 16), move("11010", "41010", 18_000)),
        posting(date(2023, 1, 31), move("11021", "41020", 82_000)),
        posting(date(2023, 1, 31), move("51010", "11010", 40_000), move("51050", "11010", 20_000)),
        opening=OPENING,
        policy=policy,
        **more,
    )


def test_every_indicator_stands_with_its_two_numbers():
    """Numerators and denominators are whole numbers: groups for LAR, rupiah for the rest."""
    section = performance(january(loans=[ON_TIME, THREE_MISSED, FRESH])).section
    assert lines_of(section, "indikator", "pembilang", "penyebut", "nilai_persen", "kategori") == [
        ("LAR", 1, 3, Fraction(100, 3), "penundaan"),
        ("PAR", 1_200_000, 3_500_000, Fraction(240, 7), "penundaan"),
        ("RR", 3_200_000, 3_500_000, Fraction(640, 7), "memuaskan"),
        ("CCr", 100_000, 60_000, Fraction(500, 3), "memuaskan"),
        ("ROI", 480_000, 6_600_000, Fraction(80, 11), "minimum"),
        ("PAR1", 1_200_000, 3_500_000, Fraction(240, 7), ""),
        ("PAR30", 1_200_000, 3_500_000, Fraction(240, 7), ""),
        ("PAR60", 1_200_000, 3_500_000, Fraction(240, 7), ""),
        ("PAR90", 0, 3_500_000, Fraction(0), ""),
    ]


def test_nothing_is_graded_on_the_first_day_of_an_empty_fund():
    """Where there is nothing to divide by, the percentage is empty and the category says why."""
    section = performance(books("2023-01")).section
    assert lines_of(section, "indikator", "nilai_persen", "kategori") == [
        *((name, None, "tidak dapat dihitung") for name in ("LAR", "PAR", "RR", "CCr", "ROI")),
        *((name, None, "") for name in ("PAR1", "PAR30", "PAR60", "PAR90")),
    ]


def test_roi_is_printed_to_the_nearest_rupiah_and_graded_exact():
    """A profit of 100 by July makes 171 3/7 a year: printed as 171, with the exact percentage."""
    july = books("2023-07", posting(date(2023, 7, 1), move("11010", "41010", 100)), opening={"31010": -1000})
    (roi,) = (line for line in lines_of(performance(july).section) if line[0] == "ROI")
    assert roi[:4] == ("ROI", 171, 1000, Fraction(120, 7))


def test_year_figures_leave_out_other_years_the_close_and_the_excepted_accounts():
    """Only January to date counts; a year's close moves results without being one."""
    policy = replace(DEFAULT_POLICY, performance=PerformanceRules(ccr_except=("51050",)))
    figures = year_figures(
        books(
            "2023-12",
            posting(date(2022, 12, 31), move("11010", "41010", 7)),
            posting(date(2023, 3, 1), move("11010", "41010", 500)),
            posting(date(2023, 4, 1), move("51010", "11010", 30), move("51050", "11010", 20)),
            posting(date(2023, 12, 31), move("41010", "31030", 507), event=Event.YEAR_CLOSE),
            opening=OPENING,
            policy=policy,
        )
    )
    assert (figures.income, figures.cost, figures.cost_excepted, figures.capital, figures.month_number) == (
        Rupiah(500),
        Rupiah(50),
        Rupiah(20),
        Rupiah(6_600_000),
        12,
    )


def test_the_limits_in_force_are_printed_in_words():
    """The notes hold a sentence per graded indicator and the reading of lateness."""
    assert performance(january()).notes == (
        "LAR: memuaskan sampai 10 %, minimum sampai kurang dari 20 %, penundaan mulai 20 %.",
        "PAR: memuaskan sampai 10 %, minimum sampai kurang dari 20 %, penundaan mulai 20 %.",
        "RR: memuaskan mulai 90 %, minimum mulai 80 %, penundaan di bawah 80 %.",
        "CCr: memuaskan mulai 125 %, minimum mulai 100 %, penundaan di bawah 100 %.",
        "ROI: memuaskan mulai 10 %, minimum mulai 0 %, penundaan di bawah 0 %.",
        "Penundaan = tambahan dana untuk UPK ditahan dulu.",
        "PAR1 sampai PAR90 dihitung menurut hari terlambat dan tidak diberi kategori.",
        definition(DEFAULT_POLICY.arrears),
    )


def test_one_page_tells_the_month():
    """Money, loans, arrears, grades, next month and reserve stand as sentences ready to read."""
    section = summary(january(loans=[ON_TIME, THREE_MISSED, FRESH])).section
    assert lines_of(section) == [
        ("Kas", "Rp6.578.000"),
        ("Bank", "Rp82.000"),
        ("Bank tabungan", "Rp0"),
        ("Pendapatan bulan ini", "Rp100.000"),
        ("Biaya bulan ini", "Rp60.000"),
        ("Laba sejak Januari", "Rp40.000"),
        ("Selisih kas", "kas belum dihitung"),
        ("Bukti yang dibatalkan", "tidak ada"),
        ("Saldo pinjaman", "Rp3.500.000"),
        ("KSM yang masih meminjam", "3 KSM"),
        ("Disalurkan bulan ini", "1 KSM, Rp1.200.000"),
        ("Pokok kembali bulan ini", "Rp100.000"),
        ("Jasa diterima bulan ini", "Rp18.000"),
        ("KSM yang menunggak", "1 KSM"),
        ("Tunggakan pokok", "Rp300.000"),
        ("Tunggakan jasa", "Rp54.000"),
        ("Menunggak ke-1: Mawar (RW 02)", "Rp354.000, 77 hari"),
        ("Usulan sanksi", "1 KSM"),
        ("LAR (KSM menunggak 3 kali ke atas)", "33,33 % (penundaan)"),
        ("PAR (pinjaman menunggak 3 kali ke atas)", "34,29 % (penundaan)"),
        ("RR (tingkat pengembalian pinjaman)", "91,43 % (memuaskan)"),
        ("CCr (pendapatan dibanding biaya)", "166,67 % (memuaskan)"),
        ("ROI (laba setahun dibanding modal)", "7,27 % (minimum)"),
        ("Angsuran jatuh tempo", "Rp354.000"),
        ("Tunggakan yang masih ditagih", "Rp354.000"),
        ("Cadangan risiko yang diperlukan", "Rp203.000"),
        ("Cadangan risiko yang sudah dibukukan", "Rp20.000"),
        ("Selisih cadangan risiko", "kurang Rp183.000"),
    ]


def test_one_page_has_a_heading_over_each_group_of_facts():
    """The headings stand on screen and paper, in the order of a meeting."""
    section = summary(january()).section
    assert [row.cells[0] for row in section.rows if row.style is Style.HEADING] == [
        "Uang",
        "Pinjaman",
        "Tunggakan",
        "Kinerja",
        "Bulan depan",
        "Cadangan risiko pinjaman",
    ]


def test_one_page_of_an_empty_fund_says_that_there_is_nothing():
    """On the first day there is no late group, no sanction and no indicator."""
    facts = dict(lines_of(summary(books("2023-01")).section))
    assert [facts[item] for item in ("Kas", "KSM yang menunggak", "Usulan sanksi", "Selisih cadangan risiko")] == [
        "Rp0",
        "tidak ada",
        "tidak ada",
        "sudah cocok",
    ]
    assert facts["LAR (KSM menunggak 3 kali ke atas)"] == "tidak dapat dihitung"


def test_one_page_names_the_five_worst_loans_only():
    """Seven groups are late; five stand by name, the worst first."""
    groups = [KSM(f"K-{day}", f"Kelompok {day}", "05", "001") for day in range(1, 8)]
    loans = [
        loan_book(f"P-000{day}", borrower=group, disbursed_on=date(2022, 12, day))
        for day, group in enumerate(groups, start=1)
    ]
    facts = lines_of(summary(books("2023-01", loans=loans)).section)
    late = [value for item, value in facts if str(item).startswith("Menunggak ke-")]
    assert late == [f"Rp118.000, {days} hari" for days in (30, 29, 28, 27, 26)]
    assert ("KSM yang menunggak", "7 KSM") in facts


def test_a_cancelled_loan_was_not_disbursed():
    """Money that was taken back the same month is not counted as lent."""
    cancelled = replace(FRESH, outstanding=Rupiah(0))
    facts = dict(lines_of(summary(books("2023-01", loans=[cancelled])).section))
    assert facts["Disalurkan bulan ini"] == "0 KSM, Rp0"
