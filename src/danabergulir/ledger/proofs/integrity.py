"""The ledger file looked through: SQLite's own checks, and every invariant that can be worked out from its rows again.

Each function makes one named check, or a few that read the same rows. Sums are made by SQL; nothing is changed.
"""

import json
import sqlite3
from collections.abc import Hashable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from danabergulir.domain.accounts import Chart
from danabergulir.domain.checks import Checked, in_rupiah, judged
from danabergulir.domain.journal import Component
from danabergulir.domain.loans.schedule import AgreementKind, build_schedule
from danabergulir.domain.loans.terms import Loan, LoanTerms
from danabergulir.ledger.file import schema
from danabergulir.ledger.file.chain import first_broken
from danabergulir.ledger.file.seals import Lines
from danabergulir.ledger.read.loan_moves import LENDING, RECEIVED, own
from danabergulir.money import format_count

UNSOUND: Final = "Jangan mencatat lagi. Simpan salinan buku ini, dan minta bantuan pemeriksa."
_COUNTED: Final = 100
"""Faults of the file that SQLite is asked to count; one is already too many."""


def pages(path: Path) -> Checked:
    """Return what SQLite says of the whole file, every table and index; on a connection of its own.

    Raises ``sqlite3.DatabaseError`` when the file is too damaged to be looked through.
    """
    with closing(sqlite3.connect(schema.address(path, "ro"), uri=True, timeout=schema.BUSY_SECONDS)) as connection:
        found = [row[0] for row in connection.execute(f"PRAGMA integrity_check({_COUNTED})")]
    faults = [] if found == ["ok"] else [f"SQLite menemukan {len(found)} kerusakan pada tabel atau indeks"]
    return judged("File buku", "SQLite membaca seluruh file: 0 kerusakan.", faults, UNSOUND)


def references(connection: sqlite3.Connection) -> Checked:
    """Return whether every row that belongs to another one still has it."""
    orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    counts = {name: sum(row[0] == name for row in orphans) for name in sorted({row[0] for row in orphans})}
    faults = [f"{count} baris tabel {name} kehilangan induknya" for name, count in counts.items()]
    rows = [row for name, row, *_ in orphans if name == "transfer"]
    voucher = ""
    for row in rows[:1]:
        query = "SELECT v.number FROM transfer AS t JOIN voucher AS v ON v.sequence = t.voucher WHERE t.id = ?"
        voucher = next((number for (number,) in connection.execute(query, (row,))), "")
    return judged("Baris dan induknya", "0 baris kehilangan induknya.", faults, UNSOUND, voucher=voucher)


def contents(connection: sqlite3.Connection) -> Checked:
    """Return whether every voucher has transfers, each of a positive amount between two accounts."""
    moves, amount = connection.execute("SELECT count(*), total(amount) FROM transfer").fetchone()
    count = connection.execute("SELECT count(*) FROM voucher").fetchone()[0]
    query = """
        SELECT number FROM voucher WHERE NOT EXISTS (SELECT 1 FROM transfer WHERE voucher = sequence)
            OR sequence IN (SELECT voucher FROM transfer WHERE amount <= 0 OR debit = credit)
        ORDER BY sequence
    """
    bare = [number for (number,) in connection.execute(query)]
    same = in_rupiah(int(amount))
    return judged(
        "Isi bukti",
        f"{format_count(count)} bukti, {format_count(moves)} transaksi: jumlah debit {same}, jumlah kredit {same}.",
        [f"{number} tidak punya transaksi yang benar" for number in bare],
        UNSOUND,
        voucher=bare[0] if bare else "",
    )


_RUNS: Final = """
    SELECT kind || ' ' || year, count(*), max(serial) FROM voucher GROUP BY kind, year ORDER BY max(sequence)
"""
_GAPS: Final = """
    SELECT kind || '-' || year || '-' || printf('%04d', before + 1), before + 1, serial - 1 FROM (
        SELECT kind, year, serial, lag(serial, 1, 0) OVER (PARTITION BY kind, year ORDER BY serial) AS before
        FROM voucher
    ) WHERE serial <> before + 1 ORDER BY 1
"""
_MISNUMBERED: Final = """
    SELECT number FROM voucher
    WHERE number <> printf('%s-%d-%04d', kind, year, serial) OR year <> CAST(substr(dated_on, 1, 4) AS INT)
    ORDER BY sequence
"""
_SKIPPED: Final = """
    SELECT number FROM voucher AS v
    WHERE sequence <> 1 AND NOT EXISTS (SELECT 1 FROM voucher WHERE sequence = v.sequence - 1) ORDER BY sequence
"""


