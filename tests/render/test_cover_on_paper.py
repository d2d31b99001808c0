"""The cover and the sheet for the notice board on paper, read back by poppler: one page each, whatever stands on it."""

import re

import pytest

from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.operations.month import front_and_board, monthly_books, monthly_reports
from danabergulir.render.pdf import file
from danabergulir.reports.model.paper import in_a_sentence
from danabergulir.reports.month.summary import facts
from danabergulir.reports.papers.cover import MOST_NAMED
from paper_reading import boxes_of, needs_poppler, pages_of, strays_of, text_of

pytestmark = needs_poppler

LONGEST = "Kelompok Swadaya Masyarakat Cahaya Harapan Keluarga Sejahter"
HOSTILE = r'#panic() $x$ *tebal* \ <b> @ada "kutip" _miring_ [x] 😀'


@pytest.fixture(scope="module")
def papers(demonstration):
    """Return the cover, the sheet for the notice board and the reports of the demonstration's last month."""
    path, month = demonstration.ledger, demonstration.month
    reports = monthly_reports(path, month)
    with store.reading(path) as connection:
        cover, _, board = front_and_board(connection, monthly_books(path, month), reports)
        return cover, board, reports


def _flat(content):
    return " ".join(text_of(content).split())


def _strays(content):
    """Return the words that leave the margins of their page, and how many pages there are."""
    return strays_of(content), len(pages_of(content))


def test_the_figures_of_the_cover_are_those_of_the_summary(demonstration, papers):
    """Every amount that the summary prints stands on the page, in the same words."""
    cover, _, _ = papers
    printed = _flat(file.render([cover]))
    said = facts(monthly_books(demonstration.ledger, demonstration.month), named=0)

    assert [
        value for heading, lines in said.items() if heading != "Kinerja" for _, value in lines if value not in printed
    ] == []
    assert "LAPORAN BULANAN UPK JANUARI 2023" in printed
    assert [word for word in ("Memuaskan", "Minimum", "membaik", "memburuk") if word not in printed] == []


def test_the_months_of_a_chart_stand_apart(papers):
    """Room for a word's gap is left between the last month and the one before, as between the others."""
    ((_, _, words),) = boxes_of(file.render([papers[0]]))
    marks = sorted(word for word in words if word[4] in {"Apr", "Jul", "Okt", "Jan", "22", "23"})
    gaps = [after[0] - before[2] for before, after in zip(marks[1::2], marks[2::2], strict=False)]

    assert len(marks) == 2 * 2 * 4
    assert min(gaps) > 4


def test_the_contents_say_on_which_page_a_report_stands(papers):
    """The number behind a title is that of the page which carries it as its heading."""
    cover, _, reports = papers
    pages = pages_of(file.render([cover, *reports]), "-layout")
    listed = " ".join(pages[0].split())

    for report in reports:
        short = re.escape(in_a_sentence(report.title.partition(" / ")[0]))
        number = int(re.search(rf"(?<!Buku besar dan ){short} [. ]+?(\d+)\b", listed)[1])
        title = in_a_sentence(report.title) if number == 1 else report.title.upper()
        assert title in " ".join(pages[number - 1].split())


def test_the_contents_stand_in_the_order_of_the_pages(papers):
    """Whoever turns the pages finds them as they are listed, the cover itself for the summary that it tells."""
    cover, _, reports = papers
    listed = pages_of(file.render([cover, *reports]))[0].partition("ISI LAPORAN INI")[2]
    numbers = [int(number) for number in re.findall(r"[. ]{4,}\s*(\d+)$", listed, re.MULTILINE)]

    assert len(numbers) == len(reports)
    assert numbers == sorted(numbers)
    assert numbers[0] == 1
    assert re.search(r"Ringkasan bulanan[. ]+1$", listed, re.MULTILINE)


def test_both_sheets_take_one_page_and_keep_its_margins(papers):
    """A4 for the cover, A3 for the notice board."""
    assert [_strays(file.render([paper])) for paper in papers[:2]] == [([], 1), ([], 1)]


def test_the_longest_names_change_the_number_of_rows_and_not_of_pages(papers):
    """Eight late groups of sixty letters, long names of those who sign: four rows are left at least."""
    cover, _, _ = papers
    row = ["1", LONGEST, "005", "12 kali", "1.630 hari", "Rp1.239.380.000", LONGEST]
    late = {
        "rows": [row] * MOST_NAMED,
        "rest": [f"Dan {20 - shown} KSM lain: lihat DAFTAR TUNGGAKAN." for shown in range(MOST_NAMED + 1)],
        "sanctions": "Sanksi yang diusulkan: 3 KSM tingkat 5, 11 KSM tingkat 4, 4 KSM tingkat 3.",
    }
    signers = [("Mengetahui,\nKoordinator BKM/LKM", LONGEST), *[("Manajer UPK", LONGEST)] * 3]
    letterhead = replace(cover.letterhead, upk=LONGEST, board=LONGEST, place=(LONGEST, LONGEST, LONGEST))
    longest = replace(cover, letterhead=letterhead, words={**cover.words, "late": late, "signers": signers})
    content = file.render([longest])
    shown = _flat(content).count("Rp1.239.380.000")

    assert _strays(content) == ([], 1)
    assert 4 <= shown <= MOST_NAMED
    assert late["rest"][shown] in _flat(content)


@pytest.mark.parametrize("count", [0, 24, 300])
def test_the_notice_board_names_groups_only_where_all_fit(papers, count):
    """Hundreds of names would be too small to read: then the count by RW takes their place."""
    board = papers[1]
    names, counts = [f"Kelompok {number}" for number in range(count)], [f"RW {rw:02d}: 7" for rw in range(40)]
    punctual = {**board.words["punctual"], "names": names, "counts": counts}
    content = file.render([replace(board, words={**board.words, "punctual": punctual})])
    printed = _flat(content)

    assert _strays(content) == ([], 1)
    assert [name for name in names if re.search(rf"{name}\b", printed)] == (names if count < 100 else [])
    assert ("RW 39: 7" in printed) == (count > 100)


def test_words_that_mean_something_to_typst_are_printed_as_they_are(papers):
    """A name is data and never code."""
    cover, board, _ = papers
    late = {**cover.words["late"], "rows": [["1", HOSTILE, "05", "1 kali", "1 hari", "Rp1", HOSTILE]], "rest": ["", ""]}
    punctual = {**board.words["punctual"], "names": [HOSTILE]}
    printed = _flat(
        file.render(
            [
                replace(cover, words={**cover.words, "late": late}),
                replace(board, words={**board.words, "punctual": punctual}),
            ]
        )
    )

    assert [word for word in HOSTILE.split()[:-1] if printed.count(word) < 2] == []


def test_the_same_month_gives_the_same_bytes(papers):
    """Nothing on the sheets depends on when they are made."""
    for paper in papers[:2]:
        assert file.render([paper]) == file.render([paper])
