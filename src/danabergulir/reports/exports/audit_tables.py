"""What the tables of an audit package list, where that is no value of the domain as it is."""

from base64 import b64encode
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, TypeVar

from danabergulir.dates import Month, days_after
from danabergulir.domain.dunning.due import due_lines, letter_lines
from danabergulir.domain.dunning.sanctions import SanctionFile, grounds
from danabergulir.domain.groups import KSM, Member, RwHead
from danabergulir.domain.journal import Transfer, Voucher
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.indicators import Indicator
from danabergulir.domain.policy.rules import Policy
from danabergulir.frozen import Struct, replace
from danabergulir.reports.month.sanctions import PROPOSED


class Link(Struct, frozen=True):
    """A voucher with the digest of the one before it in the chain."""

    previous: str
    voucher: Voucher


class Moved(Struct, frozen=True):
    """A transfer with its voucher and its place in it, from 1."""

    voucher: Voucher
    number: int
    transfer: Transfer


class Balance(Struct, frozen=True):
    """An account over the days of the package, in whole rupiah, debit positive."""

    account: str
    opening: int
    debit: int
    credit: int
    closing: int


class Told(Struct, frozen=True):
    """A sanction that is called for, or that was issued, as it stands."""

    loan: str
    level: int
    name: str
    why: str
    state: str
    dated_on: date
    answer_by: date
    reached: int | None


class Measured(Struct, frozen=True):
    """An indicator at the end of a month."""

    month: Month
    indicator: Indicator


class EntryPart(Struct, frozen=True):
    """A piece of what the digest of an entry is made of, from 1, with the entry's row and the head after it."""

    seq: int
    number: int
    table: str
    key: str
    content: str
    head: str


class PicturePart(Struct, frozen=True):
    """A piece of a picture, from 1, as letters, with the SHA-256 of the whole."""

    digest: str
    number: int
    content: str


class Opened(Struct, frozen=True):
    """The value of a private cell, and the salt by which its commitment is had again."""

    seq: int
    column: str
    value: str
    salt: str


_PIECE: Final = 30_000
"""Letters of one cell: no spreadsheet takes more than 32,767."""

_Hidden = TypeVar("_Hidden", KSM, RwHead, Member)


def hidden(things: Iterable[_Hidden], columns: Collection[str], mask: str) -> Iterator[_Hidden]:
    """Yield things with ``mask`` in the place of what these columns hold; what is empty stays empty."""
    for thing in things:
        masks: Any = {name: mask for name in columns if getattr(thing, name)}
        yield replace(thing, **masks)


def entry_parts(seq: int, table: str, key: str, content: str, head: str) -> Iterator[EntryPart]:
    """Yield an entry in pieces that every spreadsheet takes."""
    for number, piece in enumerate(_pieces(content), start=1):
        yield EntryPart(seq, number, table, key, piece, head)


def picture_parts(digest: str, content: bytes) -> Iterator[PicturePart]:
    """Yield a picture in pieces that every spreadsheet takes."""
    for number, piece in enumerate(_pieces(b64encode(content).decode("ascii")), start=1):
        yield PicturePart(digest, number, piece)


def _pieces(content: str) -> list[str]:
    return [content[start : start + _PIECE] for start in range(0, len(content), _PIECE)] or [""]


def moves_of(voucher: Voucher) -> Iterator[Moved]:
    """Yield the transfers of one voucher."""
    for number, move in enumerate(voucher.posting.transfers, start=1):
        yield Moved(voucher, number, move)


def sanctions_told(
    loans: Sequence[LoanBook], files: Mapping[str, SanctionFile], policy: Policy, as_of: date
) -> Iterator[Told]:
    """Yield what the ladder in force calls for, then every letter as it stands."""
    for line in due_lines(loans, files, policy, as_of):
        book, level, reached = line.book, line.level, line.reached
        assert level is not None, line
        assert reached is not None, line
        yield Told(
            loan=book.loan.number,
            level=level.number,
            name=level.name,
            why=grounds(book.position, book.matures_on, as_of, level),
            state=PROPOSED,
            dated_on=as_of,
            answer_by=days_after(as_of, level.answer_days),
            reached=reached.number,
        )
    for line in letter_lines(loans, files, policy, as_of):
        assert line.standing is not None, line
        sent = line.standing.sanction
        yield Told(
            loan=sent.loan,
            level=sent.level,
            name=sent.name,
            why=f"menunggak {sent.missed_count} kali, {sent.days_late} hari",
            state=line.state.value,
            dated_on=sent.dated_on,
            answer_by=sent.answer_by,
            reached=line.reached.number if line.reached else None,
        )
