"""Packages of many invented UPK, made of those of the demonstration: other names, an id of their own, sound sums."""

import csv
import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

from danabergulir.dates import Month, months_through
from danabergulir.operations.audit import package
from operations.forged_package import described_in, sealed_anew

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
    rewrite(folder, "ksm", lambda row: row | {"nama": f"{row['nama']} {number:04d}"})
    return folder


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
