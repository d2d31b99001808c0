"""How wide the columns of a printed table are, and in which blocks a table stands that is too wide for its page."""

import re
from collections.abc import Collection, Sequence
from typing import Final, Self

from danabergulir.frozen import Struct
from danabergulir.render.screen.text import places, widest
from danabergulir.reports.model.sheet import Column, Kind

GAP: Final = 2
"""Blanks between two columns."""

_COMFORT: Final = 12  # a text column is not squeezed below this while its text is longer
_LONGEST_WORDS: Final = (24, 16, 8)  # a text column gives way to a word of this length; tried in order until all fits
_WORD: Final = re.compile(r"^\s*\S+|\S+")  # as rich wraps: an indent belongs to the first word

Block = tuple[tuple[int, int], ...]
"""The columns of one block of a table: the index of each in the section, and its width."""


def block_width(block: Block) -> int:
    """Return the columns of the screen that ``block`` takes."""
    return sum(width for _, width in block) + GAP * (len(block) - 1)


def blocks_of(columns: Sequence[Column], texts: Sequence[Collection[str]], width: int) -> tuple[Block, ...]:
    """Return the columns dealt out in order into as few blocks as fit ``width``.

    ``texts`` holds the different texts in each column. The identifying columns stand in every block. Numbers and dates
    never wrap, text wraps between words. Where a single column beside the identifying ones is still too wide, its block
    is wider than the page: nothing is cut. A table of several blocks leaves out the columns without a single value.
    """
    empty = {index for index, of_column in enumerate(texts) if not any(of_column)}
    for longest_word in _LONGEST_WORDS:
        measures = [
            _Measure.of(column, of_column, longest_word) for column, of_column in zip(columns, texts, strict=True)
        ]
        blocks = _dealt(columns, measures, width)
        if len(blocks) > 1:
            blocks = _dealt(columns, measures, width, left_out=empty)
        if all(block_width(block) <= width for block in blocks):
            break
    return tuple(_widened(block, measures, width) for block in blocks)


class _Measure(Struct, frozen=True):
    """How wide a column may be: ``least`` breaks no word, ``text`` no line of its cells, ``heading`` nor its title."""

    least: int
    text: int
    heading: int

    @classmethod
    def of(cls, column: Column, texts: Collection[str], longest_word: int) -> Self:
        text = widest(texts)
        # a group's heading may end up over one of its columns alone, where a block ends
        heading = widest([*column.title.split(), *column.group.split()])
        if column.kind is Kind.TEXT:
            word = widest([word for text in texts for word in _WORD.findall(text)])
            least = min(max(word, heading, min(text, _COMFORT)), longest_word)
        else:
            least = max(text, heading)
        return cls(max(least, 1), text, places(column.title))


def _dealt(
    columns: Sequence[Column], measures: Sequence[_Measure], width: int, *, left_out: Collection[int] = ()
) -> list[Block]:
    least = [(index, measure.least) for index, measure in enumerate(measures)]
    leading = tuple(item for item in least if columns[item[0]].identifies)
    blocks = [leading]
    for item in least:
        if columns[item[0]].identifies or item[0] in left_out:
            continue
        longer = (*blocks[-1], item)
        if blocks[-1] == leading or block_width(longer) <= width:
            blocks[-1] = longer
        else:
            blocks.append((*leading, item))
    return blocks


def _widened(block: Block, measures: Sequence[_Measure], width: int) -> Block:
    """Return ``block`` with the room left on the page shared by the texts that lack it, then by the headings."""
    widths = dict(block)
    lacking = {index: max(measures[index].text - least, 0) for index, least in block}
    room = max(width - block_width(block), 0)
    given = min(room, sum(lacking.values()))
    if given:
        widths = {index: least + lacking[index] * given // sum(lacking.values()) for index, least in block}
    room -= sum(widths.values()) - sum(least for _, least in block)
    for index in widths:
        lack = max(measures[index].heading - widths[index], 0)
        if lack <= room:
            widths[index] += lack
            room -= lack
    return tuple(widths.items())
