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
_WITNESSES: Final = "Saksi di luar buku"
_PUT_BACK: Final = (
    "Sesudah itu buku ini dipulihkan dari cadangan buku yang lebih lama: yang dicatat di antaranya hilang."
)
_RESTORED: Final = (
    "Bila buku ini dipulihkan dari cadangan buku yang lebih lama, buat cadangan buku baru: danabergulir cadangkan"
)
_AGAIN: Final = "Bila buku ini baik, buat cadangan buku baru: danabergulir cadangkan"
_UNKNOWN: Final = "Bila catatan terakhir dibuang, itu tidak dapat diketahui."
_NO_WITNESS: Final = "Belum ada cadangan buku atau kepala buku di luar buku."
_NONE_READABLE: Final = "Tidak ada cadangan buku atau kepala buku di luar buku yang dapat dibandingkan."
_OF_OTHERS: Final = f"{heads_file.NAME} hanya memuat kepala buku lain, tidak satu pun dari buku ini."
_IF_NOT_SHARED: Final = "Bila folder ini tidak dipakai bersama buku lain, minta bantuan pemeriksa."
_LEFT_BEHIND: Final = (
    "Bila folder cadangan tertinggal di komputer lama, salin ke samping buku ini. Bila tidak, cari kepala buku dari "
    "kertas: danabergulir periksa --kepala HURUF"
)
_GONE: Final = """
    SELECT number FROM cadangan.voucher AS kept WHERE NOT EXISTS (
        SELECT 1 FROM main.voucher AS here WHERE here.sequence = kept.sequence AND here.digest = kept.digest
    ) ORDER BY sequence
"""
_CHAINED: Final = frozenset({"voucher", "transfer"})
"""Proved by the digests of the vouchers."""
_CHAIN: Final = "seal"
_PLACES: Final = 20
"""Changed rows of which the columns are told; one would be too many already."""


def witnesses(path: Path) -> Iterator[Checked]:
    """Yield what the backups and ``kepala.txt`` say, or that there is no witness and what cannot be known without.

    Every close leaves two witnesses behind; where neither is there for the newest one, that is told.
    """
    found = [*filter(None, [still_there(path), _kept_heads(path)])]
    yield from found
    close = "" if any(item.result is Result.WRONG for item in found) else _unwitnessed_close(path)
    if close:
        missing = (
            f"Tutup {close} tidak ada di {heads_file.NAME} dan di cadangan buku mana pun, padahal ditulis di sana."
        )
        yield Checked(_WITNESSES, Result.NOTE, f"{missing} {_UNKNOWN}", _LEFT_BEHIND)
    elif not any(item.result is not Result.NOTE or item.places for item in found):
        missing = _NONE_READABLE if found else _NO_WITNESS
        yield Checked(_WITNESSES, Result.NOTE, f"{missing} {_UNKNOWN}", "Buat cadangan buku: danabergulir cadangkan")


_NEWEST_CLOSE: Final = """
    SELECT s.seq, s.head, c.kind || ' ' || c.period FROM seal AS s JOIN closing AS c ON s.row_key = CAST(c.id AS TEXT)
    WHERE s.table_name = 'closing' AND instr(c.figures, '"segel"') ORDER BY s.seq DESC LIMIT 1
"""


def _unwitnessed_close(path: Path) -> str:
    """Return the newest close where no head in ``kepala.txt`` and no backup came after it; empty where one did.

    Those from before the chain, which keep no head of it, left none behind.
    """
    with closing(_opened(path)) as connection:
        found = connection.execute(_NEWEST_CLOSE).fetchone()
        if found is None:
            return ""
        seq, head, name = found
        if any(item.seq >= seq and _stands(connection, item) for item in heads_file.read(path)):
            return ""
        return "" if any(_has_entry(backup.path, seq, head) for backup in all_within_reach(path)) else str(name)


def _has_entry(backup: Path, seq: int, head: bytes) -> bool:
    with suppress(sqlite3.Error), closing(_opened(backup)) as connection:
        query = "SELECT 1 FROM seal WHERE seq = ? AND head = ?"
        return connection.execute(query, (seq, head)).fetchone() is not None
    return False


class _Witness(Struct, frozen=True):
    """What a backup says of the ledger: counts of vouchers and other rows in it, and what is not as in it."""

    backup: Dated
    counts: tuple[int, int]
    gone: Sequence[str]
    changed: Sequence[Place]

    @property
    def differs(self) -> bool:
        return bool(self.gone or self.changed)


def contradicting(path: Path) -> Path | None:
    """Return the newest sound backup that holds what the ledger no longer does; others are of the changed one."""
    told, _, _ = _asked(path)
    return told.backup.path if told else None


def _asked(path: Path) -> tuple[_Witness | None, _Witness | None, str | None]:
    """Return the newest sound backup that the ledger contradicts, or else the newest that it does not; and what fails.

    The last is a sentence about the newest backup that cannot be compared.
    """
    sound, silent = None, None
    for backup in all_within_reach(path):
        try:
            told = _compared(path, backup, oldest=sound is not None)
            if told is not None and told.differs:
                copies.inspect(backup.path)
                return told, sound, silent
        except sqlite3.Error:  # the backup's, or the ledger's own, which other checks tell of
            silent = silent or f"Tidak dapat dibandingkan dengan {backup.path.name}."
            continue
        except LedgerUnusableError:
            silent = silent or f"{backup.path.name} rusak: tidak dapat dibandingkan."
            continue
        sound = sound or told
    return None, sound, silent


