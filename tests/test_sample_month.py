"""The sets of the demonstration in ``examples``, of a month and of a year, are what the program writes today.

``pytest tests/test_sample_month.py --update-golden`` writes them anew, with the pictures that the README shows.
"""

import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from danabergulir.operations.month import monthly_set
from danabergulir.operations.year import yearly_set
from month_folder import write_month
from year_ledger import YEAR

EXAMPLES = Path(__file__).parents[1] / "examples"
_TYPESETTER = re.compile(rb"/Creator ?\(([^)]*)\)")


@dataclass(frozen=True)
class Sample:
    """A set that is kept: its folder, the forms that are, and pictures: of which paper, and words to find the page."""

    name: str
    forms: tuple[str, ...]
    pictures: Mapping[str, tuple[str, str]]

    @property
    def kept(self) -> Path:
        """Return where it is kept."""
        return EXAMPLES / self.name


MONTH = Sample(
    "laporan-contoh",
    ("tabel", "csv", "xlsx", "pdf"),
    {
        "sampul": ("laporan-2023-01.pdf", "LAPORAN BULANAN UPK"),
        "kolektibilitas": ("laporan-2023-01.pdf", "Model LU-02"),
        "papan": ("papan-informasi-2023-01.pdf", "PAPAN INFORMASI"),
    },
)
OF_YEAR = Sample("laporan-tahun-contoh", ("csv", "pdf"), {"grafik": ("laporan-2022.pdf", "DUA BELAS BULAN DALAM")})


@pytest.fixture(scope="module", params=[MONTH, OF_YEAR], ids=lambda sample: sample.name)
def sample(request):
    """Return one of the sets that are kept."""
    return request.param


@pytest.fixture(scope="module")
def written(sample, demonstration, closed_year, tmp_path_factory):
    """Return the folder with the set, written anew."""
    folder = tmp_path_factory.mktemp("set")
    found = monthly_set(demonstration.ledger, demonstration.month) if sample is MONTH else yearly_set(closed_year, YEAR)
    write_month(found, folder, sample.forms)
    return folder


@pytest.fixture(scope="module", autouse=True)
def _kept(sample, written, request):
    if request.config.getoption("--update-golden"):
        shutil.rmtree(sample.kept, ignore_errors=True)
        shutil.copytree(written, sample.kept)
        (sample.kept / "gambar").mkdir()
        for name, (paper, words) in sample.pictures.items():
            _draw(sample.kept / paper, words, sample.kept / "gambar" / name)


def _draw(paper, words, picture):
    page = next(number for number, text in enumerate(_pages(paper), start=1) if words in text)
    chosen = ["-f", str(page), "-l", str(page), "-singlefile", "-scale-to", "1000"]
    subprocess.run(["pdftoppm", "-png", *chosen, paper, picture], check=True)


def _pages(paper):
    text = subprocess.run(["pdftotext", "-layout", paper, "-"], check=True, capture_output=True).stdout
    return text.decode("utf-8").split("\f")


def _files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_sample_has_the_files_of_its_period_and_the_pictures_of_the_readme(sample, written):
    """Nothing is missing and nothing is left over."""
    assert _files(sample.kept) == _files(written) | {f"gambar/{name}.png" for name in sample.pictures}


def test_the_sample_is_what_the_program_writes(sample, written):
    """Every file has the same bytes; papers of another release of the typesetter need only have the same words."""
    changed = []
    for name in sorted(_files(written)):
        kept, new = (sample.kept / name).read_bytes(), (written / name).read_bytes()
        if _TYPESETTER.findall(kept) != _TYPESETTER.findall(new):
            same = _pages(sample.kept / name) == _pages(written / name)
        else:
            same = kept == new
        changed += [] if same else [name]

    assert changed == []
