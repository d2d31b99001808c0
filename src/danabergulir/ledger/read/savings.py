"""Reading the savings of KSM: one card line by line, and every card's balance on a day."""

from datetime import date
from sqlite3 import Connection
from typing import Final

from danabergulir.dates import Month
from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.books import NOT_TOLD_APART, SavingsCard
from danabergulir.domain.groups import KSM
from danabergulir.domain.journal import Component
from danabergulir.domain.savings import SavingsLine
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.sql import rows
from danabergulir.money import NIL, Rupiah

_SIDES: Final = """
    SELECT coalesce(ksm, '') AS ksm, credit = :account AS deposited,
           coalesce(sum(amount) FILTER (WHERE dated_on < :first OR component IS :opening), 0) AS carried,
           coalesce(sum(amount) FILTER (WHERE dated_on >= :first AND component IS NOT :opening), 0) AS moved
    FROM transfer WHERE (debit = :account OR credit = :account) AND dated_on <= :last
    GROUP BY 1, 2
"""


def savings_cards(connection: Connection, chart: Chart, month: Month) -> tuple[SavingsCard, ...]:
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
    groups = registers.all_ksm(connection, month.last_on)
    return tuple(_card(code, groups.get(code), *(Rupiah(amount) for amount in sums[code])) for code in sorted(sums))


def _card(code: str, ksm: KSM | None, opening: Rupiah, deposited: Rupiah, withdrawn: Rupiah) -> SavingsCard:
    name, rw = (ksm.name, ksm.rw) if ksm else (NOT_TOLD_APART, "")
    return SavingsCard(code, name, rw, opening, deposited, withdrawn)


_CARD: Final = """
    SELECT t.dated_on, v.number, v.memo, t.credit = :account AS deposited, sum(t.amount) AS amount
    FROM voucher AS v JOIN transfer AS t ON t.voucher = v.sequence
    WHERE t.ksm = :ksm AND (t.debit = :account OR t.credit = :account) AND t.dated_on <= :day
    GROUP BY t.dated_on, v.sequence, deposited ORDER BY t.dated_on, v.sequence
"""


def card_lines(connection: Connection, account: str, ksm: str, as_of: date) -> list[SavingsLine]:
    """Return every movement on one KSM's card up to a day, oldest first; one for each voucher and side."""
    return [
        SavingsLine(row.dated_on, row.number, row.memo, Rupiah(row.amount), NIL)
        if row.deposited
        else SavingsLine(row.dated_on, row.number, row.memo, NIL, Rupiah(row.amount))
        for row in rows(connection, _CARD, account=account, ksm=ksm, day=as_of)
    ]


_BALANCES: Final = """
    SELECT coalesce(ksm, '') AS ksm, sum(CASE credit WHEN :account THEN amount ELSE -amount END) AS balance
    FROM transfer WHERE (debit = :account OR credit = :account) AND dated_on <= :day GROUP BY 1 ORDER BY 1
"""


def card_balances(connection: Connection, account: str, as_of: date) -> dict[str, Rupiah]:
    """Return every card's balance by the code of the KSM; what is not told apart by KSM stands under no code."""
    return {ksm: Rupiah(balance) for ksm, balance in rows(connection, _BALANCES, account=account, day=as_of)}
