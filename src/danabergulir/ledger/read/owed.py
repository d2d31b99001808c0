"""What loans owe beside their principal, asked of the journal: jasa after the last pokok, and compulsory savings."""

from collections.abc import Collection
from datetime import date
from sqlite3 import Connection
from typing import Final

from danabergulir.dates import days_after
from danabergulir.domain.accounts import Chart
from danabergulir.domain.journal import Component
from danabergulir.domain.loans.repaid import repaid_day
from danabergulir.domain.loans.saving_plan import SavingPlan, SavingsStretch
from danabergulir.domain.loans.terms import Loan
from danabergulir.domain.policy.lending import SavingsRules
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.loan_moves import RECEIVED, own
from danabergulir.ledger.read.sql import rows
from danabergulir.money import NIL, Rupiah

_ASKED: Final = """
    SELECT newest.loan, sum(line.jasa) AS jasa, sum(line.titipan) AS titipan
    FROM (
        SELECT loan, max(version) AS version FROM schedule
        WHERE loan IN (SELECT value FROM json_each(:loans)) AND (version = 1 OR dated_on <= :day) GROUP BY loan
    ) AS newest JOIN instalment AS line ON line.loan = newest.loan AND line.version = newest.version
    GROUP BY newest.loan
"""
_REPAID: Final = f"""
    SELECT dated_on, sum({RECEIVED}) AS amount FROM transfer
    WHERE loan = :loan AND component = '{Component.PRINCIPAL}' AND dated_on <= :day
    GROUP BY dated_on ORDER BY dated_on
"""  # noqa: S608 - our own words
_SUM: Final = f"""
    SELECT loan, sum({RECEIVED}) AS amount FROM transfer
    WHERE loan IS NOT NULL AND component = :component AND dated_on <= :day GROUP BY loan
"""  # noqa: S608 - our own words


def asked_in_all(connection: Connection, as_of: date, loans: Collection[str]) -> dict[str, tuple[Rupiah, Rupiah]]:
    """Return, by number, the jasa and the titipan that the schedule in force of each loan asks for, to its end."""
    return {
        loan: (Rupiah(jasa), Rupiah(titipan))
        for loan, jasa, titipan in rows(connection, _ASKED, day=as_of, loans=loans)
    }


def repaid_since(connection: Connection, chart: Chart, loan: Loan, as_of: date) -> date | None:
    """Return the day since which all principal of a loan is repaid; None while some of it is outstanding.

    What an imported loan had repaid before the ledger was opened counts as of that day: its own days are not known.
    """
    moves = rows(connection, _REPAID, own=own(chart), loan=loan.number, day=as_of)
    paid = [(day, Rupiah(amount)) for day, amount in moves]
    before = (registers.opened_on(connection), loan.paid_before.principal)
    return repaid_day(loan.terms.principal, [before, *paid])


def saving_plans(connection: Connection, chart: Chart, loans: Collection[Loan], as_of: date) -> dict[str, SavingPlan]:
    """Return, by number, the compulsory savings that go with each loan; none where no board ever asked for them."""
    starts = _rules_over_time(connection, as_of)
    if not starts:
        return {}
    repaid = [{}, *(_by_loan(connection, chart, Component.PRINCIPAL, days_after(day, -1)) for day, _ in starts[1:])]
    saved = _by_loan(connection, chart, Component.SAVINGS, as_of)
    return {
        loan.number: SavingPlan(
            tuple(
                SavingsStretch(rules, day, loan.paid_before.principal + before.get(loan.number, NIL))
                for (day, rules), before in zip(starts, repaid, strict=True)
            ),
            saved.get(loan.number, NIL),
        )
        for loan in loans
    }


def _rules_over_time(connection: Connection, as_of: date) -> list[tuple[date, SavingsRules]]:
    """Return each rule of the savings that goes with receipts, with its first day; empty where none asks for any."""
    found: list[tuple[date, SavingsRules]] = []
    for day, policy in registers.policies(connection, as_of):
        if not found or found[-1][1].percent_of_receipt != policy.savings.percent_of_receipt:
            found.append((day, policy.savings))
    return found if any(rules.percent_of_receipt for _, rules in found) else []


def _by_loan(connection: Connection, chart: Chart, component: Component, as_of: date) -> dict[str, Rupiah]:
    """Return what was received of a component on each loan by a day, reversals taken off."""
    sums = rows(connection, _SUM, own=own(chart), component=component, day=as_of)
    return {loan: Rupiah(amount) for loan, amount in sums}