def numbers(connection: sqlite3.Connection) -> Checked:
    """Return whether the numbers of each kind and year run from 1 without a gap, and the sequence too."""
    runs = connection.execute(_RUNS).fetchall()
    gaps = connection.execute(_GAPS).fetchall() if any(count != last for _, count, last in runs) else []
    misnumbered = [number for (number,) in connection.execute(_MISNUMBERED)]
    skipped = [number for (number,) in connection.execute(_SKIPPED)]
    faults = [
        f"{number} tidak ada" + (f", sampai nomor {last}" if last > first else "") for number, first, last in gaps
    ]
    faults += [f"{number} tidak sesuai jenis, tahun dan nomor urutnya" for number in misnumbered]
    faults += [f"urutan catatan sebelum {number} terputus" for number in skipped]
    told = [f"{len(runs)} deret nomor tanpa lompatan; terakhir {name} sampai nomor {last}." for name, _, last in runs]
    return judged(
        "Nomor bukti",
        told[-1] if told else "Belum ada bukti.",
        faults,
        UNSOUND,
        voucher=next(iter([*(gap[0] for gap in gaps), *misnumbered, *skipped]), ""),
    )


def links(connection: sqlite3.Connection) -> Checked:
    """Return whether the digest of every voucher, worked out again, is the one stored; the whole chain always."""
    broken = first_broken(connection)
    query = "SELECT (SELECT count(*) FROM voucher), digest, number FROM voucher ORDER BY sequence DESC LIMIT 1"
    count, head, last = connection.execute(query).fetchone() or (0, "", "")
    faults = (
        [f"mulai bukti {broken} isi buku tidak lagi seperti saat dicatat; bukti sebelumnya masih cocok"]
        if broken
        else []
    )
    sentence = (
        f"{format_count(count)} bukti: sidik yang dihitung lagi = sidik yang tersimpan, sampai {last} ({head[:16]})."
    )
    return judged("Rantai bukti", sentence if count else "Belum ada bukti.", faults, UNSOUND, voucher=broken or "")


_STRANGE_KSM: Final = """
    SELECT 'pinjaman ' || number || ': KSM ' || ksm FROM loan WHERE ksm NOT IN (SELECT code FROM ksm)
    UNION ALL
    SELECT 'pengajuan ' || number || ': KSM ' || ksm FROM proposal WHERE ksm NOT IN (SELECT code FROM ksm)
    UNION ALL
    SELECT DISTINCT 'anggota KSM ' || ksm FROM member WHERE ksm NOT IN (SELECT code FROM ksm)
    UNION ALL
    SELECT DISTINCT 'transaksi KSM ' || ksm FROM transfer
    WHERE ksm IS NOT NULL AND ksm NOT IN (SELECT code FROM ksm)
"""
"""Of a transfer alone may the KSM be missing; without one, NULL NOT IN an empty register would be true."""
_OTHER_KSM: Final = f"""
    SELECT l.number || ': di daftar KSM ' || l.ksm || ', di bukti KSM ' || coalesce(t.ksm, 'tidak disebut'),
           min(t.voucher)
    FROM loan AS l JOIN transfer AS t ON t.loan = l.number AND t.component IN {LENDING}
    WHERE t.ksm IS NOT l.ksm GROUP BY l.number ORDER BY min(t.voucher)
"""  # noqa: S608 - our own words


