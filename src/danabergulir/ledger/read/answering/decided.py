"""Acts of the board with their minutes, the register of minutes, reports received, complaints, and visits."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from sqlite3 import Connection
from typing import Final

from danabergulir.dates import Month
from danabergulir.domain.answering import (
    AnsweredFor,
    BoardAct,
    Complaint,
    ComplaintAnswer,
    Minutes,
    ReportReceived,
    Visit,
    decided_later,
)
from danabergulir.domain.journal import BY_HAND, Event
from danabergulir.domain.limits import in_words
from danabergulir.domain.loans.schedule import AgreementKind
from danabergulir.domain.tridaya import ROLE_OF
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.let_go import minutes_of
from danabergulir.ledger.read.sql import rows, value

_LEFT: Final = "temuan pemeriksaan dibiarkan"
_OF_PAYMENT: Final = "r.code LIKE 'dana:%' AND r.minutes = paid.override AND r.recorded_at = paid.recorded_at"
"""A decision about a fund that was made with a payment out of it: that payment is the act."""
_ACTS: Final = f"""
    SELECT dated_on, iif(approved, 'pinjaman disetujui', 'pinjaman ditolak') AS what, number AS subject, minutes
    FROM decision
    UNION ALL
    SELECT lent.dated_on, 'pencairan pinjaman', number, decision FROM loan JOIN (
        SELECT loan, min(dated_on) AS dated_on FROM voucher AS p WHERE event = '{Event.DISBURSEMENT}' AND NOT EXISTS (
            SELECT 1 FROM voucher WHERE reverses = p.number AND dated_on <= :last
        ) AND loan IN (SELECT loan FROM voucher WHERE dated_on BETWEEN :first AND :last)
        GROUP BY loan
    ) AS lent ON lent.loan = number
    UNION ALL
    SELECT disbursed_on, 'pencairan di luar aturan', number, override FROM loan WHERE override <> ''
    UNION ALL
    SELECT dated_on, 'pengajuan di luar aturan', number, override FROM proposal WHERE override <> ''
    UNION ALL
    SELECT dated_on, kind, loan, decision FROM schedule AS s
    WHERE kind IN (SELECT value FROM json_each(:kinds)) AND NOT EXISTS (
        SELECT 1 FROM schedule WHERE loan = s.loan AND version = s.version + 1 AND kind = :restored
        AND dated_on <= :last
    )
    UNION ALL
    SELECT dated_on, 'denda dihapuskan', loan, reason FROM penalty_waiver
    UNION ALL
    SELECT dated_on, 'pembagian laba', number, memo FROM voucher AS v
    WHERE event = '{Event.YEAR_CLOSE}' AND memo LIKE 'Pembagian laba %' AND NOT EXISTS (
        SELECT 1 FROM voucher WHERE reverses = v.number AND dated_on <= :last
    )
    UNION ALL
    SELECT dated_on, '{_LEFT}', code, minutes FROM review AS r
    WHERE NOT EXISTS (SELECT 1 FROM activity_payment AS paid WHERE {_OF_PAYMENT})
    UNION ALL
    SELECT dated_on, 'kegiatan', number, minutes FROM activity
    UNION ALL
    SELECT v.dated_on, iif(EXISTS (SELECT 1 FROM review AS r WHERE {_OF_PAYMENT}), 'bayar melebihi dana',
           'bayar melebihi anggaran'), activity, override
    FROM activity_payment AS paid JOIN voucher AS v ON v.sequence = voucher WHERE override <> '' AND NOT EXISTS (
        SELECT 1 FROM voucher WHERE reverses = v.number AND dated_on <= :last
    )
    UNION ALL
    SELECT v.dated_on, 'dana keluar tanpa kegiatan', number, ''
    FROM transfer AS t JOIN voucher AS v ON v.sequence = t.voucher
    WHERE t.debit IN (SELECT value FROM json_each(:funds)) AND v.event IN (SELECT value FROM json_each(:by_hand))
    AND NOT EXISTS (SELECT 1 FROM activity_payment WHERE voucher = t.voucher) AND NOT EXISTS (
        SELECT 1 FROM voucher WHERE reverses = v.number AND dated_on <= :last
    )
