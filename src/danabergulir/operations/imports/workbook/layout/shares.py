"""Loans that a list spreads over its members, each with an amount of their own: one loan of the KSM."""

from collections.abc import Iterable
from typing import Final

from danabergulir.frozen import replace
from danabergulir.operations.imports.workbook.asking import Record
from danabergulir.operations.imports.workbook.headings import ListKind, folded

_SHARED: Final = (
    *("pokok", "saldo", "saldo_jasa", "pokok_terbayar", "jasa_terbayar", "titipan_terbayar"),
    *("pokok_lalu", "jasa_lalu", "pokok_bulan_ini", "jasa_bulan_ini", "tunggakan_pokok", "tunggakan_jasa"),
)
"""What the members have a part in, in rupiah."""
_AGREED: Final = ("nomor", "tanggal_cair", "tenor", "frekuensi", "jasa_persen", "titipan_persen", "status")
"""What is the same for all members of one loan, or is written with the first of them only."""


def as_one_loan(records: Iterable[Record]) -> tuple[list[Record], int]:
    """Return the rows with those of the members of one loan added up, and of how many loans that was done.

    They are one loan where each names another member of the same KSM, one below the other, on the same terms.
    """
    found: list[Record] = []
    at, members, shared = -1, set[str](), set[int]()
    for record in records:
        if record.content is not ListKind.LOANS:
            found.append(record)
            continue
        member = folded(record.get("anggota"))
        if at >= 0 and member and member not in members and _is_same(found[at], record):
            found[at] = _added(found[at], record)
            shared.add(at)
        else:
            at, members = len(found), set()
            found.append(record)
        members.add(member)
    return found, len(shared)


def _is_same(first: Record, record: Record) -> bool:
    if not first.get("anggota") or not first.get("ksm") or folded(first.get("ksm")) != folded(record.get("ksm")):
        return False
    return all(record.get(name) in {"", first.get(name)} for name in _AGREED)


def _added(first: Record, record: Record) -> Record:
    sums = {
        name: str((first.amount(name) or 0) + more) for name in _SHARED if (more := record.amount(name)) is not None
    }
    return replace(first, values={**first.values, **sums})


def shared_note(loans: int) -> str:
    """Return what is told of loans whose members were added up; nothing where there are none."""
    return f"bagian anggota dijumlah menjadi {loans} pinjaman" if loans else ""
