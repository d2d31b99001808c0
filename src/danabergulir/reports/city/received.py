"""What became of packages that were handed in to a city, as a table: a line for each thing that was found."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from danabergulir.domain.city.packages import PackageOutcome, PackageReceived
from danabergulir.errors import Finding
from danabergulir.frozen import Struct
from danabergulir.money import format_count
from danabergulir.reports.model.sheet import Cell, Column, Section, rows_of


class _Found(Struct, frozen=True):
    """One finding of one package."""

    received: PackageReceived
    finding: Finding


_COLUMNS: Final = (
    Column("paket", "Paket", identifies=True, of=lambda line: line.received.folder),
    Column("upk", "UPK", of=lambda line: line.received.package.sender.upk if line.received.package else ""),
    Column("bulan", "Bulan", of=lambda line: str(line.received.package.month) if line.received.package else ""),
    Column("hasil", "Hasil", of=lambda line: line.received.outcome.value),
    Column("pemeriksaan", "Pemeriksaan", of=lambda line: line.finding.check),
    Column(
        "keterangan",
        "Keterangan",
        of=lambda line: ": ".join(filter(None, (line.finding.subject, line.finding.message))),
    ),
    Column("saran", "Saran", of=lambda line: line.finding.hint),
)
_SHOWN: Final = 3
_ID: Final = Column(
    "id_upk", "ID UPK", of=lambda line: line.received.package.sender.id if line.received.package else ""
)


def found_table(received: Sequence[PackageReceived], *, whole: bool) -> Section:
    """Return a line for each finding of each package, and below them what became of all.

    Only the ``whole`` one has more than a few of each package, and the ids, which say nothing to a reader.
    """
    lines = [line for item in received for line in _lines(item, len(item.findings) if whole else _SHOWN)]
    columns = (*_COLUMNS, _ID) if whole else _COLUMNS
    return Section(columns, rows_of(columns, lines), notes=(_told(received),), empty_note="Tidak ada temuan.")


def _lines(received: PackageReceived, most: int) -> Iterator[_Found]:
    for finding in received.findings[:most]:
        yield _Found(received, finding)
    more = len(received.findings) - most
    if more > 0:
        yield _Found(received, Finding("", "", f"dan {more} temuan lagi", "Lihat semua dengan --format csv."))


def _told(received: Sequence[PackageReceived]) -> str:
    outcomes = Counter(item.outcome for item in received)
    words = ", ".join(f"{format_count(outcomes[outcome])} {outcome}" for outcome in PackageOutcome)
    return f"{format_count(len(received))} paket: {words}."


def counted(received: Sequence[PackageReceived]) -> dict[str, Cell]:
    """Return how many packages became what, for other programs."""
    outcomes = Counter(item.outcome for item in received)
    return {outcome.value.replace(" ", "_"): outcomes[outcome] for outcome in PackageOutcome}
