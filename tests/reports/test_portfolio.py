"""The tables about the loans, against figures worked out by hand: 1.200.000 over 12 months is 100.000 and 18.000."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from danabergulir.dates import Frequency
from danabergulir.domain.loans.arrears import definition
from danabergulir.domain.loans.schedule import build_schedule
from danabergulir.domain.policy.choices import MissedRule
from danabergulir.domain.policy.lateness import ArrearsRules
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.frozen import replace
from danabergulir.money import Rupiah
from danabergulir.reports.model.sheet import Style
from danabergulir.reports.month.collectability import collectability_report, reserve_of
from danabergulir.reports.month.collection_plan import collection_plan, to_collect
from danabergulir.reports.month.portfolio import arrears_list, arrears_section, loan_progress, rw_standing
from danabergulir.reports.month.registers import loan_register
from reports.small_books import books, ksm, loan_book, paid
from reports.table_reading import lines_of

MAWAR, MELUR, DAHLIA = ksm("K-02", "Mawar", "02"), ksm("K-03", "Melur", "02"), ksm("K-04", "Dahlia", "01")
ON_TIME = loan_book(paid_all=paid(100_000, 18_000), paid_before_month=paid())
"""Disbursed 15 December 2022, one instalment due and paid in January 2023."""
THREE_MISSED = loan_book("P-0002", borrower=MAWAR, disbursed_on=date(2022, 10, 15), paid_all=paid(0, 18_000))
"""Three instalments due by 15 January; only the jasa of the first was paid, last year."""
CANCELLED = replace(
    loan_book("P-0009", borrower=DAHLIA, disbursed_on=date(2022, 12, 20)), outstanding=Rupiah(0)
)  # fmt: skip


def test_progress_shows_target_and_repayment_before_and_in_the_month():
    """Every figure of the LPP stands in its column, and the total row adds them up."""
    section = loan_progress(books("2023-01", loans=[ON_TIME, THREE_MISSED])).section
    assert lines_of(section) == [
        (
            "P-0001", "Anggrek", "05", "003", date(2022, 12, 15), 12, 1_200_000,
            100_000, 18_000, 0, 0, 100_000, 18_000, 100_000, 18_000, 1_100_000, 0, 0,
            0, 0, 0, "K-01",
        ),
        (
            "P-0002", "Mawar", "02", "003", date(2022, 10, 15), 12, 1_200_000,
            300_000, 54_000, 0, 18_000, 0, 0, 0, 18_000, 1_200_000, 300_000, 36_000,
            0, 0, 0, "K-02",
        ),
        (
            None, "JUMLAH", None, None, None, None, 2_400_000,
            400_000, 72_000, 0, 18_000, 100_000, 18_000, 100_000, 36_000, 2_300_000, 300_000, 36_000,
            0, 0, 0, None,
        ),
    ]  # fmt: skip


def test_progress_shows_titipan_apart_from_jasa():
    """Titipan has its own columns and is not counted as jasa."""
    book = loan_book(titipan_percent="0.05", paid_all=paid(100_000, 18_000, 400))
    section = loan_progress(books("2023-01", loans=[book])).section
    keys = ("target_jasa", "real_jasa", "tunggakan_jasa", "target_titipan", "real_titipan", "tunggakan_titipan")
    assert lines_of(section, *keys)[0] == (18_000, 18_000, 0, 600, 400, 200)


def test_progress_lists_a_loan_paid_off_in_the_month_for_the_last_time():
    """A loan settled this month is listed; one settled before, or cancelled, is not."""
    last_month = loan_book("P-0003", borrower=MELUR, paid_all=paid(1_200_000, 216_000))
    this_month = loan_book("P-0004", borrower=DAHLIA, paid_all=paid(1_200_000, 216_000), paid_before_month=paid())
    section = loan_progress(books("2023-01", loans=[last_month, this_month, CANCELLED])).section
    assert lines_of(section, "pinjaman", "saldo_pokok") == [("P-0004", 0), (None, 0)]


def test_progress_lists_a_loan_disbursed_in_the_month():
    """A loan of this month has no target yet."""
    book = loan_book(disbursed_on=date(2023, 1, 20))
    section = loan_progress(books("2023-01", loans=[book])).section
    assert lines_of(section, "pinjaman", "target_pokok", "saldo_pokok")[0] == ("P-0001", 0, 1_200_000)


def test_arrears_are_listed_worst_first_and_only_for_late_loans():
    """The loan with most missed instalments stands on top; one that paid on time is left out."""
    one_missed = loan_book("P-0005", borrower=DAHLIA)
    section = arrears_list(books("2023-01", loans=[one_missed, ON_TIME, THREE_MISSED])).section
    assert lines_of(section) == [
        (
            "P-0002", "Mawar", "02", "003", 1_200_000, 300_000, 36_000, 3, 77, date(2022, 11, 15), "Kurang Lancar",
            0, 336_000, "K-02",
        ),
        (
            "P-0005", "Dahlia", "01", "003", 1_200_000, 100_000, 18_000, 1, 16, date(2023, 1, 15),
            "Dalam Perhatian Khusus", 0, 118_000, "K-04",
        ),
        (None, "JUMLAH", None, None, 2_400_000, 400_000, 54_000, None, None, None, None, 0, 454_000, None),
    ]  # fmt: skip


def test_arrears_of_equal_count_are_ordered_by_days_and_then_by_number():
    """Among loans with one missed instalment the older one comes first, then the lower number."""
    loans = [
        loan_book("P-0003"),
        loan_book("P-0002"),
        loan_book("P-0001", disbursed_on=date(2022, 12, 31)),
        loan_book("P-0004", disbursed_on=date(2022, 12, 2)),
    ]
    section = arrears_list(books("2023-01", loans=loans)).section
    assert lines_of(section, "pinjaman", "hari_menunggak") == [
        ("P-0004", 29),
        ("P-0002", 16),
        ("P-0003", 16),
        ("P-0001", 0),
        (None, None),
    ]


def test_a_loan_behind_with_its_jasa_alone_is_listed_without_a_missed_instalment():
    """Where only principal makes an instalment count as missed, jasa arrears still show."""
    section = arrears_list(books("2023-01", loans=[loan_book(paid_all=paid(100_000))])).section
    keys = ("tunggakan_pokok", "tunggakan_jasa", "kali_menunggak", "menunggak_sejak", "kelas")
    assert lines_of(section, *keys)[0] == (0, 18_000, 0, None, "Lancar")


def test_arrears_are_printed_with_the_reading_in_force():
    """The note under the list is the policy's definition, whichever it is."""
    policy = replace(DEFAULT_POLICY, arrears=ArrearsRules(missed=MissedRule.MONTHS))
    assert arrears_section([], policy).notes == (definition(policy.arrears),)
    assert arrears_section([], policy).notes != arrears_section([], DEFAULT_POLICY).notes


