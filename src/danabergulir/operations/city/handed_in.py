"""The packages that were handed in: where they lie, what each says of itself, and whether it holds by itself.

The only module of the city that knows how a package is written.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple
from zipfile import BadZipFile, ZipFile

from danabergulir.dates import Month
from danabergulir.domain.city.continuity import not_a_month
from danabergulir.domain.city.packages import ChainEnd, Judged, MonthPackage, SendingUpk
from danabergulir.domain.city.succession import NAMED, BookSeen
from danabergulir.domain.journal import FIRST_LINK
from danabergulir.domain.policy.choices import MissedComponent, MissedRule
from danabergulir.domain.policy.file import stored_policy
from danabergulir.domain.policy.rules import DEFAULT_POLICY, Policy
from danabergulir.errors import DanaBergulirError, Finding
from danabergulir.frozen import Struct
from danabergulir.operations.audit.package_check import STILL_ZIPPED, TAKE_OUT, check_alone
from danabergulir.operations.audit.package_csv import file_name, own_file, read
from danabergulir.operations.audit.package_description import (
    ASK_AGAIN,
    NO_DESCRIPTION,
    Described,
    DescribedChain,
    description,
    finding,
)
from danabergulir.operations.audit.package_entries import against_entries
from danabergulir.operations.audit.package_files import DESCRIPTION, POLICY
from danabergulir.operations.audit.package_proof import EntryError, entries_of
from danabergulir.reports.exports.audit_chain import ALL_TABLES
from danabergulir.reports.exports.audit_schema import FieldType

_BY_NAME: Final = {table.name: table for table in ALL_TABLES}
_PRIVATE: Final[Mapping[str, frozenset[str]]] = {
    "ksm": frozenset({"ketua", "telepon", "alamat"}),
    "anggota": frozenset({"nama", "nik"}),
    "bukti": frozenset({"pihak", "keterangan"}),
    "pinjaman": frozenset({"keterangan"}),
    "kinerja": frozenset({"bulan"}),
    "tutup": frozenset({"alasan"}),
}
"""Columns that may name a person: a city asks how its UPK do, and needs nobody's name for that. And the month of the
indicators, which is that of the package."""

_MOST_BYTES: Final = 10_000_000
"""A file in a ZIP file that unfolds to more does not vouch for a package."""

TAKEN_IN: Final = (
    "akun", "ksm", "anggota", "pinjaman", "jadwal", "bukti", "transaksi", "tunggakan", "sanksi", "saldo", "kinerja",
    "tutup", "tanda_anggota",
)  # fmt: skip
"""The tables of a package that a city keeps; the others prove the package, and stay in it."""


class HandedIn(Struct, frozen=True):
    """A package as it lies in its folder; ``package`` is None where it does not say what it is."""

    folder: Path
    package: MonthPackage | None
    findings: tuple[Finding, ...]
    delimiter: str = ";"
    tables: frozenset[str] = frozenset()

    @property
    def is_sound(self) -> bool:
        """Return whether it holds by itself."""
        return self.package is not None and not any(item.severity == "galat" for item in self.findings)

    def file_of(self, table: str) -> Path:
        """Return where the file of a table lies."""
        return self.folder / file_name(_BY_NAME[table])


def package_folders(places: Sequence[Path]) -> Iterator[Path]:
    """Yield the folders of the packages in these places, each once: a place is one itself, or holds some.

    A place that holds none is one that is damaged, and is yielded as well; and so is a package that nobody has taken
    out of its ZIP file.
    """
    found: dict[Path, Path] = {}
    for place in places:
        inside = [place] if _is_package(place) else sorted(filter(_is_package_or_zip, place.rglob("*")))
        for folder in inside or [place]:
            found.setdefault(folder.resolve(), folder)
    zipped = {path: told for path in found.values() if (told := _zipped(path))}
    taken_out = {_digest_of(folder.name, _own_bytes(folder)) for folder in found.values()} if zipped else set()
    for path in found.values():
        if path not in zipped or _digest_of(path.stem, zipped[path].get) not in taken_out:
            yield path


def _is_package(folder: Path) -> bool:
    """Return whether a folder is a package, or what is left of one."""
    return folder.is_dir() and any((folder / name).exists() for name in (DESCRIPTION, "bukti.csv", "saldo.csv"))


def _is_package_or_zip(path: Path) -> bool:
    return _is_package(path) or bool(_zipped(path))


def _zipped(path: Path) -> Mapping[str, bytes]:
    """Return what vouches for a package in a ZIP file, by its name; nothing where it is none, or holds none."""
    if path.suffix.lower() != ".zip" or not path.is_file():
        return {}
    try:
        with ZipFile(path) as archive:
            names = [name for name in archive.namelist() if PurePosixPath(name).name == DESCRIPTION]
            inside = PurePosixPath(names[0]).parent if names else None
            if inside is None:
                return {}
            files = {name: str(inside / name) for name in _VOUCHING}
            told = {name: archive.getinfo(file) for name, file in files.items() if file in archive.namelist()}
            return {name: archive.read(info) for name, info in told.items() if info.file_size <= _MOST_BYTES}
    except (BadZipFile, NotImplementedError, OSError, RuntimeError, zlib.error):
        return {}


class Glance(NamedTuple):
    """Whose package a folder seems to be, and its last day; empty where it does not say.

    ``book`` is what tells of which book it is, whatever its id: the names of its UPK, and the heads it tells of.
    """

    sender: str
    last: str
    book: BookSeen

    @property
    def months_beside(self) -> Sequence[str]:
        """Return the months before and after the one that it ends with."""
        if not self.last:
            return ()
        month = Month.of(date.fromisoformat(self.last))
        return (str(month.shifted(-1)), str(month.shifted(1)))


def glance(folder: Path) -> Glance:
    """Return whose package a folder seems to be, which is enough to know where in the queue it stands."""
    try:
        told = description(folder)
        sender, origin = _sender(told.origin, told.chain), told.origin
        ends = [_link(origin[name]) for name in ("kepala_sebelum", "kepala_rantai") if name in origin]
        return Glance(sender.id, str(told.asked.last), BookSeen(sender.id, sender.place, frozenset(ends)))
    except (OSError, *NO_DESCRIPTION):
        return Glance("", "", BookSeen("", ("", "", ""), frozenset()))


_VOUCHING: Final = (DESCRIPTION, POLICY)
"""The files that vouch for the rest of a package."""


def fingerprint(folder: Path) -> str:
    """Return what tells a package from every other: the SHA-256 of the files that vouch for the rest.

    A folder that holds no package has the one of its name.
    """
    return _digest_of(folder.name, _own_bytes(folder))


def _digest_of(called: str, content: Callable[[str], bytes | None]) -> str:
    digest = hashlib.sha256()
    for name in _VOUCHING:
        told = content(name)
        digest.update(f"{name} {called}".encode(errors="replace") if told is None else told)
    return digest.hexdigest()


def _own_bytes(folder: Path) -> Callable[[str], bytes | None]:
    """Return what reads the files of a folder; None for one that cannot be read."""

    def content(name: str) -> bytes | None:
        try:
            return own_file(folder, name).read_bytes()
        except OSError:
            return None

    return content


def look_at(folder: Path, digest: str) -> HandedIn:
    """Return a package with what is wrong with it by itself: its files, sums, keys, chains, and its period."""
    if folder.is_file():
        return HandedIn(folder, None, (Finding("paket-isi", folder.name, STILL_ZIPPED, TAKE_OUT),))
    findings, told = check_alone(folder)
    told = told or _what_it_says(folder)
    if told is None:
        return HandedIn(folder, None, tuple(findings))
    policy = _policy(told)
    if policy is None:
        findings.append(finding("paket-isi", POLICY, "isi file ini bukan kebijakan"))
    entry_heads: dict[int, str] = {}
    if told.chain is not None:
        try:
            entries = list(entries_of(told, told.chain))
            entry_heads = {entry.seq: entry.head.hex() for entry in entries}
            if not any(item.severity == "galat" for item in findings):
                findings += against_entries(told, entries, policy)
        except EntryError as error:
            findings.append(finding("paket-catatan", error.entry, str(error)))
        except (OSError, ValueError):
            pass  # told already, for every table is read
    package = _package(told, digest, policy or DEFAULT_POLICY, entry_heads)
    if package is None:
        return HandedIn(folder, None, (*findings, finding("paket-isi", DESCRIPTION, "nama UPK tidak ada")))
    unfinished = not_a_month(package)
    return HandedIn(
        folder,
        package,
        (*findings, *([unfinished] if unfinished else [])),
        told.asked.delimiter,
        frozenset(told.files) & frozenset(TAKEN_IN),
    )


def _what_it_says(folder: Path) -> Described | None:
    """Return what a damaged package says of itself, so that the finding has the name of its UPK where it can."""
    try:
        return description(folder)
    except (OSError, *NO_DESCRIPTION):
        return None


def unreadable(folder: Path) -> Finding:
    """Return that the cells of a package are not what its columns hold, although they are as it says."""
    return Finding("paket-isi", folder.name, "ada angka yang terlalu besar atau isi yang tidak lazim", ASK_AGAIN)


def _policy(told: Described) -> Policy | None:
    """Return the policy of a package; the built-in one for an old package, and None for what cannot be read."""
    if told.chain is None:
        return DEFAULT_POLICY
    try:
        return stored_policy(own_file(told.folder, POLICY).read_text(encoding="utf-8"))
    except (OSError, ValueError, DanaBergulirError):
        return None


_NAMES: Final = ("upk", "bkm", "kelurahan", "kecamatan", "kota", "provinsi")


def _package(told: Described, digest: str, policy: Policy, entry_heads: Mapping[int, str]) -> MonthPackage | None:
    origin = told.origin
    words = {name: origin.get(name) for name in _NAMES}
    if not all(isinstance(word, str) for word in words.values()) or not words["upk"]:
        return None
    try:
        opening, closing = _balances(told)
        before = _before(told)
    except (AttributeError, LookupError, OSError, TypeError, ValueError):
        opening, closing, before = {}, {}, ChainEnd(0, FIRST_LINK)
    chain = told.chain
    first, last = told.asked.entries
    return MonthPackage(
        digest=digest,
        sender=_sender(words, chain),
        first=told.asked.first,
        last=told.asked.last,
        opened_on=date.fromisoformat(origin["saldo_awal_buku"]),
        layout=told.version,
        program=told.asked.program,
        before=before,
        head=_link(origin["kepala_rantai"]),
        entries_before=ChainEnd(first - 1, chain.head_before.hex()) if chain else None,
        entries=ChainEnd(last, chain.newest.hex()) if chain else None,
        key_name=told.asked.marks.key_name if told.asked.marks else None,
        judged=_judged(policy),
        opening=opening,
        closing=closing,
        entry_heads=entry_heads,
    )


def _sender(words: Mapping[str, Any], chain: DescribedChain | None) -> SendingUpk:
    """Return whose package it is; an old one names no id, so one is made of its names."""
    made = hashlib.sha256("\n".join(str(words[name]) for name in _NAMES).encode(errors="replace")).hexdigest()[:16]
    return SendingUpk(
        id=chain.identity.upk_id if chain else f"{NAMED}{made}",
        upk=words["upk"],
        board=words["bkm"],
        kelurahan=words["kelurahan"],
        kecamatan=words["kecamatan"],
        city=words["kota"],
        province=words["provinsi"],
    )


def _judged(policy: Policy) -> Judged:
    usual = (policy.arrears.missed, policy.arrears.component) == (MissedRule.UNFINISHED, MissedComponent.PRINCIPAL)
    return Judged(policy.risk.missed_from, tuple(policy.performance.ccr_except), usual)


def _link(told: Mapping[str, Any]) -> ChainEnd:
    number = told.get("urutan", 0)
    return ChainEnd(number if isinstance(number, int) else 0, str(told.get("digest", FIRST_LINK)))


def _before(told: Described) -> ChainEnd:
    """Return the head of the vouchers before the period; an old package tells it by its first voucher alone."""
    if told.chain is not None:
        return _link(told.origin["kepala_sebelum"])
    for line in read(told.folder, _BY_NAME["bukti"], told.asked.delimiter):
        return ChainEnd(line[0] - 1, line[-2])
    return _link(told.origin["kepala_rantai"])


def _balances(told: Described) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Return opening and closing balance of every account that has one. Raises ``OSError`` and ``ValueError``."""
    lines = list(read(told.folder, _BY_NAME["saldo"], told.asked.delimiter))
    return {line[0]: line[1] for line in lines if line[1]}, {line[0]: line[4] for line in lines if line[4]}


