"""A section as CSV, read back with the standard reader."""

import csv
import io
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danabergulir.frozen import replace
from danabergulir.money import Rupiah
from danabergulir.render import csv_file
from danabergulir.reports.model.sheet import Column, Kind, Row, Section, Style
from plain_rows import rows

COLUMNS = (
    Column("ksm", "KSM"),
    Column("tanggal", "Tanggal", Kind.DATE),
    Column("saldo", "Saldo", Kind.RUPIAH),
    Column("kali", "Kali", Kind.COUNT),
    Column("persen", "Persen", Kind.PERCENT),
)
SECTION = Section(
    COLUMNS,
    (
        Row(("RW 05", None, None, None, None), Style.HEADING),
        *rows([("Melati", date(2023, 1, 31), Rupiah(1_250_000), 0, Fraction(53606, 10000))]),
        *rows([("Mawar; Merah", None, Rupiah(-5), 12, Fraction(-1, 2))]),
        Row(("Jumlah", None, Rupiah(0), None, None), Style.TOTAL),
    ),
)


def _text_section(*texts):
    return Section(
        (Column("teks", "Teks"), Column("saldo", "Saldo", Kind.RUPIAH)), rows((t, Rupiah(-5)) for t in texts)
    )


def _read(text, delimiter=";"):
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_values_are_plain_and_headings_are_left_out():
    """Amounts are integers, dates ISO, percentages have two decimals, None is empty, totals belong to the form."""
    assert csv_file.render(replace(SECTION, totals_are_lines=True)) == (
        "ksm;tanggal;saldo;kali;persen\r\n"
        "Melati;2023-01-31;1250000;0;5,36\r\n"
        '"Mawar; Merah";;-5;12;-0,50\r\n'
        "Jumlah;;0;;\r\n"
    )


def test_totals_that_a_reader_would_add_in_twice_are_left_out():
    """A listing's total row stands on screen and paper only."""
    assert [line[0] for line in _read(csv_file.render(SECTION))] == ["ksm", "Melati", "Mawar; Merah"]


def test_another_delimiter_quotes_the_decimal_comma():
    """With a comma as delimiter the decimal comma is quoted, so the cell reads back whole."""
    assert _read(csv_file.render(SECTION, delimiter=","), ",")[1][4] == "5,36"


@pytest.mark.parametrize(("percent", "printed"), [(Fraction(1, 200), "0,01"), (Fraction(-1, 200), "-0,01")])
def test_percent_rounds_half_away_from_zero(percent, printed):
    """Half a hundredth goes away from zero on both sides."""
    section = Section((Column("p", "P", Kind.PERCENT),), rows([(percent,)]))
    assert _read(csv_file.render(section))[1] == [printed]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+62 812", "'+62 812"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "' =1+1"),
        ("\r\n=1+1", "'  =1+1"),
        ("  =1+1", "'  =1+1"),
        ("\ufeff=1+1", "'\ufeff=1+1"),
        ("＝1+1", "'＝1+1"),  # noqa: RUF001 - the full-width sign is the case
        ("\x1b[31mMelati", "' [31mMelati"),
        ("Jl. Raya 5\nRT 03\x00", "Jl. Raya 5 RT 03 "),
        ("a-b=c", "a-b=c"),
        ("Ibu 'Ani' \"Sri\"", "Ibu 'Ani' \"Sri\""),
        ("\ud800x", "' x"),
    ],
)
def test_hostile_text_is_made_harmless_and_numbers_stay_numbers(text, written):
    """A formula sign gets a quote in front, controls become spaces, a negative amount is left alone."""
    assert _read(csv_file.render(_text_section(text)))[1] == [written, "-5"]


@given(st.lists(st.text(max_size=20), max_size=5), st.sampled_from(";,\t"))
def test_any_text_reads_back_harmless(texts, delimiter):
    """Whatever the text, each row reads back as one row and no text cell starts a formula or holds a control."""
    lines = _read(csv_file.render(_text_section(*texts), delimiter=delimiter), delimiter)[1:]
    assert [amount for _, amount in lines] == ["-5"] * len(texts)
    for cell, _ in lines:
        assert not cell.startswith(("=", "+", "-", "@"))
        assert not any(letter < " " or "\x7f" <= letter <= "\x9f" for letter in cell)


def test_the_file_starts_with_a_bom_and_keeps_crlf(tmp_path):
    """The file is UTF-8 with one BOM and CRLF line ends on every system."""
    path = tmp_path / "ksm.csv"
    csv_file.write(SECTION, path)
    assert path.read_bytes() == b"\xef\xbb\xbf" + csv_file.render(SECTION).encode()


def test_a_stream_gets_the_bytes_of_the_file():
    """Into a text stream go the file's bytes, after what was printed before, whatever its encoding and newline."""
    below = io.BytesIO()
    out = io.TextIOWrapper(below, encoding="cp1252", newline="\r\n")
    out.write("dulu\n")
    csv_file.write_stream(SECTION, out, delimiter=",")
    assert below.getvalue() == b"dulu\r\n\xef\xbb\xbf" + csv_file.render(SECTION, delimiter=",").encode()


def test_an_empty_section_is_its_header_row():
    """Without rows the header row stands alone."""
    assert csv_file.render(Section(COLUMNS, ())) == "ksm;tanggal;saldo;kali;persen\r\n"