def test_a_table_without_loans_says_so_in_place_of_a_total():
    """A fund on its first day has tables with a sentence and no rows."""
    empty = books("2023-01")
    assert [
        (report.section.rows, report.section.empty_note)
        for report in (loan_progress(empty), arrears_list(empty), collection_plan(empty), rw_standing(empty))
    ] == [
        ((), "Tidak ada pinjaman yang berjalan bulan ini."),
        ((), "Tidak ada pinjaman yang menunggak."),
        ((), "Tidak ada angsuran yang jatuh tempo bulan depan."),
        ((), "Belum ada pinjaman."),
    ]


def test_plan_holds_what_is_unpaid_of_next_month_and_the_arrears():
    """A row per instalment due next month, by day; money paid early is taken off; arrears without a day come last."""
    early = loan_book("P-0003", borrower=MELUR, paid_all=paid(160_000, 36_000))
    matured = loan_book("P-0004", borrower=DAHLIA, disbursed_on=date(2022, 1, 20), paid_all=paid(900_000, 216_000))
    fresh = loan_book("P-0005", disbursed_on=date(2023, 1, 5), titipan_percent="0.05")
    section = collection_plan(books("2023-01", loans=[THREE_MISSED, early, matured, fresh])).section
    assert lines_of(section) == [
        ("P-0005", "Anggrek", "05", date(2023, 2, 5), 100_000, 18_000, 0, 600, 118_600, "K-01"),
        ("P-0002", "Mawar", "02", date(2023, 2, 15), 100_000, 18_000, 336_000, 0, 454_000, "K-02"),
        ("P-0003", "Melur", "02", date(2023, 2, 15), 40_000, 0, 0, 0, 40_000, "K-03"),
        ("P-0004", "Dahlia", "01", None, 0, 0, 300_000, 0, 300_000, "K-04"),
        (None, "JUMLAH", None, None, 240_000, 36_000, 636_000, 600, 912_600, None),
    ]


