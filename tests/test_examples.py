"""The worked examples and the treasurer's guide are run: every command prints what is shown below it.

Each is a Markdown file in the form of ``console_blocks``, played in one fresh folder with one ledger; the CSV, TOML and
XLSX files beside it lie in that folder, and the demonstration ledger in ``contoh-upk`` where a page speaks of it.

``pytest tests/test_examples.py --update-golden`` writes the screens anew; read the difference before keeping it.
"""

import re
import shutil
from pathlib import Path

import pytest

from console_blocks import check_played, stray_blocks
from danabergulir.domain.policy.rules import DEFAULT_POLICY

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


def test_a_page_for_treasurers_has_an_indonesian_title():
    """All are in Indonesian but the tour for people outside Indonesia, and so is what stands above them."""
    english = re.compile(r"\b(?:the|an?|and|of|for|from|in|what|over|who)\b", re.IGNORECASE)
    titles = {path.stem: re.findall(r"^#+ (.*)", path.read_text(encoding="utf-8"), re.MULTILINE) for path in EXAMPLES}

    assert {name for name, lines in titles.items() if any(map(english.search, lines))} == {"walkthrough"}


def test_scheduled_reminders_fall_into_the_hours_of_the_policy():
    """At any other time of a day `ingatkan` writes nothing, and nobody would ever be reminded."""
    reminding = DEFAULT_POLICY.reminding
    windows = (FOLDER / "cron" / "tugas-terjadwal.md").read_text(encoding="utf-8")
    linux = (FOLDER / "cron" / "crontab.txt").read_text(encoding="utf-8")
    ((days, hour),) = re.findall(r'/TN "UPK Pengingat" /SC WEEKLY /D ([A-Z,]+) /ST (\d\d):\d\d', windows)
    hours = {int(hour), *(int(hour) for hour in re.findall(r"^#?\d+ (\d+) .*ingatkan", linux, re.MULTILINE))}

    assert len(days.split(",")) == len(reminding.weekdays)
    assert all(reminding.hours[0] <= hour < reminding.hours[1] for hour in hours)


def test_every_block_of_an_example_belongs_to_a_command():
    """A console block starts with a command of the program, so that nothing in it goes unchecked."""
    assert EXAMPLES
    assert [stray for path in EXAMPLES for stray in stray_blocks(path.read_text(encoding="utf-8"))] == []
