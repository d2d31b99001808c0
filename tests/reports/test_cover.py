"""The cover of the month's paper and the sheet for the notice board, as finished words."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

import pytest

from danabergulir.dates import Month
from danabergulir.domain.accounts import Role
from danabergulir.domain.cash_count import CashCount
from danabergulir.domain.fund.history import MonthEnd
from danabergulir.domain.groups import KSM, Member
from danabergulir.domain.loans.indicators import Indicator
from danabergulir.domain.policy.telling import NoticeBoardRules
from danabergulir.domain.reached import GroupReached
from danabergulir.frozen import replace
from danabergulir.money import Rupiah
from danabergulir.reports.model.sheet import Style
from danabergulir.reports.month.catalog import find
from danabergulir.reports.month.portfolio import rw_standing
from danabergulir.reports.month.summary import summary
from danabergulir.reports.papers.charts import rw_charts
from danabergulir.reports.papers.cover import MOST_NAMED, SIGNING, cover
from danabergulir.reports.papers.notice_board import MOST_RANKED, notice_board
from reports.small_books import PROFILE, books, ksm, loan_book, move, paid, posting

LENT_ON = date(2022, 8, 15)


def _month_end(of, repaid=0, received=0, spent=0):
    return MonthEnd(of.month, of.open_loans, Rupiah(repaid), Rupiah(received), Rupiah(spent))


def _late(number, name, rw="05"):
    """Return a loan of 1,200,000 on which nothing was paid in five months."""
    group = KSM(f"K-{number:03d}", name, rw, "001", "Ibu Ketua", "0812-0000-0000")
    return loan_book(f"P-{number:04d}", borrower=group, disbursed_on=LENT_ON)


def _punctual(number, name, rw="05"):
    group = KSM(f"K-{number:03d}", name, rw, "001", "Ibu Ketua", "0812-0000-0000")
    return loan_book(f"P-{number:04d}", borrower=group, disbursed_on=LENT_ON, paid_all=paid(500_000, 90_000))


def _cover(found, **words):
    return cover(found, [_month_end(found, **words)], [find("ringkasan").report(found)]).words


def _board(found, **words):
    return notice_board(found, [_month_end(found, **words)]).words


def _texts(words) -> Iterable[str]:
    """Yield every text among the words."""
    if isinstance(words, str):
        yield words
    elif isinstance(words, Mapping):
        for item in words.values():
            yield from _texts(item)
    elif isinstance(words, Iterable):
        for item in words:
            yield from _texts(item)


def test_the_cover_says_what_the_summary_says():
    """Every line of the summary but indicators and late loans stands on it, label and value."""
    found = books("2023-01", loans=[_late(1, "Kenanga"), _punctual(2, "Melati")])
    said = [row.cells for row in summary(found).section.rows if row.style is not Style.HEADING]
    shown = [line for column in _cover(found)["columns"] for group in column for line in group["lines"]]

    elsewhere = [line for line in said if line not in shown]
    assert sorted(shown) == sorted(line for line in said if line in shown)
    assert [label.partition(" ")[0] for label, _ in elsewhere] == ["Menunggak", "LAR", "PAR", "RR", "CCr", "ROI"]


def test_the_indicators_stand_with_their_grade_in_words():
    """Half of the loans are late beyond the limit; without costs there is no CCr."""
    tiles = _cover(books("2023-01", loans=[_late(1, "Kenanga"), _punctual(2, "Melati")]))["tiles"]

    assert [(tile["name"], tile["value"], tile["grade"]) for tile in tiles] == [
        ("LAR", "50,00 %", "Penundaan"),
        ("PAR", "63,16 %", "Penundaan"),
        ("RR", "73,68 %", "Penundaan"),
        ("CCr", "-", "Tidak dapat dihitung"),
        ("ROI", "-", "Tidak dapat dihitung"),
    ]
    assert tiles[0]["meaning"] == "KSM menunggak 3 kali ke atas"


@pytest.mark.parametrize(
    ("name", "before", "expected"),
    [
        ("LAR", 60, "Bulan lalu 60,00 %, membaik"),
        ("LAR", 40, "Bulan lalu 40,00 %, memburuk"),
        ("LAR", 50, "Bulan lalu 50,00 %, tetap"),
        ("RR", 60, "Bulan lalu 60,00 %, membaik"),
        ("RR", 90, "Bulan lalu 90,00 %, memburuk"),
    ],
)
def test_a_tile_says_whether_it_got_better(name, before, expected):
    """Low is good for LAR, high for RR."""
    found = books("2023-01", loans=[_late(1, "Kenanga"), _punctual(2, "Melati")])
    earlier = Indicator(name, "", Fraction(before), Fraction(100), "minimum")
    tiles = cover(found, [_month_end(found)], [], [earlier]).words["tiles"]

    assert {tile["name"]: tile["before"] for tile in tiles if tile["before"]} == {name: expected}


def test_the_worst_loans_stand_by_name_with_what_is_proposed():
    """As many as there may be room for; for each number shown there is a text on those that are not."""
    loans = [_late(number, f"Kelompok {number}") for number in range(1, MOST_NAMED + 4)]
    late = _cover(books("2023-01", loans=loans))["late"]

    assert [row[1] for row in late["rows"]] == [f"Kelompok {number}" for number in range(1, MOST_NAMED + 1)]
    assert late["rows"][0][2:6] == ["05", "5 kali", "138 hari", "Rp590.000"]
    assert late["rest"][5] == "Dan 6 KSM lain: lihat DAFTAR TUNGGAKAN."
    assert late["sanctions"] == f"Sanksi yang diusulkan: {len(loans)} KSM tingkat 1."


def test_where_nobody_is_late_the_cover_says_so():
    """No row, no remark, no sanction."""
    late = _cover(books("2023-01", loans=[_punctual(1, "Melati")]))["late"]

    assert late == {"rows": [], "rest": [""], "sanctions": "Tidak ada sanksi yang diusulkan."}


def test_the_charts_show_the_month_and_leave_earlier_ones_empty():
    """A ledger of one month has one bar in each chart, drawn to the axis, with the figures themselves beside."""
    words = _cover(books("2023-01", loans=[_late(1, "Kenanga")]), received=300_000, spent=100_000)

    assert [slot["lengths"] for slot in words["balances"]["months"]] == [()] * 11 + [(800, 333)]
    assert [slot["lengths"] for slot in words["money"]["months"]] == [()] * 11 + [(1000, 333)]
    assert [slot["label"] for slot in words["money"]["months"] if slot["label"]] == [
        "Apr 22",
        "Jul 22",
        "Okt 22",
        "Jan 23",
    ]
    assert words["balances"]["legend"] == ["Saldo pinjaman Rp1.200.000", "Tunggakan pokok Rp500.000 (41,67 %)"]
    assert words["money"]["legend"] == ["Uang masuk Rp300.000", "Uang keluar Rp100.000"]


def test_the_classes_share_the_whole_balance():
    """Each with its loans, its balance and its part of all; an empty book divides by nothing."""
    filled = _cover(books("2023-01", loans=[_late(1, "Kenanga"), _punctual(2, "Melati")]))["classes"]
    empty = _cover(books("2023-01"))["classes"]

    assert [(line["name"], line["count"], line["share"], line["length"]) for line in filled if line["length"]] == [
        ("Lancar", "1 KSM", "36,84 %", 368),
        ("Kurang Lancar", "1 KSM", "63,16 %", 631),
    ]
    assert {(line["amount"], line["share"], line["length"]) for line in empty} == {("Rp0", "-", 0)}


def test_the_posts_of_the_profile_sign():
    """In their order, by name where one is on record; a usual row stands in where the profile names none."""
    found = books("2023-01")
    named = replace(found, profile=replace(PROFILE, signers=("Ketua", "Kasir"), officers={"Kasir": "Sri Rahayu"}))

    assert list(_cover(named)["signers"]) == [("Ketua", ""), ("Kasir", "Sri Rahayu")]
    assert [post.removeprefix("Mengetahui,\n") for post, _ in _cover(found)["signers"]] == list(SIGNING)


def test_the_notice_board_names_who_pays_and_counts_who_does_not():
    """Neither a late group nor anything about a person stands on it, wherever one looks."""
    loans = [_late(1, "Kenanga"), _punctual(2, "Melati"), _punctual(3, "Anggrek", "06")]
    words = _board(books("2023-01", loans=loans))

    assert words["punctual"]["names"] == ["Anggrek", "Melati"]
    assert words["punctual"]["count"] == "2 dari 3 KSM"
    assert words["punctual"]["counts"] == ["RW 05: 1", "RW 06: 1"]
    printed = " ".join(_texts(words))
    assert [word for word in ("Kenanga", "K-001", "P-0001", "Ketua", "0812") if word in printed] == []


def test_a_group_with_a_late_loan_is_late_with_all_of_them():
    """It is counted once, and not among those on time."""
    again = replace(_punctual(1, "Kenanga"), cycle=2)
    words = _board(books("2023-01", loans=[_late(1, "Kenanga"), again]))

    assert (words["punctual"]["count"], words["punctual"]["names"]) == ("0 dari 1 KSM", [])
    assert words["ranking"]["rows"][0]["late"] == "1"


def test_the_ranking_is_that_of_the_report_by_rw():
    """The same order and percentages; the best come first, and the rest are only counted."""
    loans = [_late(number, f"Kelompok {number}", f"{number:02d}") for number in range(1, MOST_RANKED + 2)]
    found = books("2023-01", loans=[*loans, _punctual(99, "Melati", "99")])
    ranking = _board(found)["ranking"]

    assert [row["rw"] for row in ranking["rows"][:2]] == ["RW 99", "RW 01"]
    assert len(ranking["rows"]) == MOST_RANKED
    assert ranking["rest"] == "Dan 2 RW lain."
    keys = [column.key for column in rw_standing(found).section.columns]
    reported = {row.cells[0]: row.cells[keys.index("persen_kembali")] for row in rw_standing(found).section.data}
    assert ranking["rows"][0]["percent"] == "100,00 %"
    assert reported["99"] == Fraction(100)


def test_the_notice_board_tells_the_money_of_the_fund():
    """What is lent and what lies at hand make the fund; the year holds the month."""
    fresh = loan_book("P-0009", borrower=KSM("K-9", "Teratai", "07", "001"), disbursed_on=date(2023, 1, 10))
    found = books("2023-01", opening={"11010": 800_000, "11021": 1_000_000}, loans=[_punctual(1, "Melati"), fresh])
    earlier = MonthEnd(Month(2022, 12), (), Rupiah(900_000), Rupiah(0), Rupiah(0))
    words = notice_board(found, [earlier, _month_end(found, repaid=100_000)]).words

    assert (words["fund"]["whole"], words["fund"]["lent"], words["fund"]["at-hand"]) == (
        "Rp3.700.000",
        "Rp1.900.000",
        "Rp1.800.000",
    )
    assert (words["lent"]["month"], words["lent"]["month-words"]) == ("Rp1.200.000", "kepada 1 KSM bulan ini")
    assert (words["repaid"]["month"], words["repaid"]["year"]) == ("Rp100.000", "Tahun 2023:\nRp100.000")
    assert words["late"]["share"] == "0,00 %"


def test_the_notice_board_compares_what_was_lent_and_repaid_since_the_same_day():
    """Where the ledger was opened within the year, loans from before count on neither side, and the sheet says so."""
    before, after = (
        loan_book(
            f"P-{day:04d}",
            borrower=KSM(f"K-{day}", "Teratai", "07", "001"),
            disbursed_on=date(2023, month, day),
            month="2023-06",
        )
        for month, day in ((2, 10), (4, 20))
    )
    words = _board(books("2023-06", loans=[before, after], opened_on=date(2023, 3, 31)), repaid=100_000)

    assert words["lent"]["year"] == "Sejak 31 Maret 2023:\nRp1.200.000"
    assert words["repaid"]["year"] == "Sejak 31 Maret 2023:\nRp100.000"
    assert words["note"].endswith("Disalurkan dan kembali tahun ini dihitung sejak buku dibuka, 31 Maret 2023.")


def test_the_cover_tells_the_cash_count_and_what_was_taken_back():
    """Whoever looks over the treasurer's shoulder reads both without turning the page."""
    wrong = posting(date(2023, 1, 5), move("11010", "41010", 9_000))
    back = replace(posting(date(2023, 1, 6), move("41010", "11010", 9_000)), reverses="BKM-2023-0001")
    found = books("2023-01", wrong, back)
    count = CashCount(found.chart.with_role(Role.CASH), date(2023, 1, 31), Rupiah(5_000), Rupiah(7_000))
    said = dict(_cover(replace(found, cash_count=count))["columns"][0][0]["lines"])

    assert said["Selisih kas (kas opname 31-01-2023)"] == "kurang Rp2.000"
    assert said["Bukti yang dibatalkan"] == "1 bukti, Rp9.000"


