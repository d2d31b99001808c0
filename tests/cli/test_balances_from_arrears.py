"""A list of loans that says what is late and nothing of what was paid: asked once, and worked out from the schedule."""

import json
from datetime import date

import pytest

from workbook_shapes import save

_HEAD = ("NAMA KSM", "RW", "TGL CAIR", "POKOK", "JW", "JASA %", ("TUNGGAKAN", None, 1, 2), None)
_UNDER = (None, None, None, None, None, None, "POKOK", "JASA")
_MAWAR = ("Mawar", "05", date(2025, 3, 1), 5_000_000, 10, 0.015, 500_000, 75_000)
_MELATI = ("Melati", "07", date(2025, 5, 20), 6_000_000, 12, 0.015, None, None)
_LUNAS = ("Kenanga", "07", date(2025, 1, 5), 3_000_000, 6, 0.015, "-", "-")


def _import(run, *lines, answer="ya", head=(_HEAD, _UNDER)):
    save({"Pinjaman": [*head, *lines]}, run.folder / "buku.xlsx")
    (run.folder / "peta.toml").write_text(f'[isian]\ndari_tunggakan = "{answer}"\n', encoding="utf-8")
    return run("impor", "buku", "buku.xlsx", "--ya", *(("--peta", "peta.toml") if answer else ()))


def _loans(run):
    lines = json.loads(run("pinjaman", "daftar", "--per", "2025-12-31", "--format", "json").stdout)["baris"]
    return {line["ksm"]: (line["saldo_pokok"], line["tunggakan_pokok"], line["tunggakan_jasa"]) for line in lines}


def test_what_is_due_less_what_is_late_was_paid(book):
    """Nine instalments of ten are due by the opening and one is late; of a loan without arrears all seven were paid."""
    done = _import(book, _MAWAR, _MELATI, _LUNAS)

    assert done.status == 0, done.stderr
    assert _loans(book) == {"Mawar": (1_000_000, 500_000, 75_000), "Melati": (2_500_000, 0, 0)}
    assert "1 pinjaman sudah lunas sebelum saldo awal" in done.stdout


def test_it_is_asked_once_with_the_first_cell(book):
    """Nobody knows whether more was paid than was due."""
    refused = _import(book, _MAWAR, _MELATI, answer="")

    assert refused.status == 1
    (line,) = [line for line in refused.stderr.splitlines() if line.startswith("Galat buku kerja")]
    assert line.startswith(
        'Galat buku kerja: 2 pinjaman tidak punya kolom REALISASI atau SALDO, hanya tunggakan (mulai lembar "Pinjaman" '
        "sel G3); jawab ya bila semua yang sudah jatuh tempo sudah dibayar, kecuali tunggakan itu"
    )


def test_who_says_no_is_asked_whether_anything_was_paid(book):
    """The question of a list that says nothing about it."""
    assert "jawab ya bila memang belum diangsur" in _import(book, _MAWAR, answer="tidak").stderr


@pytest.mark.parametrize(("column", "part", "due"), [(6, "pokok", "4.500.000"), (7, "jasa", "675.000")])
def test_more_late_than_was_due_is_named_by_its_cell(book, column, part, due):
    """With what was due by the opening."""
    row = [*_MAWAR]
    row[column] = 4_900_000
    refused = _import(book, row)

    assert refused.status == 1
    cell = f'sel {"GH"[column - 6]}3: tunggakan {part} "4.900.000"'
    assert f"{cell}: lebih besar daripada {part} yang sudah jatuh tempo, {due}" in refused.stderr


def test_a_balance_goes_before_arrears(book):
    """Where the list says what is left, what is late is only held beside the book."""
    head = (*_HEAD[:6], "SALDO", "TUNGGAKAN")
    done = _import(book, (*_MAWAR[:6], 4_000_000, 500_000), answer="", head=(head,))

    assert "tunggakan" not in done.stderr
