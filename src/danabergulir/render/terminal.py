"""A report on the screen: plain text of a known width, bold for what stands out, nothing ever cut off.

On a terminal the page is as wide as the terminal; into a file or a pipe it has a fixed width and no escape codes, so
the same report gives the same text. A table that is too wide is printed in blocks below each other.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Final, Self, TextIO
from unicodedata import category

from rich.box import Box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, JustifyMethod, RenderableType, RenderResult
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from danabergulir.dates import format_form
from danabergulir.money import Rupiah, format_number, format_percent
from danabergulir.render.blocks import GAP, Block, block_width, blocks_of
from danabergulir.reports.sheet import Cell, Column, Kind, Report, Section, Style

NARROWEST: Final = 60
WIDEST: Final = 160
FIXED: Final = 100
"""Columns of the page: the limits on a terminal, and the width anywhere else."""

_TWO_SIDES: Final = 80  # from this width the head band has two columns

_EMPTY_LINE: Final = "    \n"
_LINES: Final = Box(_EMPTY_LINE * 2 + "────\n" + _EMPTY_LINE + "────\n" + _EMPTY_LINE * 3)
_ASCII_LINES: Final = Box(_EMPTY_LINE * 2 + "----\n" + _EMPTY_LINE + "----\n" + _EMPTY_LINE * 3, ascii=True)


def render_report(report: Report, out: TextIO, *, width: int | None = None) -> None:
    """Print ``report`` to ``out``: head band, title, date line, its tables, notes, footer.

    ``width`` in columns; None takes the terminal's, or the fixed width where ``out`` is no terminal.
    """
    screen = _Screen.on(out, width)
    tables = [_Sheet.of(section, screen) for section in (report.section, *report.more)]
    page = max(min(NARROWEST, screen.width), *(table.width for table in tables))
    parts = _head(report, screen, page)
    parts.append([screen.text(report.title.upper(), "bold", "center")])
    if report.date_line:
        parts[-1].append(screen.text(report.date_line, justify="center"))
    parts += [list(table.renderables(screen)) for table in tables]
    parts.append([screen.text(note) for note in report.notes])
    parts.append([screen.text(report.footer)] if report.footer else [])
    screen.show(parts, page)


def render_section(section: Section, out: TextIO, *, width: int | None = None) -> None:
    """Print one table with its title and notes to ``out``; ``width`` as for ``render_report``."""
    screen = _Screen.on(out, width)
    table = _Sheet.of(section, screen)
    screen.show([list(table.renderables(screen))], max(screen.width, table.width))


def render_pairs(
    pairs: Iterable[tuple[str, Cell]], out: TextIO, *, notes: Iterable[str] = (), width: int | None = None
) -> None:
    """Print facts about one thing to ``out``, a line each: ``Nama UPK  : Melati``; ``notes`` stand below them."""
    screen = _Screen.on(out, width)
    screen.show([[_pairs(pairs, screen, screen.width)], [screen.text(note) for note in notes]], screen.width)


def shown(cell: Cell) -> str:
    """Return ``cell`` as tables print it: ``1.250.000``, ``(5)``, ``-`` for nil, ``31-01-2023``, ``5,36``."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case Rupiah():
            return format_number(cell.value)
        case Fraction():
            return format_percent(cell)
        case date():
            return format_form(cell)
        case int():
            return format_number(cell)


