"""Markdown with sessions at the keyboard in it: played again, it reads as it was written down.

A fenced block with ``file=NAME`` after its language writes that file. In a ``console`` block a line
``$ danabergulir ...`` is run (a backslash at its end carries it on), and what follows is what appears on the screen,
and ``[4]`` for an exit status other than 0; ``< FILE`` at the end of a command is what comes in through a pipe.
``console typed="Jawa Barat;ya"`` answers the questions of the block's one command at a terminal, line by line. The
byte order mark and the carriage returns of CSV files cannot be seen on a screen and are left out.
"""

import re
import shlex
from pathlib import Path

_BLOCK = re.compile(
    r"^```(?P<kind>\w+)(?: file=(?P<file>\S+))?(?: typed=\"(?P<typed>[^\"]*)\")?\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_COMMAND = re.compile(r"^\$ danabergulir ((?:.*\\\n)*.*)$", re.MULTILINE)


def _screen(run, body: str, answers: str | None) -> str:
    """Return the block's commands, each with what it prints now."""
    shown = []
    typed = None if answers is None else answers.replace(";", "\n") + "\n"
    assert typed is None or len(_COMMAND.findall(body)) == 1
    for command in _COMMAND.finditer(body):
        words = shlex.split(command[1].replace("\\\n", ""))
        *words, piped = (*words[:-2], run.folder / words[-1]) if words[-2:-1] == ["<"] else (*words, None)
        status, printed = run.together(*words, typed=typed, piped=piped and piped.read_bytes())
        text = printed.replace("\r\n", "\n").replace("\ufeff", "")
        assert text.endswith("\n") or not text
        shown.append(f"{command[0]}\n{text}" + (f"[{status}]\n" if status else ""))
    return "".join(shown)


def played(run, text: str) -> str:
    """Return the whole document as it reads today, played from top to bottom in the runner's folder."""

    def play(block: re.Match[str]) -> str:
        if block["file"]:
            (run.folder / block["file"]).write_text(block["body"], encoding="utf-8", newline="")
        if block["kind"] != "console":
            return block[0]
        head, _, _ = block[0].partition("\n")
        return f"{head}\n{_screen(run, block['body'], block['typed'])}```"

    return _BLOCK.sub(play, text)


def check_played(run, path: Path, *, update: bool) -> None:
    """Assert that a document reads as it is written down; with ``update`` it is written down anew first."""
    written = path.read_text(encoding="utf-8")
    now = played(run, written)
    if update:
        path.write_text(now, encoding="utf-8", newline="\n")
        written = now
    assert now == written


def stray_blocks(text: str) -> list[str]:
    """Return the console blocks that do not start with a command of the program: what is in them goes unchecked."""
    blocks = _BLOCK.finditer(text)
    return [block[0] for block in blocks if block["kind"] == "console" and not _COMMAND.match(block["body"])]
