"""The tree over the entries of a ledger, and whose it is."""

from collections.abc import Iterator

from danabergulir.domain.witness.notes import ORIGIN
from danabergulir.domain.witness.tree import Tree, leaf
from danabergulir.errors import FaultyDataError
from danabergulir.ledger.file import leaves, seals, store
from danabergulir.ledger.proofs import integrity, rows


def origin_of(connection: store.Connection) -> str:
    """Return the name that checkpoints of a ledger carry."""
    return ORIGIN + seals.identity_of(connection).upk_id


def check_sound(connection: store.Connection) -> None:
    """Raise ``FaultyDataError`` where a row, or what a voucher says, is not what was recorded."""
    chain = rows.entries(connection)
    if chain is None or chain.faults or integrity.links(connection).voucher:
        raise _broken()


def tree_of(connection: store.Connection, size: int | None = None) -> Tree:
    """Return the tree over the first ``size`` entries or all. Raises ``FaultyDataError`` where the chain is broken."""
    return Tree(list(leaves_of(connection, seals.newest(connection)[0] if size is None else size)))


def leaves_of(connection: store.Connection, size: int) -> Iterator[bytes]:
    """Yield the leaves of the first ``size`` entries. Raises ``FaultyDataError`` where the chain is broken."""
    try:
        yield from map(leaf, leaves.digests(connection, size))
    except leaves.BrokenChainError:
        raise _broken() from None


def _broken() -> FaultyDataError:
    return FaultyDataError(
        "rantai buku ini sendiri rusak, jadi tidak dapat dicocokkan dengan yang di luar",
        "Lihat yang salah: danabergulir periksa",
    )