@dataclass(frozen=True, slots=True)
class _Screen:
    """Where a page goes: how wide it is and which characters it can show."""

    console: Console

    @classmethod
    def on(cls, out: TextIO, width: int | None) -> Self:
        terminal = out.isatty()
        styled = terminal and not os.environ.get("NO_COLOR")
        columns = width or (_terminal_width(out) if terminal else FIXED)
        return cls(
            Console(
                file=out,
                width=columns,
                height=25,  # unused, but without it rich takes 80 columns on a dumb terminal
                color_system="auto" if styled else None,
                force_terminal=terminal,
                force_jupyter=False,
                markup=False,
                emoji=False,
                highlight=False,
            )
        )

    @property
    def width(self) -> int:
        return self.console.width

    @property
    def box(self) -> Box:
        return _LINES if self._unicode else _ASCII_LINES

    @property
    def _unicode(self) -> bool:
        return self.console.encoding.lower().startswith("utf")

    def clean(self, text: str) -> str:
        """Return ``text`` with nothing in it that moves, colours, turns or breaks the line it stands in."""
        if not text.isprintable():
            text = "".join(" " if letter.isspace() else letter for letter in text if _visible(letter))
        if not self._unicode:
            text = text.encode(self.console.encoding, "replace").decode(self.console.encoding)
        return text

    def text(self, text: str, style: str = "", justify: JustifyMethod = "left") -> Text:
        return Text(self.clean(text), style, justify=justify, overflow="fold")

    def wrapped(self, text: str, width: int) -> list[str]:
        """Return clean ``text`` in lines of at most ``width``, broken between words where there are words."""
        if cell_len(text) <= width:
            return [text]
        return [line.plain for line in Text(text).wrap(self.console, width, overflow="fold")]

    def show(self, parts: Iterable[Sequence[RenderableType]], page: int) -> None:
        """Print ``parts`` with a blank line between them, on a page of ``page`` columns."""
        filled = [Group(*part) for part in parts if part]
        spaced = [item for part in filled for item in (Text(), part)][1:]
        self.console.print(_Trimmed(Group(*spaced), page), end="", crop=False)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A section as clean text, with the blocks it is printed in."""

    section: Section
    texts: tuple[tuple[str, ...], ...]
    blocks: tuple[Block, ...]

    @classmethod
    def of(cls, section: Section, screen: _Screen) -> Self:
        texts = tuple(tuple(screen.clean(shown(cell)) for cell in row.cells) for row in section.rows)
        # A heading row runs across the columns, so it widens none.
        lines = [line for row, line in zip(section.rows, texts, strict=True) if row.style is not Style.HEADING]
        return cls(section, texts, blocks_of(section.columns, lines, screen.width))

    @property
    def width(self) -> int:
        """Return the columns its widest block takes; 0 without rows."""
        return max((block_width(block) for block in self.blocks), default=0) if self.texts else 0

    def renderables(self, screen: _Screen) -> Iterator[RenderableType]:
        """Yield the title, the blocks and the notes."""
        if self.section.title:
            yield screen.text(self.section.title, "bold")
        if not self.texts:
            yield screen.text(self.section.empty_note)
        for number, block in enumerate(self.blocks if self.texts else ()):
            if number:
                yield Text()
            yield from self._block(block, screen)
        if self.section.notes:
            yield Text()
        for note in self.section.notes:
            yield screen.text(note)

    def _block(self, block: Block, screen: _Screen) -> Iterator[RenderableType]:
        """Yield the tables of one block: a heading row runs across all columns and so stands between two tables."""
        columns = self.section.columns
        if any(columns[index].group for index, _ in block):
            yield _group_headings(block, columns, screen)
        table = _table(block, columns, screen, headings=True)
        rows = zip(self.section.rows, self.texts, strict=True)
        for style, run in groupby(rows, key=lambda item: item[0].style):
            lines = [texts for _, texts in run]
            if style is Style.HEADING:
                yield table
                yield from (Text("  ".join(filter(None, texts)), "bold", overflow="fold") for texts in lines)
                table = _table(block, columns, screen, headings=False)
            elif style is Style.ITEM:
                table.add_row(*_stacks(block, columns, lines, screen))
            else:
                table.add_section()
                table.add_row(*_stacks(block, columns, lines, screen), style="bold")
        yield table


@dataclass(frozen=True, slots=True)
class _Stack:
    """The lines of one column in a run of rows, as wide as the column.

    A rich row per run instead of one per line makes long listings several times faster.
    """

    lines: tuple[str, ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in self.lines:
            yield Segment(line)
            yield Segment.line()


def _stacks(
    block: Block, columns: Sequence[Column], rows: Sequence[Sequence[str]], screen: _Screen
) -> Iterator[_Stack]:
    """Yield the stack of each column of ``block``; a cell that wraps makes its whole row higher."""
    wrapped = [[screen.wrapped(texts[index], width) for index, width in block] for texts in rows]
    heights = [max(map(len, cells)) for cells in wrapped]
    for place, (index, width) in enumerate(block):
        right = _is_number(columns[index])
        lines = (
            line
            for cells, height in zip(wrapped, heights, strict=True)
            for line in (*cells[place], *("",) * (height - len(cells[place])))
        )
        yield _Stack(tuple(_padded(line, width, right=right) for line in lines))


def _padded(line: str, width: int, *, right: bool) -> str:
    blanks = " " * (width - cell_len(line))
    return blanks + line if right else line + blanks


def _is_number(column: Column) -> bool:
    return column.kind in (Kind.RUPIAH, Kind.COUNT, Kind.PERCENT)


def _table(block: Block, columns: Sequence[Column], screen: _Screen, *, headings: bool) -> Table:
    table = _bare_table(block, screen)
    table.show_header = headings
    for index, width in block:
        justify: JustifyMethod = "right" if _is_number(columns[index]) else "left"
        table.add_column(screen.text(columns[index].title, justify=justify), width=width)
    return table


def _group_headings(block: Block, columns: Sequence[Column], screen: _Screen) -> Table:
    """Return the upper headings, each over the columns it is shared by."""
    table = _bare_table(block, screen)
    table.show_header = False
    cells = []
    for group, members in groupby(block, key=lambda item: columns[item[0]].group):
        width = block_width(tuple(members))
        table.add_column(width=width, vertical="bottom")
        rule = [Text(screen.box.row_horizontal * width)] if group else []
        cells.append(Group(screen.text(group, justify="center"), *rule))
    table.add_row(*cells, style="bold")
    return table


def _bare_table(block: Block, screen: _Screen) -> Table:
    return Table(
        box=screen.box,
        show_edge=False,
        pad_edge=False,
        padding=(0, GAP - 1, 0, 0),
        safe_box=False,
        width=block_width(block),
    )


def _head(report: Report, screen: _Screen, page: int) -> list[list[RenderableType]]:
    """Return the band above the title: facts in one or two columns, the form code at the right edge."""
    if not report.head and not report.form_code:
        return []
    facts = list(report.head.items())
    half = (len(facts) + 1) // 2 if page >= _TWO_SIDES else len(facts)
    code = screen.text(report.form_code, "bold")
    sides = [side for side in (facts[:half], facts[half:]) if side]
    room = page - code.cell_len
    band = Table.grid(expand=True)
    for _ in sides:
        band.add_column(width=room // len(sides))
    band.add_column(justify="right")
    band.add_row(*(_pairs(side, screen, room // len(sides) - GAP) for side in sides), code)
    return [[band]]


def _pairs(pairs: Iterable[tuple[str, Cell]], screen: _Screen, width: int) -> Table:
    lines = [(screen.text(label), screen.text(shown(value))) for label, value in pairs]
    label_width = min(max((label.cell_len for label, _ in lines), default=0), width // 2)
    table = Table.grid()
    table.add_column(width=label_width + GAP)
    table.add_column(width=2)
    table.add_column(width=max(width - label_width - GAP - 2, 1))
    for label, value in lines:
        table.add_row(label, ":", value)
    return table


@dataclass(frozen=True, slots=True)
class _Trimmed:
    """Its content without the blanks that rich pads every line with."""

    content: RenderableType
    width: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in console.render_lines(self.content, options.update(width=self.width), pad=False):
            while line and not line[-1].text.strip():
                line.pop()
            if line:
                line[-1] = Segment(line[-1].text.rstrip(), line[-1].style)
            yield from line
            yield Segment.line()


def _visible(letter: str) -> bool:
    # Cc: escapes and other controls; Cf: marks that turn the writing direction or join; Cs: halves of a letter.
    return letter.isspace() or category(letter) not in {"Cc", "Cf", "Cs"}


def _terminal_width(out: TextIO) -> int:
    """Return the width of the terminal that ``out`` writes to, within what a table can use."""
    try:
        columns = os.get_terminal_size(out.fileno()).columns
    except OSError:
        columns = 0
    return min(max(columns, NARROWEST), WIDEST) if columns else FIXED
