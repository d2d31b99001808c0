"""Workbooks as treasurers keep them come in with the right balances, or with the exact findings."""

import json
import shutil

import pytest

from workbook_shapes import (
    PETA_OF_LU04,
    SHAPES,
    balances,
    clean_book,
    convert,
    html_table,
    needs_soffice,
    save,
)

_BOOK = clean_book()


def _owed(run):
    """Return what every KSM owes in the ledger, by its name."""
    listed = json.loads(run("pinjaman", "daftar", "--per", "2025-12-31", "--format", "json").stdout)["baris"]
    return {line["ksm"]: line["saldo_pokok"] for line in listed if line["saldo_pokok"]}


def _jasa_paid(run):
    lines = json.loads(run("laporan", "2025-12", "--hanya", "perkembangan", "--format", "json").stdout)["baris"]
    return {line["ksm"]: (line["tanggal_cair"], line["tenor"], line["real_jasa"]) for line in lines}


def _open_balances(run):
    owed = sum(balances(_BOOK).values())
    lines = f"kode;debit;kredit\n11010;1000000;\n11030;{owed};\n31010;;{owed + 1000000}\n"
    (run.folder / "saldo.csv").write_text(lines, encoding="utf-8")
    assert run("impor", "saldo-awal", "saldo.csv").status == 0


def _taken(run, name, *words):
    done = run("impor", "buku", name, "--ya", *words)
    assert done.status == 0, done.stderr
    return done


def _understood(done, end):
    """Return what was printed of the columns and the control totals, before the line that says what became of them."""
    return done.stdout.split("Lembar", 2)[2].partition(f"\n{end}")[0]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_workbook_comes_in_with_the_right_balances(book, shape):
    """Twenty-four loans with balance, jasa, day and term; the peta kept of a trial reads it the same way again."""
    _open_balances(book)
    save(SHAPES[shape](_BOOK), book.folder / "buku.xlsx")
    (book.folder / "rw.toml").write_text(PETA_OF_LU04, encoding="utf-8")
    words = ("--peta", "rw.toml") if shape == "register LU-04" else ()
    tried = _taken(book, "buku.xlsx", "--coba", "--simpan-peta", "peta.toml", *words)
    done = _taken(book, "buku.xlsx", "--peta", "peta.toml")
    assert _understood(done, "Diimpor:") == _understood(tried, "Uji coba:")

    assert _owed(book) == balances(_BOOK)
    assert _jasa_paid(book) == {lent.name: (lent.disbursed_on.isoformat(), lent.term, lent.jasa_paid) for lent in _BOOK}
    assert book("periksa", "--per", "2025-12-31").status == 0


_ELSEWHERE = ("one list", "a card of the form per KSM", "form LPP")


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """Return a folder with three workbooks as LibreOffice saves them in its own format and in the old one of Excel."""
    folder = tmp_path_factory.mktemp("lain")
    for shape in _ELSEWHERE:
        save(SHAPES[shape](_BOOK), folder / f"{shape}.xlsx")
    for ending in ("ods", "xls"):
        convert(folder, ending)
    return folder


@needs_soffice
@pytest.mark.parametrize("ending", ["ods", "xls"])
@pytest.mark.parametrize("shape", _ELSEWHERE)
def test_the_same_workbook_of_another_program_comes_in_alike(book, elsewhere, shape, ending):
    """LibreOffice's own format and the old one of Excel, merged cells and percent cells too."""
    shutil.copyfile(elsewhere / f"{shape}.{ending}", book.folder / f"buku.{ending}")
    _taken(book, f"buku.{ending}")

    assert _owed(book) == balances(_BOOK)


def test_a_table_of_a_web_program_is_read_as_the_table_it_is(book):
    """HTML under the name of a workbook, and the screen says so."""
    (book.folder / "export.xls").write_text(html_table(_BOOK), encoding="utf-8")
    done = _taken(book, "export.xls")

    assert "file .xls ini sebenarnya tabel HTML; dibaca sebagai tabel itu" in done.stdout
    assert _owed(book) == balances(_BOOK)


def test_a_register_without_rw_asks_for_it_once(book):
    """What no sheet tells is one finding, not one for each KSM, and nothing is recorded."""
    save(SHAPES["register LU-04"](_BOOK), book.folder / "buku.xlsx")
    before = book.ledger.read_bytes()
    refused = book("impor", "buku", "buku.xlsx", "--ya")

    assert refused.status == 1
    assert refused.stderr.splitlines() == [
        (
            "Galat buku kerja: RW tidak tertulis untuk 24 KSM; tulis satu RW untuk semuanya, atau ? bila belum "
            "diketahui. Perbaiki di buku kerja, atau jawab dalam peta: [isian] rw"
        ),
        "Galat: 1 hal belum jelas, tidak ada yang dicatat",
        (
            "Saran: Ketik sendiri perintah ini untuk menjawabnya. Atau jawab dalam peta: --simpan-peta PETA.toml, lalu "
            "--peta PETA.toml"
        ),
    ]
    assert book.ledger.read_bytes() == before
