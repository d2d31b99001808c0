"""The audit package: one stretch of days as a Tabular Data Package that an auditor checks with tools of their own."""

import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from danabergulir import __version__
from danabergulir.dates import format_form
from danabergulir.domain.books import Profile
from danabergulir.domain.dunning.due import late_loans
from danabergulir.domain.journal import FIRST_LINK
from danabergulir.errors import Finding, RefusedError, UsageError
from danabergulir.files import PRIVATE_FILE, file_digest
from danabergulir.ledger.file import store
from danabergulir.ledger.read import agreements, registers, sanctions, stream
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.ledger.read.stream import Head
from danabergulir.operations.audit.package_check import DESCRIPTION, README, SUMS, check, sums
from danabergulir.operations.audit.package_csv import TableFile, file_name
from danabergulir.reports.exports import audit_tables
from danabergulir.reports.exports.audit_readme import PackageFacts, readme
from danabergulir.reports.exports.audit_schema import TABLES, Field, FieldType, Table
from danabergulir.reports.model.sheet import Cell

_VERSION: Final = 1
"""Of the package: which tables and columns it has."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package as written: where, its counts, its chain head, and what a check of it found."""

    folder: Path
    vouchers: int
    transfers: int
    moved: int
    head: str
    findings: tuple[Finding, ...]


