"""A report on the screen: plain text of a known width, bold for what stands out, nothing ever cut off.

On a terminal the page is as wide as the terminal; into a file or a pipe it has a fixed width and no escape codes, so
the same report gives the same text. A table that is too wide is printed in blocks below each other.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import compress, groupby
from typing import Final, NamedTuple, Self, TextIO

from danabergulir.dates import format_form
from danabergulir.frozen import Struct
from danabergulir.money import Rupiah, format_number, format_percent
from danabergulir.render.screen.blocks import GAP, Block, block_width, blocks_of
from danabergulir.render.screen.text import beside, centred, is_plain, padded, places, printable, widest, wrapped
from danabergulir.reports.model.sheet import Cell, Column, Kind, Report, Section, Style

NARROWEST: Final = 60
WIDEST: Final = 160
FIXED: Final = 100
"""Columns of the page: the limits on a terminal, and the width anywhere else."""

_TWO_SIDES: Final = 80  # from this width the head band has two columns


class PageLine(NamedTuple):
    """One line of the page, bold where it stands out."""

    text: str
    bold: bool = False


def render_report(report: Report, out: TextIO, *, width: int | None = None) -> None:
    """Print ``report`` to ``out``: head band, title, date line, its tables, notes, footer.

    ``width`` in columns; None takes the terminal's, or the fixed width where ``out`` is no terminal.
    """
    screen = _Screen.on(out, width)
    tables = [_Sheet.of(section, screen) for section in report.tables]
    page = max(min(NARROWEST, screen.width), *(table.width for table in tables))
    heading = [
        *(PageLine(centred(line, page), bold=True) for line in screen.lines(report.title.upper(), page)),
        *(PageLine(centred(line, page)) for line in screen.lines(report.date_line, page) if report.date_line),
    ]
    parts = [list(_head(report, screen, page)), heading]
    parts += [list(table.lines(screen, page)) for table in tables]
    parts += [[PageLine(line) for note in report.notes for line in screen.lines(note, page)]]
    parts += [[PageLine(line) for line in screen.lines(report.footer, page) if report.footer]]
    screen.show(parts)


def render_section(section: Section, out: TextIO, *, width: int | None = None) -> None:
    """Print one table with its title and notes to ``out``; ``width`` as for ``render_report``."""
    screen = _Screen.on(out, width)
    table = _Sheet.of(section, screen)
    screen.show([list(table.lines(screen, max(screen.width, table.width)))])


def render_pairs(
    pairs: Iterable[tuple[str, Cell]], out: TextIO, *, notes: Iterable[str] = (), width: int | None = None
) -> None:
    """Print facts about one thing to ``out``, a line each: ``Nama UPK  : Melati``; ``notes`` stand below them."""
    screen = _Screen.on(out, width)
    facts = [PageLine(line) for line in _pairs(pairs, screen, screen.width)]
    screen.show([facts, [PageLine(line) for note in notes for line in screen.lines(note, screen.width)]])


def shown(cell: Cell) -> str:
    """Return ``cell`` as tables print it: ``1.250.000``, ``(5)``, ``-`` for nil, ``31-01-2023``, ``5,36``."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case Rupiah():
            return format_number(cell.value)
        case date():
            return format_form(cell)
        case int():
            return format_number(cell)
        case Fraction():
            return format_percent(cell)


