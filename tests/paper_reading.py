"""What stands on paper, read back by poppler: the words of a PDF, and the place of each."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")

Pdf = bytes | Path
Box = tuple[float, float, float, float, str]
"""Left, top, right and bottom of a word in points from the upper left corner, and the word."""


def poppler(pdf: Pdf, *command: str) -> bytes:
    """Return what a tool of poppler says of a PDF."""
    content = pdf if isinstance(pdf, bytes) else pdf.read_bytes()
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout


def text_of(pdf: Pdf, order: str = "-raw") -> str:
    """Return the words of a PDF: those of a cell together in the order they were set, or laid out by ``-layout``."""
    return poppler(pdf, "pdftotext", order, "-", "-").decode("utf-8")


def pages_of(pdf: Pdf, order: str = "-raw") -> list[str]:
    """Return the words of each page."""
    return text_of(pdf, order).split("\f")[:-1]


def lines_of(pdf: Pdf) -> list[str]:
    """Return the words a line each as they stand on the page, blanks folded, empty lines left out."""
    return [" ".join(line.split()) for line in text_of(pdf, "-layout").splitlines() if line.strip()]


def boxes_of(pdf: Pdf) -> list[tuple[float, float, list[Box]]]:
    """Return, for every page, its width and height in points and its words with the box each stands in."""
    pages = []
    for line in text_of(pdf, "-bbox").splitlines():
        numbers = [float(number) for number in re.findall(r'="(-?[\d.]+)"', line)]
        if "<page " in line:
            pages.append((*numbers, []))
        elif "<word " in line:
            pages[-1][2].append((*numbers, re.sub("<[^>]*>", "", line).strip()))
    return pages


def strays_of(pdf: Pdf) -> list[tuple[int, Box]]:
    """Return the words that leave the margins, each with the number of its page."""
    return [
        (number, word)
        for number, (width, height, words) in enumerate(boxes_of(pdf), start=1)
        for word in words
        if not (word[0] > 30 and word[2] < width - 30 and 15 < word[3] < height - 15)
    ]
