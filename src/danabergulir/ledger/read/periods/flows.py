"""Money that came from an account that holds none, or went to it: summed over a stretch of time, or entry by entry."""

from collections.abc import Iterator
from datetime import date
from sqlite3 import Connection
from typing import Final

from danabergulir.domain.accounts import Account, Chart
from danabergulir.domain.entries import FlowMove
from danabergulir.domain.fund.year import MoneyFlow, MoneyYear
from danabergulir.domain.journal import Event, VoucherKind
from danabergulir.ledger.read.sql import rows
from danabergulir.ledger.read.vouchers import wrong_way
from danabergulir.money import Rupiah

_BACK: Final = f"""
    iif(undone.number IS NULL, coalesce(target.event, v.event) = '{Event.REFUND}', undone.event <> '{Event.REFUND}')
    <> (t.id IN (SELECT CAST(value AS INTEGER) FROM json_each(:wrong_way)))
"""  # noqa: S608 - our own words
"""Whether a transfer takes back what came or went, so that it counts against that: one of a reversal, of a refund, and
of what corrects either; and one that goes the other way than what it corrects."""
_MOVES: Final = f"""
    SELECT t.id, t.dated_on, v.sequence, v.number, v.memo, t.debit, t.credit, t.amount, {_BACK} AS back
    FROM voucher AS v JOIN transfer AS t ON t.voucher = v.sequence
    LEFT JOIN voucher AS target ON target.number = v.corrects
    LEFT JOIN voucher AS undone ON undone.number = iif(target.number IS NULL, v.reverses, target.reverses)
    WHERE t.dated_on BETWEEN :first AND :last AND v.kind <> '{VoucherKind.OPENING}'
"""  # noqa: S608 - our own words
_SUMMED: Final = f"SELECT debit, credit, back, sum(amount) AS amount FROM ({_MOVES}) GROUP BY 1, 2, 3"  # noqa: S608
_LISTED: Final = f"SELECT * FROM ({_MOVES}) WHERE :code IN (debit, credit) ORDER BY dated_on, sequence, id"  # noqa: S608
_CARRIED: Final = f"""
    SELECT t.debit, t.credit, sum(t.amount) AS amount
    FROM voucher AS v JOIN transfer AS t ON t.voucher = v.sequence
    WHERE t.dated_on < :first OR (v.kind = '{VoucherKind.OPENING}' AND t.dated_on <= :last)
    GROUP BY 1, 2
"""  # noqa: S608 - our own words


def money_moved(connection: Connection, chart: Chart, first: date, last: date) -> MoneyYear:
    """Return what every account that holds money held before ``first`` and on ``last``, and what moved it."""
    opening: dict[str, int] = {}
    for row in rows(connection, _CARRIED, first=first, last=last):
        opening[row.debit] = opening.get(row.debit, 0) + row.amount
        opening[row.credit] = opening.get(row.credit, 0) - row.amount
    closing = dict(opening)
    came: dict[str, int] = {}
    went: dict[str, int] = {}
    for row in rows(connection, _SUMMED, first=first, last=last, wrong_way=_wrong_way(connection, last)):
        closing[row.debit] = closing.get(row.debit, 0) + row.amount
        closing[row.credit] = closing.get(row.credit, 0) - row.amount
        side = _side(chart, row.debit, row.credit, back=row.back)
        if side:
            code, comes, sign = side
            sums = came if comes else went
            sums[code] = sums.get(code, 0) + sign * row.amount
    flows = (MoneyFlow(item, Rupiah(came.get(item.code, 0)), Rupiah(went.get(item.code, 0))) for item in chart.accounts)
    return MoneyYear(
        opening=_balances(chart, opening),
        flows=tuple(flow for flow in flows if flow.came or flow.went),
        closing=_balances(chart, closing),
    )


def flow_moves(connection: Connection, chart: Chart, code: str, first: date, last: date) -> Iterator[FlowMove]:
    """Yield the entries by which money came from an account or went to it, oldest first."""
    found = rows(connection, _LISTED, code=code, first=first, last=last, wrong_way=_wrong_way(connection, last))
    for row in found:
        side = _side(chart, row.debit, row.credit, back=row.back)
        if side:
            _, comes, sign = side
            amount = sign * row.amount
            yield FlowMove(row.dated_on, row.number, row.memo, amount if comes else 0, 0 if comes else amount)


def _wrong_way(connection: Connection, last: date) -> list[str]:
    return [str(move.id) for move in wrong_way(connection, last)]


def _side(chart: Chart, debit: str, credit: str, *, back: bool) -> tuple[str, bool, int] | None:
    """Return the account that holds no money, whether money comes from it, and the sign that the transfer counts with.

    None for a transfer between two accounts that hold money, or two that hold none.
    """
    if chart[debit].holds_money is chart[credit].holds_money:
        return None
    code, comes = (credit, True) if chart[debit].holds_money else (debit, False)
    return (code, not comes, -1) if back else (code, comes, 1)


def _balances(chart: Chart, sums: dict[str, int]) -> tuple[tuple[Account, Rupiah], ...]:
    return tuple((account, Rupiah(sums.get(account.code, 0))) for account in chart.accounts if account.holds_money)