"""  # noqa: S608 - the words of enumerations
"""The journal is asked for what these days moved, by index: an event named outright has one."""
_WITHIN: Final = f"SELECT * FROM ({_ACTS}) WHERE dated_on BETWEEN :first AND :last ORDER BY dated_on, subject, what"  # noqa: S608 - our own words
_IN_WORDS: Final = ("denda dihapuskan", "pembagian laba")
"""Acts whose minutes stand at the end of a sentence."""
_KINDS: Final = (AgreementKind.RESCHEDULED, AgreementKind.RESCHEDULED_WITHOUT, AgreementKind.WRITTEN_OFF)


def answered_for(connection: Connection, first: date, last: date) -> AnsweredFor:
    """Return what a stretch of days has to show, as known at its end."""
    return AnsweredFor(
        acts=acts(connection, first, last),
        minutes=tuple(written_down(connection, last)),
        received=tuple(item for item in received(connection, last) if item.dated_on >= first),
        complaints=tuple(item for item in complaints(connection, last) if not item.answers or _is_new(item, first)),
        visits=tuple(visits(connection, first, last)),
    )


def _is_new(complaint: Complaint, first: date) -> bool:
    return complaint.dated_on >= first or any(answer.dated_on >= first for answer in complaint.answers)


def acts(connection: Connection, first: date, last: date) -> tuple[BoardAct, ...]:
    """Return what only the board may decide and happened on these days, by day, with the number of its minutes."""
    chart = registers.chart(connection, last)
    found = rows(
        connection,
        _WITHIN,
        first=first,
        last=last,
        kinds=[kind.value for kind in _KINDS],
        restored=AgreementKind.RESTORED.value,
        funds=[account.code for role in ROLE_OF.values() for account in chart.all_with(role)],
        by_hand=BY_HAND,
    )
    told = [
        BoardAct(
            on,
            what,
            in_words(subject, chart) if what == _LEFT else subject,
            minutes_of(said) if what in _IN_WORDS else said,
        )
        for on, what, subject, said in found
    ]
    return decided_later(told, [minutes for _, minutes in written_down(connection, last)])


def written_down(connection: Connection, as_of: date) -> Iterator[tuple[date, Minutes]]:
    """Yield the minutes in the register on a day, each with the day they were first written down, by meeting."""
    statement = """
        SELECT *, (SELECT min(dated_on) FROM minutes WHERE number = m.number) AS since_on FROM minutes AS m
        WHERE id IN (SELECT max(id) FROM minutes WHERE dated_on <= :day GROUP BY number) ORDER BY held_on, number
    """
    for row in rows(connection, statement, day=as_of):
        about = tuple(row.about.split())
        yield row.since_on, Minutes(row.number, row.held_on, row.subject, row.present, about)


def received(connection: Connection, as_of: date) -> Iterator[ReportReceived]:
    """Yield who received the set of which month by a day, by month and day."""
    statement = """
        SELECT month, dated_on, office, name, head, remark FROM report_receipt WHERE dated_on <= :day
        ORDER BY month, dated_on, id
    """
    for month, *facts in rows(connection, statement, day=as_of):
        yield ReportReceived(Month.parse(month), *facts)


def complaints(connection: Connection, as_of: date) -> Iterator[Complaint]:
    """Yield the complaints made by a day with the answers given by then, in the order of their numbers."""
    given: defaultdict[str, list[ComplaintAnswer]] = defaultdict(list)
    statement = "SELECT complaint, dated_on, text FROM complaint_answer WHERE dated_on <= :day ORDER BY dated_on, id"
    for number, on, text in rows(connection, statement, day=as_of):
        given[number].append(ComplaintAnswer(on, text))
    statement = "SELECT number, dated_on, text, person, contact FROM complaint WHERE dated_on <= :day ORDER BY number"
    for number, on, text, person, contact in rows(connection, statement, day=as_of):
        yield Complaint(number, on, text, person, contact, tuple(given[number]))


def complaint_count(connection: Connection) -> int:
    """Return how many complaints there ever were."""
    found: int = value(connection, "SELECT count(*) FROM complaint")
    return found


def visits(connection: Connection, first: date, last: date, ksm: str | None = None) -> Iterator[Visit]:
    """Yield the visits to KSM on these days, oldest first, of one KSM or of all; those about a letter are not here."""
    groups = registers.all_ksm(connection, last)
    statement = """
        SELECT dated_on, ksm, visitor, text FROM visit
        WHERE dated_on BETWEEN :first AND :last AND (:ksm IS NULL OR ksm = :ksm) ORDER BY dated_on, id
    """
    for on, code, visitor, text in rows(connection, statement, first=first, last=last, ksm=ksm):
        yield Visit(on, groups[code], visitor, text)
