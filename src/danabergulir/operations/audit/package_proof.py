"""Audit packages proved: a ledger is made of their entries, and every file worked out again from it."""

import json
from base64 import b64decode
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from hashlib import sha256
from itertools import groupby, zip_longest
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from danabergulir import __version__
from danabergulir.errors import DanaBergulirError, Finding, UsageError
from danabergulir.files import is_full
from danabergulir.frozen import replace
from danabergulir.ledger.file import seals, store
from danabergulir.ledger.read import sealed
from danabergulir.ledger.read.sealed import SealedEntry
from danabergulir.ledger.rebuilding import IMPOSSIBLE, Rebuilt
from danabergulir.operations.audit.city_key import Mark
from danabergulir.operations.audit.entry_words import entry_words
from danabergulir.operations.audit.package_csv import file_name, own_file, read
from danabergulir.operations.audit.package_description import Described, DescribedChain, finding
from danabergulir.operations.audit.package_files import (
    DESCRIPTION,
    POLICY,
    README,
    PackageRequest,
    fill,
    write_tables,
)
from danabergulir.reports.exports.audit_chain import ALL_TABLES
from danabergulir.reports.exports.audit_schema import Table

_BY_NAME: Final = {table.name: table for table in ALL_TABLES}
_OF_THE_FIRST_KIND: Final = "paket lama hanya membuktikan bukti dan saldo; daftar lain tidak"
CONTINUED: Final = "paket sambungan"
"""What the finding is about that a package has not the chain from its beginning, which is as it was asked for."""
NOT_AS_RECORDED: Final = "bukan seperti yang dihitung lagi dari rantai catatan"
OTHER_VOUCHERS: Final = "isinya bukan bukti yang ada di rantai catatan"
_OF_ENTRIES: Final = frozenset({"gambar", "pribadi"})
_UNREADABLE: Final = (*IMPOSSIBLE, AssertionError, DanaBergulirError, RuntimeError)
"""What working files out again ends in, where a ledger holds what no program has recorded."""


class EntryError(ValueError):
    """An entry of a package cannot be trusted, nor any after it; ``entry`` names it."""

    def __init__(self, entry: str, message: str) -> None:
        super().__init__(message)
        self.entry = entry


def proofs(packages: Sequence[Described], *, named: bool) -> Iterator[Finding]:
    """Yield what the ledger that the packages make says against them; with ``named`` each finding names its package.

    Until one begins with the first entry, each makes a ledger by itself; entries that two of them have must be the
    same. The first package that is wrong is the last one that is looked at. Raises ``UsageError`` where no file can be
    written for a while.
    """
    old = [told for told in packages if told.chain is None]
    for told in old:
        subject, hint = str(told.folder) if named else "susunan 1", "Minta paket susunan 2 kepada UPK."
        for name, message in (("paket-catatan", "paket lama tidak memuatnya"), ("paket-daftar", _OF_THE_FIRST_KIND)):
            yield Finding(name, subject, message, hint, severity="peringatan")
    ordered = in_order(packages)
    if not ordered:
        return
    begun: Rebuilt | None = None
    heads: dict[int, bytes] = {}
    with ExitStack() as kept:
        for told, chain in ordered:
            rebuilt = begun
            if rebuilt is None:
                try:
                    rebuilt = Rebuilt(kept.enter_context(store.imagined()), ordered[0][1].identity)
                except IMPOSSIBLE:
                    yield finding("paket-catatan", "id_upk", "bukan nama yang dapat dimiliki sebuah buku")
                    return
                begun = rebuilt if told.asked.entries[0] == 1 else None
            found = list(_one(rebuilt, told, chain, heads, whole=begun is not None))
            yield from (replace(item, subject=f"{told.folder}: {item.subject}") if named else item for item in found)
            if any(item.severity == "galat" for item in found):
                return


def in_order(packages: Sequence[Described]) -> list[tuple[Described, DescribedChain]]:
    """Return the packages of ``susunan`` 2 in the order in which their entries make a ledger."""
    chained = [(told, told.chain) for told in packages if told.chain is not None]
    return sorted(chained, key=lambda item: item[0].asked.entries[::-1])