class _Screen(Struct, frozen=True):
    """Where a page goes: how wide it is, which characters it can show, and whether it can show bold."""

    out: TextIO
    width: int
    encoding: str
    styled: bool

    @classmethod
    def on(cls, out: TextIO, width: int | None) -> Self:
        terminal = out.isatty()
        columns = width or (_terminal_width(out) if terminal else FIXED)
        encoding = getattr(out, "encoding", None) or "utf-8"
        return cls(out, columns, encoding.lower(), terminal and not os.environ.get("NO_COLOR"))

    @property
    def rule(self) -> str:
        return "─" if self.encoding.startswith("utf") else "-"

    def clean(self, text: str) -> str:
        return printable(text, self.encoding)

    def lines(self, text: str, width: int) -> list[str]:
        return wrapped(self.clean(text), width)

    def show(self, parts: Iterable[Sequence[PageLine]]) -> None:
        """Print the parts that have something in them, with a blank line between two."""
        filled = [part for part in parts if part]
        lines = [line for number, part in enumerate(filled) for line in ([PageLine("")] * bool(number) + [*part])]
        if not self.styled:
            self.out.writelines(f"{line.text.rstrip()}\n" for line in lines)
            return
        from rich.console import Console  # noqa: PLC0415 - 30 ms that only a terminal needs
        from rich.text import Text  # noqa: PLC0415

        console = Console(file=self.out, force_terminal=True, force_jupyter=False, highlight=False)
        for line in lines:
            text = Text(line.text.rstrip(), "bold" if line.bold else "")
            console.print(text, soft_wrap=True, no_wrap=True, overflow="ignore", crop=False)


class _Sheet(Struct, frozen=True):
    """A section as clean text, column by column, with the blocks it is printed in."""

    section: Section
    texts: tuple[Sequence[str], ...]
    widest: tuple[int, ...]
    blocks: tuple[Block, ...]

    @classmethod
    def of(cls, section: Section, screen: _Screen) -> Self:
        cells = zip(*(row.cells for row in section.rows), strict=True) if section.rows else ((),) * len(section.columns)
        texts = tuple(_texts(column, screen) for column in cells)
        # A heading row runs across the columns, so it widens none.
        widening = [row.style is not Style.HEADING for row in section.rows]
        known = [set(compress(column, widening)) for column in texts]
        return cls(section, texts, tuple(map(widest, known)), blocks_of(section.columns, known, screen.width))

    @property
    def width(self) -> int:
        """Return the columns its widest block takes; 0 without rows."""
        return max((block_width(block) for block in self.blocks), default=0) if self.section.rows else 0

    def lines(self, screen: _Screen, page: int) -> Iterator[PageLine]:
        """Yield the title, the blocks and the notes."""
        if self.section.title:
            yield from (PageLine(line, bold=True) for line in screen.lines(self.section.title, page))
        if not self.section.rows:
            yield from (PageLine(line) for line in screen.lines(self.section.empty_note, page))
        for number, block in enumerate(self.blocks if self.section.rows else ()):
            if number:
                yield PageLine("")
            yield from self._block(block, screen, page)
        if self.section.notes:
            yield PageLine("")
        for note in self.section.notes:
            yield from (PageLine(line) for line in screen.lines(note, page))

    def _block(self, block: Block, screen: _Screen, page: int) -> Iterator[PageLine]:
        """Yield the lines of one block; a heading row runs across all its columns."""
        rule = PageLine(screen.rule * block_width(block))
        yield from _headings(block, self.section.columns, screen)
        if self.section.numbered:
            numbers = [str(number) for number, _ in enumerate(self.section.columns, start=1)]
            yield from map(PageLine, _row(block, self.section.columns, numbers))
        yield rule
        after_row = False
        rows = enumerate(self._rows(block))
        for style, run in groupby(rows, key=lambda row: self.section.rows[row[0]].style):
            sums = style in (Style.PART, Style.SUBTOTAL, Style.TOTAL)
            if sums and after_row:
                yield rule
            after_row = style is not Style.HEADING
            for place, lines in run:
                if style is Style.HEADING:
                    across = "  ".join(filter(None, (column[place] for column in self.texts)))
                    yield from (PageLine(line, bold=True) for line in wrapped(across, page))
                else:
                    for line in lines:
                        yield PageLine(line, sums)

    def _rows(self, block: Block) -> Iterator[Iterable[str]]:
        """Yield the lines of each row of the section: one for nearly every row, so they are made by the column."""
        columns = self.section.columns
        filled = [_filled(self.texts[index], width, right=_is_number(columns[index])) for index, width in block]
        higher = {
            place
            for index, width in block
            if self.widest[index] > width
            for place, text in enumerate(self.texts[index])
            if places(text) > width
        }
        for place, cells in enumerate(zip(*filled, strict=True)):
            if place in higher:
                yield _row(block, columns, [column[place] for column in self.texts])
            else:
                yield ((" " * GAP).join(cells),)


