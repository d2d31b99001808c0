"""The meeting sheet: who is asked for what on an evening, with room to write what each brings.

A sheet has a code that names its day and its book, and a line is known by what it is about: a loan, or a KSM without
one. So however often a sheet is printed, sorted or sent, a line stays the same line.
"""

import re
from base64 import b32encode
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Final

from danabergulir.domain.groups import KSM
from danabergulir.domain.journal import own_memo
from danabergulir.domain.loans.allocation import NOTHING, Allocation
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.member_shares import Shares
from danabergulir.domain.till.asked import Asked
from danabergulir.frozen import Struct, replace
from danabergulir.money import NIL, Rupiah, split, total


class SheetField(StrEnum):
    """The headings of a sheet, by which its columns are found again wherever they were moved."""

    NUMBER = "No"
    RW = "RW"
    NAME = "KSM / anggota"
    CODE = "Kode KSM"
    LOAN = "Pinjaman"
    DUE_ON = "Jatuh tempo"
    ARREARS = "Tunggakan"
    PRINCIPAL = "Pokok"
    JASA = "Jasa"
    TITIPAN = "Titipan"
    PENALTY = "Denda"
    SAVING = "Tab. wajib"
    ASKED = "Ditagih"
    PAID = "Dibayar"
    VOLUNTARY = "Tab. sukarela"
    FROM_SAVINGS = "Dari tabungan"
    OWN_NUMBER = "Bukti luar"
    MONEY = "Jumlah uang"


WRITTEN_IN: Final = (SheetField.PAID, SheetField.VOLUNTARY, SheetField.FROM_SAVINGS, SheetField.OWN_NUMBER)
"""The columns that are left empty for whoever takes the money."""
AMOUNTS: Final = (SheetField.PAID, SheetField.VOLUNTARY, SheetField.FROM_SAVINGS)
PARTS: Final = (
    SheetField.ARREARS,
    SheetField.PRINCIPAL,
    SheetField.JASA,
    SheetField.TITIPAN,
    SheetField.PENALTY,
    SheetField.SAVING,
)
"""What is asked for, as it stands in columns of its own; together ``SheetField.ASKED``."""

SHEET_NAME: Final = "Lembar"
CODE_LABEL: Final = "Kode lembar"
DAY_LABEL: Final = "Tanggal rapat"
MINUTES_LABEL: Final = "Nomor berita acara"
COUNTED_LABEL: Final = "Uang dihitung"
LINES_LABEL: Final = "Banyaknya baris"
AS_ASKED: Final = ("v", "pas")
"""What may be written in place of an amount that is just what is asked for."""


class MemberLine(Struct, frozen=True):
    """One member of a KSM with the part of what the KSM is asked for."""

    number: int
    name: str
    arrears: Rupiah
    parts: Allocation

    @property
    def asked(self) -> Rupiah:
        """Return all that is asked of the member, in rupiah."""
        return self.arrears + self.parts.amount


class MeetingLine(Struct, frozen=True):
    """One line: a loan, or a KSM without one, which may still save.

    ``arrears`` are pokok, jasa and titipan that fell due before the day; ``parts`` is what else is asked for.
    """

    ksm: KSM
    loan: str | None = None
    due_on: date | None = None
    arrears: Rupiah = NIL
    parts: Allocation = NOTHING
    members: tuple[MemberLine, ...] = ()

    @property
    def asked(self) -> Rupiah:
        """Return all that is asked for, in rupiah."""
        return self.arrears + self.parts.amount


class MeetingSheet(Struct, frozen=True):
    """The sheet of one evening."""

    code: str
    day: date
    lines: tuple[MeetingLine, ...]


_SHARED: Final = ("penalty", "jasa", "titipan", "principal", "savings")
"""The parts of an allocation that members bring, each by the share in the loan."""


def meeting_line(book: LoanBook, asked: Asked, late: Allocation, names: Sequence[str], shares: Shares) -> MeetingLine:
    """Return the line of a loan; ``late`` fell due before the day, ``names`` are of the members who have ``shares``."""
    line = MeetingLine(book.ksm, book.loan.number, asked.due_on, late.amount, asked.parts.less(late))
    if not shares:
        return line
    weights = [amount.value for _, amount in shares]
    arrears = split(line.arrears, weights)
    by_part = {part: split(getattr(line.parts, part), weights) for part in _SHARED}
    members = [
        MemberLine(number, name, arrears[at], Allocation(**{part: by_part[part][at] for part in _SHARED}))
        for at, ((number, _), name) in enumerate(zip(shares, names, strict=True))
    ]
    return replace(line, members=tuple(members))


def totals(sheet: MeetingSheet) -> MeetingLine:
    """Return the sums of all lines, as a line of nobody."""
    parts = [line.parts for line in sheet.lines]
    return MeetingLine(
        KSM("", "", "", ""),
        arrears=total([line.arrears for line in sheet.lines]),
        parts=Allocation(**{name: total([getattr(part, name) for part in parts]) for name in _SHARED}),
    )


_CODE: Final = re.compile(r"L([0-9]{2})([0-9]{2})([0-9]{2})-?([A-Z2-7]{4})")
_MARKS: Final = 4


def sheet_code(book: str, day: date) -> str:
    """Return the code of the sheets of one day of one book: the day, and four marks that no other book has."""
    digest = sha256(f"{book}\n{day.isoformat()}".encode()).digest()
    return f"L{day:%y%m%d}-{b32encode(digest).decode('ascii')[:_MARKS]}"


def day_of_code(code: str) -> date | None:
    """Return the day that the code of a sheet names; None for what is no such code."""
    found = _CODE.fullmatch(code.strip().upper())
    if found is None:
        return None
    try:
        return date(2000 + int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def sheet_mark(code: str) -> str:
    """Return what stands on every voucher of a sheet, before the key of its line."""
    return f"lembar {code}/"


def line_mark(code: str, key: str) -> str:
    """Return what is written on the vouchers of a line, so that it is known again: ``lembar L260214-7KQA/P-0001``."""
    return f"{sheet_mark(code)}{key}"


_MARK: Final = re.compile(r"lembar (?P<code>L[0-9]{6}-[A-Z2-7]{4})/(?P<key>[^,]+)")


def key_in(memo: str, code: str) -> str | None:
    """Return the key of the line of a sheet that a voucher with this memo was recorded from; None where it was not."""
    return next((found["key"] for found in _MARK.finditer(own_memo(memo)) if found["code"] == code), None)


def on_line_of(memo: str, loan: str) -> str:
    """Return the memo of a voucher of a sheet with the mark of another loan's line; one of no sheet stays as it is."""
    return _MARK.sub(lambda found: line_mark(found["code"], loan), memo)


def off_its_line(memo: str) -> str:
    """Return the memo of a voucher without the line of a sheet on it."""
    return ", ".join(part for part in memo.split(", ") if not _MARK.fullmatch(part))


_MEMBER: Final = re.compile(r"(?P<key>.+) #(?P<member>[0-9]{1,4})")


def member_key(loan: str, member: int) -> str:
    """Return what the row of a member is about, as it stands in its column: ``P-0001 #2``."""
    return f"{loan} #{member}"


def loan_and_member(key: str) -> tuple[str, int | None]:
    """Return the loan that a row is about, and the member of its KSM where it is about one."""
    found = _MEMBER.fullmatch(key)
    return (found["key"], int(found["member"])) if found else (key, None)
