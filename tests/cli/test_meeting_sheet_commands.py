"""``lembar`` and ``impor lembar`` from outside: an evening of 24 KSM, from the sheet to the ledger."""

import io
import shutil
from pathlib import Path

import openpyxl
import pytest

from conftest import led_once
from meeting_sheets import FROM_SAVINGS, PAID, VOLUNTARY, asked_of, fill

DAY = "2023-02-03"
_KEYS_A_SECOND = 2
"""What somebody types who looks at a paper beside the keyboard."""


@pytest.fixture
def evening(run, demonstration):
    """Return a runner beside the demonstration ledger, with the sheet of an evening."""
    shutil.copyfile(demonstration.ledger, run.ledger)
    assert run("lembar", "--per", DAY, "--ke", "lembar.xlsx").status == 0
    return run


def _keys(cell):
    """Return the keys of a cell: its letters and Enter."""
    return len(str(cell)) + 1


def test_twenty_four_ksm_are_entered_in_three_minutes_of_keys(evening):
    """Eighteen bring what is asked, four another amount, one savings too, one nothing."""
    asked = asked_of(Path("lembar.xlsx"))
    assert len(asked) == 24
    cells = {key: {PAID: "v"} for key in list(asked)[:18]}
    cells |= {key: {PAID: asked[key] // 2000 * 1000} for key in list(asked)[18:22]}
    cells[list(asked)[22]] = {PAID: "v", VOLUNTARY: 50_000}
    money = sum(asked[key] if cell[PAID] == "v" else cell[PAID] for key, cell in cells.items()) + 50_000
    fill(Path("lembar.xlsx"), Path("isi.xlsx"), cells)
    command = f"danabergulir impor lembar isi.xlsx --kas {money}"
    keys = sum(_keys(value) for cell in cells.values() for value in cell.values()) + len(asked) + _keys(command)
    assert keys <= 3 * 60 * _KEYS_A_SECOND
    assert keys < 170
    first = evening("impor", "lembar", "isi.xlsx", "--kas", str(money))
    assert (first.status, first.stdout.splitlines()[-1]) == (0, "Diimpor: 23 baris dari isi.xlsx.")
    again = evening("impor", "lembar", "isi.xlsx", "--kas", str(money))
    assert (again.status, again.stdout.splitlines()[-2:]) == (
        0,
        ["Dilewati: 23 baris yang sama.", "Diimpor: 0 baris dari isi.xlsx."],
    )


def test_a_difference_ends_with_findings_and_nothing_recorded(evening):
    """Status 1; a trial of the right sum records nothing either."""
    asked = asked_of(Path("lembar.xlsx"))
    key = next(iter(asked))
    fill(Path("lembar.xlsx"), Path("isi.xlsx"), {key: {PAID: "v"}})
    before = evening.ledger.read_bytes()
    wrong = evening("impor", "lembar", "isi.xlsx", "--kas", "1000")
    assert wrong.status == 1
    assert "tidak ada yang dicatat" in wrong.stderr.casefold()
    trial = evening("impor", "lembar", "isi.xlsx", "--kas", str(asked[key]), "--coba")
    assert (trial.status, trial.stdout.splitlines()[-1]) == (0, "Uji coba: tidak ada yang dicatat.")
    assert "tanpa --coba" in trial.stderr
    assert evening.ledger.read_bytes() == before


@pytest.fixture
@led_once
def behind(book):
    """Return a runner beside a ledger whose one KSM is behind and has savings, and its sheet of that evening."""
    for words in (
        "ksm tambah MAWAR Mawar --rw 05 --rt 001 --tanggal 2025-12-31",
        "kas masuk 31010 5jt Modal --tanggal 2026-01-02",
        "pinjaman cairkan MAWAR --pokok 3jt --tenor 10 --tanggal 2026-01-05",
        "tabungan setor MAWAR 500rb --tanggal 2026-01-06",
        "lembar --per 2026-04-20 --ke lembar.xlsx",
    ):
        got = book(*words.split())
        assert got.status == 0, (words, got.stderr)
    return book


def test_minutes_that_are_missing_are_asked_for_before_anything_is_recorded(behind):
    """At a terminal, naming the cell, and only where savings are used now; without one the cell is named."""
    fill(Path("lembar.xlsx"), Path("isi.xlsx"), {"P-0001": {FROM_SAVINGS: 100_000}})
    trial = behind("impor", "lembar", "isi.xlsx", "--coba")
    first = behind("impor", "lembar", "isi.xlsx", typed="07/BA/2026\n")
    again = behind("impor", "lembar", "isi.xlsx", typed="")

    assert 'lembar "Lembar" sel E4: Nomor berita acara kosong' in trial.stderr
    assert 'lembar "Lembar" sel E4: nomor berita acara untuk yang dibayar dari tabungan kosong' in first.stderr
    assert "BA 07/BA/2026" in " ".join(behind("bukti", "BPB-2026-0001").stdout.split())
    assert (again.status, "berita acara" in again.stderr) == (0, False)


def test_a_sheet_that_was_filled_in_is_not_written_over(behind):
    """A blank one is; a filled one is asked about, without a terminal only ``--timpa`` does it."""
    command, path = ("lembar", "--per", "2026-04-20", "--ke", "lembar.xlsx"), Path("lembar.xlsx")
    assert behind(*command).status == 0
    fill(path, path, {"P-0001": {PAID: "v"}})
    kept = path.read_bytes()

    piped, refused = behind(*command), behind(*command, typed="tidak\n")
    assert (piped.status, refused.status, path.read_bytes()) == (2, 4, kept)
    assert "--timpa" in piped.stderr
    assert behind(*command, "--timpa").status == 0
    assert path.read_bytes() != kept
    path.write_bytes(kept)
    assert behind(*command, typed="ya\n").status == 0
    assert path.read_bytes() != kept


@pytest.mark.parametrize("name", ["lembar.xlsx", "lembar.pdf"])
@pytest.mark.parametrize("content", [b"SQLite format 3\0 buku lain", b"catatan saya"])
def test_a_file_of_another_kind_is_never_written_over(behind, name, content):
    """Neither another year's book nor a note, whatever its name says."""
    Path(name).write_bytes(content)
    got = behind("lembar", "--per", "2026-04-20", "--ke", name, "--timpa")

    assert (got.status, Path(name).read_bytes()) == (4, content)


def test_a_workbook_that_is_no_sheet_is_somebodys_work(behind):
    """As the treasurer's own, named by a slip."""
    openpyxl.Workbook().save("buku.xlsx")
    assert behind("lembar", "--per", "2026-04-20", "--ke", "buku.xlsx").status == 2


def test_an_empty_sheet_records_nothing_and_says_so(evening):
    """As when the wrong file was sent."""
    got = evening("impor", "lembar", "lembar.xlsx")
    assert got.status == 0
    assert "belum ada baris yang diisi" in got.stderr


def test_a_file_of_another_ending_is_refused(evening):
    """Before the ledger is read."""
    assert evening("lembar", "--ke", "lembar.csv").status == 2


def test_a_name_that_a_spreadsheet_would_run_stays_text(evening):
    """On the sheet as on every file."""
    evening("ksm", "ubah", "K-01", "--nama", "=1+1", "--tanggal", "2023-02-01")
    evening("lembar", "--per", DAY, "--ke", "lembar.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(Path("lembar.xlsx").read_bytes()))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]
