"""Checking an audit package by itself: no ledger is needed, and nothing in the package is believed unchecked."""

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from danabergulir.errors import Finding, NotFoundError, UsageError
from danabergulir.files import file_digest
from danabergulir.frozen import Struct, replace
from danabergulir.money import format_count
from danabergulir.operations.audit.package_csv import file_name, own_file, read
from danabergulir.operations.audit.package_description import (
    ASK_AGAIN,
    NO_DESCRIPTION,
    Described,
    NewerPackageError,
    description,
    finding,
)
from danabergulir.operations.audit.package_files import DESCRIPTION, POLICY, README, SUMS, sums
from danabergulir.operations.audit.package_proof import proofs
from danabergulir.operations.audit.package_vouchers import balance_findings, chain_findings
from danabergulir.reports.exports.audit_chain import ALL_TABLES
from danabergulir.reports.exports.audit_schema import Table

_BY_NAME: Final = {table.name: table for table in ALL_TABLES}
_SHOWN: Final = 5
_UNREAD: Final = "file ini tidak ada atau tidak dapat dibuka"
STILL_ZIPPED: Final = "paket ini masih berupa file ZIP"
TAKE_OUT: Final = "Buka (ekstrak) file itu ke folder sendiri, lalu ulangi dengan folder itu."


def refuse_no_folder(places: Sequence[Path]) -> None:
    """Raise ``NotFoundError`` for a place of packages that is not there, ``UsageError`` for one that is a file."""
    for place in places:
        if place.is_file():
            zipped = place.suffix.lower() == ".zip"
            message = STILL_ZIPPED if zipped else "ini file, bukan folder paket"
            raise UsageError(f"{message}: {place}", TAKE_OUT if zipped else "Sebut folder yang memuatnya.")
        if not place.is_dir():
            raise NotFoundError(f"folder paket tidak ada: {place}", "Periksa namanya, lalu ulangi.")


def check(*folders: Path) -> list[Finding]:
    """Return what is wrong with the packages in ``folders``; none when every check holds.

    Each file is as described (size, SHA-256, lines, control totals), every cell can be read, keys are unique and point
    somewhere, the chain of vouchers is as its digests say, the balances are those of the transfers, the chain of
    entries is as its heads say, and every table is the one that the ledger which they make comes to. A package that is
    continued proves that only together with those before it.
    """
    found, sound = [], []
    for folder in folders:
        findings, told = check_alone(folder)
        found += [replace(item, subject=f"{folder}: {item.subject}") for item in findings] if folders[1:] else findings
        if told is not None:
            sound.append(told)
    return [*found, *proofs(sound, named=len(folders) > 1)] if len(sound) == len(folders) else found


def check_alone(folder: Path) -> tuple[list[Finding], Described | None]:
    """Return what can be seen without making a ledger, and what the package says of itself where it can be read."""
    try:
        described = description(folder)
    except OSError:
        return [finding("paket-isi", DESCRIPTION, _UNREAD)], None
    except NewerPackageError:
        message = "paket ini dibuat program yang lebih baru"
        return [Finding("paket-isi", DESCRIPTION, message, "Pasang danabergulir terbaru, lalu ulangi.")], None
    except NO_DESCRIPTION:
        return [finding("paket-isi", DESCRIPTION, "isi file ini bukan keterangan paket audit")], None
    keys: dict[str, set[Any]] = {}
    tables = described.tables
    findings = [item for table in tables for item in _table_findings(folder, table, described, keys)]
    findings += _sums_findings(folder, described)
    if not all(table.name in keys for table in tables):
        return findings, None
    try:
        findings += [*chain_findings(described), *balance_findings(described)]
    except ValueError as error:
        findings.append(finding("paket-rantai", "bukti", str(error)))
    except OSError:  # a medium that fails meanwhile
        return [*findings, finding("paket-isi", "bukti", _UNREAD)], None
    return findings, described


class _Contents(Struct, frozen=True):
    """What one table really holds; a key of one column is its value, of several a tuple."""

    rows: int
    keys: set[Any]
    totals: Mapping[str, int]
    faults: list[Finding]