def test_plan_writes_the_arrears_of_a_weekly_loan_once():
    """A weekly loan has a row per week of February, and its arrears beside the first alone."""
    monthly = loan_book(principal=1_000_000, term=10, jasa_percent="0", disbursed_on=date(2023, 1, 20))
    terms = replace(monthly.loan.terms, frequency=Frequency.WEEKLY)
    weekly = replace(monthly, loan=replace(monthly.loan, terms=terms), schedule=build_schedule(terms))
    section = collection_plan(books("2023-01", loans=[weekly])).section
    assert lines_of(section, "jatuh_tempo", "pokok", "tunggakan") == [
        (date(2023, 2, 3), 100_000, 100_000),
        (date(2023, 2, 10), 100_000, 0),
        (date(2023, 2, 17), 100_000, 0),
        (date(2023, 2, 24), 100_000, 0),
        (None, 400_000, 100_000),
    ]


def test_plan_of_december_looks_into_january():
    """The month after December is January of the next year."""
    book = loan_book(disbursed_on=date(2022, 12, 15), month="2022-12")
    assert [item.due_on for item in to_collect(books("2022-12", loans=[book]))] == [date(2023, 1, 15)]


def test_plan_leaves_out_an_instalment_paid_in_advance():
    """There is nothing to collect from a loan that has paid next month's instalment already."""
    book = loan_book(paid_all=paid(200_000, 36_000))
    assert to_collect(books("2023-01", loans=[book])) == ()


def test_rws_are_ranked_by_what_came_back_of_what_was_due():
    """RW 05 repaid all that was due, RW 02 two thirds of it; RW 01 has nothing due and no rank."""
    paid_off = loan_book(
        "P-0003", borrower=MELUR, principal=600_000, term=3, disbursed_on=date(2022, 6, 1), paid_all=paid(600_000)
    )
    not_due = loan_book("P-0004", borrower=DAHLIA, disbursed_on=date(2023, 1, 20))
    section = rw_standing(books("2023-01", loans=[ON_TIME, THREE_MISSED, paid_off, not_due])).section
    keys = [column.key for column in section.columns]
    assert lines_of(section, *keys[: keys.index("enggan")]) == [
        ("01", 1, 1_200_000, 0, 1_200_000, 0, None, None, 0, 0),
        ("02", 1, 1_800_000, 600_000, 1_200_000, 300_000, Fraction(200, 3), 2, 900_000, 0),
        ("05", 1, 1_200_000, 100_000, 1_100_000, 0, Fraction(100), 1, 100_000, 0),
        ("JUMLAH", 3, 4_200_000, 700_000, 3_500_000, 300_000, Fraction(70), None, 1_000_000, 0),
    ]


def test_what_was_paid_ahead_lifts_no_rw_above_a_hundred():
    """Two instalments paid where one was due are 100 percent, and do not hide what another loan of the RW owes."""
    ahead = loan_book(paid_all=paid(200_000, 36_000))
    behind = loan_book("P-0002", borrower=ksm("K-02", rw="05"))
    figures = [
        lines_of(rw_standing(books("2023-01", loans=loans)).section, "kembali", "target_pokok", "persen_kembali")[-1]
        for loans in ([ahead], [ahead, behind])
    ]
    assert figures == [(200_000, 100_000, Fraction(100)), (200_000, 200_000, Fraction(50))]


def test_written_off_money_is_due_and_not_lost_from_the_table():
    """Of Rp1,200,000 lent Rp200,000 was repaid before the write-off and Rp300,000 after it."""
    known = replace(
        loan_book(paid_all=paid(200_000, 36_000)),
        schedule=(),
        outstanding=Rupiah(0),
        written_off=Rupiah(1_000_000),
        recovered=Rupiah(300_000),
    )
    keys = ("disalurkan", "kembali", "saldo_pokok", "hapus_buku", "target_pokok", "persen_kembali")
    assert lines_of(rw_standing(books("2023-01", loans=[known])).section, *keys)[0] == (
        *(1_200_000, 500_000, 0, 700_000, 1_200_000),
        Fraction(125, 3),
    )


