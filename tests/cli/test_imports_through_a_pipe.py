"""``-`` in the place of a file: what another program hands over is read as the file would be."""

from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
_RW = b"rw;ketua\n05;Siti Aminah\n"


def test_a_csv_file_comes_in_through_a_pipe(book):
    """It is recorded as from a file, and told by a name of its own."""
    printed = book("impor", "rw", "-", piped=_RW)

    assert (printed.status, printed.stdout.splitlines()[-1]) == (0, "Diimpor: 1 baris dari masukan.")
    assert "Siti Aminah" in book("rw", "daftar").stdout


def test_faults_name_the_line_of_what_came_in(book):
    """As they would of a file; nothing is recorded."""
    printed = book("impor", "ksm", "-", piped=b"kode;nama;rw;rt\nMAWAR;KSM Mawar;;003\n")

    assert printed.status == 1
    assert printed.stderr.startswith("Galat baris 2: ")


@pytest.mark.parametrize("name", ["buku-cempaka.xlsx"])
def test_a_workbook_comes_in_through_a_pipe(book, name):
    """It is known by its content, and understood as the file is."""
    content = (EXAMPLES / name).read_bytes()
    (book.folder / name).write_bytes(content)

    piped = book("impor", "buku", "-", "--coba", piped=content)
    read = book("impor", "buku", name, "--coba")

    assert (piped.status, piped.stdout) == (read.status, read.stdout)
    assert piped.stdout


def test_nothing_through_a_pipe_is_an_empty_file(book):
    """It gets a sentence and no traceback."""
    printed = book("impor", "rw", "-", piped=b"")

    assert printed.status == 1
    assert "Saran: " in printed.stderr


def test_a_file_of_that_name_is_read_by_its_path(book):
    """Whoever really has a file called so names its folder."""
    (book.folder / "-").write_bytes(_RW)

    assert book("impor", "rw", "./-").status == 0
