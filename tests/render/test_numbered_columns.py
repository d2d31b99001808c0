"""Forms whose columns readers quote by number carry the numbers under the headings, and nowhere else."""

import re
from io import StringIO

from danabergulir.frozen import replace
from danabergulir.money import Rupiah
from danabergulir.render.screen.page import render_section
from danabergulir.reports.model.sheet import Column, Kind, Section
from plain_rows import rows

FORM = Section(
    (
        Column("ksm", "KSM", identifies=True),
        Column("pokok", "Pokok", Kind.RUPIAH, group="Angsuran"),
        Column("jasa", "Jasa", Kind.RUPIAH, group="Angsuran"),
        Column("saldo", "Saldo", Kind.RUPIAH),
    ),
    rows([("Mawar", Rupiah(1_000_000), Rupiah(15_000), Rupiah(9_000_000))]),
    numbered=True,
)


def _screen(section, width):
    page = StringIO()
    render_section(section, page, width=width)
    return page.getvalue().splitlines()


def test_numbers_stand_between_the_headings_and_the_lines():
    """Each stands where its column stands, at the right under the heading of an amount."""
    _, _, headings, numbers, rule, line = _screen(FORM, 80)

    assert headings.split() == ["KSM", "Pokok", "Jasa", "Saldo"]
    assert numbers.split() == ["1", "2", "3", "4"]
    ends = [match.end() for match in re.finditer(r"\S+", headings)][1:]
    assert [match.end() for match in re.finditer(r"\S+", numbers)][1:] == ends
    assert set(rule) == {"─"}
    assert line.split() == ["Mawar", "1.000.000", "15.000", "9.000.000"]


def test_a_table_whose_columns_nobody_quotes_has_no_numbers():
    """Most tables have none."""
    assert len(_screen(replace(FORM, numbered=False), 80)) == len(_screen(FORM, 80)) - 1


def test_a_table_in_blocks_numbers_its_columns_through():
    """A column that is printed again keeps its number."""
    numbers = [line.split() for line in _screen(FORM, 26) if line.startswith("1 ")]

    assert numbers == [["1", "2", "3"], ["1", "4"]]
