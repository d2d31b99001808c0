"""The lists of an audit package held against the entries that it carries, without making a ledger of them.

Whoever takes in packages by the hundred has no time to make a ledger of each. What money, arrears and suspicion hang on
is looked at here: the vouchers, the loans and their schedules, and where the chain is there from its beginning also the
KSM, the balances, what was repaid, and the policy.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from itertools import groupby
from types import SimpleNamespace
from typing import Any, Final

from danabergulir.domain.accounts import Role
from danabergulir.domain.journal import Component
from danabergulir.domain.policy.file import stored_policy
from danabergulir.domain.policy.rules import Policy
from danabergulir.errors import DanaBergulirError, Finding
from danabergulir.frozen import Struct, field
from danabergulir.ledger.file import seals
from danabergulir.ledger.read.registers import in_force
from danabergulir.ledger.read.sealed import SealedEntry
from danabergulir.ledger.rebuilding import IMPOSSIBLE
from danabergulir.operations.audit.package_csv import file_name, read
from danabergulir.operations.audit.package_description import Described, finding
from danabergulir.operations.audit.package_proof import NOT_AS_RECORDED, OTHER_VOUCHERS, EntryError, named
from danabergulir.reports.exports.audit_chain import ALL_TABLES

_BY_NAME: Final = {table.name: table for table in ALL_TABLES}
_Cells = dict[str, Any]
_Lines = list[tuple[Any, ...]]


class _Recorded(Struct, frozen=True):
    """What the entries of a package say, as far as its lists are held against them."""

    rows: dict[str, list[_Cells]] = field(default_factory=dict)
    lines: dict[tuple[str, int], tuple[str, _Lines]] = field(default_factory=dict)
    """The schedules by loan and version: since when, and the instalments."""
    vouchers: dict[str, tuple[str, str, list[Any]]] = field(default_factory=dict)
    """By number: the day, the digest, the transfers."""


def against_entries(told: Described, entries: Iterable[SealedEntry], policy: Policy | None) -> Iterator[Finding]:
    """Yield which list is not as the entries say; those are of the package, in their order, and their heads hold.

    A package that goes on from an earlier one is asked only about what it has the entries of. Raises ``EntryError`` for
    an entry that nobody can have recorded.
    """
    recorded = _Recorded()
    for entry in entries:
        try:
            _note(recorded, entry)
        except IMPOSSIBLE:
            raise EntryError(named(entry), "tidak mungkin dicatat seperti ini") from None
    whole = told.asked.entries[0] == 1
    try:
        yield from _vouchers(told, recorded)
        yield from _loans(told, recorded, whole=whole)
        yield from _schedules(told, recorded, whole=whole)
        if whole:
            yield from _groups(told, recorded)
            yield from _balances(told, recorded)
            yield from _repaid(told, recorded)
            if policy is not None and policy != _policy(told, recorded):
                yield finding("paket-daftar", "kebijakan.toml", NOT_AS_RECORDED)
    except (*IMPOSSIBLE, DanaBergulirError):
        yield finding("paket-catatan", "versi.csv", "ada catatan yang tidak mungkin dicatat seperti ini")


def _note(recorded: _Recorded, entry: SealedEntry) -> None:
    """Keep what an entry says. Raises one of ``IMPOSSIBLE``."""
    said = json.loads(entry.content)
    if entry.table == seals.VOUCHER:
        number, day, moves = said[1], said[4], said[11]
        recorded.vouchers[number] = (day, sha256(entry.content.encode()).hexdigest(), moves)
        return
    table, cells, *lines = said
    if table != entry.table:
        raise ValueError(table)
    if lines:
        recorded.lines[cells["loan"], cells["version"]] = (cells["dated_on"], [tuple(line) for line in lines[0]])
    recorded.rows.setdefault(table, []).append(cells)


def _listed(told: Described, name: str, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield these columns of a list; days are as entries write them."""
    table = _BY_NAME[name]
    known = [item.name for item in table.fields]
    places = [known.index(column) for column in columns]
    for line in read(told.folder, table, told.asked.delimiter):
        cells = [line[place] for place in places]
        yield tuple(cell.isoformat() if isinstance(cell, date) else cell for cell in cells)


def _other(name: str, what: str) -> Finding:
    return finding("paket-daftar", file_name(_BY_NAME[name]), f"{what}: {NOT_AS_RECORDED}")


