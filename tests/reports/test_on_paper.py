"""What of a report is printed: what holds nothing is said in a sentence, and stays in the data."""

from datetime import date

import pytest

from danabergulir.frozen import replace
from danabergulir.money import Rupiah
from danabergulir.reports.model.on_paper import on_paper
from danabergulir.reports.model.sheet import Column, Kind, Report, Row, Section, Style
from plain_rows import rows

NAME = Column("ksm", "KSM", identifies=True)
PAID = Column("bayar", "Dibayar", Kind.RUPIAH)
FINE = Column("denda", "Denda", Kind.RUPIAH)
REASON = Column("sebab", "Pindah", Kind.COUNT, group="Sebab")
SECTION = Section((NAME, PAID, FINE, REASON), rows([("Melati", Rupiah(5), Rupiah(0), 0), ("Mawar", None, None, None)]))
NOTHING = Section((NAME,), (), title="Aduan", empty_note="Belum ada aduan.")
REPORT = Report("contoh", "Contoh", "2023-01", date(2023, 1, 31), SECTION, notes=("Catatan.",))


def _columns(report):
    return [column.key for column in report.section.columns]


def test_a_column_without_a_figure_is_named_and_left_out():
    """Nil is nothing; what is left keeps its cells, and the data of the report stays whole."""
    printed = on_paper(REPORT)

    assert _columns(printed) == ["ksm", "bayar"]
    assert [row.cells for row in printed.section.rows] == [("Melati", Rupiah(5)), ("Mawar", None)]
    assert printed.section.notes == ("Kosong bulan ini, tidak dicetak: Denda, Sebab Pindah.",)
    assert _columns(REPORT) == ["ksm", "bayar", "denda", "sebab"]


@pytest.mark.parametrize(
    "report",
    [
        replace(REPORT, form_code="LU-02"),
        replace(REPORT, section=replace(SECTION, numbered=True)),
        replace(
            REPORT, section=replace(SECTION, columns=(NAME, PAID, *(replace(c, always=True) for c in (FINE, REASON))))
        ),
    ],
    ids=["known form", "numbered columns", "always printed"],
)
def test_what_readers_know_or_look_for_stays(report):
    """A form with a code keeps its columns, and a difference of nil is what a reader wants to see."""
    assert on_paper(report) == report


def test_a_column_with_a_figure_in_a_total_stays():
    """A heading counts as nothing, any other row as something."""
    total = Row(("JUMLAH", None, Rupiah(7), None), Style.TOTAL)
    heading = Row(("RW 05", None, None, None), Style.HEADING)
    printed = on_paper(replace(REPORT, section=replace(SECTION, rows=(heading, *SECTION.rows, total))))

    assert _columns(printed) == ["ksm", "bayar", "denda"]
    assert printed.section.rows[0].cells == ("RW 05", None, None)


def test_an_empty_table_beside_others_becomes_a_sentence():
    """Its title and its note stand before the notes of the report, whichever table it was."""
    behind, before = replace(REPORT, more=(NOTHING,)), replace(REPORT, section=NOTHING, more=(SECTION,))

    for printed in map(on_paper, (behind, before)):
        assert [len(section.rows) for section in printed.tables] == [2]
        assert printed.notes == ("Aduan: Belum ada aduan.", "Catatan.")


def test_a_report_that_is_empty_altogether_stays_as_it_is():
    """There its note is all there is to print."""
    empty = replace(REPORT, section=NOTHING)

    assert on_paper(empty) == empty


def test_a_year_says_that_it_was_empty_in_the_year():
    """The sentence names the time that the report is about."""
    assert on_paper(replace(REPORT, period="2022")).section.notes[0].startswith("Kosong tahun ini")
