"""Every figure of every report unfolds to vouchers and schedule rows, and at every level its parts come to it."""

import json
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from danabergulir.dates import Month, Year
from danabergulir.errors import NotFoundError, UsageError
from danabergulir.ledger.file import store
from danabergulir.ledger.read.entries import Journal
from danabergulir.operations.explaining.figures import explain, explained_reports, policy_rules
from danabergulir.operations.month import monthly_books, monthly_reports
from danabergulir.operations.year import yearly_books
from danabergulir.render.origin_json import render_explained, render_explained_reports
from danabergulir.reports.model.origin_of import figures, origin
from danabergulir.reports.month.catalog import CATALOG, ON_REQUEST
from danabergulir.reports.origins.figure import Relation, worth
from danabergulir.reports.origins.unfolded import unfold
from danabergulir.reports.shown.explained import words_of
from danabergulir.reports.year.catalog import CATALOG as OF_YEAR
from model.drawing_books import books
from model.driver import Driver

_ROUNDED_AT_MOST = 0.005
"""Percentages are printed with two decimals."""


def _wrong(path, month):
    """Yield the figures of a month that are not explained by what they are made of."""
    picture = monthly_books(path, month)
    return _unexplained(path, picture, [(entry, entry.report(picture)) for entry in (*CATALOG, *ON_REQUEST)])


def _wrong_in_year(path, year):
    """Yield the figures of a year that are not explained by what they are made of."""
    picture = yearly_books(path, year)
    return _unexplained(path, picture.books, [(entry, entry.report(picture)) for entry in OF_YEAR])


def _unexplained(path, picture, reports):
    month = picture.month
    with store.reading(path) as connection:
        journal, rule = Journal(connection, picture.chart, month), policy_rules(connection, picture.as_of)
        for entry, report in reports:
            for section in report.tables:
                keys = [column.key for column in section.columns]
                for row, column in figures(section):
                    unfolded = unfold(origin(section, row, column.key), journal, rule)
                    cell = row.cells[keys.index(column.key)]
                    empty = [item.figure.words for item in unfolded.below if _is_empty(item)]
                    if not unfolded.holds or empty or worth(unfolded.figure.value) != worth(cell):
                        yield month, entry.name, column.key, row.cells[:3], cell, unfolded.figure.value, empty


def _is_empty(unfolded):
    """Tell whether a sum that is not nil has no parts."""
    is_sum = unfolded.figure.relation is not Relation.RULE
    return is_sum and not unfolded.parts and worth(unfolded.figure.value) != 0


@pytest.mark.parametrize("month", ["2021-12", "2022-12", "2023-01"])
def test_every_figure_of_the_demonstration_comes_to_its_parts(demonstration, month):
    """For every numeric cell of every report the parts come to it, at each level, down to a single entry."""
    assert list(_wrong(demonstration.ledger, Month.parse(month))) == []


@pytest.mark.parametrize("year", [2021, 2022, 2023])
def test_every_figure_of_a_year_comes_to_its_parts(closed_year, year):
    """The figures of this year and of the one before, and each of the twelve months."""
    assert list(_wrong_in_year(closed_year, Year(year))) == []


@given(books(least=10, most=40))
@settings(max_examples=25)
def test_every_figure_of_any_book_comes_to_its_parts(book):
    """In any book: with receipts taken back, corrected, paid back, loans rescheduled and written off, years closed."""
    with TemporaryDirectory() as folder:
        driver = Driver(folder, book.opening, book.policy)
        for step in book.steps:
            driver.record(step)
        for day in book.days:
            assert list(_wrong(driver.path, Month.of(day))) == [], repr(book)
        for year in sorted({day.year for day in book.days}):
            assert list(_wrong_in_year(driver.path, Year(year))) == [], repr(book)


