"""Witnesses outside the file: a ledger is only added to, so all that a backup holds must still stand in it.

What was taken off the end of the chain, and a chain that somebody worked out anew, shows nowhere else. Every backup
within reach is asked, for a newer one may be of the changed ledger; so is every head in ``kepala.txt``.
"""

import glob
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final

from danabergulir.domain.checks import Checked, Place, Result, judged
from danabergulir.errors import LedgerUnusableError
from danabergulir.frozen import Struct
from danabergulir.ledger.file import backups, copies, heads_file, schema, seals
from danabergulir.ledger.file.kept import Dated, all_within_reach
from danabergulir.ledger.proofs.integrity import UNSOUND
from danabergulir.ledger.proofs.rows import where
from danabergulir.money import format_count

_NAME: Final = "Cadangan buku terakhir"
_HEADS: Final = "Kepala buku di luar buku"
_PUT_BACK: Final = (
    "Sesudah itu buku ini dipulihkan dari cadangan buku yang lebih lama: yang dicatat di antaranya hilang."
)
_RESTORED: Final = (
    "Bila buku ini dipulihkan dari cadangan buku yang lebih lama, buat cadangan buku baru: danabergulir cadangkan"
)
_AGAIN: Final = "Bila buku ini baik, buat cadangan buku baru: danabergulir cadangkan"
_UNKNOWN: Final = (
    "Belum ada cadangan buku atau kepala buku di luar buku. Bila catatan terakhir dibuang, itu tidak dapat diketahui."
)
_GONE: Final = """
    SELECT number FROM cadangan.voucher AS kept WHERE NOT EXISTS (
        SELECT 1 FROM main.voucher AS here WHERE here.sequence = kept.sequence AND here.digest = kept.digest
    ) ORDER BY sequence
"""
_CHAINED: Final = frozenset({"voucher", "transfer"})
"""Proved by the digests of the vouchers."""
_UNCOMPARED: Final = frozenset({"alembic_version", "seal"})
_PLACES: Final = 20
"""Changed rows of which the columns are told; one would be too many already."""


def witnesses(path: Path, *, sealed: bool) -> Iterator[Checked]:
    """Yield what the backups and ``kepala.txt`` say, or that there is no witness and what cannot be known without.

    ``sealed`` says that all chains of the ledger hold within the file itself.
    """
    found = [*filter(None, [still_there(path, sealed=sealed), _kept_heads(path)])]
    yield from found
    if not any(item.result is not Result.NOTE or item.places for item in found):
        yield Checked("Saksi di luar buku", Result.NOTE, _UNKNOWN, "Buat cadangan buku: danabergulir cadangkan")


class _Witness(Struct, frozen=True):
    """What a backup says of the ledger: counts of vouchers and other rows in it, and what is not as in it."""

    backup: Dated
    counts: tuple[int, int]
    gone: Sequence[str]
    changed: Sequence[Place]

    @property
    def differs(self) -> bool:
        return bool(self.gone or self.changed)


def still_there(path: Path, *, sealed: bool = False) -> Checked | None:
    """Return whether the ledger holds all that its backups do, unchanged; None without a backup.

    A fault may be the backup's: one that is not sound is told of, and proves nothing. Where the ledger was put back
    from an older backup since, and the ledger before that is still kept, a difference is worth a look only.
    """
    known = all_within_reach(path)
    sound, silent = None, None
    for backup in known:
        try:
            told = _compared(path, backup, sealed=sealed, oldest=sound is not None)
            if told is not None and told.differs:
                copies.inspect(backup.path)
                return _difference(path, told)
        except sqlite3.Error:  # the backup's, or the ledger's own, which other checks tell of
            silent = silent or f"Tidak dapat dibandingkan dengan {backup.path.name}."
            continue
        except LedgerUnusableError:
            silent = silent or f"{backup.path.name} rusak: tidak dapat dibandingkan."
            continue
        sound = sound or told
    if sound is None:
        return Checked(_NAME, Result.NOTE, silent, _AGAIN) if silent else None
    vouchers, others = sound.counts
    return Checked(
        _NAME,
        Result.SOUND,
        f"{sound.backup.path.name}: {format_count(vouchers)} bukti dan {format_count(others)} catatan lain di dalamnya "
        "masih ada di buku, tidak berubah.",
    )


