"""A machine without the library that sets pages: everything but the PDF is written, and it is said how to get it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import danabergulir
from faults.child import Ended

_ABSENT = "import sys\nsys.modules['typst'] = None\n"
_BROKEN = "raise ImportError('DLL load failed while importing _typst')\n"
_WARNING = (
    "Peringatan: PDF tidak dapat dibuat di komputer ini: pustaka typst belum terpasang. "
    'Pasang dengan: pip install "danabergulir[pdf]"'
)


@pytest.fixture
def poor(book, tmp_path_factory):
    """Return a function that runs the program where typst is missing, or the text given is found in its place."""
    folder = tmp_path_factory.mktemp("tanpa")

    def run(*words: str, typst: str | None = None) -> Ended:
        (folder / "sitecustomize.py").write_text(_ABSENT if typst is None else "", encoding="utf-8")
        if typst is not None:
            (folder / "typst.py").write_text(typst, encoding="utf-8")
        paths = os.pathsep.join([str(folder), str(Path(danabergulir.__file__).parents[1])])
        done = subprocess.run(
            [sys.executable, "-c", "from danabergulir.cli.app import main; main()", *words],
            env={**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            check=False,
            cwd=book.folder,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    return run


def _files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_set_is_written_but_for_the_paper(book, poor):
    """The usual files are there, the lack is said last, and a script goes on."""
    assert book("laporan", "2026-01", "--ke", "kaya").status == 0
    ended = poor("laporan", "2026-01", "--ke", "miskin")
    rich, written = _files(book.folder / "kaya"), _files(book.folder / "miskin")

    assert (ended.status, ended.stdout) == (0, "")
    assert _WARNING in ended.stderr.splitlines()
    assert written == {name for name in rich if not name.endswith(".pdf")}
    assert "laporan-2026-01.pdf" in rich - written


def test_paper_asked_for_by_name_is_an_error_after_the_rest_is_written(book, poor):
    """The workbook asked for beside it is there, and the status says that something is missing."""
    ended = poor("laporan", "2026-01", "--ke", "hasil", "--format", "pdf", "--format", "xlsx")

    assert (ended.status, ended.stdout) == (2, "")
    assert ended.stderr.splitlines() == [
        f"Ditulis ke {Path('hasil') / 'laporan-2026-01.xlsx'}",
        "Galat: PDF tidak dapat dibuat di komputer ini: pustaka typst belum terpasang",
        'Saran: Pasang dengan: pip install "danabergulir[pdf]"',
    ]
    assert _files(book.folder / "hasil") == {"laporan-2026-01.xlsx"}


def test_paper_alone_is_an_error_and_leaves_no_folder(book, poor):
    """There is nothing else to write."""
    ended = poor("laporan", "2026-01", "--ke", "hasil", "--format", "pdf")

    assert (ended.status, ended.stdout, ended.stderr.count("\n")) == (2, "", 2)
    assert not (book.folder / "hasil").exists()


def test_a_library_that_does_not_run_is_told_from_one_that_is_missing(poor):
    """Installing it again helps in both cases, but only one of them surprises whoever has installed it."""
    ended = poor("laporan", "2026-01", "--format", "pdf", typst=_BROKEN)

    assert ended.status == 2
    assert ended.stderr.startswith("Galat: PDF tidak dapat dibuat di komputer ini: pustaka typst tidak jalan di sini\n")


def test_a_logo_can_be_put_on_record_all_the_same(book, poor):
    """It cannot be tried there, but what it is can be seen from its first bytes."""
    (book.folder / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    ended = poor("profil", "ubah", "--logo", "logo.svg")

    assert (ended.status, ended.stderr) == (0, "")
    assert "Logo       : SVG, 1 kB\n" in ended.stdout
