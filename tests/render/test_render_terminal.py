"""Reports on the screen: golden pages, widths, hostile text and streams of every kind."""

import io
import os
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from danabergulir.money import Rupiah
from danabergulir.render.screen.page import render_pairs, render_report, render_section
from danabergulir.reports.model.sheet import Column, Kind, Report, Row, Section, Style
from plain_rows import rows

NAMES = ("Melati Indah", "Mawar", "Kenanga Sejahtera Bersama", "Anggrek [bold]Ungu[/bold] :smile:")
COLUMNS = (
    Column("pinjaman", "Pinjaman", identifies=True),
    Column("ksm", "KSM", identifies=True),
    Column("tanggal_cair", "Tanggal Cair", Kind.DATE),
    Column("tenor", "Jangka Waktu", Kind.COUNT),
    Column("target_pokok", "Pokok", Kind.RUPIAH, group="Target s/d Bulan Ini"),
    Column("target_jasa", "Jasa", Kind.RUPIAH, group="Target s/d Bulan Ini"),
    Column("real_pokok", "Pokok", Kind.RUPIAH, group="Realisasi"),
    Column("real_jasa", "Jasa", Kind.RUPIAH, group="Realisasi"),
    Column("saldo_pokok", "Saldo Pokok", Kind.RUPIAH),
    Column("persen", "Persen Kembali", Kind.PERCENT),
    Column("keterangan", "Keterangan"),
)


def _loan(number):
    amounts = (Rupiah(1_250_000 * number), Rupiah(-25_000 * number), Rupiah(36_000_000), Rupiah(0), Rupiah(99))
    ending = (Fraction(53606, 10000) * number, "Menyusul setelah panen raya")
    return (f"P-{number:04d}", NAMES[number % 4], date(2023, 1, 1 + number), 12, *amounts, *ending)


def _sum_row(label, style):
    return Row(("", label, None, None, *(Rupiah(123_456_789),) * 5, None, None), style)


SECTION = Section(
    COLUMNS,
    (
        Row(("RW 05", "Kelurahan Sukamaju yang namanya panjang", *(None,) * 9), Style.HEADING),
        *rows(_loan(number) for number in range(3)),
        _sum_row("Jumlah RW 05", Style.SUBTOTAL),
        Row(("RW 06", None, *(None,) * 9), Style.HEADING),
        *rows([_loan(3)]),
        _sum_row("Jumlah RW 06", Style.SUBTOTAL),
        _sum_row("Jumlah", Style.TOTAL),
    ),
    title="Daftar pinjaman",
    notes=("Target dihitung dari jadwal angsuran.",),
)
REPORT = Report(
    "perkembangan",
    "Laporan perkembangan pinjaman",
    "2023-01",
    date(2023, 1, 31),
    SECTION,
    more=(Section((Column("kelas", "Kelas"),), (), title="Kolektibilitas", empty_note="Belum ada pinjaman."),),
    form_code="LPP",
    date_line="Per Tanggal : 31-01-2023",
    head={"Nama UPK": "Melati Bersama", "BKM": "Sejahtera", "Kelurahan": "Sukamaju", "Kota": "Kota Contoh"},
    notes=("Jumlah sudah termasuk pinjaman yang lunas bulan ini.",),
    footer="Rantai catatan: 3f9a21c07b55",
)


class _Terminal(io.StringIO):
    """A stream that says it is a terminal, of a width that the test sets."""

    def isatty(self):
        return True

    def fileno(self):
        return 1