def _difference(path: Path, told: _Witness) -> Checked:
    name = told.backup.path.name
    faults = [f"{number} tidak lagi seperti di {name}" for number in told.gone]
    faults += [f"{where(place)} tidak lagi seperti di {name}" for place in told.changed]
    replaced = backups.replaced_since(path, told.backup.minute) and _known_to_one_before(path, told.backup)
    return judged(
        _NAME,
        "",
        faults,
        _PUT_BACK if replaced else f"{UNSOUND} {_RESTORED}",
        voucher=told.gone[0] if told.gone else "",
        otherwise=Result.NOTE if replaced else Result.WRONG,
        places=[*(Place("hilang", "voucher", voucher=number) for number in told.gone), *told.changed],
    )


def _known_to_one_before(path: Path, backup: Dated) -> bool:
    """Return whether a ledger that was set aside when an older backup was put back holds what the backup ends with."""
    for kept in path.parent.glob(f"{glob.escape(path.name)}.sebelum-pulih-*"):
        with suppress(sqlite3.Error), closing(_opened(kept)) as connection:
            connection.execute("ATTACH ? AS cadangan", (schema.address(backup.path, "ro"),))
            if _has_seals(connection, "main") and _has_seals(connection, "cadangan"):
                if _same_head(connection):
                    return True
            elif _same_voucher(connection):
                return True
    return False


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(schema.address(path, "ro"), uri=True, timeout=schema.BUSY_SECONDS, isolation_level=None)


def _compared(path: Path, backup: Dated, *, sealed: bool, oldest: bool) -> _Witness | None:
    """Return what a backup says, row by row where its newest head does not speak for all of it.

    None for one of an older schema where a newer backup has spoken (``oldest``).
    """
    with closing(_opened(path)) as connection:
        connection.execute("ATTACH ? AS cadangan", (schema.address(backup.path, "ro"),))
        vouchers = connection.execute("SELECT count(*) FROM cadangan.voucher").fetchone()[0]
        has_seals = _has_seals(connection, "cadangan")
        if has_seals:
            entries = connection.execute("SELECT max(seq) FROM cadangan.seal").fetchone()[0]
            if entries is None:
                raise LedgerUnusableError("kosong", "")
            others = entries - vouchers
            if _same_head(connection) and (sealed or oldest):
                return _Witness(backup, (vouchers, others), (), ())
        elif oldest:
            return None
        every = has_seals and not sealed
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM cadangan.sqlite_schema WHERE type = 'table'")
            if name not in _UNCOMPARED and (every or name not in _CHAINED)
        ]
        if not has_seals:
            others = sum(_count(connection, name) for name in tables)
        gone = [] if _same_voucher(connection) else [number for (number,) in connection.execute(_GONE)]
        places = [
            place
            for name in sorted(tables)
            for key in copies.rows_lacking(connection, name, "cadangan", "main")
            for place in _places(connection, name, key, gone)
        ]
        if has_seals and not (gone or places or _same_head(connection)):
            places = [Place("ditulis ulang", "seal", str(entries))]
        return _Witness(backup, (vouchers, others), gone, places)


