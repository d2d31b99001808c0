"""The chain of every row: what a row's digest is made of, and how a head follows from the one before it.

``examples/rantai.md`` tells the format to whoever writes a program of their own. In short: every row that is recorded
is an entry, in the order in which it was recorded. A row's content is a JSON array by RFC 8785: the name of its table,
and an object of its cells by column. Cells that are NULL are left out, so that a column which a later schema adds
leaves the digests of the rows there are. Its digest is the SHA-256 of that; the digest of a voucher is the one it has
always had, transfers in it, and a version of a schedule has its lines as a third element. A head is the SHA-256 of the
head before it and the digest, 64 bytes.
"""

import hmac
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import groupby
from json.encoder import JSONEncoder, encode_basestring
from operator import itemgetter
from typing import Any, Final

from danabergulir.frozen import Struct
from danabergulir.text import MASKED

PRIVATE: Final = {
    "ksm": frozenset({"chair", "phone"}),
    "member": frozenset({"name", "nik"}),
    "rw_head": frozenset({"phone"}),
    "reminder": frozenset({"recipient"}),
    "complaint": frozenset({"person", "contact"}),
}
"""Cells that a package may keep to itself. They enter a digest as a salted commitment, unless they are empty."""

WITHIN: Final = {"transfer": ("voucher", "voucher"), "instalment": ("schedule", "loan, version")}
"""Tables without entries of their own: the table whose digests hold their rows, and the columns that say whose."""

OUTSIDE: Final = frozenset({"alembic_version", "identity", "seal", *WITHIN})
"""Tables without entries: the migrations' stamp, the chain itself, and what other rows' digests hold."""

VOUCHER: Final = "voucher"
SECRET_BYTES: Final = 32
NO_SECRET: Final = MASKED.encode().ljust(SECRET_BYTES)
"""In the place of the secret, where a ledger was made from packages that do not carry it."""
_ID_LETTERS: Final = 16

_MASK: Final = re.compile(f"{MASKED} ([0-9a-f]{{64}})")
_encode: Final = JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_UNTIMED: Final = {"book": "created_at"}
_LINES: Final = """
    SELECT json_group_array(json_array(number, due_on, principal, jasa, titipan))
    FROM (SELECT * FROM instalment WHERE loan = ? AND version = ? ORDER BY number)
"""
_ALL_LINES: Final = """
    SELECT loan, version, json_group_array(json_array(number, due_on, principal, jasa, titipan))
    FROM (SELECT * FROM instalment ORDER BY loan, version, number) GROUP BY loan, version
"""
Lines = Mapping[tuple[str, int], str]
"""The lines of every version of every schedule, by loan and version, as the digests of schedules take them."""


class Identity(Struct, frozen=True):
    """Who the ledger is: made once. The first ``sealed_to`` entries were sealed when an older ledger was upgraded."""

    upk_id: str
    secret: bytes
    sealed_to: int

    @property
    def is_its_own(self) -> bool:
        """Return whether the name follows from the secret, or the ledger says that it has none."""
        return self.is_masked or self.upk_id == name_of(self.secret)

    @property
    def is_masked(self) -> bool:
        """Return whether the ledger was made from masked packages: of private cells it has the commitments alone."""
        return self.secret == NO_SECRET

    @property
    def first_head(self) -> bytes:
        """Return the head that the first entry is chained to."""
        return sha256(_encode(["identity", {"sealed_to": self.sealed_to, "upk_id": self.upk_id}]).encode()).digest()


def new_secret() -> bytes:
    """Return what the salts of a new ledger are made from."""
    return os.urandom(SECRET_BYTES)


def name_of(secret: bytes) -> str:
    """Return the name that a ledger with this secret has: 16 hexadecimal letters that nobody else has."""
    return sha256(b"id_upk" + secret).hexdigest()[:_ID_LETTERS]


def begin(connection: sqlite3.Connection) -> None:
    """Say who a new ledger is, before it has any row."""
    secret = new_secret()
    connection.execute(
        "INSERT INTO identity (id, upk_id, secret, sealed_to) VALUES (1, ?, ?, 0)", (name_of(secret), secret)
    )


def identity_of(connection: sqlite3.Connection) -> Identity:
    """Return who the ledger is."""
    return Identity(*connection.execute("SELECT upk_id, secret, sealed_to FROM identity").fetchone())


_TABLES: Final = "FROM sqlite_schema AS m {more} WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"