def write(path: Path, first: date, last: date, folder: Path, *, full: bool = False, delimiter: str = ";") -> Package:
    """Write the package of the days from ``first`` to ``last`` into ``folder``, whole or not at all, and check it.

    Loans, arrears and sanctions are as of ``last``. Without ``full`` only the last four digits of NIK and phone show.
    The bytes depend on the ledger and the arguments alone. Raises ``UsageError`` for days in the wrong order and a
    folder that cannot be written, ``RefusedError`` for a folder that holds files and for days before the ledger.
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
            package = _fill(path, first, last, draft, full=full, delimiter=delimiter)
            for file in draft.iterdir():
                file.chmod(PRIVATE_FILE)  # their folder was nobody else's from the beginning
            if folder.exists():
                folder.rmdir()  # empty, but Windows renames nothing onto it
            draft.rename(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise UsageError(
            f"--ke: paket tidak dapat ditulis ke {folder}",
            "Periksa nama folder, izinnya, dan sisa ruang penyimpanan. Tidak ada yang ditulis.",
        ) from error
    return Package(folder, *package)


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
        ("Kepala rantai", package.head),
    )


def _fill(
    path: Path, first: date, last: date, folder: Path, *, full: bool, delimiter: str
) -> tuple[int, int, int, str, tuple[Finding, ...]]:
    """Write every file of the package into ``folder`` and return what is said about it."""
    with store.reading(path) as connection:
        opened_on = registers.opened_on(connection)
        if last < opened_on:
            raise RefusedError(
                f"{format_form(last)} sebelum saldo awal buku ({format_form(opened_on)})",
                f"Pilih --sampai {format_form(opened_on)} atau sesudahnya.",
            )
        profile, head = registers.profile(connection, last), stream.head(connection, last)
        files = _write_tables(connection, first, last, folder, full=full, delimiter=delimiter)
    program = f"danabergulir {__version__}"
    digest = head.digest if head else FIRST_LINK
    moved = files["transaksi"].totals["jumlah"]
    described = {
        "profile": "tabular-data-package",
        "name": f"paket-audit-{first}-{last}",
        "title": f"Paket audit {profile.upk}, {format_form(first)} sampai {format_form(last)}",
        "danabergulir": _origin(program, first, last, opened_on, profile, head, full=full),
        "resources": [_resource(file, delimiter) for file in files.values()],
    }
    text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    (folder / DESCRIPTION).write_text(text, encoding="utf-8", newline="\n")
    counts = {name: file.rows for name, file in files.items()}
    facts = PackageFacts(
        upk=profile.upk,
        program=program,
        first=first,
        last=last,
        head=digest,
        rows=counts,
        moved=moved,
        delimiter=delimiter,
        full=full,
    )
    # With BOM, so that the editor of Windows reads it as UTF-8.
    (folder / README).write_text(readme(facts), encoding="utf-8-sig", newline="")
    digests = {file_name(file.table): file.sha256 for file in files.values()}
    digests |= {name: file_digest(folder / name) for name in (DESCRIPTION, README)}
    (folder / SUMS).write_text(sums(digests), encoding="utf-8", newline="\n")
    return counts["bukti"], counts["transaksi"], moved, digest, tuple(check(folder))


def _write_tables(
    connection: store.Connection, first: date, last: date, folder: Path, *, full: bool, delimiter: str
) -> Mapping[str, TableFile]:
    """Write every table and return what was written, by name."""
    chart, policy = registers.chart(connection, last), registers.policy(connection, last)
    loans, letters = loan_books_of(connection, last), sanctions.sanction_files(connection, chart, last)
    numbers = {book.loan.number for book in loans}
    turnovers = stream.turnovers(connection, first, last)
    contents: Mapping[str, Iterable[Any]] = {
        "akun": chart.accounts,
        "ksm": audit_tables.shown_phones(registers.all_ksm(connection, last).values(), full=full),
        "ketua_rw": audit_tables.shown_phones(registers.rw_heads(connection, last).values(), full=full),
        "anggota": audit_tables.members_shown(registers.members(connection, last), full=full),
        "pinjaman": loans,
        "jadwal": (item for item in agreements.schedule_lines(connection, last) if item.loan in numbers),
        "tunggakan": late_loans(loans),
        "sanksi": audit_tables.sanctions_told(loans, letters, policy, last),
        "saldo": (
            audit_tables.Balance(code, *turnovers[code], turnovers[code].balance) for code in chart if code in turnovers
        ),
    }
    with ExitStack() as stack:
        files = {table.name: stack.enter_context(TableFile(table, folder, delimiter)) for table in TABLES}
        for name, things in contents.items():
            for thing in things:
                files[name].add(thing)
        for previous, voucher in stream.by_sequence(connection, first, last):
            files["bukti"].add(audit_tables.Link(previous, voucher))
            for moved in audit_tables.moves_of(voucher):
                files["transaksi"].add(moved)
    return files


def _origin(
    program: str, first: date, last: date, opened_on: date, profile: Profile, head: Head | None, *, full: bool
) -> Mapping[str, Any]:
    """Return where the package comes from: no name of a person is in it."""
    return {
        "program": program,
        "susunan": _VERSION,
        "dari": str(first),
        "sampai": str(last),
        "saldo_awal_buku": str(opened_on),
        "upk": profile.upk,
        "bkm": profile.board,
        "kelurahan": profile.kelurahan,
        "kecamatan": profile.kecamatan,
        "kota": profile.city,
        "provinsi": profile.province,
        "nik_dan_telepon": "lengkap" if full else "empat angka terakhir",
        "kepala_rantai": {
            "digest": head.digest if head else FIRST_LINK,
            "bukti": head.number if head else None,
            "urutan": head.sequence if head else 0,
            "tanggal": str(head.dated_on) if head else None,
        },
    }


def _resource(file: TableFile, delimiter: str) -> Mapping[str, Any]:
    table = file.table
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": file_name(table),
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {
            "delimiter": delimiter,
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "rows": file.rows,
        "jumlah_kontrol": file.totals,
        "schema": _schema(table),
    }


def _schema(table: Table) -> Mapping[str, Any]:
    return {
        "fields": [_field(field) for field in table.fields],
        "missingValues": [""],
        "primaryKey": list(table.key),
        "foreignKeys": [_foreign_key(column, target) for column, target in table.points_to],
    }


def _field(field: Field) -> Mapping[str, Any]:
    described: dict[str, Any] = {"name": field.name, "type": field.type.value, "description": field.description}
    if field.type is FieldType.DECIMAL:
        described["decimalChar"] = ","
    if field.type is FieldType.YES_NO:
        described |= {"trueValues": ["ya"], "falseValues": ["tidak"]}
    if not field.optional:
        described["constraints"] = {"required": True}
    return described


def _foreign_key(column: str, target: str) -> Mapping[str, Any]:
    keys: Sequence[str] = next(table.key for table in TABLES if table.name == target)
    return {"fields": [column], "reference": {"resource": target, "fields": list(keys)}}
