"""Reading the savings of KSM: one card line by line, and every card's balance on a day."""

from datetime import date
from itertools import groupby
from operator import attrgetter
from sqlite3 import Connection
from typing import Final

from danabergulir.dates import Month
from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.entries import NOT_TOLD_APART, SavingsFigures
from danabergulir.domain.groups import KSM
from danabergulir.domain.journal import Component
from danabergulir.domain.savings import SavingsLine
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.sql import rows
from danabergulir.ledger.read.vouchers import TOLD_BY, wrong_way
from danabergulir.money import NIL, Rupiah, total

_SIDES: Final = """
    SELECT coalesce(ksm, '') AS ksm, credit = :account AS deposited,
           coalesce(sum(amount) FILTER (WHERE dated_on < :first OR component IS :opening), 0) AS carried,
           coalesce(sum(amount) FILTER (WHERE dated_on >= :first AND component IS NOT :opening), 0) AS moved
    FROM transfer WHERE (debit = :account OR credit = :account) AND dated_on <= :last
    GROUP BY 1, 2
"""


def savings_cards(connection: Connection, chart: Chart, month: Month) -> tuple[SavingsFigures, ...]:
    """Return what each KSM has saved; what the ledger does not tell apart by KSM stands on a card without code."""
    sums: dict[str, list[int]] = {}
    for account in chart.all_with(Role.SAVINGS):
        for ksm, deposited, carried, moved in rows(
            connection,
            _SIDES,
            account=account.code,
            first=month.first_on,
            last=month.last_on,
            opening=Component.OPENING,
        ):
            card = sums.setdefault(ksm, [0, 0, 0])
            card[0] += carried if deposited else -carried
            card[1 if deposited else 2] += moved
    if not sums:
        return ()
    accounts = {account.code for account in chart.all_with(Role.SAVINGS)}
    for move in wrong_way(connection, month.last_on):
        if move.dated_on >= month.first_on and accounts & {move.debit, move.credit}:
            card = sums[move.ksm]
            card[1], card[2] = card[1] - move.amount, card[2] - move.amount
    groups = registers.all_ksm(connection, month.last_on)
    return tuple(_card(code, groups.get(code), *(Rupiah(amount) for amount in sums[code])) for code in sorted(sums))


def _card(code: str, ksm: KSM | None, opening: Rupiah, deposited: Rupiah, withdrawn: Rupiah) -> SavingsFigures:
    name, rw = (ksm.name, ksm.rw) if ksm else (NOT_TOLD_APART, "")
    return SavingsFigures(code, name, rw, opening, deposited, withdrawn)


_CARD: Final = f"""
    SELECT t.dated_on, told.number, told.memo, t.credit = :account AS deposited, sum(t.amount) AS amount,
           max(v.corrects) AS corrects
    FROM voucher AS v JOIN transfer AS t ON t.voucher = v.sequence JOIN voucher AS told ON told.sequence = {TOLD_BY}
    WHERE t.ksm = :ksm AND (t.debit = :account OR t.credit = :account) AND t.dated_on <= :day
    GROUP BY t.dated_on, told.sequence, deposited ORDER BY t.dated_on, told.sequence
"""  # noqa: S608 - our own words


def card_lines(connection: Connection, account: str, ksm: str, as_of: date) -> list[SavingsLine]:
    """Return every movement on one KSM's card up to a day, oldest first; one for each voucher and side.

    A correction of the same day is merged into the voucher that it corrects.
    """
    moves = rows(connection, _CARD, account=account, ksm=ksm, day=as_of)
    lines: list[SavingsLine] = []
    for (dated_on, number, memo), sides in groupby(moves, key=attrgetter("dated_on", "number", "memo")):
        moved = [(Rupiah(row.amount if row.deposited else -row.amount), row.corrects == number) for row in sides]
        if any(is_corrected for _, is_corrected in moved):
            moved = [(total([amount for amount, _ in moved]), True)]
        lines += [
            SavingsLine(dated_on, number, memo, max(amount, NIL), max(-amount, NIL)) for amount, _ in moved if amount
        ]
    return lines


_BALANCES: Final = """
    SELECT coalesce(ksm, '') AS ksm, sum(CASE credit WHEN :account THEN amount ELSE -amount END) AS balance
    FROM transfer WHERE (debit = :account OR credit = :account) AND dated_on <= :day GROUP BY 1 ORDER BY 1
"""


def card_balances(connection: Connection, account: str, as_of: date) -> dict[str, Rupiah]:
    """Return every card's balance by the code of the KSM; what is not told apart by KSM stands under no code."""
    return {ksm: Rupiah(balance) for ksm, balance in rows(connection, _BALANCES, account=account, day=as_of)}
