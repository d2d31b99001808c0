"""The tree over the entries of a ledger, and whose it is."""

from collections.abc import Iterator

from danabergulir.domain.witness.notes import ORIGIN
from danabergulir.domain.witness.tree import Tree, leaf
from danabergulir.errors import FaultyDataError
from danabergulir.ledger.file import leaves, seals, store


def origin_of(connection: store.Connection) -> str:
    """Return the name that checkpoints of a ledger carry."""
    return ORIGIN + seals.identity_of(connection).upk_id


def tree_of(connection: store.Connection, size: int | None = None) -> Tree:
    """Return the tree over the first ``size`` entries or all. Raises ``FaultyDataError`` where the chain is broken."""
    return Tree(list(leaves_of(connection, seals.newest(connection)[0] if size is None else size)))


def leaves_of(connection: store.Connection, size: int) -> Iterator[bytes]:
    """Yield the leaves of the first ``size`` entries. Raises ``FaultyDataError`` where the chain is broken."""
    try:
        yield from map(leaf, leaves.digests(connection, size))
    except leaves.BrokenChainError:
        raise FaultyDataError(
            "rantai buku ini rusak, tidak dapat dijamin kepada orang lain",
            "Lihat yang salah: danabergulir periksa",
        ) from None
