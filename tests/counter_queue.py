"""A ledger with a queue of 24 KSM at its counter, and what has to stand in it whichever way they were served."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from danabergulir.domain.groups import KSM
from danabergulir.money import Rupiah
from danabergulir.operations.cash import cash_in
from danabergulir.operations.groups import add_ksm
from danabergulir.operations.loans.disbursement import disburse
from danabergulir.operations.loans.simulation import Wish
from ledger.small_ledger import fetch

NAMES = (
    *("Anggrek", "Melati", "Melati 2", "Mawar Merah", "Mawar Putih", "Kenanga", "Cempaka", "Dahlia", "Flamboyan"),
    *("Teratai", "Sedap Malam", "Usaha Bersama", "Harapan Ibu", "Maju Terus", "Rukun Tani", "Sumber Rejeki"),
    *("Tunas Baru", "Karya Muda", "Bina Usaha", "Sinar Pagi", "Sari Laut", "Jum'at Berkah", "Gotong Royong"),
    "Pelita Hati",
)
LENT_ON, PAID_ON = date(2026, 1, 5), date(2026, 2, 5)
DAY = ("--tanggal", PAID_ON.isoformat())
INSTALMENT = 690_000
"""Of Rp6.000.000 in ten instalments: pokok 600.000, jasa 90.000, due on the 5th. Anggrek also has Rp3.000.000."""
_NOW = datetime(2026, 11, 21, 8, 0, tzinfo=timezone(timedelta(hours=7)))


def code(name: str) -> str:
    """Return the code of a KSM of the queue."""
    return f"K-{NAMES.index(name) + 1:02d}"


def lend_to_queue(path: Path) -> None:
    """Lend to 24 KSM, P-0001 to P-0024 in their order, and once more to the first: P-0025."""
    cash_in(path, "31010", Rupiah(200_000_000), "Modal", date(2026, 1, 2), _NOW)
    for place, name in enumerate(NAMES):
        ksm = KSM(code(name), name, f"{place % 8 + 1:02d}", "001", member_count=10, women_count=8)
        add_ksm(path, ksm, date(2026, 1, 2), _NOW)
        disburse(path, ksm.code, Wish(Rupiah(6_000_000), 10), LENT_ON, _NOW)
    disburse(path, code(NAMES[0]), Wish(Rupiah(3_000_000), 10), LENT_ON, _NOW, permit="02/BA/2026")


def recorded(path: Path) -> list[tuple[object, ...]]:
    """Return every transfer with what its voucher says, without the moment it was recorded at."""
    return fetch(
        path,
        "SELECT v.number, v.kind, v.event, v.dated_on, v.party, v.memo, v.loan, v.reverses, t.debit, t.credit,"
        " t.amount, t.component, t.loan, t.ksm"
        " FROM voucher AS v JOIN transfer AS t ON t.voucher = v.sequence ORDER BY t.id",
    )


def receipts(path: Path) -> list[str]:
    """Return the numbers of the vouchers of repayments, in the order they were recorded."""
    found = fetch(path, "SELECT number FROM voucher WHERE event = 'angsuran' ORDER BY sequence")
    return [number for (number,) in found]
