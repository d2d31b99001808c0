"""Reading the registers: profile, policy, accounts, KSM, members and loans, each as it stood on a date.

A register keeps versions; the newest one dated on or before the day asked for counts. Before the first version the
first one counts, so that a KSM written down late still has a name on its earlier papers. A first version dated on the
very day on which it was written down says nothing about since when it holds: it counts from the beginning.
"""

import json
from collections.abc import Collection, Hashable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache
from itertools import islice
from operator import attrgetter
from sqlite3 import Connection
from typing import Any, Final

from danabergulir.dates import Frequency
from danabergulir.domain.accounts import Account, AccountClass, Chart, Role
from danabergulir.domain.assets import FixedAsset
from danabergulir.domain.closing import ASSETS_BY_DAY
from danabergulir.domain.groups import KSM, Member, RwHead, the_one
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.loans.terms import Loan, LoanTerms, Paid, number_order
from danabergulir.domain.policy.calendar import Calendar, calendar_of
from danabergulir.domain.policy.choices import Method, RoundedPart
from danabergulir.domain.policy.file import stored_policy
from danabergulir.domain.policy.rules import Policy
from danabergulir.errors import NotFoundError, perhaps
from danabergulir.ledger.read.sql import kept_rows, one, rows, value
from danabergulir.money import Direction, Rate, Rounding, Rupiah
from danabergulir.text import quoted


def in_force(versions: Iterable[Any], as_of: date, *key: str) -> list[Any]:
    """Return one version for each ``key`` of columns, as of a day; ``versions`` come oldest record first."""
    chosen: dict[Hashable, tuple[date, Any]] = {}
    for row in versions:
        name = tuple(getattr(row, column) for column in key)
        if name not in chosen:
            chosen[name] = _first_day(row), row
        elif chosen[name][0] <= row.dated_on <= as_of:
            chosen[name] = row.dated_on, row
    return [row for _, row in chosen.values()]


def _first_day(first: Any) -> date:
    """Return since when the first version of a thing counts against later ones: none says so that is of its own day."""
    day: date = first.dated_on
    return date.min if first.recorded_at[:10] == day.isoformat() else day


_TABLES: Final = {
    "profil": "profile",
    "kebijakan": "policy",
    "akun": "account",
    "ksm": "ksm",
    "anggota": "member",
    "aset": "asset",
    "rw": "rw_head",
    "kegiatan": "activity",
    "sumber-dana": "fund_source",
    "berita-acara": "minutes",
}


_NOBODY_BEFORE: Final = frozenset({"rw", "kegiatan", "sumber-dana", "berita-acara"})
"""Registers whose first version never counts before its day."""


def version_days(connection: Connection, register: str, **key: str | int) -> list[date]:
    """Return the days of the versions of one thing in a register, oldest first; ``key`` names it by its columns.

    A first version that does not say since when it holds counts from the opening of the book.
    """
    where = "".join(f" AND {name} = :{name}" for name in key)
    statement = f"SELECT dated_on, recorded_at FROM {_TABLES[register]} WHERE true{where} ORDER BY id"  # noqa: S608 - our own names
    versions = list(rows(connection, statement, **key))
    days = [row.dated_on for row in versions]
    if register not in _NOBODY_BEFORE and versions and _first_day(versions[0]) == date.min:
        days[0] = min(days[0], opened_on(connection))
    return sorted(days)


def said_since(connection: Connection, register: str, codes: Collection[str]) -> dict[str, date]:
    """Return the day from which each of some things in a register is said to exist, by its code.

    One written down on the day of its first version is left out: that says when it was written down, not since when it
    exists.
    """
    asked = "WHERE code IN (SELECT value FROM json_each(:codes)) ORDER BY id"
    statement = f"SELECT code, dated_on, recorded_at FROM {_TABLES[register]} {asked}"  # noqa: S608 - our own names
    since: dict[str, date] = {}
    for row in rows(connection, statement, codes=codes):
        since[row.code] = min(since[row.code], row.dated_on) if row.code in since else _first_day(row)
    return {code: day for code, day in since.items() if day != date.min}


def opened_on(connection: Connection) -> date:
    """Return the date of the opening balances."""
    opened: date = value(connection, "SELECT opened_on FROM book")
    return opened


