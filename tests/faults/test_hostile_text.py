"""Names and remarks made to do harm: kept exactly in the ledger, harmless on screen, in files and as file names."""

import csv
import io
import unicodedata

import pytest

from ledger.small_ledger import fetch

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl reads workbooks back")

HOSTILE = {
    "formula": "=cmd|' /C calc'!A0",
    "plus": "+62812-1111",
    "at": "@SUM(A1:A9)",
    "full width": "\uff1d1+1",
    "hyperlink": '=HYPERLINK("http://jahat.example";"klik")',
    "path": "../../etc/passwd",
    "windows path": "..\\..\\CON",
    "escape": "\x1b]0;judul\x07\x1b[31mmerah\x1b[2J",
    "controls": "a\rb\x7f\x08c",
    "rich": "[bold red]tebal[/bold red] [/] [link=http://x]y[/link]",
    "typst": '#eval("1+1") $x$ *tebal* _miring_ @rujuk <label> \\ `kode` // komentar',
    "right to left": "abc\u202egnp.exe\u2066\u200f",
    "emoji": "Melati \U0001f338\U0001f469\u200d\U0001f33e",
    "separators": "a;b,c\t\"d\"'e'",
    "html": "<script>alert(1)</script>&amp;{{7*7}}",
    "long": "Panjang sekali " * 13,
}
_each_text = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
_MONTH_LISTINGS = (
    ("ksm", "daftar"),
    ("anggota", "daftar", "BAHAYA"),
    ("pinjaman", "daftar"),
    ("jurnal-umum", "--dari", "2026-01-01", "--sampai", "2026-03-31"),
    ("buku-besar", "11010", "--dari", "2026-01-01", "--sampai", "2026-03-31"),
    ("tunggakan", "--per", "2026-03-31"),
)


@pytest.fixture
def poisoned(fund):
    """Return a function that puts a text everywhere a treasurer types one, and returns the runner."""

    def put(text):
        for words in (
            ("ksm", "tambah", "BAHAYA", text, "--rw", "05", "--rt", "003", "--ketua", text, "--alamat", text),
            *(("anggota", "tambah", "BAHAYA", f"{text} {number}", "--usaha", text) for number in range(5)),
            ("kas", "masuk", "31010", "1jt", text, "--pihak", text, "--bukti-luar", text[:60]),
            ("pinjaman", "cairkan", "BAHAYA", "--tetap", "--pokok", "1jt", "--tenor", "10", "--izin-ba", text[:60]),
            ("terima", "BAHAYA", "50rb", "--keterangan", text),
        ):
            dated = ("--tanggal", "2026-01-06" if words[0] in {"ksm", "anggota"} else "2026-01-10")
            ended = fund(*words, *dated)
            assert ended.status == 0, (words, ended.stderr)
            _assert_inert(ended.stdout + ended.stderr)
        return fund

    return put


def _controls(printed):
    return [letter for letter in printed if letter not in "\n\r\t\ufeff" and unicodedata.category(letter) == "Cc"]


