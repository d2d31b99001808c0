"""The set of the demonstration month in ``examples/laporan-contoh`` is what the program writes today.

``pytest tests/test_sample_month.py --update-golden`` writes it anew, with the pictures that the README shows.
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from danabergulir.operations.month import monthly_set
from month_folder import write_month

KEPT = Path(__file__).parents[1] / "examples" / "laporan-contoh"
PICTURES = {
    "sampul": ("laporan-2023-01.pdf", "LAPORAN BULANAN UPK"),
    "kolektibilitas": ("laporan-2023-01.pdf", "Model LU-02"),
    "papan": ("papan-informasi-2023-01.pdf", "PAPAN INFORMASI"),
}
"""The pictures by name: of which paper, and words by which to find the page."""
_FORMS = ("tabel", "csv", "xlsx", "pdf")
_TYPESETTER = re.compile(rb"/Creator ?\(([^)]*)\)")


@pytest.fixture(scope="module")
def written(demonstration, tmp_path_factory):
    """Return the folder with the set of the demonstration's last month, written anew."""
    folder = tmp_path_factory.mktemp("set")
    write_month(monthly_set(demonstration.ledger, demonstration.month), folder, _FORMS)
    return folder


@pytest.fixture(scope="module", autouse=True)
def _kept(written, request):
    if request.config.getoption("--update-golden"):
        shutil.rmtree(KEPT, ignore_errors=True)
        shutil.copytree(written, KEPT)
        (KEPT / "gambar").mkdir()
        for name, (paper, words) in PICTURES.items():
            _draw(KEPT / paper, words, KEPT / "gambar" / name)


def _draw(paper, words, picture):
    page = next(number for number, text in enumerate(_pages(paper), start=1) if words in text)
    chosen = ["-f", str(page), "-l", str(page), "-singlefile", "-scale-to", "1000"]
    subprocess.run(["pdftoppm", "-png", *chosen, paper, picture], check=True)


def _pages(paper):
    text = subprocess.run(["pdftotext", "-layout", paper, "-"], check=True, capture_output=True).stdout
    return text.decode("utf-8").split("\f")


def _files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_sample_has_the_files_of_a_month_and_the_pictures_of_the_readme(written):
    """Nothing is missing and nothing is left over."""
    assert _files(KEPT) == _files(written) | {f"gambar/{name}.png" for name in PICTURES}


def test_the_sample_is_what_the_program_writes(written):
    """Every file has the same bytes; papers of another release of the typesetter need only have the same words."""
    changed = []
    for name in sorted(_files(written)):
        kept, new = (KEPT / name).read_bytes(), (written / name).read_bytes()
        if _TYPESETTER.findall(kept) != _TYPESETTER.findall(new):
            same = _pages(KEPT / name) == _pages(written / name)
        else:
            same = kept == new
        changed += [] if same else [name]

    assert changed == []
