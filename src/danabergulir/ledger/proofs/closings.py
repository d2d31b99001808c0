"""Closes proved by the journal: their place in the chain, the figures they keep, and the days they lock."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from danabergulir.dates import Month
from danabergulir.domain.checks import Checked, Place, in_rupiah, judged
from danabergulir.domain.journal import FIRST_LINK, Event
from danabergulir.errors import DanaBergulirError
from danabergulir.frozen import Struct
from danabergulir.ledger.file import digests, seals
from danabergulir.ledger.proofs.integrity import UNSOUND

_CLOSINGS: Final = """
    SELECT c.kind, c.period, c.dated_on, c.sequence, c.head, c.figures, r.id IS NULL, c.id
    FROM closing AS c LEFT JOIN reopening AS r ON r.closing = c.id ORDER BY c.sequence, c.id
"""


_GAP_TOLD: Final = 20
"""Numbers of a gap that are told."""


class _Kept(Struct, frozen=True):
    """A close as its row says, whatever that is worth."""

    kind: str
    period: str
    last_on: str
    sequence: int
    head: str
    figures: str
    in_force: int
    id: int

    @property
    def name(self) -> str:
        """Return what was closed, ``bulan 2023-01``."""
        return f"{self.kind} {self.period}"

    @property
    def last_month(self) -> str:
        """Return the month it closes last, ``2023-12`` for a year."""
        return self.period if self.kind == "bulan" else f"{self.period}-12"

    @property
    def seal(self) -> tuple[int, str] | None:
        """Return the newest entry of the chain when it was made, and its head; None where it is older than that."""
        try:
            seq, head = json.loads(self.figures)["segel"]
            return int(seq), str(head)
        except (ValueError, LookupError, TypeError):
            return None


def proofs(connection: sqlite3.Connection, receivable: str, *, sealed: bool) -> list[Checked]:
    """Return the checks of all closes, those opened again too; ``receivable`` is the account of the loan cards.

    ``sealed`` says that the chain of every row holds: registers are then what they were for each close whose head is
    in it.
    """
    kept = [_Kept(*row) for row in connection.execute(_CLOSINGS)]
    return [
        _heads(connection, kept),
        _figures(connection, kept, receivable),
        _registers(connection, kept, sealed=sealed),
        _locks(connection, kept),
    ]


def _heads(connection: sqlite3.Connection, kept: Sequence[_Kept]) -> Checked:
    """Return whether every close still finds the voucher that was the newest one when it was made."""
    name, faults, voucher, proved = "Kepala bukti tutup buku", [], "", 0
    count = connection.execute("SELECT count(*) FROM voucher").fetchone()[0]
    for item in kept:
        found = connection.execute("SELECT digest FROM voucher WHERE sequence = ?", (item.sequence,)).fetchone()
        if found or not item.sequence:
            here = found[0] if found else FIRST_LINK
            if here == item.head:
                proved = item.sequence
                continue
            query = "SELECT number FROM voucher WHERE sequence > ? ORDER BY sequence LIMIT 1"
            first = _only(connection, query, proved)
            faults.append(f"tutup {item.name} menyimpan kepala bukti {item.head[:16]}, sekarang {here[:16]}")
            voucher = voucher or first
        else:
            query = "SELECT number FROM voucher WHERE sequence < ? ORDER BY sequence DESC LIMIT 1"
            last = _only(connection, query, item.sequence)
            faults.append(
                f"tutup {item.name} dibuat sesudah {item.sequence} bukti, buku sekarang berisi {count}: "
                f"bukti sesudah {last or 'saldo awal'} hilang"
            )
            voucher = voucher or last
    faults += _misplaced(kept)
    newest = kept[-1] if kept else None
    sentence = (
        f"{len(kept)} tutup buku: kepala bukti tersimpan = yang ada di rantai; terakhir {newest.name}."
        if newest
        else ""
    )
    return judged(name, sentence or "Belum ada tutup buku.", faults, UNSOUND, voucher=voucher)


def _misplaced(kept: Sequence[_Kept]) -> Iterator[str]:
    """Yield closes that are not numbered without a gap, or do not end on the last day of their period."""
    due = 1
    for number in sorted(item.id for item in kept):
        # a number that somebody wrote there may leave a gap of any width
        yield from (f"tutup buku nomor {missing} hilang" for missing in range(due, min(number, due + _GAP_TOLD)))
        due = number + 1
    for item in kept:
        try:
            last_on = Month.parse(item.last_month).last_on.isoformat()
        except DanaBergulirError:
            last_on = ""
        if item.last_on != last_on:
            yield f"tutup {item.name} mengunci sampai {item.last_on}"


def _only(connection: sqlite3.Connection, query: str, sequence: int) -> str:
    found = connection.execute(query, (sequence,)).fetchone()
    return found[0] if found else ""


def _figures(connection: sqlite3.Connection, kept: Sequence[_Kept], receivable: str) -> Checked:
    """Return whether the balances that every close keeps are those of the journal of that time."""
    faults = []
    journal = _Journal(connection, receivable)
    for item in kept:
        journal.read_to(item.sequence)
        try:
            stored = json.loads(item.figures)
            accounts, loans = dict(stored["akun"]), dict(stored["pinjaman"])
        except (ValueError, KeyError, TypeError):
            faults.append(f"tutup {item.name}: angkanya tidak terbaca")
            continue
        due_accounts, due_loans = journal.balances_at(item.last_on[:7])
        faults += [f"tutup {item.name}: {words}" for words in _differences("akun", accounts, due_accounts)]
        faults += [f"tutup {item.name}: {words}" for words in _differences("pinjaman", loans, due_loans)]
    sentence = f"{len(kept)} tutup buku: saldo tersimpan per akun dan per pinjaman = saldo yang dihitung lagi."
    return judged("Saldo tutup buku", sentence if kept else "Belum ada tutup buku.", faults, UNSOUND)


def _differences(word: str, stored: Mapping[str, Any], due: Mapping[str, int]) -> Iterator[str]:
    if stored == due:
        return
    for key in sorted(stored.keys() | due.keys()):
        one, other = stored.get(key, 0), due.get(key, 0)
        if one != other:
            told = in_rupiah(one) if type(one) is int else "bukan angka"
            yield f"{word} {key} tersimpan {told}, dihitung lagi {in_rupiah(other)}"


_SEALED: Final = "SELECT lower(hex(head)) FROM seal WHERE seq = ?"


def _registers(connection: sqlite3.Connection, kept: Sequence[_Kept], *, sealed: bool) -> Checked:
    """Return whether the rows that each close found in the registers are still the same.

    Each close keeps the head of the chain that it found. Its digest of each register is worked out again only where
    that does not speak for it: to name the register, or because the close is older than the chain.
    """
    found: dict[str, dict[int, str]] = {}
    lost = [item for item in kept if item.seal and (item.seal[1],) != _seal_at(connection, item.seal[0])]
    proved = [item for item in kept if sealed and item.seal and item not in lost]
    stored = [(item, _digests_of(item)) for item in kept if item not in proved]
    masked = stored and seals.identity_of(connection).is_masked  # then digests of private cells cannot be had again
    for register in digests.REGISTERS if stored else ():
        if masked and register in seals.PRIVATE:
            continue
        counts = {by_register[register][0] for _, by_register in stored if register in by_register}
        found[register] = dict(digests.digests_at(connection, register, counts)) if counts else {}
    changed: dict[str, str] = {}
    for item, by_register in stored:
        for register, (count, digest) in by_register.items():
            if register in found and found[register].get(count) != digest:
                changed.setdefault(register, item.name)
    faults = [f"tabel {register}: baris sebelum tutup {name} sudah diubah" for register, name in changed.items()]
    places = [Place("berubah sebelum tutup buku", register) for register in changed]
    if lost:
        faults.append(f"tutup {lost[0].name} menyimpan kepala buku lain: catatan sebelumnya ditulis ulang")
        places.append(Place("ditulis ulang", "seal", str(lost[0].seal[0] if lost[0].seal else "")))
    proved += [item for item, by_register in stored if by_register]
    sentence = f"{len(proved)} tutup buku: semua daftar (KSM, anggota, akun, kebijakan, ...) masih sama."
    return judged(
        "Daftar saat tutup buku",
        sentence if proved else "Belum ada tutup buku yang menyimpannya.",
        faults,
        UNSOUND,
        places=places,
    )


def _seal_at(connection: sqlite3.Connection, seq: int) -> tuple[str] | None:
    found: tuple[str] | None = connection.execute(_SEALED, (seq,)).fetchone()
    return found


def _digests_of(item: _Kept) -> Mapping[str, tuple[int, str]]:
    """Return rows and digest by register; nothing where the close is older than that or cannot be read."""
    try:
        stored = json.loads(item.figures)["daftar"]
        return {name: (int(stored[name][0]), stored[name][1]) for name in digests.REGISTERS if name in stored}
    except (ValueError, LookupError, TypeError):
        return {}


_MOVED: Final = """
    SELECT substr(dated_on, 1, 7), debit, credit, sum(amount) FROM transfer
    WHERE voucher > :after AND voucher <= :last GROUP BY 1, 2, 3