def test_the_best_and_the_worst_rw_are_named():
    """Where only one RW has a rank it is neither."""
    both, alone = (
        rw_standing(books("2023-01", loans=[ON_TIME, THREE_MISSED])),
        rw_standing(books("2023-01", loans=[ON_TIME])),
    )
    assert both.notes[0] == "Terbaik: RW 05 (100,00 %). Terburuk: RW 02 (0,00 %)."
    assert not alone.notes[0].startswith("Terbaik")


def test_rws_with_the_same_percentage_are_ranked_by_arrears_and_then_by_name():
    """Half repaid each: the smaller arrears win, and among equals the first RW."""
    loans = [
        loan_book("P-0001", borrower=ksm(rw="03"), paid_all=paid(50_000)),
        loan_book("P-0002", borrower=ksm(rw="01"), principal=2_400_000, paid_all=paid(100_000)),
        loan_book("P-0003", borrower=ksm(rw="02"), paid_all=paid(50_000)),
    ]
    section = rw_standing(books("2023-01", loans=loans)).section
    assert lines_of(section, "rw", "peringkat")[:-1] == [("01", 3), ("02", 1), ("03", 2)]


def test_a_cancelled_loan_counts_nowhere_in_its_rw():
    """What was never lent is neither disbursed, nor due, nor late."""
    section = rw_standing(books("2023-01", loans=[CANCELLED])).section
    assert lines_of(section)[0] == ("01", 0, 0, 0, 0, 0, None, None, *[0] * 9)


def test_classes_hold_balances_that_add_up_to_the_portfolio():
    """Every class has a row, empty ones too; the reserve is the whole balance times the class's percentage."""
    section = collectability_report(books("2023-01", loans=[ON_TIME, THREE_MISSED])).section
    assert lines_of(section) == [
        (1, "Lancar", 1, 1_100_000, Fraction(1), 11_000),
        (2, "Dalam Perhatian Khusus", 0, 0, Fraction(5), 0),
        (3, "Kurang Lancar", 1, 1_200_000, Fraction(15), 180_000),
        (4, "Diragukan", 0, 0, Fraction(50), 0),
        (5, "Macet", 0, 0, Fraction(100), 0),
        (None, "JUMLAH", 2, 2_300_000, None, 191_000),
    ]


def test_form_shows_each_loan_in_the_column_of_its_class():
    """LU-02 has fifteen columns, numbered by the form, and total, percentage and risk rows below."""
    two_missed = loan_book("P-0003", borrower=MELUR, disbursed_on=date(2022, 11, 15), paid_all=paid(50_000))
    paid_off = loan_book("P-0004", borrower=DAHLIA, paid_all=paid(1_200_000, 216_000))
    (form,) = collectability_report(books("2023-01", loans=[ON_TIME, THREE_MISSED, two_missed, paid_off])).more
    assert form.numbered
    assert [column.title for column in form.columns] == [
        "No", "Nama KSM", "Pencairan", "Jatuh Tempo", "Besar Pinjaman", "Angsuran Pokok",
        "Seharusnya", "Sesungguhnya", "< 3 kali", ">= 3 kali", "Lancar",
        "Dalam Perhatian Khusus", "Kurang Lancar", "Diragukan", "Macet",
    ]  # fmt: skip
    assert lines_of(form) == [
        (
            1, "Anggrek", date(2022, 12, 15), date(2023, 12, 15), 1_200_000, 100_000, 1_100_000, 1_100_000,
            None, None, 1_100_000, 0, 0, 0, 0,
        ),
        (
            2, "Mawar", date(2022, 10, 15), date(2023, 10, 15), 1_200_000, 100_000, 900_000, 1_200_000,
            None, 3, 0, 0, 1_200_000, 0, 0,
        ),
        (
            3, "Melur", date(2022, 11, 15), date(2023, 11, 15), 1_200_000, 100_000, 1_000_000, 1_150_000,
            2, None, 0, 1_150_000, 0, 0, 0,
        ),
        (
            None, "JUMLAH", None, None, 3_600_000, None, 3_000_000, 3_450_000,
            2, 3, 1_100_000, 1_150_000, 1_200_000, 0, 0,
        ),
        (
            None, "Presentase Resiko Tunggakan", None, None, None, None, None, None,
            None, None, "1 %", "5 %", "15 %", "50 %", "100 %",
        ),
        (None, "Jumlah Resiko", None, None, None, None, None, None, None, None, 11_000, 57_500, 180_000, 0, 0),
    ]  # fmt: skip
    assert [row.style for row in form.rows[-3:]] == [Style.TOTAL, Style.SUBTOTAL, Style.SUBTOTAL]


