"""The worked examples and the treasurer's guide are run: every command prints what is shown below it.

Each is a Markdown file in the form of ``console_blocks``, played in one fresh folder with one ledger; the CSV, TOML and
XLSX files beside it lie in that folder, and the demonstration ledger in ``contoh-upk`` where a page speaks of it.

``pytest tests/test_examples.py --update-golden`` writes the screens anew; read the difference before keeping it.
"""

import shutil
from pathlib import Path

import pytest

from console_blocks import check_played, stray_blocks

FOLDER = Path(__file__).parents[1] / "examples"
EXAMPLES = sorted(FOLDER.glob("*.md"))


@pytest.fixture
def desk(run):
    """Return a runner in a folder that holds the CSV, TOML and XLSX files of the examples."""
    for file in (*FOLDER.glob("*.csv"), *FOLDER.glob("*.toml"), *FOLDER.glob("*.xlsx")):
        shutil.copyfile(file, run.folder / file.name)
    return run


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_reads_as_it_was_written_down(desk, path, request):
    """Every command of an example prints what stands below it and ends with the status stated."""
    if "contoh-upk/upk.db" in path.read_text(encoding="utf-8"):  # `contoh` says too much for a page
        (desk.folder / "contoh-upk").mkdir()
        shutil.copyfile(request.getfixturevalue("demonstration").ledger, desk.folder / "contoh-upk" / "upk.db")
    check_played(desk, path, update=request.config.getoption("--update-golden"))


def test_every_block_of_an_example_belongs_to_a_command():
    """A console block starts with a command of the program, so that nothing in it goes unchecked."""
    assert EXAMPLES
    assert [stray for path in EXAMPLES for stray in stray_blocks(path.read_text(encoding="utf-8"))] == []
