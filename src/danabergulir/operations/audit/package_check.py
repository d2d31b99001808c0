"""Checking an audit package by itself: no ledger is needed, and nothing in the package is believed unchecked."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from danabergulir.domain.journal import (
    FIRST_LINK,
    Component,
    Event,
    Posting,
    Split,
    Transfer,
    Voucher,
    VoucherKind,
    voucher_digest,
)
from danabergulir.errors import Finding
from danabergulir.files import file_digest
from danabergulir.money import Rupiah, format_count
from danabergulir.operations.audit.package_csv import Read, file_name, own_file, read
from danabergulir.reports.exports.audit_schema import TABLES, Table
from danabergulir.text import first_few

DESCRIPTION: Final = "datapackage.json"
README: Final = "BACA-SAYA.txt"
SUMS: Final = "SHA256SUMS"
"""The SHA-256 of every other file, as ``sha256sum`` writes and checks it."""
_ASK_AGAIN: Final = "Minta paket yang baru kepada UPK."
_DELIMITERS: Final = (";", ",", "\t")
_BY_NAME: Final = {table.name: table for table in TABLES}
_HASH: Final = re.compile("sha256:[0-9a-f]{64}")
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class _DescribedFile:
    """What ``datapackage.json`` says of one file."""

    size: int
    hash: str
    rows: int
    totals: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Described:
    """What ``datapackage.json`` says: the delimiter, each file, the first day, and the chain head with its voucher.

    ``from_opening`` says that the period starts at the opening balances or before, where the chain begins.
    """

    delimiter: str
    files: Mapping[str, _DescribedFile]
    first: date
    from_opening: bool
    head: str
    head_number: str
    head_dated_on: date | None


def check(folder: Path) -> list[Finding]:
    """Return what is wrong with the package in ``folder``; none when every check holds.

    Each file is as described (size, SHA-256, lines, control totals), every cell can be read, keys are unique and point
    somewhere, the chain is as its digests say, and the balances are those of the transfers.
    """
    try:
        described = _description(folder)
    except OSError:
        return [_finding("paket-isi", DESCRIPTION, "file ini tidak ada atau tidak dapat dibuka")]
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return [_finding("paket-isi", DESCRIPTION, "isi file ini bukan keterangan paket audit")]
    keys: dict[str, set[Any]] = {}
    tables = [table for table in TABLES if not table.newer or table.name in described.files]
    findings = [finding for table in tables for finding in _table_findings(folder, table, described, keys)]
    findings += _sums_findings(folder, described)
    if not all(table.name in keys for table in tables):
        return findings
    try:
        return [*findings, *_chain_findings(folder, described), *_balance_findings(folder, described)]
    except ValueError as error:
        return [*findings, _finding("paket-rantai", "bukti", str(error))]


def rebuilt(folder: Path) -> Iterator[tuple[str, Voucher]]:
    """Yield every voucher of the package as it was recorded, each after the digest of the one before it.

    The digests are those of the file. Raises ``ValueError`` naming the first voucher that cannot be one, and
    ``OSError``.
    """
    delimiter = _description(folder).delimiter
    moves = groupby(read(folder, _BY_NAME["transaksi"], delimiter), key=itemgetter(0))
    for line in read(folder, _BY_NAME["bukti"], delimiter):
        number, rows = next(moves, (None, iter(())))
        if number != line[1]:
            raise ValueError(f"bukti {line[1]}: transaksinya tidak ada atau tidak urut")
        yield _voucher(line, list(rows))
    if next(moves, None) is not None:
        raise ValueError("ada transaksi yang tidak punya bukti")


def _voucher(line: Read, rows: list[Read]) -> tuple[str, Voucher]:
    """Return a voucher of its line and those of its transfers, and the digest before it. Raises ``ValueError``."""
    sequence, number, kind, event, day, at, party, memo, loan, reference, reverses, amount, *more, previous, digest = (
        line
    )
    corrects, split = more
    try:
        posting = Posting(
            kind=VoucherKind(kind),
            event=Event(event),
            dated_on=day,
            memo=memo,
            transfers=tuple(_transfer(*row[3:]) for row in rows),
            party=party,
            loan=loan,
            external_ref=reference,
            reverses=reverses,
            corrects=corrects,
            split=Split(split) if split else None,
        )
    except ValueError:
        raise ValueError(f"bukti {number}: isinya tidak mungkin") from None
    if posting.amount.value != amount or any(row[2] != day for row in rows):
        raise ValueError(f"bukti {number}: jumlah atau tanggalnya berbeda dengan transaksinya")
    return previous, Voucher(number, sequence, at, posting, digest)


def _transfer(debit: Any, credit: Any, amount: Any, component: Any, loan: Any, ksm: Any) -> Transfer:
    if amount <= 0 or debit == credit:
        raise ValueError(amount)
    return Transfer(debit, credit, Rupiah(amount), Component(component) if component else None, loan, ksm)


def _description(folder: Path) -> _Described:
    """Return what the package says of itself. Raises ``OSError``, ``KeyError``, ``TypeError`` and ``ValueError``."""
    told = json.loads(own_file(folder, DESCRIPTION).read_text(encoding="utf-8"))
    origin = told["danabergulir"]
    resources = {resource["name"]: resource for resource in told["resources"]}
    delimiter = resources["bukti"]["dialect"]["delimiter"]
    if (
        delimiter not in _DELIMITERS
        or len(resources) != len(told["resources"])
        or not resources.keys() <= _BY_NAME.keys()
    ):
        raise ValueError(delimiter)
    files = {name: _described_file(_BY_NAME[name], resource) for name, resource in resources.items()}
    first, opened_on = date.fromisoformat(origin["dari"]), date.fromisoformat(origin["saldo_awal_buku"])
    head = origin["kepala_rantai"]
    _refuse_unlike(str, head["digest"], head["bukti"] or "")
    dated_on = head["tanggal"] and date.fromisoformat(head["tanggal"])
    return _Described(
        delimiter=delimiter,
        files=files,
        first=first,
        from_opening=first <= opened_on,
        head=head["digest"],
        head_number=head["bukti"],
        head_dated_on=dated_on,
    )


def _described_file(table: Table, resource: Mapping[str, Any]) -> _DescribedFile:
    """Return what is said of the file of a table, which lies in the folder of the package and nowhere else.

    Raises ``KeyError``, ``TypeError`` and ``ValueError``.
    """
    size, digest, rows, totals = (resource[name] for name in ("bytes", "hash", "rows", "jumlah_kontrol"))
    _refuse_unlike(int, size, rows, *totals.values())
    if resource["path"] != file_name(table) or not _HASH.fullmatch(digest):
        raise ValueError(table.name)
    return _DescribedFile(size, digest, rows, dict(totals))


def _refuse_unlike(kind: type, *values: object) -> None:
    if not all(isinstance(value, kind) for value in values):
        raise TypeError(kind)


@dataclass(frozen=True, slots=True)
class _Contents:
    """What one table really holds; a key of one column is its value, of several a tuple."""

    rows: int
    keys: set[Any]
    totals: Mapping[str, int]
    faults: list[Finding]


def _table_findings(folder: Path, table: Table, described: _Described, keys: dict[str, set[Any]]) -> Iterator[Finding]:
    """Yield what is wrong with one table; its keys are added to ``keys`` when all of it can be read."""
    name = file_name(table)
    told = described.files.get(table.name)
    if told is None:
        yield _finding("paket-isi", name, f"tabel ini tidak disebut dalam {DESCRIPTION}")
        return
    try:
        if _fingerprint(own_file(folder, name)) != (told.size, told.hash):
            yield _finding("paket-berkas", name, "isi file ini sudah berubah sejak paket dibuat (SHA-256 berbeda)")
        found = _contents(folder, table, described.delimiter, keys)
    except OSError:
        yield _finding("paket-isi", name, "file ini tidak ada atau tidak dapat dibuka")
        return
    except ValueError as error:
        yield _finding("paket-isi", name, str(error))
        return
    keys[table.name] = found.keys
    yield from found.faults[:_SHOWN]
    if len(found.faults) > _SHOWN:
        yield _finding("paket-kunci", name, f"dan {len(found.faults) - _SHOWN} kesalahan kunci lagi")
    if found.rows != told.rows:
        yield _finding("paket-baris", name, f"ada {found.rows} baris, menurut {DESCRIPTION} {told.rows}")
    for column, amount in found.totals.items():
        stated = told.totals.get(column)
        if amount != stated:
            yield _finding(
                "paket-jumlah", name, f"jumlah kolom {column} {format_count(amount)}, menurut {DESCRIPTION} {stated}"
            )


def sums(files: Mapping[str, str]) -> str:
    """Return the content of ``SHA256SUMS`` for files by name, each with its SHA-256 (hex)."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(files.items()))


