"""``lembar`` and ``impor lembar`` from outside: an evening of 24 KSM, from the sheet to the ledger."""

import io
import shutil
from pathlib import Path

import openpyxl
import pytest

from meeting_sheets import PAID, VOLUNTARY, asked_of, fill

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