def _assert_inert(printed):
    """Assert that no letter on a screen moves the cursor, rings, or turns the direction of writing."""
    assert _controls(printed) == []
    assert [letter for letter in printed if letter in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"] == []


@_each_text
def test_the_ledger_keeps_every_letter(poisoned, text):
    """What is shown is made harmless; what is kept is what was typed, blanks around it aside."""
    book = poisoned(text)
    kept = {
        fetch(book.ledger, "SELECT name FROM ksm WHERE code = 'BAHAYA'")[0][0],
        fetch(book.ledger, "SELECT chair FROM ksm WHERE code = 'BAHAYA'")[0][0],
        fetch(book.ledger, "SELECT memo FROM voucher WHERE number = 'BKM-2026-0002'")[0][0],
        fetch(book.ledger, "SELECT party FROM voucher WHERE number = 'BKM-2026-0002'")[0][0],
    }

    assert {item.strip() for item in kept} == {text.strip()}
    assert book("periksa").status == 0


@_each_text
def test_screens_and_csv_are_harmless(poisoned, text):
    """No control reaches the terminal and no cell of a CSV file is a formula, in any listing and any report."""
    book = poisoned(text)
    for words in (
        *_MONTH_LISTINGS,
        ("laporan", "2026-01"),
        ("bukti", "BKM-2026-0002"),
        ("pinjaman", "lihat", "P-0002"),
    ):
        shown = book(*words)
        assert shown.status == 0, shown.stderr
        _assert_inert(shown.stdout)
    for words in _MONTH_LISTINGS:
        printed = book(*words, "--format", "csv").stdout
        _assert_inert(printed)
        _assert_no_formula(printed)


def _assert_no_formula(printed):
    rows = list(csv.reader(io.StringIO(printed.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert {len(row) for row in rows} == {len(rows[0])}
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell.lstrip().startswith(("=", "@", "+", "\uff1d"))] == []


@_each_text
def test_files_are_harmless_and_named_by_the_program_alone(poisoned, text):
    """A whole month in every form: no formula in a workbook or CSV comes from a name, no file lies elsewhere."""
    book = poisoned(text)
    around = {path for path in book.folder.rglob("*") if path.is_file()}
    forms = ("--format", "tabel", "--format", "csv", "--format", "json", "--format", "xlsx")
    only = ("--hanya", "buku-kas", "--hanya", "register-pinjaman", "--hanya", "perkembangan", "--hanya", "uang-masuk")
    written = book("laporan", "2026-01", *only, *forms, "--ke", "hasil")
    assert written.status == 0, written.stderr
    files = [path for path in book.folder.rglob("*") if path.is_file() and path not in around]

    assert {path.relative_to(book.folder).parts[0] for path in files} == {"hasil", "upk-ditulis.json"}
    assert [path.name for path in files if not path.name.replace("-", "").replace(".", "").isalnum()] == []
    for path in files:
        if path.suffix == ".csv":
            _assert_no_formula(path.read_bytes().decode("utf-8"))
        elif path.suffix == ".xlsx":
            _assert_no_formula_of(openpyxl.load_workbook(path), text)


def _assert_no_formula_of(workbook, text):
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None]
    formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
    assert [formula for formula in formulas if "cmd" in formula or 'HYPERLINK("http' in formula] == []
    assert [cell.hyperlink for cell in cells if cell.hyperlink and cell.hyperlink.target] == []
    start = next((line for line in text.replace("\x1b", "").split("\x07") if line), text)[:6]
    assert [cell.data_type for cell in cells if isinstance(cell.value, str) and cell.value.startswith(start)].count(
        "f"
    ) == 0


@_each_text
def test_the_audit_package_keeps_the_text_and_proves_itself(poisoned, text):
    """Shielded in its CSV files, whole again when the package is checked."""
    book = poisoned(text)
    written = book("ekspor", "audit", "--dari", "2025-12-31", "--sampai", "2026-03-31", "--ke", "paket")
    assert written.status == 0, written.stderr
    for path in (book.folder / "paket").glob("*.csv"):
        _assert_no_formula(path.read_bytes().decode("utf-8"))

    assert book("periksa", "--paket", "paket").status == 0


@pytest.mark.parametrize(
    "words",
    [
        ("ksm", "tambah", "X", "{}", "--rw", "05", "--rt", "003"),
        ("ksm", "tambah", "{}", "KSM X", "--rw", "05", "--rt", "003"),
        ("anggota", "tambah", "MAWAR", "{}"),
        ("profil", "ubah", "--alamat", "{}"),
        ("terima", "{}", "50rb"),
        ("pinjaman", "kartu", "{}"),
    ],
    ids=" ".join,
)
def test_a_name_of_ten_thousand_letters_is_refused_in_few_words(fund, words):
    """The beginning is enough to know it by; nothing is recorded."""
    before = fund.ledger.read_bytes()
    refused = fund(*(word.replace("{}", "x" * 10_000) for word in words))

    assert refused.status in {2, 3, 4}, refused
    assert len(refused.stderr) < 400
    assert fund.ledger.read_bytes() == before


def test_a_remark_of_ten_thousand_letters_is_kept_and_printed(fund):
    """It is the treasurer's own, and every report still fits its page."""
    remark = "Panjang sekali " * 667
    assert fund("kas", "masuk", "31010", "1jt", remark, "--tanggal", "2026-01-10").status == 0
    printed = fund("laporan", "2026-01", "--hanya", "uang-masuk")

    assert fetch(fund.ledger, "SELECT memo FROM voucher ORDER BY sequence DESC LIMIT 1") == [(remark.strip(),)]
    assert printed.status == 0
    assert max(len(line) for line in printed.stdout.splitlines()) <= 100
    assert printed.stdout.count("Panjang") + printed.stdout.count("sekali") >= 2 * 667 - 1


@pytest.mark.parametrize("code", ["../../x", "..\\x", "CON", "a/b", "/etc/x", "C:x", "=1+1", "x\x00y", "\u202ex"])
def test_a_code_or_an_rw_never_becomes_a_path(fund, code):
    """Texts of reminders and letters go into one folder, whatever a KSM and its RW are called."""
    taken = fund("ksm", "tambah", code, "KSM Lain", "--rw", code, "--rt", "003", "--tanggal", "2026-01-02")
    if taken.status != 0:
        assert (taken.status, fetch(fund.ledger, "SELECT count(*) FROM ksm")) in [(2, [(1,)]), (4, [(1,)])]
        return
    lent = fund(
        *(
            "pinjaman",
            "cairkan",
            code,
            "--tetap",
            "--pokok",
            "1jt",
            "--tenor",
            "10",
            "--izin-ba",
            "1",
            "--tanggal",
            "2026-01-05",
        )
    )
    assert lent.status == 0, lent.stderr
    for words in (
        ("ingatkan", "--per", "2026-02-10", "--format", "teks", "--ke", "pesan"),
        ("sanksi", "terbitkan", "--per", "2026-09-10", "--ke", "surat", "--ya"),
    ):
        ended = fund(*words)
        assert ended.status == 0, ended.stderr
    places = {path.relative_to(fund.folder).parts[0] for path in fund.folder.rglob("*") if path.is_file()}

    assert places <= {"upk.db", "upk-ditulis.json", "pesan", "surat", "cadangan"}
    assert {"pesan", "surat"} <= places
    assert not (fund.folder.parent / "x").exists()
