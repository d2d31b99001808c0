"""Reading the registers: profile, policy, accounts, KSM, members and loans, each as it stood on a date.

A register keeps versions; the newest one dated on or before the day asked for counts. Before the first version the
first one counts, so that a KSM written down late still has a name on its earlier papers.
"""

import json
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, Final, Protocol, TypeVar

from sqlalchemy import Row, or_
from sqlalchemy import select as columns
from sqlmodel import Session, SQLModel, col, select

from danabergulir.dates import Frequency
from danabergulir.domain.accounts import Account, AccountClass, Chart, Role
from danabergulir.domain.assets import FixedAsset
from danabergulir.domain.books import Profile
from danabergulir.domain.groups import KSM, Member
from danabergulir.domain.loans.schedule import Agreement, AgreementKind, Instalment
from danabergulir.domain.loans.terms import Loan, LoanTerms, Paid, number_order
from danabergulir.domain.policy.choices import Method, RoundedPart
from danabergulir.domain.policy.file import parse_policy
from danabergulir.domain.policy.rules import Policy
from danabergulir.errors import NotFoundError, perhaps
from danabergulir.ledger.read.sql import columns_of, rows
from danabergulir.ledger.tables.assets import AssetRow
from danabergulir.ledger.tables.book import AccountRow, Book, LogoRow, PolicyRow, ProfileRow
from danabergulir.ledger.tables.groups import KsmRow, MemberRow
from danabergulir.ledger.tables.loans import LoanRow
from danabergulir.money import Direction, Rate, Rounding, Rupiah

_BATCH: Final = 1_000
"""Names asked for in one query; SQLite binds only so many."""


class _Version(Protocol):
    dated_on: date


_Row = TypeVar("_Row", bound=_Version)


def _in_force(rows: Iterable[_Row], key: Callable[[_Row], Hashable], as_of: date) -> list[_Row]:
    """Return one version per key; ``rows`` come oldest record first."""
    chosen: dict[Hashable, _Row] = {}
    for row in rows:
        known = chosen.get(key(row))
        if known is None or known.dated_on <= row.dated_on <= as_of:
            chosen[key(row)] = row
    return list(chosen.values())


def _versions(session: Session, table: type[SQLModel]) -> Iterable[Any]:
    """Return every row of a register, oldest first, as plain columns: no object is kept track of."""
    column = columns_of(table)
    return rows(session, columns(*column).order_by(column.id))


def opened_on(session: Session) -> date:
    """Return the date of the opening balances."""
    (row,) = _versions(session, Book)
    opened: date = row.opened_on
    return opened


def created_on(session: Session) -> date:
    """Return the day on which the ledger was made."""
    (row,) = _versions(session, Book)
    return date.fromisoformat(row.created_at[:10])


def profile(session: Session, as_of: date) -> Profile:
    """Return who the UPK was on that day."""
    (row,) = _in_force(_versions(session, ProfileRow), lambda _: 0, as_of)
    return Profile(
        row.upk,
        row.board,
        row.kelurahan,
        row.kecamatan,
        row.city,
        row.province,
        row.address,
        json.loads(row.officers),
        tuple(json.loads(row.signers)),
        _logo(session, row.logo) if row.logo else b"",
        row.colour,
    )


def _logo(session: Session, digest: str) -> bytes:
    return session.exec(select(LogoRow.content).where(LogoRow.digest == digest)).one()


def policy(session: Session, as_of: date) -> Policy:
    """Return the policy in force on that day."""
    (row,) = _in_force(_versions(session, PolicyRow), lambda _: 0, as_of)
    return parse_policy(row.toml)


def policy_history(session: Session) -> list[tuple[date, str]]:
    """Return every policy version: from which day, and when it was recorded."""
    rows = session.exec(select(PolicyRow).order_by(col(PolicyRow.dated_on), col(PolicyRow.id)))
    return [(row.dated_on, row.recorded_at) for row in rows]


