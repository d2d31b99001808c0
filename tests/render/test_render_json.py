"""Sections and reports as JSON, loaded back."""

import json
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from danabergulir.frozen import replace
from danabergulir.money import Rupiah, format_percent
from danabergulir.render import json_file
from danabergulir.reports.model.sheet import Column, Kind, Report, Row, Section, Style
from plain_rows import rows

SECTION = Section(
    (
        Column("ksm", "KSM"),
        Column("tanggal", "Tanggal", Kind.DATE),
        Column("saldo", "Saldo", Kind.RUPIAH),
        Column("kali", "Kali", Kind.COUNT),
        Column("persen", "Persen", Kind.PERCENT),
    ),
    (
        Row(("RW 05", None, None, None, None), Style.HEADING),
        *rows([('Melati "é" 🌼\x1b', date(2023, 1, 31), Rupiah(-1_250_000), 0, Fraction(53606, 10000))]),
        Row(("Jumlah", None, Rupiah(0), None, None), Style.TOTAL),
    ),
)
LINES = [
    {"ksm": 'Melati "é" 🌼\x1b', "tanggal": "2023-01-31", "saldo": -1250000, "kali": 0, "persen": 5.36},
]
TOTAL_LINE = {"ksm": "Jumlah", "tanggal": None, "saldo": 0, "kali": None, "persen": None}


def _report(name):
    return Report(name, name.title(), "2023-01", date(2023, 1, 31), SECTION, more=(SECTION,))


def test_a_listing_loads_back():
    """A listing holds a line per item, with numbers as numbers; headings and totals stay on screen and paper."""
    assert json.loads(json_file.render_listing(SECTION)) == {"baris": LINES}


def test_totals_that_belong_to_the_form_are_lines():
    """A section whose totals are part of the form carries them in its lines."""
    section = replace(SECTION, totals_are_lines=True)
    assert json.loads(json_file.render_listing(section)) == {"baris": [*LINES, TOTAL_LINE]}


def test_the_text_is_readable_and_its_keys_keep_the_columns_order():
    """The text is indented by two, unescaped, ends in one newline, and the keys follow the columns."""
    section = Section((Column("nama", "Nama"), Column("ke", "Ke", Kind.COUNT)), rows([("é 🌼", 1)]))
    assert json_file.render_listing(section) == (
        '{\n  "baris": [\n    {\n      "nama": "é 🌼",\n      "ke": 1\n    }\n  ]\n}\n'
    )


def test_one_report_is_an_object():
    """One report is an object of its name, period, date and lines; the tables for paper stay out."""
    assert json.loads(json_file.render_reports([_report("neraca")])) == {
        "laporan": "neraca",
        "periode": "2023-01",
        "per": "2023-01-31",
        "baris": LINES,
    }


def test_several_reports_are_a_list_in_order():
    """Several reports are a list in the order given."""
    loaded = json.loads(json_file.render_reports([_report("neraca"), _report("laba-rugi")]))
    assert [document["laporan"] for document in loaded] == ["neraca", "laba-rugi"]


@given(st.fractions(min_value=-(10**9), max_value=10**9))
def test_a_percentage_is_the_number_that_is_printed(percent):
    """The number has exactly the decimals that tables print, for every percentage."""
    section = Section((Column("p", "P", Kind.PERCENT),), rows([(percent,)]))
    (line,) = json.loads(json_file.render_listing(section), parse_float=Fraction)["baris"]
    assert line["p"] == Fraction(format_percent(percent).replace(",", "."))