@pytest.fixture
def terminal(monkeypatch):
    """Return a function that makes a terminal stream of a width."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)

    def of(columns):
        monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((columns, 24)))
        return _Terminal()

    return of


def _printed(section, width=80):
    out = io.StringIO()
    render_section(section, out, width=width)
    return out.getvalue()


def _one_column(*cells, kind=Kind.TEXT, title="Isi"):
    return Section((Column("isi", title, kind),), rows((cell,) for cell in cells))


@pytest.mark.parametrize("width", [80, 120])
def test_a_report_prints_as_its_golden_page(width, golden):
    """The page at this width is the one kept, from head band to footer, in blocks where it does not fit."""
    out = io.StringIO()
    render_report(REPORT, out, width=width)

    golden(out.getvalue(), f"perkembangan-{width}.txt")


@pytest.mark.parametrize("width", [60, 80, 100, 120, 160])
def test_no_line_is_wider_than_the_page_or_ends_in_a_blank(width):
    """Every line fits the width asked for and has no trailing spaces."""
    out = io.StringIO()
    render_report(REPORT, out, width=width)
    lines = out.getvalue().splitlines()
    assert [line for line in lines if cell_len(line) > width or line != line.rstrip()] == []


def test_a_wide_table_repeats_what_rows_are_about_in_every_block():
    """At 80 columns the loan number stands once per block, and every amount stands once."""
    lines = _printed(SECTION).splitlines()
    blocks = sum(line.startswith("Pinjaman ") for line in lines)
    assert blocks > 1
    assert sum(line.startswith("P-0001 ") for line in lines) == blocks
    assert sum(line.split().count("1.250.000") for line in lines) == 1


KINDS = st.sampled_from([Kind.TEXT, Kind.RUPIAH, Kind.COUNT, Kind.PERCENT, Kind.DATE])


@st.composite
def wide_tables(draw):
    """Return kinds of columns, how many of them identify, and a number of rows."""
    kinds = draw(st.lists(KINDS, min_size=1, max_size=18))
    return kinds, draw(st.integers(0, min(2, len(kinds)))), draw(st.integers(1, 4))


@pytest.mark.parametrize(("width", "blocks", "headed"), [(200, 1, True), (40, 2, False)])
def test_a_table_in_blocks_leaves_out_columns_without_a_value(width, blocks, headed):
    """A table that fits keeps them, so that a form looks the same every month."""
    columns = (
        Column("nomor", "Nomor", identifies=True),
        *(Column(f"uraian_{number}", f"Uraian {number}") for number in range(3)),
        Column("catatan", "Catatan"),
        Column("sisa", "Sisa", Kind.RUPIAH),
    )
    long = "kata " * 8
    printed = _printed(
        Section(columns, rows([["1", long, long, long, "", None], ["2", long, "", "", "", Rupiah(5)]])), width
    )
    assert sum(line.startswith("Nomor") for line in printed.splitlines()) == blocks
    assert ("Catatan" in printed, "Sisa" in printed) == (headed, True)


def _unique_cell(kind, number):
    """Return a cell of ``kind`` that no other number has, and the words it prints as."""
    match kind:
        case Kind.TEXT:
            return f"kata{number}a kata{number}b kata{number}c", [f"kata{number}{part}" for part in "abc"]
        case Kind.RUPIAH:
            return Rupiah(-100_000 - number), [f"(100.{number:03d})"]
        case Kind.COUNT:
            return 200_000 + number, [f"200.{number:03d}"]
        case Kind.PERCENT:
            return Fraction(30_000 + number), [f"{30_000 + number},00"]
        case Kind.DATE:
            return date.fromordinal(700_000 + number), [f"{date.fromordinal(700_000 + number):%d-%m-%Y}"]


@given(wide_tables())
def test_any_table_prints_every_cell_once_or_once_per_block_when_it_identifies(table):
    """At 80 columns each word of each cell is printed whole: once, or once in each block for identifying columns."""
    kinds, leading, height = table
    columns = tuple(
        Column(f"k{index}", "Judul Kolom", kind, identifies=index < leading) for index, kind in enumerate(kinds)
    )
    cells = [[_unique_cell(kind, line * 20 + index) for index, kind in enumerate(kinds)] for line in range(height)]
    printed = _printed(Section(columns, rows([cell for cell, _ in line] for line in cells)))
    words = printed.split()
    blocks = sum(set(line) == {"─"} for line in printed.splitlines())
    counts = [[words.count(word) for word in expected] for line in cells for _, expected in line]
    assert counts == [
        [blocks if index < leading else 1] * len(expected) for line in cells for index, (_, expected) in enumerate(line)
    ]
    assert max(map(len, printed.splitlines())) <= 80


def test_numbers_print_as_forms_write_them_and_align_right():
    """Points for thousands, brackets below zero, a dash for nil, blank for None, all flush right."""
    cells = (Rupiah(1_250_000), Rupiah(-500), Rupiah(0), None)
    assert _printed(_one_column(*cells, kind=Kind.RUPIAH)) == (
        "      Isi\n─────────\n1.250.000\n    (500)\n        -\n\n"
    )


def test_a_heading_wraps_and_its_amounts_do_not():
    """A long heading goes over several lines so that the column stays as narrow as its widest word."""
    section = Section(
        tuple(Column(str(n), "Tunggakan Pokok Lama", Kind.RUPIAH) for n in range(4)), rows([[Rupiah(9)] * 4])
    )
    assert _printed(section, 50).splitlines()[:3] == [
        "Tunggakan  Tunggakan  Tunggakan  Tunggakan",
        "    Pokok      Pokok      Pokok      Pokok",
        "     Lama       Lama       Lama       Lama",
    ]


def test_long_text_wraps_by_words_and_a_longer_word_is_folded():
    """Nothing of a text is lost: words move to the next line, a word wider than the page goes on below."""
    words = "satu dua tiga " * 10
    printed = _printed(_one_column(words, "x" * 150), 60)
    assert printed.split()[2:-3] == words.split()
    assert printed.count("x") == 150


def test_an_indent_is_kept_on_every_line():
    """What stands under something else goes on standing under it."""
    lines = _printed(_one_column("    " + "satu dua tiga " * 10), 40).splitlines()
    told = [line for line in lines if "satu" in line or "dua" in line]
    assert len(told) > 1
    assert all(line.startswith("    ") and not line.startswith("     ") for line in told)


def test_a_total_stands_below_a_rule_and_a_heading_runs_across():
    """A rule separates items from their total; the heading keeps its line though its column is narrow."""
    section = Section(
        (Column("kode", "Kode"), Column("saldo", "Saldo", Kind.RUPIAH)),
        (
            Row(("Aset yang lancar dan tetap", None), Style.HEADING),
            *rows([("11010", Rupiah(5))]),
            Row(("", Rupiah(5)), Style.TOTAL),
        ),
    )
    assert _printed(section) == (
        "Kode   Saldo\n────────────\nAset yang lancar dan tetap\n11010      5\n────────────\n           5\n"
    )


def test_headings_print_where_no_rows_follow():
    """A heading at the very end, or alone, prints as one line."""
    section = Section((Column("a", "Nama"),), (Row(("RW 05",), Style.HEADING), Row(("RW 06",), Style.HEADING)))
    assert _printed(section) == "Nama\n────\nRW 05\nRW 06\n"


def test_an_empty_section_says_so():
    """Without rows the note stands in the table's place."""
    section = Section(COLUMNS, (), title="Tunggakan", empty_note="Tidak ada tunggakan.")
    assert _printed(section) == "Tunggakan\nTidak ada tunggakan.\n"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("[red]Mawar[/red]", "[red]Mawar[/red]"),
        ("[/]", "[/]"),
        (":smile:", ":smile:"),
        ("\x1b[31mMawar\x07", "[31mMawar"),
        ("\x9b31mMawar", "31mMawar"),
        ("Jl. Raya\r\nRT 03\tRW 05", "Jl. Raya  RT 03 RW 05"),
        ("abc\u202egnp.exe\u2066", "abcgnp.exe"),
        ("\u200fMawar\u200e", "Mawar"),
        ("satu\u2028dua\x85tiga", "satu dua tiga"),
        ("👩\u200d🌾 Tani", "👩🌾 Tani"),
        ("\ud800Mawar", "Mawar"),
        ("稲 Padi", "稲 Padi"),
    ],
)
def test_hostile_text_is_inert(text, printed):
    """Markup is plain text; controls and marks that turn the direction are gone; the line stays one line."""
    assert _printed(_one_column(text)).splitlines()[2:] == [printed]


