"""Reading the savings of KSM: one card line by line, and every card's balance on a day."""

from datetime import date

from sqlalchemy import func, or_, select
from sqlmodel import Session

from danabergulir.dates import Month
from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.books import NOT_TOLD_APART, SavingsCard
from danabergulir.domain.groups import KSM
from danabergulir.domain.journal import Component
from danabergulir.domain.savings import SavingsLine
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.sql import TRANSFER, VOUCHER, rows, t, v
from danabergulir.money import NIL, Rupiah


def savings_cards(session: Session, chart: Chart, month: Month) -> tuple[SavingsCard, ...]:
    """Return what each KSM has saved; what the ledger does not tell apart by KSM stands on a card without code."""
    sums: dict[str, list[int]] = {}
    carried = or_(t.dated_on < month.first_on, func.coalesce(t.component, "") == Component.OPENING.value)
    for account in chart.all_with(Role.SAVINGS):
        for side, sign in ((t.credit, 1), (t.debit, -1)):
            query = (
                select(
                    t.ksm,
                    func.sum(t.amount).filter(carried),
                    func.sum(t.amount).filter(~carried),
                )
                .where(side == account.code, t.dated_on <= month.last_on)
                .group_by(t.ksm)
            )
            for ksm, opening, moved in rows(session, query):
                card = sums.setdefault(ksm or "", [0, 0, 0])
                card[0] += sign * (opening or 0)
                card[1 if sign > 0 else 2] += moved or 0
    groups = registers.all_ksm(session, month.last_on)
    return tuple(_card(code, groups.get(code), *(Rupiah(amount) for amount in sums[code])) for code in sorted(sums))


def _card(code: str, ksm: KSM | None, opening: Rupiah, deposited: Rupiah, withdrawn: Rupiah) -> SavingsCard:
    name, rw = (ksm.name, ksm.rw) if ksm else (NOT_TOLD_APART, "")
    return SavingsCard(code, name, rw, opening, deposited, withdrawn)


def card_lines(session: Session, account: str, ksm: str, as_of: date) -> list[SavingsLine]:
    """Return every movement on one KSM's card up to a day, oldest first; one for each voucher and side."""
    deposited = (t.credit == account).label("deposited")
    query = (
        select(t.dated_on, v.number, v.memo, deposited, func.sum(t.amount).label("amount"))
        .join_from(VOUCHER, TRANSFER, t.voucher == v.sequence)
        .where(t.ksm == ksm, or_(t.debit == account, t.credit == account), t.dated_on <= as_of)
        .group_by(t.dated_on, v.sequence, deposited)
        .order_by(t.dated_on, v.sequence)
    )
    return [
        SavingsLine(row.dated_on, row.number, row.memo, Rupiah(row.amount), NIL)
        if row.deposited
        else SavingsLine(row.dated_on, row.number, row.memo, NIL, Rupiah(row.amount))
        for row in rows(session, query)
    ]


def card_balances(session: Session, account: str, as_of: date) -> dict[str, Rupiah]:
    """Return every card's balance by the code of the KSM; what is not told apart by KSM stands under no code."""
    balances: dict[str, Rupiah] = {}
    for side, sign in ((t.credit, 1), (t.debit, -1)):
        query = select(t.ksm, func.sum(t.amount)).where(side == account, t.dated_on <= as_of).group_by(t.ksm)
        for ksm, amount in rows(session, query):
            balances[ksm or ""] = balances.get(ksm or "", NIL) + Rupiah(sign * amount)
    return dict(sorted(balances.items()))
