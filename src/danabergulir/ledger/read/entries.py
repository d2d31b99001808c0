"""What a figure of a month is made of, voucher by voucher: on a loan, on an account, on a card of savings."""

from collections.abc import Iterator
from datetime import date
from sqlite3 import Connection
from typing import Any, Final

from danabergulir.dates import Month
from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.entries import AccountMove, FlowMove, LoanMove, SavingsMove
from danabergulir.domain.journal import Component
from danabergulir.domain.loans.terms import Paid
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.accounts import stretch_of
from danabergulir.ledger.read.loan_moves import MOVED_ON, RECEIVED, own
from danabergulir.ledger.read.periods.flows import flow_moves
from danabergulir.ledger.read.sql import rows
from danabergulir.ledger.read.vouchers import wrong_way
from danabergulir.money import Rupiah

_ON_LOAN: Final = f"""
    SELECT dated_on, (SELECT number FROM voucher WHERE sequence = transfer.voucher) AS number,
           (SELECT memo FROM voucher WHERE sequence = transfer.voucher) AS memo,
           component, {RECEIVED} AS received, {MOVED_ON} AS counted_on
    FROM transfer WHERE loan = :loan AND dated_on <= :last ORDER BY dated_on, voucher, id
"""  # noqa: S608 - our own words
_PAID_BEFORE: Final = """
    SELECT principal_paid_before AS principal, jasa_paid_before AS jasa, titipan_paid_before AS titipan
    FROM loan WHERE number = :loan
"""
_ON_ACCOUNT: Final = """
    SELECT t.id, t.dated_on, v.number, v.memo, v.event, t.component, t.ksm, t.debit, t.amount
    FROM transfer AS t JOIN voucher AS v ON v.sequence = t.voucher
    WHERE (t.debit = :code OR t.credit = :code) AND t.dated_on <= :last ORDER BY t.dated_on, v.sequence, t.id
"""


class Journal:
    """The journal up to the end of a month, or to a day in it, asked entry by entry; what was asked once is kept."""

    def __init__(self, connection: Connection, chart: Chart, month: Month, last: date | None = None) -> None:
        self._connection = connection
        self._chart = chart
        self._month = month
        self._last = last or month.last_on
        self._loans: dict[str, list[LoanMove]] = {}
        self._accounts: dict[str, list[AccountMove]] = {}
        self._cards: dict[str, list[SavingsMove]] = {}
        self._wrong_way: set[int] | None = None
        self._others: dict[Month, Journal] = {month: self} if last is None else {}

    def of_loan(self, number: str) -> list[LoanMove]:
        """Return what was booked on a loan, oldest first."""
        if number not in self._loans:
            found = rows(self._connection, _ON_LOAN, loan=number, last=self._last, own=own(self._chart))
            self._loans[number] = [LoanMove(*row) for row in found]
        return self._loans[number]

    def paid_before(self, number: str) -> Paid:
        """Return what had been paid on a loan before the ledger was opened."""
        (found,) = rows(self._connection, _PAID_BEFORE, loan=number)
        return Paid(Rupiah(found.principal), Rupiah(found.jasa), Rupiah(found.titipan))

    def of_account(self, code: str) -> list[AccountMove]:
        """Return what was booked on an account, oldest first.

        What a correction moves the other way than the voucher that it corrects counts against that side.
        """
        if code not in self._accounts:
            self._accounts[code] = [self._on_account(code, row) for row in self._moves(code)]
        return self._accounts[code]

    def of_flow(self, code: str, first: date) -> list[FlowMove]:
        """Return what brought money in from an account or paid it out to it since a day, oldest first."""
        return list(flow_moves(self._connection, self._chart, code, first, self._last))

    def at(self, month: Month) -> "Journal":
        """Return the same journal as of the end of another month."""
        if month not in self._others:
            self._others[month] = Journal(self._connection, registers.chart(self._connection, month.last_on), month)
        return self._others[month]

    def of_savings(self, ksm: str) -> list[SavingsMove]:
        """Return what was booked on the card of a KSM, oldest first; on the card without code what names no KSM."""
        if not self._cards:
            for account in self._chart.all_with(Role.SAVINGS):
                for row in self._moves(account.code):
                    self._cards.setdefault(row.ksm or "", []).append(self._on_card(account.code, row))
        return self._cards.get(ksm, [])

    def _moves(self, code: str) -> Iterator[Any]:
        return rows(self._connection, _ON_ACCOUNT, code=code, last=self._last)

    def _sides(self, code: str, row: Any) -> tuple[int, int]:
        """Return the debit and the credit of a transfer on an account."""
        if self._wrong_way is None:
            self._wrong_way = {move.id for move in wrong_way(self._connection, self._last)}
        debit, credit = (row.amount, 0) if row.debit == code else (0, row.amount)
        return (-credit, -debit) if row.id in self._wrong_way else (debit, credit)

    def _on_account(self, code: str, row: Any) -> AccountMove:
        stretch = stretch_of(row.event, row.dated_on, self._month)
        return AccountMove(row.dated_on, row.number, row.memo, stretch, *self._sides(code, row))

    def _on_card(self, code: str, row: Any) -> SavingsMove:
        carried = row.dated_on < self._month.first_on or row.component == Component.OPENING
        withdrawn, deposited = self._sides(code, row)
        if carried:  # what is carried forward is one figure, whichever side it was on
            withdrawn, deposited = (row.amount, 0) if row.debit == code else (0, row.amount)
        return SavingsMove(row.dated_on, row.number, row.memo, carried, deposited, withdrawn)
