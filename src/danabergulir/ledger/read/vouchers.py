"""Reading vouchers, one by one or by loan and date; rows come only where a report lists rows."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from sqlite3 import Connection
from sys import intern
from typing import Any, Final, NamedTuple

from danabergulir.domain.journal import (
    FIRST_LINK,
    Component,
    Event,
    Posting,
    Split,
    Transfer,
    Voucher,
    VoucherKind,
    in_place_of,
    reference_key,
)
from danabergulir.domain.loans.schedule import AgreementKind
from danabergulir.errors import NotFoundError, perhaps
from danabergulir.ledger.read.sql import Value, one, rows, value
from danabergulir.money import Rupiah
from danabergulir.text import quoted

JOINED: Final = """
    SELECT v.*, t.debit, t.credit, t.amount, t.component, t.loan AS of_loan, t.ksm
    FROM voucher AS v JOIN transfer AS t ON t.voucher = v.sequence
"""
"""Vouchers ``v`` with their transfers ``t``, a row for each transfer: what ``voucher_of`` takes."""


def head(connection: Connection, as_of: date) -> str:
    """Return the digest of the newest voucher dated on or before ``as_of``; without one, the first link."""
    # backwards from the newest one; by the index of days SQLite would sort all that were ever recorded
    statement = "SELECT digest FROM voucher WHERE +dated_on <= :day ORDER BY sequence DESC LIMIT 1"
    return value(connection, statement, day=as_of) or FIRST_LINK


def events_after(connection: Connection, sequence: int) -> list[tuple[Event, bool]]:
    """Return the events of the vouchers after a sequence, and whether each takes another one back or corrects it."""
    asked = "SELECT event, coalesce(reverses, corrects) IS NOT NULL FROM voucher WHERE sequence > :sequence"
    return [(Event(event), bool(is_back)) for event, is_back in rows(connection, asked, sequence=sequence)]


def newest(connection: Connection) -> int:
    """Return the sequence of the voucher recorded last, 0 before the first."""
    return value(connection, "SELECT max(sequence) FROM voucher") or 0


def newest_day(connection: Connection) -> date:
    """Return the last day that has a voucher; a ledger has at least that of its opening balances."""
    found: date = value(connection, "SELECT max(dated_on) AS dated_on FROM voucher")
    return found


def dated_between(connection: Connection, first: date, last: date) -> list[Voucher]:
    """Return the vouchers dated from ``first`` to ``last`` by date and sequence, opening balances left out."""
    where = "v.dated_on BETWEEN :first AND :last AND v.kind <> :opening"
    return _vouchers(connection, where, first=first, last=last, opening=VoucherKind.OPENING)


def of_loan(connection: Connection, loan: str, as_of: date) -> list[Voucher]:
    """Return the vouchers of one loan up to ``as_of``, in the order of date and sequence."""
    return _vouchers(connection, "v.loan = :loan AND v.dated_on <= :day", loan=loan, day=as_of)


def _near(connection: Connection, number: str) -> str:
    """Return the numbers near one that no voucher has, of its kind where it names one: a ledger has very many."""
    kind = number.strip().upper()[:3]
    statement = "SELECT number FROM voucher WHERE kind = :kind OR :kind NOT IN (SELECT value FROM json_each(:kinds))"
    statement += " ORDER BY sequence DESC"
    known = [known for (known,) in rows(connection, statement, kind=kind, kinds=list(VoucherKind))]
    return perhaps(number, zip(known, known, strict=True))


def find(connection: Connection, number: str) -> Voucher:
    """Return the voucher with that number. Raises ``NotFoundError``."""
    found = _vouchers(connection, "v.number = :number", number=number.strip().upper())
    if not found:
        raise NotFoundError(
            f"tidak ada bukti nomor {quoted(number)}",
            f"{_near(connection, number)}Lihat nomornya: danabergulir jurnal-umum --dari TANGGAL --sampai TANGGAL",
        )
    return found[0]


def numbered(connection: Connection, numbers: Collection[str]) -> list[Voucher]:
    """Return the vouchers with these numbers, by date and sequence."""
    where = "v.number IN (SELECT value FROM json_each(:numbers))"
    return _vouchers(connection, where, numbers=numbers) if numbers else []


def reversal_of(connection: Connection, number: str) -> str | None:
    """Return the number of the voucher that takes ``number`` back, if one does."""
    found: str | None = value(connection, "SELECT number FROM voucher WHERE reverses = :number", number=number)
    return found


_REPLACEMENT: Final = """
    SELECT v.number FROM voucher AS back
    JOIN voucher AS v ON v.sequence > back.sequence AND v.recorded_at = back.recorded_at
    WHERE back.reverses = :number AND v.reverses IS NULL AND v.corrects IS NULL
      AND substr(v.memo, -length(:named)) = :named
    ORDER BY v.sequence LIMIT 1
