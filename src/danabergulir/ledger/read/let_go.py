"""What decisions of the board let go, as the schedules that they ended and the denda they waived say it."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from sqlite3 import Connection
from typing import Final

from danabergulir.dates import days_after
from danabergulir.domain.accounts import Chart
from danabergulir.domain.loans.outcomes import Concession, LetGo, let_go_with
from danabergulir.domain.loans.repaid import asked_for
from danabergulir.domain.loans.schedule import AgreementKind, still_agreed
from danabergulir.domain.loans.terms import Loan
from danabergulir.ledger.read import agreements, loans, owed, registers
from danabergulir.ledger.read.sql import rows
from danabergulir.money import Rupiah

_AGREED: Final = """
    SELECT loan, version FROM schedule AS s
    WHERE version > 1 AND dated_on BETWEEN :first AND :last AND NOT EXISTS (
        SELECT 1 FROM schedule
        WHERE loan = s.loan AND version = s.version + 1 AND kind = :restored AND dated_on <= :last
    )
    ORDER BY loan, version
"""
_WAIVED: Final = """
    SELECT loan, dated_on, amount, reason, (
        SELECT count(*) FROM penalty_waiver WHERE loan = w.loan AND (dated_on, id) < (w.dated_on, w.id)
    ) AS place
    FROM penalty_waiver AS w WHERE dated_on BETWEEN :first AND :last ORDER BY id
"""
_MINUTES: Final = re.compile(r"^(?P<why>.*) \(berita acara (?P<minutes>.*)\)$", re.DOTALL)


def let_go(connection: Connection, chart: Chart, known: Mapping[str, Loan], first: date, last: date) -> Iterator[LetGo]:
    """Yield what was let go of the ``known`` loans on these days; what was taken back by the last one is left out."""
    ended = list(rows(connection, _AGREED, first=first, last=last, restored=AgreementKind.RESTORED.value))
    versions = agreements.versions(connection, {loan for loan, _ in ended}, last)
    for number, version in ended:
        if number not in known:
            continue
        loan = known[number]
        by_then = tuple(item for item in versions[number] if item.version <= version)
        on = by_then[-1].starts_on
        repaid_on = owed.repaid_since(connection, chart, loan, days_after(on, -1))
        asked = asked_for(still_agreed(by_then[:-1]).lines, repaid_on) if repaid_on else None
        found = let_go_with(loan, by_then, registers.policy(connection, on), asked)
        if found:
            yield found
    for number, on, decided, reason, place in rows(connection, _WAIVED, first=first, last=last):
        if number not in known:
            continue
        case = loans.penalty_case(connection, chart, known[number], on)
        amount = case.waivers[place].amount if case.waived else Rupiah(decided)
        said = _MINUTES.match(reason)
        why = said["why"] if said else reason
        yield LetGo(known[number], on, Concession.PENALTY, amount, minutes_of(reason), why)


def minutes_of(reason: str) -> str:
    """Return the number of the minutes that a reason for letting denda go names; empty where it names none."""
    said = _MINUTES.match(reason)
    return said["minutes"] if said else ""


def waivers_of(connection: Connection, loan: str) -> list[tuple[date, Rupiah, str]]:
    """Return the denda that decisions let go on a loan, each with its day and the reason as written down."""
    statement = "SELECT dated_on, amount, reason FROM penalty_waiver WHERE loan = :loan ORDER BY dated_on, id"
    return [(day, Rupiah(amount), reason) for day, amount, reason in rows(connection, statement, loan=loan)]
