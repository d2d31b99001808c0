"""The register of KSM and their members."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from danabergulir.domain.groups import (
    KSM,
    Member,
    is_present,
    more_women_than_members,
    names_by_part,
    same_name,
    same_name_doubt,
    same_rw,
)
from danabergulir.domain.loans.eligibility import Borrower, Membership
from danabergulir.errors import NotFoundError, RefusedError, perhaps
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import loans, registers
from danabergulir.operations.desk import Desk, recording
from danabergulir.operations.versions import Changed, check_earlier_start, check_version


def add_ksm(path: Path, ksm: KSM, dated_on: date, now: datetime) -> list[str]:
    """Add a KSM, and return what is doubtful about it. Raises ``RefusedError`` when its code is taken."""
    with recording(path, now) as desk:
        desk.check_date(dated_on, of_voucher=False)
        known = registers.all_ksm(desk.connection, dated_on)
        taken = {code.casefold(): code for code in known}
        if ksm.code.casefold() in taken:
            other = known[taken[ksm.code.casefold()]]
            raise RefusedError(
                f"kode {other.code} sudah dipakai: {other.name}",
                "Pakai kode lain, atau ubah KSM itu: danabergulir ksm ubah",
            )
        _refuse_counts(ksm)
        desk.writer.add_ksm(ksm, dated_on)
        return _namesakes(ksm, known.values())


def _namesakes(ksm: KSM, known: Iterable[KSM]) -> list[str]:
    return [
        same_name_doubt(ksm.name, other.code)
        for other in known
        if other.code != ksm.code and same_name(other.name, ksm.name)
    ]


def _refuse_counts(ksm: KSM) -> None:
    if more_women_than_members(ksm):
        raise RefusedError(
            f"jumlah perempuan {ksm.women_count} lebih banyak daripada jumlah anggota {ksm.member_count}",
            "Periksa kedua jumlahnya. Jumlah anggota = perempuan dan laki-laki bersama.",
        )


def change_ksm(
    path: Path, words: str, dated_on: date, now: datetime, changes: Mapping[str, Any]
) -> tuple[Changed[KSM], list[str]]:
    """Put changed facts of a KSM in force from ``dated_on``, and return what is doubtful about a new name.

    Earlier reports keep the old ones. Raises ``NotFoundError``, and ``RefusedError`` for counts that contradict each
    other.
    """
    with recording(path, now) as desk:
        old = registers.find_ksm(desk.connection, words, dated_on)
        days = registers.version_days(desk.connection, "ksm", code=old.code)
        check_version(desk, dated_on, days[-1], f"keterangan KSM {old.code} yang sekarang")
        new = replace(old, **changes)
        _refuse_counts(new)
        if new == old:
            return Changed(old, is_new=False), []
        desk.writer.add_ksm(new, dated_on)
        others = registers.all_ksm(desk.connection, dated_on).values() if "name" in changes else ()
        return Changed(new, is_new=True), _namesakes(new, others)


def begin_ksm(path: Path, words: str, since: date, now: datetime) -> KSM:
    """Let a KSM exist since an earlier day than was written down, with the facts that it was first known by.

    Raises ``NotFoundError``, and ``RefusedError`` for a day that is none earlier.
    """
    with recording(path, now) as desk:
        code = registers.find_ksm(desk.connection, words, now.date()).code
        days = registers.version_days(desk.connection, "ksm", code=code)
        check_earlier_start(desk, since, days[0], f"KSM {code}")
        first = registers.some_ksm(desk.connection, [code], date.min)[code]
        desk.writer.add_ksm(first, since)
        return first


def list_ksm(path: Path, as_of: date, rw: str | None = None) -> list[Borrower]:
    """Return the KSM of one RW or of all with their members counted and their loans, in the order of the codes."""
    with store.reading(path) as connection:
        books = loans.loan_books_of(connection, as_of)
        return [
            Borrower(
                ksm, membership(connection, ksm, as_of), tuple(book for book in books if book.loan.ksm.code == code)
            )
            for code, ksm in registers.all_ksm(connection, as_of).items()
            if rw is None or same_rw(ksm.rw, rw)
        ]


def show_ksm(path: Path, words: str, as_of: date) -> tuple[Borrower, list[Member]]:
    """Return a KSM with its members, counted and one by one, and its loans as of a day. Raises ``NotFoundError``."""
    with store.reading(path) as connection:
        ksm = registers.find_ksm(connection, words, as_of)
        books = loans.loan_books_of(connection, as_of, ksm.code)
        return Borrower(ksm, membership(connection, ksm, as_of), books), registers.members(connection, as_of, ksm.code)


def list_members(path: Path, as_of: date, words: str | None = None) -> list[Member]:
    """Return the members of one KSM or of all, those who left among them. Raises ``NotFoundError``."""
    with store.reading(path) as connection:
        code = None if words is None else registers.find_ksm(connection, words, as_of).code
        return registers.members(connection, as_of, code)


def membership(connection: store.Connection, ksm: KSM, as_of: date) -> Membership:
    """Return how many members a KSM has, how many are women and how many poor.

    They are counted in the register; without members there the KSM's own figures say, and they say how many women
    there are while nobody's gender is written down. Nobody counts as poor or not before it is written down.
    """
    present = present_members(connection, ksm, as_of)
    if not present:
        return Membership(ksm.member_count, ksm.women_count)
    size = len(present)
    genders = [member.gender for member in present if member.gender]
    poor = [member.poor for member in present if member.poor is not None]
    told = ksm.women_count if ksm.women_count is not None and ksm.women_count <= size else None
    return Membership(size, genders.count("P") if genders else told, sum(poor) if poor else None)


def present_members(connection: store.Connection, ksm: KSM, as_of: date) -> list[Member]:
    """Return the members of a KSM who had not left by that day, in the order of their numbers."""
    return [member for member in registers.members(connection, as_of, ksm.code) if is_present(member, as_of)]


def add_member(path: Path, words: str, member: Member, dated_on: date, now: datetime) -> Member:
    """Add a member to a KSM; the number follows the last one. Raises ``RefusedError`` for a NIK already in use."""
    with recording(path, now) as desk:
        ksm = registers.find_ksm(desk.connection, words, dated_on)
        desk.refuse_unborn_group(ksm.code, dated_on)
        check_version(desk, dated_on, desk.opened_on, "buku ini")
        everyone = registers.members(desk.connection, dated_on)
        number = 1 + max((other.number for other in everyone if other.ksm == ksm.code), default=0)
        added = replace(member, ksm=ksm.code, number=number)
        _refuse_known_nik(added, everyone, dated_on)
        desk.writer.add_member(added, dated_on)
        return added


def _refuse_known_nik(member: Member, everyone: Iterable[Member], as_of: date) -> None:
    def is_another(other: Member) -> bool:
        return (other.ksm, other.number) != (member.ksm, member.number) and is_present(other, as_of)

    if member.nik and any(other.nik == member.nik and is_another(other) for other in everyone):
        raise RefusedError("NIK itu sudah tercatat pada anggota lain", "Periksa NIK-nya, atau daftar anggota KSM lain.")


def change_member(
    path: Path, words: str, member_words: str, dated_on: date, now: datetime, changes: Mapping[str, Any]
) -> Changed[Member]:
    """Put changed facts of a member in force from ``dated_on``; earlier reports keep the old ones.

    Raises ``NotFoundError`` when no member, or several, fit the words, and ``RefusedError`` for a NIK already in use.
    """
    with recording(path, now) as desk:
        old = _named_member(desk, words, member_words, dated_on, "keterangan ", " yang sekarang")
        new = replace(old, **changes)
        if new == old:
            return Changed(old, is_new=False)
        _refuse_known_nik(new, registers.members(desk.connection, dated_on), dated_on)
        desk.writer.add_member(new, dated_on)
        return Changed(new, is_new=True)


def leave(path: Path, words: str, member_words: str, left_on: date, now: datetime) -> Member:
    """Write down that a member left. Raises ``NotFoundError`` when no member, or several, fit the words."""
    with recording(path, now) as desk:
        gone = replace(_named_member(desk, words, member_words, left_on), left_on=left_on)
        desk.writer.add_member(gone, left_on)
        return gone


def _named_member(
    desk: Desk, words: str, member_words: str, dated_on: date, before: str = "", after: str = ""
) -> Member:
    """Return the present member of a KSM that words name, of whom a version dated on that day may be recorded.

    Raises ``NotFoundError`` when no member, or several, fit the words, and ``RefusedError`` for the day.
    """
    ksm = registers.find_ksm(desk.connection, words, dated_on)
    present = present_members(desk.connection, ksm, dated_on)
    wanted = member_words.strip().casefold()
    fitting = [item for item in present if wanted in (str(item.number), item.name.casefold())]
    fitting = fitting or [item for item in present if names_by_part(item.name, wanted)]
    if len(fitting) != 1:
        what = "tidak ada anggota" if not fitting else f"ada {len(fitting)} anggota"
        near = "" if fitting else near_members(present, member_words)
        raise NotFoundError(
            f"{what} yang cocok di KSM {ksm.code}",
            f"{near}Pakai nomor anggota: danabergulir anggota daftar {ksm.code}",
        )
    number = fitting[0].number
    days = registers.version_days(desk.connection, "anggota", ksm=ksm.code, number=number)
    check_version(desk, dated_on, days[-1], f"{before}anggota nomor {number} KSM {ksm.code}{after}")
    return fitting[0]


def near_members(members: Iterable[Member], words: str) -> str:
    """Return which members are spelt nearly so, by their numbers alone: no message names a person."""
    return perhaps(
        words,
        ((spelt, f"anggota nomor {item.number}") for item in members for spelt in (item.name, *item.name.split())),
    )
