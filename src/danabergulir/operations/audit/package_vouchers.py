"""The vouchers of an audit package as they were recorded, their chain, and the balances, from its CSV files alone."""

from collections.abc import Iterator
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
from danabergulir.money import Rupiah, format_count
from danabergulir.operations.audit.package_csv import Read, file_name, read
from danabergulir.operations.audit.package_description import Described, description, finding
from danabergulir.reports.exports.audit_schema import TABLES
from danabergulir.text import first_few

_BY_NAME: Final = {table.name: table for table in TABLES}
_SHOWN: Final = 5


def rebuilt(folder: Path) -> Iterator[tuple[str, Voucher]]:
    """Yield every voucher of the package as it was recorded, each after the digest of the one before it.

    The digests are those of the file. Raises ``ValueError`` naming the first voucher that cannot be one, and
    ``OSError``.
    """
    delimiter = description(folder).asked.delimiter
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
    if [row[1] for row in rows] != list(range(1, len(rows) + 1)):
        raise ValueError(f"bukti {number}: transaksinya tidak urut")
    return previous, Voucher(number, sequence, at, posting, digest)


def _transfer(debit: Any, credit: Any, amount: Any, component: Any, loan: Any, ksm: Any) -> Transfer:
    if amount <= 0 or debit == credit:
        raise ValueError(amount)
    return Transfer(debit, credit, Rupiah(amount), Component(component) if component else None, loan, ksm)


def chain_findings(described: Described) -> Iterator[Finding]:
    """Yield the first voucher that cannot be trusted; else the gaps of the chain, and an end that is not the head."""
    last, last_sequence = FIRST_LINK, 0
    gaps = []
    number = None
    for previous, voucher in rebuilt(described.folder):
        number = voucher.number
        follows = voucher.sequence == last_sequence + 1
        known = last if follows else previous
        due = voucher_digest(number, voucher.recorded_at, voucher.posting, known)
        if voucher.sequence <= last_sequence or previous != known or voucher.digest != due:
            message = "isinya tidak cocok dengan sidiknya; mulai bukti ini paket tidak dapat dipercaya"
            yield finding("paket-rantai", number, message)
            return
        if not follows and (last_sequence or described.from_opening):
            gaps.append((last_sequence + 1, voucher.sequence - 1))
        last, last_sequence = voucher.digest, voucher.sequence
    head_is_inside = described.head_dated_on is not None and described.head_dated_on >= described.asked.first
    if head_is_inside and described.head != last:
        message = f"kepala bukti {described.head_number} bukan bukti terakhir dalam paket ({number})"
        yield finding("paket-rantai", "kepala bukti", message)
    if gaps and described.chain is None:  # else the chain of entries says where they are
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


def balance_findings(described: Described) -> Iterator[Finding]:
    """Yield the accounts whose balances are not those of the transfers, and balances that do not add up to nil."""
    moved: dict[Any, list[int]] = {}
    for _, _, _, debit, credit, amount, *_ in read(described.folder, _BY_NAME["transaksi"], described.asked.delimiter):
        moved.setdefault(debit, [0, 0])[0] += amount
        moved.setdefault(credit, [0, 0])[1] += amount
    carried = 0
    for code, opening, debited, credited, closing in read(
        described.folder, _BY_NAME["saldo"], described.asked.delimiter
    ):
        carried += opening
        if [debited, credited] != moved.pop(code, [0, 0]):
            yield finding("paket-saldo", f"akun {code}", "debit atau kreditnya berbeda dengan jumlah transaksi")
        if opening + debited - credited != closing:
            yield finding("paket-saldo", f"akun {code}", "saldo awal + debit - kredit bukan saldo akhir")
    for code in moved:
        yield finding(
            "paket-saldo", f"akun {code}", f"ada transaksi, tetapi tidak ada di {file_name(_BY_NAME['saldo'])}"
        )
    if carried:
        yield finding("paket-saldo", "saldo awal", f"jumlah semua akun {format_count(carried)}, seharusnya nol")
