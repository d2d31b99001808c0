"""A day at the counter, read from the ledger."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from danabergulir.dates import days_after, format_form
from danabergulir.domain.accounts import MONEY_ROLES, Chart, Role
from danabergulir.domain.cash_count import CashCount, Explanation, MoneyMove, explanations
from danabergulir.domain.day import Day, money_moved
from danabergulir.domain.journal import Voucher, as_events
from danabergulir.errors import RefusedError
from danabergulir.ledger.file import store
from danabergulir.ledger.read import records, registers, vouchers
from danabergulir.ledger.read.accounts import balance

_DAYS_BACK: Final = 31
"""How many days before a count are searched where the count before it is older."""


def day_at_the_counter(path: Path, day: date) -> Day:
    """Return what was recorded of a day, and the cash box at its end. Raises ``RefusedError`` before the opening."""
    with store.reading(path) as connection:
        opened_on = registers.opened_on(connection)
        if day < opened_on:
            raise RefusedError(
                f"tanggal {format_form(day)} sebelum saldo awal buku ({format_form(opened_on)})",
                "Pilih tanggal sesudah saldo awal.",
            )
        chart = registers.chart(connection, day)
        cash = chart.with_role(Role.CASH).code
        dated = vouchers.dated_between(connection, day, day)
        back = {item.number: item for item in dated if item.posting.reverses}
        wrong = vouchers.numbered(connection, [item.posting.reverses or "" for item in back.values()])
        by_number = {item.number: item for item in wrong}
        count = records.latest(connection, chart, opened_on, day)
        return Day(
            dated_on=day,
            upk=registers.profile(connection, day).upk,
            chart=chart,
            vouchers=standing(dated),
            undone_later={
                item.posting.reverses: item
                for item in vouchers.numbered(
                    connection, [*vouchers.reversals(connection, [item.number for item in dated]).values()]
                )
                if item.posting.reverses and item.posting.dated_on > day
            },
            taken_back={number: by_number[item.posting.reverses or ""] for number, item in back.items()},
            cash_before=balance(connection, cash, days_after(day, -1))
            if day > opened_on
            else balance(connection, cash, day),
            cash_after=balance(connection, cash, day),
            count=count,
            explained=_explained(connection, chart, count, opened_on) if count else (),
        )


def standing(recorded: Sequence[Voucher]) -> tuple[Voucher, ...]:
    """Return the vouchers among these that count: one that another of them takes back is left out with it."""
    events = as_events(recorded)
    pairs = {item.posting.reverses for item in events} & {item.number for item in events}
    return tuple(item for item in events if item.number not in pairs and item.posting.reverses not in pairs)


def _explained(
    connection: store.Connection, chart: Chart, count: CashCount, opened_on: date
) -> tuple[Explanation, ...]:
    """Return what may be behind the difference of a count: vouchers since the count before it, or of the last month."""
    if not count.difference:
        return ()
    before = records.latest(connection, chart, opened_on, days_after(count.dated_on, -1))
    first = max(days_after(count.dated_on, -_DAYS_BACK), days_after(before.dated_on, 1) if before else opened_on)
    cash = frozenset({count.account.code})
    banks = frozenset(item.code for item in chart.accounts if item.roles & MONEY_ROLES) - cash
    moves = (
        MoneyMove(
            item.number, item.posting.party or item.posting.memo, money_moved(item, cash), money_moved(item, banks)
        )
        for item in standing(vouchers.dated_between(connection, first, count.dated_on))
    )
    return explanations(count.difference, [move for move in moves if move.amount])