def borrowers(connection: sqlite3.Connection) -> Checked:
    """Return whether the KSM of every loan, proposal, member and transfer is in the register, and the same one."""
    faults = [f"{words} tidak ada di daftar KSM" for (words,) in connection.execute(_STRANGE_KSM)]
    others = connection.execute(_OTHER_KSM).fetchall()
    faults += [f"pinjaman {words}" for words, _ in others]
    loans, groups = connection.execute("SELECT count(*), (SELECT count(DISTINCT code) FROM ksm) FROM loan").fetchone()
    sentence = f"{format_count(loans)} pinjaman, semua KSM-nya ada di daftar ({groups} KSM)."
    voucher = number_at(connection, others[0][1]) if others else ""
    return judged("KSM peminjam", sentence, faults, UNSOUND, voucher=voucher)


def number_at(connection: sqlite3.Connection, sequence: int) -> str:
    """Return the number of the voucher at a place of the sequence; empty where there is none."""
    found = connection.execute("SELECT number FROM voucher WHERE sequence = ?", (sequence,)).fetchone()
    return found[0] if found else ""


_LENT: Final = f"""
    SELECT l.number, l.principal, l.principal_paid_before, min(t.voucher),
           -sum({RECEIVED}) FILTER (WHERE t.component = '{Component.DISBURSEMENT}'),
           -sum({RECEIVED}) FILTER (WHERE t.component = '{Component.OPENING}')
    FROM loan AS l JOIN transfer AS t ON t.loan = l.number AND t.component IN {LENDING}
    GROUP BY l.number
"""  # noqa: S608 - our own words
_NEVER_LENT: Final = f"""
    SELECT number FROM loan WHERE principal > principal_paid_before AND NOT EXISTS (
        SELECT 1 FROM transfer AS t WHERE t.loan = loan.number AND t.component IN {LENDING}
    ) ORDER BY number
"""  # noqa: S608 - our own words


def principals(connection: sqlite3.Connection, chart: Chart) -> Checked:
    """Return whether the principal in the register of loans is what was paid out, or taken over at the opening."""
    faults, voucher, count = [], "", 0
    for number, principal, paid, sequence, lent, opened in connection.execute(_LENT, {"own": own(chart)}):
        count += 1
        for booked, due in ((lent, principal), (opened, principal - paid)):
            if booked not in (None, 0, due):  # nil: taken back
                faults.append(
                    f"pinjaman {number}: menurut perjanjian {in_rupiah(due)}, menurut bukti {in_rupiah(booked)}"
                )
                voucher = voucher or number_at(connection, sequence)
    bare = [number for (number,) in connection.execute(_NEVER_LENT)]
    faults += [f"pinjaman {number}: bukti pencairan atau saldo awalnya tidak ada" for number in bare]
    sentence = f"{format_count(count)} pinjaman: pokok menurut perjanjian = pokok menurut bukti."
    return judged("Pokok pinjaman", sentence, faults, UNSOUND, voucher=voucher)


_Line = list[Any]  # number, day, pokok, jasa, titipan


def contracts(lines: Lines, loans: Sequence[Loan]) -> Checked:
    """Return whether the first schedule of every loan is the one that its terms give, to the day and the rupiah."""
    schedules = _Schedules()
    faults = []
    for loan in loans:
        due, kept = schedules.of(loan.terms), lines.get((loan.number, 1), "[]")
        if kept != due:
            faults.append(f"pinjaman {loan.number}: {_difference(json.loads(kept), json.loads(due))}")
    sentence = f"{format_count(len(loans))} jadwal perjanjian = jadwal yang dihitung lagi dari isinya."
    return judged("Jadwal perjanjian", sentence, faults, UNSOUND)


class _Schedules:
    """Builds schedules as SQLite writes them; what loans have in common (amounts, or days) is worked out once."""

    def __init__(self) -> None:
        self._amounts: dict[Hashable, list[str]] = {}
        self._days: dict[Hashable, list[str]] = {}

    def of(self, terms: LoanTerms) -> str:
        """Return the lines that ``terms`` give, as a JSON array."""
        lines = map("".join, zip(self._days_of(terms), self._amounts_of(terms), strict=True))
        return f"[{','.join(lines)}]"

    def _amounts_of(self, terms: LoanTerms) -> list[str]:
        rates = (terms.jasa_rate, terms.titipan_rate, terms.method, terms.frequency)
        key = (terms.principal.value, terms.term, terms.grace, *rates, terms.rounding, terms.rounded_part)
        amounts = self._amounts.get(key)
        if amounts is None:
            self._amounts[key] = amounts = [
                f"{line.principal.value},{line.jasa.value},{line.titipan.value}]" for line in build_schedule(terms)
            ]
        return amounts

    def _days_of(self, terms: LoanTerms) -> list[str]:
        key = (terms.disbursed_on, terms.first_due_on, terms.frequency, terms.term)
        if key not in self._days:
            self._days[key] = [f'[{number},"{terms.due_on(number)}",' for number in range(1, terms.term + 1)]
        return self._days[key]