def still_there(path: Path) -> Checked | None:
    """Return whether the ledger holds all that its backups do, unchanged; None without a backup.

    A fault may be the backup's: one that is not sound is told of, and proves nothing. Where the ledger was put back
    from an older backup since, and the ledger before that is still kept, a difference is worth a look only.
    """
    differing, sound, silent = _asked(path)
    if differing:
        return _difference(path, differing)
    if sound is None:
        return Checked(_NAME, Result.NOTE, silent, _AGAIN) if silent else None
    vouchers, others = sound.counts
    sentence = (
        f"{sound.backup.path.name}: {format_count(vouchers)} bukti dan {format_count(others)} catatan lain di dalamnya "
        "masih ada di buku, tidak berubah."
    )
    if silent:
        return Checked(_NAME, Result.NOTE, f"{silent} {sentence}", _AGAIN, places=(Place("cadangan buku rusak"),))
    return Checked(_NAME, Result.SOUND, sentence)


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


def _compared(path: Path, backup: Dated, *, oldest: bool) -> _Witness | None:
    """Return what a backup says, row by row where its newest head or its rows are not those of the ledger.

    Of older backups the head is enough. None for one of an older schema where a newer backup has spoken (``oldest``).
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
            if _same_head(connection) and (oldest or _same_rows(connection)):
                return _Witness(backup, (vouchers, others), (), ())
        elif oldest:
            return None
        tables = [name for name in _tables(connection) if name != _CHAIN and (has_seals or name not in _CHAINED)]
        if not has_seals:
            others = sum(_count(connection, name) for name in tables)
        here = set(_tables(connection, "main"))
        gone = [] if _same_voucher(connection) else [number for (number,) in connection.execute(_GONE)]
        places = [
            place
            for name in tables
            if name in here
            for key in copies.rows_lacking(connection, name, "cadangan", "main")
            for place in _places(connection, name, key, gone)
        ]
        places += [Place("hilang", name) for name in tables if name not in here]
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


def _same_rows(connection: sqlite3.Connection) -> bool:
    """Return whether every row of the backup stands in the ledger as it is, at the same place of its table.

    A backup whose head stands in the ledger may have rotted since: rows of both are read side by side, which needs no
    sort and takes a part of what looking through the backup would take.
    """
    return not any(connection.execute(_differing(connection, name)).fetchone() for name in _tables(connection))


def _tables(connection: sqlite3.Connection, of: str = "cadangan") -> list[str]:
    query = f"SELECT name FROM {of}.sqlite_schema WHERE type = 'table' AND name <> 'alembic_version' ORDER BY name"  # noqa: S608 - ours
    return [name for (name,) in connection.execute(query)]


def _differing(connection: sqlite3.Connection, table: str) -> str:
    """Return the query for a row of the backup that the ledger has not at the same place, or not the same."""
    here = {name for _, name, *_ in connection.execute(f'PRAGMA main.table_info("{table}")')}
    columns = [name for _, name, *_ in connection.execute(f'PRAGMA cadangan.table_info("{table}")') if name in here]
    if not columns:  # the table itself is gone
        return f'SELECT 1 FROM cadangan."{table}" LIMIT 1'  # noqa: S608 - names from the schema
    same = " AND ".join(f'kept."{name}" IS here."{name}"' for name in columns)
    return f"""
        SELECT 1 FROM cadangan."{table}" AS kept LEFT JOIN main."{table}" AS here ON here.rowid = kept.rowid
        WHERE here.rowid IS NULL OR NOT ({same}) LIMIT 1
    """  # noqa: S608 - names from the schema


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
    """Return whether every head of this ledger in ``kepala.txt`` is still in the chain; None where there is no head.

    Ledgers may share a folder; whoever gives a ledger another identity leaves heads of the former one behind.
    """
    with closing(_opened(path)) as connection:
        try:
            upk_id, every = seals.identity_of(connection).upk_id, list(heads_file.read(path))
            kept = [item for item in every if item.upk_id == upk_id]
            here = [item for item in kept if _stands(connection, item)]
        except (sqlite3.Error, TypeError):
            return None  # other checks tell of it
    if not kept:
        return Checked(_HEADS, Result.NOTE, _OF_OTHERS, _IF_NOT_SHARED) if every else None
    restored = max((place for place, item in enumerate(kept) if item.event == heads_file.RESTORED), default=-1)
    lost = [(place, item) for place, item in enumerate(kept) if item not in here]
    faults = [f"kepala buku {item.head[:16]} ({item.event}) tidak ada di buku" for _, item in lost]
    replaced = all(place < restored for place, _ in lost)
    return judged(
        _HEADS,
        f"{heads_file.NAME}: {len(kept)} kepala buku, semua masih ada; terakhir {kept[-1].event}.",
        faults,
        _PUT_BACK if replaced else UNSOUND,
        otherwise=Result.NOTE if replaced else Result.WRONG,
        places=[Place("kepala buku hilang", "seal", str(item.seq)) for _, item in lost],
    )


def _stands(connection: sqlite3.Connection, item: heads_file.KeptHead) -> bool:
    query = "SELECT 1 FROM seal WHERE seq = ? AND head = ?"
    return connection.execute(query, (item.seq, bytes.fromhex(item.head))).fetchone() is not None