def created_on(connection: Connection) -> date:
    """Return the day on which the ledger was made."""
    return date.fromisoformat(value(connection, "SELECT created_at FROM book")[:10])


def profile(connection: Connection, as_of: date) -> Profile:
    """Return who the UPK was on that day."""
    (row,) = in_force(rows(connection, "SELECT * FROM profile ORDER BY id"), as_of)
    return Profile(
        upk=row.upk,
        board=row.board,
        kelurahan=row.kelurahan,
        kecamatan=row.kecamatan,
        city=row.city,
        province=row.province,
        address=row.address,
        officers=json.loads(row.officers),
        signers=tuple(json.loads(row.signers)),
        logo=_logo(connection, row.logo) if row.logo else b"",
        colour=row.colour,
    )


def _logo(connection: Connection, digest: str) -> bytes:
    content: bytes = value(connection, "SELECT content FROM logo WHERE digest = :digest", digest=digest)
    return content


def policy(connection: Connection, as_of: date) -> Policy:
    """Return the policy in force on that day."""
    (row,) = in_force(kept_rows(connection, _POLICIES), as_of)
    return stored_policy(row.toml)


_POLICIES: Final = "SELECT dated_on, recorded_at, toml FROM policy ORDER BY id"


def policies(connection: Connection, as_of: date) -> list[tuple[date, Policy]]:
    """Return the policy in force from each day on which one began, by ``as_of``, oldest first; never none."""
    versions = kept_rows(connection, _POLICIES)
    days = sorted({row.dated_on for row in versions})
    return [(day, stored_policy(in_force(versions, day)[0].toml)) for day in days if day <= as_of or day == days[0]]


def calendar(connection: Connection) -> Calendar:
    """Return the days off of every policy version."""
    versions = sorted(kept_rows(connection, _POLICIES), key=attrgetter("dated_on"))
    return calendar_of([(row.dated_on, stored_policy(row.toml).calendar) for row in versions])


def policy_history(connection: Connection) -> list[tuple[date, str]]:
    """Return every policy version: from which day, and when it was recorded."""
    statement = "SELECT dated_on, recorded_at FROM policy ORDER BY dated_on, id"
    return [(row.dated_on, row.recorded_at) for row in rows(connection, statement)]


def chart(connection: Connection, as_of: date) -> Chart:
    """Return the chart of accounts as it was on that day.

    An account that was added later is in it only where something was booked on it by then all the same.
    """
    versions = kept_rows(connection, "SELECT * FROM account ORDER BY id")
    known_on = max(as_of, min(row.dated_on for row in versions))
    later = {row.code for row in versions} - {row.code for row in versions if row.dated_on <= known_on}
    unused = later - _booked(connection, later, as_of) if later else later
    return _chart(versions, as_of, frozenset(unused))


@lru_cache(maxsize=16)  # an import or a large act asks for the same chart thousands of times
def _chart(versions: tuple[Any, ...], as_of: date, unused: frozenset[str]) -> Chart:
    return Chart(
        tuple(
            Account(row.code, row.name, AccountClass(row.account_class), bool(row.contra), _roles(row.roles))
            for row in in_force(versions, as_of, "code")
            if row.code not in unused
        )
    )


@cache
def _roles(words: str) -> frozenset[Role]:
    return frozenset(map(Role, words.split()))


_BOOKED: Final = """
    SELECT debit FROM transfer WHERE debit IN (SELECT value FROM json_each(:codes)) AND dated_on <= :day
    UNION SELECT credit FROM transfer WHERE credit IN (SELECT value FROM json_each(:codes)) AND dated_on <= :day
"""


def _booked(connection: Connection, codes: Collection[str], as_of: date) -> set[str]:
    """Return those of these accounts on which something was booked by that day."""
    return {code for (code,) in rows(connection, _BOOKED, codes=codes, day=as_of)}


def all_ksm(connection: Connection, as_of: date) -> dict[str, KSM]:
    """Return every KSM by code, in the order of the codes."""
    return _groups(rows(connection, "SELECT * FROM ksm ORDER BY code, id"), as_of)


def some_ksm(connection: Connection, codes: Collection[str], as_of: date) -> dict[str, KSM]:
    """Return the KSM with exactly these codes, by code."""
    statement = "SELECT * FROM ksm WHERE code IN (SELECT value FROM json_each(:codes)) ORDER BY code, id"
    return _groups(rows(connection, statement, codes=codes), as_of)