"""
_LENT: Final = """
    SELECT substr(dated_on, 1, 7), loan, CASE debit WHEN :code THEN amount ELSE -amount END FROM transfer
    WHERE voucher > :after AND voucher <= :last AND loan <> '' AND (+debit = :code OR +credit = :code)
"""


class _Journal:
    """The journal read from the beginning, every transfer once; balances at any month's end of what is read so far."""

    def __init__(self, connection: sqlite3.Connection, receivable: str) -> None:
        self._connection = connection
        self._receivable = receivable
        self._read_to = 0
        self._accounts: dict[str, dict[str, int]] = {}
        self._loans: dict[str, dict[str, int]] = {}
        self._all_accounts: dict[str, int] = {}
        self._all_loans: dict[str, int] = {}

    def read_to(self, sequence: int) -> None:
        """Read on to that voucher."""
        bounds = {"code": self._receivable, "after": self._read_to, "last": sequence}
        for month, debit, credit, amount in self._connection.execute(_MOVED, bounds):
            accounts = self._accounts.setdefault(month, {})
            for code, moved in ((debit, amount), (credit, -amount)):
                _add(accounts, code, moved)
                _add(self._all_accounts, code, moved)
        for month, loan, moved in self._connection.execute(_LENT, bounds):
            _add(self._loans.setdefault(month, {}), loan, moved)
            _add(self._all_loans, loan, moved)
        self._read_to = max(self._read_to, sequence)

    def balances_at(self, month: str) -> tuple[dict[str, int], dict[str, int]]:
        """Return the balances by account and by loan at the end of ``month``, nil ones left out."""
        return (
            _without_later(self._all_accounts, self._accounts, month),
            _without_later(self._all_loans, self._loans, month),
        )


