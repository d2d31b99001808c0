"""The Merkle tree of RFC 6962 over the digests of entries: its root, and proofs that need no other entry.

A leaf is the SHA-256 of the octet 0 and the digest of an entry, a node that of the octet 1 and its two children.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Final

_EMPTY: Final = sha256().digest()


def leaf(digest: bytes) -> bytes:
    """Return the leaf of an entry."""
    return sha256(b"\x00" + digest).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return what stands above two nodes."""
    return sha256(b"\x01" + left + right).digest()


def root_over(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaves in their order, without keeping them."""
    whole: list[tuple[int, bytes]] = []  # nodes over so many leaves, each over fewer than the one before
    for item in leaves:
        count, over = 1, item
        while whole and whole[-1][0] == count:
            over, count = node(whole.pop()[1], over), count * 2
        whole.append((count, over))
    if not whole:
        return _EMPTY
    root = whole.pop()[1]
    while whole:
        root = node(whole.pop()[1], root)
    return root


class Tree:
    """The tree over leaves in their order, each level of whole nodes worked out once."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._levels = [list(leaves)]
        while len(self._levels[-1]) > 1:
            below = self._levels[-1]
            self._levels.append([node(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)])

    def __len__(self) -> int:
        """Return the number of leaves."""
        return len(self._levels[0])

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first ``size`` leaves, or over all."""
        return self._over(0, len(self) if size is None else size)

    def inclusion(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """Return the path of a leaf, counted from 0, in the tree over the first ``size`` leaves: RFC 6962, 2.1.1."""
        return tuple(self._path(index, 0, len(self) if size is None else size))

    def consistency(self, first: int, second: int | None = None) -> tuple[bytes, ...]:
        """Return the proof that the tree over ``first`` leaves is the beginning of that over ``second``: 2.1.2."""
        last = len(self) if second is None else second
        return tuple(self._beginning(first, 0, last, whole=True)) if 0 < first < last else ()

    def _over(self, start: int, end: int) -> bytes:
        """Return the root over the leaves from ``start`` to ``end``, which is left out."""
        count = end - start
        if count == 0:
            return _EMPTY
        if count & (count - 1) == 0 and start % count == 0:
            return self._levels[count.bit_length() - 1][start // count]
        middle = start + split(count)
        return node(self._over(start, middle), self._over(middle, end))

    def _path(self, index: int, start: int, end: int) -> Iterator[bytes]:
        if end - start <= 1:
            return
        middle = start + split(end - start)
        if index < middle:
            yield from self._path(index, start, middle)
            yield self._over(middle, end)
        else:
            yield from self._path(index, middle, end)
            yield self._over(start, middle)

    def _beginning(self, first: int, start: int, end: int, *, whole: bool) -> Iterator[bytes]:
        if first == end:
            if not whole:
                yield self._over(start, end)
            return
        middle = start + split(end - start)
        if first <= middle:
            yield from self._beginning(first, start, middle, whole=whole)
            yield self._over(middle, end)
        else:
            yield from self._beginning(first, middle, end, whole=False)
            yield self._over(start, middle)


def split(count: int) -> int:
    """Return the largest power of two below a count above one: where its tree parts."""
    return 1 << (count - 1).bit_length() - 1


def is_beginning(first: int, root: bytes, second: int, later: bytes, proof: Sequence[bytes]) -> bool:
    """Return whether a consistency proof shows the tree ``root`` as the beginning of ``later``: RFC 9162, 2.1.4.2."""
    if first >= second or first == 0:
        return first == second and root == later and not proof
    path = list(proof)
    if first & (first - 1) == 0:
        path.insert(0, root)
    if not path:
        return False
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node(step, old), node(step, new)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            new = node(new, step)
        at, last = at >> 1, last >> 1
    return last == 0 and old == root and new == later
