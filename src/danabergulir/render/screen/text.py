"""Text in columns of a known width, measured as a terminal shows it: wide letters take two places."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Final
from unicodedata import category

from rich.cells import cell_len, chop_cells

_WORD: Final = re.compile(r"^\s*\S+\s*|\S+\s*|^\s+")  # an indent belongs to the first word


def places(text: str) -> int:
    """Return how many places of a line ``text`` takes; plain letters, nearly all there are, need not be looked up."""
    return len(text) if text.isascii() else cell_len(text)


def widest(texts: Collection[str]) -> int:
    """Return how many places the widest of these texts takes; 0 without any."""
    return max(map(len if "".join(texts).isascii() else places, texts), default=0)


def printable(text: str, encoding: str) -> str:
    """Return ``text`` with nothing in it that moves, colours, turns or breaks the line it stands in.

    Letters that ``encoding`` does not know become question marks.
    """
    return text if is_plain(text) else _printable(text, encoding)


def is_plain(text: str) -> bool:
    """Return whether every letter of ``text`` takes one place and stands in any encoding, as nearly all do."""
    return text.isascii() and text.isprintable()


@lru_cache(maxsize=4096)
def _printable(text: str, encoding: str) -> str:
    if not text.isprintable():
        text = "".join(" " if letter.isspace() else letter for letter in text if _visible(letter))
    if not encoding.startswith("utf"):
        text = text.encode(encoding, "replace").decode(encoding)
    return text


def _visible(letter: str) -> bool:
    # Cc: escapes and other controls; Cf: marks that turn the writing direction or join; Cs: halves of a letter.
    return letter.isspace() or category(letter) not in {"Cc", "Cf", "Cs"}


def wrapped(text: str, width: int) -> list[str]:
    """Return ``text`` in lines of at most ``width``, broken between words; a word that is longer is folded."""
    if places(text) <= width:
        return [text]
    lines, line = [], ""
    for word in _WORD.findall(text):
        if places(line) + places(word.rstrip()) <= width:
            line += word
            continue
        if line:
            lines.append(line.rstrip())
        *full, line = chop_cells(word, width) if places(word.rstrip()) > width else [word]
        lines += full
    return [*lines, line.rstrip()] if line.strip() else lines or [""]


def padded(line: str, width: int, *, right: bool = False) -> str:
    """Return ``line`` filled with blanks to ``width``, on its left when it is flush ``right``."""
    blanks = " " * (width - places(line))
    return blanks + line if right else line + blanks


def centred(line: str, width: int) -> str:
    """Return ``line`` in the middle of ``width``, without blanks behind it."""
    return " " * ((width - places(line)) // 2) + line


def beside(cells: Sequence[Sequence[str]], widths: Sequence[int], gap: int, *, bottom: bool = False) -> Iterator[str]:
    """Yield the lines of cells set side by side, ``gap`` blanks apart, level at the top or at the ``bottom``."""
    height = max(map(len, cells), default=0)
    if height == 1:
        yield (" " * gap).join(padded(cell[0], width) for cell, width in zip(cells, widths, strict=True))
        return
    columns = []
    for cell, width in zip(cells, widths, strict=True):
        empty = [""] * (height - len(cell))
        lines = [*empty, *cell] if bottom else [*cell, *empty]
        columns.append([padded(line, width) for line in lines])
    for line in zip(*columns, strict=True):
        yield (" " * gap).join(line)
