"""A UPK that handed in packages of ``susunan`` 1, which name no id, and hands in those of ``susunan`` 2, which do."""

from collections.abc import Iterable, Mapping
from typing import Final

from danabergulir.domain.city.packages import ChainEnd, MonthPackage
from danabergulir.errors import Finding
from danabergulir.frozen import Struct

NAMED: Final = "nama-"
"""What the id begins with that a city makes of the names in a package without one."""


class BookSeen(Struct, frozen=True):
    """Of which book a package says it is: its id, its names as they are compared, and the heads before and after it."""

    id: str
    place: tuple[str, str, str]
    ends: frozenset[ChainEnd]


def book_of(package: MonthPackage) -> BookSeen:
    """Return the same of a package that the city has."""
    return BookSeen(package.sender.id, package.sender.place, frozenset((package.before, package.head)))


def successors(seen: Iterable[BookSeen]) -> Mapping[str, str]:
    """Return the ids made of names by the id of the same book.

    It is the same where the names are, and one package names a head that another one does: nobody makes a second book
    that has it. Where two ids would do, none is.
    """
    ends: dict[tuple[str, tuple[str, str, str]], set[ChainEnd]] = {}
    for book in seen:
        ends.setdefault((book.id, book.place), set()).update(end for end in book.ends if end.number)
    by_place: dict[tuple[str, str, str], list[tuple[str, set[ChainEnd]]]] = {}
    for (sender, place), heads in ends.items():
        by_place.setdefault(place, []).append((sender, heads))
    found = {}
    for books in by_place.values():
        own = [(sender, heads) for sender, heads in books if not sender.startswith(NAMED)]
        for sender, heads in books:
            same = [other for other, others in own if heads & others] if sender.startswith(NAMED) else []
            if len(same) == 1:
                found[sender] = same[0]
    return found


def unproved(package: MonthPackage, others: Iterable[MonthPackage]) -> Finding | None:
    """Return that a package may be of the UPK of others, of another ``susunan``; None where none has its names."""
    one = next((other for other in others if other.sender.place == package.sender.place), None)
    if one is None:
        return None
    message = (
        f"mungkin sama dengan {one.sender.upk} yang menyerahkan paket {one.month} (susunan {one.layout}), tetapi "
        "rantai buktinya tidak menyambung ke paket itu: dihitung sebagai UPK lain"
    )
    hint = "Bila buku yang sama, minta paket bulan di antaranya. Bila UPK membuat buku baru, tanyakan sebabnya."
    return Finding("kota-susunan", f"bulan {package.month}", message, hint, severity="peringatan")
