"""Reading CSV files as people make them."""

import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danabergulir.errors import FaultyDataError, UsageError
from danabergulir.money import NIL, Rupiah, parse_rupiah
from danabergulir.operations.csv_table import LONGEST_LINE, MOST_FINDINGS, Faults, read_lines

ROW = {"kode": "M", "nama": "Mawar", "rw": "05"}


@pytest.fixture
def read(tmp_path):
    """Return the numbers and cells of a file, and the faults noted while it was read."""

    def read_file(content):
        path = tmp_path / "ksm.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        faults = Faults("ksm")
        lines = [(line.number, line.cells) for line in read_lines(path, ("kode", "nama"), ("rw",), faults)]
        return lines, [(finding.line, finding.message) for finding in faults.findings]

    return read_file


def _refusal(read, content):
    with pytest.raises(FaultyDataError) as caught:
        read(content)
    return caught.value


@pytest.mark.parametrize(
    "content",
    [
        "kode;nama;rw\nM;Mawar;05\n",
        "kode,nama,rw\nM,Mawar,05\n",
        "kode\tnama\trw\nM\tMawar\t05\n",
        "kode;nama;rw\r\nM;Mawar;05\r\n",
        "kode;nama;rw\rM;Mawar;05\r",
        "kode;nama;rw\nM;Mawar;05",
        codecs.BOM_UTF8 + b"kode;nama;rw\nM;Mawar;05\n",
        "rw;KODE; Nama \n05; M ;Mawar\n",
        'kode;nama;rw\n"M";"Mawar";"05"\n',
        'kode,"nama",rw\nM,Mawar,05\n',
    ],
)
def test_any_usual_way_of_writing_a_table_reads_the_same(read, content):
    """Delimiter, line ends, byte order mark, order of the columns, case and quotes do not matter."""
    assert read(content) == ([(2, ROW)], [])


def test_empty_lines_are_passed_over_and_still_count(read):
    """A line number is the one a text editor shows, also below empty lines and rows of delimiters alone."""
    lines, faults = read("kode;nama;rw\n\n;;\nM;Mawar;05\n\n")
    assert (lines, faults) == ([(4, ROW)], [])


def test_a_quoted_cell_over_several_lines_keeps_the_line_numbers_right(read):
    """A record that runs over three lines has the number of its first, and the next one follows its last."""
    lines, _ = read('kode;nama\nA;"satu\ndua\ntiga"\nB;Mawar\n')
    assert lines == [(2, {"kode": "A", "nama": "satu\ndua\ntiga"}), (5, {"kode": "B", "nama": "Mawar"})]


def test_a_delimiter_within_quotes_is_text(read):
    """A semicolon inside quotation marks does not end the cell."""
    lines, _ = read('kode;nama\nA;"Mawar; Melati"\n')
    assert lines == [(2, {"kode": "A", "nama": "Mawar; Melati"})]


@pytest.mark.parametrize(
    ("header", "findings"),
    [
        ("kode;nama;warna", [(1, 'kolom tidak dikenal: "warna"')]),
        ("kode;nama;NAMA", [(1, 'kolom "nama" ada lebih dari satu')]),
        ("kode;rw", [(1, 'kolom "nama" belum ada')]),
        ("kode;nama;;", [(1, "kolom ke-3 tidak bernama"), (1, "kolom ke-4 tidak bernama")]),
        ("kode.nama", [(1, 'kolom tidak dikenal: "kode.nama"'), (1, 'kolom "kode" belum ada')]),
    ],
)
def test_a_faulty_header_is_refused_before_any_row_is_read(read, header, findings):
    """Unknown, doubled, nameless and missing columns are all named on line 1."""
    error = _refusal(read, f"{header}\nA;B;C\n")
    assert [(finding.line, finding.message) for finding in error.findings][: len(findings)] == findings


def test_a_row_of_another_width_is_a_finding_and_the_others_are_read(read):
    """A row with too few or too many cells is named by its line; the rest of the file is still read."""
    lines, faults = read("kode;nama;rw\nA;Mawar\nM;Mawar;05\nA;Mawar;05;x\n")
    assert lines == [(3, ROW)]
    assert faults == [(2, "ada 2 kolom, seharusnya 3"), (4, "ada 4 kolom, seharusnya 3")]


@pytest.mark.parametrize("content", ["", "\n", "  \n;;\n", codecs.BOM_UTF8])
def test_an_empty_file_says_which_columns_it_wants(read, content):
    """A file without a header is refused with the required columns."""
    error = _refusal(read, content)
    assert (error.message, error.hint) == ("file kosong: ksm.csv", "Baris pertama berisi nama kolom: kode;nama")