def _vouchers(told: Described, recorded: _Recorded) -> Iterator[Finding]:
    first, last = str(told.asked.first), str(told.asked.last)
    due = {number: digest for number, (day, digest, _) in recorded.vouchers.items() if first <= day <= last}
    if due != dict(_listed(told, "bukti", "nomor", "digest")):
        yield finding("paket-daftar", "bukti.csv", OTHER_VOUCHERS)


def _loans(told: Described, recorded: _Recorded, *, whole: bool) -> Iterator[Finding]:
    known = {
        row["number"]: (row["ksm"], row["disbursed_on"], row["principal"], row["term"], row["principal_paid_before"])
        for row in recorded.rows.get("loan", ())
    }
    columns = ("nomor", "ksm", "tanggal_cair", "pokok", "tenor", "pokok_sebelum_buku")
    for number, *terms in _listed(told, "pinjaman", *columns):
        if (number in known or whole) and tuple(terms) != known.get(number):
            yield _other("pinjaman", f"pinjaman {number}")
            return


def _schedules(told: Described, recorded: _Recorded, *, whole: bool) -> Iterator[Finding]:
    columns = ("pinjaman", "versi", "ke", "jatuh_tempo", "pokok", "jasa", "titipan")
    listed = {
        key: [tuple(line[2:]) for line in lines]
        for key, lines in groupby(_listed(told, "jadwal", *columns), key=lambda line: (line[0], line[1]))
    }
    loans, last = {loan for loan, _ in listed}, str(told.asked.last)
    due = {
        key: lines
        for key, (since, lines) in recorded.lines.items()
        if key[0] in loans and (key[1] == 1 or since <= last)
    }
    for loan, version in sorted(due | listed if whole else due):
        if due.get((loan, version)) != listed.get((loan, version)):
            yield _other("jadwal", f"pinjaman {loan}, versi {version}")
            return


def _groups(told: Described, recorded: _Recorded) -> Iterator[Finding]:
    known = {row.code: (row.name, row.rw, row.rt) for row in _in_force(recorded, "ksm", told.asked.last, "code")}
    listed = {code: tuple(names) for code, *names in _listed(told, "ksm", "kode", "nama", "rw", "rt")}
    for code in sorted(known | listed):
        if known.get(code) != listed.get(code):
            yield _other("ksm", f"KSM {code}")
            return


def _in_force(recorded: _Recorded, table: str, last: date, *key: str) -> list[Any]:
    versions = [
        SimpleNamespace(**cells | {"dated_on": date.fromisoformat(cells["dated_on"])})
        for cells in recorded.rows.get(table, ())
    ]
    return in_force(sorted(versions, key=lambda row: row.id), last, *key)


def _policy(told: Described, recorded: _Recorded) -> Policy:
    (row,) = _in_force(recorded, "policy", told.asked.last)
    return stored_policy(row.toml)


def _balances(told: Described, recorded: _Recorded) -> Iterator[Finding]:
    first, last = str(told.asked.first), str(told.asked.last)
    before: Counter[str] = Counter()
    at_end: Counter[str] = Counter()
    for day, _, moves in recorded.vouchers.values():
        for debit, credit, amount, *_ in moves if day <= last else ():
            for balance in (before, at_end) if day < first else (at_end,):
                balance[debit] += amount
                balance[credit] -= amount
    listed = {code: sides for code, *sides in _listed(told, "saldo", "akun", "saldo_awal", "saldo_akhir")}
    for code in sorted({*at_end, *before, *listed}):
        if listed.get(code, [0, 0]) != [before[code], at_end[code]]:
            yield _other("saldo", f"akun {code}")
            return


def _repaid(told: Described, recorded: _Recorded) -> Iterator[Finding]:
    """Yield the first loan of which other than what its receipts say is told to be repaid."""
    receivable = {code for code, roles in _listed(told, "akun", "kode", "peran") if Role.RECEIVABLE in roles.split()}
    repaid: Counter[str] = Counter()
    for day, _, moves in recorded.vouchers.values():
        for debit, _, amount, component, loan, _ in moves if day <= str(told.asked.last) else ():
            if component == Component.PRINCIPAL:
                repaid[loan] += -amount if debit in receivable else amount
    for number, before, paid in _listed(told, "pinjaman", "nomor", "pokok_sebelum_buku", "pokok_terbayar"):
        if paid != before + repaid[number]:
            yield _other("pinjaman", f"pinjaman {number}")
            return
