"""What was drawn for a trial of two texts, and how the instalments were paid that the texts were about."""

from datetime import date
from sqlite3 import Connection
from typing import Final

from danabergulir.dates import days_after
from danabergulir.domain.accounts import Chart
from danabergulir.domain.dunning.reminders import ReminderKind
from danabergulir.domain.dunning.trials import Draw, TextSent, TwoWordings, Wording, pay_by
from danabergulir.domain.loans.terms import LoanState
from danabergulir.domain.policy.rules import Policy
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.loans import loan_books, records_of
from danabergulir.ledger.read.sql import rows

_SENT: Final = f"""
    SELECT d.texts, d.text, d.ksm, r.loan, r.about AS about_on, min(r.dated_on) AS told_on,
           r.kind = '{ReminderKind.OVERDUE}' AS was_late
    FROM reminder AS r JOIN trial_draw AS d ON d.id = r.draw
    WHERE r.dated_on <= :day AND r.kind <> '{ReminderKind.PROMISE}'
    GROUP BY d.id, r.loan, r.about, was_late ORDER BY d.texts, d.ksm, r.loan, r.about, was_late DESC
"""  # noqa: S608 - the words of an enumeration
"""One of each instalment before it fell due, and one after: what is said again is the same message."""


def draws(connection: Connection, texts: TwoWordings) -> dict[str, Draw]:
    """Return the draws of a trial by the code of the KSM."""
    found = rows(connection, "SELECT ksm, text, id FROM trial_draw WHERE texts = :texts", texts=str(texts))
    return {row.ksm: Draw(row.ksm, Wording(row.text), row.id) for row in found}


def texts_sent(connection: Connection, chart: Chart, policy: Policy, as_of: date) -> tuple[TextSent, ...]:
    """Return the texts sent in trials whose time to pay is over by a day; about loans taken back there are none."""
    found = [
        row
        for row in rows(connection, _SENT, day=as_of)
        if pay_by(row.about_on, row.told_on, was_late=bool(row.was_late)) <= as_of
    ]
    if not found:
        return ()
    numbers = sorted({row.loan for row in found})
    known = registers.loans_numbered(connection, numbers, as_of)
    books = loan_books(connection, known, chart, policy, as_of, first=as_of, numbers=numbers)
    lent = {book.loan.number: book.loan for book in books if book.state is not LoanState.CANCELLED}
    since = days_after(min(min(row.about_on, row.told_on) for row in found), -1)
    paid = records_of(connection, chart, numbers, since, as_of)
    return tuple(
        TextSent(
            texts=_texts(row.texts),
            text=Wording(row.text),
            ksm=row.ksm,
            loan=row.loan,
            due_on=row.about_on,
            told_on=row.told_on,
            was_late=bool(row.was_late),
            paid=paid[row.loan].was_paid(
                lent[row.loan], row.about_on, pay_by(row.about_on, row.told_on, was_late=bool(row.was_late))
            ),
        )
        for row in found
        if row.loan in lent
    )


def _texts(written: str) -> TwoWordings:
    return TwoWordings(*map(Wording, written.split(",")))