def _sums_findings(folder: Path, described: _Described) -> Iterator[Finding]:
    """Yield which of the files that no other file speaks for has changed; ``SHA256SUMS`` is read byte by byte.

    A package without it is older: then nothing speaks for them.
    """
    try:
        told = own_file(folder, SUMS).read_bytes()
    except OSError:
        message = f"file ini tidak ada, jadi {DESCRIPTION} dan {README} tidak dapat dibuktikan"
        yield Finding("paket-berkas", SUMS, message, _ASK_AGAIN, severity="peringatan")
        return
    alone = {}
    for name in (DESCRIPTION, README):
        try:
            alone[name] = file_digest(own_file(folder, name))
        except OSError:
            yield _finding("paket-berkas", name, "file ini tidak ada atau tidak dapat dibuka")
            return
    changed = [name for name, digest in alone.items() if sums({name: digest}).encode() not in told]
    for name in changed:
        yield _finding("paket-berkas", name, f"isi file ini bukan yang tertulis di {SUMS}")
    tables = {file_name(_BY_NAME[name]): file.hash.removeprefix("sha256:") for name, file in described.files.items()}
    if not changed and sums(alone | tables).encode() != told:
        yield _finding("paket-berkas", SUMS, f"isi file ini bukan yang tertulis di {DESCRIPTION}")


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
            faults.append(_finding("paket-kunci", file_name(table), f"baris {rows + 1} berulang: {own}"))
        keys.add(own)
        for place, column, target in pointers:
            if line[place] is not None and line[place] not in known[target]:
                message = f"baris {rows + 1}, kolom {column}: {line[place]} tidak ada di {target}.csv"
                faults.append(_finding("paket-kunci", file_name(table), message))
        for place, name in summed:
            totals[name] += line[place]
    return _Contents(rows, keys, totals, faults)