def test_form_prints_the_indicators_the_limits_and_the_missing_reserve():
    """LAR and PAR carry their numbers; the reserve needed stands beside the one booked."""
    report = collectability_report(books("2023-01", opening={"12010": -20_000}, loans=[ON_TIME, THREE_MISSED]))
    assert report.notes == (
        "PAR : 52,17 % = 1.200.000 : 2.300.000 x 100 % (penundaan)",
        "LAR : 50,00 % = 1 : 2 x 100 % (penundaan)",
        (
            "Catatan: PAR = Saldo pinjaman yang menunggak 3 kali ke atas : seluruh saldo pinjaman. "
            "LAR = KSM menunggak 3 kali ke atas : KSM bersaldo."
        ),
        (
            "Kelas menurut kali menunggak: Lancar 0 kali; Dalam Perhatian Khusus 1-2 kali; Kurang Lancar 3-5 kali; "
            "Diragukan 6-8 kali; Macet 9 kali ke atas. Cadangan risiko dihitung dari seluruh saldo pokok."
        ),
        definition(DEFAULT_POLICY.arrears),
        "Cadangan risiko yang diperlukan Rp191.000, yang sudah dibukukan Rp20.000: kurang Rp171.000.",
    )


def test_form_of_a_fund_without_loans_has_empty_classes_and_no_indicators():
    """On the first day every class is nil and neither PAR nor LAR can be computed."""
    report = collectability_report(books("2023-01"))
    assert [line[2:4] for line in lines_of(report.section)] == [(0, 0)] * 6
    assert [(form.rows, form.empty_note) for form in report.more] == [((), "Tidak ada pinjaman yang bersaldo.")]
    assert report.notes[:2] == ("PAR : tidak dapat dihitung", "LAR : tidak dapat dihitung")


def test_reserve_says_how_far_the_books_are_from_what_is_needed():
    """A reserve that is too big is as much a difference as one that is too small."""
    booked = {"kurang Rp1": -10_999, "sudah cocok": -11_000, "lebih Rp1": -11_001}
    assert {
        words: reserve_of(books("2023-01", opening={"12010": balance}, loans=[ON_TIME])).gap
        for words, balance in booked.items()
    } == {words: words for words in booked}


@st.composite
def some_loan(draw: st.DrawFn):
    """Draw a loan of any age in one of three RW, partly or wholly repaid."""
    principal = draw(st.integers(min_value=1, max_value=170_000_000))
    repaid = draw(st.integers(min_value=1, max_value=principal))
    return loan_book(
        borrower=ksm(rw=draw(st.sampled_from(["01", "02", "03"]))),
        principal=principal,
        term=draw(st.integers(min_value=1, max_value=24)),
        disbursed_on=draw(st.dates(date(2020, 1, 1), date(2023, 1, 31))),
        paid_all=paid(repaid, draw(st.integers(min_value=0, max_value=principal))),
        paid_before_month=paid(draw(st.integers(min_value=0, max_value=repaid))),
    )


@given(st.lists(some_loan(), min_size=1, max_size=8))
def test_every_table_of_the_loans_adds_up_to_the_same_balance(loans):
    """The LPP, the classes, LU-02, the RW and the register agree on what is outstanding."""
    picture = books("2023-01", loans=loans)
    classes = collectability_report(picture)
    tables = (
        loan_progress(picture).section,
        classes.section,
        rw_standing(picture).section,
        loan_register(picture).section,
    )
    outstanding = sum(book.outstanding.value for book in loans)
    # A table without rows stands for nil: every loan was settled before the month.
    sums = [lines_of(table, "saldo_pokok")[-1][0] if table.rows else 0 for table in tables]
    assert sums == [outstanding] * 4
    by_class = lines_of(classes.more[0], "kelas_1", "kelas_2", "kelas_3", "kelas_4", "kelas_5")
    assert sum(by_class[-3] if by_class else ()) == outstanding
