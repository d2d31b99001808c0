"""Sessions at the keyboard, written down: every command in them still prints what stands below it.

A transcript is a Markdown file in the form of ``console_blocks``, played in one fresh folder with one ledger.

``pytest tests/transcripts --update-golden`` writes the screens anew; read the difference before keeping it.
"""

from pathlib import Path

import pytest

from console_blocks import check_played, stray_blocks

FOLDER = Path(__file__).parent
TRANSCRIPTS = sorted(FOLDER.rglob("*.md"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_a_transcript_reads_as_it_was_written_down(run, path, request):
    """Every command of a transcript prints what stands below it and ends with the status stated."""
    check_played(run, path, update=request.config.getoption("--update-golden"))


def test_every_line_of_a_transcript_belongs_to_a_command():
    """A console block starts with a command of the program, so that nothing in it goes unchecked."""
    assert [stray for path in TRANSCRIPTS for stray in stray_blocks(path.read_text(encoding="utf-8"))] == []
