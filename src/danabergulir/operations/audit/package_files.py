"""The files of an audit package, out of a ledger that holds no entry after the last one that the package takes in."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, Final

from danabergulir.dates import END_OF_TIME, Month, days_after, format_form
from danabergulir.domain.dunning.due import late_loans
from danabergulir.domain.fund.measures import measured
from danabergulir.domain.journal import FIRST_LINK
from danabergulir.domain.policy.file import policy_text
from danabergulir.files import file_digest
from danabergulir.frozen import Struct
from danabergulir.ledger.file import schema, seals, store
from danabergulir.ledger.read import agreements, books, closings, registers, sanctions, sealed, stream
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.ledger.read.stream import Head
from danabergulir.operations.audit.city_key import Marks
from danabergulir.operations.audit.package_csv import TableFile, file_name
from danabergulir.reports.exports import audit_tables
from danabergulir.reports.exports.audit_chain import ALL_TABLES, tables_of
from danabergulir.reports.exports.audit_readme import PackageFacts, readme
from danabergulir.reports.exports.audit_schema import Field, FieldType, Table
from danabergulir.text import MASKED

VERSION: Final = 2
"""Of the package: which tables and columns it has."""

DESCRIPTION: Final = "datapackage.json"
README: Final = "BACA-SAYA.txt"
SUMS: Final = "SHA256SUMS"
"""The SHA-256 of every other file, as ``sha256sum`` writes and checks it."""
POLICY: Final = "kebijakan.toml"


class PackageRequest(Struct, frozen=True):
    """What a package is asked to hold.

    The days, the entries of the chain, whether private data are written out, how columns are parted, the program
    that writes it, and the marks of members for a city, None where it has given no key.
    """

    first: date
    last: date
    entries: tuple[int, int]
    full: bool
    delimiter: str
    program: str
    marks: Marks | None = None

    @property
    def tables(self) -> tuple[Table, ...]:
        """Return the tables that the package has."""
        return tables_of(VERSION, full=self.full, marked=self.marks is not None)

    @property
    def unproved(self) -> tuple[str, ...]:
        """Return the files, or columns of them, that the package cannot prove by itself.

        Marks are proved by nobody who has not both the key and the NIK.
        """
        if self.entries[0] == 1:
            marks = [file_name(table) for table in self.tables if table.marked]
            return (*marks, *([f"{DESCRIPTION}: kunci_kota"] if marks else []), f"{DESCRIPTION}: program")
        proved = {"bukti", "transaksi", "versi", "gambar", "pribadi"}
        names = [file_name(table) for table in self.tables if table.name not in proved]
        return (*names, POLICY, DESCRIPTION, README)


class PackageContents(Struct, frozen=True):
    """What was written: vouchers and transfers, rupiah moved, and the heads of the vouchers and of all entries."""

    vouchers: int
    transfers: int
    moved: int
    head: str
    newest: str


def fill(connection: store.Connection, asked: PackageRequest, folder: Path) -> PackageContents:
    """Write every file of the package into ``folder`` and return what is said about it.

    The bytes depend on the entries of the ledger and on what is asked alone.
    """
    profile = registers.profile(connection, asked.last)
    files = write_tables(connection, asked, folder)
    policy = policy_text(registers.policy(connection, asked.last))
    (folder / POLICY).write_text(policy, encoding="utf-8", newline="\n")
    origin = _origin(connection, asked)
    described = {
        "profile": "tabular-data-package",
        "name": f"paket-audit-{asked.first}-{asked.last}",
        "title": f"Paket audit {profile.upk}, {format_form(asked.first)} sampai {format_form(asked.last)}",
        "danabergulir": origin,
        "resources": [_resource(file, asked.delimiter) for file in files.values()],
    }
    text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    (folder / DESCRIPTION).write_text(text, encoding="utf-8", newline="\n")
    filled = PackageContents(
        vouchers=files["bukti"].rows,
        transfers=files["transaksi"].rows,
        moved=files["transaksi"].totals["jumlah"],
        head=origin["kepala_rantai"]["digest"],
        newest=origin["catatan"]["kepala"],
    )
    facts = PackageFacts(
        upk=profile.upk,
        program=asked.program,
        first=asked.first,
        last=asked.last,
        head=filled.head,
        newest=filled.newest,
        tables=tuple((file_name(file.table), file.rows, file.table.description) for file in files.values()),
        moved=filled.moved,
        delimiter=asked.delimiter,
        full=asked.full,
        alone=asked.entries[0] == 1,
        unproved=asked.unproved,
        marked=asked.marks is not None,
    )
    # With BOM, so that the editor of Windows reads it as UTF-8.
    (folder / README).write_text(readme(facts), encoding="utf-8-sig", newline="")
    digests = {file_name(file.table): file.sha256 for file in files.values()}
    digests |= {name: file_digest(folder / name) for name in (DESCRIPTION, README, POLICY)}
    (folder / SUMS).write_text(sums(digests), encoding="utf-8", newline="\n")
    return filled


def sums(files: Mapping[str, str]) -> str:
    """Return the content of ``SHA256SUMS`` for files by name, each with its SHA-256 (hex)."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(files.items()))


def write_tables(
    connection: store.Connection, asked: PackageRequest, folder: Path, only: Collection[str] = ()
) -> Mapping[str, TableFile]:
    """Write every table, or ``only`` those that tell of entries, and return what was written, by name."""
    with ExitStack() as stack:
        tables = [table for table in asked.tables if not only or table.name in only]
        files = {table.name: stack.enter_context(TableFile(table, folder, asked.delimiter)) for table in tables}
        for contents in ({} if only else _registers(connection, asked), _proofs(connection, asked)):
            for name, things in contents.items():
                for thing in things if name in files else ():
                    files[name].add(thing)
        for previous, voucher in () if only else stream.by_sequence(connection, asked.first, asked.last):
            files["bukti"].add(audit_tables.Link(previous, voucher))
            for moved in audit_tables.moves_of(voucher):
                files["transaksi"].add(moved)
    return files