def _places(connection: sqlite3.Connection, table: str, key: tuple[Any, ...], gone: Sequence[str]) -> Iterator[Place]:
    """Yield where a row of the backup is not what it is in the ledger: a place for each column, or for the whole."""
    row = " ".join(map(str, key))
    if table in _CHAINED and gone:
        return  # told by the vouchers
    columns = connection.execute(f'PRAGMA cadangan.table_info("{table}")').fetchall()
    keys = [name for *_, name in sorted((number, name) for _, name, *_, number in columns if number)]
    here = {name for _, name, *_ in connection.execute(f'PRAGMA main.table_info("{table}")')}
    both = [name for _, name, *_ in columns if name in here]
    names = ", ".join(f'"{name}"' for name in both)
    condition = " AND ".join(f'"{name}" IS ?' for name in keys)
    query = f'SELECT {names} FROM {{}}."{table}" WHERE {condition}'  # noqa: S608 - names from the schema
    ours, theirs = (connection.execute(query.format(name), key).fetchone() for name in ("main", "cadangan"))
    voucher = ""
    if table == "transfer":
        owner = "SELECT number FROM cadangan.voucher JOIN cadangan.transfer ON voucher = sequence WHERE id = ?"
        voucher = connection.execute(owner, key).fetchone()[0]
    elif table == seals.VOUCHER and theirs is not None:
        voucher = str(theirs[both.index("number")])
    if ours is None:
        yield Place("hilang", table, row, voucher=voucher)
        return
    for name, one, other in zip(both, ours, theirs, strict=True):
        if one != other:
            yield Place("berubah", table, row, name, voucher)


def _has_seals(connection: sqlite3.Connection, name: str) -> bool:
    query = f"SELECT 1 FROM {name}.sqlite_schema WHERE type = 'table' AND name = 'seal'"  # noqa: S608 - ours
    return connection.execute(query).fetchone() is not None


def _count(connection: sqlite3.Connection, table: str) -> int:
    count = connection.execute(f'SELECT count(*) FROM cadangan."{table}"').fetchone()[0]  # noqa: S608 - names from the schema
    assert isinstance(count, int)
    return count


def _same_voucher(connection: sqlite3.Connection) -> bool:
    """Return whether the newest voucher of the backup is in the ledger; its digest speaks for all before it."""
    head = connection.execute("SELECT sequence, digest FROM cadangan.voucher ORDER BY sequence DESC LIMIT 1").fetchone()
    query = "SELECT 1 FROM main.voucher WHERE sequence = ? AND digest = ?"
    return head is None or connection.execute(query, head).fetchone() is not None


def _same_head(connection: sqlite3.Connection) -> bool:
    """Return whether the newest entry of the backup is in the ledger; its head speaks for all before it."""
    entry = connection.execute("SELECT seq, head FROM cadangan.seal ORDER BY seq DESC LIMIT 1").fetchone()
    query = "SELECT 1 FROM main.seal WHERE seq = ? AND head = ?"
    return entry is not None and connection.execute(query, entry).fetchone() is not None


def _kept_heads(path: Path) -> Checked | None:
    """Return whether every head in ``kepala.txt`` is still in the chain; None where there is none of this ledger."""
    with closing(_opened(path)) as connection:
        try:
            kept = list(heads_file.read(path, seals.identity_of(connection).upk_id))
            here = [item for item in kept if _stands(connection, item)]
        except (sqlite3.Error, TypeError):
            return None  # other checks tell of it
    if not kept:
        return None
    restored = max((place for place, item in enumerate(kept) if item.event == heads_file.RESTORED), default=-1)
    lost = [(place, item) for place, item in enumerate(kept) if item not in here]
    faults = [f"kepala buku {item.head[:16]} ({item.event}) tidak ada di buku" for _, item in lost]
    return judged(
        _HEADS,
        f"{heads_file.NAME}: {len(kept)} kepala buku, semua masih ada; terakhir {kept[-1].event}.",
        faults,
        UNSOUND,
        otherwise=Result.NOTE if lost and all(place < restored for place, _ in lost) else Result.WRONG,
        places=[Place("kepala buku hilang", "seal", str(item.seq)) for _, item in lost],
    )


def _stands(connection: sqlite3.Connection, item: heads_file.KeptHead) -> bool:
    query = "SELECT 1 FROM seal WHERE seq = ? AND head = ?"
    return connection.execute(query, (item.seq, bytes.fromhex(item.head))).fetchone() is not None
