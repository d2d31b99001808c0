"""What an audit package says of itself in its description: read, and nothing of it believed."""

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from danabergulir.errors import Finding
from danabergulir.frozen import Struct
from danabergulir.ledger.file import schema, seals
from danabergulir.ledger.file.seals import Identity
from danabergulir.operations.audit.city_key import Marks
from danabergulir.operations.audit.package_csv import file_name, own_file
from danabergulir.operations.audit.package_files import DESCRIPTION, VERSION, PackageRequest
from danabergulir.reports.exports.audit_chain import ALL_TABLES
from danabergulir.reports.exports.audit_chain import tables_of as tables_of_version
from danabergulir.reports.exports.audit_schema import Table

ASK_AGAIN: Final = "Minta paket yang baru kepada UPK."
_DELIMITERS: Final = (";", ",", "\t")
_BY_NAME: Final = {table.name: table for table in ALL_TABLES}
_HASH: Final = re.compile("sha256:[0-9a-f]{64}")
_KEY_NAME: Final = re.compile("[0-9a-f]{16}")


class DescribedFile(Struct, frozen=True):
    """What ``datapackage.json`` says of one file."""

    size: int
    hash: str
    rows: int
    totals: Mapping[str, int]


class DescribedChain(Struct, frozen=True):
    """What a package of ``susunan`` 2 says of its entries: whose they are, and the heads before and after them."""

    identity: Identity
    head_before: bytes
    newest: bytes


class Described(Struct, frozen=True):
    """What ``datapackage.json`` says: how it was made, each file, and the chain head with its voucher.

    ``from_opening`` says that the period starts at the opening balances or before, where the chain of vouchers begins.
    ``chain`` is None in packages of ``susunan`` 1; ``origin`` is all that the package says of where it comes from.
    """

    folder: Path
    origin: Mapping[str, Any]
    asked: PackageRequest
    files: Mapping[str, DescribedFile]
    from_opening: bool
    head: str
    head_number: str
    head_dated_on: date | None
    chain: DescribedChain | None

    @property
    def version(self) -> int:
        """Return the ``susunan`` of the package."""
        return 1 if self.chain is None else VERSION

    @property
    def tables(self) -> tuple[Table, ...]:
        """Return the tables that the package ought to have."""
        tables = tables_of_version(self.version, full=self.asked.full, marked=self.asked.marks is not None)
        return tuple(table for table in tables if self.chain or not table.newer or table.name in self.files)


class NewerPackageError(ValueError):
    """The package was made by a newer program."""


def description(folder: Path) -> Described:
    """Return what the package says of itself.

    Raises ``OSError``, ``NewerPackageError``, and one of ``NO_DESCRIPTION`` for what is no description.
    """
    told = json.loads(own_file(folder, DESCRIPTION).read_text(encoding="utf-8"))
    origin = told["danabergulir"]
    version = origin["susunan"]
    refuse_unlike(int, version, origin.get("skema", 0))
    if version > VERSION or origin.get("skema", 0) > schema.SCHEMA_VERSION:
        raise NewerPackageError(version)
    resources = {resource["name"]: resource for resource in told["resources"]}
    delimiter = resources["bukti"]["dialect"]["delimiter"]
    full = origin["nik_dan_telepon"] == "lengkap"
    chain = _chain(origin, full=full) if version == VERSION else None
    marks = _marks(origin) if chain else None
    tables = tables_of_version(VERSION if chain else 1, full=full, marked=marks is not None)
    known = {table.name for table in tables}
    if delimiter not in _DELIMITERS or len(resources) != len(told["resources"]) or not resources.keys() <= known:
        raise ValueError(delimiter)
    files = {name: _described_file(_BY_NAME[name], resource) for name, resource in resources.items()}
    first, opened_on = date.fromisoformat(origin["dari"]), date.fromisoformat(origin["saldo_awal_buku"])
    head = origin["kepala_rantai"]
    refuse_unlike(str, head["digest"], head["bukti"] or "", origin["program"])
    dated_on = head["tanggal"] and date.fromisoformat(head["tanggal"])
    entries = (origin["catatan"]["dari"], origin["catatan"]["sampai"]) if chain else (0, 0)
    last = date.fromisoformat(origin["sampai"])
    return Described(
        folder=folder,
        origin=origin,
        asked=PackageRequest(
            first, last, entries, full=full, delimiter=delimiter, program=origin["program"], marks=marks
        ),
        files=files,
        from_opening=first <= opened_on,
        head=head["digest"],
        head_number=head["bukti"],
        head_dated_on=dated_on,
        chain=chain,
    )


NO_DESCRIPTION: Final = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What reading a description ends in that is none."""


def _chain(origin: Mapping[str, Any], *, full: bool) -> DescribedChain:
    entries = origin["catatan"]
    refuse_unlike(int, entries["dari"], entries["sampai"], entries["disegel"])
    refuse_unlike(str, origin["id_upk"])
    secret = bytes.fromhex(origin["rahasia"]) if full else seals.NO_SECRET
    before, newest = bytes.fromhex(entries["kepala_sebelum"]), bytes.fromhex(entries["kepala"])
    identity = Identity(origin["id_upk"], secret, entries["disegel"])
    if not identity.is_its_own or full == identity.is_masked or entries["dari"] < 1:
        raise ValueError(identity.upk_id)
    return DescribedChain(identity, before, newest)


def _marks(origin: Mapping[str, Any]) -> Marks | None:
    """Return which key the members are marked by; the marks themselves stand in their table. Raises ``ValueError``."""
    name = origin.get("kunci_kota")
    if name is None:
        return None
    if not _KEY_NAME.fullmatch(name):
        raise ValueError(name)
    return Marks(name, ())


def _described_file(table: Table, resource: Mapping[str, Any]) -> DescribedFile:
    """Return what is said of the file of a table, which lies in the folder of the package and nowhere else.

    Raises ``KeyError``, ``TypeError`` and ``ValueError``.
    """
    size, digest, rows, totals = (resource[name] for name in ("bytes", "hash", "rows", "jumlah_kontrol"))
    refuse_unlike(int, size, rows, *totals.values())
    if resource["path"] != file_name(table) or not _HASH.fullmatch(digest):
        raise ValueError(table.name)
    return DescribedFile(size, digest, rows, dict(totals))


def refuse_unlike(kind: type, *values: object) -> None:
    """Raise ``TypeError`` for a value of another kind."""
    if not all(isinstance(value, kind) for value in values):
        raise TypeError(kind)


def finding(check_name: str, subject: str, message: str) -> Finding:
    """Return what is wrong with a package, for which another one has to be asked for."""
    return Finding(check_name, subject, message, ASK_AGAIN)
