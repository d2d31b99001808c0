"""How a table fits a page of paper: the size of its letters and the width of every column, before Typst sets it.

Widths are counted in ems, the size of the letters, from what the face takes on average. Text may go on in a second
line; amounts, dates and single words never break. A table that would need letters too small to read stands in parts
below each other, each with the columns that say what a line is about.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import ceil, floor, inf
from typing import Final

from danabergulir.frozen import Struct, replace
from danabergulir.render.screen.page import shown
from danabergulir.reports.model.sheet import Column, Kind, Row, Section, Style

UPRIGHT: Final = 525
LYING: Final = 772
"""Points of an A4 page between its margins."""
_LARGEST, _SMALLEST = 9.0, 8.0  # points: letters larger than in the text around them look odd, smaller are a strain
_HALVED: Final = range(8, 61)
"""Lines of a narrow table that stands in two halves side by side; fewer need no room, more go on over pages."""
_BETWEEN: Final = 5  # points beside the middle of the page that two halves leave free
_GAP: Final = 0.8  # ems between two columns
_BOLD: Final = 1.08
_STRETCHED: Final = 0.4  # a table that takes this much of the page takes all of it, as a ruled form does
_SHORT: Final = 9.0  # ems: a text is not squeezed below this as long as there is room
_BESIDE: Final = 0.76  # ems of a column that its text leaves free
_ONE_WORD: Final = re.compile(r"[A-Za-z0-9.,]*", re.ASCII)
_ADVANCES: Final = {
    letter: width
    for width, letters in (
        (0.236, ".,:;"),
        (0.25, " "),
        (0.316, "'|lij{}\\!I()t"),
        (0.372, 'fJ/"-[]'),
        (0.428, "s`zc*r"),
        (0.465, "?e~a#$0123456789"),
        (0.542, "FS_xbvgqodky^pLun"),
        (0.604, "+<=>EYRBZhP"),
        (0.705, "%KCVXUGANDOQT&"),
        (0.98, "HwmM@W"),
    )
    for letter in letters
}
"""How many ems a letter of Libertinus Serif takes at most, whatever letters stand beside it."""
_NARROW, _WIDE = frozenset(" .,:;-/|'()ijltfI1"), frozenset("mwMWABCDEGHKNOPQRUVXYZ%&@")


class Strip(Struct, frozen=True):
    """Columns of a table that stand side by side: which, how wide in ems, and the size of the letters in points.

    ``half`` is how many lines stand left where the lines stand in two halves side by side; nil where they do not.
    """

    columns: tuple[int, ...]
    widths: tuple[float, ...]
    size: float
    half: int = 0


class Fitted(Struct, frozen=True):
    """A table with every cell as it is printed, in the parts in which it fits the page."""

    section: Section
    lines: tuple[tuple[Row, tuple[str, ...]], ...]
    parts: tuple[Strip, ...]

    @property
    def cells(self) -> int:
        """Return how many cells are printed."""
        return len(self.lines) * sum(len(part.columns) for part in self.parts)


def fitted(section: Section, room: int, *, shared: bool = False) -> Fitted:
    """Return the table as it fits ``room`` points across with letters large enough to read.

    Where pages are ``shared``, a narrow one stands in two halves.
    """
    lines = tuple((row, tuple(map(shown, row.cells))) for row in section.rows)
    needs = [_Need.of(section, lines, at) for at in range(len(section.columns))]
    dealt = _dealt(section.columns, needs, room / _SMALLEST)
    halved = section.rows if shared and len(section.rows) in _HALVED and not section.numbered else ()
    return Fitted(section, lines, tuple(_part(columns, needs, room, halved) for columns in dealt))


def leaves(tables: Sequence[Fitted], most: int) -> list[list[Fitted]]:
    """Return the tables in order, dealt out over leaves of at most ``most`` cells; a longer one is cut between rows."""
    dealt: list[list[Fitted]] = [[]]
    for table in tables:
        for piece in _pieces(table, most):
            if dealt[-1] and sum(item.cells for item in dealt[-1]) + piece.cells > most:
                dealt.append([])
            dealt[-1].append(piece)
    return dealt


def _pieces(table: Fitted, most: int) -> Iterator[Fitted]:
    if table.cells <= most:
        yield table
        return
    cuts = []
    for part in table.parts:
        count = ceil(len(table.lines) * len(part.columns) / most)
        size = ceil(len(table.lines) / count)
        cuts += [(part, start, start + size) for start in range(0, len(table.lines), size)]
    for cut in cuts:
        part, start, end = cut
        title = table.section.title if cut is cuts[0] else ""
        notes = table.section.notes if cut is cuts[-1] else ()
        section = replace(table.section, title=title, notes=notes)
        yield Fitted(section, table.lines[start:end], (part,))


def _dealt(columns: Sequence[Column], needs: Sequence["_Need"], room: float) -> list[tuple[int, ...]]:
    """Return the columns in order, in as few parts as fit ``room`` ems; what identifies a line stands in each."""
    leading = tuple(at for at, column in enumerate(columns) if column.identifies)
    parts = [leading]
    others = (at for at in range(len(columns)) if at not in leading)
    # Columns under one upper heading stay together.
    for _, members in groupby(others, key=lambda at: columns[at].group or at):
        shared = tuple(members)
        if parts[-1] == leading or sum(needs[at].wanted + _GAP for at in (*parts[-1], *shared)) <= room:
            parts[-1] += shared
        else:
            parts.append(leading + shared)
    return parts


def _part(columns: tuple[int, ...], needs: Sequence["_Need"], room: float, halved: Sequence[Row]) -> Strip:
    mine = [needs[at] for at in columns]
    gaps = _GAP * len(mine)
    full = sum(need.full for need in mine) + gaps
    half = 0
    if halved and full * _SMALLEST <= room / 2 - _BETWEEN:
        room, half = room / 2 - _BETWEEN, _middle(halved)
    # Rounded down: rounded up, the letters would push the last column over the margin.
    size = floor(min(max(room / (sum(need.wanted for need in mine) + gaps), _SMALLEST), _LARGEST) * 10) / 10
    return Strip(columns, tuple(width + _GAP for width in _widths(mine, room / size - gaps)), size, half)


def _middle(rows: Sequence[Row]) -> int:
    """Return how many rows stand left of as many: up to the heading nearest to the middle, if one is near."""
    middle = ceil(len(rows) / 2)
    headings = [at for at, row in enumerate(rows) if row.style is Style.HEADING and abs(at - middle) <= len(rows) // 5]
    return min(headings, key=lambda at: abs(at - middle), default=middle)


class _Need(Struct, frozen=True):
    """What one column needs in ems: ``least`` for its longest word, ``wanted`` to read well, ``full`` for one line."""

    least: float
    wanted: float
    full: float
    text: bool

    @classmethod
    def of(cls, section: Section, lines: Sequence[tuple[Row, Sequence[str]]], at: int) -> "_Need":
        column = section.columns[at]
        heading = max((ems(word) for word in column.title.split()), default=0) * _BOLD
        texts = set(_texts(lines, at))
        full = max((ems(text) * bold for text, bold in texts), default=0)
        if column.kind is not Kind.TEXT:
            whole = max(heading, full)
            return cls(whole, whole, whole, text=False)
        word = max((ems(part) * bold for text, bold in texts for part in text.split()), default=0)
        least = max(heading, word)
        return cls(least, max(least, min(full, _SHORT)), max(least, full), text=True)


def ems(text: str) -> float:
    """Return about how wide ``text`` is, in ems."""
    return sum(0.32 if letter in _NARROW else 0.72 if letter in _WIDE else 0.5 for letter in text)


def texts_of_one_line(texts: Iterable[str], width: float) -> set[str]:
    """Return those ``texts`` that surely take one line in a column of this width: single words, and what has room."""
    room = width - _BESIDE
    return {text for text in texts if _ONE_WORD.fullmatch(text) or widest(text) < room}


def widest(text: str) -> float:
    """Return how wide ``text`` is at most, in ems; a letter that is not known may be of any width."""
    return sum(_ADVANCES.get(letter, inf) for letter in text)


def _texts(lines: Sequence[tuple[Row, Sequence[str]]], at: int) -> Iterator[tuple[str, float]]:
    for row, cells in lines:
        if row.style is not Style.HEADING and cells[at]:
            yield cells[at], 1.0 if row.style is Style.ITEM else _BOLD


def _widths(needs: Sequence[_Need], room: float) -> list[float]:
    """Return the widths: what each column wants, and what is over to those whose text would go on below."""
    wanted, least = sum(need.wanted for need in needs), sum(need.least for need in needs)
    if wanted > room:
        return _between([need.least for need in needs], [need.wanted for need in needs], room - least)
    full = _between([need.wanted for need in needs], [need.full for need in needs], room - wanted)
    texts = sum(width for width, need in zip(full, needs, strict=True) if need.text)
    over = room - sum(full) if sum(full) >= _STRETCHED * room else 0
    return [width * (1 + over / texts) if need.text else width for width, need in zip(full, needs, strict=True)]


def _between(low: Sequence[float], high: Sequence[float], given: float) -> list[float]:
    """Return ``low`` made wider by what is ``given``, each by its share of the way to ``high`` and never beyond."""
    way = sum(high) - sum(low)
    share = min(max(given, 0) / way, 1) if way > 0 else 0
    return [start + (end - start) * share for start, end in zip(low, high, strict=True)]