def chart(session: Session, as_of: date) -> Chart:
    """Return the chart of accounts as it was on that day."""
    rows = _in_force(_versions(session, AccountRow), lambda row: row.code, as_of)
    return Chart(
        tuple(
            Account(
                row.code,
                row.name,
                AccountClass(row.account_class),
                bool(row.contra),
                frozenset(Role(word) for word in row.roles.split()),
            )
            for row in rows
        )
    )


def all_ksm(session: Session, as_of: date) -> dict[str, KSM]:
    """Return every KSM by code, in the order of the codes."""
    versions = _in_force(_versions(session, KsmRow), lambda row: row.code, as_of)
    return {row.code: _ksm(row) for row in sorted(versions, key=lambda row: row.code)}


def ksm_with(session: Session, code: str, as_of: date) -> KSM:
    """Return the KSM with exactly that code, which exists."""
    column = columns_of(KsmRow)
    versions = rows(session, columns(*column).where(column.code == code).order_by(column.id))
    (row,) = _in_force(versions, lambda row: row.code, as_of)
    return _ksm(row)


def _ksm(row: KsmRow) -> KSM:
    return KSM(
        row.code,
        row.name,
        row.rw,
        row.rt,
        row.chair,
        row.phone,
        row.address,
        row.formed_on,
        row.member_count,
        row.women_count,
    )


def find_ksm(session: Session, words: str, as_of: date) -> KSM:
    """Return the KSM with that code, or the only one whose name holds these words.

    Raises ``NotFoundError``, which lists the candidates when several fit.
    """
    known = all_ksm(session, as_of)
    wanted = words.strip().casefold()
    for code, ksm in known.items():
        if code.casefold() == wanted:
            return ksm
    exact = [ksm for ksm in known.values() if ksm.name.casefold() == wanted]
    fitting = exact or [ksm for ksm in known.values() if wanted and wanted in ksm.name.casefold()]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        candidates = ", ".join(f"{ksm.code} {ksm.name}" for ksm in fitting[:8])
        more = f", dan {len(fitting) - 8} lagi" if len(fitting) > 8 else ""  # noqa: PLR2004 - one line of names
        raise NotFoundError(
            f'ada {len(fitting)} KSM yang cocok dengan "{words[:40]}": {candidates}{more}', "Tulis kodenya."
        )
    raise NotFoundError(
        f'tidak ada KSM "{words[:40]}"',
        f"{perhaps(words, _spellings(known.values()))}Lihat daftarnya: danabergulir ksm daftar",
    )


def _spellings(groups: Iterable[KSM]) -> Iterator[tuple[str, str]]:
    """Yield how each KSM may be spelt: its code, its name, or a word of it."""
    for ksm in groups:
        for spelt in (ksm.code, ksm.name, *ksm.name.split()):
            yield spelt, f"{ksm.code} {ksm.name}"


def members(session: Session, as_of: date, ksm: str | None = None) -> list[Member]:
    """Return the members, of one KSM or of all, in the order they were written down; those who left come along."""
    query = select(MemberRow).order_by(col(MemberRow.id))
    if ksm is not None:
        query = query.where(MemberRow.ksm == ksm)
    rows = _in_force(session.exec(query), lambda row: (row.ksm, row.number), as_of)
    return [
        Member(
            row.ksm,
            row.number,
            row.name,
            row.gender,
            None if row.poor is None else bool(row.poor),
            row.nik,
            row.business,
            None if row.turnover is None else Rupiah(row.turnover),
            row.left_on,
        )
        for row in sorted(rows, key=lambda row: (row.ksm, row.number))
    ]


def assets(session: Session, as_of: date) -> list[FixedAsset]:
    """Return the fixed assets as they were on that day, in the order of their numbers."""
    rows = _in_force(_versions(session, AssetRow), lambda row: row.number, as_of)
    return [
        FixedAsset(
            row.number,
            row.name,
            row.bought_on,
            Rupiah(row.cost),
            row.life_months,
            row.quantity,
            row.place,
            Rupiah(row.depreciated_before),
            row.gone_on,
        )
        for row in sorted(rows, key=lambda row: row.number)
    ]