def tables_of(connection: sqlite3.Connection) -> list[str]:
    """Return the names of all tables whose rows are entries, in the order of the alphabet; SQLite's own are none."""
    names = connection.execute(f"SELECT m.name {_TABLES.format(more='')} ORDER BY m.name")
    return [name for (name,) in names if name not in OUTSIDE]


def schedule_lines(connection: sqlite3.Connection) -> Lines:
    """Return the lines of all schedules as JSON, read once through."""
    return {(loan, version): lines for loan, version, lines in connection.execute(_ALL_LINES)}


def newest(connection: sqlite3.Connection) -> tuple[int, bytes]:
    """Return the number of the newest entry and its head; 0 and the first head before there is one."""
    found = connection.execute("SELECT seq, head FROM seal ORDER BY seq DESC LIMIT 1").fetchone()
    return found or (0, identity_of(connection).first_head)


def next_head(head: bytes, digest: bytes) -> bytes:
    """Return the head after an entry of this digest."""
    return sha256(head + digest).digest()


class Sealed(Struct, frozen=True):
    """A row as an entry: its key within the table, its digest, when it was recorded, and what the digest is made of.

    The content of a voucher is left empty, for its digest is older than this chain.
    """

    key: str
    digest: bytes
    recorded_at: str
    content: str = ""


class SealedTable:
    """The rows of one table as entries."""

    def __init__(
        self, connection: sqlite3.Connection, name: str, columns: Sequence[tuple[str, int]] | None = None
    ) -> None:
        self._connection = connection
        self.name = name
        if columns is None:
            columns = connection.execute("SELECT name, pk FROM pragma_table_info(?) ORDER BY cid", (name,)).fetchall()
        self._names = [column for column, _ in columns]
        numbered = sorted((number, place) for place, (_, number) in enumerate(columns) if number)
        self._key = [place for _, place in numbered]
        self._private = PRIVATE.get(name, frozenset())
        self._cells = [
            (f'"{column}":', column if column in self._private else "", place)
            for column, place in sorted((column, place) for place, column in enumerate(self._names))
        ]
        self._time = self._names.index(_UNTIMED.get(name, "recorded_at"))
        identity = identity_of(connection) if self._private else None
        self._secret = identity.secret if identity else b""
        self._masked = identity is not None and identity.is_masked
        # what a masked ledger keeps in a private cell is not what it shows of it
        self._listed = ", ".join(
            f'CAST("{column}" AS BLOB)' if self._masked and column in self._private else f'"{column}"'
            for column in self._names
        )

    def between(self, first: int, last: int) -> Iterator[Sealed]:
        """Yield the rows at these places of the table, both included."""
        rows = self._connection.execute(
            f'SELECT {self._listed} FROM "{self.name}" WHERE rowid BETWEEN ? AND ? ORDER BY rowid',  # noqa: S608 - a name from the schema
            (first, last),
        )
        return self._sealed(rows.fetchall())

    def all(self, lines: Lines | None = None) -> Iterator[Sealed]:
        """Yield every row, by its key; whoever has read the ``lines`` of schedules hands them over."""
        keys = ", ".join(f'"{self._names[place]}"' for place in self._key)
        rows = self._connection.execute(f'SELECT {self._listed} FROM "{self.name}" ORDER BY {keys}')  # noqa: S608 - names from the schema
        if self.name == "schedule":
            known = schedule_lines(self._connection) if lines is None else lines
            return (self._entry(row, known.get((row[0], row[1]), "[]")) for row in rows)
        return self._sealed(rows)

    def _sealed(self, rows: Iterable[Sequence[Any]]) -> Iterator[Sealed]:
        for row in rows:
            lines = ""
            if self.name == "schedule":
                (lines,) = self._connection.execute(_LINES, (row[0], row[1])).fetchone()
            yield self._entry(row, lines)

    def _entry(self, row: Sequence[Any], lines: str = "") -> Sealed:
        keys = [row[place] for place in self._key]
        key = key_of(keys)
        if self.name == VOUCHER:
            return Sealed(key, digest_of(row[self._names.index("digest")]), row[self._time])
        cells = ",".join(
            [
                named + (self._private_cell(key, private, row[place]) if private else _json(row[place]))
                for named, private, place in self._cells
                if row[place] is not None
            ]
        )
        content = f'["{self.name}",{{{cells}}}{"," if lines else ""}{lines}]'
        return Sealed(key, sha256(content.encode("utf-8", "surrogatepass")).digest(), row[self._time], content)

    def _private_cell(self, key: str, name: str, value: Any) -> str:
        if self._masked:
            return _encode(_kept(value))
        if not isinstance(value, bytes) and value != "":
            return f'{{"hmac":"{commitment(salt(self._secret, self.name, key, name), value)}"}}'
        return _json(value)


