"""What a package that was handed in to a city says of itself, and what the city keeps of it."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from danabergulir.dates import Month
from danabergulir.errors import Finding
from danabergulir.frozen import Struct, field


class SendingUpk(Struct, frozen=True):
    """The UPK that a package says it comes from; the id was made once, with its book."""

    id: str
    upk: str
    board: str
    kelurahan: str
    kecamatan: str
    city: str
    province: str

    @property
    def place(self) -> tuple[str, str, str]:
        """Return what tells two UPK apart that have one id: their names, however they are written."""
        return place_of(self.upk, self.kelurahan, self.kecamatan)


class ChainEnd(Struct, frozen=True):
    """How far a chain goes: the number of its last link, and the digest there, as hexadecimal digits."""

    number: int
    digest: str


class Judged(Struct, frozen=True):
    """By which rules of its own board a UPK is measured, as far as a city has to know them.

    The missed count from which a loan is at risk, the accounts left out of CCr, and whether an instalment counts as
    missed as in the default policy, so that the count can be had again from the schedules.
    """

    missed_from: int
    ccr_except: tuple[str, ...]
    usual_count: bool


class MonthPackage(Struct, frozen=True):
    """One package of one UPK, that ends with a month, as far as packages are compared.

    ``digest`` tells one package from every other. ``before`` and ``head`` are the chain of vouchers before its first
    day and at its end; ``entries_before`` and ``entries`` those of all entries, None in a package of ``susunan`` 1.
    ``key_name`` is that of the city's key by which its members are marked, None where they are not.
    ``entry_heads`` are the heads after the entries that it carries; ``opening`` and ``closing`` the balances of its
    accounts that are not nil, in rupiah, debit positive.
    """

    digest: str
    sender: SendingUpk
    first: date
    last: date
    opened_on: date
    layout: int
    program: str
    before: ChainEnd
    head: ChainEnd
    entries_before: ChainEnd | None
    entries: ChainEnd | None
    key_name: str | None
    judged: Judged
    opening: Mapping[str, int] = field(default_factory=dict)
    closing: Mapping[str, int] = field(default_factory=dict)
    entry_heads: Mapping[int, str] = field(default_factory=dict)

    @property
    def month(self) -> Month:
        """Return the month that it stands for: the one it ends with."""
        return Month.of(self.last)

    @property
    def key(self) -> tuple[str, str]:
        """Return whose package of which month it is."""
        return (self.sender.id, str(self.month))


class PackageOutcome(StrEnum):
    """What became of a package."""

    TAKEN = "diambil"
    REPLACED = "diganti"
    KNOWN = "sudah ada"
    REFUSED = "ditolak"


class PackageReceived(Struct, frozen=True):
    """A package as it was handed in: its folder, what it says of itself where it can be read, what became of it."""

    folder: str
    outcome: PackageOutcome
    package: MonthPackage | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Return whether something about it is wrong, and not only worth a look."""
        return any(item.severity == "galat" for item in self.findings)


def place_of(upk: str, kelurahan: str, kecamatan: str) -> tuple[str, str, str]:
    """Return the names of a UPK as they are compared."""
    return (folded(upk), folded(kelurahan), folded(kecamatan))


def folded(name: str) -> str:
    """Return a name as it is compared: letters and digits alone, small, without what a group is called before it."""
    words = "".join(letter if letter.isalnum() else " " for letter in name.casefold()).split()
    return "".join(word for word in words if word not in {"ksm", "kelompok", "upk"}) or "".join(words)
