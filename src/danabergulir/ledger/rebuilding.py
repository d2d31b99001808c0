"""A ledger made again from the entries of its chain: the same rows under the same numbers, and so the same heads."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Final

from danabergulir.ledger.file import chain, seal_check, seals
from danabergulir.ledger.file.seals import Identity
from danabergulir.ledger.read.sealed import SealedEntry

IMPOSSIBLE: Final = (
    *(sqlite3.Error, ArithmeticError, AttributeError, LookupError),
    *(RecursionError, TypeError, ValueError),
)
"""What an entry ends in that no ledger can have recorded."""

_HEADING: Final = (
    *("number", "kind", "event", "dated_on", "recorded_at"),
    *("party", "memo", "loan", "external_ref", "reverses"),
)
_MOVE: Final = ("debit", "credit", "amount", "component", "loan", "ksm")
_LINE: Final = ("number", "due_on", "principal", "jasa", "titipan")


class Rebuilt:
    """A ledger while it is made from entries, in their order; ``connection`` has the schema and no rows.

    Without the secret of ``identity`` private cells are kept as their commitments; with it ``opened`` has their values,
    by entry and column. ``pictures`` are the contents of cells by their SHA-256.
    """

    def __init__(self, connection: sqlite3.Connection, identity: Identity) -> None:
        self.connection = connection
        shapes = {
            name: connection.execute(f'PRAGMA table_info("{name}")').fetchall() for name in seals.tables_of(connection)
        }
        self._columns = {name: {column for _, column, *_ in shape} for name, shape in shapes.items()}
        self._keys = {
            name: [column for _, column in sorted((place, column) for _, column, *_, place in shape if place)]
            for name, shape in shapes.items()
        }
        self._put(
            "identity", {"id": 1, "upk_id": identity.upk_id, "secret": identity.secret, "sealed_to": identity.sealed_to}
        )
        connection.execute("PRAGMA defer_foreign_keys = ON")  # an upgrade sealed tables by their names
        seals.show_masks(connection)

    def add(self, entry: SealedEntry, opened: Mapping[tuple[int, str], str], pictures: Mapping[str, bytes]) -> None:
        """Add the row of one entry. Raises one of ``IMPOSSIBLE`` for what no ledger has recorded."""
        told = json.loads(entry.content)
        if entry.table == seals.VOUCHER:
            self._add_voucher(entry, told)
        else:
            table, cells, *lines = told
            key = seals.key_of([cells[name] for name in self._keys[entry.table]])
            if (table, key) != (entry.table, entry.key) or not cells.keys() <= self._columns[table]:
                raise ValueError(entry.table)
            row = {name: _cell(entry.seq, name, cell, opened, pictures) for name, cell in cells.items()}
            self._put(table, row)
            for line in lines[0] if lines else ():
                owner = {"loan": cells["loan"], "version": cells["version"]}
                self._put("instalment", owner | dict(zip(_LINE, line, strict=True)))
        self.connection.execute(seals.INSERT, (entry.seq, entry.table, entry.key, entry.head))

    def _add_voucher(self, entry: SealedEntry, told: list[Any]) -> None:
        _, *cells, moves = told[: len(_HEADING) + 2]
        row = dict(zip(_HEADING, cells, strict=True))
        corrects, split = told[len(_HEADING) + 2 :] or (None, None)
        kind, year, serial = row["number"].split("-")
        sequence = int(entry.key)
        row |= {"sequence": sequence, "kind": kind, "year": int(year), "serial": int(serial)}
        row |= {"corrects": corrects, "split": split, "digest": sha256(entry.content.encode()).hexdigest()}
        self._put("voucher", row)
        for move in moves:
            owner = {"voucher": sequence, "dated_on": row["dated_on"]}
            self._put("transfer", owner | dict(zip(_MOVE, move, strict=True)))

    def _put(self, table: str, row: Mapping[str, Any]) -> None:
        """Insert a row; the names of its columns are known to be the table's."""
        names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
        self.connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(row.values()))  # noqa: S608 - our own tables

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with the ledger as it stands: the table and row it is about, and what is said of it."""
        for fault in seal_check.examine(self.connection).faults:
            yield f"{fault.table} {fault.row}", fault.kind
        broken = chain.first_broken(self.connection)
        if broken:
            yield f"bukti {broken}", seal_check.CHANGED
        for table, *_ in self.connection.execute("PRAGMA foreign_key_check"):
            yield str(table), "menunjuk catatan yang tidak ada"


def _cell(
    seq: int, column: str, cell: Any, opened: Mapping[tuple[int, str], str], pictures: Mapping[str, bytes]
) -> str | int | bytes:
    """Return what a ledger keeps in a cell. Raises ``LookupError`` and ``TypeError``."""
    if isinstance(cell, dict):
        ((kind, digest),) = cell.items()
        if kind == "sha256":
            return pictures[digest]
        if kind == "hmac":
            return opened[seq, column] if opened else seals.masked_cell(str(digest))
        raise ValueError(kind)
    if type(cell) not in (str, int):
        raise TypeError(column)
    known: str | int = cell
    return known
