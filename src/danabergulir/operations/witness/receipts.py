"""What a page vouches for: the receipts of a year up to a month, the heads of its months, and the tree over all."""

from dataclasses import dataclass

from danabergulir.dates import Month, months_through
from danabergulir.domain.fund.history import MONTHS_LOOKED_BACK
from danabergulir.domain.witness.public import MOST, MonthHead, Witnessed, code_of_page, counted
from danabergulir.domain.witness.tree import Tree
from danabergulir.errors import FaultyDataError
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.finding import heads, receipts
from danabergulir.money import format_count
from danabergulir.operations.witness.trees import origin_of, tree_of


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page vouches for, and the tree that proves it."""

    witnessed: Witnessed
    tree: Tree


def shown(connection: store.Connection, month: Month) -> Shown:
    """Return what the page of a month vouches for. Raises ``FaultyDataError`` where the chain does not hold."""
    first = max(month.shifted(1 - MONTHS_LOOKED_BACK), Month.of(registers.opened_on(connection)))
    months = list(months_through(first, month))
    found = receipts.witnessed(connection, first.first_on, month.last_on)
    while len(found) > MOST and len(months) > 1:  # the oldest month makes room
        months = months[1:]
        found = [item for item in found if item.dated_on >= months[0].first_on]
    size = heads.size_shown(connection, month.last_on)
    tree = tree_of(connection, size)
    return Shown(
        Witnessed(
            origin=origin_of(connection),
            first_on=months[0].first_on,
            last_on=month.last_on,
            head=heads.shown(connection, month.last_on),
            size=size,
            root=tree.root(),
            months=tuple(
                MonthHead(str(item), heads.shown(connection, item.last_on)[:16], counted(found, str(item)))
                for item in months
            ),
            receipts=tuple(found),
        ),
        tree,
    )


def board_line(connection: store.Connection, month: Month) -> str:
    """Return what the notice board says of a month's head and its page; nothing where the chain does not hold."""
    try:
        page = shown(connection, month).witnessed
    except FaultyDataError:
        return ""
    now = page.months[-1]
    return (
        f"Kepala buku {month.long_name}: {now.head}. Kuitansi bulan ini: {format_count(now.receipts)}. "
        f"Kode halaman warga: {code_of_page(page.data)}."
    )
