"""Reading the closes that are in force."""

import json
from datetime import date

from sqlmodel import Session, col, select

from danabergulir.domain.closing import Closing, ClosingKind
from danabergulir.ledger.tables import ClosingRow, ReopeningRow


def closings(session: Session) -> list[Closing]:
    """Return the closes in force, oldest first; those opened again are left out."""
    query = (
        select(ClosingRow)
        .where(col(ClosingRow.id).not_in(select(ReopeningRow.closing)))
        .order_by(col(ClosingRow.dated_on), col(ClosingRow.id))
    )
    return [_closing(row) for row in session.exec(query)]


def locked_to(session: Session) -> date | None:
    """Return the last day that is closed; nothing may be dated on or before it. None while nothing is closed."""
    in_force = closings(session)
    return max((closing.locked_to for closing in in_force), default=None)


def _closing(row: ClosingRow) -> Closing:
    assert row.id is not None
    figures = json.loads(row.figures)
    return Closing(
        ClosingKind(row.kind),
        row.period,
        row.dated_on,
        row.sequence,
        row.head,
        figures["akun"],
        figures["pinjaman"],
        row.id,
    )
