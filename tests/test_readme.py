"""The README is run: its commands are the ones that .ci/run proves, its examples work on the demonstration ledger."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def _examples(*, from_workbook: bool) -> list[tuple[str, str]]:
    """Return the command lines of the console blocks, each with the lines of output shown below it.

    Those of the block that starts a book from a workbook, or those that are typed beside the demonstration ledger.
    """
    blocks = [block for block in _blocks("console") if ("mulai --dari" in block) is from_workbook]
    parts = [part for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    return [(command, shown) for command, _, shown in (part.partition("\n") for part in parts)]


def test_the_second_command_is_what_a_fresh_clone_is_proved_by():
    """The line under which the tests are promised to run is the last line of .ci/run."""
    commands = [line for block in _blocks("sh") for line in block.splitlines() if "pip install" in line]
    proof = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1]

    assert len(commands) == 2
    assert commands[1] == proof


def test_windows_has_the_same_two_commands():
    """Each command stands there once more as the Command Prompt takes it."""
    unix = [line for block in _blocks("sh") for line in block.splitlines() if "pip install" in line]

    windows = [
        line.replace("python3.11", "py -3.11").replace(".venv/bin/", ".venv\\Scripts\\").replace("'", "")
        for line in unix
    ]

    assert [block.strip() for block in _blocks("bat")] == windows


@pytest.fixture
def beside_the_demonstration(run, monkeypatch):
    """Return a runner whose ledger is the one that ``contoh`` makes."""
    monkeypatch.setenv("DANABERGULIR_BUKU", "contoh-upk/upk.db")
    return run


def test_every_example_works_in_the_order_shown(beside_the_demonstration):
    """A reader who types the README from top to bottom gets what it shows and never an error."""
    run = beside_the_demonstration
    assert run("contoh").status == 0
    assert (run.folder / "contoh-upk" / "laporan-2023-01" / "laporan-2023-01.pdf").is_file()
    commands = _examples(from_workbook=False)
    examples = [(shlex.split(command)[1:], shown) for command, shown in commands if command != "danabergulir contoh"]

    for words, shown in examples:
        status, printed, remarks = run(*words)
        assert (status, words) == (0, words), remarks
        assert "Peringatan" not in remarks
        assert shown in printed

    assert len(examples) >= 15


def test_the_workbook_becomes_the_book_as_shown(run):
    """Two answers and two times yes are all that the three commands ask for."""
    (run.folder / "examples").mkdir()
    shutil.copy(ROOT / "examples" / "buku-cempaka.xlsx", run.folder / "examples")
    commands = [shlex.split(command)[1:] for command, _ in _examples(from_workbook=True)]

    done = [run(*words, typed="Jawa Barat\nya\n1\nya\n") for words in commands]

    assert [(got.status, got.stderr.count("Galat")) for got in done] == [(0, 0)] * 3


def test_files_named_in_the_readme_exist():
    """No link leads nowhere."""
    links = re.findall(r"\]\(([^)#:]+)\)", README)

    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