def _texts(cells: Iterable[Cell], screen: _Screen) -> Sequence[str]:
    """Return the cells of a column as clean text."""
    texts = [shown(cell) for cell in cells]
    return texts if is_plain("".join(texts)) else [screen.clean(text) for text in texts]


def _filled(texts: Sequence[str], width: int, *, right: bool) -> list[str]:
    """Return the cells of a column filled with blanks to ``width``, on the left when they are flush ``right``."""
    if not is_plain("".join(texts)):
        return [padded(text, width, right=right) for text in texts]
    return [text.rjust(width) for text in texts] if right else [text.ljust(width) for text in texts]


def _row(block: Block, columns: Sequence[Column], texts: Sequence[str]) -> Iterator[str]:
    """Yield the lines of one row, which is as high as its highest cell."""
    cells = [
        [padded(line, width, right=_is_number(columns[index])) for line in wrapped(texts[index], width)]
        for index, width in block
    ]
    return beside(cells, [width for _, width in block], GAP)


def _is_number(column: Column) -> bool:
    return column.kind in (Kind.RUPIAH, Kind.COUNT, Kind.PERCENT)


def _headings(block: Block, columns: Sequence[Column], screen: _Screen) -> Iterator[PageLine]:
    """Yield the headings, standing on the rule below them; upper ones stand over the columns they are shared by."""
    if any(columns[index].group for index, _ in block):
        groups = []
        for group, members in groupby(block, key=lambda item: columns[item[0]].group):
            width = block_width(tuple(members))
            upper = [centred(line, width) for line in screen.lines(group, width)] if group else []
            groups.append((width, [*upper, screen.rule * width] if group else []))
        widths = [width for width, _ in groups]
        yield from (
            PageLine(line, bold=True) for line in beside([lines for _, lines in groups], widths, GAP, bottom=True)
        )
    titles = [
        [padded(line, width, right=_is_number(columns[index])) for line in screen.lines(columns[index].title, width)]
        for index, width in block
    ]
    yield from (PageLine(line, bold=True) for line in beside(titles, [width for _, width in block], GAP, bottom=True))


def _head(report: Report, screen: _Screen, page: int) -> Iterator[PageLine]:
    """Yield the band above the title: facts in one or two columns, the form code at the right edge."""
    if not report.head and not report.form_code:
        return
    facts = list(report.head.items())
    half = (len(facts) + 1) // 2 if page >= _TWO_SIDES else len(facts)
    code = screen.clean(report.form_code)
    sides = [side for side in (facts[:half], facts[half:]) if side] or [[]]
    room = page - places(code)
    widths = [room] if len(sides) == 1 else [(room + 1) // 2, room // 2]
    cells = [list(_pairs(side, screen, width - GAP)) or [""] for side, width in zip(sides, widths, strict=True)]
    first, *others = beside(cells, widths, 0)
    yield PageLine(first + code)
    yield from map(PageLine, others)


def _pairs(pairs: Iterable[tuple[str, Cell]], screen: _Screen, width: int) -> Iterator[str]:
    """Yield facts, a line each with its label; both wrap within their half."""
    known = [(screen.clean(label), screen.clean(shown(value))) for label, value in pairs]
    label_width = min(max((places(label) for label, _ in known), default=0), width // 2)
    value_width = max(width - label_width - GAP - 2, 1)
    for label, value in known:
        cells = [wrapped(label, label_width + GAP), [": "], wrapped(value, value_width)]
        yield from beside(cells, [label_width + GAP, 2, value_width], 0)


def _terminal_width(out: TextIO) -> int:
    """Return the width of the terminal that ``out`` writes to, within what a table can use."""
    try:
        columns = os.get_terminal_size(out.fileno()).columns
    except OSError:
        columns = 0
    return min(max(columns, NARROWEST), WIDEST) if columns else FIXED
