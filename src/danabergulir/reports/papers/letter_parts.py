"""What a letter is made of, read off its lines: a text that anybody can type comes out typeset, word for word."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Final, TypeAlias

from danabergulir.domain.witness.codes import code_of
from danabergulir.frozen import Struct
from danabergulir.reports.model.frame import tied_to
from danabergulir.reports.model.paper import Letterhead, Paper, Words
from danabergulir.reports.papers.letter_text import folded, put_in

_ROOM_TO_SIGN: Final = 3
"""Empty lines that make room for a signature; fewer of them only part one paragraph from the next."""

_HEAD: Final = "{kop}"
_SIGNING_LINES: Final = 6
"""Lines above a signature at most: place and day, body, post."""
_GOES_ON: Final = 55
"""Letters from which on a line was broken because it was full, and not because something ends there."""
_FACT: Final = re.compile(r"(?P<indent>\s*)(?P<label>[^\s:][^:]{0,29}?)\s*\s:(?:\s+(?P<value>.*))?$")
_ITEM: Final = re.compile(r"\s*(?P<mark>\d{1,3}[.)]|[a-z][.)]|[-*•])\s+(?P<text>.*)$")
_COLUMNS: Final = re.compile(r"\S\s{3,}\S")


class HeadPlace(Struct, frozen=True):
    """The place of the letterhead."""


class LetterLine(Struct, frozen=True):
    """A line of a letter, never folded. One that ``goes_on`` is of one sentence with the next."""

    text: str
    goes_on: bool = False


class Passage(Struct, frozen=True):
    """Lines of running text. One ``as_typed`` holds columns made of spaces, which stay as wide as they were typed."""

    lines: tuple[str, ...]
    as_typed: bool = False


class Facts(Struct, frozen=True):
    """Rows of label and value."""

    rows: tuple[tuple[str, str], ...]
    indented: bool = False


class Items(Struct, frozen=True):
    """A list: the number or sign of each item, and its text."""

    items: tuple[tuple[str, str], ...]


class Signatures(Struct, frozen=True):
    """Those who sign: the lines above the room for a pen, and the lines below."""

    signers: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


class LetterPart(Struct, frozen=True):
    """A part of a letter after so many empty lines; after none it belongs to the part before."""

    content: HeadPlace | Passage | Facts | Items | Signatures
    empty_lines: int = 1


class Tie(Struct, frozen=True):
    """What stands at the foot of a letter: words that tie it to the ledger, and the short code; both may be empty."""

    words: str = ""
    code: str = ""

    @classmethod
    def to(cls, head: str, what: str = "") -> "Tie":
        """Return the tie to a head of the chain of ``what``; of one that is not recorded, ``what`` alone."""
        return cls(". ".join(filter(None, (what, tied_to(head)))), code_of(head))

    def under(self, text: str) -> str:
        """Return the text of a letter with this tie below it."""
        return f"{text}\n{self.words}\nKode: {self.code}\n" if self.code else text


_Block: TypeAlias = "tuple[int, Sequence[LetterLine | HeadPlace]]"


def set_out(template: str, values: Mapping[str, str]) -> tuple[str, tuple[LetterPart, ...]]:
    """Return a letter as text in lines of a page, and the same in parts. ``template`` has no findings."""
    text: list[str] = []
    lines: list[LetterLine | HeadPlace] = []
    for typed in template.splitlines():
        filled = put_in(typed, values)
        text += folded(filled)
        lines += [HeadPlace()] if typed.strip() == _HEAD else _filled_lines(typed, filled)
    return "\n".join(text) + "\n", letter_parts(lines)


def _filled_lines(typed: str, filled: str) -> Iterator[LetterLine]:
    """Yield the lines that a typed one became when it was filled; the last goes on where the typed one was full."""
    lines = filled.split("\n")
    for number, text in enumerate(lines, start=1):
        yield LetterLine(text, goes_on=number == len(lines) and len(typed) >= _GOES_ON)


def letter_parts(lines: Sequence[LetterLine | HeadPlace]) -> tuple[LetterPart, ...]:
    """Return the parts of a letter; no word is lost.

    ``Label : value`` is a fact, ``1. text`` an item; a capital and a point begin a name (``H. Amin``). Lines with room
    for a signature below them, and what follows the room, belong to who signs; those who sign stand side by side.
    """
    parts: list[LetterPart] = []
    blocks = list(_blocks(lines))
    at = 0
    while at < len(blocks):
        empty, block = blocks[at]
        below = blocks[at + 1] if at + 1 < len(blocks) else None
        if below and below[0] >= _ROOM_TO_SIGN and _may_sign(block) and _may_sign(below[1]):
            signer = (_texts(block), _texts(below[1]))
            if parts and isinstance(parts[-1].content, Signatures):
                parts[-1] = LetterPart(Signatures((*parts[-1].content.signers, signer)), parts[-1].empty_lines)
            else:
                parts.append(LetterPart(Signatures((signer,)), empty))
            at += 2
        else:
            parts += _parts(block, empty)
            at += 1
    return tuple(parts)


def _blocks(lines: Sequence[LetterLine | HeadPlace]) -> Iterator[_Block]:
    """Yield what stands between empty lines, with how many of them come before."""
    empty = 0
    for is_empty, group in groupby(lines, lambda line: isinstance(line, LetterLine) and not line.text.strip()):
        if is_empty:
            empty = len(list(group))
        else:
            yield empty, list(group)


def _kind(line: LetterLine | HeadPlace) -> type[HeadPlace | Facts | Items | Passage]:
    if isinstance(line, HeadPlace):
        return HeadPlace
    if _ITEM.match(line.text):
        return Items
    return Facts if _FACT.match(line.text) else Passage


def _may_sign(block: Sequence[LetterLine | HeadPlace]) -> bool:
    return len(block) <= _SIGNING_LINES and all(
        isinstance(line, LetterLine) and not line.goes_on and _kind(line) is Passage and not _COLUMNS.search(line.text)
        for line in block
    )


def _texts(block: Sequence[LetterLine | HeadPlace]) -> tuple[str, ...]:
    return tuple(line.text.strip() for line in block if isinstance(line, LetterLine))


def _parts(block: Sequence[LetterLine | HeadPlace], empty: int) -> Iterator[LetterPart]:
    for kind, group in groupby(block, _kind):
        lines = list(group)
        run = [line for line in lines if isinstance(line, LetterLine)]
        for content in [_content(kind, run)] if run else [HeadPlace() for _ in lines]:
            yield LetterPart(content, empty)
            empty = 0


def _content(kind: type[HeadPlace | Facts | Items | Passage], run: Sequence[LetterLine]) -> Facts | Items | Passage:
    if kind is Facts:
        found = [match for line in run if (match := _FACT.match(line.text))]
        rows = tuple((match["label"], (match["value"] or "").strip()) for match in found)
        return Facts(rows, indented=bool(found[0]["indent"]))
    if kind is Items:
        marked = [match for line in run if (match := _ITEM.match(line.text))]
        return Items(tuple((match["mark"], match["text"].strip()) for match in marked))
    if any(_COLUMNS.search(line.text) for line in run):
        return Passage(tuple(line.text.rstrip() for line in run), as_typed=True)
    joined: list[str] = []
    goes_on = False
    for line in run:
        if goes_on:
            joined[-1] += f" {line.text.strip()}"
        else:
            joined.append(line.text.strip())
        goes_on = line.goes_on
    return Passage(tuple(joined))


def _words(part: LetterPart) -> Mapping[str, Words]:
    """Return a part as the words that the form of a letter takes."""
    match part.content:
        case HeadPlace():
            words: Mapping[str, Words] = {"kind": "kop"}
        case Passage(lines, as_typed):
            words = {"kind": "ketikan" if as_typed else "alinea", "lines": lines}
        case Facts(rows, indented):
            words = {"kind": "isian", "rows": rows, "indented": indented}
        case Items(items):
            words = {"kind": "daftar", "items": items}
        case Signatures(signers):
            words = {"kind": "tanda-tangan", "signers": signers}
    return {**words, "empty": part.empty_lines}


def letter_paper(
    file_name: str, title: str, head: Letterhead, as_of: date, parts: Iterable[LetterPart], tie: Tie
) -> Paper:
    """Return a letter as a paper of the one form that all letters have."""
    return Paper(
        form="surat",
        file_name=file_name,
        title=title,
        letterhead=head,
        as_of=as_of,
        words={"parts": [_words(part) for part in parts]},
        footer=tie.words,
        code=tie.code,
    )
