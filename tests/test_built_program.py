"""The program built for a laptop without Python does what the program does: ``DANABERGULIR_BUILT`` names it.

``.ci/run`` builds it with ``examples/pasang/buat.py``; without it these tests skip.
"""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from console_blocks import played

ROOT = Path(__file__).parents[1]
MONTH = ROOT / "tests" / "transcripts" / "bulan-biasa.md"
BUILT = os.environ.get("DANABERGULIR_BUILT")
_TIED = re.compile(
    r"(Kepala buku|Kepala bukti|Dicatat|Kode) +: .*|Kode: .*|Kepala buku: .*|November 2026|[0-9a-f]{16,}"
)

pytestmark = pytest.mark.skipif(not BUILT, reason="no built program is named by DANABERGULIR_BUILT")


@dataclass(frozen=True)
class Built:
    """Runs the built program in a folder, without Python and what the tests set."""

    folder: Path

    def together(self, *words, typed=None, piped=None):
        """Run one command line and return its status, and what it printed."""
        assert typed is None, "nobody sits at the keyboard of the built program"
        kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMPDIR") if name in os.environ}
        done = subprocess.run(
            [str(BUILT), *words],
            cwd=self.folder,
            env={**kept, "COLUMNS": "100", "DANABERGULIR_BUKU": "upk.db", "HOME": str(self.folder)},
            input=piped or b"",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        return done.returncode, done.stdout.decode("utf-8")


@pytest.fixture
def built(tmp_path):
    """Return a runner of the built program in an empty folder."""
    return Built(tmp_path)


def _untied(text):
    """Return the lines without what the clock and the book's secret give, sorted: two streams come as they come."""
    return sorted(_TIED.sub("", line) for line in text.splitlines())


def test_the_built_program_leads_an_ordinary_month(built):
    """Every screen reads as in the transcript of the program."""
    written = MONTH.read_text(encoding="utf-8")

    assert _untied(played(built, written)) == _untied(written)


def test_the_built_program_writes_the_whole_set_of_a_month(built):
    """The same files as the program wrote for the examples, the PDF among them, and the book is sound."""
    status, printed = built.together("contoh", "--ke", "c")
    made, kept = built.folder / "c" / "laporan-2023-01", ROOT / "examples" / "laporan-contoh"
    wanted = {path.relative_to(kept) for path in kept.rglob("*") if path.is_file() and path.suffix != ".png"}

    assert status == 0, printed
    assert {path.relative_to(made) for path in made.rglob("*") if path.is_file()} == wanted
    assert built.together("--buku", "c/upk.db", "periksa", "--per", "2023-01-31")[0] == 0


def test_the_built_program_reads_a_workbook(built):
    """It is read in a process of its own, for which the program starts itself anew."""
    words = ("--dari", str(ROOT / "examples" / "buku-cempaka.xlsx"), "--provinsi", "Jawa Barat")
    status, printed = built.together("mulai", *words)

    assert "rusak" not in printed
    assert "Kota Cahaya" in printed, (status, printed)


def test_the_built_program_lacks_nothing_that_a_upk_needs(built):
    """All libraries are in it; only those of an office are left out."""
    status, printed = built.together("periksa", "pasangan")

    assert status == 0, printed
    assert "Lengkap: semua yang perlu ada." in printed
    assert "Tidak dipasang karena tidak wajib: duckdb, sqlglot." in printed
    assert f"Program: {Path(str(BUILT)).parent}" in printed