def _follows(told):
    """Tell whether a figure of the JSON follows from its parts, by the relation that stands there."""
    parts = [part for part in told["bagian"] if part["uraian"] != "pembulatan"]
    if not parts or told["hubungan"] == "aturan":
        return all(_follows(part) for part in parts)
    share = {"persen": 100}
    amounts = [part["nilai"] * part["tanda"] / share.get(part["satuan"], 1) for part in parts]
    product = 1
    for amount in amounts:
        product *= amount
    result = {
        "jumlah": lambda: sum(amounts),
        "hasil bagi": lambda: amounts[0] / amounts[1],
        "hasil kali": lambda: product,
        "terkecil": lambda: min(amounts),
        "terbesar": lambda: max(amounts),
        "banyaknya": lambda: len(parts),
    }[told["hubungan"]]()
    rounding = sum(part["nilai"] for part in told["bagian"] if part["uraian"] == "pembulatan")
    value = result * share.get(told["satuan"], 1) + rounding
    return abs(value - told["nilai"]) < 1e-6 * max(abs(value), 1) and all(_follows(part) for part in parts)


def test_json_carries_the_origin_of_every_figure_of_a_row(demonstration):
    """A program can follow every cell by the relations that the JSON names."""
    found = explained_reports(demonstration.ledger, demonstration.month)
    told = json.loads(render_explained_reports(found))

    assert len(told) == len(CATALOG)
    for (report, _), of_report in zip(found, told, strict=True):
        for row in of_report["baris"]:
            for key, asal in row["asal"].items():
                assert asal["nilai"] == row[key], (report.name, row, key)
                assert _follows(asal), (report.name, row, key)


def test_a_ratio_says_what_rounding_added(demonstration):
    """The printed percentage is the exact quotient and a part for the rounding."""
    told = json.loads(render_explained(explain(demonstration.ledger, demonstration.month, "kinerja", "par")))

    assert (told["nilai"], told["hubungan"], told["cocok"]) == (5.35, "hasil bagi", True)
    assert [part["nilai"] for part in told["bagian"][:2]] == [45_000_000, 841_744_200]
    assert told["bagian"][2]["uraian"] == "pembulatan"
    assert abs(told["bagian"][2]["nilai"]) <= _ROUNDED_AT_MOST


def test_the_last_total_is_asked_for_by_that_word(demonstration):
    """TOTAL is the sum at the foot of a report, made of the rows above it."""
    found = explain(demonstration.ledger, demonstration.month, "kolektibilitas", "TOTAL", "cadangan")

    assert found.asked.cell.value == 32_852_634
    assert len(found.unfolded.parts) == 5


def test_the_number_of_a_voucher_names_all_its_rows(demonstration):
    """A receipt that stands in several rows is explained as a whole, and each row by its place."""
    whole = explain(demonstration.ledger, demonstration.month, "uang-masuk", "BKM-2023-0001")
    second = explain(demonstration.ledger, demonstration.month, "uang-masuk", "bkm-2023-0001/2")

    assert (whole.asked.cell.value, second.asked.cell.value) == (4_130_000, 21_000)


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        (("kinerja", "PAR7"), NotFoundError, "PAR"),
        (("tunggakan", "P-0038"), UsageError, "--kolom"),
        (("tunggakan", "P-0038", "kali_menungak"), UsageError, "kali_menunggak"),
        (("tungakan", "P-0038"), UsageError, "tunggakan"),
    ],
)
def test_who_asks_for_what_there_is_not_is_told_what_there_is(demonstration, asked, error, said):
    """A name that is nearly right is answered with the right one, a row with many figures with their names."""
    with pytest.raises(error) as raised:
        explain(demonstration.ledger, demonstration.month, *asked)

    assert said in raised.value.hint


def test_the_figures_that_the_summary_says_in_words_are_explained(demonstration):
    """What the chair reads out unfolds as well: the number is in the words, and its parts come to it."""
    (report,) = monthly_reports(demonstration.ledger, demonstration.month, ["ringkasan"])
    told = {}
    for row in report.section.data:
        label, words = row.cells
        try:
            found = explain(demonstration.ledger, demonstration.month, "ringkasan", label)
        except NotFoundError:
            continue
        assert found.unfolded.holds, label
        number = words_of(found.unfolded.figure.value)
        told[label] = number in words or number.replace("-", "") in words
    assert len(told) >= 25
    assert [label for label, said in told.items() if not said] == []


def test_a_rule_is_told_with_the_version_that_set_it(demonstration):
    """The page names the key, its value and since which version of the policy it has that value."""
    found = explain(demonstration.ledger, demonstration.month, "kolektibilitas", "3", "persen_cadangan")

    assert [(rule.key, rule.value) for rule in found.unfolded.rules] == [("kolektibilitas[3].cadangan_persen", "15")]