def test_an_empty_book_has_a_sheet_too():
    """Nothing lent, nobody to praise, nothing to divide by."""
    words = _board(books("2023-01"))

    assert words["punctual"]["count"] == "Belum ada KSM yang meminjam"
    assert (words["fund"]["lent-share"], words["late"]["share"], words["ranking"]["rows"]) == ("-", "-", [])


def test_the_board_names_who_is_late_only_by_minutes():
    """Without the policy's word nobody is named; with it the minutes stand beside the names."""
    loans = [_late(1, "Kenanga"), _punctual(2, "Melati")]
    plain = books("2023-01", loans=loans)
    assert "Kenanga" not in " ".join(_texts(_board(plain)))
    rules = NoticeBoardRules(names_late=True, minutes="12/BKM/2023")
    decided = replace(plain, policy=replace(plain.policy, board=rules))
    assert _board(decided)["named"] == "Menunggak, ditulis menurut keputusan BKM 12/BKM/2023: Kenanga (RW 05)."


def test_the_board_says_whom_the_loans_have_reached():
    """Members, women and poor of the KSM that borrowed, and of how many it is not written down."""
    members = (Member("K-001", 1, "Ani", gender="P", poor=True), Member("K-001", 2, "Budi", gender="L"))
    group = GroupReached(ksm("K-001"), LENT_ON, 1, members)
    found = replace(books("2023-01", loans=[_punctual(1, "Melati")]), reached=(group,))
    assert _board(found)["reached"] == (
        "Terjangkau: 1 KSM, 2 anggota; perempuan 50,00 %, miskin 50,00 %. Belum tercatat: 1 anggota."
    )
    assert _board(replace(found, reached=()))["reached"] == ""


def test_the_page_of_the_rw_shows_what_was_late_at_each_month_end():
    """All RW have the same axis, one without arrears is only named, and without loans there is no page."""
    loans = [_late(1, "Kenanga", "03"), _punctual(2, "Melati", "05"), _late(3, "Anggrek", "07")]
    found = books("2023-01", loans=loans)
    page = rw_charts(found, [_month_end(found)])
    late, later = page.words["charts"]
    assert [late["title"], later["title"]] == ["RW 03", "RW 07"]
    assert late["marks"] == later["marks"]
    assert [month["value"] for month in late["months"]] == [""] * 11 + ["42"]
    assert page.words["notes"] == ["Tanpa tunggakan pada setiap akhir bulan: RW 05."]
    assert rw_charts(books("2023-01"), [_month_end(books("2023-01"))]) is None