def _one(
    rebuilt: Rebuilt, told: Described, chain: DescribedChain, heads: dict[int, bytes], *, whole: bool
) -> Iterator[Finding]:
    """Yield what is wrong with one package, whose entries are added to a ledger made of those before it.

    Where that ledger is not ``whole``, only what the entries say by themselves can be proved.
    """
    try:
        add_entries(rebuilt, told, chain, heads, whole=whole)
    except EntryError as error:
        yield finding("paket-catatan", error.entry, str(error))
        return
    if not whole:
        yield from _of_entries(rebuilt, told)
        return
    for row, what in rebuilt.faults():
        table, _, key = row.partition(" ")
        yield finding("paket-catatan", entry_words(table, key), f"{what}; buku yang disusun dari paket ini tidak utuh")
        return
    yield from _differences(rebuilt.connection, told)


def add_entries(
    rebuilt: Rebuilt, told: Described, chain: DescribedChain, heads: dict[int, bytes], *, whole: bool = True
) -> None:
    """Add what a package has of entries that a ledger has not; a ledger that is not ``whole`` has none before them.

    ``heads`` are those after the entries of the packages before; those of this one are put down there too. Raises
    ``EntryError`` for what is none, does not follow, or contradicts a package before.
    """
    first = told.asked.entries[0]
    if chain.identity != seals.identity_of(rebuilt.connection):
        raise EntryError("id_upk", "paket UPK lain, atau yang satu disamarkan dan yang lain lengkap")
    newest = seals.newest(rebuilt.connection)[0] if whole else first - 1
    if first - 1 > newest:
        raise EntryError(f"catatan {newest + 1}", f"catatan ini sampai {first - 1} tidak ada; sebut juga paketnya")
    before = seals.identity_of(rebuilt.connection).first_head if first == 1 else chain.head_before
    if heads.setdefault(first - 1, before) != chain.head_before:
        raise EntryError(f"catatan {first}", "tidak menyambung: kepala buku sebelumnya bukan yang di paket sebelumnya")
    opened = {(seq, column): value for seq, column, value, _ in _read(told, "pribadi")} if told.asked.full else {}
    pictures = _pictures(told)
    for entry in entries_of(told, chain):
        if heads.setdefault(entry.seq, entry.head) != entry.head:
            raise EntryError(named(entry), "bertentangan dengan paket sebelumnya")
        if entry.seq <= newest:
            continue
        try:
            rebuilt.add(entry, opened, pictures)
        except IMPOSSIBLE:
            raise EntryError(named(entry), "tidak mungkin dicatat seperti ini") from None


def entries_of(told: Described, chain: DescribedChain) -> Iterator[SealedEntry]:
    """Yield the entries of a package, each once its head is found to be the one it ought to have."""
    first, last = told.asked.entries
    seq, head = first - 1, chain.head_before
    for number, lines in groupby(_read(told, "versi"), key=itemgetter(0)):
        parts = list(lines)
        _, _, table, key, _, stored = parts[0]
        if [part[1] for part in parts] != [*range(1, len(parts) + 1)] or {
            part[2:4] + part[5:] for part in parts[1:]
        } - {parts[0][2:4] + parts[0][5:]}:
            raise EntryError(f"catatan {number}", "bagiannya tidak urut")
        if number != seq + 1:
            raise EntryError(f"catatan {seq + 1}", f"tidak ada; sesudah catatan {seq} langsung {number}")
        content = "".join(part[4] for part in parts)
        head = seals.next_head(head, sha256(content.encode()).digest())
        seq = number
        entry = SealedEntry(seq, table, key, content, head)
        if stored != head.hex():
            raise EntryError(
                named(entry), "isinya tidak cocok dengan kepala bukunya; mulai catatan ini tidak dapat dipercaya"
            )
        yield entry
    if (seq, head) != (last, chain.newest):
        raise EntryError(f"catatan {seq}", "kepala buku terakhir bukan yang tertulis")


def named(entry: SealedEntry) -> str:
    """Return an entry as a finding names it."""
    return f"catatan {entry.seq} ({entry_words(entry.table, entry.key)})"


def _content(told: Described, name: str) -> bytes | None:
    """Return what a file holds; None for one that is not there, which is told elsewhere."""
    try:
        return own_file(told.folder, name).read_bytes()
    except OSError:
        return None


def _read(told: Described, name: str) -> Iterator[tuple[Any, ...]]:
    return read(told.folder, _BY_NAME[name], told.asked.delimiter)