def test_wide_letters_keep_the_columns_in_line():
    """The next column starts at the same place of the screen beside letters two columns wide."""
    section = Section((Column("a", "Nama"), Column("b", "RW")), rows([("稲🌾", "05"), ("Mawar", "06")]))
    lines = _printed(section).splitlines()[2:]
    assert [cell_len(line[: line.index("0")]) for line in lines] == [7, 7]


@given(st.text(max_size=60))
def test_any_text_prints_on_a_page_without_controls(text):
    """Whatever the text, the page holds no control character but its own line ends and no blank at a line's end."""
    lines = _printed(_one_column(text), 60).removesuffix("\n").split("\n")
    assert [line for line in lines if any(letter < " " for letter in line) or line != line.rstrip()] == []
    assert max(map(cell_len, lines)) <= 60


def test_a_pipe_gets_a_fixed_width_without_escape_codes(monkeypatch):
    """Into a file the page has 100 columns and no escape codes, whatever the environment asks for."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TERM", "dumb")
    out = io.StringIO()
    render_report(REPORT, out)
    expected = io.StringIO()
    render_report(REPORT, expected, width=100)
    assert "\x1b" not in out.getvalue()
    assert out.getvalue() == expected.getvalue()


@pytest.mark.parametrize(("columns", "used"), [(20, 60), (90, 90), (400, 160), (0, 100)])
def test_a_terminal_is_filled_within_limits(terminal, columns, used):
    """A terminal's width is used between 60 and 160 columns; one that does not know its width counts as 100."""
    out = terminal(columns)
    render_section(_one_column("kata " * 200), out)
    assert {len(line) for line in out.getvalue().splitlines() if line.startswith("──")} == {used}


