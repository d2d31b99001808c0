"""Sessions at the keyboard, written down: every command in them still prints what stands below it.

A transcript is a Markdown file, played in one fresh folder with one ledger. A fenced block with ``file=NAME`` after its
language writes that file. In a ``console`` block a line ``$ danabergulir ...`` is run (a backslash at its end carries
it on), and what follows is what appears on the screen, and ``[4]`` for an exit status other than 0. The byte order
mark and the carriage returns of CSV files cannot be seen on a screen and are left out.

``pytest tests/transcripts --update-golden`` writes the screens anew; read the difference before keeping it.
"""

import re
import shlex
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
TRANSCRIPTS = sorted(FOLDER.rglob("*.md"))
_BLOCK = re.compile(r"^```(?P<kind>\w+)(?: file=(?P<file>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ danabergulir ((?:.*\\\n)*.*)$", re.MULTILINE)


def _screen(run, body):
    """Return the block's commands, each with what it prints now."""
    shown = []
    for command in _COMMAND.finditer(body):
        status, printed = run.together(*shlex.split(command[1].replace("\\\n", "")))
        text = printed.replace("\r\n", "\n").replace("\ufeff", "")
        assert text.endswith("\n") or not text
        shown.append(f"{command[0]}\n{text}" + (f"[{status}]\n" if status else ""))
    return "".join(shown)


def _played(run, text):
    """Return the whole transcript as it reads today."""

    def play(block):
        if block["file"]:
            (run.folder / block["file"]).write_text(block["body"], encoding="utf-8", newline="")
        if block["kind"] != "console":
            return block[0]
        return f"```console\n{_screen(run, block['body'])}```"

    return _BLOCK.sub(play, text)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_a_transcript_reads_as_it_was_written_down(run, path, request):
    """Every command of a transcript prints what stands below it and ends with the status stated."""
    written = path.read_text(encoding="utf-8")
    played = _played(run, written)
    if request.config.getoption("--update-golden"):
        path.write_text(played, encoding="utf-8", newline="\n")
        written = played
    assert played == written


def test_every_line_of_a_transcript_belongs_to_a_command():
    """A console block starts with a command of the program, so that nothing in it goes unchecked."""
    blocks = [block for path in TRANSCRIPTS for block in _BLOCK.finditer(path.read_text(encoding="utf-8"))]
    strays = [block[0] for block in blocks if block["kind"] == "console" and not _COMMAND.match(block["body"])]
    assert strays == []
