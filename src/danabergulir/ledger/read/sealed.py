"""The entries of the chain with what their digests are made of, and which of them a stretch of days takes in."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from sqlite3 import Connection
from typing import Final, NamedTuple

from danabergulir.ledger.file import chain, seals

_DAY_OF: Final = {"book": "opened_on", "loan": "disbursed_on"}
_ENTRIES: Final = "SELECT seq, table_name, row_key, head FROM seal WHERE seq BETWEEN ? AND ? ORDER BY seq"


class SealedEntry(NamedTuple):
    """An entry of the chain: the row, the text whose SHA-256 is its digest (empty where it is gone), the head after it.

    Private cells stand in the text as commitments, whoever reads it.
    """

    seq: int
    table: str
    key: str
    content: str
    head: bytes


def between(connection: Connection, first: int, last: int) -> Iterator[SealedEntry]:
    """Yield the entries with these numbers, both included."""
    entered = {name for (name,) in connection.execute("SELECT DISTINCT table_name FROM seal")} - {seals.VOUCHER}
    known = [table for table in seals.sealed_tables(connection) if table.name in entered]
    contents = {(table.name, row.key): row.content for table in known for row in table.all()}
    for seq, table, key, head in connection.execute(_ENTRIES, (first, last)):
        yield SealedEntry(seq, table, key, _content(connection, contents, table, key), head)


def _content(connection: Connection, contents: dict[tuple[str, str], str], table: str, key: str) -> str:
    if table != seals.VOUCHER:
        return contents.get((table, key), "")
    found = connection.execute("SELECT 1 FROM voucher WHERE sequence = ?", (key,)).fetchone()
    return chain.content_of(connection, int(key)) if found else ""


def head_at(connection: Connection, seq: int) -> bytes:
    """Return the head after an entry; the first head for 0."""
    found = connection.execute("SELECT head FROM seal WHERE seq = ?", (seq,)).fetchone()
    head: bytes = found[0] if found else seals.identity_of(connection).first_head
    return head


def span(connection: Connection, first: date, last: date) -> tuple[int, int]:
    """Return the first and the last entry that the days from ``first`` to ``last`` take in.

    The last one is dated by ``last``, and what follows it without a day of its own comes along (the shares of a loan, a
    picture). What was entered in between is taken in, whatever its day: a chain has no holes. The first one comes after
    the last that is followed by no entry of ``first`` or later.
    """
    query = f"SELECT s.seq, d.day FROM seal AS s JOIN ({_days(connection)}) AS d USING (table_name, row_key)"  # noqa: S608 - names from the schema
    days = sorted(connection.execute(query))
    newest = seals.newest(connection)[0]
    end = max((seq for seq, day in days if day <= last.isoformat()), default=0)
    end = min((seq for seq, _ in days if seq > end), default=newest + 1) - 1
    start = min((seq for seq, day in days if day >= first.isoformat()), default=newest + 1)
    return min(max((seq for seq, _ in days if seq < start), default=0), end) + 1, end


def _days(connection: Connection) -> str:
    """Return the statement that tells of every row with a day of its own which entry it is, and that day."""
    parts = []
    for name in seals.tables_of(connection):
        columns = connection.execute(f'PRAGMA table_info("{name}")').fetchall()
        keys = [f'"{column}"' for *_, column in sorted((number, column) for _, column, *_, number in columns if number)]
        key = f"CAST({keys[0]} AS TEXT)" if len(keys) == 1 else f"json_array({', '.join(keys)})"
        day = _DAY_OF.get(name, "dated_on")
        if day in {column for _, column, *_ in columns}:
            parts.append(f"SELECT '{name}' AS table_name, {key} AS row_key, {day} AS day FROM \"{name}\"")  # noqa: S608 - names from the schema
    return " UNION ALL ".join(parts)


class OpenedCell(NamedTuple):
    """The value of a private cell of an entry, and the salt of its commitment."""

    seq: int
    column: str
    value: str
    salt: bytes


def opened_cells(connection: Connection, first: int, last: int) -> Iterator[OpenedCell]:
    """Yield the private cells of the entries with these numbers, but for empty ones, in the order of the chain."""
    secret = seals.identity_of(connection).secret
    cells = []
    for table, columns in seals.PRIVATE.items():
        for column in sorted(columns):
            query = (
                f'SELECT s.seq, s.row_key, t."{column}" FROM "{table}" AS t '  # noqa: S608 - our own tables
                "JOIN seal AS s ON s.table_name = ? AND s.row_key = CAST(t.id AS TEXT) "
                f"WHERE s.seq BETWEEN ? AND ? AND t.\"{column}\" <> ''"
            )
            for seq, key, value in connection.execute(query, (table, first, last)):
                cells.append(OpenedCell(seq, column, value, seals.salt(secret, table, key, column)))
    yield from sorted(cells)


def pictures(connection: Connection, first: int, last: int) -> list[tuple[str, bytes]]:
    """Return the pictures of the entries with these numbers, each after its SHA-256, in the order of the chain."""
    query = """
        SELECT t.content FROM logo AS t JOIN seal AS s ON s.table_name = 'logo' AND s.row_key = t.digest
        WHERE s.seq BETWEEN ? AND ? ORDER BY s.seq
    """
    return [(sha256(content).hexdigest(), content) for (content,) in connection.execute(query, (first, last))]


def voucher_digests(connection: Connection, first: date, last: date) -> list[tuple[int, str]]:
    """Return sequence and digest of the vouchers dated from ``first`` to ``last``, in the order of the chain."""
    query = "SELECT sequence, digest FROM voucher WHERE dated_on BETWEEN ? AND ? ORDER BY sequence"
    return connection.execute(query, (first.isoformat(), last.isoformat())).fetchall()