def _add(sums: dict[str, int], key: str, amount: int) -> None:
    left = sums.get(key, 0) + amount
    if left:
        sums[key] = left
    else:
        sums.pop(key, None)


def _without_later(total: dict[str, int], by_month: Mapping[str, Mapping[str, int]], month: str) -> dict[str, int]:
    later = [moved for known, moved in by_month.items() if known > month]
    sums = dict(total) if later else total
    for moved in later:
        for key, amount in moved.items():
            _add(sums, key, -amount)
    return sums


_INTO_CLOSED: Final = """
    SELECT number, dated_on FROM voucher
    WHERE sequence > ? AND sequence <= ? AND dated_on <= ?
      AND NOT (event = ? AND substr(dated_on, 6) = '12-31') ORDER BY sequence
"""
"""Older versions dated the entries of a year's close on its last day, also after December was closed."""
_UNCLOSED: Final = """
    SELECT number FROM voucher AS v WHERE event = ? AND reverses IS NULL AND NOT EXISTS (
        SELECT 1 FROM closing WHERE kind = 'tahun' AND sequence BETWEEN v.sequence AND v.sequence + 1
    ) ORDER BY sequence
"""
"""Entries of a year's close, two at the most, that no close ended with."""


def _locks(connection: sqlite3.Connection, kept: Sequence[_Kept]) -> Checked:
    """Return whether nothing was recorded into days that were closed then, but old entries of a year's close."""
    in_force = [item for item in kept if item.in_force]
    ends = [
        *(item.sequence for item in in_force[1:]),
        connection.execute("SELECT max(sequence) FROM voucher").fetchone()[0],
    ]
    faults, voucher, locked_to = [], "", ""
    for item, end in zip(in_force, ends, strict=False):
        locked_to = max(locked_to, item.last_on)
        bounds = (item.sequence, end or 0, locked_to, Event.YEAR_CLOSE.value)
        for number, dated_on in connection.execute(_INTO_CLOSED, bounds):
            faults.append(f"{number} bertanggal {_form(dated_on)} dicatat sesudah tutup sampai {_form(locked_to)}")
            voucher = voucher or number
    for (number,) in connection.execute(_UNCLOSED, (Event.YEAR_CLOSE.value,)):
        faults.append(f"{number} mencatat tutup tahun, tetapi tutup bukunya tidak ada")
        voucher = voucher or number
    sentence = f"0 bukti dicatat ke masa yang sudah ditutup (sampai {_form(locked_to)})."
    return judged(
        "Masa tertutup", sentence if in_force else "Belum ada masa yang ditutup.", faults, UNSOUND, voucher=voucher
    )


def _form(day: str) -> str:
    return f"{day[8:]}-{day[5:7]}-{day[:4]}"
