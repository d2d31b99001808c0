"""Reading proposals with their decisions, member shares of loans and receipts, saving habits, and denda let go."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from sqlite3 import Connection
from typing import Any, Final

from danabergulir.dates import Frequency, Month
from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.journal import Event
from danabergulir.domain.loans.member_shares import ReceiptShare
from danabergulir.domain.loans.proposal import Decision, Proposal
from danabergulir.domain.loans.terms import number_order
from danabergulir.domain.policy.choices import Method
from danabergulir.errors import NotFoundError, perhaps
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.sql import one, rows
from danabergulir.money import Rupiah
from danabergulir.text import quoted


def all_proposals(connection: Connection, as_of: date) -> list[Proposal]:
    """Return every proposal made by that day, decided or paid out by then or not, in the order of their numbers."""
    asked = list(rows(connection, "SELECT * FROM proposal WHERE dated_on <= :day", day=as_of))
    return list(_proposals(connection, sorted(asked, key=lambda row: number_order(row.number)), as_of))


def find_proposal(connection: Connection, number: str, as_of: date) -> Proposal:
    """Return the proposal with that number. Raises ``NotFoundError``."""
    row = one(connection, "SELECT * FROM proposal WHERE number = :number", number=number.strip().upper())
    if row is None:
        known = [number for (number,) in rows(connection, "SELECT number FROM proposal")]
        raise NotFoundError(
            f"tidak ada pengajuan nomor {quoted(number)}",
            f"{perhaps(number, zip(known, known, strict=True))}Lihat daftarnya: danabergulir pinjaman pengajuan",
        )
    (proposal,) = _proposals(connection, [row], as_of)
    return proposal


def numbers_in_use(connection: Connection) -> list[str]:
    """Return the number of every proposal and every loan; one that is both stands twice."""
    statement = "SELECT number FROM proposal UNION ALL SELECT number FROM loan"
    return [number for (number,) in rows(connection, statement)]


def neither_loan_nor_proposal(connection: Connection, number: str) -> NotFoundError:
    """Return the error for a number under which nothing was asked for or paid out, with the numbers near it."""
    known = numbers_in_use(connection)
    return NotFoundError(
        f"tidak ada pinjaman atau pengajuan nomor {quoted(number)}",
        f"{perhaps(number, zip(known, known, strict=True))}"
        "Lihat daftarnya: danabergulir pinjaman daftar, atau danabergulir pinjaman pengajuan",
    )


_DECISIONS: Final = """
    SELECT * FROM decision WHERE dated_on <= :day AND number IN (SELECT value FROM json_each(:numbers))
"""
_DISBURSED: Final = """
    SELECT number FROM loan WHERE disbursed_on <= :day AND number IN (SELECT value FROM json_each(:numbers))
"""
_SHARES: Final = """
    SELECT number, member, amount FROM loan_share
    WHERE number IN (SELECT value FROM json_each(:numbers)) ORDER BY number, member
"""


def _proposals(connection: Connection, asked: Sequence[Any], as_of: date) -> Iterable[Proposal]:
    if not asked:
        return
    numbers = [row.number for row in asked]
    groups = registers.some_ksm(connection, {row.ksm for row in asked}, as_of)
    decisions = {row.number: row for row in rows(connection, _DECISIONS, day=as_of, numbers=numbers)}
    disbursed = {number for (number,) in rows(connection, _DISBURSED, day=as_of, numbers=numbers)}
    shares: dict[str, tuple[tuple[int, Rupiah], ...]] = {}
    for number, member, amount in rows(connection, _SHARES, numbers=numbers):
        shares[number] = (*shares.get(number, ()), (member, Rupiah(amount)))
    for row in asked:
        decision = decisions.get(row.number)
        yield Proposal(
            number=row.number,
            ksm=groups[row.ksm],
            proposed_on=row.dated_on,
            principal=Rupiah(row.principal),
            term=row.term,
            jasa_percent=None if row.jasa_percent is None else Fraction(row.jasa_percent),
            titipan_percent=None if row.titipan_percent is None else Fraction(row.titipan_percent),
            method=None if row.method is None else Method(row.method),
            frequency=None if row.frequency is None else Frequency(row.frequency),
            grace=row.grace,
            purpose=row.purpose,
            shares=shares.get(row.number, ()),
            decision=None if decision is None else _decision(decision),
            disbursed=row.number in disbursed,
            override=row.override,
        )


def _decision(row: Any) -> Decision:
    return Decision(row.dated_on, bool(row.approved), row.minutes, bool(row.override), row.note)


def loan_shares(connection: Connection, number: str) -> tuple[tuple[int, Rupiah], ...]:
    """Return each member's number and share of a loan or proposal, in rupiah; empty when none were written down."""
    return tuple((member, Rupiah(amount)) for _, member, amount in rows(connection, _SHARES, numbers=[number]))


_RECEIPT_SHARES: Final = """
    SELECT share.voucher, share.member, share.amount, share.carried
    FROM receipt_share AS share
    JOIN voucher AS v ON v.number = share.voucher
    LEFT JOIN voucher AS reversal ON reversal.reverses = v.number AND reversal.dated_on <= :day
    WHERE v.loan = :loan AND v.dated_on <= :day AND reversal.number IS NULL
    ORDER BY v.dated_on, share.id
"""


def receipt_shares(connection: Connection, loan: str, as_of: date) -> list[ReceiptShare]:
    """Return who paid what of a loan's receipts up to that day, oldest first; receipts taken back are left out."""
    return [
        ReceiptShare(row.voucher, row.member, Rupiah(row.amount), row.carried)
        for row in rows(connection, _RECEIPT_SHARES, loan=loan, day=as_of)
    ]


_SAVED_ON: Final = """
    SELECT DISTINCT t.dated_on
    FROM transfer AS t
    JOIN voucher AS v ON v.sequence = t.voucher
    LEFT JOIN voucher AS reversal ON reversal.reverses = v.number
    WHERE t.ksm = :ksm AND t.credit IN (SELECT value FROM json_each(:accounts)) AND t.dated_on <= :day
      AND v.reverses IS NULL AND reversal.number IS NULL AND v.corrects IS NULL AND v.event <> :opening
"""


def months_saved(connection: Connection, chart: Chart, ksm: str, as_of: date) -> frozenset[Month]:
    """Return the months in which a KSM put savings in, up to that day; deposits taken back do not count."""
    accounts = [account.code for account in chart.all_with(Role.SAVINGS)]
    days = rows(connection, _SAVED_ON, ksm=ksm, accounts=accounts, day=as_of, opening=Event.OPENING)
    return frozenset(Month.of(dated_on) for (dated_on,) in days)


def penalty_waivers(connection: Connection, loan: str, as_of: date) -> tuple[tuple[date, Rupiah], ...]:
    """Return the denda that decisions let go on a loan by a day, each with its own day, in rupiah."""
    statement = (
        "SELECT dated_on, amount FROM penalty_waiver WHERE loan = :loan AND dated_on <= :day ORDER BY dated_on, id"
    )
    return tuple((day, Rupiah(amount)) for day, amount in rows(connection, statement, loan=loan, day=as_of))