@pytest.mark.parametrize(
    "content",
    [
        "kode;nama\nA;Andr\u00e9\n".encode("latin-1"),
        b"PK\x03\x04\xff\xfe\x00\x00",
        "kode;nama\nA;Mawar\n".encode("utf-16"),
        b"kode;nama\n" + b"A;Mawar\n" * 5_000 + b"B;\xff\n",
    ],
)
def test_bytes_that_are_no_utf8_are_refused(read, content):
    """Latin-1, UTF-16 and a workbook under a CSV name end in one sentence, wherever in the file the bytes are."""
    assert _refusal(read, content).message == "tulisan dalam file bukan UTF-8: ksm.csv"


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("kode;nama\nA;B\nA;\0B\n", 3, "berisi tanda yang bukan tulisan"),
        ("\0\0\0\n", 1, "berisi tanda yang bukan tulisan"),
        ("kode;nama\nA;" + "x" * 200_000 + "\n", 2, f"lebih dari {LONGEST_LINE} huruf"),
        ("kode;" + "x" * 200_000 + "\n", 1, f"lebih dari {LONGEST_LINE} huruf"),
        (
            'kode;nama\nA;B\nA;"' + ("x" * 1_000 + "\n") * 200,
            3,
            "tanda kutip tidak ditutup, atau isi satu sel terlalu panjang",
        ),
    ],
)
def test_a_line_that_is_none_is_named_with_the_reason(read, content, line, reason):
    """Binary, endless lines and cells that never end stop the reading, in Indonesian."""
    assert _refusal(read, content).message == f"baris {line} bukan baris CSV: {reason}"


@pytest.mark.parametrize(("name", "problem"), [("tidak-ada.csv", "tidak ada"), (".", "tidak dapat dibaca")])
def test_a_file_that_cannot_be_opened_is_a_usage_error(tmp_path, name, problem):
    """A missing file and a folder are said to be so."""
    path = tmp_path / name
    with pytest.raises(UsageError) as caught:
        list(read_lines(path, ("kode",), (), Faults("ksm")))
    assert caught.value.message == f"file {problem}: {path}"


def test_a_cell_that_cannot_be_read_is_noted_with_its_column_and_the_default_stands(tmp_path):
    """Reading goes on after a faulty cell, so that one run shows every fault."""
    path = tmp_path / "saldo.csv"
    path.write_text("kode;debit\nA;1,250,000\nB;1.250.000\nC;\n;5\n", encoding="utf-8")
    faults = Faults("saldo")
    lines = list(read_lines(path, ("kode", "debit"), (), faults))
    amounts = [line.read("debit", parse_rupiah, NIL) for line in lines if line.require("kode")]
    assert amounts == [NIL, Rupiah(1_250_000), NIL]
    assert [(finding.line, finding.message) for finding in faults.findings] == [
        (2, 'debit: jumlah uang tidak dapat dibaca: "1,250,000" (ribuan dipisah titik, bukan koma)'),
        (5, "kode: belum diisi"),
    ]


def test_many_faults_are_all_counted_and_few_are_kept(tmp_path):
    """A file wrong from end to end names a bounded number of rows and counts them all."""
    path = tmp_path / "ksm.csv"
    path.write_text("kode;nama\n" + "A\n" * 3_000, encoding="utf-8")
    faults = Faults("ksm")
    assert list(read_lines(path, ("kode", "nama"), (), faults)) == []
    with pytest.raises(FaultyDataError) as caught:
        faults.raise_if_any()
    assert caught.value.message == "3000 kesalahan, tidak ada yang dicatat"
    assert len(caught.value.findings) == MOST_FINDINGS


def test_warnings_alone_raise_nothing():
    """A doubt is kept and stops nothing."""
    faults = Faults("ksm")
    faults.warning(2, "aneh")
    faults.raise_if_any()
    assert [(finding.line, finding.severity) for finding in faults.findings] == [(2, "peringatan")]


@given(st.binary(max_size=300))
def test_no_file_whatever_ends_in_a_traceback(tmp_path_factory, content):
    """Any bytes are read or refused, never answered with another kind of error."""
    path = tmp_path_factory.getbasetemp() / "apa-saja.csv"
    path.write_bytes(content)
    faults = Faults("ksm")
    numbers = []
    with contextlib.suppress(FaultyDataError):
        numbers = [line.number for line in read_lines(path, ("kode", "nama"), (), faults)]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize(
    "above", ["DAFTAR KSM\n", "DAFTAR KSM;;\n;;\n", "\n\n", "sep=;\n"], ids=["title", "wide", "empty", "excel"]
)
def test_lines_above_the_names_of_the_columns_are_passed_over_and_count(read, above):
    """A title, empty lines, and what a spreadsheet writes for itself."""
    assert read(f"{above}kode;nama;rw\nM;Mawar;05\n") == ([(above.count("\n") + 2, ROW)], [])


def test_a_wrong_name_of_a_column_is_told_with_its_line_and_what_was_meant(read):
    """Below a title too: the line that names most columns is taken for the header."""
    found = _refusal(read, "DAFTAR KSM\nkode;nma;rw\nM;Mawar;05\n").findings

    assert [(item.line, item.message) for item in found] == [
        (2, 'kolom tidak dikenal: "nma"'),
        (2, 'kolom "nama" belum ada'),
    ]
    assert found[0].hint.startswith("Mungkin maksudnya nama. ")