def _registers(connection: store.Connection, asked: PackageRequest) -> Mapping[str, Iterable[Any]]:
    """Return what the tables that an auditor reads list, by name."""
    last = asked.last
    chart, policy = registers.chart(connection, last), registers.policy(connection, last)
    loans, letters = loan_books_of(connection, last), sanctions.sanction_files(connection, chart, last)
    numbers = {book.loan.number for book in loans}
    turnovers = stream.turnovers(connection, asked.first, last)
    shut = frozenset() if asked.full else seals.PRIVATE
    people: Mapping[str, tuple[str, Iterable[Any]]] = {
        "ksm": ("ksm", registers.all_ksm(connection, last).values()),
        "ketua_rw": ("rw_head", registers.rw_heads(connection, last).values()),
        "anggota": ("member", registers.members(connection, last)),
    }
    return {
        "tanda_anggota": asked.marks.of(registers.members(connection, last)) if asked.marks else (),
        "akun": chart.accounts,
        **{
            name: audit_tables.hidden(things, seals.PRIVATE[table] if table in shut else (), MASKED)
            for name, (table, things) in people.items()
        },
        "pinjaman": loans,
        "jadwal": (item for item in agreements.schedule_lines(connection, last) if item.loan in numbers),
        "tunggakan": late_loans(loans),
        "sanksi": audit_tables.sanctions_told(loans, letters, policy, last),
        "saldo": (
            audit_tables.Balance(code, *turnovers[code], turnovers[code].balance) for code in chart if code in turnovers
        ),
    }


def _proofs(connection: store.Connection, asked: PackageRequest) -> Mapping[str, Iterable[Any]]:
    """Return what the tables list that prove the others, by name."""
    entries = asked.entries
    return {
        "kinerja": _measures(connection, asked),
        "tutup": _closes(connection, asked.last),
        "versi": (
            part
            for entry in sealed.between(connection, *entries)
            for part in audit_tables.entry_parts(entry.seq, entry.table, entry.key, entry.content, entry.head.hex())
        ),
        "gambar": (
            part
            for digest, content in sealed.pictures(connection, *entries)
            for part in audit_tables.picture_parts(digest, content)
        ),
        "pribadi": (
            audit_tables.Opened(cell.seq, cell.column, cell.value, cell.salt.hex())
            for cell in (sealed.opened_cells(connection, *entries) if asked.full else ())
        ),
    }


def _measures(connection: store.Connection, asked: PackageRequest) -> Iterator[audit_tables.Measured]:
    """Yield the indicators at the end of the last whole month by the last day; none before the first one."""
    month = Month.of(asked.last)
    if asked.last == END_OF_TIME or month.last_on != asked.last:
        month = month.shifted(-1)
    if month.last_on >= registers.opened_on(connection):
        for indicator in measured(books.books(connection, month)):
            yield audit_tables.Measured(month, indicator)


def _closes(connection: store.Connection, last: date) -> Iterator[Any]:
    """Yield the closes of periods that end by a day; one opened again later is as it was on that day."""
    for past in closings.history(connection):
        if past.closing.locked_to <= last:
            reopened = past.reopened_on is not None and past.reopened_on <= last
            yield past if reopened else type(past)(past.closing, past.recorded_at)


def _origin(connection: store.Connection, asked: PackageRequest) -> Mapping[str, Any]:
    """Return where the package comes from: no name of a person is in it."""
    profile, identity = registers.profile(connection, asked.last), seals.identity_of(connection)
    opened_on = registers.opened_on(connection)
    first, last = asked.entries
    month = Month.of(asked.first)
    whole_month = asked.last != END_OF_TIME and (month.first_on, month.last_on) == (asked.first, asked.last)
    return {
        "program": asked.program,
        "susunan": VERSION,
        "skema": schema.SCHEMA_VERSION,
        "id_upk": identity.upk_id,
        **({"rahasia": identity.secret.hex()} if asked.full else {}),
        "dari": str(asked.first),
        "sampai": str(asked.last),
        **({"bulan": str(month)} if whole_month else {}),
        "saldo_awal_buku": str(opened_on),
        "upk": profile.upk,
        "bkm": profile.board,
        "kelurahan": profile.kelurahan,
        "kecamatan": profile.kecamatan,
        "kota": profile.city,
        "provinsi": profile.province,
        "nik_dan_telepon": "lengkap" if asked.full else MASKED,
        **({"kunci_kota": asked.marks.key_name} if asked.marks else {}),
        "kepala_sebelum": _head(stream.head(connection, days_after(max(asked.first, opened_on), -1))),
        "kepala_rantai": _head(stream.head(connection, asked.last)),
        "catatan": {
            "dari": first,
            "sampai": last,
            "disegel": identity.sealed_to,
            "kepala_sebelum": sealed.head_at(connection, first - 1).hex(),
            "kepala": sealed.head_at(connection, last).hex(),
        },
        "belum_terbukti": list(asked.unproved),
    }


def _head(head: Head | None) -> Mapping[str, Any]:
    return {
        "digest": head.digest if head else FIRST_LINK,
        "bukti": head.number if head else None,
        "urutan": head.sequence if head else 0,
        "tanggal": str(head.dated_on) if head else None,
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
    keys: Sequence[str] = next(table.key for table in ALL_TABLES if table.name == target)
    return {"fields": [column], "reference": {"resource": target, "fields": list(keys)}}
