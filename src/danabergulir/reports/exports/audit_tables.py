"""What the tables of an audit package list, where that is no value of the domain as it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from danabergulir.dates import days_after
from danabergulir.domain.dunning.due import due_lines, letter_lines
from danabergulir.domain.dunning.sanctions import SanctionFile, grounds
from danabergulir.domain.groups import KSM, Member, RwHead
from danabergulir.domain.journal import Transfer, Voucher
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.policy.rules import Policy
from danabergulir.reports.month.sanctions import PROPOSED
from danabergulir.reports.shown.registers import masked_nik


@dataclass(frozen=True, slots=True)
class Link:
    """A voucher with the digest of the one before it in the chain."""

    previous: str
    voucher: Voucher


@dataclass(frozen=True, slots=True)
class Moved:
    """A transfer with its voucher and its place in it, from 1."""

    voucher: Voucher
    number: int
    transfer: Transfer


@dataclass(frozen=True, slots=True)
class Balance:
    """An account over the days of the package, in whole rupiah, debit positive."""

    account: str
    opening: int
    debit: int
    credit: int
    closing: int


@dataclass(frozen=True, slots=True)
class Told:
    """A sanction that is called for, or that was issued, as it stands."""

    loan: str
    level: int
    name: str
    why: str
    state: str
    dated_on: date
    answer_by: date
    reached: int | None


_Called = TypeVar("_Called", KSM, RwHead)


def shown_phones(people: Iterable[_Called], *, full: bool) -> Iterator[_Called]:
    """Yield KSM or heads of RW; of a phone number only the last four digits show, unless ``full``."""
    for one in people:
        yield one if full else replace(one, phone=masked_nik(one.phone))


def members_shown(members: Iterable[Member], *, full: bool) -> Iterator[Member]:
    """Yield the members; of a NIK only the last four digits show, unless ``full``."""
    for member in members:
        yield member if full else replace(member, nik=masked_nik(member.nik))


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