def loans(session: Session, as_of: date, ksm: str | None = None) -> list[Loan]:
    """Return every loan, of one KSM or of all, in the order of their numbers."""
    groups = all_ksm(session, as_of) if ksm is None else {ksm: ksm_with(session, ksm, as_of)}
    loan = SQLModel.metadata.tables["loan"].c
    query = columns(*loan)
    if ksm is not None:
        query = query.where(loan.ksm == ksm)
    found = sorted(session.connection().execute(query).all(), key=lambda row: number_order(row.number))
    return [_loan(row, groups[row.ksm]) for row in found]


def find_loan(session: Session, number: str, as_of: date, *, near: bool = True) -> Loan:
    """Return the loan with that number. Raises ``NotFoundError``, which names numbers ``near`` it, unless not asked."""
    row = session.get(LoanRow, number.strip().upper()) or session.get(LoanRow, number.strip())
    if row is None:
        raise NotFoundError(
            f'tidak ada pinjaman nomor "{number[:40]}"',
            f"{_near_loans(session, number) if near else ''}Lihat daftarnya: danabergulir pinjaman daftar",
        )
    return _loan(row, ksm_with(session, row.ksm, as_of))


def _near_loans(session: Session, number: str) -> str:
    known = list(session.exec(select(LoanRow.number)))
    return perhaps(number, zip(known, known, strict=True))


def _loan(row: LoanRow | Row[Any], ksm: KSM) -> Loan:
    terms = LoanTerms(
        Rupiah(row.principal),
        row.term,
        _rate(row.jasa_rate),
        row.disbursed_on,
        Rounding(row.rounding_step, Direction(row.rounding_direction)),
        _rate(row.titipan_rate),
        Method(row.method),
        Frequency(row.frequency),
        RoundedPart(row.rounded_part),
        row.grace,
        row.first_due_on,
    )
    paid_before = Paid(Rupiah(row.principal_paid_before), Rupiah(row.jasa_paid_before), Rupiah(row.titipan_paid_before))
    return Loan(row.number, ksm, terms, paid_before, row.decision, row.override, row.remark)


@cache
def _rate(text: str) -> Rate:
    """Return a rate as stored, ``3/200``: a fund has few of them and many loans."""
    return Rate(Fraction(text))


def agreements(session: Session, as_of: date, numbers: Collection[str]) -> dict[str, Agreement]:
    """Return of each loan the version of its schedule in force on that day; before the first one, the first."""
    head = SQLModel.metadata.tables["schedule"].c
    line = SQLModel.metadata.tables["instalment"].c
    in_force = columns(*head).where(or_(head.version == 1, head.dated_on <= as_of)).order_by(head.loan, head.version)
    lines = columns(*line).order_by(line.loan, line.version, line.number)
    heads: dict[str, Row[Any]] = {}
    rescheduled: set[str] = set()
    found: dict[str, list[Instalment]] = {}
    connection = session.connection()
    asked = sorted(numbers)
    for start in range(0, len(asked), _BATCH):
        some = asked[start : start + _BATCH]
        for row in connection.execute(in_force.where(head.loan.in_(some))):
            heads[row.loan] = row
            if row.kind == AgreementKind.RESCHEDULED:
                rescheduled.add(row.loan)
        rows = connection.execute(lines.where(line.loan.in_(some))).all()
        for loan, version, number, due_on, principal, jasa, titipan in rows:
            if version == heads[loan].version:
                agreed = Instalment(number, due_on, Rupiah(principal), Rupiah(jasa), Rupiah(titipan))
                found.setdefault(loan, []).append(agreed)
    return {
        loan: Agreement(
            row.version,
            row.dated_on,
            AgreementKind(row.kind),
            tuple(found.get(loan, ())),
            row.decision,
            row.missed_before,
            loan in rescheduled,
        )
        for loan, row in heads.items()
    }