def _difference(kept: Sequence[_Line], due: Sequence[_Line]) -> str:
    if len(kept) != len(due):
        return f"tersimpan {len(kept)} angsuran, menurut perjanjian {len(due)}"
    one, other = next((one, other) for one, other in zip(kept, due, strict=True) if one != other)
    return f"angsuran ke-{other[0]} tersimpan {_told(one)}, menurut perjanjian {_told(other)}"


def _told(line: _Line) -> str:
    _, day, principal, jasa, titipan = line
    words = f"{day[8:]}-{day[5:7]}-{day[:4]} pokok {in_rupiah(principal)} jasa {in_rupiah(jasa)}"
    return words + (f" titipan {in_rupiah(titipan)}" if titipan else "")


_REPLACED: Final = """
    SELECT s.loan, s.version, s.kind, l.principal, coalesce(sum(i.principal), 0)
    FROM schedule AS s JOIN loan AS l ON l.number = s.loan
    LEFT JOIN instalment AS i ON i.loan = s.loan AND i.version = s.version
    WHERE s.version > 1 GROUP BY s.loan, s.version
"""


def later_schedules(connection: sqlite3.Connection) -> Checked:
    """Return whether every later version of a schedule repays the whole loan; a written-off one may repay less."""
    versions = connection.execute(_REPLACED).fetchall()
    faults = [
        f"pinjaman {loan} jadwal ke-{version}: jumlah pokok {in_rupiah(lines)}, pokok pinjaman {in_rupiah(principal)}"
        for loan, version, kind, principal, lines in versions
        if lines > principal or (lines < principal and kind != AgreementKind.WRITTEN_OFF)
    ]
    sentence = f"{len(versions)} jadwal pengganti: jumlah pokok = pokok pinjaman."
    return judged("Jadwal pengganti", sentence if versions else "Tidak ada jadwal pengganti.", faults, UNSOUND)


_SHARES: Final = """
    SELECT s.number, sum(s.amount), coalesce(l.principal, p.principal, 0) FROM loan_share AS s
    LEFT JOIN loan AS l ON l.number = s.number LEFT JOIN proposal AS p ON p.number = s.number
    GROUP BY s.number
"""
_RECEIPT_SHARES: Final = """
    SELECT s.voucher, sum(s.amount), (
        SELECT sum(t.amount) FROM voucher AS v JOIN transfer AS t ON t.voucher = v.sequence WHERE v.number = s.voucher
    ) FROM receipt_share AS s GROUP BY s.voucher
"""


def shares(connection: sqlite3.Connection) -> Checked:
    """Return whether the parts of the members add up to their loan, and those of a receipt to no more than it."""
    of_loans = connection.execute(_SHARES).fetchall()
    of_receipts = connection.execute(_RECEIPT_SHARES).fetchall()
    faults = [
        f"pinjaman {number}: jumlah bagian anggota {in_rupiah(parts)}, pokok {in_rupiah(principal)}"
        for number, parts, principal in of_loans
        if parts != principal
    ]
    over = [(number, parts, amount or 0) for number, parts, amount in of_receipts if parts > (amount or 0)]
    faults += [
        f"bukti {number}: jumlah bagian anggota {in_rupiah(parts)}, setoran {in_rupiah(amount)}"
        for number, parts, amount in over
    ]
    sentence = f"{len(of_loans)} pinjaman dibagi per anggota: jumlah bagian = pokok."
    voucher = over[0][0] if over else ""
    return judged(
        "Bagian anggota",
        sentence if of_loans else "Belum ada pinjaman yang dibagi per anggota.",
        faults,
        UNSOUND,
        voucher=voucher,
    )
