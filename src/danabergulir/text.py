"""Texts that people typed, as they may be shown: names and files come from anywhere."""

from collections.abc import Sequence
from typing import Final

MASKED: Final = "disamarkan"
"""What is shown of private data that stayed with the UPK."""

_LONGEST: Final = 40
_FORMULA: Final = frozenset("=+-@＝＋－＠")  # noqa: RUF001 - spreadsheets read the full-width signs as formulas too


def one_line(text: str, instead: str = "?") -> str:
    """Return ``text`` on one line, without anything that moves or colours what stands on a screen.

    Blanks of any kind become plain ones, controls and half letters become ``instead``.
    """
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else " " if letter.isspace() else instead for letter in text)


def is_whole(text: str) -> bool:
    """Return whether a text can be written: half a letter, which wrong bytes are read as, no file can hold."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def quoted(text: str, most: int = _LONGEST) -> str:
    """Return what a person typed in quotation marks, on one line and not too long."""
    shown = text if len(text) <= most else text[:most] + "…"
    return f'"{"".join(letter if letter.isprintable() else "?" for letter in shown)}"'


def first_few(words: Sequence[str], most: int, between: str = ", ") -> str:
    """Return the first of many words and how many more there are: ``P-0001, P-0002, dan 1.204 lagi``."""
    more = f"{len(words) - most:,}".replace(",", ".")
    return between.join([*words[:most], *([f"dan {more} lagi"] if len(words) > most else [])])


def may_be_formula(text: str) -> bool:
    """Return whether a spreadsheet could take a text for a formula, and run it."""
    return next((letter for letter in text if letter.isprintable() and letter != " "), "") in _FORMULA
