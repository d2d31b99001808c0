"""Reading the savings of KSM: one card line by line, and every card's balance on a day."""

from datetime import date
from itertools import groupby
from operator import itemgetter

from sqlalchemy import func, or_, select
from sqlmodel import Session

from danabergulir.dates import Month
from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.books import SavingsCard
from danabergulir.domain.groups import KSM
from danabergulir.domain.journal import Component
from danabergulir.domain.savings import SavingsLine
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.sql import TRANSFER, VOUCHER, rows, t, v
from danabergulir.ledger.read.vouchers import told_by, wrong_way
from danabergulir.money import NIL, Rupiah, total


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
    accounts = {account.code for account in chart.all_with(Role.SAVINGS)}
    for move in wrong_way(session, month.last_on):
        if move.dated_on >= month.first_on and accounts & {move.debit, move.credit}:
            card = sums[move.ksm or ""]
            card[1], card[2] = card[1] - move.amount, card[2] - move.amount
    groups = registers.all_ksm(session, month.last_on)
    return tuple(_card(code, groups.get(code), *(Rupiah(amount) for amount in sums[code])) for code in sorted(sums))


def _card(code: str, ksm: KSM | None, opening: Rupiah, deposited: Rupiah, withdrawn: Rupiah) -> SavingsCard:
    name, rw = (ksm.name, ksm.rw) if ksm else ("Belum dirinci per KSM", "")
    return SavingsCard(code, name, rw, opening, deposited, withdrawn)


def card_lines(session: Session, account: str, ksm: str, as_of: date) -> list[SavingsLine]:
    """Return every movement on one KSM's card up to a day, oldest first; one for each voucher and side.

    A correction of the same day is merged into the voucher that it corrects.
    """
    deposited, event = (t.credit == account).label("deposited"), VOUCHER.alias()
    query = (
        select(t.dated_on, event.c.number, event.c.memo, deposited, func.sum(t.amount), func.max(v.corrects))
        .join_from(VOUCHER, TRANSFER, t.voucher == v.sequence)
        .join(event, event.c.sequence == told_by())
        .where(t.ksm == ksm, or_(t.debit == account, t.credit == account), t.dated_on <= as_of)
        .group_by(t.dated_on, event.c.sequence, deposited)
        .order_by(t.dated_on, event.c.sequence)
    )
    lines = []
    for (dated_on, number, memo), sides in groupby(rows(session, query), key=itemgetter(0, 1, 2)):
        moved = [(Rupiah(row[4]) if row.deposited else -Rupiah(row[4]), row[5] == number) for row in sides]
        if any(is_corrected for _, is_corrected in moved):
            moved = [(total([amount for amount, _ in moved]), True)]
        lines += [SavingsLine(dated_on, number, memo, max(sum_, NIL), max(-sum_, NIL)) for sum_, _ in moved if sum_]
    return lines


def card_balances(session: Session, account: str, as_of: date) -> dict[str, Rupiah]:
    """Return every card's balance by the code of the KSM; what is not told apart by KSM stands under no code."""
    balances: dict[str, Rupiah] = {}
    for side, sign in ((t.credit, 1), (t.debit, -1)):
        query = select(t.ksm, func.sum(t.amount)).where(side == account, t.dated_on <= as_of).group_by(t.ksm)
        for ksm, amount in rows(session, query):
            balances[ksm or ""] = balances.get(ksm or "", NIL) + Rupiah(sign * amount)
    return dict(sorted(balances.items()))