def _table_findings(folder: Path, table: Table, described: Described, keys: dict[str, set[Any]]) -> Iterator[Finding]:
    """Yield what is wrong with one table; its keys are added to ``keys`` when all of it can be read."""
    name = file_name(table)
    told = described.files.get(table.name)
    if told is None:
        yield finding("paket-isi", name, f"tabel ini tidak disebut dalam {DESCRIPTION}")
        return
    try:
        if _fingerprint(own_file(folder, name)) != (told.size, told.hash):
            yield finding("paket-berkas", name, "isi file ini sudah berubah sejak paket dibuat (SHA-256 berbeda)")
        found = _contents(folder, table, described.asked.delimiter, keys)
    except OSError:
        yield finding("paket-isi", name, _UNREAD)
        return
    except ValueError as error:
        yield finding("paket-isi", name, str(error))
        return
    keys[table.name] = found.keys
    yield from found.faults[:_SHOWN]
    if len(found.faults) > _SHOWN:
        yield finding("paket-kunci", name, f"dan {len(found.faults) - _SHOWN} kesalahan kunci lagi")
    if found.rows != told.rows:
        yield finding("paket-baris", name, f"ada {found.rows} baris, menurut {DESCRIPTION} {told.rows}")
    for column, amount in found.totals.items():
        stated = told.totals.get(column)
        if amount != stated:
            due = "tidak ada" if stated is None else format_count(stated)
            yield finding(
                "paket-jumlah", name, f"jumlah kolom {column} {format_count(amount)}, menurut {DESCRIPTION} {due}"
            )


def _sums_findings(folder: Path, described: Described) -> Iterator[Finding]:
    """Yield which of the files that no other file speaks for has changed; ``SHA256SUMS`` is read byte by byte.

    A package without it is older: then nothing speaks for them.
    """
    try:
        told = own_file(folder, SUMS).read_bytes()
    except OSError:
        message = f"{_UNREAD}, jadi {DESCRIPTION} dan {README} tidak dapat dibuktikan"
        yield Finding("paket-berkas", SUMS, message, ASK_AGAIN, severity="peringatan")
        return
    alone = {}
    for name in (DESCRIPTION, README, POLICY)[: 2 if described.chain is None else 3]:
        try:
            alone[name] = file_digest(own_file(folder, name))
        except OSError:
            yield finding("paket-berkas", name, _UNREAD)
            return
    changed = [name for name, digest in alone.items() if sums({name: digest}).encode() not in told]
    for name in changed:
        yield finding("paket-berkas", name, f"isi file ini bukan yang tertulis di {SUMS}")
    tables = {file_name(_BY_NAME[name]): file.hash.removeprefix("sha256:") for name, file in described.files.items()}
    if not changed and sums(alone | tables).encode() != told:
        yield finding("paket-berkas", SUMS, f"isi file ini bukan yang tertulis di {DESCRIPTION}")


def _fingerprint(path: Path) -> tuple[int, str]:
    """Return the size of a file and its SHA-256 as a package writes it. Raises ``OSError``."""
    return path.stat().st_size, f"sha256:{file_digest(path)}"


def _contents(folder: Path, table: Table, delimiter: str, known: Mapping[str, set[Any]]) -> _Contents:
    """Return what a table holds, read whole; ``known`` are the keys of the tables before it.

    Raises ``ValueError`` naming the line that cannot be read, and ``OSError``.
    """
    columns = [field.name for field in table.fields]
    key = itemgetter(*(columns.index(name) for name in table.key))
    pointers = [(columns.index(column), column, target) for column, target in table.points_to if target in known]
    summed = [(columns.index(name), name) for name in table.summed]
    keys: set[Any] = set()
    totals = dict.fromkeys(table.summed, 0)
    faults = []
    rows = 0
    for rows, line in enumerate(read(folder, table, delimiter), start=1):
        own = key(line)
        if own in keys:
            faults.append(finding("paket-kunci", file_name(table), f"baris {rows + 1} berulang: {own}"))
        keys.add(own)
        for place, column, target in pointers:
            if line[place] is not None and line[place] not in known[target]:
                message = f"baris {rows + 1}, kolom {column}: {line[place]} tidak ada di {target}.csv"
                faults.append(finding("paket-kunci", file_name(table), message))
        for place, name in summed:
            totals[name] += line[place]
    return _Contents(rows, keys, totals, faults)
