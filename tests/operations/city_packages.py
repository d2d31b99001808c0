"""Packages of many invented UPK, made of those of the demonstration: other names, an id of their own, sound sums."""

import csv
import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from danabergulir.dates import Month, months_through
from danabergulir.ledger.file import seals
from danabergulir.operations.audit import package
from danabergulir.operations.audit.package_csv import TableFile, read
from danabergulir.reports.exports.audit_chain import ALL_TABLES
from danabergulir.reports.exports.audit_tables import entry_parts
from operations.forged_package import described_in, sealed_anew

_VERSIONS = next(table for table in ALL_TABLES if table.name == "versi")
OPENED_ON = date(2021, 11, 30)
_PLACES = ("Rawa", "Tanjung", "Bukit", "Sumber", "Kampung", "Teluk", "Padang", "Muara")
_THINGS = ("Sari", "Indah", "Jaya", "Makmur", "Asri", "Baru", "Permai", "Rejeki", "Lestari")


def handed_in(
    ledger: Path, folder: Path, months: Iterable[Month], *, full: bool = False, city_key: bytes | None = None
) -> dict[Month, Path]:
    """Write a package of a ledger for each month, as a UPK hands them in; the first one from the opening on."""
    written = {}
    for month in months:
        first = OPENED_ON if month == Month.of(OPENED_ON).shifted(1) else month.first_on
        written[month] = package.write(
            ledger, first, month.last_on, folder / str(month), full=full, continued=True, city_key=city_key
        ).folder
    return written


def months(first: str, last: str) -> list[Month]:
    """Return the months from one to another."""
    return list(months_through(Month.parse(first), Month.parse(last)))


def another_upk(source: Path, folder: Path, number: int) -> Path:
    """Return a package that is the one in ``source`` but for whose it is: UPK ``number``, its place, its KSM."""
    shutil.copytree(source, folder)
    kelurahan = f"{_PLACES[number % 8]} {_THINGS[number // 8 % 9]} {number:04d}"
    said = {
        "id_upk": f"{number:016x}",
        "upk": f"UPK {kelurahan}",
        "bkm": f"BKM {kelurahan}",
        "kelurahan": kelurahan,
        "kecamatan": f"Kecamatan {_PLACES[number % 7]}",
    }
    describe(folder, said)
    rename_groups(source, folder, lambda _, name: f"{name} {number:04d}")
    return folder


def rename_groups(source: Path, folder: Path, renamed: Callable[[str, str], str]) -> None:
    """Let the KSM of the package in ``folder`` have had other names from the beginning: its entries say so as well.

    ``renamed`` has a code and a name; ``source`` is as in ``record_otherwise``.
    """
    rewrite(folder, "ksm", lambda row: row | {"nama": renamed(row["kode"], row["nama"])})

    def recorded(table: str, content: str) -> str:
        if table != "ksm":
            return content
        name, cells = json.loads(content)
        cells |= {"name": renamed(cells["code"], cells["name"])}
        return json.dumps([name, cells], ensure_ascii=False, separators=(",", ":"))

    record_otherwise(source, folder, recorded)


def record_otherwise(source: Path, folder: Path, recorded: Callable[[str, str], str]) -> None:
    """Let the entries of the package in ``folder`` say something else, and every head be worked out anew.

    ``recorded`` has the table and the content of an entry. Those before the package are had from the packages beside
    ``source``, of which it is one.
    """
    told = described_in(folder)["danabergulir"]["catatan"]
    heads = _head_before(source.parent)
    entries = {
        seq: (table, key, recorded(table, content))
        for seq, (table, key, content) in sorted(_entries_beside(source.parent).items())
    }
    for seq, (_, _, content) in entries.items():
        heads[seq] = seals.next_head(heads[seq - 1], sha256(content.encode()).digest())
    with TableFile(_VERSIONS, folder, ";") as file:
        for seq in range(told["dari"], told["sampai"] + 1):
            for part in entry_parts(seq, *entries[seq], heads[seq].hex()):
                file.add(part)
    ends = {"kepala_sebelum": heads[told["dari"] - 1].hex(), "kepala": heads[told["sampai"]].hex()}
    describe(folder, {"catatan": told | ends})


@lru_cache(maxsize=4)
def _entries_beside(folder: Path) -> Mapping[int, tuple[str, str, str]]:
    """Return the entries of all packages in a folder: table, key and content by their number."""
    found: dict[int, tuple[str, str, str]] = {}
    for package_of in folder.iterdir():
        for seq, lines in groupby(read(package_of, _VERSIONS, ";"), key=itemgetter(0)):
            parts = list(lines)
            found[seq] = (parts[0][2], parts[0][3], "".join(part[4] for part in parts))
    return found


def _head_before(folder: Path) -> dict[int, bytes]:
    """Return the head before the first entry that the packages in a folder have, by the number of the one before it."""
    chains = [described_in(package_of)["danabergulir"]["catatan"] for package_of in folder.iterdir()]
    first = min(chains, key=itemgetter("dari"))
    return {first["dari"] - 1: bytes.fromhex(first["kepala_sebelum"])}


def describe(folder: Path, said: Mapping[str, object]) -> None:
    """Let a package say other things of itself."""
    told = described_in(folder)
    told["danabergulir"] |= said
    (folder / "datapackage.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8", newline="\n")
    sealed_anew(folder)


def rewrite(folder: Path, table: str, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
    """Change every row of a table as a careful forger would: all sums and digests of files are put right."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [change(row) for row in csv.DictReader(file, delimiter=";")]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
    sealed_anew(folder)


def mark_member(folder: Path, code: str, number: int, mark: str) -> None:
    """Let a package whose members have no mark have one."""
    path = folder / "tanda_anggota.csv"
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(f'"{code}";{number};"{mark}"\r\n')
    sealed_anew(folder)


def rename_group(folder: Path, code: str, name: str) -> None:
    """Give a KSM of a package another name."""
    rewrite(folder, "ksm", lambda row: row | {"nama": name} if row["kode"] == code else row)