_TYPES: Final = {
    FieldType.TEXT: "VARCHAR",
    FieldType.WHOLE: "BIGINT",
    FieldType.DECIMAL: "DECIMAL(18, 4)",
    FieldType.DAY: "DATE",
    FieldType.MOMENT: "VARCHAR",
    FieldType.YES_NO: "BOOLEAN",
}


def written_columns(table: str) -> Sequence[str]:
    """Return the columns of a table's file, in their order."""
    return [field.name for field in _BY_NAME[table].fields]


def kept_columns(table: str) -> Mapping[str, tuple[str, str]]:
    """Return the columns of a table that a city keeps: the type of each, and the SQL that reads its cell in ``f``."""
    hidden = _PRIVATE.get(table, frozenset())
    kept = {
        field.name: (_TYPES[field.type], _read(field.name, field.type))
        for field in _BY_NAME[table].fields
        if field.name not in hidden
    }
    return kept | {name: ("VARCHAR", sql) for name, sql in _MADE.get(table, {}).items()}


_FOLDED: Final = (
    r"""regexp_replace(regexp_replace(lower(strip_accents(f."nama")), '\b(ksm|kelompok|klp)\b', '', 'g'), """
    "'[^a-z0-9]', '', 'g')"
)
_MADE: Final[Mapping[str, Mapping[str, str]]] = {"ksm": {"nama_lipat": _FOLDED}}
"""Columns that a city adds: the name of a KSM as names are compared, whatever blanks, points and capitals it has."""


def _read(name: str, kind: FieldType) -> str:
    cell = f"nullif(f.\"{name}\", '')"
    match kind:
        case FieldType.TEXT:  # see package_csv: a text may have an apostrophe in front that is not its own
            return f"CASE WHEN starts_with({cell}, '''') THEN substr({cell}, 2) ELSE {cell} END"
        case FieldType.DECIMAL:
            return f"CAST(replace({cell}, ',', '.') AS {_TYPES[kind]})"
        case FieldType.YES_NO:
            return f"({cell} = 'ya')"
        case _:
            return f"CAST({cell} AS {_TYPES[kind]})"