def _groups(versions: Iterable[Any], as_of: date) -> dict[str, KSM]:
    return {row.code: _ksm(row) for row in in_force(versions, as_of, "code")}


def _ksm(row: Any) -> KSM:
    return KSM(
        code=row.code,
        name=row.name,
        rw=row.rw,
        rt=row.rt,
        chair=row.chair,
        phone=row.phone,
        address=row.address,
        formed_on=row.formed_on,
        member_count=row.member_count,
        women_count=row.women_count,
    )


def find_ksm(connection: Connection, words: str, as_of: date) -> KSM:
    """Return the only KSM that these words name, as ``the_one``. Raises ``NotFoundError``."""
    return the_one(all_ksm(connection, as_of).values(), words)


def _of(ksm: str | None) -> str:
    """Return what narrows a register down to one KSM, so that its index is used; nothing for all of them."""
    return "" if ksm is None else "WHERE ksm = :ksm"


def members(connection: Connection, as_of: date, ksm: str | None = None) -> list[Member]:
    """Return the members, of one KSM or of all, in the order they were written down; those who left come along."""
    statement = f"SELECT * FROM member {_of(ksm)} ORDER BY ksm, number, id"  # noqa: S608 - our own words
    return [_member(row) for row in in_force(rows(connection, statement, ksm=ksm), as_of, "ksm", "number")]


def members_then_and_now(
    connection: Connection, as_of: date, days: Mapping[str, date]
) -> dict[str, tuple[list[Member], list[Member]]]:
    """Return the members of each KSM as of a day of its own, and as of one day for all, by code; who left comes along.

    One who is said to be a member only since a later day is none, nor one written down after the day was closed. On the
    day of its KSM it counts only from the first version on: what was said of it later is not how it was then.
    """
    kept = value(connection, _CLOSE_OF_MEMBERS, day=as_of)
    statement = "SELECT * FROM member WHERE :kept IS NULL OR id <= :kept ORDER BY ksm, number, id"
    by_member: dict[tuple[str, int], list[Any]] = {}
    for row in rows(connection, statement, kept=kept):
        by_member.setdefault((row.ksm, row.number), []).append(row)
    found: dict[str, tuple[list[Member], list[Member]]] = {code: ([], []) for code in days}
    for (code, _), versions in by_member.items():
        if code in days and _first_day(versions[0]) <= as_of:
            then, now = found[code]
            if versions[0].dated_on <= days[code]:
                then += [_member(row) for row in in_force(versions, days[code])]
            now += [_member(row) for row in in_force(versions, as_of)]
    return found


_CLOSE_OF_MEMBERS: Final = """
    SELECT json_extract(figures, '$.daftar.member[0]') FROM closing
    WHERE dated_on >= :day AND id NOT IN (SELECT closing FROM reopening) ORDER BY id LIMIT 1
"""
"""How many rows of members the close found that locked the day; nothing of an open day."""


def _member(row: Any) -> Member:
    return Member(
        ksm=row.ksm,
        number=row.number,
        name=row.name,
        gender=row.gender,
        poor=None if row.poor is None else bool(row.poor),
        nik=row.nik,
        business=row.business,
        turnover=None if row.turnover is None else Rupiah(row.turnover),
        left_on=row.left_on,
    )


def rw_heads(connection: Connection, as_of: date) -> dict[str, RwHead]:
    """Return the head of each RW on a day by its number, in the order of the numbers; nobody before being one."""
    versions = rows(connection, "SELECT * FROM rw_head WHERE dated_on <= :day ORDER BY rw, id", day=as_of)
    heads = [RwHead(row.rw, row.name, row.phone, row.address) for row in in_force(versions, as_of, "rw")]
    return {head.rw: head for head in heads}