def sealed_tables(connection: sqlite3.Connection) -> list[SealedTable]:
    """Return all tables whose rows are entries; what their columns are is asked in one statement."""
    tables = _TABLES.format(more="JOIN pragma_table_info(m.name) AS c")
    shapes = connection.execute(f"SELECT m.name, c.name, c.pk {tables} ORDER BY m.name, c.cid")
    columns = {name: [shape[1:] for shape in found] for name, found in groupby(shapes, key=itemgetter(0))}
    return [SealedTable(connection, name, found) for name, found in columns.items() if name not in OUTSIDE]


def key_of(keys: Sequence[Any]) -> str:
    """Return what names a row within its table, by the columns of its key."""
    return str(keys[0]) if len(keys) == 1 else f"[{','.join(map(_json, keys))}]"


def _json(value: str | int | bytes) -> str:
    """Return what stands in a cell as JSON, as the encoder does, which is slow where it is given more than a word."""
    if isinstance(value, str):
        return encode_basestring(value)
    return f'{{"sha256":"{sha256(value).hexdigest()}"}}' if isinstance(value, bytes) else str(value)


def salt(secret: bytes, table: str, key: str, column: str) -> bytes:
    """Return the salt of one private cell: who is given it can prove that cell and no other."""
    return hmac.digest(secret, _encode([table, key, column]).encode(), "sha256")


def commitment(salted: bytes, value: str) -> str:
    """Return what stands in a digest for a private cell, in hexadecimal letters."""
    return hmac.digest(salted, value.encode("utf-8", "surrogatepass"), "sha256").hex()


def masked_cell(committed: str) -> str:
    """Return what a masked ledger keeps of a private cell, by its commitment."""
    return f"{MASKED} {committed}"


def _kept(cell: bytes) -> object:
    """Return what a private cell of a masked ledger adds to the digest of its row."""
    text = cell.decode("utf-8", "surrogateescape")
    is_mask = _MASK.fullmatch(text)
    return {"hmac": is_mask[1]} if is_mask else text


def show_masks(connection: sqlite3.Connection) -> None:
    """Let whoever reads a masked ledger find ``MASKED`` in its private cells, wherever they are read."""
    if not identity_of(connection).is_masked:
        return

    def shown(content: bytes) -> str:
        text = content.decode()
        return MASKED if _MASK.fullmatch(text) else text

    connection.text_factory = shown


def digest_of(digest: str) -> bytes:
    """Return the digest of a voucher as its entry takes it."""
    try:
        return bytes.fromhex(digest)
    except ValueError:
        return digest.encode("utf-8", "surrogatepass")  # somebody's; no head follows from it


class Sealing:
    """What enters at the end of the chain within one transaction, of which an act within an act is a part."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._tables: dict[str, SealedTable] = {}

    def table(self, name: str) -> SealedTable:
        """Return the rows of a table as entries."""
        if name not in self._tables:
            self._tables[name] = SealedTable(self._connection, name)
        return self._tables[name]

    def seal(self, name: str, first: int, last: int) -> None:
        """Enter what SQLite now holds at these places of a table, both included."""
        self.enter(name, ((row.key, row.digest) for row in self.table(name).between(first, last)))

    def enter(self, name: str, rows: Iterable[tuple[str, bytes]]) -> None:
        """Enter rows of a table by key and digest."""
        seq, head = newest(self._connection)
        entries = []
        for key, digest in rows:
            seq, head = seq + 1, next_head(head, digest)
            entries.append((seq, name, key, head))
        self._connection.executemany(INSERT, entries)


INSERT: Final = "INSERT INTO seal (seq, table_name, row_key, head) VALUES (?, ?, ?, ?)"


def seal_everything(connection: sqlite3.Connection) -> None:
    """Make an entry of every row there is, table by table, each by its key, for a ledger without any entries."""
    chain = Sealing(connection)
    for name in tables_of(connection):
        chain.enter(name, ((row.key, row.digest) for row in chain.table(name).all()))