def _pictures(told: Described) -> dict[str, bytes]:
    """Return the pictures of a package by their true SHA-256."""
    found = {}
    for _, lines in groupby(_read(told, "gambar"), key=itemgetter(0)):
        try:
            content = b64decode("".join(part for _, _, part in lines), validate=True)
        except ValueError:
            continue  # then no entry finds its picture
        found[sha256(content).hexdigest()] = content
    return found


def _of_entries(rebuilt: Rebuilt, told: Described) -> Iterator[Finding]:
    """Yield where the vouchers of a package, and what stands in the files beside its entries, are not the entries'."""
    asked = told.asked
    recorded = sealed.voucher_digests(rebuilt.connection, asked.first, asked.last)
    if recorded != [(line[0], line[-1]) for line in _read(told, "bukti")]:
        yield finding("paket-daftar", "bukti.csv", OTHER_VOUCHERS)
    yield from _differences(rebuilt.connection, told, _OF_ENTRIES)
    hint = "Sebut juga paket sebelumnya: danabergulir periksa --paket LAMA --paket INI"
    message = f"tanpa paket sebelumnya belum terbukti: {', '.join(asked.unproved)}"
    yield Finding("paket-daftar", CONTINUED, message, hint, severity="peringatan")


def _differences(connection: store.Connection, told: Described, only: Collection[str] = ()) -> Iterator[Finding]:
    """Yield the files that are not what the ledger says; ``only`` these tables, or everything."""
    try:
        with TemporaryDirectory(prefix="danabergulir-") as name:
            again = Path(name)
            try:
                if only:
                    write_tables(connection, told.asked, again, only)
                else:
                    fill(connection, _with_marks(told), again)
            except _UNREADABLE:
                yield finding("paket-daftar", "buku", "buku yang disusun dari paket ini tidak dapat dibaca")
                return
            tables = [table for table in told.tables if not only or table.name in only]
            wrong = [item for item in (_difference(told, table, again) for table in tables) if item]
            yield from wrong
            if not (wrong or only):
                yield from _other_differences(told, again)
    except OSError as error:
        if is_full(error):
            reason, hint = "tidak ada ruang untuk file sementara", "Kosongkan ruang, lalu ulangi."
        else:
            reason, hint = "ada file yang tidak dapat dibaca", "Periksa penyimpanan dan kabelnya, lalu ulangi."
        raise UsageError(f"paket tidak dapat diperiksa: {reason}", hint) from None


def _with_marks(told: Described) -> PackageRequest:
    """Return what a package was asked to hold, with the marks that it has: nobody can work them out without the key."""
    if told.asked.marks is None:
        return told.asked
    marks = tuple(Mark(*line) for line in _read(told, "tanda_anggota"))
    return replace(told.asked, marks=replace(told.asked.marks, of_members=marks))


def _difference(told: Described, table: Table, again: Path) -> Finding | None:
    """Return the first cell in which a table differs from the one that was worked out again."""
    name, delimiter = file_name(table), told.asked.delimiter
    if (told.folder / name).read_bytes() == (again / name).read_bytes():
        return None
    place = "ditulis dengan cara lain"
    both = zip_longest(read(told.folder, table, delimiter), read(again, table, delimiter))
    for number, (here, due) in enumerate(both, start=2):
        if here is None or due is None:
            place = f"baris {number} {'kurang' if here is None else 'terlalu banyak'}"
            break
        column = next(
            (field.name for field, one, other in zip(table.fields, here, due, strict=True) if one != other), ""
        )
        if column:
            place = f"baris {number}, kolom {column}"
            break
    return finding("paket-daftar", name, f"{place}: {NOT_AS_RECORDED}")


def _other_differences(told: Described, again: Path) -> Iterator[Finding]:
    """Yield which file that is no table differs; texts are compared only where the same program wrote them."""
    same = told.asked.program == f"danabergulir {__version__}"
    origin = json.loads((again / DESCRIPTION).read_text(encoding="utf-8"))["danabergulir"]
    names = [POLICY, *((DESCRIPTION, README) if same else ())]
    changed = [name for name in names if _content(told, name) not in (None, (again / name).read_bytes())]
    if not same and origin != told.origin:
        changed.append(DESCRIPTION)
    for name in changed:
        yield finding("paket-daftar", name, NOT_AS_RECORDED)
