"""Reading the savings of KSM: one card line by line, and every card's balance on a day."""

from datetime import date

from sqlalchemy import func, or_, select
from sqlmodel import Session, SQLModel

from danabergulir.domain.savings import SavingsLine
from danabergulir.ledger.tables import TransferRow, VoucherRow
from danabergulir.money import NIL, Rupiah

_v = SQLModel.metadata.tables[VoucherRow.__tablename__].c
_t = SQLModel.metadata.tables[TransferRow.__tablename__].c


def card_lines(session: Session, account: str, ksm: str, as_of: date) -> list[SavingsLine]:
    """Return every movement on one KSM's card up to a day, oldest first; one for each voucher and side."""
    deposited = (_t.credit == account).label("deposited")
    query = (
        select(_t.dated_on, _v.number, _v.memo, deposited, func.sum(_t.amount).label("amount"))
        .join_from(VoucherRow, TransferRow, _t.voucher == _v.sequence)
        .where(_t.ksm == ksm, or_(_t.debit == account, _t.credit == account), _t.dated_on <= as_of)
        .group_by(_t.dated_on, _v.sequence, deposited)
        .order_by(_t.dated_on, _v.sequence)
    )
    return [
        SavingsLine(row.dated_on, row.number, row.memo, Rupiah(row.amount), NIL)
        if row.deposited
        else SavingsLine(row.dated_on, row.number, row.memo, NIL, Rupiah(row.amount))
        for row in session.connection().execute(query)
    ]


def card_balances(session: Session, account: str, as_of: date) -> dict[str, Rupiah]:
    """Return every card's balance by the code of the KSM; what is not told apart by KSM stands under no code."""
    balances: dict[str, Rupiah] = {}
    for side, sign in ((_t.credit, 1), (_t.debit, -1)):
        query = select(_t.ksm, func.sum(_t.amount)).where(side == account, _t.dated_on <= as_of).group_by(_t.ksm)
        for ksm, amount in session.connection().execute(query):
            balances[ksm or ""] = balances.get(ksm or "", NIL) + Rupiah(sign * amount)
    return dict(sorted(balances.items()))
