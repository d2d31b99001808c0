"""A ledger made again from audit packages: the same entries under the same heads, and so the same reports."""

from collections.abc import Sequence
from pathlib import Path

from danabergulir.errors import FaultyDataError, UsageError
from danabergulir.frozen import Struct
from danabergulir.ledger.file import schema, seals, store
from danabergulir.ledger.read import vouchers
from danabergulir.ledger.rebuilding import Rebuilt
from danabergulir.operations.audit.package_check import check, refuse_no_folder
from danabergulir.operations.audit.package_description import Described, description
from danabergulir.operations.audit.package_proof import add_entries, in_order
from danabergulir.reports.model.sheet import Cell


class TakenIn(Struct, frozen=True):
    """A ledger made from packages: where, its vouchers and entries, its newest head, and whether cells are masked."""

    path: Path
    vouchers: int
    entries: int
    head: str
    masked: bool

    @property
    def facts(self) -> tuple[tuple[str, Cell], ...]:
        """Return what a person writes down about it, label and value."""
        return (
            ("Buku", str(self.path)),
            ("Jumlah bukti", self.vouchers),
            ("Jumlah catatan", self.entries),
            ("Kepala buku", self.head),
        )


def take_in(path: Path, folders: Sequence[Path]) -> TakenIn:
    """Make the ledger ``path`` of packages that together hold the chain from its beginning.

    Raises ``FaultyDataError`` for packages that do not prove themselves, ``UsageError`` where the beginning is missing
    or a package is too old, and ``LedgerUnusableError`` where something stands at ``path`` already. And as
    ``refuse_no_folder``.
    """
    store.refuse_taken(path)
    refuse_no_folder(folders)
    findings = check(*folders)
    if any(item.severity == "galat" for item in findings):
        named = " ".join(f"--paket {folder}" for folder in folders)
        raise FaultyDataError(
            "paket tidak utuh, jadi buku tidak dibuat",
            f"Minta paket yang baru kepada UPK. Lihat lagi: danabergulir periksa {named}",
            [item for item in findings if item.severity == "galat"],
        )
    packages = in_order([_described(folder) for folder in folders])
    first = packages[0][0].asked.entries[0]
    if first != 1:
        raise UsageError(
            f"paket {packages[0][0].folder} sambungan: catatan 1 sampai {first - 1} ada di paket sebelumnya",
            "Sebut juga paket sebelumnya: danabergulir impor paket LAMA INI",
        )
    with store.creating(path, schema.lay_out) as connection:
        rebuilt = Rebuilt(connection, packages[0][1].identity)
        heads: dict[int, bytes] = {}
        for told, chain in packages:
            add_entries(rebuilt, told, chain, heads)
        fault = next(rebuilt.faults(), None)
        assert fault is None, fault  # they were found sound
        recorded = vouchers.newest(connection)
        entries, head = seals.newest(connection)
        masked = seals.identity_of(connection).is_masked
    return TakenIn(path, recorded, entries, head.hex(), masked)


def _described(folder: Path) -> Described:
    """Return what a sound package says of itself. Raises ``UsageError`` for one that does not hold every entry."""
    told = description(folder)
    if told.chain is None:
        raise UsageError(f"paket {folder} susunan 1: tidak memuat semua catatan", "Minta paket susunan 2 kepada UPK.")
    return told
