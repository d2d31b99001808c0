"""Audit packages changed as a careful forger would, every sum put right; and those of the first kind."""

import csv
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from danabergulir.reports.exports.audit_chain import ALL_TABLES, CHAIN_TABLES

_NEWER = ("skema", "id_upk", "rahasia", "bulan", "kepala_sebelum", "catatan", "kunci_kota", "belum_terbukti")


def described_in(folder: Path):
    """Return what the package says of itself."""
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def sealed_anew(folder: Path) -> None:
    """Bring both descriptions up to date with files that were changed: what a careful forger would do."""
    described = described_in(folder)
    for resource in described["resources"]:
        table = next((table for table in ALL_TABLES if table.name == resource["name"]), None)
        if table is None or not (folder / resource["path"]).exists():
            continue
        resource.update(_told_of((folder / resource["path"]).read_bytes(), table.summed))
    text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")
    (folder / "SHA256SUMS").write_text(summed(folder), encoding="utf-8", newline="\n")


@lru_cache(maxsize=256)  # one file of a package is changed, again and again, and twenty are not
def _told_of(content: bytes, summed: Sequence[str]) -> Mapping[str, object]:
    """Return what a description says of a file."""
    lines = list(csv.DictReader(content.decode("utf-8-sig").splitlines(keepends=True), delimiter=";"))
    return {
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "rows": len(lines),
        "jumlah_kontrol": {name: sum(int(line[name]) for line in lines) for name in summed},
    }


def summed(folder: Path) -> str:
    """Return what ``sha256sum`` prints for every file of the package but its own list."""
    files = sorted(path for path in folder.iterdir() if path.name != "SHA256SUMS")
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


def first_kind(folder: Path) -> None:
    """Make a package of ``susunan`` 2 one of ``susunan`` 1: what it has more is taken away."""
    described = described_in(folder)
    more = {table.name for table in CHAIN_TABLES}
    described["resources"] = [item for item in described["resources"] if item["name"] not in more]
    for name in _NEWER:
        described["danabergulir"].pop(name, None)
    described["danabergulir"]["susunan"] = 1
    for name in (*(f"{name}.csv" for name in more), "kebijakan.toml"):
        (folder / name).unlink(missing_ok=True)
    (folder / "datapackage.json").write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")
    (folder / "SHA256SUMS").write_text(summed(folder), encoding="utf-8", newline="\n")