def assets(connection: Connection, as_of: date) -> list[FixedAsset]:
    """Return the fixed assets as they were on that day, in the order of their numbers.

    One that is registered for a later day is none of them, whenever it was bought, nor one registered after the day was
    closed.
    """
    registered = rows(connection, "SELECT * FROM asset ORDER BY id")
    close = one(connection, _CLOSE_OF_ASSETS, day=as_of, by_day=ASSETS_BY_DAY)
    kept, by_day = close or (None, True)
    known = in_force(islice(registered, kept), as_of, "number")
    return [
        FixedAsset(
            number=row.number,
            name=row.name,
            bought_on=row.bought_on,
            cost=Rupiah(row.cost),
            life_months=row.life_months,
            quantity=row.quantity,
            place=row.place,
            depreciated_before=Rupiah(row.depreciated_before),
            gone_on=row.gone_on,
        )
        for row in sorted(known, key=attrgetter("number"))
        if row.dated_on <= as_of or not by_day
    ]


_CLOSE_OF_ASSETS: Final = """
    SELECT json_extract(figures, '$.daftar.asset[0]') AS kept, json_extract(figures, '$.cara') IS :by_day AS by_day
    FROM closing
    WHERE dated_on >= :day AND id NOT IN (SELECT closing FROM reopening) ORDER BY id LIMIT 1
"""
"""How many assets the close found that locked the day, and by which rule; nothing of an open day and an old close."""


def loans(connection: Connection, as_of: date, ksm: str | None = None) -> list[Loan]:
    """Return every loan, of one KSM or of all, in the order of their numbers."""
    groups = all_ksm(connection, as_of) if ksm is None else some_ksm(connection, [ksm], as_of)
    found = rows(connection, f"SELECT * FROM loan {_of(ksm)}", ksm=ksm)  # noqa: S608 - our own words
    return _in_order(found, groups)


def loans_numbered(connection: Connection, numbers: Collection[str], as_of: date) -> list[Loan]:
    """Return the loans with these numbers, in the order of their numbers."""
    statement = "SELECT * FROM loan WHERE number IN (SELECT value FROM json_each(:numbers))"
    return _in_order(rows(connection, statement, numbers=numbers), all_ksm(connection, as_of))


def _in_order(found: Iterable[Any], groups: Mapping[str, KSM]) -> list[Loan]:
    return [_loan(row, groups[row.ksm]) for row in sorted(found, key=lambda row: number_order(row.number))]


def loan_or_none(connection: Connection, number: str, as_of: date) -> Loan | None:
    """Return the loan with that number, or None."""
    statement = "SELECT * FROM loan WHERE number IN (upper(:number), :number) ORDER BY number = :number LIMIT 1"
    row = one(connection, statement, number=number.strip())
    return None if row is None else _loan(row, some_ksm(connection, [row.ksm], as_of)[row.ksm])


def loan_numbered(connection: Connection, number: str, as_of: date) -> Loan:
    """Return the loan with that number. Raises ``NotFoundError``."""
    loan = loan_or_none(connection, number, as_of)
    if loan is None:
        raise no_loan(connection, number)
    return loan


def no_loan(connection: Connection, number: str) -> NotFoundError:
    """Return the error about a number that no loan has; all numbers are read for those near it."""
    return NotFoundError(
        f"tidak ada pinjaman nomor {quoted(number)}",
        f"{perhaps(number, numbers(connection))}Lihat daftarnya: danabergulir pinjaman daftar",
    )


def numbers(connection: Connection) -> list[tuple[str, str]]:
    """Return the number of every loan, twice: as it is spelt, and as it is shown."""
    return [(known, known) for (known,) in rows(connection, "SELECT number FROM loan")]


def _loan(row: Any, ksm: KSM) -> Loan:
    terms = LoanTerms(
        principal=Rupiah(row.principal),
        term=row.term,
        jasa_rate=rate(row.jasa_rate),
        disbursed_on=row.disbursed_on,
        rounding=Rounding(row.rounding_step, Direction(row.rounding_direction)),
        titipan_rate=rate(row.titipan_rate),
        method=Method(row.method),
        frequency=Frequency(row.frequency),
        rounded_part=RoundedPart(row.rounded_part),
        grace=row.grace,
        first_due_on=row.first_due_on,
    )
    paid_before = Paid(Rupiah(row.principal_paid_before), Rupiah(row.jasa_paid_before), Rupiah(row.titipan_paid_before))
    return Loan(row.number, ksm, terms, paid_before, decision=row.decision, override=row.override, remark=row.remark)


@cache
def rate(text: str) -> Rate:
    """Return a rate as stored, ``3/200``: a fund has few of them and many loans."""
    return Rate(Fraction(text))