"""


def replacement_of(connection: Connection, number: str) -> str | None:
    """Return the number of the voucher recorded in the place of ``number``, if one was.

    It was recorded in one act with what takes ``number`` back, after it, and its memo ends with what ``in_place_of``
    writes; what a person wrote as the reason of a reversal makes none.
    """
    found: str | None = value(connection, _REPLACEMENT, number=number, named=in_place_of("", number))
    return found


_TAKEN_BACK_WITH: Final = """
    SELECT reverses FROM voucher
    WHERE reverses IS NOT NULL AND recorded_at = :moment AND sequence < :sequence ORDER BY sequence
"""


def replaced_by(connection: Connection, voucher: Voucher) -> str | None:
    """Return the number of the voucher in whose place one was recorded, if it was; the other way of the former."""
    found = rows(connection, _TAKEN_BACK_WITH, moment=voucher.recorded_at, sequence=voucher.sequence)
    return next((number for (number,) in found if voucher.posting.memo.endswith(in_place_of("", number))), None)


def marked(connection: Connection, mark: str) -> list[Voucher]:
    """Return the vouchers whose memo holds ``mark``, in the order recorded.

    Those that take others back or put them right are left out.
    """
    where = "v.reverses IS NULL AND v.corrects IS NULL AND instr(v.memo, :mark) > 0"
    return sorted(_vouchers(connection, where, mark=mark), key=attrgetter("sequence"))


def reversals(connection: Connection, numbers: Collection[str]) -> dict[str, str]:
    """Return those of these vouchers that were taken back, each with the number of what takes it back."""
    statement = "SELECT reverses, number FROM voucher WHERE reverses IN (SELECT value FROM json_each(:numbers))"
    return dict(rows(connection, statement, numbers=numbers)) if numbers else {}


def corrections_of(connection: Connection, number: str) -> list[Voucher]:
    """Return the vouchers that put the parts of ``number`` right, oldest first."""
    return sorted(_vouchers(connection, "v.corrects = :number", number=number), key=attrgetter("sequence"))


_LAST_STANDING: Final = """
    SELECT number FROM voucher AS v
    WHERE reverses IS NULL AND corrects IS NULL AND event NOT IN (SELECT value FROM json_each(:own))
      AND NOT EXISTS (SELECT 1 FROM voucher WHERE reverses = v.number)
    ORDER BY sequence DESC LIMIT 1
"""


def last_standing(connection: Connection) -> Voucher:
    """Return the voucher recorded last that nothing takes back, that takes none back and corrects none.

    Opening balances and what a close made are left out. Raises ``NotFoundError``.
    """
    own = (Event.OPENING, Event.YEAR_CLOSE, Event.DEPRECIATION)
    number = value(connection, _LAST_STANDING, own=own)
    if number is None:
        raise NotFoundError("belum ada bukti yang dapat dibatalkan", "Lihat: danabergulir jurnal-umum")
    return find(connection, number)


_STANDING: Final = """
    SELECT number FROM voucher AS v WHERE event = :event AND memo = :memo
      AND NOT EXISTS (SELECT 1 FROM voucher WHERE reverses = v.number)
    ORDER BY sequence DESC LIMIT 1
"""


def standing(connection: Connection, event: Event, memo: str) -> str | None:
    """Return the number of the newest voucher of an event with exactly this memo that nothing takes back."""
    found: str | None = value(connection, _STANDING, event=event, memo=memo)
    return found


def next_number(connection: Connection, kind: VoucherKind, year: int, *, after: int = 0) -> str:
    """Return the number of the next voucher of its kind and year, or of the one that follows ``after`` others."""
    statement = "SELECT coalesce(max(serial), 0) FROM voucher WHERE kind = :kind AND year = :year"
    return f"{kind}-{year}-{value(connection, statement, kind=kind, year=year) + after + 1:04d}"


TOLD_BY: Final = """
    coalesce((SELECT sequence FROM voucher WHERE number = v.corrects AND dated_on = v.dated_on), v.sequence)
"""
"""The place of the voucher that tells what a voucher ``v`` is part of: itself, or what it corrects.

A correction of another day, its receipt's own being closed, stands for itself.
"""

_WRONG_WAY: Final = """
    SELECT t.dated_on, t.debit, t.credit, t.amount, coalesce(t.ksm, '') AS ksm, t.id
    FROM voucher AS v
    JOIN voucher AS target ON target.number = v.corrects
    JOIN transfer AS t ON t.voucher = v.sequence
    WHERE v.corrects IS NOT NULL AND +v.dated_on <= :last
      AND iif(target.event = :refund OR substr(target.reverses, 1, 3) <> :payment, t.debit, t.credit)
          = (SELECT credit FROM transfer WHERE voucher = v.sequence ORDER BY id LIMIT 1)