def test_totals_are_bold_on_a_terminal_and_plain_under_no_color(terminal, monkeypatch):
    """A terminal gets bold totals; NO_COLOR takes every escape code away."""
    section = Section((Column("a", "A"),), (Row(("Jumlah",), Style.TOTAL),))
    styled, plain = terminal(80), terminal(80)
    render_section(section, styled)
    monkeypatch.setenv("NO_COLOR", "1")
    render_section(section, plain)
    assert "\x1b[1mJumlah\x1b[0m" in styled.getvalue()
    assert "\x1b" not in plain.getvalue()


def test_a_stream_that_is_not_unicode_gets_ascii_lines_and_marks_for_unknown_letters():
    """A code page without box characters gets hyphens for rules and a question mark for what it lacks."""
    below = io.BytesIO()
    out = io.TextIOWrapper(below, encoding="cp1252", newline="\n")
    render_section(_one_column("Café 🌼", "Mawar"), out, width=80)
    out.flush()
    assert below.getvalue().decode("cp1252") == "Isi\n------\nCafé ?\nMawar\n"


def test_pairs_align_their_values_and_wrap_below_them():
    """Labels share a width, values print as in tables, a long value goes on below itself."""
    out = io.StringIO()
    pairs = [("Nama UPK", "Melati [b]"), ("Saldo", Rupiah(1_250_000)), ("Ketua", None), ("Alamat", "Jalan Raya " * 6)]
    render_pairs(pairs, out, width=60)
    assert out.getvalue() == (
        "Nama UPK  : Melati [b]\n"
        "Saldo     : 1.250.000\n"
        "Ketua     :\n"
        "Alamat    : Jalan Raya Jalan Raya Jalan Raya Jalan Raya\n"
        "            Jalan Raya Jalan Raya\n"
    )
