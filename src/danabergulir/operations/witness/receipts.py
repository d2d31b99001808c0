"""What a page vouches for: the receipts of a year up to a month, the heads of its months, and the tree over all."""

from pathlib import Path

from danabergulir.dates import Month, months_through
from danabergulir.domain.fund.history import MONTHS_LOOKED_BACK
from danabergulir.domain.witness.public import MOST, MonthHead, Witnessed, code_of_page, counted
from danabergulir.domain.witness.tree import root_over
from danabergulir.errors import FaultyDataError
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.finding import heads, receipts
from danabergulir.money import format_count
from danabergulir.operations.witness.trees import leaves_of, origin_of


def witnessed(connection: store.Connection, month: Month) -> Witnessed:
    """Return what the page of a month vouches for. Raises ``FaultyDataError`` where the chain does not hold."""
    first = max(month.shifted(1 - MONTHS_LOOKED_BACK), Month.of(registers.opened_on(connection)))
    months = list(months_through(first, month))
    found = receipts.witnessed(connection, first.first_on, month.last_on)
    while len(found) > MOST and len(months) > 1:  # the oldest month makes room
        months = months[1:]
        found = [item for item in found if item.dated_on >= months[0].first_on]
    size = heads.size_shown(connection, month.last_on)
    return Witnessed(
        origin=origin_of(connection),
        first_on=months[0].first_on,
        last_on=month.last_on,
        head=heads.shown(connection, month.last_on),
        size=size,
        root=root_over(leaves_of(connection, size)),
        months=tuple(
            MonthHead(str(item), heads.shown(connection, item.last_on)[:16], counted(found, str(item)))
            for item in months
        ),
        receipts=tuple(found),
    )


def board_line(path: Path, month: Month) -> str:
    """Return what the notice board says of a month's head and its page; nothing where the chain does not hold."""
    try:
        with store.reading(path) as connection:
            page = witnessed(connection, month)
    except FaultyDataError:
        return ""
    now = page.months[-1]
    return (
        f"Kepala buku {month.long_name}: {now.head}. Kuitansi bulan ini: {format_count(now.receipts)}. "
        f"Kode halaman warga: {code_of_page(page.data)}."
    )