def _chain_findings(folder: Path, described: _Described) -> Iterator[Finding]:
    """Yield the first voucher that cannot be trusted; else the gaps of the chain, and an end that is not the head."""
    last, last_sequence = FIRST_LINK, 0
    gaps = []
    number = None
    for previous, voucher in rebuilt(folder):
        number = voucher.number
        follows = voucher.sequence == last_sequence + 1
        known = last if follows else previous
        due = voucher_digest(number, voucher.recorded_at, voucher.posting, known)
        if voucher.sequence <= last_sequence or previous != known or voucher.digest != due:
            message = "isinya tidak cocok dengan digest-nya; mulai bukti ini paket tidak dapat dipercaya"
            yield _finding("paket-rantai", number, message)
            return
        if not follows and (last_sequence or described.from_opening):
            gaps.append((last_sequence + 1, voucher.sequence - 1))
        last, last_sequence = voucher.digest, voucher.sequence
    head_is_inside = described.head_dated_on is not None and described.head_dated_on >= described.first
    if head_is_inside and described.head != last:
        message = f"kepala rantai {described.head_number} bukan bukti terakhir dalam paket ({number})"
        yield _finding("paket-rantai", "kepala rantai", message)
    if gaps:
        yield _gap_finding(gaps)


def _gap_finding(gaps: list[tuple[int, int]]) -> Finding:
    """Return what to say about vouchers that the chain holds and the package does not: a look is all they need."""
    words = [str(first) if first == last else f"{first}-{last}" for first, last in gaps]
    return Finding(
        "paket-urutan",
        "bukti",
        f"urutan ini tidak ada dalam paket: {first_few(words, _SHOWN)}",
        "Wajar bila bukti itu bertanggal di luar masa paket. Kalau ragu, minta bukti itu kepada UPK.",
        severity="peringatan",
    )


def _balance_findings(folder: Path, described: _Described) -> Iterator[Finding]:
    """Yield the accounts whose balances are not those of the transfers, and balances that do not add up to nil."""
    moved: dict[Any, list[int]] = {}
    for _, _, _, debit, credit, amount, *_ in read(folder, _BY_NAME["transaksi"], described.delimiter):
        moved.setdefault(debit, [0, 0])[0] += amount
        moved.setdefault(credit, [0, 0])[1] += amount
    carried = 0
    for code, opening, debited, credited, closing in read(folder, _BY_NAME["saldo"], described.delimiter):
        carried += opening
        if [debited, credited] != moved.pop(code, [0, 0]):
            yield _finding("paket-saldo", f"akun {code}", "debit atau kreditnya berbeda dengan jumlah transaksi")
        if opening + debited - credited != closing:
            yield _finding("paket-saldo", f"akun {code}", "saldo awal + debit - kredit bukan saldo akhir")
    for code in moved:
        yield _finding(
            "paket-saldo", f"akun {code}", f"ada transaksi, tetapi tidak ada di {file_name(_BY_NAME['saldo'])}"
        )
    if carried:
        yield _finding("paket-saldo", "saldo awal", f"jumlah semua akun {format_count(carried)}, seharusnya nol")


def _finding(check_name: str, subject: str, message: str) -> Finding:
    return Finding(check_name, subject, message, _ASK_AGAIN)