"""


def wrong_way(connection: Connection, last: date) -> Iterator[Any]:
    """Yield the transfers up to a day that go the other way than the voucher they correct, and so count against it.

    A correction begins with what it takes back, out of the money account.
    """
    return rows(connection, _WRONG_WAY, last=last, refund=Event.REFUND, payment=VoucherKind.PAYMENT)


_RECORDED_SINCE: Final = """
    SELECT count(*) AS entries, max(dated_on) AS last_on FROM (
        SELECT dated_on FROM voucher AS v
        WHERE event IN (SELECT value FROM json_each(:events)) AND dated_on >= :first
          AND NOT EXISTS (SELECT 1 FROM voucher WHERE reverses = v.number)
        UNION ALL SELECT dated_on FROM schedule AS s
        WHERE kind IN (SELECT value FROM json_each(:agreements)) AND dated_on >= :first
          AND NOT EXISTS (
              SELECT 1 FROM schedule WHERE loan = s.loan AND version = s.version + 1 AND kind = :restored
          )
    )
"""
_PAID_SINCE: Final = "SELECT DISTINCT loan FROM voucher WHERE loan IS NOT NULL AND dated_on >= :first ORDER BY loan"


def recorded_since(
    connection: Connection, events: Collection[Event], agreements: Collection[str], first: date
) -> tuple[int, date] | None:
    """Return how many entries are dated from ``first`` on, and the last day; None without any.

    They are vouchers of these events and agreements of these kinds. Those that were taken back do not count.
    """
    count, last = one(
        connection,
        _RECORDED_SINCE,
        events=events,
        agreements=agreements,
        first=first,
        restored=AgreementKind.RESTORED.value,
    )
    return (count, last) if count else None


def loans_paid_since(connection: Connection, first: date) -> list[str]:
    """Return the numbers of the loans that something was recorded on from a day on."""
    return [number for (number,) in rows(connection, _PAID_SINCE, first=first)]


def external_refs(connection: Connection) -> dict[str, str]:
    """Return the keys of the treasurer's own numbers in use, each with the voucher that it was first recorded under.

    A voucher that was taken back uses its number no more: the slip is recorded again, put right.
    """
    statement = """
        SELECT external_ref, number FROM voucher AS v WHERE external_ref IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM voucher WHERE reverses = v.number) ORDER BY sequence DESC
    """
    found = {reference_key(reference): number for reference, number in rows(connection, statement)}
    found.pop("", None)
    return found


def is_imported(connection: Connection, voucher: Voucher) -> bool:
    """Return whether a voucher came in with a file, or stands in the place of one that did."""
    statement = "SELECT 1 FROM imported_voucher WHERE voucher = :sequence"
    return value(connection, statement, sequence=voucher.sequence) is not None


class Recorded(NamedTuple):
    """A voucher, whether it came in with a file, and the number of what takes it back."""

    voucher: Voucher
    imported: bool
    reversed_by: str | None


def recorded(connection: Connection, events: Collection[Event], first: date, last: date) -> Iterator[Recorded]:
    """Yield the vouchers of these events and days by date and sequence, those that take another back left out."""
    where = """
        v.dated_on BETWEEN :first AND :last AND v.event IN (SELECT value FROM json_each(:events))
        AND v.reverses IS NULL AND v.corrects IS NULL
    """
    found = _vouchers(connection, where, events=events, first=first, last=last)
    told = f"""
        SELECT v.sequence, v.sequence IN (SELECT voucher FROM imported_voucher),
               (SELECT number FROM voucher WHERE reverses = v.number) FROM voucher AS v WHERE {where}
    """  # noqa: S608 - our own words
    more = {place: rest for place, *rest in rows(connection, told, events=events, first=first, last=last)}
    for voucher in found:
        came_in, reversed_by = more[voucher.sequence]
        yield Recorded(voucher, bool(came_in), reversed_by)


def _vouchers(connection: Connection, where: str, **values: Value) -> list[Voucher]:
    found = rows(connection, f"{JOINED} WHERE {where} ORDER BY v.dated_on, v.sequence, t.id", **values)
    return [voucher_of(list(transfers)) for _, transfers in groupby(found, key=attrgetter("sequence"))]


def voucher_of(rows: Sequence[Any]) -> Voucher:
    """Return the voucher of joined rows, one per transfer; what thousands say alike is kept once."""
    transfers = tuple(
        Transfer(
            intern(row.debit),
            intern(row.credit),
            Rupiah(row.amount),
            Component(row.component) if row.component else None,
            row.of_loan and intern(row.of_loan),
            row.ksm and intern(row.ksm),
        )
        for row in rows
    )
    first = rows[0]
    posting = Posting(
        kind=VoucherKind(first.kind),
        event=Event(first.event),
        dated_on=first.dated_on,
        memo=intern(first.memo),
        transfers=transfers,
        party=intern(first.party),
        loan=first.loan and intern(first.loan),
        external_ref=first.external_ref,
        reverses=first.reverses,
        corrects=first.corrects,
        split=Split(first.split) if first.split else None,
    )
    return Voucher(first.number, first.sequence, first.recorded_at, posting, first.digest)
