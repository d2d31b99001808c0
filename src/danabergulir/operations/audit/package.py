"""The audit package: one stretch of days as a Tabular Data Package that an auditor checks with tools of their own."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from danabergulir import __version__
from danabergulir.dates import format_form
from danabergulir.errors import Finding, RefusedError, UsageError
from danabergulir.files import PRIVATE_FILE, patiently
from danabergulir.frozen import Struct
from danabergulir.ledger.file import seals, store
from danabergulir.ledger.read import registers, sealed
from danabergulir.ledger.rebuilding import IMPOSSIBLE, Rebuilt
from danabergulir.operations.audit.city_key import Marks, marks_of
from danabergulir.operations.audit.package_check import check
from danabergulir.operations.audit.package_files import PackageRequest, fill
from danabergulir.reports.model.sheet import Cell


class Package(Struct, frozen=True):
    """A package as written: where, its counts, the heads of vouchers and entries, and what a check of it found.

    ``marked`` is how many members have a mark for a city, None without its key.
    """

    folder: Path
    vouchers: int
    transfers: int
    moved: int
    head: str
    newest: str
    findings: tuple[Finding, ...]
    marked: int | None = None


def write(
    path: Path,
    first: date,
    last: date,
    folder: Path,
    *,
    full: bool = False,
    delimiter: str = ";",
    continued: bool = False,
    city_key: bytes | None = None,
) -> Package:
    """Write the package of the days from ``first`` to ``last`` into ``folder``, whole or not at all, and check it.

    Loans, arrears and sanctions are as of ``last``. Without ``full`` private data are masked. It holds the chain from
    its beginning; one that is ``continued`` only what an earlier package does not. With the key of a city its members
    are marked by it. The bytes depend on the ledger and the arguments alone. Raises ``UsageError`` for days in the
    wrong order and a folder that cannot be written, ``RefusedError`` for a folder that holds files, for days before the
    ledger, and for private data that it has not.
    """
    if first > last:
        raise UsageError(
            f"--dari {format_form(first)} sesudah --sampai {format_form(last)}", "Tukar kedua tanggal itu."
        )
    _refuse_taken(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            with _taken_in(path, first, last, full=full) as (connection, entries):
                reach = entries if continued else (1, entries[1])
                program = f"danabergulir {__version__}"
                marks = _marks(connection, last, city_key) if city_key is not None else None
                asked = PackageRequest(first, last, reach, full=full, delimiter=delimiter, program=program, marks=marks)
                filled = fill(connection, asked, draft)
            findings = tuple(check(draft))
            for file in draft.iterdir():
                file.chmod(PRIVATE_FILE)  # their folder was nobody else's from the beginning
            if folder.exists():
                folder.rmdir()  # empty, but Windows renames nothing onto it
            patiently(lambda: draft.rename(folder))
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise UsageError(
            f"--ke: paket tidak dapat ditulis ke {folder}",
            "Periksa nama folder, izinnya, dan sisa ruang penyimpanan. Tidak ada yang ditulis.",
        ) from error
    return Package(
        folder,
        filled.vouchers,
        filled.transfers,
        filled.moved,
        filled.head,
        filled.newest,
        findings=findings,
        marked=len(asked.marks.of_members) if asked.marks else None,
    )


def _marks(connection: store.Connection, last: date, city_key: bytes) -> Marks:
    """Return the marks of the members. Raises ``RefusedError`` where the ledger only has what stands for a NIK."""
    if seals.identity_of(connection).is_masked:
        raise RefusedError(
            "buku ini disusun dari paket yang disamarkan, jadi NIK-nya tidak ada dan anggota tidak dapat diberi tanda",
            "Buat paket tanpa --kunci-kota, atau buat dari buku UPK itu sendiri.",
        )
    return marks_of(city_key, registers.members(connection, last))


def _refuse_taken(folder: Path) -> None:
    taken = folder.exists()
    with suppress(OSError):  # a folder that cannot be looked into cannot be written either, and is told so there
        taken = taken and not (folder.is_dir() and not any(folder.iterdir()))
    if taken:
        raise RefusedError(
            f"folder {folder} sudah berisi", "Pilih nama folder baru pada --ke. Paket tidak dicampur dengan file lain."
        )


def package_facts(package: Package) -> tuple[tuple[str, Cell], ...]:
    """Return what a treasurer writes down about a package, label and value."""
    return (
        ("Paket audit", str(package.folder)),
        ("Jumlah bukti", package.vouchers),
        ("Jumlah transaksi", package.transfers),
        ("Kepala bukti", package.head),
        ("Kepala buku", package.newest),
        *([] if package.marked is None else [("Anggota bertanda", package.marked)]),
    )


@contextmanager
def _taken_in(path: Path, first: date, last: date, *, full: bool) -> Iterator[tuple[store.Connection, tuple[int, int]]]:
    """Yield a ledger with the entries that these days take in and no later ones, and which entries are their own.

    Where the book has later ones, that is one made again in memory. Raises as ``write``.
    """
    with store.reading(path) as connection:
        opened_on = registers.opened_on(connection)
        if last < opened_on:
            raise RefusedError(
                f"{format_form(last)} sebelum saldo awal buku ({format_form(opened_on)})",
                f"Pilih --sampai {format_form(opened_on)} atau sesudahnya.",
            )
        identity = seals.identity_of(connection)
        if full and identity.is_masked:
            raise RefusedError(
                "buku ini disusun dari paket yang disamarkan, jadi isi pribadinya tidak ada",
                "Buat paket tanpa --lengkap, atau minta paket lengkap kepada UPK.",
            )
        entries = sealed.span(connection, first, last)
        if entries[1] == seals.newest(connection)[0]:
            yield connection, entries
            return
        with store.imagined() as memory:
            rebuilt = Rebuilt(memory, identity)
            opened = {(cell.seq, cell.column): cell.value for cell in sealed.opened_cells(connection, 1, entries[1])}
            pictures = dict(sealed.pictures(connection, 1, entries[1]))
            try:
                for entry in sealed.between(connection, 1, entries[1]):
                    rebuilt.add(entry, {} if identity.is_masked else opened, pictures)
            except IMPOSSIBLE:
                raise RefusedError(
                    "isi buku tidak lagi seperti saat dicatat, jadi paket tidak dapat dibuat",
                    "Lihat apa yang salah: danabergulir periksa",
                ) from None
            yield memory, entries
